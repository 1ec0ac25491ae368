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
	if d.Postgres() {
		t.Skip("written from SQLite; the same migrations make both")
	}
	ctx := context.Background()
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
