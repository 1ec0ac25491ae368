package staffsurveys

import (
	"net/http"
	"slices"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them.
func (ss *StaffSurveys) Routes(rs *web.Routes) {
	anyone, writer, office := people.Anyone(), people.Who(people.WriteSurveys), people.Who(people.WriteGoals)
	rs.Get("/staff-surveys", anyone, ss.indexPage)
	rs.Post("/staff-surveys", writer, ss.prepare)
	rs.Get("/staff-surveys/new", writer, ss.newPage)
	rs.Get("/staff-surveys/{id}", anyone, ss.surveyPage)
	rs.Post("/staff-surveys/{id}", writer, ss.revise)
	rs.Get("/staff-surveys/{id}/edit", writer, ss.editPage)
	rs.Post("/staff-surveys/{id}/keepers", writer, ss.nameKeepers)
	rs.Post("/staff-surveys/{id}/opening", writer, ss.open)
	rs.Post("/staff-surveys/{id}/closure", writer, ss.closeForm)
	rs.Post("/staff-surveys/{id}/reminder", writer, ss.remind)
	rs.Get("/staff-surveys/{id}/rule", writer, ss.rulePage)
	rs.Post("/staff-surveys/{id}/rule", writer, ss.narrow)
	rs.Get("/staff-surveys/{id}/slips", writer, ss.slipsPage)
	rs.Post("/staff-surveys/{id}/slips", writer, ss.printSlips)
	rs.Get("/staff-surveys/{id}/key", anyone, ss.keyPage)
	rs.Post("/staff-surveys/{id}/key", anyone, ss.makeKey)
	rs.Post("/staff-surveys/{id}/key/turn", anyone, ss.turn)
	rs.Get("/staff-surveys/{id}/notice", anyone, ss.noticePage)
	rs.Get("/staff-surveys/{id}/answer", anyone, ss.answerPage)
	// Public, because a gate would keep what a signed-out person sent among the half-filled forms, under a name.
	rs.Post("/staff-surveys/{id}/answer", web.Public, ss.answer)
	rs.Post("/staff-surveys/{id}/later", anyone, ss.later)
	rs.Get("/staff-surveys/{id}/thanks", anyone, ss.thanksPage)
	rs.Get("/staff-surveys/{id}/groups", anyone, ss.groupsPage)
	rs.Get("/staff-surveys/{id}/texts", anyone, ss.textsPage)
	rs.Get("/staff-surveys/{id}/actions", anyone, ss.actionsPage)
	rs.Post("/staff-surveys/{id}/actions", office, ss.take)
	rs.Post("/staff-surveys/{id}/actions/{key}", office, ss.tell)
	rs.Get("/staff-surveys/{id}/export", anyone, ss.export)
	rs.Get("/s", web.Public, ss.slipDoor)
	rs.Post("/s", web.Public, ss.answerSlip)
	rs.Get("/s/{code}", web.Public, ss.slipPage)
	rs.Get("/s/thanks", web.Public, ss.slipThanks)
}

// All lists the surveys that are there for a, newest first.
func (ss *StaffSurveys) all(r *http.Request) (out []Survey, err error) {
	a := people.From(r)
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		out = nil
		all, err := listSurveys(r.Context(), tx, a.Sees())
		if err != nil {
			return err
		}
		for _, s := range all {
			seen := s.VisibleTo(a)
			if !seen {
				if seen, err = keptBy(r.Context(), tx, s.ID, a); err != nil {
					return err
				}
			}
			if seen {
				out = append(out, s)
			}
		}
		return nil
	})
	return out, err
}

func (ss *StaffSurveys) indexPage(w http.ResponseWriter, r *http.Request) error {
	all, err := ss.all(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, indexPage(all, people.From(r)))
}

// look is all that the page of one survey may need.
type look struct {
	Survey
	A          people.Actor
	Forecast   Forecast
	Problem    string // what keeps it from opening
	Keepers    []Keeper
	Mine       Keeper // a's own key, place 0 where there is none
	Invitation Invitation
	Rates      []Rate
	Envelopes  int
	Slips      int
}

func (ss *StaffSurveys) lookAt(r *http.Request) (l look, err error) {
	l.A = people.From(r)
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		ctx := r.Context()
		if l.Survey, err = ss.surveyIn(ctx, tx, l.A, r.PathValue("id")); err != nil {
			return err
		}
		if l.Keepers, err = keepers(ctx, tx, l.ID, l.A.Today); err != nil {
			return err
		}
		if i := slices.IndexFunc(l.Keepers, func(k Keeper) bool { return k.HolderID == l.A.ID }); i >= 0 {
			l.Mine = l.Keepers[i]
		}
		if l.State(l.A.Today) == Preparing && l.WritableBy(l.A) {
			if l.Forecast, err = ss.forecast(ctx, tx, l.Survey, l.A.Today); err != nil {
				return err
			}
			if refusal := l.Forecast.refusal(l.Survey, l.A.Today); refusal != nil {
				l.Problem = fault.As(refusal).Say
			}
		}
		if l.Invitation, err = invitationOf(ctx, tx, l.ID, l.A.ID); err != nil {
			return err
		}
		return tx.Row(ctx, `SELECT (SELECT count(*) FROM staff_survey_envelopes WHERE survey_id = $1), (SELECT count(*) FROM staff_survey_slips WHERE survey_id = $1)`, l.ID).Scan(&l.Envelopes, &l.Slips)
	})
	return l, err
}

