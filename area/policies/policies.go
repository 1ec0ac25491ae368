package policies

import (
	"context"
	"slices"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/approval"
)

// Policies is what the house can do with the wards' policies.
type Policies struct {
	DB        *db.DB
	Now       func() time.Time
	Note      people.Note
	Approvals *approval.Desk

	// Above asks which principles and standards a point of the ward's policy of fy may lean on.
	Above func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Target, error)
	// Goals asks which goals of the ward in fy serve a point of its policy: all points in one question.
	Goals func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]ServedBy, error)
}

// ServedBy is a goal that serves a point.
type ServedBy struct {
	PointID, Title, Office, Href string
	State                        ui.State
}

func (ps *Policies) instant() clock.Instant { return clock.At(ps.Now()) }

// Find loads one version that a may see.
func (ps *Policies) Find(ctx context.Context, a people.Actor, policyID string) (p Policy, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error { p, err = find(ctx, tx, a, policyID); return err })
	return p, err
}

// Begin opens the next version of a ward's policy of fy. It starts from what stands: this year's published
// version, else last year's, else an empty sheet. Where a draft is open already it is that one.
func (ps *Policies) Begin(ctx context.Context, a people.Actor, wardID string, fy clock.FY, sample bool) (p Policy, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error {
		p = Policy{ID: id.New(), WardID: wardID, FY: fy, Version: 1, Sample: sample}
		if err := ps.mayBegin(ctx, tx, a, p); err != nil {
			return err
		}
		before, err := before(ctx, tx, wardID, fy, newest)
		if err != nil {
			return err
		}
		p.Draft = before.Draft
		if before.FY == fy {
			p.Version = before.Version + 1
		}
		p.CreatedBy, p.CreatedAt = a.ID, ps.instant()
		p.UpdatedBy, p.UpdatedAt = p.CreatedBy, p.CreatedAt
		begun, err := insert(ctx, tx, p)
		if err != nil {
			return err
		}
		if begun {
			if err := ps.Note(ctx, tx, a, "begin", "policy", p.ID, p.FY.Era()+" "+p.Name()); err != nil {
				return err
			}
		}
		p, err = openDraft(ctx, tx, wardID, fy)
		return err
	})
	return p, err
}

func (ps *Policies) mayBegin(ctx context.Context, tx *db.Tx, a people.Actor, p Policy) error {
	if !a.SeesWard(p.WardID) {
		return fault.Missing("この区")
	}
	if o, err := people.OfficeIn(ctx, tx, p.WardID); err != nil || o.Kind != "ward" {
		return fault.Missing("この区")
	}
	switch {
	case !p.WritableBy(a):
		return deny()
	case p.Past(a):
		return past(p)
	case p.FY > a.FY+1:
		return fault.New(fault.Invalid, p.FY.Era()+"の方針は、まだ書けません。来年度のものまで書けます。")
	}
	return nil
}

func deny() error { return fault.Denied("この区の方針を書く", "区長か区の事務局") }

func past(p Policy) error {
	return fault.New(fault.Forbidden, p.FY.Era()+"は終わったので、方針は読むだけになりました。続きは今年度の方針に書いてください。")
}

// Save replaces what the draft says. seen is the version the person had before them: where somebody else has
// saved since, nothing is written and the fault is a Conflict. A published version is never changed.
func (ps *Policies) Save(ctx context.Context, a people.Actor, policyID string, seen clock.Instant, d Draft) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		p, err := forWriting(ctx, tx, a, policyID)
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		p.Draft, p.UpdatedBy, p.UpdatedAt = d, a.ID, ps.instant()
		if p.Points, err = ps.relink(ctx, tx, a, p); err != nil {
			return err
		}
		if err := update(ctx, tx, p, seen); err != nil { // before asking whether it waits: the row is ours from here
			return err
		}
		if err := ps.notWaiting(ctx, tx, p); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, p.draftName()); err != nil {
			return err
		}
		return ps.Note(ctx, tx, a, "save", "policy", p.ID, "")
	})
}

// forWriting loads a draft that a may change and whose year is not over.
func forWriting(ctx context.Context, tx *db.Tx, a people.Actor, policyID string) (Policy, error) {
	p, err := find(ctx, tx, a, policyID)
	switch {
	case err != nil:
		return p, err
	case !p.WritableBy(a):
		return p, deny()
	case p.Published():
		return p, fault.New(fault.Invalid, p.Name()+"は公表したので、変えられません。変えたいことは、つぎの版に書いてください。")
	case p.Past(a):
		return p, past(p)
	}
	return p, nil
}

