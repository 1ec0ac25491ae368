package surveys_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kaname/area/surveys"
)

func TestAVisitorAnswersOnOnePageAndIsThanked(t *testing.T) {
	o := newOffice(t)
	page := want(t, o.get("/a/"+o.Counter.Code), http.StatusOK, "区民課 1階 2番窓口の アンケートです", "とても <wbr>わかりやすかった", "説明は<wbr>受けていない", "総務課　電話 000-000-0000")
	f := o.form(t, page)
	f.Set("q.setumei", "5")
	f.Set("q.jikan", "9")
	f.Set("q.free", "  番号札の字が小さい\r\n見直しました ")
	f.Set("q.age", "6")
	w := o.send(o.Counter.Code, f)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	want(t, o.get(w.Header().Get("Location")), http.StatusOK, "ありがとう", "とどきました")
	r := o.results(t)
	if r.N != 1 || r.Items[0].Of[4] != 1 || r.Items[2].Outside != 1 || r.Items[1].Blank != 1 || r.ByMode[0] != 1 {
		t.Errorf("n=%d items=%+v", r.N, r.Items)
	}
}

func TestTheSameFormSentTwiceCountsOnceAndIsThankedTwice(t *testing.T) {
	o := newOffice(t)
	f := o.form(t, o.get("/a/"+o.Counter.Code).Body.String())
	f.Set("q.zentai", "4")
	first, second := o.send(o.Counter.Code, f), o.send(o.Counter.Code, f)
	if first.Code != http.StatusSeeOther || second.Code != http.StatusSeeOther || first.Header().Get("Location") != second.Header().Get("Location") {
		t.Errorf("%d %s, then %d %s", first.Code, first.Header(), second.Code, second.Header())
	}
	if n := o.results(t).N; n != 1 {
		t.Errorf("counted %d times", n)
	}
	other := o.form(t, o.get("/a/"+o.Counter.Code).Body.String())
	if other.Get("key") == f.Get("key") {
		t.Error("two visitors were given the same form")
	}
	other.Set("q.zentai", "4")
	o.send(o.Counter.Code, other)
	if n := o.results(t).N; n != 2 {
		t.Errorf("%d answers after a second visitor", n)
	}
}

func TestNothingIsNeededAndAnEmptyFormCountsForNothing(t *testing.T) {
	o := newOffice(t)
	f := o.form(t, o.get("/a/"+o.Counter.Code).Body.String())
	if w := o.send(o.Counter.Code, f); w.Code != http.StatusSeeOther {
		t.Errorf("status %d", w.Code)
	}
	f.Set("q.live", "3")
	if w := o.send(o.Counter.Code, f); w.Code != http.StatusSeeOther {
		t.Errorf("status %d", w.Code)
	}
	if n := o.results(t).N; n != 1 {
		t.Errorf("%d answers, want the one with something on it", n)
	}
}

func TestChangingTheLanguageOrTheSizeOfTextKeepsTheAnswers(t *testing.T) {
	o := newOffice(t)
	f := o.form(t, o.get("/a/"+o.Counter.Code).Body.String())
	f.Set("q.taido", "2")
	f.Set("q.annai", "9")
	f.Set("q.free", "<b>長い</b>列")
	f.Set("q.age", "8")
	f.Set("view", "en.large.high")
	page := want(t, o.send(o.Counter.Code, f), http.StatusOK, `lang="en"`, `data-text="large"`, `data-contrast="high"`, "How did staff speak to you and treat you?", "Residents Section, counter 2",
		`name="q.taido" value="2" checked`, `name="q.annai" value="9" checked`, `name="q.age" value="8" checked`, "&lt;b&gt;長い&lt;/b&gt;列")
	again := o.form(t, page)
	if again.Get("key") != f.Get("key") || again.Get("lang") != "en" || again.Get("text") != "large" {
		t.Errorf("the form became %v", again)
	}
	if n := o.results(t).N; n != 0 {
		t.Error("changing the language sent the answers")
	}
	w := o.send(o.Counter.Code, again)
	want(t, o.get(w.Header().Get("Location")), http.StatusOK, "Thank you", `data-text="large"`)
}

