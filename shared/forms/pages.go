package forms

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared"
)

// Routes lists the pages of the builder; what one may not see, the subject's room says inside.
func (fs *Forms) Routes(rs *web.Routes) {
	const at = "/forms/{kind}/{id}"
	rs.Get(at, people.Anyone(), fs.index)
	rs.Post(at, people.Anyone(), fs.begun)
	rs.Post(at+"/discard", people.Anyone(), fs.discard)
	rs.Post(at+"/bank", people.Anyone(), fs.fromBank)
	rs.Post(at+"/questions", people.Anyone(), fs.add)
	rs.Get(at+"/questions/new", people.Anyone(), fs.newPage)
	rs.Get(at+"/questions/{question}", people.Anyone(), fs.editPage)
	rs.Post(at+"/questions/{question}", people.Anyone(), fs.save)
	rs.Post(at+"/questions/{question}/copy", people.Anyone(), fs.copy)
	rs.Post(at+"/questions/{question}/up", people.Anyone(), fs.move(-1))
	rs.Post(at+"/questions/{question}/down", people.Anyone(), fs.move(1))
	rs.Post(at+"/questions/{question}/drop", people.Anyone(), fs.drop)
	rs.Get(at+"/questions/{question}/when", people.Anyone(), fs.whenPage)
	rs.Post(at+"/questions/{question}/when", people.Anyone(), fs.saveWhen)
	rs.Get(at+"/paths", people.Anyone(), fs.pathsPage)
	rs.Get(at+"/words", people.Anyone(), fs.langsPage)
	rs.Post(at+"/words", people.Anyone(), fs.offer)
	rs.Get(at+"/words/{lang}", people.Anyone(), fs.wordsPage)
	rs.Post(at+"/words/{lang}", people.Anyone(), fs.saveWords)
	rs.Post(at+"/words/{lang}/review", people.Anyone(), fs.review)
	rs.Get(at+"/try", people.Anyone(), fs.tryPage)
	rs.Post(at+"/try", people.Anyone(), fs.tried)
}

// view is what every page of a form knows.
type view struct {
	Record
	Place
	Keeper   Keeper
	Begun    bool
	Writable bool // a may change it, were it not frozen
	Earlier  []ui.Choice
}

// May says whether the reader of the page may change words now.
func (v view) May() bool { return v.Writable && !v.Frozen() }

func subjectOf(r *http.Request) shared.Subject {
	return shared.Subject{Kind: r.PathValue("kind"), ID: r.PathValue("id")}
}

// pathOf is the address of a subject's form.
func pathOf(s shared.Subject) string {
	return "/forms/" + url.PathEscape(s.Kind) + "/" + url.PathEscape(s.ID)
}

func (v view) at(rest string) string { return pathOf(v.Subject) + rest }

func (v view) question(id, rest string) string {
	return v.at("/questions/" + url.PathEscape(id) + rest)
}

// crumb is the way from the survey to a page of its form.
func (v view) crumb(page string) []ui.Link {
	out := []ui.Link{{Name: v.Title, Href: v.Back}, {Name: "アンケートをつくる", Href: v.at("")}}
	if page == "" {
		out[1].Href = ""
		return out
	}
	return append(out, ui.Link{Name: page})
}

// draft is the name under which a form of the page is kept while half filled.
func (v view) draft(page string) string { return draftName(v.Subject, page) }

func draftName(s shared.Subject, page string) string {
	return "form:" + s.Kind + ":" + s.ID + ":" + page
}

// view loads a form for a page.
func (fs *Forms) view(ctx context.Context, tx *db.Tx, a people.Actor, s shared.Subject) (view, error) {
	k, ok := fs.Subjects[s.Kind]
	if !ok {
		return view{}, missing()
	}
	v := view{Keeper: k, Record: Record{Subject: s}}
	var err error
	if v.Place, err = k.Readable(ctx, tx, a, s.ID); err != nil {
		return v, err
	}
	switch _, err = k.Writable(ctx, tx, a, s.ID); fault.Of(err) {
	case "":
		v.Writable = true
	case fault.Forbidden:
	default:
		return v, err
	}
	r, err := find(ctx, tx, s)
	if fault.Of(err) == fault.NotFound {
		if k.Copyable != nil && v.Writable {
			v.Earlier, err = k.Copyable(ctx, tx, a, s.ID)
			return v, err
		}
		return v, nil
	}
	v.Record, v.Begun = r, true
	return v, err
}

// look is view in a transaction of its own; where no form was begun it is NotFound.
func (fs *Forms) look(r *http.Request) (v view, err error) {
	err = fs.DB.Read(r.Context(), func(tx *db.Tx) error { v, err = fs.view(r.Context(), tx, people.From(r), subjectOf(r)); return err })
	if err == nil && !v.Begun {
		err = notBegun(missing())
	}
	return v, err
}

