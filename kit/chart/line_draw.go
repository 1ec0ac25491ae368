package chart

// style is the colour, mark and stroke of a series, so that each differs from the others in three ways.
type style struct{ colour, dash, mark string }

var styles = []style{{blue, "none", "●"}, {brown, "12 4", "■"}, {"#008bf2", "2 4", "▲"}, {"#b78f00", "10 3 2 3", "◆"}}

const aimDash = "7 4"

// graph is a Line laid out at one width.
type graph struct {
	Line
	s                        *sheet
	left, right, top, bottom float64
	ticks                    []float64
}

func (g graph) x(i int) float64 {
	slot := (g.right - g.left) / float64(len(g.Periods))
	return g.left + slot*(float64(i)+.5)
}

func (g graph) y(v float64) float64 {
	lo, hi := g.ticks[0], g.ticks[len(g.ticks)-1]
	return g.bottom - (g.bottom-g.top)*(v-lo)/(hi-lo)
}

// axis returns ticks from 0 (or below, when a value is) that hold every value; shares end at 100.
func (c Line) axis() []float64 {
	lo, hi := 0.0, 0.0
	see := func(v Value) {
		if v.Known {
			lo, hi = min(lo, v.V), max(hi, v.V)
		}
	}
	for i := range c.Periods {
		see(c.aim(i))
		for _, s := range c.Series {
			if s.Points[i].Value.Known {
				see(s.Points[i].Value)
				see(s.Points[i].Low)
				see(s.Points[i].High)
			}
		}
	}
	if (c.Unit == "%" || c.Unit == "％") && lo == 0 && hi > 40 && hi <= 100 {
		return []float64{0, 25, 50, 75, 100}
	}
	return nice(lo, hi, 4)
}

func (c Line) draw(w float64, wide bool) *sheet {
	g := graph{Line: c, s: &sheet{w: w}, ticks: c.axis(), top: 50, right: w - 14}
	step := g.ticks[1] - g.ticks[0]
	for _, t := range g.ticks {
		g.left = max(g.left, width(tick(t, step), small)+14)
	}
	axis := c.AxisName
	if c.Unit != "" {
		axis += "（" + c.Unit + "）"
	}
	head := wrap(axis, w, small)
	g.s.lines(0, 16, small, start, head, soft...)
	g.top += float64(max(len(head)-1, 0)) * leading(small)
	if wide {
		g.right = w - g.endRoom()
		g.bottom = g.top + max(240, g.endHeight())
	} else {
		g.top += g.key(g.top - 24)
		g.right = w - 4
		if len(c.Series) > 1 {
			g.right -= g.lastRoom()
		}
		g.bottom = g.top + 200
	}
	for i, t := range g.ticks {
		colour := paleGrey
		if t == 0 || i == 0 {
			colour = lineGrey
		}
		g.s.path("M"+num(g.left)+" "+num(g.y(t))+"H"+num(g.right), "stroke", colour)
		g.s.text(g.left-8, g.y(t)+5, small, end, tick(t, step), soft...)
	}
	g.band()
	g.aimLine()
	for k := range c.Series {
		g.series(k)
	}
	g.s.h = g.periods() + 8
	g.values(wide)
	if wide {
		g.ends()
	}
	return g.s
}

// band shades the interval of a single series; intervals of several would hide each other and stand in the table.
func (g graph) band() {
	if len(g.Series) != 1 {
		return
	}
	pts := g.Series[0].Points
	ok := func(i int) bool { return pts[i].Value.Known && pts[i].Low.Known && pts[i].High.Known }
	for _, run := range runs(len(pts), ok) {
		if len(run) == 1 {
			x := num(g.x(run[0]))
			g.s.path("M"+x+" "+num(g.y(pts[run[0]].Low.V))+"V"+num(g.y(pts[run[0]].High.V)), "stroke", "#7096f8", "stroke-width", "6")
			continue
		}
		d := ""
		for _, i := range run {
			d += num(g.x(i)) + "," + num(g.y(pts[i].High.V)) + " "
		}
		for k := len(run) - 1; k >= 0; k-- {
			d += num(g.x(run[k])) + "," + num(g.y(pts[run[k]].Low.V)) + " "
		}
		fill := g.s.pattern("i", "6", `<rect width="6" height="6" fill="#e8f1fe"/><path d="M0 6 6 0" stroke="#c5d7fb" stroke-width="1"/>`)
		g.s.el("polygon", "points", d[:len(d)-1], "fill", fill)
	}
}

