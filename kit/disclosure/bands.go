package disclosure

// Spread is how the answers of a cell to one question may be shown.
type Spread string

// A banded spread is shown as its largest answer and 「ほとんどの人」, without numbers.
const (
	Exact  Spread = "exact"
	Banded Spread = "banded"
)

// Spreads says how each shown cell's answers to one question may be shown, given how many gave each answer.
// In a group of fewer than below people where all answered the same, the numbers tell what each of them answered though
// the group is large enough. So neither its spread, nor others from which it could be worked out, are exact; and so that
// the band does not say that all think alike, it is for all but one, and for four in five, too. It looks at the cells and at what a node or value leaves beside the cells within it.
// Groups count those who answered the question, and counts has an entry of the same length for each cell of
// p.Shown(), else it is an Invalid fault. below 0 bands nothing.
func (p Plan) Spreads(groups []Group, counts map[Cell][]int, below int) (map[Cell]Spread, error) {
	if p.frame == nil {
		return nil, invalid("結果を出す範囲がまだ決まっていません。調査を締めきってから開いてください。")
	}
	here := make([]Group, len(groups))
	for i, g := range groups {
		here[i] = Group{Place: g.Place, N: g.N}
	}
	w, err := open(p.frame.Frame, here, nil)
	if err != nil {
		return nil, err
	}
	shown := p.shown()
	vectors := make([][]uint32, len(shown))
	answers := make([][]int, len(shown))
	v := w.view(none, w.whole())
	for i, c := range shown {
		vectors[i] = v.those(c)
		if answers[i] = counts[c.cell]; len(answers[i]) == 0 || len(answers[i]) != len(answers[0]) {
			return nil, invalid("所属「%s」の答えの数がそろいません。出せるますすべての数を渡してください。", c.cell.Node)
		}
	}
	return spreads(shown, vectors, answers, p.delicate(shown, vectors, answers, below)), nil
}

// spreads grants exact spreads in the order of the plan, as long as no delicate group can be worked out from them.
func spreads(shown []set, vectors [][]uint32, answers [][]int, delicate [][]uint32) map[Cell]Spread {
	out := map[Cell]Spread{}
	var exact span
	for i, c := range shown {
		rest := exact.less(vectors[i])
		give := false
		for _, d := range delicate {
			give = give || parallel(d, rest)
		}
		out[c.cell] = Exact
		if give {
			out[c.cell] = Banded
			continue
		}
		if exact.add(rest) {
			for _, d := range delicate {
				exact.lessLast(d)
			}
		}
	}
	return out
}

// delicate are the groups of fewer than below people who nearly all answered the same: cells, and what is
// left of a cell beside the largest cells of the same kind within it.
func (p Plan) delicate(shown []set, vectors [][]uint32, answers [][]int, below int) (all [][]uint32) {
	for i, c := range shown {
		if alike(answers[i], below) {
			all = append(all, append([]uint32(nil), vectors[i]...))
		}
		for a := none; a < len(p.frame.Attributes); a++ {
			rest, left := append([]uint32(nil), vectors[i]...), append([]int(nil), answers[i]...)
			for j := range shown {
				if p.directly(shown, c, j, a) {
					subtract(rest, 1, vectors[j])
					for k, n := range answers[j] {
						left[k] -= n
					}
				}
			}
			if alike(left, below) {
				all = append(all, rest)
			}
		}
	}
	return all
}

// directly says whether shown cell j is one of those that divide c: the same division at a node beneath c's with none
// between, or, where c is a whole node and a an attribute, a value of a at that node.
func (p Plan) directly(shown []set, c set, j, a int) bool {
	in := func(d set) bool {
		if d.node == c.node {
			return false
		}
		return d.a == c.a && d.b == c.b && d.v == c.v && d.w == c.w && p.frame.under(d.node, c.node)
	}
	d := shown[j]
	if a != none {
		return c.a == none && d.a == a && d.b == none && d.node == c.node
	}
	if !in(d) {
		return false
	}
	for k, e := range shown {
		if k != j && in(e) && e.node != d.node && p.frame.under(d.node, e.node) {
			return false
		}
	}
	return true
}

// alike says whether counts are those of fewer than below people of whom all but one, or four in five, answered the same.
func alike(counts []int, below int) bool {
	n, most := 0, 0
	for _, c := range counts {
		n, most = n+c, max(most, c)
	}
	return n > 0 && n < below && (most >= n-1 || 5*most >= 4*n)
}

// span is what can be worked out from some vectors: rows in echelon form, each with its first atom.
type span struct {
	rows  [][]uint32
	first []int
}

func (s *span) less(c []uint32) []uint32 {
	v := append([]uint32(nil), c...)
	for i, row := range s.rows {
		if f := v[s.first[i]]; f != 0 {
			subtract(v, f, row)
		}
	}
	return v
}

// add takes in a vector that less has returned; false where it was nothing new.
func (s *span) add(v []uint32) bool {
	for x, r := range v {
		if r == 0 {
			continue
		}
		f := inverse(r)
		for y := range v {
			v[y] = times(f, v[y])
		}
		s.rows, s.first = append(s.rows, v), append(s.first, x)
		return true
	}
	return false
}

// lessLast takes the last row out of v, from which the rows before are out already.
func (s *span) lessLast(v []uint32) {
	last := len(s.rows) - 1
	if f := v[s.first[last]]; f != 0 {
		subtract(v, f, s.rows[last])
	}
}

// parallel says whether d, which is not zero, is a multiple of v.
func parallel(d, v []uint32) bool {
	var f uint32
	for x, r := range v {
		switch {
		case r == 0 && d[x] == 0:
		case r == 0 || d[x] == 0:
			return false
		case f == 0:
			f = times(d[x], inverse(r))
		case times(f, r) != d[x]:
			return false
		}
	}
	return f != 0
}
