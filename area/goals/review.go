package goals

import (
	"context"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Stage of the year at which a goal is looked back upon.
type Stage string

// 中間 and 年度末.
const (
	Mid Stage = "mid"
	End Stage = "end"
)

// Name is the stage on screens.
func (s Stage) Name() string {
	if s == End {
		return "年度末"
	}
	return "中間"
}

// Review is a look back: will it be done, will it be reached; at the year's end, was it. Where it was missed,
// 課題と改善策 are mandatory (domain.md §2.3). The rule's verdict is kept with its reason.
type Review struct {
	GoalID string
	Stage  Stage
	ReviewDraft
	Verdict, Rule, Reason string
	ByID, ByName          string
	At, UpdatedAt         clock.Instant
	Sample                bool
}

// ReviewDraft is what people write.
type ReviewDraft struct {
	Doing         string // on, off: 実施見込み (mid) or 実施した (end)
	Reach         string // on, off, none: 達成見込み (mid) or 達成 (end); none: 数では測らない
	Summary       string
	Issue, Remedy string
}

// Check returns a fault that names each field that cannot stand. missed says that the rule found a target missed.
func (d ReviewDraft) Check(stage Stage, missed bool) error {
	var c fault.Check
	c.That(d.Doing == "on" || d.Doing == "off", "doing", map[Stage]string{Mid: "実施できる見込みかどうかを選んでください。", End: "実施したかどうかを選んでください。"}[stage])
	c.That(d.Reach == "on" || d.Reach == "off" || d.Reach == "none", "reach", map[Stage]string{Mid: "目標に届く見込みかどうかを選んでください。", End: "目標に届いたかどうかを選んでください。"}[stage])
	c.That(d.Summary != "", "summary", "ふり返りを1行でも書いてください。証拠とあゆみから下書きできます。")
	need := d.Reach == "off" || d.Doing == "off" || stage == End && missed
	c.That(!need || d.Issue != "", "issue", "届かないときは、課題（なぜ届かないか）を書きます。結果といっしょに公表されます。")
	c.That(!need || d.Remedy != "", "remedy", "届かないときは、改善策（つぎにどうするか）を書きます。")
	for field, v := range map[string]string{"summary": d.Summary, "issue": d.Issue, "remedy": d.Remedy} {
		c.That(utf8.RuneCountInString(v) <= 1000, field, "1000字までです。")
	}
	return c.Err()
}

// Review writes or rewrites the look back of a stage, with the rule's verdict of that moment.
func (gs *Goals) Review(ctx context.Context, a people.Actor, goalID string, stage Stage, d ReviewDraft, sample bool) error {
	return gs.DB.Write(ctx, func(tx *db.Tx) error {
		if stage != Mid && stage != End {
			return fault.Missing("このふり返り")
		}
		g, err := gs.forWriting(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		ms, err := measuresOf(ctx, tx, `($1)`, g.ID)
		if err != nil {
			return err
		}
		for i := range ms {
			ms[i].AsOf = a.Today
		}
		v := JudgeAll(ms, g.FY, gs.Start(ctx))
		if err := d.Check(stage, v.Measured && !v.Good); err != nil {
			return err
		}
		now := gs.instant()
		r := Review{GoalID: g.ID, Stage: stage, ReviewDraft: d, Verdict: v.Word, Rule: v.Rule, Reason: v.Reason, ByID: a.ID, At: now, UpdatedAt: now, Sample: sample}
		if err := saveReview(ctx, tx, r); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, "review:"+g.ID+":"+string(stage)); err != nil {
			return err
		}
		return gs.Note(ctx, tx, a, "review "+string(stage), string(g.Kind), g.ID, v.Word)
	})
}

const reviewColumns = `r.goal_id, r.stage, r.doing, r.reach, r.summary, r.issue, r.remedy, r.verdict, r.rule, r.reason, r.by_id, COALESCE(s.display, ''), r.at, r.updated_at, r.sample`

func reviewFields(r *Review) []any {
	return []any{&r.GoalID, &r.Stage, &r.Doing, &r.Reach, &r.Summary, &r.Issue, &r.Remedy, &r.Verdict, &r.Rule, &r.Reason, &r.ByID, &r.ByName, &r.At, &r.UpdatedAt, &r.Sample}
}

func saveReview(ctx context.Context, tx *db.Tx, r Review) error {
	return tx.Exec(ctx, `
		INSERT INTO goal_reviews (goal_id, stage, doing, reach, summary, issue, remedy, verdict, rule, reason, by_id, at, updated_at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (goal_id, stage) DO UPDATE SET doing = excluded.doing, reach = excluded.reach, summary = excluded.summary, issue = excluded.issue,
			remedy = excluded.remedy, verdict = excluded.verdict, rule = excluded.rule, reason = excluded.reason, by_id = excluded.by_id, updated_at = excluded.updated_at`,
		r.GoalID, r.Stage, r.Doing, r.Reach, r.Summary, r.Issue, r.Remedy, r.Verdict, r.Rule, r.Reason, r.ByID, r.At, r.UpdatedAt, r.Sample)
}

// Decision is what becomes of a goal after its year.
type Decision string

// 継続, 基準化提案, 終了.
const (
	Continue   Decision = "continue"
	ToStandard Decision = "standard"
	Close      Decision = "end"
)

// Decisions lists them with their names and help.
var Decisions = []struct {
	Decision   Decision
	Name, Help string
}{
	{Continue, "続ける", "来年度の目標として引き継ぎます。ものさしと受け持ちも移ります。"},
	{ToStandard, "基準にする案を出す", "よい取組を、全区が守る基準にする案として市に出します。"},
	{Close, "終える", "目的を果たした、または見直して終えます。記録は残ります。"},
}

// Name is the decision on screens.
func (d Decision) Name() string {
	for _, e := range Decisions {
		if e.Decision == d {
			return e.Name
		}
	}
	return ""
}

// Ending is the record of that decision, with its reason. Nothing is lost silently: a goal without one is
// listed at the year's end.
type Ending struct {
	GoalID   string
	Decision Decision
	Reason   string
	NextID   string
	ByID     string
	ByName   string
	At       clock.Instant
	Sample   bool
}

// Carry decides what becomes of a goal. Continuing opens next year's goal with its measures; a practice that
// should become a standard is handed to the standards room in the same transaction.
func (gs *Goals) Carry(ctx context.Context, a people.Actor, goalID string, d Decision, reason string, sample bool) (next string, err error) {
	err = gs.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := find(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		if !g.LedBy(a) {
			return fault.Denied("この"+g.Kind.Name()+"の続け方を決める", g.OfficeName+"の所属長か事務局")
		}
		var c fault.Check
		c.That(d.Name() != "", "decision", "続ける・基準にする案を出す・終える のどれかを選んでください。")
		c.That(reason != "", "reason", "そう決めた理由を書いてください。来年度の人が読みます。")
		if err := c.Err(); err != nil {
			return err
		}
		e := Ending{GoalID: g.ID, Decision: d, Reason: reason, ByID: a.ID, At: gs.instant(), Sample: sample}
		if d != Close {
			if e.NextID, err = gs.nextYear(ctx, tx, a, g, sample); err != nil {
				return err
			}
		}
		if d == ToStandard {
			if err := gs.Propose(ctx, tx, a, g, reason); err != nil {
				return err
			}
		}
		next = e.NextID
		if err := insertEnding(ctx, tx, e); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, endingDraft(g.ID)); err != nil {
			return err
		}
		return gs.Note(ctx, tx, a, "carry over", string(g.Kind), g.ID, string(d))
	})
	return next, err
}

