package stat

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"kaname/kit/fault"
)

func TestTwentyThirtyfiveThirtyTenFiveIsReadAsThePublishedExampleDoes(t *testing.T) {
	s, err := Summarise(Answers{Of: []int{5, 10, 30, 35, 20}, Outside: 40, Blank: 12})
	if err != nil {
		t.Fatal(err)
	}
	for what, got := range map[string][2]string{
		"mean": {s.Mean.String(), "3.55"}, "top-2": {s.Top2.String(), "55.0"}, "top-box": {s.Top.String(), "20.0"},
		"bottom-2": {s.Bottom2.String(), "15.0"}, "net": {s.Net.Signed(), "+40.0"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %s, want %s", what, got[0], got[1])
		}
	}
	if s.N != 100 || s.All != 152 {
		t.Errorf("利用していない and 無回答 must stay out of the base: n=%d of %d", s.N, s.All)
	}
}

func TestSharesAreRoundedHalfUpAtTheSecondDecimal(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want string
	}{
		{486, 8589, "5.7"}, {1711, 8589, "19.9"}, {5136, 8589, "59.8"}, {845, 8589, "9.8"}, {411, 8589, "4.8"},
		{1, 8, "12.5"}, {1, 16, "6.3"}, {1, 2000, "0.1"}, {1, 2001, "0.0"}, {2, 3, "66.7"}, {5, 5, "100.0"}, {0, 0, "0.0"}, {-1, 16, "−6.3"},
		{MaxCount, MaxCount, "100.0"},
	} {
		if got := Percent(c.k, c.n).String(); got != c.want {
			t.Errorf("%d of %d is %s %%, want %s", c.k, c.n, got, c.want)
		}
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
	if got := first.Sentence(); got != "7.6ポイント高く、はっきりした差があります（95%の幅 +2.4〜+14.4）。" {
		t.Error(got)
	}
	for i := 2; i < len(n); i++ {
		d := Difference(k[i-1], n[i-1], k[i], n[i])
		if d.Clear || !strings.Contains(d.Sentence(), "差ははっきりしません") {
			t.Errorf("year %d: %s", i+1, d.Sentence())
		}
	}
}

func TestASampleOfASmallTownHasASmallerMargin(t *testing.T) {
	// n = 384 for ±5 % at p = .5; of 384 people asked all, there is no width left.
	if a, b, c := MarginOf(192, 384, 0), MarginOf(192, 384, 1000), MarginOf(192, 384, 384); a != 50 || b != 39 || c != 0 {
		t.Errorf("%s %s %s", a, b, c)
	}
}

func TestPublishedExamplesComeOutAsPrinted(t *testing.T) {
	// Newcombe 1998a (single proportion), table I: 81/263 and 15/148; 1998b (difference), table II: 56/70 against 48/80, method 10.
	for _, c := range []struct {
		got  Interval
		want Interval
	}{
		{Wilson(81, 263), Interval{0.2553, 0.3662}}, {Wilson(15, 148), Interval{0.0624, 0.1605}}, {Wilson(0, 20), Interval{0, 0.1611}},
		{Difference(48, 80, 56, 70).Width, Interval{0.0524, 0.3339}},
	} {
		if math.Abs(c.got.Low-c.want.Low) > 0.00005 || math.Abs(c.got.High-c.want.High) > 0.00005 {
			t.Errorf("%.4f, want %.4f", c.got, c.want)
		}
	}
	// Agresti, An Introduction to Categorical Data Analysis, 2nd ed. 2007, tables 2.5 and 2.6: party identification by gender.
	x, err := Cross(Table{{762, 327, 468}, {484, 239, 477}})
	if err != nil {
		t.Fatal(err)
	}
	if got := x.Sentence(); got != "はっきりした関係があります（χ²=30.07、自由度2、p<0.001、クラメールのV=0.10、n=2757）。" {
		t.Error(got)
	}
	for j, want := range []float64{4.50, 0.70, -5.32} {
		if math.Abs(x.Residual[0][j]-want) > 0.005 || math.Abs(x.Residual[1][j]+want) > 0.005 {
			t.Errorf("residual %d is %.2f and %.2f, want ±%.2f", j, x.Residual[0][j], x.Residual[1][j], want)
		}
	}
	for _, c := range []struct {
		t    Table
		test Test
		p    float64
	}{
		{Table{{3, 1}, {1, 3}}, Fisher, 0.4857},                                                // Fisher 1935, the lady tasting tea
		{Table{{1, 3, 10, 6}, {2, 3, 10, 7}, {1, 6, 14, 12}, {0, 1, 9, 11}}, HaltonMC, 0.7827}, // Agresti 2002, p. 57, job satisfaction
	} {
		x, err := Cross(c.t)
		near := 0.00005
		if x.Exact != nil && x.Exact.Simulated {
			near = 0.01
		}
		if err != nil || x.Test != c.test || math.Abs(x.Of-c.p) > near || x.Clear {
			t.Errorf("%v: %s p=%.4f, want %s %.4f %v", c.t, x.Test, x.Of, c.test, c.p, err)
		}
	}
}

