package marksheet

import (
	"math"
	"slices"
)

// Bubble is what was measured of one bubble. Shares are of the grey of the paper around it: 0 paper, 1 black.
type Bubble struct {
	State   State
	Dark    float64 // mean darkness inside the line
	Cover   float64 // share of the inside that is inked
	Peak    float64 // darkest spot of half a millimetre inside
	Beside  float64 // inked area in the clear space around the line, mm²
	Through bool    // ink beside it on opposite sides, as of a line through it
	Ring    float64 // contrast of the printed line; negative where it lies outside the scan
	At      Point   // centre found, mm on the sheet
}

const (
	inside          = Radius - stroke - 0.25              // measured radius: the line and its blur are kept out
	ink             = 0.28                                // darkness from which a spot is inked
	spot            = 0.5                                 // mm
	beyond, outside = Radius + 0.45, Radius + Clear - 0.2 // from where to where the clear space is measured
	lineArea        = 0.08                                // mm² of ink in a sector that makes a line of it
)

// measure looks at every bubble, where it lies after a last small search for its line.
func (r *reading) measure() {
	r.bubbles = make([][]Bubble, len(r.l.Items))
	for i, it := range r.l.Items {
		for _, at := range it.Bubbles {
			var b Bubble
			if b.At, b.Ring = r.seek(at, 0.4, 0.2); b.Ring < 0.7*r.ring { // the paper may curl here
				b.At, b.Ring = r.seek(at, 1, 0.2)
			}
			if b.Ring >= 0.3*r.ring {
				b.At, b.Ring = r.seek(b.At, 0.1, 0.1)
			} else {
				b.At = at
			}
			r.look(&b)
			r.bubbles[i] = append(r.bubbles[i], b)
		}
	}
}

// look measures the inside of a bubble and the clear space around it against the paper there.
func (r *reading) look(b *Bubble) {
	step := math.Min(0.15, 1/r.place.grain(b.At))
	paper := r.paper(b.At, step)
	var n, dark, inked float64
	var in spots
	var out sectors
	seen := paper > 0 && r.between(b.At, 0, inside, step, func(dx, dy, v float64) {
		d := 1 - v/paper
		n, dark = n+1, dark+d
		if d > ink {
			inked++
		}
		in.note(dx, dy, d)
	}) && r.between(b.At, beyond, outside, step, func(dx, dy, v float64) {
		if 1-v/paper > ink {
			b.Beside += step * step
			out.note(dx, dy, step)
		}
	})
	if !seen {
		b.Ring = -1
		return
	}
	b.Dark, b.Cover, b.Peak, b.Through = dark/n, inked/n, in.peak(step), out.through()
}

// between calls fn with the grey of each place from least to most mm from c; false where one lies outside the scan.
func (r *reading) between(c Point, least, most, step float64, fn func(dx, dy, grey float64)) bool {
	for dy := -most; dy <= most; dy += step {
		for dx := -most; dx <= most; dx += step {
			if far := dx*dx + dy*dy; far < least*least || far > most*most {
				continue
			}
			px := r.place.At(Point{c.X + dx, c.Y + dy})
			v := r.at(px.X, px.Y)
			if v < 0 {
				return false
			}
			fn(dx, dy, v)
		}
	}
	return true
}

// spots are the squares of the inside, with the sum and the number of what was measured in each.
type spots [8][8][2]float64

func (s *spots) note(dx, dy, dark float64) {
	c := &s[int((dy+inside)/spot)][int((dx+inside)/spot)]
	c[0] += dark
	c[1]++
}

// peak is the mean of the darkest square; slivers at the line do not count.
func (s *spots) peak(step float64) (peak float64) {
	for _, row := range s {
		for _, c := range row {
			if c[1] >= spot*spot/step/step/2 {
				peak = max(peak, c[0]/c[1])
			}
		}
	}
	return peak
}

// sectors are the inked area in mm² of the outer half of the clear space, by direction.
type sectors [16]float64

func (s *sectors) note(dx, dy, step float64) {
	if math.Hypot(dx, dy) > (beyond+outside)/2 {
		s[int(math.Atan2(dy, dx)/(2*math.Pi)*16+16)%16] += step * step
	}
}

// through says whether ink reaches out on opposite sides, as a line does that only passes.
func (s *sectors) through() bool {
	for i := range 8 {
		for _, across := range []int{7, 8, 9} {
			if s[i] > lineArea && s[(i+across)%16] > lineArea {
				return true
			}
		}
	}
	return false
}

// paper is the middling grey of the clear space around c: ink there must cover half of it to mislead.
func (r *reading) paper(c Point, step float64) float64 {
	var count [256]int
	n := 0
	for far := Radius + 0.5; far < Radius+Clear-0.2; far += 2 * step {
		for _, d := range around {
			px := r.place.At(Point{c.X + d.X*far, c.Y + d.Y*far})
			if v := r.at(px.X, px.Y); v >= 0 {
				count[int(v)]++
				n++
			}
		}
	}
	for v, below := 0, 0; v < 256 && n > 0; v++ {
		if below += count[v]; below > n/2 {
			return float64(v)
		}
	}
	return 0
}

// usual is what empty bubbles of this scan look like, and how far from that a bubble is still empty.
type usual struct{ dark, darkMore, peak, peakMore float64 }

// usual is found from the emptier bubbles; a sheet with every bubble filled must not make filling usual.
func (r *reading) usual() usual {
	var darks, peaks []float64
	for _, bs := range r.bubbles {
		for _, b := range bs {
			if b.Ring >= 0 {
				darks, peaks = append(darks, b.Dark), append(peaks, b.Peak)
			}
		}
	}
	if len(darks) == 0 {
		return usual{}
	}
	slices.Sort(darks)
	slices.Sort(peaks)
	dark, peak := darks[len(darks)*3/10], peaks[len(peaks)*3/10]
	return usual{
		dark: min(dark, 0.05), darkMore: min(max(darkLeast, 4*(dark-darks[0])), darkMost),
		peak: min(peak, 0.1), peakMore: min(max(peakLeast, 3*(peak-peaks[0])), peakMost),
	}
}
