package stat

import (
	"math"
	"math/rand/v2"
	"slices"
)

// What an exact test may cost before it is simulated instead, and how often it is then simulated.
const (
	exactSteps  = 3_000_000
	simulations = 20_000
)

// Exactly is the answer of an exact test of a table.
type Exactly struct {
	P         float64  // two-sided: all tables with the same sums that are no more likely than this one
	Simulated bool     // the tables were drawn at random, not counted out
	Draws     int      // how many were drawn
	Width     Interval // of a simulated P, Wilson's 95 % interval; otherwise both ends are P
}

// Exact is Fisher's test, for more than two rows or columns that of Freeman and Halton (Biometrika 38 (1951) 141–149).
// Up to exactSteps steps it goes through every table with the same sums; beyond that it draws 20,000 tables of those sums
// and P is (1+no more likely)/(1+drawn). The draws always begin from the same seed, so that a page keeps its figure.
func Exact(t Table) (Exactly, error) {
	rows, cols, err := t.sums()
	if err != nil {
		return Exactly{}, err
	}
	e := newExact(t, rows, cols)
	if len(e.rows) < 2 || len(e.cols) < 2 {
		return Exactly{P: 1, Width: Interval{1, 1}}, nil
	}
	if e.fill(0, 0, e.cols[0], e.start) {
		p := math.Min(1, e.sum)
		return Exactly{P: p, Width: Interval{p, p}}, nil
	}
	k := e.simulate()
	w := Wilson(k+1, simulations+1)
	return Exactly{P: float64(k+1) / float64(simulations+1), Simulated: true, Draws: simulations, Width: w}, nil
}

// exact goes through tables column by column; rows holds what is still left of each row.
type exact struct {
	rows, cols []int
	fact       factorials
	start      float64 // logarithm of Π row! Π column! / N!
	seen       float64 // logarithm of the table's own probability, with room for rounding
	sum        float64
	steps      int
}

func newExact(t Table, rows, cols []int) *exact {
	n := 0
	e := &exact{steps: exactSteps}
	for _, r := range rows {
		n += r
	}
	e.fact = factorialsTo(n)
	for _, r := range rows {
		if r > 0 {
			e.rows = append(e.rows, r)
			e.start += e.fact.log(r)
		}
	}
	for _, c := range cols {
		if c > 0 {
			e.cols = append(e.cols, c)
			e.start += e.fact.log(c)
		}
	}
	// P depends on the sums and on the table's own probability alone. The order makes the largest column the last, which
	// is forced, and a table turned round the same work.
	slices.Sort(e.rows)
	slices.Sort(e.cols)
	if len(e.rows) > len(e.cols) || len(e.rows) == len(e.cols) && slices.Compare(e.rows, e.cols) > 0 {
		e.rows, e.cols = e.cols, e.rows
	}
	e.start -= e.fact.log(n)
	e.seen = e.start + 1e-7
	for _, line := range t {
		for _, c := range line {
			e.seen -= e.fact.log(c)
		}
	}
	return e
}

// fill puts what is left of a column into the rows from row on, in every way there is; it is false when the steps run out.
func (e *exact) fill(col, row, left int, logp float64) bool {
	if e.steps--; e.steps < 0 {
		return false
	}
	if col == len(e.cols)-1 {
		for _, r := range e.rows {
			logp -= e.fact.log(r)
		}
		if logp <= e.seen {
			e.sum += math.Exp(logp)
		}
		return true
	}
	below := 0
	for _, r := range e.rows[row+1:] {
		below += r
	}
	here := e.rows[row]
	for v := max(0, left-below); v <= min(left, here); v++ {
		e.rows[row] = here - v
		c, r, rest := col, row+1, left-v
		if r == len(e.rows) {
			c, r, rest = col+1, 0, e.cols[col+1]
		}
		ok := e.fill(c, r, rest, logp-e.fact.log(v))
		e.rows[row] = here
		if !ok {
			return false
		}
	}
	return true
}

// simulate counts how many random tables of the same sums are no more likely than the one seen.
func (e *exact) simulate() int {
	rng := rand.New(rand.NewPCG(1951, 141))
	left := make([]int, len(e.rows))
	k := 0
	for range simulations {
		copy(left, e.rows)
		if e.draw(rng, left) <= e.seen {
			k++
		}
	}
	return k
}

// draw makes one random table, cell by cell, and returns the logarithm of its probability.
func (e *exact) draw(rng *rand.Rand, left []int) float64 {
	logp, total := e.start, 0
	for _, r := range left {
		total += r
	}
	for _, c := range e.cols[:len(e.cols)-1] {
		pool, want := total, c
		for i, r := range left {
			v := e.hypergeometric(rng, r, pool, want)
			logp -= e.fact.log(v)
			left[i] -= v
			pool, want = pool-r, want-v
		}
		total -= c
	}
	for _, r := range left {
		logp -= e.fact.log(r)
	}
	return logp
}

// hypergeometric draws how many of the good ones come when want are taken out of pool, by inversion outwards from the mode.
func (e *exact) hypergeometric(rng *rand.Rand, good, pool, want int) int {
	low, high := max(0, want-(pool-good)), min(want, good)
	mode := min(high, max(low, int(float64(want+1)*float64(good+1)/float64(pool+2))))
	f, bad := e.fact.log, pool-good
	p := math.Exp(f(good) - f(mode) - f(good-mode) + f(bad) - f(want-mode) - f(bad-want+mode) - f(pool) + f(want) + f(pool-want))
	up, down, above, below, u := mode, mode, p, p, rng.Float64()-p
	for u > 0 && (up < high || down > low) {
		if up < high {
			above *= float64(good-up) * float64(want-up) / (float64(up+1) * float64(bad-want+up+1))
			up++
			if u -= above; u <= 0 {
				return up
			}
		}
		if down > low {
			below *= float64(down) * float64(bad-want+down) / (float64(good-down+1) * float64(want-down+1))
			down--
			if u -= below; u <= 0 {
				return down
			}
		}
	}
	return mode // also where rounding left a hair over
}

// factorials are logarithms of factorials; the small ones are kept.
type factorials []float64

func factorialsTo(n int) factorials {
	f := make(factorials, min(n, 1<<16)+1)
	for i := range f {
		f[i], _ = math.Lgamma(float64(i) + 1)
	}
	return f
}

func (f factorials) log(n int) float64 {
	if n < len(f) {
		return f[n]
	}
	l, _ := math.Lgamma(float64(n) + 1)
	return l
}
