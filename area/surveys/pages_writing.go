package surveys

import (
	"net/http"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

func (ss *Surveys) newPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	first := ss.draftForm(Draft{Title: "来庁者アンケート " + a.FY.Era()}, string(a.Today), "", a.WardID)
	return ss.showDraft(w, r, http.StatusOK, Survey{}, first, fault.Problems{}, nil)
}

// draftForm is a draft as it stands on the form, with the days as typed.
type draftForm struct {
	Draft
	from, to, ward, saw string
}

func (ss *Surveys) draftForm(d Draft, from, to, ward string) draftForm {
	return draftForm{Draft: d, from: from, to: to, ward: ward}
}

// readDraft reads the form; a day that cannot be read keeps its own explanation.
func readDraft(form web.Form, today clock.Date) (draftForm, error) {
	f := draftForm{Draft: Draft{Title: form.Text("title"), Keeper: form.Text("keeper")}, from: form.Text("from"), to: form.Text("to"), ward: form.Text("ward"), saw: form.Text("saw")}
	var c fault.Check
	for _, day := range []struct {
		field, typed string
		to           *clock.Date
	}{{"from", f.from, &f.From}, {"to", f.to, &f.To}} {
		if day.typed == "" {
			continue
		}
		d, err := clock.ParseDate(day.typed, today)
		if err != nil {
			c.That(false, day.field, fault.As(err).Say)
		}
		*day.to = d
	}
	fault.ProblemsOf(f.Draft.Check()).Each(func(field, say string) { c.That(false, field, say) })
	return f, c.Err()
}

func (ss *Surveys) showDraft(w http.ResponseWriter, r *http.Request, code int, s Survey, f draftForm, p fault.Problems, clash []ui.Pair) error {
	a := people.From(r)
	var wards []ui.Choice
	if s.ID == "" {
		err := ss.DB.Read(r.Context(), func(tx *db.Tx) error {
			all, err := people.Wards(r.Context(), tx, a.Today)
			wards = officeChoices(all, func(o people.Office) bool { return a.MayInWard(people.WriteSurveys, o.ID) })
			return err
		})
		if err != nil {
			return err
		}
		if len(wards) > 0 && f.ward == "" {
			f.ward = wards[0].Value
		}
	}
	return web.Page(w, r, code, draftPage(s, f.Draft, f.from, f.to, wards, f.ward, f.saw, clash, p))
}

