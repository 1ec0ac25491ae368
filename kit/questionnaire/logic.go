package questionnaire

import (
	"slices"
	"strings"
)

// Asks says whether the question at a place is asked after the answers given before it.
func (f Form) Asks(place int, s Sheet) bool {
	for _, c := range f.Questions[place].If {
		before := f.At(c.Question)
		if before < 0 || before >= place || !f.met(c, before, s) {
			return false
		}
	}
	return true
}

func (f Form) met(c Condition, before int, s Sheet) bool {
	q, at := f.Questions[before], f.ColumnOf(before)
	if at < 0 {
		return false
	}
	switch q.Kind {
	case Multi, Rank:
		for i, o := range q.Options {
			if s.Marks[at+i] != 0 && slices.Contains(c.Codes, o.Code) {
				return true
			}
		}
		return false
	}
	return s.Marks[at] != 0 && slices.Contains(c.Codes, s.Marks[at])
}

// Branches says whether any question is asked only after certain answers.
func (f Form) Branches() bool {
	return slices.ContainsFunc(f.Questions, func(q Question) bool { return len(q.If) > 0 })
}

// Path is one way through a form: the answers that lead to it and the questions it asks.
type Path struct {
	Answers []Choice
	Asked   []int // places in Form.Questions, headings left out
}

// Choice is the answers to one question between which a path makes no difference.
type Choice struct {
	Question int
	Labels   []string // empty: not answered, or any other answer
}

// MostPaths bounds the preview; a form with more ways than this asks too much of anybody.
const MostPaths = 64

// Paths lists every different way through the form; more is true where there are more than MostPaths. A question that
// others depend on is taken once for each set of its answers that the conditions tell apart.
func (f Form) Paths() (all []Path, more bool) {
	f.walk(0, f.NewSheet(), nil, &all, &more)
	return all, more
}

func (f Form) walk(place int, s Sheet, chosen []Choice, all *[]Path, more *bool) {
	if *more { // forty branches would be a million million ways
		return
	}
	for ; place < len(f.Questions); place++ {
		ways := f.ways(place)
		if len(ways) == 0 || !f.Asks(place, s) {
			continue
		}
		at := f.ColumnOf(place)
		for _, w := range ways {
			next := Sheet{Marks: slices.Clone(s.Marks), Words: s.Words}
			f.Questions[place].choose(next.Marks[at:], w)
			f.walk(place+1, next, append(slices.Clone(chosen), Choice{place, f.Questions[place].labels(w)}), all, more)
		}
		return
	}
	if len(*all) == MostPaths {
		*more = true
		return
	}
	p := Path{Answers: chosen}
	for i, q := range f.Questions {
		if q.Kind != Section && f.Asks(i, s) {
			p.Asked = append(p.Asked, i)
		}
	}
	*all = append(*all, p)
}

// ways are the sets of answers to a question that later conditions tell apart, the last one (nil) being none of them.
// Of a multiple choice each option that matters is taken alone: their mixtures ask the questions of each.
func (f Form) ways(place int) [][]byte {
	q := f.Questions[place]
	var split []Condition
	for _, later := range f.Questions[place+1:] {
		for _, c := range later.If {
			if c.Question == q.ID {
				split = append(split, c)
			}
		}
	}
	if len(split) == 0 {
		return nil
	}
	groups, order := map[string][]byte{}, []string{}
	for _, code := range q.Codes() {
		var key strings.Builder
		hit := false
		for _, c := range split {
			in := slices.Contains(c.Codes, code)
			hit = hit || in
			if in {
				key.WriteByte('1')
			} else {
				key.WriteByte('0')
			}
		}
		if !hit {
			continue
		}
		if groups[key.String()] == nil {
			order = append(order, key.String())
		}
		groups[key.String()] = append(groups[key.String()], code)
	}
	var out [][]byte
	for _, k := range order {
		out = append(out, groups[k])
	}
	return append(out, nil)
}

// Codes are the codes an answer can have; of 0 to 10 they are the number and one.
func (q Question) Codes() []byte {
	var out []byte
	if q.Kind == Likelihood {
		for n := range byte(11) {
			out = append(out, n+1)
		}
		return out
	}
	for _, o := range q.Options {
		out = append(out, o.Code)
	}
	return out
}

// choose marks the first of codes as the answer.
func (q Question) choose(marks []byte, codes []byte) {
	if len(codes) == 0 {
		return
	}
	if q.Kind != Multi && q.Kind != Rank {
		marks[0] = codes[0]
		return
	}
	for i, o := range q.Options {
		if o.Code == codes[0] {
			marks[i] = 1
		}
	}
}

// labels are the words of codes.
func (q Question) labels(codes []byte) []string {
	var out []string
	for _, c := range codes {
		out = append(out, q.Label(c))
	}
	return out
}

// Label is the word of a code in the original language.
func (q Question) Label(code byte) string {
	if q.Kind == Likelihood {
		return itoa(int(code) - 1)
	}
	o, _ := q.Option(code)
	return Ruby(o.Label[Origin]).Plain()
}
