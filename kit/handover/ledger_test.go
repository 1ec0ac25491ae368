package handover_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"kaname/kit/db"
	"kaname/kit/handover"
)

// office is the closed side on a real database: records, and what of the chunks was noted.
type office struct {
	d     *db.DB
	keys  handover.Keys
	cards []handover.Card // of the collectors it accepts
	issue int64

	// crash, counted down with every transaction that writes, ends one of them: before its commit or after it.
	crash       int
	afterCommit bool
}

var errCrash = errors.New("the machine lost power")

func (o *office) tables(ctx context.Context) error {
	return o.d.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `CREATE TABLE taken_records (id TEXT PRIMARY KEY, chunk TEXT NOT NULL, type TEXT NOT NULL, key TEXT NOT NULL, body BYTEA, sealed BYTEA)`); err != nil {
			return err
		}
		return tx.Exec(ctx, `CREATE TABLE taken_chunks (collector TEXT NOT NULL, stream TEXT NOT NULL, number BIGINT NOT NULL,
			hash TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (collector, stream, number))`)
	})
}

// write is a transaction that may be cut short on either side of its commit.
func (o *office) write(ctx context.Context, fn func(*db.Tx) error) error {
	o.crash--
	err := o.d.Write(ctx, func(tx *db.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		if o.crash == 0 && !o.afterCommit {
			return errCrash
		}
		return nil
	})
	if err == nil && o.crash == 0 {
		err = errCrash
	}
	return err
}

func (o *office) Marks(ctx context.Context, s handover.Stream) (marks []handover.Mark, err error) {
	err = o.d.Read(ctx, func(tx *db.Tx) error {
		marks, err = readMarks(ctx, tx, `SELECT mark FROM taken_chunks WHERE collector = $1 AND stream = $2`, s.Collector, s.ID)
		return err
	})
	return marks, err
}

func readMarks(ctx context.Context, tx *db.Tx, q string, args ...any) ([]handover.Mark, error) {
	texts, err := db.All(ctx, tx, func(s *string) []any { return []any{s} }, q, args...)
	if err != nil {
		return nil, err
	}
	marks := make([]handover.Mark, len(texts))
	for i, s := range texts {
		if err := json.Unmarshal([]byte(s), &marks[i]); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

func (o *office) Known(ctx context.Context, chunk handover.Mark, ids []string) (stood []handover.Standing, err error) {
	err = o.d.Read(ctx, func(tx *db.Tx) error {
		stood, err = standing(ctx, tx, chunk, ids)
		return err
	})
	return stood, err
}

func standing(ctx context.Context, tx *db.Tx, chunk handover.Mark, ids []string) ([]handover.Standing, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	type origin struct{ id, chunk string }
	there, err := db.All(ctx, tx, func(o *origin) []any { return []any{&o.id, &o.chunk} },
		`SELECT id, chunk FROM taken_records WHERE id IN (`+db.In(1, len(ids))+`)`, args...)
	if err != nil {
		return nil, err
	}
	by := map[string]handover.Standing{}
	for _, o := range there {
		by[o.id] = handover.Elsewhere
		if o.chunk == chunk.Hash {
			by[o.id] = handover.Resumed
		}
	}
	stood := make([]handover.Standing, len(ids))
	for i, id := range ids {
		stood[i] = by[id]
	}
	return stood, nil
}

func (o *office) Store(ctx context.Context, chunk handover.Mark, batch []handover.Arrival) (stood []handover.Standing, err error) {
	ids := make([]string, len(batch))
	for i, a := range batch {
		ids[i] = a.ID
	}
	err = o.write(ctx, func(tx *db.Tx) error {
		if stood, err = standing(ctx, tx, chunk, ids); err != nil {
			return err
		}
		for i, a := range batch {
			if stood[i] != handover.New {
				continue
			}
			var sealed []byte
			if a.Unreadable != nil {
				sealed = a.Box
			}
			if err := tx.Exec(ctx, `INSERT INTO taken_records (id, chunk, type, key, body, sealed) VALUES ($1, $2, $3, $4, $5, $6)`,
				a.ID, chunk.Hash, a.Type, a.Key, a.Record.Body, sealed); err != nil {
				return err
			}
		}
		return nil
	})
	return stood, err
}

func (o *office) Note(ctx context.Context, m handover.Mark) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return o.write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `INSERT INTO taken_chunks (collector, stream, number, hash, mark) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (collector, stream, number) DO NOTHING`, m.Collector, m.Stream.ID, m.Number, m.Hash, string(text)); err != nil {
			return err
		}
		var hash string
		if err := tx.Row(ctx, `SELECT hash FROM taken_chunks WHERE collector = $1 AND stream = $2 AND number = $3`, m.Collector, m.Stream.ID, m.Number).Scan(&hash); err != nil {
			return err
		}
		if hash != m.Hash {
			return fmt.Errorf("chunk %d was noted with another content", m.Number)
		}
		return nil
	})
}

// receipt reads marks and counts in one transaction, as NewReceipt asks.
func (o *office) receipt(ctx context.Context, s handover.Stream) (r handover.Receipt, err error) {
	err = o.d.Read(ctx, func(tx *db.Tx) error {
		marks, err := readMarks(ctx, tx, `SELECT mark FROM taken_chunks WHERE collector = $1 AND stream = $2`, s.Collector, s.ID)
		if err != nil {
			return err
		}
		stored, err := db.All(ctx, tx, func(c *handover.Count) []any { return []any{&c.Type, &c.Key, &c.N} },
			`SELECT r.type, r.key, COUNT(*) FROM taken_records r
			JOIN taken_chunks c ON c.hash = r.chunk WHERE c.collector = $1 AND c.stream = $2 GROUP BY r.type, r.key`, s.Collector, s.ID)
		if err != nil {
			return err
		}
		r, err = handover.NewReceipt(o.keys[0].Name, s, marks, stored, day)
		return err
	})
	return r, err
}
