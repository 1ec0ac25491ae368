package cube

import (
	"context"
	"sync/atomic"
)

// Mark says how far a table has come: Seq is the number of its newest row, and Epoch counts how often rows were taken
// away. Both only ever grow. Numbers must become visible in their order, or a late one would be missed.
type Mark struct{ Epoch, Seq int64 }

// behind says whether a table at m must read to reach the other mark.
func (m Mark) behind(other Mark) bool {
	return m.Epoch < other.Epoch || m.Epoch == other.Epoch && m.Seq < other.Seq
}

// Live keeps a table level with the database that its rows come from: whoever asks first reads what is new.
type Live struct {
	columns []Column
	turn    chan struct{} // holds the right to read
	now     atomic.Pointer[level]
}

// level is a table that holds every row up to a mark.
type level struct {
	mark Mark
	rows Snapshot
}

// NewLive makes an empty table with these columns that is kept level.
func NewLive(columns ...Column) (*Live, error) {
	l := &Live{columns: columns, turn: make(chan struct{}, 1)}
	t, err := New(columns...)
	if err != nil {
		return nil, err
	}
	l.now.Store(&level{rows: t.Now()})
	return l, nil
}

// Mark is how far the table has come.
func (l *Live) Mark() Mark { return l.now.Load().mark }

// Reading adds to rows all that came after a number, in order, and returns the number of the last; 0 for none.
type Reading func(after int64, rows *Rows) (last int64, err error)

// At is the table with at least every row up to m, which the caller has just read where the rows are. Where the table
// is behind, one caller reads, in its own transaction, and the others wait or give up with ctx; where the epoch is
// new, reading begins again from 0. A table that is already further is given as it is. After an error it is as before.
func (l *Live) At(ctx context.Context, m Mark, read Reading) (Snapshot, error) {
	if now := l.now.Load(); !now.mark.behind(m) {
		return now.rows, nil
	}
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	}
	now := l.now.Load()
	if !now.mark.behind(m) {
		return now.rows, nil
	}
	next, err := l.catchUp(*now, m, read)
	if err != nil {
		return Snapshot{}, err
	}
	l.now.Store(&next)
	return next.rows, nil
}

func (l *Live) catchUp(from level, m Mark, read Reading) (level, error) {
	t := from.rows.t
	if from.mark.Epoch != m.Epoch {
		var err error
		if t, err = New(l.columns...); err != nil {
			return level{}, err
		}
		from.mark.Seq = 0
	}
	last := int64(0)
	err := t.Append(func(rows *Rows) (err error) {
		last, err = read(from.mark.Seq, rows)
		return err
	})
	return level{Mark{m.Epoch, max(m.Seq, last)}, t.Now()}, err
}
