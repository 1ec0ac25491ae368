package standards

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func principleFields(p *Principle) []any {
	return []any{&p.ID, &p.Position, &p.Name, &p.Text, &p.From, &p.To, &p.ByName, &p.At, &p.Sample}
}

const principleColumns = `SELECT v.principle_id, v.position, v.name, v.text, v.from_date, v.to_date, COALESCE(s.display, ''), v.at, v.sample
	FROM principle_versions v LEFT JOIN staff s ON s.id = v.by_id`

// principlesOn lists each principle as it reads on day; one that began later, as it first read.
func principlesOn(ctx context.Context, tx *db.Tx, day clock.Date) ([]Principle, error) {
	return db.All(ctx, tx, principleFields, principleColumns+`
		WHERE v.from_date = COALESCE(
			(SELECT MAX(w.from_date) FROM principle_versions w WHERE w.principle_id = v.principle_id AND w.from_date <= $1),
			(SELECT MIN(w.from_date) FROM principle_versions w WHERE w.principle_id = v.principle_id))
		ORDER BY v.position, v.at, v.principle_id`, day)
}

func principleVersions(ctx context.Context, tx *db.Tx, principleID string) ([]Principle, error) {
	return db.All(ctx, tx, principleFields, principleColumns+` WHERE v.principle_id = $1 ORDER BY v.from_date DESC`, principleID)
}

func findPrinciple(ctx context.Context, tx *db.Tx, principleID string) (Principle, error) {
	all, err := principleVersions(ctx, tx, principleID)
	if err == nil && len(all) == 0 {
		err = fault.Missing("この理念")
	}
	if err != nil {
		return Principle{}, err
	}
	return all[0], nil
}

func insertPrinciple(ctx context.Context, tx *db.Tx, a people.Actor, p Principle) error {
	if err := tx.Exec(ctx, `INSERT INTO principles (id, sample, created_by, created_at) VALUES ($1, $2, $3, $4)`, p.ID, p.Sample, a.ID, p.At); err != nil {
		return err
	}
	return insertPrincipleVersion(ctx, tx, a, p)
}

// insertPrincipleVersion adds a wording; a second one of the same day replaces the first.
func insertPrincipleVersion(ctx context.Context, tx *db.Tx, a people.Actor, p Principle) error {
	return tx.Exec(ctx, `
		INSERT INTO principle_versions (principle_id, position, name, text, from_date, to_date, by_id, at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (principle_id, from_date) DO UPDATE SET position = excluded.position, name = excluded.name, text = excluded.text,
			to_date = excluded.to_date, by_id = excluded.by_id, at = excluded.at`,
		p.ID, p.Position, p.Name, p.Text, p.From, p.To, a.ID, p.At, p.Sample)
}

func endPrinciple(ctx context.Context, tx *db.Tx, p Principle, day clock.Date) error {
	return tx.Exec(ctx, `UPDATE principle_versions SET to_date = $2 WHERE principle_id = $1 AND from_date < $3 AND to_date = $4`,
		p.ID, day.AddDays(-1), day, people.Forever)
}

const versionColumns = `v.id, v.standard_id, v.state, v.from_fy, v.to_fy, COALESCE(v.supersedes, ''), v.approval_id,
	EXISTS (SELECT 1 FROM approvals ap WHERE ap.id = v.approval_id AND ap.state = 'open'),
	v.code, v.principle_id, v.title, v.promise, v.text, v.axis, v.level, v.applies, v.changeable_by, v.outside, v.measure, v.how,
	v.threshold, v.unit, v.direction, v.attained, v.by_id, v.at, v.updated_at, v.sample,
	t.origin, t.origin_goal, t.origin_ward, COALESCE(w.name, ''), t.origin_title, t.origin_fy`

const versionFrom = ` FROM standard_versions v JOIN standards t ON t.id = v.standard_id LEFT JOIN offices w ON w.id = t.origin_ward`

func versionFields(v *Version) []any {
	return []any{&v.ID, &v.StandardID, &v.State, &v.FromFY, &v.ToFY, &v.Supersedes, &v.ApprovalID, &v.Asked,
		&v.Code, &v.PrincipleID, &v.Title, &v.Promise, &v.Text, &v.Axis, &v.Level, &v.Applies, &v.ChangeableBy, &v.Outside, &v.Measure, &v.How,
		&v.Threshold, &v.Unit, &v.Direction, &v.Attained, &v.ByID, &v.At, &v.UpdatedAt, &v.Sample,
		&v.Origin.Kind, &v.Origin.GoalID, &v.Origin.WardID, &v.Origin.Ward, &v.Origin.Title, &v.Origin.FY}
}

// versionsSet loads every version that governs or governed, in the order of codes and years; there are few.
func versionsSet(ctx context.Context, tx *db.Tx) ([]Version, error) {
	return db.All(ctx, tx, versionFields, `SELECT `+versionColumns+versionFrom+` WHERE v.state = 'set' ORDER BY v.standard_id, v.from_fy`)
}

