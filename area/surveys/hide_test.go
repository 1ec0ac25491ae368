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