func (ss *StaffSurveys) surveyPage(w http.ResponseWriter, r *http.Request) error {
	l, err := ss.lookAt(r)
	if err != nil {
		return err
	}
	switch l.State(l.A.Today) {
	case Preparing:
		return web.OK(w, r, preparePage(l, [Keepers]string{}, fault.Problems{}))
	case Published:
		if l.Rule.sees(l.A, l.WardID) {
			return ss.resultsPage(w, r)
		}
	}
	if l.Rates, err = ss.Rates(r.Context(), l.A, l.ID); err != nil {
		return err
	}
	return web.OK(w, r, openPage(l))
}

func (ss *StaffSurveys) resultsPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	actions, err := ss.Actions(r.Context(), a, res.ID)
	if err != nil {
		return err
	}
	return web.OK(w, r, resultsPage(res, a, actions))
}

func (ss *StaffSurveys) groupsPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, groupsPage(res, a))
}

func (ss *StaffSurveys) textsPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	s, all, err := ss.Texts(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, textsPage(s, a, all))
}

func (ss *StaffSurveys) noticePage(w http.ResponseWriter, r *http.Request) error {
	l, err := ss.lookAt(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, aboutPage(l, l.shownNotice()))
}

// shownNotice is the frozen notice, or what it would be if the survey opened now.
func (l look) shownNotice() Notice {
	if l.OpenedAt != "" {
		return l.Notice
	}
	return noticeOf(l.Rule, l.Forecast.keys(), l.Forecast.Small)
}

func (ss *StaffSurveys) export(w http.ResponseWriter, r *http.Request) error {
	res, err := ss.Results(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	as := r.URL.Query().Get("as")
	return ui.SendList(w, r, res.sheet(), textfile.FileName(textfile.Ext(as), res.Title, res.WardName))
}

// sheet is the results as a file: the same figures as on the page, hidden ones as hidden as there.
func (r Results) sheet() textfile.Sheet {
	out := textfile.Sheet{Title: "結果", Notes: []string{r.Title + "　" + r.WardName, r.Period(), "base: " + r.Base()},
		Columns: []textfile.Column{{Name: "分け方"}, {Name: "まとまり"}, {Name: "問い"}, {Name: "上2つ・eNPS", Number: true}, {Name: "単位"}, {Name: "n", Number: true}, {Name: "答え"}, {Name: "人数", Number: true}, {Name: "注"}}}
	for _, line := range r.Notice.Lines {
		out.Notes = append(out.Notes, line.Word+": "+line.Say)
	}
	for _, g := range r.groups {
		for _, q := range r.Closed() {
			out.Rows = append(out.Rows, r.Of(q.ID, g.Part, g.Key).rows(q)...)
		}
	}
	return out
}

// rows are one figure as lines of a file: one for each option, or one that says why there is none.
func (f Figure) rows(q question) [][]string {
	head := []string{f.Part.Name(), f.Name, q.Name()}
	if !f.Shown || f.Banded {
		why := f.Why
		if f.Banded {
			why = f.Say(q)
		}
		return [][]string{append(head, "", "", "", "", "", why)}
	}
	score, unit := "", ""
	if v, _, ok := f.Score(q); ok {
		score, unit = plainScore(v), unitOf(q)
	}
	var out [][]string
	for i, n := range f.Counts {
		out = append(out, append(slices.Clone(head), score, unit, itoa(f.N), optionName(q, i), itoa(n), ""))
	}
	return out
}

func tabs(s Survey, a people.Actor, on string) []ui.Link {
	base := "/staff-surveys/" + s.ID
	out := []ui.Link{{Name: "結果", Href: base, On: on == ""}}
	if len(s.By) > 0 {
		out = append(out, ui.Link{Name: "分けて見る", Href: base + "/groups", On: on == "groups"})
	}
	out = append(out, ui.Link{Name: "取り組むこと", Href: base + "/actions", On: on == "actions"})
	if s.Rule.reads(a, s.WardID) {
		out = append(out, ui.Link{Name: "自由記述", Href: base + "/texts", On: on == "texts"})
	}
	return append(out, ui.Link{Name: "この調べについて", Href: base + "/notice", On: on == "notice"})
}

func stateOf(s Survey, a people.Actor) *ui.State {
	switch s.State(a.Today) {
	case Preparing:
		return &ui.State{Word: "準備", Shape: "think", Tone: "quiet"}
	case Taking:
		return &ui.State{Word: "受けとり中", Shape: "half", Tone: "good"}
	case Closed:
		return &ui.State{Word: "締切・箱は閉じています", Shape: "wait", Tone: "quiet"}
	}
	return &ui.State{Word: "公表", Shape: "done", Tone: "good"}
}
