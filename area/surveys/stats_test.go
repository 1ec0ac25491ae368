package surveys

import (
	"math"
	"testing"
)

func TestTwentyThirtyfiveThirtyTenFiveIsReadAsThePublishedExampleDoes(t *testing.T) {
	c := Counts{Of: [5]int{5, 10, 30, 35, 20}, Outside: 40, Blank: 12}
	for what, got := range map[string][2]string{
		"mean":     {c.Mean().String(), "3.55"},
		"top-2":    {c.Top2Rate().String(), "55.0"},
		"top-box":  {c.TopBoxRate().String(), "20.0"},
		"bottom-2": {c.Bottom2Rate().String(), "15.0"},
		"net":      {c.Net().Signed(), "+40.0"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %s, want %s", what, got[0], got[1])
		}
	}
	if c.N() != 100 || c.All() != 152 {
		t.Errorf("利用していない and 無回答 must stay out of the base: n=%d of %d", c.N(), c.All())
	}
}

func TestSharesAreRoundedHalfUpAtTheSecondDecimal(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want string
	}{
		{486, 8589, "5.7"}, {1711, 8589, "19.9"}, {5136, 8589, "59.8"}, {845, 8589, "9.8"}, {411, 8589, "4.8"},
		{1, 8, "12.5"}, {1, 16, "6.3"}, {1, 2000, "0.1"}, {1, 2001, "0.0"}, {2, 3, "66.7"}, {0, 5, "0.0"}, {5, 5, "100.0"}, {0, 0, "0.0"},
	} {
		if got := Percent(c.k, c.n).String(); got != c.want {
			t.Errorf("%d of %d is %s %%, want %s", c.k, c.n, got, c.want)
		}
	}
	if got := (Counts{Of: [5]int{9, 0, 0, 0, 7}}).Net().String(); got != "−12.5" {
		t.Errorf("net %s, want −12.5", got)
	}
}

func TestASmallFirstYearCarriesItsWidthAndALaterSmallChangeIsNotCalledAChange(t *testing.T) {
	// 84.0 % of 149, 91.5 % of 1,774, 92.06 % of 2,891, 91.84 % of 1,664, 92.20 % of 1,929
	n := []int{149, 1774, 2891, 1664, 1929}
	k := []int{125, 1623, 2661, 1528, 1779}
	if got := Margin(k[0], n[0]).String(); got != "5.9" {
		t.Errorf("the width of the first year is ±%s, want ±5.9", got)
	}
	first := Difference(k[0], n[0], k[1], n[1])
	if !first.Clear || first.High-first.Low < 0.10 {
		t.Errorf("the first step is %+v: clear, but at least 10 points wide", first)
	}
	for i := 2; i < len(n); i++ {
		if c := Difference(k[i-1], n[i-1], k[i], n[i]); c.Clear {
			t.Errorf("the step to year %d (%s points) is called clear", i+1, c.Points.Signed())
		}
	}
}

func TestTheWilsonIntervalHoldsAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		{15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {20, 20, 0.8389, 1}, {0, 0, 0, 1},
	} {
		low, high := Wilson(c.k, c.n)
		if math.Abs(low-c.low) > 0.0002 || math.Abs(high-c.high) > 0.0002 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}

func TestTheDifferenceOfTwoSharesMatchesTheWorkedExample(t *testing.T) {
	// Newcombe 1998, 56/70 against 48/80: 0.2000, method 10 gives 0.0524 to 0.3339.
	c := Difference(48, 80, 56, 70)
	if c.Points != 200 || math.Abs(c.Low-0.0524) > 0.0002 || math.Abs(c.High-0.3339) > 0.0002 || !c.Clear {
		t.Errorf("%+v", c)
	}
}

func TestTheWeightOfAnItemIsItsCorrelationWithTheOverallAnswer(t *testing.T) {
	var same, against, flat Pairs
	for i := range 5 {
		same[i][i], against[i][4-i], flat[i][2] = 10, 10, 10
	}
	if r, ok := same.Pearson(); !ok || math.Abs(r-1) > 1e-12 {
		t.Errorf("same answers: r=%v", r)
	}
	if r, ok := against.Pearson(); !ok || math.Abs(r+1) > 1e-12 {
		t.Errorf("opposite answers: r=%v", r)
	}
	if _, ok := flat.Pearson(); ok {
		t.Error("an overall answer that never varies has no weight to give")
	}
}

func TestAPortfolioIsDrawnFromAHundredAnswersOnly(t *testing.T) {
	make := func(each int) Portfolio {
		var items [8]Counts
		var both [8]Pairs
		for i := range items {
			for s := range 5 {
				items[i].Of[s] = each * (s + 1 + i%3)
				both[i][s][s] = each * (s + 1)
				both[i][s][(s+i)%5] += each
			}
		}
		return MakePortfolio(items[:], both[:], 7, 10)
	}
	if p := make(0); p.View != Words || len(p.Places) != 0 {
		t.Errorf("no answers: %+v", p)
	}
	if p := make(1); p.View != Words || len(p.Places) != 0 {
		t.Errorf("20 answers: %+v", p)
	}
	if p := make(2); p.View != RankedBars || len(p.Places) != 7 || p.Places[0].Quadrant != "" {
		t.Errorf("40 answers: %+v", p)
	}
	p := make(6)
	if p.View != FullPortfolio || len(p.Places) != 7 {
		t.Fatalf("120 answers: %+v", p)
	}
	if n := len(p.In(FixFirst)) + len(p.In(KeepFirst)) + len(p.In(Keep)) + len(p.In(Fix)); n != 7 {
		t.Errorf("%d of 7 items have a quadrant", n)
	}
	for i := 1; i < len(p.Places); i++ {
		if p.Places[i].Weight > p.Places[i-1].Weight {
			t.Error("the heaviest item must come first")
		}
	}
}
