package goals_test

import (
	"context"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/goals"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

var ctx = context.Background()

func of(v float64) *float64 { return &v }

// waiting is 区民課's goal of the tests.
func waiting(c *apptest.City) goals.Draft {
	return goals.Draft{Kind: goals.KindGoal, OfficeID: c.Kumin.ID, FY: 2026, Title: "待ち時間を平均20分以内にする",
		Words: "朝いちばんの行列をなくしたい。", WordsBy: "窓口担当 全員", OwnerID: c.Kacho.ID, PartnerID: c.Taro.ID}
}

func minutes() goals.MeasureDraft {
	return goals.MeasureDraft{Name: "平均待ち時間", Shape: goals.Ratio, Unit: "分", BaseLabel: "番号札を取った人", BaseKind: "visitors", Period: "月",
		Decimals: 1, Rounding: "half_up", Target: of(20), FromFY: 2026, DueFY: 2026}
}

func open(t *testing.T, c *apptest.City) goals.Goal {
	t.Helper()
	g, err := c.App.Goals.Open(ctx, c.Kacho, waiting(c), false)
	c.Must(err)
	return g
}

func TestWhoMayDoWhatWithAGoal(t *testing.T) {
	c := apptest.New(t)
	g := open(t, c)
	fine, no, hidden := fault.Kind(""), fault.Forbidden, fault.NotFound
	deeds := map[string]func(people.Actor) error{
		"読む": func(a people.Actor) error { _, err := c.App.Goals.View(ctx, a, g.ID); return err },
		"なおす": func(a people.Actor) error {
			now, err := c.App.Goals.Find(ctx, c.Kacho, g.ID)
			c.Must(err)
			return c.App.Goals.Revise(ctx, a, g.ID, now.UpdatedAt, waiting(c))
		},
		"ひとこと更新": func(a people.Actor) error {
			return c.App.Goals.Report(ctx, a, g.ID, goals.CheckinDraft{Status: goals.Good, Line: "順調"}, false)
		},
		"コメント": func(a people.Actor) error { return c.App.Goals.Remark(ctx, a, g.ID, "よい案です", false) },
		"来年度へつなぐ": func(a people.Actor) error {
			_, err := c.App.Goals.Carry(ctx, a, g.ID, "", "", false)
			return kindOnly(err)
		},
		"ほかの課の目標を書く": func(a people.Actor) error {
			d := waiting(c)
			d.OfficeID = c.Hoken.ID
			_, err := c.App.Goals.Open(ctx, a, d, false)
			return err
		},
	}
	want := map[string]map[string]fault.Kind{
		"職員":       {"読む": fine, "なおす": no, "ひとこと更新": no, "コメント": fine, "来年度へつなぐ": no, "ほかの課の目標を書く": no},
		"会計年度任用職員": {"読む": fine, "なおす": fine, "ひとこと更新": fine, "コメント": fine, "来年度へつなぐ": no, "ほかの課の目標を書く": no},
		"課長":       {"読む": fine, "なおす": fine, "ひとこと更新": fine, "コメント": fine, "来年度へつなぐ": fine, "ほかの課の目標を書く": no},
		"ほかの課長":    {"読む": fine, "なおす": no, "ひとこと更新": no, "コメント": fine, "来年度へつなぐ": no, "ほかの課の目標を書く": fine},
		"区長":       {"読む": fine, "なおす": fine, "ひとこと更新": fine, "コメント": fine, "来年度へつなぐ": fine, "ほかの課の目標を書く": fine},
		"事務局":      {"読む": fine, "なおす": fine, "ひとこと更新": fine, "コメント": fine, "来年度へつなぐ": fine, "ほかの課の目標を書く": fine},
		"ほかの区の職員":  {"読む": hidden, "なおす": hidden, "ひとこと更新": hidden, "コメント": hidden, "来年度へつなぐ": hidden, "ほかの課の目標を書く": hidden},
		"ほかの区の区長":  {"読む": hidden, "なおす": hidden, "ひとこと更新": hidden, "コメント": hidden, "来年度へつなぐ": hidden, "ほかの課の目標を書く": hidden},
		"部長会議":     {"読む": fine, "なおす": no, "ひとこと更新": no, "コメント": fine, "来年度へつなぐ": no, "ほかの課の目標を書く": no},
		"市の事務局":    {"読む": fine, "なおす": no, "ひとこと更新": no, "コメント": fine, "来年度へつなぐ": no, "ほかの課の目標を書く": no},
		"管理者":      {"読む": fine, "なおす": no, "ひとこと更新": no, "コメント": fine, "来年度へつなぐ": no, "ほかの課の目標を書く": no},
	}
	for who, a := range c.Cast() {
		for deed, do := range deeds {
			if got := fault.Of(do(a)); got != want[who][deed] {
				t.Errorf("%s・%s: got %q, want %q", who, deed, got, want[who][deed])
			}
		}
	}
}

// kindOnly lets a deed that was refused for its empty form count as permitted.
func kindOnly(err error) error {
	if fault.Of(err) == fault.Invalid {
		return nil
	}
	return err
}

func TestTwoPeopleSavingOneGoalGetBothVersions(t *testing.T) {
	c := apptest.New(t)
	g := open(t, c)
	d := waiting(c)
	d.Title = "待ち時間を15分以内にする"
	c.Must(c.App.Goals.Revise(ctx, c.Kacho, g.ID, g.UpdatedAt, d))
	d.Title = "待ち時間を10分以内にする"
	if err := c.App.Goals.Revise(ctx, c.Taro, g.ID, g.UpdatedAt, d); fault.Of(err) != fault.Conflict {
		t.Fatalf("the second save went through: %v", err)
	}
	now, err := c.App.Goals.Find(ctx, c.Taro, g.ID)
	c.Must(err)
	if now.Title != "待ち時間を15分以内にする" {
		t.Errorf("the first save was lost: %s", now.Title)
	}
	w := c.Post(c.Taro, "/goals/"+g.ID, form("title", d.Title, "words", d.Words, "office", d.OfficeID, "seen", string(g.UpdatedAt)))
	if body := w.Body.String(); w.Code != 409 || !strings.Contains(body, "待ち時間を15分以内にする") || !strings.Contains(body, "待ち時間を10分以内にする") {
		t.Errorf("the page does not show both versions: %d", w.Code)
	}
}

func TestAShareOfResidentsWhoseBaseAnsweredASurveyIsRefused(t *testing.T) {
	d := minutes()
	d.Unit, d.Target, d.Up, d.BaseKind, d.BaseLabel = "%", of(80), true, "respondents", "区民"
	if err := d.Check(); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "来庁者アンケートに答えた人") {
		t.Errorf("accepted, or without a remedy: %v", err)
	}
	d.BaseLabel = "区民アンケートに答えた人"
	if err := d.Check(); err != nil {
		t.Errorf("refused though honest: %v", err)
	}
}

