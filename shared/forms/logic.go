package forms

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"kaname/kit/fault"
	"kaname/kit/questionnaire"
)

// Mark is a short name for a question exactly as it is, to see whether somebody changed it meanwhile.
func Mark(q questionnaire.Question) string {
	return mark(questionnaire.Form{Questions: []questionnaire.Question{q}}.Text())
}

func mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// problemsAt is what cannot stand about the question at a place, by the editor's fields: ask, options, if and so on.
func problemsAt(f questionnaire.Form, place int) error {
	var c fault.Check
	at := "q" + strconv.Itoa(place+1) + "."
	fault.ProblemsOf(f.Check()).Each(func(field, say string) {
		if rest, ok := strings.CutPrefix(field, at); ok {
			c.That(false, rest, say)
		} else if field == "form" && len(f.Questions) > questionnaire.MostQuestions {
			c.That(false, "ask", say)
		}
	})
	return c.Err()
}

// together is one fault of everything that cannot stand; another kind of error goes before.
func together(errs ...error) error {
	var c fault.Check
	for _, err := range errs {
		if err != nil && !fault.ProblemsOf(err).Any() {
			return err
		}
		fault.ProblemsOf(err).Each(func(field, say string) { c.That(false, field, say) })
	}
	return c.Err()
}

func fieldFault(field, say string) error {
	var c fault.Check
	c.That(false, field, say)
	return c.Err()
}

// called is a question by its number, or its heading.
func called(f questionnaire.Form, place int) string {
	if n := f.NumberOf(place); n > 0 {
		return "問" + strconv.Itoa(n)
	}
	return "見出し「" + f.Questions[place].Name() + "」"
}

// ahead says which question of a changed order would depend on one that comes later, in the numbers people see now; ""
// where none does.
func (r Record) ahead(f questionnaire.Form) string {
	for i, q := range f.Questions {
		for _, c := range q.If {
			if before := f.At(c.Question); before >= i {
				me, other := called(r.Form, r.Form.At(q.ID)), called(r.Form, r.Form.At(c.Question))
				return me + "は、" + asking(r.Form, []questionnaire.Condition{c}) + "です。" + other + "より前には置けません。先に" + me + "の「だれにきくか」を変えてください。"
			}
		}
	}
	return ""
}

// leans says which questions depend on the answer to one, and what to do first; "" where none does.
func (r Record) leans(questionID string) string {
	var who []string
	for i, q := range r.Form.Questions {
		if slices.ContainsFunc(q.If, func(c questionnaire.Condition) bool { return c.Question == questionID }) {
			who = append(who, called(r.Form, i))
		}
	}
	if who == nil {
		return ""
	}
	names := strings.Join(who, "と")
	return names + "をきくかどうかが、" + called(r.Form, r.Form.At(questionID)) + "の答えで決まっています。先に" + names + "の「だれにきくか」を変えてください。"
}

// lost says which answer that others depend on is missing from the changed question; "" where none is.
func (r Record) lost(q questionnaire.Question) string {
	for i, later := range r.Form.Questions {
		for _, c := range later.If {
			if c.Question != q.ID {
				continue
			}
			for _, code := range c.Codes {
				if !slices.Contains(q.Codes(), code) {
					me, old := called(r.Form, i), r.Form.Questions[r.Form.At(q.ID)]
					return "答え「" + old.Label(code) + "」は、" + me + "をきくかどうかに使われています。答えを残すか、先に" + me + "の「だれにきくか」を変えてください。"
				}
			}
		}
	}
	return ""
}

// asking says who is asked, in words: 問2で「はい」と答えた人にだけきく問い.
func asking(f questionnaire.Form, conditions []questionnaire.Condition) string {
	return whoIsAsked(f, conditions) + "問い"
}

