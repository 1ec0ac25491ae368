package calendar

import (
	"cmp"
	"context"
	"slices"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
)

// told is a row of what a year was told: a step that was added, a change of a step, or that a step is done.
type told struct {
	what string // step, change, done
	Step
	deed, reason, byID string
}

// load reads, in one question, all that the city and the ward have told the year fy: the steps they added, in the
// order of their making; what they did to steps, the weakest first: the city's before the ward's, an older change
// before a newer; and what the ward ("" is the city) has recorded as done.
func load(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) (own []Step, cs []Change, ds []Done, err error) {
	rows, err := db.All(ctx, tx, func(r *told) []any {
		return []any{&r.what, &r.Key, &r.WardID, &r.Lane, &r.Title, &r.Note, &r.From, &r.To, &r.Due, &r.Link, &r.FromFY, &r.ToFY, &r.Sample, &r.UpdatedBy, &r.UpdatedAt, &r.deed, &r.reason, &r.byID}
	}, `
		SELECT 'step', c.id, c.ward_id, c.lane, c.title, c.note, c.from_month, c.to_month, c.due, c.link, c.from_fy, c.to_fy, c.sample, COALESCE(s.display, ''), c.updated_at, '', '', ''
		FROM calendar_steps c LEFT JOIN staff s ON s.id = c.updated_by
		WHERE c.ward_id IN ('', $1) AND c.from_fy <= $2 AND c.to_fy >= $2
		UNION ALL
		SELECT 'change', c.step, c.ward_id, '', '', '', c.from_month, c.to_month, c.due, '', c.from_fy, c.to_fy, c.sample, COALESCE(s.display, ''), c.at, c.deed, c.reason, c.by_id
		FROM calendar_changes c LEFT JOIN staff s ON s.id = c.by_id
		WHERE c.ward_id IN ('', $1) AND c.from_fy <= $2 AND c.to_fy >= $2
		UNION ALL
		SELECT 'done', d.step, d.ward_id, '', '', '', 0, 0, '', '', d.fy, d.fy, d.sample, COALESCE(s.display, ''), d.at, '', d.line, d.by_id
		FROM calendar_done d LEFT JOIN staff s ON s.id = d.by_id
		WHERE d.ward_id = $1 AND d.fy = $2`, wardID, fy)
	for _, r := range rows {
		switch r.what {
		case "step":
			r.Kind, r.Main = Own, true
			own = append(own, r.Step)
		case "change":
			cs = append(cs, Change{WardID: r.WardID, Step: r.Key, FromFY: r.FromFY, ToFY: r.ToFY, Deed: r.deed, From: r.From, To: r.To, Due: r.Due,
				Reason: r.reason, ByID: r.byID, ByName: r.UpdatedBy, At: r.UpdatedAt})
		default:
			ds = append(ds, Done{WardID: r.WardID, Step: r.Key, FY: r.FromFY, Line: r.reason, ByID: r.byID, ByName: r.UpdatedBy, At: r.UpdatedAt})
		}
	}
	slices.SortFunc(own, func(x, y Step) int { return cmp.Compare(x.Key, y.Key) }) // ids grow with time
	slices.SortStableFunc(cs, func(x, y Change) int {
		return cmp.Or(cmp.Compare(min(len(x.WardID), 1), min(len(y.WardID), 1)), cmp.Compare(x.At, y.At))
	})
	return own, cs, ds, err
}

func insert(ctx context.Context, tx *db.Tx, s Step, byID string) error {
	return tx.Exec(ctx, `
		INSERT INTO calendar_steps (id, ward_id, lane, title, note, from_month, to_month, due, link, from_fy, to_fy, sample, created_by, created_at, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $14)`,
		s.Key, s.WardID, s.Lane, s.Title, s.Note, s.From, s.To, s.Due, s.Link, s.FromFY, s.ToFY, s.Sample, byID, s.UpdatedAt)
}

// update writes what was revised, if the step still is as it was seen.
func update(ctx context.Context, tx *db.Tx, s Step, seen clock.Instant, byID string) error {
	n, err := tx.Changed(ctx, `
		UPDATE calendar_steps SET lane = $3, title = $4, note = $5, from_month = $6, to_month = $7, due = $8, link = $9, from_fy = $10, to_fy = $11, updated_by = $12, updated_at = $13
		WHERE id = $1 AND updated_at = $2`,
		s.Key, seen, s.Lane, s.Title, s.Note, s.From, s.To, s.Due, s.Link, s.FromFY, s.ToFY, byID, s.UpdatedAt)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。")
	}
	return err
}

func putChange(ctx context.Context, tx *db.Tx, c Change, sample bool) error {
	return tx.Exec(ctx, `
		INSERT INTO calendar_changes (ward_id, step, from_fy, to_fy, deed, from_month, to_month, due, reason, sample, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (ward_id, step, from_fy, to_fy) DO UPDATE SET deed = excluded.deed, from_month = excluded.from_month, to_month = excluded.to_month,
			due = excluded.due, reason = excluded.reason, by_id = excluded.by_id, at = excluded.at`,
		c.WardID, c.Step, c.FromFY, c.ToFY, c.Deed, c.From, c.To, c.Due, c.Reason, sample, c.ByID, c.At)
}

func doneFields(d *Done) []any {
	return []any{&d.WardID, &d.Step, &d.FY, &d.Line, &d.ByID, &d.ByName, &d.At}
}

func putDone(ctx context.Context, tx *db.Tx, d Done, sample bool) error {
	return tx.Exec(ctx, `
		INSERT INTO calendar_done (ward_id, step, fy, line, sample, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (ward_id, step, fy) DO UPDATE SET line = excluded.line, by_id = excluded.by_id, at = excluded.at`,
		d.WardID, d.Step, d.FY, d.Line, sample, d.ByID, d.At)
}

func dropDone(ctx context.Context, tx *db.Tx, wardID, key string, fy clock.FY) (int64, error) {
	return tx.Changed(ctx, `DELETE FROM calendar_done WHERE ward_id = $1 AND step = $2 AND fy = $3`, wardID, key, fy)
}

// before loads what was written of a step in the years before fy, the newest first.
func before(ctx context.Context, tx *db.Tx, wardID, key string, fy clock.FY) ([]Done, error) {
	return db.All(ctx, tx, doneFields, `
		SELECT d.ward_id, d.step, d.fy, d.line, d.by_id, COALESCE(s.display, ''), d.at FROM calendar_done d LEFT JOIN staff s ON s.id = d.by_id
		WHERE d.ward_id = $1 AND d.step = $2 AND d.fy < $3 ORDER BY d.fy DESC LIMIT 3`, wardID, key, fy)
}
