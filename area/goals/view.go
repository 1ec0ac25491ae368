package goals

import (
	"context"
	"encoding/json"
	"fmt"

	"kaname/kit/chart"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared/attachments"
	"kaname/shared/comments"
)

// View is everything a goal's page shows, read in one transaction.
type View struct {
	Goal
	Measures []Measure
	Verdict  Verdict
	LinkTo   []Target
	Checkins []Checkin
	Reviews  map[Stage]Review
	Ended    Ending
	Public   map[string]clock.Instant // what is published → since when
	Pending  string                   // id of an open request for approval
	Parent   Ref
	Before   Ref // last year's goal
	Children []Ref
	Comments []comments.Comment
	Files    []attachments.Attachment
	Evidence []Evidence
	Start    clock.Start
}

// Ref is another goal, named.
type Ref struct {
	ID, Title, Office string
	Status            Status
	FY                clock.FY
}

// View loads a goal's page for a.
func (gs *Goals) View(ctx context.Context, a people.Actor, goalID string) (v View, err error) {
	err = gs.DB.Read(ctx, func(tx *db.Tx) error {
		v = View{Start: gs.Start(ctx)}
		if err := whole(ctx, tx, a, goalID, &v); err != nil {
			return err
		}
		if err := v.around(ctx, tx); err != nil {
			return err
		}
		if v.LinkTo, err = linksOf(ctx, tx, v.ID); err != nil {
			return err
		}
		for _, l := range v.LinkTo {
			v.Links = append(v.Links, l.Link)
		}
		if v.Measures, err = measuresOf(ctx, tx, `($1)`, v.ID); err != nil {
			return err
		}
		for i := range v.Measures {
			v.Measures[i].AsOf = a.Today
		}
		v.Verdict = JudgeAll(v.Measures, v.FY, v.Start)
		if v.Checkins, err = checkinsOf(ctx, tx, v.ID); err != nil {
			return err
		}
		if v.Reviews, err = reviewsOf(ctx, tx, v.ID); err != nil {
			return err
		}
		if v.Comments, err = gs.Comments.Of(ctx, tx, subject(v.ID)); err != nil {
			return err
		}
		if v.Files, err = gs.Attachments.Of(ctx, tx, subject(v.ID)); err != nil {
			return err
		}
		v.Evidence, err = gs.Evidence(ctx, tx, a, v.ID)
		return err
	})
	return v, err
}

// whole loads a goal that a may see, with its ending and with what is published or waits for approval.
func whole(ctx context.Context, tx *db.Tx, a people.Actor, goalID string, v *View) error {
	var goalAt, resultAt clock.Instant
	dest := append(append(fields(&v.Goal), endingFields(&v.Ended)...), &goalAt, &resultAt, &v.Pending)
	err := tx.Row(ctx, `
		SELECT `+columns+`,
			COALESCE(e.goal_id, ''), COALESCE(e.decision, ''), COALESCE(e.reason, ''), COALESCE(e.next_id, ''), COALESCE(e.by_id, ''), COALESCE(s.display, ''), COALESCE(e.at, ''), COALESCE(e.sample, FALSE),
			COALESCE((SELECT at FROM goal_publications WHERE goal_id = g.id AND what = 'goal'), ''),
			COALESCE((SELECT at FROM goal_publications WHERE goal_id = g.id AND what = 'result'), ''),
			COALESCE((SELECT MAX(id) FROM approvals WHERE subject = g.id AND kind IN ('goal.goal', 'goal.result') AND state = 'open'), '')`+from+`
		LEFT JOIN goal_endings e ON e.goal_id = g.id LEFT JOIN staff s ON s.id = e.by_id WHERE g.id = $1 AND ($2 = '' OR g.ward_id = $2)`, goalID, a.Sees()).Scan(dest...)
	if fault.Of(err) == fault.NotFound {
		return fault.Missing("この目標")
	}
	v.Public = map[string]clock.Instant{}
	for what, at := range map[string]clock.Instant{"goal": goalAt, "result": resultAt} {
		if at != "" {
			v.Public[what] = at
		}
	}
	return err
}

