package staffsurveys

import (
	"context"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Rate is how many of a group have answered, as far as it may be known: in tenths, as of the day before.
type Rate struct{ Name, Say string }

// Rates are the shares of the ward and of its offices with at least limit people, while answers come in. They are
// words and a day old, so that nobody can watch one colleague answer.
func (ss *StaffSurveys) Rates(ctx context.Context, a people.Actor, surveyID string) (out []Rate, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		out = nil
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil || s.State(a.Today) != Taking {
			return err
		}
		cs, err := classes(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		spent, err := spentBefore(ctx, tx, s.ID, a.Today)
		if err != nil {
			return err
		}
		d, err := divide(ctx, tx, s.WardID, s.Rule, cs)
		if err != nil {
			return err
		}
		for _, g := range d.groups {
			asked, done, own := 0, 0, 0
			for i, in := range g.has {
				if !in {
					continue
				}
				asked, done = asked+cs[i].Asked, done+spent[cs[i].No]
				if !cs[i].OnPaper() {
					own += cs[i].Asked
				}
			}
			if (g.Part == Ward || g.Part == ByOffice) && own >= s.Limit {
				out = append(out, Rate{g.Name, tenths(done, asked)})
			}
		}
		return nil
	})
	return out, err
}

func tenths(done, asked int) string {
	switch n := 10 * done / asked; {
	case n == 0:
		return "1割まで"
	case n >= 9:
		return "9割をこえました"
	default:
		return strconv.Itoa(n) + "割くらい"
	}
}

// spentBefore counts what was spent before a day, by class.
func spentBefore(ctx context.Context, tx *db.Tx, surveyID string, day clock.Date) (map[int]int, error) {
	type row struct{ class, n int }
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.class, &r.n} }, `
		SELECT class, count(*) FROM (
			SELECT class FROM staff_survey_invitations WHERE survey_id = $1 AND spent_on <> '' AND spent_on < $2
			UNION ALL SELECT class FROM staff_survey_slips WHERE survey_id = $1 AND spent_on <> '' AND spent_on < $2) t
		GROUP BY class`, surveyID, day)
	out := map[int]int{}
	for _, r := range rows {
		out[r.class] = r.n
	}
	return out, err
}
