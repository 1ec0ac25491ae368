package disclosure

import (
	"cmp"
	"fmt"
	"slices"

	"kaname/kit/fault"
)

// Node is one place of the tree that answers are shown by. The one without Parent is the whole.
type Node struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
}

// Attribute is a way to divide the people of a node, such as an age band, and the values it may have.
type Attribute struct {
	ID     string   `json:"id"`
	Values []string `json:"values"`
	Depth  int      `json:"depth"` // the deepest level of the tree it is offered at; 0 only for the whole
}

// Frame is everything a survey may be shown by: the tree, the attributes, and pairs of attributes for two-way tables.
// Attributes and pairs that matter most come first: where not all can be shown, the first are.
type Frame struct {
	Nodes      []Node      `json:"nodes"`
	Attributes []Attribute `json:"attributes,omitempty"`
	Pairs      []Pair      `json:"pairs,omitempty"`
}

// Pair is a two-way table of two attributes, offered down to a level of the tree.
type Pair struct {
	First  string `json:"first"`
	Second string `json:"second"`
	Depth  int    `json:"depth"`
}

// Cell is a set of people whose answers may be asked for: those of a node, of one value of an attribute there,
// or of one value of each of two attributes (in the order of the Pair).
type Cell struct {
	Node      string `json:"node"`
	Attribute string `json:"attribute,omitempty"`
	Value     string `json:"value,omitempty"`
	Second    string `json:"second,omitempty"`
	And       string `json:"and,omitempty"` // the value of Second
}

// Place is where somebody stood in a wave: a node, not necessarily at the bottom, and a value for each attribute
// of that wave's Frame, in its order; "" where it is not known. A Place without Node did not answer.
type Place struct {
	Node   string
	Values []string
}

// Group counts the people who answered and stand at the same place, now and in each earlier wave that is compared.
// A group that answered only earlier has no Node now.
type Group struct {
	Place
	N       int
	Earlier []Place // one for each earlier plan, in the same order
}

// frame is a Frame read and found whole.
type frame struct {
	Frame
	index  map[string]int
	parent []int
	depth  []int
	first  []int            // nodes numbered from the top, each before what is beneath it:
	last   []int            // beneath n, and n itself, are the numbers first[n] to last[n]
	value  []map[string]int // of each attribute, the place of a value in its list
	attr   map[string]int
}

// spot is a Place in numbers: node none where absent, values none where unknown.
type spot struct {
	node   int
	values []int
}

func (f Frame) read() (*frame, error) {
	r := &frame{Frame: f, index: map[string]int{}, attr: map[string]int{}}
	for i, n := range f.Nodes {
		if _, twice := r.index[n.ID]; twice || n.ID == "" {
			return nil, invalid("所属の番号「%s」が空か、二度あります。所属ごとに別の番号をつけてください。", n.ID)
		}
		r.index[n.ID] = i
	}
	if err := r.climb(); err != nil {
		return nil, err
	}
	for i, a := range f.Attributes {
		if _, twice := r.attr[a.ID]; twice || a.ID == "" {
			return nil, invalid("属性の番号「%s」が空か、二度あります。属性ごとに別の番号をつけてください。", a.ID)
		}
		r.attr[a.ID] = i
		values := map[string]int{}
		for j, v := range a.Values {
			if _, twice := values[v]; twice || v == "" {
				return nil, invalid("属性「%s」の値「%s」が空か、二度あります。値をひとつずつにしてください。", a.ID, v)
			}
			values[v] = j
		}
		r.value = append(r.value, values)
	}
	for i, p := range f.Pairs {
		_, one := r.attr[p.First]
		_, two := r.attr[p.Second]
		twice := slices.ContainsFunc(f.Pairs[:i], func(q Pair) bool { return q.First == p.First && q.Second == p.Second })
		if !one || !two || twice || p.First == p.Second {
			return nil, invalid("「%s」と「%s」の組は作れません。ある属性から別々の二つを、一度ずつ選んでください。", p.First, p.Second)
		}
	}
	if n := r.offers(); n > maxSets {
		return nil, invalid("分け方が%dとおりを超えます。属性を見せる深さを浅くしてください。", maxSets)
	}
	return r, nil
}

// maxSets is how many cells a frame may offer: some twenty times those of a city of 24 wards with teams.
const maxSets = 500_000

// offers counts the cells, no further than it takes to see that they are too many.
func (r *frame) offers() int {
	n := 0
	for _, d := range r.depth {
		n++
		for _, a := range r.Attributes {
			if d <= a.Depth {
				n += len(a.Values)
			}
		}
		for _, p := range r.Pairs {
			if d <= p.Depth {
				n += len(r.value[r.attr[p.First]]) * len(r.value[r.attr[p.Second]])
			}
		}
		if n > maxSets {
			break
		}
	}
	return n
}

