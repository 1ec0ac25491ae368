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

func report(b *testing.B, p Plan) {
	n := map[Why]int{}
	for _, d := range p.cells {
		n[d.why]++
	}
	for _, w := range []Why{Shown, Subtraction, Wave, Unproven} {
		b.ReportMetric(float64(n[w]), string(w)+"-cells")
	}
	b.ReportMetric(float64(n[Shown])/float64(n[Shown]+n[Subtraction]+n[Wave]+n[Unproven]), "of-naive")
}

func BenchmarkPlanOfAWardOf400(b *testing.B) {
	s := ward(rand.New(rand.NewPCG(1, 1)), 400, 12, 40, 0.9)
	benchmark(b, s)
}

func BenchmarkPlanOf24WardsAnd192Nodes(b *testing.B) {
	benchmark(b, city(rand.New(rand.NewPCG(1, 1)), 24, 400, 7, 0))
}

func BenchmarkPlanOf24WardsWithTeams(b *testing.B) {
	benchmark(b, city(rand.New(rand.NewPCG(1, 1)), 24, 400, 12, 40))
}

func benchmark(b *testing.B, s sample) {
	p, err := New(5, 10)
	if err != nil {
		b.Fatal(err)
	}
	var plan Plan
	for b.Loop() {
		if plan, err = p.Plan(s.frame, s.groups); err != nil {
			b.Fatal(err)
		}
	}
	report(b, plan)
}
