package standards_test

import (
	"strings"
	"testing"

	"kaname/area/standards"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func TestAPastYearKeepsTheWordingThatGovernedIt(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	for i, minutes := range []float64{25, 20} {
		request, err := h.raise(id, h.ready(id, minutes))
		h.Must(err)
		h.Must(h.Desk.Decide(h.ctx, h.act(h.Bucho), request, true, ""))
		h.At([]clock.Date{"2027-05-01", "2028-05-01"}[i])
	}
	for fy, aim := range map[int]string{2026: "30分以内", 2027: "25分以内", 2028: "20分以内"} {
		v := h.at("3-2", clock.FY(fy))
		if v.Aim() != aim || v.StandardID != id {
			t.Errorf("in %d the standard says %s (%s), want %s under the same id", fy, v.Aim(), v.StandardID, aim)
		}
		if got := standards.EditionName(2026, clock.FY(fy)); got != map[int]string{2026: "基準1", 2027: "基準2", 2028: "基準3"}[fy] {
			t.Errorf("%d is called %s", fy, got)
		}
	}
	page := h.get(h.act(h.Hana), "/standards/"+id+"?fy=2026").Body.String()
	if !strings.Contains(page, "平均30分以内に呼ぶ") || !strings.Contains(page, "令和8年度に効いていた文です") {
		t.Error("the page of a past year does not show the wording of that year")
	}
}

func TestARaiseTakesEffectNextAprilAndNotBefore(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	h.At("2027-03-20")
	request, err := h.raise(id, h.ready(id, 25))
	h.Must(err)
	if got := h.at("3-2", 2026); got.Aim() != "30分以内" || got.ToFY != standards.Forever {
		t.Errorf("asking alone changed the standard: %s to %d", got.Aim(), got.ToFY)
	}
	h.Must(h.Desk.Decide(h.ctx, h.act(h.Bucho), request, true, ""))
	if got := h.at("3-2", 2026); got.Aim() != "30分以内" || got.ToFY != 2026 {
		t.Errorf("in the year of the decision it says %s until %d, want 30分以内 until 2026", got.Aim(), got.ToFY)
	}
	if got := h.at("3-2", 2027); got.Aim() != "25分以内" || got.FromFY != 2027 || got.Supersedes == "" {
		t.Errorf("next year it says %s from %d, superseding %q", got.Aim(), got.FromFY, got.Supersedes)
	}
}

func TestARaiseApprovedAfterAprilWaitsForTheNextApril(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	h.At("2027-03-30")
	request, err := h.raise(id, h.ready(id, 25))
	h.Must(err)
	h.At("2027-04-02")
	h.Must(h.Desk.Decide(h.ctx, h.act(h.Bucho), request, true, ""))
	if got := h.at("3-2", 2027); got.Aim() != "30分以内" {
		t.Errorf("a year that had begun changed to %s", got.Aim())
	}
	if got := h.at("3-2", 2028); got.Aim() != "25分以内" {
		t.Errorf("the April after the approval has %s", got.Aim())
	}
}

func TestTwoRaisesInOneYearConflict(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	one, two := h.ready(id, 25), h.ready(id, 20)
	request, err := h.raise(id, one)
	h.Must(err)
	if _, err := h.raise(id, two); fault.Of(err) != fault.Conflict {
		t.Errorf("a second raise while the first waits: %v, want a conflict", err)
	}
	h.Must(h.Desk.Decide(h.ctx, h.act(h.Bucho), request, true, ""))
	if _, err := h.raise(id, two); fault.Of(err) != fault.Conflict {
		t.Errorf("a second raise after the first was approved: %v, want a conflict", err)
	}
	if got := h.at("3-2", 2027); got.Aim() != "25分以内" {
		t.Errorf("next year has %s, want the first raise", got.Aim())
	}
}

func TestAReturnedRaiseChangesNothingAndCanBeDecidedAgain(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	proposal := h.ready(id, 25)
	request, err := h.raise(id, proposal)
	h.Must(err)
	h.Must(h.Desk.Decide(h.ctx, h.act(h.Bucho), request, false, "確かめ方を足してください"))
	if got := h.at("3-2", 2027); got.Aim() != "30分以内" {
		t.Errorf("a returned raise governs: %s", got.Aim())
	}
	if _, err := h.raise(id, proposal); err != nil {
		t.Errorf("a returned raise cannot be put again: %v", err)
	}
}

func TestWhatTheApproverSeesCannotBeChangedWhileItWaits(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	proposal := h.ready(id, 25)
	_, err := h.raise(id, proposal)
	h.Must(err)
	if err := h.Room.Prepare(h.ctx, h.act(h.Shicho), proposal, "", h.waiting(10)); fault.Of(err) != fault.Conflict {
		t.Errorf("the wording changed under the approver: %v", err)
	}
}

func TestWhoMayDoWhatWithStandards(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	proposal := h.ready(id, 25)
	deeds := map[string]func(a people.Actor) error{
		"理念を書く": func(a people.Actor) error {
			_, err := h.Room.WritePrinciple(h.ctx, a, standards.PrincipleDraft{Position: 9, Name: "ためし", Text: "ためす"}, false)
			return err
		},
		"基準を書く": func(a people.Actor) error {
			_, err := h.Room.Write(h.ctx, a, id, h.waiting(15), "ためし", false)
			return err
		},
		"案を出す": func(a people.Actor) error {
			_, err := h.Room.Propose(h.ctx, a, standards.ProposalDraft{Kind: "change", StandardID: id, Title: "案", Reason: "わけ"}, false)
			return err
		},
		"点検する": func(a people.Actor) error {
			return h.Room.Record(h.ctx, a, h.Kumin.ID, map[string]standards.CheckDraft{id: {Period: "2026-04", Result: standards.Fit}}, false)
		},
		"案をととのえる": func(a people.Actor) error { return h.Room.Prepare(h.ctx, a, proposal, "", h.waiting(25)) },
		"検証を開く":   func(a people.Actor) error { _, err := h.Room.Verification(h.ctx, a, a.FY); return err },
		"決める": func(a people.Actor) error {
			_, err := h.Room.Decide(h.ctx, a, a.FY, id, h.seen(id, a.FY), standards.Ruling{Choice: standards.Keep, Reason: "わけ"}, false)
			return err
		},
	}
	may := map[string]string{
		"理念を書く": "市の事務局", "基準を書く": "市の事務局", "案をととのえる": "市の事務局 部長会議", "検証を開く": "市の事務局 部長会議", "決める": "部長会議",
		"案を出す": "職員 会計年度任用職員 課長 ほかの課長 区長 事務局 ほかの区の職員 ほかの区の区長 部長会議 市の事務局", "点検する": "課長 区長 事務局",
	}
	order := []string{"理念を書く", "基準を書く", "案を出す", "点検する", "案をととのえる", "検証を開く", "決める"}
	for _, deed := range order {
		for who, a := range h.Cast() {
			err := deeds[deed](a)
			want := false
			for _, m := range strings.Fields(may[deed]) {
				want = want || m == who
			}
			if want && err != nil {
				t.Errorf("%s may %s, but: %v", who, deed, err)
			}
			if kind := fault.Of(err); !want && kind != fault.Forbidden && kind != fault.NotFound {
				t.Errorf("%s must not %s, but got %v", who, deed, err)
			}
		}
	}
}

func TestTheLawsOwnContentCannotBeAStandard(t *testing.T) {
	h := open(t)
	h.first()
	d := h.waiting(20)
	d.Code, d.ChangeableBy = "3-9", "law"
	_, err := h.Room.Write(h.ctx, h.act(h.Shicho), "", d, "ためし", false)
	if say := fault.ProblemsOf(err).Of("changeable_by"); !strings.Contains(say, "手順・伝え方を対象に") {
		t.Errorf("the refusal does not name the remedy: %q", say)
	}
}

func TestOneNumberBelongsToOneStandard(t *testing.T) {
	h := open(t)
	h.first()
	_, err := h.Room.Write(h.ctx, h.act(h.Shicho), "", h.plain("3-2", "べつの基準", "べつのことをする", "市民の視点", "all"), "ためし", false)
	if fault.ProblemsOf(err).Of("code") == "" {
		t.Errorf("two standards may bear one number: %v", err)
	}
}

func TestAWardStandsWhereItsOfficesStand(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	record := func(officeID string, r standards.Result) {
		h.Must(h.Room.Record(h.ctx, h.act(h.Jimu), officeID, map[string]standards.CheckDraft{id: {Period: "2026-04", Result: r, Next: "人をふやす"}}, false))
	}
	state := func() string {
		s, _, err := h.Room.Matrix(h.ctx, h.act(h.Hana), 2026)
		h.Must(err)
		return s.Of(s.Items[0], h.Minato.ID).State.Show().Word
	}
	if state() != "これから" {
		t.Errorf("before any check the ward is %s", state())
	}
	record(h.Madoguchi.ID, standards.Fit)
	if state() != "一部" {
		t.Errorf("one of two counters in accord makes %s", state())
	}
	record(h.Hoken.ID, standards.Fit)
	if state() != "達成" {
		t.Errorf("both counters in accord make %s; 総務課 has no counter and must not count", state())
	}
	record(h.Hoken.ID, standards.NotForThem)
	if state() != "達成" {
		t.Errorf("an office that is 対象外 makes %s", state())
	}
	record(h.Madoguchi.ID, standards.Unfit)
	if state() != "これから" {
		t.Errorf("the only counter left not in accord makes %s", state())
	}
}

func TestChecksThatAnotherServerRecordsCorrectsOrTakesAwayAreSeen(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	state := func(room *standards.Standards) string {
		s, _, err := room.Matrix(h.ctx, h.act(h.Hana), 2026)
		h.Must(err)
		return s.Of(s.Items[0], h.Minato.ID).State.Show().Word
	}
	other := &standards.Standards{DB: h.DB, Now: h.Now, Note: h.Room.Note, Start: h.Room.Start, Approvals: h.Desk}
	record := func(officeID string, r standards.Result) {
		h.Must(other.Record(h.ctx, h.act(h.Jimu), officeID, map[string]standards.CheckDraft{id: {Period: "2026-04", Result: r, Next: "人をふやす"}}, false))
	}
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {}, "これから"},
		{func() { record(h.Madoguchi.ID, standards.Fit) }, "一部"},
		{func() { record(h.Hoken.ID, standards.Fit) }, "達成"},
		{func() { record(h.Hoken.ID, standards.Unfit) }, "一部"},
		{func() {
			h.Must(h.DB.Write(h.ctx, func(tx *db.Tx) error { return tx.Exec(h.ctx, `DELETE FROM standard_checks`) }))
		}, "これから"},
	} {
		step.do()
		if here, there := state(h.Room), state(other); here != step.want || there != step.want {
			t.Errorf("one server says %s, the other %s; want %s", here, there, step.want)
		}
	}
}

