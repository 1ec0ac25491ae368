package app

import (
	"context"
	"strings"

	"kaname/area/aims"
	"kaname/area/goals"
	"kaname/area/plans"
	"kaname/area/policies"
	"kaname/area/standards"
	"kaname/area/surveys"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
	"kaname/shared/approval"
)

// join connects what one room asks for with the room that knows, and what one room announces with those who listen.
func (h *House) join() {
	h.joinGoals()
	h.joinStandards()
	h.joinPlans()
	h.joinAims()
	h.joinForms()
	h.joinJobs()
	h.joinPublishing()
	h.joinBoard()
	h.joinStaffSurveys()
	h.Approvals.Decided = h.decided
}

// decided tells the room whose request was decided.
func (h *House) decided(ctx context.Context, tx *db.Tx, a people.Actor, r approval.Request) error {
	switch kind, _, _ := strings.Cut(r.Kind, "."); kind {
	case "goal":
		return h.Goals.Decided(ctx, tx, a, r, strings.TrimPrefix(r.Kind, "goal."))
	case "standard":
		return h.Standards.Decided(ctx, tx, a, r)
	case "policy":
		return h.Policies.Decided(ctx, tx, a, r)
	}
	return fault.New(fault.Internal, "「"+r.Kind+"」の承認を受けとる部屋がありません。")
}

// joinGoals: what a goal can serve, which figures it can read, what else bears on it, where a practice goes.
func (h *House) joinGoals() {
	h.Goals.Targets = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]goals.Target, error) {
		var out []goals.Target
		above, err := h.Standards.Targets(ctx, tx, a, wardID, fy)
		if err != nil {
			return nil, err
		}
		for _, t := range above {
			out = append(out, goals.Target{Link: goals.Link{Kind: t.Kind, Target: t.ID}, Name: t.Name, Href: t.Href})
		}
		points, err := h.Policies.Targets(ctx, tx, a, wardID, fy)
		for _, t := range points {
			out = append(out, goals.Target{Link: goals.Link{Kind: t.Kind, Target: t.ID}, Name: t.Name, Href: t.Href})
		}
		return out, err
	}
	h.Goals.Sources = h.sources
	h.Goals.Read = h.read
	h.Goals.Evidence = func(ctx context.Context, tx *db.Tx, a people.Actor, goalID string) ([]goals.Evidence, error) {
		all, err := h.Aims.ForGoal(ctx, tx, a, goalID)
		out := make([]goals.Evidence, len(all))
		for i, e := range all {
			out[i] = goals.Evidence(e)
		}
		return out, err
	}
	h.Goals.Propose = func(ctx context.Context, tx *db.Tx, a people.Actor, g goals.Goal, reason string) error {
		_, err := h.Standards.ProposeFrom(ctx, tx, a, standards.Practice{GoalID: g.ID, WardID: g.WardID, Title: g.Title, Reason: reason, Sample: g.Sample})
		return err
	}
	h.Surveys.Goals = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) ([]surveys.GoalLink, error) {
		names, err := h.Goals.Names(ctx, tx, a, wardID, a.FY)
		out := make([]surveys.GoalLink, len(names))
		for i, n := range names {
			out[i] = surveys.GoalLink{ID: n.ID, Name: n.Title, Href: "/goals/" + n.ID}
		}
		return out, err
	}
}

// A source's reference: survey:<id>:<item>:<measure>:<counter or nothing>.
func sourceRef(s surveys.Source) string {
	return strings.Join([]string{"survey", s.Survey, s.Item, string(s.Measure), s.Counter}, ":")
}

// sources are the satisfied share of each item of the ward's surveys that are open, over all counters.
func (h *House) sources(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) ([]goals.Source, error) {
	open, err := h.Surveys.InWard(ctx, tx, a, wardID)
	if err != nil {
		return nil, err
	}
	var out []goals.Source
	for _, s := range open {
		for _, item := range surveys.Items(s.Form) {
			out = append(out, goals.Source{Ref: sourceRef(surveys.Source{Survey: s.ID, Item: item.ID, Measure: surveys.ReadTop2}),
				Name: s.Title + "「" + item.Short(surveys.Ja).Plain() + "」満足の割合", BaseLabel: "来庁者アンケートに答えた人", Unit: "%"})
		}
	}
	return out, nil
}

