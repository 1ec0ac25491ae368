package staffsurveys

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/kana"
	"kaname/kit/questionnaire"
	"kaname/people"
)

// Answer takes a's sheet once. Nothing is noted in the audit, and nothing kept says what a answered; the invitation
// is marked with the day. It is a Conflict where a has answered already and Forbidden where a was not asked.
func (ss *StaffSurveys) Answer(ctx context.Context, a people.Actor, surveyID string, sheet questionnaire.Sheet) error {
	if sheet.Empty() {
		return fault.New(fault.Invalid, "まだ何も答えていません。1つでも答えてから送ってください。今回は答えないときは「いまはしない」を押してください。")
	}
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if err := hold(ctx, tx, s.ID, a.Today); err != nil {
			return err
		}
		class, err := spendInvitation(ctx, tx, s.ID, a.ID, a.Today)
		if fault.Of(err) == fault.NotFound {
			return ss.whyNot(ctx, tx, s, a)
		}
		if err != nil {
			return err
		}
		return ss.put(ctx, tx, s, class, sheet)
	})
}

// whyNot says why there is no invitation left to spend.
func (ss *StaffSurveys) whyNot(ctx context.Context, tx *db.Tx, s Survey, a people.Actor) error {
	i, err := invitationOf(ctx, tx, s.ID, a.ID)
	if err != nil {
		return err
	}
	if i.Asked {
		return fault.New(fault.Conflict, "もう受けとっています。1人1回です。先に送った回答が数えられます。")
	}
	return fault.Denied("このアンケートに答える", "事務局（始めた日に区にいた職員に聞いています。紙の用紙を受けとれます）")
}

// AnswerSlip takes the sheet of whoever holds a slip, once. It has no actor: a slip is nobody's.
func (ss *StaffSurveys) AnswerSlip(ctx context.Context, code string, sheet questionnaire.Sheet) error {
	if sheet.Empty() {
		return fault.New(fault.Invalid, "まだ何も答えていません。1つでも答えてから送ってください。")
	}
	today := clock.At(ss.Now()).Date()
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, _, err := slipSurvey(ctx, tx, code)
		if err != nil {
			return err
		}
		if err := hold(ctx, tx, s.ID, today); err != nil {
			return err
		}
		class, err := spendSlip(ctx, tx, code, today)
		if fault.Of(err) == fault.NotFound {
			return fault.New(fault.Conflict, "この用紙の番号はもう使われています。1枚1回です。")
		}
		if err != nil {
			return err
		}
		return ss.put(ctx, tx, s, class, sheet)
	})
}

// hold takes the survey's row, so that answers, closing and the keys follow one another, and refuses where no answers are taken.
func hold(ctx context.Context, tx *db.Tx, surveyID string, day clock.Date) error {
	n, err := tx.Changed(ctx, `UPDATE staff_surveys SET id = id WHERE id = $1 AND opened_at <> '' AND closed_at = '' AND closes_on >= $2`, surveyID, day)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "受けとりは終わりました。結果は公表の日に、全員に同じ日に出ます。")
	}
	return err
}

// NotNow is いまはしない: no reminder comes any more, and answering stays possible.
func (ss *StaffSurveys) NotNow(ctx context.Context, a people.Actor, surveyID string) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		return tx.Exec(ctx, `UPDATE staff_survey_invitations SET not_now = TRUE WHERE survey_id = $1 AND staff_id = $2`, s.ID, a.ID)
	})
}

// slipLetters is how long a slip's code is: 31^12 are too many to try against its hash.
const slipLetters = 12

// PrintSlips makes n one-time codes for an office (and a kind of employment, "" unknown). The codes are returned once
// and kept as hashes only; the audit notes how many.
func (ss *StaffSurveys) PrintSlips(ctx context.Context, a people.Actor, surveyID, officeID, employment string, n int) (codes []string, err error) {
	err = ss.change(ctx, a, surveyID, "print slips", func(tx *db.Tx, s *Survey) error {
		codes = nil
		if err := hold(ctx, tx, s.ID, a.Today); err != nil {
			return err
		}
		o, err := people.OfficeIn(ctx, tx, officeID)
		if err != nil && fault.Of(err) != fault.NotFound {
			return err
		}
		var c fault.Check
		c.That(err == nil && o.WardID == s.WardID, "office", "この区の所属から選んでください。")
		c.That(n >= 1 && n <= 200, "n", "枚数は1から200までで入れてください。")
		c.That(employment == "" || people.EmploymentName(employment) != employment, "employment", "雇用の形を選びなおしてください。")
		if err := c.Err(); err != nil {
			return err
		}
		class, err := slipClass(ctx, tx, s.ID, o, employment, n)
		if err != nil {
			return err
		}
		for range n {
			code := id.Code(slipLetters)
			if err := insertSlip(ctx, tx, s.ID, slipHash(code), class); err != nil {
				return err
			}
			codes = append(codes, code)
		}
		return nil
	})
	return codes, err
}

// slipHash is how a slip's code is kept: SHA-256 of the code as people may type it, in any width, with or without gaps.
func slipHash(code string) string {
	tidy := strings.ToLower(strings.Map(func(r rune) rune {
		if r == '-' || r == 'ー' || r == ' ' {
			return -1
		}
		return r
	}, kana.Code(code)))
	sum := sha256.Sum256([]byte("kaname slip " + tidy))
	return hex.EncodeToString(sum[:])
}

// SendReminders tells those who have not answered, and did not say いまはしない, that the survey is still open. Nobody
// learns who they are, nor how many.
func (ss *StaffSurveys) SendReminders(ctx context.Context, a people.Actor, surveyID string) error {
	return ss.change(ctx, a, surveyID, "remind", func(tx *db.Tx, s *Survey) error {
		if err := hold(ctx, tx, s.ID, a.Today); err != nil {
			return err
		}
		if ss.Remind == nil {
			return fault.New(fault.Invalid, "お知らせを送るしくみがありません。朝礼などで伝えてください。")
		}
		waiting, err := waitingFor(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		// The system sends, so that nobody is passed over for having sent it.
		system := people.System(a.Now, clock.April)
		for _, staffID := range waiting {
			if err := ss.Remind(ctx, tx, system, staffID, "「"+s.Title+"」は"+s.ClosesOn.MDW()+"までです。答えない場合は「いまはしない」を押すと、もうお知らせしません。", "/staff-surveys/"+s.ID+"/answer", s.Sample); err != nil {
				return err
			}
		}
		return nil
	})
}
