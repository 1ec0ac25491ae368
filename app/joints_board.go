package app

import (
	"context"
	"fmt"
	"strings"

	"kaname/area/board"
	"kaname/area/calendar"
	"kaname/area/goals"
	"kaname/area/today"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/people"
)

// joinBoard: the board and the first screen ask every room and keep nothing.
func (h *House) joinBoard() {
	h.Board.Standards = h.cityWheel
	h.Board.Goals = h.wardWheel
	h.Board.Points = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) (int, error) {
		points, err := h.Policies.Targets(ctx, tx, a, wardID, fy)
		return len(points), err
	}
	h.Board.Strip = func(fy clock.FY, today clock.Date) []board.Bar {
		var out []board.Bar
		for _, b := range h.Calendar.Strip(fy, today) {
			out = append(out, board.Bar(b))
		}
		return out
	}
	h.Calendar.Exists = h.exists
	h.Calendar.Due = h.due
	h.Today.Goals = func(ctx context.Context, tx *db.Tx, a people.Actor) ([]today.Goal, error) {
		f := goals.Filter{PersonID: a.ID, FY: a.FY, Limit: 8, Unlinked: true}
		if a.May(people.LeadGoals) {
			f = goals.Filter{OfficePath: a.OfficePath, FY: a.FY, Kind: goals.KindGoal, Limit: 8, Unlinked: true}
		}
		lines, err := h.Goals.ListIn(ctx, tx, a, f)
		return h.onToday(ctx, lines, 8), err
	}
	h.Today.Helps = func(ctx context.Context, tx *db.Tx, a people.Actor) ([]today.Goal, error) {
		lines, err := h.Goals.ListIn(ctx, tx, a, goals.Filter{WardID: a.WardID, FY: a.FY, Status: goals.Help, Brief: true})
		led := lines[:0]
		for _, l := range lines {
			if l.LedBy(a) {
				led = append(led, l)
			}
		}
		return h.onToday(ctx, led, 5), err
	}
	h.Today.Aim = func(ctx context.Context, tx *db.Tx, a people.Actor) (today.Aim, bool, error) {
		m, ok, err := h.Aims.ThisMonth(ctx, tx, a, a.OfficeID)
		return today.Aim{Words: m.Line1 + m.Line2, Office: m.OfficeName, Href: "/aims/" + m.ID}, ok, err
	}
	h.Today.Voice = func(ctx context.Context, tx *db.Tx, a people.Actor) ([]today.Voice, error) {
		changes, err := h.Surveys.Changed(ctx, tx, a.WardID, a.Today.AddDays(-60), a.Today, 2)
		out := make([]today.Voice, len(changes))
		for i, c := range changes {
			out[i] = today.Voice{Text: "「" + c.Voice + "」→ " + c.Change, From: c.OfficeName, Href: "/voices/" + c.SurveyID, On: c.Since}
		}
		return out, err
	}
	h.Today.Steps = func(ctx context.Context, tx *db.Tx, a people.Actor) ([]today.Step, error) {
		all, err := h.Calendar.ThisWeek(ctx, tx, a)
		out := make([]today.Step, len(all))
		for i, x := range all {
			out[i] = today.Step{Name: x.Title, Note: x.When, Href: x.Href, Verb: x.Verb, On: x.On}
		}
		return out, err
	}
}

// exists says whether the house has a page at path, so that the calendar leads nowhere that is not there.
func (h *House) exists(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	path, _, _ = strings.Cut(path, "#")
	return h.pages[path]
}

// due tells the calendar what the other rooms wait for: surveys that end within the days asked about.
func (h *House) due(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, from, to clock.Date) ([]calendar.DueItem, error) {
	var out []calendar.DueItem
	if wardID == "" {
		return nil, nil
	}
	all, err := h.Surveys.InWard(ctx, tx, a, wardID)
	for _, s := range all {
		if s.ClosedAt == "" && s.To >= from && s.To <= to {
			out = append(out, calendar.DueItem{On: s.To, Title: "「" + s.Title + "」が終わる", Note: "結果と、変わったことを知らせる", Href: "/voices/" + s.ID, Verb: "結果を開く"})
		}
	}
	return out, err
}

