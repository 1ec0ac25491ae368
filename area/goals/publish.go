package goals

import (
	"context"
	"encoding/json"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/approval"
)

// Publication is what the public may read of a goal, as it was approved: the goal itself in spring, its result a
// year later, failures with their reasons.
type Publication struct {
	GoalID, What, Approval string
	Text                   Published
	At                     clock.Instant
	Sample                 bool
}

// Published is the public text of a goal. It holds no person's name.
type Published struct {
	WardID, Ward, Office   string
	FY                     clock.FY
	Title, Words           string
	Situation              string
	Serves                 []string
	Measures               []PublishedMeasure
	Done, Reach            string // results only
	Summary, Issue, Remedy string
	Verdict, Rule, Reason  string
	Next                   string
}

// PublishedMeasure is a measure with its definition and values.
type PublishedMeasure struct {
	Name, Unit, Aim, Definition, Base, Period, Rounding, Direction string
	Shape                                                          string
	Target                                                         *float64
	Decimals                                                       int
	Points                                                         []Point
}

// Point is one value with n and where it came from.
type Point struct {
	FY       clock.FY
	From, To clock.Date
	Value    float64
	N        int
	Source   string
}

// AskPublication puts a goal ("goal") or its year-end result ("result") forward: section head, then ward head.
// The request shows the difference from what was approved before for it or for last year's goal.
func (gs *Goals) AskPublication(ctx context.Context, a people.Actor, goalID, what string, sample bool) (requestID string, err error) {
	err = gs.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := find(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		if !g.RevisableBy(a) {
			return deny(g)
		}
		text, err := gs.public(ctx, tx, g, what)
		if err != nil {
			return err
		}
		before, err := gs.approvedBefore(ctx, tx, g, what)
		if err != nil {
			return err
		}
		o, err := people.OfficeIn(ctx, tx, g.OfficeID)
		if err != nil {
			return err
		}
		w, err := people.OfficeIn(ctx, tx, g.WardID)
		if err != nil {
			return err
		}
		r := approval.Request{Subject: shared.Subject{Kind: "goal." + what, ID: g.ID}, WardID: g.WardID, Href: "/goals/" + g.ID, Sample: sample,
			Title: map[string]string{"goal": "目標の公表", "result": "結果の公表"}[what] + "「" + g.Title + "」（" + g.OfficeName + "）", Changes: before.changes(text),
			Steps: []approval.Step{{Label: "所属長", Role: people.SectionHead, OfficePath: o.Path}, {Label: "区長", Role: people.WardHead, OfficePath: w.Path}}}
		if o.ID == w.ID {
			r.Steps = r.Steps[1:]
		}
		requestID, err = gs.Approvals.Ask(ctx, tx, a, r)
		return err
	})
	return requestID, err
}

