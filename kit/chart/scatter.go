package chart

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Scatter sets things against two numbers and parts them at the two means, to see what to take up first.
type Scatter struct {
	Note
	// XName and YName name the axes with their units; XUnit and YUnit are written at the means and in the table.
	XName, YName, XUnit, YUnit string
	XDecimals, YDecimals       int
	XMean, YMean               float64
	// MeanLabel names the mean lines, "平均" when empty.
	MeanLabel string
	// Quadrants names the four parts: top left, top right, bottom left, bottom right. On the line counts as right and as top.
	Quadrants [4]string
	// Focus is the part to look at first (an index of Quadrants), -1 for none.
	Focus int
	// FocusWhy ends the sentence about the things in the focus part.
	FocusWhy string
	// ItemName and QuadrantName head columns of the table.
	ItemName, QuadrantName string
	Items                  []Dot
}

// Dot is one thing; its number in the drawing is its place in the list, from 1.
type Dot struct {
	// Label is the full name for the key, Short the one written beside the mark.
	Label, Short string
	X, Y         float64
	N            int
}

// Check refuses things without n and numbers that cannot be drawn.
func (c Scatter) Check() error {
	if err := c.Note.Check(); err != nil || c.empty() {
		return err
	}
	if len(c.Items) == 0 || len(c.Items) > 30 {
		return errors.New("図を出していません。項目は1つから30までです。")
	}
	if c.Focus < -1 || c.Focus > 3 || !sound(c.XMean) || !sound(c.YMean) {
		return errors.New("図を出していません。平均か区分が決まっていないためです。")
	}
	for _, d := range c.Items {
		if d.N <= 0 {
			return fmt.Errorf("図を出していません。「%s」に n がないためです。", d.Label)
		}
		if !sound(d.X) || !sound(d.Y) {
			return fmt.Errorf("図を出していません。「%s」に置けない値があるためです。", d.Label)
		}
	}
	return nil
}

func sound(v float64) bool { return Of(v).Known && Of(v).drawable() }

func (c Scatter) quadrant(d Dot) int {
	q := 0
	if d.X >= c.XMean {
		q = 1
	}
	if d.Y < c.YMean {
		q += 2
	}
	return q
}

func (c Scatter) xText(v float64) string { return Number(v, c.XDecimals) + c.XUnit }
func (c Scatter) yText(v float64) string { return Number(v, c.YDecimals) + c.YUnit }

// Sentence names what lies in the focus part, then every part with its things and their numbers.
func (c Scatter) Sentence() string {
	if c.empty() {
		return c.Empty
	}
	var b strings.Builder
	by := [4][]string{}
	var focus []string
	for _, d := range c.Items {
		q := c.quadrant(d)
		if q == c.Focus {
			focus = append(focus, "「"+d.Label+"」")
		}
		by[q] = append(by[q], d.Label+" "+c.yText(d.Y)+"・"+c.xText(d.X))
	}
	if c.Focus >= 0 {
		if len(focus) > 0 {
			b.WriteString(c.Quadrants[c.Focus] + "は" + strings.Join(focus, "と") + "。")
			if c.FocusWhy != "" {
				b.WriteString(stop(c.FocusWhy))
			}
		} else {
			b.WriteString(c.Quadrants[c.Focus] + "に入る項目はありません。")
		}
	}
	mean := or(c.MeanLabel, "平均")
	b.WriteString(mean + "は " + c.YName + " " + c.yText(c.YMean) + "、" + c.XName + " " + c.xText(c.XMean) + "。")
	for q, items := range by {
		if len(items) > 0 {
			b.WriteString(c.Quadrants[q] + ": " + strings.Join(items, "、") + "。")
		}
	}
	return b.String()
}

// Table has both numbers, n and the part of every thing.
func (c Scatter) Table() (header []string, rows [][]string) {
	header = []string{or(c.ItemName, "項目"), c.YName, c.XName, "n", or(c.QuadrantName, "区分")}
	if c.empty() {
		return header, nil
	}
	for i, d := range c.Items {
		rows = append(rows, []string{count(i+1) + " " + d.Label, c.yText(d.Y), c.xText(d.X), count(d.N), c.Quadrants[c.quadrant(d)]})
	}
	return header, rows
}

// CSV writes the table.
func (c Scatter) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the portfolio with its key.
func (c Scatter) Figure() templ.Component {
	var ns []int
	for _, d := range c.Items {
		ns = append(ns, d.N)
	}
	key := func() string {
		var b strings.Builder
		b.WriteString(`<ol class="tags tags--key">`)
		for i, d := range c.Items {
			b.WriteString(`<li><b class="nobr">` + count(i+1) + `</b> ` + esc(d.Label) + `</li>`)
		}
		return b.String() + `</ol>`
	}
	return draw(plan{fig: c, note: c.Note, extra: spread(c.N, ns, "項目ごと"), key: key,
		wide: func() *sheet { return c.draw(c.wide(620), 374) }, narrow: func() *sheet { return c.draw(narrow, 300) }})
}
