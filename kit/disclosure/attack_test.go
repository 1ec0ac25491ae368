package disclosure

import (
	"fmt"
	"math/rand/v2"
)

// An attacker who knows who is in every cell, and who answered. Nothing of the package's own reckoning is used:
// membership is worked out from the ids, and combinations in whole numbers without rounding or modulus.
type attacker struct {
	size []int
	rows [][]int64 // each a shown cell over the atoms
}

func (a *attacker) sees(in []bool) {
	row := make([]int64, len(in))
	for x, yes := range in {
		if yes && a.size[x] > 0 {
			row[x] = 1
		}
	}
	a.rows = append(a.rows, row)
}

// isolates finds a combination of what was seen that touches at least one and fewer than k people.
// It tries every set of people: each atom is either left at zero, or spends its people.
func (a *attacker) isolates(k int) []int {
	order := make([]int, len(a.size))
	for i := range order {
		order[i] = i
	}
	return a.search(independent(a.rows), order, k-1)
}

func (a *attacker) search(rows [][]int64, left []int, budget int) []int {
	if len(rows) == 0 {
		return nil
	}
	for i, x := range left {
		p := -1
		for r, row := range rows {
			if row[x] != 0 {
				p = r
			}
		}
		if p < 0 {
			continue
		}
		if a.size[x] <= budget {
			if found := a.search(rows, left[i+1:], budget-a.size[x]); found != nil {
				return append(found, x)
			}
		}
		return a.search(without(rows, p, x), left[i+1:], budget)
	}
	return []int{}
}

// without are the combinations of rows that are zero at x; rows[p] is not.
func without(rows [][]int64, p, x int) [][]int64 {
	var out [][]int64
	for r, row := range rows {
		switch {
		case r == p:
		case row[x] == 0:
			out = append(out, row)
		default:
			out = append(out, combine(row, rows[p][x], rows[p], row[x]))
		}
	}
	return out
}

// combine is f*u - g*v in lowest terms.
func combine(u []int64, f int64, v []int64, g int64) []int64 {
	out := make([]int64, len(u))
	var d int64
	for i := range u {
		out[i] = f*u[i] - g*v[i]
		if out[i] > 1<<31 || out[i] < -1<<31 {
			panic("the attacker's numbers grew too large to be exact")
		}
		d = gcd(d, out[i])
	}
	if d > 1 {
		for i := range out {
			out[i] /= d
		}
	}
	return out
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

func independent(rows [][]int64) [][]int64 {
	var out [][]int64
	todo := append([][]int64(nil), rows...)
	for len(todo) > 0 {
		row := todo[0]
		todo = todo[1:]
		p := -1
		for x, v := range row {
			if v != 0 {
				p = x
				break
			}
		}
		if p < 0 {
			continue
		}
		out = append(out, row)
		for i, other := range todo {
			if other[p] != 0 {
				todo[i] = combine(other, row[p], row, other[p])
			}
		}
	}
	return out
}

// sample is a made-up survey.
type sample struct {
	frame  Frame
	groups []Group
}

// stands says whether somebody at p is in c, from the ids alone.
func stands(f Frame, p Place, c Cell) bool {
	under := false
	for id := p.Node; id != ""; {
		under = under || id == c.Node
		next := ""
		for _, n := range f.Nodes {
			if n.ID == id {
				next = n.Parent
			}
		}
		id = next
	}
	for i, a := range f.Attributes {
		if under && (a.ID == c.Attribute && p.Values[i] != c.Value || a.ID == c.Second && p.Values[i] != c.And) {
			return false
		}
	}
	return under
}

func (s sample) attack(cells []Cell) *attacker {
	a := &attacker{}
	for _, g := range s.groups {
		a.size = append(a.size, g.N)
	}
	a.watch(s.groups, func(g Group) Place { return g.Place }, s.frame, cells)
	return a
}

func (a *attacker) watch(groups []Group, place func(Group) Place, f Frame, cells []Cell) {
	for _, c := range cells {
		in := make([]bool, len(groups))
		for i, g := range groups {
			in[i] = stands(f, place(g), c)
		}
		a.sees(in)
	}
}

// draw makes a small survey: a tree of up to three levels, up to three attributes that go with the node, skewed sizes.
func draw(r *rand.Rand, atoms int) sample {
	s := sample{frame: Frame{Nodes: []Node{{ID: "0"}}}}
	nodes := 1 + r.IntN(6)
	for i := 1; i < nodes; i++ {
		s.frame.Nodes = append(s.frame.Nodes, Node{ID: fmt.Sprint(i), Parent: fmt.Sprint(r.IntN(i))})
	}
	for a := range r.IntN(4) {
		attr := Attribute{ID: string(rune('a' + a)), Depth: r.IntN(3)}
		for v := range 2 + r.IntN(2) {
			attr.Values = append(attr.Values, fmt.Sprint(v))
		}
		s.frame.Attributes = append(s.frame.Attributes, attr)
	}
	if len(s.frame.Attributes) > 1 && r.IntN(2) == 0 {
		s.frame.Pairs = []Pair{{First: "a", Second: "b", Depth: r.IntN(2)}}
	}
	for range 1 + r.IntN(atoms) {
		s.groups = append(s.groups, Group{Place: s.place(r), N: r.IntN(2 + r.IntN(9))})
	}
	return s
}

func (s sample) place(r *rand.Rand) Place {
	node := r.IntN(len(s.frame.Nodes))
	p := Place{Node: s.frame.Nodes[node].ID}
	for _, a := range s.frame.Attributes {
		v := a.Values[r.IntN(len(a.Values))]
		if r.IntN(2) == 0 {
			v = a.Values[node%len(a.Values)]
		}
		p.Values = append(p.Values, v)
	}
	return p
}
