package marksheet

import (
	"fmt"
	"image"
	"image/color"

	"kaname/kit/fault"
)

// plane is a page in grey, one byte a pixel, 255 white.
type plane struct {
	w, h int
	pix  []uint8
	by   int // pixels of the scan on each side of one of ours
}

// Sides of a scan in px. Below minSide a bubble's line is thinner than one pixel.
const (
	minSide = 1100 // the long side of A4 at about 95 dpi
	enough  = 2339 // at 200 dpi
)

// planeOf turns a scan grey; what is finer than needed becomes the mean of its pixels, which also calms noise.
func planeOf(img image.Image) (*plane, error) {
	b := img.Bounds()
	long := max(b.Dx(), b.Dy())
	switch {
	case long < minSide:
		return nil, fault.New(fault.Invalid, fmt.Sprintf("画像が粗く（%d×%d画素）、○を読めません。200dpiか300dpiでスキャンしなおしてください。", b.Dx(), b.Dy()))
	case tooLarge(b.Dx(), b.Dy()):
		return nil, tooManyPixels(b.Dx(), b.Dy())
	}
	return partOf(img, b, max(1, int(float64(long)/enough+0.4))).despeckled(), nil
}

// partOf is a part of a scan in grey, by by by pixels made one.
func partOf(img image.Image, part image.Rectangle, by int) *plane {
	p := &plane{w: part.Dx() / by, h: part.Dy() / by, by: by}
	p.pix = make([]uint8, p.w*p.h)
	if by == 1 {
		for y := range p.h {
			greyRow(img, part.Min.X, part.Min.Y+y, p.pix[y*p.w:(y+1)*p.w])
		}
		return p
	}
	row, sums := make([]uint8, p.w*by), make([]int, p.w)
	for y := range p.h {
		clear(sums)
		for k := range by {
			greyRow(img, part.Min.X, part.Min.Y+y*by+k, row)
			for x := range sums {
				for _, v := range row[x*by : (x+1)*by] {
					sums[x] += int(v)
				}
			}
		}
		for x, s := range sums {
			p.pix[y*p.w+x] = uint8(s / (by * by))
		}
	}
	return p
}

// blackAndWhite says whether a scan has no greys at all, so that light pencil may have vanished from it.
func blackAndWhite(img image.Image) bool {
	b := img.Bounds()
	row, grey, seen := make([]uint8, b.Dx()), 0, 0
	for y := b.Min.Y; y < b.Max.Y; y += 16 {
		greyRow(img, b.Min.X, y, row)
		for _, v := range row {
			if v > 2 && v < 253 {
				grey++
			}
		}
		seen += len(row)
	}
	return grey*1000 < seen
}

// seeking is the page as corner marks are looked for on it: half as fine where it is fine enough.
func (p *plane) seeking() *plane {
	if max(p.w, p.h) < 2000 {
		same := p.calm()
		same.by = 1
		return same
	}
	grey := &image.Gray{Pix: p.pix, Stride: p.w, Rect: image.Rect(0, 0, p.w, p.h)}
	return partOf(grey, grey.Rect, 2).calm()
}

// despeckled takes out single black pixels with nothing dark around them: copiers sow them, no pen makes one.
func (p *plane) despeckled() *plane {
	const alone = 60
	for y := 1; y < p.h-1; y++ {
		up, row, down := p.pix[(y-1)*p.w:], p.pix[y*p.w:(y+1)*p.w], p.pix[(y+1)*p.w:]
		for x := 1; x < p.w-1; x++ {
			v := int(row[x]) + alone
			if v > int(row[x-1]) || v > int(row[x+1]) || v > int(up[x]) || v > int(down[x]) {
				continue
			}
			if least := min(up[x-1], up[x], up[x+1], row[x-1], row[x+1], down[x-1], down[x], down[x+1]); v <= int(least) {
				row[x] = least
			}
		}
	}
	return p
}

// greyRow writes the luminance of img from x0, y to the right; the usual kinds of image are read without making colours.
func greyRow(img image.Image, x0, y int, row []uint8) {
	switch m := img.(type) {
	case *image.Gray:
		copy(row, m.Pix[m.PixOffset(x0, y):])
	case *image.YCbCr:
		copy(row, m.Y[m.YOffset(x0, y):])
	case *image.RGBA:
		at := m.PixOffset(x0, y)
		for x := range row {
			c := m.Pix[at+4*x : at+4*x+4]
			// Pixels are already multiplied by alpha; what is missing is the white below.
			row[x] = luminance(uint32(c[0]), uint32(c[1]), uint32(c[2])) + 255 - c[3]
		}
	case *image.NRGBA:
		at := m.PixOffset(x0, y)
		for x := range row {
			c := m.Pix[at+4*x : at+4*x+4]
			l, a := uint32(luminance(uint32(c[0]), uint32(c[1]), uint32(c[2]))), uint32(c[3])
			row[x] = uint8((l*a + 255*(255-a)) / 255)
		}
	default:
		for x := range row {
			row[x] = greyOf(img.At(x0+x, y))
		}
	}
}

func greyOf(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	return luminance(r>>8, g>>8, b>>8) + uint8(255-a>>8)
}

// luminance is that of JFIF (ITU-R BT.601), for channels of 0 to 255.
func luminance(r, g, b uint32) uint8 { return uint8((19595*r + 38470*g + 7471*b) >> 16) }

// at is the grey at a place between pixels; what is outside the scan is -1.
func (p *plane) at(x, y float64) float64 {
	if !(x >= 0 && y >= 0) || x >= float64(p.w-1) || y >= float64(p.h-1) {
		return -1
	}
	i, j := int(x), int(y)
	fx, fy := x-float64(i), y-float64(j)
	q := p.pix[j*p.w+i:]
	return (float64(q[0])*(1-fx)+float64(q[1])*fx)*(1-fy) + (float64(q[p.w])*(1-fx)+float64(q[p.w+1])*fx)*fy
}