func TestAFigureWithoutBasePeriodOrRoundingIsRefused(t *testing.T) {
	for field, spoil := range map[string]func(*goals.MeasureDraft){
		"base_label": func(d *goals.MeasureDraft) { d.BaseLabel = "" }, "period": func(d *goals.MeasureDraft) { d.Period = "" },
		"rounding": func(d *goals.MeasureDraft) { d.Rounding = "" }, "target": func(d *goals.MeasureDraft) { d.Target = nil },
	} {
		d := minutes()
		spoil(&d)
		if fault.ProblemsOf(d.Check()).Of(field) == "" {
			t.Errorf("without %s it passes", field)
		}
	}
	r := goals.Reading{Value: 22, From: "2026-04-01", To: "2026-04-30", Source: "発券機"}
	if fault.ProblemsOf(r.Check(minutes())).Of("n") == "" {
		t.Error("a reading without n passes")
	}
}

// The Osaka rule of the fiscal year 2013 (domain.md §16, fixture 4).
func TestProgressIsJudgedAsOsakaDid(t *testing.T) {
	for _, x := range []struct {
		from, due, fy clock.FY
		value         float64
		good          bool
	}{
		{2012, 2014, 2012, 33.4, true}, {2012, 2014, 2012, 33.3, false},
		{2012, 2014, 2013, 66.7, true}, {2012, 2014, 2013, 66.6, false},
		{2012, 2014, 2014, 90, true}, {2012, 2014, 2014, 89.9, false},
		{2013, 2013, 2013, 90, true}, {2013, 2013, 2013, 89.9, false},
		{2012, 2013, 2013, 90, true}, {2012, 2013, 2013, 89.9, false},
	} {
		m := goals.Measure{MeasureDraft: goals.MeasureDraft{Name: "進捗", Shape: goals.Ratio, Unit: "%", Up: true, Decimals: 1, Rounding: "half_up", Target: of(100), FromFY: x.from, DueFY: x.due}}
		m.Readings = []goals.Reading{{Value: x.value, N: 100, From: clock.April.First(x.fy), To: clock.April.Last(x.fy)}}
		v := goals.Judge(m, x.fy, clock.April)
		if v.Good != x.good || v.Rule == "" || !v.Measured {
			t.Errorf("%d–%d in %d at %.1f%%: %+v", x.from, x.due, x.fy, x.value, v)
		}
	}
}

