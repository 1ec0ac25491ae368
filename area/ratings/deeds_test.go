package ratings_test

import (
	"strings"
	"testing"

	"kaname/area/ratings"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func TestOnlyTheSecretariatWritesAndTheWholeWardReads(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	sheet := ratings.Sheet{Field: x.Fields[0].Key, Investigator: 1, Visit: 1}
	o.Must(o.Room.Act(ctx, o.Jimu, x.ID, ratings.ActionDraft{Field: sheet.Field, What: "呼び方を変える", Who: "窓口担当", Due: "2027-06-30"}))
	deny, gone, ok := fault.Forbidden, fault.NotFound, fault.Kind("")
	for name, want := range map[string]fault.Kind{"職員": deny, "会計年度任用職員": deny, "課長": deny, "ほかの課長": deny, "事務局": ok, "区長": deny,
		"ほかの区の職員": gone, "ほかの区の区長": gone, "部長会議": deny, "市の事務局": ok, "管理者": deny} {
		a := o.Cast()[name]
		_, open := o.Room.Open(ctx, a, o.Minato.ID, draft(t, 2026), false)
		now, err := o.Room.View(ctx, o.Jimu, x.ID)
		o.Must(err)
		im, err := o.Room.Bring(ctx, o.Jimu, x.ID, "a.csv", []byte("分野,項目,調査員,評点\n電話応対,名のり,9,4\n"))
		o.Must(err)
		_, _, plan, err := o.Room.Preview(ctx, o.Jimu, x.ID, im.ID)
		o.Must(err)
		_, bring := o.Room.Bring(ctx, a, x.ID, "b.csv", []byte("分野,項目,調査員,評点\n電話応対,名のり,9,4\n"))
		_, _, _, preview := o.Room.Preview(ctx, a, x.ID, im.ID)
		_, apply := o.Room.Apply(ctx, a, x.ID, im.ID, plan.Digest())
		if apply != nil {
			_, err = o.Room.Apply(ctx, o.Jimu, x.ID, im.ID, plan.Digest())
			o.Must(err)
		}
		undo := o.Room.Undo(ctx, a, x.ID, im.ID)
		if undo != nil {
			o.Must(o.Room.Undo(ctx, o.Jimu, x.ID, im.ID))
		}
		o.Must(o.Room.Act(ctx, o.Jimu, x.ID, ratings.ActionDraft{Field: sheet.Field, What: "つづき", Who: "窓口担当", Due: "2027-06-30"}))
		last := o.view(x.ID).Actions
		for deed, err := range map[string]error{"open": open, "bring": bring, "preview": preview, "apply": apply, "undo": undo,
			"enter":  o.Room.Enter(ctx, a, x.ID, sheet, "", ratings.Marks{}),
			"act":    o.Room.Act(ctx, a, x.ID, ratings.ActionDraft{Field: sheet.Field, What: "呼び方を変える", Who: "窓口担当", Due: "2027-06-30"}),
			"finish": o.Room.Finish(ctx, a, x.ID, last[len(last)-1].ID, "できた"),
			"match":  o.Room.MatchColumns(ctx, a, x.ID, im.ID, nil)} {
			if deed == "match" && want == ok {
				continue // it is applied by now
			}
			if fault.Of(err) != want {
				t.Errorf("%s, %s: %v", name, deed, err)
			}
		}
		if err := o.Room.Revise(ctx, a, x.ID, now.UpdatedAt, now.Draft); fault.Of(err) != want {
			t.Errorf("%s, revise: %v", name, err)
		}
		now, _ = o.Room.View(ctx, o.Jimu, x.ID)
		if err := o.Room.Refer(ctx, a, x.ID, now.UpdatedAt, nil); fault.Of(err) != want {
			t.Errorf("%s, refer: %v", name, err)
		}
		if _, err := o.Room.View(ctx, a, x.ID); (err == nil) != (want != gone) {
			t.Errorf("%s reads: %v", name, err)
		}
	}
}

func TestMarksGoneOverByTwoPeopleAreNotLost(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	f := x.Fields[0]
	s := ratings.Sheet{Field: f.Key, Investigator: 1, Visit: 1}
	o.mark(x, 0, 1, 1, 4, 5)
	if err := o.Room.Enter(ctx, o.Shicho, x.ID, s, "", ratings.Marks{f.Items[0].Key: 100}); fault.Of(err) != fault.Conflict {
		t.Errorf("the marks of somebody else are written over: %v", err)
	}
	if m := o.view(x.ID).Results.Fields[0].Mean; m.String() != "4.5" || m.Times != 1 {
		t.Errorf("%s over %d", m, m.Times)
	}
	for name, c := range map[string]struct {
		s     ratings.Sheet
		m     ratings.Marks
		field string
	}{"above the top": {s, ratings.Marks{f.Items[0].Key: 501}, "m-" + f.Items[0].Key}, "below the scale": {s, ratings.Marks{f.Items[0].Key: 99}, "m-" + f.Items[0].Key},
		"an item of another field": {s, ratings.Marks{x.Fields[1].Items[0].Key: 300}, "field"}, "no field": {ratings.Sheet{Investigator: 1, Visit: 1}, nil, "field"},
		"no number": {ratings.Sheet{Field: f.Key, Visit: 1}, nil, "investigator"}, "no visit": {ratings.Sheet{Field: f.Key, Investigator: 1}, nil, "visit"}} {
		if err := o.Room.Enter(ctx, o.Jimu, x.ID, c.s, "", c.m); fault.ProblemsOf(err).Of(c.field) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatHasMarksIsRenamedButNeverTakenOut(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	o.mark(x, 0, 1, 1, 4, 5)
	revise := func(text string, scale ratings.Scale) error {
		v := o.view(x.ID)
		d := v.Draft
		d.Fields, d.Scale = fieldsOf(t, text, v.Draft.Fields), scale
		d.Rule.Levels = ratings.OsakaLevels()
		return o.Room.Revise(ctx, o.Jimu, x.ID, v.UpdatedAt, d)
	}
	five := ratings.Scale{Low: 1, Top: 5}
	for _, text := range []string{"[電話] 電話応対\n- 名のり", "[訪問] 証明の窓口\n- 物品の扱いの丁寧さ", "[訪問] 証明\n- 物品の扱いの丁寧さ\n- 聞き取りやすい話し方"} {
		if err := revise(text, five); fault.ProblemsOf(err).Of("fields") == "" {
			t.Errorf("%q loses marks: %v", text, err)
		}
	}
	if err := revise(counters, ratings.Scale{Low: 1, Top: 4}); fault.ProblemsOf(err).Of("top") == "" {
		t.Errorf("a mark of 5 on a scale to 4: %v", err)
	}
	o.Must(o.Room.Refer(ctx, o.Jimu, x.ID, x.UpdatedAt, []ratings.Other{{Name: "みどり区", Field: "証明の窓口", Mean: num(370)}}))
	o.Must(revise("[訪問] 証明 ← 証明の窓口\n- 物の扱い ← 物品の扱いの丁寧さ\n- 聞き取りやすい話し方", five))
	v := o.view(x.ID)
	if f := v.Results.Fields[0]; f.Name != "証明" || f.Items[0].Name != "物の扱い" || f.Items[0].Mean.String() != "4.0" || v.Others[0].Field != "証明" {
		t.Errorf("%+v", f)
	}
	if err := o.Room.Revise(ctx, o.Jimu, x.ID, "2026-01-01T00:00:00.000Z", v.Draft); fault.Of(err) != fault.Conflict {
		t.Errorf("an old version is written over a new one: %v", err)
	}
}

func TestAFileIsShownBeforeItIsBroughtInAndTakenBackExactly(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	o.mark(x, 0, 1, 1, 4, 5)
	before := o.view(x.ID).Results.Fields[0].Mean.String()
	file := "評点の一覧,,,,\n調査分野,調査項目,調査員No.,回数,点数\n証明の窓口,物品の扱いの丁寧さ,1,,2\n証明の窓口,聞き取りやすい話し方,1,1回目,5\n電話応対,名のり,２,1,３．５\n電話応対,名のり,3,1,\n"
	im, err := o.Room.Bring(ctx, o.Jimu, x.ID, "report.csv", []byte(file))
	o.Must(err)
	_, _, p, err := o.Room.Preview(ctx, o.Jimu, x.ID, im.ID)
	o.Must(err)
	if p.Count(ratings.Adds) != 1 || p.Count(ratings.Changes) != 1 || p.Count(ratings.Same) != 1 || p.Count(ratings.Broken) != 0 {
		t.Fatalf("%+v", p)
	}
	if o.view(x.ID).Results.Fields[0].Mean.String() != before {
		t.Error("a preview has written marks")
	}
	if _, err := o.Room.Apply(ctx, o.Jimu, x.ID, im.ID, "other"); fault.Of(err) != fault.Conflict {
		t.Errorf("what was not shown is applied: %v", err)
	}
	n, err := o.Room.Apply(ctx, o.Jimu, x.ID, im.ID, p.Digest())
	o.Must(err)
	if v := o.view(x.ID); n != 2 || v.Results.Fields[0].Mean.String() != "3.5" || v.Results.Fields[1].Mean.String() != "3.5" {
		t.Errorf("%d marks, %s and %s", n, v.Results.Fields[0].Mean, v.Results.Fields[1].Mean)
	}
	if _, err := o.Room.Apply(ctx, o.Jimu, x.ID, im.ID, p.Digest()); fault.Of(err) != fault.Conflict {
		t.Errorf("a file is brought in twice: %v", err)
	}
	o.Must(o.Room.Undo(ctx, o.Jimu, x.ID, im.ID))
	if v := o.view(x.ID); v.Results.Fields[0].Mean.String() != before || v.Results.Fields[1].Mean.N != 0 {
		t.Errorf("%s, %d", v.Results.Fields[0].Mean, v.Results.Fields[1].Mean.N)
	}
}

func TestAnImportIsNotTakenBackOverLaterMarks(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	bring := func(mark string) ratings.Import {
		t.Helper()
		im, err := o.Room.Bring(ctx, o.Jimu, x.ID, "a.csv", []byte("分野,項目,調査員1,調査員2（2回目）\n電話応対,名のり,"+mark+",4\n"))
		o.Must(err)
		_, _, p, err := o.Room.Preview(ctx, o.Jimu, x.ID, im.ID)
		o.Must(err)
		_, err = o.Room.Apply(ctx, o.Jimu, x.ID, im.ID, p.Digest())
		o.Must(err)
		return im
	}
	first, second := bring("3"), bring("5")
	if m := o.view(x.ID).Results.Fields[1].Mean; m.String() != "4.5" || m.Times != 2 {
		t.Errorf("%s over %d", m, m.Times)
	}
	if err := o.Room.Undo(ctx, o.Jimu, x.ID, first.ID); fault.Of(err) != fault.Conflict {
		t.Errorf("the later file is lost: %v", err)
	}
	if o.view(x.ID).Results.Fields[1].Mean.String() != "4.5" {
		t.Error("a refused undoing has taken marks away")
	}
	o.Must(o.Room.Undo(ctx, o.Jimu, x.ID, second.ID))
	o.day("2027-03-20")
	if err := o.Room.Undo(ctx, o.Jimu, x.ID, first.ID); fault.Of(err) != fault.Conflict {
		t.Errorf("taken back after more than seven days: %v", err)
	}
}

func TestABrokenLineIsNamedAndNothingIsWritten(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	file := "分野,項目,調査員,回,評点\n電話応対,名のり,1,1,4\n電話応対,名のり,1,1,5\nどこか,名のり,1,1,4\n電話応対,笑顔,1,1,4\n電話応対,名のり,山田花子,1,4\n電話応対,名のり,2,たくさん,4\n電話応対,名のり,2,1,6\n"
	im, err := o.Room.Bring(ctx, o.Jimu, x.ID, "a.csv", []byte(file))
	o.Must(err)
	_, _, p, err := o.Room.Preview(ctx, o.Jimu, x.ID, im.ID)
	o.Must(err)
	said := map[int]string{}
	for _, c := range p {
		if c.Kind == ratings.Broken {
			said[c.Line] = c.Problem.String()
		}
	}
	for line, want := range map[int]string{3: "2行目と同じ", 4: "「どこか」", 5: "「笑顔」", 6: "氏名は番号に", 7: "回が1から99", 8: "1点から5点"} {
		if !strings.Contains(said[line], want) {
			t.Errorf("line %d: %q", line, said[line])
		}
	}
	if _, err := o.Room.Apply(ctx, o.Jimu, x.ID, im.ID, p.Digest()); fault.Of(err) != fault.Invalid || o.view(x.ID).Whole.N != 0 {
		t.Errorf("%v", err)
	}
}

func TestUnknownHeadersAreMatchedByHand(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	im, err := o.Room.Bring(ctx, o.Jimu, x.ID, "a.csv", []byte("area,what,who,mark\n電話応対,名のり,1,4\n"))
	o.Must(err)
	if _, _, _, err := o.Room.Preview(ctx, o.Jimu, x.ID, im.ID); !strings.Contains(fault.ProblemsOf(err).Of("field"), "「分野」の列が見つかりません") {
		t.Fatalf("%v", err)
	}
	if err := o.Room.MatchColumns(ctx, o.Jimu, x.ID, im.ID, map[string]int{"field": 0, "item": 0, "investigator": 2, "score": 9}); len(fault.ProblemsOf(err).Fields()) != 2 {
		t.Errorf("one column for two, and one that is not there: %v", err)
	}
	o.Must(o.Room.MatchColumns(ctx, o.Jimu, x.ID, im.ID, map[string]int{"field": 0, "item": 1, "investigator": 2, "score": 3}))
	if _, _, p, err := o.Room.Preview(ctx, o.Jimu, x.ID, im.ID); err != nil || p.Count(ratings.Adds) != 1 {
		t.Errorf("%+v %v", p, err)
	}
}

func TestYearsAreComparedOnlyWhereScaleAndItemsAgree(t *testing.T) {
	o := newOffice(t)
	same, scale, items, other := draft(t, 2025), draft(t, 2024), draft(t, 2023), draft(t, 2022)
	scale.Scale, scale.Rule.Levels = ratings.Scale{Low: 1, Top: 4}, ratings.OsakaLevels()
	items.Fields = fieldsOf(t, strings.Replace(counters, "- 名のり", "- 名のり\n- 保留の一言", 1), nil)
	other.Rule.Average, other.Rule.Levels = ratings.ByInvestigator, levelsOf(t, "★★ 3.9\n★ 2.5")
	for _, d := range []ratings.Draft{same, scale, items, other} {
		o.full(o.open(d), 3)
	}
	x := o.open(draft(t, 2026))
	o.full(x, 4)
	page := o.get(o.Hana, "/ratings/"+x.ID)
	for _, want := range []string{"+1.0", "物差しがちがうため（1点から4点→1点から5点）", "項目がちがうため（なくなった項目 保留の一言）", "平均の出し方が変わっています。令和4年度", "★★（3.5点以上）", "★（2.5点以上）", "しきい値が入っていないため"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing", want)
		}
	}
	v := o.view(x.ID)
	for i, want := range []struct{ whole, counter bool }{{true, true}, {false, false}, {false, true}, {true, true}} {
		_, whole := v.Earlier[i].Of(ratings.Field{})
		_, counter := v.Earlier[i].Of(v.Draft.Fields[0])
		if (whole == "") != want.whole || (counter == "") != want.counter {
			t.Errorf("%s: whole %q, counter %q", v.Earlier[i].Rating.FY.Era(), whole, counter)
		}
	}
}

func TestLastYearsActionStandsBesideThisYearsMark(t *testing.T) {
	o := newOffice(t)
	last := o.open(draft(t, 2025))
	o.full(last, 2)
	f := last.Fields[1]
	o.Must(o.Room.Act(ctx, o.Jimu, last.ID, ratings.ActionDraft{Field: f.Key, Item: f.Items[0].Key, What: "所属と名前を先に言う", Who: "区民課", Due: "2026-06-30"}))
	action := o.view(last.ID).Actions[0]
	if err := o.Room.Finish(ctx, o.Jimu, last.ID, action.ID, ""); fault.ProblemsOf(err).Of("result-"+action.ID) == "" {
		t.Errorf("%v", err)
	}
	o.Must(o.Room.Finish(ctx, o.Jimu, last.ID, action.ID, "電話のそばに貼った"))
	if err := o.Room.Finish(ctx, o.Jimu, last.ID, action.ID, "もう一度"); fault.Of(err) != fault.Conflict {
		t.Errorf("a result is written over: %v", err)
	}
	now := o.open(draft(t, 2026))
	o.full(now, 4)
	if page := o.get(o.Hana, "/ratings/"+now.ID); !strings.Contains(page, "令和7年度 2.0点 → 令和8年度 4.0点（+2.0）") || !strings.Contains(page, "電話のそばに貼った") {
		t.Error("what became of last year's action cannot be read")
	}
	if err := o.Room.Finish(ctx, o.Jimu, now.ID, action.ID, "ほかの年"); fault.Of(err) != fault.NotFound {
		t.Errorf("another year's action: %v", err)
	}
}

// stars are the announced stars of 24 wards as published: FY2012 1 ★★, 13 ★, 10 none; FY2014 5, 16, 3; FY2020 19, 5, 0.
func TestTheStarsOfTwentyFourWardsAreCountedNotRanked(t *testing.T) {
	o := newOffice(t)
	for fy, c := range map[clock.FY]struct {
		stars [3]int
		want  string
	}{2012: {[3]int{10, 13, 1}, "★★ 1区、★ 13区、星なし 10区（24区）"}, 2014: {[3]int{3, 16, 5}, "★★ 5区、★ 16区、星なし 3区（24区）"}, 2020: {[3]int{0, 5, 19}, "★★ 19区、★ 5区（24区）"}} {
		d := draft(t, fy)
		d.Rule.Levels = ratings.OsakaLevels()
		x := o.open(d)
		var others []ratings.Other
		for stars, wards := range c.stars {
			for i := range wards {
				others = append(others, ratings.Other{Name: "第" + itoa(100*stars+i) + "区", Stars: num(stars)})
			}
		}
		o.Must(o.Room.Refer(ctx, o.Jimu, x.ID, x.UpdatedAt, others))
		page := o.get(o.Hana, "/ratings/"+x.ID)
		if !strings.Contains(page, c.want) || strings.Contains(page, "位（") {
			t.Errorf("%d: %q is missing, or wards are ranked", fy, c.want)
		}
	}
}

func TestVisitorsOwnWordsStandBesideAndAreNeverAveraged(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	o.full(x, 4)
	alone := o.view(x.ID).Whole.String()
	asked := ""
	o.Room.Survey = func(_ ctxT, _ *db.Tx, _ people.Actor, wardID string, from, to clock.Date) ([]ratings.Figure, error) {
		asked = wardID + " " + string(from) + " " + string(to)
		return []ratings.Figure{{Item: "職員の説明", Share: 91.25, N: 120, Base: "来庁者アンケートに答えた人", Period: "11月", Href: "/voices/1"}}, nil
	}
	page := o.get(o.Hana, "/ratings/"+x.ID)
	if n := strings.Count(page, `<a href="/voices/1">91.3%</a>`); n != 1 || !strings.Contains(page, "n=120") || !strings.Contains(page, "平均し合わせていません") {
		t.Errorf("the survey's figure stands %d times", n)
	}
	if asked != o.Minato.ID+" 2026-11-01 2026-12-10" {
		t.Errorf("asked for %q", asked)
	}
	if o.view(x.ID).Whole.String() != alone {
		t.Error("the survey has changed the mean")
	}
}

func TestNothingLeavesTheOfficeWithoutApproval(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	o.full(x, 4)
	if w := o.ask(o.Jimu, "POST", "/ratings/"+x.ID+"/publication", nil); w.Code != 422 {
		t.Errorf("%d without an approval to ask", w.Code)
	}
	var asked ratings.Publication
	o.Room.Ask = func(_ ctxT, _ *db.Tx, _ people.Actor, p ratings.Publication) error { asked = p; return nil }
	if w := o.ask(o.Hana, "POST", "/ratings/"+x.ID+"/publication", nil); w.Code != 403 {
		t.Errorf("%d for somebody of a counter", w.Code)
	}
	if w := o.ask(o.Jimu, "POST", "/ratings/"+x.ID+"/publication", nil); w.Code != 303 || !strings.Contains(strings.Join(asked.Lines, "\n"), "電話応対 4.0点（調査員2人・電話2回・評点4個）") {
		t.Errorf("%d %+v", w.Code, asked)
	}
}

func TestSampleRatingsGoInOneGoAndTheOfficesOwnStay(t *testing.T) {
	o := newOffice(t)
	own := o.open(draft(t, 2025))
	sample, err := o.Room.Open(ctx, o.Jimu, o.Minato.ID, draft(t, 2026), true)
	o.Must(err)
	for _, x := range []ratings.Rating{own, sample} {
		o.full(x, 4)
		o.Must(o.Room.Act(ctx, o.Jimu, x.ID, ratings.ActionDraft{Field: x.Fields[0].Key, What: "すること", Who: "区民課", Due: "2027-06-30"}))
	}
	if page := o.get(o.Hana, "/ratings/"+sample.ID); !strings.Contains(page, "見本") {
		t.Error("a sample does not say that it is one")
	}
	_, err = o.App.RemoveSample(ctx, o.Kanri)
	o.Must(err)
	if _, err := o.Room.View(ctx, o.Jimu, sample.ID); fault.Of(err) != fault.NotFound {
		t.Errorf("the sample is still there: %v", err)
	}
	if v := o.view(own.ID); v.Whole.N != 8 || len(v.Actions) != 1 {
		t.Errorf("%d marks and %d actions are left of the office's own", v.Whole.N, len(v.Actions))
	}
	var left int
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT (SELECT COUNT(*) FROM rating_scores) + (SELECT COUNT(*) FROM rating_actions)`).Scan(&left)
	}))
	if left != 9 {
		t.Errorf("%d rows are left, want 9", left)
	}
}
