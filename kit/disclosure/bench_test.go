package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// report gives the cells shown and, by what they are, their share of those with the limit or more: what a rule that
// only counts each cell would show. Cells of nodes that are hidden count as not shown.
func report(b *testing.B, p Plan) {
	shown, naive, unproven := map[string]int{}, map[string]int{}, 0
	for _, d := range p.cells {
		if d.why == Small || d.why == Empty {
			continue
		}
		what := fmt.Sprint([]string{"node", "attribute", "pair"}[d.turn], d.level)
		for _, key := range []string{"all", what} {
			naive[key]++
			if d.why == Shown {
				shown[key]++
			}
		}
		if d.why == Unproven {
			unproven++
		}
	}
	for what, n := range naive {
		b.ReportMetric(100*float64(shown[what])/float64(n), "%"+what)
	}
	b.ReportMetric(float64(shown["all"]), "cells")
	b.ReportMetric(float64(unproven), "unproven")
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

// year is two waves of the same staff: a fifth changed places with others in between, half of them within the ward,
// and nine in ten answered each time.
func (s sample) year(r *rand.Rand) (first, second sample) {
	first.frame, second.frame = s.frame, s.frame
	for _, g := range s.groups {
		for range g.N {
			now := Group{Place: g.Place, N: 1, Earlier: []Place{g.Place}}
			if r.IntN(5) == 0 {
				to := s.groups[r.IntN(len(s.groups))].Place
				now.Place = Place{Node: to.Node, Values: g.Values}
				if r.IntN(2) == 0 {
					now.Place = Place{}
					second.groups = append(second.groups, Group{Place: to, N: 1, Earlier: []Place{{}}})
				}
			}
			if r.IntN(10) == 0 {
				now.Place = Place{}
			}
			if r.IntN(10) == 0 {
				now.Earlier[0] = Place{}
			} else {
				first.groups = append(first.groups, Group{Place: g.Place, N: 1})
			}
			second.groups = append(second.groups, now)
		}
	}
	return first, second
}

func BenchmarkTwoWavesOfAWard(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	first, second := ward(r, 400, 12, 40, 1).year(r)
	p, err := New(5, 10)
	if err != nil {
		b.Fatal(err)
	}
	before, err := p.Plan(first.frame, first.groups)
	if err != nil {
		b.Fatal(err)
	}
	var plan Plan
	for b.Loop() {
		if plan, err = p.Plan(second.frame, second.groups, before); err != nil {
			b.Fatal(err)
		}
	}
	report(b, plan)
}

// BenchmarkAQuestionOfAWard is of one that each left out with a chance of one in twenty.
func BenchmarkAQuestionOfAWard(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	s := ward(r, 400, 12, 40, 0.9)
	p, err := New(5, 10)
	if err != nil {
		b.Fatal(err)
	}
	plan, err := p.Plan(s.frame, s.groups)
	if err != nil {
		b.Fatal(err)
	}
	var groups []Group
	for _, g := range s.groups {
		for range g.N {
			if r.IntN(20) == 0 {
				g.N--
			}
		}
		groups = append(groups, g)
	}
	var question Plan
	for b.Loop() {
		if question, err = plan.Question(groups); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(question.Shown()))/float64(len(plan.Shown())), "of-plan")
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
