package roster

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// showPerson draws a person's page; problem is what was wrong with the leaving day or the end of a post typed into it.
func (ro *Roster) showPerson(w http.ResponseWriter, r *http.Request, problem error, last string) error {
	v, err := ro.Person(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	a := people.From(r)
	page := func(p fault.Problems) templ.Component { return personPage(a, v, last, p) }
	if problem == nil {
		return web.OK(w, r, page(fault.Problems{}))
	}
	if fault.Of(problem) == fault.Conflict {
		var c fault.Check
		c.That(false, "last", fault.As(problem).Say)
		problem = c.Err()
	}
	return web.Again(w, r, problem, page)
}

// personForm is what the form of a person shows; with ID "" it hires, and asks for the first post too.
type personForm struct {
	people.PersonDraft
	ID, Action string
	Version    clock.Instant
	Post       postForm
	Kept       clock.Instant
	Theirs     []ui.Pair
	Saver      string
	SavedAt    clock.Instant
}

func (f personForm) draftName() string {
	if f.ID == "" {
		return "person:new"
	}
	return "person:" + f.ID
}

// postForm is the part of a form that appoints.
type postForm struct {
	OfficeID, Title, FromText string
	Role                      people.Role
	Main                      bool
	Offices                   []ui.Choice
}

func (f postForm) post(a people.Actor, staffID string) people.Post {
	return people.Post{StaffID: staffID, OfficeID: f.OfficeID, Title: f.Title, Role: f.Role, Main: f.Main, From: typedDay(a, f.FromText)}
}

func readPerson(f web.Form) people.PersonDraft {
	return people.PersonDraft{Number: f.Text("number"), Family: f.Text("family"), Given: f.Text("given"), FamilyKana: f.Text("family_kana"),
		GivenKana: f.Text("given_kana"), Called: f.Text("called"), Employment: f.Get("employment")}.Tidy()
}

func readPost(f web.Form) postForm {
	return postForm{OfficeID: f.Get("office"), Title: f.Text("title"), FromText: f.Text("from"), Role: people.Role(f.Get("role")), Main: f.Get("main") != "0"}
}

func (ro *Roster) newPerson(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	f := personForm{PersonDraft: people.PersonDraft{Employment: "regular"}, Post: postForm{Main: true, Role: people.Staff, OfficeID: r.URL.Query().Get("office"), FromText: a.Today.Slash()}}
	return ro.kept(w, r, f)
}

// kept shows a form with what the person had typed before, if anything.
func (ro *Roster) kept(w http.ResponseWriter, r *http.Request, f personForm) error {
	var err error
	f.Kept, err = drafts.Kept(r.Context(), ro.DB, people.From(r).ID, f.draftName(), func(k web.Form) {
		f.PersonDraft = readPerson(k)
		if f.ID == "" {
			f.Post = readPost(k)
		}
	})
	if err != nil {
		return err
	}
	return ro.personForm(w, r, f, nil)
}

func (ro *Roster) personForm(w http.ResponseWriter, r *http.Request, f personForm, problem error) (err error) {
	a := people.From(r)
	f.Action = "/staff"
	if f.ID != "" {
		f.Action += "/" + f.ID
	} else if f.Post.Offices, err = ro.parents(r.Context(), a, dayOr(a, f.Post.FromText), ""); err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return personFormPage(f, p) }
	switch {
	case f.Theirs != nil:
		return web.Page(w, r, http.StatusConflict, page(fault.Problems{}))
	case problem != nil:
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func dayOr(a people.Actor, text string) clock.Date {
	if d := typedDay(a, text); d != "" {
		return d
	}
	return a.Today
}

func (ro *Roster) hire(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	f := personForm{PersonDraft: readPerson(form), Post: readPost(form)}
	p, err := ro.Hire(r.Context(), a, f.PersonDraft, f.Post.post(a, ""))
	if err != nil {
		return ro.personForm(w, r, f, sameNumber(err))
	}
	return web.See(w, r, "/staff/"+p.ID, p.Display+"さんを加えました。つぎは、一度きりの番号を出して渡します。")
}

// Hire adds a person with the first post, and forgets the half-filled form.
func (ro *Roster) Hire(ctx context.Context, a people.Actor, d people.PersonDraft, post people.Post) (p people.Person, err error) {
	err = ro.DB.Write(ctx, func(tx *db.Tx) error {
		if err := people.CheckHiring(ctx, tx, d, post); err != nil {
			return err
		}
		if p, err = ro.People.HireIn(ctx, tx, a, d, post, false); err != nil {
			return err
		}
		return drafts.Drop(ctx, tx, a.ID, "person:new")
	})
	return p, err
}

// sameNumber puts a clash of staff numbers beside the field.
func sameNumber(err error) error {
	if fault.Of(err) != fault.Conflict {
		return err
	}
	var c fault.Check
	c.That(false, "number", "この職員番号の人がもういます。番号を確かめるか、その人の記録をなおしてください。")
	return c.Err()
}

func (ro *Roster) editPerson(w http.ResponseWriter, r *http.Request) error {
	v, err := ro.Person(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return ro.kept(w, r, personForm{ID: v.ID, Version: v.UpdatedAt, PersonDraft: v.PersonDraft})
}

func (ro *Roster) revisePerson(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	f := personForm{ID: r.PathValue("id"), Version: clock.Instant(form.Get("seen")), PersonDraft: readPerson(form)}
	err = ro.DB.Write(r.Context(), func(tx *db.Tx) error {
		if err := ro.People.RevisePersonIn(r.Context(), tx, a, f.ID, f.Version, f.PersonDraft); err != nil {
			return err
		}
		return drafts.Drop(r.Context(), tx, a.ID, f.draftName())
	})
	if err == nil {
		return web.See(w, r, "/staff/"+f.ID, "なおしました。")
	}
	v, found := ro.Person(r.Context(), a, f.ID)
	if found != nil {
		return found
	}
	if fault.Of(err) == fault.Conflict && v.UpdatedAt != f.Version {
		f.Theirs, f.Version, f.SavedAt = pairs(v.PersonDraft, f.PersonDraft), v.UpdatedAt, v.UpdatedAt
		if f.Saver, err = ro.saver(r.Context(), "person", v.ID); err != nil {
			return err
		}
	}
	return ro.personForm(w, r, f, sameNumber(err))
}

// fieldsOf lists what is written of a person, with labels: for showing two versions.
func fieldsOf(d people.PersonDraft) [][2]string {
	return [][2]string{{"職員番号", d.Number}, {"姓", d.Family}, {"名", d.Given}, {"セイ", d.FamilyKana}, {"メイ", d.GivenKana}, {"表示名", d.Called}, {"雇用の形", people.EmploymentName(d.Employment)}}
}

func pairs(theirs, mine people.PersonDraft) []ui.Pair {
	out := make([]ui.Pair, 0, 7)
	for i, f := range fieldsOf(theirs) {
		out = append(out, ui.Pair{Label: f[0], Theirs: f[1], Mine: fieldsOf(mine)[i][1]})
	}
	return out
}