// saved forgets what was half filled, and goes on.
func (fs *Forms) saved(w http.ResponseWriter, r *http.Request, page, to, say string) error {
	a := people.From(r)
	err := fs.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, draftName(subjectOf(r), page)) })
	if err != nil {
		return err
	}
	return web.See(w, r, pathOf(subjectOf(r))+to, say)
}

func (fs *Forms) index(w http.ResponseWriter, r *http.Request) error { return fs.showIndex(w, r, nil) }

// showIndex shows the form, or what it can begin with; problem is what was wrong with a deed of this page.
func (fs *Forms) showIndex(w http.ResponseWriter, r *http.Request, problem error) error {
	var v view
	err := fs.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		v, err = fs.view(r.Context(), tx, people.From(r), subjectOf(r))
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component {
		if !v.Begun {
			return beginPage(v, p)
		}
		return formPage(v, p)
	}
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

// done answers a deed of the form's page: the page again with what is wrong, or the page with one sentence.
func (fs *Forms) done(w http.ResponseWriter, r *http.Request, err error, to, say string) error {
	if err != nil {
		if fault.Of(err) == fault.Invalid {
			return fs.showIndex(w, r, err)
		}
		return err
	}
	return web.See(w, r, pathOf(subjectOf(r))+to, say)
}

func (fs *Forms) begun(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	from := From{Template: form.Get("template")}
	if from.Template == "copy" {
		from = From{CopyID: form.Get("copy")}
		if from.CopyID == "" {
			return fs.showIndex(w, r, fieldFault("copy", "どのアンケートを写すかを選んでください。"))
		}
	}
	err = fs.Begin(r.Context(), people.From(r), subjectOf(r), from)
	return fs.done(w, r, err, "", "作りはじめました。問いを見なおして、「試しに答える」で確かめてください。")
}

func (fs *Forms) fromBank(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	err = fs.AddFromBank(r.Context(), people.From(r), subjectOf(r), form.Get("question"))
	return fs.done(w, r, err, "#q-"+url.PathEscape(form.Get("question")), "問いを足しました。")
}

func (fs *Forms) copy(w http.ResponseWriter, r *http.Request) error {
	newID, err := fs.CopyQuestion(r.Context(), people.From(r), subjectOf(r), r.PathValue("question"))
	return fs.done(w, r, err, "/questions/"+newID, "写しました。新しい問いとして、ここで言葉をなおせます。")
}

func (fs *Forms) move(by int) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		q := r.PathValue("question")
		err := fs.MoveQuestion(r.Context(), people.From(r), subjectOf(r), q, by)
		return fs.done(w, r, err, "#q-"+url.PathEscape(q), "")
	}
}

func (fs *Forms) drop(w http.ResponseWriter, r *http.Request) error {
	err := fs.DropQuestion(r.Context(), people.From(r), subjectOf(r), r.PathValue("question"))
	return fs.done(w, r, err, "", "問いを外しました。")
}

func (fs *Forms) discard(w http.ResponseWriter, r *http.Request) error {
	err := fs.Discard(r.Context(), people.From(r), subjectOf(r))
	return fs.done(w, r, err, "", "捨てました。何からはじめるかを選んでください。")
}

func (fs *Forms) pathsPage(w http.ResponseWriter, r *http.Request) error {
	v, err := fs.look(r)
	if err != nil {
		return err
	}
	all, more := ways(v.Form)
	return web.OK(w, r, waysPage(v, all, more))
}

func (fs *Forms) tryPage(w http.ResponseWriter, r *http.Request) error {
	v, err := fs.look(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, tryView(v, langOf(v, web.Query(r)), v.Form.NewSheet(), nil, nil))
}

// tried reads the answers as they would be read, shows what would be kept, and keeps nothing.
func (fs *Forms) tried(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	v, err := fs.look(r)
	if err != nil {
		return err
	}
	sheet, wrong := v.Form.Read(func(name string) []string { return form.Values[name] }, people.From(r).Today)
	return web.OK(w, r, tryView(v, langOf(v, form), sheet, wrong, results(v.Form, sheet, form)))
}

// langOf is the language to try the form in: one that is known, else the original.
func langOf(v view, f web.Form) questionnaire.Lang {
	if l := questionnaire.Lang(f.Get("lang")); isLang(l) {
		return l
	}
	return questionnaire.Origin
}

// unused are the questions of the bank that the form does not ask yet.
func (v view) unused() []questionnaire.Question {
	var out []questionnaire.Question
	for _, q := range v.Keeper.Bank {
		if v.Form.At(q.ID) < 0 {
			out = append(out, q)
		}
	}
	return out
}
