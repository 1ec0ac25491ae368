package plans_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/plans"
	"kaname/kit/db"
	"kaname/people"
)

// desk opens the pages of a test city.
type desk struct {
	t    *testing.T
	door http.Handler
}

func pagesOf(t *testing.T, c *apptest.City) desk { return desk{t, c.App.Handler()} }

func (d desk) get(a people.Actor, path string) *httptest.ResponseRecorder {
	return d.do(a, httptest.NewRequest(http.MethodGet, path, nil))
}

func (d desk) post(a people.Actor, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.do(a, r)
}

func (d desk) do(a people.Actor, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	if a.SignedIn() {
		r = people.As(r, a)
	}
	d.door.ServeHTTP(w, r)
	return w
}

func (d desk) shows(w *httptest.ResponseRecorder, code int, words ...string) {
	d.t.Helper()
	if w.Code != code {
		d.t.Errorf("code %d, want %d: %s", w.Code, code, w.Body)
	}
	for _, word := range words {
		if !strings.Contains(w.Body.String(), word) {
			d.t.Errorf("the page does not say %q:\n%s", word, w.Body)
		}
	}
}

// upload sends a file as the browser does.
func (d desk) upload(a people.Actor, ward, name string, data []byte) *httptest.ResponseRecorder {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	m.WriteField("ward", ward)
	m.WriteField("fy", "2026")
	f, _ := m.CreateFormFile("file", name)
	f.Write(data)
	m.Close()
	r := httptest.NewRequest(http.MethodPost, "/plan-files", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return d.do(a, r)
}

func TestAClerkBringsInAPlanAndTheWardRunsIt(t *testing.T) {
	c := apptest.New(t)
	d := pagesOf(t, c)
	d.shows(d.get(c.Jimu, "/plans"), 200, "まだ計画を取り込んでいません", "計画を取り込む")
	d.shows(d.get(c.Jimu, "/plans/upload"), 200, "計画のファイル", "西区職員育成基本プラン", "ひな型")

	w := d.upload(c.Jimu, c.Minato.ID, "西区.yaml", book(t, "nishi-2013.yaml").Body)
	file := w.Header().Get("Location")
	d.shows(w, 303)
	d.shows(d.get(c.Jimu, file), 200, "取り込む前の確認", "新しい計画です", "追加", "エラー", "<b>36</b>", "取り込む")
	w = d.post(c.Jimu, file+"/confirmation", nil)
	plan := w.Header().Get("Location")
	d.shows(w, 303)
	d.shows(d.get(c.Hana, "/plans"), 200, "西区職員育成基本プラン", "26", "まだ始めていません")
	d.shows(d.get(c.Jimu, plan), 200, "みなと区でこの計画を始める", "区民とともに、「ニア・イズ・ベター」を全職員で実践する", "成果目標")
	if body := d.get(c.Hana, plan).Body.String(); strings.Contains(body, "この計画を始める") {
		t.Error("someone who may not adopt is shown the form")
	}

	w = d.post(c.Jimu, plan+"/adoption", url.Values{"ward": {c.Minato.ID}, "from_fy": {"2026"}})
	list := w.Header().Get("Location")
	d.shows(d.get(c.Jimu, list), 200, "担当を決める前", "担当ごとの連絡会", "毎日（令和8年度から）", "保険年金課")
	w = d.post(c.Jimu, plan+"/assignment", url.Values{"ward": {c.Minato.ID}, "fy": {"2026"}, "do": {"start"}, "keys": {"daily", "ojt"}})
	d.shows(w, 422, "どの所属が始めるかを選んでください", `value="daily" checked`)
	w = d.post(c.Jimu, plan+"/assignment", url.Values{"ward": {c.Minato.ID}, "fy": {"2026"}, "do": {"start"}, "keys": {"daily", "ojt"}, "office": {c.Kumin.ID}, "owner": {c.Hana.ID}})
	d.shows(w, 303)
	w = d.post(c.Jimu, plan+"/assignment", url.Values{"ward": {c.Minato.ID}, "fy": {"2026"}, "do": {"hold"}, "item": {"cleaning"}})
	d.shows(w, 422, "始めない理由を書いてください", "始業前の庁舎周辺の清掃")
	w = d.post(c.Jimu, plan+"/assignment", url.Values{"ward": {c.Minato.ID}, "fy": {"2026"}, "do": {"hold"}, "keys": {"cleaning"}, "reason": {"庁舎の工事のため"}})
	d.shows(w, 303)

	d.shows(d.get(c.Hana, plan), 200, "区民課（花田 はな）", "今年度は始めない", "平成25年度を令和8年度と読みかえて")
	d.shows(d.get(c.Hana, plan+"/items/daily"), 200, "担当ごとの連絡会", "風通しのよい職場づくり", "毎日")
	d.shows(d.get(c.Hana, plan+"/report"), 200, "取組26件は", "庁舎の工事のため", "考え中2", "印刷する")
	d.shows(d.get(c.Hana, plan+"/versions"), 200, "1.0版", "はじめの版です", "西区.yaml")
}

func TestThePreviewOfABrokenFileShowsLineAndRemedyAndNoWayOn(t *testing.T) {
	c := apptest.New(t)
	d := pagesOf(t, c)
	w := d.upload(c.Jimu, c.Minato.ID, "計画.csv", []byte("区分,番号,題名,内容,目標の形,値\n計画全体,,識別名,minato-1,,\n計画全体,,版,1.0,,\n計画全体,,計画の題名,みち,,\n計画全体,,市町村,湊市,,\n計画全体,,段の名,取組,,\n取組,1,電話,,回数,5人以上\n"))
	page := d.get(c.Jimu, w.Header().Get("Location"))
	d.shows(page, 200, "なおす所が", "7行目の「値」", "数「5人以上」が読めません", "ファイルを選びなおす")
	if strings.Contains(page.Body.String(), "/confirmation") {
		t.Error("a broken file can be confirmed")
	}
	d.shows(d.upload(c.Jimu, c.Minato.ID, "", nil), 422, "ファイルが選ばれていません")
}

func TestAPlanOfTheLibraryIsAtHand(t *testing.T) {
	c := apptest.New(t)
	d := pagesOf(t, c)
	w := d.post(c.Shicho, "/plan-library", url.Values{"code": {"kawasaki-2012"}, "ward": {""}, "fy": {"2026"}})
	d.shows(d.get(c.Shicho, w.Header().Get("Location")), 200, "区役所サービス向上指針", "全市の計画として、令和8年度から使う")
}

func TestFilesOfAPlanAndItsReportCanBeTakenAway(t *testing.T) {
	c, _, rec, _ := running(t)
	d := pagesOf(t, c)
	for path, want := range map[string]string{
		"/plans/template?as=xlsx": "PK", "/plans/template?as=csv": "\ufeff区分", "/plans/" + rec.ID + "?as=csv": "\ufeff区分",
		"/plans/" + rec.ID + "/report?as=csv": "\ufeff番号", "/plans/" + rec.ID + "/report?as=xlsx": "PK",
	} {
		w := d.get(c.Hana, path)
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), want) || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %.40q %s", path, w.Code, w.Body, w.Header())
		}
	}
	lines := strings.Count(d.get(c.Hana, "/plans/"+rec.ID+"/report?as=csv").Body.String(), "\r\n")
	if lines != 27 {
		t.Errorf("the report's file has %d lines, want the head and 26 initiatives", lines)
	}
}

