package calendar

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

// load finds the step of the address in the year that the query or form names.
func (c *Calendar) load(r *http.Request, q web.Form) (y Year, s Step, past []Done, err error) {
	a := people.From(r)
	ward, fy := whose(a, q)
	err = c.DB.Read(r.Context(), func(tx *db.Tx) error {
		if y, err = c.YearIn(r.Context(), tx, a, ward, fy); err != nil {
			return err
		}
		if s, err = y.Find(r.PathValue("key")); err != nil {
			return err
		}
		past, err = before(r.Context(), tx, ward, s.Key, fy)
		return err
	})
	return y, s, past, err
}

func (c *Calendar) show(w http.ResponseWriter, r *http.Request) error {
	return c.step(w, r, web.Query(r), nil, "")
}

// step shows a step's page; problem is what was wrong with the line typed into it.
func (c *Calendar) step(w http.ResponseWriter, r *http.Request, q web.Form, problem error, line string) error {
	a := people.From(r)
	y, s, past, err := c.load(r, q)
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return stepPage(a, c, y, s, past, line, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (c *Calendar) finish(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	ward, fy := whose(a, f)
	if err := c.Finish(r.Context(), a, ward, fy, r.PathValue("key"), f.Text("line"), false); err != nil {
		return c.step(w, r, f, err, f.Text("line"))
	}
	return web.See(w, r, link("/calendar", Year{WardID: ward, FY: fy}), "済みにしました。ひとことは、来年の担当の人が読みます。")
}

func (c *Calendar) reopen(w http.ResponseWriter, r *http.Request) error {
	return c.simple(w, r, "済みを取り消しました。", func(a people.Actor, ward string, fy clock.FY, key string) error {
		return c.Reopen(r.Context(), a, ward, fy, key)
	})
}

func (c *Calendar) restore(w http.ResponseWriter, r *http.Request) error {
	return c.simple(w, r, "元の時期にもどしました。", func(a people.Actor, ward string, fy clock.FY, key string) error {
		return c.Restore(r.Context(), a, ward, fy, key)
	})
}

func (c *Calendar) simple(w http.ResponseWriter, r *http.Request, said string, do func(people.Actor, string, clock.FY, string) error) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	ward, fy := whose(a, f)
	if err := do(a, ward, fy, r.PathValue("key")); err != nil {
		return err
	}
	return web.See(w, r, link("/calendar/steps/"+r.PathValue("key"), Year{WardID: ward, FY: fy}), said)
}

// form is an add or edit form as it was typed.
type form struct {
	Draft
	Year
	Key    string // "" while it is new
	Seen   clock.Instant
	Kept   clock.Instant // when a half-filled form was kept
	Theirs *Step         // what somebody else saved first
}

func (f form) draftName() string {
	if f.Key == "" {
		return "step:new:" + f.WardID
	}
	return "step:" + f.Key
}

func (c *Calendar) newPage(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	ward, fy := whose(a, q)
	f := form{Draft: Draft{Lane: Ward, From: int(a.Today.Time().Month()), To: int(a.Today.Time().Month()), FromFY: fy, ToFY: Always}}
	if ward == "" {
		f.Lane = City
	}
	err := c.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if f.Year, err = c.YearIn(r.Context(), tx, a, ward, fy); err != nil {
			return err
		}
		if !mayWrite(a, ward) {
			return fault.Denied("この区の段取りを足す", nobodyElse)
		}
		return f.fill(r, tx, a)
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, formPage(c, f, fault.Problems{}))
}

// fill puts what the person had typed before into the form, if anything.
func (f *form) fill(r *http.Request, tx *db.Tx, a people.Actor) error {
	var err error
	f.Kept, err = drafts.Refill(r.Context(), tx, a.ID, f.draftName(), func(k web.Form) { f.Draft = read(k, f.FY, a.Today) })
	return err
}

func (c *Calendar) add(w http.ResponseWriter, r *http.Request) error {
	q, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	ward, fy := whose(a, q)
	f := form{Draft: read(q, fy, a.Today)}
	err = c.DB.Read(r.Context(), func(tx *db.Tx) (err error) { f.Year, err = c.YearIn(r.Context(), tx, a, ward, fy); return err })
	if err != nil {
		return err
	}
	s, err := c.Add(r.Context(), a, ward, f.Draft, false)
	if err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return formPage(c, f, p) })
	}
	if err := c.drop(r, a, f); err != nil {
		return err
	}
	return web.See(w, r, stepLink(s, f.Year), "段取りを足しました。")
}

