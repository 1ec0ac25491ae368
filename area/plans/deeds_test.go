package plans_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/goals"
	"kaname/area/plans"
	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
	library "kaname/plans"
)

// room is the plans room of a test city, joined to the goals room as in the house.
func room(c *apptest.City) *plans.Plans { return c.App.Plans }

var ctx = context.Background()

func book(t testing.TB, name string) plans.Upload {
	t.Helper()
	data, err := library.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return plans.Upload{Name: name, Body: data, FromFY: 2026}
}

// running is Nishi's plan, adopted by Minato from fiscal year 2026.
func running(t testing.TB) (*apptest.City, *plans.Plans, plans.Record, plans.Adoption) {
	t.Helper()
	c := apptest.New(t)
	ps := room(c)
	rec, err := ps.Import(ctx, c.Shicho, book(t, "nishi-2013.yaml"), false)
	c.Must(err)
	ad, err := ps.Adopt(ctx, c.Jimu, rec.ID, c.Minato.ID, 2026, false)
	c.Must(err)
	return c, ps, rec, ad
}

func report(t testing.TB, ps *plans.Plans, a people.Actor, rec plans.Record, fy clock.FY) plans.Report {
	t.Helper()
	r, err := ps.Report(ctx, a, rec.ID, "", fy)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rowOf(t testing.TB, r plans.Report, key string) plans.Row {
	t.Helper()
	for _, row := range r.Rows {
		if row.Item.Key == key {
			return row
		}
	}
	t.Fatalf("%s is missing from the report", key)
	return plans.Row{}
}

func TestNothingIsWrittenUntilTheFileIsConfirmed(t *testing.T) {
	c := apptest.New(t)
	ps := room(c)
	u := book(t, "abeno-2017.yaml")
	u.WardID = c.Minato.ID
	sent, err := ps.Send(ctx, c.Jimu, u)
	c.Must(err)
	pv, err := ps.Preview(ctx, c.Jimu, sent.ID)
	c.Must(err)
	if !pv.Ready() || pv.Known != nil || pv.Diff.Count(plans.Added) != 27 {
		t.Errorf("%d added, %v", pv.Diff.Count(plans.Added), pv.Problems)
	}
	if all, _ := ps.List(ctx, c.Jimu); len(all) != 0 {
		t.Error("the preview has written a plan")
	}
	rec, err := ps.Confirm(ctx, c.Jimu, sent.ID)
	c.Must(err)
	if all, _ := ps.List(ctx, c.Jimu); len(all) != 1 || all[0].ID != rec.ID || all[0].Place() != "みなと区" {
		t.Errorf("%+v", all)
	}
	if _, err := ps.Confirm(ctx, c.Jimu, sent.ID); fault.Of(err) != fault.NotFound {
		t.Error("a file can be confirmed twice:", err)
	}
	if all, _ := ps.List(ctx, c.Yuki); len(all) != 0 {
		t.Error("another ward sees the ward's own plan")
	}
}

func TestABrokenFileWritesNothingAndTellsEveryLine(t *testing.T) {
	c := apptest.New(t)
	ps := room(c)
	u := plans.Upload{Name: "x.yaml", FromFY: 2026, Body: []byte("id: A\nversion: 1\ntitle: t\nmunicipality: m\nlevels: [a]\nitems:\n  - titel: b\n")}
	_, err := ps.Import(ctx, c.Shicho, u, false)
	var told plans.Problems
	if fault.Of(err) != fault.Invalid || !errors.As(err, &told) || len(told) < 2 {
		t.Errorf("%v", err)
	}
	sent, err := ps.Send(ctx, c.Shicho, u)
	c.Must(err)
	if pv, err := ps.Preview(ctx, c.Shicho, sent.ID); err != nil || pv.Ready() {
		t.Error("a broken file is ready", err)
	}
	if _, err := ps.Confirm(ctx, c.Shicho, sent.ID); fault.Of(err) != fault.Invalid {
		t.Error(err)
	}
	if all, _ := ps.List(ctx, c.Shicho); len(all) != 0 {
		t.Error("something was written")
	}
}

func TestAnotherPersonsFileIsNotFound(t *testing.T) {
	c := apptest.New(t)
	ps := room(c)
	u := book(t, "nishinari.yaml")
	u.WardID = c.Minato.ID
	sent, err := ps.Send(ctx, c.Jimu, u)
	c.Must(err)
	if _, err := ps.Preview(ctx, c.Shicho, sent.ID); fault.Of(err) != fault.NotFound {
		t.Error(err)
	}
}

func TestTheFivePlansAreImportedAndEveryInitiativeIsListed(t *testing.T) {
	c := apptest.New(t)
	ps := room(c)
	for _, b := range ps.Library.Books() {
		rec, err := ps.Import(ctx, c.Shicho, book(t, b.Name), true)
		c.Must(err)
		_, err = ps.Adopt(ctx, c.Jimu, rec.ID, c.Minato.ID, 2026, true)
		c.Must(err)
		seen := map[string]bool{}
		for fy := clock.FY(2026); fy < 2031; fy++ {
			r := report(t, ps, c.Jimu, rec, fy)
			if r.Counted() != len(b.Plan.Initiatives(0)) {
				t.Errorf("%s %d: %d of %d initiatives", rec.Code, fy, r.Counted(), len(b.Plan.Initiatives(0)))
			}
			for _, row := range r.Waiting() {
				seen[row.Item.Key] = true
			}
		}
		for _, n := range b.Plan.Initiatives(0) {
			if !seen[n.Item.Key] {
				t.Errorf("%s: %s can never be started", rec.Code, n.Item.Key)
			}
		}
	}
}

func TestTheFivePlansRunAYearAndNoneOfTheirInitiativesDisappears(t *testing.T) {
	c := apptest.New(t)
	ps := room(c)
	for _, b := range ps.Library.Books() {
		rec, err := ps.Import(ctx, c.Shicho, book(t, b.Name), true)
		c.Must(err)
		_, err = ps.Adopt(ctx, c.Jimu, rec.ID, c.Minato.ID, 2026, true)
		c.Must(err)
		var keys []string
		for _, row := range report(t, ps, c.Jimu, rec, 2026).Waiting() {
			keys = append(keys, row.Item.Key)
		}
		_, err = ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: keys, OfficeID: c.Kumin.ID, OwnerID: c.Hana.ID}, true)
		c.Must(err)
		r := report(t, ps, c.Jimu, rec, 2026)
		for _, row := range r.Rows {
			if !row.Counted {
				continue
			}
			if len(row.Standings) != 1 {
				t.Fatalf("%s: %s does not run: %+v", rec.Code, row.Item.Key, row.State)
			}
			c.Must(c.App.Goals.Report(ctx, c.Kacho, row.Standings[0].GoalID, goals.CheckinDraft{Status: goals.Good, Line: "進めています"}, true))
			v, err := c.App.Goals.View(ctx, c.Hana, row.Standings[0].GoalID)
			c.Must(err)
			if len(v.Measures) != len(row.Item.Targets) {
				t.Errorf("%s: %s has %d targets and %d measures", rec.Code, row.Item.Key, len(row.Item.Targets), len(v.Measures))
			}
		}
		r = report(t, ps, c.Kucho, rec, 2026)
		if all := r.Tallies(); len(all) != 1 || all[0].Word != "順調" || all[0].N != len(b.Plan.Initiatives(0)) {
			t.Errorf("%s: %+v", rec.Code, all)
		}
	}
}

