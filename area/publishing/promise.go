package publishing

import (
	"context"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
)

// Promise is a goal as the public reads it: the approved promise, later its approved result, and the plain sentences
// the secretariat added.
type Promise struct {
	ID           string
	FY           clock.FY
	Goal, Result *Item
	Extra
	Named string // a person's name stands in it, so it is kept back
}

// Extra is what the secretariat adds to a promise.
type Extra struct {
	Position int
	Top      bool
	Plain
	WordsOf, ResultOf string // the approvals whose texts were put plainly
	UpdatedAt         clock.Instant
}

// Plain are the plain sentences: one list for form, check and store.
type Plain struct {
	EasyTitle, EasyWords, EasyResult string
	EnTitle, EnWords, EnResult       string
}

// text is the newest approved text.
func (p Promise) text() Text {
	if p.Result != nil {
		return p.Result.Text
	}
	return p.Goal.Text
}

// slug names the promise in addresses: the random end of its id.
func (p Promise) slug() string {
	s := strings.ToLower(strings.ReplaceAll(p.ID, "-", ""))
	return "y" + s[max(0, len(s)-12):]
}

// at is when the public could first read the newest text.
func (p Promise) at() clock.Instant {
	at := clock.Instant("")
	for _, i := range []*Item{p.Goal, p.Result} {
		if i != nil {
			at = max(at, i.At)
		}
	}
	return at
}

func (p Promise) sample() bool {
	return p.Goal != nil && p.Goal.Sample || p.Result != nil && p.Result.Sample
}

// wordsApproval is the approval that the title and words stand on.
func (p Promise) wordsApproval() string {
	if p.Goal != nil {
		return p.Goal.Approval
	}
	return p.Result.Approval
}

func (p Promise) resultApproval() string {
	if p.Result == nil {
		return ""
	}
	return p.Result.Approval
}

// freshWords says whether the plain title and words put the text of today plainly; after a new approval they wait
// until somebody has looked at them again.
func (p Promise) freshWords() bool { return p.WordsOf != "" && p.WordsOf == p.wordsApproval() }

func (p Promise) freshResult() bool { return p.ResultOf != "" && p.ResultOf == p.resultApproval() }

// plainTitle, plainWords and plainResult are the sentences in l; "" where the Japanese stands in.
func (p Promise) plainTitle(l Lang) string {
	if !p.freshWords() {
		return ""
	}
	return map[Lang]string{Easy: p.EasyTitle, En: p.EnTitle}[l]
}

func (p Promise) plainWords(l Lang) string {
	if !p.freshWords() {
		return ""
	}
	return map[Lang]string{Easy: p.EasyWords, En: p.EnWords}[l]
}

func (p Promise) plainResult(l Lang) string {
	if !p.freshResult() {
		return ""
	}
	return map[Lang]string{Easy: p.EasyResult, En: p.EnResult}[l]
}

// state is the word, mark and colour of a promise: go, ok, ng (the year runs), no (the year is over), re.
func (p Promise) state(over bool) string {
	if p.Result == nil {
		if p.Goal.Text.Revised {
			return "re"
		}
		return "go"
	}
	missed := map[bool]string{true: "no", false: "ng"}[over]
	t := p.Result.Text
	switch {
	case t.Reach == "on":
		return "ok"
	case t.Reach == "off":
		return missed
	case t.Done == "on":
		return "ok"
	case t.Done == "off":
		return missed
	case t.Revised:
		return "re"
	}
	return "go"
}

func (p Promise) missed() bool {
	s := p.state(true)
	return s == "no"
}

// unexplained says whether a result was missed and the approved text does not say why, or what comes next.
func (p Promise) unexplained() bool {
	return p.Result != nil && p.missed() && (p.Result.Text.Issue == "" || p.Result.Text.Remedy == "")
}

// all is everything the public could read of the promise, in one string.
func (p Promise) all() string {
	var b strings.Builder
	for _, i := range []*Item{p.Goal, p.Result} {
		if i == nil {
			continue
		}
		t := i.Text
		for _, s := range append([]string{t.Title, t.Words, t.Situation, t.Summary, t.Issue, t.Remedy, t.Reason, t.Next}, t.Serves...) {
			b.WriteString(s + "\n")
		}
		for _, m := range t.Measures {
			b.WriteString(m.Name + "\n" + m.Definition + "\n" + m.Base + "\n")
			for _, x := range m.Points {
				b.WriteString(x.Source + "\n")
			}
		}
	}
	b.WriteString(strings.Join([]string{bare(p.EasyTitle), bare(p.EasyWords), bare(p.EasyResult), p.EnTitle, p.EnWords, p.EnResult}, "\n"))
	return b.String()
}

// after is the promise with the values that last year's results published for the same measures of the same office.
func (p Promise) after(past []Promise) Promise {
	follow := func(i *Item) *Item {
		if i == nil {
			return nil
		}
		out := *i
		out.Text.Measures = slices.Clone(i.Text.Measures)
		for _, x := range past {
			if x.Result == nil || x.Result.Text.Office != out.Text.Office {
				continue
			}
			for k, m := range out.Text.Measures {
				for _, last := range x.Result.Text.Measures {
					m = m.with(last, p.FY)
				}
				out.Text.Measures[k] = m
			}
		}
		return &out
	}
	p.Goal, p.Result = follow(p.Goal), follow(p.Result)
	return p
}

// promises joins the approved promises of some years with their results and plain sentences, by year and ward, in their order.
func (p *Publishing) promises(ctx context.Context, tx *db.Tx, wardID string, years []clock.FY) (map[clock.FY]map[string][]Promise, error) {
	extras, err := extrasOf(ctx, tx, wardID, years)
	if err != nil {
		return nil, err
	}
	items, err := p.Items(ctx, tx, wardID, years)
	if err != nil {
		return nil, err
	}
	all := map[clock.FY]map[string][]Promise{}
	for _, fy := range years {
		all[fy] = map[string][]Promise{}
	}
	at := map[string]int{}
	for _, it := range items {
		fy, ward := it.Text.FY, it.Text.WardID
		if all[fy] == nil || wardID != "" && ward != wardID {
			continue
		}
		i, known := at[it.ID]
		if !known {
			i = len(all[fy][ward])
			at[it.ID] = i
			all[fy][ward] = append(all[fy][ward], Promise{ID: it.ID, FY: fy, Extra: extras[it.ID]})
		}
		if it.What == "goal" {
			all[fy][ward][i].Goal = &it
		} else {
			all[fy][ward][i].Result = &it
		}
	}
	for _, byWard := range all {
		inOrder(byWard)
	}
	return all, nil
}

// inOrder puts each ward's promises as the secretariat moved them; those nobody moved come last, in the order of the offices.
func inOrder(out map[string][]Promise) {
	for ward := range out {
		slices.SortStableFunc(out[ward], func(x, y Promise) int {
			switch {
			case x.Position == y.Position:
				return 0
			case x.Position == 0:
				return 1
			case y.Position == 0:
				return -1
			}
			return x.Position - y.Position
		})
	}
}