// around adds the goals around this one: above, below, last year's.
func (v *View) around(ctx context.Context, tx *db.Tx) error {
	all, err := db.All(ctx, tx, func(r *Ref) []any { return []any{&r.ID, &r.Title, &r.FY, &r.Status} }, `
		SELECT g.id, g.title, g.fy, COALESCE((SELECT c.status FROM goal_checkins c WHERE c.goal_id = g.id ORDER BY c.at DESC, c.id DESC LIMIT 1), '')
		FROM goals g WHERE g.parent_id = $1 OR g.id IN ($2, $3) ORDER BY g.created_at, g.id`, v.ID, v.ParentID, v.FromID)
	for _, r := range all {
		switch r.ID {
		case v.ParentID:
			v.Parent = r
		case v.FromID:
			v.Before = r
		default:
			v.Children = append(v.Children, r)
		}
	}
	return err
}

// Status is the newest check-in's word.
func (v View) Status() Status {
	if len(v.Checkins) == 0 {
		return Thinking
	}
	return v.Checkins[0].Status
}

// Bullet sets a measure's present value against its aim and last year's.
func (m Measure) Bullet(fy clock.FY, start clock.Start) chart.Bullet {
	b := chart.Bullet{Note: chart.Note{ID: "b" + m.ID, Unit: m.Unit}, LastLabel: "去年", Decimals: m.Decimals, Better: chart.Lower}
	if m.Up {
		b.Better = chart.Higher
	}
	if v, ok := m.Actual(fy, start); ok {
		b.Now = chart.Of(v)
	}
	if t, ok := m.goal(); ok {
		b.Aim = chart.Of(t)
	}
	if v, ok := m.Actual(fy-1, start); ok {
		b.Last = chart.Of(v)
	} else if m.Baseline != nil {
		b.Last = chart.Of(*m.Baseline)
	}
	return b
}

// Spark is the course of a measure's readings of the last year and a half.
func (m Measure) Spark() chart.Spark {
	s := chart.Spark{Unit: m.Unit, Decimals: m.Decimals}
	rs := m.Readings[max(0, len(m.Readings)-18):]
	for _, r := range rs {
		s.Values = append(s.Values, chart.Of(r.Value))
	}
	if m.Target != nil && m.Shape != Cadence && m.Shape != Count {
		s.Aim = chart.Of(*m.Target)
	}
	return s
}

// Course draws all readings of a measure with their n.
func (m Measure) Course(start clock.Start) chart.Line {
	l := chart.Line{AxisName: m.Name, PeriodName: "時期", Decimals: m.Decimals, AimLabel: "目安 " + m.Aim(), Better: chart.Lower}
	if m.Up {
		l.Better = chart.Higher
	}
	var points []chart.Point
	n := 0
	for _, r := range m.Readings {
		l.Periods = append(l.Periods, r.Span())
		points = append(points, chart.Point{Value: chart.Of(r.Value), N: r.N})
		n += r.N
		if m.Target != nil && m.Shape != Cadence && m.Shape != Count {
			l.Aim = append(l.Aim, chart.Of(*m.Target))
		}
	}
	l.Series = []chart.Series{{Points: points}}
	l.Note = chart.Note{ID: "course", Finding: m.Name + "のうごき", Unit: m.Unit, Base: m.BaseLabel, N: n, Source: m.Definition, Width: 800, Empty: "値が届くと、ここに線が引かれます。"}
	if len(m.Readings) > 0 {
		l.Note.Period = m.Readings[0].From.Slash() + "〜" + m.Readings[len(m.Readings)-1].To.Slash()
	} else {
		l.Note.Period = m.FromFY.Era()
	}
	return l
}

// Span names a reading's period briefly: a whole month by its name, else both days.
func (r Reading) Span() string {
	if r.From[:7] == r.To[:7] {
		return r.From.Time().Format("06/01")
	}
	return r.From.MD() + "〜" + r.To.MD()
}

// Now is the value of fy with its unit, and what it rests on.
func (m Measure) NowText(fy clock.FY, start clock.Start) (value, unit, rests string) {
	v, ok := m.Actual(fy, start)
	r, _ := m.Latest(fy, start)
	if !ok {
		return "", "", ""
	}
	if m.Shape == Milestone || m.Shape == Conditional {
		return map[bool]string{true: "できた", false: "まだ"}[v >= 1], "", r.Source + "　" + r.To.MD()
	}
	return m.Show(v), m.Unit, fmt.Sprintf("n=%d　%s〜%s", r.N, r.From.MD(), r.To.MD())
}