func TestSmallerIsBetterAndBaselinesAreJudged(t *testing.T) {
	m := goals.Measure{MeasureDraft: minutes()}
	m.FromFY, m.DueFY = 2025, 2027
	m.Baseline = of(30)
	m.Readings = []goals.Reading{{Value: 26, N: 10, From: "2025-04-01", To: "2026-03-31"}}
	v := goals.Judge(m, 2025, clock.April)
	if v.Progress != 40 || v.Expected != 33.4 || !v.Good { // (26−30)÷(20−30)
		t.Errorf("%+v", v)
	}
	m.Baseline = nil
	m.Readings[0].Value = 25
	if v := goals.Judge(m, 2025, clock.April); v.Progress != 80 { // 20÷25
		t.Errorf("%+v", v)
	}
}

func TestEveryShapeOfTargetComesToAVerdict(t *testing.T) {
	year := func(vs ...float64) (rs []goals.Reading) {
		for i, v := range vs {
			rs = append(rs, goals.Reading{Value: v, N: 1, From: clock.Date("2026-0" + string(rune('4'+i)) + "-01"), To: clock.Date("2026-0" + string(rune('4'+i)) + "-28")})
		}
		return rs
	}
	for name, x := range map[string]struct {
		d        goals.MeasureDraft
		readings []goals.Reading
		word     string
	}{
		"count per year":    {goals.MeasureDraft{Shape: goals.Count, Up: true, Target: of(5)}, year(2, 3), goals.OnTrack},
		"cadence":           {goals.MeasureDraft{Shape: goals.Cadence, Up: true, Target: of(2), Per: "month"}, year(2, 2), goals.OffTrack},
		"coverage":          {goals.MeasureDraft{Shape: goals.Coverage, Up: true, Target: of(100), Unit: "%"}, year(40, 95), goals.OnTrack},
		"milestone":         {goals.MeasureDraft{Shape: goals.Milestone, Up: true}, year(1), goals.OnTrack},
		"milestone not yet": {goals.MeasureDraft{Shape: goals.Milestone, Up: true}, nil, goals.NotYet},
		"condition not met": {goals.MeasureDraft{Shape: goals.Conditional, Up: true, Condition: "格付けが下がったら"}, nil, goals.NotDue},
		"condition handled": {goals.MeasureDraft{Shape: goals.Conditional, Up: true, Condition: "格付けが下がったら"}, year(1), goals.OnTrack},
		"condition ignored": {goals.MeasureDraft{Shape: goals.Conditional, Up: true, Condition: "格付けが下がったら"}, year(0), goals.OffTrack},
	} {
		x.d.FromFY, x.d.DueFY, x.d.Rounding = 2026, 2026, "half_up"
		if v := goals.Judge(goals.Measure{MeasureDraft: x.d, Readings: x.readings}, 2026, clock.April); v.Word != x.word {
			t.Errorf("%s: %s (%s)", name, v.Word, v.Reason)
		}
	}
	if v := goals.JudgeAll(nil, 2026, clock.April); v.Word != goals.NoNumber || v.Reason == "" {
		t.Errorf("no number at all: %+v", v)
	}
}

func TestAMissedTargetNeedsItsProblemAndRemedy(t *testing.T) {
	c := apptest.New(t)
	g := open(t, c)
	m, err := c.App.Goals.AddMeasure(ctx, c.Kacho, g.ID, minutes(), false)
	c.Must(err)
	c.Must(c.App.Goals.Measured(ctx, c.Taro, g.ID, m.ID, goals.Reading{Value: 31, N: 4812, From: "2026-08-01", To: "2026-08-31", Source: "番号発券機"}, false))
	d := goals.ReviewDraft{Doing: "on", Reach: "on", Summary: "がんばった。"}
	err = c.App.Goals.Review(ctx, c.Kacho, g.ID, goals.End, d, false)
	if p := fault.ProblemsOf(err); p.Of("issue") == "" || p.Of("remedy") == "" {
		t.Fatalf("a missed target passes without a word: %v", err)
	}
	d.Issue, d.Remedy = "水曜の午前に用件が重なる。", "水曜に応援を1人出す。"
	c.Must(c.App.Goals.Review(ctx, c.Kacho, g.ID, goals.End, d, false))
	v, err := c.App.Goals.View(ctx, c.Hana, g.ID)
	c.Must(err)
	if r := v.Reviews[goals.End]; r.Verdict != goals.OffTrack || r.Rule == "" || !strings.Contains(r.Reason, "64.5%") {
		t.Errorf("the review does not keep the rule's verdict: %+v", r)
	}
}

