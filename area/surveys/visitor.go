package surveys

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
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
	return ss.sendDrawn(w, r, f, k, pageKey{"form", v}, func() templ.Component {
		return formPage(f, v, sheet{Key: gap, Age: -1, Live: -1})
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
		s := sheet{Key: newKey(), Age: -1, Live: -1, Wrong: Say(v.Lang, "error.huge")}
		return web.Page(w, r, http.StatusRequestEntityTooLarge, formPage(f, v, s))
	}
	n := answerOf(form)
	n.SurveyID, n.CounterID, n.Lang = f.SurveyID, f.CounterID, v.Lang
	s := sheet{Key: n.Key, Marks: n.Marks, Free: n.Free, Age: n.Age, Live: n.Live}
	switch {
	case form.Get("view") != "": // another language or size: the same form, nothing sent yet
		return web.OK(w, r, formPage(f, v, s))
	case n.Over() > 0:
		s.Wrong = Say(v.Lang, "error.long", "n", n.Over())
		return web.Page(w, r, http.StatusUnprocessableEntity, formPage(f, v, s))
	case !f.Open:
		return ss.closedPage(w, r, f, v)
	case !n.Empty(): // a form without any answer is thanked for, but counts for nothing
		if err := ss.Receive(r.Context(), n); closed(err) {
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
func answerOf(form web.Form) Answer {
	n := Answer{Key: form.Get("key"), Mode: "phone", Age: choiceOf(form, "age", Ages), Live: choiceOf(form, "live", Lives)}
	if !goodKey(n.Key) {
		n.Key = newKey()
	}
	for i, it := range Items {
		switch mark := form.Get(it.ID); mark {
		case "1", "2", "3", "4", "5":
			n.Marks[i] = mark[0] - '0'
		case "na":
			n.Marks[i] = Outside
		}
	}
	free := strings.ReplaceAll(form.Get("free"), "\x00", "")
	if !utf8.ValidString(free) {
		free = strings.ToValidUTF8(free, "〓")
	}
	n.Free = web.Form{Values: url.Values{"free": {kana.FreeText(free)}}}.Text("free")
	return n
}

func choiceOf(form web.Form, name string, most int) int {
	if n, ok := form.Whole(name); ok && n >= 0 && n < most {
		return n
	}
	return -1
}

// notYet says that the answer is not safe, and keeps it on the page to be sent again.
func (ss *Surveys) notYet(w http.ResponseWriter, r *http.Request, f face, v view, s sheet, cause error) error {
	if fault.Of(cause) != fault.Internal {
		return cause
	}
	logUnkept(cause)
	s.Wrong, s.Later = Say(v.Lang, "error.later"), true
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
	overall := c.Count(Overall, Part{})
	return web.OK(w, r, closedPage(f, v, c.N(), overall, overall.N() >= f.Limit))
}
