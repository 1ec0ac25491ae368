package marksheet

import (
	"cmp"
	"math"
	"slices"
)

// guess is one way the sheet may lie on the scan.
type guess struct {
	place   Place
	corners [4]int // of the found marks: upper left, upper right, lower right, lower left; -1 missing
	pairs   []pair
	seen    int
}

// mostGuesses bounds the work on a scan full of false marks.
const mostGuesses = 60

// guesses are the ways in which found marks may be the corners of an upright or turned sheet, best first:
// four corners before three.
func guesses(marks []found) []guess {
	var all []guess
	known := map[[4]int]bool{}
	for p := range marks {
		for a := range marks {
			for b := range marks {
				if a == p || b == p || a == b {
					continue
				}
				for _, at := range turns(marks, p, a, b) {
					c := corner(marks, p, a, b, at)
					if g, ok := guessOf(marks, c); ok && !known[c] {
						known[c] = true
						all = append(all, g)
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(x, y guess) int {
		return cmp.Or(cmp.Compare(len(y.pairs), len(x.pairs)), cmp.Compare(y.seen, x.seen))
	})
	return all[:min(len(all), mostGuesses)]
}

// turns are the corners (0 to 3) that p may be when the next corner clockwise is a and the last is b.
func turns(marks []found, p, a, b int) []int {
	u, v := minus(marks[a].Point, marks[p].Point), minus(marks[b].Point, marks[p].Point)
	lu, lv := math.Hypot(u.X, u.Y), math.Hypot(v.X, v.Y)
	sin := (u.X*v.Y - u.Y*v.X) / (lu * lv)
	if !(sin > 0.95) || !alike(marks[p].size, marks[a].size) || !alike(marks[p].size, marks[b].size) {
		return nil
	}
	// The sides must be as many modules long as printed, or another sheet's marks would do.
	if side := marks[p].size / (7 * module); min(lu, lv) < 0.75*side*(PageW-2*cornerAt) {
		return nil
	}
	const tall = (PageH - 2*cornerAt) / (PageW - 2*cornerAt)
	switch r := lv / lu; {
	case r > tall*0.82 && r < tall*1.22:
		return []int{0, 2}
	case 1/r > tall*0.82 && 1/r < tall*1.22:
		return []int{1, 3}
	}
	return nil
}

func minus(a, b Point) Point { return Point{a.X - b.X, a.Y - b.Y} }

func alike(a, b float64) bool { return a < 1.35*b && b < 1.35*a }

// corner fills the four corners from three and the mark, if any, where the fourth should be.
func corner(marks []found, p, a, b, at int) [4]int {
	var c [4]int
	c[at], c[(at+1)%4], c[(at+3)%4], c[(at+2)%4] = p, a, b, -1
	u, v := minus(marks[a].Point, marks[p].Point), minus(marks[b].Point, marks[p].Point)
	want := Point{marks[p].X + u.X + v.X, marks[p].Y + u.Y + v.Y}
	best := 0.09 * math.Hypot(u.X+v.X, u.Y+v.Y)
	for i, m := range marks {
		if off := math.Hypot(m.X-want.X, m.Y-want.Y); i != p && i != a && i != b && off < best {
			best, c[(at+2)%4] = off, i
		}
	}
	return c
}

func guessOf(marks []found, c [4]int) (guess, bool) {
	g := guess{corners: c}
	for i, at := range Corners() {
		if c[i] >= 0 {
			g.pairs = append(g.pairs, pair{at, marks[c[i]].Point})
			g.seen += marks[c[i]].seen
		}
	}
	var ok bool
	g.place, ok = placed(g.pairs)
	return g, ok
}
