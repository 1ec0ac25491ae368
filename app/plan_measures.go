package app

import (
	"kaname/area/goals"
	"kaname/area/plans"
	"kaname/kit/clock"
)

// measureOf turns a plan's target into a measure of the initiative that runs it; ok is false where the target
// says too little to be measured (then people judge, with a reason).
func measureOf(as plans.Assignment, t plans.Target) (m goals.MeasureDraft, ok bool) {
	m = goals.MeasureDraft{Name: cut(t.Sentence(), 80), Shape: goals.Shape(t.Shape), Unit: t.Unit, Up: t.Direction != plans.Down, Target: t.Value, Stretch: t.Stretch,
		BaseLabel: t.Of, BaseKind: "other", Period: "年度", Rounding: "half_up", FromFY: as.FY, DueFY: as.FY, Definition: t.Sentence(), Condition: t.When}
	if t.By != 0 && clock.FY(t.By) >= as.FY {
		m.DueFY = clock.FY(t.By)
	}
	switch t.Shape {
	case plans.Coverage:
		m.Unit, m.Decimals, m.BaseKind = "%", 0, "offices"
		if m.Target == nil {
			all := 100.0
			m.Target = &all
		}
	case plans.Cadence:
		m.Per = string(t.Every)
		turns := 1.0
		if m.Target != nil {
			turns = *m.Target
		}
		if t.Every == plans.Quarterly {
			m.Per, turns = "year", turns*4
		}
		m.Target = &turns
		if m.Per == "" {
			m.Per = "year"
		}
		if m.Unit == "" {
			m.Unit = "回"
		}
		m.BaseKind = "days"
	case plans.Ratio:
		m.Decimals = 1
		for _, ind := range as.Indicators {
			if ind.Key == t.Indicator && ind.Base != "" {
				m.BaseLabel, m.Name = ind.Base, ind.Title
			}
		}
		if len(as.Indicators) > 0 && as.Indicators[0].Source.Survey() {
			m.BaseKind = "respondents"
		}
	case plans.Milestone, plans.Conditional:
		m.Unit = ""
	}
	if m.BaseLabel == "" {
		m.BaseLabel = "この取組の実施"
	}
	return m, m.Check() == nil
}
