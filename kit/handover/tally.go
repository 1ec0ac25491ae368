package handover

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
)

// tally counts records by type and key, and sees to it that no id stands in one chunk twice: of an id it keeps
// 16 bytes.
type tally struct {
	by  map[[2]string]*Count
	ids map[[16]byte]struct{}
}

func newTally() *tally {
	return &tally{map[[2]string]*Count{}, map[[16]byte]struct{}{}}
}

// seen counts a record whose id must not have come before.
func (t *tally) seen(s Sealed) error {
	sum := sha256.Sum256([]byte(s.ID))
	short := [16]byte(sum[:])
	if _, twice := t.ids[short]; twice {
		return fmt.Errorf("record %s stands in the chunk twice", s.ID)
	}
	t.ids[short] = struct{}{}
	t.of(s.Type, s.Key).N++
	return nil
}

// of returns the count of a type and key, to be added to.
func (t *tally) of(typ, key string) *Count {
	c := t.by[[2]string{typ, key}]
	if c == nil {
		c = &Count{Type: typ, Key: key}
		t.by[[2]string{typ, key}] = c
	}
	return c
}

// add adds other counts.
func (t *tally) add(cs []Count) {
	for _, c := range cs {
		to := t.of(c.Type, c.Key)
		to.N, to.Repeated, to.Unreadable = to.N+c.N, to.Repeated+c.Repeated, to.Unreadable+c.Unreadable
	}
}

// counts lists what was counted in the order of type and key.
func (t *tally) counts() []Count {
	all := make([]Count, 0, len(t.by))
	for _, c := range t.by {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Count) int { return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Key, b.Key)) })
	return all
}

// totals adds counts up.
func totals(cs []Count) (all Count) {
	for _, c := range cs {
		all.N, all.Repeated, all.Unreadable = all.N+c.N, all.Repeated+c.Repeated, all.Unreadable+c.Unreadable
	}
	return all
}
