package surveys

import (
	"context"
	"sync"

	"kaname/kit/db"
)

// counts keeps the columns of each survey that somebody has looked at; the database says when they are behind.
type counts struct {
	mu sync.Mutex
	of map[string]*counted
}

type counted struct {
	mu      sync.Mutex
	epoch   int64
	columns *Columns
}

// columnsOf are the survey's answers as of s, which tx has just loaded: only what came since the last look is read.
func (ss *Surveys) columnsOf(ctx context.Context, tx *db.Tx, s Survey) (*Columns, error) {
	ss.counts.mu.Lock()
	if ss.counts.of == nil {
		ss.counts.of = map[string]*counted{}
	}
	c := ss.counts.of[s.ID]
	if c == nil {
		c = &counted{epoch: s.Epoch, columns: new(Columns)}
		ss.counts.of[s.ID] = c
	}
	ss.counts.mu.Unlock()

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.epoch != s.Epoch {
		c.epoch, c.columns = s.Epoch, new(Columns)
	}
	if c.columns.last >= s.LastSeq {
		return c.columns, nil
	}
	next := c.columns
	if err := eachRow(ctx, tx, s.ID, next.last, func(rows []Row) { next = next.With(rows) }); err != nil {
		return nil, err
	}
	next.last = max(next.last, s.LastSeq) // a form sent twice leaves a number unused
	c.columns = next
	return next, nil
}
