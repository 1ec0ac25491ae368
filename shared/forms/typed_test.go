package forms

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/web"
)

func TestEveryPhraseIsInEveryLanguageWithItsPlaceholders(t *testing.T) {
	if len(phrases) < 10 {
		t.Fatal(len(phrases))
	}
	for key, words := range phrases {
		for _, l := range append([]Language{{Lang: questionnaire.Origin}}, Languages...) {
			if words[l.Lang] == "" {
				t.Errorf("%s lacks %s", l.Lang, key)
			}
			for _, name := range []string{"[n]", "[answers]", "[word]", "[low]", "[high]"} {
				if strings.Contains(words[questionnaire.Origin], name) != strings.Contains(words[l.Lang], name) {
					t.Errorf("%s %s: %s", l.Lang, key, name)
				}
			}
		}
		hints := Readability(words[questionnaire.Easy])
		if slices.ContainsFunc(hints, func(h Hint) bool {
			return strings.Contains(h.Say, "ふりがな") || strings.Contains(h.Say, "字の文")
		}) {
			t.Errorf("%s is not easy: %v", key, hints)
		}
	}
}

// FuzzAQuestionAsTyped: whatever is sent is either refused with a reason, or a question that can be kept and shown again.
func FuzzAQuestionAsTyped(f *testing.F) {
	f.Add("scale", "ask=x&row0.label=a&row0.score=5&row0.in=1&row1.label=b&row1.code=9&row1.score=1", "row")
	f.Add("multi", "ask=x&most=１２&row0.label=a&row0.code=1&row1.label=b&row1.code=1", "up.1")
	f.Add("number", "ask=x&low=1e308&high=NaN&unit=%00", "levels.4")
	f.Add("rank", "ask={漢字|かな&row0.label=_&row1.label=|&most=-1", "away.-3")
	known := []questionnaire.Question{{ID: "own-x", Version: 3, Kind: questionnaire.Single, Options: []questionnaire.Option{{Code: 9}}}}
	f.Fuzz(func(t *testing.T, kind, query, do string) {
		v, _ := url.ParseQuery(query)
		d := readDraft(web.Form{Values: v})
		if n := len(d.step(do).Rows); n > questionnaire.MostOptions+1 {
			t.Errorf("%d rows", n)
		}
		q, err := d.onto(questionnaire.Question{ID: "own-x", Version: 1, Kind: questionnaire.Kind(kind)}, known)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Error(err)
			}
			return
		}
		form := questionnaire.Form{Questions: []questionnaire.Question{q}}
		if form.Check() != nil {
			return
		}
		again, err := draftOf(q).onto(q, known)
		if err != nil || !questionnaire.SameWords(again, q) {
			t.Errorf("saved again it is another question: %v\n%+v\n%+v", err, q, again)
		}
		for _, o := range q.Options {
			if o.Code == 9 {
				t.Error("a new answer took the code of an old one")
			}
		}
	})
}
