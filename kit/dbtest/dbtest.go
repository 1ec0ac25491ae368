// Package dbtest gives a test a fresh, migrated database of its own: SQLite, or PostgreSQL where KANAME_TEST_DB names one.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kaname/kit/db"
	"kaname/migrations"
)

var once sync.Once
var template string // SQLite: the bytes of a migrated file; PostgreSQL: the name of a migrated database
var templateErr error

// New returns a migrated, empty database that is gone when the test ends.
func New(t testing.TB) *db.DB {
	t.Helper()
	pg := os.Getenv("KANAME_TEST_DB")
	once.Do(func() { template, templateErr = makeTemplate(pg) })
	if templateErr != nil {
		t.Fatal(templateErr)
	}
	where := filepath.Join(t.TempDir(), "test.db")
	if pg != "" {
		name := "t" + strings.ToLower(rand.Text()[:16])
		admin(t, pg, `CREATE DATABASE `+name+` TEMPLATE `+template)
		t.Cleanup(func() { admin(t, pg, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`) })
		where = named(pg, name)
	} else if err := os.WriteFile(where, []byte(template), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// Blank names a place for a database that is not there yet (a file) or is empty (PostgreSQL), gone when the test ends.
func Blank(t testing.TB) string {
	t.Helper()
	pg := os.Getenv("KANAME_TEST_DB")
	if pg == "" {
		return filepath.Join(t.TempDir(), "blank.db")
	}
	name := "b" + strings.ToLower(rand.Text()[:16])
	admin(t, pg, `CREATE DATABASE `+name+` TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'`)
	t.Cleanup(func() { admin(t, pg, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`) })
	return named(pg, name)
}

func makeTemplate(pg string) (string, error) {
	ctx := context.Background()
	if pg == "" {
		dir, err := os.MkdirTemp("", "kaname")
		if err != nil {
			return "", err
		}
		defer os.RemoveAll(dir)
		file := filepath.Join(dir, "template.db")
		d, err := db.Open(file)
		if err != nil {
			return "", err
		}
		if _, err := d.Migrate(ctx, migrations.Files); err != nil {
			return "", err
		}
		d.Raw().Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
		d.Close()
		b, err := os.ReadFile(file)
		return string(b), err
	}
	name := "template" + strings.ToLower(rand.Text()[:12])
	h, err := sql.Open("pgx", pg)
	if err != nil {
		return "", err
	}
	defer h.Close()
	if _, err := h.Exec(`CREATE DATABASE ` + name + ` TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'`); err != nil {
		return "", err
	}
	d, err := db.Open(named(pg, name))
	if err != nil {
		return "", err
	}
	defer d.Close()
	_, err = d.Migrate(ctx, migrations.Files)
	return name, err
}

func named(pg, name string) string {
	u, err := url.Parse(pg)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}

func admin(t testing.TB, pg, q string) {
	t.Helper()
	h, err := sql.Open("pgx", pg)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if _, err := h.Exec(q); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}