func TestAWardsPracticeBecomesAStandardAndKeepsItsOrigin(t *testing.T) {
	h := open(t)
	h.first()
	proposal := ""
	h.Must(h.DB.Write(h.ctx, func(tx *db.Tx) (err error) {
		proposal, err = h.Room.ProposeFrom(h.ctx, tx, h.act(h.Kacho), standards.Practice{GoalID: "goal-1", WardID: h.Minato.ID, Title: "朝の声かけ", Reason: "待ち時間が4分短くなった"})
		return err
	}))
	h.Must(h.Room.Prepare(h.ctx, h.act(h.Shicho), proposal, "", h.plain("2-1", "朝の声かけ", "開庁のとき、並んでいる人に用件を聞く", "市民の視点", "counter")))
	v, err := h.Room.ViewProposal(h.ctx, h.act(h.Bucho), proposal)
	h.Must(err)
	a := h.act(h.Bucho)
	request, err := h.Room.Decide(h.ctx, a, a.FY, v.StandardID, "", standards.Ruling{Choice: standards.Adopt, Reason: "どの区でもできる", ProposalID: proposal}, false)
	h.Must(err)
	h.Must(h.Desk.Decide(h.ctx, a, request, true, ""))
	got := h.at("2-1", 2027)
	if got.Origin.Kind != "ward" || got.Origin.GoalID != "goal-1" || got.Origin.Ward != "みなと区" || got.Origin.Title != "朝の声かけ" {
		t.Errorf("the origin is lost: %+v", got.Origin)
	}
	if v, err = h.Room.ViewProposal(h.ctx, a, proposal); err != nil || v.State != standards.Decided || v.Why != "どの区でもできる" {
		t.Errorf("the proposer cannot read the decision: %v %s %q", err, v.State, v.Why)
	}
}

func TestAnOlderWordingOfAPrincipleStaysReadable(t *testing.T) {
	h := open(t)
	h.first()
	id := h.principle("市民の視点")
	h.At("2027-05-01")
	h.Must(h.Room.RevisePrinciple(h.ctx, h.act(h.Shicho), id, "", standards.PrincipleDraft{Position: 2, Name: "市民の目", Text: "あたらしい文"}))
	for fy, name := range map[int]string{2026: "市民の視点", 2027: "市民の目"} {
		all, err := h.Room.Principles(h.ctx, h.act(h.Shicho), clock.FY(fy))
		h.Must(err)
		if all[1].Name != name || len(all) != 8 {
			t.Errorf("in %d the second principle is %s of %d", fy, all[1].Name, len(all))
		}
	}
}
