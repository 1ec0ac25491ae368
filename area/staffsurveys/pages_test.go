package staffsurveys_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kaname/area/staffsurveys"
	"kaname/kit/web"
	"kaname/people"
)

// ask sends a request to the room's own routes.
func (o *office) ask(a people.Actor, method, path string, form url.Values) *httptest.ResponseRecorder {
	o.T.Helper()
	door := web.NewRoutes()
	door.Stranger = o.App.People.Stranger
	o.Room.Routes(door)
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.SignedIn() {
		r = people.As(r, a)
	}
	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	return w
}

func (o *office) get(a people.Actor, path string) *httptest.ResponseRecorder {
	return o.ask(a, http.MethodGet, path, nil)
}

func want(t testing.TB, w *httptest.ResponseRecorder, code int, words ...string) string {
	t.Helper()
	body := w.Body.String()
	if w.Code != code {
		t.Fatalf("status %d, want %d: %.400s", w.Code, code, body)
	}
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("the page does not say %q", word)
		}
	}
	return body
}

// filledIn is what a browser sends of a filled-in page.
func filledIn(mark string) url.Values {
	f := url.Values{"q." + staffsurveys.Indicator: {mark}, "q." + staffsurveys.RecommendID: {"9"}, "q." + staffsurveys.FreeID: {"ここだけの話"}}
	for _, q := range staffsurveys.Template().Questions[1:11] {
		f.Set(q.FieldOf(), "4")
	}
	return f
}

