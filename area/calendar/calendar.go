package calendar

import (
	"context"
	"time"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Calendar is what the house can do with the year's arrangements.
type Calendar struct {
	DB    *db.DB
	Now   func() time.Time
	Note  people.Note
	Start func(context.Context) clock.Start // the city's first day of the fiscal year

	// Days asks on which days the office is open.
	Days func(ctx context.Context, tx *db.Tx) (*clock.Calendar, error)
	// Exists asks whether the house has a page at path, so that no step leads nowhere.
	Exists func(path string) bool
	// Due asks the other rooms what is due for a ward ("" is the whole city) from one day to another, both included.
	Due func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, from, to clock.Date) ([]DueItem, error)
}

// DueItem is something of another room that is due on a day.
type DueItem struct {
	On          clock.Date
	Title, Note string
	Href, Verb  string // the one thing to do
}

func (c *Calendar) instant() clock.Instant { return clock.At(c.Now()) }

const nobodyElse = "その区の事務局か市の事務局"

// Add writes a step of a ward's own ("" is for every ward). sample marks it as sample data.
func (c *Calendar) Add(ctx context.Context, a people.Actor, wardID string, d Draft, sample bool) (s Step, err error) {
	err = c.DB.Write(ctx, func(tx *db.Tx) error {
		if err := c.mayWrite(ctx, tx, a, wardID, "段取りを足す"); err != nil {
			return err
		}
		if err := c.check(ctx, d); err != nil {
			return err
		}
		s = Step{Key: id.New(), Draft: d, Kind: Own, WardID: wardID, Sample: sample, UpdatedAt: c.instant()}
		if err := insert(ctx, tx, s, a.ID); err != nil {
			return err
		}
		return c.Note(ctx, tx, a, "open", "calendar.step", s.Key, d.Title)
	})
	return s, err
}

// mayWrite refuses who may not arrange the ward's year; a ward out of sight is not found.
func (c *Calendar) mayWrite(ctx context.Context, tx *db.Tx, a people.Actor, wardID, what string) error {
	if wardID != "" {
		o, err := people.OfficeIn(ctx, tx, wardID)
		if err != nil || o.Kind != "ward" || !a.SeesWard(wardID) {
			return fault.Missing("この区の段取り")
		}
	}
	if !mayWrite(a, wardID) {
		return fault.Denied(what, nobodyElse)
	}
	return nil
}

func (c *Calendar) check(ctx context.Context, d Draft) error {
	if err := d.Check(c.Start(ctx)); err != nil {
		return err
	}
	var f fault.Check
	_, ok := c.room(d.Link)
	f.That(d.Link == "" || ok, "link", "その行き先は、この庁内にありません。一覧から選びなおしてください。")
	return f.Err()
}

// forWriting loads a step of a ward's year that a may change.
func (c *Calendar) forWriting(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY, key string) (Step, error) {
	y, err := c.YearIn(ctx, tx, a, wardID, fy)
	if err != nil {
		return Step{}, err
	}
	s, err := y.Find(key)
	if err != nil {
		return s, err
	}
	if !s.ChangedBy(a, wardID) {
		return s, fault.Denied("この段取りを変える", nobodyElse)
	}
	return s, nil
}

// Revise rewrites an added step. seen is the version the person had before them: where somebody else has saved
// since, nothing is written and the fault is a Conflict.
func (c *Calendar) Revise(ctx context.Context, a people.Actor, wardID string, fy clock.FY, key string, seen clock.Instant, d Draft) error {
	return c.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := c.forWriting(ctx, tx, a, wardID, fy, key)
		if err != nil {
			return err
		}
		if !s.RevisedBy(a) {
			return fault.Denied("この段取りの名前や内容を書きかえる", "足した人のいる事務局")
		}
		if err := c.check(ctx, d); err != nil {
			return err
		}
		s.Draft, s.UpdatedAt = d, c.instant()
		if err := update(ctx, tx, s, seen, a.ID); err != nil {
			return err
		}
		return c.Note(ctx, tx, a, "revise", "calendar.step", s.Key, "")
	})
}

