package cube_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaname/kit/cube"
)

// TestEveryCountIsRightWhileRowsAreAdded: each reader compares what it sees with the same first rows counted plainly.
func TestEveryCountIsRightWhileRowsAreAdded(t *testing.T) {
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 11))
		p := someTable(r)
		all, table := newTable(t, p), newTable(t, p)
		p.more(t, all, r, 40_000)
		var readers sync.WaitGroup
		for reader := range uint64(3) {
			readers.Go(func() {
				r := rand.New(rand.NewPCG(seed, reader))
				for s := table.Now(); s.Rows() < len(p.rows) && !t.Failed(); s = table.Now() {
					first := plain{p.columns, p.marks, p.rows[:s.Rows()]}
					f, plainly := first.someFilter(r)
					compare(t, &first, s, r.IntN(len(p.columns)), f, plainly)
				}
			})
		}
		for rest := p.rows; len(rest) > 0; {
			n := min(len(rest), 1+r.IntN(3000))
			p.copy(t, table, rest[:n])
			rest = rest[n:]
			time.Sleep(time.Millisecond) // so that readers see many lengths
		}
		readers.Wait()
	}
}

func newTable(t *testing.T, p *plain) *cube.Table {
	t.Helper()
	table, err := cube.New(p.columns...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestReadersSeeWholeBatchesOfWholeRowsWhileMoreAreAdded: each batch adds 1000 rows in which both columns are equal,
// so a reader who sees part of a batch, or of a row, notices.
func TestReadersSeeWholeBatchesOfWholeRowsWhileMoreAreAdded(t *testing.T) {
	table, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "b"}, cube.Column{Name: "batch", Kind: cube.Word})
	if err != nil {
		t.Fatal(err)
	}
	const batches, size = 200, 1000
	var done atomic.Bool
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			last := 0
			for !done.Load() {
				if err := wholeBatches(table.Now(), size, &last); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for batch := range uint32(batches) {
		err := table.Append(func(r *cube.Rows) error {
			for i := range size {
				sign := cube.Alphabet[(i+int(batch))%40]
				r.Add([]byte{sign, sign}, batch)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	done.Store(true)
	readers.Wait()
	last := 0
	if err := wholeBatches(table.Now(), size, &last); err != nil || last != batches*size {
		t.Errorf("%d rows at the end, %v", last, err)
	}
}

func wholeBatches(s cube.Snapshot, size int, last *int) error {
	if s.Rows()%size != 0 || s.Rows() < *last {
		return fmt.Errorf("%d rows are seen after %d", s.Rows(), *last)
	}
	*last = s.Rows()
	x, err := s.Cross(nil, 0, 1)
	if err != nil {
		return err
	}
	off := 0
	for a := range x.Groups {
		for b, n := range x.Group(a) {
			if a != b {
				off += n
			}
		}
	}
	groups, err := s.Cross(nil, 2, 0)
	if err != nil || off > 0 {
		return fmt.Errorf("%d torn rows, %v", off, err)
	}
	for batch := range s.Rows() / size {
		if n := groups.Group(batch).N(0, 254); n != size {
			return fmt.Errorf("batch %d holds %d rows", batch, n)
		}
	}
	if again, err := s.Count(nil); err != nil || again != s.Rows() {
		return fmt.Errorf("the same snapshot first had %d rows, then %d, %v", s.Rows(), again, err)
	}
	return nil
}

// source is a database of rows 1, 2, 3 … that counts how often it is read.
type source struct {
	reads atomic.Int64
	wait  chan struct{}
	fail  error
}

func (s *source) upTo(seq int64) cube.Reading {
	return func(after int64, rows *cube.Rows) (int64, error) {
		s.reads.Add(1)
		if s.wait != nil {
			<-s.wait
		}
		for i := after + 1; i <= seq; i++ {
			if err := rows.Add([]byte{cube.Alphabet[i%10]}); err != nil {
				return 0, err
			}
		}
		return seq, s.fail
	}
}

func newLive(t *testing.T) *cube.Live {
	t.Helper()
	l, err := cube.NewLive(cube.Column{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOnlyWhatIsNewIsReadAndNothingWhereNothingIs(t *testing.T) {
	l, src, ctx := newLive(t), &source{}, context.Background()
	for _, step := range []struct {
		mark  cube.Mark
		to    int64
		rows  int
		reads int64
	}{
		{cube.Mark{}, 0, 0, 0},
		{cube.Mark{Seq: 10}, 10, 10, 1},
		{cube.Mark{Seq: 10}, 10, 10, 1},
		{cube.Mark{Seq: 7}, 7, 10, 1},   // an older look is given what is known by now
		{cube.Mark{Seq: 12}, 14, 14, 2}, // more came between the look and the reading
		{cube.Mark{Seq: 14}, 14, 14, 2},
		{cube.Mark{Seq: 16}, 15, 15, 3}, // number 16 was never used
		{cube.Mark{Seq: 16}, 16, 15, 3},
		{cube.Mark{Epoch: 1, Seq: 16}, 9, 9, 4}, // rows were taken away: all is read again
		{cube.Mark{Epoch: 0, Seq: 99}, 99, 9, 4},
		{cube.Mark{Epoch: 2}, 0, 0, 5},
	} {
		s, err := l.At(ctx, step.mark, src.upTo(step.to))
		if err != nil || s.Rows() != step.rows || src.reads.Load() != step.reads {
			t.Errorf("at %+v: %d rows after %d reads (%v), want %d after %d", step.mark, s.Rows(), src.reads.Load(), err, step.rows, step.reads)
		}
	}
}

func TestAHundredWhoAskAtOnceReadOnce(t *testing.T) {
	l, src := newLive(t), &source{wait: make(chan struct{})}
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if s, err := l.At(context.Background(), cube.Mark{Seq: 1000}, src.upTo(1000)); err != nil || s.Rows() != 1000 {
				t.Errorf("%d rows, %v", s.Rows(), err)
			}
		})
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	for src.reads.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if _, err := l.At(ctx, cube.Mark{Seq: 1000}, src.upTo(1000)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one who does not want to wait got %v", err)
	}
	if s, err := l.At(ctx, cube.Mark{}, src.upTo(0)); err != nil || s.Rows() != 0 {
		t.Errorf("one who asks for nothing new must not wait: %v", err)
	}
	close(src.wait)
	all.Wait()
	if n := src.reads.Load(); n != 1 {
		t.Errorf("%d reads", n)
	}
}

func TestAReadingThatFailsIsTriedAgainFromTheSamePlace(t *testing.T) {
	l, src, ctx := newLive(t), &source{}, context.Background()
	if _, err := l.At(ctx, cube.Mark{Seq: 5}, src.upTo(5)); err != nil {
		t.Fatal(err)
	}
	for _, m := range []cube.Mark{{Seq: 9}, {Epoch: 1, Seq: 9}} {
		src.fail = errors.New("gone")
		if _, err := l.At(ctx, m, src.upTo(9)); !errors.Is(err, src.fail) {
			t.Errorf("%v", err)
		}
		src.fail = nil
		if s, err := l.At(ctx, m, src.upTo(9)); err != nil || s.Rows() != 9 {
			t.Errorf("%d rows, %v", s.Rows(), err)
		}
	}
}

func TestAReadingThatPanicsLeavesTheNextOneItsTurn(t *testing.T) {
	l, ctx := newLive(t), context.Background()
	func() {
		defer func() { recover() }()
		l.At(ctx, cube.Mark{Seq: 1}, func(int64, *cube.Rows) (int64, error) { panic("a bug in the room") })
	}()
	short, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if s, err := l.At(short, cube.Mark{Seq: 3}, (&source{}).upTo(3)); err != nil || s.Rows() != 3 {
		t.Errorf("%d rows, %v", s.Rows(), err)
	}
}
