package staffsurveys

import (
	"context"
	"encoding/hex"
	"log/slog"
	"slices"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// Close ends the taking of answers and lets go of who was asked and who answered.
func (ss *StaffSurveys) Close(ctx context.Context, a people.Actor, surveyID string) error {
	err := ss.change(ctx, a, surveyID, "close", func(tx *db.Tx, s *Survey) error {
		if s.OpenedAt == "" || s.ClosedAt != "" {
			return fault.New(fault.Conflict, "受けとっている間だけ締め切れます。")
		}
		return ss.close(ctx, tx, s, a.ID)
	})
	return ss.scoured(ctx, err)
}

func (ss *StaffSurveys) close(ctx context.Context, tx *db.Tx, s *Survey, by string) error {
	s.ClosedAt = ss.now()
	return saveClosing(ctx, tx, *s, by)
}

// CloseDue closes the surveys whose last day has passed.
func (ss *StaffSurveys) CloseDue(ctx context.Context, a people.Actor) error {
	closed := 0
	err := ss.DB.Write(ctx, func(tx *db.Tx) error {
		due, err := dueSurveys(ctx, tx, a.Today)
		if err != nil {
			return err
		}
		for _, surveyID := range due {
			s, err := findSurvey(ctx, tx, "", surveyID)
			if err != nil {
				return err
			}
			if err := ss.close(ctx, tx, &s, ""); err != nil {
				return err
			}
			if err := ss.Note(ctx, tx, a, "close", "staff survey", s.ID, ""); err != nil {
				return err
			}
		}
		closed = len(due)
		return nil
	})
	if closed == 0 {
		return err
	}
	return ss.scoured(ctx, err)
}

// scoured takes what a deed has just deleted out of the database's files too. The deed stands where that fails: what
// is left is sealed, and goes with the next writing or vacuum.
func (ss *StaffSurveys) scoured(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	if err := ss.DB.Scour(ctx, "staff_survey_invitations", "staff_survey_slips", "staff_survey_envelopes"); err != nil {
		slog.Error("deleted rows of a staff survey are still in the files", "err", err.Error())
	}
	return nil
}

// Turn puts a's key in. The first key opens nothing yet. With the second one the box is opened, the tables that the
// rule lets everybody see are made of it, the single answers are thrown away, and the results are published; opened
// says that this happened.
func (ss *StaffSurveys) Turn(ctx context.Context, a people.Actor, surveyID string, k Key) (opened bool, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		opened = false
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		s.UpdatedAt = ss.now()
		if err := tx.Exec(ctx, `UPDATE staff_surveys SET id = id WHERE id = $1`, s.ID); err != nil { // the keys follow one another
			return err
		}
		mine, others, err := ss.keyholes(ctx, tx, s, a)
		if err != nil {
			return err
		}
		if s.ClosedAt == "" {
			if err := ss.close(ctx, tx, &s, ""); err != nil {
				return err
			}
		}
		private, public, err := k.pair()
		if err != nil {
			return err
		}
		if hex.EncodeToString(public[:]) != mine.Public {
			return fault.New(fault.Invalid, "このアンケートの鍵ではありません。紙のアンケート名と「鍵の印」"+mine.Sign()+"を見くらべてください。")
		}
		if err := tx.Exec(ctx, `UPDATE staff_survey_keys SET turned_on = $3 WHERE survey_id = $1 AND place = $2`, s.ID, mine.Place, a.Today); err != nil {
			return err
		}
		if len(others) == 0 {
			err = giveShares(ctx, tx, s.ID, mine.Place, private, public)
		} else {
			opened = true
			err = ss.openBox(ctx, tx, s, [Needed]int{others[0].Place, mine.Place}, private, public)
		}
		if err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, "turn key", "staff survey", s.ID, "")
	})
	return opened, ss.scoured(ctx, err)
}

// keyholes are a's own key and those turned before; a fault where a's cannot be turned now.
func (ss *StaffSurveys) keyholes(ctx context.Context, tx *db.Tx, s Survey, a people.Actor) (mine Keeper, turned []Keeper, err error) {
	all, err := keepers(ctx, tx, s.ID, a.Today)
	if err != nil {
		return mine, nil, err
	}
	i := slices.IndexFunc(all, func(k Keeper) bool { return k.HolderID == a.ID })
	switch {
	case i < 0:
		return mine, nil, fault.Denied("箱を開ける", "鍵を預かる人")
	case s.State(a.Today) == Published:
		return mine, nil, fault.New(fault.Conflict, "箱はもう開きました。鍵はいりません。紙は破って捨ててください。")
	case s.State(a.Today) != Closed:
		return mine, nil, fault.New(fault.Conflict, "まだ締め切っていません。鍵は締切のあとで入れます。")
	case all[i].TurnedOn != "":
		return mine, nil, fault.New(fault.Conflict, "あなたの鍵はもう入っています。あと1人の鍵を待っています。")
	}
	for _, k := range all {
		if k.TurnedOn != "" {
			turned = append(turned, k)
		}
	}
	return all[i], turned, nil
}

// openBox reads the box, keeps what may be shown, and empties it.
func (ss *StaffSurveys) openBox(ctx context.Context, tx *db.Tx, s Survey, place [Needed]int, private, public *[32]byte) error {
	sheets, err := openAll(ctx, tx, s.ID, place, private, public)
	if err != nil {
		return err
	}
	cs, err := classes(ctx, tx, s.ID)
	if err != nil {
		return err
	}
	d, err := divide(ctx, tx, s.WardID, s.Rule, cs)
	if err != nil {
		return err
	}
	figures, err := tally(s, d, sheets)
	if err != nil {
		return err
	}
	for _, f := range figures {
		if err := insertFigure(ctx, tx, s.ID, f); err != nil {
			return err
		}
	}
	if err := insertTexts(ctx, tx, s, sheets); err != nil {
		return err
	}
	s.Read, s.PublishedOn = len(sheets), clock.At(ss.Now()).Date()
	return savePublication(ctx, tx, s)
}

// Narrow changes, after the survey opened and before its results are out, who will see what: less than promised is
// allowed, more is not.
func (ss *StaffSurveys) Narrow(ctx context.Context, a people.Actor, surveyID string, r Rule) error {
	return ss.change(ctx, a, surveyID, "change rule", func(tx *db.Tx, s *Survey) error {
		switch s.State(a.Today) {
		case Preparing:
			return fault.New(fault.Conflict, "まだ始まっていません。「なおす」から変えてください。")
		case Published:
			if r.Limit != s.Limit || !slices.Equal(r.By, s.By) {
				return fault.New(fault.Conflict, "表はもう作りました。箱の中身は残っていないので、分け方と人数は変えられません。")
			}
		}
		var c fault.Check
		r.check(&c)
		for _, what := range r.Wider(s.Notice.Rule) {
			c.That(false, "rule", "答える人への知らせより広くなります（"+what+"）。約束より広くはできません。")
		}
		if err := c.Err(); err != nil {
			return err
		}
		s.Rule = r
		return saveRule(ctx, tx, *s)
	})
}