func TestTheYearsOfAPlanAreReadFromTheYearOfAdoption(t *testing.T) {
	_, ps, rec, _ := running(t)
	r, err := ps.Report(ctx, people.Actor{}, rec.ID, "", 2026)
	if err == nil {
		t.Error("a stranger reads the report", r.Counted())
	}
	c, ps, rec, _ := running(t)
	r = report(t, ps, c.Hana, rec, 2026)
	if r.Plan.From != 2026 || r.Plan.To != 2029 {
		t.Errorf("%d-%d", r.Plan.From, r.Plan.To)
	}
	if got := rowOf(t, r, "area-condo").Item.TargetWords(); got != "令和10年度までに達成する" {
		t.Error(got)
	}
	if got := r.Plan.Indicators[0].Targets[0].FY; got != 2029 {
		t.Error(got)
	}
}

func TestAWardStartsAnInitiativeInAnOfficeAndReadsBackHowItStands(t *testing.T) {
	c, ps, rec, _ := running(t)
	n, err := ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: []string{"daily", "ojt"}, OfficeID: c.Kumin.ID, OwnerID: c.Hana.ID}, false)
	c.Must(err)
	if n != 2 {
		t.Error(n)
	}
	r := report(t, ps, c.Hana, rec, 2026)
	if len(r.Waiting()) != 24 || r.Counted() != 26 {
		t.Errorf("%d wait of %d", len(r.Waiting()), r.Counted())
	}
	daily := rowOf(t, r, "daily")
	if daily.State.Word != "考え中" || daily.Standings[0].OfficeName != "区民課" || daily.Standings[0].OwnerName != "花田 はな" {
		t.Errorf("%+v", daily)
	}
	_, err = ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: []string{"daily"}, OfficeID: c.Hoken.ID}, false)
	c.Must(err)
	goal := rowOf(t, report(t, ps, c.Hana, rec, 2026), "daily").Standings[1].GoalID
	c.Must(c.App.Goals.Report(ctx, c.Hokencho, goal, goals.CheckinDraft{Status: goals.Help, Line: "人が足りません", Need: "4月だけでも1人ほしい"}, false))
	daily = rowOf(t, report(t, ps, c.Hana, rec, 2026), "daily")
	if daily.State.Word != "助けがほしい" || daily.Why != "人が足りません" || len(daily.Standings) != 2 {
		t.Errorf("the office that needs help is not shown: %+v", daily)
	}
}

