package goals

import (
	"context"
	"fmt"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// AddMeasure gives a goal one more yardstick.
func (gs *Goals) AddMeasure(ctx context.Context, a people.Actor, goalID string, d MeasureDraft, sample bool) (m Measure, err error) {
	err = gs.DB.Write(ctx, func(tx *db.Tx) error { m, err = gs.AddMeasureIn(ctx, tx, a, goalID, d, sample); return err })
	return m, err
}

// AddMeasureIn is AddMeasure inside the caller's transaction.
func (gs *Goals) AddMeasureIn(ctx context.Context, tx *db.Tx, a people.Actor, goalID string, d MeasureDraft, sample bool) (Measure, error) {
	g, err := gs.forWriting(ctx, tx, a, goalID)
	if err != nil {
		return Measure{}, err
	}
	if err := d.Check(); err != nil {
		return Measure{}, err
	}
	m := Measure{ID: id.New(), GoalID: g.ID, MeasureDraft: d, Sample: sample, UpdatedAt: gs.instant()}
	if err := tx.Row(ctx, `SELECT COALESCE(MAX(position), 0) + 1 FROM goal_measures WHERE goal_id = $1`, g.ID).Scan(&m.Position); err != nil {
		return Measure{}, err
	}
	if err := saveMeasure(ctx, tx, m); err != nil {
		return Measure{}, err
	}
	return m, gs.Note(ctx, tx, a, "add measure", string(g.Kind), g.ID, m.ID)
}

// ReviseMeasure replaces what people wrote of a yardstick; its readings stay.
func (gs *Goals) ReviseMeasure(ctx context.Context, a people.Actor, goalID, measureID string, d MeasureDraft) error {
	return gs.DB.Write(ctx, func(tx *db.Tx) error {
		g, m, err := gs.measure(ctx, tx, a, goalID, measureID)
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		m.MeasureDraft, m.UpdatedAt = d, gs.instant()
		if err := saveMeasure(ctx, tx, m); err != nil {
			return err
		}
		return gs.Note(ctx, tx, a, "revise measure", string(g.Kind), g.ID, m.ID)
	})
}

func (gs *Goals) measure(ctx context.Context, tx *db.Tx, a people.Actor, goalID, measureID string) (Goal, Measure, error) {
	g, err := gs.forWriting(ctx, tx, a, goalID)
	if err != nil {
		return g, Measure{}, err
	}
	m, err := findMeasure(ctx, tx, measureID)
	if err == nil && m.GoalID != g.ID {
		err = fault.Missing("このものさし")
	}
	return g, m, err
}

// Measured adds a reading that a person took, with n and period.
func (gs *Goals) Measured(ctx context.Context, a people.Actor, goalID, measureID string, r Reading, sample bool) error {
	return gs.DB.Write(ctx, func(tx *db.Tx) error {
		g, m, err := gs.measure(ctx, tx, a, goalID, measureID)
		if err != nil {
			return err
		}
		now := gs.instant()
		r.ID, r.MeasureID, r.ByID, r.At, r.Sample, r.Href = id.New(), m.ID, a.ID, now, sample, ""
		if r.AsOf == "" {
			r.AsOf = now
		}
		if r.BaseLabel == "" {
			r.BaseLabel = m.BaseLabel
		}
		if err := r.Check(m.MeasureDraft); err != nil {
			return err
		}
		if err := insertReading(ctx, tx, r); err != nil {
			return err
		}
		return gs.Note(ctx, tx, a, "measure", string(g.Kind), g.ID, m.ID)
	})
}

// Collect asks the other rooms for the values of every measure of fy that reads by itself, month by month up
// to today, and keeps them with where they came from. What is hidden for small numbers is not kept.
// It returns how many readings were written and what could not be read, by measure name.
func (gs *Goals) Collect(ctx context.Context, a people.Actor, fy clock.FY) (written int, silent []string, err error) {
	err = gs.DB.Write(ctx, func(tx *db.Tx) error {
		written, silent = 0, nil
		due, err := bound(ctx, tx, a, fy)
		if err != nil {
			return err
		}
		for _, m := range due {
			n, err := gs.collect(ctx, tx, a, m.Measure, m.sample, fy)
			if err != nil {
				return err
			}
			if n == 0 {
				silent = append(silent, m.Name)
			}
			written += n
		}
		return nil
	})
	return written, silent, err
}

type boundMeasure struct {
	Measure
	sample bool
}

// bound lists the measures of fy with a source, under goals that a sees.
func bound(ctx context.Context, tx *db.Tx, a people.Actor, fy clock.FY) ([]boundMeasure, error) {
	return db.All(ctx, tx, func(m *boundMeasure) []any { return append(measureFields(&m.Measure), &m.sample) }, `
		SELECT `+measureColumns+`, g.sample FROM goal_measures m JOIN goals g ON g.id = m.goal_id
		WHERE m.source <> '' AND g.fy = $1 AND ($2 = '' OR g.ward_id = $2) ORDER BY m.id`, fy, a.Sees())
}

func (gs *Goals) collect(ctx context.Context, tx *db.Tx, a people.Actor, m Measure, sample bool, fy clock.FY) (written int, err error) {
	for _, p := range months(gs.Start(ctx), fy, a.Today) {
		r, err := gs.Read(ctx, tx, a, m.Source, p.from, p.to)
		if fault.Of(err) == fault.NotFound || fault.Of(err) == fault.Forbidden {
			continue // nothing asked in that month, or too few answers to show
		} else if err != nil {
			return written, fmt.Errorf("read %s: %w", m.Source, err)
		}
		r.ID, r.MeasureID, r.ByID, r.At, r.Sample = id.New(), m.ID, "", gs.instant(), sample
		if err := insertReading(ctx, tx, r); err != nil {
			return written, err
		}
		written++
	}
	return written, nil
}

type span struct{ from, to clock.Date }

// months lists the months of fy that have begun by today; the current one ends today.
func months(start clock.Start, fy clock.FY, today clock.Date) []span {
	var out []span
	from := start.First(fy)
	last := start.Last(fy)
	for from <= last && from <= today {
		t := from.Time()
		next := clock.DateOf(t.AddDate(0, 1, 0))
		out = append(out, span{from, min(next.AddDays(-1), today)})
		from = next
	}
	return out
}
