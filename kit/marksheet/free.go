package marksheet

import "slices"

// Free is the box for free text.
type Free struct {
	Ink  bool    // something is written, or very dirty
	Area float64 // of ink, mm²
	Crop Rect
}

const (
	freeEdge = 1.2 // mm left out along the frame of the box
	freePart = 5.0 // mm, side of a part judged by itself
	freeStep = 0.2 // mm between samples
	freeSide = int(freePart / freeStep)
)

// free looks for ink in the box. It would rather find dirt than miss a word.
func (r *reading) free() Free {
	box := r.l.Box
	if box.W == 0 {
		return Free{}
	}
	f := Free{Crop: Rect{box.X - 1, box.Y - 1, box.W + 2, box.H + 2}}
	cells := 0
	for y := box.Y + freeEdge; y < box.Y+box.H-freeEdge-1; y += freePart {
		for x := box.X + freeEdge; x < box.X+box.W-freeEdge-1; x += freePart {
			n, area := r.inked(Rect{x, y, min(freePart, box.X+box.W-freeEdge-x), min(freePart, box.Y+box.H-freeEdge-y)})
			cells, f.Area = cells+n, f.Area+area
		}
	}
	f.Ink = cells >= 3
	return f
}

// inked counts the square millimetres of a part that hold ink, judged against the paper and the noise of the part,
// and the area of ink in them.
func (r *reading) inked(part Rect) (cells int, area float64) {
	var grey [freeSide * freeSide]float64
	var cell [freeSide * freeSide]int
	n := 0
	for dy := freeStep / 2; dy < part.H; dy += freeStep {
		for dx := freeStep / 2; dx < part.W && n < len(grey); dx += freeStep {
			px := r.place.At(Point{part.X + dx, part.Y + dy})
			if v := r.at(px.X, px.Y); v >= 0 {
				grey[n], cell[n] = v, int(dy)*int(freePart)+int(dx)
				n++
			}
		}
	}
	if n == 0 {
		return 0, 0
	}
	all := grey
	slices.Sort(all[:n])
	paper := all[n*7/10]
	noise := all[n*9/10] - paper // one side only: the other one holds the ink
	limit := paper - max(0.13*paper, 3.5*noise)
	var dark [int(freePart * freePart)]int
	for i, v := range grey[:n] {
		if v < limit {
			dark[cell[i]]++
		}
	}
	for _, d := range dark {
		if d >= 3 {
			cells, area = cells+1, area+float64(d)*freeStep*freeStep
		}
	}
	return cells, area
}
