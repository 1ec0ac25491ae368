package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

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

func TestACrossTableSaysTheSameTurnedRoundAndWithoutItsEmptyLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 40 {
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
