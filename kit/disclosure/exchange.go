package disclosure

// step is how an atom came to look for a place: put out of basis by the atom before it. The first has basis none.
type step struct {
	atom, basis, before int
}

// exchange finds one more pivot by moving people between the bases, where nobody is spare for the row that lacks one:
// somebody spare takes another's place in one basis, who takes another's place in a second, and so on, until one fits the row.
// It is Edmonds' partition of a matroid: the shortest such chain keeps every basis whole.
func (s *system) exchange() bool {
	var queue []step
	seen := make([]bool, len(s.size))
	for x, n := range s.size {
		if s.used[x] < n {
			queue, seen[x] = append(queue, step{x, none, none}), true
		}
	}
	for i := 0; i < len(queue); i++ {
		x := queue[i].atom
		for t, b := range s.bases {
			if b.at[x] != none {
				continue
			}
			if r := b.lacking(); r != none && b.rows[r][x] != 0 {
				return s.move(queue, i, t, r)
			}
			for r, row := range b.rows {
				if y := b.pivot[r]; y != none && row[x] != 0 && !seen[y] {
					queue, seen[y] = append(queue, step{y, t, i}), true
				}
			}
		}
	}
	return false
}

// lacking is the row without a pivot: the last, if any.
func (b *basis) lacking() int {
	if last := len(b.pivot) - 1; last >= 0 && b.pivot[last] == none {
		return last
	}
	return none
}

// move carries the chain out from its end: the last atom takes row r of basis t, and each takes the row of who moved on.
func (s *system) move(chain []step, i, t, r int) bool {
	for {
		here, b := chain[i], s.bases[t]
		if b.at[here.atom] != none || b.rows[r][here.atom] == 0 {
			return false // two moves in one basis spoiled each other
		}
		s.turn(b, r, here.atom)
		if here.before == none {
			return true
		}
		t, r, i = here.basis, s.bases[here.basis].at[here.atom], here.before
	}
}
