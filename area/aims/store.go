package aims

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

const columns = `m.id, m.ward_id, m.office_id, m.month, m.line1, m.line2, m.why, m.together, m.decided_by, m.goal_id, m.goal_name, m.goal_href,
	m.days, m.noticed, m.looked_by, COALESCE(l.display, ''), m.looked_at, m.sample, m.created_by, m.created_at, m.updated_by, m.updated_at,
	o.name, o.path, COALESCE(w.name, ''), CASE WHEN p.kind = 'office' THEN p.name ELSE '' END, COALESCE(s.display, '')`

const from = ` FROM aims m JOIN offices o ON o.id = m.office_id LEFT JOIN offices p ON p.id = o.parent_id LEFT JOIN offices w ON w.id = m.ward_id
	LEFT JOIN staff l ON l.id = m.looked_by LEFT JOIN staff s ON s.id = m.updated_by`

// fields lists an aim's columns' places, in the order of columns.
func fields(m *Aim) []any {
	return []any{&m.ID, &m.WardID, &m.OfficeID, &m.Month, &m.Line1, &m.Line2, &m.Why, &m.Together, &m.DecidedBy, &m.GoalID, &m.GoalName, &m.GoalHref,
		&m.Days, &m.Noticed, &m.LookedBy, &m.LookedName, &m.LookedAt, &m.Sample, &m.CreatedBy, &m.CreatedAt, &m.UpdatedBy, &m.UpdatedAt,
		&m.OfficeName, &m.OfficePath, &m.WardName, &m.Above, &m.Editor}
}

// find loads an aim that a may see: another ward's is not found.
func find(ctx context.Context, tx *db.Tx, a people.Actor, aimID string) (Aim, error) {
	m, err := db.One(ctx, tx, fields, `SELECT `+columns+from+` WHERE m.id = $1 AND ($2 = '' OR m.ward_id = $2)`, aimID, a.Sees())
	if fault.Of(err) == fault.NotFound {
		return m, fault.Missing("この月間目標")
	}
	return m, err
}

// nearest loads the month's aim of the office or of the closest one above it.
func nearest(ctx context.Context, tx *db.Tx, a people.Actor, officeID string, month Month) (Aim, error) {
	return db.One(ctx, tx, fields, `SELECT `+columns+from+` JOIN offices mine ON mine.id = $1
		WHERE m.month = $2 AND m.ward_id IN (mine.ward_id, '') AND ($3 = '' OR m.ward_id = $3) AND SUBSTR(mine.path, 1, LENGTH(o.path)) = o.path
		ORDER BY LENGTH(o.path) DESC LIMIT 1`, officeID, month, a.Sees())
}

func list(ctx context.Context, tx *db.Tx, a people.Actor, f Filter) ([]Aim, error) {
	var w db.Where
	ward := a.Sees()
	w.If(ward != "", "m.ward_id = ?", ward)
	w.If(f.WardID != "", "m.ward_id = ?", f.WardID)
	w.If(f.OfficeID != "", "m.office_id = ?", f.OfficeID)
	w.If(f.GoalID != "", "m.goal_id = ?", f.GoalID)
	w.If(f.Month != "", "m.month = ?", f.Month)
	w.If(f.Before != "", "m.month < ?", f.Before)
	return db.All(ctx, tx, fields, `SELECT `+columns+from+w.SQL()+` ORDER BY m.month DESC, w.sort NULLS FIRST, o.sort, o.code, m.id`, w.Args()...)
}

func insert(ctx context.Context, tx *db.Tx, m Aim) error {
	return tx.Exec(ctx, `
		INSERT INTO aims (id, ward_id, office_id, month, line1, line2, why, together, decided_by, goal_id, goal_name, goal_href, sample, created_by, created_at, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		m.ID, m.WardID, m.OfficeID, m.Month, m.Line1, m.Line2, m.Why, m.Together, m.DecidedBy, m.GoalID, m.GoalName, m.GoalHref, m.Sample,
		m.CreatedBy, m.CreatedAt, m.UpdatedBy, m.UpdatedAt)
}

// update writes the words, if the aim still is as it was seen.
func update(ctx context.Context, tx *db.Tx, m Aim, seen clock.Instant) error {
	n, err := tx.Changed(ctx, `
		UPDATE aims SET line1 = $3, line2 = $4, why = $5, together = $6, decided_by = $7, goal_id = $8, goal_name = $9, goal_href = $10, updated_by = $11, updated_at = $12
		WHERE id = $1 AND updated_at = $2`,
		m.ID, seen, m.Line1, m.Line2, m.Why, m.Together, m.DecidedBy, m.GoalID, m.GoalName, m.GoalHref, m.UpdatedBy, m.UpdatedAt)
	return first(n, err)
}

// look writes the look back, if it still is as it was seen.
func look(ctx context.Context, tx *db.Tx, m Aim, seen clock.Instant) error {
	n, err := tx.Changed(ctx, `UPDATE aims SET days = $3, noticed = $4, looked_by = $5, looked_at = $6 WHERE id = $1 AND looked_at = $2`,
		m.ID, seen, m.Days, m.Noticed, m.LookedBy, m.LookedAt)
	return first(n, err)
}

// first is a Conflict where somebody else was first.
func first(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。")
	}
	return err
}