func TestAGoalThatGoesOnKeepsItsMeasuresAndNamesItsPast(t *testing.T) {
	c := apptest.New(t)
	g := open(t, c)
	_, err := c.App.Goals.AddMeasure(ctx, c.Kacho, g.ID, minutes(), false)
	c.Must(err)
	next, err := c.App.Goals.Carry(ctx, c.Kacho, g.ID, goals.Continue, "まだ水曜が長い。", false)
	c.Must(err)
	v, err := c.App.Goals.View(ctx, c.Hana, next)
	c.Must(err)
	if v.FY != 2027 || v.Before.ID != g.ID || len(v.Measures) != 1 || v.Measures[0].DueFY != 2027 || v.OwnerID != c.Kacho.ID {
		t.Errorf("%+v", v)
	}
	if _, err := c.App.Goals.Carry(ctx, c.Kacho, g.ID, goals.Close, "やめる", false); fault.Of(err) != fault.Conflict {
		t.Errorf("decided twice: %v", err)
	}
}

func TestAfterAReorganisationTheSuccessorCarriesTheGoalOn(t *testing.T) {
	c := apptest.New(t)
	d := waiting(c)
	d.OfficeID = c.Hoken.ID
	g, err := c.App.Goals.Open(ctx, c.Hokencho, d, false)
	c.Must(err)
	_, err = c.App.People.Reorganise(ctx, c.Kanri, people.Reorganisation{OfficeID: c.Hoken.ID, Last: "2027-03-31", Heirs: []string{c.Kumin.ID}})
	c.Must(err)
	next, err := c.App.Goals.Carry(ctx, c.Hokencho, g.ID, goals.Continue, "新しい課で続ける。", false)
	c.Must(err)
	v, err := c.App.Goals.View(ctx, c.Hana, next)
	c.Must(err)
	if v.OfficeID != c.Kumin.ID {
		t.Errorf("next year's goal stays at an office that is gone: %s", v.OfficeName)
	}
	if old, err := c.App.Goals.Find(ctx, c.Hana, g.ID); err != nil || old.OfficeID != c.Hoken.ID {
		t.Errorf("this year's record moved: %v", err)
	}
}

func TestAPublishedGoalIsWhatSectionHeadAndWardHeadApproved(t *testing.T) {
	c := apptest.New(t)
	g := open(t, c)
	ask, err := c.App.Goals.AskPublication(ctx, c.Taro, g.ID, "goal", false)
	c.Must(err)
	published := func() int {
		var n int
		c.Must(c.DB.Read(ctx, func(tx *db.Tx) error {
			all, err := goals.Publications(ctx, tx, c.Minato.ID, []clock.FY{2026})
			n = len(all)
			return err
		}))
		return n
	}
	if err := c.App.Approvals.Decide(ctx, c.Kucho, ask, true, ""); fault.Of(err) != fault.Forbidden {
		t.Fatalf("the ward head went before the section head: %v", err)
	}
	c.Must(c.App.Approvals.Decide(ctx, c.Kacho, ask, true, ""))
	if published() != 0 {
		t.Fatal("published after one of two approvals")
	}
	c.Must(c.App.Approvals.Decide(ctx, c.Kucho, ask, true, ""))
	if published() != 1 {
		t.Fatal("approved but not published")
	}
}

func TestTheGoalsPagesAskTheDatabaseTwelveTimesAtMost(t *testing.T) {
	c := apptest.New(t)
	g := open(t, c)
	for _, path := range []string{"/goals", "/goals/" + g.ID, "/goals/" + g.ID + "/sheet", "/goals/new", "/goals/" + g.ID + "/edit", "/goals/attention"} {
		if n := c.Queries(c.Kacho, path); n > 12 {
			t.Errorf("%s: %d statements", path, n)
		}
	}
}
