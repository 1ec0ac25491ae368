package stat

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"testing"

	"kaname/kit/fault"
)

func TestTheWeightOfAnItemIsItsCorrelationWithTheOverallAnswer(t *testing.T) {
	same, against, flat := square(), square(), square()
	for i := range 5 {
		same[i][i], against[i][4-i], flat[i][2] = 10, 10, 10
	}
	if w, err := same.Pearson(); err != nil || w.R != 1 || w.N != 50 || w.Tentative() {
		t.Errorf("same answers: %+v %v", w, err)
	}
	if w, err := against.Pearson(); err != nil || w.R != -1 {
		t.Errorf("opposite answers: %+v %v", w, err)
	}
	if w, err := flat.Pearson(); err != nil || w.Known {
		t.Errorf("an overall answer that never varies has no weight to give: %+v %v", w, err)
	}
}

func square() Pairs {
	p := make(Pairs, 5)
	for i := range p {
		p[i] = make([]int, 5)
	}
	return p
}

func TestPartialCorrelationsAreRefusedWhereItemsSayTheSame(t *testing.T) {
	refused := func(c Correlations) Collinear {
		t.Helper()
		_, err := c.Partial(len(c.R) - 1)
		var why Collinear
		if fault.Of(err) != fault.Invalid || !errors.As(err, &why) {
			t.Fatalf("not refused as collinear: %v", err)
		}
		return why
	}
	twins := Correlations{N: 200, R: [][]float64{{1, .97, .2, .5}, {.97, 1, .2, .5}, {.2, .2, 1, .4}, {.5, .5, .4, 1}}}
	if why := refused(twins); !slices.Equal(why.Items, []int{0, 1}) || why.VIF[0] < 10 {
		t.Errorf("the two items that say the same are not named: %+v", why)
	}
	equal := Correlations{N: 200, R: [][]float64{{1, 1, .2}, {1, 1, .2}, {.2, .2, 1}}}
	refused(equal)
	impossible := Correlations{N: 200, R: [][]float64{{1, .9, -.9}, {.9, 1, .9}, {-.9, .9, 1}}}
	refused(impossible)
	if _, err := (Correlations{N: 12, R: twins.R}).Partial(3); fault.Of(err) != fault.Invalid {
		t.Errorf("12 answers: %v", err)
	}
	// Three variables by the first-order formula: (r13 − r12·r23)/√((1−r12²)(1−r23²)).
	p, err := Correlations{N: 100, R: [][]float64{{1, .5, .6}, {.5, 1, .4}, {.6, .4, 1}}}.Partial(2)
	want := (.6 - .5*.4) / math.Sqrt((1-.25)*(1-.16))
	if err != nil || math.Abs(p[0]-want) > 1e-12 || p[2] != 0 {
		t.Errorf("%v, want %.6f %v", p, want, err)
	}
}

func TestTheImprovementIndexIsRefusedWhereItCannotBe(t *testing.T) {
	for why, c := range map[string][2][]float64{
		"two items":        {{80, 60}, {.3, .5}},
		"one satisfaction": {{70.1, 70.1, 70.1}, {.3, .5, .4}},
		"one weight":       {{80, 60, 70}, {.3, .3, .3}},
		"uneven":           {{80, 60, 70}, {.3, .3}},
		"no number":        {{80, math.NaN(), 70}, {.3, .3, .2}},
	} {
		if _, err := Improvements(c[0], c[1]); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: %v", why, err)
		}
	}
	list, err := Improvements([]float64{90, 70, 50}, []float64{.2, .4, .6})
	if err != nil {
		t.Fatal(err)
	}
	// The middle item lies on both means; the others lie √1.5·10 off on each axis, straight away from and towards (1, −1).
	far := 10 * math.Sqrt(1.5) * math.Sqrt2
	for i, want := range []float64{-far, 0, far} {
		if math.Abs(list[i].Index-want) > 1e-9 {
			t.Errorf("item %d: %+v, want %.4f", i, list[i], want)
		}
	}
	if list[2].Urgency() != MendNow || list[0].Urgency() != NoHurry || list[1].Distance != 0 {
		t.Errorf("%+v", list)
	}
}

func TestAPortfolioIsDrawnFromAHundredAnswersAndFiveItemsOnly(t *testing.T) {
	items := func(k, both int) []Item {
		var list []Item
		for i := range k {
			list = append(list, Item{No: i, N: both + 5, Satisfied: Tenths(500 + 50*i), Weight: Weight{R: .8 - .1*float64(i*3%k), N: both, Known: true}})
		}
		return list
	}
	overall := func(n int) Answers { return Answers{Of: []int{0, 0, n / 4, n / 2, n - n/4 - n/2}} }
	for _, c := range []struct {
		k, both, n, limit int
		view              View
		places            int
	}{
		{7, 20, 20, 10, Words, 0}, {7, 40, 40, 10, RankedBars, 7}, {4, 400, 400, 10, RankedBars, 4}, {7, 99, 120, 10, RankedBars, 7},
		{5, 100, 100, 10, FullPortfolio, 5}, {7, 40, 60, 50, Words, 0}, {0, 0, 500, 10, Words, 0},
	} {
		p := MakePortfolio(items(c.k, c.both), overall(c.n), c.limit)
		if p.View != c.view || len(p.Places) != c.places {
			t.Errorf("%+v: %+v", c, p)
		}
		quadrants := len(p.In(FixFirst)) + len(p.In(KeepFirst)) + len(p.In(Keep)) + len(p.In(Fix))
		if full := p.View == FullPortfolio; full && quadrants != c.places || !full && quadrants != 0 {
			t.Errorf("%+v: %d items have a quadrant", c, quadrants)
		}
		if !slices.IsSortedFunc(p.Places, func(a, b Place) int { return cmp.Compare(b.Weight.R, a.Weight.R) }) {
			t.Errorf("the heaviest item must come first: %+v", p.Places)
		}
	}
	unknown := items(6, 100)
	unknown[2].Weight.Known = false
	if p := MakePortfolio(unknown, overall(200), 10); len(p.Places) != 5 || p.View != FullPortfolio {
		t.Errorf("an item without a weight has a place: %+v", p.Places)
	}
	if !MakePortfolio(items(5, 100), Answers{Of: []int{0, 0, 5, 5, 90}}, 10).Ceiling {
		t.Error("nine of ten gave the best overall answer: the weights are shaky")
	}
}