func TestAnEasyJapanesePageHasReadingsAndAnUnknownLanguageIsToldSo(t *testing.T) {
	o := newOffice(t)
	want(t, o.get("/a/"+o.Counter.Code+"?lang=ja-easy"), http.StatusOK, "<rt>まどぐち</rt>", "sv--easy", "きょうの まどぐちは どうでしたか｜")
	want(t, o.get("/a/"+o.Counter.Code, "Accept-Language", "my-MM,my;q=0.9"), http.StatusOK, "sv--easy", "あなたの ことばは まだ ありません。")
	want(t, o.get("/a/"+o.Counter.Code, "Accept-Language", "en-GB"), http.StatusOK, "How was your visit today?")
}

func TestTooLongATextComesBackWithEverythingKept(t *testing.T) {
	o := newOffice(t)
	f := o.form(t, o.get("/a/"+o.Counter.Code).Body.String())
	f.Set("q.setumei", "1")
	f.Set("q.free", strings.Repeat("長", 524))
	page := want(t, o.send(o.Counter.Code, f), http.StatusUnprocessableEntity, "あと 24字", `href="#free-text"`, `aria-invalid`, "524字／500字", `name="q.setumei" value="1" checked`, "<title>エラー：")
	if !strings.Contains(page, strings.Repeat("長", 524)) {
		t.Error("the text was cut")
	}
	if n := o.results(t).N; n != 0 {
		t.Error("a form that came back was counted")
	}
	again := o.form(t, page)
	again.Set("q.free", strings.Repeat("長", 500))
	if w := o.send(o.Counter.Code, again); w.Code != http.StatusSeeOther {
		t.Errorf("500 characters: status %d", w.Code)
	}
	f.Set("q.free", strings.Repeat("a", 70<<10))
	want(t, o.send(o.Counter.Code, f), http.StatusRequestEntityTooLarge, "500字")
}

func TestAClosedSurveyThanksAndShowsItsResult(t *testing.T) {
	o := newOffice(t)
	before := o.form(t, o.get("/a/"+o.Counter.Code).Body.String())
	before.Set("q.zentai", "5")
	o.fill(t, o.Counter, "2026-04-01", 20, 5, 5, 5, 5, 5, 5, 5, 5)
	o.fill(t, o.Counter, "2026-04-01", 5, 2, 2, 2, 2, 2, 2, 2, 2)
	o.Must(o.Room.Close(ctx, o.Jimu, o.Survey.ID, promise))
	words := []string{"2026年4月1日", "25人の方が", "80.0%", "（答えた人 25人）"}
	want(t, o.get("/a/"+o.Counter.Code), http.StatusOK, words...)
	want(t, o.send(o.Counter.Code, before), http.StatusOK, words...)
	if n := o.results(t).N; n != 25 {
		t.Errorf("a closed survey took an answer: n=%d", n)
	}
	o.Must(o.Room.Start(ctx, o.Jimu, o.Survey.ID))
	if w := o.send(o.Counter.Code, before); w.Code != http.StatusSeeOther {
		t.Errorf("taken up again: status %d", w.Code)
	}
}

func TestAClosedSurveyOfAFewDoesNotTellTheirAnswers(t *testing.T) {
	o := newOffice(t)
	o.fill(t, o.Counter, "2026-04-01", 9, 5, 5, 5, 5, 5, 5, 5, 5)
	o.Must(o.Room.Close(ctx, o.Jimu, o.Survey.ID, promise))
	if page := want(t, o.get("/a/"+o.Counter.Code), http.StatusOK, "9人の方が"); strings.Contains(page, "100.0") {
		t.Error("nine answers were told")
	}
}

func TestAnAnswerThatArrivesAsAnotherNodeClosesTheSurveyIsNotTaken(t *testing.T) {
	o := newOffice(t)
	o.Must(newRoom(o.City).Close(ctx, o.Jimu, o.Survey.ID, promise))
	err := o.Room.Receive(ctx, surveys.Answer{Key: "AAAAAAAAAAAAAAAAAAAAAA", SurveyID: o.Survey.ID, CounterID: o.Counter.ID, Mode: "phone", Lang: surveys.Ja, Sheet: surveys.StandardSheet([8]byte{}, "", -1, -1)})
	if err == nil {
		t.Error("the answer was acknowledged")
	}
}

