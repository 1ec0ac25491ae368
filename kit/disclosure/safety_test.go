package disclosure

import (
	"math/rand/v2"
	"testing"
)

func TestNothingShownIsolatesAGroupBelowTheLimit(t *testing.T) {
	shown, unproven := 0, 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := draw(r, 14+26*int(seed%2))
		limit := 4 + r.IntN(4)
		plan := s.plan(t, limit)
		if found := s.attack(plan.Shown()).isolates(limit); found != nil {
			t.Fatalf("seed %d: limit %d: isolates the groups %v of %+v\nby %v", seed, limit, found, s.groups, plan.Shown())
		}
		for _, d := range plan.cells {
			switch d.why {
			case Shown:
				shown++
			case Unproven:
				unproven++
			}
		}
	}
	t.Logf("%d cells shown, %d hidden for want of proof", shown, unproven)
	if shown < 10_000 || unproven > shown/100 {
		t.Error("too much is hidden")
	}
}

func (s sample) plan(t *testing.T, limit int) Plan {
	t.Helper()
	p, err := New(limit, limit+3)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := p.Plan(s.frame, s.groups)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestEveryCellHiddenForSubtractionWouldHaveGivenSomebodyAway(t *testing.T) {
	refused := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 2))
		s, limit := draw(r, 14+26*int(seed%2)), 4+r.IntN(7)
		plan := s.plan(t, limit)
		var before []Cell
		for _, d := range plan.cells {
			switch d.why {
			case Shown:
				before = append(before, d.cell)
			case Subtraction:
				refused++
				if s.attack(append(before[:len(before):len(before)], d.cell)).isolates(limit) == nil {
					t.Fatalf("seed %d: limit %d: %+v is hidden though nothing can be isolated with it", seed, limit, d.cell)
				}
			}
		}
	}
	if refused < 500 {
		t.Errorf("only %d cells were refused: the worlds are too easy", refused)
	}
}

// The attacker must find what weaker rules leave open, or the tests above prove nothing.
func TestTheAttackerFindsWhatWeakerRulesGiveAway(t *testing.T) {
	for name, rule := range map[string]func(s sample, limit int) []Cell{
		"every cell with the limit or more": func(s sample, limit int) []Cell {
			return s.cells(t, limit, func(int, int) bool { return true })
		},
		"and its complement too": func(s sample, limit int) []Cell {
			return s.cells(t, limit, func(n, all int) bool { return all-n == 0 || all-n >= limit })
		},
		"the tree and each attribute safe by itself": func(s sample, limit int) (all []Cell) {
			for a := range len(s.frame.Attributes) + 1 {
				all = append(all, s.only(a).plan(t, limit).Shown()...)
			}
			return all
		},
	} {
		caught := 0
		for seed := range uint64(400) {
			r := rand.New(rand.NewPCG(seed, 3))
			s, limit := draw(r, 14), 4+r.IntN(4)
			if s.attack(rule(s, limit)).isolates(limit) != nil {
				caught++
			}
		}
		t.Logf("%s: the attacker isolates somebody in %d of 400 surveys", name, caught)
		if caught < 10 {
			t.Errorf("%s: only %d of 400 caught", name, caught)
		}
	}
}

// only is the survey with no attribute, for 0, or with the first, second and so on alone.
func (s sample) only(a int) sample {
	one := sample{frame: Frame{Nodes: s.frame.Nodes}}
	if a > 0 {
		one.frame.Attributes = s.frame.Attributes[a-1 : a]
	}
	for _, g := range s.groups {
		if a == 0 {
			g.Values = nil
		} else {
			g.Values = g.Values[a-1 : a]
		}
		one.groups = append(one.groups, g)
	}
	return one
}