func TestTheTestFollowsFromTheExpectedCounts(t *testing.T) {
	for _, c := range []struct {
		t    Table
		test Test
		note string
	}{
		{Table{{10, 10}, {10, 10}}, ChiSquared, "カイ二乗検定"},
		{Table{{9, 1}, {10, 10}}, Fisher, "4マス中1マス"},
		{Table{{1, 2, 1, 0}, {1, 3, 6, 0}, {2, 0, 1, 3}}, Halton, "12マス中12マス"},
		{Table{{20, 20, 20}, {20, 20, 4}}, ChiSquared, "カイ二乗検定"},
		{Table{{3000, 2000, 1, 5, 4}, {2000, 4000, 2, 2, 1}, {1500, 1800, 3, 3, 9}}, HaltonMC, "20000回"},
		{Table{{5, 7}, {0, 0}}, NoTest, "1種類だけ"},
		{Table{{0, 0}, {0, 0}}, NoTest, "1種類だけ"},
	} {
		x, err := Cross(c.t)
		if err != nil || x.Test != c.test || !strings.Contains(x.Note, c.note) || x.Of <= 0 || x.Of > 1 {
			t.Errorf("%v: %q p=%v note %q err %v", c.t, x.Test, x.Of, x.Note, err)
		}
	}
}

func TestADrawnFigureStaysTheSameOnEveryCall(t *testing.T) {
	m := Table{{3000, 2000, 1, 5, 4}, {2000, 4000, 2, 2, 1}, {1500, 1800, 3, 3, 9}}
	a, _ := Exact(m)
	b, _ := Exact(m)
	if !a.Simulated || a != b || a.P < a.Width.Low || a.P > a.Width.High {
		t.Errorf("%+v, then %+v", a, b)
	}
}

func TestIntervalsStayWithinBoundsAndMirror(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		n, m := 1+rng.IntN(3000), 1+rng.IntN(300)
		k, l := rng.IntN(n+1), rng.IntN(m+1)
		w, v := Wilson(k, n), Wilson(n-k, n)
		p := float64(k) / float64(n)
		if w.Low < 0 || w.High > 1 || w.Low > p || w.High < p {
			t.Fatalf("%d of %d: %v", k, n, w)
		}
		if math.Abs(w.Low-(1-v.High)) > 1e-12 || math.Abs(w.High-(1-v.Low)) > 1e-12 {
			t.Fatalf("%d of %d is not the mirror of %d: %v %v", k, n, n-k, w, v)
		}
		d, e := Difference(k, n, l, m), Difference(l, m, k, n)
		if d.Width.Low < -1 || d.Width.High > 1 || d.Points != -e.Points || math.Abs(d.Width.Low+e.Width.High) > 1e-12 || d.Clear != e.Clear {
			t.Fatalf("%d/%d against %d/%d: %+v, the other way %+v", k, n, l, m, d, e)
		}
	}
}

func TestACrossTableSaysTheSameTurnedRoundAndWithoutItsEmptyLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 80 {
		r, c := 2+rng.IntN(3), 2+rng.IntN(3)
		m, turned, padded := make(Table, r), make(Table, c), make(Table, r+1)
		for i := range m {
			m[i] = make([]int, c)
			for j := range m[i] {
				m[i][j] = rng.IntN(5)
			}
			padded[i] = append(slices.Clone(m[i]), 0)
		}
		padded[r] = make([]int, c+1)
		for j := range turned {
			turned[j] = make([]int, r)
			for i := range m {
				turned[j][i] = m[i][j]
			}
		}
		a, err := Cross(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range []Table{turned, padded} {
			b, err := Cross(other)
			if err != nil {
				t.Fatal(err)
			}
			if a.DF != b.DF || a.Test != b.Test || math.Abs(a.Chi-b.Chi) > 1e-9 || math.Abs(a.Of-b.Of) > 1e-9 || math.Abs(a.V-b.V) > 1e-9 {
				t.Fatalf("%v: %+v, %v: %+v", m, a, other, b)
			}
		}
		if a.V < 0 || a.V > 1 || a.Of < 0 || a.Of > 1 {
			t.Fatalf("%v: %+v", m, a)
		}
	}
}

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

