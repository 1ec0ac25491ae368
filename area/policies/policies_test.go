package policies_test

import (
	"strings"
	"testing"

	"kaname/area/policies"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/shared/approval"
)

func TestOnlyTheWardHeadAndTheSecretariatWriteTheirWardsPolicy(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	deny, gone, ok := fault.Forbidden, fault.NotFound, fault.Kind("")
	for name, want := range map[string]fault.Kind{"職員": deny, "会計年度任用職員": deny, "課長": deny, "ほかの課長": deny, "区長": ok, "事務局": ok,
		"ほかの区の職員": gone, "ほかの区の区長": gone, "部長会議": deny, "市の事務局": deny, "管理者": deny} {
		a := o.Cast()[name]
		_, begin := o.Room.Begin(ctx, a, o.Minato.ID, 2026, false)
		save := o.Room.Save(ctx, a, p.ID, o.find(p.ID).UpdatedAt, twoPoints())
		request, ask := o.Room.AskPublication(ctx, a, p.ID, false)
		if ask == nil {
			o.Must(o.Desk.Withdraw(ctx, a, request))
		}
		_, read := o.Room.View(ctx, a, p.ID)
		for deed, err := range map[string]error{"begin": begin, "save": save, "ask": ask} {
			if fault.Of(err) != want {
				t.Errorf("%s, %s: %v", name, deed, err)
			}
		}
		if want != ok {
			if err := o.Room.Discard(ctx, a, p.ID); fault.Of(err) != want {
				t.Errorf("%s, discard: %v", name, err)
			}
		}
		if reads := fault.Of(read) == ""; reads != (want != gone) {
			t.Errorf("%s reads: %v", name, read)
		}
	}
	o.Must(o.Room.Discard(ctx, o.Jimu, p.ID))
}

func TestThePolicyIsPublishedOnlyByTheWardHeadsYes(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	request, err := o.Room.AskPublication(ctx, o.Jimu, p.ID, false)
	o.Must(err)
	r := o.request(p)
	if len(r.Steps) != 1 || r.Steps[0].Label != "区長" || r.Title != "令和8年度 みなと区の方針（第1版）の公表" {
		t.Errorf("%+v", r)
	}
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error {
		mine, err := o.Desk.Waiting(ctx, tx, o.Kucho)
		if len(mine) != 1 || mine[0].ID != request {
			t.Errorf("the ward head's desk holds %+v", mine)
		}
		return err
	}))
	for _, name := range []string{"事務局", "課長", "ほかの区の区長"} {
		if err := o.Desk.Decide(ctx, o.Cast()[name], request, true, ""); err == nil {
			t.Errorf("%s could approve", name)
		}
	}
	if o.find(p.ID).Published() || len(o.published(o.Minato.ID, 2026)) != 0 {
		t.Fatal("published before the yes")
	}
	o.Must(o.Desk.Decide(ctx, o.Kucho, request, true, ""))
	if len(o.told) != 1 || !strings.HasPrefix(o.told[0], o.Jimu.ID) {
		t.Errorf("told: %v", o.told)
	}
	if got := o.find(p.ID); !got.Published() || got.PublishedBy != o.Kucho.ID || got.ApprovalID != request {
		t.Errorf("%+v", got)
	}
}

func TestTheWardHeadsOwnDraftTakesOneStepToo(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	request, err := o.Room.AskPublication(ctx, o.Kucho, p.ID, false)
	o.Must(err)
	if o.find(p.ID).Published() || len(o.request(p).Steps) != 1 {
		t.Fatal("the one step was skipped")
	}
	o.Must(o.Desk.Decide(ctx, o.Kucho, request, true, ""))
	if !o.find(p.ID).Published() {
		t.Error("not published")
	}
}

