package marktest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"kaname/kit/marksheet"
)

// at is the grey between pixels of g, or outside where there is none.
func at(g *image.Gray, x, y, outside float64) float64 {
	i, j := int(math.Floor(x)), int(math.Floor(y))
	fx, fy := x-float64(i), y-float64(j)
	if i >= 0 && j >= 0 && i+1 < g.Rect.Dx() && j+1 < g.Rect.Dy() {
		q, r := g.Pix[j*g.Stride+i:], g.Pix[(j+1)*g.Stride+i:]
		return (float64(q[0])*(1-fx)+float64(q[1])*fx)*(1-fy) + (float64(r[0])*(1-fx)+float64(r[1])*fx)*fy
	}
	px := func(i, j int) float64 {
		if i < 0 || j < 0 || i >= g.Rect.Dx() || j >= g.Rect.Dy() {
			return outside
		}
		return float64(g.Pix[j*g.Stride+i])
	}
	return (px(i, j)*(1-fx)+px(i+1, j)*fx)*(1-fy) + (px(i, j+1)*(1-fx)+px(i+1, j+1)*fx)*fy
}

// Moved draws g through from, which gives the place in g of each pixel of the result.
func Moved(g *image.Gray, w, h int, outside float64, from func(x, y float64) (float64, float64)) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := from(float64(x), float64(y))
			out.Pix[y*out.Stride+x] = uint8(at(g, fx, fy, outside))
		}
	}
	return out
}

// Turned turns g clockwise by degrees about its middle, on a sheet of glass just as large, or on its side.
func Turned(g *image.Gray, degrees, outside float64) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	quarter := int(math.Round(degrees/90)) % 2
	W, H := w, h
	if quarter != 0 {
		W, H = h, w
	}
	s, c := math.Sincos(-degrees * math.Pi / 180)
	return Moved(g, W, H, outside, func(x, y float64) (float64, float64) {
		x, y = x-float64(W-1)/2, y-float64(H-1)/2
		return c*x - s*y + float64(w-1)/2, s*x + c*y + float64(h-1)/2
	})
}

// Slanted is a photograph from the side: the upper edge by share shorter than the lower one, and all of it smaller.
func Slanted(g *image.Gray, share float64) *image.Gray {
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	return Moved(g, g.Rect.Dx(), g.Rect.Dy(), 90, func(x, y float64) (float64, float64) {
		u, v := (x/w-0.5)*1.04, (y/h-0.5)*1.04
		d := 1 - share*v
		return (u/d+0.5)*w - 0.5, (v/d+0.5)*h - 0.5
	})
}

// Curled lifts the paper so that its middle lies up to mm higher on the scan than its sides.
func Curled(g *image.Gray, mm, grain float64) *image.Gray {
	w := float64(g.Rect.Dx())
	return Moved(g, g.Rect.Dx(), g.Rect.Dy(), white, func(x, y float64) (float64, float64) {
		return x, y + mm*grain*math.Sin(math.Pi*x/w)
	})
}

// Blurred takes the mean of each pixel and the eight around it.
func Blurred(g *image.Gray) *image.Gray {
	w := g.Stride
	out := image.NewGray(g.Rect)
	copy(out.Pix, g.Pix)
	for i := w + 1; i < len(g.Pix)-w-1; i++ {
		up, mid, low := g.Pix[i-w-1:i-w+2], g.Pix[i-1:i+2], g.Pix[i+w-1:i+w+2]
		out.Pix[i] = uint8((int(up[0]) + int(up[1]) + int(up[2]) + int(mid[0]) + int(mid[1]) + int(mid[2]) + int(low[0]) + int(low[1]) + int(low[2])) / 9)
	}
	return out
}

// Toned sends each grey through f.
func Toned(g *image.Gray, f func(v float64) float64) *image.Gray {
	var table [256]uint8
	for i := range table {
		table[i] = uint8(max(0, min(255, f(float64(i)))))
	}
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = table[v]
	}
	return out
}

// Faint is a printer out of toner, or a scanner set too light.
func Faint(g *image.Gray, share float64) *image.Gray {
	return Toned(g, func(v float64) float64 { return white - (white-v)*share })
}

// Photocopied is black and white only, all that is darker than limit black, with specks on share of the pixels.
func Photocopied(g *image.Gray, limit float64, share float64, rnd *rand.Rand) *image.Gray {
	out := Toned(Blurred(g), func(v float64) float64 {
		if v < limit {
			return 0
		}
		return 255
	})
	for range int(share * float64(len(out.Pix))) {
		out.Pix[rnd.IntN(len(out.Pix))] ^= 255
	}
	return out
}

