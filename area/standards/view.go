package standards

import (
	"context"
	"sort"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared/approval"
)

// View is the page of the standards: the list at the left, one standard at the right.
type View struct {
	Set
	WardID, Ward string // whose state is shown; "" is the whole city
	Filter       Filter
	Groups       []Group
	Counts       map[State]int

	One       *Version
	Here      bool // One governs the year
	Now       Standing
	Rows      []Row
	Proposals []Proposal // open ones of One
	Ready     []Version  // wordings that wait for the meeting
	Goals     []ServedBy
	Checks    []Check
	Start     clock.Start
}

// Filter narrows the list; zero fields do not.
type Filter struct {
	Words, Axis, Level string
	State              State
}

// Group is a principle with its standards of the year.
type Group struct {
	Name     string
	Position int
	Items    []Version
}

// Row is one line of 毎年の決定.
type Row struct {
	When, Word, Change, Reason, Href string
	State                            *ui.State
	FY                               clock.FY
}

// View loads the standards of fy; standardID "" takes the first of the list.
func (ss *Standards) View(ctx context.Context, a people.Actor, fy clock.FY, wardID, standardID string, f Filter) (v View, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		v = View{Filter: f, Start: ss.Start(ctx), WardID: wardID, Counts: map[State]int{}}
		if v.Set, err = ss.load(ctx, tx, a, fy, scope{standardID: standardID}); err != nil {
			return err
		}
		for _, w := range v.Wards {
			if w.ID == wardID {
				v.Ward = w.Name
			}
		}
		if wardID != "" && v.Ward == "" {
			return fault.Missing("この区")
		}
		v.list()
		if standardID == "" && len(v.Groups) > 0 {
			standardID = v.Groups[0].Items[0].StandardID
			if err = v.find(ctx, tx, standardID); err != nil {
				return err
			}
		}
		if standardID == "" {
			v.Ready, err = versionsReady(ctx, tx)
			return err
		}
		return ss.detail(ctx, tx, a, &v, standardID)
	})
	return v, err
}

// list groups the year's standards by principle and counts their states.
func (v *View) list() {
	at := map[string]int{}
	words := kana.Fold(v.Filter.Words)
	for _, it := range v.Items {
		state := v.Of(it, v.WardID).State
		v.Counts[state]++
		f := v.Filter
		if f.Axis != "" && it.Axis != f.Axis || f.Level != "" && it.Level != f.Level || f.State != "" && state != f.State {
			continue
		}
		if words != "" && !strings.Contains(kana.Fold(it.Code+" "+it.Title+" "+it.Promise+" "+it.Text+" "+it.Principle), words) {
			continue
		}
		n, ok := at[it.PrincipleID]
		if !ok {
			n = len(v.Groups)
			at[it.PrincipleID] = n
			v.Groups = append(v.Groups, Group{Name: it.Principle, Position: it.PrinciplePosition})
		}
		v.Groups[n].Items = append(v.Groups[n].Items, it)
	}
	sort.SliceStable(v.Groups, func(i, k int) bool { return v.Groups[i].Position < v.Groups[k].Position })
}

// nearestTo is the version of a standard that governs fy, else the one nearest to it.
func nearestTo(all []Version, standardID string, fy clock.FY) (Version, bool) {
	v, ok := governing(all, standardID, fy)
	if ok {
		return v, true
	}
	for _, x := range all {
		if x.StandardID == standardID && (!ok || x.FromFY <= fy || v.FromFY > fy && x.FromFY < v.FromFY) {
			v, ok = x, true
		}
	}
	return v, ok
}

