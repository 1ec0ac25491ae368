package handover

import (
	"context"
	"fmt"
	"iter"
)

// Ledger is what the office's database remembers of what it took. The caller makes each method one transaction
// of that database.
type Ledger interface {
	// Marks lists the noted chunks of a stream, in any order.
	Marks(ctx context.Context, s Stream) ([]Mark, error)
	// Known says of each id how it stands for this chunk; it changes nothing.
	Known(ctx context.Context, chunk Mark, ids []string) ([]Standing, error)
	// Store keeps those of the arrivals that are New, each together with its id and the chunk's Hash as its
	// origin, and says of each how it stood before. An id is kept once, whatever chunk it comes by.
	Store(ctx context.Context, chunk Mark, batch []Arrival) ([]Standing, error)
	// Note remembers a chunk whose records all stand stored. The same Mark may be noted again; another Hash
	// under the same number is an error.
	Note(ctx context.Context, m Mark) error
}

// Standing says how a record's id stands in the office's database.
type Standing int

// The ways in which an id can stand.
const (
	New       Standing = iota // not there
	Resumed                   // there, with this chunk's Hash: an earlier taking-in of it was cut short
	Elsewhere                 // there, with another chunk's Hash
)

// Arrival is one record of a chunk that is being taken in.
type Arrival struct {
	Sealed            // as it came; to be kept where it could not be opened
	Record     Record // zero where Unreadable is set
	Unreadable error  // why it could not be opened
}

// Taking says how a chunk stands with the office, after Take or, before it, by Look.
type Taking struct {
	Case    Case    // InOrder, Repeated, Early or Late
	Mark    Mark    // its Counts have Repeated and Unreadable filled in
	New     int64   // records that were (Look: would be) stored
	Before  int64   // records that were there already, this chunk's or another's
	Missing []Span  // the numbers still missing before the newest chunk
	Fresh   []Count // New by type and key
}

// batchSize is how many records share one transaction of the caller's: enough to be fast, few enough that
// others are not kept waiting.
const batchSize = 256

// Take takes the chunk in. Chunks may come repeated and in any order; a chunk ahead of its turn is taken, because
// a record is safer in the office's database than on a stick, and the gap is reported until it is filled. Records
// are stored in batches and the chunk is noted last: whenever Take is cut short, taking the file in again
// completes it. A record that cannot be opened is stored as it came and stops nobody else's.
func (c *Chunk) Take(ctx context.Context, l Ledger) (Taking, error) {
	t, err := c.pass(ctx, l, func(batch []Arrival) ([]Standing, error) {
		return l.Store(ctx, c.Mark, batch)
	})
	if err != nil || t.Case == Repeated {
		return t, err
	}
	return t, l.Note(ctx, t.Mark)
}

// Look says what Take would do and changes nothing.
func (c *Chunk) Look(ctx context.Context, l Ledger) (Taking, error) {
	return c.pass(ctx, l, func(batch []Arrival) ([]Standing, error) {
		ids := make([]string, len(batch))
		for i, a := range batch {
			ids[i] = a.ID
		}
		return l.Known(ctx, c.Mark, ids)
	})
}

func (c *Chunk) pass(ctx context.Context, l Ledger, step func([]Arrival) ([]Standing, error)) (Taking, error) {
	marks, err := l.Marks(ctx, c.Stream)
	if err != nil {
		return Taking{}, err
	}
	t := Taking{Mark: c.Mark}
	if t.Case, err = place(marks, c.Mark); err != nil {
		return t, err
	}
	if t.Case == Repeated {
		t.Before, t.Missing = c.Count, Missing(marks)
		return t, nil
	}
	t.Missing = Missing(append(marks, c.Mark))
	all, fresh := newTally(), newTally()
	for batch, err := range c.batches() {
		if err != nil {
			return t, err
		}
		stood, err := step(batch)
		if err != nil {
			return t, err
		}
		if len(stood) != len(batch) {
			return t, fmt.Errorf("the ledger answered for %d of %d records", len(stood), len(batch))
		}
		for i, a := range batch {
			count(a, stood[i], all, fresh)
		}
	}
	t.Mark.Counts, t.Fresh = all.counts(), fresh.counts()
	t.New = totals(t.Fresh).N
	t.Before = c.Count - t.New
	return t, nil
}

// batches yields the chunk's records, opened, in batches that are good until the next.
func (c *Chunk) batches() iter.Seq2[[]Arrival, error] {
	return func(yield func([]Arrival, error) bool) {
		batch := make([]Arrival, 0, batchSize)
		for s, err := range c.Records() {
			if err != nil {
				yield(nil, err)
				return
			}
			a := Arrival{Sealed: s}
			a.Record, a.Unreadable = c.keys.Open(s)
			if batch = append(batch, a); len(batch) < batchSize {
				continue
			}
			if !yield(batch, nil) {
				return
			}
			batch = batch[:0]
		}
		if len(batch) > 0 {
			yield(batch, nil)
		}
	}
}

// count adds one arrival to the chunk's counts and, where it is new, to the fresh ones.
func count(a Arrival, s Standing, all, fresh *tally) {
	c := all.of(a.Type, a.Key)
	c.N++
	if s == Elsewhere {
		c.Repeated++
	} else if a.Unreadable != nil {
		c.Unreadable++
	}
	if s == New {
		fresh.of(a.Type, a.Key).N++
	}
}
