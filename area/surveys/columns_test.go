package surveys

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"kaname/kit/cube"
)

// items are those of the standard form; whole is the place of the overall one.
var items = Items(Standard())

const whole = 7

func TestEveryFigureOfTheColumnsIsWhatCountingOneByOneGives(t *testing.T) {
	rows := someRows(5000)
	c := columnsOfRows(rows[:1200], rows[1200:])
	for _, p := range []Part{{}, {Counter: "c2"}, {From: "2026-05", To: "2026-06"}, {Counter: "c0", From: "2026-06"}} {
		for item := range items {
			var want Counts
			var pairs Pairs
			for _, r := range rows {
				if m := string(r.Day[:7]); p.Counter != "" && p.Counter != string(r.Counter) || p.From != "" && m < p.From || p.To != "" && m > p.To {
					continue
				}
				switch v := r.Marks[item] - '0'; v {
				case Blank:
					want.Blank++
				case Outside:
					want.Outside++
				default:
					want.Of[v-1]++
					if o := r.Marks[whole] - '0'; o >= 1 && o <= 5 {
						pairs[v-1][o-1]++
					}
				}
			}
			if got := c.Count(item, p); got != want {
				t.Errorf("%+v %s: %+v, want %+v", p, items[item].ID, got, want)
			}
			if got := c.Pairs(item, p); got != pairs {
				t.Errorf("%+v %s: pairs %v, want %v", p, items[item].ID, got, pairs)
			}
			var sum Counts
			for _, g := range c.ByCounter(item, p) {
				sum = sum.Add(g.Counts)
			}
			if sum != want {
				t.Errorf("%+v: the counters add up to %+v, want %+v", p, sum, want)
			}
		}
	}
	if c.N() != 5000 || c.Latest() != "2026-07-28" || len(c.Counters()) != 4 {
		t.Errorf("n=%d latest=%s counters=%v", c.N(), c.Latest(), c.Counters())
	}
	if got := len(c.ByMonth(0, Part{})); got != 4 {
		t.Errorf("%d months", got)
	}
	hours := c.Hours(Part{})
	if total := hours[3][10] + hours[0][10]; total == 0 {
		t.Error("nobody came on a Wednesday or a Sunday at ten")
	}
}

// columnsOfRows are the columns of the standard form with some rows.
func columnsOfRows(parts ...[]Row) *Columns {
	l, columns := layoutOf(Standard())
	t := must(cube.New(columns...))
	for _, rows := range parts {
		err := t.Append(func(to *cube.Rows) error {
			for _, r := range rows {
				if err := l.add(to, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			panic(err)
		}
	}
	return &Columns{layout: l, rows: t.Now()}
}

func someRows(n int) []Row {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([]Row, n)
	for i := range rows {
		marks := make([]byte, 10)
		for k := range marks {
			marks[k] = "0123459345"[r.IntN(10)]
		}
		rows[i] = Row{Counter: fmt.Appendf(nil, "c%d", r.IntN(4)), Mode: []byte(Modes[r.IntN(3)]),
			Day: fmt.Appendf(nil, "2026-%02d-%02d", 4+r.IntN(4), 1+r.IntN(28)), Hour: 9 + r.IntN(8), Marks: marks}
	}
	return rows
}

func BenchmarkAWholeResultsPageFromAHundredThousandAnswers(b *testing.B) {
	c := columnsOfRows(someRows(100_000))
	for b.Loop() {
		MakePortfolio(c.CountAll(Part{}), c.AllPairs(Part{}), whole, DefaultLimit)
		c.ByCounter(whole, Part{})
		c.ByMonth(whole, Part{})
	}
}

func BenchmarkTwentyHistogramsWorthOfOneMillionAnswers(b *testing.B) {
	c := columnsOfRows(someRows(1_000_000))
	for b.Loop() {
		c.CountAll(Part{})
	}
}
