package aims

import (
	"context"
	"slices"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Aims is what the house can do with the month's aims.
type Aims struct {
	DB    *db.DB
	Now   func() time.Time
	Note  people.Note
	Start func(context.Context) clock.Start // the city's first day of the fiscal year

	// Goals asks which goals of fy an aim of the office may serve.
	Goals func(ctx context.Context, tx *db.Tx, a people.Actor, o people.Office, fy clock.FY) ([]Goal, error)
}

// Goal is a goal that an aim can serve.
type Goal struct{ ID, Title, Href string }

// Evidence is a line on the page of the goal that an aim serves.
type Evidence struct {
	Kind, Title, Text, Href, Icon string
	On                            clock.Date
}

func (as *Aims) instant() clock.Instant { return clock.At(as.Now()) }

// Choose writes an office's aim of a month. Where the office has one for the month already it is a Conflict.
func (as *Aims) Choose(ctx context.Context, a people.Actor, d Draft, sample bool) (m Aim, err error) {
	err = as.DB.Write(ctx, func(tx *db.Tx) error {
		m = Aim{ID: id.New(), Draft: d, Sample: sample, CreatedBy: a.ID, CreatedAt: as.instant(), UpdatedBy: a.ID}
		m.UpdatedAt = m.CreatedAt
		if err := as.settle(ctx, tx, a, &m); err != nil {
			return err
		}
		if err := insert(ctx, tx, m); err != nil {
			return err
		}
		return as.Note(ctx, tx, a, "choose", "aim", m.ID, string(m.Month))
	})
	return m, err
}

// settle checks an aim and fills in its office and the goal it serves.
func (as *Aims) settle(ctx context.Context, tx *db.Tx, a people.Actor, m *Aim) error {
	if err := m.Draft.Check(); err != nil {
		return err
	}
	o, err := people.OfficeIn(ctx, tx, m.OfficeID)
	if err != nil || !a.SeesWard(o.WardID) {
		return fault.Missing("この所属")
	}
	m.WardID, m.OfficeName, m.OfficePath = o.WardID, o.Name, o.Path
	switch {
	case !m.WritableBy(a):
		return deny(*m)
	case m.Over(a):
		return fault.New(fault.Invalid, m.Month.Long()+"は過ぎたので、言葉はそのまま残します。気づいたことは、ふり返りに書けます。")
	case m.Month > MonthOf(a.Today).Add(12):
		return fault.New(fault.Invalid, "月間目標は1年先の月まで決められます。")
	}
	return as.serve(ctx, tx, a, o, m)
}

// serve names the goal that the aim serves, refusing what is not there. A goal it served before stays.
func (as *Aims) serve(ctx context.Context, tx *db.Tx, a people.Actor, o people.Office, m *Aim) error {
	if m.GoalID == "" {
		m.GoalName, m.GoalHref = "", ""
		return nil
	}
	known, err := as.Goals(ctx, tx, a, o, as.Start(ctx).Of(m.Month.First()))
	if err != nil {
		return err
	}
	if n := slices.IndexFunc(known, func(g Goal) bool { return g.ID == m.GoalID }); n >= 0 {
		m.GoalName, m.GoalHref = known[n].Title, known[n].Href
		return nil
	}
	if was, err := find(ctx, tx, a, m.ID); err == nil && was.GoalID == m.GoalID {
		return nil
	}
	var c fault.Check
	c.That(false, "goal", "選んだ目標は、この所属にはありません。選びなおしてください。")
	return c.Err()
}

func deny(m Aim) error {
	return fault.Denied(m.OfficeName+"の月間目標を書く", m.OfficeName+"の人か区の事務局")
}

// Revise replaces the words while the month runs. seen is the version the person had before them: where somebody else
// has saved since, nothing is written and the fault is a Conflict. Office and month stay.
func (as *Aims) Revise(ctx context.Context, a people.Actor, aimID string, seen clock.Instant, d Draft) error {
	return as.DB.Write(ctx, func(tx *db.Tx) error {
		m, err := find(ctx, tx, a, aimID)
		if err != nil {
			return err
		}
		d.OfficeID, d.Month = m.OfficeID, m.Month
		m.Draft, m.UpdatedBy, m.UpdatedAt = d, a.ID, as.instant()
		if err := as.settle(ctx, tx, a, &m); err != nil {
			return err
		}
		if err := update(ctx, tx, m, seen); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, m.draftName()); err != nil {
			return err
		}
		return as.Note(ctx, tx, a, "revise", "aim", m.ID, "")
	})
}

// LookBack writes what was noticed, once the month has begun. seen is when the look back before the person was
// written, "" for none; where somebody else has written since, the fault is a Conflict.
func (as *Aims) LookBack(ctx context.Context, a people.Actor, aimID string, seen clock.Instant, l LookBack) error {
	return as.DB.Write(ctx, func(tx *db.Tx) error {
		m, err := find(ctx, tx, a, aimID)
		switch {
		case err != nil:
			return err
		case !m.WritableBy(a):
			return deny(m)
		case !m.LookableBy(a):
			return fault.New(fault.Invalid, m.Month.Name()+"のふり返りは、"+m.Month.Name()+"になってから書けます。")
		}
		if err := l.Check(m.Month); err != nil {
			return err
		}
		m.LookBack, m.LookedBy, m.LookedAt = l, a.ID, as.instant()
		if err := look(ctx, tx, m, seen); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, m.lookName()); err != nil {
			return err
		}
		return as.Note(ctx, tx, a, "look back", "aim", m.ID, "")
	})
}

// Find loads one aim that a may see.
func (as *Aims) Find(ctx context.Context, a people.Actor, aimID string) (m Aim, err error) {
	err = as.DB.Read(ctx, func(tx *db.Tx) error { m, err = find(ctx, tx, a, aimID); return err })
	return m, err
}

// Filter narrows a list of aims; zero fields do not.
type Filter struct {
	WardID, OfficeID, GoalID string
	Month, Before            Month // that month; months before that one
}

// List returns the aims that a may see under f, the newest month first, offices in the order of the organisation.
func (as *Aims) List(ctx context.Context, a people.Actor, f Filter) (all []Aim, err error) {
	err = as.DB.Read(ctx, func(tx *db.Tx) error { all, err = list(ctx, tx, a, f); return err })
	return all, err
}

// ForGoal lists the aims that served a goal, as evidence for its page, the newest first.
func (as *Aims) ForGoal(ctx context.Context, tx *db.Tx, a people.Actor, goalID string) ([]Evidence, error) {
	all, err := list(ctx, tx, a, Filter{GoalID: goalID})
	var out []Evidence
	for _, m := range all {
		e := Evidence{Kind: "月間目標", Title: m.Month.Name() + " 月間目標「" + m.Words() + "」", Text: m.OfficeName, Href: m.href(), Icon: "sprout", On: m.Month.First()}
		if m.Looked() {
			e.Text, e.On = m.told(), m.LookedAt.Date()
		}
		out = append(out, e)
	}
	return out, err
}

// ThisMonth is the aim of an office today, or of the nearest office above it that has one; ok is false where none has.
func (as *Aims) ThisMonth(ctx context.Context, tx *db.Tx, a people.Actor, officeID string) (m Aim, ok bool, err error) {
	m, err = nearest(ctx, tx, a, officeID, MonthOf(a.Today))
	if fault.Of(err) == fault.NotFound {
		return Aim{}, false, nil
	}
	return m, err == nil, err
}
