package staffsurveys

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

type question = questionnaire.Question

func itoa(n int) string { return strconv.Itoa(n) }

// plainScore is a score as other programs read it.
func plainScore(v float64) string { return fmt.Sprintf("%.1f", v) }

// typed is a draft as it stands on the form, with what could not be read as typed.
type typed struct {
	Draft
	closes, limit, ward, saw string
}

// readRule reads the part of a form that says who will see what.
func readRule(f web.Form) Rule {
	r := Rule{City: f.Yes("city"), Goals: f.Yes("goals")}
	r.Limit, _ = f.Whole("limit")
	for _, p := range Parts {
		if slices.Contains(f.Values["by"], string(p.Part)) {
			r.By = append(r.By, p.Part)
		}
	}
	for _, role := range []people.Role{people.Secretariat, people.WardHead} {
		if slices.Contains(f.Values["texts"], string(role)) {
			r.Texts = append(r.Texts, role)
		}
	}
	return r
}

func readDraft(f web.Form, today clock.Date) (typed, error) {
	t := typed{closes: f.Text("closes"), limit: f.Text("limit"), ward: f.Get("ward"), saw: f.Get("saw"),
		Draft: Draft{Title: f.Text("title"), Why: f.Text("why"), Use: f.Text("use"), Keeper: f.Text("keeper"), Rule: readRule(f)}}
	var c fault.Check
	if t.closes != "" {
		d, err := clock.ParseDate(t.closes, today)
		if err != nil {
			c.That(false, "closes", fault.As(err).Say)
		}
		t.ClosesOn = d
	}
	fault.ProblemsOf(t.Draft.Check()).Each(func(field, say string) { c.That(false, field, say) })
	return t, c.Err()
}

func (ss *StaffSurveys) newPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	city, err := ss.City(r.Context())
	if err != nil {
		return err
	}
	limit := max(LeastLimit, city.HideBelow)
	t := typed{limit: itoa(limit), ward: a.WardID, Draft: Draft{Title: "職員意識アンケート " + a.FY.Era(), Keeper: a.OfficeName,
		Rule: Rule{Limit: limit, By: []Part{ByOffice, ByEmployment, ByTenure}, Texts: []people.Role{people.Secretariat}, Goals: true}}}
	return ss.draftForm(w, r, nil, Survey{}, t)
}

// draftForm shows the form with what was typed, and what is wrong with it.
func (ss *StaffSurveys) draftForm(w http.ResponseWriter, r *http.Request, problem error, s Survey, t typed) error {
	a := people.From(r)
	var wards []ui.Choice
	err := ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := people.Wards(r.Context(), tx, a.Today)
		wards = nil
		for _, o := range all {
			if a.MayInWard(people.WriteSurveys, o.ID) {
				wards = append(wards, ui.Choice{Value: o.ID, Name: o.Name})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return draftPage(s, t, wards, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ss *StaffSurveys) prepare(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	t, err := readDraft(form, a.Today)
	if t.ward == "" {
		t.ward = a.WardID
	}
	var s Survey
	if err == nil {
		s, err = ss.Prepare(r.Context(), a, t.ward, t.Draft, false)
	}
	if err != nil {
		return ss.draftForm(w, r, err, Survey{}, t)
	}
	return web.See(w, r, "/staff-surveys/"+s.ID, "準備を始めました。次に、鍵を預かる3人を決めます。")
}

func (ss *StaffSurveys) editPage(w http.ResponseWriter, r *http.Request) error {
	s, err := ss.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return ss.draftForm(w, r, nil, s, typed{Draft: s.Draft, closes: s.ClosesOn.Slash(), limit: itoa(s.Limit), ward: s.WardID, saw: string(s.UpdatedAt)})
}

func (ss *StaffSurveys) revise(w http.ResponseWriter, r *http.Request) error {
	a, id := people.From(r), r.PathValue("id")
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	s, err := ss.Find(r.Context(), a, id)
	if err != nil {
		return err
	}
	t, err := readDraft(form, a.Today)
	if err == nil {
		err = ss.Revise(r.Context(), a, id, t.Draft, clock.Instant(t.saw))
	}
	if fault.Of(err) == fault.Conflict && s.OpenedAt == "" { // somebody else saved first: theirs is told, mine stays
		t.saw = string(s.UpdatedAt)
		return web.Page(w, r, http.StatusConflict, draftClash(s, t))
	}
	if err != nil {
		return ss.draftForm(w, r, err, s, t)
	}
	return web.See(w, r, "/staff-surveys/"+id, "保存しました。")
}

func (ss *StaffSurveys) open(w http.ResponseWriter, r *http.Request) error {
	if err := ss.Open(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id"), "始めました。問いと約束は、もう変わりません。")
}

func (ss *StaffSurveys) closeForm(w http.ResponseWriter, r *http.Request) error {
	if err := ss.Close(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id"), "締め切りました。だれが答えたかの記録は消えました。鍵を預かる人のうち2人が鍵を入れると、公表されます。")
}

func (ss *StaffSurveys) remind(w http.ResponseWriter, r *http.Request) error {
	if err := ss.SendReminders(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id"), "まだの人だけにお知らせしました。だれに届いたかは、だれにも出ません。")
}

func (ss *StaffSurveys) rulePage(w http.ResponseWriter, r *http.Request) error {
	s, err := ss.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, rulePage(s, s.Rule, itoa(s.Limit), fault.Problems{}))
}

func (ss *StaffSurveys) narrow(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	s, err := ss.Find(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	rule := readRule(form)
	if err := ss.Narrow(r.Context(), a, s.ID, rule); err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return rulePage(s, rule, form.Text("limit"), p) })
	}
	return web.See(w, r, "/staff-surveys/"+s.ID+"/notice", "出し方をせまくしました。")
}

func (ss *StaffSurveys) slipsPage(w http.ResponseWriter, r *http.Request) error {
	return ss.showSlips(w, r, nil, web.Form{})
}

func (ss *StaffSurveys) showSlips(w http.ResponseWriter, r *http.Request, problem error, form web.Form) error {
	l, err := ss.lookAt(r)
	if err != nil {
		return err
	}
	var offices []ui.Choice
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := people.WardOffices(r.Context(), tx, l.WardID, l.A.Today)
		offices = nil
		for _, o := range all {
			offices = append(offices, ui.Choice{Value: o.ID, Name: o.Name})
		}
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return slipsPage(l, offices, form, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ss *StaffSurveys) printSlips(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	n, _ := form.Whole("n")
	codes, err := ss.PrintSlips(r.Context(), a, r.PathValue("id"), form.Get("office"), form.Get("employment"), n)
	if err != nil {
		return ss.showSlips(w, r, err, form)
	}
	s, err := ss.Find(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.OK(w, r, slipSheets(s, codes, ss.addressOf(r)))
}

// addressOf is what is printed on slips.
func (ss *StaffSurveys) addressOf(r *http.Request) string {
	if ss.Address != "" {
		return ss.Address
	}
	if web.Secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
