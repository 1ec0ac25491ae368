package disclosure

// system is everything shown so far, as an attacker sees it: the space of all combinations of the shown cells,
// each a vector over atoms (people no cell tells apart). The rule is that every vector of it but zero
// touches at least limit people.
//
// Whether one more cell c keeps the rule is the question how near c is to that space, counted in people: decoding
// a linear code with fewer than limit errors. It is answered exactly with disjoint information sets, the way Brouwer and
// Zimmermann find a code's minimum distance: of m disjoint sets of people, each of which fixes every vector of the
// space, one has at most (limit-1)/m of the errors, and m is chosen so that this is at most two. So for each set it is
// enough to look at the vector that agrees with c on all of it, and at those that differ from that one at one or two places.
type system struct {
	limit int
	size  []int  // people in each atom
	used  []int  // in how many bases an atom stands; never more than its size
	sure  *basis // rows with an atom of limit people or more as pivot: no light vector has a part in them
	bases []*basis
}

// basis is one information set with the space's generators in the form that has a 1 at one pivot and 0 at the others.
type basis struct {
	rows  [][]uint32
	pivot []int // the atom of each row
	order []int // atoms by how few rows touch them; nil where not known
}

const none = -1

func newSystem(limit int, size []int) *system {
	s := &system{limit: limit, size: size, used: make([]int, len(size)), sure: &basis{}}
	for range (limit-1)/3 + 1 {
		s.bases = append(s.bases, &basis{})
	}
	return s
}

// nearness of a cell to what is shown.
type nearness int

const (
	inside nearness = iota // it can be worked out already
	far                    // no combination touches fewer than limit people
	near                   // some combination does
)

// look compares c with all that is shown. rest holds, for each basis, c less what agrees with it there;
// where c is near, rest holds only the vector that gives it away.
func (s *system) look(c []uint32) (how nearness, rest [][]uint32) {
	c = s.sure.less(c)
	if s.heavy(c) != none {
		return far, [][]uint32{c}
	}
	for _, b := range s.bases {
		v := b.less(c)
		w := s.weight(v)
		if w == 0 {
			return inside, nil
		}
		if w < s.limit {
			return near, [][]uint32{v}
		}
		rest = append(rest, v)
	}
	for t, b := range s.bases {
		if v := s.oneError(b, rest[t]); v != nil {
			return near, [][]uint32{v}
		}
	}
	if v := s.twoErrors(rest); v != nil {
		return near, [][]uint32{v}
	}
	return far, rest
}

// heavy is an atom of limit people or more that v touches; none where v touches only smaller ones.
func (s *system) heavy(v []uint32) int {
	for x, r := range v {
		if r != 0 && s.size[x] >= s.limit {
			return x
		}
	}
	return none
}

// less is c minus the one vector of the space that agrees with c on the basis.
func (b *basis) less(c []uint32) []uint32 {
	v := make([]uint32, len(c))
	copy(v, c)
	for i, row := range b.rows {
		if f := c[b.pivot[i]]; f != 0 {
			subtract(v, f, row)
		}
	}
	return v
}

// weight counts the people v touches, and stops counting at the limit.
func (s *system) weight(v []uint32) int {
	w := 0
	for x, r := range v {
		if r != 0 {
			if w += s.size[x]; w >= s.limit {
				return s.limit
			}
		}
	}
	return w
}

// judge shows a cell where that is safe.
func (s *system) judge(c []uint32) Why {
	how, rest := s.look(c)
	return s.answer(how, rest)
}

func (s *system) answer(how nearness, rest [][]uint32) Why {
	switch {
	case how == near:
		return Subtraction
	case how == far && !s.show(rest):
		return Unproven
	}
	return Shown
}

// show adds a cell that look found far, with its rest. It is false, and nothing is changed, where there are no people
// left to keep the bases disjoint: then later cells could not be judged, so this one must stay hidden, safe though it is.
func (s *system) show(rest [][]uint32) bool {
	if x := s.heavy(rest[0]); x != none {
		s.sure.take(rest[0], x)
		return true
	}
	var chosen []int
	for _, v := range rest {
		x := s.spare(v)
		if x == none {
			break
		}
		chosen = append(chosen, x)
		s.used[x]++
	}
	if len(chosen) < len(rest) {
		for _, x := range chosen {
			s.used[x]--
		}
		return false
	}
	for t, b := range s.bases {
		b.take(rest[t], chosen[t])
	}
	return true
}

// spare is the atom of v with the most people not yet in a basis; none where all are.
func (s *system) spare(v []uint32) int {
	best, most := none, 0
	for x, r := range v {
		if free := s.size[x] - s.used[x]; r != 0 && free > most {
			best, most = x, free
		}
	}
	return best
}

// take adds v, zero at every pivot so far, with the pivot x.
func (b *basis) take(v []uint32, x int) {
	if f := inverse(v[x]); f != 1 {
		for y, r := range v {
			if r != 0 {
				v[y] = times(f, r)
			}
		}
	}
	for _, row := range b.rows {
		if f := row[x]; f != 0 {
			subtract(row, f, v)
		}
	}
	b.rows, b.pivot, b.order = append(b.rows, v), append(b.pivot, x), nil
}
