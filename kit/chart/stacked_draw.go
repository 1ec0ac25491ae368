package chart

// tone is how one step of a scale is painted: colour, text on it, and the ground its text stands on.
type tone struct{ fill, text, halo string }

// kinds are the paints of steps that are neither good nor bad, dark to light so that they differ in black and white.
func kinds(s *sheet, n int) []tone {
	all := []tone{{blue, "#fff", blue}, {"#7096f8", "#000", ""}, {"#cccccc", "#000", ""}, {"#ffffff", "#000", ""}, {"", "#000", "#fff"}}
	if n > 4 {
		all[4].fill = s.pattern("k", "7", `<rect width="7" height="7" fill="#fff"/><path d="M-1 6 1 8M0 0 7 7M6-1 8 1" stroke="#666" stroke-width="1"/>`)
	}
	return all[:n]
}

func (c Stacked) tones(s *sheet) []tone {
	if c.Kinds {
		return kinds(s, len(c.Segments))
	}
	return tones(s, len(c.Segments))
}

// tones picks from the five-point scale, outer steps hatched so that they differ in black and white.
func tones(s *sheet, n int) []tone {
	good := s.pattern("a", "7", `<rect width="7" height="7" fill="#0017c1"/><path d="M-1 1 1-1M0 7 7 0M6 8 8 6" stroke="#7096f8" stroke-width="1"/>`)
	all := []tone{{good, "#fff", blue}, {"#7096f8", "#000", ""}, {"#cccccc", "#000", ""}, {"#ff8d44", "#000", ""}, {"", "#fff", "#c74700"}}
	if n > 2 {
		all[4].fill = s.pattern("b", "7", `<rect width="7" height="7" fill="#c74700"/><path d="M-1 6 1 8M0 0 7 7M6-1 8 1" stroke="#ffc199" stroke-width="1"/>`)
	}
	switch n {
	case 2:
		return []tone{all[0], all[2]}
	case 3:
		return []tone{all[0], all[2], all[4]}
	case 4:
		return []tone{all[0], all[1], all[3], all[4]}
	}
	return all
}

// legend lays swatches with names from x, and returns the height it took.
func (c Stacked) legend(s *sheet, x, y, w, size float64) float64 {
	cx, top, line := x, y, leading(size)+5
	for i, t := range c.tones(s) {
		lines := wrap(c.Segments[i], w-24, size)
		need := 22 + widest(lines, size)
		if cx > x && cx+need > x+w {
			cx, top = x, top+line
		}
		s.rect(cx, top, 16, 16, "fill", t.fill, "stroke", grey, "stroke-width", ".75")
		s.lines(cx+22, top+14, size, start, lines, soft...)
		cx += need + 18
		if len(lines) > 1 {
			cx, top = x+w, top+leading(size)*float64(len(lines)-1)
		}
	}
	return top + line - y
}

func (c Stacked) legendWidth(size float64) float64 {
	w := -18.0
	for _, n := range c.Segments {
		w += 40 + width(n, size)
	}
	return w
}

// bar draws one row's bar; steps are as wide as their exact share.
func (c Stacked) bar(s *sheet, r Row, x, y, w, h, size float64) {
	n := r.N()
	if n == 0 {
		s.rect(x, y, w, h, "fill", "none", "stroke", lineGrey, "stroke-dasharray", "4 4")
		s.text(x+10, y+h/2+5.5, size, start, "0件", soft...)
		return
	}
	for i, t := range c.tones(s) {
		sw := w * float64(r.Counts[i]) / float64(n)
		if sw > 0 {
			s.rect(x, y, sw, h, "fill", t.fill, "stroke", "#fff", "stroke-width", "1")
			if t.fill == "#ffffff" || t.halo == "#fff" {
				s.path("M"+num(x+sw-.5)+" "+num(y)+"v"+num(h), "stroke", grey, "stroke-width", "1")
			}
			if (t.halo == "" || t.halo == "#fff") && sw > 1.5 {
				s.path("M"+num(x+.5)+" "+num(y+h-.5)+"h"+num(sw-1)+"M"+num(x+.5)+" "+num(y+.5)+"h"+num(sw-1), "stroke", grey, "stroke-width", "1")
			}
			label := Number(Percent(r.Counts[i], n, c.Decimals), c.Decimals)
			if r.Counts[i]*100 >= 6*n && width(label, size)+4 <= sw {
				kv := []string{"fill", t.text}
				if t.halo != "" {
					kv = append(kv, "stroke", t.halo, "stroke-width", "4", "paint-order", "stroke")
				}
				s.text(x+sw/2, y+h/2+5.5, size, middle, label, kv...)
			}
		}
		x += sw
	}
}

