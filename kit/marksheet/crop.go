package marksheet

import (
	"bytes"
	"image"
	"image/png"
	"math"

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
