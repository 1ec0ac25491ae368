package disclosure

import "slices"

// oneError finds, among all vectors that differ from v by a row of the basis, one that touches fewer than limit people;
// nil where there is none.
func (s *system) oneError(b *basis, v []uint32) []uint32 {
	all, some := support(v, s.size), s.witnesses(b, v, s.size, s.limit-1)
	for _, row := range b.rows {
		for _, x := range some {
			if row[x] == 0 || !light(v, all, s.size, s.limit-1, v[x], row[x], row, 0, row) {
				continue
			}
			u := append([]uint32(nil), v...)
			subtract(u, times(v[x], inverse(row[x])), row)
			if s.weight(u) < s.limit {
				return u
			}
		}
	}
	return nil
}

// twoErrors finds, where oneError found nothing, a vector that differs from rest by two rows of a basis and touches
// fewer than limit people. It then touches two or more in each basis, which leaves next to nobody for those in no basis.
func (s *system) twoErrors(rest [][]uint32) []uint32 {
	beside := s.limit - 1 - 2*len(s.bases)
	if beside < 0 {
		return nil
	}
	spare := make([]int, len(s.size))
	for x, n := range s.size {
		spare[x] = n - s.used[x]
	}
	for t, b := range s.bases {
		v, some := rest[t], s.witnesses(b, rest[t], spare, beside)
		for i, row := range b.rows {
			for _, x := range some {
				if row[x] == 0 {
					continue
				}
				u, back := append([]uint32(nil), v...), inverse(row[x])
				subtract(u, times(v[x], back), row)
				if s.another(b, u, i, x, back, spare, beside) {
					return u
				}
			}
		}
	}
	return nil
}

// another changes u, in which row i was used to make atom first zero, by one row more that leaves it zero,
// where u then touches fewer than limit people.
func (s *system) another(b *basis, u []uint32, i, first int, back uint32, spare []int, beside int) bool {
	row, all, some := b.rows[i], support(u, spare), s.witnesses(b, u, spare, beside)
	for j, other := range b.rows {
		if j == i {
			continue
		}
		g := times(other[first], back)
		for _, x := range some {
			at := minus(other[x], times(g, row[x]))
			if at == 0 || !light(u, all, spare, beside, u[x], at, other, g, row) {
				continue
			}
			w, f := append([]uint32(nil), u...), times(u[x], inverse(at))
			subtract(w, f, other)
			subtract(w, minus(0, times(f, g)), row)
			if s.weight(w) < s.limit {
				copy(u, w)
				return true
			}
		}
	}
	return false
}

// light says whether u - (f/at)*(other - g*row) leaves no more than most of the people u touches, at the atoms all.
// It is asked often, so it multiplies where one would divide.
func light(u []uint32, all, size []int, most int, f, at uint32, other []uint32, g uint32, row []uint32) bool {
	w := 0
	for _, x := range all {
		if o := minus(other[x], times(g, row[x])); times(at, u[x]) != times(f, o) {
			if w += size[x]; w > most {
				return false
			}
		}
	}
	return true
}

// support are the atoms v touches that have people by size.
func support(v []uint32, size []int) (all []int) {
	for x, r := range v {
		if r != 0 && size[x] > 0 {
			all = append(all, x)
		}
	}
	return all
}

// witnesses are atoms that v touches and that have more people than a lighter vector may touch: in that one of them is
// zero, which says how much of a row was taken. Atoms that few rows touch come first, for they leave the least to try.
// Where too few of the people counted are touched, all are counted.
func (s *system) witnesses(b *basis, v []uint32, size []int, most int) (some []int) {
	if b.order == nil {
		b.order = s.fewest(b)
	}
	sum := 0
	for _, x := range b.order {
		if v[x] != 0 && size[x] > 0 {
			if some, sum = append(some, x), sum+size[x]; sum > most {
				return some
			}
		}
	}
	if most < s.limit-1 {
		return s.witnesses(b, v, s.size, s.limit-1)
	}
	return some
}

// fewest are all atoms, those first that few rows touch for their people.
func (s *system) fewest(b *basis) []int {
	touch, order := make([]int, len(s.size)), make([]int, len(s.size))
	for x := range order {
		order[x] = x
	}
	for _, row := range b.rows {
		for x, r := range row {
			if r != 0 {
				touch[x]++
			}
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return touch[x]*s.size[y] - touch[y]*s.size[x] })
	return order
}
