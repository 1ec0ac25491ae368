package aims_test

import (
	"strings"
	"testing"

	"kaname/area/aims"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func TestThoseWhoWorkThereChooseTheAimAndNobodyElse(t *testing.T) {
	o := newOffice(t)
	deny, gone, ok := fault.Forbidden, fault.NotFound, fault.Kind("")
	for name, want := range map[string]fault.Kind{"職員": ok, "会計年度任用職員": ok, "課長": ok, "事務局": ok, "区長": ok, "ほかの課長": deny,
		"ほかの区の職員": gone, "ほかの区の区長": gone, "部長会議": deny, "市の事務局": deny, "管理者": deny} {
		a := o.Cast()[name]
		d := o.smile()
		m, choose := o.Room.Choose(ctx, a, d, false)
		if choose != nil {
			m = o.choose(d)
		}
		m = o.find(m.ID)
		revise := o.Room.Revise(ctx, a, m.ID, m.UpdatedAt, d)
		look := o.Room.LookBack(ctx, a, m.ID, "", aims.LookBack{Noticed: "復唱でまちがいに気づけた。"})
		for deed, err := range map[string]error{"choose": choose, "revise": revise, "look back": look} {
			if fault.Of(err) != want {
				t.Errorf("%s, %s: %v", name, deed, err)
			}
		}
		if _, err := o.Room.Find(ctx, a, m.ID); (err == nil) != (want != gone) {
			t.Errorf("%s reads: %v", name, err)
		}
		o.Must(o.DB.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `DELETE FROM aims`) }))
	}
}

func TestAnOfficeHasOneAimAMonth(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	if m.UpdatedBy != o.Jimu.ID || m.GoalName != "わかりやすく説明します" || m.WardID != o.Minato.ID {
		t.Errorf("%+v", m)
	}
	if _, err := o.Room.Choose(ctx, o.Hana, o.smile(), false); fault.Of(err) != fault.Conflict {
		t.Errorf("two aims in a month: %v", err)
	}
	next, other := o.smile(), o.smile()
	next.Month, other.OfficeID = "2026-10", o.Kumin.ID
	o.choose(next)
	o.choose(other)
}

