package staffsurveys

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

const (
	surveyWord = "このアンケート"
	helper     = "事務局（アンケート担当）"
)

var errNoKeys = errors.New("staffsurveys: a survey without its three keys takes no answers")

// Prepare makes a survey for a ward's staff; nobody is asked before Open. sample marks it as sample data.
func (ss *StaffSurveys) Prepare(ctx context.Context, a people.Actor, wardID string, d Draft, sample bool) (s Survey, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		if !a.MayInWard(people.WriteSurveys, wardID) {
			return fault.Denied("職員のアンケートを作る", helper)
		}
		if err := d.Check(); err != nil {
			return err
		}
		s = Survey{ID: id.New(), WardID: wardID, Draft: d, Form: Template(), Sample: sample, UpdatedAt: ss.now()}
		if err := insertSurvey(ctx, tx, s); err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, "prepare", "staff survey", s.ID, "")
	})
	return s, err
}

func (ss *StaffSurveys) now() clock.Instant { return clock.At(ss.Now()) }

// Find loads a survey that is there for a.
func (ss *StaffSurveys) Find(ctx context.Context, a people.Actor, surveyID string) (s Survey, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error { s, err = ss.surveyIn(ctx, tx, a, surveyID); return err })
	return s, err
}

// surveyIn loads a survey that is there for a.
func (ss *StaffSurveys) surveyIn(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) (Survey, error) {
	s, err := findSurvey(ctx, tx, a.Sees(), surveyID)
	if fault.Of(err) == fault.NotFound {
		return Survey{}, fault.Missing(surveyWord)
	}
	if err != nil || s.VisibleTo(a) {
		return s, err
	}
	if kept, err := keptBy(ctx, tx, s.ID, a); err != nil || kept {
		return s, err
	}
	return Survey{}, fault.Missing(surveyWord)
}

// keptBy says whether a keeps one of the survey's keys.
func keptBy(ctx context.Context, tx *db.Tx, surveyID string, a people.Actor) (bool, error) {
	var n int
	err := tx.Row(ctx, `SELECT count(*) FROM staff_survey_keys WHERE survey_id = $1 AND holder_id = $2`, surveyID, a.ID).Scan(&n)
	return n > 0, err
}

// change is the frame of the secretariat's deeds: look it up in the actor's reach, ask, do, note.
func (ss *StaffSurveys) change(ctx context.Context, a people.Actor, surveyID, deed string, do func(*db.Tx, *Survey) error) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if !s.WritableBy(a) {
			return fault.Denied("職員のアンケートを変える", helper)
		}
		s.UpdatedAt = ss.now()
		if err := do(tx, &s); err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, deed, "staff survey", s.ID, "")
	})
}

func mustPrepare(s *Survey, a people.Actor) error {
	if s.State(a.Today) != Preparing {
		return fault.New(fault.Conflict, "もう始まったアンケートです。答える人に約束したことは変えられません。")
	}
	return nil
}

// Revise changes the draft while it is prepared; saw is the version that was on the form.
func (ss *StaffSurveys) Revise(ctx context.Context, a people.Actor, surveyID string, d Draft, saw clock.Instant) error {
	return ss.change(ctx, a, surveyID, "revise", func(tx *db.Tx, s *Survey) error {
		if err := mustPrepare(s, a); err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		s.Draft = d
		if ok, err := saveDraft(ctx, tx, *s, saw); err != nil || ok {
			return err
		}
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。いまの内容を見くらべて、もう一度保存してください。")
	})
}

