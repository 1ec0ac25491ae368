package marksheet

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Place is where a sheet lies on a scan: the plane projective map (homography) from mm on the sheet to pixels of the scan,
// row by row, its last element 1.
type Place [8]float64

// At is the pixel of a point of the sheet.
func (h Place) At(p Point) Point {
	w := h[6]*p.X + h[7]*p.Y + 1
	return Point{(h[0]*p.X + h[1]*p.Y + h[2]) / w, (h[3]*p.X + h[4]*p.Y + h[5]) / w}
}

// scaled is the same place on a scan of which k by k pixels made one.
func (h Place) scaled(k float64) Place {
	off := (k - 1) / 2 // pixels are counted by their centres
	for i := range 3 {
		last := append(h[6:8:8], 1)[i]
		h[i], h[3+i] = k*h[i]+off*last, k*h[3+i]+off*last
	}
	return h
}

// grain is the px per mm around p.
func (h Place) grain(p Point) float64 {
	a, b, c := h.At(p), h.At(Point{p.X + 1, p.Y}), h.At(Point{p.X, p.Y + 1})
	return math.Sqrt(math.Abs((b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X)))
}

// pair says that a point of the sheet was seen at a pixel.
type pair struct{ sheet, px Point }

// placed is the place that fits the pairs best: a projective map from four on, an affine one from three.
// It is false when the pairs lie on one line.
func placed(pairs []pair) (Place, bool) {
	unknown := 8
	if len(pairs) == 3 {
		unknown = 6
	}
	if len(pairs) < 3 {
		return Place{}, false
	}
	// Halves of the sheet as units keep the equations well conditioned.
	const ux, uy, u = PageW / 2, PageH / 2, 1000.0
	a, b := mat.NewDense(2*len(pairs), unknown, nil), mat.NewDense(2*len(pairs), 1, nil)
	for i, p := range pairs {
		x, y, X, Y := p.sheet.X/ux-1, p.sheet.Y/uy-1, p.px.X/u, p.px.Y/u
		a.SetRow(2*i, []float64{x, y, 1, 0, 0, 0, -X * x, -X * y}[:unknown])
		a.SetRow(2*i+1, []float64{0, 0, 0, x, y, 1, -Y * x, -Y * y}[:unknown])
		b.Set(2*i, 0, X)
		b.Set(2*i+1, 0, Y)
	}
	var s mat.Dense
	if s.Solve(a, b) != nil {
		return Place{}, false
	}
	var g [9]float64
	for i := range unknown {
		g[i] = s.At(i, 0)
	}
	g[8] = 1
	var h [9]float64
	for r := range 3 { // undo the units
		k := u
		if r == 2 {
			k = 1
		}
		h[3*r], h[3*r+1] = k*g[3*r]/ux, k*g[3*r+1]/uy
		h[3*r+2] = k * (g[3*r+2] - g[3*r] - g[3*r+1])
	}
	var out Place
	for i := range out {
		out[i] = h[i] / h[8]
		if math.IsNaN(out[i]) || math.IsInf(out[i], 0) {
			return Place{}, false
		}
	}
	return out, true
}
