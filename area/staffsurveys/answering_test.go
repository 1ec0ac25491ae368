package staffsurveys_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kaname/area/staffsurveys"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/people"
)

var errNoMore = errors.New("no more")

func show(v any) string { return fmt.Sprintf("%v|", v) }

func TestTwoOfThreeKeysOpenAnEnvelopeAndOneDoesNot(t *testing.T) {
	sealed, k := staffsurveys.Sealed("本当のこと")
	for _, p := range [][2]int{{1, 2}, {1, 3}, {2, 3}, {3, 1}} {
		if got, ok := staffsurveys.Unsealed(sealed, p, [2]staffsurveys.Key{k[p[0]-1], k[p[1]-1]}); !ok || got != "本当のこと" {
			t.Errorf("keys %v: %q %v", p, got, ok)
		}
	}
	_, other := staffsurveys.Sealed("")
	for name, keys := range map[string][2]staffsurveys.Key{"one key twice": {k[0], k[0]}, "a key of another survey": {k[0], other[1]}} {
		if _, ok := staffsurveys.Unsealed(sealed, [2]int{1, 2}, keys); ok {
			t.Errorf("%s opens the envelope", name)
		}
	}
	if _, ok := staffsurveys.Unsealed(sealed, [2]int{1, 1}, [2]staffsurveys.Key{k[0], k[0]}); ok {
		t.Error("one key twice in one place opens the envelope")
	}
}

func FuzzKey(f *testing.F) {
	_, keys := staffsurveys.Sealed("")
	for _, k := range keys {
		f.Add(string(k))
	}
	for _, s := range []string{"", "0000-0000-0000-0000-0000-0000-0000", "ｏＩｌ", "漢字", string(keys[0])[:20]} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if staffsurveys.Readable(staffsurveys.Key(s)) && len(s) < 28 {
			t.Errorf("%q is taken for a key", s)
		}
	})
}

func TestAMistypedKeyIsNoticed(t *testing.T) {
	_, keys := staffsurveys.Sealed("")
	k, taken := []byte(keys[0]), 0
	for i, c := range k {
		if c == '-' {
			continue
		}
		for _, d := range []byte("0123456789abcdefghjkmnpqrstvwxyz") {
			if wrong := append(append(append([]byte{}, k[:i]...), d), k[i+1:]...); d != c && staffsurveys.Readable(staffsurveys.Key(wrong)) {
				taken++
			}
		}
	}
	if taken > 6 { // of 868 wrong signs the check of 12 bits lets one in 4,096 pass
		t.Errorf("%d mistyped keys are taken", taken)
	}
}

