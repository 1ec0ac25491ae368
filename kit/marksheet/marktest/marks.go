package marktest

import (
	"math"

	"kaname/kit/marksheet"
)

// Pen is what a mark is made with: how dark, from 0 to 1, and how thick in mm.
type Pen struct{ Dark, Thick float64 }

// Pens that people use at a counter.
var (
	Ballpoint   = Pen{0.85, 0.5}
	Felt        = Pen{0.95, 1}
	Pencil      = Pen{0.6, 0.5}
	LightPencil = Pen{0.35, 0.45}
)

func (p *Paper) at(question, option int) marksheet.Point {
	return p.Layout.Items[question].Bubbles[option]
}

// off is a random distance of the usual hand.
func (p *Paper) off(mm float64) float64 { return p.rnd.NormFloat64() * mm }

func (p *Paper) stroke(pen Pen, c marksheet.Point, by ...float64) {
	for i := 0; i+3 < len(by); i += 2 {
		p.line(marksheet.Point{X: c.X + by[i], Y: c.Y + by[i+1]}, marksheet.Point{X: c.X + by[i+2], Y: c.Y + by[i+3]}, pen.Thick, 10, pen.Dark)
	}
}

// Fill fills a bubble in with zigzag strokes, not quite to the line and sometimes over it.
func (p *Paper) Fill(question, option int, pen Pen) {
	c := p.at(question, option)
	c.X, c.Y = c.X+p.off(0.15), c.Y+p.off(0.15)
	reach := 2 + p.off(0.15)
	var by []float64
	for i, y := 0, -reach+0.3; y < reach; i, y = i+1, y+pen.Thick*0.8 {
		half := math.Sqrt(max(0, reach*reach-y*y))
		if i%2 == 1 {
			half = -half
		}
		by = append(by, -half+p.off(0.1), y, half+p.off(0.1), y)
	}
	p.stroke(pen, c, by...)
}

// Tick draws ✓ over a bubble, its tail outside.
func (p *Paper) Tick(question, option int, pen Pen) {
	c := p.at(question, option)
	c.X, c.Y = c.X+p.off(0.3), c.Y+p.off(0.3)
	p.stroke(pen, c, -1.6+p.off(0.2), -0.2, -0.2, 1.5, 2.2+p.off(0.3), -2.2+p.off(0.3))
}

// Cross draws × over a bubble.
func (p *Paper) Cross(question, option int, pen Pen) {
	c := p.at(question, option)
	c.X, c.Y = c.X+p.off(0.3), c.Y+p.off(0.3)
	a := 1.8 + p.off(0.2)
	p.stroke(pen, c, -a, -a, a, a)
	p.stroke(pen, c, a, -a, -a, a)
}

// Circle draws a ring around a bubble or, with wide, around it and its words.
func (p *Paper) Circle(question, option int, pen Pen, wide float64) {
	c := p.at(question, option)
	var by []float64
	for i := 0; i <= 24; i++ {
		t := 2 * math.Pi * float64(i) / 24
		by = append(by, wide/2+(3.3+wide/2)*math.Cos(t)+p.off(0.05), 3.3*math.Sin(t)+p.off(0.05))
	}
	p.stroke(pen, c, by...)
}

// CircleWords draws a ring around the words right of a bubble, wide mm across, and leaves the bubble alone.
func (p *Paper) CircleWords(question, option int, pen Pen, wide float64) {
	c := p.at(question, option)
	c.X += marksheet.Radius + marksheet.Clear + wide/2 + p.off(0.2)
	var by []float64
	for i := 0; i <= 24; i++ {
		t := 2 * math.Pi * float64(i) / 24
		by = append(by, (wide/2+1.2)*math.Cos(t), 3.2*math.Sin(t))
	}
	p.stroke(pen, c, by...)
}

// Missed draws ✓ beside a bubble, dx and dy from its centre.
func (p *Paper) Missed(question, option int, pen Pen, dx, dy float64) {
	c := p.at(question, option)
	c.X, c.Y = c.X+dx, c.Y+dy
	p.stroke(pen, c, -1.2, 0, -0.2, 1.3, 1.6, -1.8)
}

