package forms

import (
	"strconv"

	"kaname/kit/questionnaire"
)

// answer is what a sheet holds for one question, as its field shows it.
type answer struct {
	mark      byte   // of a question with one column
	marks     []byte // of a question with a column for each answer
	words     string
	wrong     string // why it cannot stand, as a key
	described string // the id of what explains the field
	mode, box string // inputmode; kind of button
}

func answerOf(f questionnaire.Form, i int, s questionnaire.Sheet, wrong []questionnaire.Wrong) answer {
	if s.Marks == nil { // the zero Sheet is an empty one
		s = f.NewSheet()
	}
	q := f.Questions[i]
	x := answer{words: s.Words[q.ID], mode: "text", box: "radio"}
	if at := f.ColumnOf(i); at >= 0 {
		x.mark = s.Marks[at]
		if q.Kind == questionnaire.Multi || q.Kind == questionnaire.Rank {
			x.marks = s.Marks[at : at+len(q.Options)]
		}
	}
	for _, w := range wrong {
		if w.Question == i {
			x.wrong = w.Why
		}
	}
	if q.Kind == questionnaire.Number {
		x.mode = "decimal"
	}
	if q.Kind == questionnaire.Multi {
		x.box = "checkbox"
	}
	if len(q.If) > 0 || x.wrong != "" || len(helps(q, questionnaire.Origin)) > 0 {
		x.described = q.FieldOf() + "-help"
	}
	return x
}

// chosen says whether the option in column j of the question is ticked.
func (x answer) chosen(o questionnaire.Option, j int) bool {
	if x.box == "checkbox" {
		return x.marks[j] != 0
	}
	return x.mark == o.Code
}

func rankField(q questionnaire.Question, o questionnaire.Option) string {
	return q.FieldOf() + "." + strconv.Itoa(int(o.Code))
}
