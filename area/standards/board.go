package standards

import (
	"context"
	"fmt"
	"strconv"

	"kaname/kit/chart"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/people"
)

// Target is a principle or a standard in force that a goal can serve. Kind is principle or standard.
type Target struct{ Kind, ID, Name, Href string }

// Targets lists the principles and the standards in force in fy; they are the city's, so every ward has the same.
func (ss *Standards) Targets(ctx context.Context, tx *db.Tx, a people.Actor, _ string, fy clock.FY) ([]Target, error) {
	s, err := ss.load(ctx, tx, a, fy, scope{none: true})
	var out []Target
	for _, p := range s.Principles {
		out = append(out, Target{"principle", p.ID, "理念「" + p.Name + "」", "/principles#p-" + p.ID})
	}
	for _, v := range s.Items {
		out = append(out, Target{"standard", v.StandardID, v.Name(), v.Href()})
	}
	return out, err
}

// Overview is what the PDCA board shows of the city's wheel for a ward ("" is the city).
type Overview struct {
	FY                clock.FY
	Edition           int
	Items, Proposals  int
	Met, Part, Coming int
	Outside           int
	Principles        []OverviewPrinciple
	Years             []YearCount
	Steps             chart.Steps
	Verifying         int // standards of the year without a decision yet
}

// OverviewPrinciple is a principle with its standards of the year.
type OverviewPrinciple struct {
	ID, Name, Href string
	Position       int
	Items          []OverviewItem
	Proposed       []Proposal // open proposals under it
}

// OverviewItem is a standard with the ward's state.
type OverviewItem struct {
	ID, Code, Title, Href string
	State                 ui.State
	Proposed              bool
}

// YearCount is how many standards governed a year.
type YearCount struct {
	FY         clock.FY
	Edition    int
	Items      int
	Verified   bool // the meeting has looked at it
	AllReached bool // and found no ward short
}

// Overview tells the board of the city's wheel.
func (ss *Standards) Overview(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) (o Overview, err error) {
	s, err := ss.load(ctx, tx, a, fy, scope{})
	if err != nil {
		return o, err
	}
	o = Overview{FY: fy, Edition: Edition(s.First, fy), Items: len(s.Items), Proposals: len(s.Open), Years: s.counts(), Verifying: max(0, len(s.Items)-s.met[fy].Decided)}
	at := map[string]int{}
	for i, p := range s.Principles {
		at[p.ID] = i
		o.Principles = append(o.Principles, OverviewPrinciple{ID: p.ID, Name: p.Name, Position: p.Position, Href: "/principles#p-" + p.ID})
	}
	for _, v := range s.Items {
		st := s.Of(v, wardID).State
		switch st {
		case Met:
			o.Met++
		case Part:
			o.Part++
		case Coming:
			o.Coming++
		default:
			o.Outside++
		}
		it := OverviewItem{ID: v.StandardID, Code: v.Code, Title: v.Title, Href: v.Href(), State: st.Show()}
		n, ok := at[v.PrincipleID]
		if !ok {
			continue
		}
		for _, p := range s.Open {
			if p.StandardID == v.StandardID {
				it.Proposed = true
				o.Principles[n].Proposed = append(o.Principles[n].Proposed, p)
			}
		}
		o.Principles[n].Items = append(o.Principles[n].Items, it)
	}
	o.Steps = s.WholeSteps(o.Years)
	return o, nil
}

func (s Set) counts() []YearCount {
	var out []YearCount
	ys := s.years()
	for i := len(ys) - 1; i >= 0; i-- {
		y := YearCount{FY: ys[i], Edition: Edition(s.First, ys[i])}
		for _, v := range s.All {
			if v.In(y.FY) {
				y.Items++
			}
		}
		m := s.met[y.FY]
		y.Verified, y.AllReached = m.All > 0, m.All > 0 && m.Short == 0
		if y.Items > 0 {
			out = append(out, y)
		}
	}
	return out[max(0, len(out)-8):]
}

// WholeSteps is the staircase of the whole set: how many standards each year had, and what is proposed for the next.
func (s Set) WholeSteps(years []YearCount) chart.Steps {
	c := chart.Steps{StepName: "基準", TopName: "項目の数", WhenName: "年度", WordName: "状態",
		Note: chart.Note{ID: "whole", Base: "市の基準すべて", Remark: "塗りは検証で対象の区がすべて達成した年度、斜線は届いていない区がある年度、点線は案", Width: 540, Empty: "基準が定まると、ここに階段が描かれます。"}}
	if len(years) == 0 {
		c.Finding, c.Period = "基準はこれから定めます", s.FY.Era()
		return c
	}
	for _, y := range years {
		p := chart.Step{Inside: fmt.Sprintf("基準%d", y.Edition), Top: strconv.Itoa(y.Items) + "項目", Label: y.FY.Short() + "年度", State: chart.Hatched, Now: y.FY == s.FY}
		switch {
		case y.FY > s.Today:
			p.State, p.Word = chart.Outline, "これから"
		case y.FY == s.Today:
			p.Word = "いま"
		case y.AllReached:
			p.State, p.Word = chart.Filled, "達成"
		case y.Verified:
			p.Word = "一部"
		default:
			p.Word = "検証なし"
		}
		c.Items = append(c.Items, p)
	}
	first, last := years[0], years[len(years)-1]
	born := 0
	for _, p := range s.Open {
		if p.Kind == "new" {
			born++
		}
	}
	if len(s.Open) > 0 && last.FY <= s.Today {
		c.Items = append(c.Items, chart.Step{Inside: fmt.Sprintf("基準%d案", last.Edition+1), Top: strconv.Itoa(last.Items+born) + "項目", Label: (last.FY + 1).Short() + "年度", Word: "これから", State: chart.Outline})
	}
	c.N, c.Period = last.Items, first.FY.Short()+"〜"+last.FY.Short()+"年度"
	c.Finding = fmt.Sprintf("基準は%d年で%dから%d項目になりました", len(years), first.Items, last.Items)
	if len(years) == 1 {
		c.Finding, c.Period = fmt.Sprintf("%sは%d項目で始まりました", c.Items[0].Inside, first.Items), first.FY.Era()
	} else if first.Items == last.Items {
		c.Finding = fmt.Sprintf("基準は%d年、%d項目のまま中身を上げてきました", len(years), last.Items)
	}
	return c
}

