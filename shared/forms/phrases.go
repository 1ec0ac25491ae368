package forms

import (
	_ "embed"
	"strconv"
	"strings"

	"kaname/kit/questionnaire"
)

// phrasesFile holds the words around the questions that who answers may read: one row a text, one column a language.
//
//go:embed phrases.tsv
var phrasesFile string

var phrases = readPhrases(phrasesFile)

func readPhrases(file string) map[string]questionnaire.Words {
	out := map[string]questionnaire.Words{}
	var langs []questionnaire.Lang
	for n, line := range strings.Split(strings.TrimSpace(file), "\n") {
		cells := strings.Split(line, "\t")
		if n == 0 {
			for _, c := range cells[1:] {
				langs = append(langs, questionnaire.Lang(c))
			}
			continue
		}
		out[cells[0]] = questionnaire.Words{}
		for i, l := range langs {
			if i+1 < len(cells) {
				out[cells[0]][l] = cells[i+1]
			}
		}
	}
	return out
}

// phrase is a text of the file in a language, with [name] replaced by what follows name in pairs; ruby in the language's
// own text stays, a person's words are shielded.
func phrase(l questionnaire.Lang, key string, pairs ...string) piece {
	t, of := phrases[key].In(l)
	for i := 0; i+1 < len(pairs); i += 2 {
		t = strings.ReplaceAll(t, "["+pairs[i]+"]", pairs[i+1])
	}
	return piece{t, of}
}

// piece is a text with the language it is written in.
type piece struct {
	text string
	of   questionnaire.Lang
}

func in(w questionnaire.Words, l questionnaire.Lang) piece {
	t, of := w.In(l)
	return piece{t, of}
}

func (p piece) plain() string { return questionnaire.Ruby(p.text).Plain() }

// only says in a language who a question is for: 問2で「はい」と答えた人だけ.
func only(f questionnaire.Form, place int, l questionnaire.Lang) []piece {
	var out []piece
	for _, c := range f.Questions[place].If {
		before := f.At(c.Question)
		if before < 0 {
			continue
		}
		q := f.Questions[before]
		var words []string
		for _, code := range c.Codes {
			if q.Kind == questionnaire.Likelihood {
				words = append(words, strconv.Itoa(int(code)-1))
				continue
			}
			o, _ := q.Option(code)
			words = append(words, phrase(l, "quoted", "word", in(o.Label, l).text).text)
		}
		out = append(out, phrase(l, "only", "n", strconv.Itoa(f.NumberOf(before)), "answers", strings.Join(words, phrase(l, "or").text)))
	}
	return out
}

// helps are the sentences below a question: its own, and what its kind asks for.
func helps(q questionnaire.Question, l questionnaire.Lang) []piece {
	var out []piece
	if q.Help[questionnaire.Origin] != "" {
		out = append(out, in(q.Help, l))
	}
	n := strconv.Itoa(q.Most)
	switch q.Kind {
	case questionnaire.Multi:
		if q.Most > 0 {
			return append(out, phrase(l, "multi.most", "n", n))
		}
		return append(out, phrase(l, "multi.any"))
	case questionnaire.Rank:
		return append(out, phrase(l, "rank.help", "n", strconv.Itoa(q.Places())))
	case questionnaire.Number:
		out = append(out, phrase(l, "number.help"))
		if q.Low != 0 || q.High != 0 {
			out = append(out, limits(q, l))
		}
	case questionnaire.Date:
		out = append(out, phrase(l, "date.help"))
	case questionnaire.Text:
		out = append(out, phrase(l, "text.most", "n", strconv.Itoa(q.Written())))
	}
	return out
}

func limits(q questionnaire.Question, l questionnaire.Lang) piece {
	return phrase(l, "number.range", "low", decimal(q.Low), "high", decimal(q.High))
}

// why says in a language what is wrong with an answer.
func why(q questionnaire.Question, l questionnaire.Lang, key string) piece {
	if key == "range" {
		return limits(q, l)
	}
	return phrase(l, "wrong."+key, "n", strconv.Itoa(q.Written()))
}
