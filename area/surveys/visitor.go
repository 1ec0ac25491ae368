package surveys

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
	"kaname/kit/questionnaire"
	"kaname/kit/web"
)

// visitorRoutes are the pages that anybody may open, without a session.
func (ss *Surveys) visitorRoutes(rs *web.Routes) {
	rs.Get("/a", web.Public, ss.enterCode)
	rs.Get("/a/{code}", web.Public, ss.formPage)
	rs.Post("/a/{code}", web.Public, ss.receive)
	rs.Get("/a/{code}/thanks", web.Public, ss.thanksPage)
	rs.Get("/a/{code}/changes", web.Public, ss.changesPage)
}

// enterCode sends who typed the poster's letters to the survey, and asks who typed none.
func (ss *Surveys) enterCode(w http.ResponseWriter, r *http.Request) error {
	v := viewOf(web.Query(r), r.Header.Get("Accept-Language"))
	code := tidyCode(r.URL.Query().Get("code"))
	if code == "" {
		return web.OK(w, r, lostPage(v, ""))
	}
	http.Redirect(w, r, "/a/"+url.PathEscape(code)+v.query(), http.StatusSeeOther)
	return nil
}

// tidyCode reads a code as people type it: any width, capitals, spaces.
func tidyCode(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(kana.Code(s)), ""))
}

// faceFor finds the counter; where there is none it answers with the page that asks for the code again.
func (ss *Surveys) faceFor(w http.ResponseWriter, r *http.Request, v view) (face, *kept, bool, error) {
	f, k, err := ss.faceOf(r.Context(), r.PathValue("code"))
	if fault.Of(err) == fault.NotFound {
		return f, k, false, web.Page(w, r, http.StatusNotFound, lostPage(v, r.PathValue("code")))
	}
	return f, k, err == nil, err
}

func (ss *Surveys) formPage(w http.ResponseWriter, r *http.Request) error {
	v := viewOf(web.Query(r), r.Header.Get("Accept-Language"))
	f, k, found, err := ss.faceFor(w, r, v)
	if !found {
		return err
	}
	if !f.Open {
		return ss.closedPage(w, r, f, v)
	}
	v = f.in(v)
	return ss.sendDrawn(w, r, f, k, pageKey{"form", v}, func() templ.Component {
		return formPage(f, v, sheet{Key: gap, Sheet: f.form().NewSheet()})
	})
}

func (ss *Surveys) sendDrawn(w http.ResponseWriter, r *http.Request, f face, k *kept, key pageKey, draw func() templ.Component) error {
	p, err := k.page(r.Context(), f, key, draw)
	if err != nil {
		return err
	}
	return p.send(w, r)
}

// mostForm is the largest form of a visitor in bytes: 500 characters take 4,500 when sent, much more is no mistake of the hand.
const mostForm = 64 << 10

// receive keeps the answer, or draws the form again with everything on it.
func (ss *Surveys) receive(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	parse := r.ParseForm()
	form := web.Form{Values: r.PostForm}
	v := viewOf(form, r.Header.Get("Accept-Language"))
	f, _, found, err := ss.faceFor(w, r, v)
	if !found {
		return err
	}
	if parse != nil {
		s := sheet{Key: newKey(), Sheet: f.form().NewSheet(), Wrong: Say(v.Lang, "error.huge")}
		return web.Page(w, r, http.StatusRequestEntityTooLarge, formPage(f, v, s))
	}
	v = f.in(v)
	asked := f.form()
	n, wrong := answerOf(form, asked, ss.now().Date())
	n.SurveyID, n.CounterID, n.Lang = f.SurveyID, f.CounterID, v.Lang
	s := sheet{Key: n.Key, Sheet: n.Sheet}
	switch {
	case form.Get("view") != "": // another language or size: the same form, nothing sent yet
		return web.OK(w, r, formPage(f, v, s))
	case len(wrong) > 0:
		s.complain(v.Lang, asked, wrong[0])
		return web.Page(w, r, http.StatusUnprocessableEntity, formPage(f, v, s))
	case !f.Open:
		return ss.closedPage(w, r, f, v)
	case !n.Empty(): // a form without any answer is thanked for, but counts for nothing
		if err := ss.receiveOn(r.Context(), asked, n); closed(err) {
			ss.faces.forget()
			return ss.closedPage(w, r, f, v)
		} else if err != nil {
			return ss.notYet(w, r, f, v, s, err)
		}
	}
	http.Redirect(w, r, "/a/"+f.Code+"/thanks"+v.query(), http.StatusSeeOther)
	return nil
}

// answerOf reads a form as sent; what it cannot read it takes as unanswered.
func answerOf(form web.Form, asked questionnaire.Form, today clock.Date) (Answer, []questionnaire.Wrong) {
	n := Answer{Key: form.Get("key"), Mode: "phone"}
	if !goodKey(n.Key) {
		n.Key = newKey()
	}
	var wrong []questionnaire.Wrong
	n.Sheet, wrong = asked.Read(func(field string) []string { return form.Values[field] }, today)
	return n, wrong
}

// notYet says that the answer is not safe, and keeps it on the page to be sent again.
func (ss *Surveys) notYet(w http.ResponseWriter, r *http.Request, f face, v view, s sheet, cause error) error {
	if fault.Of(cause) != fault.Internal {
		return cause
	}
	logUnkept(cause)
	s.Wrong, s.At = Say(v.Lang, "error.later"), ""
	return web.Page(w, r, http.StatusServiceUnavailable, formPage(f, v, s))
}

func (ss *Surveys) thanksPage(w http.ResponseWriter, r *http.Request) error {
	v := viewOf(web.Query(r), r.Header.Get("Accept-Language"))
	f, k, found, err := ss.faceFor(w, r, v)
	if !found {
		return err
	}
	return ss.sendDrawn(w, r, f, k, pageKey{"thanks", v}, func() templ.Component { return thanksPage(f, v) })
}

func (ss *Surveys) changesPage(w http.ResponseWriter, r *http.Request) error {
	v := viewOf(web.Query(r), r.Header.Get("Accept-Language"))
	f, _, found, err := ss.faceFor(w, r, v)
	if !found {
		return err
	}
	var all []Change
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		s, err := findSurvey(r.Context(), tx, "", f.SurveyID)
		if err != nil {
			return err
		}
		all, err = wardChanges(r.Context(), tx, s.WardID, 200)
		return err
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, changesPage(f, v, all))
}

// closedPage thanks and shows the overall figure, unless so few answered that it is hidden.
func (ss *Surveys) closedPage(w http.ResponseWriter, r *http.Request, f face, v view) error {
	var c *Columns
	err := ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		s, err := findSurvey(r.Context(), tx, "", f.SurveyID)
		if err != nil {
			return err
		}
		f.Ended = s.Ended()
		c, err = ss.columnsOf(r.Context(), tx, s)
		return err
	})
	if err != nil {
		return err
	}
	var overall Counts
	if c.overall >= 0 {
		overall = c.Count(c.overall, Part{})
	}
	return web.OK(w, r, closedPage(f, v, c.N(), overall, overall.N() >= f.Limit && overall.N() > 0))
}
