package ratings

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
)

const importColumns = `m.id, m.rating_id, m.name, m.header, m.columns, m.rows, m.before, m.state, m.cells, m.by_id, m.at, m.applied_at, COALESCE(s.display, '')`

func importFields(im *Import) []any {
	return []any{&im.ID, &im.RatingID, &im.Name, text{&im.Header}, text{&im.Columns}, text{&im.Rows}, text{&im.Before}, &im.State, &im.Cells, &im.ByID, &im.At, &im.AppliedAt, &im.ByName}
}

func findImport(ctx context.Context, tx *db.Tx, ratingID, importID string) (Import, error) {
	im, err := db.One(ctx, tx, importFields, `SELECT `+importColumns+` FROM rating_imports m LEFT JOIN staff s ON s.id = m.by_id
		WHERE m.id = $1 AND m.rating_id = $2`, importID, ratingID)
	if fault.Of(err) == fault.NotFound {
		return im, fault.Missing("この取り込み")
	}
	return im, err
}

// listImports lists a rating's imports without what is in them, the newest first.
func listImports(ctx context.Context, tx *db.Tx, ratingID string) ([]Import, error) {
	return db.All(ctx, tx, importFields, `SELECT m.id, m.rating_id, m.name, '', '', '', '', m.state, m.cells, m.by_id, m.at, m.applied_at, COALESCE(s.display, '')
		FROM rating_imports m LEFT JOIN staff s ON s.id = m.by_id WHERE m.rating_id = $1 ORDER BY m.at DESC, m.id LIMIT 50`, ratingID)
}

func insertImport(ctx context.Context, tx *db.Tx, im Import) error {
	return tx.Exec(ctx, `
		INSERT INTO rating_imports (id, rating_id, name, header, columns, rows, before, state, cells, by_id, at, applied_at)
		VALUES ($1, $2, $3, $4, '', $5, '', $6, 0, $7, $8, '')`,
		im.ID, im.RatingID, im.Name, toText(im.Header), toText(im.Rows), im.State, im.ByID, im.At)
}

func updateColumns(ctx context.Context, tx *db.Tx, importID string, columns map[string]int) error {
	return tx.Exec(ctx, `UPDATE rating_imports SET columns = $2 WHERE id = $1`, importID, toText(columns))
}

func applied(ctx context.Context, tx *db.Tx, im Import) error {
	return tx.Exec(ctx, `UPDATE rating_imports SET state = 'applied', cells = $2, before = $3, applied_at = $4 WHERE id = $1`,
		im.ID, im.Cells, toText(im.Before), im.AppliedAt)
}

func undone(ctx context.Context, tx *db.Tx, importID string) error {
	return tx.Exec(ctx, `UPDATE rating_imports SET state = 'undone', before = '' WHERE id = $1`, importID)
}

// forgetOld empties files whose days are over.
func forgetOld(ctx context.Context, tx *db.Tx, before clock.Instant) error {
	return tx.Exec(ctx, `UPDATE rating_imports SET rows = '', before = '' WHERE rows <> '' AND CASE WHEN applied_at = '' THEN at ELSE applied_at END < $1`, before)
}