// cells are those of the limit or more that allow accepts, told how many people they and the whole have.
func (s sample) cells(t *testing.T, limit int, allow func(n, all int) bool) (shown []Cell) {
	t.Helper()
	w, err := open(s.frame, s.groups, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := w.frame.sets(w.count)
	for _, c := range all {
		if n := w.count(c); n >= limit && allow(n, w.count(all[0])) {
			shown = append(shown, c.cell)
		}
	}
	return shown
}

func TestALargeTreeJudgedInRegionsIsAsSafe(t *testing.T) {
	shown, whole := 0, 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 6))
		s, limit := draw(r, 14), 4+r.IntN(4)
		w, err := open(s.frame, s.groups, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.apart = 1 + r.IntN(6)
		all := w.frame.sets(w.count)
		var cells []Cell
		for c, why := range w.decide(limit, all, nil) {
			if why == Shown {
				cells = append(cells, c)
			}
		}
		if found := s.attack(cells).isolates(limit); found != nil {
			t.Fatalf("seed %d: limit %d: isolates the groups %v of %+v\nby %v", seed, limit, found, s.groups, cells)
		}
		shown, whole = shown+len(cells), whole+len(s.plan(t, limit).Shown())
	}
	t.Logf("%d cells shown in regions, %d as a whole", shown, whole)
	if shown < whole/2 {
		t.Error("regions hide too much")
	}
}

// answered is the survey with only those who answered a question.
func (s sample) answered(r *rand.Rand) sample {
	q := s
	q.groups = nil
	for _, g := range s.groups {
		if r.IntN(3) == 0 {
			g.N -= r.IntN(g.N + 1)
		}
		q.groups = append(q.groups, g)
	}
	return q
}

func TestAQuestionThatSomeLeftOutIsSafeAmongThoseWhoAnsweredIt(t *testing.T) {
	hidden := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 4))
		s, limit := draw(r, 12), 4+r.IntN(4)
		plan := s.plan(t, limit)
		q := s.answered(r)
		question, err := plan.Question(q.groups)
		if err != nil {
			t.Fatal(err)
		}
		if found := q.attack(question.Shown()).isolates(limit); found != nil {
			t.Fatalf("seed %d: isolates %v among those who answered", seed, found)
		}
		for _, c := range question.Shown() {
			if ok, _ := plan.Shows(c); !ok {
				t.Fatalf("seed %d: the question shows %+v, which the plan hides", seed, c)
			}
		}
		hidden += len(plan.Shown()) - len(question.Shown())
	}
	if hidden == 0 {
		t.Error("no question had to hide more: the worlds are too easy")
	}
}

// Lists of texts can be cut with each other, not only added up, so what counts is who stands in the same lists.
func TestAWriterIsAlwaysOneOfTheHigherLimit(t *testing.T) {
	lists := 0
	for seed := range uint64(1000) {
		s := draw(rand.New(rand.NewPCG(seed, 13)), 14)
		plan := s.plan(t, 4) // free text from 7 on
		crowd := map[string]int{}
		for _, g := range s.groups {
			in := ""
			for _, n := range s.frame.Nodes {
				if ok, _ := plan.ShowsText(n.ID); ok && stands(s.frame, g.Place, Cell{Node: n.ID}) {
					in += n.ID + " "
				}
			}
			crowd[in] += g.N
		}
		for in, n := range crowd {
			if in != "" && n > 0 && n < 7 {
				t.Fatalf("seed %d: %d people stand in the lists of %s", seed, n, in)
			}
			lists++
		}
	}
	if lists < 1000 {
		t.Error("the worlds are too easy")
	}
}

func TestWhatIsSaidToBeCertainBeforeOpeningHoldsWhoeverAnswers(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 14))
		s := draw(r, 14)
		p, _ := New(5, 10)
		said, err := p.Warn(s.frame, s.groups)
		if err != nil {
			t.Fatal(err)
		}
		plan := s.answered(r).plan(t, 5)
		for _, w := range said {
			node := w.Node
			if node == "" {
				node = "0"
			}
			if ok, _ := plan.Shows(Cell{Node: node}); ok && w.Certain {
				t.Fatalf("seed %d: %+v, and yet it is shown", seed, w)
			}
		}
	}
}
