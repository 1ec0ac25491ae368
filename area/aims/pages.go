package aims

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

var missingWard = fault.Missing("この区")

// Routes lists the pages of this room and who may open them; the deeds check where.
func (as *Aims) Routes(rs *web.Routes) {
	write := people.Who(people.WriteAims)
	rs.Get("/aims", people.Anyone(), as.index)
	rs.Get("/aims/past", people.Anyone(), as.past)
	rs.Get("/aims/new", write, as.newPage)
	rs.Post("/aims", write, as.choose)
	rs.Get("/aims/{id}", people.Anyone(), as.show)
	rs.Get("/aims/{id}/poster", people.Anyone(), as.poster)
	rs.Get("/aims/{id}/edit", write, as.editPage)
	rs.Post("/aims/{id}", write, as.revise)
	rs.Post("/aims/{id}/lookback", write, as.lookBack)
}

func (as *Aims) index(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	b, err := as.Board(r.Context(), a, web.Query(r).Get("ward"), monthOf(a, r.URL.Query()))
	if err != nil {
		return err
	}
	sheet := sheetOf("月間目標 "+b.Month.Long(), b.Chosen)
	if as := r.URL.Query().Get("as"); as != "" {
		return ui.SendList(w, r, sheet, textfile.FileName(textfile.Ext(as), b.Month.Long(), b.Ward.Name, "月間目標"))
	}
	return web.OK(w, r, boardPage(a, b, months(b.Month, as.Start(r.Context()), func(m Month) string { return web.With(r, "month", string(m)) }), r))
}

func (as *Aims) past(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	p := Past{Office: q.Get("office")}
	err := as.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if p.Ward, p.Wards, err = wardOf(r.Context(), tx, a, q.Get("ward")); err != nil {
			return err
		}
		if p.Offices, err = people.WardOffices(r.Context(), tx, p.Ward.ID, a.Today); err != nil {
			return err
		}
		p.All, err = list(r.Context(), tx, a, Filter{WardID: p.Ward.ID, OfficeID: p.Office, Before: MonthOf(a.Today)})
		return err
	})
	if err != nil {
		return err
	}
	sheet := sheetOf("これまでの月間目標", p.All)
	if as := q.Get("as"); as != "" {
		return ui.SendList(w, r, sheet, textfile.FileName(textfile.Ext(as), p.Ward.Name, "これまでの月間目標", string(a.Today)))
	}
	p.Pager = ui.Pager{Total: len(p.All), Page: ui.PageOf(r.URL.Query()), Href: func(n int) string { return web.With(r, "page", strconv.Itoa(n)) }}
	return web.OK(w, r, pastPage(a, p, r))
}

// looking is the look-back form as it is filled in.
type looking struct {
	LookBack
	seen   clock.Instant
	kept   bool // filled from what was half written
	theirs *Aim // what somebody else wrote meanwhile
}

func (as *Aims) show(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := as.View(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	l := looking{LookBack: v.LookBack, seen: v.LookedAt}
	if v.LookableBy(a) {
		kept, err := drafts.Kept(r.Context(), as.DB, a.ID, v.lookName(), func(f web.Form) { l.LookBack, l.seen = readLook(f), clock.Instant(f.Get("seen")) })
		if err != nil {
			return err
		}
		l.kept = kept != ""
	}
	return web.OK(w, r, aimPage(a, v, l, fault.Problems{}))
}

func (as *Aims) poster(w http.ResponseWriter, r *http.Request) error {
	m, err := as.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, posterPage(m))
}

// sitting is the form of an aim as it is filled in.
type sitting struct {
	Aim
	seen   clock.Instant
	kept   clock.Instant // when what is shown was kept, "" where it is as saved
	form   string        // under what it is kept while half filled
	theirs *Aim
}

func (as *Aims) newPage(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	s := sitting{Aim: Aim{Draft: Draft{OfficeID: q.Get("office"), Month: monthOf(a, q.Values), Together: true}}}
	if s.OfficeID == "" {
		s.OfficeID = a.OfficeID
	}
	s.form = "aim:new:" + string(s.Month) + ":" + s.OfficeID
	var err error
	if s.kept, err = drafts.Kept(r.Context(), as.DB, a.ID, s.form, func(f web.Form) { s.Draft = read(f) }); err != nil {
		return err
	}
	return as.form(w, r, s, nil)
}

func (as *Aims) choose(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, d := people.From(r), read(f)
	m, err := as.Choose(r.Context(), a, d, false)
	switch fault.Of(err) {
	case "":
		err = as.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, f.Get("form")) })
		if err != nil {
			return err
		}
		return web.See(w, r, m.href(), m.Month.Name()+"の月間目標が決まりました。つぎは、ポスターを印刷して貼ります。")
	case fault.Conflict:
		return as.taken(w, r, a, d, err)
	}
	return as.form(w, r, sitting{Aim: Aim{Draft: d}, form: f.Get("form")}, err)
}

