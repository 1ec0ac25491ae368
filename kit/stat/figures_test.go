package stat

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"testing"
)

// figures are what R found for the same inputs; testdata/figures.R made them.
//
//go:embed testdata/figures.tsv
var figures string

// fromR gives each input of one kind with its figures by key.
func fromR(t *testing.T, kind string) map[string]map[string]float64 {
	t.Helper()
	found := map[string]map[string]float64{}
	for line := range strings.Lines(figures) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 4 || f[0] != kind {
			continue
		}
		v, err := strconv.ParseFloat(f[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		if found[f[1]] == nil {
			found[f[1]] = map[string]float64{}
		}
		found[f[1]][f[2]] = v
	}
	if len(found) == 0 {
		t.Fatalf("R's figures have nothing of %s", kind)
	}
	return found
}

func wholes(t *testing.T, s string) []int {
	t.Helper()
	var v []int
	for _, f := range strings.Fields(s) {
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		v = append(v, n)
	}
	return v
}

func tableOf(t *testing.T, s string) Table {
	t.Helper()
	var m Table
	for _, line := range strings.Split(s, ";") {
		m = append(m, wholes(t, line))
	}
	return m
}

// near compares with R's figure; tol is relative above 1.
func near(t *testing.T, input, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*math.Max(1, math.Abs(want))) {
		t.Errorf("%s of %s is %.12g, R has %.12g", what, input, got, want)
	}
}

func TestWilsonAndNewcombeIntervalsAreThoseOfR(t *testing.T) {
	for in, r := range fromR(t, "wilson") {
		v := wholes(t, in)
		w := Wilson(v[0], v[1])
		near(t, in, "low", w.Low, r["low"], 1e-12)
		near(t, in, "high", w.High, r["high"], 1e-12)
	}
	for in, r := range fromR(t, "difference") {
		v := wholes(t, in)
		d := Difference(v[0], v[1], v[2], v[3])
		near(t, in, "points", d.Points.Float(), r["points"], 0.05000001)
		near(t, in, "low", d.Width.Low, r["low"], 1e-12)
		near(t, in, "high", d.Width.High, r["high"], 1e-12)
	}
}

func TestASummaryIsTheRoundedFigureOfR(t *testing.T) {
	for in, r := range fromR(t, "scale") {
		s, err := Summarise(Answers{Of: wholes(t, in)})
		if err != nil {
			t.Fatal(err)
		}
		near(t, in, "mean", s.Mean.Float(), r["mean"], 0.005000001/math.Max(1, r["mean"]))
		for key, got := range map[string]Tenths{"top": s.Top, "top2": s.Top2, "bottom2": s.Bottom2, "net": s.Net} {
			if math.Abs(got.Float()-r[key]) > 0.05000001 {
				t.Errorf("%s of %s is %s, R has %.6f", key, in, got, r[key])
			}
		}
	}
}

func TestACrossTableIsTestedAsRTestsIt(t *testing.T) {
	exacts := 0
	for in, r := range fromR(t, "table") {
		m := tableOf(t, in)
		x, err := Independent(m)
		if err != nil {
			t.Fatal(err)
		}
		near(t, in, "χ²", x.Chi, r["chi"], 1e-10)
		near(t, in, "df", float64(x.DF), r["df"], 0)
		near(t, in, "log p", math.Log(x.P), math.Log(r["p"]), 1e-8)
		near(t, in, "V", x.V, r["v"], 1e-10)
		near(t, in, "cells below 5", float64(x.Small), r["small"], 0)
		near(t, in, "smallest", x.Smallest, r["smallest"], 1e-12)
		for i := range m {
			for j := range m[i] {
				cell := strconv.Itoa(i+1) + " " + strconv.Itoa(j+1)
				near(t, in, "expected "+cell, x.Expected[i][j], r["expected "+cell], 1e-12)
				near(t, in, "residual "+cell, x.Residual[i][j], r["residual "+cell], 1e-10)
			}
		}
		if want, ok := r["exact"]; ok && sum(m) <= 200 {
			e, err := Exact(m)
			if err != nil {
				t.Fatal(err)
			}
			if !e.Simulated {
				exacts++
				near(t, in, "exact p", e.P, want, 1e-8)
			} else if math.Abs(e.P-want) > 4*math.Sqrt(want*(1-want)/simulations)+1e-4 {
				t.Errorf("simulated p of %s is %.4f, R has %.4f", in, e.P, want)
			}
		}
	}
	if exacts < 15 {
		t.Errorf("only %d tables were counted out", exacts)
	}
}