// read asks the surveys room for a figure of a source over a period, with its provenance.
func (h *House) read(ctx context.Context, tx *db.Tx, a people.Actor, source string, from, to clock.Date) (goals.Reading, error) {
	f := strings.Split(source, ":")
	if len(f) != 5 || f[0] != "survey" {
		return goals.Reading{}, fault.Missing("この数の出どころ")
	}
	r, err := h.Surveys.ReadingIn(ctx, tx, a, surveys.Source{Survey: f[1], Item: f[2], Measure: surveys.Measure(f[3]), Counter: f[4], From: from, To: to})
	if err != nil {
		return goals.Reading{}, err
	}
	if r.Hidden || r.N == 0 {
		return goals.Reading{}, fault.Missing("出せる数の値")
	}
	return goals.Reading{Value: r.Value, N: r.N, BaseLabel: r.Base, From: from, To: to, AsOf: r.AsOf, Source: r.Label, Href: r.Link}, nil
}

// joinStandards: which goals serve a standard, and what a point of a policy may lean on.
func (h *House) joinStandards() {
	h.Standards.Goals = func(ctx context.Context, tx *db.Tx, a people.Actor, standardID string, fy clock.FY) ([]standards.ServedBy, error) {
		refs, err := h.Goals.Serving(ctx, tx, a, "", "standard", standardID, fy)
		out := make([]standards.ServedBy, len(refs))
		for i, r := range refs {
			out[i] = standards.ServedBy{GoalID: r.ID, Title: r.Title, Office: r.Office, WardID: r.WardID, Href: "/goals/" + r.ID, State: r.Status.Show()}
		}
		return out, err
	}
	h.Policies.Above = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]policies.Target, error) {
		above, err := h.Standards.Targets(ctx, tx, a, wardID, fy)
		out := make([]policies.Target, len(above))
		for i, t := range above {
			out[i] = policies.Target{Kind: t.Kind, ID: t.ID, Name: t.Name, Href: t.Href}
		}
		return out, err
	}
	h.Policies.Goals = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]policies.ServedBy, error) {
		refs, err := h.Goals.Serving(ctx, tx, a, wardID, "policy", "", fy)
		out := make([]policies.ServedBy, len(refs))
		for i, r := range refs {
			out[i] = policies.ServedBy{PointID: r.Target, Title: r.Title, Office: r.Office, Href: "/goals/" + r.ID, State: r.Status.Show()}
		}
		return out, err
	}
}

// joinPlans: an item of a plan becomes an initiative of the goals room, and is reported back.
func (h *House) joinPlans() {
	h.Plans.Assign = h.assign
	h.Plans.Progress = func(ctx context.Context, tx *db.Tx, a people.Actor, adoptionID string) ([]plans.Standing, error) {
		lines, err := h.Goals.OfPlan(ctx, tx, a, adoptionID)
		out := make([]plans.Standing, len(lines))
		for i, l := range lines {
			_, key, _ := strings.Cut(l.PlanRef, "/")
			s := plans.Standing{Key: key, GoalID: l.ID, Href: "/goals/" + l.ID, OfficeID: l.OfficeID, OfficeName: l.OfficeName, OwnerID: l.OwnerID, OwnerName: l.OwnerName,
				FY: l.FY, State: l.Status().Show(), Line: l.Last.Line, On: l.Last.At.Date()}
			if r, ok := l.Reviewed[goals.End]; ok {
				s.Line = r.Summary
			}
			if l.Ended.Decision != "" {
				s.Ended, s.EndedWord, s.EndedWhy = l.Ended.Decision == goals.Close, l.Ended.Decision.Name(), l.Ended.Reason
			}
			out[i] = s
		}
		return out, err
	}
}

// joinAims: which goals a month's aim may serve.
func (h *House) joinAims() {
	h.Aims.Goals = func(ctx context.Context, tx *db.Tx, a people.Actor, o people.Office, fy clock.FY) ([]aims.Goal, error) {
		names, err := h.Goals.Names(ctx, tx, a, o.WardID, fy)
		out := make([]aims.Goal, len(names))
		for i, n := range names {
			out[i] = aims.Goal{ID: n.ID, Title: n.Title, Href: "/goals/" + n.ID}
		}
		return out, err
	}
}

func (h *House) assign(ctx context.Context, tx *db.Tx, a people.Actor, as plans.Assignment) (string, error) {
	d := goals.Draft{Kind: goals.KindInitiative, OfficeID: as.OfficeID, OwnerID: as.OwnerID, FY: as.FY, Title: cut(as.Item.Title, 80), Situation: cut(as.Item.Text, 1000)}
	if as.Parents != "" {
		d.WordsBy = as.PlanTitle
	}
	g, err := h.Goals.OpenIn(ctx, tx, a, d, as.Ref, as.Sample)
	if err != nil {
		return "", err
	}
	for _, t := range as.Item.Targets {
		m, ok := measureOf(as, t)
		if !ok {
			continue
		}
		if _, err := h.Goals.AddMeasureIn(ctx, tx, a, g.ID, m, as.Sample); err != nil {
			return "", err
		}
	}
	return g.ID, nil
}

// cut keeps at most n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
