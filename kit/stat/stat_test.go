package stat

import (
	"math"
	"math/rand/v2"
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
	half := Answers{Of: []int{5, 10, 0, 0, 20}, Outside: 40}
	if again, err := Summarise(half.Add(Answers{Of: []int{0, 0, 30, 35, 0}, Blank: 12})); err != nil || again.Mean != s.Mean || again.All != 152 || half.Of[2] != 0 {
		t.Errorf("two groups together: %+v %v", again, err)
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

func TestAScoreIsSaidWithItsWidth(t *testing.T) {
	p, err := NPS([11]int{2, 0, 1, 3, 2, 9, 8, 12, 15, 9, 11})
	if want := "−7（9・10点 27.8%、0〜6点 34.7%、95%の幅 −24〜+11、n=72）"; err != nil || !strings.HasPrefix(p.Sentence(), want) {
		t.Errorf("%s %v", p.Sentence(), err)
	}
}
