package surveys_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaname/area/surveys"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func TestWhoMayDoWhatWithASurvey(t *testing.T) {
	o := newOffice(t)
	draft := surveys.Draft{Title: "春の調べ", From: "2026-04-01", To: "2026-06-30", Keeper: "総務課"}
	change := surveys.ChangeDraft{Voice: "字が小さい", Change: "大きくしました", Since: "2026-04-01"}
	inKumin, inHoken := change, change
	inKumin.OfficeID, inHoken.OfficeID = o.Kumin.ID, o.Hoken.ID
	deeds := []struct {
		name string
		do   func(people.Actor) error
		may  []string
	}{
		{"作る", func(a people.Actor) error { _, err := o.Room.Open(ctx, a, o.Minato.ID, draft, false); return err }, []string{"事務局", "市の事務局"}},
		{"なおす", func(a people.Actor) error {
			s, _, _, err := o.Room.Survey(ctx, o.Jimu, o.Survey.ID)
			o.Must(err)
			return o.Room.Revise(ctx, a, s.ID, draft, s.UpdatedAt)
		}, []string{"事務局", "市の事務局"}},
		{"始める", func(a people.Actor) error { return o.Room.Start(ctx, a, o.Survey.ID) }, []string{"事務局", "市の事務局"}},
		{"終える", func(a people.Actor) error { return o.Room.Close(ctx, a, o.Survey.ID, promise) }, []string{"事務局", "市の事務局"}},
		{"窓口を加える", func(a people.Actor) error {
			_, err := o.Room.AddCounter(ctx, a, o.Survey.ID, surveys.CounterDraft{OfficeID: o.Kumin.ID, Place: "3番窓口"})
			return err
		}, []string{"事務局", "市の事務局"}},
		{"紙の回答を入れる", func(a people.Actor) error { return o.Room.Enter(ctx, a, o.Survey.ID, nil) }, []string{"事務局", "市の事務局"}},
		{"区民課の変わったことを書く", func(a people.Actor) error { _, err := o.Room.Tell(ctx, a, o.Survey.ID, inKumin); return err },
			[]string{"会計年度任用職員", "課長", "区長", "事務局"}},
		{"保険年金課の変わったことを書く", func(a people.Actor) error { _, err := o.Room.Tell(ctx, a, o.Survey.ID, inHoken); return err },
			[]string{"ほかの課長", "区長", "事務局"}},
		{"結果を見る", func(a people.Actor) error { _, err := o.Room.Results(ctx, a, o.Survey.ID); return err },
			[]string{"職員", "会計年度任用職員", "課長", "ほかの課長", "区長", "事務局", "部長会議", "市の事務局", "管理者"}},
		{"結果をプログラムで読む", func(a people.Actor) error { _, err := o.Room.ResultsJSON(ctx, a, o.Counter.Code); return err },
			[]string{"職員", "会計年度任用職員", "課長", "ほかの課長", "区長", "事務局", "部長会議", "市の事務局", "管理者"}},
	}
	cast := o.Cast()
	cast["来た人"] = people.Actor{}
	for _, d := range deeds {
		for who, a := range cast {
			err := d.do(a)
			if may := slices.Contains(d.may, who); may != (err == nil) {
				t.Errorf("%sが%s: %v, want allowed %v", who, d.name, err, may)
			}
			if k := fault.Of(err); err != nil && k != fault.Forbidden && k != fault.NotFound {
				t.Errorf("%sが%s: refused as %s", who, d.name, k)
			}
		}
	}
}

