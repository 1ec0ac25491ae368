package handover_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"kaname/kit/db"
	"kaname/kit/handover"
)

// world is an office, two collectors, and everything that lies about on sticks between them.
type world struct {
	t        *testing.T
	r        *rand.Rand
	o        *office
	cs       []*collector
	sent     map[string][]byte // every accepted record's body by its id
	sticks   [][]byte          // every chunk file that was ever written
	receipts [][]byte          // every receipt that was ever written
	did      map[string]int    // how often each thing happened
}

// TestWhateverHappensOnTheWayEachRecordArrivesExactlyOnce lets chunk files be lost, repeated, reordered, cut and
// altered, receipts come late or never, keys change, collectors begin anew or come back from a backup, and power fail on either side of any
// commit of a taking-in. In the end every accepted record stands in the office once, the counts agree, and the
// collectors have nothing left.
func TestWhateverHappensOnTheWayEachRecordArrivesExactlyOnce(t *testing.T) {
	did := map[string]int{}
	for seed := range uint64(6) {
		o, a := pair(t)
		w := &world{t, rand.New(rand.NewPCG(seed, 36)), o, []*collector{a, o.joined(t, a, "uketsuke-2")}, map[string][]byte{}, nil, nil, did}
		for range 100 {
			w.step()
		}
		w.settle()
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
	t.Log(did)
	for _, name := range []string{"stored", "refused", "crashed before commit", "crashed after commit", "repeated", "early", "late", "confirmed", "other stream", "from an old stream", "key changed", string(handover.Forked), string(handover.Truncated), string(handover.Altered)} {
		if did[name] == 0 {
			t.Errorf("%q never happened: %v", name, did)
		}
	}
}

// step is one thing that may happen.
func (w *world) step() {
	c := w.cs[w.r.IntN(len(w.cs))]
	switch n := w.r.IntN(100); {
	case n < 25:
		w.accept(c)
	case n < 45:
		m, ok, err := c.cut()
		must(w.t, err)
		if ok {
			w.write(c, m)
		}
	case n < 75:
		w.carry()
	case n < 82:
		w.goBack(c)
	case n < 89 && len(w.receipts) > 0: // a receipt of any age and for anybody
		_, err := c.confirm(w.damaged(w.receipts[w.r.IntN(len(w.receipts))]))
		w.refusal(err)
	case n < 91:
		must(w.t, c.restart())
	case n < 97:
		must(w.t, c.forget())
	default:
		w.changeKey()
	}
}

// accept lets up to nine forms arrive; some are sent to the other collector, too, and some twice.
func (w *world) accept(c *collector) {
	var here, there []handover.Record
	for i := range 1 + w.r.IntN(9) {
		a := answer(i)
		w.sent[a.ID] = a.Body
		here = append(here, a)
		if w.r.IntN(6) == 0 {
			there = append(there, a)
		}
	}
	must(w.t, c.accept(here...))
	if len(there) > 0 {
		must(w.t, w.cs[w.r.IntN(len(w.cs))].accept(there...))
	}
}

// write puts a chunk on a stick.
func (w *world) write(c *collector, m handover.Mark) {
	b, err := c.file(m)
	must(w.t, err)
	w.sticks = append(w.sticks, b)
}

// carry brings any stick, whole or damaged, to the office, where power may fail.
func (w *world) carry() {
	if len(w.sticks) == 0 {
		return
	}
	b := w.damaged(w.sticks[w.r.IntN(len(w.sticks))])
	w.o.crash, w.o.afterCommit = w.r.IntN(6), w.r.IntN(2) == 0
	got, err := w.o.take(b)
	w.o.crash = 0
	if errors.Is(err, errCrash) {
		w.did[map[bool]string{false: "crashed before commit", true: "crashed after commit"}[w.o.afterCommit]]++
		return
	}
	w.refusal(err)
	if err != nil {
		return
	}
	w.did["stored"]++
	w.did[string(got.Case)]++
	if n := got.Mark.Counts; len(n) > 0 && n[0].Repeated > 0 {
		w.did["other stream"]++
	}
	for _, c := range w.cs {
		if got.Mark.Collector == c.key.Name && got.Mark.Stream != c.stream.Stream {
			w.did["from an old stream"]++
		}
	}
}

// damaged returns b whole half of the time, else cut, changed, or with other line ends.
func (w *world) damaged(b []byte) []byte {
	b = bytes.Clone(b)
	switch w.r.IntN(8) {
	case 0:
		return b[:w.r.IntN(len(b))]
	case 1:
		b[w.r.IntN(len(b))] ^= byte(1 + w.r.IntN(255))
	case 2:
		return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	case 3:
		at, to := w.r.IntN(len(b)), w.r.IntN(len(b))
		return append(b[:at], b[to:]...)
	}
	return b
}

// goBack makes the receipt of a collector's stream and carries it there, or loses it.
func (w *world) goBack(c *collector) {
	b, err := w.o.receiptFile(c.stream.Stream)
	must(w.t, err)
	w.receipts = append(w.receipts, b)
	if w.r.IntN(3) > 0 {
		before := c.left(w.t)
		_, err = c.confirm(b)
		w.orAnew(c, err)
		if c.left(w.t) < before {
			w.did["confirmed"]++
		}
	}
}

// orAnew does what the sentence about a forked stream says. It says whether all was well.
func (w *world) orAnew(c *collector, err error) bool {
	if errors.Is(err, handover.Forked) {
		w.refusal(err)
		must(w.t, c.restart())
		return false
	}
	must(w.t, err)
	return true
}

func (w *world) changeKey() {
	k, err := handover.Make(handover.Office, w.o.keys[0].Name, day)
	must(w.t, err)
	w.o.keys = append(handover.Keys{k}, w.o.keys...)
	for _, c := range w.cs {
		c.office = k.Card
	}
	w.did["key changed"]++
}

// refusal accepts success and any case a person is told of; a file must never lead to anything else.
func (w *world) refusal(err error) {
	if err == nil {
		return
	}
	w.did["refused"]++
	w.did[string(handover.CaseOf(err))]++
	if handover.CaseOf(err) == "" {
		w.t.Errorf("an error without a case: %v", err)
	}
}

// settle is an office that works: all that waits is written again, carried and confirmed. Then all is compared.
func (w *world) settle() {
	for _, c := range w.cs {
		for !w.deliver(c) {
		}
		if n := c.left(w.t); n > 0 {
			w.t.Errorf("%s has %d records left", c.key.Name, n)
		}
	}
	w.compare()
}

// deliver brings over all that a collector has; false where it had to begin a new stream.
func (w *world) deliver(c *collector) bool {
	for ok := true; ok; {
		var err error
		_, ok, err = c.cut()
		must(w.t, err)
	}
	for {
		b, err := w.o.receiptFile(c.stream.Stream)
		must(w.t, err)
		waiting, err := c.confirm(b)
		if !w.orAnew(c, err) {
			return false
		}
		if len(waiting) == 0 {
			return true
		}
		for _, m := range waiting {
			b, err := c.file(m)
			must(w.t, err)
			if _, err := w.o.take(b); !w.orAnew(c, err) {
				return false
			}
		}
	}
}

// compare looks for every record that was ever accepted.
func (w *world) compare() {
	type row struct {
		id   string
		body []byte
	}
	var rows []row
	must(w.t, w.o.d.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = db.All(ctx, tx, func(r *row) []any { return []any{&r.id, &r.body} }, `SELECT id, body FROM taken_records`)
		return err
	}))
	there := map[string]bool{}
	for _, r := range rows {
		if body, ok := w.sent[r.id]; !ok || !bytes.Equal(body, r.body) {
			w.t.Errorf("record %s was never sent, or otherwise", r.id)
		}
		there[r.id] = true
	}
	if len(rows) != len(w.sent) || len(there) != len(w.sent) {
		w.t.Errorf("%d records (%d ids) arrived of %d", len(rows), len(there), len(w.sent))
	}
}

