package stat

import (
	"math"

	"kaname/kit/fault"
)

// From how many paired answers on a correlation is shown at all, and from how many without 「参考値」.
const (
	WeightFrom = 10
	WeightFirm = 30
)

// Pairs count those who answered both of two questions: Pairs[a][b] of them gave score a+1 to the first and b+1 to the second.
type Pairs [][]int

// Weight is the derived importance of an item: Pearson's r with the overall answer over those who answered both.
type Weight struct {
	R     float64 // −1 to 1
	N     int     // who answered both
	Known bool    // false below two answers, or where one of the two does not vary
}

// Tentative says that the weight is shown as 参考値: fewer than 30 answered both.
func (w Weight) Tentative() bool { return w.N < WeightFirm }

// Pearson works out r. All sums are whole numbers, so a question that does not vary is found exactly.
func (p Pairs) Pearson() (Weight, error) {
	var all []int
	for _, row := range p {
		all = append(all, row...)
		if len(row) > 11 || len(p) > 11 {
			return Weight{}, fault.New(fault.Invalid, "11段階より多い問いの相関は計算できません。選択肢の数を確かめてください。")
		}
	}
	if err := counts(all); err != nil {
		return Weight{}, err
	}
	var n, sx, sy, sxx, syy, sxy int
	for i, row := range p {
		for j, c := range row {
			x, y := i+1, j+1
			n, sx, sy = n+c, sx+c*x, sy+c*y
			sxx, syy, sxy = sxx+c*x*x, syy+c*y*y, sxy+c*x*y
		}
	}
	w := Weight{N: n}
	vx, vy := n*sxx-sx*sx, n*syy-sy*sy
	if n < 2 || vx == 0 || vy == 0 {
		return w, nil
	}
	w.R, w.Known = float64(n*sxy-sx*sy)/math.Sqrt(float64(vx))/math.Sqrt(float64(vy)), true
	w.R = math.Max(-1, math.Min(1, w.R))
	return w, nil
}