func TestFreeTextsAreReadByTheOfficeTheyAreAboutAndByWhoRunsTheSurveyOnly(t *testing.T) {
	o := newOffice(t)
	for code, words := range map[string]string{o.Counter.Code: "区民課への声", o.Other.Code: "保険年金課への声"} {
		f := o.form(t, o.get("/a/"+code).Body.String())
		f.Set("q.free", words)
		f.Set("q.age", "3")
		o.send(code, f)
	}
	reads := map[string][2]bool{ // 区民課's, 保険年金課's
		"職員": {true, false}, "会計年度任用職員": {true, false}, "課長": {true, false}, "ほかの課長": {false, true}, "区長": {true, true}, "事務局": {true, true},
		"部長会議": {false, false}, "市の事務局": {true, true}, "管理者": {false, false},
	}
	for who, a := range o.Cast() {
		w := o.ask(a, http.MethodGet, "/voices/"+o.Survey.ID+"/comments", nil)
		if strings.HasPrefix(who, "ほかの区") {
			want(t, w, http.StatusNotFound)
			continue
		}
		page := want(t, w, http.StatusOK)
		if got := [2]bool{strings.Contains(page, "区民課への声"), strings.Contains(page, "保険年金課への声")}; got != reads[who] {
			t.Errorf("%s reads %v, want %v", who, got, reads[who])
		}
		if strings.Contains(page, "40代") || regexp.MustCompile(`\d+時`).MatchString(page) {
			t.Errorf("%s: the page says who wrote it, or when", who)
		}
	}
	var seen int
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT count(*) FROM audit WHERE deed = 'saw' AND kind = 'survey'`).Scan(&seen)
	}))
	if seen != 7 {
		t.Errorf("%d readings were noted, want 7", seen)
	}
}

func TestAVoiceOfAnotherOfficeCannotBeFetchedByItsKey(t *testing.T) {
	o := newOffice(t)
	f := o.form(t, o.get("/a/"+o.Other.Code).Body.String())
	f.Set("q.free", "保険年金課への声")
	o.send(o.Other.Code, f)
	path := "/voices/" + o.Survey.ID + "/changes?voice=" + f.Get("key")
	want(t, o.ask(o.Hokencho, http.MethodGet, path, nil), http.StatusOK, "保険年金課への声")
	want(t, o.ask(o.Hana, http.MethodGet, path, nil), http.StatusNotFound)
}

func TestResultsSayHowManyHowTheyCameAndWhatToLookAtFirst(t *testing.T) {
	o := newOffice(t)
	base := "/voices/" + o.Survey.ID
	want(t, o.ask(o.Hana, http.MethodGet, base, nil), http.StatusOK, "まだ届いていません。掲示は入口と記入台が届きやすいです。")
	o.fill(t, o.Counter, "2026-04-01", 12, 5, 4, 3, 5, 4, 3, 5, 4)
	page := want(t, o.ask(o.Hana, http.MethodGet, base, nil), http.StatusOK, "までの回答 12件（紙 12）", "「満足」と答えた人は12人中12人です")
	if strings.Contains(page, "重点改善") || strings.Contains(page, "全体の満足と強くつながる") {
		t.Error("twelve answers were drawn as weights")
	}
	o.various(t, 60)
	want(t, o.ask(o.Hana, http.MethodGet, base, nil), http.StatusOK, "満足は", "（n=72）", "全体の満足と強くつながる項目の順")
	o.various(t, 400)
	want(t, o.ask(o.Hana, http.MethodGet, base, nil), http.StatusOK, "（n=472）", "重点改善", "重点維持", "95%の幅", "無作為抽出ではない")
	want(t, o.ask(o.Hana, http.MethodGet, base+"/moves?item=jikan", nil), http.StatusOK, "「用件が済むまでの時間」の月ごとの数", "2026年7月")
	want(t, o.ask(o.Hana, http.MethodGet, base+"/compare?item=jikan", nil), http.StatusOK, "保険年金課 2階 5番窓口", "窓口による差ははっきりしません。")
	want(t, o.ask(o.Hana, http.MethodGet, base+"/about", nil), http.StatusOK, "四捨五入", "Was the explanation from staff clear?", "確かめを待っています")
	want(t, o.ask(o.Hana, http.MethodGet, "/voices", nil), http.StatusOK, "来庁者アンケート 令和8年度", "受けとり中", "472件")
}

func TestANewAnswerIsInTheResultsAtOnceOnEveryNode(t *testing.T) {
	o := newOffice(t)
	o.fill(t, o.Counter, "2026-04-01", 40, 4, 4, 4, 4, 4, 4, 4, 4)
	node := newRoom(o.City)
	for _, room := range []*surveys.Surveys{o.Room, node} {
		if r, err := room.Results(ctx, o.Hana, o.Survey.ID); err != nil || r.N != 40 {
			t.Fatalf("n=%d %v", r.N, err)
		}
	}
	o.fill(t, o.Counter, "2026-04-01", 1, 5, 5, 5, 5, 5, 5, 5, 5)
	if r, err := node.Results(ctx, o.Hana, o.Survey.ID); err != nil || r.N != 41 || r.Items[0].Of[4] != 1 {
		t.Errorf("n=%d %v", r.N, err)
	}
}

func TestSmallGroupsAreHiddenOnEveryPageInFilesAndForScripts(t *testing.T) {
	o := newOffice(t)
	o.fill(t, o.Counter, "2026-04-02", 40, 4, 4, 4, 4, 4, 4, 4, 4)
	o.fill(t, o.Other, "2026-04-02", 7, 1, 1, 1, 1, 1, 1, 1, 1)
	o.fill(t, o.Counter, "2026-05-02", 3, 2, 2, 2, 2, 2, 2, 2, 2)
	base := "/voices/" + o.Survey.ID
	for _, path := range []string{"/compare", "/moves", "/export?as=csv", "", "/counters"} {
		page := want(t, o.ask(o.Jimu, http.MethodGet, base+path, nil), http.StatusOK)
		if strings.Contains(page, "0.0〜35.4%") || strings.Contains(page, "0.0〜56.1%") {
			t.Errorf("%s shows the interval of a group of 7 or 3", path)
		}
		if path != "" && path != "/counters" && strings.Count(page, surveys.HiddenWord(10)) < 2 {
			t.Errorf("%s: the small group and the one beside it must both be hidden", path)
		}
	}
	b, err := o.Room.ResultsJSON(ctx, o.Jimu, o.Survey.Code)
	o.Must(err)
	var j struct {
		N  int
		By []struct {
			Hidden bool
			N      *int
		} `json:"overall_by_counter"`
		When []struct {
			Hidden bool
			N      *int
		} `json:"overall_by_month"`
	}
	o.Must(json.Unmarshal(b, &j))
	if j.N != 50 || len(j.By) != 2 || len(j.When) != 2 {
		t.Fatalf("%s", b)
	}
	for _, cell := range append(j.By, j.When...) {
		if !cell.Hidden || cell.N != nil {
			t.Errorf("a small group, or the one that would give it away, is told: %s", b)
		}
	}
}

func TestTheResultIsAFileForExcelWithItsNotes(t *testing.T) {
	o := newOffice(t)
	o.various(t, 120)
	for as, kind := range map[string]string{"xlsx": "spreadsheetml", "csv": "utf-8", "cp932": "Shift_JIS"} {
		w := o.ask(o.Hana, http.MethodGet, "/voices/"+o.Survey.ID+"/export?as="+as, nil)
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Type"), kind) || !strings.Contains(w.Header().Get("Content-Disposition"), "%E3%81%BF%E3%81%AA%E3%81%A8%E5%8C%BA") || w.Body.Len() < 2000 {
			t.Errorf("%s: %d %v, %d bytes", as, w.Code, w.Header(), w.Body.Len())
		}
	}
	page := want(t, o.ask(o.Hana, http.MethodGet, "/voices/"+o.Survey.ID+"/export?as=csv", nil), http.StatusOK, "満足（%）", "全体として", "保険年金課 2階 5番窓口", "2026年7月")
	if n := strings.Count(page, "\r\n"); n != 1+8*(1+2+4) {
		t.Errorf("%d lines", n)
	}
}

func TestAGoalMayAskForAReading(t *testing.T) {
	o := newOffice(t)
	o.fill(t, o.Counter, "2026-04-10", 30, 5, 5, 4, 4, 4, 4, 4, 4)
	o.fill(t, o.Counter, "2026-05-10", 20, 5, 5, 2, 4, 4, 4, 4, 4)
	o.fill(t, o.Other, "2026-05-10", 4, 5, 5, 2, 4, 4, 4, 4, 4)
	ask := func(src surveys.Source) (r surveys.Reading) {
		t.Helper()
		src.Survey = o.Survey.ID
		o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) { r, err = o.Room.ReadingIn(ctx, tx, o.Hana, src); return err }))
		return r
	}
	r := ask(surveys.Source{Item: "jikan", Measure: surveys.ReadTop2})
	if r.Hidden || r.Value != 55.6 || r.N != 54 || r.Unit != "%" || !strings.Contains(r.Base, "答えた人") || r.Link == "" || r.AsOf == "" || !strings.Contains(r.Label, "用件が済むまでの時間") {
		t.Errorf("%+v", r)
	}
	if r = ask(surveys.Source{Item: "jikan", Measure: surveys.ReadMean, From: "2026-04-15", To: "2026-04-20"}); r.Value != 4 || r.N != 30 || r.Period != "2026年4月" {
		t.Errorf("whole months are read: %+v", r)
	}
	if r = ask(surveys.Source{Item: "jikan", Measure: surveys.ReadNet, From: "2026-05-01"}); r.Value != -100 || r.Unit != "ポイント" {
		t.Errorf("%+v", r)
	}
	for _, c := range []surveys.Counter{o.Other, o.Counter} {
		if r = ask(surveys.Source{Item: "jikan", Measure: surveys.ReadTop2, Counter: c.ID}); !r.Hidden || r.Value != 0 || r.N != 0 {
			t.Errorf("%s: 4 answers can be worked out: %+v", c.Place, r)
		}
	}
	err := o.DB.Read(ctx, func(tx *db.Tx) error {
		_, err := o.Room.ReadingIn(ctx, tx, o.Yuki, surveys.Source{Survey: o.Survey.ID, Item: "jikan", Measure: surveys.ReadTop2})
		return err
	})
	if fault.Of(err) != fault.NotFound {
		t.Errorf("another ward's reading: %v", err)
	}
}

func TestTheNextSurveyTakesTheCountersOverAndThePostersStay(t *testing.T) {
	o := newOffice(t)
	o.fill(t, o.Counter, "2026-04-10", 30, 5, 5, 4, 4, 4, 4, 4, 4)
	next, err := o.Room.Open(ctx, o.Jimu, o.Minato.ID, surveys.Draft{Title: "来庁者アンケート 令和9年度", From: "2027-04-01", To: "2028-03-31", Keeper: "総務課"}, false)
	o.Must(err)
	w := o.ask(o.Jimu, http.MethodPost, "/voices/"+next.ID+"/counters/taken", url.Values{"from": {o.Survey.ID}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	o.Must(o.Room.Start(ctx, o.Jimu, next.ID))
	f := o.form(t, want(t, o.get("/a/"+o.Counter.Code), http.StatusOK))
	f.Set("q.zentai", "5")
	o.send(o.Counter.Code, f)
	r, err := o.Room.Results(ctx, o.Jimu, next.ID)
	o.Must(err)
	if r.N != 1 {
		t.Errorf("the new survey has %d answers", r.N)
	}
	if old := o.results(t); old.N != 30 || len(old.ByCounter(7).Rows) != 1 || old.ByCounter(7).Rows[0].Name != o.Counter.Place {
		t.Errorf("the old survey lost its counters: %+v", old.ByCounter(7))
	}
}

func TestTwoPeopleWhoReviseOneSurveySeeBothVersions(t *testing.T) {
	o := newOffice(t)
	base := "/voices/" + o.Survey.ID
	page := want(t, o.ask(o.Jimu, http.MethodGet, base+"/edit", nil), http.StatusOK)
	saw := regexp.MustCompile(`name="saw" value="([^"]+)"`).FindStringSubmatch(page)[1]
	form := func(title string) url.Values {
		return url.Values{"title": {title}, "from": {"R8.4.1"}, "to": {"2027/3/31"}, "keeper": {"総務課"}, "saw": {saw}}
	}
	if w := o.ask(o.Jimu, http.MethodPost, base, form("先に直した名前")); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	want(t, o.ask(o.Shicho, http.MethodPost, base, form("あとの名前")), http.StatusConflict, "先に直した名前", "あとの名前")
	bad := form("")
	bad.Set("to", "きのう")
	want(t, o.ask(o.Jimu, http.MethodPost, base, bad), http.StatusUnprocessableEntity, "アンケートの名前を入れてください", "きのう")
}