func TestTheWordsAreShortEnoughToBeReadFromAfar(t *testing.T) {
	o := newOffice(t)
	long := strings.Repeat("字", aims.LineMost+1)
	for field, change := range map[string]func(*aims.Draft){"line1": func(d *aims.Draft) { d.Line1 = long }, "line2": func(d *aims.Draft) { d.Line2 = long },
		"why": func(d *aims.Draft) { d.Why = strings.Repeat("字", aims.WhyMost+1) }, "decided_by": func(d *aims.Draft) { d.Together = false },
		"goal": func(d *aims.Draft) { d.GoalID = "elsewhere" }, "month": func(d *aims.Draft) { d.Month = "2026-13" }, "office": func(d *aims.Draft) { d.OfficeID = "" }} {
		d := o.smile()
		change(&d)
		if _, err := o.Room.Choose(ctx, o.Hana, d, false); fault.ProblemsOf(err).Of(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	d := o.smile()
	d.Line1, d.Line2 = "", ""
	if _, err := o.Room.Choose(ctx, o.Hana, d, false); fault.ProblemsOf(err).Of("line1") == "" {
		t.Errorf("an aim without words: %v", err)
	}
}

func TestTheWordsOfAPastMonthStayAndItsLookBackIsWritten(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	next := o.smile()
	next.Month = "2026-10"
	october := o.choose(next)
	if err := o.Room.LookBack(ctx, o.Hana, october.ID, "", aims.LookBack{Noticed: "まだ"}); fault.Of(err) != fault.Invalid {
		t.Errorf("looked back on a month that has not begun: %v", err)
	}
	o.day("2026-10-01")
	d := m.Draft
	d.Line1 = "あとから変えた"
	if err := o.Room.Revise(ctx, o.Hana, m.ID, m.UpdatedAt, d); fault.Of(err) != fault.Invalid {
		t.Errorf("the words of a past month changed: %v", err)
	}
	d.OfficeID = o.Kumin.ID
	if _, err := o.Room.Choose(ctx, o.Kacho, d, false); fault.Of(err) != fault.Invalid {
		t.Errorf("an aim for a past month: %v", err)
	}
	o.Must(o.Room.LookBack(ctx, o.Hana, m.ID, "", aims.LookBack{Days: days(15), Noticed: "復唱で3回、まちがいに気づけた。"}))
	if got := o.find(m.ID); *got.Days != 15 || got.LookedName != "花田 はな" || got.Line1 != "笑顔であいさつ、" {
		t.Errorf("%+v", got)
	}
}

func TestTheLookBackIsOneLineAndTheDaysAreNoQuota(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	for _, l := range []aims.LookBack{{}, {Days: days(31)}, {Days: days(-1)}, {Noticed: strings.Repeat("字", aims.NoticedMost+1)}} {
		if err := o.Room.LookBack(ctx, o.Hana, m.ID, "", l); fault.Of(err) != fault.Invalid {
			t.Errorf("%+v: %v", l, err)
		}
	}
	o.Must(o.Room.LookBack(ctx, o.Hana, m.ID, "", aims.LookBack{Noticed: "数えなかったが、声がそろってきた。"}))
	if got := o.find(m.ID); got.Days != nil || !got.Looked() {
		t.Errorf("%+v", got)
	}
}

func TestWhoSavesSecondIsTold(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	d := m.Draft
	d.Line2 = "先に直した。"
	o.Must(o.Room.Revise(ctx, o.Hana, m.ID, m.UpdatedAt, d))
	if err := o.Room.Revise(ctx, o.Kacho, m.ID, m.UpdatedAt, m.Draft); fault.Of(err) != fault.Conflict {
		t.Errorf("words: %v", err)
	}
	o.Must(o.Room.LookBack(ctx, o.Hana, m.ID, "", aims.LookBack{Noticed: "先に書いた。"}))
	if err := o.Room.LookBack(ctx, o.Kacho, m.ID, "", aims.LookBack{Noticed: "あとから書いた。"}); fault.Of(err) != fault.Conflict {
		t.Errorf("look back: %v", err)
	}
}

func TestAGoalThatWentStaysNamedOnTheAimThatServedIt(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	o.Goals = nil
	d := m.Draft
	d.Line2 = "そしてもう一度。"
	o.Must(o.Room.Revise(ctx, o.Hana, m.ID, m.UpdatedAt, d))
	if got := o.find(m.ID); got.GoalName != "わかりやすく説明します" || got.Line2 != d.Line2 {
		t.Errorf("%+v", got)
	}
}

func TestTheAimIsEvidenceOnTheGoalItServes(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	evidence := func(a people.Actor) (out []aims.Evidence) {
		o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) { out, err = o.Room.ForGoal(ctx, tx, a, "g1"); return err }))
		return out
	}
	if got := evidence(o.Hana); len(got) != 1 || got[0].Title != "9月 月間目標「笑顔であいさつ、そして復唱。」" || got[0].Href != "/aims/"+m.ID || got[0].Text != "窓口担当" {
		t.Errorf("%+v", got)
	}
	o.Must(o.Room.LookBack(ctx, o.Hana, m.ID, "", aims.LookBack{Days: days(15), Noticed: "声がそろってきた。"}))
	if got := evidence(o.Hana); got[0].Text != "できた日 15日　声がそろってきた。" || got[0].On != "2026-09-08" {
		t.Errorf("%+v", got)
	}
	if got := evidence(o.Yuki); len(got) != 0 {
		t.Errorf("another ward reads %+v", got)
	}
}

func TestTheHomePageShowsTheNearestOfficesAim(t *testing.T) {
	o := newOffice(t)
	nearest := func() string {
		var m aims.Aim
		o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) { m, _, err = o.Room.ThisMonth(ctx, tx, o.Hana, o.Madoguchi.ID); return err }))
		return m.Words()
	}
	if got := nearest(); got != "" {
		t.Error(got)
	}
	d := o.smile()
	d.OfficeID, d.Line1 = o.Hoken.ID, "ほかの課の目標"
	o.choose(d)
	d.OfficeID, d.Line1 = o.Kumin.ID, "課の目標、"
	o.choose(d)
	if got := nearest(); got != "課の目標、そして復唱。" {
		t.Error(got)
	}
	o.choose(o.smile())
	if got := nearest(); got != "笑顔であいさつ、そして復唱。" {
		t.Error(got)
	}
	o.day("2026-10-01")
	if got := nearest(); got != "" {
		t.Errorf("last month's aim is still shown: %s", got)
	}
}
