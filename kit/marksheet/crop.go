package marksheet

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"slices"

	"kaname/kit/fault"
)

const cropGrain = 6 // px per mm of a crop

// Crop is part of the sheet as a grey PNG, upright and straight however the scan was turned: 6 px per mm.
// What lies outside the scan is white. It is Invalid when the part is not on the sheet.
func (s Sheet) Crop(img image.Image, part Rect) ([]byte, error) {
	if !(part.W > 0 && part.H > 0 && part.X >= 0 && part.Y >= 0 && part.X+part.W <= PageW && part.Y+part.H <= PageH) {
		return nil, fault.New(fault.Invalid, "用紙の外は切り出せません。設問か自由記述の欄を選びなおしてください。")
	}
	seen := s.Place.bounds(part).Intersect(img.Bounds())
	p := partOf(img, seen, 1)
	out := image.NewGray(image.Rect(0, 0, int(math.Ceil(part.W*cropGrain)), int(math.Ceil(part.H*cropGrain))))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			px := s.Place.At(Point{part.X + (float64(x)+0.5)/cropGrain, part.Y + (float64(y)+0.5)/cropGrain})
			v := p.at(px.X-float64(seen.Min.X), px.Y-float64(seen.Min.Y))
			if v < 0 {
				v = 255
			}
			out.Pix[y*out.Stride+x] = uint8(v) &^ 7 // 32 greys are enough to judge by, and halve the file
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// bounds are the pixels that a part of the sheet may touch.
func (h Place) bounds(part Rect) image.Rectangle {
	var r image.Rectangle
	for i, c := range []Point{{part.X, part.Y}, {part.X + part.W, part.Y}, {part.X, part.Y + part.H}, {part.X + part.W, part.Y + part.H}} {
		p := h.At(c)
		at := image.Rect(int(p.X)-2, int(p.Y)-2, int(p.X)+3, int(p.Y)+3)
		if r = r.Union(at); i == 0 {
			r = at
		}
	}
	return r
}

// free looks for ink in the box. It would rather find dirt than miss a word.
func (r *reading) free() Free {
	box := r.l.Box
	if box.W == 0 {
		return Free{}
	}
	f := Free{Crop: Rect{box.X - 1, box.Y - 1, box.W + 2, box.H + 2}}
	const edge, cell, step = 1.2, 1.0, 0.2
	cells := 0
	for y := box.Y + edge; y+5 <= box.Y+box.H-edge+4; y += 5 {
		for x := box.X + edge; x+5 <= box.X+box.W-edge+4; x += 5 {
			n, area := r.inked(Rect{x, y, min(5, box.X+box.W-edge-x), min(5, box.Y+box.H-edge-y)}, cell, step)
			cells, f.Area = cells+n, f.Area+area
		}
	}
	f.Ink = cells >= 3
	return f
}

// inked counts the cells of a part that hold ink, each judged against the paper and the noise of the part.
func (r *reading) inked(part Rect, cell, step float64) (cells int, area float64) {
	var all []float64
	count := map[[2]int][]float64{}
	for dy := step / 2; dy < part.H; dy += step {
		for dx := step / 2; dx < part.W; dx += step {
			px := r.place.At(Point{part.X + dx, part.Y + dy})
			if v := r.at(px.X, px.Y); v >= 0 {
				k := [2]int{int(dx / cell), int(dy / cell)}
				all, count[k] = append(all, v), append(count[k], v)
			}
		}
	}
	if len(all) == 0 {
		return 0, 0
	}
	slices.Sort(all)
	paper := all[len(all)*7/10]
	noise := all[len(all)*9/10] - paper // one side only: the other one holds the ink
	limit := paper - max(0.13*paper, 3.5*noise)
	for _, vs := range count {
		n := 0
		for _, v := range vs {
			if v < limit {
				n++
			}
		}
		if n >= 3 {
			cells, area = cells+1, area+float64(n)*step*step
		}
	}
	return cells, area
}