// taken shows both versions where somebody of the office has chosen the month's aim already.
func (as *Aims) taken(w http.ResponseWriter, r *http.Request, a people.Actor, mine Draft, err error) error {
	all, listErr := as.List(r.Context(), a, Filter{OfficeID: mine.OfficeID, Month: mine.Month})
	if listErr != nil || len(all) == 0 {
		return err
	}
	return as.clash(w, r, all[0], mine)
}

// clash shows theirs beside mine; the form keeps mine and knows theirs.
func (as *Aims) clash(w http.ResponseWriter, r *http.Request, theirs Aim, mine Draft) error {
	s := sitting{Aim: theirs, seen: theirs.UpdatedAt, form: theirs.draftName(), theirs: &theirs}
	s.Draft = mine
	return as.form(w, r, s, nil)
}

func (as *Aims) editPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	m, err := as.Find(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	s := sitting{Aim: m, seen: m.UpdatedAt, form: m.draftName()}
	s.kept, err = drafts.Kept(r.Context(), as.DB, a.ID, s.form, func(f web.Form) { s.Draft, s.seen = read(f).at(m), clock.Instant(f.Get("seen")) })
	if err != nil {
		return err
	}
	return as.form(w, r, s, nil)
}

func (as *Aims) revise(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	m, err := as.Find(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	d, seen := read(f).at(m), clock.Instant(f.Get("seen"))
	err = as.Revise(r.Context(), a, m.ID, seen, d)
	switch fault.Of(err) {
	case "":
		return web.See(w, r, m.href(), m.Month.Name()+"の月間目標をなおしました。貼ったポスターも取りかえてください。")
	case fault.Conflict:
		if m, err = as.Find(r.Context(), a, m.ID); err != nil {
			return err
		}
		return as.clash(w, r, m, d)
	}
	s := sitting{Aim: m, seen: seen, form: m.draftName()}
	s.Draft = d
	return as.form(w, r, s, err)
}

// form shows the edit form with what was typed; problem is what was wrong with it.
func (as *Aims) form(w http.ResponseWriter, r *http.Request, s sitting, problem error) error {
	a := people.From(r)
	if !s.Month.Valid() {
		s.Month = MonthOf(a.Today)
	}
	c, err := as.choices(r.Context(), a, s.Aim)
	switch {
	case err != nil:
		return err
	case s.theirs != nil:
		return web.Page(w, r, http.StatusConflict, editView(s, c, fault.Problems{}))
	case problem != nil:
		return web.Again(w, r, problem, func(p fault.Problems) templ.Component { return editView(s, c, p) })
	}
	return web.OK(w, r, editView(s, c, fault.Problems{}))
}

func (as *Aims) lookBack(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, l := people.From(r), looking{LookBack: readLook(f), seen: clock.Instant(f.Get("seen"))}
	err = as.LookBack(r.Context(), a, r.PathValue("id"), l.seen, l.LookBack)
	if err == nil {
		return web.See(w, r, "/aims/"+r.PathValue("id"), "ふり返りを残しました。つぎの月を決めるときに読めます。")
	}
	v, missing := as.View(r.Context(), a, r.PathValue("id"))
	if missing != nil {
		return missing
	}
	if fault.Of(err) == fault.Conflict {
		l.theirs, l.seen = &v.Aim, v.LookedAt
		return web.Page(w, r, http.StatusConflict, aimPage(a, v, l, fault.Problems{}))
	}
	return web.Again(w, r, err, func(p fault.Problems) templ.Component { return aimPage(a, v, l, p) })
}

// read takes a draft from the form.
func read(f web.Form) Draft {
	return Draft{OfficeID: f.Get("office"), Month: Month(f.Get("month")), Line1: f.Text("line1"), Line2: f.Text("line2"), Why: f.Text("why"),
		Together: f.Get("together") != "no", DecidedBy: f.Text("decided_by"), GoalID: f.Get("goal")}
}

// at keeps the office and the month of m, which a form does not change.
func (d Draft) at(m Aim) Draft {
	d.OfficeID, d.Month = m.OfficeID, m.Month
	return d
}

func readLook(f web.Form) LookBack {
	l := LookBack{Noticed: f.Text("noticed")}
	if f.Text("days") != "" {
		n, ok := f.Whole("days")
		if !ok {
			n = -1 // not a number: Check says what to do
		}
		l.Days = &n
	}
	return l
}

// monthOf reads ?month=2026-09, or today's month.
func monthOf(a people.Actor, q url.Values) Month {
	if m := Month(q.Get("month")); m.Valid() {
		return m
	}
	return MonthOf(a.Today)
}

func itoa(n int) string { return strconv.Itoa(n) }

// number shows an optional number in a field.
func number(n *int) string {
	if n == nil || *n < 0 {
		return ""
	}
	return itoa(*n)
}