func TestASimulatedTestComesCloseToTheCountedOne(t *testing.T) {
	for in, r := range fromR(t, "table") {
		want, ok := r["exact"]
		if m := tableOf(t, in); ok && len(in) < 30 {
			rows, cols, _ := m.sums()
			p := float64(newExact(m, rows, cols).simulate()) / simulations
			if math.Abs(p-want) > 4*math.Sqrt(want*(1-want)/simulations)+1e-4 {
				t.Errorf("%s: %.4f by drawing, %.4f by R", in, p, want)
			}
		}
	}
}

func TestCorrelationsArePearsonsAndPartialOnesThoseOfRegressionResiduals(t *testing.T) {
	for in, r := range fromR(t, "pairs") {
		w, err := Pairs(tableOf(t, in)).Pearson()
		if err != nil || !w.Known {
			t.Fatal(err)
		}
		near(t, in, "r", w.R, r["r"], 1e-12)
	}
	for in, r := range fromR(t, "partial") {
		c := correlationsOf(t, strings.Fields(in))
		p, err := c.Partial(4)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 4 {
			key := strconv.Itoa(i + 1)
			near(t, "the five items", "partial "+key, p[i], r[key], 1e-10)
			near(t, "the five items", "r "+key, c.R[i][4], r["r "+key], 1e-12)
		}
	}
}

// correlationsOf counts pair tables from sheets with one digit an item.
func correlationsOf(t *testing.T, sheets []string) Correlations {
	t.Helper()
	c, err := Correlate(len(sheets[0]), func(i, j int) Pairs {
		p := make(Pairs, 5)
		for a := range p {
			p[a] = make([]int, 5)
		}
		for _, s := range sheets {
			p[s[i]-'1'][s[j]-'1']++
		}
		return p
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestScoresOfPromotersAndImprovementsAreThoseOfR(t *testing.T) {
	for in, r := range fromR(t, "nps") {
		p, err := NPS([11]int(wholes(t, in)))
		if err != nil {
			t.Fatal(err)
		}
		near(t, in, "score", float64(p.Score), r["score"], 0.50000001/math.Max(1, math.Abs(r["score"])))
		near(t, in, "low", p.Width.Low, r["low"], 1e-12)
		near(t, in, "high", p.Width.High, r["high"], 1e-12)
	}
	for in, r := range fromR(t, "improvement") {
		y, x, _ := strings.Cut(in, ";")
		list, err := Improvements(floats(t, y), floats(t, x))
		if err != nil {
			t.Fatal(err)
		}
		for i, im := range list {
			near(t, in, "index", im.Index, r["index "+strconv.Itoa(i+1)], 1e-6)
			near(t, in, "angle", im.Angle, r["angle "+strconv.Itoa(i+1)], 1e-6)
		}
	}
}

func floats(t *testing.T, s string) []float64 {
	t.Helper()
	var v []float64
	for _, f := range strings.Fields(s) {
		x, err := strconv.ParseFloat(f, 64)
		if err != nil {
			t.Fatal(err)
		}
		v = append(v, x)
	}
	return v
}

func sum(m Table) int {
	n := 0
	for _, line := range m {
		for _, c := range line {
			n += c
		}
	}
	return n
}
