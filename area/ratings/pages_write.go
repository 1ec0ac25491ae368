package ratings

import (
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// sitting is the form of a rating as it is filled in: typed holds each field as it was typed.
type sitting struct {
	id, wardID string
	typed      web.Form
	wards      []people.Office // to choose from; nil where the ward is settled
	seen       clock.Instant
	kept       clock.Instant
	form       string
	theirs     *Rating
	mine       Draft
}

// typedOf is a draft as a person would type it.
func typedOf(d Draft) web.Form {
	f := web.Form{Values: map[string][]string{}}
	set := func(name, value string) { f.Set(name, value) }
	set("fy", itoa(int(d.FY)))
	set("name", d.Name)
	set("by", d.By)
	if d.From.Valid() {
		set("from", d.From.Slash())
		set("to", d.To.Slash())
	}
	set("low", itoa(d.Scale.Low))
	set("top", itoa(d.Scale.Top))
	set("fields", WriteFields(d.Fields))
	set("average", string(d.Rule.Average))
	set("rounding", string(d.Rule.Rounding))
	set("decimals", itoa(d.Rule.Decimals))
	if d.Rule.RoundSteps {
		set("steps", "1")
	}
	if d.Rule.EachField {
		set("each", "1")
	}
	set("levels", WriteLevels(d.Rule.Levels))
	set("source", d.Rule.Source)
	if d.Announced != nil {
		set("announced", itoa(*d.Announced))
	}
	return f
}

// read takes a draft from what was typed. The fault names every field that cannot be read or cannot stand.
func read(f web.Form, before []Field, today clock.Date) (Draft, error) {
	d := Draft{Name: f.Text("name"), By: f.Text("by"), Rule: Rule{Average: Average(f.Get("average")), Rounding: Rounding(f.Get("rounding")),
		RoundSteps: f.Yes("steps"), EachField: f.Yes("each"), Source: f.Text("source")}}
	var c fault.Check
	note := func(field string, err error) {
		if err != nil {
			say := fault.As(err).Say
			if p := fault.ProblemsOf(err); p.Of(field) != "" {
				say = p.Of(field)
			}
			c.That(false, field, say)
		}
	}
	var err error
	d.FY, err = clock.ParseFY(f.Text("fy"))
	note("fy", err)
	if d.From, err = clock.ParseDate(f.Text("from"), today); f.Text("from") != "" {
		note("from", err)
	}
	if d.To, err = clock.ParseDate(f.Text("to"), today); f.Text("to") != "" {
		note("to", err)
	}
	if !whole(f, "low", &d.Scale.Low) || !whole(f, "top", &d.Scale.Top) {
		c.That(false, "top", "いちばん低い点と満点を、どちらも数で書いてください。例: 1 と 5")
	}
	whole(f, "decimals", &d.Rule.Decimals)
	d.Fields, err = ParseFields(f.Get("fields"), before)
	note("fields", err)
	d.Rule.Levels, err = ParseLevels(f.Get("levels"))
	note("levels", err)
	if text := f.Text("announced"); text != "" {
		n, ok := readStars(text)
		if !ok {
			n = -1 // Check says what to do
		}
		d.Announced = &n
	}
	fault.ProblemsOf(d.Check()).Each(func(field, say string) { c.That(false, field, say) })
	return d, c.Err()
}

func whole(f web.Form, name string, n *int) (ok bool) {
	*n, ok = f.Whole(name)
	return ok
}

func (rs *Ratings) newPage(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	d := Draft{FY: a.FY, Name: "窓口サービス格付け調査", Scale: Scale{1, 5}, Rule: Rule{Rounding: HalfUp, Decimals: 1, Levels: OsakaLevels(), Source: osakaSource}}
	s := sitting{wardID: q.Get("ward")}
	if q.Get("from") != "" {
		var last Rating
		err := rs.DB.Read(r.Context(), func(tx *db.Tx) (err error) { last, err = find(r.Context(), tx, a, q.Get("from")); return err })
		if err != nil {
			return err
		}
		d, s.wardID = last.Draft, last.WardID
		d.FY, d.From, d.To, d.Announced = d.FY+1, "", "", nil
	}
	s.typed, s.form = typedOf(d), "rating:new:"+s.wardID
	var err error
	if s.kept, err = drafts.Kept(r.Context(), rs.DB, a.ID, s.form, func(f web.Form) { s.typed = f }); err != nil {
		return err
	}
	return rs.form(w, r, s, nil)
}

func (rs *Ratings) open(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	s := sitting{wardID: f.Get("ward"), typed: f, form: f.Get("form")}
	d, err := read(f, nil, a.Today)
	var x Rating
	if err == nil {
		x, err = rs.Open(r.Context(), a, s.wardID, d, false)
	}
	if err != nil {
		return rs.form(w, r, s, err)
	}
	err = rs.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, s.form) })
	if err != nil {
		return err
	}
	return web.See(w, r, x.href(), "格付け調査を作りました。つぎは、評点をファイルから取り込むか、画面で入力します。")
}

