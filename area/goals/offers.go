package goals

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// What other rooms may ask of this one, each in the caller's transaction.

// Server is a goal that serves something above it.
type Server struct {
	ID, Title, Office, WardID, Target string
	Status                            Status
}

const newestStatus = `COALESCE((SELECT c.status FROM goal_checkins c WHERE c.goal_id = g.id ORDER BY c.at DESC, c.id DESC LIMIT 1), 'thinking')`

// Serving lists the goals of fy that are linked to a kind of target (one target, or all of the kind where
// targetID is ""), in a ward or in every ward that a sees.
func (gs *Goals) Serving(ctx context.Context, tx *db.Tx, a people.Actor, wardID, kind, targetID string, fy clock.FY) ([]Server, error) {
	w := narrow(a, Filter{WardID: wardID, FY: fy})
	w.And("l.kind = ?", kind).If(targetID != "", "l.target = ?", targetID)
	return db.All(ctx, tx, func(s *Server) []any { return []any{&s.ID, &s.Title, &s.Office, &s.WardID, &s.Target, &s.Status} }, `
		SELECT g.id, g.title, o.name, g.ward_id, l.target, `+newestStatus+`
		FROM goal_links l JOIN goals g ON g.id = l.goal_id JOIN offices o ON o.id = g.office_id`+w.SQL()+` ORDER BY g.ward_id, o.sort, o.code, g.created_at`, w.Args()...)
}

// Names lists the goals of a ward in fy by name, for a choice.
func (gs *Goals) Names(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Ref, error) {
	w := narrow(a, Filter{WardID: wardID, FY: fy, Kind: KindGoal})
	return db.All(ctx, tx, func(r *Ref) []any { return []any{&r.ID, &r.Title, &r.Office, &r.FY, &r.Status} }, `
		SELECT g.id, g.title, o.name, g.fy, `+newestStatus+` FROM goals g JOIN offices o ON o.id = g.office_id`+w.SQL()+` ORDER BY o.sort, o.code, g.created_at`, w.Args()...)
}

// OfPlan lists the initiatives that run an adoption of a plan, in every year: each with its newest check-in, the
// look back at the year's end and the decision, in one query and without measures.
func (gs *Goals) OfPlan(ctx context.Context, tx *db.Tx, a people.Actor, adoptionID string) ([]Line, error) {
	type state struct {
		Line
		end Review
	}
	w := narrow(a, Filter{PlanRef: adoptionID})
	all, err := db.All(ctx, tx, func(s *state) []any {
		return append(fields(&s.Goal), &s.Last.Status, &s.Last.Line, &s.Last.At, &s.end.Summary, &s.end.At, &s.Ended.Decision, &s.Ended.Reason)
	}, `SELECT `+columns+`, COALESCE(c.status, ''), COALESCE(c.line, ''), COALESCE(c.at, ''), COALESCE(r.summary, ''), COALESCE(r.at, ''), COALESCE(e.decision, ''), COALESCE(e.reason, '')`+from+`
		LEFT JOIN goal_checkins c ON c.id = (SELECT k.id FROM goal_checkins k WHERE k.goal_id = g.id ORDER BY k.at DESC, k.id DESC LIMIT 1)
		LEFT JOIN goal_reviews r ON r.goal_id = g.id AND r.stage = 'end' LEFT JOIN goal_endings e ON e.goal_id = g.id`+w.SQL()+`
		ORDER BY g.fy, o.sort, o.code, g.created_at, g.id`, w.Args()...)
	lines := make([]Line, len(all))
	for i, s := range all {
		lines[i] = s.Line
		if s.end.At != "" {
			lines[i].Reviewed = map[Stage]Review{End: s.end}
		}
	}
	return lines, err
}