// nextYear opens a goal's successor: same words, people, links that still stand, and measures; no readings.
func (gs *Goals) nextYear(ctx context.Context, tx *db.Tx, a people.Actor, g Goal, sample bool) (string, error) {
	ms, err := measuresOf(ctx, tx, `($1)`, g.ID)
	if err != nil {
		return "", err
	}
	now, start := gs.instant(), gs.Start(ctx)
	n := g
	n.ID, n.FY, n.FromID, n.ParentID, n.Links = id.New(), g.FY+1, g.ID, "", nil
	n.Sample, n.CreatedBy, n.CreatedAt, n.UpdatedBy, n.UpdatedAt = sample, a.ID, now, a.ID, now
	if n.OfficeID, err = heir(ctx, tx, g.OfficeID, start.First(n.FY)); err != nil {
		return "", err
	}
	if err := insert(ctx, tx, n); err != nil {
		return "", err
	}
	for _, m := range ms {
		if v, ok := m.Actual(g.FY, start); ok && m.DueFY <= g.FY && (m.Shape == Ratio || m.Shape == Coverage) {
			m.Baseline, m.BaselineNote = nil, g.FY.Era()+"の実績 "+m.Show(v)+m.Unit
		}
		m.ID, m.GoalID, m.Sample, m.UpdatedAt, m.Readings = id.New(), n.ID, sample, now, nil
		if m.DueFY <= g.FY {
			m.FromFY, m.DueFY = n.FY, n.FY
		}
		if err := saveMeasure(ctx, tx, m); err != nil {
			return "", err
		}
	}
	return n.ID, nil
}

// heir is the office that carries a goal on from day: the same one, or after a reorganisation its first successor.
func heir(ctx context.Context, tx *db.Tx, officeID string, day clock.Date) (string, error) {
	o, err := people.OfficeIn(ctx, tx, officeID)
	if err != nil || o.To >= day {
		return officeID, err
	}
	next, err := people.Successors(ctx, tx, officeID)
	if err != nil || len(next) == 0 {
		return officeID, err
	}
	return next[0].ID, nil
}

const endingColumns = `e.goal_id, e.decision, e.reason, COALESCE(e.next_id, ''), e.by_id, COALESCE(s.display, ''), e.at, e.sample`

func endingFields(e *Ending) []any {
	return []any{&e.GoalID, &e.Decision, &e.Reason, &e.NextID, &e.ByID, &e.ByName, &e.At, &e.Sample}
}

func insertEnding(ctx context.Context, tx *db.Tx, e Ending) error {
	return tx.Exec(ctx, `INSERT INTO goal_endings (goal_id, decision, reason, next_id, by_id, at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.GoalID, e.Decision, e.Reason, db.Null(e.NextID), e.ByID, e.At, e.Sample)
}
