package cube_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kaname/kit/cube"
	"kaname/kit/fault"
)

// plain is the same table as rows of numbers, counted in the plainest way.
type plain struct {
	columns []cube.Column
	marks   int
	rows    [][]uint32
}

// someTable makes columns at random: marks first, then other bytes, words and longs.
func someTable(r *rand.Rand) *plain {
	p := &plain{marks: 1 + r.IntN(6)}
	for i := range p.marks {
		p.columns = append(p.columns, cube.Column{Name: fmt.Sprint("q", i)})
	}
	for i := range 1 + r.IntN(4) {
		p.columns = append(p.columns, cube.Column{Name: fmt.Sprint("g", i), Kind: cube.Kind(r.IntN(3))})
	}
	return p
}

// reach is how far the values of a column go in tests: some stay below 16, some do not.
func (p *plain) reach(c int) int {
	switch {
	case c < p.marks && c%3 == 2:
		return 62
	case c < p.marks:
		return 10
	case p.columns[c].Kind == cube.Byte:
		return []int{7, 255}[c%2]
	case p.columns[c].Kind == cube.Word:
		return []int{24, 700}[c%2]
	}
	return 1500
}

// more makes n rows and adds them to the plain table and to the other one.
func (p *plain) more(t testing.TB, table *cube.Table, r *rand.Rand, n int) {
	t.Helper()
	from := len(p.rows)
	for range n {
		row := make([]uint32, len(p.columns))
		for c := range row {
			row[c] = uint32(r.IntN(p.reach(c)))
		}
		p.rows = append(p.rows, row)
	}
	p.copy(t, table, p.rows[from:])
}

// copy adds rows to the other table.
func (p *plain) copy(t testing.TB, table *cube.Table, all [][]uint32) {
	t.Helper()
	err := table.Append(func(rows *cube.Rows) error {
		marks := make([]byte, p.marks)
		for _, row := range all {
			for c := range marks {
				marks[c] = cube.Alphabet[row[c]]
			}
			if err := rows.Add(marks, row[p.marks:]...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// condition is one that the plain table can read too.
type condition struct {
	col      int
	from, to uint32
	list     []uint32
}

func (p *plain) someFilter(r *rand.Rand) (f cube.Filter, plainly []condition) {
	for range r.IntN(4) {
		c := condition{col: r.IntN(len(p.columns))}
		reach := p.reach(c.col)
		if r.IntN(2) == 0 {
			for range r.IntN(reach) {
				c.list = append(c.list, uint32(r.IntN(reach+5)))
			}
			f = append(f, cube.In(cube.Col(c.col), c.list...))
			c.from, c.to = 1, 0
		} else {
			c.from, c.to = uint32(r.IntN(reach)), uint32(r.IntN(2*reach))
			f = append(f, cube.Between(cube.Col(c.col), c.from, c.to))
		}
		plainly = append(plainly, c)
	}
	return f, plainly
}

func passes(row []uint32, f []condition) bool {
	for _, c := range f {
		v := row[c.col]
		if !slices.Contains(c.list, v) && !(v >= c.from && v <= c.to) {
			return false
		}
	}
	return true
}

// tables makes many small tables, and some so large that they take several chunks and more than one core.
func tables(t *testing.T, each func(r *rand.Rand, p *plain, table *cube.Table)) {
	for seed := range 46 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(seed), 7))
			p := someTable(r)
			table, err := cube.New(p.columns...)
			if err != nil {
				t.Fatal(err)
			}
			for range 1 + r.IntN(3) {
				p.more(t, table, r, []int{0, 1, 7, 300, 5000}[r.IntN(5)])
			}
			if seed%15 == 3 {
				p.more(t, table, r, 200_000)
			}
			each(r, p, table)
		})
	}
}

func TestEveryCountIsTheOneThatPlainCountingGives(t *testing.T) {
	tables(t, func(r *rand.Rand, p *plain, table *cube.Table) {
		for range 4 {
			f, plainly := p.someFilter(r)
			compare(t, p, table.Now().Cores(r.IntN(4)), r.IntN(len(p.columns)), f, plainly)
		}
	})
}

