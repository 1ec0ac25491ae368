package chart

import (
	"errors"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Bullet sets one number against its aim and its last value.
type Bullet struct {
	Note
	Now, Aim, Last Value
	// NowLabel, AimLabel and LastLabel name the three; "いま", "目安" and "前回" when empty.
	NowLabel, AimLabel, LastLabel string
	Better                        Direction
	// Max is where the scale ends; 0 takes 100 for % and a round number past the largest otherwise.
	Max      float64
	Decimals int
}

// Check refuses a bullet without a present value, or with one below zero.
func (c Bullet) Check() error {
	if err := c.Note.Check(); err != nil || c.empty() {
		return err
	}
	return c.checkValues()
}

func (c Bullet) checkValues() error {
	if !c.Now.Known {
		return errors.New("図を出していません。いまの値がまだないためです。")
	}
	for _, v := range []Value{c.Now, c.Aim, c.Last} {
		if !v.drawable() || v.Known && v.V < 0 {
			return errors.New("図を出していません。0より小さいか、大きすぎる値があるためです。")
		}
	}
	return nil
}

type named struct {
	label string
	value Value
}

func (c Bullet) parts() []named {
	var out []named
	for _, p := range []named{{or(c.NowLabel, "いま"), c.Now}, {or(c.AimLabel, "目安"), c.Aim}, {or(c.LastLabel, "前回"), c.Last}} {
		if p.value.Known {
			out = append(out, p)
		}
	}
	return out
}

// label is the short form for the inline drawing: "いま22.4分、目安20分、去年25.0分".
func (c Bullet) label() string {
	var p []string
	for _, v := range c.parts() {
		p = append(p, v.label+v.value.text(c.Decimals, c.Unit))
	}
	return strings.Join(p, "、")
}

// Sentence says the value, how far the aim is, and the difference to last time as the numbers are written.
func (c Bullet) Sentence() string {
	if c.empty() {
		return c.Empty
	}
	s := or(c.NowLabel, "いま") + c.Now.text(c.Decimals, c.Unit) + "。"
	if c.Aim.Known {
		s += toAim(c.Now.V, c.Aim.V, c.Decimals, c.Unit, or(c.AimLabel, "目安"), c.Better)
	}
	if c.Last.Known {
		last := or(c.LastLabel, "前回") + c.Last.text(c.Decimals, c.Unit)
		if d := compare(c.Now.V, c.Last.V, c.Decimals, c.Unit); d == "同じ" {
			s += last + "と同じです。"
		} else {
			s += last + "より" + d + "です。"
		}
	}
	return s
}

// Table has one row each for now, aim and last.
func (c Bullet) Table() (header []string, rows [][]string) {
	header = []string{"", or(c.Unit, "値")}
	if c.empty() {
		return header, nil
	}
	for _, p := range c.parts() {
		rows = append(rows, []string{p.label, p.value.text(c.Decimals, c.Unit)})
	}
	return header, rows
}

// CSV writes the table.
func (c Bullet) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the bullet with caption, sentence and table.
func (c Bullet) Figure() templ.Component {
	return draw(plan{fig: c, note: c.Note, wide: func() *sheet { return c.draw(c.wide(540)) }, narrow: func() *sheet { return c.draw(narrow) },
		key: func() string { return `<p class="note">` + esc(c.Sentence()) + `</p>` }})
}

// Inline is the bare bullet for a row or a card; the text beside it must carry n, period and base.
func (c Bullet) Inline() templ.Component {
	return component(func() string {
		if err := c.checkValues(); err != nil {
			return `<small>` + esc(err.Error()) + `</small>`
		}
		s := &sheet{w: 320, h: 30}
		c.marks(s, 0, 4, 312)
		return `<svg class="bullet" viewBox="0 0 320 30" role="img" aria-label="` + esc(c.label()) + `">` + s.b.String() + `</svg>`
	})
}

func (c Bullet) scale() float64 {
	m := c.Now.V
	for _, p := range c.parts() {
		m = max(m, p.value.V)
	}
	switch {
	case c.Max >= m && c.Max > 0 && c.Max <= limit:
		return c.Max
	case (c.Unit == "%" || c.Unit == "％") && m <= 100:
		return 100
	}
	t := nice(0, m, 4)
	return t[len(t)-1]
}

// marks draws ground, bar, last (dashed) and aim (solid) from y on, 30 high.
func (c Bullet) marks(s *sheet, y, x, w float64) {
	at := func(v Value) string { return "M" + num(x+w*v.V/c.scale()) + " " }
	s.rect(x, y+9, w, 12, "fill", paleGrey)
	s.rect(x, y+9, w*c.Now.V/c.scale(), 12, "fill", blue)
	if c.Last.Known {
		d := at(c.Last) + num(y+5) + "v20"
		s.path(d, "stroke", "#fff", "stroke-width", "5")
		s.path(d, "stroke", grey, "stroke-width", "2", "stroke-dasharray", "3 2")
	}
	if c.Aim.Known {
		d := at(c.Aim) + num(y+1) + "v28"
		s.path(d, "stroke", "#fff", "stroke-width", "7")
		s.path(d, "stroke", ink, "stroke-width", "3")
	}
}

// draw shows the value large, the bar, and beneath it what each mark is.
func (c Bullet) draw(w float64) *sheet {
	s := &sheet{w: w}
	y := 28.0
	for i, l := range wrap(or(c.NowLabel, "いま")+" "+c.Now.text(c.Decimals, c.Unit), w-8, 22) {
		y = 22 + float64(i)*leading(22)
		s.text(4, y, 22, start, l, bold...)
	}
	y += 8
	c.marks(s, y, 4, w-8)
	y += 36
	for _, k := range []struct {
		named
		dash, width string
	}{{named{or(c.AimLabel, "目安"), c.Aim}, "", "3"}, {named{or(c.LastLabel, "前回"), c.Last}, "3 2", "2"}} {
		if !k.value.Known {
			continue
		}
		colour := ink
		if k.dash != "" {
			colour = grey
		}
		s.path("M10 "+num(y)+"v18", "stroke", colour, "stroke-width", k.width, "stroke-dasharray", or(k.dash, "none"))
		lines := wrap(k.label+" "+k.value.text(c.Decimals, c.Unit), w-26, small)
		s.lines(22, y+14, small, start, lines)
		y += float64(len(lines))*leading(small) + 6
	}
	s.h = y + 2
	return s
}