func TestThePosterCarriesTheCodeAndAQRCodeOfTheVisitorsAddress(t *testing.T) {
	o := newOffice(t)
	page := want(t, o.ask(o.Hana, http.MethodGet, "/voices/"+o.Survey.ID+"/counters/"+o.Counter.ID+"/poster", nil), http.StatusOK,
		"<code>"+o.Counter.Code+"</code>", "koe.example.jp/a", `class="qr"`)
	if strings.Contains(page, "style=") {
		t.Error("an inline style, which the policy refuses")
	}
	if !regexp.MustCompile(`^[a-hjkmnp-z2-9]{4}$`).MatchString(o.Counter.Code) {
		t.Errorf("the code %q can be misread", o.Counter.Code)
	}
}

func TestSampleDataCanBeRemovedInOneGoAndTheRestIsCountedAnew(t *testing.T) {
	o := newOffice(t)
	s, err := o.Room.Open(ctx, o.Jimu, o.Minato.ID, surveys.Draft{Title: "見本", From: "2026-04-01", To: "2026-06-30", Keeper: "総務課"}, true)
	o.Must(err)
	c, err := o.Room.AddCounter(ctx, o.Jimu, s.ID, surveys.CounterDraft{OfficeID: o.Kumin.ID, Place: "見本の窓口"})
	o.Must(err)
	o.Must(o.Room.Start(ctx, o.Jimu, s.ID))
	o.Must(o.Room.Enter(ctx, o.Jimu, s.ID, []surveys.Answer{{CounterID: c.ID, Mode: "paper", Lang: surveys.Ja, Sheet: surveys.StandardSheet([8]byte{5}, "", -1, -1), Day: "2026-04-01"}}))
	_, err = o.Room.Tell(ctx, o.Hana, s.ID, surveys.ChangeDraft{Voice: "見本", Change: "見本", Since: clock.Date("2026-04-01")})
	o.Must(err)
	o.fill(t, o.Counter, "2026-04-01", 12, 5, 5, 5, 5, 5, 5, 5, 5)
	want(t, o.get("/a/"+c.Code), http.StatusOK, "見本")
	o.Must(o.DB.Write(ctx, func(tx *db.Tx) error { return o.Room.RemoveSample(ctx, tx) }))
	want(t, o.get("/a/"+c.Code), http.StatusNotFound)
	if r := o.results(t); r.N != 12 {
		t.Errorf("n=%d, want the twelve real answers", r.N)
	}
	if page := want(t, o.ask(o.Hana, http.MethodGet, "/voices", nil), http.StatusOK); strings.Contains(page, "見本") {
		t.Error("the sample survey is still listed")
	}
}

