package marksheet

import (
	"math"
	"slices"

	"kaname/kit/fault"
)

// reading is one scan being read against one layout.
type reading struct {
	*plane
	l       *Layout
	place   Place
	reach   float64 // mm a bubble may be off its place at first
	ring    float64 // usual contrast of the bubbles' lines on this scan
	bubbles [][]Bubble
}

// Directions in which a bubble's line is looked at.
const directions = 32

var around = func() (ds [directions]Point) {
	for i := range ds {
		ds[i] = Point{math.Cos(2 * math.Pi * float64(i) / directions), math.Sin(2 * math.Pi * float64(i) / directions)}
	}
	return ds
}()

// contrast is how much darker the line of a bubble with its centre at c is than the paper outside it, as a share of
// that paper's grey; false outside the scan.
func (r *reading) contrast(c Point) (float64, bool) {
	line, paper := 0.0, 0.0
	for _, d := range around {
		a := r.place.At(Point{c.X + d.X*(Radius-stroke/2), c.Y + d.Y*(Radius-stroke/2)})
		b := r.place.At(Point{c.X + d.X*(Radius+0.7), c.Y + d.Y*(Radius+0.7)})
		va, vb := r.at(a.X, a.Y), r.at(b.X, b.Y)
		if va < 0 || vb < 0 {
			return 0, false
		}
		line, paper = line+va, paper+vb
	}
	return (paper - line) / math.Max(paper, 1), true
}

// seek moves c by steps within reach to where the line shows best.
func (r *reading) seek(c Point, reach, step float64) (best Point, contrast float64) {
	best, contrast = c, -1
	n := int(math.Round(reach / step))
	for j := -n; j <= n; j++ {
		for i := -n; i <= n; i++ {
			at := Point{c.X + float64(i)*step, c.Y + float64(j)*step}
			// Nearer wins where two show alike, as all do inside a filled bubble.
			v, ok := r.contrast(at)
			if v -= 0.004 * math.Hypot(at.X-c.X, at.Y-c.Y); ok && v > contrast {
				best, contrast = at, v
			}
		}
	}
	return best, contrast
}

// settle lays the layout on the scan more finely than the corners allow, by the printed bubbles themselves.
// It refuses a scan on which most bubbles are not where the layout has them.
func (r *reading) settle(corners []pair) error {
	for range 2 {
		pairs := slices.Clone(corners)
		var shown []float64
		for _, it := range r.l.Items {
			for _, b := range it.Bubbles {
				at, _ := r.seek(b, r.reach, 0.3)
				at, v := r.seek(at, 0.2, 0.1)
				shown = append(shown, max(v, 0))
				if v > 0.06 {
					pairs = append(pairs, pair{b, r.place.At(at)})
				}
			}
		}
		slices.Sort(shown)
		r.ring = shown[len(shown)*6/10]
		if r.ring < 0.06 || len(pairs)-len(corners) < len(shown)*6/10 {
			return fault.Wrap(fault.Invalid, "印刷した○の多くが見つかりません。印刷がうすいか、汚れているか、拡大・縮小して写した用紙です。紙を見て、手で入れてください。", ErrPrint)
		}
		r.place = settled(pairs, r.place)
		r.reach = 0.6
	}
	return nil
}

// settled fits the pairs, leaving out those that stray from the fit: bubbles with writing around them.
func settled(pairs []pair, from Place) Place {
	for _, stray := range []float64{math.Inf(1), 0.6, 0.35} {
		kept := pairs[:0:0]
		for _, p := range pairs {
			if off(from, p) <= stray {
				kept = append(kept, p)
			}
		}
		if h, ok := placed(kept); ok && len(kept) >= 6 {
			from = h
		}
	}
	return from
}

// off is how far a pair is from the place, in mm.
func off(h Place, p pair) float64 {
	d := minus(h.At(p.sheet), p.px)
	return math.Hypot(d.X, d.Y) / h.grain(p.sheet)
}
