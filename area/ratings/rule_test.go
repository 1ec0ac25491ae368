package ratings_test

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"kaname/area/ratings"
	"kaname/kit/fault"
)

func itoa(n int) string { return strconv.Itoa(n) }

// oneItem is a rating of one field with one item under a rule.
func oneItem(t testing.TB, r ratings.Rule) ratings.Draft {
	d := draft(t, 2026)
	d.Fields, d.Rule = fieldsOf(t, "[訪問] 窓口\n- あいさつ", nil), r
	return d
}

func marksOf(d ratings.Draft, values ...int) (out []ratings.Score) {
	for i, v := range values {
		out = append(out, ratings.Score{Field: d.Fields[0].Key, Item: d.Fields[0].Items[0].Key, Investigator: i + 1, Visit: 1, Value: v})
	}
	return out
}

func TestTheMeanOfThePublicExampleIsThreePointFiveFive(t *testing.T) {
	var all []int
	for mark, n := range map[int]int{5: 20, 4: 35, 3: 30, 2: 10, 1: 5} {
		for range n {
			all = append(all, mark*100)
		}
	}
	for _, average := range []ratings.Average{ratings.ByInvestigator, ratings.ByItem} {
		d := oneItem(t, ratings.Rule{Average: average, Rounding: ratings.HalfUp, Decimals: 2})
		if r := ratings.Work(d, marksOf(d, all...)); r.Whole.String() != "3.55" || r.Whole.N != 100 || r.Fields[0].Mean.Investigators != 100 {
			t.Errorf("%s: %s of %d", average, r.Whole, r.Whole.N)
		}
	}
}

func TestAThresholdIsReachedWhenEqualAndRoundingDecides(t *testing.T) {
	levels := levelsOf(t, "★★ 3.5\n★ 3.0\nなし －")
	for _, c := range []struct {
		rounding ratings.Rounding
		marks    []int
		mean     string
		stars    int
	}{
		{ratings.HalfUp, []int{300, 290}, "3.0", 1}, // 2.95 is rounded up
		{ratings.Down, []int{300, 290}, "2.9", 0},   // 2.95 is cut off
		{ratings.Exact, []int{300, 290}, "3.0", 0},  // 2.95 itself is under 3.0, though it is written 3.0
		{ratings.HalfUp, []int{350}, "3.5", 2},
		{ratings.HalfUp, []int{344}, "3.4", 1},
		{ratings.Down, []int{400, 300, 300}, "3.3", 1},
	} {
		d := oneItem(t, ratings.Rule{Average: ratings.ByItem, Rounding: c.rounding, Decimals: 1, Levels: levels})
		r := ratings.Work(d, marksOf(d, c.marks...))
		stars, ok := d.Rule.Stars(r.Whole.Value)
		if r.Whole.String() != c.mean || stars != c.stars || !ok {
			t.Errorf("%s %v: %s, %d stars", c.rounding, c.marks, r.Whole, stars)
		}
	}
}

func TestEachYearHasItsOwnThresholds(t *testing.T) {
	mean := big.NewRat(36, 10)
	for text, want := range map[string]int{"★★ 3.5\n★ 3": 2, "★★ 3.7\n★ 3": 1, "★★ 4.5\n★ 4": 0} {
		if stars, ok := (ratings.Rule{Levels: levelsOf(t, text)}).Stars(mean); stars != want || !ok {
			t.Errorf("%q: %d, want %d", text, stars, want)
		}
	}
	// What is public of 大阪市: 3.6 was ★★ and 2.7 none in FY2012; 4.1 was ★★ in FY2020.
	public := ratings.Rule{Levels: levelsOf(t, "★★★ 4.5\n★★ 3.5\n★ 3")}
	for mean, want := range map[int64]int{36: 2, 27: 0, 41: 2} {
		if stars, _ := public.Stars(big.NewRat(mean, 10)); stars != want {
			t.Errorf("%d tenths: %d", mean, stars)
		}
	}
}

