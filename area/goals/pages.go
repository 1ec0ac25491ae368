package goals

import (
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them; the deeds check where.
func (gs *Goals) Routes(rs *web.Routes) {
	write := people.Who(people.WriteGoals)
	rs.Get("/goals", people.Anyone(), gs.index)
	rs.Get("/goals/attention", people.Anyone(), gs.attention)
	rs.Get("/goals/rules", people.Anyone(), gs.rules)
	rs.Get("/goals/new", write, gs.newPage)
	rs.Post("/goals", write, gs.create)
	rs.Get("/goals/{id}", people.Anyone(), gs.show)
	rs.Get("/goals/{id}/edit", write, gs.editPage)
	rs.Post("/goals/{id}", write, gs.revise)
	rs.Get("/goals/{id}/sheet", people.Anyone(), gs.sheet)
	rs.Post("/goals/{id}/checkins", write, gs.report)
	rs.Post("/goals/{id}/comments", people.Anyone(), gs.remark)
	rs.Post("/goals/{id}/files", write, gs.attach)
	rs.Get("/goals/{id}/files/{file}", people.Anyone(), gs.file)
	rs.Get("/goals/{id}/measures/new", write, gs.newMeasure)
	rs.Post("/goals/{id}/measures", write, gs.addMeasure)
	rs.Get("/goals/{id}/measures/{measure}", people.Anyone(), gs.showMeasure)
	rs.Get("/goals/{id}/measures/{measure}/edit", write, gs.editMeasure)
	rs.Post("/goals/{id}/measures/{measure}", write, gs.reviseMeasure)
	rs.Post("/goals/{id}/measures/{measure}/readings", write, gs.addReading)
	rs.Get("/goals/{id}/reviews/{stage}", write, gs.reviewPage)
	rs.Post("/goals/{id}/reviews/{stage}", write, gs.review)
	rs.Get("/goals/{id}/ending", people.Who(people.LeadGoals), gs.endingPage)
	rs.Post("/goals/{id}/ending", people.Who(people.LeadGoals), gs.end)
	rs.Post("/goals/{id}/publication", write, gs.askPublication)
}

func (gs *Goals) show(w http.ResponseWriter, r *http.Request) error {
	return gs.again(w, r, nil, CheckinDraft{})
}

// again shows a goal's page; problem is what was wrong with the check-in typed into it.
func (gs *Goals) again(w http.ResponseWriter, r *http.Request, problem error, d CheckinDraft) error {
	a := people.From(r)
	v, err := gs.View(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if d.Status == "" {
		d.Status = v.Status()
	}
	page := func(p fault.Problems) templ.Component { return goalPage(a, v, d, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (gs *Goals) sheet(w http.ResponseWriter, r *http.Request) error {
	v, err := gs.View(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, sheetPage(v))
}

// newPage opens an empty form, or the one that was half filled.
func (gs *Goals) newPage(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	d := Draft{Kind: KindGoal, FY: fyOf(a, q), OfficeID: q.Get("office"), ParentID: q.Get("parent"), OwnerID: a.ID}
	if q.Get("kind") == string(KindInitiative) {
		d.Kind = KindInitiative
	}
	if d.OfficeID == "" {
		d.OfficeID = a.OfficeID
	}
	kept, err := drafts.Kept(r.Context(), gs.DB, a.ID, "goal:new:"+string(d.Kind), func(f web.Form) { d = read(f, d) })
	if err != nil {
		return err
	}
	return gs.form(w, r, nil, Goal{WardID: a.WardID, Draft: d}, kept)
}

func (gs *Goals) drop(r *http.Request, a people.Actor, form string) error {
	return gs.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, form) })
}

func (gs *Goals) create(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	d := read(form, Draft{Kind: Kind(form.Get("kind")), FY: fyOf(a, form)})
	g, err := gs.Open(r.Context(), a, d, false)
	if err != nil {
		return gs.form(w, r, err, Goal{WardID: a.WardID, Draft: d}, "")
	}
	if err := gs.drop(r, a, "goal:new:"+string(d.Kind)); err != nil {
		return err
	}
	return web.See(w, r, "/goals/"+g.ID, g.Kind.Name()+"を書きました。つぎは、ものさしを足すか、ひとことを書きます。")
}

func (gs *Goals) editPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	g, err := gs.Find(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	kept, err := drafts.Kept(r.Context(), gs.DB, a.ID, "goal:"+g.ID, func(f web.Form) { g.Draft = read(f, g.Draft) })
	if err != nil {
		return err
	}
	return gs.form(w, r, nil, g, kept)
}

func (gs *Goals) revise(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	g, err := gs.Find(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	d := read(form, g.Draft)
	err = gs.Revise(r.Context(), a, g.ID, clock.Instant(form.Get("seen")), d)
	if err != nil {
		theirs := g
		g.Draft = d
		if fault.Of(err) == fault.Conflict {
			return gs.clash(w, r, theirs, g)
		}
		g.UpdatedAt = clock.Instant(form.Get("seen"))
		return gs.form(w, r, err, g, "")
	}
	if err := gs.drop(r, a, "goal:"+g.ID); err != nil {
		return err
	}
	return web.See(w, r, "/goals/"+g.ID, g.Kind.Name()+"をなおしました。")
}

// form shows the edit form with what was typed; problem is what was wrong with it.
func (gs *Goals) form(w http.ResponseWriter, r *http.Request, problem error, g Goal, kept clock.Instant) error {
	a := people.From(r)
	f, err := gs.Form(r.Context(), a, g.WardID, g.Kind, g.FY)
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return editView(a, g, f, p, kept, nil) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

// clash shows both versions where somebody else saved first; the form keeps mine and knows theirs.
func (gs *Goals) clash(w http.ResponseWriter, r *http.Request, theirs, mine Goal) error {
	a := people.From(r)
	f, err := gs.Form(r.Context(), a, mine.WardID, mine.Kind, mine.FY)
	if err != nil {
		return err
	}
	mine.UpdatedAt = theirs.UpdatedAt
	return web.Page(w, r, http.StatusConflict, editView(a, mine, f, fault.Problems{}, "", &theirs))
}

// read takes a draft from the form; what the form does not hold stays as in d.
func read(f web.Form, d Draft) Draft {
	d.Title, d.Words, d.WordsBy, d.Situation = f.Text("title"), f.Text("words"), f.Text("words_by"), f.Text("situation")
	d.OfficeID, d.OwnerID, d.PartnerID = f.Get("office"), f.Get("owner"), f.Get("partner")
	if f.Has("parent") {
		d.ParentID = f.Get("parent")
	}
	d.Links = nil
	for _, v := range f.Values["link"] {
		if kind, id, ok := cutLink(v); ok {
			d.Links = append(d.Links, Link{kind, id})
		}
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
