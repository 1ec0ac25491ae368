package standards

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

const decisionColumns = `d.standard_id, d.fy, d.decision, d.reason, COALESCE(d.into_id, ''), COALESCE(d.version_id, ''), d.approval_id, COALESCE(ap.state, ''),
	COALESCE((SELECT p.id FROM standard_proposals p WHERE p.version_id = d.version_id), ''), d.by_id, d.at, d.updated_at, d.sample`

const decisionFrom = ` FROM standard_decisions d LEFT JOIN approvals ap ON ap.id = d.approval_id`

func decisionFields(d *Decision) []any {
	return []any{&d.StandardID, &d.FY, &d.Choice, &d.Reason, &d.IntoID, &d.VersionID, &d.ApprovalID, &d.Approval, &d.ProposalID, &d.ByID, &d.At, &d.UpdatedAt, &d.Sample}
}

func findDecision(ctx context.Context, tx *db.Tx, standardID string, fy clock.FY) (Decision, bool, error) {
	d, err := db.One(ctx, tx, decisionFields, `SELECT `+decisionColumns+decisionFrom+` WHERE d.standard_id = $1 AND d.fy = $2`, standardID, fy)
	if fault.Of(err) == fault.NotFound {
		return d, false, nil
	}
	return d, err == nil, err
}

// decisionsOf lists a standard's decisions, or those of fy where standardID is "", the newest first.
func decisionsOf(ctx context.Context, tx *db.Tx, standardID string, fy clock.FY) ([]Decision, error) {
	return db.All(ctx, tx, decisionFields, `SELECT `+decisionColumns+decisionFrom+`
		WHERE ($1 <> '' AND d.standard_id = $1) OR ($1 = '' AND d.fy = $2) ORDER BY d.fy DESC, d.standard_id`, standardID, fy)
}

func saveDecision(ctx context.Context, tx *db.Tx, d Decision) error {
	return tx.Exec(ctx, `
		INSERT INTO standard_decisions (standard_id, fy, decision, reason, into_id, version_id, approval_id, by_id, at, updated_at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (standard_id, fy) DO UPDATE SET decision = excluded.decision, reason = excluded.reason, into_id = excluded.into_id,
			version_id = excluded.version_id, approval_id = excluded.approval_id, by_id = excluded.by_id, updated_at = excluded.updated_at`,
		d.StandardID, d.FY, d.Choice, d.Reason, db.Null(d.IntoID), db.Null(d.VersionID), d.ApprovalID, d.ByID, d.At, d.UpdatedAt, d.Sample)
}

// undoDecision takes back what an unapproved decision of fy did to the years to come.
func undoDecision(ctx context.Context, tx *db.Tx, standardID string, fy clock.FY) error {
	if err := tx.Exec(ctx, `UPDATE standard_versions SET to_fy = 9999 WHERE standard_id = $1 AND state = 'set' AND to_fy = $2`, standardID, fy); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE standard_versions SET approval_id = '' WHERE standard_id = $1 AND state = 'draft'`, standardID); err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE standard_proposals SET state = CASE WHEN version_id IS NULL THEN 'proposed' ELSE 'verifying' END, outcome = '', outcome_reason = '', decided_fy = 0
		WHERE standard_id = $1 AND decided_fy = $2`, standardID, fy)
}

// closeProposals ends the proposals that the meeting has looked at without taking one.
func closeProposals(ctx context.Context, tx *db.Tx, standardID string, r Ruling, fy clock.FY, now clock.Instant) error {
	return tx.Exec(ctx, `UPDATE standard_proposals SET state = 'decided', outcome = $2, outcome_reason = $3, decided_fy = $4, updated_at = $5
		WHERE standard_id = $1 AND state = 'verifying'`, standardID, r.Choice, r.Reason, fy, now)
}

// settleProposal ends the proposal whose wording was approved, with the meeting's reason.
func settleProposal(ctx context.Context, tx *db.Tx, versionID string, c Choice, fy clock.FY, now clock.Instant) error {
	return tx.Exec(ctx, `UPDATE standard_proposals SET state = 'decided', outcome = $2, decided_fy = $3, updated_at = $4,
		outcome_reason = COALESCE((SELECT d.reason FROM standard_decisions d WHERE d.version_id = $1 ORDER BY d.fy DESC LIMIT 1), '')
		WHERE version_id = $1`, versionID, c, fy, now)
}

func endVersion(ctx context.Context, tx *db.Tx, versionID string, fy clock.FY) error {
	return tx.Exec(ctx, `UPDATE standard_versions SET to_fy = $2 WHERE id = $1 AND state = 'set' AND to_fy > $2`, versionID, fy)
}

func setVersion(ctx context.Context, tx *db.Tx, versionID string, from clock.FY, supersedes string, now clock.Instant) error {
	return tx.Exec(ctx, `UPDATE standard_versions SET state = 'set', from_fy = $2, to_fy = 9999, supersedes = $3, updated_at = $4 WHERE id = $1 AND state = 'draft'`,
		versionID, from, db.Null(supersedes), now)
}

func askedVersion(ctx context.Context, tx *db.Tx, versionID, requestID string) error {
	return tx.Exec(ctx, `UPDATE standard_versions SET approval_id = $2 WHERE id = $1`, versionID, requestID)
}

