package policies

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them; the deeds check where.
func (ps *Policies) Routes(rs *web.Routes) {
	write := people.Who(people.WritePolicies)
	rs.Get("/policies", people.Anyone(), ps.index)
	rs.Post("/policies", write, ps.begin)
	rs.Get("/policies/{id}", people.Anyone(), ps.show)
	rs.Get("/policies/{id}/print", people.Anyone(), ps.print)
	rs.Get("/policies/{id}/edit", write, ps.editPage)
	rs.Post("/policies/{id}", write, ps.save)
	rs.Post("/policies/{id}/discard", write, ps.discard)
	rs.Post("/policies/{id}/publication", write, ps.ask)
}

// index shows the policy that stands for a ward and year; who reads every ward sees all of them first.
func (ps *Policies) index(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	ward, fy := q.Get("ward"), fyOf(a, q)
	if ward == "" {
		ward = a.WardID
	}
	if ward == "" && a.City() {
		return ps.wards(w, r, a, fy)
	}
	v, err := ps.Year(r.Context(), a, ward, fy)
	if err != nil {
		return err
	}
	return ps.page(w, r, a, v)
}

func (ps *Policies) wards(w http.ResponseWriter, r *http.Request, a people.Actor, fy clock.FY) error {
	var wards []people.Office
	var all []Policy
	err := ps.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if wards, err = people.Wards(r.Context(), tx, a.Today); err != nil {
			return err
		}
		all, err = ps.Published(r.Context(), tx, "", fy)
		return err
	})
	if err != nil {
		return err
	}
	if as := r.URL.Query().Get("as"); as != "" {
		return ui.SendList(w, r, sheetOf(fy, all, nil), textfile.FileName(textfile.Ext(as), fy.Era(), "方針", string(a.Today)))
	}
	return web.OK(w, r, wardsPage(a, r, fy, wards, all))
}

func (ps *Policies) show(w http.ResponseWriter, r *http.Request) error {
	v, err := ps.View(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return ps.page(w, r, people.From(r), v)
}

// page shows one version, or offers it as a file.
func (ps *Policies) page(w http.ResponseWriter, r *http.Request, a people.Actor, v View) error {
	sheet := sheetOf(v.FY, []Policy{v.Policy}, v.Serves)
	if as := r.URL.Query().Get("as"); as != "" {
		return ui.SendList(w, r, sheet, textfile.FileName(textfile.Ext(as), v.FY.Era(), v.WardName, "方針"+v.Name(), string(a.Today)))
	}
	return web.OK(w, r, policyPage(a, v))
}

func (ps *Policies) print(w http.ResponseWriter, r *http.Request) error {
	v, err := ps.View(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, printPage(v.Policy, v.Policy.sheets()))
}

func (ps *Policies) begin(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	p, err := ps.Begin(r.Context(), a, form.Get("ward"), fyOf(a, form), false)
	if err != nil {
		return err
	}
	return web.See(w, r, p.Href()+"/edit", p.Name()+"の下書きです。保存するまで、いまの方針は変わりません。")
}

// sitting is the edit page as it is filled in: the draft, the version it started from, and what to say about it.
type sitting struct {
	Policy
	seen   clock.Instant // the version that was before the person
	kept   clock.Instant // when what is shown was kept, "" where it is as saved
	theirs *Policy       // what somebody else saved meanwhile
	above  []Target
}

func (ps *Policies) editPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	s := sitting{}
	err := ps.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if s.Policy, err = forWriting(r.Context(), tx, a, r.PathValue("id")); err != nil {
			return err
		}
		if err := ps.notWaiting(r.Context(), tx, s.Policy); err != nil {
			return err
		}
		s.seen = s.UpdatedAt
		kept, err := drafts.Refill(r.Context(), tx, a.ID, s.draftName(), func(f web.Form) {
			s.Policy.Draft, s.seen = read(f), clock.Instant(f.Get("seen"))
		})
		if !web.Query(r).Yes("moved") {
			s.kept = kept
		}
		return err
	})
	if err != nil {
		return err
	}
	return ps.form(w, r, s, nil)
}

// form shows the edit page; problem is what was wrong with what was typed.
func (ps *Policies) form(w http.ResponseWriter, r *http.Request, s sitting, problem error) error {
	err := ps.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		s.above, err = ps.Above(r.Context(), tx, people.From(r), s.WardID, s.FY)
		return err
	})
	switch {
	case err != nil:
		return err
	case s.theirs != nil:
		return web.Page(w, r, http.StatusConflict, editView(s, fault.Problems{}))
	case problem != nil:
		return web.Again(w, r, problem, func(p fault.Problems) templ.Component { return editView(s, p) })
	}
	return web.OK(w, r, editView(s, fault.Problems{}))
}

