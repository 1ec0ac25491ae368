package chart

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Line shows whether something is getting better: up to four series over periods, on one axis from 0.
type Line struct {
	Note
	// AxisName says what is measured; it stands above the axis and heads the column of a single unnamed series.
	AxisName string
	// PeriodName heads the column of periods; IntervalName that of the intervals ("95%の幅").
	PeriodName, IntervalName string
	Periods                  []string
	Series                   []Series
	// Aim has a value for every period, or is empty. Equal values make a flat line, others a step line.
	Aim      []Value
	AimLabel string
	Better   Direction
	Decimals int
}

// Series is one line; its name is written at its end.
type Series struct {
	Name   string
	Points []Point
}

// Point is one value with its n and, where known, the interval within which the true value lies.
type Point struct {
	Value     Value
	N         int
	Low, High Value
}

// Check refuses more than four series, points without n, and lists of unequal length.
func (c Line) Check() error {
	if err := c.Note.Check(); err != nil || c.empty() {
		return err
	}
	if len(c.Periods) == 0 || len(c.Series) == 0 || len(c.Series) > 4 {
		return errors.New("図を出していません。線は1本から4本まで、時期は1つからです。")
	}
	if len(c.Aim) != 0 && len(c.Aim) != len(c.Periods) {
		return errors.New("図を出していません。目安の数が時期の数と合わないためです。")
	}
	values := append([]Value(nil), c.Aim...)
	known := 0
	for _, s := range c.Series {
		if len(s.Points) != len(c.Periods) {
			return fmt.Errorf("図を出していません。「%s」の点の数が時期の数と合わないためです。", s.Name)
		}
		for i, p := range s.Points {
			values = append(values, p.Value, p.Low, p.High)
			if p.Value.Known && p.N <= 0 {
				return fmt.Errorf("図を出していません。「%s」の %s に n がないためです。", s.Name, c.Periods[i])
			}
			if p.Value.Known {
				known++
			}
		}
	}
	for _, v := range values {
		if !v.drawable() {
			return errors.New("図を出していません。大きすぎる値があるためです。")
		}
	}
	if known == 0 {
		return errors.New("図を出していません。値が1つもないためです。")
	}
	return nil
}

func (c Line) text(v Value) string { return v.text(c.Decimals, c.Unit) }

func (c Line) aim(i int) Value {
	if i < len(c.Aim) {
		return c.Aim[i]
	}
	return Value{}
}

// Sentence says each course (the whole up to six points, else its ends, top and bottom) and how the last point lies to the aim.
func (c Line) Sentence() string {
	if c.empty() {
		return c.Empty
	}
	var b strings.Builder
	for _, s := range c.Series {
		if s.Name != "" {
			b.WriteString(s.Name + "は、")
		}
		b.WriteString(c.course(s))
	}
	return b.String()
}

func (c Line) course(s Series) string {
	var at []int
	for i, p := range s.Points {
		if p.Value.Known {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return "値がまだありません。"
	}
	first, last := at[0], at[len(at)-1]
	out := ""
	if len(at) > 6 {
		lo, hi := first, first
		for _, i := range at {
			if s.Points[i].Value.V < s.Points[lo].Value.V {
				lo = i
			}
			if s.Points[i].Value.V > s.Points[hi].Value.V {
				hi = i
			}
		}
		out = c.at(s, first) + "から" + c.at(s, last) + "。いちばん高いのは" + c.at(s, hi) + "、低いのは" + c.at(s, lo) + "。"
	} else {
		var p []string
		for _, i := range at {
			p = append(p, c.at(s, i))
		}
		out = strings.Join(p, "、") + "。"
	}
	end := s.Points[last].Value.V
	if first != last {
		if d := compare(end, s.Points[first].Value.V, c.Decimals, c.Unit); d == "同じ" {
			out += c.Periods[first] + "と同じです。"
		} else {
			out += c.Periods[first] + "より" + d + "です。"
		}
	}
	if a := c.aim(last); a.Known {
		out += toAim(end, a.V, c.Decimals, c.Unit, or(c.AimLabel, "目安"), c.Better)
	}
	return out
}

func (c Line) at(s Series, i int) string { return c.Periods[i] + " " + c.text(s.Points[i].Value) }

func (c Line) hasInterval() bool {
	for _, s := range c.Series {
		for _, p := range s.Points {
			if p.Value.Known && p.Low.Known && p.High.Known {
				return true
			}
		}
	}
	return false
}

// Table has for every period each series' value, interval and n, and the aim.
func (c Line) Table() (header []string, rows [][]string) {
	header = []string{or(c.PeriodName, "時期")}
	for _, s := range c.Series {
		name, pre := or(s.Name, or(c.AxisName, "値")), ""
		if len(c.Series) > 1 {
			pre = name + " "
		}
		header = append(header, name)
		if c.hasInterval() {
			header = append(header, pre+or(c.IntervalName, "幅"))
		}
		header = append(header, pre+"n")
	}
	if len(c.Aim) > 0 {
		header = append(header, or(c.AimLabel, "目安"))
	}
	if c.empty() {
		return header, nil
	}
	for i, period := range c.Periods {
		row := []string{period}
		for _, s := range c.Series {
			p := s.Points[i]
			row = append(row, c.text(p.Value))
			if c.hasInterval() {
				row = append(row, c.interval(p))
			}
			n := ""
			if p.Value.Known {
				n = count(p.N)
			}
			row = append(row, n)
		}
		if len(c.Aim) > 0 {
			row = append(row, c.text(c.Aim[i]))
		}
		rows = append(rows, row)
	}
	return header, rows
}

func (c Line) interval(p Point) string {
	if !p.Value.Known || !p.Low.Known || !p.High.Known {
		return ""
	}
	return Number(p.Low.V, c.Decimals) + "〜" + c.text(p.High)
}

// CSV writes the table.
func (c Line) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the lines.
func (c Line) Figure() templ.Component {
	var ns []int
	for _, s := range c.Series {
		for _, p := range s.Points {
			if p.Value.Known {
				ns = append(ns, p.N)
			}
		}
	}
	return draw(plan{fig: c, note: c.Note, extra: spread(c.N, ns, "点ごと"),
		wide: func() *sheet { return c.draw(c.wide(540), true) }, narrow: func() *sheet { return c.draw(narrow, false) }})
}

// Spark is the small form of the first series, for a row or a card.
func (c Line) Spark() Spark {
	s := Spark{Unit: c.Unit, Periods: c.Periods, AimLabel: c.AimLabel, Decimals: c.Decimals}
	if len(c.Series) > 0 {
		for _, p := range c.Series[0].Points {
			s.Values = append(s.Values, p.Value)
		}
	}
	if len(c.Aim) > 0 {
		s.Aim = c.Aim[len(c.Aim)-1]
	}
	return s
}
