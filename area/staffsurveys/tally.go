package staffsurveys

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kaname/kit/db"
	"kaname/kit/disclosure"
	"kaname/kit/questionnaire"
)

// Figure is one question in one group, as it is kept: counted if it may be shown, empty if not.
type Figure struct {
	Question  string // "" how many answered at all
	Part      Part
	Place     int
	Key, Name string
	Shown     bool
	Why       string // where not shown
	Banded    bool   // nearly all answered the same: Counts has a 1 at that answer and no numbers
	Asked     int    // of question ""
	N         int
	Counts    []int // by option; of 0 to 10 eleven numbers
}

// tally counts the sheets of each question for each group, and decides once what may be shown. What may not is not
// in the figures at all: screens, files and other rooms have nothing to disagree about.
func tally(s Survey, d division, sheets []filled) ([]Figure, error) {
	policy, err := disclosure.New(s.Limit, s.Limit)
	if err != nil {
		return nil, err
	}
	whole, err := d.plan(policy, d.count(s.Form, -1, sheets).n)
	if err != nil {
		return nil, err
	}
	var out []Figure
	for q := -1; q < len(s.Form.Questions); q++ {
		if q >= 0 && !s.Form.Questions[q].Kind.Closed() {
			continue
		}
		c, plan := d.count(s.Form, q, sheets), whole
		if q >= 0 {
			if plan, err = d.narrowed(whole, c.n); err != nil {
				return nil, err
			}
		}
		figures, err := d.figures(s, q, c, plan)
		if err != nil {
			return nil, err
		}
		out = append(out, figures...)
	}
	return out, nil
}

// plan decides what may be shown of n answers by class. Whoever prints slips could fill some in and subtract them, so
// people with accounts must be enough by themselves wherever there are any.
func (d division) plan(policy disclosure.Policy, n []int) (disclosure.Plan, error) {
	first := n
	if own := d.accounts(n); slices.Max(append(own, 0)) > 0 {
		first = own
	}
	p, err := policy.Plan(d.frame, d.stand(first))
	if err != nil {
		return p, err
	}
	return p.Question(d.stand(n))
}

// narrowed is a plan for one question, safe both with and without the slips.
func (d division) narrowed(whole disclosure.Plan, n []int) (disclosure.Plan, error) {
	p := whole
	if own := d.accounts(n); slices.Max(append(own, 0)) > 0 {
		var err error
		if p, err = whole.Question(d.stand(own)); err != nil {
			return p, err
		}
	}
	return p.Question(d.stand(n))
}

// accounts are the answers that came without a slip.
func (d division) accounts(n []int) []int {
	own := slices.Clone(n)
	for i, c := range d.classes {
		if c.OnPaper() {
			own[i] = 0
		}
	}
	return own
}

// counted is one question by class: how many answered, and how many chose each option.
type counted struct {
	n       []int
	options [][]int
}

// count counts one question (-1: whether anything was answered) by class.
func (d division) count(f questionnaire.Form, q int, sheets []filled) counted {
	at := map[int]int{} // class number → place
	for i, c := range d.classes {
		at[c.No] = i
	}
	out := counted{n: make([]int, len(d.classes)), options: make([][]int, len(d.classes))}
	for _, sh := range sheets {
		i, known := at[sh.Class]
		if !known {
			continue
		}
		if q >= 0 {
			options := optionsOf(f, q, f.Marks(sh.Marks))
			if !slices.ContainsFunc(options, func(n int) bool { return n > 0 }) {
				continue
			}
			out.options[i] = add(out.options[i], options)
		}
		out.n[i]++
	}
	return out
}

// figures are a question's figures as the plan lets them be seen.
func (d division) figures(s Survey, q int, c counted, plan disclosure.Plan) ([]Figure, error) {
	var out []Figure
	exact := map[disclosure.Cell][]int{}
	for place, g := range d.groups {
		f := Figure{Part: g.Part, Place: place, Key: g.Key, Name: g.Name}
		if q >= 0 {
			f.Question = s.Form.Questions[q].ID
		}
		var why disclosure.Why
		if f.Shown, why = plan.Shows(g.cell); !f.Shown {
			if why == disclosure.Empty { // that nobody of a few answered is nobody's business either
				why = disclosure.Small
			}
			f.Why = why.Sentence(s.Limit)
			out = append(out, f)
			continue
		}
		for i, in := range g.has {
			if !in {
				continue
			}
			f.N += c.n[i]
			f.Counts = add(f.Counts, c.options[i])
			if q < 0 {
				f.Asked += d.classes[i].Asked
			}
		}
		if exact[g.cell] = f.Counts; q >= 0 && f.Counts == nil {
			exact[g.cell] = make([]int, len(optionsOf(s.Form, q, s.Form.NewSheet().Marks)))
		}
		out = append(out, f)
	}
	if q < 0 {
		return out, nil
	}
	return d.band(out, s, c, plan, exact)
}