func TestASurveyGoesFromPreparationToActionsThroughItsPages(t *testing.T) {
	o := newOffice(t, 20)
	want(t, o.get(o.Jimu, "/staff-surveys/new"), 200, "表示する最少人数", "分けて出すもの")
	bad := o.ask(o.Jimu, "POST", "/staff-surveys", url.Values{"title": {"残る名前"}, "closes": {"いつか"}, "limit": {"3"}})
	want(t, bad, 422, "残る名前", "いつか", "5人から100人")
	w := o.ask(o.Jimu, "POST", "/staff-surveys", url.Values{"title": {"秋の調べ"}, "why": {"知るため"}, "use": {"使う"}, "keeper": {"総務課"}, "closes": {"2026/9/18"}, "limit": {"５"},
		"by": {"office", "tenure"}, "texts": {"secretariat"}, "goals": {"1"}})
	want(t, w, 303)
	base := w.Header().Get("Location")
	want(t, o.get(o.Jimu, base), 200, "鍵を預かる人", "鍵が3つできていません", "全員が答えても出ないもの", "区民課")
	want(t, o.ask(o.Jimu, "POST", base+"/keepers", url.Values{"keeper1": {"1"}, "keeper2": {o.Kacho.Number}, "keeper3": {o.Kanri.Number}}), 422, "この職員番号の人は区にいません", "管理者は鍵を預かれません", o.Kacho.Number)
	want(t, o.ask(o.Jimu, "POST", base+"/keepers", url.Values{"keeper1": {o.Hana.Number}, "keeper2": {o.Kacho.Number}, "keeper3": {o.Taro.Number}}), 303)
	var keys []string
	for _, a := range []people.Actor{o.Hana, o.Kacho, o.Taro} {
		want(t, o.get(a, base+"/key"), 200, "鍵を作る")
		page := want(t, o.ask(a, "POST", base+"/key", nil), 200, "いまだけ見えます")
		keys = append(keys, regexp.MustCompile(`slip__code">([0-9a-z-]+)<`).FindStringSubmatch(page)[1])
	}
	want(t, o.get(o.Yuki, base), 404)
	want(t, o.get(o.Hokencho, base), 404) // still being prepared
	want(t, o.ask(o.Jimu, "POST", base+"/opening", nil), 303)
	want(t, o.get(o.Staff[0], base), 200, "なぜ", "知るため", "約", "いまはしない", "答えた人の割合")
	want(t, o.get(o.Staff[0], base+"/notice"), 200, "5人", "鍵の印", "先に見ることはできません")
	page := want(t, o.get(o.Staff[0], base+"/answer"), 200, "市民や社会にとって意義のある仕事だと思う", "まったくその通り", "だれが何を見るか")
	if strings.Contains(page, "data-draft=") || !strings.Contains(page, `autocomplete="off"`) {
		t.Error("the answer page saves half-filled answers")
	}
	want(t, o.ask(o.Staff[0], "POST", base+"/answer", url.Values{}), 422, "まだ何も答えていません")
	long := filledIn("5")
	long.Set("q."+staffsurveys.FreeID, strings.Repeat("長", 401))
	want(t, o.ask(o.Staff[0], "POST", base+"/answer", long), 422, "1字多いです", strings.Repeat("長", 401), `value="5" checked`)
	for i, a := range o.Staff {
		w := o.ask(a, "POST", base+"/answer", filledIn([]string{"5", "1"}[i%2]))
		want(t, w, 303)
		if i == 0 {
			want(t, o.get(a, w.Header().Get("Location")), 200, "だれの回答かは、もうだれにも分かりません")
			want(t, o.ask(a, "POST", base+"/answer", filledIn("1")), 422, "もう受けとっています")
			want(t, o.get(a, base), 200, "受けとりました")
		}
	}
	slips := want(t, o.ask(o.Jimu, "POST", base+"/slips", url.Values{"office": {o.Kumin.ID}, "n": {"7"}}), 200, "一度きりの番号", "https://kaname.example.jp/s")
	codes := regexp.MustCompile(`/s/([a-z0-9]{12})`).FindAllStringSubmatch(slips, -1)
	if len(codes) != 7 {
		t.Fatalf("%d codes", len(codes))
	}
	nobody := people.Actor{}
	want(t, o.get(nobody, "/s"), 200, "12字")
	want(t, o.ask(nobody, "POST", "/s", url.Values{"code": {"zzzz"}}), 404, "見つかりません", "zzzz")
	want(t, o.get(nobody, "/s/"+codes[0][1]), 200, "意義のある仕事")
	want(t, o.ask(nobody, "POST", "/s", url.Values{"code": {codes[0][1]}}), 200, "意義のある仕事")
	sent := filledIn("5")
	sent.Set("code", codes[0][1])
	sent.Set("send", "1")
	want(t, o.ask(nobody, "POST", "/s", sent), 303)
	want(t, o.ask(nobody, "POST", "/s", sent), 409, "もう使われています")
	want(t, o.get(nobody, "/s/thanks"), 200, "この紙は、もういりません")
	want(t, o.ask(o.Jimu, "POST", base+"/reminder", nil), 303)
	want(t, o.ask(o.Jimu, "POST", base+"/closure", nil), 303)
	want(t, o.get(o.Hana, base), 200, "箱は閉じています", "21通")
	want(t, o.ask(o.Hana, "POST", base+"/key/turn", url.Values{"key": {"0000"}}), 422, "鍵が読めません")
	want(t, o.ask(o.Hana, "POST", base+"/key/turn", url.Values{"key": {strings.ToUpper(keys[0])}}), 303)
	want(t, o.ask(o.Taro, "POST", base+"/key/turn", url.Values{"key": {strings.ReplaceAll(keys[2], "-", "　")}}), 303)
	want(t, o.get(o.Hana, base), 200, "仕事の意義", "52%", "はじめて", "母数", "eNPS", "<svg")
	want(t, o.get(o.Hana, base+"/groups"), 200, "保険年金課", "区の全体", "答えた人が5人未満のため")
	want(t, o.get(o.Hana, base+"/notice"), 200, "読めた封筒 21")
	want(t, o.get(o.Jimu, base+"/texts"), 200, "ここだけの話")
	want(t, o.get(o.Hana, base+"/texts"), 403)
	file := want(t, o.get(o.Hana, base+"/export?as=csv"), 200, "仕事の意義", "52.4")
	if strings.Contains(file, "ここだけの話") {
		t.Error("the file holds texts")
	}
	want(t, o.ask(o.Hokencho, "POST", base+"/actions", url.Values{"what": {"朝礼"}, "who": {"係長"}, "until": {"来世紀"}}), 422, "朝礼", "来世紀")
	want(t, o.ask(o.Hokencho, "POST", base+"/actions", url.Values{"what": {"朝礼"}, "who": {"係長"}, "until": {"2026/12/28"}}), 303)
	want(t, o.get(o.Hana, base+"/actions"), 200, "朝礼", "保険年金課")
	want(t, o.get(o.Hana, "/staff-surveys"), 200, "秋の調べ", "公表")
}

func TestWhenTheSessionIsOverNothingOfTheAnswerIsKeptAnywhereButOnTheScreen(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	before := o.dump()
	w := o.ask(people.Actor{}, "POST", "/staff-surveys/"+o.Survey.ID+"/answer", filledIn("5"))
	want(t, w, 401, "サインインが切れました", "ここだけの話", `value="5" checked`)
	for table, rows := range o.dump() {
		if rows != before[table] {
			t.Errorf("%s changed", table)
		}
	}
}

func TestNothingIsLoggedWhenSomebodyAnswersOrCannot(t *testing.T) {
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(was)
	o := newOffice(t, 12)
	o.open()
	log.Reset()
	path := "/staff-surveys/" + o.Survey.ID + "/answer"
	want(t, o.ask(o.Staff[0], "POST", path, filledIn("5")), 303)
	if log.Len() > 0 {
		t.Errorf("the log says: %s", log.String())
	}
	o.Room.Failing(errNoMore)
	w := o.ask(o.Staff[1], "POST", path, filledIn("5"))
	if w.Code != 500 || !strings.Contains(log.String(), "request failed") {
		t.Fatalf("%d %s", w.Code, log.String())
	}
	for _, said := range []string{o.Staff[1].ID, o.Survey.ID, "ここだけの話"} {
		if strings.Contains(log.String(), said) {
			t.Errorf("the log of a failure holds %s", said)
		}
	}
}
