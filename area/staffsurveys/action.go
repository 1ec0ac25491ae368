package staffsurveys

import (
	"context"
	"fmt"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// MostActions is how many things an office takes on after one survey.
const MostActions = 3

// ActionDraft is the part of a 取り組むこと that is written down.
type ActionDraft struct {
	OfficeID  string
	What, Who string // Who is a post or a team
	Until     clock.Date
}

// Check returns a fault that names each field that cannot stand.
func (d ActionDraft) Check() error {
	var c fault.Check
	c.That(d.OfficeID != "", "office", "所属を選んでください。")
	c.That(d.What != "", "what", "取り組むことを入れてください（例 朝礼で困りごとを1つ出しあう）。")
	c.That(utf8.RuneCountInString(d.What) <= 120, "what", "取り組むことは120字までです。短くしてください。")
	c.That(d.Who != "" && utf8.RuneCountInString(d.Who) <= 40, "who", "だれがするかを、役職か担当の名で40字までで入れてください（例 窓口担当 係長）。")
	c.That(d.Until.Valid(), "until", "いつまでかを入れてください（例 2026/12/28）。")
	return c.Err()
}

// Action is one thing an office takes on because of the results; the next survey shows it with what came of it.
type Action struct {
	ID, SurveyID string
	ActionDraft
	OfficeName, OfficePath string
	Outcome                string
	Sample                 bool
}

// WritableBy says whether a may write what the office takes on: who works there, and those above.
func (x Action) WritableBy(a people.Actor) bool { return a.MayAt(people.WriteGoals, x.OfficePath) }

// Take writes down what an office takes on after the results are out: three things at most.
func (ss *StaffSurveys) Take(ctx context.Context, a people.Actor, surveyID string, d ActionDraft) (x Action, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := ss.resultsIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		o, err := people.OfficeIn(ctx, tx, d.OfficeID)
		if err != nil {
			return err
		}
		x = Action{ID: id.New(), SurveyID: r.ID, ActionDraft: d, OfficeName: o.Name, OfficePath: o.Path, Sample: r.Sample}
		if o.WardID != r.WardID || !x.WritableBy(a) {
			return fault.Denied("この所属の取り組むことを書く", "その所属の職員")
		}
		n, err := actionsOf(ctx, tx, r.ID, o.ID)
		if err != nil {
			return err
		}
		if n >= MostActions {
			return fault.New(fault.Invalid, fmt.Sprintf("取り組むことは1つの所属で%dつまでです。しぼるほうが進みます。", MostActions))
		}
		if err := insertAction(ctx, tx, x, a.ID, ss.now()); err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, "take on", "staff survey", r.ID, "action "+x.ID)
	})
	return x, err
}

// Tell writes what came of something an office took on; doing, half or dropped are all worth telling.
func (ss *StaffSurveys) Tell(ctx context.Context, a people.Actor, surveyID, actionID, outcome string) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := ss.resultsIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		all, err := actions(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		for _, x := range all {
			if x.ID != actionID {
				continue
			}
			if !x.WritableBy(a) {
				return fault.Denied("この所属の取り組むことを書く", "その所属の職員")
			}
			if outcome == "" || utf8.RuneCountInString(outcome) > 200 {
				return fault.New(fault.Invalid, "どうなったかを200字までで入れてください（例 半年つづけた。相談が早くなった）。")
			}
			if err := tx.Exec(ctx, `UPDATE staff_survey_actions SET outcome = $2 WHERE id = $1`, x.ID, outcome); err != nil {
				return err
			}
			return ss.Note(ctx, tx, a, "tell outcome", "staff survey", r.ID, "action "+x.ID)
		}
		return fault.Missing("この取り組むこと")
	})
}

// Actions lists what the offices took on after a survey, in the order of the offices.
func (ss *StaffSurveys) Actions(ctx context.Context, a people.Actor, surveyID string) (all []Action, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		r, err := ss.resultsIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		all, err = actions(ctx, tx, r.ID)
		return err
	})
	return all, err
}

func actions(ctx context.Context, tx *db.Tx, surveyID string) ([]Action, error) {
	return db.All(ctx, tx, func(x *Action) []any {
		return []any{&x.ID, &x.SurveyID, &x.OfficeID, &x.What, &x.Who, &x.Until, &x.OfficeName, &x.OfficePath, &x.Outcome, &x.Sample}
	}, `
		SELECT x.id, x.survey_id, x.office_id, x.what, x.who, x.until, o.name, o.path, x.outcome, x.sample
		FROM staff_survey_actions x JOIN offices o ON o.id = x.office_id WHERE x.survey_id = $1 ORDER BY o.path, x.created_at, x.id`, surveyID)
}

func actionsOf(ctx context.Context, tx *db.Tx, surveyID, officeID string) (n int, err error) {
	err = tx.Row(ctx, `SELECT count(*) FROM staff_survey_actions WHERE survey_id = $1 AND office_id = $2`, surveyID, officeID).Scan(&n)
	return n, err
}

func insertAction(ctx context.Context, tx *db.Tx, x Action, by string, now clock.Instant) error {
	return tx.Exec(ctx, `INSERT INTO staff_survey_actions (id, survey_id, office_id, what, who, until, written_by, sample, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		x.ID, x.SurveyID, x.OfficeID, x.What, x.Who, x.Until, by, x.Sample, now)
}

// lastActions are what a's offices took on after the ward's last published survey: shown before the next one is answered.
func (ss *StaffSurveys) lastActions(ctx context.Context, tx *db.Tx, s Survey, a people.Actor) ([]Action, error) {
	all, err := listSurveys(ctx, tx, s.WardID)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		if b.PublishedOn != "" && b.ID != s.ID && b.OpenedAt < s.OpenedAt {
			taken, err := actions(ctx, tx, b.ID)
			var mine []Action
			for _, x := range taken {
				if x.WritableBy(a) || !a.SignedIn() {
					mine = append(mine, x)
				}
			}
			return mine, err
		}
	}
	return nil, nil
}
