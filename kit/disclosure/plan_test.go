package disclosure

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"kaname/kit/fault"
)

func TestEveryCellHiddenForSubtractionWouldHaveGivenSomebodyAway(t *testing.T) {
	refused := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 2))
		s, limit := draw(r, 14), 4+r.IntN(7)
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
	rules := map[string]func(s sample, limit int) []Cell{
		"every cell with the limit or more": func(s sample, limit int) []Cell {
			return s.cells(t, limit, func(set, int, int) bool { return true })
		},
		"and its complement too": func(s sample, limit int) []Cell {
			return s.cells(t, limit, func(_ set, n, all int) bool { return all-n == 0 || all-n >= limit })
		},
		"the tree and each attribute safe by itself": func(s sample, limit int) []Cell {
			var all []Cell
			for a := range len(s.frame.Attributes) + 1 {
				one := s
				one.frame.Attributes, one.frame.Pairs, one.groups = nil, nil, nil
				if a > 0 {
					one.frame.Attributes = s.frame.Attributes[a-1 : a]
				}
				for _, g := range s.groups {
					if a > 0 {
						g.Values = g.Values[a-1 : a]
					} else {
						g.Values = nil
					}
					one.groups = append(one.groups, g)
				}
				all = append(all, one.plan(t, limit).Shown()...)
			}
			return all
		},
	}
	for name, rule := range rules {
		caught, worlds := 0, 0
		for seed := range uint64(400) {
			r := rand.New(rand.NewPCG(seed, 3))
			s, limit := draw(r, 14), 4+r.IntN(4)
			worlds++
			if s.attack(rule(s, limit)).isolates(limit) != nil {
				caught++
			}
		}
		t.Logf("%s: the attacker isolates somebody in %d of %d surveys", name, caught, worlds)
		if caught < worlds/20 {
			t.Errorf("%s: only %d of %d caught", name, caught, worlds)
		}
	}
}

