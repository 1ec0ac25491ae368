package goals

import (
	"context"
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

const columns = `g.id, g.kind, g.ward_id, g.office_id, COALESCE(g.parent_id, ''), g.fy, g.title, g.words, g.words_by, g.situation,
	COALESCE(g.owner_id, ''), COALESCE(g.partner_id, ''), g.plan_ref, COALESCE(g.from_id, ''), g.sample, g.created_by, g.created_at, g.updated_by, g.updated_at,
	o.name, o.path, COALESCE(w.name, ''), COALESCE(s1.display, ''), COALESCE(s2.display, ''), COALESCE(s3.display, '')`

const from = ` FROM goals g JOIN offices o ON o.id = g.office_id LEFT JOIN offices w ON w.id = g.ward_id
	LEFT JOIN staff s1 ON s1.id = g.owner_id LEFT JOIN staff s2 ON s2.id = g.partner_id LEFT JOIN staff s3 ON s3.id = g.updated_by`

// fields lists a goal's columns' places, in the order of columns.
func fields(g *Goal) []any {
	return []any{&g.ID, &g.Kind, &g.WardID, &g.OfficeID, &g.ParentID, &g.FY, &g.Title, &g.Words, &g.WordsBy, &g.Situation,
		&g.OwnerID, &g.PartnerID, &g.PlanRef, &g.FromID, &g.Sample, &g.CreatedBy, &g.CreatedAt, &g.UpdatedBy, &g.UpdatedAt,
		&g.OfficeName, &g.OfficePath, &g.WardName, &g.OwnerName, &g.PartnerName, &g.Editor}
}

// find loads a goal that a may see: another ward's goal is not found.
func find(ctx context.Context, tx *db.Tx, a people.Actor, goalID string) (Goal, error) {
	g, err := db.One(ctx, tx, fields, `SELECT `+columns+from+` WHERE g.id = $1 AND ($2 = '' OR g.ward_id = $2)`, goalID, a.Sees())
	if fault.Of(err) == fault.NotFound {
		return g, fault.Missing("この目標")
	}
	return g, err
}

func insert(ctx context.Context, tx *db.Tx, g Goal) error {
	return tx.Exec(ctx, `
		INSERT INTO goals (id, kind, ward_id, office_id, parent_id, fy, title, words, words_by, situation, owner_id, partner_id, plan_ref, from_id, sample, created_by, created_at, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		g.ID, g.Kind, g.WardID, g.OfficeID, db.Null(g.ParentID), g.FY, g.Title, g.Words, g.WordsBy, g.Situation,
		db.Null(g.OwnerID), db.Null(g.PartnerID), g.PlanRef, db.Null(g.FromID), g.Sample, g.CreatedBy, g.CreatedAt, g.UpdatedBy, g.UpdatedAt)
}

// update writes what the office may revise, if the goal still is as it was seen.
func update(ctx context.Context, tx *db.Tx, g Goal, seen clock.Instant) error {
	n, err := tx.Changed(ctx, `
		UPDATE goals SET office_id = $3, parent_id = $4, title = $5, words = $6, words_by = $7, situation = $8, owner_id = $9, partner_id = $10, updated_by = $11, updated_at = $12
		WHERE id = $1 AND updated_at = $2`,
		g.ID, seen, g.OfficeID, db.Null(g.ParentID), g.Title, g.Words, g.WordsBy, g.Situation, db.Null(g.OwnerID), db.Null(g.PartnerID), g.UpdatedBy, g.UpdatedAt)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。")
	}
	return err
}

func unlink(ctx context.Context, tx *db.Tx, goalID string) error {
	return tx.Exec(ctx, `DELETE FROM goal_links WHERE goal_id = $1`, goalID)
}

func link(ctx context.Context, tx *db.Tx, goalID string, t Target) error {
	return tx.Exec(ctx, `INSERT INTO goal_links (goal_id, kind, target, name, href) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		goalID, t.Kind, t.Target, t.Name, t.Href)
}

// narrow is the WHERE of a list: what a may see, and f.
func narrow(a people.Actor, f Filter) *db.Where {
	var w db.Where
	ward := a.Sees()
	w.If(ward != "", "g.ward_id = ?", ward)
	w.If(f.WardID != "", "g.ward_id = ?", f.WardID)
	w.If(f.OfficePath != "", "SUBSTR(o.path, 1, ?) = ?", len(f.OfficePath), f.OfficePath)
	w.If(f.FY != 0, "g.fy = ?", f.FY)
	w.If(f.Kind != "", "g.kind = ?", f.Kind)
	w.If(f.PersonID != "", "(g.owner_id = ? OR g.partner_id = ?)", f.PersonID, f.PersonID)
	w.If(f.ParentID != "", "g.parent_id = ?", f.ParentID)
	w.If(f.Status != "", newestStatus+" = ?", f.Status)
	w.If(f.PlanRef != "", "SUBSTR(g.plan_ref, 1, ?) = ?", len(f.PlanRef)+1, f.PlanRef+"/")
	w.If(f.Link.Target != "", "g.id IN (SELECT goal_id FROM goal_links WHERE kind = ? AND target = ?)", f.Link.Kind, f.Link.Target)
	if len(f.These) > 0 {
		ids := make([]any, len(f.These))
		for i, id := range f.These {
			ids[i] = id
		}
		w.And("g.id IN (?"+strings.Repeat(", ?", len(ids)-1)+")", ids...)
	}
	return &w
}

// need says what a goal wants of a person: somebody who is here, a word on how it stands, a decision for next year.
type need struct{ owner, word, decision bool }

// needsOf finds the goals under f that need something; over says that their year has ended. A city has thousands of
// goals: the database picks the few.
func needsOf(ctx context.Context, tx *db.Tx, a people.Actor, f Filter, today clock.Date, over bool) (map[string]need, error) {
	type row struct {
		id string
		need
	}
	w := narrow(a, f)
	n := len(w.Args())
	inner := fmt.Sprintf(`
		SELECT g.id AS id, COALESCE(c.status, 'thinking') IN ('done', 'stopped') AS settled,
			NOT EXISTS (SELECT 1 FROM posts p JOIN offices h ON h.id = p.office_id WHERE p.staff_id IN (g.owner_id, g.partner_id) AND h.ward_id = g.ward_id
				AND p.main AND p.from_date <= $%[1]d AND p.to_date >= $%[1]d) AS alone,
			COALESCE(c.at, g.created_at) < $%[2]d AS quiet,
			NOT EXISTS (SELECT 1 FROM goal_endings e WHERE e.goal_id = g.id) AS undecided
		FROM goals g JOIN offices o ON o.id = g.office_id
		LEFT JOIN goal_checkins c ON c.id = (SELECT k.id FROM goal_checkins k WHERE k.goal_id = g.id ORDER BY k.at DESC, k.id DESC LIMIT 1)`, n+1, n+2) + w.SQL()
	outer := `SELECT id, NOT settled AND alone, FALSE, undecided FROM (` + inner + `) AS x WHERE undecided OR NOT settled AND alone`
	if !over {
		outer = `SELECT id, alone, quiet, FALSE FROM (` + inner + `) AS x WHERE NOT settled AND (alone OR quiet)`
	}
	all, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.id, &r.owner, &r.word, &r.decision} }, outer,
		append(w.Args(), today, clock.At(today.AddDays(-StaleAfter).Time()))...)
	out := make(map[string]need, len(all))
	for _, r := range all {
		out[r.id] = r.need
	}
	return out, err
}