func (rs *Ratings) editPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	x, err := rs.find(r)
	if err != nil {
		return err
	}
	s := sitting{id: x.ID, wardID: x.WardID, typed: typedOf(x.Draft), seen: x.UpdatedAt, form: x.draftName()}
	s.kept, err = drafts.Kept(r.Context(), rs.DB, a.ID, s.form, func(f web.Form) { s.typed, s.seen = f, clock.Instant(f.Get("seen")) })
	if err != nil {
		return err
	}
	return rs.form(w, r, s, nil)
}

func (rs *Ratings) revise(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	x, err := rs.find(r)
	if err != nil {
		return err
	}
	s := sitting{id: x.ID, wardID: x.WardID, typed: f, seen: clock.Instant(f.Get("seen")), form: x.draftName()}
	s.mine, err = read(f, x.Fields, a.Today)
	if err == nil {
		err = rs.Revise(r.Context(), a, x.ID, s.seen, s.mine)
	}
	switch fault.Of(err) {
	case "":
		return web.See(w, r, x.href(), "格付け調査をなおしました。")
	case fault.Conflict:
		if x, err = rs.find(r); err != nil {
			return err
		}
		s.theirs, s.seen = &x, x.UpdatedAt
		return rs.form(w, r, s, nil)
	}
	return rs.form(w, r, s, err)
}

// form shows the form with what was typed; problem is what was wrong with it.
func (rs *Ratings) form(w http.ResponseWriter, r *http.Request, s sitting, problem error) error {
	a := people.From(r)
	if s.id == "" {
		err := rs.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
			var ward people.Office
			ward, s.wards, err = wardOf(r.Context(), tx, a, s.wardID)
			s.wardID = ward.ID
			return err
		})
		if err != nil {
			return err
		}
	}
	switch {
	case s.theirs != nil:
		return web.Page(w, r, http.StatusConflict, editView(s, fault.Problems{}))
	case problem != nil:
		return web.Again(w, r, problem, func(p fault.Problems) templ.Component { return editView(s, p) })
	}
	return web.OK(w, r, editView(s, fault.Problems{}))
}

func (rs *Ratings) othersPage(w http.ResponseWriter, r *http.Request) error {
	x, err := rs.find(r)
	if err != nil {
		return err
	}
	text := WriteOthers(x.Others)
	kept, err := drafts.Kept(r.Context(), rs.DB, people.From(r).ID, x.othersDraft(), func(f web.Form) { text, x.UpdatedAt = f.Get("others"), clock.Instant(f.Get("seen")) })
	if err != nil {
		return err
	}
	return web.OK(w, r, othersView(x, text, kept, nil, fault.Problems{}))
}

func (rs *Ratings) refer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	x, err := rs.find(r)
	if err != nil {
		return err
	}
	all, err := ParseOthers(f.Get("others"), x.Draft)
	if err == nil {
		err = rs.Refer(r.Context(), people.From(r), x.ID, clock.Instant(f.Get("seen")), all)
	}
	switch fault.Of(err) {
	case "":
		return web.See(w, r, x.href()+"#others", "ほかの区の公表値を"+itoa(len(all))+"行にしました。")
	case fault.Conflict:
		theirs := []ui.Pair{{Label: "ほかの区", Theirs: WriteOthers(x.Others), Mine: f.Get("others")}}
		return web.Page(w, r, http.StatusConflict, othersView(x, f.Get("others"), "", theirs, fault.Problems{}))
	}
	return web.Again(w, r, err, func(p fault.Problems) templ.Component { return othersView(x, f.Get("others"), "", nil, p) })
}
