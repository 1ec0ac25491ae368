package stat

import (
	"fmt"

	"kaname/kit/fault"
)

// Answers are the answers of one group of people to one question with an ordered scale.
type Answers struct {
	Of      []int // Of[0] answers of the worst point (score 1) … the last those of the best
	Outside int   // 利用していない・わからない: out of the base
	Blank   int   // 無回答: out of the base
}

// Summary is what is printed of such answers. Shares are of the base N.
type Summary struct {
	N, All  int        // the base: valid answers; everybody who sent a form
	Mean    Hundredths // Σ score·count / N, scores 1 to the number of points
	Top     Tenths     // % best point
	Top2    Tenths     // % two best points: 満足
	Bottom2 Tenths     // % two worst points: 不満
	Net     Tenths     // points, top-2 minus bottom-2
	Shares  []Tenths   // % of each point, worst first
	Width   Interval   // 95 % interval of Top2, as shares from 0 to 1
}

// N is the base: valid answers only.
func (a Answers) N() int {
	n := 0
	for _, c := range a.Of {
		n += c
	}
	return n
}

// Add is both groups together. Both must be of the same scale.
func (a Answers) Add(b Answers) Answers {
	of := make([]int, max(len(a.Of), len(b.Of)))
	copy(of, a.Of)
	for i, c := range b.Of {
		of[i] += c
	}
	return Answers{Of: of, Outside: a.Outside + b.Outside, Blank: a.Blank + b.Blank}
}

// Summarise counts what is printed of answers on a scale of 4 to 11 points. The mean has two decimals, shares have one,
// rounded as Percent says. Net comes from the counts, so it may differ by 0.1 from the difference of the two rounded shares.
// Without a valid answer the figures are 0 and Width is 0 to 1. It refuses other scales and negative counts.
func Summarise(a Answers) (Summary, error) {
	k := len(a.Of)
	if k < 4 || k > 11 {
		return Summary{}, fault.New(fault.Invalid, fmt.Sprintf(
			"%d段階の問いは、満足（上2つ）と不満（下2つ）に分けられません。選択肢ごとの割合を使ってください（4〜11段階で計算できます）。", k))
	}
	if err := counts(append([]int{a.Outside, a.Blank}, a.Of...)); err != nil {
		return Summary{}, err
	}
	n, sum := a.N(), 0
	s := Summary{N: n, All: n + a.Outside + a.Blank, Shares: make([]Tenths, k)}
	for i, c := range a.Of {
		sum += (i + 1) * c
		s.Shares[i] = Percent(c, n)
	}
	good, bad := a.Of[k-1]+a.Of[k-2], a.Of[0]+a.Of[1]
	s.Mean = Hundredths(round(100*sum, n))
	s.Top, s.Top2, s.Bottom2, s.Net = Percent(a.Of[k-1], n), Percent(good, n), Percent(bad, n), Percent(good-bad, n)
	s.Width = Wilson(good, n)
	return s, nil
}

// counts refuses what cannot be numbers of answers.
func counts(of []int) error {
	sum := 0
	for _, c := range of {
		if c < 0 {
			return fault.New(fault.Invalid, fmt.Sprintf("件数が%dになっています。件数は0以上です。集計のもとを確かめてください。", c))
		}
		if c > MaxCount || sum+c > MaxCount {
			return fault.New(fault.Invalid, fmt.Sprintf("件数が%d件をこえています。期間や範囲を分けて集計してください。", MaxCount))
		}
		sum += c
	}
	return nil
}