// Noisy adds normal noise of sigma greys.
func Noisy(g *image.Gray, sigma float64, rnd *rand.Rand) *image.Gray {
	var noise [4096]float64
	for i := range noise {
		noise[i] = rnd.NormFloat64() * sigma
	}
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		out.Pix[i] = uint8(max(0, min(255, float64(v)+noise[rnd.Uint32()&4095])))
	}
	return out
}

// Shaded lies half in the shadow of a hand: share of the light is left there, behind a slanting edge.
func Shaded(g *image.Gray, share float64, rnd *rand.Rand) *image.Gray {
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	a, b, soft := rnd.Float64()-0.5, 0.3+0.4*rnd.Float64(), 4+40*rnd.Float64()
	out := image.NewGray(g.Rect)
	for i, v := range g.Pix {
		x, y := float64(i%g.Stride), float64(i/g.Stride)
		far := (y - h*(b+a*(x/w-0.5))) / soft
		light := 1 - (1-share)*max(0, min(1, far+0.5))
		out.Pix[i] = uint8(float64(v) * light * (1 - 0.2*x/w))
	}
	return out
}

// Dithered is black and white only, greys as patterns of dots (Floyd and Steinberg 1976).
func Dithered(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(g.Rect)
	now, next := make([]float64, w+2), make([]float64, w+2)
	for y := range h {
		clear(next)
		for x := range w {
			v := float64(g.Pix[y*g.Stride+x]) + now[x+1]
			off := v
			if v > 127 {
				out.Pix[y*out.Stride+x], off = 255, v-255
			}
			now[x+2] += off * 7 / 16
			next[x] += off * 3 / 16
			next[x+1] += off * 5 / 16
			next[x+2] += off / 16
		}
		now, next = next, now
	}
	return out
}

// Packed goes through a JPEG of that quality.
func Packed(g *image.Gray, quality int) image.Image {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, g, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	img, err := jpeg.Decode(&b)
	if err != nil {
		panic(err)
	}
	return img
}

// Coloured is g as a colour scan of yellowish paper.
func Coloured(g *image.Gray) image.Image {
	out := image.NewRGBA(g.Rect)
	for i, v := range g.Pix {
		c := color.RGBA{v, v, uint8(int(v) * 9 / 10), 255}
		copy(out.Pix[4*i:], []uint8{c.R, c.G, c.B, c.A})
	}
	return out
}

// Folded folds the corner c (0 upper left, clockwise) over by mm along both edges: beyond the fold is the dark of the
// copier's lid, on the sheet lies the white back, and the fold throws a shadow.
func (p *Paper) Folded(c int, mm float64) {
	w, h := marksheet.PageW, marksheet.PageH
	x0, y0 := []float64{0, w, w, 0}[c], []float64{0, 0, h, h}[c]
	part := marksheet.Rect{X: max(0, x0-mm-1), Y: max(0, y0-mm-1), W: mm + 1, H: mm + 1}
	in := func(x, y float64) (dx, dy float64) { return math.Abs(x - x0), math.Abs(y - y0) }
	p.paint(part, 120, 1, func(x, y float64) float64 {
		dx, dy := in(x, y)
		return dx + dy - mm
	})
	p.paint(part, 238, 1, func(x, y float64) float64 {
		dx, dy := in(x, y)
		return max(mm-dx-dy, dx-mm, dy-mm)
	})
	p.paint(part, 150, 0.8, func(x, y float64) float64 {
		dx, dy := in(x, y)
		return max(math.Abs(dx+dy-mm)-0.4, dx-mm, dy-mm)
	})
}

// Stained has spilt coffee: a darker ring around a paler disc.
func (p *Paper) Stained(c marksheet.Point, radius float64) {
	all := marksheet.Rect{X: c.X - radius - 2, Y: c.Y - radius - 2, W: 2*radius + 4, H: 2*radius + 4}
	p.paint(all, 120, 0.18, func(x, y float64) float64 { return math.Hypot(x-c.X, y-c.Y) - radius })
	p.paint(all, 80, 0.35, func(x, y float64) float64 { return math.Abs(math.Hypot(x-c.X, y-c.Y)-radius) - 0.7 })
}

// Dirty drops n specks of up to mm.
func (p *Paper) Dirty(n int, mm float64) {
	for range n {
		c := marksheet.Point{X: p.rnd.Float64() * marksheet.PageW, Y: p.rnd.Float64() * marksheet.PageH}
		p.line(c, marksheet.Point{X: c.X + p.off(mm/2), Y: c.Y + p.off(mm/2)}, mm*p.rnd.Float64(), 40, 0.9)
	}
}

// Grain is the px per mm of the print.
func (p *Paper) Grain() float64 { return p.grain }