func (ss *Surveys) open(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	f, err := readDraft(form, a.Today)
	if f.ward == "" {
		f.ward = a.WardID
	}
	var s Survey
	if err == nil {
		s, err = ss.Open(r.Context(), a, f.ward, f.Draft, false)
	}
	if fault.Of(err) == fault.Invalid {
		return ss.showDraft(w, r, http.StatusUnprocessableEntity, Survey{}, f, fault.ProblemsOf(err), nil)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/voices/"+s.ID+"/counters", "アンケートを作りました。次に、窓口を加えて掲示を作ります。")
}

func (ss *Surveys) editPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	s, _, _, err := ss.Survey(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !s.WritableBy(a) {
		return fault.Denied("このアンケートをなおす", helper)
	}
	f := ss.draftForm(s.Draft, s.From.Slash(), s.To.Slash(), s.WardID)
	f.saw = string(s.UpdatedAt)
	return ss.showDraft(w, r, http.StatusOK, s, f, fault.Problems{}, nil)
}

func (ss *Surveys) revise(w http.ResponseWriter, r *http.Request) error {
	a, id := people.From(r), r.PathValue("id")
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	f, err := readDraft(form, a.Today)
	if err == nil {
		err = ss.Revise(r.Context(), a, id, f.Draft, clock.Instant(f.saw))
	}
	switch fault.Of(err) {
	case fault.Invalid:
		return ss.showDraft(w, r, http.StatusUnprocessableEntity, Survey{ID: id}, f, fault.ProblemsOf(err), nil)
	case fault.Conflict:
		s, _, _, err := ss.Survey(r.Context(), a, id)
		if err != nil {
			return err
		}
		f.saw = string(s.UpdatedAt)
		return ss.showDraft(w, r, http.StatusConflict, s, f, fault.Problems{}, []ui.Pair{
			{Label: "アンケートの名前", Theirs: s.Title, Mine: f.Title}, {Label: "始まりの日", Theirs: s.From.Slash(), Mine: f.From.Slash()},
			{Label: "終わりの日", Theirs: s.To.Slash(), Mine: f.To.Slash()}, {Label: "担当", Theirs: s.Keeper, Mine: f.Keeper}})
	case "":
		return web.See(w, r, "/voices/"+id, "保存しました。")
	}
	return err
}

func (ss *Surveys) start(w http.ResponseWriter, r *http.Request) error {
	if err := ss.Start(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/voices/"+r.PathValue("id"), "回答の受けとりを始めました。")
}

func (ss *Surveys) tellPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	d := ChangeDraft{OfficeID: a.OfficeID, Since: a.Today}
	typed := a.Today.Slash()
	if key := r.URL.Query().Get("voice"); key != "" {
		voice, err := ss.voiceOf(r.Context(), a, r.PathValue("id"), key, or(r.URL.Query().Get("question"), freeID))
		if err != nil {
			return err
		}
		d.Voice = voice
	}
	var kept clock.Instant
	if d.Voice == "" {
		var err error
		kept, err = drafts.Kept(r.Context(), ss.DB, a.ID, "change:"+r.PathValue("id"), func(f web.Form) { d, typed = readChange(f) })
		if err != nil {
			return err
		}
	}
	return ss.showTell(w, r, http.StatusOK, d, typed, kept, fault.Problems{})
}

func readChange(form web.Form) (d ChangeDraft, since string) {
	return ChangeDraft{OfficeID: form.Text("office"), Voice: form.Text("voice"), Change: form.Text("change"), ChangeEasy: form.Text("change_easy"),
		ChangeEn: form.Text("change_en"), GoalID: form.Text("goal")}, form.Text("since")
}

func (ss *Surveys) tell(w http.ResponseWriter, r *http.Request) error {
	a, id := people.From(r), r.PathValue("id")
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d, typed := readChange(form)
	var check fault.Check
	if d.Since, err = clock.ParseDate(typed, a.Today); err != nil && typed != "" {
		check.That(false, "since", fault.As(err).Say)
	}
	if err = check.Err(); err == nil {
		_, err = ss.Tell(r.Context(), a, id, d)
	}
	if fault.Of(err) == fault.Invalid {
		return ss.showTell(w, r, http.StatusUnprocessableEntity, d, typed, "", fault.ProblemsOf(err))
	}
	if err != nil {
		return err
	}
	err = ss.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, "change:"+id) })
	if err != nil {
		return err
	}
	return web.See(w, r, "/voices/"+id+"/changes", "書きました。次に来た人の画面に出ます。")
}

func (ss *Surveys) showTell(w http.ResponseWriter, r *http.Request, code int, d ChangeDraft, typed string, kept clock.Instant, p fault.Problems) error {
	a := people.From(r)
	t, err := ss.telling(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Page(w, r, code, tellPage(t.Results, a, t.Changes, d, typed, t.Offices, t.Goals, kept, p))
}

func (ss *Surveys) countersPage(w http.ResponseWriter, r *http.Request) error {
	return ss.showCounters(w, r, http.StatusOK, CounterDraft{}, fault.Problems{})
}

func (ss *Surveys) showCounters(w http.ResponseWriter, r *http.Request, code int, d CounterDraft, p fault.Problems) error {
	a := people.From(r)
	c, err := ss.hanging(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Page(w, r, code, countersPage(c.Results, a, c.Counters, c.Earlier, d, c.Offices, p))
}

func (ss *Surveys) addCounterForm(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := CounterDraft{OfficeID: form.Text("office"), Place: form.Text("place"), PlaceEasy: form.Text("place_easy"), PlaceEn: form.Text("place_en")}
	c, err := ss.AddCounter(r.Context(), people.From(r), r.PathValue("id"), d)
	if fault.Of(err) == fault.Invalid {
		return ss.showCounters(w, r, http.StatusUnprocessableEntity, d, fault.ProblemsOf(err))
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/voices/"+r.PathValue("id")+"/counters", "「"+c.Place+"」を加えました。合言葉は "+c.Code+" です。")
}

func (ss *Surveys) takeCounters(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	n, err := ss.TakeCounters(r.Context(), people.From(r), r.PathValue("id"), form.Text("from"))
	if err != nil {
		return err
	}
	return web.See(w, r, "/voices/"+r.PathValue("id")+"/counters", itoa(int(n))+"か所の窓口を引きつぎました。")
}
