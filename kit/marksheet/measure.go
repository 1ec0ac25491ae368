package marksheet

import (
	"math"
	"slices"
)

// Bubble is what was measured of one bubble. Shares are of the grey of the paper around it: 0 paper, 1 black.
type Bubble struct {
	State  State
	Dark   float64 // mean darkness inside the line
	Cover  float64 // share of the inside that is inked
	Peak   float64 // darkest spot of half a millimetre inside
	Beside float64 // inked area in the clear space around the line, mm²
	Ring   float64 // contrast of the printed line; negative where it lies outside the scan
	At     Point   // centre found, mm on the sheet
}

const (
	inside = Radius - stroke - 0.25 // measured radius: the line and its blur are kept out
	ink    = 0.28                   // darkness from which a spot is inked
	spot   = 0.5                    // mm
)

// measure looks at every bubble, where it lies after a last small search for its line.
func (r *reading) measure() {
	r.bubbles = make([][]Bubble, len(r.l.Items))
	for i, it := range r.l.Items {
		for _, at := range it.Bubbles {
			c, ring := r.seek(at, 0.4, 0.2)
			b := Bubble{Ring: ring, At: c}
			if ring >= 0.3*r.ring || ring > 0.25 {
				c, b.Ring = r.seek(c, 0.1, 0.1)
				b.At = c
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
	if paper <= 0 {
		b.Ring = -1
		return
	}
	spots := map[[2]int]*[2]float64{}
	var n, dark, inked, beside float64
	reach := Radius + Clear - 0.3
	for dy := -reach; dy <= reach; dy += step {
		for dx := -reach; dx <= reach; dx += step {
			far := math.Hypot(dx, dy)
			if far > inside && far < Radius+0.45 || far > reach {
				continue
			}
			px := r.place.At(Point{b.At.X + dx, b.At.Y + dy})
			v := r.at(px.X, px.Y)
			if v < 0 {
				b.Ring = -1
				return
			}
			d := 1 - v/paper
			if far > inside {
				if d > ink {
					beside += step * step
				}
				continue
			}
			n, dark = n+1, dark+d
			if d > ink {
				inked++
			}
			cell := [2]int{int(math.Floor(dx / spot)), int(math.Floor(dy / spot))}
			if spots[cell] == nil {
				spots[cell] = &[2]float64{}
			}
			spots[cell][0] += d
			spots[cell][1]++
		}
	}
	b.Dark, b.Cover, b.Beside = dark/n, inked/n, beside
	full := spot * spot / step / step
	for _, s := range spots {
		if s[1] >= full/2 { // not the slivers at the line
			b.Peak = max(b.Peak, s[0]/s[1])
		}
	}
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

// usual is what empty bubbles of this scan look like: the middle and the spread of the emptier half.
type usual struct{ dark, spread, peak float64 }

func (r *reading) usual() (u usual) {
	var darks, peaks []float64
	for _, bs := range r.bubbles {
		for _, b := range bs {
			if b.Ring >= 0 {
				darks, peaks = append(darks, b.Dark), append(peaks, b.Peak)
			}
		}
	}
	if len(darks) == 0 {
		return u
	}
	slices.Sort(darks)
	slices.Sort(peaks)
	half := darks[:(len(darks)+1)/2]
	// A sheet with every bubble filled must not make filling usual.
	u.dark = min(half[len(half)/2], 0.05)
	u.spread = max(half[len(half)-1]-half[0], 0)
	u.peak = min(peaks[len(peaks)/4], 0.1)
	return u
}