// climb finds each node's parent and depth, and that the nodes are one tree.
func (r *frame) climb() error {
	r.parent, r.depth = make([]int, len(r.Nodes)), make([]int, len(r.Nodes))
	tops := 0
	if len(r.Nodes) > maxSets/100 {
		return invalid("所属が%dあります。%dまでに分けてください。", len(r.Nodes), maxSets/100)
	}
	for i, n := range r.Nodes {
		p, found := r.index[n.Parent]
		switch {
		case n.Parent == "":
			p, tops = none, tops+1
		case !found:
			return invalid("所属「%s」の上の所属「%s」がありません。上の所属も渡してください。", n.ID, n.Parent)
		}
		r.parent[i] = p
	}
	if tops != 1 {
		return invalid("いちばん上の所属が%dつあります。全体を表すひとつにしてください。", tops)
	}
	for i := range r.Nodes {
		for p := r.parent[i]; p != none; p = r.parent[p] {
			if r.depth[i]++; r.depth[i] > len(r.Nodes) {
				return invalid("所属「%s」が自分の下に入っています。上下の関係をなおしてください。", r.Nodes[i].ID)
			}
		}
	}
	r.number()
	return nil
}

func (r *frame) number() {
	below := make([][]int, len(r.Nodes))
	top := 0
	for i, p := range r.parent {
		if p == none {
			top = i
		} else {
			below[p] = append(below[p], i)
		}
	}
	r.first, r.last = make([]int, len(r.Nodes)), make([]int, len(r.Nodes))
	next := 0
	var walk func(n int)
	walk = func(n int) {
		r.first[n] = next
		next++
		for _, c := range below[n] {
			walk(c)
		}
		r.last[n] = next - 1
	}
	walk(top)
}

// spot reads a Place of this frame.
func (r *frame) spot(p Place) (spot, error) {
	if p.Node == "" {
		return spot{node: none}, nil
	}
	n, found := r.index[p.Node]
	if !found {
		return spot{}, invalid("「%s」という所属はありません。回答を数えたときと同じ所属を渡してください。", p.Node)
	}
	if len(p.Values) != len(r.Attributes) {
		return spot{}, invalid("所属「%s」の人に属性の値が%dこあります。属性と同じ%dこにしてください。", p.Node, len(p.Values), len(r.Attributes))
	}
	s := spot{node: n}
	for i, v := range p.Values {
		j, found := r.value[i][v]
		switch {
		case v == "":
			j = none
		case !found:
			return spot{}, invalid("属性「%s」に「%s」という値はありません。値の一覧に足してください。", r.Attributes[i].ID, v)
		}
		s.values = append(s.values, j)
	}
	return s, nil
}

// under says whether node n is top or beneath it.
func (r *frame) under(n, top int) bool {
	return r.first[top] <= r.first[n] && r.first[n] <= r.last[top]
}

// set is a Cell in numbers; none where it divides by no attribute.
type set struct {
	cell                 Cell
	node, a, v, b, w     int
	level, turn, offered int
}

func (r *frame) holds(c set, s spot) bool {
	return s.node != none && r.under(s.node, c.node) && (c.a == none || s.values[c.a] == c.v) && (c.b == none || s.values[c.b] == c.w)
}

// sets are all cells the frame offers, in the order they are granted: the tree from the top, then by one attribute
// from the top, then by two. At the same level the attribute named first comes first, and the larger set before the smaller.
func (r *frame) sets(size func(set) int) []set {
	var all []set
	for i, n := range r.Nodes {
		all = append(all, set{cell: Cell{Node: n.ID}, node: i, a: none, b: none, level: r.depth[i]})
		for a, attr := range r.Attributes {
			if r.depth[i] > attr.Depth {
				continue
			}
			for v, value := range attr.Values {
				all = append(all, set{cell: Cell{Node: n.ID, Attribute: attr.ID, Value: value}, node: i, a: a, v: v, b: none, level: r.depth[i], turn: 1, offered: a})
			}
		}
		for p, pair := range r.Pairs {
			if r.depth[i] <= pair.Depth {
				all = append(all, r.table(i, p, pair)...)
			}
		}
	}
	n := make(map[Cell]int, len(all))
	for _, c := range all {
		n[c.cell] = size(c)
	}
	slices.SortStableFunc(all, func(x, y set) int {
		return cmp.Or(x.turn-y.turn, x.level-y.level, x.offered-y.offered, n[y.cell]-n[x.cell])
	})
	return all
}

func (r *frame) table(node, p int, pair Pair) (all []set) {
	a, b := r.attr[pair.First], r.attr[pair.Second]
	for v, one := range r.Attributes[a].Values {
		for w, two := range r.Attributes[b].Values {
			c := Cell{Node: r.Nodes[node].ID, Attribute: pair.First, Value: one, Second: pair.Second, And: two}
			all = append(all, set{cell: c, node: node, a: a, v: v, b: b, w: w, level: r.depth[node], turn: 2, offered: p})
		}
	}
	return all
}

func invalid(format string, args ...any) error {
	return fault.New(fault.Invalid, fmt.Sprintf(format, args...))
}