// pairs are the draft's fields of two versions, for the page that shows both.
func (d Draft) pairs(mine Draft) []ui.Pair {
	return []ui.Pair{{Label: "やってみたいこと", Theirs: d.Words, Mine: mine.Words}, {Label: "名前", Theirs: d.Title, Mine: mine.Title},
		{Label: "言い出した人", Theirs: d.WordsBy, Mine: mine.WordsBy}, {Label: "現状", Theirs: d.Situation, Mine: mine.Situation}}
}

// Form is what the edit page offers for choice.
type Form struct {
	Offices    []ui.Choice
	Colleagues []ui.Choice
	Targets    []Target
	Parents    []ui.Choice
}

// Form loads the choices for a goal of ward in fy that a may write.
func (gs *Goals) Form(ctx context.Context, a people.Actor, wardID string, kind Kind, fy clock.FY) (f Form, err error) {
	err = gs.DB.Read(ctx, func(tx *db.Tx) error {
		offices, err := people.WardOffices(ctx, tx, wardID, a.Today)
		if err != nil {
			return err
		}
		for _, o := range offices {
			if a.MayAt(people.WriteGoals, o.Path) {
				f.Offices = append(f.Offices, ui.Choice{Value: o.ID, Name: indent(o) + o.Name})
			}
		}
		staff, err := people.Colleagues(ctx, tx, wardID, a.Today)
		if err != nil {
			return err
		}
		f.Colleagues = []ui.Choice{{Name: "まだ決めない"}}
		for _, c := range staff {
			f.Colleagues = append(f.Colleagues, ui.Choice{Value: c.ID, Name: c.Name + "（" + c.OfficeName + "）"})
		}
		if kind == KindInitiative {
			parents, err := gs.Names(ctx, tx, a, wardID, fy)
			if err != nil {
				return err
			}
			f.Parents = []ui.Choice{{Name: "目標にはつながない"}}
			for _, p := range parents {
				f.Parents = append(f.Parents, ui.Choice{Value: p.ID, Name: p.Title + "（" + p.Office + "）"})
			}
		}
		f.Targets, err = gs.Targets(ctx, tx, a, wardID, fy)
		return err
	})
	return f, err
}

func indent(o people.Office) string {
	s := ""
	for range max(0, o.Depth()-1) {
		s += "　"
	}
	return s
}

// JSON writes the lines of a list for scripts: names of the fields are stable.
func JSON(lines []Line, start clock.Start) ([]byte, error) {
	type value struct {
		Name   string   `json:"name"`
		Unit   string   `json:"unit"`
		Aim    string   `json:"aim"`
		Base   string   `json:"base"`
		Value  *float64 `json:"value"`
		N      int      `json:"n"`
		From   string   `json:"from"`
		To     string   `json:"to"`
		Source string   `json:"source"`
	}
	type goal struct {
		ID       string  `json:"id"`
		Kind     string  `json:"kind"`
		Title    string  `json:"title"`
		Office   string  `json:"office"`
		Ward     string  `json:"ward"`
		FY       int     `json:"fy"`
		Status   string  `json:"status"`
		Verdict  string  `json:"verdict"`
		Rule     string  `json:"rule"`
		Updated  string  `json:"updated"`
		Measures []value `json:"measures"`
	}
	out := []goal{}
	for _, l := range lines {
		g := goal{ID: l.ID, Kind: string(l.Kind), Title: l.Title, Office: l.OfficeName, Ward: l.WardName, FY: int(l.FY), Status: string(l.Status()),
			Verdict: l.Verdict.Word, Rule: l.Verdict.Rule, Updated: string(l.UpdatedAt), Measures: []value{}}
		for _, m := range l.Measures {
			x := value{Name: m.Name, Unit: m.Unit, Aim: m.Aim(), Base: m.BaseLabel}
			if v, ok := m.Actual(l.FY, start); ok {
				r, _ := m.Latest(l.FY, start)
				x.Value, x.N, x.From, x.To, x.Source = &v, r.N, string(r.From), string(r.To), r.Source
			}
			g.Measures = append(g.Measures, x)
		}
		out = append(out, g)
	}
	return json.MarshalIndent(out, "", "  ")
}