func (c Stacked) drawWide() *sheet {
	s := &sheet{w: c.wide(1040)}
	var lw, nw, pw float64 = 0, 24, 0
	for _, r := range c.Rows {
		lw = max(lw, width(r.Label, big))
		if r.Hidden == "" {
			nw = max(nw, width(count(r.N()), big))
			pw = max(pw, width(c.shown(r), big))
		}
	}
	if c.Shown == 0 {
		pw = 0
	} else {
		pw = max(pw, min(width(c.ShownLabel, big), 96))
	}
	lw = min(lw+4, s.w*0.3)
	px := lw + 14 + pw // right edge of the percentage
	x := px + 16
	w := s.w - nw - 24 - x
	y := 4.0
	if c.legendWidth(big) <= w {
		c.legend(s, x, y, w, big)
	} else {
		y += c.legend(s, 0, y, s.w, big) + 8
	}
	s.text(s.w, y+14, big, end, "n", soft...)
	if c.Shown > 0 {
		shown := wrap(c.ShownLabel, px, big)
		s.lines(px, y+14, big, end, shown, soft...)
		y += float64(max(len(shown)-1, 0)) * leading(big)
	}
	y += 30
	for _, r := range c.Rows {
		lines := wrap(r.Label, lw, big)
		h := max(44, float64(len(lines))*leading(big)+14)
		mid := y + h/2
		s.lines(0, mid+5.5-float64(len(lines)-1)*leading(big)/2, big, start, lines, boldIf(r.Strong)...)
		if r.Hidden != "" {
			s.lines(x, mid+5.5, big, start, wrapMax(r.Hidden, s.w-x, big, 1), soft...)
		} else {
			if c.Shown > 0 {
				s.text(px, mid+5.5, big, end, c.shown(r), bold...)
			}
			c.bar(s, r, x, mid-15, w, 30, big)
			s.text(s.w, mid+5.5, big, end, count(r.N()), soft...)
		}
		y += h
	}
	s.h = y
	return s
}

func (c Stacked) drawNarrow() *sheet {
	s := &sheet{w: narrow}
	y := c.legend(s, 0, 2, s.w, small) + 10
	for _, r := range c.Rows {
		right := ""
		if r.Hidden == "" {
			right = "n=" + count(r.N())
			if c.Shown > 0 {
				right = c.ShownLabel + " " + c.shown(r) + "　" + right
			}
		}
		y = splitLine(s, y, r.Label, right, r.Strong)
		if r.Hidden != "" {
			lines := wrap(r.Hidden, s.w, small)
			s.lines(0, y+small, small, start, lines, soft...)
			y += float64(len(lines))*leading(small) + 14
			continue
		}
		c.bar(s, r, 0, y, s.w, 28, small)
		y += 28 + 14
	}
	s.h = y - 8
	return s
}

// splitLine writes a label at the left and a value at the right, on one line if both fit, and returns where the bar begins.
func splitLine(s *sheet, y float64, label, right string, strong bool) float64 {
	lines := wrap(label, s.w, small)
	rights := wrap(right, s.w, small)
	s.lines(0, y+small, small, start, lines, boldIf(strong)...)
	y += float64(len(lines)) * leading(small)
	if len(lines) > 0 && len(rights) == 1 && width(lines[len(lines)-1], small)+12+width(right, small) <= s.w {
		s.text(s.w, y-leading(small)+small, small, end, right, soft...)
	} else {
		s.lines(s.w, y+small, small, end, rights, soft...)
		y += float64(len(rights)) * leading(small)
	}
	return y + 4
}
