package db_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"kaname/kit/db"
	"kaname/kit/dbtest"
)

func TestShreddedRowsAreGoneFromTheFilesAfterScouringAndDeletedOnesAreNot(t *testing.T) {
	d, ctx := dbtest.New(t), context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	secret := map[string]string{"shredded": "leave-no-trace-of-me", "deleted": "the-careless-way-out"}
	must(d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `CREATE TABLE secrets (what TEXT NOT NULL)`) }))
	for _, s := range secret {
		must(d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `INSERT INTO secrets VALUES ($1)`, s) }))
	}
	must(d.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Shred(ctx, `DELETE FROM secrets WHERE what = $1`, secret["shredded"])
		if n != 1 {
			t.Errorf("%d rows were shredded", n)
		}
		return err
	}))
	must(d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `DELETE FROM secrets`) }))
	must(d.Scour(ctx, "secrets"))
	if d.Postgres() { // both are gone: the table is written anew
		var size int
		must(d.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, `SELECT pg_relation_size('secrets')`).Scan(&size) }))
		if size != 0 {
			t.Errorf("%d bytes are left", size)
		}
		return
	}
	var all []byte
	for _, file := range []string{d.Where(), d.Where() + "-wal"} {
		b, err := os.ReadFile(file)
		must(err)
		all = append(all, b...)
	}
	if bytes.Contains(all, []byte(secret["shredded"])) || !bytes.Contains(all, []byte(secret["deleted"])) {
		t.Error("the shredded row is still there, or the test would not see it")
	}
}