// order is that of the organisation.
const order = ` ORDER BY w.sort NULLS FIRST, o.sort, o.code, g.kind, g.created_at, g.id`

// selectLines selects goals with their newest check-in and their ending; what narrows them follows.
const selectLines = `SELECT ` + columns + `,
		COALESCE(c.id, ''), g.id, COALESCE(c.status, ''), COALESCE(c.line, ''), COALESCE(c.need, ''), COALESCE(c.confidence, ''), COALESCE(c.by_id, ''), COALESCE(sc.display, ''), COALESCE(c.at, ''), COALESCE(c.sample, FALSE),
		COALESCE(e.goal_id, ''), COALESCE(e.decision, ''), COALESCE(e.reason, ''), COALESCE(e.next_id, ''), COALESCE(e.by_id, ''), COALESCE(se.display, ''), COALESCE(e.at, ''), COALESCE(e.sample, FALSE),
		EXISTS (SELECT 1 FROM goal_reviews v WHERE v.goal_id = g.id)` + from + `
	LEFT JOIN goal_checkins c ON c.id = (SELECT k.id FROM goal_checkins k WHERE k.goal_id = g.id ORDER BY k.at DESC, k.id DESC LIMIT 1) LEFT JOIN staff sc ON sc.id = c.by_id
	LEFT JOIN goal_endings e ON e.goal_id = g.id LEFT JOIN staff se ON se.id = e.by_id`