// compare asks everything of one filter and one grouping column.
func compare(t *testing.T, p *plain, s cube.Snapshot, by int, f cube.Filter, plainly []condition) {
	t.Helper()
	hists, err := s.Histograms(f)
	if err != nil {
		t.Fatal(err)
	}
	crosses, err := s.Crosses(f, cube.Col(by))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]uint32
	for _, row := range p.rows {
		if passes(row, plainly) {
			rows = append(rows, row)
		}
	}
	if got, err := s.Count(f); err != nil || got != len(rows) {
		t.Fatalf("count %d, plainly %d (%v), filter %+v", got, len(rows), err, plainly)
	}
	for c, column := range p.columns {
		if column.Kind != cube.Byte {
			continue
		}
		var hist [256]int
		cross := make([]int, p.reach(by)*256)
		for _, row := range rows {
			hist[row[c]]++
			cross[row[by]*256+row[c]]++
		}
		for code, want := range hist {
			if got := hists[0].At(code); got != want {
				t.Fatalf("column %d code %d: %d, plainly %d, filter %+v", c, code, got, want, plainly)
			}
		}
		for i, want := range cross {
			if got := crosses[0].At(i/256, i%256); got != want {
				t.Fatalf("column %d by %d at %d, %d: %d, plainly %d, filter %+v", c, by, i/256, i%256, got, want, plainly)
			}
		}
		hists, crosses = hists[1:], crosses[1:]
	}
	if len(hists)+len(crosses) > 0 {
		t.Fatalf("%d histograms too many", len(hists))
	}
}

func TestEveryRowIsReadBackAsItWasAdded(t *testing.T) {
	tables(t, func(r *rand.Rand, p *plain, table *cube.Table) {
		s := table.Now()
		if s.Rows() != len(p.rows) {
			t.Fatalf("%d rows of %d", s.Rows(), len(p.rows))
		}
		for i, row := range p.rows {
			for c, want := range row {
				if got := s.At(cube.Col(c), i); got != want {
					t.Fatalf("row %d column %d is %d, added %d", i, c, got, want)
				}
			}
		}
		if s.At(0, len(p.rows)) != 0 || s.At(-1, 0) != 0 || s.At(0, -1) != 0 {
			t.Error("a place beyond the table is not blank")
		}
	})
}

