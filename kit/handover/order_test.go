package handover_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"kaname/kit/handover"
)

func TestChunksMayComeRepeatedOutOfOrderAndLate(t *testing.T) {
	o, c := pair(t)
	marks, files := c.chunks(t, 30)
	steps := []struct {
		number  int
		want    handover.Case
		missing string
	}{
		{1, handover.InOrder, ""}, {1, handover.Repeated, ""}, {5, handover.Early, "第2号〜第4号"}, {5, handover.Repeated, "第2号〜第4号"},
		{3, handover.Late, "第2号、第4号"}, {6, handover.Early, "第2号、第4号"}, {4, handover.Late, "第2号"}, {2, handover.Late, ""}, {7, handover.InOrder, ""},
	}
	if len(files) < 7 {
		t.Fatalf("only %d chunks", len(files))
	}
	for _, s := range steps {
		look, err := open(t, o, files[s.number-1]).Look(ctx, o)
		must(t, err)
		before := o.count(t)
		got, err := o.take(files[s.number-1])
		must(t, err)
		if got.Case != s.want || look.Case != s.want || look.New != got.New || o.count(t)-before != int(got.New) {
			t.Errorf("chunk %d: %s (looked %s), want %s; new %d, looked %d, stored %d", s.number, got.Case, look.Case, s.want, got.New, look.New, o.count(t)-before)
		}
		if s.missing != "" && !strings.Contains(got.Say(), s.missing+" が届いていません") || s.missing == "" && len(got.Missing) > 0 {
			t.Errorf("chunk %d says %s; missing are %q", s.number, got.Say(), s.missing)
		}
		r, err := o.receipt(ctx, c.stream.Stream)
		must(t, err)
		confirmed, waiting, err := r.Confirm(c.stream.Stream, marks)
		must(t, err)
		if len(confirmed) != len(r.Chunks) || len(confirmed)+len(waiting) != len(marks) {
			t.Errorf("after chunk %d: %d confirmed, %d waiting of %d", s.number, len(confirmed), len(waiting), len(marks))
		}
	}
}

func open(t testing.TB, o *office, b []byte) *handover.Chunk {
	t.Helper()
	c, err := handover.OpenChunk(bytes.NewReader(b), o.keys, o.cards)
	must(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

// The first try was cut short with a record stored; then the collector came back from a backup, and another chunk
// of the same number is taken. The first one's records have another origin, so that the counts still agree.
func TestAChunkCutShortAndThenForgottenLeavesTheCountsInOrder(t *testing.T) {
	o, c := pair(t)
	_, files := c.chunks(t, 3)
	o.crash, o.afterCommit = 2, false // the records are stored, the note is not
	if _, err := o.take(files[0]); !errors.Is(err, errCrash) || o.count(t) != 3 {
		t.Fatalf("power did not fail: %v", err)
	}
	must(t, c.forget())
	c.limit = 1 // now a chunk holds one record
	_, anew := c.chunks(t, 0)
	got, err := o.take(anew[0])
	must(t, err)
	if got.Before != 1 || o.count(t) != 3 {
		t.Errorf("%s", got.Say())
	}
	r, err := o.receipt(ctx, c.stream.Stream)
	must(t, err)
	if len(r.Counts) != 1 || r.Counts[0].N != 1 || r.Counts[0].Repeated != 1 {
		t.Errorf("the receipt counts %+v", r.Counts)
	}
}

func TestACollectorBroughtBackFromABackupBeginsANewStreamAndLosesNothing(t *testing.T) {
	o, c := pair(t)
	_, files := c.chunks(t, 2)
	_, err := o.take(files[0])
	must(t, err)
	must(t, c.forget())
	_, again := c.chunks(t, 1)
	if _, err := o.take(again[0]); !errors.Is(err, handover.Forked) {
		t.Fatalf("a second chunk with the same number and another content: %v", err)
	}
	receipt, err := o.receiptFile(c.stream.Stream)
	must(t, err)
	if _, err := c.confirm(receipt); !errors.Is(err, handover.Forked) || c.left(t) != 3 {
		t.Errorf("a receipt for chunks this collector does not know: %v, %d records left", err, c.left(t))
	}
	must(t, c.restart())
	_, anew := c.chunks(t, 0)
	got, err := o.take(anew[0])
	must(t, err)
	if got.New != 1 || got.Before != 2 || o.count(t) != 3 {
		t.Errorf("%s; %d records", got.Say(), o.count(t))
	}
	receipt, err = o.receiptFile(c.stream.Stream)
	must(t, err)
	_, err = c.confirm(receipt)
	must(t, err)
	if c.left(t) != 0 {
		t.Errorf("%d records left", c.left(t))
	}
}

// Two collectors run under one name, or one was brought back from a backup: whichever of their chunks comes first
// decides, and the other's neighbours do not fit to it.
func TestAChunkThatDoesNotContinueItsNeighboursIsRefused(t *testing.T) {
	o, c := pair(t)
	must(t, c.accept(answer(0)))
	first, ok, err := c.cut()
	if err != nil || !ok {
		t.Fatal("nothing was cut", err)
	}
	file := func(last handover.Mark) (handover.Mark, []byte) {
		s, err := handover.Seal(c.office, answer(0))
		must(t, err)
		rows := func(yield func(handover.Sealed, error) bool) { yield(s, nil) }
		h, _, err := handover.Cut(last, rows, 0, day)
		must(t, err)
		var b bytes.Buffer
		m, err := handover.Write(&b, c.key, h, rows)
		must(t, err)
		return m, b.Bytes()
	}
	one, err := c.file(first)
	must(t, err)
	second, two := file(first)
	_, otherTwo := file(first)
	_, three := file(second)
	for _, b := range [][]byte{one, three} {
		_, err := o.take(b)
		must(t, err)
	}
	if _, err := o.take(otherTwo); !errors.Is(err, handover.Forked) {
		t.Errorf("a second chunk to which the third does not fit: %v", err)
	}
	_, err = o.take(two)
	must(t, err)
	_, four := file(handover.Mark{Header: handover.Header{Stream: first.Stream, Number: 3, Total: 3}, Hash: first.Hash})
	if _, err := o.take(four); !errors.Is(err, handover.Forked) {
		t.Errorf("a fourth chunk that does not fit to the third: %v", err)
	}
	if n := o.count(t); n != 3 {
		t.Errorf("%d records of 3", n)
	}
}
