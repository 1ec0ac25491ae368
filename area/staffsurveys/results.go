package staffsurveys

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/people"
)

// Results are what everybody sees of a published survey.
type Results struct {
	Survey
	Before  *Survey // the ward's last published survey before this one
	figures map[string]Figure
	before  map[string]Figure
	groups  []Figure // question "", in the order of the page
}

// Results reads a published survey's results for those whom its rule names; NotFound for anybody before that day.
func (ss *StaffSurveys) Results(ctx context.Context, a people.Actor, surveyID string) (r Results, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error { r, err = ss.resultsIn(ctx, tx, a, surveyID); return err })
	return r, err
}

func (ss *StaffSurveys) resultsIn(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) (Results, error) {
	s, err := ss.surveyIn(ctx, tx, a, surveyID)
	if err != nil {
		return Results{}, err
	}
	if s.PublishedOn == "" || !s.Rule.sees(a, s.WardID) {
		return Results{}, fault.Missing("このアンケートの結果")
	}
	r := Results{Survey: s}
	if r.figures, r.groups, err = figureMap(ctx, tx, s.ID); err != nil {
		return r, err
	}
	all, err := listSurveys(ctx, tx, s.WardID)
	if err != nil {
		return r, err
	}
	for i, b := range all { // newest first
		if b.ID != s.ID && b.PublishedOn != "" && b.PublishedOn <= s.PublishedOn && b.OpenedAt < s.OpenedAt && b.Rule.sees(a, b.WardID) {
			r.Before = &all[i]
			r.before, _, err = figureMap(ctx, tx, b.ID)
			break
		}
	}
	return r, err
}

func figureMap(ctx context.Context, tx *db.Tx, surveyID string) (by map[string]Figure, groups []Figure, err error) {
	all, err := figuresOf(ctx, tx, surveyID)
	by = map[string]Figure{}
	for _, f := range all {
		by[f.Question+"|"+string(f.Part)+"|"+f.Key] = f
		if f.Question == "" {
			groups = append(groups, f)
		}
	}
	return by, groups, err
}

// Of is a question's figure in a group; that of the whole ward has part Ward and no key.
func (r Results) Of(question string, p Part, key string) Figure {
	return r.figures[question+"|"+string(p)+"|"+key]
}

// Closed are the questions with figures, in the order asked.
func (r Results) Closed() []questionnaire.Question {
	return slices.DeleteFunc(r.Form.Asked(), func(q questionnaire.Question) bool { return !q.Kind.Closed() })
}

// Scales are the statements that are agreed with or not.
func (r Results) Scales() []questionnaire.Question {
	return slices.DeleteFunc(r.Form.Asked(), func(q questionnaire.Question) bool { return q.Kind != questionnaire.Scale })
}

// Groups are the groups of a part, in the order of the page.
func (r Results) Groups(p Part) (out []Figure) {
	for _, g := range r.groups {
		if g.Part == p {
			out = append(out, g)
		}
	}
	return out
}

// Score is the one number a question is known by: of a scale the share of the two best answers of all that count
// (percent); of 0 to 10 the eNPS, 9 and 10 less 0 to 6 (points). ok is false where it is hidden, banded, or nobody answered.
func (f Figure) Score(q questionnaire.Question) (value float64, base int, ok bool) {
	if !f.Shown || f.Banded || len(f.Counts) == 0 {
		return 0, 0, false
	}
	up, down := 0, 0
	switch q.Kind {
	case questionnaire.Likelihood:
		for i, n := range f.Counts {
			base += n
			if i >= 9 {
				up += n
			} else if i <= 6 {
				down += n
			}
		}
	case questionnaire.Scale:
		for place, o := range q.Scored() {
			n := f.Counts[placeOf(q, o.Code)]
			base += n
			if place < 2 {
				up += n
			}
		}
	}
	if base == 0 {
		return 0, 0, false
	}
	return 100 * float64(up-down) / float64(base), base, true
}

// unitOf is the unit of a question's score.
func unitOf(q questionnaire.Question) string {
	if q.Kind == questionnaire.Likelihood {
		return "ポイント"
	}
	return "%"
}

// scoreText is a score as it is written: rounded half away from zero to a whole number, with its sign where it can be below zero.
func scoreText(v float64, q questionnaire.Question) string {
	if q.Kind == questionnaire.Likelihood {
		return signed(v)
	}
	return fmt.Sprintf("%.0f%%", v)
}