func (c *Calendar) drop(r *http.Request, a people.Actor, f form) error {
	return c.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, f.draftName()) })
}

func (c *Calendar) editPage(w http.ResponseWriter, r *http.Request) error {
	y, s, _, err := c.load(r, web.Query(r))
	if err != nil {
		return err
	}
	if !s.RevisedBy(people.From(r)) {
		return fault.Denied("この段取りの名前や内容を書きかえる", "足した人のいる事務局")
	}
	f := form{Draft: s.Draft, Year: y, Key: s.Key, Seen: s.UpdatedAt}
	err = c.DB.Read(r.Context(), func(tx *db.Tx) error { return f.fill(r, tx, people.From(r)) })
	if err != nil {
		return err
	}
	return web.OK(w, r, formPage(c, f, fault.Problems{}))
}

func (c *Calendar) revise(w http.ResponseWriter, r *http.Request) error {
	q, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	y, s, _, err := c.load(r, q)
	if err != nil {
		return err
	}
	f := form{Draft: read(q, y.FY, a.Today), Year: y, Key: s.Key, Seen: clock.Instant(q.Get("seen"))}
	f.FromFY = s.FromFY
	if f.ToFY != Always {
		f.FromFY, f.ToFY = y.FY, y.FY
	}
	err = c.Revise(r.Context(), a, y.WardID, y.FY, s.Key, f.Seen, f.Draft)
	switch {
	case fault.Of(err) == fault.Conflict:
		f.Theirs, f.Seen = &s, s.UpdatedAt
		return web.Page(w, r, http.StatusConflict, formPage(c, f, fault.Problems{}))
	case err != nil:
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return formPage(c, f, p) })
	}
	if err := c.drop(r, a, f); err != nil {
		return err
	}
	return web.See(w, r, stepLink(s, y), "段取りをなおしました。")
}

// read takes a draft from the form; a date that cannot be read stays as it was typed, for Check to name.
func read(f web.Form, fy clock.FY, today clock.Date) Draft {
	d := Draft{Lane: Lane(f.Get("lane")), Title: f.Text("title"), Note: f.Text("note"), Link: f.Get("link"), FromFY: fy, ToFY: Always}
	d.From, _ = f.Whole("from")
	d.To, _ = f.Whole("to")
	d.Due = readDue(f.Text("due"), today)
	if f.Get("every") == "once" {
		d.ToFY = fy
	}
	return d
}

func readDue(s string, today clock.Date) string {
	if s == "" {
		return ""
	}
	d, err := clock.ParseDate(s, today)
	if err != nil {
		return s
	}
	return string(d[5:])
}

// showDue writes MM-DD as people type it; what could not be read as it was typed.
func showDue(due string) string {
	var m, d int
	if n, err := fmt.Sscanf(due, "%02d-%02d", &m, &d); n == 2 && err == nil && len(due) == 5 {
		return strconv.Itoa(m) + "/" + strconv.Itoa(d)
	}
	return due
}

// changing is the form by which a step is moved or hidden.
type changing struct {
	Deed string
	Moving
}

func (c *Calendar) changePage(w http.ResponseWriter, r *http.Request) error {
	y, s, _, err := c.load(r, web.Query(r))
	if err != nil {
		return err
	}
	if !s.ChangedBy(people.From(r), y.WardID) {
		return fault.Denied("この段取りを変える", nobodyElse)
	}
	d := changing{Deed: "move", Moving: Moving{From: s.From, To: s.To, Due: s.Due}}
	return web.OK(w, r, changeView(y, s, d, fault.Problems{}))
}

func (c *Calendar) changeStep(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	y, s, _, err := c.load(r, f)
	if err != nil {
		return err
	}
	d := changing{Deed: f.Get("deed"), Moving: Moving{Due: readDue(f.Text("due"), a.Today), EveryYear: f.Get("every") == "always", Reason: f.Text("reason")}}
	d.From, _ = f.Whole("from")
	d.To, _ = f.Whole("to")
	said := "時期を変えました。"
	if d.Deed == "hide" {
		said = "使わない段取りにしました。表の下から、いつでももどせます。"
		err = c.Hide(r.Context(), a, y.WardID, y.FY, s.Key, d.EveryYear, d.Reason)
	} else {
		err = c.Move(r.Context(), a, y.WardID, y.FY, s.Key, d.Moving)
	}
	if err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return changeView(y, s, d, p) })
	}
	return web.See(w, r, stepLink(s, y), said)
}
