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
	apart int          // regionSize, or less in a test
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
	w := &world{frame: r, under: make([][]int, len(f.Nodes)), sizes: map[Cell]int{}, apart: regionSize}
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