func TestMomentsAreExactAndMissingAnswersStandOutside(t *testing.T) {
	table, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "b"})
	if err != nil {
		t.Fatal(err)
	}
	add(t, table, "12", "24", "33", "45", "90", "05", "50")
	s := table.Now()
	x, err := s.Cross(nil, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	m := x.Moments(1, 5)
	if m != (cube.PairMoments{N: 4, X: 10, Y: 14, XX: 30, YY: 54, XY: 39}) {
		t.Errorf("%+v", m)
	}
	if want := (4*39 - 140.) / math.Sqrt((4*30-100.)*(4*54-196.)); math.Abs(m.R()-want) > 1e-15 {
		t.Errorf("r = %v, want %v", m.R(), want)
	}
	h, err := s.Histograms(nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	if m := h[0].Moments(1, 5); m.N != 5 || m.Mean() != 3 || m.Variance() != 2.5 {
		t.Errorf("%+v: mean %v, variance %v", m, m.Mean(), m.Variance())
	}
	if r := x.Moments(9, 9).R(); !math.IsNaN(r) {
		t.Errorf("answers that are all the same have r = %v", r)
	}
}

func TestGroupsArePutTogetherAndNoneIsCountedTwice(t *testing.T) {
	table, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "day", Kind: cube.Word})
	if err != nil {
		t.Fatal(err)
	}
	err = table.Append(func(rows *cube.Rows) error {
		for day := range uint32(90) {
			rows.Add([]byte{cube.Alphabet[day%5]}, day)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	x, err := table.Now().Cross(cube.Filter{cube.Between(1, 10, 79)}, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	months := x.Into(3, func(day int) int { return day / 30 })
	if got := []int{months.Group(0).N(0, 9), months.Group(1).N(0, 9), months.Group(2).N(0, 9)}; !slices.Equal(got, []int{20, 30, 20}) {
		t.Errorf("%v", got)
	}
	if got := x.Into(1, func(day int) int { return -1 }).Total().N(0, 9); got != 0 {
		t.Errorf("%d rows of groups that were left out", got)
	}
}

func add(t *testing.T, table *cube.Table, marks ...string) {
	t.Helper()
	err := table.Append(func(rows *cube.Rows) error {
		for _, m := range marks {
			rows.Add([]byte(m))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestARowThatCannotBeReadLeavesTheTableAsItWas(t *testing.T) {
	columns := []cube.Column{{Name: "a"}, {Name: "b"}, {Name: "mode"}, {Name: "counter", Kind: cube.Word}}
	for say, bad := range map[string]func(*cube.Rows) error{
		"番号でない字":    func(r *cube.Rows) error { return r.Add([]byte("1?"), 0, 0) },
		"数が合いません":   func(r *cube.Rows) error { return r.Add([]byte("12"), 0) },
		"印で書ける":     func(r *cube.Rows) error { return r.Add([]byte("1234")) },
		"「mode」":    func(r *cube.Rows) error { return r.Add([]byte("12"), 255, 0) },
		"「counter」": func(r *cube.Rows) error { return r.Add([]byte("12"), 0, 1<<16) },
	} {
		table, err := cube.New(columns...)
		if err != nil {
			t.Fatal(err)
		}
		good := func(r *cube.Rows) error { return r.Add([]byte("12"), 1, 2) }
		if err := table.Append(good); err != nil {
			t.Fatal(err)
		}
		err = table.Append(func(r *cube.Rows) error { good(r); bad(r); good(r); return nil })
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %v", say, err)
		}
		if err := table.Append(good); err != nil {
			t.Fatal(err)
		}
		h, err := table.Now().Histograms(nil)
		if err != nil || table.Now().Rows() != 2 || h[0].At(1) != 2 || h[2].At(1) != 2 {
			t.Errorf("%s: %d rows, %v, %v", say, table.Now().Rows(), h, err)
		}
	}
}

func TestAnAppendThatFailsAddsNothing(t *testing.T) {
	table, err := cube.New(cube.Column{Name: "a"})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the database went away")
	err = table.Append(func(r *cube.Rows) error {
		for range 100_000 {
			r.Add([]byte("1"))
		}
		return broken
	})
	if !errors.Is(err, broken) || table.Now().Rows() != 0 {
		t.Errorf("%v, %d rows", err, table.Now().Rows())
	}
	add(t, table, "2", "2")
	if h, err := table.Now().Histograms(nil); err != nil || h[0].At(2) != 2 || h[0].N(0, 9) != 2 {
		t.Errorf("%v, %v", h, err)
	}
}

func TestAQuestionThatCannotBeAskedIsExplained(t *testing.T) {
	table, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "number", Kind: cube.Long})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Append(func(r *cube.Rows) error { return r.Add([]byte("1"), math.MaxUint32) }); err != nil {
		t.Fatal(err)
	}
	s := table.Now()
	_, unknown := s.Find("z")
	_, beyond := s.Histograms(nil, 2)
	_, wide := s.Histograms(nil, 1)
	_, cells := s.Cross(nil, 1, 0)
	_, list := s.Count(cube.Filter{cube.In(1, 5)})
	_, filter := s.Count(cube.Filter{cube.In(9, 5)})
	_, empty := cube.New()
	_, twice := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "a"})
	_, kind := cube.New(cube.Column{Name: "a", Kind: 9})
	for _, err := range []error{unknown, beyond, wide, cells, list, filter, empty, twice, kind} {
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "ください。") {
			t.Errorf("%v", err)
		}
	}
	for filter, want := range map[*cube.Filter]int{{cube.Between(1, 1, math.MaxUint32)}: 1, {cube.Between(1, 0, 5)}: 0, {cube.Between(1, 5, 4)}: 0, {cube.In(0)}: 0} {
		if n, err := s.Count(*filter); err != nil || n != want {
			t.Errorf("%+v: %d, %v", *filter, n, err)
		}
	}
}