func TestNoStarIsMadeUpWhereTheThresholdWasNotPublished(t *testing.T) {
	osaka := ratings.Rule{Average: ratings.ByItem, Rounding: ratings.HalfUp, Decimals: 1, Levels: ratings.OsakaLevels()}
	if len(osaka.Levels) != 4 || osaka.Decides() {
		t.Error("the published levels have no numbers")
	}
	if stars, ok := osaka.Stars(big.NewRat(5, 1)); ok || stars != 0 {
		t.Errorf("%d stars without a threshold", stars)
	}
	d := oneItem(t, osaka)
	if err := d.Check(); err != nil {
		t.Errorf("a year without published thresholds cannot be kept: %v", err)
	}
}

func TestMarksThatAreMissingShowWhichMeanIsTakenFirst(t *testing.T) {
	d := draft(t, 2026)
	d.Fields = d.Fields[:1]
	a, b := d.Fields[0].Items[0].Key, d.Fields[0].Items[1].Key
	f := d.Fields[0].Key
	scores := []ratings.Score{{f, a, 1, 1, 500}, {f, b, 1, 1, 500}, {f, a, 2, 1, 200}} // investigator 2 left b out
	for average, want := range map[ratings.Average]string{ratings.ByInvestigator: "3.50", ratings.ByItem: "4.25"} {
		d.Rule.Average, d.Rule.Decimals = average, 2
		if r := ratings.Work(d, scores); r.Fields[0].Mean.String() != want || r.Fields[0].Mean.N != 3 || r.Fields[0].Mean.Times != 2 {
			t.Errorf("%s: %s, want %s", average, r.Fields[0].Mean, want)
		}
	}
}

func TestRoundingOnTheWayChangesTheEndWhereTheRuleSaysSo(t *testing.T) {
	d := draft(t, 2026)
	fa, fb := d.Fields[0], d.Fields[1]
	scores := []ratings.Score{{fa.Key, fa.Items[0].Key, 1, 1, 345}, {fb.Key, fb.Items[0].Key, 1, 1, 344}} // 3.45 and 3.44
	for steps, want := range map[bool]string{false: "3.4", true: "3.5"} {                                 // 3.445 → 3.4; (3.5+3.4)/2 = 3.45 → 3.5
		d.Rule.RoundSteps = steps
		if r := ratings.Work(d, scores); r.Whole.String() != want {
			t.Errorf("steps %v: %s, want %s", steps, r.Whole, want)
		}
	}
}

func TestTheWholeWaitsForEveryField(t *testing.T) {
	d := draft(t, 2026)
	f := d.Fields[0]
	r := ratings.Work(d, []ratings.Score{{f.Key, f.Items[0].Key, 1, 1, 500}, {"gone", "gone", 1, 1, 100}})
	if r.Whole.Value != nil || len(r.Missing) != 1 || r.Missing[0] != "電話応対" || r.Fields[0].Mean.String() != "5.0" {
		t.Errorf("%s, missing %v", r.Whole, r.Missing)
	}
}