func TestTwoDevicesWithOneInvitationOrOneSlipCountOnce(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	codes, err := o.Room.PrintSlips(ctx, o.Jimu, o.Survey.ID, o.Kumin.ID, "", 1)
	o.Must(err)
	for name, send := range map[string]func() error{
		"invitation": func() error { return o.Room.Answer(ctx, o.Staff[0], o.Survey.ID, o.sheet(5, "")) },
		"slip":       func() error { return o.Room.AnswerSlip(ctx, codes[0], o.sheet(5, "")) },
	} {
		before := o.envelopes()
		var wait sync.WaitGroup
		var taken, refused atomic.Int64
		for range 6 {
			wait.Go(func() {
				switch err := send(); {
				case err == nil:
					taken.Add(1)
				case fault.Of(err) == fault.Conflict:
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if taken.Load() != 1 || refused.Load() != 5 || o.envelopes() != before+1 {
			t.Errorf("%s: %d taken, %d refused, %d new envelopes", name, taken.Load(), refused.Load(), o.envelopes()-before)
		}
	}
}

func TestManyAnswersAtOnceAreAllKept(t *testing.T) {
	o := newOffice(t, 24)
	o.open()
	var wait sync.WaitGroup
	for _, a := range o.Staff {
		wait.Go(func() {
			if err := o.Room.Answer(ctx, a, o.Survey.ID, o.sheet(5, "")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if o.envelopes() != 24 || o.spent() != 24 {
		t.Errorf("%d envelopes, %d spent", o.envelopes(), o.spent())
	}
}

// dying is a context that ends at the nth statement.
type dying struct {
	context.Context
	done *atomic.Int64
	at   int64
	gone chan struct{}
}

func (d dying) Done() <-chan struct{} {
	if d.done.Load() >= d.at {
		return d.gone
	}
	return nil
}

func (d dying) Err() error {
	if d.done.Load() >= d.at {
		return context.Canceled
	}
	return nil
}

func TestAnAnswerCutOffAtAnyStatementLosesNothingAndDoublesNothing(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	o.answer(o.Staff[1], 5, "")
	gone := make(chan struct{})
	close(gone)
	for at := int64(1); ; at++ {
		counting, n := db.Counting(ctx)
		err := o.Room.Answer(dying{counting, n, at, gone}, o.Staff[0], o.Survey.ID, o.sheet(5, ""))
		if err == nil {
			if at < 5 {
				t.Fatalf("only %d statements could be cut off", at)
			}
			break
		}
		if o.envelopes() != 1 || o.spent() != 1 {
			t.Fatalf("cut off at statement %d: %d envelopes, %d spent", at, o.envelopes(), o.spent())
		}
	}
	if o.envelopes() != 2 || o.spent() != 2 {
		t.Errorf("%d envelopes, %d spent", o.envelopes(), o.spent())
	}
	o.Room.Failing(errNoMore)
	if err := o.Room.Answer(ctx, o.Staff[2], o.Survey.ID, o.sheet(5, "")); err == nil || o.spent() != 2 {
		t.Errorf("a token was spent without an envelope: %v", err)
	}
}

func TestTheBoxIsOpenedWholeOrNotAtAll(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	for _, a := range o.Staff {
		o.answer(a, 5, "")
	}
	o.Must(o.Room.Close(ctx, o.Jimu, o.Survey.ID))
	_, err := o.Room.Turn(ctx, o.Keepers[0], o.Survey.ID, o.Keys[0])
	o.Must(err)
	gone := make(chan struct{})
	close(gone)
	cut := 0
	for at := int64(1); ; at += 17 {
		counting, n := db.Counting(ctx)
		if _, err = o.Room.Turn(dying{counting, n, at, gone}, o.Keepers[2], o.Survey.ID, o.Keys[2]); err == nil {
			break
		}
		cut++
		if o.envelopes() != 12 || o.count(`SELECT count(*) FROM staff_survey_figures`) != 0 {
			t.Fatalf("cut off at statement %d: %d envelopes", at, o.envelopes())
		}
	}
	o.reload()
	if cut < 3 || o.Survey.Read != 12 || o.Survey.Spent != 12 || o.envelopes() != 0 {
		t.Errorf("cut off %d times; read %d of %d, %d left", cut, o.Survey.Read, o.Survey.Spent, o.envelopes())
	}
}

func TestRemindersReachOnlyThoseWhoHaveNotAnsweredAndTheirNumberIsToldToNobody(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	o.answer(o.Staff[0], 5, "")
	o.Must(o.Room.NotNow(ctx, o.Staff[1], o.Survey.ID))
	o.Must(o.Room.SendReminders(ctx, o.Jimu, o.Survey.ID))
	all := o.count(`SELECT count(*) FROM staff_survey_invitations`)
	if len(o.told) != all-2 {
		t.Errorf("%d of %d were reminded", len(o.told), all)
	}
	for _, id := range o.told {
		if id == o.Staff[0].ID || id == o.Staff[1].ID {
			t.Error("somebody was reminded who had answered, or had said いまはしない")
		}
	}
	if n := o.count(`SELECT count(*) FROM audit WHERE deed = 'remind' AND detail <> ''`); n != 0 {
		t.Error("the audit says how many were reminded")
	}
	o.answer(o.Staff[1], 5, "") // いまはしない is no refusal
}

func TestASlipIsNobodysAndStandsInTheAuditOnlyAsPrinted(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	codes, err := o.Room.PrintSlips(ctx, o.Jimu, o.Survey.ID, o.Kumin.ID, "fiscal_year", 3)
	o.Must(err)
	for table, rows := range o.dump() {
		for _, c := range codes {
			if strings.Contains(rows, c) {
				t.Errorf("%s holds a slip's code", table)
			}
		}
	}
	o.Must(o.Room.AnswerSlip(ctx, " "+codes[0][:4]+"-"+codes[0][4:]+" ", o.sheet(5, "")))
	if err := o.Room.AnswerSlip(ctx, "abcdefghjkmn", o.sheet(5, "")); fault.Of(err) != fault.NotFound {
		t.Errorf("a code that nobody printed: %v", err)
	}
}

func TestAnswersStopAtTheLastDayAndTheListOfWhoAnsweredGoes(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	o.answer(o.Staff[0], 5, "")
	o.At("2026-09-19")
	late := o.Act(o.Staff[1].ID)
	refused(t, o.Room.Answer(ctx, late, o.Survey.ID, o.sheet(5, "")), fault.Conflict, "終わりました")
	o.Must(o.Room.CloseDue(ctx, people.System(late.Now, o.App.Start())))
	if n := o.count(`SELECT count(*) FROM staff_survey_invitations`); n != 0 {
		t.Errorf("%d invitations are left", n)
	}
	o.reload()
	if o.Survey.Spent != 1 || o.Survey.Asked < 13 {
		t.Errorf("%d of %d", o.Survey.Spent, o.Survey.Asked)
	}
}

func TestASurveyWaitsForWhoIsAskedUntilTheyAnswerOrSayNotNow(t *testing.T) {
	o := newOffice(t, 12)
	waits := func(a people.Actor) (n int) {
		o.Must(o.DB.Read(ctx, func(tx *db.Tx) error {
			all, err := o.Room.Waiting(ctx, tx, a)
			if n = len(all); n > 0 && (all[0].Why == "" || all[0].From == "" || all[0].Use == "" || all[0].Minutes < 1 || all[0].Until == "") {
				t.Errorf("a request must say why, from whom, what for, how long, until when: %+v", all[0])
			}
			return err
		}))
		return n
	}
	if waits(o.Staff[0]) != 0 {
		t.Error("a survey in preparation waits for answers")
	}
	o.open()
	o.answer(o.Staff[1], 5, "")
	o.Must(o.Room.NotNow(ctx, o.Staff[2], o.Survey.ID))
	if got := [4]int{waits(o.Staff[0]), waits(o.Staff[1]), waits(o.Staff[2]), waits(o.Yuki)}; got != [4]int{1, 0, 0, 0} {
		t.Errorf("waiting for who has not answered, has, said not now, is of another ward: %v", got)
	}
}

func TestAnEmptySheetAndAStrangerAreRefused(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	refused(t, o.Room.Answer(ctx, o.Staff[0], o.Survey.ID, o.Survey.Form.NewSheet()), fault.Invalid, "まだ何も")
	refused(t, o.Room.Answer(ctx, o.Yuki, o.Survey.ID, o.sheet(5, "")), fault.NotFound, "アンケート")
	refused(t, o.Room.Answer(ctx, o.Shicho, o.Survey.ID, o.sheet(5, "")), fault.Forbidden, "事務局")
	var none questionnaire.Sheet
	refused(t, o.Room.AnswerSlip(ctx, "x", none), fault.Invalid, "まだ何も")
}
