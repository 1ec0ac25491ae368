package app

import (
	"context"

	"kaname/area/goals"
	"kaname/area/publishing"
	"kaname/area/standards"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// joinPublishing: only what was approved reaches the public page.
func (h *House) joinPublishing() {
	p := h.Publishing
	p.Items = h.approvedItems
	p.Policy = func(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) (publishing.Policy, bool, error) {
		all, err := h.Policies.Published(ctx, tx, wardID, fy)
		if err != nil || len(all) == 0 {
			return publishing.Policy{}, false, err
		}
		x := all[0]
		out := publishing.Policy{Foreword: x.Foreword, On: x.PublishedAt.Date(), Sample: x.Sample}
		for _, pt := range x.Points {
			out.Points = append(out.Points, publishing.PolicyPoint{Title: pt.Title, Text: pt.Text})
		}
		return out, true, nil
	}
	p.Changes = func(ctx context.Context, tx *db.Tx, wardID string, from, to clock.Date) ([]publishing.Change, error) {
		all, err := h.Surveys.Changed(ctx, tx, wardID, from, to, 100)
		out := make([]publishing.Change, len(all))
		for i, c := range all {
			out[i] = publishing.Change{On: c.Since, Voice: c.Voice, Text: c.Change, TextEasy: c.ChangeEasy, TextEn: c.ChangeEn, Office: c.OfficeName, Sample: c.Sample}
		}
		return out, err
	}
	p.Standards = func(ctx context.Context, tx *db.Tx, fy clock.FY) ([]publishing.Standard, error) {
		all, err := h.Standards.InForce(ctx, tx, people.System(h.People.Instant(), h.start(ctx)), fy)
		out := make([]publishing.Standard, len(all))
		for i, v := range all {
			out[i] = publicStandard(v, fy)
		}
		return out, err
	}
	p.NextSurvey = func(ctx context.Context, tx *db.Tx, wardID string, day clock.Date) (publishing.Survey, bool, error) {
		all, err := h.Surveys.InWard(ctx, tx, people.System(h.People.Instant(), h.start(ctx)), wardID)
		for _, s := range all {
			if s.Taking(day) {
				return publishing.Survey{Title: s.Title, From: s.From, To: s.To}, true, err
			}
		}
		return publishing.Survey{}, false, err
	}
}

func publicStandard(v standards.Version, fy clock.FY) publishing.Standard {
	return publishing.Standard{Code: v.Code, Principle: v.Principle, Title: v.Title, Promise: v.Promise, Level: v.LevelName(), Attained: v.Reached(),
		Since: v.FromFY, Raised: v.FromFY == fy && v.Supersedes != "", Sample: v.Sample}
}

// approvedItems hands the approved texts of some years over, field by field.
func (h *House) approvedItems(ctx context.Context, tx *db.Tx, wardID string, years []clock.FY) ([]publishing.Item, error) {
	all, err := goals.Publications(ctx, tx, wardID, years)
	out := make([]publishing.Item, len(all))
	for i, p := range all {
		t := p.Text
		out[i] = publishing.Item{ID: p.GoalID, What: p.What, Approval: p.Approval, At: p.At, Sample: p.Sample,
			Text: publishing.Text{WardID: t.WardID, Ward: t.Ward, Office: t.Office, FY: t.FY, Title: t.Title, Words: t.Words, Situation: t.Situation, Serves: t.Serves,
				Done: t.Done, Reach: t.Reach, Summary: t.Summary, Issue: t.Issue, Remedy: t.Remedy, Verdict: t.Verdict, Rule: t.Rule, Reason: t.Reason, Next: t.Next}}
		for _, m := range t.Measures {
			x := publishing.Measure{Name: m.Name, Unit: m.Unit, Aim: m.Aim, Definition: m.Definition, Base: m.Base, Period: m.Period, Rounding: m.Rounding, Direction: m.Direction,
				Shape: m.Shape, Target: m.Target, Decimals: m.Decimals}
			for _, pt := range m.Points {
				x.Points = append(x.Points, publishing.Point(pt))
			}
			out[i].Text.Measures = append(out[i].Text.Measures, x)
		}
	}
	return out, err
}
