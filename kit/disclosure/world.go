package disclosure

import (
	"fmt"
)

// world is the people of a survey, those with the same places joined to atoms.
type world struct {
	frame *frame
	atoms []atom
	under [][]int      // the atoms of each node and beneath it
	sizes map[Cell]int // what count found
}

type atom struct {
	n      int
	now    spot
	before []spot
}

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// open reads the frame and the groups.
func open(f Frame, groups []Group, earlier []Plan) (*world, error) {
	r, err := f.read()
	if err != nil {
		return nil, err
	}
	w := &world{frame: r, under: make([][]int, len(f.Nodes)), sizes: map[Cell]int{}}
	for _, g := range groups {
		if g.N < 0 || g.N > maxPeople {
			return nil, invalid("所属「%s」の人数が%d人です。0人から%d人までで数えなおしてください。", g.Node, g.N, maxPeople)
		}
		if len(g.Earlier) != len(earlier) {
			return nil, invalid("前の調査での所属が%dこあります。くらべる調査と同じ%dこにしてください。", len(g.Earlier), len(earlier))
		}
		a := atom{n: g.N}
		if a.now, err = r.spot(g.Place); err != nil {
			return nil, err
		}
		for i, p := range g.Earlier {
			if earlier[i].frame == nil {
				return nil, invalid("くらべる前の調査の、結果を出す範囲が決まっていません。先に前の調査を締めきってください。")
			}
			s, err := earlier[i].frame.spot(p)
			if err != nil {
				return nil, err
			}
			a.before = append(a.before, s)
		}
		for n := a.now.node; n != none; n = r.parent[n] {
			w.under[n] = append(w.under[n], len(w.atoms))
		}
		w.atoms = append(w.atoms, a)
	}
	return w, nil
}

// maxPeople in one group; no municipality comes near.
const maxPeople = 10_000_000

// count is how many people are in a set.
func (w *world) count(c set) int {
	n, known := w.sizes[c.cell]
	if known {
		return n
	}
	for _, i := range w.under[c.node] {
		if w.frame.holds(c, w.atoms[i].now) {
			n += w.atoms[i].n
		}
	}
	w.sizes[c.cell] = n
	return n
}

// regionSize is the number of atoms above which a tree is judged in parts, to keep the work near linear.
const regionSize = 1200

// decide grants the sets in their order, each only where all granted so far, and what the earlier plans show, stay safe.
//
// A large tree is judged in regions: the top with whole subtrees as one, then each subtree by its own people alone.
// To look at fewer people is on the safe side: who is left out could only make a group larger.
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
	f := w.frame
	roots := make([]int, len(f.Nodes))
	for i := range roots {
		roots[i] = none
	}
	if len(w.atoms) <= regionSize {
		return roots
	}
	for i := range roots {
		for n := i; n != none && len(w.under[n]) <= regionSize; n = f.parent[n] {
			roots[i] = n
		}
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
			why[c.cell] = s.judge(v.vector(func(a atom) bool { return w.frame.holds(c, a.now) }))
		}
		if why[c.cell] == Shown {
			shown = append(shown, c)
		} else if c.a == none {
			hidden[c.node] = true
		}
	}
	return shown
}

// judge shows a cell where that is safe.
func (s *system) judge(c []uint32) Why {
	how, rest := s.look(c)
	switch {
	case how == near:
		return Subtraction
	case how == far && !s.show(rest):
		return Unproven
	}
	return Shown
}

// view is the people of one region, joined to as few atoms as the sets judged there can tell apart.
type view struct {
	w     *world
	atoms []atom
	size  []int
}

func (w *world) view(region int, roots []int) *view {
	v := &view{w: w}
	at := map[string]int{}
	for _, a := range w.atoms {
		if a.now.node != none {
			if root := roots[a.now.node]; region == none && root != none {
				a.now.node = root
			} else if root != region {
				continue
			}
		} else if region != none {
			continue
		}
		key := fmt.Sprint(a.now, a.before)
		i, known := at[key]
		if !known {
			i = len(v.atoms)
			at[key] = i
			v.atoms, v.size = append(v.atoms, a), append(v.size, 0)
		}
		v.size[i] += a.n
	}
	return v
}

func (v *view) vector(in func(atom) bool) []uint32 {
	c := make([]uint32, len(v.atoms))
	for x, a := range v.atoms {
		if v.size[x] > 0 && in(a) {
			c[x] = 1
		}
	}
	return c
}

// fresh is the system in which the given sets and all that earlier plans show is shown.
// Where that alone tells a few people apart, seen from this region, those are left out of it and it is begun anew.
func (v *view) fresh(limit int, given []set, earlier []Plan) *system {
	for {
		s := newSystem(limit, v.size)
		light := v.put(s, given, earlier)
		if light == nil {
			return s
		}
		size := append([]int(nil), v.size...)
		for x, r := range light {
			if r != 0 {
				size[x] = 0
			}
		}
		v.size = size
	}
}

// put shows what is given; the vector that spoils it, if any.
func (v *view) put(s *system, given []set, earlier []Plan) (light []uint32) {
	for _, c := range given {
		if light = s.force(v.vector(func(a atom) bool { return v.w.frame.holds(c, a.now) })); light != nil {
			return light
		}
	}
	for i, p := range earlier {
		for _, c := range p.shown() {
			if light = s.force(v.vector(func(a atom) bool { return p.frame.holds(c, a.before[i]) })); light != nil {
				return light
			}
		}
	}
	return nil
}

// force shows c, or returns the vector over people that must be left out first.
func (s *system) force(c []uint32) []uint32 {
	how, rest := s.look(c)
	if how == inside || how == far && s.show(rest) {
		return nil
	}
	return rest[0]
}

// writings decides where free text may be shown: by the tree alone, with the higher limit.
func (w *world) writings(p *Plan) {
	var nodes []set
	for _, d := range p.cells {
		if d.a == none {
			if d.why == Shown {
				nodes = append(nodes, d.set)
			}
			p.texts[d.cell.Node] = d.why
		}
	}
	for c, why := range w.decide(p.text, nodes, nil) {
		p.texts[c.Node] = why
	}
}