func TestPagesOfAPlanAskTheDatabaseLittle(t *testing.T) {
	c, ps, rec, _ := running(t)
	_, err := ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: []string{"daily", "ojt", "manners"}, OfficeID: c.Kumin.ID}, false)
	c.Must(err)
	d := pagesOf(t, c)
	for _, path := range []string{"/plans", "/plans/" + rec.ID + "/versions", "/plans/" + rec.ID, "/plans/" + rec.ID + "/report", "/plans/" + rec.ID + "/assignment", "/plans/" + rec.ID + "/items/daily", "/plans/upload"} {
		counted, n := db.Counting(ctx)
		r := people.As(httptest.NewRequest(http.MethodGet, path, nil).WithContext(counted), c.Jimu)
		w := httptest.NewRecorder()
		d.door.ServeHTTP(w, r)
		if w.Code != 200 || n.Load() > 12 {
			t.Errorf("%s: code %d, %d queries", path, w.Code, n.Load())
		}
	}
}

func TestAStrangerAndAnotherWardGetNothing(t *testing.T) {
	c := apptest.New(t)
	ps := room(c)
	u := book(t, "nishinari.yaml")
	u.WardID = c.Minato.ID
	rec, err := ps.Import(ctx, c.Jimu, u, false)
	c.Must(err)
	d := pagesOf(t, c)
	for _, page := range []string{"", "/report", "/versions", "/items/ojt", "/assignment"} {
		if w := d.get(people.Actor{}, "/plans/"+rec.ID+page); w.Code != 303 {
			t.Errorf("a stranger opens %s: %d", page, w.Code)
		}
		if w := d.get(c.MidoriJimu, "/plans/"+rec.ID+page); w.Code != 404 {
			t.Errorf("another ward opens %s: %d", page, w.Code)
		}
	}
}
