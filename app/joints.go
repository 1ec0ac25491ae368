package app

import (
	"context"

	"kaname/area/goals"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
	"kaname/shared/approval"
)

// join connects what one room asks for with the room that knows, and what one room announces with those who listen.
func (h *House) join() {
	g := h.Goals
	g.Targets = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]goals.Target, error) {
		return nil, nil
	}
	g.Sources = func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) ([]goals.Source, error) {
		return nil, nil
	}
	g.Read = func(ctx context.Context, tx *db.Tx, a people.Actor, source string, from, to clock.Date) (goals.Reading, error) {
		return goals.Reading{}, fault.Missing(source)
	}
	g.Evidence = func(ctx context.Context, tx *db.Tx, a people.Actor, goalID string) ([]goals.Evidence, error) {
		return nil, nil
	}
	g.Propose = func(ctx context.Context, tx *db.Tx, a people.Actor, x goals.Goal, reason string) error { return nil }

	h.Approvals.Decided = h.decided
}

// decided tells the room whose request was decided.
func (h *House) decided(ctx context.Context, tx *db.Tx, a people.Actor, r approval.Request) error {
	switch r.Kind {
	case "goal.goal":
		return h.Goals.Decided(ctx, tx, a, r, "goal")
	case "goal.result":
		return h.Goals.Decided(ctx, tx, a, r, "result")
	}
	return nil
}
