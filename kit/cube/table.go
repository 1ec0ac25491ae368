// Package cube counts answer sheets quickly: it keeps one byte an answer in memory and counts any part of them in a few milliseconds.
package cube

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"kaname/kit/fault"
)

// Kind is how much room a column takes for each row.
type Kind uint8

// The three kinds. Byte is for answers; Word and Long are for groups with many values, such as counters or days.
const (
	Byte Kind = iota // 0 is blank, 1–254 are codes
	Word             // 0–65,535
	Long             // 0–4,294,967,295
)

// TopCode is the greatest code that a Byte column can hold.
const TopCode = 254

// Column names a column and says its kind.
type Column struct {
	Name string
	Kind Kind
}

// Col is the place of a column in its table.
type Col int

// Table holds rows that are only ever added. One caller at a time adds; any number count meanwhile, without waiting.
type Table struct {
	columns []Column
	place   map[string]Col
	marks   int // how many Byte columns stand first
	write   sync.Mutex
	codes   []map[string]uint32 // by column, code of each name; under write
	now     atomic.Pointer[state]
}

// state is a table at one moment. What it points to is never changed for its first rows.
type state struct {
	rows   int
	chunks []*chunk
	top    []uint32   // by column: no value is greater
	names  [][]string // by column, where it has names: the name of each code
}

// Snapshot is the table's first rows as they were at one moment; they never change while it is held.
type Snapshot struct {
	*state
	t     *Table
	cores int
}

// Cores is the same snapshot, each question to which uses at most n cores. Without it, or with 0, that is two.
func (s Snapshot) Cores(n int) Snapshot {
	s.cores = n
	return s
}

// New makes an empty table. Names must differ and there must be at least one column.
func New(columns ...Column) (*Table, error) {
	if len(columns) == 0 {
		return nil, fault.New(fault.Invalid, "集計の列がありません。列を1つ以上決めてください。")
	}
	t := &Table{columns: append([]Column(nil), columns...), place: make(map[string]Col, len(columns))}
	for i, c := range columns {
		if _, twice := t.place[c.Name]; twice || c.Name == "" {
			return nil, fault.New(fault.Invalid, fmt.Sprintf("集計の列の名「%s」が空か、2つあります。列ごとにちがう名をつけてください。", c.Name))
		}
		if c.Kind > Long {
			return nil, fault.New(fault.Invalid, fmt.Sprintf("集計の列「%s」の種類%dはありません。Byte・Word・Long から選んでください。", c.Name, c.Kind))
		}
		t.place[c.Name] = Col(i)
		if c.Kind == Byte && t.marks == i {
			t.marks++
		}
	}
	t.codes = make([]map[string]uint32, len(columns))
	t.now.Store(&state{top: make([]uint32, len(columns)), names: make([][]string, len(columns))})
	return t, nil
}

// Columns are the table's columns in their order; the caller does not change them.
func (t *Table) Columns() []Column { return t.columns }

// Find is the place of the column with this name; an Invalid fault where there is none.
func (t *Table) Find(name string) (Col, error) {
	c, ok := t.place[name]
	if !ok {
		return 0, fault.New(fault.Invalid, fmt.Sprintf("集計に「%s」という列はありません。問いの一覧から選んでください。", name))
	}
	return c, nil
}

// Now is the table as it stands.
func (t *Table) Now() Snapshot { return Snapshot{state: t.now.Load(), t: t} }

// Rows is the number of rows.
func (s Snapshot) Rows() int { return s.rows }

// Find is the place of the column with this name, as in Table.
func (s Snapshot) Find(name string) (Col, error) { return s.t.Find(name) }

// Bytes is the memory that the rows take.
func (s Snapshot) Bytes() int {
	perRow := 0
	for _, c := range s.t.columns {
		perRow += 1 << c.Kind
	}
	n := 0
	for _, ch := range s.chunks {
		n += ch.size * perRow
	}
	return n
}

// At is the value of one row in a column; 0 where there is no such row or column.
func (s Snapshot) At(c Col, row int) uint32 {
	if row < 0 || row >= s.rows || c < 0 || int(c) >= len(s.t.columns) {
		return 0
	}
	ch, i := s.chunks[row/chunkRows], row%chunkRows
	switch s.t.columns[c].Kind {
	case Byte:
		return uint32(ch.bytes[c][i])
	case Word:
		return uint32(ch.words[c][i])
	}
	return ch.longs[c][i]
}

// workers is how many goroutines are worth counting so many blocks.
func (s Snapshot) workers(blocks int) int {
	n := s.cores
	if n <= 0 {
		n = min(2, runtime.GOMAXPROCS(0))
	}
	return max(1, min(n, blocks/blocksPerWorker))
}

// check says whether c is a column of the table, and a Byte one where that is asked.
func (t *Table) check(c Col, byteOnly bool) error {
	if c < 0 || int(c) >= len(t.columns) {
		return fault.New(fault.Invalid, fmt.Sprintf("集計に%d番目の列はありません（列は%dあります）。問いの一覧から選んでください。", c+1, len(t.columns)))
	}
	if byteOnly && t.columns[c].Kind != Byte {
		return fault.New(fault.Invalid, fmt.Sprintf("集計の列「%s」は値が多く、答えとしては数えられません。分ける側の列に選んでください。", t.columns[c].Name))
	}
	return nil
}
