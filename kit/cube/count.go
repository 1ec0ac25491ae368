package cube

import (
	"fmt"

	"kaname/kit/fault"
)

// cellLimit is how many cells one question may fill: 16 MB for each worker.
const cellLimit = 1 << 22

// few is how many codes a column may have at most to be counted two rows, or two columns, at a time.
const few = 16

// twinGroups is how many groups there may be for two columns at a time: more would not stay in the nearest cache.
const twinGroups = 64

// Count is the number of rows that pass.
func (s Snapshot) Count(f Filter) (int, error) {
	v, err := s.sieve(f)
	if err != nil {
		return 0, err
	}
	if len(v.meshes) == 0 && !v.none {
		return s.rows, nil
	}
	var by []int
	s.scan(v, func(workers int) { by = make([]int, workers) }, func(w int, b *block) { by[w] += b.rows() })
	n := 0
	for _, k := range by {
		n += k
	}
	return n, nil
}

// Histograms counts each of the columns, in one pass over the rows that pass; all Byte columns where none is named.
func (s Snapshot) Histograms(f Filter, cols ...Col) ([]Hist, error) {
	if len(cols) == 0 {
		cols = s.t.answers()
	}
	v, err := s.sieve(f)
	if err != nil {
		return nil, err
	}
	for _, c := range cols {
		if err := s.t.check(c, true); err != nil {
			return nil, err
		}
	}
	var by cells
	s.scan(v, func(workers int) { by = newCells(workers, 256*len(cols)) }, func(w int, b *block) {
		for i, c := range cols {
			b.histogram(by[w][256*i:], c, s.top[c] < few)
		}
	})
	sum, all := by.sum(), make([]Hist, len(cols))
	for i, c := range cols {
		all[i] = Hist(sum[256*i : 256*i+int(s.top[c])+1])
	}
	return all, nil
}

func (b *block) histogram(cells []uint32, c Col, few bool) {
	col := b.bytes(c, 0)
	if few {
		countFew(&b.tally, col)
		b.tally.pourFew(cells, len(col))
		return
	}
	countBytes(&b.tally, col)
	b.tally.pour(cells)
}

// answers are the Byte columns.
func (t *Table) answers() (cols []Col) {
	for i, c := range t.columns {
		if c.Kind == Byte {
			cols = append(cols, Col(i))
		}
	}
	return cols
}

// Cross counts each value of by with each code of col: a cross-tab, or the histogram of every group.
func (s Snapshot) Cross(f Filter, by, col Col) (Cross, error) {
	all, err := s.Crosses(f, by, col)
	if err != nil {
		return Cross{}, err
	}
	return all[0], nil
}

// Crosses is Cross for several columns in one pass: every item by counter, or every item with the overall one.
// by may be of any kind; all Byte columns are counted where none is named.
func (s Snapshot) Crosses(f Filter, by Col, cols ...Col) ([]Cross, error) {
	if len(cols) == 0 {
		cols = s.t.answers()
	}
	v, err := s.sieve(f)
	if err != nil {
		return nil, err
	}
	p, err := s.plan(by, cols)
	if err != nil {
		return nil, err
	}
	var counted cells
	s.scan(v, func(workers int) { counted = newCells(workers, p.cells()) }, func(w int, b *block) { p.count(counted[w], b) })
	return p.crosses(counted.sum()), nil
}

// plan is how the cells of Crosses lie in one piece: for each column, or each two of them, groups × width.
type plan struct {
	by     Col
	kind   Kind
	groups int // values that by can have
	twins  bool
	width  int
	cols   []Col
	codes  []int // by place in cols
}

func (s Snapshot) plan(by Col, cols []Col) (p plan, err error) {
	if err := s.t.check(by, false); err != nil {
		return p, err
	}
	p = plan{by: by, kind: s.t.columns[by].Kind, groups: int(s.top[by]) + 1, cols: cols}
	for _, c := range cols {
		if err := s.t.check(c, true); err != nil {
			return p, err
		}
		p.codes = append(p.codes, int(s.top[c])+1)
		p.width = max(p.width, int(s.top[c])+1)
	}
	if p.twins = p.width <= few && p.groups <= twinGroups; p.twins {
		p.width = few * few
	}
	if n := p.cells(); n > cellLimit {
		return p, fault.New(fault.Invalid, fmt.Sprintf("列「%s」で分けると枡が%dになり、多すぎます（%dまで）。値の少ない列で分けるか、問いを減らしてください。", s.t.columns[by].Name, n, cellLimit))
	}
	return p, nil
}

// each is how many cells one column takes, or two where they are counted as twins.
func (p plan) each() int { return p.groups * p.width }

func (p plan) cells() int {
	if p.twins {
		return (len(p.cols) + 1) / 2 * p.each()
	}
	return len(p.cols) * p.each()
}

func (p plan) count(cells []uint32, b *block) {
	first := b.groups(p.by, p.kind, p.width)
	if !p.twins {
		for i, c := range p.cols {
			countIn(cells[i*p.each():][:p.each()], first, b.bytes(c, 0))
		}
		return
	}
	for i := 0; i < len(p.cols); i += 2 {
		twin := p.cols[min(i+1, len(p.cols)-1)] // the last of an odd number is its own twin
		countTwins(cells[i/2*p.each():][:p.each()], first, b.bytes(p.cols[i], 0), b.bytes(twin, 1))
	}
}

func (p plan) crosses(sum []int) []Cross {
	all := make([]Cross, len(p.cols))
	for i := range all {
		all[i] = Cross{Groups: p.groups, Codes: p.codes[i], width: p.width}
		if !p.twins {
			all[i].cells = sum[i*p.each():][:p.each()]
			continue
		}
		all[i].width, all[i].cells = few, make([]int, p.groups*few)
		for at, n := range sum[i/2*p.each():][:p.each()] {
			code := at >> (4 * (1 - i%2)) & (few - 1)
			all[i].cells[at/p.width*few+code] += n
		}
	}
	return all
}

// cells are each worker's counts. No table reaches the 4,294,967,296 rows at which one would run over.
type cells [][]uint32

func newCells(workers, n int) cells {
	c := make(cells, workers)
	for w := range c {
		c[w] = make([]uint32, n)
	}
	return c
}

func (c cells) sum() []int {
	sum := make([]int, len(c[0]))
	for _, one := range c {
		for i, n := range one {
			sum[i] += int(n)
		}
	}
	return sum
}
