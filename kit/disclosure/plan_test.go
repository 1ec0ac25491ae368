package disclosure

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"kaname/kit/fault"
)

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

func TestEveryReasonHasASentenceAndOnlyShownHasNone(t *testing.T) {
	seen := map[string]Why{}
	for _, w := range []Why{Empty, Small, Subtraction, Wave, Above, Unproven, Unknown} {
		say := w.Sentence(7)
		if before, twice := seen[say]; say == "" || twice || !strings.HasSuffix(say, "。") {
			t.Errorf("%s: %q, as %s", w, say, before)
		}
		seen[say] = w
	}
	if say := Shown.Sentence(7); say != "" {
		t.Error(say)
	}
}

func TestThePromiseBeforeAnsweringNamesTheLimitsThatAreKept(t *testing.T) {
	p, _ := New(6, 12)
	f, groups := office(map[string]int{"総務": 12})
	plan, err := p.Plan(f, groups)
	if say := plan.Policy().Promise(); err != nil || !strings.Contains(say, "6人未満") || !strings.Contains(say, "12人以上") {
		t.Error(say, err)
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
		"nothing":         {},
		"two tops":        with(func(f *Frame) { f.Nodes = append(f.Nodes, Node{ID: "x"}) }),
		"a circle":        with(func(f *Frame) { f.Nodes = append(f.Nodes, Node{"x", "y"}, Node{"y", "x"}) }),
		"no such parent":  with(func(f *Frame) { f.Nodes = append(f.Nodes, Node{"x", "y"}) }),
		"twice":           with(func(f *Frame) { f.Nodes = append(f.Nodes, f.Nodes[1]) }),
		"pair of nothing": with(func(f *Frame) { f.Pairs = []Pair{{"a", "b", 0}} }),
		"same pair twice": with(func(f *Frame) {
			f.Attributes = []Attribute{{ID: "a"}, {ID: "b"}}
			f.Pairs = []Pair{{"a", "b", 0}, {"a", "b", 1}}
		}),
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
