package staffsurveys

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/web"
	"kaname/people"
)

// paper is an answer page as it stands.
type paper struct {
	Survey
	Sheet   questionnaire.Sheet
	Code    string // of a slip, or ""
	Taken   []Action
	Problem string
	Wrong   map[int]string
}

func (ss *StaffSurveys) answerPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	var p paper
	var i Invitation
	err := ss.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if p.Survey, err = ss.surveyIn(r.Context(), tx, a, r.PathValue("id")); err != nil {
			return err
		}
		if i, err = invitationOf(r.Context(), tx, p.ID, a.ID); err != nil {
			return err
		}
		p.Taken, err = ss.lastActions(r.Context(), tx, p.Survey, a)
		return err
	})
	if err != nil {
		return err
	}
	if p.State(a.Today) != Taking || i.Spent || !i.Asked {
		return web.See(w, r, "/staff-surveys/"+p.ID, "")
	}
	p.Sheet = p.Form.NewSheet()
	return web.OK(w, r, answerPage(p))
}

// readSheet reads a filled-in page.
func (p *paper) readSheet(form url.Values, today clock.Date) (ok bool) {
	sheet, wrong := p.Form.Read(func(field string) []string { return form[field] }, today)
	p.Sheet, p.Wrong = sheet, map[int]string{}
	for _, x := range wrong {
		p.Wrong[x.Question] = wrongWord(x, p.Form.Questions[x.Question], sheet)
	}
	return len(wrong) == 0
}

func wrongWord(x questionnaire.Wrong, q question, s questionnaire.Sheet) string {
	switch x.Why {
	case "number":
		return "数で入れてください（例 3）。"
	case "date":
		return "日付で入れてください（例 2026/9/1）。"
	case "range":
		return "入れられる数は" + plainScore(q.Low) + "から" + plainScore(q.High) + "までです。"
	}
	return itoa(q.Over(s.Words[q.ID])) + "字多いです。短くしてください。"
}

// answer takes a sheet. Where nobody is signed in any more it shows the sheet again and keeps nothing.
func (ss *StaffSurveys) answer(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	var p paper
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		if a.SignedIn() {
			p.Survey, err = ss.surveyIn(r.Context(), tx, a, r.PathValue("id"))
			return err
		}
		p.Survey, err = findSurvey(r.Context(), tx, "", r.PathValue("id"))
		if err == nil && p.State(clock.At(ss.Now()).Date()) != Taking {
			return fault.Missing(surveyWord)
		}
		return err
	})
	if err != nil {
		return err
	}
	ok := p.readSheet(form.Values, clock.At(ss.Now()).Date())
	if !a.SignedIn() {
		p.Problem = "サインインが切れました。回答はまだ送られていません。どこにも残していません。別のタブでサインインしてから、この画面でもう一度「送る」を押してください。"
		return web.Page(w, r, http.StatusUnauthorized, answerPage(p))
	}
	if ok {
		err = ss.Answer(r.Context(), a, p.ID, p.Sheet)
	}
	return answered(w, r, ok, err, &p, answerPage, "/staff-surveys/"+p.ID+"/thanks")
}

// answered goes on to the thanks, or shows the sheet again with what is wrong.
func answered(w http.ResponseWriter, r *http.Request, ok bool, err error, p *paper, page func(paper) templ.Component, thanks string) error {
	switch {
	case !ok:
		p.Problem = "なおす所があります。ほかの答えは残っています。"
	case fault.Of(err) == fault.Invalid || fault.Of(err) == fault.Conflict:
		p.Problem = fault.As(err).Say
	case err != nil:
		return err
	default:
		return web.See(w, r, thanks, "")
	}
	return web.Page(w, r, http.StatusUnprocessableEntity, page(*p))
}

func (ss *StaffSurveys) later(w http.ResponseWriter, r *http.Request) error {
	if err := ss.NotNow(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id"), "わかりました。もうお知らせしません。締切までは、いつでも答えられます。")
}

func (ss *StaffSurveys) thanksPage(w http.ResponseWriter, r *http.Request) error {
	s, err := ss.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, thanksPage(s))
}

func (ss *StaffSurveys) slipDoor(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, slipDoor("", ""))
}

// slipPaper loads what a code leads to; where it leads nowhere, or was used, the page asks for a code again.
func (ss *StaffSurveys) slipPaper(w http.ResponseWriter, r *http.Request, code string) (p paper, found bool, err error) {
	w.Header().Set("Cache-Control", "no-store")
	var spent bool
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if p.Survey, spent, err = slipSurvey(r.Context(), tx, code); err != nil {
			return err
		}
		p.Taken, err = ss.lastActions(r.Context(), tx, p.Survey, people.Actor{})
		return err
	})
	p.Code = code
	switch {
	case fault.Of(err) == fault.NotFound:
		return p, false, web.Page(w, r, http.StatusNotFound, slipDoor(code, "この番号の用紙は見つかりません。紙の12字を見なおしてください。締切のあとは使えません。"))
	case err != nil:
		return p, false, err
	case spent:
		return p, false, web.Page(w, r, http.StatusConflict, slipDoor("", "この用紙の番号はもう使われています。1枚1回です。"))
	}
	return p, true, nil
}

func (ss *StaffSurveys) slipPage(w http.ResponseWriter, r *http.Request) error {
	p, found, err := ss.slipPaper(w, r, r.PathValue("code"))
	if !found {
		return err
	}
	p.Sheet = p.Form.NewSheet()
	return web.OK(w, r, slipAnswerPage(p))
}

// answerSlip takes a sheet, or, where only a code was sent, shows the page to be filled in.
func (ss *StaffSurveys) answerSlip(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	p, found, err := ss.slipPaper(w, r, form.Text("code"))
	if !found {
		return err
	}
	ok := p.readSheet(form.Values, clock.At(ss.Now()).Date())
	if !form.Yes("send") {
		return web.OK(w, r, slipAnswerPage(p))
	}
	if ok {
		err = ss.AnswerSlip(r.Context(), p.Code, p.Sheet)
	}
	return answered(w, r, ok, err, &p, slipAnswerPage, "/s/thanks")
}

func (ss *StaffSurveys) slipThanks(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, slipThanks())
}

func (ss *StaffSurveys) actionsPage(w http.ResponseWriter, r *http.Request) error {
	return ss.showActions(w, r, nil, web.Form{})
}

func (ss *StaffSurveys) showActions(w http.ResponseWriter, r *http.Request, problem error, form web.Form) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	all, err := ss.Actions(r.Context(), a, res.ID)
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return actionsPage(res, a, all, form, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ss *StaffSurveys) take(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := ActionDraft{OfficeID: a.OfficeID, What: form.Text("what"), Who: form.Text("who")}
	d.Until, err = clock.ParseDate(form.Text("until"), a.Today)
	if err != nil && form.Text("until") != "" {
		var c fault.Check
		c.That(false, "until", fault.As(err).Say)
		return ss.showActions(w, r, c.Err(), form)
	}
	if _, err := ss.Take(r.Context(), a, r.PathValue("id"), d); err != nil {
		return ss.showActions(w, r, err, form)
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id")+"/actions", "取り組むことを書きました。結果といっしょに出て、次のアンケートの前にも出ます。")
}

func (ss *StaffSurveys) tell(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if err := ss.Tell(r.Context(), people.From(r), r.PathValue("id"), r.PathValue("key"), form.Text("outcome-"+r.PathValue("key"))); err != nil {
		return ss.showActions(w, r, err, form)
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id")+"/actions", "どうなったかを書きました。")
}
