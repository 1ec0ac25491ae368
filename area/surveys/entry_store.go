package surveys

import (
	"context"

	"kaname/kit/db"
	"kaname/kit/fault"
)

const batchColumns = `b.id, b.survey_id, b.counter_id, b.name, b.first_sheet, b.sheets, b.day, b.opened_by, b.opened_at, b.closed_by, b.closed_at,
	b.kept, b.checked, b.differed, b.sample, c.place, c.code, o.name, o.path,
	(SELECT count(*) FROM survey_keyed k WHERE k.batch_id = b.id AND k.pass = 1), (SELECT count(*) FROM survey_keyed k WHERE k.batch_id = b.id AND k.pass = 2)`

const batchTables = ` FROM survey_batches b JOIN surveys s ON s.id = b.survey_id JOIN survey_counters c ON c.id = b.counter_id JOIN offices o ON o.id = c.office_id `

func batchFields(b *Batch) []any {
	return []any{&b.ID, &b.SurveyID, &b.CounterID, &b.Name, &b.First, &b.Sheets, &b.Day, &b.OpenedBy, &b.OpenedAt, &b.ClosedBy, &b.ClosedAt,
		&b.Kept, &b.Checked, &b.Differed, &b.Sample, &b.Place, &b.Code, &b.OfficeName, &b.OfficePath, &b.Keyed, &b.Again}
}

// findBatch loads a batch within sees ("" every ward).
func findBatch(ctx context.Context, tx *db.Tx, sees, batchID string) (Batch, error) {
	return db.One(ctx, tx, batchFields, `SELECT `+batchColumns+batchTables+`WHERE b.id = $1 AND ($2 = '' OR s.ward_id = $2)`, batchID, sees)
}

// surveyBatches lists a survey's batches: the open ones first, then the newest.
func surveyBatches(ctx context.Context, tx *db.Tx, surveyID string) ([]Batch, error) {
	return db.All(ctx, tx, batchFields, `SELECT `+batchColumns+batchTables+`WHERE b.survey_id = $1
		ORDER BY CASE WHEN b.closed_at = '' THEN 0 ELSE 1 END, b.opened_at DESC, b.id LIMIT 200`, surveyID)
}

func insertBatch(ctx context.Context, tx *db.Tx, b Batch) error {
	var taken int
	if err := tx.Row(ctx, `SELECT count(*) FROM survey_batches WHERE survey_id = $1 AND name = $2`, b.SurveyID, b.Name).Scan(&taken); err != nil {
		return err
	}
	if taken > 0 {
		return fault.New(fault.Conflict, b.Name)
	}
	return tx.Exec(ctx, `
		INSERT INTO survey_batches (id, survey_id, counter_id, name, first_sheet, sheets, day, opened_by, opened_at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		b.ID, b.SurveyID, b.CounterID, b.Name, b.First, b.Sheets, b.Day, b.OpenedBy, b.OpenedAt, b.Sample)
}

// closeBatch writes what came of the batch and forgets its sheets: they are answers now, kept once.
func closeBatch(ctx context.Context, tx *db.Tx, b Batch) error {
	err := tx.Exec(ctx, `UPDATE survey_batches SET closed_by = $2, closed_at = $3, kept = $4, checked = $5, differed = $6 WHERE id = $1`,
		b.ID, b.ClosedBy, b.ClosedAt, b.Kept, b.Checked, b.Differed)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `DELETE FROM survey_keyed WHERE batch_id = $1`, b.ID)
}

// counterByID finds a counter of the survey's ward.
func counterByID(ctx context.Context, tx *db.Tx, s Survey, counterID string) (Counter, error) {
	c, err := db.One(ctx, tx, counterFields, `
		SELECT `+counterColumns+` FROM survey_counters c JOIN offices o ON o.id = c.office_id WHERE c.id = $1 AND o.ward_id = $2`, counterID, s.WardID)
	if fault.Of(err) == fault.NotFound {
		return c, fault.Missing("この窓口")
	}
	return c, err
}

// keyedSheets lists what was keyed in a batch, in the order of the sheets; of one sheet unless sheet is 0.
func keyedSheets(ctx context.Context, tx *db.Tx, batchID string, sheet int) ([]keyedSheet, error) {
	type row struct {
		keyedSheet
		text string
	}
	rows, err := db.All(ctx, tx, func(r *row) []any {
		return []any{&r.Pass, &r.Sheet, &r.text, &r.ByID, &r.ByName, &r.At}
	}, `SELECT k.pass, k.sheet, k.cells, k.by_id, p.display, k.at FROM survey_keyed k JOIN staff p ON p.id = k.by_id
		WHERE k.batch_id = $1 AND ($2 = 0 OR k.sheet = $2) ORDER BY k.sheet, k.pass`, batchID, sheet)
	if err != nil {
		return nil, err
	}
	out := make([]keyedSheet, len(rows))
	for i, r := range rows {
		out[i] = r.keyedSheet
		if out[i].cells, err = parseKeyed(r.text); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func putKeyed(ctx context.Context, tx *db.Tx, batchID string, k keyedSheet) error {
	return tx.Exec(ctx, `
		INSERT INTO survey_keyed (batch_id, pass, sheet, cells, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (batch_id, pass, sheet) DO UPDATE SET cells = excluded.cells, by_id = excluded.by_id, at = excluded.at`,
		batchID, k.Pass, k.Sheet, k.cells.text(), k.ByID, k.At)
}

// forgetDecision drops what was decided for a sheet, because it is keyed anew.
func forgetDecision(ctx context.Context, tx *db.Tx, batchID string, sheet int) error {
	return tx.Exec(ctx, `DELETE FROM survey_keyed WHERE batch_id = $1 AND pass = 3 AND sheet = $2`, batchID, sheet)
}

// lastKeyed is the number of the sheet that somebody keyed last in a pass, or 0.
func lastKeyed(ctx context.Context, tx *db.Tx, batchID string, pass int, by string) (sheet int, err error) {
	err = tx.Row(ctx, `SELECT sheet FROM survey_keyed WHERE batch_id = $1 AND pass = $2 AND by_id = $3 ORDER BY at DESC, sheet DESC LIMIT 1`, batchID, pass, by).Scan(&sheet)
	if fault.Of(err) == fault.NotFound {
		return 0, nil
	}
	return sheet, err
}

// removeKeyed takes a sheet back; with the first pass goes all that was keyed or decided after it.
func removeKeyed(ctx context.Context, tx *db.Tx, batchID string, pass, sheet int) error {
	return tx.Exec(ctx, `DELETE FROM survey_keyed WHERE batch_id = $1 AND sheet = $2 AND pass >= $3`, batchID, sheet, pass)
}
