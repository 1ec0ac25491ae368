package marksheet

import (
	"fmt"
	"slices"

	"kaname/kit/fault"
)

// code reads the code where the guess puts it: whichever copy holds, and never two that differ.
func (p *plane) code(g guess) (Code, bool, error) {
	first, ok := p.copyOf(g, false)
	second, too := p.copyOf(g, true)
	switch {
	case ok && too && first != second:
		return Code{}, false, fault.Wrap(fault.Invalid, fmt.Sprintf("1枚に%sと%sの2つの番号があります。重なってスキャンされています。1枚ずつスキャンしなおしてください。", first, second), ErrTwo)
	case ok:
		return first, true, nil
	}
	return second, too, nil
}

// How far, in mm, the strip is moved about where it does not hold at first: three corners place it only roughly.
var movesByCorners = map[int][]float64{4: {0, -0.6, 0.6}, 3: {0, -0.6, 0.6, -1.2, 1.2}}

// copyOf reads one copy.
func (p *plane) copyOf(g guess, lower bool) (Code, bool) {
	moves := movesByCorners[len(g.pairs)]
	for _, dy := range moves {
		for _, dx := range moves {
			if cells, ok := p.cells(g.place, lower, dx, dy); ok {
				if c, ok := codeOf(cells); ok {
					return c, true
				}
			}
		}
	}
	return Code{}, false
}

// cells tells dark from light; false where they do not fall into two groups, or the strip lies outside the scan.
func (p *plane) cells(h Place, lower bool, dx, dy float64) (cells [codeBits]bool, ok bool) {
	var level [codeBits]float64 // of the grey of the paper beside the row
	for i := range level {
		at := codeCell(i, lower)
		at.X, at.Y = at.X+dx, at.Y+dy
		paper, ink := p.patch(h, Point{at.X, at.Y + blank(i)}), p.patch(h, at)
		if paper <= 0 || ink < 0 {
			return cells, false
		}
		level[i] = ink / paper
	}
	cut := slices.Min(level[:])/2 + slices.Max(level[:])/2
	apart := 0.0
	for range 4 { // two means
		var sum, n [2]float64
		for i, v := range level {
			k := 0
			if cells[i] = v < cut; cells[i] {
				k = 1
			}
			sum[k], n[k] = sum[k]+v, n[k]+1
		}
		if n[0] == 0 || n[1] == 0 {
			return cells, false
		}
		light, dark := sum[0]/n[0], sum[1]/n[1]
		cut, apart = (light+dark)/2, light-dark
	}
	return cells, apart > 0.12
}

// blank is how far from a cell the paper beside its row is.
func blank(i int) float64 {
	const far = cellSize/2 + 1.2
	if i < codeColumns {
		return -far
	}
	return far
}

// patch is the mean grey of the middle of a cell, or -1 outside the scan.
func (p *plane) patch(h Place, at Point) float64 {
	sum := 0.0
	for _, dy := range []float64{-0.5, 0, 0.5} {
		for _, dx := range []float64{-0.5, 0, 0.5} {
			px := h.At(Point{at.X + dx, at.Y + dy})
			v := p.at(px.X, px.Y)
			if v < 0 {
				return -1
			}
			sum += v
		}
	}
	return sum / 9
}
