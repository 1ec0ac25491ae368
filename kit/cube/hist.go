package cube

import "math"

// Hist is how many rows hold each code, from 0 (blank) to the greatest code that the column may hold.
type Hist []int

// At is the number of rows with this code; 0 for codes beyond the greatest.
func (h Hist) At(code int) int {
	if code < 0 || code >= len(h) {
		return 0
	}
	return h[code]
}

// N is the number of rows with a code from from to to, both included.
func (h Hist) N(from, to int) (n int) {
	for c := max(0, from); c <= to && c < len(h); c++ {
		n += h[c]
	}
	return n
}

// Moments sums the codes from from to to, both included, as numbers; all others stand outside.
func (h Hist) Moments(from, to int) (m Moments) {
	for c := max(0, from); c <= to && c < len(h); c++ {
		m.N += h[c]
		m.Sum += c * h[c]
		m.Squares += c * c * h[c]
	}
	return m
}

// Moments are exact sums over answers: how many, their sum and the sum of their squares.
type Moments struct{ N, Sum, Squares int }

// Mean is the arithmetic mean; NaN where there is no answer.
func (m Moments) Mean() float64 { return float64(m.Sum) / float64(m.N) }

// Variance is the sample variance, divided by N−1; NaN below two answers.
func (m Moments) Variance() float64 {
	if m.N < 2 {
		return math.NaN()
	}
	return spreadOf(m.N, m.Squares, m.Sum, m.Sum) / float64(m.N) / float64(m.N-1)
}

// spreadOf is N·Σxy − Σx·Σy, exact up to the rounding of one number.
func spreadOf(n, xy, x, y int) float64 { return float64(n*xy - x*y) }

// Cross is how many rows hold each pair of values: one row of cells for each group, one cell for each code.
type Cross struct {
	Groups, Codes int
	width         int
	cells         []int
}

// At is the number of rows with this group and code; 0 beyond the greatest.
func (x Cross) At(group, code int) int {
	if group < 0 || group >= x.Groups || code < 0 || code >= x.Codes {
		return 0
	}
	return x.cells[group*x.width+code]
}

// Group is the histogram of one group; empty beyond the greatest.
func (x Cross) Group(group int) Hist {
	if group < 0 || group >= x.Groups {
		return nil
	}
	return Hist(x.cells[group*x.width:][:x.Codes])
}

// Total is the histogram of all groups together.
func (x Cross) Total() Hist {
	h := make(Hist, x.Codes)
	for g := range x.Groups {
		for c, n := range x.Group(g) {
			h[c] += n
		}
	}
	return h
}

// Into puts groups together: each group g becomes of[g], negative ones are left out. Counters become offices, days months.
func (x Cross) Into(groups int, of func(group int) int) Cross {
	groups = max(0, groups)
	y := Cross{Groups: groups, Codes: x.Codes, width: x.Codes, cells: make([]int, groups*x.Codes)}
	for g := range x.Groups {
		to := of(g)
		if to < 0 || to >= groups {
			continue
		}
		for c, n := range x.Group(g) {
			y.cells[to*y.width+c] += n
		}
	}
	return y
}

// PairMoments are exact sums over the rows in which both answers count.
type PairMoments struct{ N, X, Y, XX, YY, XY int }

// Moments sums the cells whose group and code both lie from from to to, as numbers.
func (x Cross) Moments(from, to int) (m PairMoments) {
	from = max(0, from)
	for g := from; g <= to && g < x.Groups; g++ {
		for c := from; c <= to && c < x.Codes; c++ {
			n := x.At(g, c)
			m.N += n
			m.X += n * g
			m.Y += n * c
			m.XX += n * g * g
			m.YY += n * c * c
			m.XY += n * g * c
		}
	}
	return m
}

// R is Pearson's correlation, −1 to 1; NaN where one side is always the same or there is no row.
func (m PairMoments) R() float64 {
	x, y := spreadOf(m.N, m.XX, m.X, m.X), spreadOf(m.N, m.YY, m.Y, m.Y)
	if x <= 0 || y <= 0 {
		return math.NaN()
	}
	return spreadOf(m.N, m.XY, m.X, m.Y) / math.Sqrt(x) / math.Sqrt(y)
}
