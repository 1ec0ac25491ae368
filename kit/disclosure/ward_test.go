package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// ward makes an office of sections with teams, skewed as offices are, and staff with four attributes:
// age and tenure that go together, kind of employment that goes with the team, and one that is even.
func ward(r *rand.Rand, staff, sections, teams int, response float64) sample {
	s := sample{frame: Frame{Nodes: []Node{{ID: "区"}}, Attributes: []Attribute{
		{ID: "年代", Values: []string{"20代", "30代", "40代", "50代", "60代"}, Depth: 2},
		{ID: "勤続", Values: []string{"3年まで", "10年まで", "20年まで", "その上"}, Depth: 2},
		{ID: "任用", Values: []string{"正規", "再任用", "会計年度"}, Depth: 2},
		{ID: "性別", Values: []string{"女", "男", "答えない"}, Depth: 2},
	}}}
	s.addWard(r, "区", staff, sections, teams, response)
	return s
}

func (s *sample) addWard(r *rand.Rand, top string, staff, sections, teams int, response float64) {
	var leaves []string
	for i := range sections {
		s.frame.Nodes = append(s.frame.Nodes, Node{ID: fmt.Sprint(top, i), Parent: top})
	}
	for i := range teams {
		id := fmt.Sprint(top, i%sections, "-", i)
		s.frame.Nodes = append(s.frame.Nodes, Node{ID: id, Parent: fmt.Sprint(top, i%sections)})
		leaves = append(leaves, id)
	}
	if teams == 0 {
		for i := range sections {
			leaves = append(leaves, fmt.Sprint(top, i))
		}
	}
	count := map[string]*Group{}
	var order []string
	for range staff {
		if r.Float64() > response {
			continue
		}
		team := min(r.IntN(len(leaves)), r.IntN(len(leaves)+len(leaves)/2)) // the first teams are larger
		p := person(r, leaves[team], team)
		key := fmt.Sprint(p)
		if count[key] == nil {
			count[key], order = &Group{Place: p}, append(order, key)
		}
		count[key].N++
	}
	for _, key := range order {
		s.groups = append(s.groups, *count[key])
	}
}

func person(r *rand.Rand, node string, team int) Place {
	age := r.IntN(5)
	tenure := min(3, max(0, age-r.IntN(3)))
	kind := []int{0, 0, 0, 0, 2}[r.IntN(5)]
	if age == 4 {
		kind = 1 + r.IntN(2)
	}
	if team%5 == 0 && r.IntN(2) == 0 {
		kind = 2
	}
	sex := r.IntN(2)
	if r.IntN(30) == 0 {
		sex = 2
	}
	return Place{Node: node, Values: []string{
		[]string{"20代", "30代", "40代", "50代", "60代"}[age],
		[]string{"3年まで", "10年まで", "20年まで", "その上"}[tenure],
		[]string{"正規", "再任用", "会計年度"}[kind],
		[]string{"女", "男", "答えない"}[sex]}}
}

// city is wards sections of each ward under one top.
func city(r *rand.Rand, wards, staff, sections, teams int) sample {
	s := ward(r, 0, 0, 0, 1)
	s.frame.Nodes = []Node{{ID: "市"}}
	for i := range wards {
		id := fmt.Sprint("区", i, "の")
		s.frame.Nodes = append(s.frame.Nodes, Node{ID: id, Parent: "市"})
		s.addWard(r, id, staff, sections, teams, 0.9)
	}
	return s
}

// guess is the attacker for surveys too large to try every group in: bring what was seen to a form with one person of
// its own in each row, in many random orders, and look for a row, or two rows together, that touch few people.
func (a *attacker) guess(r *rand.Rand, k, rounds int) bool {
	for range rounds {
		rows := a.reduced(r.Perm(len(a.size)))
		for i, row := range rows {
			if a.touches(row, k) < k {
				return true
			}
			for _, other := range rows[:i] {
				if a.together(row, other, k) {
					return true
				}
			}
		}
	}
	return false
}

// reduced is what was seen in reduced echelon form, with the atoms taken in the order given.
func (a *attacker) reduced(order []int) [][]int64 {
	rows := append([][]int64(nil), a.rows...)
	top := 0
	for _, x := range order {
		p := top
		for p < len(rows) && rows[p][x] == 0 {
			p++
		}
		if p == len(rows) {
			continue
		}
		rows[top], rows[p] = rows[p], rows[top]
		for i, row := range rows {
			if i != top && row[x] != 0 {
				rows[i] = combine(row, rows[top][x], rows[top], row[x])
			}
		}
		top++
	}
	return rows[:top]
}

func (a *attacker) touches(row []int64, k int) int {
	n := 0
	for x, v := range row {
		if v != 0 {
			if n += a.size[x]; n >= k {
				break
			}
		}
	}
	return n
}

// together says whether two rows cancel so well that fewer than k people stay.
func (a *attacker) together(u, v []int64, k int) bool {
	tried := 0
	for x := range u {
		if u[x] == 0 || v[x] == 0 {
			continue
		}
		n := 0
		for y := range u {
			if u[y]*v[x] != v[y]*u[x] {
				if n += a.size[y]; n >= k {
					break
				}
			}
		}
		if n < k {
			return true
		}
		if tried++; tried == k {
			break
		}
	}
	return false
}

func TestAWholeWardStandsUpToGuessing(t *testing.T) {
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 8))
		s := ward(r, 400, 12, 40, 0.9)
		limit := 5 + 3*int(seed)
		plan := s.plan(t, limit)
		if s.attack(plan.Shown()).guess(r, limit, 2) {
			t.Errorf("seed %d: somebody is isolated", seed)
		}
		found, tried := 0, 0
		for _, d := range plan.cells {
			if d.why == Subtraction && r.IntN(12) == 0 {
				tried++
				if s.attack(append(plan.Shown(), d.cell)).guess(r, limit, 2) {
					found++
				}
			}
		}
		t.Logf("limit %d: of %d hidden cells, shown beside the others, the guesser finds %d", limit, tried, found)
		if found < tried/2 {
			t.Errorf("seed %d: the guesser is too weak: %d of %d", seed, found, tried)
		}
	}
}
