package standards

import (
	"context"
	"time"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared/approval"
)

// Standards is what the house can do with principles, standards, their checks and their yearly verification.
type Standards struct {
	DB        *db.DB
	Now       func() time.Time
	Note      people.Note
	Start     func(context.Context) clock.Start // the city's first day of the fiscal year
	Approvals *approval.Desk

	remembered remembered

	// Goals asks which goals of fy that a may see serve a standard.
	Goals func(ctx context.Context, tx *db.Tx, a people.Actor, standardID string, fy clock.FY) ([]ServedBy, error)
}

// ServedBy is a goal that serves a standard.
type ServedBy struct {
	GoalID, Title, Office, WardID, Href string
	State                               ui.State
}

// Kinds of approval requests of this room: a changed or new standard, and the first set of all.
const (
	KindChange = "standard.change"
	KindFirst  = "standard.first"
)

func (ss *Standards) instant() clock.Instant { return clock.At(ss.Now()) }

// Proposal (上げる案) says that a standard should change, or that a practice should become one.
type Proposal struct {
	ID string
	ProposalDraft
	GoalID, WardID, Ward string
	FY                   clock.FY
	State                Stage
	VersionID            string
	Outcome, Why         string // the decision and its reason
	DecidedFY            clock.FY
	ByID, ByName         string
	At, UpdatedAt        clock.Instant
	Sample               bool
}

// ProposalDraft is what the proposer writes.
type ProposalDraft struct {
	Kind       string // change, new
	StandardID string // of a change; of a new one once its wording is made ready
	Title      string
	Text       string // what should stand
	Reason     string
}

// Check returns a fault that names each field that cannot stand.
func (d ProposalDraft) Check() error {
	var c fault.Check
	c.That(d.Kind == "change" || d.Kind == "new", "kind", "いまの基準を変える案か、新しい基準の案かを選んでください。")
	c.That(d.Kind != "change" || d.StandardID != "", "standard", "どの基準を変える案かを選んでください。")
	c.That(d.Title != "", "title", "案の名前を1行で入れてください（例 混む曜日を前もって知らせる）。")
	c.That(utf8.RuneCountInString(d.Title) <= 60, "title", "案の名前は60字までです。")
	c.That(utf8.RuneCountInString(d.Text) <= 600, "text", "600字までです。")
	c.That(d.Reason != "", "reason", "なぜ上げられるとみたかを書いてください。部長会議が検証するときに読みます。")
	c.That(utf8.RuneCountInString(d.Reason) <= 600, "reason", "理由は600字までです。")
	return c.Err()
}

// Stage is where a proposal is: 案 → 検証 → 決定.
type Stage string

// The stages.
const (
	Proposed  Stage = "proposed"
	Verifying Stage = "verifying"
	Decided   Stage = "decided"
)

var stageNames = map[Stage]ui.State{
	Proposed: {Word: "案", Shape: "think", Tone: "quiet"}, Verifying: {Word: "検証待ち", Shape: "wait", Tone: "quiet"},
	Decided: {Word: "決定", Shape: "done", Tone: "quiet"},
}

// Show is the stage with its shape.
func (s Stage) Show() ui.State { return stageNames[s] }

// Propose puts a proposal before the city. Any member of staff may.
func (ss *Standards) Propose(ctx context.Context, a people.Actor, d ProposalDraft, sample bool) (proposalID string, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		if proposalID, err = ss.propose(ctx, tx, a, d, Practice{WardID: a.WardID, Sample: sample}); err != nil {
			return err
		}
		return drafts.Drop(ctx, tx, a.ID, "proposal:new")
	})
	return proposalID, err
}

// Practice is a ward's goal or initiative that should become a standard for all wards.
type Practice struct {
	GoalID, WardID, Title, Reason string
	Sample                        bool
}

// ProposeFrom makes a proposal for a new standard out of a ward's practice, in the caller's transaction.
func (ss *Standards) ProposeFrom(ctx context.Context, tx *db.Tx, a people.Actor, p Practice) (string, error) {
	return ss.propose(ctx, tx, a, ProposalDraft{Kind: "new", Title: cut(p.Title, 60), Text: p.Title, Reason: cut(p.Reason, 600)}, p)
}

func (ss *Standards) propose(ctx context.Context, tx *db.Tx, a people.Actor, d ProposalDraft, from Practice) (string, error) {
	if !a.May(people.ProposeStandard) || from.WardID != "" && !a.MayInWard(people.ProposeStandard, from.WardID) {
		return "", fault.Denied("上げる案を書く", "区の職員か市の事務局")
	}
	if err := d.Check(); err != nil {
		return "", err
	}
	if d.Kind == "new" {
		d.StandardID = ""
	} else if err := exists(ctx, tx, d.StandardID); err != nil {
		return "", err
	}
	p := Proposal{ID: id.New(), ProposalDraft: d, GoalID: from.GoalID, WardID: from.WardID, FY: a.FY, State: Proposed, ByID: a.ID,
		At: ss.instant(), Sample: from.Sample}
	p.UpdatedAt = p.At
	if err := saveProposal(ctx, tx, p); err != nil {
		return "", err
	}
	return p.ID, ss.Note(ctx, tx, a, "propose", "standard proposal", p.ID, d.StandardID)
}

