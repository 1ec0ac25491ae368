package chart

import (
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/a-h/templ"
)

// Bars ranks things by one number, the largest first, each with its value written at the bar.
type Bars struct {
	Note
	// RowName and ValueName head the columns of the table.
	RowName, ValueName string
	Items              []Bar
	// AsGiven keeps the caller's order instead of the largest first.
	AsGiven  bool
	Decimals int
}

// Bar is one thing with its value; a missing value is shown as "–" at the end of the list.
type Bar struct {
	Label string
	Value Value
	// N is how many stand behind this value, 0 when the value itself is a count.
	N      int
	Strong bool
	// Hidden is the sentence shown in place of a value too small to be shown.
	Hidden string
}

// Check refuses bars below zero and shares without their n.
func (c Bars) Check() error {
	if err := c.Note.Check(); err != nil || c.empty() {
		return err
	}
	if len(c.Items) == 0 {
		return errors.New("図を出していません。行が1つもないためです。")
	}
	for _, b := range c.Items {
		if b.Hidden != "" {
			continue
		}
		if !b.Value.drawable() || b.Value.Known && b.Value.V < 0 {
			return fmt.Errorf("図を出していません。「%s」が0より小さいか、大きすぎるためです。", b.Label)
		}
		if b.Value.Known && b.N <= 0 && (c.Unit == "%" || c.Unit == "％") {
			return fmt.Errorf("図を出していません。「%s」の割合に n がないためです。", b.Label)
		}
	}
	return nil
}

func (c Bars) items() []Bar {
	items := append([]Bar(nil), c.Items...)
	if !c.AsGiven {
		key := func(b Bar) float64 {
			if b.Hidden != "" || !b.Value.Known {
				return -1
			}
			return b.Value.V
		}
		sort.SliceStable(items, func(i, j int) bool { return key(items[i]) > key(items[j]) })
	}
	return items
}

func (c Bars) value(b Bar) string {
	if b.Hidden != "" {
		return b.Hidden
	}
	return b.Value.text(c.Decimals, c.Unit)
}

func (c Bars) hasN() bool {
	for _, b := range c.Items {
		if b.N > 0 && b.Hidden == "" {
			return true
		}
	}
	return false
}

// Sentence names the first and lists the rest.
func (c Bars) Sentence() string {
	if c.empty() {
		return c.Empty
	}
	var parts []string
	for _, b := range c.items() {
		p := b.Label + " " + c.value(b)
		if b.N > 0 && b.Hidden == "" {
			p += "（n=" + count(b.N) + "）"
		}
		parts = append(parts, strings.TrimRight(p, "。"))
	}
	return stop(strings.Join(parts, "、"))
}

// Table has one row per thing in the order drawn.
func (c Bars) Table() (header []string, rows [][]string) {
	header = []string{or(c.RowName, "項目"), or(c.ValueName, or(c.Unit, "値"))}
	if c.hasN() {
		header = append(header, "n")
	}
	if c.empty() {
		return header, nil
	}
	for _, b := range c.items() {
		row := []string{b.Label, c.value(b)}
		if c.hasN() {
			n := ""
			if b.N > 0 && b.Hidden == "" {
				n = count(b.N)
			}
			row = append(row, n)
		}
		rows = append(rows, row)
	}
	return header, rows
}

// CSV writes the table.
func (c Bars) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the bars.
func (c Bars) Figure() templ.Component {
	masked := map[int]string{}
	for i, b := range c.items() {
		if b.Hidden != "" {
			masked[i] = b.Hidden
		}
	}
	return draw(plan{fig: c, note: c.Note, masked: masked, wide: c.drawWide, narrow: c.drawNarrow})
}

func (c Bars) largest() float64 {
	m := 0.0
	for _, b := range c.Items {
		if b.Hidden == "" && b.Value.Known {
			m = max(m, b.Value.V)
		}
	}
	if m == 0 {
		return 1
	}
	return m
}

// length is how far a bar reaches, at least a hair when the value is above zero.
func (c Bars) length(b Bar, room float64) float64 {
	if b.Hidden != "" || !b.Value.Known || b.Value.V == 0 {
		return 0
	}
	return max(2, room*b.Value.V/c.largest())
}

func (c Bars) label(b Bar) string {
	if b.N > 0 && b.Hidden == "" {
		return c.value(b) + "（n=" + count(b.N) + "）"
	}
	return c.value(b)
}

func (c Bars) drawWide() *sheet {
	s := &sheet{w: c.wide(800)}
	var lw, vw float64
	for _, b := range c.Items {
		lw = max(lw, width(b.Label, big))
		if b.Hidden == "" {
			vw = max(vw, width(c.label(b), big))
		}
	}
	lw, vw = min(lw+4, s.w*0.38), min(vw+12, s.w*0.3)
	x, y := lw+12, 4.0
	room := s.w - x - vw
	top := y
	for _, b := range c.items() {
		lines := wrap(b.Label, lw, big)
		h := max(38, float64(len(lines))*leading(big)+12)
		mid := y + h/2
		s.lines(0, mid+5.5-float64(len(lines)-1)*leading(big)/2, big, start, lines, boldIf(b.Strong)...)
		l := c.length(b, room)
		if l > 0 {
			s.rect(x, mid-11, l, 22, "fill", blue)
		}
		if b.Hidden != "" || !b.Value.Known {
			s.lines(x+8, mid+5.5, big, start, wrapMax(c.label(b), s.w-x-8, big, 1), soft...)
		} else {
			s.lines(x+l+8, mid+5.5, big, start, wrapMax(c.label(b), s.w-x-l-8, big, 1), boldIf(b.Strong)...)
		}
		y += h
	}
	s.path("M"+num(x)+" "+num(top)+"V"+num(y), "stroke", ink, "stroke-width", "1.5")
	s.h = y + 4
	return s
}

func (c Bars) drawNarrow() *sheet {
	s := &sheet{w: narrow}
	y := 2.0
	for _, b := range c.items() {
		y = splitLine(s, y, b.Label, c.label(b), b.Strong)
		if b.Hidden != "" || !b.Value.Known {
			y += 10
			continue
		}
		s.rect(0.5, y, s.w-1, 16, "fill", "#f2f2f2", "stroke", lineGrey, "stroke-width", ".75")
		s.rect(0, y-.5, c.length(b, s.w), 17, "fill", blue)
		y += 16 + 14
	}
	s.h = y - 8
	return s
}
