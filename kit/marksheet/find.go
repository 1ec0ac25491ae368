package marksheet

import (
	"cmp"
	"math"
	"slices"
)

// found is a place that looks like a corner mark.
type found struct {
	Point         // px
	size  float64 // of 7 modules, px
	seen  int     // rows it was seen on
}

// scaled is the mark on a page of which k by k pixels made one.
func (f found) scaled(k float64) found {
	f.X, f.Y, f.size = k*f.X+(k-1)/2, k*f.Y+(k-1)/2, k*f.size
	return f
}

// mostFound bounds the combinations that are tried.
const mostFound = 10

// corners looks for corner marks: 1:1:3:1:1 along a row, then along the column and the row through the middle.
func (d *darkness) corners() []found {
	unit := float64(max(d.w, d.h)) / PageH // px per mm, were the scan just the sheet
	least, most := 7*module*unit*0.42, 7*module*unit*1.6
	var all []found
	for y := 0; y < d.h; y += max(1, int(module*unit/4)) {
		d.runs(y, func(end int, r [5]int) {
			if total := float64(sum(r)); total >= least && total <= most && fits(r) {
				x := float64(end-r[4]-r[3]) - float64(r[2])/2
				all = d.note(all, int(x), y, total)
			}
		})
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.seen, a.seen) })
	return all[:min(len(all), mostFound)]
}

func sum(r [5]int) int { return r[0] + r[1] + r[2] + r[3] + r[4] }

// runs calls fn at the end of each five runs dark, light, dark, light, dark of a row.
func (d *darkness) runs(y int, fn func(end int, r [5]int)) {
	var r [5]int
	n, was := 0, false // n runs lie behind, the last being r[4]
	for x := 0; x <= d.w; x++ {
		ink := x < d.w && d.ink[y*d.w+x]
		if ink == was && x < d.w {
			r[4]++
			continue
		}
		if was && n >= 4 {
			fn(x, r)
		}
		r = [5]int{r[1], r[2], r[3], r[4], 1}
		n, was = n+1, ink
	}
}

// fits says whether five runs are 1:1:3:1:1, allowing for a copier that thickens or thins every line.
func fits(r [5]int) bool {
	m := float64(sum(r)) / 7
	in := func(run int, lo, hi float64) bool { return float64(run) >= lo*m && float64(run) <= hi*m }
	like := func(a, b int) bool { return math.Abs(float64(a-b)) <= 0.6*m+1 }
	return in(r[0], 0.4, 1.8) && in(r[4], 0.4, 1.8) && in(r[1], 0.3, 1.8) && in(r[3], 0.3, 1.8) && in(r[2], 2, 4.3) &&
		like(r[0], r[4]) && like(r[1], r[3])
}

// note adds the mark around x, y if its column and its middle row show it too.
func (d *darkness) note(all []found, x, y int, size float64) []found {
	for i := range all {
		if f := &all[i]; math.Abs(f.X-float64(x)) < size/3 && math.Abs(f.Y-float64(y)) < size/2 {
			f.seen++
			return all
		}
	}
	midY, tall, ok := d.through(x, y, 0, 1, size)
	if !ok {
		return all
	}
	midX, wide, ok := d.through(x, int(midY), 1, 0, size)
	if !ok || wide > 1.4*tall || tall > 1.4*wide {
		return all
	}
	f := found{Point: Point{midX, midY}, size: (wide + tall) / 2, seen: 1}
	f.Point = d.centre(f)
	return append(all, f)
}

// through measures the five runs along dx, dy through x, y, and gives their middle and length.
func (d *darkness) through(x, y, dx, dy int, size float64) (mid, length float64, ok bool) {
	var r [5]int
	limit := int(size)
	walk := func(step, from int) {
		x, y := x+dx*step*from, y+dy*step*from
		for k, want := 0, true; k < 3; k, want = k+1, !want {
			run := &r[2+step*k]
			for n := 0; n <= limit && x >= 0 && y >= 0 && x < d.w && y < d.h && d.at(x, y) == want; n++ {
				*run++
				x, y = x+dx*step, y+dy*step
			}
		}
	}
	walk(-1, 0)
	back := r[2]
	walk(1, 1)
	if length = float64(sum(r)); length < 0.6*size || length > 1.6*size || !fits(r) {
		return 0, 0, false
	}
	return float64(x*dx+y*dy) + float64(r[2]-2*back+1)/2, length, true
}

// centre is the centre of gravity of the dark square in the middle; the middle of the runs where that has flowed out.
func (d *darkness) centre(f found) Point {
	reach := f.size / 7 * 2.4
	var n, sx, sy float64
	x0, y0 := int(f.X), int(f.Y)
	seen := map[[2]int]bool{}
	for queue := [][2]int{{x0, y0}}; len(queue) > 0; {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if seen[at] || !d.at(at[0], at[1]) || math.Hypot(float64(at[0]-x0), float64(at[1]-y0)) > reach {
			continue
		}
		seen[at] = true
		n, sx, sy = n+1, sx+float64(at[0]), sy+float64(at[1])
		queue = append(queue, [2]int{at[0] + 1, at[1]}, [2]int{at[0] - 1, at[1]}, [2]int{at[0], at[1] + 1}, [2]int{at[0], at[1] - 1})
	}
	if m := f.size / 7; n < 4*m*m || n > 17*m*m {
		return f.Point
	}
	return Point{sx / n, sy / n}
}