func TestFieldsAreReadAsTheyAreWritten(t *testing.T) {
	all := fieldsOf(t, "［訪問］　証明の窓口\n・物品の扱い\n－ 話し方=職員の説明\n\n[電話] 電話\n-名のり", nil)
	if len(all) != 2 || all[0].Name != "証明の窓口" || all[0].Items[1].Ask != "職員の説明" || all[1].Kind != ratings.Call {
		t.Fatalf("%+v", all)
	}
	renamed := fieldsOf(t, "[電話] 電話応対 ← 電話\n- 最初の名のり ← 名のり\n- 保留\n[訪問] 証明の窓口\n- 話し方 ＝ 職員の説明", all)
	if renamed[0].Key != all[1].Key || renamed[0].Items[0].Key != all[1].Items[0].Key || renamed[1].Items[0].Key != all[0].Items[1].Key {
		t.Errorf("marks would lose their item: %+v", renamed)
	}
	if k := renamed[0].Items[1].Key; k == all[0].Items[0].Key || k == "" {
		t.Errorf("a new item takes the key of one that was taken out: %q", k)
	}
	for text, want := range map[string]string{"- あいさつ": "1行目", "[窓口] 証明": "「訪問」か「電話」", "[訪問] 証明\nあいさつ": "2行目", "[訪問] 証明\n- a\n- ａ": "同じ名前の項目", "[訪問] a\n- x\n[電話] Ａ": "同じ名前の分野",
		"[訪問] a": "項目がありません", "[訪問] a\n- b ← c": "いまこの分野にありません", "[訪問] \n- a": "名前が空", "[訪問] a\n- " + strings.Repeat("字", 41): "40字まで"} {
		if _, err := ratings.ParseFields(text, nil); !strings.Contains(fault.ProblemsOf(err).Of("fields"), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestLevelsAreReadAsTheyAreWritten(t *testing.T) {
	l := levelsOf(t, "☆☆☆　４．５点以上　全国に誇れる\n★★ 3.5\n★ － 民間の平均的\nなし")
	if len(l) != 4 || l[0].Stars != 3 || *l[0].AtLeast != 450 || l[0].Words != "全国に誇れる" || *l[1].AtLeast != 350 || l[2].AtLeast != nil || l[3].Stars != 0 {
		t.Errorf("%+v", l)
	}
	for _, bad := range []string{"すばらしい", "★★ 3.555", "★★★★★★ 3"} {
		if _, err := ratings.ParseLevels(bad); fault.ProblemsOf(err).Of("levels") == "" {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
	for _, bad := range []string{"★ 3\n★★ 4", "★★ 3\n★ 4", "★ 6", "★★ 4\n★★ 3", "なし 2"} {
		d := draft(t, 2026)
		d.Rule.Levels = levelsOf(t, bad)
		if fault.ProblemsOf(d.Check()).Of("levels") == "" {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestOtherWardsFiguresAreReadFromASpreadsheetOrByHand(t *testing.T) {
	d := draft(t, 2026)
	all, err := ratings.ParseOthers("みどり区\t\t4.1\t★★\t市の発表\n市の平均,電話応対,3.7\nあおば区,,,なし", d)
	if err != nil || len(all) != 3 || *all[0].Mean != 410 || *all[0].Stars != 2 || all[1].Field != "電話応対" || all[1].Stars != nil || *all[2].Stars != 0 || all[2].Mean != nil {
		t.Fatalf("%+v %v", all, err)
	}
	again, err := ratings.ParseOthers(ratings.WriteOthers(all), d)
	if err != nil || ratings.WriteOthers(again) != ratings.WriteOthers(all) {
		t.Errorf("%+v %v", again, err)
	}
	for text, want := range map[string]string{"みどり区,どこか,3": "この調査にありません", "みどり区,,6": "1点から5点", "みどり区,,3,すごい": "星は", ",,3": "区の名前", "a,,3\nａ,,4": "2回"} {
		if _, err := ratings.ParseOthers(text, d); !strings.Contains(fault.ProblemsOf(err).Of("others"), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseFields(f *testing.F) {
	for _, s := range []string{counters, "[電話] a\n- b ← c", "- x", "［訪問］あ\n・い＝う", "[訪問] a\n-- b\n-=", "["} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all, err := ratings.ParseFields(s, nil)
		if err != nil {
			if fault.Of(err) != fault.Invalid || fault.ProblemsOf(err).Of("fields") == "" {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		text := ratings.WriteFields(all)
		again, err := ratings.ParseFields(text, all)
		if err != nil || ratings.WriteFields(again) != text {
			t.Fatalf("%q is not read back: %v\n%s", s, err, text)
		}
		for i := range all {
			if again[i].Key != all[i].Key {
				t.Fatalf("%q: keys change", s)
			}
		}
	})
}

func FuzzParseLevels(f *testing.F) {
	for _, s := range []string{"★★ 3.5 ことば", "なし", "☆ ３点以上", "★－", "★ 99999", "星なし －　x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all, err := ratings.ParseLevels(s)
		if err != nil {
			return
		}
		text := ratings.WriteLevels(all)
		again, err := ratings.ParseLevels(text)
		if err != nil || ratings.WriteLevels(again) != text {
			t.Fatalf("%q is not read back: %v\n%s", s, err, text)
		}
	})
}

func FuzzParseOthers(f *testing.F) {
	for _, s := range []string{"みどり区,,3.5,★★,発表", "a\t電話応対\t4\t2", ",", "a，b、c", "x\t\t\t\t,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := draft(t, 2026)
		all, err := ratings.ParseOthers(s, d)
		if err != nil {
			return
		}
		text := ratings.WriteOthers(all)
		again, err := ratings.ParseOthers(text, d)
		if err != nil || ratings.WriteOthers(again) != text {
			t.Fatalf("%q is not read back: %v\n%s", s, err, text)
		}
	})
}
