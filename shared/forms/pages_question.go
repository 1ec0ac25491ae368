package forms

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// editor is what the page of one question shows.
type editor struct {
	view
	Q     questionnaire.Question // as it is stored; of a new one its kind alone
	New   bool
	Seen  string // its Mark as the person had it before them
	Draft Draft
	Kept  clock.Instant
	Clash *Draft // what somebody else saved meanwhile
}

func (e editor) page() string {
	if e.New {
		return "new:" + string(e.Q.Kind)
	}
	return e.Q.ID
}

func (e editor) action() string {
	if e.New {
		return e.at("/questions")
	}
	return e.question(e.Q.ID, "")
}

func (e editor) title() string {
	if e.New {
		return "新しい問い（" + e.Q.Kind.Name() + "）"
	}
	if at := e.Form.At(e.Q.ID); at >= 0 && e.Q.Kind != questionnaire.Section {
		return called(e.Form, at) + "をなおす"
	}
	return "見出しをなおす"
}

// asked says whether the question has a line of figures that other words would break.
func (e editor) asked() bool {
	for _, k := range e.wordings(e.Keeper) {
		if k.ID == e.Q.ID {
			return true
		}
	}
	return false
}

// change is the fault of who opens a page of changes without being able to change.
func (v view) change() error {
	if v.Frozen() {
		return v.refusal()
	}
	if !v.Writable {
		return fault.Denied("このアンケートの問いを変える", "アンケートを受け持つ人")
	}
	return nil
}

// editing loads the editor of a stored question.
func (fs *Forms) editing(r *http.Request) (editor, error) {
	v, err := fs.look(r)
	if err == nil {
		err = v.change()
	}
	if err != nil {
		return editor{}, err
	}
	at, err := v.Record.at(r.PathValue("question"))
	if err != nil {
		return editor{}, err
	}
	q := v.Form.Questions[at]
	return editor{view: v, Q: q, Seen: Mark(q), Draft: draftOf(q)}, nil
}

// adding loads the editor of a new question of a kind.
func (fs *Forms) adding(r *http.Request, k questionnaire.Kind) (editor, error) {
	v, err := fs.look(r)
	if err == nil {
		err = v.change()
	}
	if err == nil && !isKind(k) {
		err = fault.New(fault.Invalid, "答え方を選んでください。")
	}
	return editor{view: v, Q: questionnaire.Question{Kind: k}, New: true, Draft: blank(k)}, err
}

func isKind(k questionnaire.Kind) bool {
	for _, x := range questionnaire.Kinds {
		if x.Kind == k {
			return true
		}
	}
	return false
}

// refill gives the editor what was half filled.
func (fs *Forms) refill(r *http.Request, e editor) (editor, error) {
	var err error
	e.Kept, err = drafts.Kept(r.Context(), fs.DB, people.From(r).ID, e.draft(e.page()), func(f web.Form) {
		e.Draft = readDraft(f)
		if seen := f.Get("seen"); seen != "" {
			e.Seen = seen
		}
	})
	return e, err
}

func (fs *Forms) newPage(w http.ResponseWriter, r *http.Request) error {
	e, err := fs.adding(r, questionnaire.Kind(web.Query(r).Get("kind")))
	if err != nil {
		return err
	}
	if e, err = fs.refill(r, e); err != nil {
		return err
	}
	return web.OK(w, r, editPage(e, fault.Problems{}))
}

func (fs *Forms) add(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	e, err := fs.adding(r, questionnaire.Kind(form.Get("kind")))
	if err != nil {
		return err
	}
	e.Draft = readDraft(form)
	if do := form.Get("do"); do != "" {
		e.Draft = e.Draft.step(do)
		return web.OK(w, r, editPage(e, fault.Problems{}))
	}
	newID, err := fs.AddQuestion(r.Context(), people.From(r), e.Subject, e.Q.Kind, e.Draft)
	if err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return editPage(e, p) })
	}
	return fs.saved(w, r, e.page(), "#q-"+newID, "問いを足しました。")
}

func (fs *Forms) editPage(w http.ResponseWriter, r *http.Request) error {
	e, err := fs.editing(r)
	if err != nil {
		return err
	}
	if e, err = fs.refill(r, e); err != nil {
		return err
	}
	return web.OK(w, r, editPage(e, fault.Problems{}))
}

func (fs *Forms) save(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	e, err := fs.editing(r)
	if err != nil {
		return err
	}
	theirs := e.Draft
	now := e.Seen
	e.Seen, e.Draft = form.Get("seen"), readDraft(form)
	if do := form.Get("do"); do != "" {
		e.Draft = e.Draft.step(do)
		return web.OK(w, r, editPage(e, fault.Problems{}))
	}
	broken, err := fs.SaveQuestion(r.Context(), people.From(r), e.Subject, e.Q.ID, e.Seen, e.Draft)
	switch {
	case fault.Of(err) == fault.Conflict:
		e.Seen, e.Clash = now, &theirs
		return web.Page(w, r, http.StatusConflict, editPage(e, fault.Problems{}))
	case err != nil:
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return editPage(e, p) })
	}
	say := "保存しました。"
	if broken {
		say += sayBroken
	}
	return fs.saved(w, r, e.page(), "#q-"+url.PathEscape(e.Q.ID), say)
}

// sayBroken is what a change of words means, in every place that says it.
const sayBroken = "言葉を変えたので、うごきの線はここで切れます。"

// pairs are the fields of two versions of a question, for the page that shows both.
func (d Draft) pairs(mine Draft) []ui.Pair {
	return []ui.Pair{{Label: "問いの文", Theirs: d.Ask, Mine: mine.Ask}, {Label: "説明", Theirs: d.Help, Mine: mine.Help}, {Label: "表での名前", Theirs: d.Short, Mine: mine.Short},
		{Label: "答え", Theirs: d.rowsInWords(), Mine: mine.rowsInWords()}, {Label: "上限など", Theirs: d.limitsInWords(), Mine: mine.limitsInWords()}}
}

func (d Draft) rowsInWords() string {
	var out []string
	for _, r := range d.Rows {
		line := r.Label
		if r.Score != "" {
			line += "　" + r.Score + "点"
		}
		if !r.In {
			line += "　分母の外"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func (d Draft) limitsInWords() string {
	return strings.Trim(strings.Join([]string{d.Most, d.Low, d.High, d.Unit}, " "), " ")
}

// places are where a new question can stand: at the end, at the head, or after another.
func (e editor) places() []ui.Choice {
	out := []ui.Choice{{Name: "さいご"}, {Value: First, Name: "はじめ"}}
	for i, q := range e.Form.Questions {
		out = append(out, ui.Choice{Value: q.ID, Name: called(e.Form, i) + "のあと"})
	}
	return out
}
