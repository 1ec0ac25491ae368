package stat

import (
	"math"

	gonum "gonum.org/v1/gonum/stat"

	"kaname/kit/fault"
)

// Urgency is how soon an item is to be mended.
type Urgency string

// The urgencies, by index: 10 and more, 5 and more, less.
const (
	MendNow  Urgency = "即改善"
	Mend     Urgency = "要改善"
	NoHurry  Urgency = ""
	mendNow          = 10
	mendSoon         = 5
)

// Improvement is the 改善度指数 of one item.
type Improvement struct {
	Importance, Satisfaction float64 // 偏差値: 50 + 10·(v − mean)/SD
	Distance                 float64 // from (50, 50)
	Angle                    float64 // degrees, 0 to 180, from the direction (1, −1): important and not satisfied; 0 where Distance is 0
	Index                    float64 // Distance · (90 − Angle)/90; 0 where Distance is 0
}

// Urgency reads the index by the rule of thumb: from 10 on at once, from 5 on soon.
func (i Improvement) Urgency() Urgency {
	switch {
	case i.Index >= mendNow:
		return MendNow
	case i.Index >= mendSoon:
		return Mend
	}
	return NoHurry
}

// Improvements works out the 改善度指数 of items from their satisfaction and importance (any units, item by item). The method
// is in common use in Japan; no official source was found. SD is that of the items as a whole (divided by their number). It
// refuses fewer than 3 items, lists of different length, figures that are no numbers, and items all of one satisfaction or importance.
func Improvements(satisfaction, importance []float64) ([]Improvement, error) {
	n := len(satisfaction)
	if n != len(importance) {
		return nil, fault.New(fault.Invalid, "満足と重みの項目の数がちがうので、改善度指数を計算できません。項目をそろえてください。")
	}
	if n < 3 {
		return nil, tooFew("改善度指数", n, 3, "項目")
	}
	y, err := deviations(satisfaction, "満足")
	if err != nil {
		return nil, err
	}
	x, err := deviations(importance, "重み")
	if err != nil {
		return nil, err
	}
	out := make([]Improvement, n)
	for i := range out {
		out[i] = improvement(x[i], y[i])
	}
	return out, nil
}

func improvement(x, y float64) Improvement {
	dx, dy := x-50, y-50
	im := Improvement{Importance: x, Satisfaction: y, Distance: math.Hypot(dx, dy)}
	if im.Distance < 1e-9 {
		im.Distance = 0
		return im
	}
	im.Angle = math.Atan2(math.Abs(dx+dy), dx-dy) * 180 / math.Pi
	im.Index = im.Distance * (90 - im.Angle) / 90
	return im
}

// deviations turns values into 偏差値.
func deviations(values []float64, name string) ([]float64, error) {
	size := 0.0
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fault.New(fault.Invalid, name+"に数でない値があるので、改善度指数を計算できません。その項目を外してください。")
		}
		size = math.Max(size, math.Abs(v))
	}
	mean, sd := gonum.PopMeanStdDev(values, nil)
	if sd <= 1e-12*size || math.IsInf(sd, 0) {
		return nil, fault.New(fault.Invalid, "どの項目も"+name+"が同じなので、改善度指数を計算できません。項目ごとの割合を見てください。")
	}
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = 50 + 10*(v-mean)/sd
	}
	return out, nil
}
