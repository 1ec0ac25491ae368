package chart

import "math"

// plot is a Scatter laid out at one width.
type plot struct {
	Scatter
	s                        *sheet
	left, right, top, bottom float64
	xs, ys                   scale
	taken                    []area
}

// area is a rectangle that text or a mark occupies.
type area struct{ x0, y0, x1, y1 float64 }

func (a area) hits(b area) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

func (p plot) x(v float64) float64 {
	return p.left + (p.right-p.left)*(v-p.xs.lo)/(p.xs.hi-p.xs.lo)
}

func (p plot) y(v float64) float64 {
	return p.bottom - (p.bottom-p.top)*(v-p.ys.lo)/(p.ys.hi-p.ys.lo)
}

// scale is an axis from lo to hi with round ticks between.
type scale struct {
	lo, hi, step float64
	ticks        []float64
}

// around returns a scale about the values and their mean with a quarter of air on both sides, not past floor and ceil.
func around(mean float64, items []Dot, of func(Dot) float64, floor, ceil float64) scale {
	lo, hi := mean, mean
	for _, d := range items {
		lo, hi = min(lo, of(d)), max(hi, of(d))
	}
	air := max((hi-lo)*0.25, math.Abs(hi)*1e-6, 1e-6)
	if hi == lo {
		air = max(math.Abs(hi)*0.1, 0.05)
	}
	s := scale{lo: lo - air, hi: hi + air}
	if lo >= floor {
		s.lo = max(s.lo, floor)
	}
	if hi <= ceil {
		s.hi = min(s.hi, ceil)
	}
	all := nice(s.lo, s.hi, 6)
	s.step = all[1] - all[0]
	for _, t := range all {
		if t >= s.lo-s.step*1e-6 && t <= s.hi+s.step*1e-6 {
			s.ticks = append(s.ticks, t)
		}
	}
	return s
}

func (c Scatter) draw(w, tall float64) *sheet {
	p := plot{Scatter: c, s: &sheet{w: w}, right: w - 14, top: 52}
	ceil := math.Inf(1)
	if c.YUnit == "%" || c.YUnit == "％" {
		ceil = 100
	}
	p.ys = around(c.YMean, c.Items, func(d Dot) float64 { return d.Y }, 0, ceil)
	p.xs = around(c.XMean, c.Items, func(d Dot) float64 { return d.X }, math.Inf(-1), math.Inf(1))
	for _, t := range p.ys.ticks {
		p.left = max(p.left, width(tick(t, p.ys.step), small)+16)
	}
	head := wrap(named0(c.YName, c.YUnit), w, small)
	p.s.lines(0, 16, small, start, head, soft...)
	p.top += float64(max(len(head)-1, 0)) * leading(small)
	p.bottom = p.top + tall
	p.ground()
	p.axes()
	p.means()
	for i := range c.Items {
		p.dot(i)
	}
	return p.s
}

func named0(name, unit string) string {
	if unit == "" {
		return name
	}
	return name + "（" + unit + "）"
}

// ground tints the focus part and names the four parts in their corners.
func (p *plot) ground() {
	mx, my := p.x(p.XMean), p.y(p.YMean)
	parts := [4]area{{p.left, p.top, mx, my}, {mx, p.top, p.right, my}, {p.left, my, mx, p.bottom}, {mx, my, p.right, p.bottom}}
	if p.Focus >= 0 {
		a := parts[p.Focus]
		fill := p.s.pattern("q", "8", `<rect width="8" height="8" fill="#ffeee2"/><path d="M0 8 8 0" stroke="#ffc199" stroke-width="1"/>`)
		p.s.rect(a.x0, a.y0, a.x1-a.x0, a.y1-a.y0, "fill", fill)
	}
	p.s.rect(p.left, p.top, p.right-p.left, p.bottom-p.top, "fill", "none", "stroke", lineGrey)
	room := (p.right-p.left)/2 - 18
	for q, name := range p.Quadrants {
		lines := wrapMax(name, room, big, 1)
		if len(lines) == 0 {
			continue
		}
		x, anchor, y := p.left+10, start, p.top+22
		if q%2 == 1 {
			x, anchor = p.right-10, end
		}
		if q > 1 {
			y = p.bottom - 12
		}
		kv := with(boldIf(q == p.Focus), halo)
		p.s.text(x, y, big, anchor, lines[0], kv...)
		p.take(x, y, big, anchor, lines[0])
	}
}

func box(x, y, size float64, anchor, t string) area {
	w := width(t, size)
	switch anchor {
	case end:
		x -= w
	case middle:
		x -= w / 2
	}
	return area{x, y - size*0.85, x + w, y + size*0.2}
}

func (p *plot) take(x, y, size float64, anchor, t string) {
	p.taken = append(p.taken, box(x, y, size, anchor, t))
}

func (p *plot) axes() {
	for _, t := range p.ys.ticks {
		y := num(p.y(t))
		p.s.path("M"+num(p.left-5)+" "+y+"h5", "stroke", grey)
		p.s.text(p.left-9, p.y(t)+5, small, end, tick(t, p.ys.step), soft...)
	}
	free := -1.0
	for _, t := range p.xs.ticks {
		label := tick(t, p.xs.step)
		half := width(label, small) / 2
		x := min(p.x(t), p.s.w-half)
		p.s.path("M"+num(p.x(t))+" "+num(p.bottom)+"v5", "stroke", grey)
		if x-half > free {
			p.s.text(x, p.bottom+22, small, middle, label, soft...)
			free = x + half + 6
		}
	}
	foot := wrap(named0(p.XName, p.XUnit), p.s.w, small)
	p.s.lines(p.s.w, p.bottom+44, small, end, foot, soft...)
	p.s.h = p.bottom + 44 + float64(max(len(foot)-1, 0))*leading(small) + 8
}