func signed(v float64) string {
	s := fmt.Sprintf("%+.0f", v)
	switch {
	case s == "+0" || s == "-0":
		return "±0"
	case v < 0:
		return "−" + s[1:]
	}
	return s
}

// Say is a figure in a cell: the score, or the words for why there is none.
func (f Figure) Say(q questionnaire.Question) string {
	switch v, _, ok := f.Score(q); {
	case ok:
		return scoreText(v, q)
	case !f.Shown:
		return "出しません"
	case f.Banded:
		return "ほとんど全員「" + optionName(q, slices.Index(f.Counts, 1)) + "」"
	}
	return "—"
}

func optionName(q questionnaire.Question, place int) string {
	if q.Kind == questionnaire.Likelihood {
		return strconv.Itoa(place)
	}
	return questionnaire.Ruby(q.Options[place].Label[questionnaire.Origin]).Plain()
}

// Change says how a question's score in the ward moved since the survey before, or why the two must not stand in one line.
func (r Results) Change(q questionnaire.Question) string {
	if r.Before == nil {
		return "はじめて"
	}
	i := r.Before.Form.At(q.ID)
	if i < 0 {
		return "前回はなし"
	}
	if why := questionnaire.Difference(r.Before.Form.Questions[i], q); why != "" {
		return "くらべません（" + why + "）"
	}
	now, _, ok := r.Of(q.ID, Ward, "").Score(q)
	was, _, had := r.before[q.ID+"|"+string(Ward)+"|"].Score(q)
	if !ok || !had {
		return "—"
	}
	return signed(now-was) + "ポイント"
}

// near is how many points a group's score may lie from the ward's before the table says so in words.
const near = 10

// Beside says in words how a group's score stands to the ward's; "" where either is not shown.
func (r Results) Beside(f Figure, q questionnaire.Question) string {
	v, _, ok := f.Score(q)
	w, _, whole := r.Of(q.ID, Ward, "").Score(q)
	switch {
	case !ok || !whole || f.Part == Ward:
		return ""
	case v >= w+near:
		return "高い"
	case v <= w-near:
		return "低い"
	}
	return "同じくらい"
}

// Base says of whom a figure speaks.
func (r Results) Base() string { return r.WardName + "の職員で、この問いに答えた人" }

// Period is the time of asking, in words.
func (r Results) Period() string {
	return r.OpenedAt.Date().West() + "から" + r.ClosedAt.Date().West()
}

// Sentence says the result in one sentence.
func (r Results) Sentence() string {
	i := r.Form.At(Indicator)
	if i < 0 {
		return ""
	}
	q := r.Form.Questions[i]
	f := r.Of(q.ID, Ward, "")
	v, base, ok := f.Score(q)
	switch {
	case ok:
		return fmt.Sprintf("「%s」は%s（%d人が答え、前回との差 %s）。", q.Name(), scoreText(v, q), base, r.Change(q))
	case f.Banded:
		return "「" + q.Name() + "」は" + f.Say(q) + "。"
	}
	return "答えた人が" + strconv.Itoa(r.Limit) + "人に満たないので、結果は出しません。"
}

// Text is one written answer.
type Text struct{ Question, Text string }

// Texts are the written answers of a published survey, shuffled; only those read them whom the notice named. That a
// read them is noted.
func (ss *StaffSurveys) Texts(ctx context.Context, a people.Actor, surveyID string) (s Survey, all []Text, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		if s, err = ss.surveyIn(ctx, tx, a, surveyID); err != nil {
			return err
		}
		if s.PublishedOn == "" || !s.Rule.reads(a, s.WardID) {
			return fault.Denied("自由記述を読む", "答える人への知らせに書いた人（あとから増やせません）")
		}
		all, err = db.All(ctx, tx, func(t *Text) []any { return []any{&t.Question, &t.Text} },
			`SELECT question, text FROM staff_survey_texts WHERE survey_id = $1 ORDER BY question, id`, s.ID)
		return err
	})
	if err == nil && ss.Saw != nil && len(all) > 0 {
		err = ss.Saw(ctx, a, "staff survey", surveyID, "texts")
	}
	return s, all, err
}