// LongTick draws ✓ with a tail of that many mm to the upper right.
func (p *Paper) LongTick(question, option int, pen Pen, tail float64) {
	p.stroke(pen, p.at(question, option), -1.4, -0.3, -0.3, 1.3, -0.3+0.9*tail, 1.3-0.6*tail)
}

// Dot puts a dot of that width somewhere in a bubble.
func (p *Paper) Dot(question, option int, pen Pen, wide float64) {
	pen.Thick = wide
	x, y := p.off(0.4), p.off(0.4)
	p.stroke(pen, p.at(question, option), x, y, x+0.1, y)
}

// Whitened paints a bubble over with correction fluid.
func (p *Paper) Whitened(question, option int, radius float64) {
	c := p.at(question, option)
	p.paint(marksheet.Rect{X: c.X - radius, Y: c.Y - radius, W: 2 * radius, H: 2 * radius}, 252, 1, func(x, y float64) float64 {
		return math.Hypot(x-c.X, y-c.Y) - radius
	})
}

// Cancel strikes a mark through with two lines well beyond the bubble.
func (p *Paper) Cancel(question, option int, pen Pen) {
	c := p.at(question, option)
	p.stroke(pen, c, -4, -0.9+p.off(0.2), 4, -0.6+p.off(0.2))
	p.stroke(pen, c, -4, 0.7+p.off(0.2), 4, 1+p.off(0.2))
}

// Erase rubs a bubble out: most of the ink goes, grey smear stays, and the print stands as before.
func (p *Paper) Erase(question, option int, leaves float64) {
	c := p.at(question, option)
	r := marksheet.Radius + 1
	p.paint(marksheet.Rect{X: c.X - r, Y: c.Y - r, W: 2 * r, H: 2 * r}, white, 1-leaves, func(x, y float64) float64 {
		return math.Hypot(x-c.X, y-c.Y) - r
	})
	p.line(marksheet.Point{X: c.X - 1.5, Y: c.Y}, marksheet.Point{X: c.X + 1.8, Y: c.Y + 0.3}, 2.5, 60, 0.03)
	p.ring(c)
}

// Smear drags pencil grey from a bubble to the right.
func (p *Paper) Smear(question, option int, dark float64) {
	c := p.at(question, option)
	p.line(c, marksheet.Point{X: c.X + 9 + p.off(1), Y: c.Y + p.off(0.8)}, 3, 20, dark)
}

// Streak is a scratch or dust on the copier's glass: a line down the whole page at x.
func (p *Paper) Streak(x, thick, dark float64) {
	p.line(marksheet.Point{X: x, Y: 0}, marksheet.Point{X: x, Y: marksheet.PageH}, thick, 40, dark)
}

// Crease is the shadow of a fold across the sheet at y.
func (p *Paper) Crease(y, dark float64) {
	p.line(marksheet.Point{X: 0, Y: y}, marksheet.Point{X: marksheet.PageW, Y: y + p.off(1)}, 0.7, 60, dark)
}

// Stamp is a round office stamp with two lines across.
func (p *Paper) Stamp(c marksheet.Point, radius float64) {
	part := marksheet.Rect{X: c.X - radius - 1, Y: c.Y - radius - 1, W: 2*radius + 2, H: 2*radius + 2}
	p.paint(part, 70, 0.8, func(x, y float64) float64 { return math.Abs(math.Hypot(x-c.X, y-c.Y)-radius) - 0.3 })
	for _, dy := range []float64{-3, 3} {
		p.line(marksheet.Point{X: c.X - radius, Y: c.Y + dy}, marksheet.Point{X: c.X + radius, Y: c.Y + dy}, 0.4, 70, 0.8)
	}
}

// Write writes n characters into the box for free text.
func (p *Paper) Write(n int, pen Pen) {
	box := p.Layout.Box
	for i := range n {
		c := marksheet.Point{X: box.X + 6 + 6*float64(i%25), Y: box.Y + 6 + 6*float64(i/25)}
		for range 3 {
			p.stroke(pen, c, p.off(1.2), p.off(1.2), p.off(1.2), p.off(1.2))
		}
	}
}
