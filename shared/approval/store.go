package approval

import (
	"context"
	"encoding/json"
	"slices"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

const columns = `r.id, r.kind, r.subject, r.ward_id, r.title, r.href, r.changes, r.state, r.asked_by, COALESCE(s.display, ''), r.asked_at, r.ended_at, r.sample`

type row struct {
	Request
	changes string
}

func fields(r *row) []any {
	return []any{&r.ID, &r.Kind, &r.Subject.ID, &r.WardID, &r.Title, &r.Href, &r.changes, &r.State, &r.AskedBy, &r.AskedName, &r.AskedAt, &r.EndedAt, &r.Sample}
}

// stepColumns are the columns of a step t; by is the alias of who decided.
func stepColumns(by string) string {
	return `t.approval_id, t.position, t.label, t.role, t.office_path, t.decision, t.by_id, COALESCE(` + by + `.display, ''), t.proxy, t.reason, t.opened_at, t.at`
}

func stepFields(s *Step) []any {
	return []any{&s.Request, &s.Position, &s.Label, &s.Role, &s.OfficePath, &s.Decision, &s.ByID, &s.ByName, &s.Proxy, &s.Reason, &s.OpenedAt, &s.At}
}

// find loads a request that a may see: those of a's ward, and the city's.
func find(ctx context.Context, tx *db.Tx, a people.Actor, requestID string) (Request, error) {
	r, err := load(ctx, tx, requestID)
	if err == nil && r.WardID != "" && !a.SeesWard(r.WardID) {
		err = fault.Missing("この承認")
	}
	return r, err
}

func load(ctx context.Context, tx *db.Tx, requestID string) (Request, error) {
	all, err := some(ctx, tx, `r.id = $1`, requestID)
	if err == nil && len(all) == 0 {
		err = fault.Missing("この承認")
	}
	if err != nil {
		return Request{}, err
	}
	return all[0], nil
}

// some loads the requests under a condition with their steps, the newest first.
func some(ctx context.Context, tx *db.Tx, cond string, args ...any) ([]Request, error) {
	rows, err := db.All(ctx, tx, fields, `SELECT `+columns+` FROM approvals r LEFT JOIN staff s ON s.id = r.asked_by WHERE `+cond+` ORDER BY r.asked_at DESC LIMIT 200`, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	steps, err := db.All(ctx, tx, stepFields, `SELECT `+stepColumns("s")+` FROM approval_steps t LEFT JOIN staff s ON s.id = t.by_id
		WHERE t.approval_id IN (SELECT r.id FROM approvals r WHERE `+cond+`) ORDER BY t.approval_id, t.position`, args...)
	if err != nil {
		return nil, err
	}
	under := map[string][]Step{}
	for _, s := range steps {
		under[s.Request] = append(under[s.Request], s)
	}
	out := make([]Request, len(rows))
	for i, r := range rows {
		out[i] = r.Request
		out[i].Steps = under[r.ID]
		if err := json.Unmarshal([]byte(r.changes), &out[i].Changes); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Of lists the requests about a subject, newest first.
func (d *Desk) Of(ctx context.Context, tx *db.Tx, kind, subject string) ([]Request, error) {
	return some(ctx, tx, `r.kind = $1 AND r.subject = $2`, kind, subject)
}

// Waiting lists the open requests that a can decide now, the newest first.
func (d *Desk) Waiting(ctx context.Context, tx *db.Tx, a people.Actor) ([]Request, error) {
	type waiting struct {
		row
		Step
		instead bool // a is registered to decide in place of the step's holder today
	}
	rows, err := db.All(ctx, tx, func(w *waiting) []any {
		return append(append(fields(&w.row), stepFields(&w.Step)...), &w.instead)
	}, `SELECT `+columns+`, `+stepColumns("b")+`,
			EXISTS (SELECT 1 FROM deputies d JOIN offices o ON o.id = d.office_id
				WHERE d.deputy_id = $2 AND d.from_date <= $3 AND d.to_date >= $3 AND d.role = t.role AND o.path = t.office_path)
		FROM approvals r LEFT JOIN staff s ON s.id = r.asked_by JOIN approval_steps t ON t.approval_id = r.id LEFT JOIN staff b ON b.id = t.by_id
		WHERE r.state = 'open' AND ($1 = '' OR r.ward_id IN ($1, '')) ORDER BY r.asked_at DESC, r.id, t.position`, a.Sees(), a.ID, a.Today)
	if err != nil {
		return nil, err
	}
	var mine []Request
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(w waiting) bool { return w.row.ID != rows[0].row.ID })
		if n < 0 {
			n = len(rows)
		}
		r, may := rows[0].row.Request, false
		for _, w := range rows[:n] {
			r.Steps = append(r.Steps, w.Step)
		}
		if s, ok := r.Now(); ok {
			may = r.DecidableBy(a) || slices.ContainsFunc(rows[:n], func(w waiting) bool { return w.instead && w.Position == s.Position })
		}
		if may {
			if err := json.Unmarshal([]byte(rows[0].changes), &r.Changes); err != nil {
				return nil, err
			}
			mine = append(mine, r)
		}
		rows = rows[n:]
	}
	return mine, nil
}

type place struct {
	role people.Role
	path string
}

// deputyOf lists the places for which a may decide today.
func deputyOf(ctx context.Context, tx *db.Tx, a people.Actor) (map[place]bool, error) {
	all, err := db.All(ctx, tx, func(p *place) []any { return []any{&p.role, &p.path} }, `
		SELECT d.role, o.path FROM deputies d JOIN offices o ON o.id = d.office_id
		WHERE d.deputy_id = $1 AND d.from_date <= $2 AND d.to_date >= $2`, a.ID, a.Today)
	out := map[place]bool{}
	for _, p := range all {
		out[p] = true
	}
	return out, err
}

// deputy says whether a is registered to decide in place of the step's holder today.
func deputy(ctx context.Context, tx *db.Tx, a people.Actor, s Step) (bool, error) {
	places, err := deputyOf(ctx, tx, a)
	return places[place{s.Role, s.OfficePath}], err
}

// opened notes that whoever may decide has looked, which ends the time for taking it back.
func opened(ctx context.Context, tx *db.Tx, r Request, now clock.Instant) error {
	s, ok := r.Now()
	if !ok || s.OpenedAt != "" {
		return nil
	}
	return tx.Exec(ctx, `UPDATE approval_steps SET opened_at = $3 WHERE approval_id = $1 AND position = $2 AND opened_at = ''`, r.ID, s.Position, now)
}

// Appoint registers a deputy (代決) for a role at an office between two days.
func (d *Desk) Appoint(ctx context.Context, tx *db.Tx, a people.Actor, id string, role people.Role, officeID, deputyID string, from, to clock.Date, sample bool) error {
	if !a.May(people.WriteRoster) {
		return fault.Denied("代決者を決める", "管理者")
	}
	if err := tx.Exec(ctx, `INSERT INTO deputies (id, role, office_id, deputy_id, from_date, to_date, sample) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, role, officeID, deputyID, from, to, sample); err != nil {
		return err
	}
	return d.Note(ctx, tx, a, "appoint deputy", "office", officeID, string(role))
}