func TestAnUnknownCodeAsksOnceMoreAndASurveyBeingPreparedIsNotSeen(t *testing.T) {
	o := newOffice(t)
	want(t, o.get("/a/zzzz"), http.StatusNotFound, "「zzzz」の", `name="code" value="zzzz"`)
	want(t, o.get("/a/zzzz?lang=en"), http.StatusNotFound, "no survey for")
	want(t, o.get("/a"), http.StatusOK, `name="code"`)
	w := o.get("/a?code=" + url.QueryEscape(" "+strings.ToUpper(o.Counter.Code)))
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/a/"+o.Counter.Code+"?") {
		t.Errorf("%d to %s", w.Code, to)
	}
	s, err := o.Room.Open(ctx, o.Jimu, o.Minato.ID, surveys.Draft{Title: "次", From: "2026-05-01", To: "2026-05-31", Keeper: "総務課"}, false)
	o.Must(err)
	c, err := o.Room.AddCounter(ctx, o.Jimu, s.ID, surveys.CounterDraft{OfficeID: o.Kumin.ID, Place: "3番窓口"})
	o.Must(err)
	want(t, o.get("/a/"+c.Code), http.StatusNotFound)
}

func TestVisitorsGetNoCookieAndACompressedPageIsTheSamePage(t *testing.T) {
	o := newOffice(t)
	plain := o.get("/a/" + o.Counter.Code)
	zipped := o.get("/a/"+o.Counter.Code, "Accept-Encoding", "gzip, br")
	if plain.Header().Get("Set-Cookie") != "" || plain.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", plain.Header())
	}
	size := zipped.Body.Len()
	a, b := plain.Body.String(), unzip(t, zipped)
	if keyField.ReplaceAllString(a, "") != keyField.ReplaceAllString(b, "") || !keyField.MatchString(b) {
		t.Error("the compressed page differs")
	}
	if size > len(a)/4 {
		t.Errorf("%d of %d bytes: hardly compressed", size, len(a))
	}
}

func TestWhatChangedIsReadByTheNextVisitorAndOnTheThanks(t *testing.T) {
	o := newOffice(t)
	want(t, o.get("/a/"+o.Counter.Code+"/thanks"), http.StatusOK, "みなさんの声から")
	if _, err := o.Room.Tell(ctx, o.Hana, o.Survey.ID, surveys.ChangeDraft{Voice: "番号札の字が小さい", Change: "番号札の字を大きくしました", ChangeEn: "Larger numbers on the tickets", Since: "2026-04-01"}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "/thanks", "/changes"} {
		want(t, o.get("/a/"+o.Counter.Code+path), http.StatusOK, "番号札の字を大きくしました", "2026年4月1日")
	}
	want(t, o.get("/a/"+o.Other.Code+"/thanks?lang=en"), http.StatusOK, "Larger numbers on the tickets", "since 1 April 2026")
	want(t, o.get("/a/"+o.Other.Code+"/thanks?lang=ja-easy"), http.StatusOK, `lang="ja">番号札の字を大きくしました`)
}

func TestWhenTheDatabaseFailsTheVisitorKeepsTheAnswersAndIsAskedToSendAgain(t *testing.T) {
	o := newOffice(t)
	f := o.form(t, o.get("/a/"+o.Counter.Code).Body.String())
	f.Set("q.setumei", "3")
	f.Set("q.free", "待ち時間")
	o.breakAnswers(t)
	want(t, o.send(o.Counter.Code, f), http.StatusServiceUnavailable, "受けとれませんでした", `name="q.setumei" value="3" checked`, "待ち時間", f.Get("key"))
}

func (o *office) breakAnswers(t testing.TB) {
	t.Helper()
	if _, err := o.DB.Raw().Exec(`ALTER TABLE survey_answers RENAME TO survey_answers_away`); err != nil {
		t.Fatal(err)
	}
}
