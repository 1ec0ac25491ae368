package handover_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"kaname/kit/db"
	"kaname/kit/dbtest"
	"kaname/kit/handover"
)

var (
	ctx = context.Background()
	day = time.Date(2026, 9, 30, 0, 4, 11, 0, time.UTC)
)

// collector is the open side on a real database: sealed records, and what of the chunks was noted.
type collector struct {
	d      *db.DB
	key    *handover.Key
	office handover.Card
	stream handover.Mark // the stream's beginning
	limit  int64
}

func (c *collector) tables() error {
	return c.d.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `CREATE TABLE waiting_records (collector TEXT NOT NULL, id TEXT NOT NULL, row BIGINT NOT NULL, type TEXT NOT NULL, key TEXT NOT NULL,
			office TEXT NOT NULL, box BYTEA NOT NULL, stream TEXT NOT NULL DEFAULT '', number BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (collector, id))`); err != nil {
			return err
		}
		return tx.Exec(ctx, `CREATE TABLE sent_chunks (collector TEXT NOT NULL, stream TEXT NOT NULL, number BIGINT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (collector, stream, number))`)
	})
}

// accept seals records and keeps them; the same id again is the same form.
func (c *collector) accept(rs ...handover.Record) error {
	var all []handover.Sealed
	for _, r := range rs {
		s, err := handover.Seal(c.office, r)
		if err != nil {
			return err
		}
		all = append(all, s)
	}
	return c.d.Write(ctx, func(tx *db.Tx) error {
		for _, s := range all {
			if err := tx.Exec(ctx, `INSERT INTO waiting_records (collector, id, row, type, key, office, box)
				VALUES ($1, $2, (SELECT COUNT(*) + 1 FROM waiting_records), $3, $4, $5, $6) ON CONFLICT DO NOTHING`, c.key.Name, s.ID, s.Type, s.Key, s.Office, s.Box); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *collector) rows(tx *db.Tx, where string, args ...any) iter.Seq2[handover.Sealed, error] {
	return func(yield func(handover.Sealed, error) bool) {
		all, err := db.All(ctx, tx, func(s *handover.Sealed) []any {
			return []any{&s.ID, &s.Type, &s.Key, &s.Office, &s.Box}
		}, `SELECT id, type, key, office, box FROM waiting_records WHERE collector = $1 AND `+where+` ORDER BY row, id`, append([]any{c.key.Name}, args...)...)
		if err != nil {
			yield(handover.Sealed{}, err)
		}
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func (c *collector) marks(tx *db.Tx) ([]handover.Mark, error) {
	return readMarks(ctx, tx, `SELECT mark FROM sent_chunks WHERE collector = $1 AND stream = $2 ORDER BY number`, c.key.Name, c.stream.Stream.ID)
}

// cut cuts the next chunk and notes it, with the records that belong to it, in one transaction; no file has left
// before that. It says whether there was anything to cut.
func (c *collector) cut() (m handover.Mark, ok bool, err error) {
	err = c.d.Write(ctx, func(tx *db.Tx) error {
		marks, err := c.marks(tx)
		if err != nil {
			return err
		}
		last := append([]handover.Mark{c.stream}, marks...)[len(marks)]
		h, some, err := handover.Cut(last, c.rows(tx, `number = 0`), c.limit, day)
		if ok = some; err != nil || !ok {
			return err
		}
		n := int64(0)
		for s, err := range c.rows(tx, `number = 0`) {
			if err != nil {
				return err
			}
			if n++; n > h.Count {
				break
			}
			if err := tx.Exec(ctx, `UPDATE waiting_records SET stream = $3, number = $4 WHERE collector = $1 AND id = $2`, c.key.Name, s.ID, h.Stream.ID, h.Number); err != nil {
				return err
			}
		}
		if m, err = handover.Write(new(bytes.Buffer), c.key, h, c.rows(tx, `stream = $2 AND number = $3`, h.Stream.ID, h.Number)); err != nil {
			return err
		}
		text, err := json.Marshal(m)
		if err != nil {
			return err
		}
		return tx.Exec(ctx, `INSERT INTO sent_chunks (collector, stream, number, mark) VALUES ($1, $2, $3, $4)`, c.key.Name, h.Stream.ID, h.Number, string(text))
	})
	return m, ok, err
}

// file writes a noted chunk, for the first time or again.
func (c *collector) file(m handover.Mark) (b []byte, err error) {
	err = c.d.Read(ctx, func(tx *db.Tx) error {
		var buf bytes.Buffer
		again, err := handover.Write(&buf, c.key, m.Header, c.rows(tx, `stream = $2 AND number = $3`, m.Stream.ID, m.Number))
		if err == nil && again.Hash != m.Hash {
			err = fmt.Errorf("chunk %d was written anew with another content", m.Number)
		}
		b = buf.Bytes()
		return err
	})
	return b, err
}

// confirm wipes what a receipt confirms, and says which chunks wait.
func (c *collector) confirm(receipt []byte) (waiting []handover.Mark, err error) {
	r, err := handover.ReadReceipt(bytes.NewReader(receipt), []handover.Card{c.office})
	if err != nil {
		return nil, err
	}
	err = c.d.Write(ctx, func(tx *db.Tx) error {
		marks, err := c.marks(tx)
		if err != nil {
			return err
		}
		var done []handover.Mark
		if done, waiting, err = r.Confirm(c.stream.Stream, marks); err != nil {
			return err
		}
		for _, m := range done {
			if err := tx.Exec(ctx, `DELETE FROM waiting_records WHERE collector = $1 AND stream = $2 AND number = $3`, c.key.Name, m.Stream.ID, m.Number); err != nil {
				return err
			}
		}
		return nil
	})
	return waiting, err
}

// restart begins a new stream, into which everything unconfirmed goes.
func (c *collector) restart() error {
	c.stream = handover.Begin(c.key.Name)
	return c.d.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE waiting_records SET number = 0, stream = '' WHERE collector = $1`, c.key.Name)
	})
}

// forget is what a backup from before the last cut does: the chunk may be on its way, but here it never was.
func (c *collector) forget() error {
	return c.d.Write(ctx, func(tx *db.Tx) error {
		marks, err := c.marks(tx)
		if err != nil || len(marks) == 0 {
			return err
		}
		last := marks[len(marks)-1]
		if err := tx.Exec(ctx, `DELETE FROM sent_chunks WHERE collector = $1 AND stream = $2 AND number = $3`, c.key.Name, last.Stream.ID, last.Number); err != nil {
			return err
		}
		return tx.Exec(ctx, `UPDATE waiting_records SET number = 0, stream = '' WHERE collector = $1 AND stream = $2 AND number = $3`, c.key.Name, last.Stream.ID, last.Number)
	})
}

// pair is an office and a collector that know each other's cards, on one real database.
func pair(t testing.TB) (*office, *collector) {
	t.Helper()
	d := dbtest.New(t)
	k := key(t, handover.Office, "sakuragawa-minato")
	o := &office{d: d, keys: handover.Keys{k}}
	must(t, o.tables(ctx))
	c := &collector{d: d}
	must(t, c.tables())
	return o, o.joined(t, c, "uketsuke-1")
}

// joined sets up a collector that the office accepts.
func (o *office) joined(t testing.TB, c *collector, name string) *collector {
	t.Helper()
	c = &collector{d: c.d, key: key(t, handover.Collector, name), office: o.keys[0].Card, stream: handover.Begin(name), limit: 6000}
	o.cards = append(o.cards, c.key.Card)
	return c
}

func key(t testing.TB, role handover.Role, name string) *handover.Key {
	t.Helper()
	k, err := handover.Make(role, name, day)
	must(t, err)
	return k
}

// answer is a record such as a visitor's form makes.
func answer(i int) handover.Record {
	var b [16]byte
	rand.Read(b[:])
	return handover.Record{
		ID: base64.RawURLEncoding.EncodeToString(b[:]), Type: "answer", Key: fmt.Sprintf("x7k2m/2026-09-%02d", 28+i%3),
		Body: []byte(fmt.Sprintf(`{"q1":%d,"voice":%q}`, i%5+1, strings.Repeat("説明が分かりやすかった。", i%8))),
	}
}

// chunks lets a collector accept n records and cut them all.
func (c *collector) chunks(t testing.TB, n int) (marks []handover.Mark, files [][]byte) {
	t.Helper()
	all := make([]handover.Record, n)
	for i := range all {
		all[i] = answer(i)
	}
	must(t, c.accept(all...))
	for {
		m, ok, err := c.cut()
		must(t, err)
		if !ok {
			return marks, files
		}
		b, err := c.file(m)
		must(t, err)
		marks, files = append(marks, m), append(files, b)
	}
}

// take opens a file and takes it in.
func (o *office) take(b []byte) (handover.Taking, error) {
	c, err := handover.OpenChunk(bytes.NewReader(b), o.keys, o.cards)
	if err != nil {
		return handover.Taking{}, err
	}
	defer c.Close()
	return c.Take(ctx, o)
}

// receiptFile is the signed receipt of a stream.
func (o *office) receiptFile(s handover.Stream) ([]byte, error) {
	r, err := o.receipt(ctx, s)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = r.Write(&b, o.keys[0])
	return b.Bytes(), err
}

func (o *office) count(t testing.TB) (n int) {
	t.Helper()
	must(t, o.d.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, `SELECT COUNT(*) FROM taken_records`).Scan(&n) }))
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
