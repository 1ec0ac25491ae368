package forms

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// when is what the page of a question's conditions shows.
type when struct {
	editor
	On map[string]map[string]bool // by question id, the ticked codes
}

// readWhen takes the conditions from the form, in the order of the questions before.
func readWhen(f questionnaire.Form, at int, form web.Form) []questionnaire.Condition {
	var out []questionnaire.Condition
	for _, q := range f.Questions[:at] {
		c := questionnaire.Condition{Question: q.ID}
		for _, v := range form.Values["if."+q.ID] {
			if n, err := strconv.Atoi(v); err == nil && n > 0 && n <= questionnaire.MostCode {
				c.Codes = append(c.Codes, byte(n))
			}
		}
		if c.Codes != nil {
			out = append(out, c)
		}
	}
	return out
}

func (e editor) when(conditions []questionnaire.Condition) when {
	w := when{editor: e, On: map[string]map[string]bool{}}
	w.Q.If = conditions
	for _, c := range conditions {
		w.On[c.Question] = map[string]bool{}
		for _, code := range c.Codes {
			w.On[c.Question][strconv.Itoa(int(code))] = true
		}
	}
	return w
}

// codeChoices are the answers to a question that a condition can name.
func codeChoices(q questionnaire.Question) []ui.Choice {
	var out []ui.Choice
	for _, code := range q.Codes() {
		out = append(out, ui.Choice{Value: strconv.Itoa(int(code)), Name: q.Label(code)})
	}
	return out
}

func (fs *Forms) whenPage(w http.ResponseWriter, r *http.Request) error {
	e, err := fs.editing(r)
	if err != nil {
		return err
	}
	conditions := e.Q.If
	e.Kept, err = drafts.Kept(r.Context(), fs.DB, people.From(r).ID, e.draft("when:"+e.Q.ID), func(f web.Form) {
		conditions, e.Seen = readWhen(e.Form, e.Form.At(e.Q.ID), f), f.Get("seen")
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, whenView(e.when(conditions), "", fault.Problems{}))
}

func (fs *Forms) saveWhen(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	e, err := fs.editing(r)
	if err != nil {
		return err
	}
	mine, theirs, now := readWhen(e.Form, e.Form.At(e.Q.ID), form), e.Q.If, e.Seen
	e.Seen = form.Get("seen")
	err = fs.SaveConditions(r.Context(), people.From(r), e.Subject, e.Q.ID, e.Seen, mine)
	switch {
	case fault.Of(err) == fault.Conflict:
		e.Seen = now
		return web.Page(w, r, http.StatusConflict, whenView(e.when(mine), whoIsAsked(e.Form, theirs), fault.Problems{}))
	case err != nil:
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return whenView(e.when(mine), "", p) })
	}
	return fs.saved(w, r, "when:"+e.Q.ID, "#q-"+url.PathEscape(e.Q.ID), "だれにきくかを保存しました。")
}

// whoIsAsked says in words whom a question with these conditions is for.
func whoIsAsked(f questionnaire.Form, conditions []questionnaire.Condition) string {
	if len(conditions) == 0 {
		return "みんなにきく"
	}
	return met(f, conditions) + "にだけきく"
}

// nearest is the place of the last question before a place that is answered by choosing, or -1.
func (w when) nearest(at int) int {
	for i := at - 1; i >= 0; i-- {
		if w.Form.Questions[i].Kind.Closed() {
			return i
		}
	}
	return -1
}