func TestAPublishedVersionIsFrozenAndTheNextOneStartsFromIt(t *testing.T) {
	o := newOffice(t)
	first := o.publish(o.draft(twoPoints()))
	changed := first.Draft
	changed.Foreword = "書きかえ"
	if err := o.Room.Save(ctx, o.Kucho, first.ID, first.UpdatedAt, changed); err == nil {
		t.Error("a published version could be changed")
	}
	if err := o.Room.Discard(ctx, o.Kucho, first.ID); err == nil {
		t.Error("a published version could be thrown away")
	}
	if _, err := o.Room.AskPublication(ctx, o.Kucho, first.ID, false); err == nil {
		t.Error("a published version could be asked for again")
	}
	second, err := o.Room.Begin(ctx, o.Kucho, o.Minato.ID, 2026, false)
	o.Must(err)
	if second.Version != 2 || second.ID == first.ID || second.Foreword != first.Foreword || second.Points[1].ID != first.Points[1].ID || !second.Points[1].Has("standard", "s32") {
		t.Errorf("%+v", second)
	}
	changed.Points = append(changed.Points, point("つながる区役所", ""))
	o.Must(o.Room.Save(ctx, o.Kucho, second.ID, second.UpdatedAt, changed))
	o.publish(second)
	if again := o.find(first.ID); again.Foreword != first.Foreword || len(again.Points) != 2 || again.PublishedAt != first.PublishedAt {
		t.Errorf("the first version reads otherwise now: %+v", again)
	}
	v, err := o.Room.View(ctx, o.Hana, first.ID)
	o.Must(err)
	if len(v.All) != 2 || v.Current().ID != second.ID {
		t.Errorf("%d versions, current %s", len(v.All), v.Current().Name())
	}
	if now := o.published(o.Minato.ID, 2026); len(now) != 1 || now[0].Version != 2 || len(now[0].Points) != 3 || now[0].PublishedBy != "" {
		t.Errorf("the public reads %+v", now)
	}
}