func TestNothingIsCountedFromWhatCannotBeCounts(t *testing.T) {
	_, scale := Summarise(Answers{Of: []int{1, 2, 3}})
	_, negative := Summarise(Answers{Of: []int{1, 2, -3, 4, 5}})
	_, huge := Summarise(Answers{Of: []int{MaxCount, MaxCount, 0, 0}})
	_, uneven := Cross(Table{{1, 2}, {3}})
	_, narrow := Cross(Table{{1}, {3}})
	_, empty := Cross(nil)
	_, below := NPS([11]int{-1})
	_, steps := Pairs{make([]int, 12)}.Pearson()
	_, minus := Pairs{{1, -1}}.Pearson()
	for what, err := range map[string]error{"a scale of three": scale, "negative": negative, "huge": huge, "uneven": uneven, "narrow": narrow,
		"empty": empty, "NPS": below, "twelve steps": steps, "pairs": minus} {
		if fault.Of(err) != fault.Invalid || !strings.Contains(fault.As(err).Say, "。") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if p, err := NPS([11]int{}); err != nil || p.Known || p.Sentence() != "答えがまだありません。" {
		t.Errorf("%+v %v", p, err)
	}
	if d := Difference(0, 0, 1, 2); d.Known || d.Clear || d.Sentence() == "" {
		t.Errorf("%+v", d)
	}
	if s, err := Summarise(Answers{Of: make([]int, 5)}); err != nil || s.N != 0 || s.Mean != 0 {
		t.Errorf("%+v %v", s, err)
	}
}

func TestAPortfolioIsDrawnFromAHundredAnswersAndFiveItemsOnly(t *testing.T) {
	items := func(k, both int) []Item {
		var list []Item
		for i := range k {
			list = append(list, Item{No: i, N: both + 5, Both: both, Satisfied: Tenths(500 + 50*i), Weight: .8 - .1*float64(i*3%k)})
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
		if !slices.IsSortedFunc(p.Places, func(a, b Place) int { return int(math.Copysign(1, b.Weight-a.Weight)) }) {
			t.Errorf("the heaviest item must come first: %+v", p.Places)
		}
	}
	if !MakePortfolio(items(5, 100), Answers{Of: []int{0, 0, 5, 5, 90}}, 10).Ceiling {
		t.Error("nine of ten gave the best overall answer: the weights are shaky")
	}
}

func TestAScoreIsSaidWithItsWidth(t *testing.T) {
	p, err := NPS([11]int{2, 0, 1, 3, 2, 9, 8, 12, 15, 9, 11})
	if want := "−7（9・10点 27.8%、0〜6点 34.7%、95%の幅 −24〜+11、n=72）"; err != nil || !strings.HasPrefix(p.Sentence(), want) {
		t.Errorf("%s %v", p.Sentence(), err)
	}
}

func TestAPValueIsNeverRoundedAcrossTheLine(t *testing.T) {
	for p, want := range map[float64]string{0.0499: "p<0.05", 0.0501: "p=0.050", 0.0004: "p<0.001", 0.0234: "p=0.023", 1: "p=1.000"} {
		if got := ShowP(p); got != want {
			t.Errorf("%v is written %s, want %s", p, got, want)
		}
	}
}

// BenchmarkTheDearestCrossTable is one whose exact test runs out of steps and is then drawn.
func BenchmarkTheDearestCrossTable(b *testing.B) {
	m := Table{{3000, 2000, 1, 5, 4}, {2000, 4000, 2, 2, 1}, {1500, 1800, 3, 3, 9}, {900, 1000, 0, 2, 5}, {400, 800, 2, 1, 0}}
	for b.Loop() {
		if x, err := Cross(m); err != nil || x.Test != HaltonMC {
			b.Fatal(x.Test, err)
		}
	}
}