func TestStartingIsAllOrNothing(t *testing.T) {
	c, ps, rec, _ := running(t)
	for _, s := range []struct {
		keys   []string
		office string
		kind   fault.Kind
	}{
		{[]string{"daily", "policy-1"}, c.Kumin.ID, fault.Invalid},        // a statement
		{[]string{"daily", "no-such"}, c.Kumin.ID, fault.Invalid},         // not in the plan
		{[]string{"daily", "daily"}, c.Kumin.ID, fault.Conflict},          // twice
		{[]string{"daily"}, c.MidoriKumin.ID, fault.Invalid},              // another ward's office
		{[]string{"daily"}, "", fault.Invalid}, {nil, c.Kumin.ID, "none"}, // nothing chosen
	} {
		_, err := ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: s.keys, OfficeID: s.office}, false)
		if got := fault.Of(err); got != s.kind && s.kind != "none" || err == nil {
			t.Errorf("%v: %v", s.keys, err)
		}
	}
	if got := len(report(t, ps, c.Jimu, rec, 2026).Waiting()); got != 26 {
		t.Errorf("%d wait, want all 26", got)
	}
}

func TestWhatIsNotStartedSaysWhyAndStaysInTheReport(t *testing.T) {
	c, ps, rec, _ := running(t)
	c.Must(ps.Hold(ctx, c.Jimu, rec.ID, c.Minato.ID, 2026, []string{"cleaning"}, "庁舎の工事のため"))
	row := rowOf(t, report(t, ps, c.Hana, rec, 2026), "cleaning")
	if row.State.Word != "今年度は始めない" || row.Why != "庁舎の工事のため" {
		t.Errorf("%+v", row)
	}
	if err := ps.Hold(ctx, c.Jimu, rec.ID, c.Minato.ID, 2026, []string{"drill"}, ""); fault.Of(err) != fault.Invalid {
		t.Error("put off without a reason:", err)
	}
	if row := rowOf(t, report(t, ps, c.Hana, rec, 2027), "cleaning"); row.State.Word != "担当を決める前" {
		t.Error("next year it is forgotten:", row.State.Word)
	}
	_, err := ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: []string{"cleaning"}, OfficeID: c.Soumu.ID}, false)
	c.Must(err)
	if err := ps.Hold(ctx, c.Jimu, rec.ID, c.Minato.ID, 2026, []string{"cleaning"}, "x"); fault.Of(err) != fault.Conflict {
		t.Error("a running initiative is put off:", err)
	}
}

func TestNextYearGoesOnInTheSameOfficesWithOneDeed(t *testing.T) {
	c, ps, rec, _ := running(t)
	_, err := ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: []string{"daily", "ojt", "lunch"}, OfficeID: c.Kumin.ID}, false)
	c.Must(err)
	year := report(t, ps, c.Jimu, rec, 2026)
	_, err = c.App.Goals.Carry(ctx, c.Jimu, rowOf(t, year, "lunch").Standings[0].GoalID, goals.Close, "ほかの会に移した", false)
	c.Must(err)
	_, err = c.App.Goals.Carry(ctx, c.Jimu, rowOf(t, year, "ojt").Standings[0].GoalID, goals.Continue, "来年度も行う", false)
	c.Must(err)
	n, err := ps.BeginAsBefore(ctx, c.Jimu, rec.ID, c.Minato.ID, 2027, false)
	c.Must(err)
	if n != 1 {
		t.Errorf("%d were started, want daily alone: ojt was carried over", n)
	}
	if ojt := rowOf(t, report(t, ps, c.Hana, rec, 2027), "ojt"); len(ojt.Standings) != 1 {
		t.Errorf("what was carried over is not read back: %+v", ojt)
	}
	lunch := rowOf(t, report(t, ps, c.Hana, rec, 2027), "lunch")
	if lunch.State.Word != "前の年度までに終えた" || !strings.Contains(lunch.Why, "ほかの会に移した") || lunch.Open {
		t.Errorf("%+v", lunch)
	}
}

func TestOutsideThePlansYearsNothingStarts(t *testing.T) {
	c, ps, rec, _ := running(t)
	row := rowOf(t, report(t, ps, c.Hana, rec, 2030), "daily")
	if row.State.Word != "年度の外" || row.Open || !strings.Contains(row.Why, "令和11年度まで") {
		t.Errorf("the plan is over, the initiative is not: %+v", row)
	}
	if _, err := ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2025, Keys: []string{"daily"}, OfficeID: c.Kumin.ID}, false); fault.Of(err) != fault.Invalid {
		t.Error("started before the ward adopted the plan:", err)
	}
}

func TestAWardAdoptsAPlanOnce(t *testing.T) {
	c, ps, rec, _ := running(t)
	if _, err := ps.Adopt(ctx, c.Jimu, rec.ID, c.Minato.ID, 2027, false); fault.Of(err) != fault.Conflict {
		t.Error(err)
	}
	if _, err := ps.Adopt(ctx, c.MidoriJimu, rec.ID, c.Midori.ID, 2027, false); err != nil {
		t.Error(err)
	}
	if r := report(t, ps, c.Yuki, rec, 2027); r.Adoption.WardName != "みどり区" || len(r.Record.Adoptions) != 1 {
		t.Errorf("%+v", r.Record.Adoptions)
	}
	if r := report(t, ps, c.Shicho, rec, 2027); len(r.Record.Adoptions) != 2 {
		t.Error("the city does not see both wards")
	}
}