func TestTheApproverSeesTheDifferenceFromTheVersionBefore(t *testing.T) {
	o := newOffice(t)
	first := o.publish(o.draft(twoPoints()))
	second, err := o.Room.Begin(ctx, o.Jimu, o.Minato.ID, 2026, false)
	o.Must(err)
	stays, goes := first.Points[1], first.Points[0]
	o.Must(o.Room.Save(ctx, o.Jimu, second.ID, second.UpdatedAt, policies.Draft{Foreword: first.Foreword, Points: []policies.Point{stays, point("つながる区役所", "")}}))
	_, err = o.Room.AskPublication(ctx, o.Jimu, second.ID, false)
	o.Must(err)
	got := o.request(second).Changes
	want := []struct{ label, before, after string }{{"はじめの言葉", first.Foreword, first.Foreword},
		{"方針1", "方針2　待たせない窓口\n朝いちばんの行列を短く。\nつながり: 基準「3-2 平均20分以内に呼ぶ」", "方針1　待たせない窓口\n朝いちばんの行列を短く。\nつながり: 基準「3-2 平均20分以内に呼ぶ」"},
		{"方針2", "", "方針2　つながる区役所"}, {"なくなる方針", "方針1　" + goes.Title + "\n" + goes.Text + "\nつながり: 理念「適切なサービス提供」", ""}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, c := range got {
		if c.Label != want[i].label || c.Before != want[i].before || c.After != want[i].after {
			t.Errorf("%+v", c)
		}
	}
}

func TestTheFirstVersionOfAYearIsComparedWithLastYears(t *testing.T) {
	o := newOffice(t)
	last := o.publish(o.draft(twoPoints()))
	o.At("2027-04-02")
	o.Jimu, o.Kucho = o.Act(o.Jimu.ID), o.Act(o.Kucho.ID)
	p, err := o.Room.Begin(ctx, o.Jimu, o.Minato.ID, 2027, false)
	o.Must(err)
	if p.Version != 1 || len(p.Points) != 2 || p.Points[0].ID != last.Points[0].ID {
		t.Fatalf("the new year does not start from last year's: %+v", p)
	}
	d := p.Draft
	d.Foreword = "新しい年の言葉"
	o.Must(o.Room.Save(ctx, o.Jimu, p.ID, p.UpdatedAt, d))
	_, err = o.Room.AskPublication(ctx, o.Jimu, p.ID, false)
	o.Must(err)
	if c := o.request(p).Changes[0]; c.Before != last.Foreword || c.After != d.Foreword {
		t.Errorf("%+v", c)
	}
	if _, err := o.Room.Begin(ctx, o.Jimu, o.Minato.ID, 2026, false); fault.Of(err) != fault.Forbidden {
		t.Errorf("last year's policy can still be written: %v", err)
	}
}

func TestWhatTheApproverHasBeforeThemDoesNotChange(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	request, err := o.Room.AskPublication(ctx, o.Jimu, p.ID, false)
	o.Must(err)
	d := twoPoints()
	if err := o.Room.Save(ctx, o.Jimu, p.ID, p.UpdatedAt, d); fault.Of(err) != fault.Invalid {
		t.Errorf("saved while waiting: %v", err)
	}
	if err := o.Room.Discard(ctx, o.Jimu, p.ID); fault.Of(err) != fault.Invalid {
		t.Errorf("thrown away while waiting: %v", err)
	}
	if o.find(p.ID).Points[0].ID != p.Points[0].ID {
		t.Error("the draft changed")
	}
	o.Must(o.Desk.Decide(ctx, o.Kucho, request, false, "方針2に、いつまでにかを足してください。"))
	o.Must(o.Room.Save(ctx, o.Jimu, p.ID, p.UpdatedAt, d))
	v, err := o.Room.View(ctx, o.Jimu, p.ID)
	o.Must(err)
	if v.Request.State != approval.Returned || v.Published() {
		t.Errorf("%+v", v.Request)
	}
}

func TestTwoWhoBeginAtOnceWriteOneDraft(t *testing.T) {
	o := newOffice(t)
	p, err := o.Room.Begin(ctx, o.Jimu, o.Minato.ID, 2026, false)
	o.Must(err)
	q, err := o.Room.Begin(ctx, o.Kucho, o.Minato.ID, 2026, false)
	o.Must(err)
	if p.ID != q.ID {
		t.Error("two drafts")
	}
}

func TestWhoSavesSecondIsTold(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	o.Must(o.Room.Save(ctx, o.Kucho, p.ID, p.UpdatedAt, twoPoints()))
	if err := o.Room.Save(ctx, o.Jimu, p.ID, p.UpdatedAt, twoPoints()); fault.Of(err) != fault.Conflict {
		t.Errorf("the second one wrote over the first: %v", err)
	}
}

func TestAPolicyWithoutForewordOrPointsIsNotPutForward(t *testing.T) {
	o := newOffice(t)
	for name, d := range map[string]policies.Draft{"no foreword": {Points: twoPoints().Points}, "no points": {Foreword: "言葉"},
		"no title": {Foreword: "言葉", Points: []policies.Point{point("", "本文だけ")}}} {
		p := o.draft(d)
		if _, err := o.Room.AskPublication(ctx, o.Jimu, p.ID, false); fault.Of(err) != fault.Invalid || !fault.ProblemsOf(err).Any() {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := o.draft(twoPoints())
	d := twoPoints()
	d.Points[0].Title = strings.Repeat("長", policies.TitleMost+1)
	if err := o.Room.Save(ctx, o.Jimu, p.ID, p.UpdatedAt, d); fault.ProblemsOf(err).Of("title-"+d.Points[0].ID) == "" {
		t.Errorf("a title too long: %v", err)
	}
	if err := o.Room.Save(ctx, o.Jimu, p.ID, p.UpdatedAt, policies.Draft{Points: []policies.Point{point("題", "", policies.Target{Kind: "standard", ID: "none"})}}); fault.Of(err) != fault.Invalid {
		t.Errorf("a link to nothing: %v", err)
	}
}

func TestGoalsLinkToThePointsThatStand(t *testing.T) {
	o := newOffice(t)
	if got := o.targets(o.Hana, o.Minato.ID, 2026); len(got) != 0 {
		t.Errorf("%v", got)
	}
	p := o.draft(twoPoints())
	draft := o.targets(o.Hana, o.Minato.ID, 2026)
	if len(draft) != 2 || draft[1].Name != "方針2 待たせない窓口" || draft[1].Kind != "policy" || draft[1].ID != p.Points[1].ID {
		t.Fatalf("while none is published the draft's points are offered: %+v", draft)
	}
	o.publish(p)
	second, err := o.Room.Begin(ctx, o.Jimu, o.Minato.ID, 2026, false)
	o.Must(err)
	d := second.Draft
	d.Points = append(d.Points[1:], point("まだ公表していない", ""))
	o.Must(o.Room.Save(ctx, o.Jimu, second.ID, second.UpdatedAt, d))
	if got := o.targets(o.Hana, o.Minato.ID, 2026); len(got) != 2 || got[0].Name != "方針1 わかりやすい説明" {
		t.Errorf("a draft shows through the published version: %+v", got)
	}
	o.publish(second)
	if got := o.targets(o.Hana, o.Minato.ID, 2026); len(got) != 2 || got[0].ID != p.Points[1].ID || got[0].Name != "方針1 待たせない窓口" {
		t.Errorf("the point lost its identity: %+v", got)
	}
	if got := o.targets(o.Yuki, o.Minato.ID, 2026); len(got) != 0 {
		t.Errorf("another ward's people see %v", got)
	}
}

func TestEveryDeedOfAPolicyIsInTheAudit(t *testing.T) {
	o := newOffice(t)
	p := o.publish(o.draft(twoPoints()))
	var deeds []string
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error {
		type one struct{ deed string }
		all, err := db.All(ctx, tx, func(x *one) []any { return []any{&x.deed} }, `SELECT deed FROM audit WHERE kind = 'policy' AND subject = $1 ORDER BY seq`, p.ID)
		for _, x := range all {
			deeds = append(deeds, x.deed)
		}
		return err
	}))
	if got := strings.Join(deeds, " "); got != "begin save ask approved publish" {
		t.Error(got)
	}
	if !id.Valid(p.ID) {
		t.Error(p.ID)
	}
}
