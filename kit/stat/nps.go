package stat

import (
	"fmt"
	"math"
)

// Promoters is a Net Promoter Score (NPS, eNPS): 9 and 10 minus 0 to 6 on a scale of 0 to 10.
type Promoters struct {
	N                            int
	Promoter, Passive, Detractor int      // counts: 9–10, 7–8, 0–6
	PromoterRate, DetractorRate  Tenths   // %
	Score                        int      // whole points, −100 to 100, from the counts, halves away from zero
	Width                        Interval // 95 %, as shares from −1 to 1
	Known                        bool     // there is an answer
}

// NPS works out the score of answers 0 to 10: of[0] answered 0 … of[10] answered 10. Its interval is the adjusted Wald one:
// 3/4 is added to promoters and to detractors and 3 to n, then the variance is that of a difference of two shares of one
// sample (B. Rocks, Interval estimation for the Net Promoter Score, The American Statistician 70 (2016) 365–372).
func NPS(of [11]int) (Promoters, error) {
	if err := counts(of[:]); err != nil {
		return Promoters{}, err
	}
	p := Promoters{Width: Interval{-1, 1}}
	for i, c := range of {
		switch {
		case i >= 9:
			p.Promoter += c
		case i >= 7:
			p.Passive += c
		default:
			p.Detractor += c
		}
	}
	p.N = p.Promoter + p.Passive + p.Detractor
	if p.N == 0 {
		return p, nil
	}
	p.Known = true
	p.PromoterRate, p.DetractorRate = Percent(p.Promoter, p.N), Percent(p.Detractor, p.N)
	p.Score = round(100*(p.Promoter-p.Detractor), p.N)
	m := float64(p.N) + 3
	up, down := (float64(p.Promoter)+0.75)/m, (float64(p.Detractor)+0.75)/m
	half := z95 * math.Sqrt((up+down-(up-down)*(up-down))/m)
	p.Width = Interval{math.Max(-1, up-down-half), math.Min(1, up-down+half)}
	return p, nil
}

// Sentence says the score with its width and what it must not be compared with.
func (p Promoters) Sentence() string {
	if !p.Known {
		return "答えがまだありません。"
	}
	return fmt.Sprintf("%s（9・10点 %s%%、0〜6点 %s%%、95%%の幅 %s〜%s、n=%d）。日本の答えは中ほどに集まるため、外国の値とはくらべません。",
		whole(p.Score), p.PromoterRate, p.DetractorRate, whole(int(math.Round(100*p.Width.Low))), whole(int(math.Round(100*p.Width.High))), p.N)
}

// whole writes a signed whole number with the minus of print.
func whole(v int) string {
	if v < 0 {
		return fmt.Sprintf("−%d", -v)
	}
	return fmt.Sprintf("+%d", v)
}
