package surveys

import (
	"fmt"
	"math"
)

// Counts are the answers to one item in one group of visitors.
type Counts struct {
	Of      [5]int // Of[0] answers of score 1 (worst) … Of[4] of score 5 (best)
	Outside int    // 利用していない・わからない: out of the base
	Blank   int    // 無回答: out of the base
}

// N is the base: valid answers only, score 1 to 5.
func (c Counts) N() int { return c.Of[0] + c.Of[1] + c.Of[2] + c.Of[3] + c.Of[4] }

// All is everybody who sent a form, answered or not.
func (c Counts) All() int { return c.N() + c.Outside + c.Blank }

// TopBox counts the best answer.
func (c Counts) TopBox() int { return c.Of[4] }

// Top2 counts the two good answers: 満足.
func (c Counts) Top2() int { return c.Of[4] + c.Of[3] }

// Bottom2 counts the two bad answers: 不満.
func (c Counts) Bottom2() int { return c.Of[1] + c.Of[0] }

// Add is both groups together.
func (c Counts) Add(d Counts) Counts {
	for i := range c.Of {
		c.Of[i] += d.Of[i]
	}
	c.Outside += d.Outside
	c.Blank += d.Blank
	return c
}

// Tenths is a figure with one decimal, as tenths: 550 is 55.0 %.
type Tenths int

// String writes one decimal: 55.0.
func (t Tenths) String() string { return decimal(int(t), 10, 1) }

// Signed is String with a plus before what is above nothing: +40.0.
func (t Tenths) Signed() string {
	if t > 0 {
		return "+" + t.String()
	}
	return t.String()
}

// Float is the figure itself.
func (t Tenths) Float() float64 { return float64(t) / 10 }

// Hundredths is a figure with two decimals, as hundredths: 355 is 3.55.
type Hundredths int

// String writes two decimals: 3.55.
func (h Hundredths) String() string { return decimal(int(h), 100, 2) }

// Float is the figure itself.
func (h Hundredths) Float() float64 { return float64(h) / 100 }

func decimal(v, unit, digits int) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	return fmt.Sprintf("%s%d.%0*d", sign, v/unit, digits, v%unit)
}

// Percent is k of n in percent, the second decimal rounded half up (四捨五入); 0 where n is 0.
func Percent(k, n int) Tenths { return Tenths(round(1000*k, n)) }

// round is a/b to the nearest whole, halves away from zero, without floating point.
func round(a, b int) int {
	if b == 0 {
		return 0
	}
	if a < 0 {
		return -round(-a, b)
	}
	return (2*a + b) / (2 * b)
}

// Mean is Σ score·count / n, two decimals; 0 where there is no answer.
func (c Counts) Mean() Hundredths { return Hundredths(round(100*c.sum(), c.N())) }

func (c Counts) sum() int {
	s := 0
	for i, n := range c.Of {
		s += (i + 1) * n
	}
	return s
}

// Share is the share of one score (1 to 5) of the base.
func (c Counts) Share(score int) Tenths { return Percent(c.Of[score-1], c.N()) }

// Top2Rate is 満足率, (c5+c4)/n.
func (c Counts) Top2Rate() Tenths { return Percent(c.Top2(), c.N()) }

// TopBoxRate is c5/n.
func (c Counts) TopBoxRate() Tenths { return Percent(c.TopBox(), c.N()) }

// Bottom2Rate is 不満率, (c2+c1)/n.
func (c Counts) Bottom2Rate() Tenths { return Percent(c.Bottom2(), c.N()) }

// Net is 満足率 − 不満率 in points, from counts, so it may differ by 0.1 from the difference of the two rounded shares.
func (c Counts) Net() Tenths { return Percent(c.Top2()-c.Bottom2(), c.N()) }

const z95 = 1.959963984540054

// Wilson is the 95 % score interval of k of n, as shares from 0 to 1 (E. B. Wilson 1927). It holds near 0 and 1 and for small n.
func Wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	p, m := float64(k)/float64(n), float64(n)
	d := 1 + z95*z95/m
	mid := (p + z95*z95/(2*m)) / d
	half := z95 * math.Sqrt(p*(1-p)/m+z95*z95/(4*m*m)) / d
	return math.Max(0, mid-half), math.Min(1, mid+half)
}

// Margin is the plain 95 % half width in points for k of n: 1.96·√(p(1−p)/n), as reports print it.
func Margin(k, n int) Tenths {
	if n == 0 {
		return 0
	}
	p := float64(k) / float64(n)
	return Tenths(math.Floor(1000*z95*math.Sqrt(p*(1-p)/float64(n)) + 0.5))
}

// Shift is the difference between two shares, later minus earlier.
type Shift struct {
	Points    Tenths // in points
	Low, High float64
	Clear     bool // the 95 % interval does not cross 0
}

// Difference compares k2 of n2 with k1 of n1 by Newcombe's hybrid score interval (1998, method 10).
func Difference(k1, n1, k2, n2 int) Shift {
	if n1 == 0 || n2 == 0 {
		return Shift{Low: -1, High: 1}
	}
	p1, p2 := float64(k1)/float64(n1), float64(k2)/float64(n2)
	l1, h1 := Wilson(k1, n1)
	l2, h2 := Wilson(k2, n2)
	d := p2 - p1
	c := Shift{
		Points: Tenths(round(1000*(k2*n1-k1*n2), n1*n2)),
		Low:    d - math.Sqrt((p2-l2)*(p2-l2)+(h1-p1)*(h1-p1)),
		High:   d + math.Sqrt((h2-p2)*(h2-p2)+(p1-l1)*(p1-l1)),
	}
	c.Clear = c.Low > 0 || c.High < 0
	return c
}

// Pairs are the answers of those who answered both an item and the overall item: Pairs[a-1][b-1] of them said a and b.
type Pairs [5][5]int

// N is how many answered both.
func (p Pairs) N() int {
	n := 0
	for _, row := range p {
		for _, c := range row {
			n += c
		}
	}
	return n
}

// Pearson is r between the item and the overall item; ok is false where one of them does not vary.
func (p Pairs) Pearson() (r float64, ok bool) {
	var n, sx, sy, sxx, syy, sxy float64
	for i, row := range p {
		for j, c := range row {
			x, y, w := float64(i+1), float64(j+1), float64(c)
			n, sx, sy = n+w, sx+w*x, sy+w*y
			sxx, syy, sxy = sxx+w*x*x, syy+w*y*y, sxy+w*x*y
		}
	}
	vx, vy := n*sxx-sx*sx, n*syy-sy*sy
	if n < 2 || vx <= 0 || vy <= 0 {
		return 0, false
	}
	return (n*sxy - sx*sy) / math.Sqrt(vx*vy), true
}
