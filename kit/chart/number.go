package chart

import (
	"math"
	"strconv"
	"strings"
)

// Value is a number that may be missing. The zero Value is missing; it is drawn as a gap, never as 0.
type Value struct {
	V     float64
	Known bool
}

// Of returns a known Value. A number that is not finite counts as missing.
func Of(v float64) Value {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Value{}
	}
	return Value{v, true}
}

// Direction says whether more is better, less is better, or neither.
type Direction int

// The three directions.
const (
	Neither Direction = iota
	Higher
	Lower
)

// Percent returns num/den in percent, rounded half up to the given decimals (0 to 3), in whole numbers
// throughout so that 12.5 becomes 13. It returns 0 when den is not positive: ask for den first.
func Percent(num, den, decimals int) float64 {
	if den <= 0 {
		return 0
	}
	scale := pow10(decimals)
	return math.Floor((2*float64(num)*100*scale+float64(den))/(2*float64(den))) / scale
}

// PercentText writes Percent with its sign, "76%", or "–" when den is not positive.
func PercentText(num, den, decimals int) string {
	if den <= 0 {
		return "–"
	}
	return Number(Percent(num, den, decimals), decimals) + "%"
}

// Number writes v with the given decimals (0 to 3), rounding the number as written half away from zero,
// with thousands separated: Number(0.285, 2) is "0.29", Number(4812, 0) is "4,812".
func Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	s := thousands(strconv.FormatFloat(round(v, decimals), 'f', places(decimals), 64))
	if strings.HasPrefix(s, "-") {
		if strings.Trim(s, "-0.,") == "" {
			return s[1:]
		}
		return "−" + s[1:]
	}
	return s
}

// round rounds half away from zero what a person would write down, not the binary fraction behind it.
func round(v float64, decimals int) float64 {
	d := places(decimals)
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if i := strings.IndexByte(s, '.'); i >= 0 && len(s)-i-1 > d {
		up := s[i+1+d] >= '5'
		v, _ = strconv.ParseFloat(s[:i+1+d], 64)
		if up {
			v += math.Copysign(1/pow10(d), math.Copysign(1, firstSign(s)))
		}
		v = math.Round(v*pow10(d)) / pow10(d)
	}
	return v
}

func firstSign(s string) float64 {
	if strings.HasPrefix(s, "-") {
		return -1
	}
	return 1
}

func places(decimals int) int { return max(0, min(3, decimals)) }

func pow10(decimals int) float64 { return math.Pow10(places(decimals)) }

func thousands(s string) string {
	sign, frac := "", ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	if i := strings.IndexByte(s, '.'); i >= 0 {
		s, frac = s[:i], s[i:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s + frac
}

// text writes a value with its unit, or "–" when it is missing.
func (v Value) text(decimals int, unit string) string {
	if !v.Known {
		return "–"
	}
	return Number(v.V, decimals) + unit
}

// limit is the largest number a figure accepts; past it a drawing tells nothing.
const limit = 1e12

func (v Value) drawable() bool { return !v.Known || math.Abs(v.V) <= limit }

// compare says how a lies to b, both as written: "2.6分短い", "4ポイント高い", or "同じ".
func compare(a, b float64, decimals int, unit string) string {
	d := round(round(a, decimals)-round(b, decimals), decimals)
	more, less := "多い", "少ない"
	switch unit {
	case "%", "％":
		unit, more, less = "ポイント", "高い", "低い"
	case "点", "度", "倍":
		more, less = "高い", "低い"
	case "秒", "分", "時間", "日", "週", "か月", "m", "km":
		more, less = "長い", "短い"
	}
	switch {
	case d > 0:
		return Number(d, decimals) + unit + more
	case d < 0:
		return Number(-d, decimals) + unit + less
	}
	return "同じ"
}

// toAim says in a sentence whether v as written has come to the aim.
func toAim(v, aim float64, decimals int, unit, label string, better Direction) string {
	a, b := round(v, decimals), round(aim, decimals)
	head := label + Number(b, decimals) + unit
	reached := better == Higher && a >= b || better == Lower && a <= b
	switch {
	case better == Neither:
		return head + "です。"
	case reached:
		return head + "に届いています。"
	}
	d := unit
	if unit == "%" || unit == "％" {
		d = "ポイント"
	}
	return head + "まで、あと" + Number(math.Abs(a-b), decimals) + d + "です。"
}

// nice returns evenly spaced round ticks that hold lo and hi, about `want` of them.
func nice(lo, hi float64, want int) []float64 {
	if air := max(math.Abs(lo), math.Abs(hi), 1e-3) * 1e-9; hi-lo <= air {
		hi = lo + max(1, math.Abs(lo)*1e-3)
	}
	raw := (hi - lo) / float64(want)
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * mag
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*mag >= raw*0.999 {
			step = m * mag
			break
		}
	}
	first, last := math.Floor(lo/step+1e-9), math.Ceil(hi/step-1e-9)
	var t []float64
	for i := first; i <= last && len(t) < 40; i++ {
		t = append(t, i*step)
	}
	return t
}

// tick writes a number of an axis in as few digits as the step needs, in 万 from ten thousand on.
func tick(v, step float64) string {
	if math.Abs(step) >= 1e4 && math.Mod(step, 1e3) == 0 {
		return tickDigits(v/1e4, step/1e4, "万")
	}
	return tickDigits(v, step, "")
}

func tickDigits(v, step float64, unit string) string {
	d := 0
	for s := math.Abs(step); d < 3 && math.Abs(s-math.Round(s)) > 1e-6; d++ {
		s *= 10
	}
	if math.Abs(v) < 1e-9 {
		return "0"
	}
	return Number(v, d) + unit
}