func versionsAsked(ctx context.Context, tx *db.Tx, requestID string) ([]Version, error) {
	return db.All(ctx, tx, versionFields, `SELECT `+versionColumns+versionFrom+` WHERE v.approval_id = $1 AND v.state = 'draft' ORDER BY v.code`, requestID)
}

func rootPath(ctx context.Context, tx *db.Tx) (path string, err error) {
	err = tx.Row(ctx, `SELECT path FROM offices WHERE kind = 'city' ORDER BY from_date DESC LIMIT 1`).Scan(&path)
	return path, err
}

func findingFields(f *Finding) []any {
	return []any{&f.StandardID, &f.FY, &f.WardID, &f.Drawn, &f.State, &f.Note}
}

// findings loads those of a year and every year's of one standard, and counts what each year's meeting has done.
func findings(ctx context.Context, tx *db.Tx, fy clock.FY, standardID string) (found []Finding, met map[clock.FY]meeting, err error) {
	type row struct {
		Finding
		meeting
	}
	all, err := db.All(ctx, tx, func(r *row) []any {
		return append(findingFields(&r.Finding), &r.All, &r.Short, &r.Decided)
	}, `
		SELECT standard_id, fy, ward_id, drawn, state, note, 0, 0, 0 FROM standard_findings WHERE fy = $1 OR standard_id = $2
		UNION ALL SELECT '', fy, '', '', '', '', COUNT(*), SUM(CASE WHEN state IN ('met', 'outside') THEN 0 ELSE 1 END), 0 FROM standard_findings GROUP BY fy
		UNION ALL SELECT '', fy, '', '', '', '', 0, 0, COUNT(*) FROM standard_decisions GROUP BY fy
		ORDER BY 2, 1, 3`, fy, standardID)
	met = map[clock.FY]meeting{}
	for _, r := range all {
		if r.StandardID != "" {
			found = append(found, r.Finding)
			continue
		}
		m := met[r.FY]
		met[r.FY] = meeting{m.All + r.All, m.Short + r.Short, m.Decided + r.Decided}
	}
	return found, met, err
}

func saveFinding(ctx context.Context, tx *db.Tx, a people.Actor, f Finding, now clock.Instant) error {
	return tx.Exec(ctx, `INSERT INTO standard_findings (standard_id, fy, ward_id, drawn, state, note, by_id, at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (standard_id, fy, ward_id) DO UPDATE SET drawn = excluded.drawn, state = excluded.state, note = excluded.note, by_id = excluded.by_id, at = excluded.at`,
		f.StandardID, f.FY, f.WardID, f.Drawn, f.State, f.Note, a.ID, now, f.Sample)
}

// meeting counts what a year's directors' meeting has done: findings, those that fell short, decisions.
type meeting struct{ All, Short, Decided int }

// seen is the newest check of one office, as far as drawing a state needs it.
type seen struct {
	StandardID, OfficeID, WardID string
	Result                       Result
	Value                        *float64
	Period                       string
	At                           clock.Instant
}

const checkColumns = `c.id, c.standard_id, c.version_id, c.office_id, o.name, c.ward_id, c.fy, c.period, c.result, c.value, c.evidence, c.link, c.next, c.by_id, COALESCE(s.display, ''), c.at, c.sample`

func checkFields(c *Check) []any {
	return []any{&c.ID, &c.StandardID, &c.VersionID, &c.OfficeID, &c.OfficeName, &c.WardID, &c.FY, &c.Period, &c.Result, &c.Value, &c.Evidence, &c.Link, &c.Next, &c.ByID, &c.ByName, &c.At, &c.Sample}
}

// checksOf lists the checks of a year that a may read, of one standard or one office ("" is any), the newest first.
func checksOf(ctx context.Context, tx *db.Tx, a people.Actor, fy clock.FY, standardID, officeID string) ([]Check, error) {
	return db.All(ctx, tx, checkFields, `SELECT `+checkColumns+` FROM standard_checks c JOIN offices o ON o.id = c.office_id LEFT JOIN staff s ON s.id = c.by_id
		WHERE c.fy = $1 AND ($2 = '' OR c.ward_id = $2) AND ($3 = '' OR c.standard_id = $3) AND ($4 = '' OR c.office_id = $4)
		ORDER BY c.period DESC, o.sort, o.code LIMIT 500`, fy, a.Sees(), standardID, officeID)
}

func saveCheck(ctx context.Context, tx *db.Tx, c Check) error {
	return tx.Exec(ctx, `
		INSERT INTO standard_checks (id, standard_id, version_id, office_id, ward_id, fy, period, result, value, evidence, link, next, by_id, at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (standard_id, office_id, period) DO UPDATE SET version_id = excluded.version_id, result = excluded.result, value = excluded.value,
			evidence = excluded.evidence, link = excluded.link, next = excluded.next, by_id = excluded.by_id, at = excluded.at`,
		c.ID, c.StandardID, c.VersionID, c.OfficeID, c.WardID, c.FY, c.Period, c.Result, c.Value, c.Evidence, c.Link, c.Next, c.ByID, c.At, c.Sample)
}

func decisionBy(ctx context.Context, tx *db.Tx, requestID string) (Decision, bool, error) {
	d, err := db.One(ctx, tx, decisionFields, `SELECT `+decisionColumns+decisionFrom+` WHERE d.approval_id = $1`, requestID)
	if fault.Of(err) == fault.NotFound {
		return d, false, nil
	}
	return d, err == nil, err
}
