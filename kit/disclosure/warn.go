package disclosure

import "fmt"

// Warning is one thing to say before a survey opens: a node whose results will stay hidden, or "" for the survey as a whole.
type Warning struct {
	Node    string
	Certain bool // false where it depends on who answers
	Say     string
}

// Warn looks ahead, with the groups counting those who will be asked: which nodes are too small to be shown at all,
// and which stay hidden even if everybody answers, because of a small neighbour. Where the whole is too small,
// that is the only warning: nobody could answer without being known. An Invalid fault is as of Plan.
func (p Policy) Warn(f Frame, asked []Group) ([]Warning, error) {
	f.Attributes, f.Pairs = nil, nil
	tree := make([]Group, len(asked))
	for i, g := range asked {
		tree[i] = Group{Place: Place{Node: g.Node}, N: g.N}
	}
	plan, err := p.Plan(f, tree)
	if err != nil {
		return nil, err
	}
	var all []Warning
	for _, d := range plan.cells {
		if d.why == Shown {
			continue
		}
		if d.level == 0 {
			return []Warning{{Certain: true, Say: fmt.Sprintf("たずねる相手が%d人未満です。答えがだれのものかわかってしまうので、ほかの所属と合わせるか、この調べ方をやめてください。", p.limit)}}, nil
		}
		all = append(all, p.warning(d))
	}
	return all, nil
}

func (p Policy) warning(d decision) Warning {
	w := Warning{Node: d.cell.Node, Certain: d.why == Empty || d.why == Small}
	switch d.why {
	case Empty:
		w.Say = "たずねる相手がいません。"
	case Small:
		w.Say = fmt.Sprintf("%d人に満たないので、全員が答えても結果は出ません。答えは上の所属に入ります。", p.limit)
	default:
		w.Say = fmt.Sprintf("となりに%d人未満の所属があり、引き算でわかってしまうので、全員が答えたときは結果が出ません。小さい所属を合わせると出せます。", p.limit)
	}
	return w
}