// NameKeepers names the three who keep the keys, by staff number. Nobody who runs the machine may be one of them.
func (ss *StaffSurveys) NameKeepers(ctx context.Context, a people.Actor, surveyID string, numbers [Keepers]string) error {
	return ss.change(ctx, a, surveyID, "name keepers", func(tx *db.Tx, s *Survey) error {
		if err := mustPrepare(s, a); err != nil {
			return err
		}
		var c fault.Check
		var holders [Keepers]string
		for i, number := range numbers {
			field := "keeper" + strconv.Itoa(i+1)
			h, ok, err := keeperCalled(ctx, tx, number, s.WardID, a.Today)
			if err != nil {
				return err
			}
			c.That(ok, field, "この職員番号の人は区にいません。職員番号を入れなおしてください。")
			c.That(!ok || !h.admin, field, "管理者は鍵を預かれません。控えやサーバーを扱わない人を選んでください。")
			c.That(!ok || !slices.Contains(holders[:i], h.id), field, "同じ人が2つの鍵を預かることはできません。")
			holders[i] = h.id
		}
		if err := c.Err(); err != nil {
			return err
		}
		return saveKeepers(ctx, tx, s.ID, holders)
	})
}

type candidate struct {
	id    string
	admin bool
}

func keeperCalled(ctx context.Context, tx *db.Tx, number, wardID string, day clock.Date) (candidate, bool, error) {
	all, err := db.All(ctx, tx, func(c *candidate) []any { return []any{&c.id, &c.admin} }, `
		SELECT h.id, EXISTS (SELECT 1 FROM posts p WHERE p.staff_id = h.id AND p.role = $4 AND p.from_date <= $3 AND p.to_date >= $3)
		FROM staff h WHERE h.number = $1 AND EXISTS (SELECT 1 FROM posts p JOIN offices o ON o.id = p.office_id
			WHERE p.staff_id = h.id AND p.from_date <= $3 AND p.to_date >= $3 AND (o.ward_id = $2 OR o.ward_id = ''))`,
		number, wardID, day, people.Administrator)
	if err != nil || len(all) == 0 {
		return candidate{}, false, err
	}
	return all[0], true, nil
}

// MakeKey makes a's key of a survey that is prepared, and returns its private half: the only time it is seen. Made
// again, the key before is worth nothing.
func (ss *StaffSurveys) MakeKey(ctx context.Context, a people.Actor, surveyID string) (k Key, sign string, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if err := mustPrepare(&s, a); err != nil {
			return err
		}
		k = newKey()
		_, public, err := k.pair()
		if err != nil {
			return err
		}
		text := hex.EncodeToString(public[:])
		n, err := tx.Changed(ctx, `UPDATE staff_survey_keys SET public_key = $3, made_on = $4 WHERE survey_id = $1 AND holder_id = $2`, s.ID, a.ID, text, a.Today)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Denied("このアンケートの鍵を作る", "鍵を預かる人に決まった職員")
		}
		sign = fingerprint(text)
		return ss.Note(ctx, tx, a, "make key", "staff survey", s.ID, "")
	})
	return k, sign, err
}

// Open freezes form, notice and bands, and asks everybody who works in the ward today.
func (ss *StaffSurveys) Open(ctx context.Context, a people.Actor, surveyID string) error {
	return ss.change(ctx, a, surveyID, "open", func(tx *db.Tx, s *Survey) error {
		if err := mustPrepare(s, a); err != nil {
			return err
		}
		f, err := ss.forecast(ctx, tx, *s, a.Today)
		if err != nil {
			return err
		}
		if err := f.refusal(*s, a.Today); err != nil {
			return err
		}
		s.Form, s.OpenedAt = f.Form, s.UpdatedAt
		s.Notice = noticeOf(s.Rule, f.keys(), f.Small)
		s.envelope, s.boxes = envelopeSize(s.Form), (f.Asked+perBox-1)/perBox
		for _, c := range f.classes {
			if err := insertClass(ctx, tx, s.ID, c); err != nil {
				return err
			}
		}
		for i, staff := range f.staff {
			if err := insertInvitation(ctx, tx, s.ID, staff.staffID, f.of[i]); err != nil {
				return err
			}
		}
		return saveOpening(ctx, tx, *s, a.ID)
	})
}