// met says who meets all the conditions: 問2で「はい」と答え、問4で「本」を選んだ人.
func met(f questionnaire.Form, conditions []questionnaire.Condition) string {
	var parts []string
	for i, c := range conditions {
		place := f.At(c.Question)
		if place < 0 {
			parts = append(parts, "もうない問いに答えた人")
			continue
		}
		parts = append(parts, called(f, place)+"で"+chose(f.Questions[place], c.Codes, i == len(conditions)-1))
	}
	return strings.Join(parts, "、")
}

// answers are the words of codes, each in brackets; of 0 to 10 the runs of numbers.
func answers(q questionnaire.Question, codes []byte) string {
	if q.Kind == questionnaire.Likelihood {
		return runs(codes)
	}
	var out []string
	for _, c := range codes {
		out = append(out, "「"+q.Label(c)+"」")
	}
	return strings.Join(out, "か")
}

// runs writes codes of 0 to 10 as numbers: 0〜6か9.
func runs(codes []byte) string {
	codes = slices.Sorted(slices.Values(codes))
	var out []string
	for i := 0; i < len(codes); {
		j := i
		for j+1 < len(codes) && codes[j+1] == codes[j]+1 {
			j++
		}
		word := strconv.Itoa(int(codes[i]) - 1)
		if j > i {
			word += "〜" + strconv.Itoa(int(codes[j])-1)
		}
		out = append(out, word)
		i = j + 1
	}
	return strings.Join(out, "か")
}

// Way is one path through a form in words.
type Way struct {
	Who       string   // 問2で「はい」と答えた人
	Asked     []string // 問1, 問2, …
	Skipped   []string
	Seconds   int
	Questions int
}

// ways are the paths of a form, each in words; more says that there are too many to list.
func ways(f questionnaire.Form) (out []Way, more bool) {
	paths, more := f.Paths()
	for _, p := range paths {
		w := Way{Who: who(f, p.Answers), Questions: len(p.Asked)}
		taken := questionnaire.Form{}
		for i, q := range f.Questions {
			switch {
			case slices.Contains(p.Asked, i):
				w.Asked = append(w.Asked, called(f, i))
				taken.Questions = append(taken.Questions, q)
			case q.Kind != questionnaire.Section:
				w.Skipped = append(w.Skipped, called(f, i))
			}
		}
		w.Seconds = taken.Seconds()
		out = append(out, w)
	}
	return out, more
}

func who(f questionnaire.Form, choices []questionnaire.Choice) string {
	if len(choices) == 0 {
		return "答える人みんな"
	}
	var parts []string
	for i, c := range choices {
		q, last := f.Questions[c.Question], i == len(choices)-1
		parts = append(parts, called(f, c.Question)+"で"+chose(q, codesOf(q, c.Labels), last))
	}
	return strings.Join(parts, "、")
}

// codesOf are the codes of the answers with these words.
func codesOf(q questionnaire.Question, labels []string) []byte {
	var codes []byte
	for _, code := range q.Codes() {
		if slices.Contains(labels, q.Label(code)) {
			codes = append(codes, code)
		}
	}
	return codes
}

// chose says what somebody answered: the middle of a sentence, or its end.
func chose(q questionnaire.Question, codes []byte, last bool) string {
	words := answers(q, codes)
	several := q.Kind == questionnaire.Multi || q.Kind == questionnaire.Rank
	switch {
	case len(codes) == 0 && last:
		return "それ以外（無回答も）の人"
	case len(codes) == 0:
		return "それ以外（無回答も）"
	case several && last:
		return words + "を選んだ人"
	case several:
		return words + "を選び"
	case last:
		return words + "と答えた人"
	}
	return words + "と答え"
}

// unreachable are the questions that no path asks.
func unreachable(f questionnaire.Form, all []Way) []string {
	var out []string
	for i, q := range f.Questions {
		name := called(f, i)
		if q.Kind != questionnaire.Section && !slices.ContainsFunc(all, func(w Way) bool { return slices.Contains(w.Asked, name) }) {
			out = append(out, name)
		}
	}
	return out
}