// cells are those of the limit or more that allow accepts, told how many they and the whole have.
func (s sample) cells(t *testing.T, limit int, allow func(c set, n, all int) bool) (shown []Cell) {
	t.Helper()
	w, err := open(s.frame, s.groups, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := w.frame.sets(w.count)
	for _, c := range all {
		if n := w.count(c); n >= limit && allow(c, n, w.count(all[0])) {
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

// again is a second wave: some left, some came, some moved.
func (s sample) again(r *rand.Rand) (first, second sample) {
	first, second = s, s
	first.groups, second.groups = nil, nil
	for _, g := range s.groups {
		now := g
		now.Earlier = []Place{g.Place}
		switch r.IntN(6) {
		case 0:
			now.Place = Place{}
		case 1:
			now.Earlier = []Place{{}}
		case 2:
			now.Place = s.place(r)
		}
		if now.Earlier[0].Node != "" {
			first.groups = append(first.groups, Group{Place: now.Earlier[0], N: g.N})
		}
		second.groups = append(second.groups, now)
	}
	return first, second
}

func TestTwoWavesSetAgainstEachOtherIsolateNobodyWhoCameOrLeft(t *testing.T) {
	waves, alone := 0, 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 5))
		s, limit := draw(r, 11), 4+r.IntN(4)
		s.frame.Pairs = nil
		first, second := s.again(r)
		before := first.plan(t, limit)
		p, _ := New(limit, limit)
		after, err := p.Plan(second.frame, second.groups, before)
		if err != nil {
			t.Fatal(err)
		}
		attack := func(now Plan) []int {
			a := &attacker{}
			for _, g := range second.groups {
				a.size = append(a.size, g.N)
			}
			a.watch(second.groups, func(g Group) Place { return g.Earlier[0] }, first.frame, before.Shown())
			a.watch(second.groups, func(g Group) Place { return g.Place }, second.frame, now.Shown())
			return a.isolates(limit)
		}
		if found := attack(after); found != nil {
			t.Fatalf("seed %d: limit %d: isolates %v of %+v\n%v\n%v", seed, limit, found, second.groups, before.Shown(), after.Shown())
		}
		if attack(second.forget().plan(t, limit)) != nil {
			alone++
		}
		for _, d := range after.cells {
			if d.why == Wave {
				waves++
			}
		}
	}
	t.Logf("%d cells hidden for an earlier wave; planned without it, %d of 1500 surveys give somebody away", waves, alone)
	if waves == 0 || alone == 0 {
		t.Error("no wave gave anybody away: the worlds are too easy")
	}
}

func (s sample) forget() sample {
	groups := s.groups
	s.groups = nil
	for _, g := range groups {
		s.groups = append(s.groups, Group{Place: g.Place, N: g.N})
	}
	return s
}

func office(counts map[string]int) (Frame, []Group) {
	f := Frame{Nodes: []Node{{ID: "区"}}}
	var groups []Group
	for _, id := range []string{"総務", "窓口", "福祉", "保健"} {
		if n, there := counts[id]; there {
			f.Nodes = append(f.Nodes, Node{ID: id, Parent: "区"})
			groups = append(groups, Group{Place: Place{Node: id}, N: n})
		}
	}
	return f, groups
}

func TestASectionOfThreeTakesItsSmallestNeighbourWithIt(t *testing.T) {
	p, err := New(5, 10)
	if err != nil {
		t.Fatal(err)
	}
	f, groups := office(map[string]int{"総務": 3, "窓口": 20, "福祉": 8, "保健": 0})
	plan, err := p.Plan(f, groups)
	if err != nil {
		t.Fatal(err)
	}
	for node, want := range map[string]Why{"区": Shown, "窓口": Shown, "福祉": Subtraction, "総務": Small, "保健": Empty, "税務": Unknown} {
		if ok, why := plan.Shows(Cell{Node: node}); why != want || ok != (want == Shown) {
			t.Errorf("%s: %v %q, want %q", node, ok, why, want)
		}
	}
	if say := plan.Explain(Cell{Node: "福祉"}); say != "ほかの結果との引き算で5人未満の答えがわかるため、出しません。" {
		t.Error(say)
	}
	if ok, why := plan.ShowsText("福祉"); ok || why != Subtraction {
		t.Errorf("free text of 福祉: %v %q", ok, why)
	}
	if ok, _ := plan.ShowsText("窓口"); !ok {
		t.Error("twenty people's free text is hidden, though eleven others wrote too")
	}
}

func TestFreeTextNeedsMorePeopleThanFigures(t *testing.T) {
	p, _ := New(5, 10)
	f, groups := office(map[string]int{"総務": 12, "窓口": 20, "福祉": 8, "保健": 9})
	plan, err := p.Plan(f, groups)
	if err != nil {
		t.Fatal(err)
	}
	if ok, _ := plan.Shows(Cell{Node: "福祉"}); !ok {
		t.Error("eight people's figures are hidden")
	}
	ok, _ := plan.ShowsText("福祉")
	if say := plan.ExplainText("福祉"); ok || say != "答えた人が10人未満のため、自由記述は出しません。" {
		t.Errorf("%v %s", ok, say)
	}
}

func TestALimitBelowFourIsRefusedAndSaysWhy(t *testing.T) {
	for _, l := range [][2]int{{3, 10}, {0, 10}, {5, 4}, {101, 101}} {
		_, err := New(l[0], l[1])
		if fault.Of(err) != fault.Invalid || !fault.ProblemsOf(err).Any() {
			t.Errorf("%v: %v", l, err)
		}
	}
	if _, err := (Policy{}).Plan(office(nil)); fault.Of(err) != fault.Invalid {
		t.Errorf("a policy nobody made: %v", err)
	}
}

func TestAPlanKeptAndReadAgainIsTheSamePlanAndHoldsNoNumberOfPeople(t *testing.T) {
	s := ward(rand.New(rand.NewPCG(3, 3)), 60, 3, 6, 0.9)
	plan := s.plan(t, 5)
	kept, err := plan.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	read, err := Read(kept)
	if err != nil {
		t.Fatal(err)
	}
	again, err := read.Bytes()
	if err != nil || !bytes.Equal(kept, again) {
		t.Errorf("not the same bytes: %v", err)
	}
	for _, d := range plan.cells {
		if ok, why := read.Shows(d.cell); why != d.why || ok != (why == Shown) {
			t.Errorf("%+v: %q, was %q", d.cell, why, d.why)
		}
	}
	more := ward(rand.New(rand.NewPCG(3, 3)), 60, 3, 6, 0.9)
	for i := range more.groups {
		more.groups[i].N *= 100
	}
	loud, err := more.plan(t, 5).Bytes()
	if err != nil || strings.Contains(string(loud), "00") {
		t.Errorf("a size is in the plan kept: %v", err)
	}
	narrow, err := read.Question(s.groups)
	if err != nil || len(narrow.Shown()) != len(plan.Shown()) {
		t.Errorf("a question everybody answered shows %d of %d cells: %v", len(narrow.Shown()), len(plan.Shown()), err)
	}
}

func TestTheSameSizesInAnotherOrderGiveTheSamePlan(t *testing.T) {
	s := ward(rand.New(rand.NewPCG(4, 4)), 80, 4, 8, 0.9)
	one, err := s.plan(t, 5).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(s.groups), func(i, j int) { s.groups[i], s.groups[j] = s.groups[j], s.groups[i] })
	two, err := s.plan(t, 5).Bytes()
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("the order of the groups changed what is shown: %v", err)
	}
}

