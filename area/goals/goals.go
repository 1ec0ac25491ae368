package goals

import (
	"context"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
	"kaname/shared/approval"
	"kaname/shared/attachments"
	"kaname/shared/comments"
)

// Goals is what the house can do with goals and initiatives.
type Goals struct {
	DB          *db.DB
	Now         func() time.Time
	Note        people.Note
	Start       func(context.Context) clock.Start // the city's first day of the fiscal year
	Approvals   *approval.Desk
	Comments    *comments.Board
	Attachments *attachments.Drawer

	// Targets asks which principles, standards and policy points a goal of the ward may be linked to in fy.
	Targets func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Target, error)
	// Sources asks which figures of other rooms a measure of the ward may read.
	Sources func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) ([]Source, error)
	// Read asks another room for the value of a source over a period.
	Read func(ctx context.Context, tx *db.Tx, a people.Actor, source string, from, to clock.Date) (Reading, error)
	// Evidence asks what other rooms know that serves this goal: month's aims and, later, kaizen and thanks.
	Evidence func(ctx context.Context, tx *db.Tx, a people.Actor, goalID string) ([]Evidence, error)
	// Propose hands a practice to the standards room as a proposed standard.
	Propose func(ctx context.Context, tx *db.Tx, a people.Actor, g Goal, reason string) error
}

// Target is something above a goal that it can serve.
type Target struct {
	Link
	Name, Href string
}

// Source is a figure of another room that a measure can read by itself.
type Source struct{ Ref, Name, BaseLabel, Unit string }

// Evidence is something of another room that bears on a goal.
type Evidence struct {
	Kind, Title, Text, Href, Icon string
	On                            clock.Date
}

func (gs *Goals) instant() clock.Instant { return clock.At(gs.Now()) }

// Open writes a new goal or initiative for an office. sample marks it as sample data.
func (gs *Goals) Open(ctx context.Context, a people.Actor, d Draft, sample bool) (g Goal, err error) {
	err = gs.DB.Write(ctx, func(tx *db.Tx) error { g, err = gs.OpenIn(ctx, tx, a, d, "", sample); return err })
	return g, err
}

// OpenIn is Open inside the caller's transaction; planRef says which item of a plan it runs.
func (gs *Goals) OpenIn(ctx context.Context, tx *db.Tx, a people.Actor, d Draft, planRef string, sample bool) (Goal, error) {
	if err := d.Check(); err != nil {
		return Goal{}, err
	}
	o, err := people.OfficeIn(ctx, tx, d.OfficeID)
	if err != nil {
		return Goal{}, err
	}
	now := gs.instant()
	g := Goal{ID: id.New(), WardID: o.WardID, Draft: d, PlanRef: planRef, Sample: sample, OfficeName: o.Name, OfficePath: o.Path,
		CreatedBy: a.ID, CreatedAt: now, UpdatedBy: a.ID, UpdatedAt: now}
	if !a.SeesWard(o.WardID) {
		return Goal{}, fault.Missing("この所属")
	}
	if !a.MayAt(people.WriteGoals, o.Path) { // naming oneself as owner opens no other office
		return Goal{}, fault.Denied("この所属の"+d.Kind.Name()+"を書く", o.Name+"の人か所属長")
	}
	if err := insert(ctx, tx, g); err != nil {
		return Goal{}, err
	}
	if err := gs.relink(ctx, tx, a, g); err != nil {
		return Goal{}, err
	}
	return g, gs.Note(ctx, tx, a, "open", string(d.Kind), g.ID, d.Title)
}

// Revise replaces what the office wrote. seen is the version the person had before them: where somebody
// else has saved since, nothing is written and the fault is a Conflict.
func (gs *Goals) Revise(ctx context.Context, a people.Actor, goalID string, seen clock.Instant, d Draft) error {
	return gs.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := gs.forWriting(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		d.Kind, d.FY = g.Kind, g.FY
		if err := d.Check(); err != nil {
			return err
		}
		o, err := people.OfficeIn(ctx, tx, d.OfficeID)
		if err != nil {
			return err
		}
		if o.WardID != g.WardID {
			return fault.Missing("この所属")
		}
		moved := o.ID != g.OfficeID
		g.Draft, g.OfficePath, g.UpdatedBy, g.UpdatedAt = d, o.Path, a.ID, gs.instant()
		if moved && !a.MayAt(people.WriteGoals, o.Path) {
			return fault.Denied("この所属へ移す", o.Name+"の所属長か事務局")
		}
		if err := update(ctx, tx, g, seen); err != nil {
			return err
		}
		if err := gs.relink(ctx, tx, a, g); err != nil {
			return err
		}
		return gs.Note(ctx, tx, a, "revise", string(g.Kind), g.ID, "")
	})
}