// means draws the two dotted lines and writes what they are.
func (p *plot) means() {
	mx, my := p.x(p.XMean), p.y(p.YMean)
	p.s.path("M"+num(mx)+" "+num(p.top)+"V"+num(p.bottom)+"M"+num(p.left)+" "+num(my)+"H"+num(p.right), "stroke", ink, "stroke-dasharray", "2 4")
	mean := or(p.MeanLabel, "平均")
	x := wrapMax(mean+" "+p.xText(p.XMean), p.s.w, small, 1)[0]
	half := width(x, small) / 2
	p.s.text(min(max(mx, half), p.s.w-half), p.top-9, small, middle, x, soft...)
	y := wrapMax(mean+" "+p.yText(p.YMean), p.right-p.left-16, small, 1)[0]
	at := my - 7
	if box(p.right-8, at, small, end, y).y0 < p.top+28 {
		at = my + 20
	}
	if box(p.right-8, at, small, end, y).y1 > p.bottom-28 {
		at = my - 7
	}
	p.s.text(p.right-8, at, small, end, y, with(soft, halo)...)
	p.take(p.right-8, at, small, end, y)
}

const markHalf = 13.5

// dot draws the numbered mark where it is free, tied by a line to its true place, and its short name where that is free.
func (p *plot) dot(i int) {
	d := p.Items[i]
	tx, ty := p.x(d.X), p.y(d.Y)
	x, y := p.free(tx, ty)
	focus := p.quadrant(d) == p.Focus
	colour := blue
	if focus {
		colour = brown
	}
	if x != tx || y != ty {
		p.s.path("M"+num(tx)+" "+num(ty)+"L"+num(x)+" "+num(y), "stroke", colour, "stroke-width", "1.5")
		p.s.el("circle", "cx", num(tx), "cy", num(ty), "r", "3", "fill", colour)
	}
	if focus {
		p.s.rect(x-13, y-13, 26, 26, "fill", colour)
	} else {
		p.s.el("circle", "cx", num(x), "cy", num(y), "r", num(markHalf), "fill", colour)
	}
	p.s.text(x, y+5.5, big, middle, count(i+1), with(bold, []string{"fill", "#fff"})...)
	p.taken = append(p.taken, area{x - markHalf, y - markHalf, x + markHalf, y + markHalf})
	p.short(i, x, y, focus)
}

// free finds the nearest place to x, y, inside the plot, where no mark or word stands yet.
func (p *plot) free(x, y float64) (float64, float64) {
	for r := 0.0; r < 200; r += 7 {
		for k := range 16 {
			a := math.Pi * 2 * float64(k) / 16
			cx, cy := x+r*math.Cos(a), y+r*math.Sin(a)
			in := area{cx - markHalf, cy - markHalf, cx + markHalf, cy + markHalf}
			if r > 0 && (in.x0 < p.left || in.x1 > p.right || in.y0 < p.top || in.y1 > p.bottom) {
				continue
			}
			if in.x0 < 0 || in.x1 > p.s.w {
				continue
			}
			if !p.blocked(in) {
				return cx, cy
			}
			if r == 0 {
				break
			}
		}
	}
	return x, y
}

func (p *plot) blocked(a area) bool {
	for _, t := range p.taken {
		if a.hits(t) {
			return true
		}
	}
	return false
}

// short writes the short name right, left, below or above its mark; where no place is free the key alone names it.
func (p *plot) short(i int, x, y float64, focus bool) {
	name := p.Items[i].Short
	if name == "" {
		return
	}
	for _, cross := range []bool{false, true} { // first without crossing a mean line
		for _, at := range []struct {
			x, y   float64
			anchor string
		}{{x + 19, y + 5.5, start}, {x - 19, y + 5.5, end}, {x, y + 31, middle}, {x, y - 19, middle}} {
			b := box(at.x, at.y, big, at.anchor, name)
			if b.x0 < p.left+2 || b.x1 > p.right-2 || b.y0 < p.top || b.y1 > p.bottom || p.blocked(b) || p.coming(i, b) || !cross && p.crosses(x, y, b) {
				continue
			}
			p.s.text(at.x, at.y, big, at.anchor, name, with(boldIf(focus), halo)...)
			p.taken = append(p.taken, b)
			return
		}
	}
}

// crosses says whether b lies over a mean line that the mark at x, y itself does not touch.
func (p *plot) crosses(x, y float64, b area) bool {
	mx, my := p.x(p.XMean), p.y(p.YMean)
	return b.x0 < mx && mx < b.x1 && math.Abs(x-mx) > markHalf || b.y0 < my && my < b.y1 && math.Abs(y-my) > markHalf
}

// coming says whether a later mark's own place lies in b.
func (p *plot) coming(i int, b area) bool {
	for _, d := range p.Items[i+1:] {
		x, y := p.x(d.X), p.y(d.Y)
		if b.hits(area{x - markHalf, y - markHalf, x + markHalf, y + markHalf}) {
			return true
		}
	}
	return false
}