// bandBelow is how small, in limits, a group is whose numbers are withheld where nearly all answered alike.
const bandBelow = 3

// band takes the numbers away where they would say what each of a group answered.
func (d division) band(figures []Figure, s Survey, c counted, plan disclosure.Plan, exact map[disclosure.Cell][]int) ([]Figure, error) {
	spread, err := plan.Spreads(d.stand(c.n), exact, bandBelow*s.Limit)
	if err != nil {
		return nil, err
	}
	for i, g := range d.groups {
		f := &figures[i]
		if !f.Shown || spread[g.cell] != disclosure.Banded {
			continue
		}
		most := slices.Index(f.Counts, slices.Max(f.Counts))
		f.Banded, f.Counts = true, make([]int, len(f.Counts))
		f.Counts[most] = 1
	}
	return figures, nil
}

func add(a, b []int) []int {
	if a == nil {
		return slices.Clone(b)
	}
	for i := range b {
		a[i] += b[i]
	}
	return a
}

// optionsOf counts a sheet's answer by option: one for each chosen, of a ranking for the first place only.
func optionsOf(f questionnaire.Form, q int, marks []byte) []int {
	question, at := f.Questions[q], f.ColumnOf(q)
	switch question.Kind {
	case questionnaire.Likelihood:
		out := make([]int, 11)
		if m := int(marks[at]); m > 0 {
			out[m-1] = 1
		}
		return out
	case questionnaire.Multi, questionnaire.Rank:
		out := make([]int, len(question.Options))
		for i := range out {
			if marks[at+i] == 1 {
				out[i] = 1
			}
		}
		return out
	}
	out := make([]int, len(question.Options))
	for i, o := range question.Options {
		if marks[at] == o.Code {
			out[i] = 1
		}
	}
	return out
}

func insertFigure(ctx context.Context, tx *db.Tx, surveyID string, f Figure) error {
	counts := make([]string, len(f.Counts))
	for i, c := range f.Counts {
		counts[i] = strconv.Itoa(c)
	}
	return tx.Exec(ctx, `INSERT INTO staff_survey_figures (survey_id, question, part, place, key, name, shown, why, banded, asked, n, counts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		surveyID, f.Question, f.Part, f.Place, f.Key, f.Name, f.Shown, f.Why, f.Banded, f.Asked, f.N, strings.Join(counts, ","))
}

func figuresOf(ctx context.Context, tx *db.Tx, surveyID string) ([]Figure, error) {
	type row struct {
		Figure
		counts string
	}
	rows, err := db.All(ctx, tx, func(f *row) []any {
		return []any{&f.Question, &f.Part, &f.Place, &f.Key, &f.Name, &f.Shown, &f.Why, &f.Banded, &f.Asked, &f.N, &f.counts}
	}, `SELECT question, part, place, key, name, shown, why, banded, asked, n, counts FROM staff_survey_figures WHERE survey_id = $1 ORDER BY question, place, key`, surveyID)
	out := make([]Figure, len(rows))
	for i, r := range rows {
		out[i] = r.Figure
		for c := range strings.SplitSeq(r.counts, ",") {
			if n, err := strconv.Atoi(c); err == nil {
				out[i].Counts = append(out[i].Counts, n)
			}
		}
	}
	return out, err
}

// insertTexts keeps the written answers apart from everything else, in an order drawn by lot; where too few wrote,
// or nobody may read them, they are not kept.
func insertTexts(ctx context.Context, tx *db.Tx, s Survey, sheets []filled) error {
	for _, q := range s.Form.Questions {
		if !q.Kind.Written() {
			continue
		}
		var words []string
		for _, sh := range sheets {
			if w := sh.Words[q.ID]; w != "" {
				words = append(words, w)
			}
		}
		if len(words) < s.Limit || len(s.Texts) == 0 {
			continue
		}
		shuffle(words)
		for _, w := range words {
			if err := tx.Exec(ctx, `INSERT INTO staff_survey_texts (id, survey_id, question, text) VALUES ($1, $2, $3, $4)`, rand.Text(), s.ID, q.ID, w); err != nil {
				return fmt.Errorf("keep a text: %w", err)
			}
		}
	}
	return nil
}