// save keeps the draft; a button of the form that only moves points leads back to the form.
func (ps *Policies) save(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if do := form.Get("do"); do != "" {
		return ps.arrange(w, r, form, do)
	}
	a, d, seen := people.From(r), read(form), clock.Instant(form.Get("seen"))
	err = ps.Save(r.Context(), a, r.PathValue("id"), seen, d)
	if err == nil {
		return web.See(w, r, "/policies/"+r.PathValue("id"), "下書きを保存しました。できたら、公表の承認を求めます。")
	}
	if k := fault.Of(err); k != fault.Invalid && k != fault.Conflict {
		return err
	}
	now, missing := ps.Find(r.Context(), a, r.PathValue("id"))
	if missing != nil {
		return missing
	}
	s := sitting{Policy: now, seen: seen}
	s.Policy.Draft = d
	if fault.Of(err) == fault.Conflict {
		s.theirs, s.seen = &now, now.UpdatedAt
	}
	return ps.form(w, r, s, err)
}

// arrange adds, moves or takes out a point of what is being typed. Nothing typed is lost, and nothing is saved yet:
// it is kept as a half-filled form, and the person goes on writing.
func (ps *Policies) arrange(w http.ResponseWriter, r *http.Request, form web.Form, do string) error {
	a, d := people.From(r), read(form)
	verb, at, _ := strings.Cut(do, ":")
	switch verb {
	case "add":
		at = id.New()
		d.Points = append(d.Points, Point{ID: at})
	case "up":
		d = d.move(at, -1)
	case "down":
		d = d.move(at, +1)
	case "remove":
		d = d.without(at)
	}
	err := ps.DB.Write(r.Context(), func(tx *db.Tx) error {
		p, err := forWriting(r.Context(), tx, a, r.PathValue("id"))
		if err != nil {
			return err
		}
		return drafts.Keep(r.Context(), tx, a.ID, p.draftName(), d.fields(form.Get("seen")), a.Now)
	})
	if err != nil {
		return err
	}
	to := "/policies/" + r.PathValue("id") + "/edit?moved=1#points"
	if verb != "remove" {
		to = "/policies/" + r.PathValue("id") + "/edit?moved=1#p-" + at
	}
	return web.See(w, r, to, "")
}

func (ps *Policies) discard(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	p, err := ps.Find(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := ps.Discard(r.Context(), a, p.ID); err != nil {
		return err
	}
	return web.See(w, r, yearHref(p.WardID, p.FY), p.Name()+"の下書きを取りやめました。")
}

// ask puts the draft forward; where something is missing, the form says at which place.
func (ps *Policies) ask(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	_, err := ps.AskPublication(r.Context(), a, r.PathValue("id"), false)
	if err == nil {
		return web.See(w, r, "/policies/"+r.PathValue("id"), "区長に承認を求めました。決まると、お知らせに入ります。")
	}
	if !fault.ProblemsOf(err).Any() {
		return err
	}
	p, missing := ps.Find(r.Context(), a, r.PathValue("id"))
	if missing != nil {
		return missing
	}
	return ps.form(w, r, sitting{Policy: p, seen: p.UpdatedAt}, err)
}

// read takes a draft from the form: the points in the order in which they stand there.
func read(f web.Form) Draft {
	d := Draft{Foreword: f.Text("foreword")}
	for _, pid := range f.Values["point"] {
		if !id.Valid(pid) || slices.ContainsFunc(d.Points, func(x Point) bool { return x.ID == pid }) {
			continue
		}
		x := Point{ID: pid, Title: f.Text("title-" + pid), Text: f.Text("text-" + pid)}
		for _, v := range f.Values["link-"+pid] {
			if kind, target, ok := strings.Cut(v, ":"); ok && !x.Has(kind, target) {
				x.Links = append(x.Links, Target{Kind: kind, ID: target})
			}
		}
		d.Points = append(d.Points, x)
	}
	return d
}

// fyOf reads ?fy=, or today's fiscal year.
func fyOf(a people.Actor, f web.Form) clock.FY {
	if n, ok := f.Whole("fy"); ok && n > 1900 && n < 3000 {
		return clock.FY(n)
	}
	return a.FY
}

// years are the ways of the year switch: from next year back to five years ago, and wherever we are.
func years(a people.Actor, ward string, now clock.FY) ui.Switch {
	s := ui.Switch{Name: "年度", Now: now.Era()}
	for fy := max(a.FY+1, now); fy >= min(a.FY-5, now); fy-- {
		s.Ways = append(s.Ways, ui.Link{Name: fy.Era(), Href: yearHref(ward, fy), On: fy == now})
	}
	return s
}
