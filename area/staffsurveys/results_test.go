package staffsurveys_test

import (
	"strings"
	"testing"

	"kaname/area/staffsurveys"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func TestTheSecondWaveIsComparedWhereWordsAndScaleAgree(t *testing.T) {
	o := newOffice(t, 20)
	wave := func(agree int) staffsurveys.Results {
		o.open()
		for i, a := range o.Staff {
			o.answer(a, byte(1+4*hit(i < agree)), "")
		}
		o.publish()
		r, err := o.Room.Results(ctx, o.Hana, o.Survey.ID)
		o.Must(err)
		return r
	}
	first := wave(10)
	q := first.Closed()[0]
	if got := first.Change(q); got != "はじめて" {
		t.Errorf("the first wave: %s", got)
	}
	_, err := o.Room.Take(ctx, o.Hokencho, first.ID, staffsurveys.ActionDraft{OfficeID: o.Hoken.ID, What: "朝礼で困りごとを出しあう", Who: "係長", Until: "2026-12-28"})
	o.Must(err)
	o.prepare()
	o.Room.Form = reworded
	second := wave(14)
	if got := second.Change(second.Closed()[0]); got != "+20ポイント" {
		t.Errorf("the indicator: %s", got)
	}
	if got := second.Change(second.Closed()[1]); !strings.Contains(got, "問いの文がちがう") {
		t.Errorf("a question in other words: %s", got)
	}
}

func TestAGoalReadsTheIndicatorOnceItIsPublishedAndOnlyIfTheNoticeSaidSo(t *testing.T) {
	for _, promised := range []bool{true, false} {
		o := newOffice(t, 20)
		d := draft()
		d.Goals = promised
		o.Must(o.Room.Revise(ctx, o.Jimu, o.Survey.ID, d, o.Survey.UpdatedAt))
		o.open()
		for i, a := range o.Staff {
			o.answer(a, byte(1+4*hit(i < 15)), "")
		}
		read := func() (r staffsurveys.Reading, err error) {
			err = o.DB.Read(ctx, func(tx *db.Tx) error {
				r, err = o.Room.ReadingIn(ctx, tx, people.System(o.Hana.Now, o.App.Start()), staffsurveys.Source{Survey: o.Survey.ID, Question: staffsurveys.Indicator})
				return err
			})
			return r, err
		}
		if _, err := read(); fault.Of(err) != fault.NotFound {
			t.Errorf("read before publication: %v", err)
		}
		o.publish()
		r, err := read()
		if !promised {
			if fault.Of(err) != fault.NotFound {
				t.Errorf("read against the notice: %+v %v", r, err)
			}
			continue
		}
		if err != nil || r.Value != 75 || r.N != 20 || r.Hidden || r.Base == "" || r.Period == "" || r.Link != "/staff-surveys/"+o.Survey.ID {
			t.Errorf("%+v %v", r, err)
		}
	}
}

func TestWhereNearlyAllAnswerAlikeNoNumbersAreGiven(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	for _, a := range o.Staff {
		o.answer(a, 1, "")
	}
	o.publish()
	r, err := o.Room.Results(ctx, o.Hana, o.Survey.ID)
	o.Must(err)
	f := r.Of(staffsurveys.Indicator, staffsurveys.Ward, "")
	if !f.Banded || !strings.Contains(f.Say(r.Closed()[0]), "ほとんど全員「まったくちがう」") {
		t.Errorf("%+v", f)
	}
	if n := o.count(`SELECT count(*) FROM staff_survey_figures WHERE banded AND counts LIKE '%12%'`); n != 0 {
		t.Error("a band is stored with its numbers")
	}
}

func TestRatesAreWordsOfYesterday(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	for _, a := range o.Staff[:11] {
		o.answer(a, 5, "")
	}
	rate := func(a people.Actor) map[string]string {
		all, err := o.Room.Rates(ctx, a, o.Survey.ID)
		o.Must(err)
		out := map[string]string{}
		for _, r := range all {
			out[r.Name] = r.Say
		}
		return out
	}
	if got := rate(o.Hokencho)["保険年金課"]; got != "1割まで" {
		t.Errorf("today's answers are told today: %s", got)
	}
	o.At("2026-04-02")
	got := rate(o.Act(o.Hokencho.ID))
	if got["保険年金課"] != "8割くらい" || got["区の全体"] == "" {
		t.Errorf("%v", got)
	}
	if _, small := got["区民課"]; small {
		t.Error("the rate of three people is told")
	}
}

func TestAnOfficeTakesOnThreeThingsAtMostAndTellsWhatCameOfThem(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	for _, a := range o.Staff {
		o.answer(a, 5, "")
	}
	d := staffsurveys.ActionDraft{OfficeID: o.Hoken.ID, What: "朝礼", Who: "係長", Until: "2026-12-28"}
	_, err := o.Room.Take(ctx, o.Hokencho, o.Survey.ID, d)
	refused(t, err, fault.NotFound, "結果")
	o.publish()
	var x staffsurveys.Action
	for range staffsurveys.MostActions {
		x, err = o.Room.Take(ctx, o.Hokencho, o.Survey.ID, d)
		o.Must(err)
	}
	_, err = o.Room.Take(ctx, o.Hokencho, o.Survey.ID, d)
	refused(t, err, fault.Invalid, "3つまで")
	_, err = o.Room.Take(ctx, o.Hokencho, o.Survey.ID, staffsurveys.ActionDraft{OfficeID: o.Hoken.ID})
	refused(t, err, fault.Invalid, "取り組むことを入れてください")
	o.Must(o.Room.Tell(ctx, o.Hokencho, o.Survey.ID, x.ID, "やめた。忙しい時期に重なった"))
	refused(t, o.Room.Tell(ctx, o.Hana, o.Survey.ID, x.ID, "よその課"), fault.Forbidden, "その所属")
	all, err := o.Room.Actions(ctx, o.Hana, o.Survey.ID)
	if err != nil || len(all) != 3 || all[2].Outcome == "" {
		t.Errorf("%+v %v", all, err)
	}
}