// Moving is another time for a step, for one fiscal year or from it on.
type Moving struct {
	From, To  int // months
	Due       string
	EveryYear bool
	Reason    string
}

// Move gives a step another time in a ward's year, from fy.
func (c *Calendar) Move(ctx context.Context, a people.Actor, wardID string, fy clock.FY, key string, m Moving) error {
	return c.change(ctx, a, wardID, fy, key, "move", m, func(Step) error {
		var f fault.Check
		checkMonths(&f, m.From, m.To, m.Due, c.Start(ctx))
		checkReason(&f, m.Reason)
		return f.Err()
	})
}

// Hide takes a step out of a ward's year, from fy: it stays in the list of what is not used.
func (c *Calendar) Hide(ctx context.Context, a people.Actor, wardID string, fy clock.FY, key string, everyYear bool, reason string) error {
	return c.change(ctx, a, wardID, fy, key, "hide", Moving{EveryYear: everyYear, Reason: reason}, func(Step) error {
		var f fault.Check
		checkReason(&f, reason)
		return f.Err()
	})
}

func checkReason(f *fault.Check, reason string) {
	f.That(reason != "", "reason", "理由を1行書いてください。つぎの担当の人が、なぜ変えたかを読みます。")
	f.That(utf8.RuneCountInString(reason) <= 120, "reason", "理由は120字までです。")
}

// Restore puts a moved or hidden step back as it was written, for the years the change holds.
func (c *Calendar) Restore(ctx context.Context, a people.Actor, wardID string, fy clock.FY, key string) error {
	m := Moving{Reason: "元にもどした"}
	return c.change(ctx, a, wardID, fy, key, "restore", m, func(s Step) error {
		if s.Change == nil || s.Change.Deed == "restore" {
			return fault.New(fault.Conflict, "この段取りは、もう元のとおりです。")
		}
		return nil
	})
}

func (c *Calendar) change(ctx context.Context, a people.Actor, wardID string, fy clock.FY, key, deed string, m Moving, check func(Step) error) error {
	return c.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := c.forWriting(ctx, tx, a, wardID, fy, key)
		if err != nil {
			return err
		}
		if err := check(s); err != nil {
			return err
		}
		every := m.EveryYear || deed == "restore" && s.Change != nil && s.Change.ToFY == Always
		to := fy
		if every {
			to = Always
		}
		ch := Change{WardID: wardID, Step: key, FromFY: fy, ToFY: to, Deed: deed, From: m.From, To: m.To, Due: m.Due, Reason: m.Reason, ByID: a.ID, At: c.instant()}
		if err := putChange(ctx, tx, ch, s.Sample); err != nil {
			return err
		}
		return c.Note(ctx, tx, a, deed, "calendar.step", key, fy.Era())
	})
}

// Finish records a step as done in a ward's year, with a line of what happened.
func (c *Calendar) Finish(ctx context.Context, a people.Actor, wardID string, fy clock.FY, key, line string, sample bool) error {
	return c.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := c.forWriting(ctx, tx, a, wardID, fy, key); err != nil {
			return err
		}
		var f fault.Check
		f.That(line != "", "line", "どうなったかを1行書いてください。来年の担当の人が読みます。例: 「12の所属が目標を出した。2つは4月末になった」")
		f.That(utf8.RuneCountInString(line) <= 200, "line", "ひとことは200字までです。")
		if err := f.Err(); err != nil {
			return err
		}
		d := Done{WardID: wardID, Step: key, FY: fy, Line: line, ByID: a.ID, At: c.instant()}
		if err := putDone(ctx, tx, d, sample); err != nil {
			return err
		}
		return c.Note(ctx, tx, a, "finish", "calendar.step", key, fy.Era())
	})
}

// Reopen takes the record that a step was done away again.
func (c *Calendar) Reopen(ctx context.Context, a people.Actor, wardID string, fy clock.FY, key string) error {
	return c.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := c.forWriting(ctx, tx, a, wardID, fy, key); err != nil {
			return err
		}
		n, err := dropDone(ctx, tx, wardID, key, fy)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "この段取りは、もう済みになっていません。")
		}
		return c.Note(ctx, tx, a, "reopen", "calendar.step", key, fy.Era())
	})
}
