package surveys

import (
	"math/rand/v2"
	"testing"
)

func TestOneThreeAndFourAnswersShowOnlyTheGroupOfFourAndTheTotal(t *testing.T) {
	h := Hide([]int{1, 4, 3}, 4)
	if h.Total || !h.Cells[0] || h.Cells[1] || !h.Cells[2] {
		t.Errorf("limit 4: %+v", h)
	}
	h = Hide([]int{1, 4, 3}, 5)
	if h.Total || !h.Cells[0] || !h.Cells[1] || !h.Cells[2] {
		t.Errorf("limit 5: only the total may be shown: %+v", h)
	}
}

func TestAGroupAloneBelowTheLimitTakesTheNextSmallestWithIt(t *testing.T) {
	h := Hide([]int{40, 9, 12, 0, 300}, 10)
	if want := []bool{false, true, true, false, false}; !same(h.Cells, want) || h.Total {
		t.Errorf("%+v, want %v", h, want)
	}
	if h := Hide([]int{3, 0, 0}, 10); !h.Cells[0] || !h.Total {
		t.Errorf("a total of 3 is the group itself: %+v", h)
	}
	if h := Hide([]int{10, 20, 0}, 10); same(h.Cells, []bool{true, true, true}) || h.Cells[0] || h.Total {
		t.Errorf("nothing is small here: %+v", h)
	}
	if h := Hide(nil, 10); h.Total {
		t.Errorf("%+v", h)
	}
}

func TestSubtractingShownFiguresNeverGivesASmallGroupAway(t *testing.T) {
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 7))
		n := make([]int, 1+r.IntN(9))
		for i := range n {
			n[i] = draw(r)
		}
		h := Hide(n, DefaultLimit)
		hiddenSum, hiddenCount := 0, 0
		for i, v := range n {
			if h.Cells[i] {
				hiddenSum, hiddenCount = hiddenSum+v, hiddenCount+1
			} else if v > 0 && v < DefaultLimit {
				t.Fatalf("seed %d: %v shows a cell of %d", seed, n, v)
			}
		}
		if hiddenCount > 0 && !h.Total && (hiddenCount == 1 || hiddenSum < DefaultLimit) {
			t.Fatalf("seed %d: %v with %v: total minus shown leaves %d cells of %d answers", seed, n, h.Cells, hiddenCount, hiddenSum)
		}
	}
}

func TestAddingAndSubtractingWholeLinesOfATableNeverGivesASmallGroupAway(t *testing.T) {
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 11))
		rows, cols := 1+r.IntN(6), 1+r.IntN(6)
		n := make([][]int, rows)
		for i := range n {
			n[i] = make([]int, cols)
			for j := range n[i] {
				n[i][j] = draw(r)
			}
		}
		hidden := HideTable(n, DefaultLimit)
		full := withTotals(n)
		for i := range full {
			for j, v := range full[i] {
				if v > 0 && v < DefaultLimit && !hidden[i][j] {
					t.Fatalf("seed %d: %v shows %d", seed, n, v)
				}
			}
		}
		for _, cell := range workedOut(full, hidden) {
			if v := full[cell[0]][cell[1]]; v > 0 && v < DefaultLimit {
				t.Fatalf("seed %d: the cell %v = %d can be worked out\n%v\n%v", seed, cell, v, full, hidden)
			}
		}
	}
}

func TestTheAttackerOfTheTestAboveDoesFindWhatPlainHidingLeavesOpen(t *testing.T) {
	full := withTotals([][]int{{3, 40}, {50, 60}})
	hidden := [][]bool{{true, false, false}, {false, false, false}, {false, false, false}}
	if got := workedOut(full, hidden); len(got) != 1 || got[0] != [2]int{0, 0} {
		t.Errorf("the attacker found %v", got)
	}
}

// draw favours small numbers and nothing, as counters have.
func draw(r *rand.Rand) int {
	switch r.IntN(4) {
	case 0:
		return 0
	case 1:
		return r.IntN(DefaultLimit)
	case 2:
		return r.IntN(3 * DefaultLimit)
	}
	return r.IntN(500)
}

// workedOut is an attacker: Gaussian elimination over every line of the table, unknowns being the hidden cells.
func workedOut(full [][]int, hidden [][]bool) [][2]int {
	var unknown [][2]int
	place := map[[2]int]int{}
	for i := range full {
		for j := range full[i] {
			if hidden[i][j] {
				place[[2]int{i, j}] = len(unknown)
				unknown = append(unknown, [2]int{i, j})
			}
		}
	}
	rows, cols := len(full), len(full[0])
	var m [][]float64
	for line := range rows + cols {
		eq := make([]float64, len(unknown))
		any := false
		for i := range rows {
			for j := range cols {
				if on := line < rows && i == line || line >= rows && j == line-rows; !on || !hidden[i][j] {
					continue
				}
				sign := 1.0
				if line < rows && j == cols-1 || line >= rows && i == rows-1 {
					sign = -1
				}
				eq[place[[2]int{i, j}]], any = sign, true
			}
		}
		if any {
			m = append(m, eq)
		}
	}
	return determined(m, unknown)
}

// determined brings m to reduced row echelon form; a row with one entry left determines its unknown.
func determined(m [][]float64, unknown [][2]int) [][2]int {
	top := 0
	for c := 0; c < len(unknown) && top < len(m); c++ {
		p := -1
		for r := top; r < len(m); r++ {
			if abs(m[r][c]) > 1e-9 {
				p = r
				break
			}
		}
		if p < 0 {
			continue
		}
		m[top], m[p] = m[p], m[top]
		lead := m[top][c]
		for k := range m[top] {
			m[top][k] /= lead
		}
		for r := range m {
			if f := m[r][c]; r != top && abs(f) > 1e-9 {
				for k := range m[r] {
					m[r][k] -= f * m[top][k]
				}
			}
		}
		top++
	}
	var found [][2]int
	for _, row := range m {
		at, count := 0, 0
		for k, v := range row {
			if abs(v) > 1e-9 {
				at, count = k, count+1
			}
		}
		if count == 1 {
			found = append(found, unknown[at])
		}
	}
	return found
}

func abs(f float64) float64 {
	if f < 0 {
		return -f
	}
	return f
}

func same(a, b []bool) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
