// Package stat works out what a survey's counted answers say: shares, their widths, differences, cross-tables and which item to mend first.
package stat

import "fmt"

// MaxCount is the largest count or sum that the package takes; it keeps every whole-number step inside 64 bits.
const MaxCount = 50_000_000

// Tenths is a figure with one decimal, as tenths: 550 is 55.0 (percent or points).
type Tenths int

// String writes one decimal: 55.0.
func (t Tenths) String() string { return decimal(int(t), 10, 1) }

// Signed is String with a plus before what is above nothing: +40.0.
func (t Tenths) Signed() string {
	if t > 0 {
		return "+" + t.String()
	}
	return t.String()
}

// Float is the figure itself.
func (t Tenths) Float() float64 { return float64(t) / 10 }

// Hundredths is a figure with two decimals, as hundredths: 355 is 3.55.
type Hundredths int

// String writes two decimals: 3.55.
func (h Hundredths) String() string { return decimal(int(h), 100, 2) }

// Float is the figure itself.
func (h Hundredths) Float() float64 { return float64(h) / 100 }

func decimal(v, unit, digits int) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	return fmt.Sprintf("%s%d.%0*d", sign, v/unit, digits, v%unit)
}

// Percent is k of n in percent, the second decimal rounded half away from zero (四捨五入), from the counts themselves
// and never from a rounded share; 0 where n is 0. Rounded shares may therefore not add up to 100.0.
func Percent(k, n int) Tenths { return Tenths(round(1000*k, n)) }

// round is a/b to the nearest whole, halves away from zero, without floating point; 0 where b is 0.
func round(a, b int) int {
	if b == 0 {
		return 0
	}
	if a < 0 {
		return -round(-a, b)
	}
	return (2*a + b) / (2 * b)
}
