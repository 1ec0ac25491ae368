package marksheet

import "bytes"

// darkness says pixel by pixel whether it is ink, each place judged by what is black and white around it.
type darkness struct {
	w, h int
	ink  []bool
}

func (d *darkness) at(x, y int) bool {
	return x >= 0 && y >= 0 && x < d.w && y < d.h && d.ink[y*d.w+x]
}

// squares calls fn with each stretch of a row that lies in one square of side px, and the square's number.
func (p *plane) squares(side int, fn func(square, from, to int)) (across, down int) {
	across, down = (p.w+side-1)/side, (p.h+side-1)/side
	for y := range p.h {
		for i := range across {
			fn(y/side*across+i, y*p.w+i*side, y*p.w+min((i+1)*side, p.w))
		}
	}
	return across, down
}

// judge says where the ink is, given the threshold of each square of side px.
func (p *plane) judge(side int, threshold []uint8) *darkness {
	d := &darkness{w: p.w, h: p.h, ink: make([]bool, len(p.pix))}
	p.squares(side, func(square, from, to int) {
		t, ink := threshold[square], d.ink[from:to]
		for i, v := range p.pix[from:to] {
			ink[i] = v < t
		}
	})
	return d
}

// middling puts each threshold halfway between the darkest and the lightest nearby (Bernsen 1986): right for faint
// and for dark copies. Where everything is nearly alike there is no ink.
func (p *plane) middling(side int) []uint8 {
	size := (p.w/side + 1) * (p.h/side + 1)
	low, high := bytes.Repeat([]byte{255}, size), make([]uint8, size)
	across, down := p.squares(side, func(square, from, to int) {
		lo, hi := low[square], high[square]
		for _, v := range p.pix[from:to] {
			lo, hi = min(lo, v), max(hi, v)
		}
		low[square], high[square] = lo, hi
	})
	t := make([]uint8, across*down)
	for k := range t {
		lo, hi := 255, 0
		near(k, across, down, func(k int) { lo, hi = min(lo, int(low[k])), max(hi, int(high[k])) })
		if hi-lo >= 20 {
			t[k] = uint8((lo + hi) / 2)
		}
	}
	return t
}

// meaning puts each threshold a little below the mean nearby: right where a black border or a speck misleads middling.
func (p *plane) meaning(side int) []uint8 {
	size := (p.w/side + 1) * (p.h/side + 1)
	sum, count := make([]int, size), make([]int, size)
	across, down := p.squares(side, func(square, from, to int) {
		for _, v := range p.pix[from:to] {
			sum[square] += int(v)
		}
		count[square] += to - from
	})
	t := make([]uint8, across*down)
	for k := range t {
		s, n := 0, 0
		near(k, across, down, func(k int) { s, n = s+sum[k], n+count[k] })
		t[k] = uint8(s * 88 / 100 / max(n, 1))
	}
	return t
}

// near calls fn for a square and the eight around it.
func near(k, across, down int, fn func(k int)) {
	for y := max(0, k/across-1); y <= min(down-1, k/across+1); y++ {
		for x := max(0, k%across-1); x <= min(across-1, k%across+1); x++ {
			fn(y*across + x)
		}
	}
}

// calm is the page with each pixel the mean of the nine around it, so that specks and noise make no edges.
func (p *plane) calm() *plane {
	out := &plane{w: p.w, h: p.h, by: p.by, pix: make([]uint8, len(p.pix))}
	copy(out.pix, p.pix)
	sums := make([]int, p.w)
	for y := 1; y < p.h-1; y++ {
		up, mid, down := p.pix[(y-1)*p.w:y*p.w], p.pix[y*p.w:(y+1)*p.w], p.pix[(y+1)*p.w:(y+2)*p.w]
		for x := range sums {
			sums[x] = int(up[x]) + int(mid[x]) + int(down[x])
		}
		row := out.pix[y*p.w:]
		for x := 1; x < p.w-1; x++ {
			row[x] = uint8((sums[x-1] + sums[x] + sums[x+1]) / 9)
		}
	}
	return out
}
