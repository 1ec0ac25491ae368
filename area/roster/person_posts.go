package roster

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

func (ro *Roster) newPost(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := ro.Person(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	f := postForm{Main: r.URL.Query().Get("kind") != "also", FromText: a.Today.Slash(), Role: v.now().Role, Title: v.now().Title}
	return ro.postForm(w, r, v, f, nil)
}

func (ro *Roster) postForm(w http.ResponseWriter, r *http.Request, v personView, f postForm, problem error) (err error) {
	a := people.From(r)
	if f.Offices, err = ro.parents(r.Context(), a, dayOr(a, f.FromText), ""); err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return postFormPage(v, f, p) }
	if problem == nil {
		return web.OK(w, r, page(fault.Problems{}))
	}
	if fault.Of(problem) == fault.Conflict {
		var c fault.Check
		c.That(false, "role", fault.As(problem).Say)
		problem = c.Err()
	}
	return web.Again(w, r, problem, page)
}

func (ro *Roster) addPost(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	v, err := ro.Person(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	f := readPost(form)
	if err := ro.People.Transfer(r.Context(), a, f.post(a, v.ID)); err != nil {
		return ro.postForm(w, r, v, f, err)
	}
	return web.See(w, r, "/staff/"+v.ID, "発令を書きました。")
}

func (ro *Roster) endPost(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	v, err := ro.Person(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(v.Posts, func(p people.Post) bool { return p.ID == r.PathValue("post") }) {
		return fault.Missing("この発令")
	}
	if err := ro.People.EndPost(r.Context(), a, r.PathValue("post"), typedDay(a, form.Get("last"))); err != nil {
		return ro.showPerson(w, r, err, "")
	}
	return web.See(w, r, "/staff/"+v.ID, "兼務の終わりの日を書きました。")
}

func (ro *Roster) leave(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, last, say := people.From(r), typedDay(people.From(r), form.Get("last")), "退職の日を書きました。翌日からはサインインできません。記録は残ります。"
	if form.Yes("back") {
		last, say = people.Forever, "退職の日を消しました。その日に終わった発令も、もとにもどしました。"
	}
	if err := ro.People.Leave(r.Context(), a, r.PathValue("id"), last); err != nil {
		return ro.showPerson(w, r, err, form.Get("last"))
	}
	return web.See(w, r, "/staff/"+r.PathValue("id"), say)
}

// issueCode shows a one-time code once: it is stored only as a digest, so that no page can show it again.
func (ro *Roster) issueCode(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	var p people.Person
	err := ro.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		p, err = people.PersonIn(r.Context(), tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	code, err := ro.People.IssueCode(r.Context(), a, p.ID)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.OK(w, r, codeSlip(p, code, ro.instant()))
}
