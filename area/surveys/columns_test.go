package surveys

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// items are those of the standard form; whole is the place of the overall one.
var items = Items(Standard())

const whole = 7

func TestEveryFigureOfTheColumnsIsWhatCountingOneByOneGives(t *testing.T) {
	rows := someRows(5000)
	c := NewColumns(Standard()).With(rows[:1200]).With(rows[1200:])
	for _, p := range []Part{{}, {Counter: "c2"}, {From: "2026-05", To: "2026-06"}, {Counter: "c0", From: "2026-06"}} {
		for item := range items {
			var want Counts
			var pairs Pairs
			for _, r := range rows {
				if m := r.Day[:7]; p.Counter != "" && p.Counter != r.Counter || p.From != "" && m < p.From || p.To != "" && m > p.To {
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
	if got := fmt.Sprint(c.Months()); got != "[2026-04 2026-05 2026-06 2026-07]" {
		t.Errorf("months %s", got)
	}
}

func TestAPageThatIsBeingCountedDoesNotSeeAnswersThatArriveMeanwhile(t *testing.T) {
	rows := someRows(300)
	before := NewColumns(Standard()).With(rows[:100])
	n := before.Count(0, Part{})
	after := before.With(rows[100:])
	if before.N() != 100 || before.Count(0, Part{}) != n || after.N() != 300 {
		t.Errorf("before %d, after %d", before.N(), after.N())
	}
}

func someRows(n int) []Row {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([]Row, n)
	for i := range rows {
		marks := make([]byte, 10)
		for k := range marks {
			marks[k] = "0123459345"[r.IntN(10)]
		}
		rows[i] = Row{Seq: int64(i + 1), Counter: fmt.Sprintf("c%d", r.IntN(4)), Mode: Modes[r.IntN(3)],
			Day: fmt.Sprintf("2026-%02d-%02d", 4+r.IntN(4), 1+r.IntN(28)), Marks: string(marks)}
	}
	return rows
}

func BenchmarkAWholeResultsPageFromAHundredThousandAnswers(b *testing.B) {
	c := NewColumns(Standard()).With(someRows(100_000))
	for b.Loop() {
		MakePortfolio(c.CountAll(Part{}), c.AllPairs(Part{}), whole, DefaultLimit)
		c.ByCounter(whole, Part{})
		c.ByMonth(whole, Part{})
	}
}

func BenchmarkTwentyHistogramsWorthOfOneMillionAnswers(b *testing.B) {
	c := NewColumns(Standard()).With(someRows(1_000_000))
	for b.Loop() {
		c.CountAll(Part{})
	}
}
