package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"kaname/kit/db"
)

// table is where rows go: its name and the columns that are written, the others take their defaults.
type table struct {
	name    string
	columns string
}

// sink takes many rows fast. It is no part of the house: it writes past every check, so what it wrote is checked afterwards.
type sink struct {
	ctx    context.Context
	tx     *sql.Tx   // SQLite
	raw    *sql.Conn // PostgreSQL
	order  []*pile
	piles  map[string]*pile
	rows   int
	failed error
}

// pile is what waits to be written to one table.
type pile struct {
	table
	width   int
	waiting []any
	many    *sql.Stmt
	one     *sql.Stmt
}

// rowsTogether: modernc looks parameters up in time that grows with their number, so few rows a statement are fastest.
const (
	rowsTogether = 4
	rowsCopied   = 4000
)

// openSink begins one transaction into d. On SQLite it has a connection of its own without checks of keys and without waiting for the disk.
func openSink(ctx context.Context, d *db.DB) (*sink, func() error, error) {
	s := &sink{ctx: ctx, piles: map[string]*pile{}}
	if d.Postgres() {
		c, err := d.Raw().Conn(ctx)
		if err != nil {
			return nil, nil, err
		}
		s.raw = c
		return s, func() error { s.flush(); return firstOf(s.failed, c.Close()) }, nil
	}
	h, err := sql.Open("sqlite", "file:"+d.Where()+"?_pragma=synchronous(OFF)&_pragma=cache_size(-400000)&_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return nil, nil, err
	}
	if s.tx, err = h.BeginTx(ctx, nil); err != nil {
		return nil, nil, firstOf(err, h.Close())
	}
	return s, func() error {
		s.flush()
		if s.failed != nil {
			s.tx.Rollback()
			return firstOf(s.failed, h.Close())
		}
		return firstOf(s.tx.Commit(), h.Close())
	}, nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// put adds a row. Errors are kept until the end: a generator reads better without them.
func (s *sink) put(t table, cells ...any) {
	if s.failed != nil {
		return
	}
	p := s.piles[t.name]
	if p == nil {
		p = &pile{table: t, width: strings.Count(t.columns, ",") + 1}
		s.piles[t.name], s.order = p, append(s.order, p)
	}
	if len(cells) != p.width {
		s.failed = fmt.Errorf("%s: %d cells for %d columns", t.name, len(cells), p.width)
		return
	}
	p.waiting = append(p.waiting, cells...)
	s.rows++
	if s.raw != nil && len(p.waiting) >= rowsCopied*p.width {
		s.flush()
	} else if s.raw == nil && len(p.waiting) == rowsTogether*p.width {
		s.failed = s.insert(p)
	}
}

// flush writes what waits, tables in the order in which they were first used: those that are pointed to come first.
func (s *sink) flush() {
	for _, p := range s.order {
		if s.failed != nil || len(p.waiting) == 0 {
			continue
		}
		if s.raw != nil {
			s.failed = s.copyInto(p)
		} else {
			s.failed = s.insert(p)
		}
	}
}

func (s *sink) insert(p *pile) (err error) {
	if p.many == nil {
		if p.many, err = s.tx.PrepareContext(s.ctx, p.statement(rowsTogether)); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if p.one, err = s.tx.PrepareContext(s.ctx, p.statement(1)); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if len(p.waiting) == rowsTogether*p.width {
		_, err = p.many.ExecContext(s.ctx, p.waiting...)
	} else {
		for i := 0; i < len(p.waiting) && err == nil; i += p.width {
			_, err = p.one.ExecContext(s.ctx, p.waiting[i:i+p.width]...)
		}
	}
	p.waiting = p.waiting[:0]
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

func (p *pile) statement(rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + p.name + " (" + p.columns + ") VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + db.In(i*p.width+1, p.width) + ")")
	}
	return b.String()
}

func (s *sink) copyInto(p *pile) error {
	rows := make([][]any, 0, len(p.waiting)/p.width)
	for i := 0; i < len(p.waiting); i += p.width {
		rows = append(rows, p.waiting[i:i+p.width])
	}
	names := strings.Split(strings.ReplaceAll(p.columns, " ", ""), ",")
	err := s.raw.Raw(func(c any) error {
		_, err := c.(*stdlib.Conn).Conn().CopyFrom(s.ctx, pgx.Identifier{p.name}, names, pgx.CopyFromRows(rows))
		return err
	})
	p.waiting = p.waiting[:0]
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

// exec runs one statement among the rows.
func (s *sink) exec(q string, args ...any) {
	if s.failed != nil {
		return
	}
	if s.raw != nil {
		_, s.failed = s.raw.ExecContext(s.ctx, q, args...)
		return
	}
	_, s.failed = s.tx.ExecContext(s.ctx, q, args...)
}
