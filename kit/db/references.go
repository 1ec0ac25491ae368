package db

import (
	"context"
	"fmt"
)

// Reference is a foreign key: Child.Column points at Parent.Key.
type Reference struct{ Child, Column, Parent, Key string }

// References lists the foreign keys of the schema, for kit/ and for taking sample data away.
func (t *Tx) References(ctx context.Context) ([]Reference, error) {
	q := `SELECT m.name, f."from", f."table", COALESCE(f."to", 'id') FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2`
	if t.Postgres() {
		q = `SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text, k.attname::text
			FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
			JOIN pg_attribute k ON k.attrelid = c.confrelid AND k.attnum = c.confkey[1] WHERE c.contype = 'f' ORDER BY 1, 2`
	}
	return All(ctx, t, func(r *Reference) []any { return []any{&r.Child, &r.Column, &r.Parent, &r.Key} }, q)
}

// With lists the tables that have a column of that name.
func (t *Tx) With(ctx context.Context, column string) ([]string, error) {
	q := `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = $1 ORDER BY 1`
	if t.Postgres() {
		q = `SELECT table_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = $1 ORDER BY 1`
	}
	type name struct{ s string }
	all, err := All(ctx, t, func(n *name) []any { return []any{&n.s} }, q, column)
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = n.s
	}
	return out, err
}

// Defer lets foreign keys be checked at the end of this transaction instead of after each statement.
func (t *Tx) Defer(ctx context.Context) error {
	if !t.Postgres() {
		return t.Exec(ctx, `PRAGMA defer_foreign_keys = ON`)
	}
	type key struct{ table, name string }
	keys, err := All(ctx, t, func(k *key) []any { return []any{&k.table, &k.name} },
		`SELECT conrelid::regclass::text, conname::text FROM pg_constraint WHERE contype = 'f' AND NOT condeferrable`)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := t.Exec(ctx, fmt.Sprintf(`ALTER TABLE %s ALTER CONSTRAINT %q DEFERRABLE INITIALLY IMMEDIATE`, k.table, k.name)); err != nil {
			return err
		}
	}
	return t.Exec(ctx, `SET CONSTRAINTS ALL DEFERRED`)
}