func TestEveryPageTakesTwelveQueriesAtMost(t *testing.T) {
	o := newOffice(t)
	o.various(t, 300)
	base := "/voices/" + o.Survey.ID
	for _, path := range []string{"/voices", base, base + "/moves", base + "/compare", base + "/comments", base + "/about", base + "/changes", base + "/counters",
		base + "/counters/" + o.Counter.ID + "/poster", base + "/edit", base + "/export?as=csv", "/a/" + o.Counter.Code, "/a/" + o.Counter.Code + "/changes"} {
		c, n := db.Counting(ctx)
		w := o.askIn(c, o.Jimu, path)
		want(t, w, http.StatusOK)
		if n.Load() > 12 {
			t.Errorf("%s takes %d queries", path, n.Load())
		}
	}
}

func TestAStrangerSeesNoneOfTheStaffPages(t *testing.T) {
	o := newOffice(t)
	for _, line := range strings.Split(strings.TrimSpace(o.door.List()), "\n") {
		part := strings.Fields(line)
		if part[2] == "public" {
			continue
		}
		path := strings.NewReplacer("{id}", o.Survey.ID, "{cid}", o.Counter.ID).Replace(part[1])
		if w := o.ask(visitor, part[0], path, nil); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/signin") {
			t.Errorf("%s: a stranger gets %d", line, w.Code)
		}
	}
}