func lineFields(l *Line) []any {
	return append(append(append(fields(&l.Goal), checkinFields(&l.Last)...), endingFields(&l.Ended)...), &l.Looked)
}

// count says how many goals f leaves.
func count(ctx context.Context, tx *db.Tx, a people.Actor, f Filter) (n int, err error) {
	w := narrow(a, f)
	err = tx.Row(ctx, `SELECT COUNT(*) FROM goals g JOIN offices o ON o.id = g.office_id`+w.SQL(), w.Args()...).Scan(&n)
	return n, err
}

// brief loads goals with their newest check-in and their ending, in one query.
func brief(ctx context.Context, tx *db.Tx, a people.Actor, f Filter) ([]Line, error) {
	w := narrow(a, f)
	where := w.SQL()
	if f.Limit > 0 { // the page is cut before anything is joined to it
		where = fmt.Sprintf(` WHERE g.id IN (SELECT g.id FROM goals g JOIN offices o ON o.id = g.office_id LEFT JOIN offices w ON w.id = g.ward_id%s%s LIMIT %d OFFSET %d)`, where, order, f.Limit, f.Offset)
	}
	return db.All(ctx, tx, lineFields, selectLines+where+order, w.Args()...)
}

// complete adds measures, readings and links to lines that f left, in one query each.
func complete(ctx context.Context, tx *db.Tx, a people.Actor, f Filter, lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	at, ids := make(map[string]*Line, len(lines)), []any{}
	for i := range lines {
		at[lines[i].ID], ids = &lines[i], append(ids, lines[i].ID)
	}
	these := `(` + db.In(1, len(ids)) + `)`
	if len(ids) > 100 { // many names cost more than looking for them again
		w := narrow(a, f)
		these, ids = `(SELECT g.id FROM goals g JOIN offices o ON o.id = g.office_id`+w.SQL()+`)`, w.Args()
	}
	measures, err := measuresOf(ctx, tx, these, ids...)
	if err != nil {
		return err
	}
	for _, m := range measures {
		if l := at[m.GoalID]; l != nil {
			l.Measures = append(l.Measures, m)
		}
	}
	if f.Unlinked {
		return nil
	}
	return tie(ctx, tx, at, these, ids)
}

// tie adds the links to the lines of a list.
func tie(ctx context.Context, tx *db.Tx, at map[string]*Line, these string, args []any) error {
	type linked struct {
		GoalID string
		Target
	}
	links, err := db.All(ctx, tx, func(l *linked) []any { return []any{&l.GoalID, &l.Kind, &l.Target.Link.Target, &l.Name, &l.Href} },
		`SELECT goal_id, kind, target, name, href FROM goal_links WHERE goal_id IN `+these+` ORDER BY goal_id, kind, name`, args...)
	for _, l := range links {
		if g := at[l.GoalID]; g != nil {
			g.LinkTo = append(g.LinkTo, l.Target)
			g.Links = append(g.Links, l.Link)
		}
	}
	return err
}

const measureColumns = `m.id, m.goal_id, m.position, m.name, m.shape, m.unit, m.up, m.base_label, m.base_kind, m.period, m.decimals, m.rounding,
	m.baseline, m.baseline_note, m.target, m.stretch, m.from_fy, m.due_fy, m.per, m.condition, m.definition, m.source, m.sample, m.updated_at`