// forWriting loads a goal that a may revise and whose year is not over.
func (gs *Goals) forWriting(ctx context.Context, tx *db.Tx, a people.Actor, goalID string) (Goal, error) {
	g, err := find(ctx, tx, a, goalID)
	switch {
	case err != nil:
		return g, err
	case !g.RevisableBy(a):
		return g, deny(g)
	case g.Past(a):
		return g, fault.New(fault.Forbidden, g.FY.Era()+"の記録は読むだけになりました。続きは今年度の"+g.Kind.Name()+"に書いてください。")
	}
	return g, nil
}

// relink replaces a goal's links upwards by those of its draft, refusing what is not there to be served.
func (gs *Goals) relink(ctx context.Context, tx *db.Tx, a people.Actor, g Goal) error {
	if err := unlink(ctx, tx, g.ID); err != nil || len(g.Links) == 0 {
		return err
	}
	known, err := gs.Targets(ctx, tx, a, g.WardID, g.FY)
	if err != nil {
		return err
	}
	for _, l := range g.Links {
		t, ok := target(known, l)
		if !ok {
			return fault.New(fault.Invalid, "選んだ基準か方針は、"+g.FY.Era()+"にはありません。選びなおしてください。")
		}
		if err := link(ctx, tx, g.ID, t); err != nil {
			return err
		}
	}
	return nil
}

func target(known []Target, l Link) (Target, bool) {
	for _, t := range known {
		if t.Link == l {
			return t, true
		}
	}
	return Target{}, false
}

// Find loads one goal that a may see, with its links upwards.
func (gs *Goals) Find(ctx context.Context, a people.Actor, goalID string) (g Goal, err error) {
	err = gs.DB.Read(ctx, func(tx *db.Tx) error {
		if g, err = find(ctx, tx, a, goalID); err != nil {
			return err
		}
		links, err := linksOf(ctx, tx, g.ID)
		for _, l := range links {
			g.Links = append(g.Links, l.Link)
		}
		return err
	})
	return g, err
}

// Filter narrows a list of goals; zero fields do not.
type Filter struct {
	WardID, OfficePath string
	FY                 clock.FY
	Kind               Kind
	PersonID           string // owner or partner
	ParentID           string
	PlanRef            string // the adoption
	Link               Link
	Status             Status
	Limit, Offset      int      // so many from there on; Limit 0 is all
	Brief              bool     // without measures and links
	Unlinked           bool     // without links alone
	These              []string // ids; none: any
}

// Line is a goal in a list: with its measures, its newest check-in and where its year stands.
type Line struct {
	Goal
	Measures []Measure
	Last     Checkin
	Verdict  Verdict
	LinkTo   []Target
	Ended    Ending
	Looked   bool // back upon, at mid-year or at the end
	Reviewed map[Stage]Review
}

// List returns the goals that a may see under f, in the order of the organisation.
func (gs *Goals) List(ctx context.Context, a people.Actor, f Filter) (all []Line, err error) {
	err = gs.DB.Read(ctx, func(tx *db.Tx) error { all, err = gs.ListIn(ctx, tx, a, f); return err })
	return all, err
}

// ListIn is List inside the caller's transaction.
func (gs *Goals) ListIn(ctx context.Context, tx *db.Tx, a people.Actor, f Filter) ([]Line, error) {
	lines, err := brief(ctx, tx, a, f)
	if err != nil || f.Brief {
		return lines, err
	}
	return lines, gs.CompleteIn(ctx, tx, a, f, lines)
}

// CompleteIn adds to lines that a Brief list under f gave, or to some of them, what it left out: measures with their
// readings, links and verdicts.
func (gs *Goals) CompleteIn(ctx context.Context, tx *db.Tx, a people.Actor, f Filter, lines []Line) error {
	if err := complete(ctx, tx, a, f, lines); err != nil {
		return err
	}
	start := gs.Start(ctx)
	for i := range lines {
		lines[i].Verdict = JudgeAll(lines[i].Measures, lines[i].FY, start)
	}
	return nil
}

// Status is the newest check-in's word; a goal nobody has reported on yet is still being thought about.
func (l Line) Status() Status {
	if l.Last.Status == "" {
		return Thinking
	}
	return l.Last.Status
}

// Main is the measure shown in a list: the first.
func (l Line) Main() (Measure, bool) {
	if len(l.Measures) == 0 {
		return Measure{}, false
	}
	return l.Measures[0], true
}
