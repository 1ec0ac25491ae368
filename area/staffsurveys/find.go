package staffsurveys

import (
	"context"

	"kaname/kit/db"
	"kaname/people"
)

// Find loads a survey that is there for a.
func (ss *StaffSurveys) Find(ctx context.Context, a people.Actor, surveyID string) (s Survey, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error { s, err = ss.surveyIn(ctx, tx, a, surveyID); return err })
	return s, err
}
