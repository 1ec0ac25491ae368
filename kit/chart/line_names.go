package chart

import "sort"

// tag is a text that wants to stand at height y.
type tag struct {
	y      float64
	lines  []string
	colour string
	mark   *style
	strong bool
}

// lastValues writes each series' last value with its mark in the room kept at the right.
func (g graph) lastValues() {
	var tags []tag
	for k, s := range g.Series {
		if v := last(s); v.Known {
			tags = append(tags, tag{y: g.y(v.V), lines: []string{Number(v.V, g.Decimals)}, mark: &styles[k], strong: true})
		}
	}
	g.place(tags, small, g.right+26)
}

func (g graph) lastRoom() float64 {
	need := 0.0
	for _, s := range g.Series {
		need = max(need, width(Number(last(s).V, g.Decimals), small))
	}
	return need + 26
}

// last is the latest known value of a series.
func last(s Series) Value {
	for i := len(s.Points) - 1; i >= 0; i-- {
		if s.Points[i].Value.Known {
			return s.Points[i].Value
		}
	}
	return Value{}
}

// endRoom is the width kept at the right for the names of lines, at most a third.
func (g graph) endRoom() float64 {
	need := 14.0
	for _, t := range g.endTags() {
		need = max(need, widest(t.lines, big)+14)
		if t.mark != nil {
			need = max(need, widest(t.lines, big)+34)
		}
	}
	return need
}

// endHeight is the height that all names need one under another.
func (g graph) endHeight() float64 {
	h := 0.0
	for _, t := range g.endTags() {
		h += float64(len(t.lines)) * leading(big)
	}
	return h
}

// endTags are the names written at the ends of lines on wide screens, with the last value when there are several lines.
func (g graph) endTags() []tag {
	var tags []tag
	room := g.s.w * 0.3
	at := func(v Value) float64 {
		if g.bottom == 0 {
			return 0
		}
		return g.y(v.V)
	}
	for k, s := range g.Series {
		v := last(s)
		if !v.Known {
			continue
		}
		t := tag{y: at(v), lines: wrapMax(s.Name, room, big, 3), colour: styles[k].colour, strong: true}
		if len(g.Series) > 1 {
			t.mark = &styles[k]
			value := Number(v.V, g.Decimals)
			if n := len(t.lines) - 1; n >= 0 && width(t.lines[n]+" "+value, big) <= room {
				t.lines[n] += " " + value
			} else {
				t.lines = append(t.lines, value)
			}
		}
		tags = append(tags, t)
	}
	for i := len(g.Aim) - 1; i >= 0; i-- {
		if a := g.Aim[i]; a.Known {
			return append(tags, tag{y: at(a), lines: wrapMax(or(g.AimLabel, "目安")+" "+Number(a.V, g.Decimals), room, big, 2)})
		}
	}
	return tags
}

func (g graph) ends() {
	x := g.right + 10
	if len(g.Series) > 1 {
		x += 20
	}
	g.place(g.endTags(), big, x)
}

// place writes tags at their heights, moved apart where they would touch and kept inside the plot.
func (g graph) place(tags []tag, size, x float64) {
	sort.SliceStable(tags, func(i, j int) bool { return tags[i].y < tags[j].y })
	tall := func(t tag) float64 { return float64(len(t.lines)) * leading(size) }
	next := g.top - 20
	for i := range tags {
		tags[i].y = max(tags[i].y-tall(tags[i])/2, next)
		next = tags[i].y + tall(tags[i])
	}
	floor := g.bottom + 10
	for i := len(tags) - 1; i >= 0; i-- {
		tags[i].y = min(tags[i].y, floor-tall(tags[i]))
		floor = tags[i].y
	}
	for _, t := range tags {
		kv := with(boldIf(t.strong), halo)
		if t.colour == blue || t.colour == brown {
			kv = append(kv, "fill", t.colour)
		}
		if t.mark != nil {
			g.s.mark(*t.mark, x-13, t.y+size/2+1)
		}
		g.s.lines(x, t.y+size-1, size, start, t.lines, kv...)
	}
}

// key lists marks with names above the plot on phones, where names do not fit at the ends; it returns its height.
func (g graph) key(y float64) float64 {
	from := y
	row := func(st style, aim bool, name string) {
		lines := wrap(name, g.s.w-52, small)
		if len(lines) == 0 {
			return
		}
		colour, dash := st.colour, st.dash
		if aim {
			colour, dash = ink, aimDash
		}
		g.s.path("M2 "+num(y+8)+"H40", "stroke", colour, "stroke-width", "3", "stroke-dasharray", dash)
		if !aim {
			g.s.mark(st, 21, y+8)
		}
		g.s.lines(50, y+14, small, start, lines)
		y += float64(len(lines))*leading(small) + 4
	}
	for k, s := range g.Series {
		row(styles[k], false, s.Name)
	}
	for i := len(g.Aim) - 1; i >= 0; i-- {
		if g.Aim[i].Known {
			row(style{}, true, or(g.AimLabel, "目安")+" "+g.text(g.Aim[i]))
			break
		}
	}
	return y - from
}
