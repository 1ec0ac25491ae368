package calendar_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"kaname/area/calendar"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

func TestTheYearIsShownWithWhatIsNowAndWhatComesNext(t *testing.T) {
	r := newRoom(t)
	r.At("2026-09-08")
	body := r.get(r.Act(r.Hana.ID), "/calendar")
	for _, want := range []string{"きょうは9月8日（火）", "いまは基準の点検と取組の時期、つぎは10月の中間ふり返りです", "市", "区", "声と調べ", "学びと人", "発信", "令和8年度", "方針・<wbr>目標"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	if strings.Contains(body, "段取りを足す") {
		t.Error("who may not add is shown the button")
	}
	if strings.Contains(body, "OJTトレーナーの研修") || !strings.Contains(r.get(r.Act(r.Hana.ID), "/calendar?detail=all"), "OJTトレーナーの研修") {
		t.Error("the short view and the full view do not differ")
	}
	table := r.get(r.Act(r.Hana.ID), "/calendar?view=table")
	for _, s := range calendar.Shipped() {
		if !strings.Contains(table, ">"+s.Title+"<") {
			t.Errorf("the table is not equal: %s is missing", s.Title)
		}
	}
}

func TestNoStepLeadsToARoomThatIsNotThere(t *testing.T) {
	r := newRoom(t)
	body := r.get(r.Jimu, "/calendar?view=table&detail=all") + r.get(r.Jimu, "/calendar/steps/new")
	if strings.Contains(body, `href="/aims"`) || strings.Contains(body, "月間目標を開く") || !strings.Contains(body, `href="/goals"`) {
		t.Error("a link leads nowhere, or a good one is missing")
	}
	d := survey()
	d.Link = "/aims"
	if _, err := r.Cal.Add(ctx, r.Jimu, r.Minato.ID, d, false); err == nil {
		t.Error("a step leading nowhere was added")
	}
}

func TestThisWeekAndTheNextAreInOrderWithOneThingToDoEach(t *testing.T) {
	r := newRoom(t)
	r.At("2026-09-08")
	jimu := r.Act(r.Jimu.ID)
	s := r.add(jimu, r.Minato.ID, survey())
	closed := survey()
	closed.Title, closed.Due = "休みの日が期日の手順", "09-20" // a Sunday before three holidays
	r.add(jimu, r.Minato.ID, closed)
	far := survey()
	far.Title, far.Due = "まだ先の手順", "09-28"
	r.add(jimu, r.Minato.ID, far)
	r.Cal.Due = func(_ context.Context, _ *db.Tx, _ people.Actor, wardID string, from, to clock.Date) ([]calendar.DueItem, error) {
		if from != "2026-09-07" || to != "2026-09-20" || wardID != r.Minato.ID {
			t.Errorf("asked for %s from %s to %s", wardID, from, to)
		}
		return []calendar.DueItem{{On: "2026-09-09", Title: "ひとこと更新", Href: "/goals", Verb: "目標を開く"}}, nil
	}
	var items []calendar.Item
	r.Must(r.DB.Read(ctx, func(tx *db.Tx) (err error) { items, err = r.Cal.ThisWeek(ctx, tx, jimu); return err }))
	got := ""
	for _, it := range items {
		got += it.Title + " " + it.When + " " + it.Href + "\n"
	}
	want := "ひとこと更新 9月9日（水）まで /goals\n" + s.Title + " 9月10日（木）まで /voices\n休みの日が期日の手順 9月18日（金）まで（9月20日（日）は閉庁日） /voices\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	r.Must(r.Cal.Finish(ctx, jimu, r.Minato.ID, 2026, s.Key, "町会28に配った", false))
	if body := r.get(jimu, "/calendar"); strings.Count(body, "9月10日（木）まで") != 0 || !strings.Contains(body, "町会28に配った") {
		t.Error("what is done still stands in the list, or its line is not told")
	}
}

func TestTheLastDaysOfMarchLookIntoApril(t *testing.T) {
	r := newRoom(t)
	r.At("2027-03-29")
	body := r.get(r.Act(r.Jimu.ID), "/calendar")
	if !strings.Contains(body, "3月31日（水）まで") || !strings.Contains(body, "4月1日（木）から") {
		t.Error("the list ends with the year")
	}
}

func TestTheMonthBeginsOnSundayAndNamesHolidays(t *testing.T) {
	r := newRoom(t)
	r.At("2026-09-08")
	body := r.get(r.Act(r.Jimu.ID), "/calendar/month?m=2026-09")
	if heads := regexp.MustCompile(`<th scope="col">(.)</th>`).FindAllStringSubmatch(body, -1); len(heads) < 7 || heads[0][1] != "日" || heads[6][1] != "土" {
		t.Error("the week does not begin on Sunday")
	}
	for _, want := range []string{"敬老の日", "国民の休日", "秋分の日", ">祝<", "開庁日は19日です", "m=2026-08", "m=2026-10", "2026年9月"} {
		if !strings.Contains(body, want) {
			t.Errorf("the month does not say %s", want)
		}
	}
	r.Must(func() error {
		_, err := r.App.People.SetDays(ctx, r.Kanri, []clock.Holiday{{Date: "2026-09-27", Name: "日曜開庁", Kind: clock.Open}})
		return err
	}())
	if body := r.get(r.Act(r.Jimu.ID), "/calendar/month?m=2026-09"); !strings.Contains(body, "日曜開庁") || !strings.Contains(body, "開庁日は20日です") {
		t.Error("the office's own open day is not counted")
	}
	for _, odd := range []string{"?m=2026-13", "?m=x", "?m=0001-01", ""} {
		if body := r.get(r.Act(r.Jimu.ID), "/calendar/month"+odd); !strings.Contains(body, "2026年9月") {
			t.Errorf("%s does not fall back to this month", odd)
		}
	}
}

func TestTheYearIsGivenToCalendarProgramsByTheRFC(t *testing.T) {
	r := newRoom(t)
	d := survey()
	d.Title, d.Note = "紙を配る; 町会, \\学校", strings.Repeat("町会への配布依頼", 8)
	r.add(r.Jimu, r.Minato.ID, d)
	w := r.ask(r.Jimu, http.MethodGet, "/calendar/year.ics?fy=2026", nil)
	body := w.Body.String()
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.HasPrefix(body, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") || !strings.HasSuffix(body, "END:VCALENDAR\r\n") {
		t.Fatalf("%d %.80q", w.Code, body)
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\n\r") || strings.ToValidUTF8(line, "?") != line {
			t.Errorf("%d octets or a broken letter: %q", len(line), line)
		}
	}
	plain := strings.ReplaceAll(body, "\r\n ", "")
	for _, want := range []string{`SUMMARY:紙を配る\; 町会\, \\学校（期日）`, "DTSTART;VALUE=DATE:20260910\r\nDTEND;VALUE=DATE:20260911", strings.Repeat("町会への配布依頼", 8), `\n時期: 9月\n`} {
		if !strings.Contains(plain, want) {
			t.Errorf("without %s", want)
		}
	}
	if n := strings.Count(body, "BEGIN:VEVENT"); n != len(r.year(r.Jimu, r.Minato.ID, 2026).Used()) || n != strings.Count(body, "END:VEVENT") {
		t.Errorf("%d events", n)
	}
	uids := map[string]bool{}
	for _, m := range regexp.MustCompile(`UID:(.+)\r\n`).FindAllStringSubmatch(plain, -1) {
		if uids[m[1]] {
			t.Errorf("%s is there twice", m[1])
		}
		uids[m[1]] = true
	}
}

