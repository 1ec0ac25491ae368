package disclosure

import (
	"math/rand/v2"
	"slices"
	"testing"

	"kaname/kit/fault"
)

func TestOneThreeAndFourAnswersShowOnlyTheGroupOfFourAndTheTotal(t *testing.T) {
	cells, total, err := Line([]int{1, 4, 3}, 4)
	if err != nil || !total || !slices.Equal(cells, []bool{false, true, false}) {
		t.Errorf("limit 4: %v %v %v", cells, total, err)
	}
	cells, total, err = Line([]int{1, 4, 3}, 5)
	if err != nil || !total || slices.Contains(cells, true) {
		t.Errorf("limit 5: only the total may be shown: %v %v %v", cells, total, err)
	}
}

func TestAGroupAloneBelowTheLimitTakesTheNextSmallestWithIt(t *testing.T) {
	cells, total, err := Line([]int{40, 9, 12, 0, 300}, 10)
	if want := []bool{true, false, false, true, true}; err != nil || !slices.Equal(cells, want) || !total {
		t.Errorf("%v %v %v, want %v", cells, total, err, want)
	}
	cells, total, err = Line([]int{3, 0, 0}, 10)
	if err != nil || cells[0] || total {
		t.Errorf("a total of 3 is the group itself: %v %v %v", cells, total, err)
	}
	cells, total, err = Line([]int{10, 20, 0}, 10)
	if err != nil || slices.Contains(cells, false) || !total {
		t.Errorf("nothing is small here: %v %v %v", cells, total, err)
	}
	if cells, _, err = Line(nil, 10); err != nil || len(cells) > 0 {
		t.Errorf("%v %v", cells, err)
	}
}

// drawTable favours small numbers and nothing, as counters have.
func drawTable(r *rand.Rand, rows, cols int) [][]int {
	n := make([][]int, rows)
	for i := range n {
		n[i] = make([]int, cols)
		for j := range n[i] {
			n[i][j] = []int{0, r.IntN(10), r.IntN(30), r.IntN(500)}[r.IntN(4)]
		}
	}
	return n
}

// attackTable is the attacker before a table and its totals.
func attackTable(n [][]int, shown [][]bool) *attacker {
	rows, cols := len(n), len(n[0])
	a := &attacker{size: slices.Concat(n...)}
	for i := range shown {
		for j, yes := range shown[i] {
			if !yes {
				continue
			}
			in := make([]bool, rows*cols)
			for x := range in {
				in[x] = (i == rows || i == x/cols) && (j == cols || j == x%cols)
			}
			a.sees(in)
		}
	}
	return a
}

func TestAddingAndSubtractingLinesOfATableNeverIsolatesASmallGroup(t *testing.T) {
	naive := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 11))
		n := drawTable(r, 1+r.IntN(6), 1+r.IntN(6))
		shown, err := Table(n, 10)
		if err != nil {
			t.Fatal(err)
		}
		if found := attackTable(n, shown).isolates(10); found != nil {
			t.Fatalf("seed %d: isolates the cells %v of %v\n%v", seed, found, n, shown)
		}
		for i := range n {
			for j := range n[i] {
				shown[i][j] = n[i][j] == 0 || n[i][j] >= 10
			}
		}
		if attackTable(n, shown).isolates(10) != nil {
			naive++
		}
	}
	t.Logf("hiding small cells only, %d of 1500 tables give somebody away", naive)
	if naive < 100 {
		t.Error("the tables are too easy")
	}
}

func TestATableThatIsNoTableIsRefused(t *testing.T) {
	for name, n := range map[string][][]int{
		"ragged": {{1, 2}, {3}}, "negative": {{-1}}, "too many cells": {make([]int, maxCells+1)}, "more than anybody": {{maxPeople + 1}},
	} {
		if _, err := Table(n, 10); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := Line([]int{9}, 3); fault.Of(err) != fault.Invalid {
		t.Errorf("a limit of 3: %v", err)
	}
}

func BenchmarkTableOf40CountersBy12Months(b *testing.B) {
	n := drawTable(rand.New(rand.NewPCG(2, 2)), 40, 12)
	for b.Loop() {
		if _, err := Table(n, 10); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTableOfTheMostCells(b *testing.B) {
	n := drawTable(rand.New(rand.NewPCG(2, 2)), 50, maxCells/50)
	for b.Loop() {
		if _, err := Table(n, 10); err != nil {
			b.Fatal(err)
		}
	}
}
