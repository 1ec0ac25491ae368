package disclosure

import (
	"fmt"

	"kaname/kit/fault"
)

// Why says why a cell is shown or not; Explain has the sentence.
type Why string

// The reasons. Only Shown may be seen.
const (
	Shown       Why = "shown"
	Empty       Why = "empty"       // nobody there answered
	Small       Why = "small"       // fewer than the limit
	Subtraction Why = "subtraction" // with what is shown already it would give a small group away
	Wave        Why = "wave"        // beside an earlier wave it would give away the few who came or left
	Above       Why = "node"        // its node is not shown
	Unproven    Why = "unproven"    // probably harmless, but later cells could not be judged beside it
	Unknown     Why = "unknown"     // not offered by the frame
)

// Policy is the smallest number of people whose answers may be told apart.
type Policy struct {
	limit, text int
}

// Lowest and highest limit a policy may have.
const (
	LowestLimit  = 4
	HighestLimit = 100
)

// New is the policy that shows no group smaller than limit, and free text of none smaller than textLimit.
// It refuses a limit below LowestLimit, and a textLimit below limit.
func New(limit, textLimit int) (Policy, error) {
	var c fault.Check
	c.That(limit >= LowestLimit && limit <= HighestLimit, "limit",
		fmt.Sprintf("結果を出すいちばん少ない人数は%d人から%d人までです。%d人より少ないと、だれの答えかわかってしまいます。", LowestLimit, HighestLimit, LowestLimit))
	c.That(textLimit >= limit && textLimit <= HighestLimit, "text",
		fmt.Sprintf("自由記述を出すいちばん少ない人数は、結果の%d人より少なくできません（%d人まで）。書き方でだれかわかりやすいからです。", limit, HighestLimit))
	if err := c.Err(); err != nil {
		return Policy{}, err
	}
	return Policy{limit, textLimit}, nil
}

// Plan is what of one closed wave, or of one of its questions, may be shown. It is made once, from sizes alone, and kept:
// Bytes and Read carry it to and from a table.
type Plan struct {
	policy Policy
	frame  *frame
	cells  []decision     // in the order decided
	at     map[Cell]int   // place in cells
	texts  map[string]Why // by node
}

type decision struct {
	set
	why Why
}

// Plan decides for every cell of the frame whether it may be shown, so that nobody can work out anything about fewer
// than the limit people from all that is shown, of this wave and of the earlier ones together.
// Groups count those who answered. A wrong frame or group is an Invalid fault.
func (p Policy) Plan(f Frame, groups []Group, earlier ...Plan) (Plan, error) {
	if p.limit < LowestLimit {
		return Plan{}, invalid("人数の下限が決まっていません。下限を決めてから、結果の範囲を決めてください。")
	}
	w, err := open(f, groups, earlier)
	if err != nil {
		return Plan{}, err
	}
	all := w.frame.sets(w.count)
	plan := Plan{policy: p, frame: w.frame, texts: map[string]Why{}}
	plan.take(all, w.decide(p.limit, all, nil))
	plan.compare(w, earlier)
	w.writings(&plan)
	return plan, nil
}

// Question is the plan for one question, or for a figure made of several, from those who answered it: it shows only
// what the whole plan shows and what is safe among them. Groups and earlier plans are as in Plan.
func (p Plan) Question(groups []Group, earlier ...Plan) (Plan, error) {
	if p.frame == nil {
		return Plan{}, invalid("結果を出す範囲がまだ決まっていません。調査を締めきってから開いてください。")
	}
	w, err := open(p.frame.Frame, groups, earlier)
	if err != nil {
		return Plan{}, err
	}
	q := Plan{policy: p.policy, frame: w.frame, texts: p.texts}
	q.take(p.sets(), nil)
	for i, d := range p.cells {
		q.cells[i].why = d.why
	}
	q.narrow(w.decide(p.policy.limit, q.shown(), nil), "")
	q.compare(w, earlier)
	return q, nil
}

func (p *Plan) take(all []set, why map[Cell]Why) {
	p.at = make(map[Cell]int, len(all))
	for i, c := range all {
		p.cells, p.at[c.cell] = append(p.cells, decision{c, why[c.cell]}), i
	}
}

func (p Plan) sets() []set {
	all := make([]set, len(p.cells))
	for i, d := range p.cells {
		all[i] = d.set
	}
	return all
}

func (p Plan) shown() (all []set) {
	for _, d := range p.cells {
		if d.why == Shown {
			all = append(all, d.set)
		}
	}
	return all
}

// narrow hides what why does not show; instead, where given, is the reason for all of it.
func (p *Plan) narrow(why map[Cell]Why, instead Why) {
	for i, d := range p.cells {
		now := why[d.cell]
		if d.why != Shown || now == Shown {
			continue
		}
		if instead != "" && (now == Subtraction || now == Small) {
			now = instead
		}
		p.cells[i].why = now
	}
}

// compare takes away what could be set against earlier waves.
func (p *Plan) compare(w *world, earlier []Plan) {
	if len(earlier) > 0 {
		p.narrow(w.decide(p.policy.limit, p.shown(), earlier), Wave)
	}
}

// Policy is the one the plan was made by.
func (p Plan) Policy() Policy { return p.policy }

// Shows says whether the answers of a cell may be shown, and if not, why.
func (p Plan) Shows(c Cell) (bool, Why) {
	i, known := p.at[c]
	if !known {
		return false, Unknown
	}
	return p.cells[i].why == Shown, p.cells[i].why
}

// ShowsText says whether what the people of a node wrote may be shown, and if not, why.
// Free text is shown by node only: a text that stood in two lists would name the few in both.
func (p Plan) ShowsText(node string) (bool, Why) {
	why, known := p.texts[node]
	if !known {
		return false, Unknown
	}
	return why == Shown, why
}

// Shown lists the cells that may be shown, in the order they were granted.
func (p Plan) Shown() []Cell {
	var all []Cell
	for _, c := range p.shown() {
		all = append(all, c.cell)
	}
	return all
}
