package plans

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them; the deeds check where.
func (ps *Plans) Routes(rs *web.Routes) {
	bring, adopt := people.Who(people.ImportPlans), people.Who(people.AdoptPlans)
	rs.Get("/plans", people.Anyone(), ps.index)
	rs.Get("/plans/template", people.Anyone(), ps.template)
	rs.Get("/plans/upload", bring, ps.uploadPage)
	rs.Post("/plan-files", bring, ps.send)
	rs.Post("/plan-library", bring, ps.sendBook)
	rs.Get("/plan-files/{id}", bring, ps.previewPage)
	rs.Post("/plan-files/{id}/confirmation", bring, ps.confirm)
	rs.Post("/plan-files/{id}/withdrawal", bring, ps.withdraw)
	rs.Get("/plans/{id}", people.Anyone(), ps.show)
	rs.Get("/plans/{id}/report", people.Anyone(), ps.reportPage)
	rs.Get("/plans/{id}/versions", people.Anyone(), ps.versionsPage)
	rs.Get("/plans/{id}/items/{key}", people.Anyone(), ps.itemPage)
	rs.Post("/plans/{id}/adoption", adopt, ps.adopt)
	rs.Get("/plans/{id}/assignment", adopt, ps.assignPage)
	rs.Post("/plans/{id}/assignment", adopt, ps.assign)
	rs.Post("/plans/{id}/assignment/before", adopt, ps.assignAsBefore)
	rs.Post("/plans/{id}/holds", adopt, ps.hold)
}

func year(fy clock.FY) string { return strconv.Itoa(int(fy)) }

// fyOf reads ?fy=, else this year.
func fyOf(a people.Actor, q web.Form) clock.FY {
	if n, ok := q.Whole("fy"); ok && yearOK(n) {
		return clock.FY(n)
	}
	return a.FY
}

func (ps *Plans) index(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	all, err := ps.List(r.Context(), a)
	if err != nil {
		return err
	}
	return web.OK(w, r, indexPage(a, all))
}

// show is the plan's page: with how it stands where the ward runs it, else as the document alone.
func (ps *Plans) show(w http.ResponseWriter, r *http.Request) error {
	if as := r.URL.Query().Get("as"); as != "" {
		rec, err := ps.Find(r.Context(), people.From(r), r.PathValue("id"))
		if err != nil {
			return err
		}
		return writePlan(w, r, as, rec.Plan)
	}
	return ps.showAgain(w, r, nil)
}

func (ps *Plans) showAgain(w http.ResponseWriter, r *http.Request, problem error) error {
	v, err := ps.viewOf(r)
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return planPage(v, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ps *Plans) reportPage(w http.ResponseWriter, r *http.Request) error {
	v, err := ps.viewOf(r)
	if err != nil {
		return err
	}
	if !v.Running {
		return web.See(w, r, "/plans/"+v.Record.ID, "この計画は、まだ区で始めていません。始めると、年度ごとの報告ができます。")
	}
	if as := v.Query.Get("as"); as != "" {
		return writeReport(w, r, as, v.Report)
	}
	return web.OK(w, r, yearPage(v))
}

func (ps *Plans) versionsPage(w http.ResponseWriter, r *http.Request) error {
	v, err := ps.viewOf(r)
	if err != nil {
		return err
	}
	steps, err := ps.History(r.Context(), v.Actor, v.Record.ID)
	if err != nil {
		return err
	}
	return web.OK(w, r, historyPage(v, steps))
}

func (ps *Plans) itemPage(w http.ResponseWriter, r *http.Request) error {
	return ps.itemAgain(w, r, r.PathValue("key"), startForm{}, nil)
}

// itemAgain shows one item; problem is what was wrong with the choice typed into its form.
func (ps *Plans) itemAgain(w http.ResponseWriter, r *http.Request, key string, f startForm, problem error) error {
	v, err := ps.viewOf(r)
	if err != nil {
		return err
	}
	row, ok := v.row(key)
	if !ok {
		return fault.Missing("この取組")
	}
	if err := ps.choices(r, &v); err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return itemPage(v, row, f, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ps *Plans) adopt(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	ad, err := ps.Adopt(r.Context(), a, r.PathValue("id"), wardOf(a, form), fyOf(a, web.Form{Values: map[string][]string{"fy": {form.Get("from_fy")}}}), false)
	if err != nil {
		return ps.showAgain(w, r, err)
	}
	return web.See(w, r, "/plans/"+ad.PlanID+"/assignment?ward="+ad.WardID+"&fy="+year(max(ad.FromFY, a.FY)), ad.WardName+"で計画を始めました。つぎは、取組ごとに担当の所属を決めます。")
}

func wardOf(a people.Actor, f web.Form) string {
	if id := f.Get("ward"); id != "" {
		return id
	}
	return a.WardID
}

// assignPage opens the list of what waits, with what the person had half chosen before.
func (ps *Plans) assignPage(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	f := startForm{PlanID: r.PathValue("id"), WardID: wardOf(a, q), FY: fyOf(a, q)}
	if _, err := drafts.Kept(r.Context(), ps.DB, a.ID, f.draft(), func(k web.Form) { f = readStart(a, r, k) }); err != nil {
		return err
	}
	return ps.assignAgain(w, r, f, nil)
}

// draft is the name under which a half-filled choice is kept.
func (f startForm) draft() string { return "plan:" + f.PlanID + ":" + f.WardID + ":" + year(f.FY) }

func (ps *Plans) dropDraft(r *http.Request, a people.Actor, f startForm) error {
	return ps.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, f.draft()) })
}

