package disclosure

import (
	"math/rand/v2"
	"testing"
)

func TestOneThreeAndFourAnswersShowOnlyTheGroupOfFourAndTheTotal(t *testing.T) {
	cells, total, err := Line([]int{1, 4, 3}, 4)
	if err != nil || !total || cells[0] || !cells[1] || cells[2] {
		t.Errorf("limit 4: %v %v %v", cells, total, err)
	}
	cells, total, err = Line([]int{1, 4, 3}, 5)
	if err != nil || !total || cells[0] || cells[1] || cells[2] {
		t.Errorf("limit 5: only the total may be shown: %v %v %v", cells, total, err)
	}
}

func drawTable(r *rand.Rand, rows, cols int) [][]int {
	n := make([][]int, rows)
	for i := range n {
		n[i] = make([]int, cols)
		for j := range n[i] {
			switch r.IntN(4) {
			case 0:
			case 1:
				n[i][j] = r.IntN(10)
			case 2:
				n[i][j] = r.IntN(30)
			case 3:
				n[i][j] = r.IntN(500)
			}
		}
	}
	return n
}

func BenchmarkTableOf40CountersBy12Months(b *testing.B) {
	n := drawTable(rand.New(rand.NewPCG(2, 2)), 40, 12)
	for b.Loop() {
		if _, err := Table(n, 10); err != nil {
			b.Fatal(err)
		}
	}
}