// Decided hears from the approval desk; an approved request becomes the public text, as it is then.
func (gs *Goals) Decided(ctx context.Context, tx *db.Tx, a people.Actor, r approval.Request, what string) error {
	if r.State != approval.Approved {
		return nil
	}
	g, err := find(ctx, tx, a, r.Subject.ID)
	if err != nil {
		return err
	}
	text, err := gs.public(ctx, tx, g, what)
	if err != nil {
		return err
	}
	b, err := json.Marshal(text)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO goal_publications (goal_id, what, approval_id, text, at, sample) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (goal_id, what) DO UPDATE SET approval_id = excluded.approval_id, text = excluded.text, at = excluded.at`,
		g.ID, what, r.ID, string(b), gs.instant(), r.Sample)
}

// public makes the public text of a goal.
func (gs *Goals) public(ctx context.Context, tx *db.Tx, g Goal, what string) (Published, error) {
	p := Published{WardID: g.WardID, Ward: g.WardName, Office: g.OfficeName, FY: g.FY, Title: g.Title, Words: g.Words, Situation: g.Situation}
	links, err := linksOf(ctx, tx, g.ID)
	if err != nil {
		return p, err
	}
	for _, l := range links {
		p.Serves = append(p.Serves, l.Name)
	}
	ms, err := measuresOf(ctx, tx, `($1)`, g.ID)
	if err != nil {
		return p, err
	}
	for _, m := range ms {
		p.Measures = append(p.Measures, publicMeasure(m, gs.Start(ctx)))
	}
	if what != "result" {
		return p, nil
	}
	rs, err := reviewsOf(ctx, tx, g.ID)
	if err != nil {
		return p, err
	}
	r, ok := rs[End]
	if !ok {
		return p, fault.New(fault.Invalid, "年度末のふり返りがまだありません。書いてから公表に出してください。")
	}
	p.Done, p.Reach, p.Summary, p.Issue, p.Remedy = r.Doing, r.Reach, r.Summary, r.Issue, r.Remedy
	p.Verdict, p.Rule, p.Reason = r.Verdict, r.Rule, r.Reason
	return p, nil
}

func publicMeasure(m Measure, start clock.Start) PublishedMeasure {
	p := PublishedMeasure{Name: m.Name, Unit: m.Unit, Aim: m.Aim(), Definition: m.Definition, Base: m.BaseLabel, Period: m.Period,
		Rounding: m.RoundingName(), Direction: m.Direction(), Shape: string(m.Shape), Target: m.Target, Decimals: m.Decimals}
	for _, r := range m.Readings {
		p.Points = append(p.Points, Point{FY: start.Of(r.To), From: r.From, To: r.To, Value: r.Value, N: r.N, Source: r.Source})
	}
	return p
}

// approvedBefore is what the public reads now of this goal, or of last year's.
func (gs *Goals) approvedBefore(ctx context.Context, tx *db.Tx, g Goal, what string) (p Published, err error) {
	var text string
	err = tx.Row(ctx, `SELECT text FROM goal_publications WHERE what = 'goal' AND goal_id IN ($1, $2) ORDER BY at DESC LIMIT 1`, g.ID, g.FromID).Scan(&text)
	if fault.Of(err) == fault.NotFound {
		return p, nil
	} else if err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(text), &p)
}

// changes lists the fields of two public texts side by side.
func (p Published) changes(q Published) []ui.Change {
	out := []ui.Change{{Label: "名前", Before: p.Title, After: q.Title}, {Label: "わたしたちの言葉", Before: p.Words, After: q.Words},
		{Label: "現状", Before: p.Situation, After: q.Situation}, {Label: "つながり", Before: lines(p.Serves), After: lines(q.Serves)},
		{Label: "ものさしと目安", Before: p.aims(), After: q.aims()}}
	if q.Reach != "" {
		out = append(out, ui.Change{Label: "結果", After: reachWord(q.Reach) + "（" + q.Verdict + "）"}, ui.Change{Label: "ふり返り", After: q.Summary},
			ui.Change{Label: "課題", After: q.Issue}, ui.Change{Label: "改善策", After: q.Remedy})
	}
	kept := out[:0]
	for _, c := range out {
		if c.Before != "" || c.After != "" {
			kept = append(kept, c)
		}
	}
	return kept
}

func (p Published) aims() string {
	var out []string
	for _, m := range p.Measures {
		out = append(out, m.Name+": "+m.Aim+"（母数 "+m.Base+"）")
	}
	return lines(out)
}

func lines(ss []string) string {
	out := ""
	for i, s := range ss {
		if i > 0 {
			out += "\n"
		}
		out += s
	}
	return out
}

// reachWord is the public's word for a result.
func reachWord(reach string) string {
	switch reach {
	case "on":
		return "できました"
	case "off":
		return "むずかしい"
	case "none":
		return "数では測らない"
	}
	return "すすんでいます"
}

// Publications lists the approved texts of some fiscal years, goals before results, for the public page. "" is every ward.
func Publications(ctx context.Context, tx *db.Tx, wardID string, years []clock.FY) ([]Publication, error) {
	var w db.Where
	w.In("g.fy", db.Values(years)).If(wardID != "", `g.ward_id = ?`, wardID)
	type row struct {
		Publication
		text string
	}
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.GoalID, &r.What, &r.Approval, &r.text, &r.At, &r.Sample} }, `
		SELECT p.goal_id, p.what, p.approval_id, p.text, p.at, p.sample FROM goal_publications p
		JOIN goals g ON g.id = p.goal_id JOIN offices o ON o.id = g.office_id LEFT JOIN offices w ON w.id = g.ward_id
		`+w.SQL()+` ORDER BY p.what, w.sort NULLS FIRST, o.sort, o.code, g.created_at`, w.Args()...)
	out := make([]Publication, len(rows))
	for i, r := range rows {
		out[i] = r.Publication
		if err := json.Unmarshal([]byte(r.text), &out[i].Text); err != nil {
			return nil, err
		}
	}
	return out, err
}

func linksOf(ctx context.Context, tx *db.Tx, goalID string) ([]Target, error) {
	return db.All(ctx, tx, func(t *Target) []any { return []any{&t.Kind, &t.Link.Target, &t.Name, &t.Href} },
		`SELECT kind, target, name, href FROM goal_links WHERE goal_id = $1 ORDER BY kind, name`, goalID)
}

func reviewsOf(ctx context.Context, tx *db.Tx, goalID string) (map[Stage]Review, error) {
	all, err := db.All(ctx, tx, reviewFields, `SELECT `+reviewColumns+` FROM goal_reviews r LEFT JOIN staff s ON s.id = r.by_id WHERE r.goal_id = $1`, goalID)
	out := map[Stage]Review{}
	for _, r := range all {
		out[r.Stage] = r
	}
	return out, err
}