func TestTheListShowsAFiscalYearAndReadsAllItsNewAnswersInOneQuery(t *testing.T) {
	o := newOffice(t)
	o.various(t, 50)
	for i := range 15 {
		s, err := o.Room.Open(ctx, o.Jimu, o.Minato.ID, surveys.Draft{Title: fmt.Sprintf("区の調べ %d", i), From: "2026-04-01", To: "2026-09-30", Keeper: "総務課"}, false)
		o.Must(err)
		o.Must(o.Room.Enter(ctx, o.Jimu, s.ID, []surveys.Answer{{CounterID: o.Counter.ID, Mode: "paper", Lang: surveys.Ja, Sheet: surveys.StandardSheet([8]byte{7: 4}, "", -1, -1), Day: "2026-04-01"}}))
	}
	room := newRoom(o.City) // a node that has counted nothing yet
	door := newDoor(room, o.App.People)
	o.door = door
	c, n := db.Counting(ctx)
	page := want(t, o.askIn(c, o.Jimu, "/voices"), http.StatusOK, "来庁者アンケート 令和8年度", "区の調べ 14", "50件", "10件未満")
	if n.Load() > 12 {
		t.Errorf("%d queries", n.Load())
	}
	if strings.Count(page, "<tr>") != 1+16 {
		t.Errorf("%d rows", strings.Count(page, "<tr>"))
	}
	want(t, o.ask(o.Jimu, http.MethodGet, "/voices?fy=2025", nil), http.StatusOK, "ここに、令和7年度のアンケートが並びます。")
}
