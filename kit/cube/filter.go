package cube

import (
	"fmt"

	"kaname/kit/fault"
)

// Filter is the conditions that a row must all meet to be counted; an empty one counts every row.
type Filter []Cond

// Cond is one condition on one column; In and Between make it.
type Cond struct {
	col      Col
	from, to uint32
	values   []uint32
	listed   bool
}

// In is met by rows whose value is one of those listed; by none where the list is empty.
func In(c Col, values ...uint32) Cond { return Cond{col: c, values: values, listed: true} }

// Between is met by rows from one value to another, both included.
func Between(c Col, from, to uint32) Cond { return Cond{col: c, from: from, to: to} }

// setLimit is how far the values of a column may reach that is filtered by a list: a table of so many bytes is made.
const setLimit = 1 << 22

// sieve is a Filter made ready for one snapshot.
type sieve struct {
	meshes []mesh
	none   bool // no row can pass
}

// mesh is one condition: a table from value to 0 or 1, or, for wide columns between two values, the two values.
type mesh struct {
	col        Col
	kind       Kind
	allowed    []byte
	from, span uint32
}

func (s Snapshot) sieve(f Filter) (v sieve, err error) {
	for _, c := range f {
		if err := s.t.check(c.col, false); err != nil {
			return v, err
		}
		m := mesh{col: c.col, kind: s.t.columns[c.col].Kind, from: c.from, span: c.to - c.from}
		top := s.top[c.col]
		switch {
		case c.listed && len(c.values) == 0 || !c.listed && c.from > c.to:
			v.none = true
			continue
		case m.kind == Byte:
			m.allowed = c.table(256)
		case c.listed && top >= setLimit:
			return v, fault.New(fault.Invalid, fmt.Sprintf("列「%s」は値が多すぎて（%dまで）、並べて選べません。範囲で選んでください。", s.t.columns[c.col].Name, top))
		case c.listed:
			m.allowed = c.table(int(top) + 1)
		}
		v.meshes = append(v.meshes, m)
	}
	return v, nil
}

// table says for each of n values whether the condition is met.
func (c Cond) table(n int) []byte {
	allowed := make([]byte, n)
	for _, v := range c.values {
		if int(v) < n {
			allowed[v] = 1
		}
	}
	for v := int(c.from); !c.listed && v <= int(c.to) && v < n; v++ {
		allowed[v] = 1
	}
	return allowed
}

// pick writes to sel which of the rows of a chunk from from to to pass, counted from from, and says how many.
func (v sieve) pick(sel []uint16, ch *chunk, from, to int) int {
	n := 0
	for i, m := range v.meshes {
		switch {
		case m.kind == Byte:
			n = passListed(sel, n, i > 0, ch.bytes[m.col][from:to], m.allowed)
		case m.kind == Word && m.allowed != nil:
			n = passListed(sel, n, i > 0, ch.words[m.col][from:to], m.allowed)
		case m.kind == Word:
			n = passBetween(sel, n, i > 0, ch.words[m.col][from:to], m.from, m.span)
		case m.allowed != nil:
			n = passListed(sel, n, i > 0, ch.longs[m.col][from:to], m.allowed)
		default:
			n = passBetween(sel, n, i > 0, ch.longs[m.col][from:to], m.from, m.span)
		}
	}
	return n
}