func (h *House) onToday(ctx context.Context, lines []goals.Line, most int) []today.Goal {
	var out []today.Goal
	start := h.start(ctx)
	for _, l := range lines[:min(len(lines), most)] {
		g := today.Goal{ID: l.ID, Title: l.Title, Office: l.OfficeName, Line: l.Last.Line, State: l.Status().Show()}
		if l.Last.Need != "" {
			g.Line = l.Last.Need
		}
		if m, ok := l.Main(); ok {
			g.Now, g.Unit, g.Rests = m.NowText(l.FY, start)
			g.Aim = m.Aim()
		}
		out = append(out, g)
	}
	return out
}

// cityWheel asks the standards room how the ward stands.
func (h *House) cityWheel(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) (c board.City, err error) {
	o, err := h.Standards.Overview(ctx, tx, a, wardID, fy)
	if err != nil {
		return c, err
	}
	c = board.City{Edition: fmt.Sprintf("基準%d", o.Edition), Items: o.Items, Proposals: o.Proposals, Met: o.Met, Partly: o.Part, NotYet: o.Coming}
	if o.Edition == 0 {
		c.Edition = "基準"
	}
	for _, p := range o.Principles {
		x := board.Principle{Name: p.Name}
		for _, s := range p.Items {
			x.Standards = append(x.Standards, board.Standard{Code: s.Code, Name: s.Title, Href: s.Href, State: s.State})
		}
		if len(p.Proposed) > 0 {
			x.Proposal = "/proposals/" + p.Proposed[0].ID
		}
		c.Principles = append(c.Principles, x)
	}
	if len(o.Years) > 0 {
		c.Stairs = o.Steps.Figure()
	}
	return c, nil
}

// wardWheel asks the goals room for the promises under a scope.
func (h *House) wardWheel(ctx context.Context, tx *db.Tx, a people.Actor, s board.Scope) (w board.Ward, err error) {
	f := goals.Filter{WardID: s.WardID, FY: s.FY, Brief: true}
	all, err := h.Goals.ListIn(ctx, tx, a, f)
	if err != nil {
		return w, err
	}
	var lines []goals.Line
	for _, l := range all {
		count(&w, l)
		if l.Kind == goals.KindGoal && strings.HasPrefix(l.OfficePath, s.OfficePath) && (s.PersonID == "" || l.OwnerID == s.PersonID || l.PartnerID == s.PersonID) {
			lines = append(lines, l)
		}
	}
	err = h.Goals.CompleteIn(ctx, tx, a, f, lines)
	start := h.start(ctx)
	for _, l := range lines {
		w.Goals = append(w.Goals, onBoard(l, start))
	}
	return w, err
}

// count adds a goal or an initiative of the ward to the figures of its wheel.
func count(w *board.Ward, l goals.Line) {
	if l.Looked {
		w.Reviewed++
	}
	if l.Ended.Decision != "" {
		w.Carried++
	}
	if l.Ended.Decision == goals.ToStandard {
		w.ToStandard++
	}
	if l.Kind == goals.KindInitiative {
		w.Initiatives++
	}
}

func onBoard(l goals.Line, start clock.Start) board.Goal {
	g := board.Goal{ID: l.ID, Title: l.Title, Office: l.OfficeName, State: l.Status().Show(), Status: string(l.Status()), Updated: l.Last.At.Date()}
	for _, t := range l.LinkTo {
		link := ui.Link{Name: t.Name, Href: t.Href}
		switch t.Kind {
		case "standard":
			g.Standards = append(g.Standards, link)
		case "policy":
			g.Policies = append(g.Policies, link)
		}
	}
	for _, m := range l.Measures {
		g.Readings += len(m.Readings)
	}
	if m, ok := l.Main(); ok {
		g.Now, g.Unit, g.Rests = m.NowText(l.FY, start)
		g.Aim = m.Aim()
		if len(m.Readings) > 1 {
			g.Spark = m.Spark().Figure()
		}
		if g.Now != "" {
			g.Newest = m.Name + " " + g.Now + g.Unit + "（" + g.Rests + "）"
		}
	}
	if l.Ended.Decision != "" {
		g.Next = l.Ended.Decision.Name() + "　" + l.Ended.Reason
	}
	return g
}
