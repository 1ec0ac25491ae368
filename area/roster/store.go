package roster

import (
	"context"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

const importColumns = `i.id, i.kind, i.name, i.header, i.rows, i.columns, i.sure, i.state, i.counts, i.by_id, COALESCE(s.display, ''), i.at, i.applied_at, i.undone_at`

// importRow holds the columns that are JSON until they are read.
type importRow struct {
	Import
	header, rows, columns, counts string
}

func importFields(r *importRow) []any {
	return []any{&r.ID, &r.Kind, &r.Name, &r.header, &r.rows, &r.columns, &r.Sure, &r.State, &r.counts, &r.ByID, &r.ByName, &r.At, &r.AppliedAt, &r.UndoneAt}
}

func (r importRow) read() (Import, error) {
	im := r.Import
	for text, to := range map[*string]any{&r.header: &im.Header, &r.rows: &im.Rows, &r.columns: &im.Columns, &r.counts: &im.Counts} {
		if err := fromJSON(*text, to); err != nil {
			return im, err
		}
	}
	return im, nil
}

func findImport(ctx context.Context, tx *db.Tx, importID string) (Import, error) {
	r, err := db.One(ctx, tx, importFields, `SELECT `+importColumns+` FROM imports i LEFT JOIN staff s ON s.id = i.by_id WHERE i.id = $1`, importID)
	if fault.Of(err) == fault.NotFound {
		return Import{}, fault.Missing("この取り込み")
	}
	if err != nil {
		return Import{}, err
	}
	return r.read()
}

// listImports lists the newest files brought in, without their rows.
func listImports(ctx context.Context, tx *db.Tx, limit int) ([]Import, error) {
	rows, err := db.All(ctx, tx, importFields, `
		SELECT i.id, i.kind, i.name, '[]', CASE WHEN i.rows = '[]' THEN '[]' ELSE '[{}]' END, '{}', i.sure, i.state, i.counts, i.by_id, COALESCE(s.display, ''), i.at, i.applied_at, i.undone_at
		FROM imports i LEFT JOIN staff s ON s.id = i.by_id ORDER BY i.at DESC LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	var out []Import
	for _, r := range rows {
		im, err := r.read()
		if err != nil {
			return nil, err
		}
		out = append(out, im)
	}
	return out, nil
}

func insertImport(ctx context.Context, tx *db.Tx, im Import) error {
	header, err := toJSON(im.Header)
	if err != nil {
		return err
	}
	rows, err := toJSON(im.Rows)
	if err != nil {
		return err
	}
	columns, err := toJSON(im.Columns)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO imports (id, kind, name, header, rows, columns, sure, state, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		im.ID, im.Kind, im.Name, header, rows, columns, im.Sure, im.State, im.ByID, im.At)
}

func updateColumns(ctx context.Context, tx *db.Tx, im Import) error {
	columns, err := toJSON(im.Columns)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE imports SET columns = $2, sure = $3 WHERE id = $1`, im.ID, columns, im.Sure)
}

func applied(ctx context.Context, tx *db.Tx, importID string, now clock.Instant, counts map[string]int) error {
	text, err := toJSON(counts)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE imports SET state = $2, applied_at = $3, counts = $4, rows = '[]' WHERE id = $1`, importID, Applied, now, text)
}

func undone(ctx context.Context, tx *db.Tx, importID, byID string, now clock.Instant) error {
	if err := tx.Exec(ctx, `DELETE FROM import_traces WHERE import_id = $1`, importID); err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE imports SET state = $2, undone_at = $3, undone_by = $4 WHERE id = $1`, importID, Undone, now, byID)
}

// insertTraces keeps them a hundred at a time: five thousand single statements would take seconds over a network.
func insertTraces(ctx context.Context, tx *db.Tx, importID string, traces []people.Trace) error {
	for part := range slices.Chunk(traces, 100) {
		var values []string
		var args []any
		for _, t := range part {
			values = append(values, "("+db.In(len(args)+1, 6)+")")
			args = append(args, importID, t.Kind, t.ID, t.Label, t.Before, t.After)
		}
		err := tx.Exec(ctx, `INSERT INTO import_traces (import_id, kind, record_id, label, before_row, after_row) VALUES `+strings.Join(values, ", "), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func tracesOf(ctx context.Context, tx *db.Tx, importID string) ([]people.Trace, error) {
	return db.All(ctx, tx, func(t *people.Trace) []any { return []any{&t.Kind, &t.ID, &t.Label, &t.Before, &t.After} },
		`SELECT kind, record_id, label, before_row, after_row FROM import_traces WHERE import_id = $1 ORDER BY kind, record_id`, importID)
}

// newcomers lists the people an import added who still have no password.
func newcomers(ctx context.Context, tx *db.Tx, importID string) ([]string, error) {
	return db.All(ctx, tx, func(s *string) []any { return []any{s} }, `
		SELECT s.id FROM import_traces t JOIN staff s ON s.id = t.record_id
		WHERE t.import_id = $1 AND t.kind = 'person' AND t.before_row = '' AND s.password_hash = '' ORDER BY s.number`, importID)
}

// forgetOld empties what nobody can confirm or undo any more.
func forgetOld(ctx context.Context, tx *db.Tx, before clock.Instant) error {
	err := tx.Exec(ctx, `DELETE FROM import_traces WHERE import_id IN (SELECT id FROM imports WHERE applied_at <> '' AND applied_at < $1)`, before)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE imports SET rows = '[]' WHERE state = 'waiting' AND at < $1 AND rows <> '[]'`, before)
}
