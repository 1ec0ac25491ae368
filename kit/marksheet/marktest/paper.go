// Package marktest prints mark sheets as pictures, fills them in as people do, and spoils them as copiers do, for tests.
package marktest

import (
	"image"
	"math"
	"math/rand/v2"

	"kaname/kit/marksheet"
)

// Paper is a printed sheet. Marks go on it in mm of the sheet.
type Paper struct {
	*image.Gray
	Layout *marksheet.Layout
	Number int
	grain  float64 // px per mm
	rnd    *rand.Rand
}

// white and toner are the greys of paper and print.
const (
	white = 246
	toner = 26
)

// Print prints sheet number of the layout at dpi, with grey noise in place of words. Marks that follow vary with rnd.
func Print(l *marksheet.Layout, number int, dpi float64, rnd *rand.Rand) *Paper {
	g := dpi / 25.4
	p := &Paper{Layout: l, Number: number, grain: g, rnd: rnd,
		Gray: image.NewGray(image.Rect(0, 0, int(math.Round(marksheet.PageW*g)), int(math.Round(marksheet.PageH*g))))}
	for i := range p.Pix {
		p.Pix[i] = white
	}
	for _, c := range marksheet.Corners() {
		p.box(marksheet.CornerSquare(c, 7), toner)
		p.box(marksheet.CornerSquare(c, 5), white)
		p.box(marksheet.CornerSquare(c, 3), toner)
	}
	for _, c := range l.CodeCells(number) {
		p.box(c, toner)
	}
	for _, r := range l.Lines {
		p.box(r, toner)
	}
	for _, f := range l.Frames {
		p.frame(f)
	}
	for _, it := range l.Items {
		for _, b := range it.Bubbles {
			p.ring(b)
		}
	}
	for _, t := range l.Texts {
		p.words(t)
	}
	return p
}

// Copy is the same print, to be marked otherwise.
func (p *Paper) Copy(rnd *rand.Rand) *Paper {
	c := *p
	c.rnd = rnd
	c.Gray = image.NewGray(p.Rect)
	copy(c.Pix, p.Pix)
	return &c
}

// paint darkens (or, with a lighter ink, lightens) what lies inside the shape, smoothly at its edge.
// shape gives the distance to the edge in mm, negative inside; opacity 1 covers wholly.
func (p *Paper) paint(r marksheet.Rect, ink, opacity float64, shape func(x, y float64) float64) {
	x0, y0 := max(0, int(r.X*p.grain)-2), max(0, int(r.Y*p.grain)-2)
	x1, y1 := min(p.Rect.Dx()-1, int((r.X+r.W)*p.grain)+2), min(p.Rect.Dy()-1, int((r.Y+r.H)*p.grain)+2)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			in := 0.5 - shape((float64(x)+0.5)/p.grain, (float64(y)+0.5)/p.grain)*p.grain
			if in <= 0 {
				continue
			}
			v := &p.Pix[y*p.Stride+x]
			*v = uint8(float64(*v) + (ink-float64(*v))*min(in, 1)*opacity)
		}
	}
}

func (p *Paper) box(r marksheet.Rect, ink float64) {
	p.paint(r, ink, 1, func(x, y float64) float64 {
		return max(r.X-x, x-r.X-r.W, r.Y-y, y-r.Y-r.H)
	})
}

func (p *Paper) frame(r marksheet.Rect) {
	const thin = 0.35
	p.box(marksheet.Rect{X: r.X, Y: r.Y, W: r.W, H: thin}, toner)
	p.box(marksheet.Rect{X: r.X, Y: r.Y + r.H - thin, W: r.W, H: thin}, toner)
	p.box(marksheet.Rect{X: r.X, Y: r.Y, W: thin, H: r.H}, toner)
	p.box(marksheet.Rect{X: r.X + r.W - thin, Y: r.Y, W: thin, H: r.H}, toner)
}

func (p *Paper) ring(b marksheet.Point) {
	const thin = 0.35
	r := marksheet.Radius
	p.paint(marksheet.Rect{X: b.X - r, Y: b.Y - r, W: 2 * r, H: 2 * r}, toner, 1, func(x, y float64) float64 {
		return math.Abs(math.Hypot(x-b.X, y-b.Y)-r+thin/2) - thin/2
	})
}

// words draws a character as two or three strokes of its box.
func (p *Paper) words(t marksheet.Text) {
	x := t.At.X
	switch t.Anchor {
	case "middle":
		x -= t.Width / 2
	case "end":
		x -= t.Width
	}
	noise := rand.New(rand.NewPCG(uint64(t.At.X*100), uint64(t.At.Y*100)))
	for end := x + t.Width; x+0.6*t.Size < end; x += t.Size {
		for range 3 {
			a := marksheet.Point{X: x + noise.Float64()*t.Size*0.85, Y: t.At.Y - noise.Float64()*t.Size*0.8}
			b := marksheet.Point{X: x + noise.Float64()*t.Size*0.85, Y: t.At.Y - noise.Float64()*t.Size*0.8}
			p.line(a, b, 0.28, 60, 1)
		}
	}
}

// line draws a stroke with round ends.
func (p *Paper) line(a, b marksheet.Point, thick, ink, opacity float64) {
	dx, dy := b.X-a.X, b.Y-a.Y
	long := max(dx*dx+dy*dy, 1e-9)
	r := marksheet.Rect{X: min(a.X, b.X) - thick, Y: min(a.Y, b.Y) - thick, W: math.Abs(dx) + 2*thick, H: math.Abs(dy) + 2*thick}
	p.paint(r, ink, opacity, func(x, y float64) float64 {
		t := max(0, min(1, ((x-a.X)*dx+(y-a.Y)*dy)/long))
		return math.Hypot(x-a.X-t*dx, y-a.Y-t*dy) - thick/2
	})
}