func (ss *Standards) detail(ctx context.Context, tx *db.Tx, a people.Actor, v *View, standardID string) error {
	one, ok := nearestTo(v.All, standardID, v.FY)
	if !ok {
		return fault.Missing("この基準")
	}
	v.One, v.Here, v.Now = &one, one.In(v.FY), v.Of(one, v.WardID)
	for _, p := range v.Open {
		if p.StandardID == standardID {
			v.Proposals = append(v.Proposals, p)
		}
	}
	decided, err := decisionsOf(ctx, tx, standardID, 0)
	if err != nil {
		return err
	}
	if len(v.Proposals) > 0 {
		if v.Ready, err = versionsReady(ctx, tx); err != nil {
			return err
		}
	}
	v.Rows = v.rows(decided)
	if v.Checks, err = checksOf(ctx, tx, a, v.FY, standardID, ""); err != nil {
		return err
	}
	if ss.Goals != nil {
		v.Goals, err = ss.Goals(ctx, tx, a, standardID, v.FY)
	}
	return err
}

// rows tells a standard's history: what waits, what was decided, and how it began.
func (v View) rows(decided []Decision) []Row {
	var out []Row
	asked := map[string]bool{}
	for _, d := range decided {
		if d.Approval == approval.Open {
			asked[d.ProposalID] = true
		}
	}
	march := yearMonth(v.Start.Last(v.Today))
	for _, p := range v.Proposals {
		if !asked[p.ID] {
			s := p.State.Show()
			out = append(out, Row{When: march, State: &s, Change: p.Title, Reason: p.Reason, Href: "/proposals/" + p.ID, FY: v.Today + 1})
		}
	}
	known := map[string]bool{}
	for _, d := range decided {
		known[d.VersionID] = true
		out = append(out, v.row(d))
	}
	for _, x := range v.All {
		if x.StandardID == v.One.StandardID && !known[x.ID] {
			out = append(out, Row{When: yearMonth(x.UpdatedAt.Date()), Word: "制定", Change: x.Aim() + "を初めて定めた", Reason: "市の最初の基準として定めました。", FY: x.FromFY})
		}
	}
	return out
}

func (v View) row(d Decision) Row {
	r := Row{When: yearMonth(d.At.Date()), Word: d.Choice.Name(), Reason: d.Reason, FY: d.FY + 1, Change: "変えない"}
	switch d.Choice {
	case Merge:
		r.Change = "終えて、ほかの基準にまとめた"
		if into, ok := nearestTo(v.All, d.IntoID, d.FY); ok {
			r.Change, r.Href = into.Name()+"にまとめた", into.Href()
		}
	case Retire:
		r.Change = d.FY.Era() + "で終えた"
	case Raise, Adopt:
		next, before := v.pair(d)
		r.Change = next.Changed(before.Draft)
		if next.State == "set" {
			r.FY = next.FromFY
		}
		if d.Approval != approval.Approved {
			s := d.Approval.Show()
			r.State, r.Word, r.Href = &s, "", "/approvals/"+d.ApprovalID
		}
	}
	return r
}

// pair finds the wording a decision speaks of, and the one it supersedes.
func (v View) pair(d Decision) (next, before Version) {
	for _, x := range append(append([]Version{}, v.All...), v.Ready...) {
		if x.ID == d.VersionID {
			next = x
		}
	}
	if next.State == "set" {
		for _, x := range v.All {
			if x.ID == next.Supersedes {
				before = x
			}
		}
		return next, before
	}
	before, _ = governing(v.All, d.StandardID, d.FY)
	return next, before
}

// yearMonth writes R8年3月.
func yearMonth(d clock.Date) string {
	p := strings.Split(d.EraShort(), ".")
	if len(p) != 3 {
		return string(d)
	}
	return p[0] + "年" + p[1] + "月"
}

// years lists the fiscal years for the switch, the newest first: from 基準1 to next year where its set is known.
func (s Set) years() []clock.FY {
	last := s.Today
	for _, v := range s.All {
		last = max(last, min(v.FromFY, s.Today+1))
	}
	first := s.First
	if first == 0 || first > last {
		first = last
	}
	var out []clock.FY
	for y := last; y >= first; y-- {
		out = append(out, y)
	}
	return out
}
