package surveys

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"

	"kaname/kit/cube"
	"kaname/kit/db"
)

// counts keeps the columns of each survey that somebody has looked at; the database says when they are behind.
type counts struct {
	mu sync.Mutex
	of map[string]*counted
}

// counted is a survey's columns. A new epoch has a form of its own, or answers were taken away: they begin again.
type counted struct {
	epoch int64
	layout
	live *cube.Live
}

// columnsOf are the survey's answers as of s, which tx has just loaded: only what came since the last look is read.
func (ss *Surveys) columnsOf(ctx context.Context, tx *db.Tx, s Survey) (*Columns, error) {
	all, err := ss.columnsOfAll(ctx, tx, []Survey{s})
	return all[s.ID], err
}

// columnsOfAll is columnsOf for many surveys, with one query for all that is new.
func (ss *Surveys) columnsOfAll(ctx context.Context, tx *db.Tx, surveys []Survey) (map[string]*Columns, error) {
	surveys = slices.Clone(surveys)
	slices.SortFunc(surveys, func(a, b Survey) int { return strings.Compare(a.ID, b.ID) }) // one order of turns for everybody
	entries, fresh := map[string]*counted{}, arrivals{ctx: ctx, tx: tx, after: map[string]int64{}}
	for _, s := range surveys {
		c, err := ss.counts.entry(s)
		if err != nil {
			return nil, err
		}
		entries[s.ID] = c
		if m := c.live.Mark(); m.Epoch < s.Epoch {
			fresh.after[s.ID] = 0
		} else if m.Seq < s.LastSeq {
			fresh.after[s.ID] = m.Seq
		}
	}
	defer fresh.close()
	all := make(map[string]*Columns, len(surveys))
	for _, s := range surveys {
		c := entries[s.ID]
		rows, err := c.live.At(ctx, cube.Mark{Epoch: s.Epoch, Seq: s.LastSeq}, func(after int64, rows *cube.Rows) (int64, error) {
			return fresh.of(s.ID, after, func(r Row) error { return c.add(rows, r) })
		})
		if err != nil {
			return nil, err
		}
		all[s.ID] = &Columns{layout: c.layout, rows: rows}
	}
	return all, nil
}

// entry is the place of a survey's columns.
func (cs *counts) entry(s Survey) (*counted, error) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	c := cs.of[s.ID]
	if c != nil && c.epoch >= s.Epoch {
		return c, nil
	}
	l, columns := layoutOf(s.Form)
	live, err := cube.NewLive(columns...)
	if err != nil {
		return nil, err
	}
	if cs.of == nil {
		cs.of = map[string]*counted{}
	}
	cs.of[s.ID] = &counted{epoch: s.Epoch, layout: l, live: live}
	return cs.of[s.ID], nil
}

// arrivals are the answers of several surveys that came after a number each, read as one stream in the order of surveys.
type arrivals struct {
	ctx   context.Context
	tx    *db.Tx
	after map[string]int64
	rows  *sql.Rows
	here  bool // a row is scanned that nobody has taken
	id    string
	seq   int64
	row   Row
}

func (n *arrivals) open() (err error) {
	var which []string
	var args []any
	for id, seq := range n.after {
		which = append(which, fmt.Sprintf("survey_id = $%d AND seq > $%d", len(args)+1, len(args)+2))
		args = append(args, id, seq)
	}
	n.rows, err = n.tx.Rows(n.ctx, `SELECT survey_id, seq, counter_id, mode, day, hour, marks FROM survey_answers WHERE `+strings.Join(which, " OR ")+` ORDER BY survey_id, seq`, args...)
	return err
}

// of gives each row of one survey numbered after the given number, in order, and returns the last number.
func (n *arrivals) of(surveyID string, after int64, take func(Row) error) (last int64, err error) {
	if n.rows == nil {
		if err := n.open(); err != nil {
			return 0, err
		}
	}
	var counter, mode, day, marks sql.RawBytes
	for {
		if !n.here {
			if !n.rows.Next() {
				return last, n.rows.Err()
			}
			if err := n.rows.Scan(&n.id, &n.seq, &counter, &mode, &day, &n.row.Hour, &marks); err != nil {
				return 0, err
			}
			n.row.Counter, n.row.Mode, n.row.Day, n.row.Marks, n.here = counter, mode, day, marks, true
		}
		if n.id > surveyID {
			return last, nil
		}
		n.here = false
		if n.id < surveyID || n.seq <= after { // somebody else was faster
			continue
		}
		if err := take(n.row); err != nil {
			return 0, err
		}
		last = n.seq
	}
}

func (n *arrivals) close() {
	if n.rows != nil {
		n.rows.Close()
	}
}
