// Package approval asks those above for a yes where the public or a formal record is touched, and nowhere else.
package approval

import (
	"context"
	"encoding/json"
	"time"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
)

// State of a request.
type State string

// The states.
const (
	Open      State = "open"
	Approved  State = "approved"
	Returned  State = "returned"
	Withdrawn State = "withdrawn"
)

// Names of the states on screens.
var names = map[State]ui.State{
	Open: {Word: "承認待ち", Shape: "wait", Tone: "quiet"}, Approved: {Word: "承認済み", Shape: "done", Tone: "good"},
	Returned: {Word: "差し戻し", Shape: "care", Tone: "care"}, Withdrawn: {Word: "取り下げ", Shape: "stop", Tone: "quiet"},
}

// Show is the state with its shape.
func (s State) Show() ui.State { return names[s] }

// Step is one place on the way: whoever holds the role for the office, or their deputy, decides.
type Step struct {
	Position     int
	Label        string
	Role         people.Role
	OfficePath   string
	Decision     State // "", approved, returned
	ByID, ByName string
	Proxy        bool // 代決
	Reason       string
	OpenedAt, At clock.Instant
	Request      string
}

// Request asks for a decision on a subject.
type Request struct {
	ID string
	shared.Subject
	WardID, Title, Href string
	Changes             []ui.Change // what stood before and what is to stand
	State               State
	AskedBy, AskedName  string
	AskedAt, EndedAt    clock.Instant
	Sample              bool
	Steps               []Step
}

// Now is the step that waits, and whether there is one.
func (r Request) Now() (Step, bool) {
	for _, s := range r.Steps {
		if r.State == Open && s.Decision == "" {
			return s, true
		}
	}
	return Step{}, false
}

// DecidableBy says whether a holds the role of the waiting step. A head who drafted may give the word of their own
// step too: the next step, or the record of who did what, keeps it honest.
func (r Request) DecidableBy(a people.Actor) bool {
	s, ok := r.Now()
	return ok && a.Holds(s.Role, s.OfficePath)
}

// Desk is where requests are asked and decided. Decided tells the subject's room of the end, in the same transaction.
type Desk struct {
	DB      *db.DB
	Now     func() time.Time
	Note    people.Note
	Decided func(ctx context.Context, tx *db.Tx, a people.Actor, r Request) error
	Tell    func(ctx context.Context, tx *db.Tx, a people.Actor, staffID, text, href string, sample bool) error
}

// Ask opens a request in the caller's transaction. Where one is already open for the subject it is a Conflict.
func (d *Desk) Ask(ctx context.Context, tx *db.Tx, a people.Actor, r Request) (string, error) {
	var open int
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM approvals WHERE kind = $1 AND subject = $2 AND state = 'open'`, r.Kind, r.Subject.ID).Scan(&open); err != nil {
		return "", err
	}
	if open > 0 {
		return "", fault.New(fault.Conflict, "もう承認待ちになっています。決まるのを待つか、取り下げてから出しなおしてください。")
	}
	if len(r.Steps) == 0 {
		return "", fault.New(fault.Invalid, "承認する人が決まっていません。")
	}
	changes, err := json.Marshal(r.Changes)
	if err != nil {
		return "", err
	}
	r.ID = id.New()
	err = tx.Exec(ctx, `INSERT INTO approvals (id, kind, subject, ward_id, title, href, changes, state, asked_by, asked_at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10)`,
		r.ID, r.Kind, r.Subject.ID, r.WardID, r.Title, r.Href, string(changes), a.ID, clock.At(d.Now()), r.Sample)
	if err != nil {
		return "", err
	}
	for i, s := range r.Steps {
		err := tx.Exec(ctx, `INSERT INTO approval_steps (approval_id, position, label, role, office_path) VALUES ($1, $2, $3, $4, $5)`,
			r.ID, i+1, s.Label, s.Role, s.OfficePath)
		if err != nil {
			return "", err
		}
	}
	return r.ID, d.Note(ctx, tx, a, "ask", r.Kind, r.Subject.ID, r.ID)
}

// Decide answers the waiting step. A return needs a reason; the last approval ends the request and is told to
// the subject's room. A deputy's answer is marked 代決.
func (d *Desk) Decide(ctx context.Context, a people.Actor, requestID string, yes bool, reason string) error {
	return d.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := find(ctx, tx, a, requestID)
		if err != nil {
			return err
		}
		s, ok := r.Now()
		if !ok {
			return fault.New(fault.Conflict, "この承認はもう終わっています。")
		}
		proxy := false
		if !r.DecidableBy(a) {
			if proxy, err = deputy(ctx, tx, a, s); err != nil {
				return err
			}
			if !proxy {
				return fault.Denied("この承認をする", s.Label)
			}
		}
		var c fault.Check
		c.That(yes || reason != "", "reason", "差し戻すときは、どこをどう直せばよいかを書いてください。")
		c.That(utf8.RuneCountInString(reason) <= 500, "reason", "理由は500字までです。")
		if err := c.Err(); err != nil {
			return err
		}
		return d.decide(ctx, tx, a, r, s, yes, proxy, reason)
	})
}

func (d *Desk) decide(ctx context.Context, tx *db.Tx, a people.Actor, r Request, s Step, yes, proxy bool, reason string) error {
	word, now := Approved, clock.At(d.Now())
	if !yes {
		word = Returned
	}
	n, err := tx.Changed(ctx, `UPDATE approval_steps SET decision = $3, by_id = $4, proxy = $5, reason = $6, at = $7 WHERE approval_id = $1 AND position = $2 AND decision = ''`,
		r.ID, s.Position, word, a.ID, proxy, reason, now)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "ほかの人が先に決めました。")
	}
	if err != nil {
		return err
	}
	if err := d.Note(ctx, tx, a, string(word), r.Kind, r.Subject.ID, r.ID); err != nil {
		return err
	}
	if yes && s.Position < len(r.Steps) {
		return nil // whoever decides next finds it under 承認待ち
	}
	r.State, r.EndedAt = word, now
	if err := tx.Exec(ctx, `UPDATE approvals SET state = $2, ended_at = $3 WHERE id = $1`, r.ID, word, now); err != nil {
		return err
	}
	if err := d.Tell(ctx, tx, a, r.AskedBy, r.Title+"が"+word.Show().Word+"になりました", r.Href, r.Sample); err != nil {
		return err
	}
	return d.Decided(ctx, tx, a, r)
}

// Withdraw takes a request back (引き戻し) while nobody has opened the waiting step.
func (d *Desk) Withdraw(ctx context.Context, a people.Actor, requestID string) error {
	return d.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := find(ctx, tx, a, requestID)
		if err != nil {
			return err
		}
		s, ok := r.Now()
		switch {
		case r.AskedBy != a.ID:
			return fault.Denied("この承認を引き戻す", "出した人")
		case !ok:
			return fault.New(fault.Conflict, "この承認はもう終わっています。")
		case s.OpenedAt != "":
			return fault.New(fault.Conflict, s.Label+"がもう開いています。差し戻してもらってください。")
		}
		if err := tx.Exec(ctx, `UPDATE approvals SET state = 'withdrawn', ended_at = $2 WHERE id = $1`, r.ID, clock.At(d.Now())); err != nil {
			return err
		}
		return d.Note(ctx, tx, a, "withdraw", r.Kind, r.Subject.ID, r.ID)
	})
}