// aimLine holds each period's aim over the whole of that period, with a step between.
func (g graph) aimLine() {
	slot := (g.right - g.left) / float64(len(g.Periods))
	for _, run := range runs(len(g.Aim), func(i int) bool { return g.Aim[i].Known }) {
		d := ""
		for k, i := range run {
			from, to, y := num(g.x(i)-slot/2), num(g.x(i)+slot/2), num(g.y(g.Aim[i].V))
			if k == 0 {
				d = "M" + from + " " + y
			} else {
				d += "V" + y
			}
			d += "H" + to
		}
		g.s.path(d, "fill", "none", "stroke", ink, "stroke-width", "2", "stroke-dasharray", aimDash)
	}
}

func (g graph) series(k int) {
	pts, st := g.Series[k].Points, styles[k]
	y := func(i int) float64 { return g.y(pts[i].Value.V) }
	for _, run := range runs(len(pts), func(i int) bool { return pts[i].Value.Known }) {
		g.s.polyline(run, g.x, y, "stroke", st.colour, "stroke-width", "3", "stroke-dasharray", st.dash)
		for _, i := range run {
			g.s.mark(st, g.x(i), y(i))
		}
	}
}

// mark draws the sign of a series around x, y.
func (s *sheet) mark(st style, x, y float64) {
	kv := []string{"fill", st.colour, "stroke", "#fff", "stroke-width", "2"}
	switch st.mark {
	case "■":
		s.rect(x-6, y-6, 12, 12, kv...)
	case "▲":
		s.path("M"+num(x)+" "+num(y-7.5)+"L"+num(x+7.5)+" "+num(y+6)+"H"+num(x-7.5)+"z", kv...)
	case "◆":
		s.path("M"+num(x)+" "+num(y-8)+"L"+num(x+8)+" "+num(y)+"L"+num(x)+" "+num(y+8)+"L"+num(x-8)+" "+num(y)+"z", kv...)
	default:
		s.el("circle", append([]string{"cx", num(x), "cy", num(y), "r", "6"}, kv...)...)
	}
}

// periods writes the names under the axis, and n under them for a single series; from the last back, skipping what would touch.
func (g graph) periods() float64 {
	slot := (g.right - g.left) / float64(len(g.Periods))
	limit, free, low := max(slot-8, 72), g.s.w+1, g.bottom+28
	headed := false
	for i := len(g.Periods) - 1; i >= 0; i-- {
		lines, size := wrapMax(g.Periods[i], limit, small, 3), len(g.Periods)
		n := ""
		if p := g.Series[0].Points[i]; len(g.Series) == 1 && p.Value.Known {
			n = g.n() + count(p.N)
		}
		half := max(widest(lines, small), width(n, small)) / 2
		x := min(max(g.x(i), half+16), g.s.w-half)
		if x+half > free {
			continue
		}
		free = x - half - 6
		y := g.bottom + 24
		g.s.lines(x, y, small, middle, lines, boldIf(i == size-1)...)
		y += float64(len(lines)) * leading(small)
		g.s.text(x, y, small, middle, n, soft...)
		if n != "" && g.n() == "" && !headed {
			g.s.text(0, y, small, start, "n", soft...)
			headed = true
		}
		low = max(low, y)
	}
	return low
}

// n is "n=" where there is room beside every number, else the numbers stand in a row headed n.
func (g graph) n() string {
	for _, p := range g.Series[0].Points {
		if width("n="+count(p.N), small)+8 > (g.right-g.left)/float64(len(g.Periods)) {
			return ""
		}
	}
	return "n="
}

// values writes numbers at the points: all of a single series as far as they do not touch, else each series' last on a phone.
func (g graph) values(wide bool) {
	if len(g.Series) > 1 {
		if !wide {
			g.lastValues()
		}
		return
	}
	pts, last := g.Series[0].Points, true
	free := g.s.w + 1
	for i := len(pts) - 1; i >= 0; i-- {
		if !pts[i].Value.Known {
			continue
		}
		size := big
		if last {
			size = 18
		}
		t := Number(pts[i].Value.V, g.Decimals)
		half := width(t, size) / 2
		x := min(max(g.x(i), half+2), g.s.w-half-2)
		if x+half > free {
			continue
		}
		free, last = x-half-6, false
		g.s.text(x, g.y(pts[i].Value.V)-14, size, middle, t, with(bold, halo)...)
	}
}
