package db_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kaname/kit/db"
	"kaname/kit/dbtest"
	"kaname/kit/fault"
)

// What both databases must say alike: the part of SQL in which the house writes.
func TestTheHousesSQLSaysTheSameOnBothDatabases(t *testing.T) {
	ctx, d := context.Background(), dbtest.New(t)
	run := func(q string, args ...any) {
		t.Helper()
		if err := d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, q, args...) }); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	run(`CREATE TABLE p (id TEXT PRIMARY KEY, name TEXT, n BIGINT, at TEXT, ok BOOLEAN NOT NULL DEFAULT FALSE, x DOUBLE PRECISION, b BYTEA)`)
	run(`INSERT INTO p (id, name, n, at, x, b) VALUES ('1', 'Apple', 1, NULL, 0.5, $1), ('2', 'banana', 2, '2026-04-01', NULL, NULL), ('3', '赤', 3, '2026-03-31', 1, NULL), ('4', 'あ', 4, NULL, 2, NULL)`, []byte{0, 255})
	for _, x := range []struct{ q, want string }{
		{`SELECT COUNT(*) FROM p WHERE n = $2 AND id = $1`, "1"},
		{`WITH q AS (SELECT n FROM p WHERE n > 1) SELECT COUNT(*) FROM q`, "3"},
		{`SELECT MAX(r) FROM (SELECT ROW_NUMBER() OVER (ORDER BY id) AS r FROM p) AS s`, "4"},
		{`SELECT COUNT(*) FILTER (WHERE n > 1) FROM p`, "3"},
		{`SELECT id FROM p ORDER BY at NULLS LAST, id LIMIT 1`, "3"},
		{`SELECT name || '!' FROM p WHERE id = '1'`, "Apple!"},
		{`SELECT COALESCE(SUM(n), 0) FROM p WHERE n > 9`, "0"},
		{`SELECT name FROM p ORDER BY name LIMIT 1`, "Apple"},
		{`SELECT COUNT(*) FROM p WHERE NOT ok`, "4"},
		{`SELECT COUNT(*) FROM p WHERE (n, id) > (1, '1')`, "3"},
		{`SELECT SUBSTR(at, 1, 7) FROM p WHERE id = '2'`, "2026-04"},
		{`SELECT CASE WHEN x > 0.4 THEN 'much' ELSE 'little' END FROM p WHERE id = '1'`, "much"},
		{`SELECT COUNT(*) FROM p WHERE at IS NOT DISTINCT FROM NULL`, "2"},
		{`SELECT COUNT(DISTINCT at) FROM p`, "2"},
		{`SELECT LENGTH('窓口')`, "2"},
		{`INSERT INTO p (id, n) VALUES ('1', 7) ON CONFLICT (id) DO UPDATE SET n = excluded.n RETURNING n`, "7"},
	} {
		q, want := x.q, x.want
		var got string
		var args []any
		if strings.Contains(q, "$2") { // the numbers of the values need not stand in their order
			args = []any{"2", 2}
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			var v any
			if err := tx.Row(ctx, q, args...).Scan(&v); err != nil {
				return err
			}
			got = text(v)
			return nil
		})
		if err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", q, got, want, err)
		}
	}
}

// text is a value as both drivers mean it.
func text(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

func TestWhatADriverRefusesBecomesAFault(t *testing.T) {
	ctx, d := context.Background(), dbtest.New(t)
	twice := func(q string) error {
		return d.Write(ctx, func(tx *db.Tx) error {
			if err := tx.Exec(ctx, q); err != nil {
				return err
			}
			return tx.Exec(ctx, q)
		})
	}
	if err := twice(`INSERT INTO holidays (date, name) VALUES ('2026-01-02', 'x')`); fault.Of(err) != fault.Conflict {
		t.Errorf("the same key twice: %v", err)
	}
	err := d.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `INSERT INTO comments (id, kind, subject, by_id, text, at) VALUES ('1', 'x', 'x', 'nobody', 'x', 'x')`)
	})
	if fault.Of(err) != fault.Conflict {
		t.Errorf("a reference to nobody: %v", err)
	}
	err = d.Read(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `INSERT INTO holidays (date, name) VALUES ('2026-01-03', 'x')`)
	})
	if err == nil {
		t.Error("a reading transaction writes")
	}
}

func TestAStoppedWriteLeavesNothing(t *testing.T) {
	ctx, d := context.Background(), dbtest.New(t)
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `INSERT INTO holidays (date, name) VALUES ('2026-01-02', 'x')`); err != nil {
			return err
		}
		return fault.New(fault.Invalid, "no")
	})
	if fault.Of(err) != fault.Invalid {
		t.Fatal(err)
	}
	var n int
	if err := d.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, `SELECT COUNT(*) FROM holidays`).Scan(&n) }); err != nil || n != 0 {
		t.Errorf("%d rows stayed: %v", n, err)
	}
}
