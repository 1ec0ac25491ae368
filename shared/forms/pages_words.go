package forms

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
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

// translation is what the page of one language shows.
type translation struct {
	view
	Lang  questionnaire.Lang
	Lines []Line // with what was typed
	Seen  string
	Kept  clock.Instant
	Clash []ui.Pair
	Typed string // who read it, as typed
}

func (t translation) page() string { return "words:" + string(t.Lang) }

func (t translation) action() string { return t.at("/words/" + url.PathEscape(string(t.Lang))) }

// lacks is how many texts are still missing as the page stands.
func (t translation) lacks() int {
	n := 0
	for _, line := range t.Lines {
		if line.Text == "" && !line.Optional {
			n++
		}
	}
	return n
}

// hints are those for a text, in easy Japanese alone.
func (t translation) hints(line Line) []Hint {
	if t.Lang != questionnaire.Easy {
		return nil
	}
	return Readability(line.Text)
}

// typed is the translation with the texts of the form in place of the stored ones.
func (t translation) typed(f web.Form) translation {
	lines := make([]Line, len(t.Lines))
	for i, line := range t.Lines {
		if f.Has("w." + line.Key) {
			line.Text = f.Text("w." + line.Key)
		}
		lines[i] = line
	}
	t.Lines = lines
	return t
}

// filled is the translation with each empty text taken from another that says the same in the original.
func (t translation) filled() translation {
	said := map[string]string{}
	for _, line := range t.Lines {
		if line.Text != "" {
			said[line.Origin] = line.Text
		}
	}
	lines := slices.Clone(t.Lines)
	for i, line := range lines {
		if line.Text == "" {
			lines[i].Text = said[line.Origin]
		}
	}
	t.Lines = lines
	return t
}

// translating loads the page of a language.
func (fs *Forms) translating(r *http.Request) (translation, error) {
	v, err := fs.look(r)
	t := translation{view: v, Lang: questionnaire.Lang(r.PathValue("lang"))}
	if err == nil && !isLang(t.Lang) {
		err = fault.Missing("この言葉")
	}
	t.Lines, t.Seen = v.Lines(t.Lang), v.MarkOf(t.Lang)
	return t, err
}

func (fs *Forms) wordsPage(w http.ResponseWriter, r *http.Request) error {
	t, err := fs.translating(r)
	if err != nil {
		return err
	}
	if t.May() {
		t.Kept, err = drafts.Kept(r.Context(), fs.DB, people.From(r).ID, t.draft(t.page()), func(f web.Form) {
			t = t.typed(f)
			t.Seen = f.Get("seen")
		})
		if err != nil {
			return err
		}
	}
	return web.OK(w, r, wordsView(t, fault.Problems{}))
}

func (fs *Forms) saveWords(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	stored, err := fs.translating(r)
	if err != nil {
		return err
	}
	t := stored.typed(form)
	t.Seen = form.Get("seen")
	switch form.Get("do") {
	case "same":
		t = t.filled()
		fallthrough
	case "look":
		return web.OK(w, r, wordsView(t, fault.Problems{}))
	}
	texts := map[string]string{}
	for _, line := range t.Lines {
		texts[line.Key] = line.Text
	}
	err = fs.SaveWords(r.Context(), people.From(r), t.Subject, t.Lang, t.Seen, texts)
	switch {
	case fault.Of(err) == fault.Conflict:
		t.Seen, t.Clash = stored.Seen, clash(stored.Lines, t.Lines)
		return web.Page(w, r, http.StatusConflict, wordsView(t, fault.Problems{}))
	case err != nil:
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return wordsView(t, p) })
	}
	say := NameOf(t.Lang) + "を保存しました。"
	if n := t.lacks(); n > 0 {
		say += "まだ" + strconv.Itoa(n) + "か所あります。"
	}
	return fs.saved(w, r, t.page(), "/words/"+url.PathEscape(string(t.Lang)), say)
}

func clash(theirs, mine []Line) []ui.Pair {
	var out []ui.Pair
	for i, line := range theirs {
		out = append(out, ui.Pair{Label: line.What, Theirs: line.Text, Mine: mine[i].Text})
	}
	return out
}

func (fs *Forms) review(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	l := questionnaire.Lang(r.PathValue("lang"))
	if err := fs.MarkReviewed(r.Context(), people.From(r), subjectOf(r), l, form.Get("seen"), form.Text("reader")); err != nil {
		if fault.Of(err) != fault.Invalid {
			return err
		}
		t, lost := fs.translating(r)
		if lost != nil {
			return lost
		}
		t.Typed = form.Text("reader")
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return wordsView(t, p) })
	}
	return web.See(w, r, pathOf(subjectOf(r))+"/words/"+url.PathEscape(string(l)), NameOf(l)+"を「確認済み」にしました。")
}

