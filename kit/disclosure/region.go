package disclosure

import "slices"

// regionSize is the number of atoms above which a tree is judged in parts, to keep the work near linear.
const regionSize = 1200

// decide grants the sets in their order, each only where all granted so far, and what the earlier plans show, stay safe.
//
// A large tree is judged in regions: the top with whole subtrees as one, then each subtree by its own people alone.
// To look at fewer people is on the safe side: a combination that touches limit of them touches as many of all.
func (w *world) decide(limit int, all []set, earlier []Plan) map[Cell]Why {
	why := make(map[Cell]Why, len(all))
	roots := w.regions()
	in := make([][]set, len(w.frame.Nodes))
	var top []set
	for _, c := range all {
		if r := roots[c.node]; r == none || r == c.node {
			top = append(top, c)
		} else {
			in[r] = append(in[r], c)
		}
	}
	granted := w.grant(limit, top, none, roots, nil, earlier, why)
	for r := range in {
		if len(in[r]) > 0 {
			w.grant(limit, in[r], r, roots, granted, earlier, why)
		}
	}
	return why
}

// regions gives each node the highest node above it, or itself, whose people are judged apart; none at the top.
func (w *world) regions() []int {
	roots := w.whole()
	if len(w.atoms) <= w.apart {
		return roots
	}
	for i := range roots {
		for n := i; n != none && len(w.under[n]) <= w.apart; n = w.frame.parent[n] {
			roots[i] = n
		}
	}
	return roots
}

// whole is one region of everything.
func (w *world) whole() []int {
	roots := make([]int, len(w.frame.Nodes))
	for i := range roots {
		roots[i] = none
	}
	return roots
}

// grant decides the sets of one region, and returns those shown. given are sets shown already.
func (w *world) grant(limit int, sets []set, region int, roots []int, given []set, earlier []Plan, why map[Cell]Why) (shown []set) {
	v := w.view(region, roots)
	s := v.fresh(limit, given, earlier)
	hidden := map[int]bool{}
	for _, c := range sets {
		n := w.count(c)
		switch {
		case n == 0:
			why[c.cell] = Empty
		case n < limit:
			why[c.cell] = Small
		case hidden[c.node]:
			why[c.cell] = Above
		default:
			why[c.cell] = v.judge(s, v.those(c))
		}
		if why[c.cell] == Shown {
			shown = append(shown, c)
		} else if c.a == none {
			hidden[c.node] = true
		}
	}
	return shown
}

// view is the people of one region, joined to as few atoms as the sets judged there can tell apart.
type view struct {
	w      *world
	region int
	atoms  []atom
	size   []int // people in each atom; 0 for those left out
	// known is what is shown and touches nobody outside; it is kept only where some people are outside.
	// A cell that can be worked out as far as those inside go might still, beside that sum, isolate somebody outside.
	partial bool
	known   span
}

func (w *world) view(region int, roots []int) *view {
	v := &view{w: w, region: region, partial: region != none}
	var in []atom
	for _, a := range w.atoms {
		root := none
		if a.now.node != none {
			root = roots[a.now.node]
		}
		if region == none && root != none {
			a.now.node = root
		} else if root != region {
			continue
		}
		in = append(in, a)
	}
	for _, a := range joined(in) {
		v.atoms, v.size = append(v.atoms, a), append(v.size, a.n)
	}
	return v
}

// those is the vector of a set.
func (v *view) those(c set) []uint32 {
	return v.vector(func(a atom) bool { return v.w.frame.holds(c, a.now) })
}

func (v *view) vector(in func(atom) bool) []uint32 {
	c := make([]uint32, len(v.atoms))
	for x, a := range v.atoms {
		if in(a) {
			c[x] = 1
		}
	}
	return c
}

// inside is c without those left out.
func (v *view) inside(c []uint32) []uint32 {
	d := append([]uint32(nil), c...)
	for x, n := range v.size {
		if n == 0 {
			d[x] = 0
		}
	}
	return d
}

// judge is system.judge for a view that may leave people out.
func (v *view) judge(s *system, c []uint32) Why {
	if !v.partial {
		return s.judge(c)
	}
	how, rest := s.look(v.inside(c))
	whole := v.known.less(c)
	if how == inside && touched(whole) {
		return Unproven
	}
	why := s.answer(how, rest)
	if why == Shown {
		v.known.add(whole)
	}
	return why
}

func touched(v []uint32) bool {
	return slices.ContainsFunc(v, func(r uint32) bool { return r != 0 })
}

// fresh is the system in which the given sets and all that earlier plans show is shown.
// Where that alone tells a few people apart, seen from this region, those are left out of it and it is begun anew.
func (v *view) fresh(limit int, given []set, earlier []Plan) *system {
	var rows [][]uint32
	for _, c := range given {
		row := v.those(c)
		if rows = append(rows, row); v.w.frame.under(c.node, v.region) {
			v.known.add(v.known.less(row))
		}
	}
	for i, p := range earlier {
		for _, c := range p.shown() {
			rows = append(rows, v.vector(func(a atom) bool { return p.frame.holds(c, a.before[i]) }))
		}
	}
	for {
		s := newSystem(limit, v.size)
		light := v.put(s, rows)
		if light == nil {
			return s
		}
		v.partial, v.size = true, append([]int(nil), v.size...)
		for x, r := range light {
			if r != 0 {
				v.size[x] = 0
			}
		}
	}
}

// put shows the rows, or returns the vector over people that must be left out first.
func (v *view) put(s *system, rows [][]uint32) []uint32 {
	for _, c := range rows {
		if how, rest := s.look(v.inside(c)); how == near || how == far && !s.show(rest) {
			return rest[0]
		}
	}
	return nil
}
