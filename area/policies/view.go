package policies

import (
	"context"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared/approval"
)

// View is everything that the page of one version shows, read in one transaction.
type View struct {
	Policy         // zero where the ward has none for the year yet
	Before  Policy // what stood before it
	Serves  map[string][]ServedBy
	Adrift  []ServedBy        // goals linked to a point that this version no longer has
	All     []Policy          // every version of the ward, newest first, without points
	Request *approval.Request // the newest request to publish it
	Wards   []people.Office   // for who reads every ward
}

// Year loads the page of a ward and year: the published version, else the draft, else an empty page.
func (ps *Policies) Year(ctx context.Context, a people.Actor, wardID string, fy clock.FY) (v View, err error) {
	if !a.SeesWard(wardID) {
		return v, fault.Missing("この区")
	}
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		if v.All, err = editions(ctx, tx, a, wardID, 0); err != nil {
			return err
		}
		if p, ok := standing(v.All, fy); ok {
			v.Policy = p
			return ps.round(ctx, tx, a, &v)
		}
		w, err := people.OfficeIn(ctx, tx, wardID)
		if err != nil || w.Kind != "ward" {
			return fault.Missing("この区")
		}
		v.Policy = Policy{WardID: wardID, WardName: w.Name, FY: fy}
		return ps.round(ctx, tx, a, &v)
	})
	return v, err
}

// View loads the page of one version.
func (ps *Policies) View(ctx context.Context, a people.Actor, policyID string) (v View, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Policy, err = row(ctx, tx, a, policyID); err != nil {
			return err
		}
		if v.All, err = editions(ctx, tx, a, v.WardID, 0); err != nil {
			return err
		}
		return ps.round(ctx, tx, a, &v)
	})
	return v, err
}

// round adds the points of the version and of the one before it, the goals that serve them, and the request.
func (ps *Policies) round(ctx context.Context, tx *db.Tx, a people.Actor, v *View) (err error) {
	if a.City() {
		if v.Wards, err = people.Wards(ctx, tx, a.Today); err != nil {
			return err
		}
	}
	if v.ID == "" {
		return nil
	}
	v.Before, _ = beforeIn(v.All, v.Policy)
	each := []*Policy{&v.Policy}
	if v.Before.ID != "" {
		each = append(each, &v.Before)
	}
	if err := fill(ctx, tx, each...); err != nil {
		return err
	}
	if !v.Published() {
		rs, err := ps.Approvals.Of(ctx, tx, "policy", v.ID)
		if err != nil {
			return err
		}
		if len(rs) > 0 {
			v.Request = &rs[0]
		}
	}
	goals, err := ps.Goals(ctx, tx, a, v.WardID, v.FY)
	v.Serves = map[string][]ServedBy{}
	for _, g := range goals {
		switch past := v.Published() && v.ID != v.Current().ID; {
		case v.Number(g.PointID) > 0:
			v.Serves[g.PointID] = append(v.Serves[g.PointID], g)
		case !past:
			v.Adrift = append(v.Adrift, g)
		}
	}
	return err
}

// standing is what holds for fy: the newest published version, else the draft. all is the newest first.
func standing(all []Policy, fy clock.FY) (Policy, bool) {
	var draft Policy
	for _, p := range all {
		switch {
		case p.FY != fy:
		case p.Published():
			return p, true
		default:
			draft = p
		}
	}
	return draft, draft.ID != ""
}

// beforeIn finds what stood before p among the versions of its ward, newest first.
func beforeIn(all []Policy, p Policy) (Policy, bool) {
	for _, q := range all {
		if q.Published() && (q.FY == p.FY && q.Version < p.Version || q.FY == p.FY-1) {
			return q, true
		}
	}
	return Policy{}, false
}

// Waiting says whether the ward head has it before them.
func (v View) Waiting() bool { return v.Request != nil && v.Request.State == approval.Open }

// Current is what holds for the view's year.
func (v View) Current() Policy { p, _ := standing(v.All, v.FY); return p }

// Open is the draft of the view's year, if there is one.
func (v View) Open() (Policy, bool) {
	for _, p := range v.All {
		if p.FY == v.FY && !p.Published() {
			return p, true
		}
	}
	return Policy{}, false
}

// body is a point as it reads with its number, for comparing two versions.
func (p Policy) body(pointID string) string {
	n := p.Number(pointID)
	if n == 0 {
		return ""
	}
	x := p.Points[n-1]
	parts := []string{"方針" + itoa(n) + "　" + x.Title}
	if x.Text != "" {
		parts = append(parts, x.Text)
	}
	if names := x.leans(); names != "" {
		parts = append(parts, "つながり: "+names)
	}
	return strings.Join(parts, "\n")
}

// leans names what the point leans on.
func (x Point) leans() string {
	var names []string
	for _, t := range x.Links {
		names = append(names, kindName(t.Kind)+"「"+t.Name+"」")
	}
	return strings.Join(names, "、")
}

// changes sets two versions side by side: the foreword, each point of the new one, and each point that goes.
func changes(before, after Policy) []ui.Change {
	out := []ui.Change{{Label: "はじめの言葉", Before: before.Foreword, After: after.Foreword}}
	for i, x := range after.Points {
		out = append(out, ui.Change{Label: "方針" + itoa(i+1), Before: before.body(x.ID), After: after.body(x.ID)})
	}
	for _, x := range before.Points {
		if after.Number(x.ID) == 0 {
			out = append(out, ui.Change{Label: "なくなる方針", Before: before.body(x.ID)})
		}
	}
	return out
}

// pairs are two people's drafts side by side, for the page that shows both.
func pairs(theirs, mine Policy) []ui.Pair {
	out := []ui.Pair{{Label: "はじめの言葉", Theirs: theirs.Foreword, Mine: mine.Foreword}}
	for i, x := range theirs.Points {
		out = append(out, ui.Pair{Label: "方針" + itoa(i+1), Theirs: theirs.body(x.ID), Mine: mine.body(x.ID)})
	}
	for i, x := range mine.Points {
		if theirs.Number(x.ID) == 0 {
			out = append(out, ui.Pair{Label: "方針" + itoa(i+1), Mine: mine.body(x.ID)})
		}
	}
	return out
}

func kindName(kind string) string {
	return map[string]string{"principle": "理念", "standard": "基準"}[kind]
}

func yearHref(wardID string, fy clock.FY) string {
	return "/policies?ward=" + wardID + "&fy=" + itoa(int(fy))
}

func itoa(n int) string { return strconv.Itoa(n) }
