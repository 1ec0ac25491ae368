package surveys

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
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

// Seen is a survey that a may see.
func (ss *Surveys) Seen(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) (Survey, error) {
	return ss.surveyIn(ctx, tx, a, surveyID)
}

// Askable is a survey whose questions a may still write: Forbidden for who only reads it, and once it was opened.
func (ss *Surveys) Askable(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) (Survey, error) {
	s, err := ss.surveyIn(ctx, tx, a, surveyID)
	switch {
	case err != nil:
		return s, err
	case !s.WritableBy(a):
		return s, fault.Denied("アンケートの問いを書く", helper)
	case s.OpenedAt != "":
		return s, fault.New(fault.Forbidden, asksAlready)
	}
	return s, nil
}

// WithForms lists the other surveys of the same ward that ask a form of their own, newest first.
func (ss *Surveys) WithForms(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) ([]Survey, error) {
	s, err := ss.surveyIn(ctx, tx, a, surveyID)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM surveys s JOIN offices w ON w.id = s.ward_id
		WHERE s.ward_id = $1 AND s.id <> $2 AND s.form <> '' ORDER BY s.from_date DESC, s.id`, s.WardID, s.ID)
}

// Bank are the questions that are asked alike everywhere and in every year: the standard items, the free text, the attributes.
func Bank() []questionnaire.Question { return standard.Asked() }

// Others are the languages of the bank besides the original.
func Others() (out []questionnaire.Lang) {
	for _, l := range Langs() {
		if l != Ja {
			out = append(out, questionnaire.Lang(l))
		}
	}
	return out
}