// Stairs is the staircase of one standard: each wording with the years it governed, and what is proposed next.
func (v View) Stairs() chart.Steps {
	c := chart.Steps{StepName: "基準", TopName: "目安", WhenName: "年度", WordName: "状態", Note: chart.Note{ID: "stairs", Title: v.One.Name() + "の階段", Base: "対象の区の検証", N: max(1, len(v.Wards)),
		Remark: "塗りは対象の区がすべて達成した基準、斜線は届いていない区がある基準、点線は案", Width: 800}}
	var vs []Version
	for _, x := range v.All {
		if x.StandardID == v.One.StandardID {
			vs = append(vs, x)
		}
	}
	vs = vs[max(0, len(vs)-8):]
	for _, x := range vs {
		p := chart.Step{Inside: EditionName(v.First, x.FromFY), Top: x.Stair(), Label: span(x, v.Today), State: chart.Hatched, Now: x.In(v.FY)}
		switch {
		case x.FromFY > v.Today:
			p.State, p.Word = chart.Outline, "これから"
		default:
			p.State, p.Word = v.fillOf(x)
		}
		c.Items = append(c.Items, p)
	}
	first, last := vs[0], vs[len(vs)-1]
	c.Period = first.FromFY.Short() + "〜" + min(last.ToFY, max(v.Today, last.FromFY)).Short() + "年度"
	n := int(min(last.ToFY, max(v.Today, last.FromFY))-first.FromFY) + 1
	switch {
	case len(vs) == 1 && first.Threshold == nil:
		c.Finding = first.FromFY.Era() + "に定め、まだ上げていません"
	case len(vs) == 1:
		c.Finding = first.FromFY.Era() + "に" + first.Aim() + "と定め、まだ上げていません"
	case first.Aim() == last.Aim():
		c.Finding = fmt.Sprintf("%d年で%d回、文を上げました", n, len(vs)-1)
	default:
		c.Finding = fmt.Sprintf("%d年で%sから%sへ", n, first.Aim(), last.Aim())
	}
	for _, q := range v.Proposals {
		top := q.Title
		for _, r := range v.Ready {
			if r.ID == q.VersionID && r.Aim() != last.Aim() {
				top = r.Aim()
			}
		}
		c.Items = append(c.Items, chart.Step{Inside: EditionName(v.First, v.Today+1) + "案", Top: top, Label: (v.Today + 1).Short() + "年度", Word: q.State.Show().Word, State: chart.Outline})
		c.Finding += "。つぎは「" + q.Title + "」の案です"
		break
	}
	return c
}

// fillOf is how a wording's stair is filled: by what the meeting found in its last year, or by the checks of the running one.
func (v View) fillOf(x Version) (chart.State, string) {
	last := min(x.ToFY, v.Today)
	var states []State
	for _, f := range v.before {
		if f.FY == last {
			states = append(states, f.State)
		}
	}
	word := ""
	if x.In(v.Today) {
		word = "いま"
	}
	if len(states) == 0 && x.In(v.FY) && v.FY == v.Today {
		states = append(states, v.Of(x, "").State)
	} else if len(states) == 0 && word == "" {
		return chart.Hatched, "検証なし"
	}
	switch t := together(states); {
	case t == Met:
		return chart.Filled, join(word, "達成")
	case t == Outside:
		return chart.Hatched, join(word, "対象外")
	case word != "":
		return chart.Hatched, word
	}
	return chart.Hatched, "一部"
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "　" + b
}

// span names the years of a version: R6年度, R6〜R7年度, R8年度〜.
func span(v Version, today clock.FY) string {
	switch {
	case v.ToFY == Forever && v.FromFY >= today:
		return v.FromFY.Short() + "年度"
	case v.ToFY == Forever:
		return v.FromFY.Short() + "〜" + today.Short() + "年度"
	case v.ToFY == v.FromFY:
		return v.FromFY.Short() + "年度"
	}
	return v.FromFY.Short() + "〜" + v.ToFY.Short() + "年度"
}

// InForce lists the standards that govern fy, in the order of their numbers: for the public page.
func (ss *Standards) InForce(ctx context.Context, tx *db.Tx, a people.Actor, fy clock.FY) ([]Version, error) {
	s, err := ss.load(ctx, tx, a, fy, scope{none: true})
	return s.Items, err
}
