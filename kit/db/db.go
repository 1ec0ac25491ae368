// Package db opens SQLite or PostgreSQL and lets the house write its SQL once, with $1 placeholders.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL
	_ "modernc.org/sqlite"             // SQLite, pure Go

	"kaname/kit/fault"
)

// DB is one database: a writer and readers beside it.
type DB struct {
	w, r     *sql.DB
	postgres bool
	where    string
}

// Tx is a transaction. Only the deeds of an area hold one.
type Tx struct {
	tx    *sql.Tx
	count *atomic.Int64
	d     *DB
	reads bool
	once  map[string]any
}

// Open opens a SQLite file, or PostgreSQL where where begins with postgres://.
// SQLite runs in WAL with synchronous=FULL, foreign keys on, one writer, and readers beside it.
func Open(where string) (*DB, error) {
	if IsPostgres(where) {
		p, err := sql.Open("pgx", where)
		if err != nil {
			return nil, fmt.Errorf("open postgres: %w", err)
		}
		p.SetMaxOpenConns(20)
		p.SetMaxIdleConns(10)
		return &DB{w: p, r: p, postgres: true, where: where}, nil
	}
	common := "?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-8000)&_pragma=temp_store(MEMORY)"
	file := "file:" + (&url.URL{Path: where}).EscapedPath()
	w, err := sql.Open("sqlite", file+common+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open sqlite: %w", err)
	}
	w.SetMaxOpenConns(1)
	if err := w.Ping(); err != nil {
		w.Close()
		return nil, fmt.Errorf("open %s: %w", where, err)
	}
	r, err := sql.Open("sqlite", file+common+"&_pragma=query_only(1)&_txlock=deferred")
	if err != nil {
		return nil, fmt.Errorf("open sqlite for reading: %w", err)
	}
	r.SetMaxOpenConns(4)
	r.SetMaxIdleConns(4)
	return &DB{w: w, r: r, where: where}, nil
}

// IsPostgres says whether where names a PostgreSQL database rather than a file.
func IsPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Postgres says which of the two databases this is, for kit/ alone.
func (d *DB) Postgres() bool { return d.postgres }

// Where is the file or address given to Open.
func (d *DB) Where() string { return d.where }

// Raw is the writing handle, for migrations and backups alone.
func (d *DB) Raw() *sql.DB { return d.w }

// Close closes both handles.
func (d *DB) Close() error {
	if d.r != d.w {
		d.r.Close()
	}
	return d.w.Close()
}

// Ping answers whether the database can be reached.
func (d *DB) Ping(ctx context.Context) error { return d.r.PingContext(ctx) }

// Write runs fn in one transaction that may change things; fn may run twice.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	return d.in(ctx, d.w, nil, fn)
}

// Read runs fn in one transaction that sees one state of the database and changes nothing.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	var opts *sql.TxOptions
	if d.postgres {
		opts = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return d.in(ctx, d.r, opts, fn)
}

func (d *DB) in(ctx context.Context, h *sql.DB, opts *sql.TxOptions, fn func(*Tx) error) error {
	for try := 0; ; try++ {
		err := d.once(ctx, h, opts, fn)
		if err == nil || try == 5 || !again(err) {
			return asFault(err)
		}
		time.Sleep(time.Duration(1<<try) * 5 * time.Millisecond)
	}
}

func (d *DB) once(ctx context.Context, h *sql.DB, opts *sql.TxOptions, fn func(*Tx) error) error {
	tx, err := h.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(&Tx{tx: tx, count: counter(ctx), d: d, reads: h != d.w || opts != nil && opts.ReadOnly}); err != nil {
		return err
	}
	return tx.Commit()
}

// Exec runs a statement that returns no rows.
func (t *Tx) Exec(ctx context.Context, q string, args ...any) error {
	t.tick()
	_, err := t.tx.ExecContext(ctx, q, args...)
	return err
}

// Changed is Exec that says how many rows it touched.
func (t *Tx) Changed(ctx context.Context, q string, args ...any) (int64, error) {
	t.tick()
	res, err := t.tx.ExecContext(ctx, q, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Row runs a query for one row; Scan returns a NotFound fault where there is none.
func (t *Tx) Row(ctx context.Context, q string, args ...any) Row {
	t.tick()
	return Row{t.tx.QueryRowContext(ctx, q, args...)}
}

// Rows runs a query; the caller closes what it returns. Prefer All.
func (t *Tx) Rows(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	t.tick()
	return t.tx.QueryContext(ctx, q, args...)
}

// Once loads what several parts of one reading transaction ask for, at its first call; a writing one loads it anew
// each time. What it returns is shared: nobody changes it.
func Once[T any](t *Tx, key string, load func() (T, error)) (T, error) {
	if v, ok := t.once[key].(T); ok {
		return v, nil
	}
	v, err := load()
	if err == nil && t.reads {
		if t.once == nil {
			t.once = map[string]any{}
		}
		t.once[key] = v
	}
	return v, err
}

// Writes says whether the transaction may change things: what it sees then may not last.
func (t *Tx) Writes() bool { return !t.reads }

// Postgres says which database this is, for kit/ alone.
func (t *Tx) Postgres() bool { return t.d.postgres }

func (t *Tx) tick() {
	if t.count != nil {
		t.count.Add(1)
	}
}

// Row is one row still to be scanned.
type Row struct{ r *sql.Row }

// Scan fills dest; where the query found nothing it returns a NotFound fault.
func (r Row) Scan(dest ...any) error {
	err := r.r.Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing("この記録")
	}
	return err
}

// All runs a query and scans each row into a T through fields, which lists a T's places in column order.
func All[T any](ctx context.Context, t *Tx, fields func(*T) []any, q string, args ...any) ([]T, error) {
	rows, err := t.Rows(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// One is All for exactly one row: NotFound where there is none.
func One[T any](ctx context.Context, t *Tx, fields func(*T) []any, q string, args ...any) (T, error) {
	var v T
	err := t.Row(ctx, q, args...).Scan(fields(&v)...)
	return v, err
}

type countKey struct{}

// Counting returns a context under which every statement is counted, for tests and metrics.
func Counting(ctx context.Context) (context.Context, *atomic.Int64) {
	var n atomic.Int64
	return context.WithValue(ctx, countKey{}, &n), &n
}

func counter(ctx context.Context) *atomic.Int64 {
	n, _ := ctx.Value(countKey{}).(*atomic.Int64)
	return n
}

// In writes "$from, $from+1, ..." for n values, to stand inside IN ( ).
func In(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}

// Null keeps an empty reference out of a foreign key.
func Null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