func TestTheYearIsGivenAsExcelAndBothKindsOfCSV(t *testing.T) {
	r := newRoom(t)
	for as, begins := range map[string]string{"xlsx": "PK", "csv": "\ufeff帯,", "cp932": "\x91\xd1,"} {
		w := r.ask(r.Jimu, http.MethodGet, "/calendar?as="+as, nil)
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), begins) || !strings.Contains(w.Header().Get("Content-Disposition"), "UTF-8''") {
			t.Errorf("%s: %d %.10q", as, w.Code, w.Body.String())
		}
	}
}

func TestOneWardsYearIsNotFoundByAnother(t *testing.T) {
	r := newRoom(t)
	for _, path := range []string{"/calendar", "/calendar/month", "/calendar/paper", "/calendar/year.ics", "/calendar/steps/goals-set"} {
		if w := r.ask(r.Yuki, http.MethodGet, path+"?ward="+r.Minato.ID, nil); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if body := r.get(r.Shicho, "/calendar?ward="+r.Midori.ID); !strings.Contains(body, "みどり区") {
		t.Error("the city office does not see a ward's year")
	}
	if body := r.get(r.Shicho, "/calendar?ward="); !strings.Contains(body, "全市") {
		t.Error("the city office does not see the city's year")
	}
}

func TestAStepIsAddedMovedPutAwayAndTakenBackThroughItsPages(t *testing.T) {
	r := newRoom(t)
	w := r.ask(r.Jimu, http.MethodPost, "/calendar/steps", form("ward", r.Minato.ID, "fy", "2026", "lane", "ward", "title", "夏の清掃", "from", "8", "to", "7", "due", "あした", "note", "庁舎のまわり", "every", "once"))
	body := w.Body.String()
	for _, want := range []string{`href="#to"`, "夏の清掃", "庁舎のまわり", "みなと区"} {
		if w.Code != 422 || !strings.Contains(body, want) {
			t.Errorf("%d, without %s", w.Code, want)
		}
	}
	w = r.ask(r.Jimu, http.MethodPost, "/calendar/steps", form("ward", r.Minato.ID, "fy", "2026", "lane", "ward", "title", "夏の清掃", "from", "8", "to", "8", "due", "８／２１", "every", "once"))
	to := w.Header().Get("Location")
	if w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	path, _, _ := strings.Cut(to, "?")
	if body := r.get(r.Hana, to); !strings.Contains(body, "8月21日（金）") || strings.Contains(body, "済みにする<") {
		t.Error("the step's page is wrong")
	}
	at := form("ward", r.Minato.ID, "fy", "2026", "deed", "hide", "from", "8", "to", "8", "every", "once")
	if w := r.ask(r.Jimu, http.MethodPost, path+"/changes", at); w.Code != 422 || !strings.Contains(w.Body.String(), `href="#reason"`) {
		t.Errorf("put away without a reason: %d", w.Code)
	}
	at.Set("reason", "雨がつづく")
	if w := r.ask(r.Jimu, http.MethodPost, path+"/changes", at); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if body := r.get(r.Jimu, "/calendar?view=table"); !strings.Contains(body, "使っていない段取り") || !strings.Contains(body, "雨がつづく") {
		t.Error("it is not listed as put away")
	}
	if w := r.ask(r.Jimu, http.MethodPost, path+"/restoration", form("ward", r.Minato.ID, "fy", "2026")); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := r.ask(r.Jimu, http.MethodPost, path+"/completion", form("ward", r.Minato.ID, "fy", "2026", "line", "")); w.Code != 422 {
		t.Errorf("done without a line: %d", w.Code)
	}
	if w := r.ask(r.Jimu, http.MethodPost, path+"/completion", form("ward", r.Minato.ID, "fy", "2026", "line", "42人で歩いた")); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	if body := r.get(r.Hana, "/calendar"); !strings.Contains(body, "42人で歩いた") {
		t.Error("the line is not shown")
	}
}

func TestTheBoardGetsTheDoubleLoopOfTheYear(t *testing.T) {
	r := newRoom(t)
	got := ""
	for _, b := range r.Cal.Strip(2026, "2026-09-08") {
		got += b.Lane + b.Name
		if b.Past {
			got += "済"
		}
		if b.Now {
			got += "今"
		}
		got += " "
	}
	if want := "市基準を始める済 市基準の点検今 市来庁者の調べ 市検証 市決定 区目標済 区公表済 区取組今 区中間 区取組 区年度末 "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	r.Must(r.Cal.Hide(ctx, r.Jimu, r.Minato.ID, 2026, "mystery-shop", true, "行わない"))
	r.Must(r.DB.Read(ctx, func(tx *db.Tx) error {
		bars, err := r.Cal.StripIn(ctx, tx, r.Jimu, r.Minato.ID, 2026)
		if len(bars) != 10 {
			t.Errorf("%d bars after one was hidden", len(bars))
		}
		return err
	}))
}

func TestNoTwoBoxesOfTheYearTouch(t *testing.T) {
	r := newRoom(t)
	for range 12 {
		r.add(r.Jimu, r.Minato.ID, survey())
	}
	taken := map[[2]int]string{}
	for _, band := range r.year(r.Jimu, r.Minato.ID, 2026).Bands(true) {
		for _, b := range band.Boxes {
			if b.Row > band.Rows {
				t.Errorf("%s lies below its lane", b.Title)
			}
			for col := b.Column; col < b.Column+b.Span; col++ {
				at := [2]int{band.Row + b.Row - 1, col}
				if taken[at] != "" {
					t.Errorf("%s lies on %s", b.Title, taken[at])
				}
				taken[at] = b.Title
			}
		}
	}
}

func TestAPageAsksTheDatabaseTwelveTimesAtMost(t *testing.T) {
	r := newRoom(t)
	for _, a := range []people.Actor{r.Jimu, r.Shicho} {
		for _, path := range []string{"/calendar", "/calendar?view=table&detail=all", "/calendar/month", "/calendar/paper", "/calendar/steps/goals-set", "/calendar/steps/new"} {
			if a.May(people.WriteCalendar) {
				if n := r.queries(a, path); n > 12 {
					t.Errorf("%s: %d", path, n)
				}
			}
		}
	}
}