// relink gives each link of p's points the name and address its target has now, refusing what is not there.
// What a point leant on before stays as it read then, even where it has gone from this year's choice.
func (ps *Policies) relink(ctx context.Context, tx *db.Tx, a people.Actor, p Policy) ([]Point, error) {
	known, err := ps.Above(ctx, tx, a, p.WardID, p.FY)
	if err != nil {
		return nil, err
	}
	kept, err := linksOf(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	known = append(known, kept...)
	points := slices.Clone(p.Points)
	for i, x := range points {
		links := make([]Target, len(x.Links))
		for j, l := range x.Links {
			n := slices.IndexFunc(known, func(t Target) bool { return t.Kind == l.Kind && t.ID == l.ID })
			if n < 0 {
				return nil, fault.New(fault.Invalid, "選んだ理念か基準は、"+p.FY.Era()+"にはありません。選びなおしてください。")
			}
			links[j] = known[n]
		}
		points[i].Links = links
	}
	return points, nil
}

// notWaiting refuses a change while the approver has the draft before them.
func (ps *Policies) notWaiting(ctx context.Context, tx *db.Tx, p Policy) error {
	rs, err := ps.Approvals.Of(ctx, tx, "policy", p.ID)
	if err == nil && len(rs) > 0 && rs[0].State == approval.Open {
		return fault.New(fault.Invalid, "承認待ちのあいだは変えられません。承認の画面で引き戻すか、差し戻してもらってからなおしてください。")
	}
	return err
}

// Discard throws a draft away; what was published is never lost.
func (ps *Policies) Discard(ctx context.Context, a people.Actor, policyID string) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		p, err := forWriting(ctx, tx, a, policyID)
		if err != nil {
			return err
		}
		if err := hold(ctx, tx, p.ID); err != nil {
			return err
		}
		if err := ps.notWaiting(ctx, tx, p); err != nil {
			return err
		}
		if err := remove(ctx, tx, p.ID); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, p.draftName()); err != nil {
			return err
		}
		return ps.Note(ctx, tx, a, "discard", "policy", p.ID, p.FY.Era()+" "+p.Name())
	})
}

// AskPublication puts the draft before the ward head, with the difference from what stood before: the version
// before it, or last year's. It returns the request's id.
func (ps *Policies) AskPublication(ctx context.Context, a people.Actor, policyID string, sample bool) (requestID string, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error {
		p, err := forWriting(ctx, tx, a, policyID)
		if err != nil {
			return err
		}
		if err := hold(ctx, tx, p.ID); err != nil {
			return err
		}
		if p, err = find(ctx, tx, a, policyID); err != nil { // as it stands now that nobody else can save
			return err
		}
		if err := p.Ready(); err != nil {
			return err
		}
		before, err := before(ctx, tx, p.WardID, p.FY, p.Version)
		if err != nil {
			return err
		}
		requestID, err = ps.Approvals.Ask(ctx, tx, a, approval.Request{Subject: shared.Subject{Kind: "policy", ID: p.ID},
			WardID: p.WardID, Title: p.Title() + "（" + p.Name() + "）の公表", Href: p.Href(), Changes: changes(before, p), Sample: sample,
			Steps: []approval.Step{{Label: "区長", Role: people.WardHead, OfficePath: p.WardPath}}})
		return err
	})
	return requestID, err
}

// Decided hears from the approval desk: an approved draft becomes the version that stands, from that moment on.
func (ps *Policies) Decided(ctx context.Context, tx *db.Tx, a people.Actor, r approval.Request) error {
	if r.State != approval.Approved {
		return nil
	}
	if err := publish(ctx, tx, r.Subject.ID, a.ID, r.ID, ps.instant()); err != nil {
		return err
	}
	return ps.Note(ctx, tx, a, "publish", "policy", r.Subject.ID, r.Title)
}

// Targets lists the points that goals of the ward may serve in fy: those of the published policy, or of the draft
// while none is published.
func (ps *Policies) Targets(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Target, error) {
	points, err := pointsStanding(ctx, tx, a, wardID, fy)
	var out []Target
	for i, x := range points {
		if x.Title != "" {
			out = append(out, Target{Kind: "policy", ID: x.ID, Name: "方針" + itoa(i+1) + " " + x.Title, Href: yearHref(wardID, fy) + "#p-" + x.ID})
		}
	}
	return out, err
}

// Published lists the newest published version of fy of a ward, or of every ward where wardID is "", for the public.
// It names nobody.
func (ps *Policies) Published(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) ([]Policy, error) {
	all, err := published(ctx, tx, wardID, fy)
	if err != nil {
		return nil, err
	}
	each := make([]*Policy, len(all))
	for i := range all {
		each[i] = &all[i]
		all[i].PublishedBy, all[i].CreatedBy, all[i].UpdatedBy, all[i].Editor = "", "", "", ""
	}
	return all, fill(ctx, tx, each...)
}