func TestBeforeOpeningItIsSaidWhereNothingWillBeShown(t *testing.T) {
	p, _ := New(5, 10)
	f, groups := office(map[string]int{"総務": 3, "窓口": 20, "福祉": 8, "保健": 0})
	got, err := p.Warn(f, groups)
	if err != nil || len(got) != 3 {
		t.Fatalf("%+v %v", got, err)
	}
	for _, w := range got {
		if w.Certain != (w.Node != "福祉") || w.Say == "" {
			t.Errorf("%+v", w)
		}
	}
	f, groups = office(map[string]int{"総務": 2, "窓口": 1})
	if got, err = p.Warn(f, groups); err != nil || len(got) != 1 || got[0].Node != "" || !got[0].Certain {
		t.Errorf("an office of three: %+v %v", got, err)
	}
}

func TestWhatDoesNotFitTogetherIsRefused(t *testing.T) {
	p, _ := New(5, 10)
	ok, groups := office(map[string]int{"総務": 9})
	with := func(change func(f *Frame)) Frame {
		f := Frame{Nodes: append([]Node(nil), ok.Nodes...)}
		change(&f)
		return f
	}
	frames := map[string]Frame{
		"nothing":          {},
		"two tops":         with(func(f *Frame) { f.Nodes = append(f.Nodes, Node{ID: "x"}) }),
		"a circle":         with(func(f *Frame) { f.Nodes = append(f.Nodes, Node{"x", "y"}, Node{"y", "x"}) }),
		"no such parent":   with(func(f *Frame) { f.Nodes = append(f.Nodes, Node{"x", "y"}) }),
		"twice":            with(func(f *Frame) { f.Nodes = append(f.Nodes, f.Nodes[1]) }),
		"pair of nothing":  with(func(f *Frame) { f.Pairs = []Pair{{"a", "b", 0}} }),
		"same value twice": with(func(f *Frame) { f.Attributes = []Attribute{{"a", []string{"1", "1"}, 0}} }),
	}
	for name, f := range frames {
		if _, err := p.Plan(f, groups); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, g := range map[string]Group{
		"negative":        {Place: Place{Node: "総務"}, N: -1},
		"no such node":    {Place: Place{Node: "税務"}, N: 1},
		"too many values": {Place: Place{Node: "総務", Values: []string{"1"}}, N: 1},
		"a wave too many": {Place: Place{Node: "総務"}, N: 1, Earlier: []Place{{}}},
	} {
		if _, err := p.Plan(ok, []Group{g}); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (Plan{}).Question(nil); fault.Of(err) != fault.Invalid {
		t.Errorf("a plan nobody made: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	s := draw(rand.New(rand.NewPCG(9, 9)), 9)
	p, _ := New(5, 10)
	plan, err := p.Plan(s.frame, s.groups)
	if err != nil {
		f.Fatal(err)
	}
	kept, _ := plan.Bytes()
	f.Add(kept)
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"version":1,"limit":5,"text_limit":10,"frame":{"nodes":[{"id":"a"}]},"cells":[{"node":"b","why":"shown"}]}`))
	f.Add([]byte(`{"version":1,"limit":1,"text_limit":1,"frame":{"nodes":[{"id":"a"}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		plan, err := Read(b)
		if err != nil {
			if fault.Of(err) != fault.Invalid || len(plan.Shown()) > 0 {
				t.Fatalf("%v", err)
			}
			return
		}
		one, err := plan.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(one); err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
	})
}