func measureFields(m *Measure) []any {
	return []any{&m.ID, &m.GoalID, &m.Position, &m.Name, &m.Shape, &m.Unit, &m.Up, &m.BaseLabel, &m.BaseKind, &m.Period, &m.Decimals, &m.Rounding,
		&m.Baseline, &m.BaselineNote, &m.Target, &m.Stretch, &m.FromFY, &m.DueFY, &m.Per, &m.Condition, &m.Definition, &m.Source, &m.Sample, &m.UpdatedAt}
}

// measuresOf loads the measures of the goals in these (a list in brackets) with their readings, oldest first.
func measuresOf(ctx context.Context, tx *db.Tx, these string, args ...any) ([]Measure, error) {
	all, err := db.All(ctx, tx, measureFields, `SELECT `+measureColumns+` FROM goal_measures m WHERE m.goal_id IN `+these+` ORDER BY m.goal_id, m.position`, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at := make(map[string]*Measure, len(all))
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	readings, err := db.All(ctx, tx, readingFields, `
		SELECT `+readingColumns+` FROM goal_readings r JOIN goal_measures m ON m.id = r.measure_id WHERE m.goal_id IN `+these+` ORDER BY r.to_date, r.at, r.id`, args...)
	for _, r := range readings {
		at[r.MeasureID].Readings = append(at[r.MeasureID].Readings, r)
	}
	return all, err
}

func findMeasure(ctx context.Context, tx *db.Tx, measureID string) (Measure, error) {
	m, err := db.One(ctx, tx, measureFields, `SELECT `+measureColumns+` FROM goal_measures m WHERE m.id = $1`, measureID)
	if fault.Of(err) == fault.NotFound {
		return m, fault.Missing("このものさし")
	}
	return m, err
}

// saveMeasure writes m, new or known.
func saveMeasure(ctx context.Context, tx *db.Tx, m Measure) error {
	return tx.Exec(ctx, `
		INSERT INTO goal_measures (id, goal_id, position, name, shape, unit, up, base_label, base_kind, period, decimals, rounding, baseline, baseline_note, target, stretch, from_fy, due_fy, per, condition, definition, source, sample, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, shape = excluded.shape, unit = excluded.unit, up = excluded.up,
			base_label = excluded.base_label, base_kind = excluded.base_kind, period = excluded.period, decimals = excluded.decimals, rounding = excluded.rounding,
			baseline = excluded.baseline, baseline_note = excluded.baseline_note, target = excluded.target, stretch = excluded.stretch,
			from_fy = excluded.from_fy, due_fy = excluded.due_fy, per = excluded.per, condition = excluded.condition,
			definition = excluded.definition, source = excluded.source, updated_at = excluded.updated_at`,
		m.ID, m.GoalID, m.Position, m.Name, m.Shape, m.Unit, m.Up, m.BaseLabel, m.BaseKind, m.Period, m.Decimals, m.Rounding, m.Baseline, m.BaselineNote,
		m.Target, m.Stretch, m.FromFY, m.DueFY, m.Per, m.Condition, m.Definition, m.Source, m.Sample, m.UpdatedAt)
}

const readingColumns = `r.id, r.measure_id, r.value, r.n, r.base_label, r.from_date, r.to_date, r.as_of, r.source, r.href, r.note, r.by_id, r.at, r.sample`

func readingFields(r *Reading) []any {
	return []any{&r.ID, &r.MeasureID, &r.Value, &r.N, &r.BaseLabel, &r.From, &r.To, &r.AsOf, &r.Source, &r.Href, &r.Note, &r.ByID, &r.At, &r.Sample}
}

// insertReading adds a reading; one that came by itself replaces the same source's value of the same period.
func insertReading(ctx context.Context, tx *db.Tx, r Reading) error {
	return tx.Exec(ctx, `
		INSERT INTO goal_readings (id, measure_id, value, n, base_label, from_date, to_date, as_of, source, href, note, by_id, at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (measure_id, href, from_date) WHERE href <> '' DO UPDATE SET to_date = excluded.to_date, value = excluded.value, n = excluded.n, as_of = excluded.as_of, source = excluded.source, at = excluded.at`,
		r.ID, r.MeasureID, r.Value, r.N, r.BaseLabel, r.From, r.To, r.AsOf, r.Source, r.Href, r.Note, r.ByID, r.At, r.Sample)
}