// versionsReady loads the wordings that wait for the directors' meeting.
func versionsReady(ctx context.Context, tx *db.Tx) ([]Version, error) {
	return db.All(ctx, tx, versionFields, `SELECT `+versionColumns+versionFrom+`
		WHERE v.state = 'draft' AND EXISTS (SELECT 1 FROM standard_proposals p WHERE p.version_id = v.id AND p.state = 'verifying') ORDER BY v.at, v.id`)
}

func findVersion(ctx context.Context, tx *db.Tx, versionID string) (Version, error) {
	return db.One(ctx, tx, versionFields, `SELECT `+versionColumns+versionFrom+` WHERE v.id = $1`, versionID)
}

func exists(ctx context.Context, tx *db.Tx, standardID string) error {
	var n int
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM standards WHERE id = $1`, standardID).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return fault.Missing("この基準")
	}
	return nil
}

func insertStandard(ctx context.Context, tx *db.Tx, a people.Actor, standardID string, o Origin, now clock.Instant, sample bool) error {
	return tx.Exec(ctx, `INSERT INTO standards (id, origin, origin_goal, origin_ward, origin_title, origin_fy, sample, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		standardID, o.Kind, o.GoalID, o.WardID, o.Title, o.FY, sample, a.ID, now)
}

// saveVersion writes a draft wording, new or known.
func saveVersion(ctx context.Context, tx *db.Tx, v Version) error {
	return tx.Exec(ctx, `
		INSERT INTO standard_versions (id, standard_id, state, from_fy, to_fy, supersedes, approval_id, code, principle_id, title, promise, text, axis, level, applies,
			changeable_by, outside, measure, how, threshold, unit, direction, attained, by_id, at, updated_at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
		ON CONFLICT (id) DO UPDATE SET code = excluded.code, principle_id = excluded.principle_id, title = excluded.title, promise = excluded.promise,
			text = excluded.text, axis = excluded.axis, level = excluded.level, applies = excluded.applies, changeable_by = excluded.changeable_by,
			outside = excluded.outside, measure = excluded.measure, how = excluded.how, threshold = excluded.threshold, unit = excluded.unit,
			direction = excluded.direction, attained = excluded.attained, by_id = excluded.by_id, updated_at = excluded.updated_at
		WHERE standard_versions.state = 'draft'`,
		v.ID, v.StandardID, v.State, v.FromFY, v.ToFY, db.Null(v.Supersedes), v.ApprovalID, v.Code, v.PrincipleID, v.Title, v.Promise, v.Text, v.Axis, v.Level, v.Applies,
		v.ChangeableBy, v.Outside, v.Measure, v.How, v.Threshold, v.Unit, v.Direction, v.Attained, v.ByID, v.At, v.UpdatedAt, v.Sample)
}

const proposalColumns = `p.id, p.kind, COALESCE(p.standard_id, ''), p.title, p.text, p.reason, p.ward_id, COALESCE(w.name, ''), p.goal_id, p.fy, p.state,
	COALESCE(p.version_id, ''), p.outcome, p.outcome_reason, p.decided_fy, p.by_id, COALESCE(s.display, ''), p.at, p.updated_at, p.sample`

const proposalFrom = ` FROM standard_proposals p LEFT JOIN offices w ON w.id = p.ward_id LEFT JOIN staff s ON s.id = p.by_id`

func proposalFields(p *Proposal) []any {
	return []any{&p.ID, &p.Kind, &p.StandardID, &p.Title, &p.Text, &p.Reason, &p.WardID, &p.Ward, &p.GoalID, &p.FY, &p.State,
		&p.VersionID, &p.Outcome, &p.Why, &p.DecidedFY, &p.ByID, &p.ByName, &p.At, &p.UpdatedAt, &p.Sample}
}

func findProposal(ctx context.Context, tx *db.Tx, proposalID string) (Proposal, error) {
	p, err := db.One(ctx, tx, proposalFields, `SELECT `+proposalColumns+proposalFrom+` WHERE p.id = $1`, proposalID)
	if fault.Of(err) == fault.NotFound {
		return p, fault.Missing("この案")
	}
	return p, err
}

// openProposals lists what has not been decided, the oldest first.
func openProposals(ctx context.Context, tx *db.Tx) ([]Proposal, error) {
	return db.All(ctx, tx, proposalFields, `SELECT `+proposalColumns+proposalFrom+` WHERE p.state <> 'decided' ORDER BY p.at, p.id`)
}

func saveProposal(ctx context.Context, tx *db.Tx, p Proposal) error {
	return tx.Exec(ctx, `
		INSERT INTO standard_proposals (id, kind, standard_id, title, text, reason, ward_id, goal_id, fy, state, version_id, outcome, outcome_reason, decided_fy, by_id, at, updated_at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		ON CONFLICT (id) DO UPDATE SET standard_id = excluded.standard_id, title = excluded.title, text = excluded.text, reason = excluded.reason, state = excluded.state,
			version_id = excluded.version_id, outcome = excluded.outcome, outcome_reason = excluded.outcome_reason, decided_fy = excluded.decided_fy, updated_at = excluded.updated_at`,
		p.ID, p.Kind, db.Null(p.StandardID), p.Title, p.Text, p.Reason, p.WardID, p.GoalID, p.FY, p.State, db.Null(p.VersionID), p.Outcome, p.Why, p.DecidedFY, p.ByID, p.At, p.UpdatedAt, p.Sample)
}
