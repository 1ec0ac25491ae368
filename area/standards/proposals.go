package standards

import (
	"context"

	"kaname/kit/db"
	"kaname/people"
)

// ProposalView is a proposal's page.
type ProposalView struct {
	Proposal
	Standard   Version // what governs now, of a change
	Next       Version // the wording made ready
	Decision   Decision
	Principles []Principle
	Standards  []Version
}

// ViewProposal loads a proposal with what stands and what is to stand. Proposals are open to everybody who works here.
func (ss *Standards) ViewProposal(ctx context.Context, a people.Actor, proposalID string) (v ProposalView, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		set, err := ss.load(ctx, tx, a, a.FY, scope{none: true})
		if err != nil {
			return err
		}
		v.Principles, v.Standards = set.Principles, set.Items
		if proposalID == "" {
			return nil
		}
		if v.Proposal, err = findProposal(ctx, tx, proposalID); err != nil {
			return err
		}
		v.Standard, _ = nearestTo(set.All, v.StandardID, a.FY)
		if v.VersionID != "" {
			if v.Next, err = findVersion(ctx, tx, v.VersionID); err != nil {
				return err
			}
			if v.Next.Supersedes != "" {
				if v.Standard, err = findVersion(ctx, tx, v.Next.Supersedes); err != nil {
					return err
				}
			} else if v.Next.State == "set" {
				v.Standard = Version{}
			}
			if v.Next.ApprovalID != "" {
				v.Decision, _, err = decisionBy(ctx, tx, v.Next.ApprovalID)
			}
		}
		return err
	})
	return v, err
}

// ProposalOf finds the proposal of a standard that governs nothing yet.
func (ss *Standards) ProposalOf(ctx context.Context, standardID string) (proposalID string, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT id FROM standard_proposals WHERE standard_id = $1 ORDER BY at DESC LIMIT 1`, standardID).Scan(&proposalID)
	})
	return proposalID, err
}

// ListProposals lists every proposal, open ones first.
func (ss *Standards) ListProposals(ctx context.Context, a people.Actor) (all []Proposal, names map[string]Version, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		set, err := ss.load(ctx, tx, a, a.FY, scope{none: true})
		if err != nil {
			return err
		}
		names = map[string]Version{}
		for _, v := range set.All {
			names[v.StandardID] = v
		}
		all, err = db.All(ctx, tx, proposalFields, `SELECT `+proposalColumns+proposalFrom+`
			ORDER BY CASE p.state WHEN 'decided' THEN 1 ELSE 0 END, p.at DESC, p.id LIMIT 300`)
		return err
	})
	return all, names, err
}