// TestPowerMayFailAtEachCommitOfATakingIn goes through every place between the first batch and the note.
func TestPowerMayFailAtEachCommitOfATakingIn(t *testing.T) {
	o, c := pair(t)
	c.limit = handover.DefaultLimit
	_, files := c.chunks(t, 600) // three batches and the note
	for _, after := range []bool{false, true} {
		for at := 1; at <= 4; at++ {
			t.Run(fmt.Sprintf("commit %d, after %v", at, after), func(t *testing.T) {
				must(t, o.d.Write(ctx, func(tx *db.Tx) error {
					if err := tx.Exec(ctx, `DELETE FROM taken_chunks`); err != nil {
						return err
					}
					return tx.Exec(ctx, `DELETE FROM taken_records`)
				}))
				o.crash, o.afterCommit = at, after
				if _, err := o.take(files[0]); !errors.Is(err, errCrash) {
					t.Fatalf("power did not fail: %v", err)
				}
				if _, err := o.receipt(ctx, c.stream.Stream); err != nil {
					t.Errorf("no receipt in between: %v", err)
				}
				got, err := o.take(files[0])
				must(t, err)
				if o.count(t) != 600 || got.Mark.Count != 600 {
					t.Errorf("%d records of 600 after the second try: %s", o.count(t), got.Say())
				}
				r, err := o.receipt(ctx, c.stream.Stream)
				must(t, err)
				if n := r.Counts; len(n) != 3 || n[0].N != 200 || n[0].Repeated != 0 {
					t.Errorf("the receipt counts %+v", n)
				}
			})
		}
	}
}
