package disclosure

import (
	"math/rand/v2"
	"testing"

	"kaname/kit/fault"
)

func TestATeamThatAllAnsweredAlikeIsShownAsABandAndCannotBeWorkedOut(t *testing.T) {
	p, _ := New(5, 10)
	f, groups := office(map[string]int{"総務": 8, "窓口": 20, "福祉": 9})
	plan, err := p.Plan(f, groups)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[Cell][]int{{Node: "区"}: {22, 15}, {Node: "総務"}: {8, 0}, {Node: "窓口"}: {10, 10}, {Node: "福祉"}: {4, 5}}
	got, err := plan.Spreads(groups, counts, 20)
	if err != nil {
		t.Fatal(err)
	}
	for node, want := range map[string]Spread{"区": Exact, "総務": Banded, "窓口": Exact, "福祉": Banded} {
		if got[Cell{Node: node}] != want {
			t.Errorf("%s: %s, want %s", node, got[Cell{Node: node}], want)
		}
	}
	all, err := plan.Spreads(groups, counts, 0)
	if err != nil || all[Cell{Node: "総務"}] != Exact {
		t.Errorf("a guard nobody asked for: %v %v", all, err)
	}
	delete(counts, Cell{Node: "福祉"})
	if _, err := plan.Spreads(groups, counts, 20); fault.Of(err) != fault.Invalid {
		t.Errorf("counts of a cell are missing: %v", err)
	}
}

func TestNoGroupThatAnsweredAlikeCanBeWorkedOutFromTheExactSpreads(t *testing.T) {
	banded, naive := 0, 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 12))
		s := draw(r, 12)
		plan := s.plan(t, 4)
		counts := s.answers(r, plan.Shown())
		spread, err := plan.Spreads(s.groups, counts, 20)
		if err != nil {
			t.Fatal(err)
		}
		var exact []Cell
		for _, c := range plan.Shown() {
			if spread[c] == Exact {
				exact = append(exact, c)
			} else {
				banded++
			}
		}
		for _, c := range plan.Shown() {
			if !alike(counts[c], 20) {
				continue
			}
			if s.worksOut(exact, c) {
				t.Fatalf("seed %d: %+v with %v can be worked out of %v", seed, c, counts[c], exact)
			}
			if rest := others(plan.Shown(), c); s.worksOut(rest, c) {
				naive++
			}
		}
	}
	t.Logf("%d spreads banded; %d would have been worked out had only their own cell been banded", banded, naive)
	if naive == 0 {
		t.Error("the surveys are too easy")
	}
}

func others(cells []Cell, c Cell) (out []Cell) {
	for _, d := range cells {
		if d != c {
			out = append(out, d)
		}
	}
	return out
}

// answers are how many in each cell said yes and no, where those of a group mostly say the same.
func (s sample) answers(r *rand.Rand, cells []Cell) map[Cell][]int {
	yes := make([]int, len(s.groups))
	for i, g := range s.groups {
		yes[i] = []int{0, g.N, g.N, r.IntN(g.N + 1)}[r.IntN(4)]
	}
	counts := map[Cell][]int{}
	for _, c := range cells {
		n := []int{0, 0}
		for i, g := range s.groups {
			if stands(s.frame, g.Place, c) {
				n[0], n[1] = n[0]+yes[i], n[1]+g.N-yes[i]
			}
		}
		counts[c] = n
	}
	return counts
}

// worksOut says whether c is a combination of what is seen.
func (s sample) worksOut(seen []Cell, c Cell) bool {
	return len(independent(s.attack(append(seen[:len(seen):len(seen)], c)).rows)) == len(independent(s.attack(seen).rows))
}
