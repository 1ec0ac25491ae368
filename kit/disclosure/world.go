package disclosure

import (
	"fmt"
	"maps"
	"slices"
)

// world is the people of a survey, those with the same places joined to atoms.
type world struct {
	frame *frame
	atoms []atom
	under [][]int      // the atoms of each node and beneath it
	sizes map[Cell]int // what count found
	apart int          // regionSize, or less in a test
}

type atom struct {
	n      int
	now    spot
	before []spot
}

// joined are the atoms with those of the same places as one, in an order that does not depend on theirs.
func joined(atoms []atom) []atom {
	at := map[string]atom{}
	for _, a := range atoms {
		if a.n > 0 {
			key := fmt.Sprint(a.now, a.before)
			a.n += at[key].n
			at[key] = a
		}
	}
	var out []atom
	for _, key := range slices.Sorted(maps.Keys(at)) {
		out = append(out, at[key])
	}
	return out
}

// open reads the frame and the groups.
func open(f Frame, groups []Group, earlier []Plan) (*world, error) {
	r, err := f.read()
	if err != nil {
		return nil, err
	}
	for _, p := range earlier {
		if p.frame == nil {
			return nil, invalid("くらべる前の調査の、結果を出す範囲が決まっていません。先に前の調査を締めきってください。")
		}
	}
	w := &world{frame: r, under: make([][]int, len(f.Nodes)), sizes: map[Cell]int{}, apart: regionSize}
	for _, g := range groups {
		a, err := r.atom(g, earlier)
		if err != nil {
			return nil, err
		}
		w.atoms = append(w.atoms, a)
	}
	w.atoms = joined(w.atoms)
	for i, a := range w.atoms {
		for n := a.now.node; n != none; n = r.parent[n] {
			w.under[n] = append(w.under[n], i)
		}
	}
	return w, nil
}

func (r *frame) atom(g Group, earlier []Plan) (a atom, err error) {
	if g.N < 0 || g.N > maxPeople {
		return a, invalid("所属「%s」の人数が%d人です。0人から%d人までで数えなおしてください。", g.Node, g.N, maxPeople)
	}
	if len(g.Earlier) != len(earlier) {
		return a, invalid("前の調査での所属が%dこあります。くらべる調査と同じ%dこにしてください。", len(g.Earlier), len(earlier))
	}
	a.n = g.N
	if a.now, err = r.spot(g.Place); err != nil {
		return a, err
	}
	for i, p := range g.Earlier {
		s, err := earlier[i].frame.spot(p)
		if err != nil {
			return a, err
		}
		a.before = append(a.before, s)
	}
	return a, nil
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
	for c, why := range w.decide(p.policy.text, nodes, nil) {
		p.texts[c.Node] = why
	}
}
