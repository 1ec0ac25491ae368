package marksheet

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode"

	"kaname/kit/fault"
)

const (
	fonts     = `"BIZ UDPGothic", "BIZ UDPゴシック", sans-serif`
	codeFonts = `"BIZ UDGothic", "BIZ UDゴシック", monospace`
)

// Draw writes sheet number of the layout as an SVG of A4 size, in black, with its words as text.
// It is Invalid when the number is not between 1 and MaxNumber.
func Draw(l *Layout, number int) (string, error) {
	if number < 1 || number > MaxNumber {
		return "", fault.New(fault.Invalid, fmt.Sprintf("用紙の番号%dは使えません。1から%dまでの番号で印刷してください。", number, MaxNumber))
	}
	var p pen
	p.f(`<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" font-family="%s" fill="#000"><title>%s %s</title>`,
		html.EscapeString(fonts), plain(l.Form.Title), l.code(number))
	p.f(`<path d="`)
	for _, c := range Corners() {
		p.corner(c)
	}
	for _, c := range l.CodeCells(number) {
		p.box(c)
	}
	for _, r := range l.Lines {
		p.box(r)
	}
	p.f(`"/><g fill="#fff" stroke="#000" stroke-width="%s">`, mm(stroke))
	for _, r := range l.Frames {
		p.f(`<rect x="%s" y="%s" width="%s" height="%s" rx="1"/>`, mm(r.X), mm(r.Y), mm(r.W), mm(r.H))
	}
	for _, it := range l.Items {
		for _, b := range it.Bubbles {
			p.bubble(b)
		}
	}
	p.f(`</g>`)
	p.examples(l.Examples)
	for _, t := range append(l.codeTexts(number), l.Texts...) {
		p.text(t)
	}
	p.f(`</svg>`)
	return p.String(), nil
}

// codeTexts are the code in letters, right of its cells at the top and the bottom.
func (l *Layout) codeTexts(number int) []Text {
	t := Text{At: Point{right, cornerAt + 1}, Size: 8 * pt, Code: true, Anchor: "end", Say: l.code(number).String()}
	low := t
	low.At.Y = PageH - cornerAt + 1
	return []Text{t, low}
}

// pen writes the pieces of a drawing.
type pen struct{ strings.Builder }

func (p *pen) f(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// box adds a filled rectangle to an open path.
func (p *pen) box(r Rect) {
	p.f("M%s %sh%sv%sh%sz", mm(r.X), mm(r.Y), mm(r.W), mm(r.H), mm(-r.W))
}

// corner adds a corner mark to an open path; the white ring runs the other way round and so stays free.
func (p *pen) corner(c Point) {
	p.box(CornerSquare(c, 7))
	inner := CornerSquare(c, 5)
	p.f("M%s %sv%sh%sv%sz", mm(inner.X), mm(inner.Y), mm(inner.H), mm(inner.W), mm(-inner.H))
	p.box(CornerSquare(c, 3))
}

// CornerSquare is the square of n modules around the centre c of a corner mark: dark 7, in it white 5, in it dark 3.
func CornerSquare(c Point, n float64) Rect {
	return Rect{c.X - n*module/2, c.Y - n*module/2, n * module, n * module}
}

func (p *pen) bubble(b Point) {
	p.f(`<circle cx="%s" cy="%s" r="%s"/>`, mm(b.X), mm(b.Y), mm(Radius-stroke/2))
}

// examples shows a filled and a ticked bubble, and one missed.
func (p *pen) examples(at Point) {
	y := at.Y - 1.6
	p.f(`<g fill="none" stroke="#000" stroke-width="%s">`, mm(stroke))
	for i, x := range []float64{at.X, at.X + 9, at.X + 22} {
		p.bubble(Point{x, y})
		switch i {
		case 0:
			p.f(`<circle cx="%s" cy="%s" r="2" fill="#000"/>`, mm(x), mm(y))
		case 1:
			p.f(`<path d="M%s %sl1.3 1.6 2.4 -3.6" stroke-width="0.7"/>`, mm(x-1.6), mm(y))
		case 2:
			p.f(`<path d="M%s %sh9" stroke-width="0.7"/>`, mm(x+2), mm(y-1.6))
		}
	}
	p.f(`</g>`)
	for i, x := range []float64{at.X, at.X + 9, at.X + 24} {
		p.text(Text{At: Point{x, y + 5.6}, Size: 8 * pt, Anchor: "middle", Say: []string{"よい", "よい", "よくない"}[i]})
	}
}

func (p *pen) text(t Text) {
	p.f(`<text x="%s" y="%s" font-size="%s"`, mm(t.At.X), mm(t.At.Y), mm(t.Size))
	if t.Anchor != "start" {
		p.f(` text-anchor="%s"`, t.Anchor)
	}
	if t.Bold {
		p.f(` font-weight="700"`)
	}
	if t.Code {
		p.f(` font-family="%s"`, html.EscapeString(codeFonts))
	}
	p.f(`>%s</text>`, plain(t.Say))
}

// plain keeps what XML can carry, escaped.
func plain(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

func mm(v float64) string { return strconv.FormatFloat(round(v), 'f', -1, 64) }