func (ps *Plans) assignAgain(w http.ResponseWriter, r *http.Request, f startForm, problem error) error {
	v, err := ps.viewOf(r)
	if err != nil {
		return err
	}
	if !v.Running {
		return web.See(w, r, "/plans/"+v.Record.ID, "この計画は、まだ区で始めていません。はじめる年度を選ぶと、担当を決められます。")
	}
	if err := ps.choices(r, &v); err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return assignPage(v, f, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

// startForm is what was ticked and chosen, to be shown again where something was wrong.
type startForm struct {
	Keys              []string
	OfficeID, OwnerID string
	Reason            string
	PlanID, WardID    string
	FY                clock.FY
	Item              string // set where the form stood on one item's page
}

func readStart(a people.Actor, r *http.Request, form web.Form) startForm {
	f := startForm{Keys: form.Values["keys"], OfficeID: form.Get("office"), OwnerID: form.Get("owner"), Reason: form.Text("reason"),
		PlanID: r.PathValue("id"), WardID: wardOf(a, form), FY: fyOf(a, form), Item: form.Get("item")}
	if f.Item != "" {
		f.Keys = []string{f.Item}
	}
	return f
}

func (f startForm) on(key string) bool { return slices.Contains(f.Keys, key) }

// list is the page on which the plan's initiatives are given to offices.
func (f startForm) list() string {
	return "/plans/" + f.PlanID + "/assignment?ward=" + f.WardID + "&fy=" + year(f.FY)
}

// reAsk shows the form again where it stood: on an item's page or on the list.
func (ps *Plans) reAsk(w http.ResponseWriter, r *http.Request, f startForm, err error) error {
	r = r.Clone(r.Context())
	r.URL.RawQuery = "ward=" + f.WardID + "&fy=" + year(f.FY)
	if f.Item != "" {
		return ps.itemAgain(w, r, f.Item, f, err)
	}
	return ps.assignAgain(w, r, f, err)
}

func (ps *Plans) assign(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	f := readStart(a, r, form)
	if form.Get("do") == "hold" {
		return ps.holdForm(w, r, a, f)
	}
	n, err := ps.Begin(r.Context(), a, Start{PlanID: f.PlanID, WardID: f.WardID, FY: f.FY, Keys: f.Keys, OfficeID: f.OfficeID, OwnerID: f.OwnerID}, false)
	if err != nil {
		return ps.reAsk(w, r, f, err)
	}
	if err := ps.dropDraft(r, a, f); err != nil {
		return err
	}
	return web.See(w, r, f.list(), strconv.Itoa(n)+"件の取組を始めました。近況は、それぞれの取組の画面で書きます。")
}

func (ps *Plans) assignAsBefore(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	f := readStart(a, r, form)
	n, err := ps.BeginAsBefore(r.Context(), a, f.PlanID, f.WardID, f.FY, false)
	if err != nil {
		return ps.reAsk(w, r, f, err)
	}
	return web.See(w, r, f.list(), "前の年度と同じ所属で、"+strconv.Itoa(n)+"件の取組を始めました。")
}

func (ps *Plans) hold(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	return ps.holdForm(w, r, a, readStart(a, r, form))
}

func (ps *Plans) holdForm(w http.ResponseWriter, r *http.Request, a people.Actor, f startForm) error {
	if err := ps.Hold(r.Context(), a, f.PlanID, f.WardID, f.FY, f.Keys, f.Reason); err != nil {
		return ps.reAsk(w, r, f, err)
	}
	if err := ps.dropDraft(r, a, f); err != nil {
		return err
	}
	return web.See(w, r, f.list(), strconv.Itoa(len(f.Keys))+"件を、"+f.FY.Era()+"は始めないことにしました。理由は年次の報告に載ります。")
}

// choices loads the offices and people of the ward for the forms.
func (ps *Plans) choices(r *http.Request, v *view) error {
	if !v.Running {
		return nil
	}
	return ps.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if v.Offices, err = people.WardOffices(r.Context(), tx, v.Adoption.WardID, v.Actor.Today); err != nil {
			return err
		}
		v.Staff, err = people.Colleagues(r.Context(), tx, v.Adoption.WardID, v.Actor.Today)
		return err
	})
}
