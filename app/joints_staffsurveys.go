package app

import (
	"context"
	"strconv"
	"strings"

	"kaname/area/goals"
	"kaname/area/staffsurveys"
	"kaname/area/today"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// joinStaffSurveys: goals read the indicator of published waves beside the visitors' figures, reminders go the way of
// notices, and a survey that waits for an answer stands on the first screen. It comes after the joints it adds to.
func (h *House) joinStaffSurveys() {
	h.StaffSurveys.Remind = h.Notices.Tell
	sources, read, steps := h.Goals.Sources, h.Goals.Read, h.Today.Steps
	h.Goals.Sources = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) ([]goals.Source, error) {
		out, err := sources(ctx, tx, a, wardID)
		if err != nil {
			return nil, err
		}
		published, err := h.StaffSurveys.InWard(ctx, tx, a, wardID)
		for _, s := range published {
			if i := s.Form.At(staffsurveys.Indicator); i >= 0 {
				out = append(out, goals.Source{Ref: staffRef + s.ID + ":" + staffsurveys.Indicator, Name: s.Title + "「" + s.Form.Questions[i].Name() + "」上2つの割合", BaseLabel: "職員アンケートに答えた人", Unit: "%"})
			}
		}
		return out, err
	}
	h.Goals.Read = func(ctx context.Context, tx *db.Tx, a people.Actor, source string, from, to clock.Date) (goals.Reading, error) {
		if strings.HasPrefix(source, staffRef) {
			return h.readStaff(ctx, tx, a, source, from, to)
		}
		return read(ctx, tx, a, source, from, to)
	}
	h.Today.Steps = func(ctx context.Context, tx *db.Tx, a people.Actor) ([]today.Step, error) {
		out, err := steps(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		waiting, err := h.StaffSurveys.Waiting(ctx, tx, a)
		for _, w := range waiting {
			out = append(out, today.Step{Name: w.Title, Note: w.Why + "（" + w.From + "・約" + strconv.Itoa(w.Minutes) + "分・" + w.Until.MDW() + "まで）", Href: "/staff-surveys/" + w.ID, Verb: "ひらく", On: w.Until})
		}
		return out, err
	}
}

// A source's reference: staff:<survey>:<question>.
const staffRef = "staff:"

// readStaff reads a published wave, where it was asked within the period.
func (h *House) readStaff(ctx context.Context, tx *db.Tx, a people.Actor, source string, from, to clock.Date) (goals.Reading, error) {
	survey, question, _ := strings.Cut(strings.TrimPrefix(source, staffRef), ":")
	r, err := h.StaffSurveys.ReadingIn(ctx, tx, a, staffsurveys.Source{Survey: survey, Question: question})
	if err != nil {
		return goals.Reading{}, err
	}
	if r.Hidden || r.To < from || r.From > to {
		return goals.Reading{}, fault.Missing("出せる数の値")
	}
	return goals.Reading{Value: r.Value, N: r.N, BaseLabel: r.Base, From: r.From, To: r.To, AsOf: r.AsOf, Source: r.Label, Href: r.Link}, nil
}
