package migrations_test

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"

	"kaname/kit/db"
	"kaname/kit/dbtest"
)

var update = flag.Bool("update", false, "rewrite schema.sql")

// schema.sql is the whole schema at a glance, for reading; this keeps it true.
func TestTheSchemaForReadingIsFresh(t *testing.T) {
	d := dbtest.New(t)
	ctx := context.Background()
	if d.Postgres() {
		sameTables(ctx, t, d)
		return
	}
	var b strings.Builder
	b.WriteString("-- The whole schema, made from the migrations. For reading only: go test ./migrations -update writes it anew.\n")
	err := d.Read(ctx, func(tx *db.Tx) error {
		type row struct{ sql string }
		all, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.sql} },
			`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 ELSE 1 END, name`)
		for _, r := range all {
			b.WriteString("\n" + r.sql + ";\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.sql", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile("schema.sql")
	if err != nil || string(have) != b.String() {
		t.Error("schema.sql is not fresh: go test ./migrations -update")
	}
}

// sameTables holds schema.sql, which is written from SQLite, against PostgreSQL.
func sameTables(ctx context.Context, t *testing.T, d *db.DB) {
	have, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	err = d.Read(ctx, func(tx *db.Tx) error {
		type row struct{ name string }
		all, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.name} }, `SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'`)
		if n := strings.Count(string(have), "CREATE TABLE "); n != len(all) {
			t.Errorf("%d tables in schema.sql, %d in the database", n, len(all))
		}
		for _, r := range all {
			if !strings.Contains(string(have), "CREATE TABLE "+r.name+" (") && !strings.Contains(string(have), `CREATE TABLE "`+r.name+`" (`) { // SQLite quotes a table that was renamed
				t.Errorf("%s is not in schema.sql", r.name)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
