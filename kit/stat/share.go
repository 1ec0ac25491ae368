package stat

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// z95 is the 97.5 % point of the normal distribution: every interval here is a 95 % interval.
var z95 = distuv.UnitNormal.Quantile(0.975)

// Interval is a 95 % interval, both ends as shares (−1 to 1; 0.125 is 12.5 %).
type Interval struct{ Low, High float64 }

// Clear says that the interval does not reach 0.
func (i Interval) Clear() bool { return i.Low > 0 || i.High < 0 }

// Points are both ends in percent or points, one decimal, halves away from zero.
func (i Interval) Points() (low, high Tenths) {
	return Tenths(math.Round(1000 * i.Low)), Tenths(math.Round(1000 * i.High))
}

// part says that k of n is a share: n is from 1 to MaxCount, k from 0 to n.
func part(k, n int) bool { return n > 0 && n <= MaxCount && k >= 0 && k <= n }

// Wilson is the score interval of k of n (E. B. Wilson 1927, without continuity correction). It holds near 0 and 1 and
// for small n; it is 0 to 1 where k of n is no share.
func Wilson(k, n int) Interval {
	if !part(k, n) {
		return Interval{0, 1}
	}
	p, m := float64(k)/float64(n), float64(n)
	d := 1 + z95*z95/m
	mid := (p + z95*z95/(2*m)) / d
	half := z95 * math.Sqrt(p*(1-p)/m+z95*z95/(4*m*m)) / d
	w := Interval{mid - half, mid + half}
	if k == 0 { // exact at the ends, where the two terms cancel only almost
		w.Low = 0
	}
	if k == n {
		w.High = 1
	}
	return w
}

// Margin is the plain half width in points for k of n, 1.96·√(p(1−p)/n), as reports print it; 0 where n is 0.
func Margin(k, n int) Tenths { return MarginOf(k, n, 0) }

// MarginOf is Margin for a sample of n drawn from population people, narrowed by √((N−n)/(N−1)); 0 stands for a population without end.
func MarginOf(k, n, population int) Tenths {
	if !part(k, n) {
		return 0
	}
	p := float64(k) / float64(n)
	e := z95 * math.Sqrt(p*(1-p)/float64(n))
	if population > 1 {
		e *= math.Sqrt(math.Max(0, float64(population-n)/float64(population-1)))
	}
	return Tenths(math.Round(1000 * e))
}

// Shift is the difference between two shares, the second minus the first.
type Shift struct {
	Points Tenths   // in points, from the counts
	Width  Interval // of the difference, as shares
	Clear  bool     // the interval does not reach 0
	Known  bool     // both are shares of a group with answers
}

// Difference compares k2 of n2 with k1 of n1 by the hybrid score interval: R. G. Newcombe, Interval estimation for the
// difference between independent proportions, Statistics in Medicine 17 (1998) 873–890, method 10.
func Difference(k1, n1, k2, n2 int) Shift {
	if !part(k1, n1) || !part(k2, n2) {
		return Shift{Width: Interval{-1, 1}}
	}
	p1, p2 := float64(k1)/float64(n1), float64(k2)/float64(n2)
	w1, w2 := Wilson(k1, n1), Wilson(k2, n2)
	d := p2 - p1
	s := Shift{Known: true, Points: Tenths(round(1000*(k2*n1-k1*n2), n1*n2)), Width: Interval{
		Low:  d - math.Hypot(p2-w2.Low, w1.High-p1),
		High: d + math.Hypot(w2.High-p2, p1-w1.Low),
	}}
	s.Clear = s.Width.Clear()
	return s
}

// Sentence is the verdict as a page says it, such as 「7.6ポイント高く、はっきりした差があります（95%の幅 +2.4〜+14.4）。」.
func (s Shift) Sentence() string {
	if !s.Known {
		return "くらべる答えがまだありません。"
	}
	how := "差は0.0ポイントで、"
	switch {
	case s.Points > 0:
		how = s.Points.String() + "ポイント高く、"
	case s.Points < 0:
		how = (-s.Points).String() + "ポイント低く、"
	}
	low, high := s.Width.Points()
	width := fmt.Sprintf("（95%%の幅 %s〜%s）。", low.Signed(), high.Signed())
	if s.Clear {
		return how + "はっきりした差があります" + width
	}
	if s.Points != 0 {
		how = s.Points.Signed() + "ポイントですが、"
	}
	return how + "差ははっきりしません" + width
}
