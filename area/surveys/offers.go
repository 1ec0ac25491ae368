package surveys

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// What other rooms may ask of this one, each in the caller's transaction.

// InWard lists a ward's surveys that a may see, newest first.
func (ss *Surveys) InWard(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) ([]Survey, error) {
	if !a.SeesWard(wardID) {
		return nil, nil
	}
	return db.All(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM surveys s JOIN offices w ON w.id = s.ward_id
		WHERE s.ward_id = $1 AND s.opened_at <> '' ORDER BY s.from_date DESC, s.id`, wardID)
}

// Changed lists what changed because of visitors' voices in a ward ("" every ward), newest first.
func (ss *Surveys) Changed(ctx context.Context, tx *db.Tx, wardID string, from, to clock.Date, limit int) ([]Change, error) {
	return db.All(ctx, tx, changeFields, `
		SELECT `+changeColumns+` FROM survey_changes g JOIN surveys s ON s.id = g.survey_id JOIN offices o ON o.id = g.office_id
		WHERE ($1 = '' OR s.ward_id = $1) AND g.since >= $2 AND g.since <= $3 ORDER BY g.since DESC, g.id DESC LIMIT $4`, wardID, from, to, limit)
}

// Forget drops the pages and figures that are remembered, after data was taken away.
func (ss *Surveys) Forget() { ss.faces.forget() }
