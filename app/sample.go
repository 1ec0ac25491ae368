package app

import (
	"context"
	"fmt"

	"kaname/kit/db"
	"kaname/people"
)

// CountSample says how many sample records each table holds.
func (h *House) CountSample(ctx context.Context) (n int64, err error) {
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		n = 0
		tables, err := tx.With(ctx, "sample")
		if err != nil {
			return err
		}
		for _, t := range tables {
			var here int64
			if err := tx.Row(ctx, fmt.Sprintf(`SELECT COUNT(*) FROM %s WHERE sample`, t)).Scan(&here); err != nil {
				return err
			}
			n += here
		}
		return nil
	})
	return n, err
}

// RemoveSample takes every sample record away in one go, with what hangs on it and cannot stand alone. Where the
// city itself was a sample, the first-run page opens again. The audit stays: it is never shortened.
func (h *House) RemoveSample(ctx context.Context, a people.Actor) (removed int64, err error) {
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		removed = 0
		if err := tx.Defer(ctx); err != nil {
			return err
		}
		tables, err := tx.With(ctx, "sample")
		if err != nil {
			return err
		}
		for _, t := range tables {
			n, err := tx.Changed(ctx, fmt.Sprintf(`DELETE FROM %s WHERE sample`, t))
			if err != nil {
				return err
			}
			removed += n
		}
		n, err := orphans(ctx, tx)
		if err != nil {
			return err
		}
		removed += n
		city := `DELETE FROM municipality WHERE NOT EXISTS (SELECT 1 FROM offices WHERE kind = 'city')`
		if err := tx.Exec(ctx, city); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `UPDATE municipality SET has_sample = FALSE`); err != nil {
			return err
		}
		return h.Audit.Note(ctx, tx, a, "remove sample", "city", "", fmt.Sprint(removed))
	})
	h.People.Forget()
	h.Surveys.Forget()
	return removed, err
}

// orphans deletes what points at a record that is gone, until nothing does.
func orphans(ctx context.Context, tx *db.Tx) (removed int64, err error) {
	refs, err := tx.References(ctx)
	if err != nil {
		return 0, err
	}
	for {
		var round int64
		for _, r := range refs {
			n, err := tx.Changed(ctx, fmt.Sprintf(`DELETE FROM %s WHERE %s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.%s = %s.%s)`,
				r.Child, r.Column, r.Parent, r.Key, r.Child, r.Column))
			if err != nil {
				return removed, err
			}
			round += n
		}
		if removed += round; round == 0 {
			return removed, nil
		}
	}
}