func (fs *Forms) langsPage(w http.ResponseWriter, r *http.Request) error {
	v, err := fs.look(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, langsView(v))
}

func (fs *Forms) offer(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var langs []questionnaire.Lang
	for _, l := range form.Values["lang"] {
		langs = append(langs, questionnaire.Lang(l))
	}
	err = fs.Offer(r.Context(), people.From(r), subjectOf(r), langs)
	return fs.done(w, r, err, "/words", "使う言葉を決めました。")
}

// standing is how a language stands, in a word with its shape.
func (v view) standing(l questionnaire.Lang) ui.State {
	n := len(v.Form.Untranslated(l))
	review, read := v.Reviews[l]
	switch {
	case n > 0 && !v.offers(l): // nobody waits for it
		return ui.State{Word: "あと" + strconv.Itoa(n) + "か所", Shape: "open", Tone: "quiet"}
	case n > 0:
		return ui.State{Word: "あと" + strconv.Itoa(n) + "か所", Shape: "half", Tone: "care"}
	case read && review.At != "":
		return ui.State{Word: "確認済み", Shape: "good", Tone: "good"}
	case l == questionnaire.Easy:
		return ui.State{Word: "読む人の確認 待ち", Shape: "wait", Tone: "quiet"}
	}
	return ui.State{Word: "母語の人の確認 待ち", Shape: "wait", Tone: "quiet"}
}

// Result is one question of a tried form: what would be kept of it.
type Result struct {
	Name, Ask, Kept string
	Skipped         string // whom it is for, where it was not asked
	Lost            bool   // something was answered that is not kept
}

// results says in words what would be kept of a tried sheet.
func results(f questionnaire.Form, s questionnaire.Sheet, typed web.Form) []Result {
	var out []Result
	for i, q := range f.Questions {
		if q.Kind == questionnaire.Section {
			continue
		}
		x := Result{Name: called(f, i), Ask: questionnaire.Ruby(q.Ask[questionnaire.Origin]).Plain(), Kept: inWords(f, i, s)}
		if !f.Asks(i, s) {
			x.Skipped, x.Lost = met(f, q.If), typed.Text(q.FieldOf()) != ""
		}
		out = append(out, x)
	}
	return out
}

// inWords is what a sheet holds for a question, in words; "" where it is unanswered.
func inWords(f questionnaire.Form, i int, s questionnaire.Sheet) string {
	q, at := f.Questions[i], f.ColumnOf(i)
	switch {
	case at < 0:
		words := s.Words[q.ID]
		if words != "" && q.Kind == questionnaire.Date {
			return clock.Date(words).Slash()
		}
		if words != "" {
			return words + q.Unit
		}
		return ""
	case q.Kind == questionnaire.Multi, q.Kind == questionnaire.Rank:
		var out []string
		for j, o := range q.Options {
			switch m := s.Marks[at+j]; {
			case m != 0 && q.Kind == questionnaire.Rank:
				out = append(out, strconv.Itoa(int(m))+"位 "+q.Label(o.Code))
			case m != 0:
				out = append(out, q.Label(o.Code))
			}
		}
		return strings.Join(out, "、")
	case s.Marks[at] == 0:
		return ""
	}
	label := q.Label(s.Marks[at])
	if o, ok := q.Option(s.Marks[at]); ok && o.Out {
		label += "（分母の外）"
	}
	return label
}

// offers says whether the form is offered in a language besides the original.
func (v view) offers(l questionnaire.Lang) bool { return slices.Contains(v.Langs, l) }

// reader is who has read a language, and when.
func (v view) reader(l questionnaire.Lang) string {
	r, ok := v.Reviews[l]
	if !ok {
		return ""
	}
	return r.Reader + "（" + r.At.Show() + "）"
}

// tryLinks are the languages to try the form in, the shown one marked.
func (v view) tryLinks(l questionnaire.Lang) []ui.Link {
	var out []ui.Link
	for _, x := range append([]questionnaire.Lang{questionnaire.Origin}, v.Langs...) {
		out = append(out, ui.Link{Name: NameOf(x), Href: v.at("/try?lang=" + url.QueryEscape(string(x))), On: x == l})
	}
	return out
}
