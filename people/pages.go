package people

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/web"
)

// Routes lists the pages at the door and じぶん, and who may open them.
func (ps *People) Routes(rs *web.Routes) {
	rs.Get("/setup", web.Public, ps.setupPage)
	rs.Post("/setup", web.Public, ps.setup)
	rs.Get("/signin", web.Public, ps.signInPage)
	rs.Post("/signin", web.Public, ps.signIn)
	rs.Get("/signin/code", web.Public, ps.codePage)
	rs.Post("/signin/code", web.Public, ps.signInWithCode)
	rs.Get("/modes", web.Public, modes)
	rs.Post("/signout", Anyone(), ps.signOut)
	rs.Get("/self", Anyone(), ps.selfPage)
	rs.Post("/self/password", Anyone(), ps.changePassword)
	rs.Post("/self/sessions/{id}/end", Anyone(), ps.endSession)
	rs.Get("/held", Anyone(), ps.heldPage)
	rs.Post("/drafts", Anyone(), ps.keepDraft)
}

func (ps *People) setupPage(w http.ResponseWriter, r *http.Request) error {
	if done, err := ps.Founded(r.Context()); err != nil || done {
		if err != nil {
			return err
		}
		return web.See(w, r, "/signin", "")
	}
	f := Founding{Start: clock.April}
	return web.OK(w, r, setupView(f, "", fault.Problems{}))
}

func (ps *People) setup(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	f := Founding{City: form.Text("city"), Wards: lines(form.Text("wards")), Pass: form.Get("password"), Start: clock.April,
		Admin: PersonDraft{Number: form.Text("number"), Family: form.Text("family"), Given: form.Text("given"),
			FamilyKana: form.Text("family_kana"), GivenKana: form.Text("given_kana")}}
	if form.Get("start") == "other" {
		f.Start.Month, _ = form.Whole("start_month")
		f.Start.Day, _ = form.Whole("start_day")
	}
	admin, err := ps.Found(r.Context(), f)
	if err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return setupView(f, form.Get("start"), p) })
	}
	token, err := ps.SignIn(r.Context(), admin.Number, f.Pass, address(r), r.UserAgent())
	if err != nil {
		return err
	}
	setSession(w, r, token)
	return web.See(w, r, "/imports", "はじめの設定ができました。つぎは所属と職員の名簿を取り込みます。")
}

func lines(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.Trim(l, " \t　"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func (ps *People) signInPage(w http.ResponseWriter, r *http.Request) error {
	done, err := ps.Founded(r.Context())
	if err != nil {
		return err
	}
	if !done {
		return web.See(w, r, "/setup", "")
	}
	return web.OK(w, r, signInView("", web.Local(r.URL.Query().Get("to")), fault.Problems{}))
}

func (ps *People) signIn(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	to := web.Local(form.Get("to"))
	token, err := ps.SignIn(r.Context(), form.Get("number"), form.Get("password"), address(r), r.UserAgent())
	if err != nil {
		return web.Again(w, r, atField(err, "password"), func(p fault.Problems) templ.Component { return signInView(form.Get("number"), to, p) })
	}
	setSession(w, r, token)
	return web.See(w, r, to, "")
}

// atField puts the sentence of an Invalid fault beside one field.
func atField(err error, field string) error {
	f := fault.As(err)
	if f.Kind != fault.Invalid || f.Problems.Any() {
		return err
	}
	var c fault.Check
	c.That(false, field, f.Say)
	return c.Err()
}

func (ps *People) codePage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, codeView("", fault.Problems{}))
}

func (ps *People) signInWithCode(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	token, err := ps.SignInWithCode(r.Context(), form.Get("number"), form.Get("code"), form.Get("password"), address(r), r.UserAgent())
	if err != nil {
		return web.Again(w, r, atField(err, "code"), func(p fault.Problems) templ.Component { return codeView(form.Get("number"), p) })
	}
	setSession(w, r, token)
	return web.See(w, r, "/", "パスワードを決めました。つぎからは職員番号とこのパスワードで入れます。")
}

func (ps *People) signOut(w http.ResponseWriter, r *http.Request) error {
	a := From(r)
	if err := ps.EndSession(r.Context(), a, a.Session); err != nil && fault.Of(err) != fault.NotFound {
		return err
	}
	setSession(w, r, "")
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return web.See(w, r, "/signin", "サインアウトしました。")
}

func (ps *People) selfPage(w http.ResponseWriter, r *http.Request) error {
	return ps.showSelf(w, r, nil)
}

func (ps *People) showSelf(w http.ResponseWriter, r *http.Request, problem error) error {
	a := From(r)
	all, err := ps.Sessions(r.Context(), a)
	if err != nil {
		return err
	}
	view := func(p fault.Problems) templ.Component { return selfView(a, all, p) }
	if problem != nil {
		return web.Again(w, r, problem, view)
	}
	return web.OK(w, r, view(fault.Problems{}))
}

func (ps *People) changePassword(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if err := ps.ChangePassword(r.Context(), From(r), form.Get("old"), form.Get("password")); err != nil {
		return ps.showSelf(w, r, err)
	}
	return web.See(w, r, "/self", "パスワードを変えました。ほかの場所のサインインは終わりました。")
}

func (ps *People) endSession(w http.ResponseWriter, r *http.Request) error {
	if err := ps.EndSession(r.Context(), From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/self", "サインインを1つ終えました。")
}

// heldPage gives back what was being sent when the session ran out.
func (ps *People) heldPage(w http.ResponseWriter, r *http.Request) error {
	owner := "held:" + digest(r.URL.Query().Get("key"))
	var d drafts.Draft
	err := ps.DB.Write(r.Context(), func(tx *db.Tx) (err error) {
		var ok bool
		if d, ok, err = drafts.Of(r.Context(), tx, owner, "held"); err == nil && !ok {
			return fault.Missing("お預かりした書きかけ")
		}
		return err
	})
	if err != nil {
		return err
	}
	to := web.Local(d.Fields.Get("_action"))
	d.Fields.Del("_action")
	return web.OK(w, r, heldView(to, d.Fields))
}

func (ps *People) keepDraft(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := From(r)
	name := form.Get("_form")
	form.Del("_form")
	err = ps.DB.Write(r.Context(), func(tx *db.Tx) error {
		return drafts.Keep(r.Context(), tx, a.ID, name, form.Values, a.Now)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = w.Write([]byte(a.Now.Local().Format("15:04")))
	return err
}

// modes keeps the size of text and the contrast in cookies, for a year.
func modes(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	for _, name := range []string{"text", "contrast"} {
		if !q.Has(name) {
			continue
		}
		v := q.Get(name)
		if v != "large" && v != "xlarge" && v != "high" {
			v = ""
		}
		http.SetCookie(w, &http.Cookie{Name: name, Value: v, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode})
	}
	return web.See(w, r, web.Local(q.Get("to")), "")
}
