package stat

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"

	"kaname/kit/fault"
)

// collinearFrom is the variance inflation factor above which an item says nothing of its own (D. W. Marquardt, Technometrics 12 (1970) 591–612).
const collinearFrom = 10

// Correlations hold r between every two of some items.
type Correlations struct {
	R [][]float64 // symmetric, 1 on the diagonal
	N int         // the fewest who answered both of any two
}

// Collinear is the cause of a refusal: these items (as numbered in Correlations) can be foretold from the others.
type Collinear struct {
	Items []int     // numbers from 0; empty where no item can be named
	VIF   []float64 // variance inflation factor of each of Items
}

func (c Collinear) Error() string { return fmt.Sprintf("collinear items %v, VIF %.1f", c.Items, c.VIF) }

// Correlate builds the correlations of k items from the pair tables that pairs gives for i < j. It refuses a pair where one does not vary.
func Correlate(k int, pairs func(i, j int) Pairs) (Correlations, error) {
	c := Correlations{R: make([][]float64, k), N: MaxCount}
	for i := range c.R {
		c.R[i] = make([]float64, k)
		c.R[i][i] = 1
	}
	for i := range k {
		for j := i + 1; j < k; j++ {
			w, err := pairs(i, j).Pearson()
			if err != nil {
				return Correlations{}, err
			}
			if !w.Known {
				return Correlations{}, fault.New(fault.Invalid, fmt.Sprintf(
					"%d番目と%d番目の項目は、両方に答えた人が少ないか、答えがみな同じなので、相関を計算できません。どちらかを外してください。", i+1, j+1))
			}
			c.R[i][j], c.R[j][i], c.N = w.R, w.R, min(c.N, w.N)
		}
	}
	return c, nil
}

// Partial is the partial correlation of each item with item target, all other items held fixed: −pᵢₜ/√(pᵢᵢ·pₜₜ) with P the
// inverse of R (J. Whittaker, Graphical Models in Applied Multivariate Statistics, 1990, §5.7). The place of target is 0.
// It refuses fewer than 30 answers, items that the others foretell (VIF above 10; the cause is a Collinear), and a matrix without inverse.
func (c Correlations) Partial(target int) ([]float64, error) {
	k := len(c.R)
	if target < 0 || target >= k || k < 3 {
		return nil, tooFew("偏相関", k, 3, "項目")
	}
	if need := max(WeightFirm, k+2); c.N < need {
		return nil, tooFew("偏相関", c.N, need, "件")
	}
	var items []int
	for i := range k {
		if i != target {
			items = append(items, i)
		}
	}
	own, err := c.inverse(items)
	if err != nil {
		return nil, err
	}
	if err := foretold(own, items); err != nil {
		return nil, err
	}
	all := append(items, target)
	p, err := c.inverse(all)
	if err != nil {
		return nil, err
	}
	partial := make([]float64, k)
	last := k - 1
	for a, i := range items {
		partial[i] = -p.At(a, last) / math.Sqrt(p.At(a, a)*p.At(last, last))
	}
	return partial, nil
}

// inverse of the part of R with these items.
func (c Correlations) inverse(items []int) (*mat.SymDense, error) {
	m := mat.NewSymDense(len(items), nil)
	for a, i := range items {
		for b, j := range items[:a+1] {
			m.SetSym(a, b, c.R[i][j])
		}
	}
	var ch mat.Cholesky
	inv := mat.NewSymDense(len(items), nil)
	if !ch.Factorize(m) || ch.Cond() > 1e10 || ch.InverseTo(inv) != nil {
		return nil, fault.Wrap(fault.Invalid, "項目どうしの答えがほとんど同じか、項目ごとに答えた人がちがいすぎるため、偏相関を計算できません。"+
			"似た項目を外すか、ふつうの相関を使ってください。", Collinear{})
	}
	return inv, nil
}

// foretold refuses where an item's variance inflation factor, its place on the diagonal of the inverse, is above the limit.
func foretold(inv *mat.SymDense, items []int) error {
	var bad Collinear
	var names []string
	for a, i := range items {
		if v := inv.At(a, a); v > collinearFrom {
			bad.Items, bad.VIF = append(bad.Items, i), append(bad.VIF, v)
			names = append(names, fmt.Sprint(i+1))
		}
	}
	if len(bad.Items) == 0 {
		return nil
	}
	return fault.Wrap(fault.Invalid, strings.Join(names, "・")+"番目の項目は、ほかの項目からほぼ言いあてられる（VIFが10をこえる）ため、"+
		"偏相関は信頼できません。似た項目を外すか、ふつうの相関を使ってください。", bad)
}

// tooFew is the refusal of a figure that needs more answers or items than there are.
func tooFew(what string, have, need int, unit string) error {
	return fault.New(fault.Invalid, fmt.Sprintf("%sには%d%s以上が要りますが、いまは%d%sです。そろってから計算してください。", what, need, unit, have, unit))
}
