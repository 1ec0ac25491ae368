package chart

import (
	"errors"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Spark is the small course of a number beside the number itself; screen readers read the number, not the line.
type Spark struct {
	Unit string
	// Periods name the values; Values may have gaps.
	Periods  []string
	Values   []Value
	Aim      Value
	AimLabel string
	Decimals int
}

// Check refuses values too large to draw, and names that do not match the values.
func (c Spark) Check() error {
	if len(c.Periods) > 0 && len(c.Periods) != len(c.Values) {
		return errors.New("図を出していません。時期の数と値の数が合わないためです。")
	}
	for _, v := range append([]Value{c.Aim}, c.Values...) {
		if !v.drawable() {
			return errors.New("図を出していません。大きすぎる値があるためです。")
		}
	}
	return nil
}

func (c Spark) period(i int) string {
	if i < len(c.Periods) {
		return c.Periods[i]
	}
	return ""
}

// Sentence lists the values in order.
func (c Spark) Sentence() string {
	var p []string
	for i, v := range c.Values {
		if v.Known {
			p = append(p, strings.TrimSpace(c.period(i)+" "+v.text(c.Decimals, c.Unit)))
		}
	}
	if len(p) == 0 {
		return ""
	}
	s := strings.Join(p, "、") + "。"
	if c.Aim.Known {
		s += or(c.AimLabel, "目安") + c.Aim.text(c.Decimals, c.Unit) + "。"
	}
	return s
}

// Table has one row per period, and the aim when there is one.
func (c Spark) Table() (header []string, rows [][]string) {
	header = []string{"時期", or(c.Unit, "値")}
	for i, v := range c.Values {
		rows = append(rows, []string{c.period(i), v.text(c.Decimals, c.Unit)})
	}
	if c.Aim.Known {
		rows = append(rows, []string{or(c.AimLabel, "目安"), c.Aim.text(c.Decimals, c.Unit)})
	}
	return header, rows
}

// CSV writes the table.
func (c Spark) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the line, dotted at the aim; it draws nothing while there is no value.
func (c Spark) Figure() templ.Component {
	return component(func() string {
		var known []float64
		for _, v := range c.Values {
			if v.Known {
				known = append(known, v.V)
			}
		}
		if c.Check() != nil || len(known) == 0 {
			return ""
		}
		lo, hi := known[0], known[0]
		if c.Aim.Known {
			known = append(known, c.Aim.V)
		}
		for _, v := range known {
			lo, hi = min(lo, v), max(hi, v)
		}
		y := func(v float64) float64 {
			if hi == lo {
				return 14
			}
			return 24 - 20*(v-lo)/(hi-lo)
		}
		s := &sheet{w: 96, h: 28}
		if c.Aim.Known {
			s.path("M0 "+num(y(c.Aim.V))+"H96", "stroke", grey, "stroke-dasharray", "3 3")
		}
		x := func(i int) float64 { return 3 + 90*float64(i)/float64(max(len(c.Values)-1, 1)) }
		for _, run := range runs(len(c.Values), func(i int) bool { return c.Values[i].Known }) {
			s.polyline(run, x, func(i int) float64 { return y(c.Values[i].V) }, "stroke", blue, "stroke-width", "2")
		}
		for i := len(c.Values) - 1; i >= 0; i-- {
			if c.Values[i].Known {
				s.el("circle", "cx", num(x(i)), "cy", num(y(c.Values[i].V)), "r", "3.5", "fill", blue)
				break
			}
		}
		return `<svg class="spark" viewBox="0 0 96 28" aria-hidden="true">` + s.b.String() + `</svg>`
	})
}

// runs groups the indexes 0..n-1 for which ok holds into stretches without a gap.
func runs(n int, ok func(i int) bool) [][]int {
	var out [][]int
	open := false
	for i := range n {
		switch {
		case !ok(i):
			open = false
		case open:
			out[len(out)-1] = append(out[len(out)-1], i)
		default:
			out, open = append(out, []int{i}), true
		}
	}
	return out
}

func (s *sheet) polyline(run []int, x, y func(i int) float64, kv ...string) {
	if len(run) < 2 {
		return
	}
	p := make([]string, len(run))
	for k, i := range run {
		p[k] = num(x(i)) + "," + num(y(i))
	}
	s.el("polyline", append([]string{"points", strings.Join(p, " "), "fill", "none", "stroke-linejoin", "round"}, kv...)...)
}