// Write is the city office's own way: the wording of a new standard ("" as standardID) or of the next version of
// one, ready for the directors' meeting. Nothing of it governs before the meeting has decided.
func (ss *Standards) Write(ctx context.Context, a people.Actor, standardID string, d Draft, reason string, sample bool) (proposalID string, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		if !a.May(people.WriteStandards) {
			return denyWrite("基準の文を書く")
		}
		p := ProposalDraft{Kind: "new", Title: d.Title, Text: d.Promise, Reason: reason}
		if standardID != "" {
			p.Kind, p.StandardID = "change", standardID
		}
		if err := joinChecks(d.Check(), p.Check()); err != nil {
			return err
		}
		if proposalID, err = ss.propose(ctx, tx, a, p, Practice{WardID: a.WardID, Sample: sample}); err != nil {
			return err
		}
		return ss.prepare(ctx, tx, a, proposalID, "", d)
	})
	return proposalID, err
}

// Prepare makes a proposal's wording ready: 案 becomes 検証. seen is the proposal's state the person had before them.
func (ss *Standards) Prepare(ctx context.Context, a people.Actor, proposalID string, seen clock.Instant, d Draft) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		if !a.May(people.WriteStandards) && !a.May(people.DecideStandards) {
			return denyWrite("案の文をととのえる")
		}
		if err := d.Check(); err != nil {
			return err
		}
		return ss.prepare(ctx, tx, a, proposalID, seen, d)
	})
}

func (ss *Standards) prepare(ctx context.Context, tx *db.Tx, a people.Actor, proposalID string, seen clock.Instant, d Draft) error {
	p, err := findProposal(ctx, tx, proposalID)
	switch {
	case err != nil:
		return err
	case p.State == Decided:
		return fault.New(fault.Conflict, "この案はもう決まっています。新しい案を書いてください。")
	case seen != "" && seen != p.UpdatedAt:
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。開きなおして、いまの文を確かめてから直してください。")
	}
	if err := ss.codeFree(ctx, tx, p.StandardID, d.Code); err != nil {
		return err
	}
	now := ss.instant()
	if p.StandardID == "" {
		if p.StandardID, err = ss.newborn(ctx, tx, a, p); err != nil {
			return err
		}
	}
	v := Version{ID: p.VersionID, StandardID: p.StandardID, Draft: d, State: "draft", ToFY: Forever, ByID: a.ID, At: now, UpdatedAt: now, Sample: p.Sample}
	if v.ID == "" {
		v.ID = id.New()
	} else if old, err := findVersion(ctx, tx, v.ID); err != nil {
		return err
	} else if old.Asked {
		return fault.New(fault.Conflict, "承認待ちの間は文を変えられません。差し戻されてから直してください。")
	}
	if err := saveVersion(ctx, tx, v); err != nil {
		return err
	}
	p.State, p.VersionID, p.UpdatedAt = Verifying, v.ID, now
	if err := saveProposal(ctx, tx, p); err != nil {
		return err
	}
	if err := drafts.Drop(ctx, tx, a.ID, "proposal:"+p.ID); err != nil {
		return err
	}
	return ss.Note(ctx, tx, a, "prepare", "standard", p.StandardID, p.ID)
}

// newborn gives a proposed standard its identity, with the practice it came from.
func (ss *Standards) newborn(ctx context.Context, tx *db.Tx, a people.Actor, p Proposal) (string, error) {
	o := Origin{Kind: "city"}
	if p.WardID != "" {
		o = Origin{Kind: "ward", GoalID: p.GoalID, WardID: p.WardID, Title: p.Title, FY: p.FY}
	}
	standardID := id.New()
	return standardID, insertStandard(ctx, tx, a, standardID, o, ss.instant(), p.Sample)
}

// codeFree refuses a number that another standard bears now or will bear.
func (ss *Standards) codeFree(ctx context.Context, tx *db.Tx, standardID, code string) error {
	var other string
	err := tx.Row(ctx, `
		SELECT title FROM standard_versions v WHERE code = $1 AND standard_id <> $2 AND to_fy = 9999
			AND (state = 'set' OR EXISTS (SELECT 1 FROM standard_proposals p WHERE p.version_id = v.id AND p.state = 'verifying')) LIMIT 1`, code, standardID).Scan(&other)
	if fault.Of(err) == fault.NotFound {
		return nil
	} else if err != nil {
		return err
	}
	var c fault.Check
	c.That(false, "code", "番号"+code+"は「"+other+"」が使っています。空いている番号にしてください。")
	return c.Err()
}

// joinChecks puts the messages of several checks into one fault.
func joinChecks(errs ...error) error {
	var c fault.Check
	for _, err := range errs {
		fault.ProblemsOf(err).Each(func(field, say string) { c.That(false, field, say) })
	}
	return c.Err()
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
