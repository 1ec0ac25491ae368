package questionnaire

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/kana"
)

// Column is one byte of a kept sheet: a whole closed question, or one option of a question with several answers.
type Column struct {
	Question int  // place in Form.Questions
	Code     byte // of the option where the question has a column for each; 0 where the column holds the code chosen
}

// Columns are the bytes of a kept sheet, in order. A single choice, a scale and 0 to 10 take one byte, a multiple
// choice and a ranking one for each option.
func (f Form) Columns() []Column {
	var out []Column
	for i, q := range f.Questions {
		switch q.Kind {
		case Single, Scale, Likelihood:
			out = append(out, Column{Question: i})
		case Multi, Rank:
			for _, o := range q.Options {
				out = append(out, Column{i, o.Code})
			}
		}
	}
	return out
}

// ColumnOf is the place of a question's first column, or -1 where it has none.
func (f Form) ColumnOf(question int) int {
	return slices.IndexFunc(f.Columns(), func(c Column) bool { return c.Question == question })
}

// Sheet is one filled-in form: a byte a column, and the words by question id.
//
// In the column of a whole question 0 is unanswered, else the code of the option; of 0 to 10 the code is the number
// and one. In the column of an option of a multiple choice 1 is chosen and 0 is not; of a ranking it is the place.
type Sheet struct {
	Marks []byte
	Words map[string]string
}

// NewSheet is an unanswered sheet of the form.
func (f Form) NewSheet() Sheet {
	return Sheet{Marks: make([]byte, len(f.Columns())), Words: map[string]string{}}
}

// Empty says whether nothing was answered.
func (s Sheet) Empty() bool {
	return len(s.Words) == 0 && !slices.ContainsFunc(s.Marks, func(m byte) bool { return m != 0 })
}

// Text writes the marks as they are stored: one of Signs each. A mark beyond them is stored as unanswered.
func (s Sheet) Text() string {
	b := make([]byte, len(s.Marks))
	for i, m := range s.Marks {
		b[i] = Signs[0]
		if int(m) < len(Signs) {
			b[i] = Signs[m]
		}
	}
	return string(b)
}

// Marks reads stored marks; what a column cannot hold is unanswered.
func (f Form) Marks(text string) []byte {
	cols := f.Columns()
	out := make([]byte, len(cols))
	for i := range min(len(cols), len(text)) {
		if m := strings.IndexByte(Signs, text[i]); m > 0 && f.holds(cols[i], byte(m)) {
			out[i] = byte(m)
		}
	}
	return out
}

// holds says whether a column can have this value.
func (f Form) holds(c Column, m byte) bool {
	q := f.Questions[c.Question]
	switch {
	case m == 0:
		return true
	case q.Kind == Likelihood:
		return m <= 11
	case q.Kind == Multi:
		return m == 1
	case q.Kind == Rank:
		return int(m) <= len(q.Options)
	}
	_, ok := q.Option(m)
	return ok
}

// MostWritten is how many characters a text may have where the question sets no limit.
const MostWritten = 500

// Written is how many characters the answer to a text question may have.
func (q Question) Written() int {
	if q.Most == 0 {
		return MostWritten
	}
	return q.Most
}

// Over is how many characters the answer to a text question has too many; 0 where it fits.
func (q Question) Over(words string) int { return max(0, utf8.RuneCountInString(words)-q.Written()) }

// FieldOf is the name of the question's field on a page.
func (q Question) FieldOf() string { return "q." + q.ID }

// Wrong is one answer that cannot stand, as a field and a sentence key: number, date, range, long, most.
type Wrong struct {
	Question int
	Why      string
}

// Read reads the fields of a page: get gives the values of a field. What a form of ours cannot send is taken as
// unanswered, and so are answers to questions that are not asked after the other answers. Words that cannot be kept
// are still in the sheet, so that the page can show them again with what is wrong.
func (f Form) Read(get func(field string) []string, today clock.Date) (s Sheet, wrong []Wrong) {
	s = f.NewSheet()
	at := 0
	for i, q := range f.Questions {
		width := q.Width()
		values := get(q.FieldOf())
		asked := f.Asks(i, s)
		switch {
		case !asked:
		case q.Kind.Closed():
			f.readMarks(q, values, get, s.Marks[at:at+width])
		case q.Kind.Written() && len(values) > 0:
			if words := tidy(q, values[0]); words != "" {
				kept, why := q.keep(words, today)
				s.Words[q.ID] = kept
				if why != "" {
					wrong = append(wrong, Wrong{i, why})
				}
			}
		}
		at += width
	}
	return s, wrong
}

// Width is how many columns the question takes.
func (q Question) Width() int {
	switch q.Kind {
	case Single, Scale, Likelihood:
		return 1
	case Multi, Rank:
		return len(q.Options)
	}
	return 0
}

func (f Form) readMarks(q Question, values []string, get func(string) []string, marks []byte) {
	switch q.Kind {
	case Likelihood:
		if n, ok := first(values); ok && n >= 0 && n <= 10 {
			marks[0] = byte(n + 1)
		}
	case Single, Scale:
		if n, ok := first(values); ok && n > 0 && n <= MostCode {
			if _, known := q.Option(byte(n)); known {
				marks[0] = byte(n)
			}
		}
	case Multi:
		n := 0
		for i, o := range q.Options {
			if slices.Contains(values, strconv.Itoa(int(o.Code))) && (q.Most == 0 || n < q.Most) {
				marks[i] = 1
				n++
			}
		}
	case Rank: // a field for each option holds its place; a place given twice counts once
		taken := map[int]bool{}
		for i, o := range q.Options {
			place, ok := first(get(q.FieldOf() + "." + strconv.Itoa(int(o.Code))))
			if ok && place >= 1 && place <= q.Places() && !taken[place] {
				marks[i], taken[place] = byte(place), true
			}
		}
	}
}

// Places is how many places a ranking has.
func (q Question) Places() int {
	if q.Most > 0 && q.Most < len(q.Options) {
		return q.Most
	}
	return len(q.Options)
}

func first(values []string) (int, bool) {
	if len(values) == 0 {
		return 0, false
	}
	n, err := strconv.Atoi(values[0])
	return n, err == nil
}

// tidy makes words storable: no control characters, no broken letters, spaces as people mean them.
func tidy(q Question, words string) string {
	words = strings.ReplaceAll(words, "\x00", "")
	if !utf8.ValidString(words) {
		words = strings.ToValidUTF8(words, "〓")
	}
	if q.Kind == Text {
		return strings.TrimSpace(kana.FreeText(words))
	}
	return strings.TrimSpace(words)
}

// keep turns words into how they are kept, or says why they cannot be.
func (q Question) keep(words string, today clock.Date) (kept, why string) {
	switch q.Kind {
	case Number:
		n, err := strconv.ParseFloat(strings.ReplaceAll(kana.Code(words), ",", ""), 64)
		switch {
		case err != nil || math.IsNaN(n) || math.IsInf(n, 0):
			return words, "number"
		case (q.Low != 0 || q.High != 0) && (n < q.Low || n > q.High):
			return words, "range"
		}
		return strconv.FormatFloat(n, 'f', -1, 64), ""
	case Date:
		d, err := clock.ParseDate(words, today)
		if err != nil {
			return words, "date"
		}
		return string(d), ""
	}
	if q.Over(words) > 0 {
		return words, "long"
	}
	return words, ""
}
