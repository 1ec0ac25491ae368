package surveys_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kaname/area/surveys"
	"kaname/kit/fault"
	"kaname/people"
)

// tablet makes a kiosk at 区民課's counter.
func (o *office) tablet(t testing.TB) surveys.Kiosk {
	t.Helper()
	k, err := o.Room.AddKiosk(ctx, o.Jimu, o.Survey.ID, surveys.KioskDraft{CounterID: o.Counter.ID, Name: "入口の端末", PIN: "2468", Lang: surveys.Ja})
	o.Must(err)
	return k
}

// touch presses a button of the page as it stands.
func (o *office) touch(t testing.TB, k surveys.Kiosk, page, button string) (int, string, url.Values) {
	t.Helper()
	f := o.form(t, page)
	for _, name := range []string{"step", "marks"} {
		_, rest, _ := strings.Cut(page, `name="`+name+`" value="`)
		v, _, _ := strings.Cut(rest, `"`)
		f.Set(name, v)
	}
	f.Set("press", button)
	w := o.ask(visitor, http.MethodPost, "/k/"+k.Code, f)
	return w.Code, w.Body.String() + w.Header().Get("Location"), f
}

func (o *office) kioskDay(t testing.TB, k surveys.Kiosk) surveys.KioskDay {
	t.Helper()
	_, did, err := o.Room.Kiosks(ctx, o.Act(o.Jimu.ID), o.Survey.ID)
	o.Must(err)
	return did[k.ID]
}

func TestAKioskAsksFiveQuestionsOneAScreenWithoutScriptOrCookie(t *testing.T) {
	o := newOffice(t)
	k := o.tablet(t)
	w := o.get("/k/" + k.Code)
	page := want(t, w, http.StatusOK, "とちゅうで", "やめても", "1 / 5", `http-equiv="refresh" content="50;`, `value="lang.ne"`)
	if len(w.Result().Cookies()) != 0 || strings.Contains(page, `value="quit"`) || strings.Count(page, `class="ki-a"`) != 5 {
		t.Error("a cookie, a way out of nothing, or not five answers")
	}
	_, page, _ = o.touch(t, k, page, "lang.en")
	if !strings.Contains(page, `lang="en"`) || !strings.Contains(page, "Not sure / skip") || !strings.Contains(page, "1 / 5") {
		t.Fatalf("the language does not change: %.300s", page)
	}
	_, page, _ = o.touch(t, k, page, "a.5")
	_, page, _ = o.touch(t, k, page, "a.4")
	_, page, f := o.touch(t, k, page, "back")
	if !strings.Contains(page, "2 / 5") || strings.Count(f.Get("marks"), "0") == len(f.Get("marks")) {
		t.Error("back does not lead to the question before")
	}
	_, page, _ = o.touch(t, k, page, "skip")
	_, page, _ = o.touch(t, k, page, "a.3")
	_, page, _ = o.touch(t, k, page, "a.3")
	code, page, f := o.touch(t, k, page, "a.5")
	if code != http.StatusSeeOther || !strings.Contains(page, "/thanks?") || !strings.Contains(page, "lang=en") {
		t.Fatalf("%d %s", code, page)
	}
	want(t, o.get("/k/"+k.Code+"/thanks?lang=en"), http.StatusOK, "Thank you", "on your own phone", `content="6;`)
	if w := o.ask(visitor, http.MethodPost, "/k/"+k.Code, f); w.Code != http.StatusSeeOther { // pressed twice
		t.Error(w.Code)
	}
	if r, d := o.results(t), o.kioskDay(t, k); r.N != 1 || r.Items[7].Of[4] != 1 || d.Full != 1 || d.Partial != 0 || d.Langs["en"] != 1 {
		t.Errorf("%d answers, %+v", r.N, d)
	}
}

func TestWhatWasAnsweredBeforeSomebodyLeftCountsForItsQuestions(t *testing.T) {
	o := newOffice(t)
	k := o.tablet(t)
	_, page, _ := o.touch(t, k, o.get("/k/"+k.Code).Body.String(), "a.5")
	o.Wait(2 * time.Minute) // they walked away
	o.get("/k/" + k.Code)
	_, page, _ = o.touch(t, k, o.get("/k/"+k.Code).Body.String(), "a.5")
	code, _, _ := o.touch(t, k, page, "quit")
	if r, d := o.results(t), o.kioskDay(t, k); code != http.StatusSeeOther || r.N != 2 || d.Partial != 2 || d.Full != 0 {
		t.Errorf("%d: %d answers, %+v", code, r.N, d)
	}
	code, to, _ := o.touch(t, k, o.get("/k/"+k.Code).Body.String(), "quit")
	if o.results(t).N != 2 || code != http.StatusSeeOther || strings.Contains(to, "thanks") {
		t.Error("nothing answered is counted")
	}
}

func TestTheQuestionsOfAKioskTurnSoThatAllAreAsked(t *testing.T) {
	o := newOffice(t)
	seen := map[string]int{}
	for day := range 7 {
		items := surveys.KioskItems(surveys.Standard(), o.Jimu.Today.AddDays(day))
		if len(items) != 5 || items[4] != "zentai" {
			t.Fatalf("%v", items)
		}
		for _, id := range items {
			seen[id]++
		}
	}
	for id, n := range seen {
		if id != "zentai" && n != 4 {
			t.Errorf("%s is asked on %d days of 7, want 4", id, n)
		}
	}
	if len(seen) != 8 {
		t.Errorf("%v", seen)
	}
	if got := surveys.KioskItems(townMeeting(), "2026-04-01"); !slices.Equal(got, []string{"setumei", "useful"}) {
		t.Errorf("%v", got)
	}
}

func kioskLine(o *office, n int, ageMS int64, ending string) string {
	return fmt.Sprintf("%s.%021dA.ja.%d.%s.5000000400", o.Survey.ID, n, ageMS, ending)
}

func TestAnswersThatWaitedForTheNetworkComeInOnceOnTheDayTheyWereGiven(t *testing.T) {
	o := newOffice(t)
	k := o.tablet(t)
	o.At("2026-04-03")
	lines := url.Values{}
	for n := range 200 {
		lines.Add("a", kioskLine(o, n, (24*3600+int64(200-n)*60)*1000, "f"))
	}
	for range 2 {
		want(t, o.ask(visitor, http.MethodPost, "/k/"+k.Code+"/answers", lines), http.StatusOK, "kept ")
	}
	bad := url.Values{"a": {"x", kioskLine(o, 900, -1, "f"), strings.Replace(kioskLine(o, 901, 0, "f"), "5000000400", "7000000400", 1), kioskLine(o, 902, 1<<50, "f"),
		strings.Replace(kioskLine(o, 903, 0, "p"), o.Survey.ID, "no-such-survey", 1)}}
	want(t, o.ask(visitor, http.MethodPost, "/k/"+k.Code+"/answers", bad), http.StatusOK, "kept 1")
	r := o.results(t)
	if r.N != 201 || r.Items[0].Of[4] != 201 {
		t.Errorf("%d answers", r.N)
	}
	want(t, o.ask(o.Act(o.Jimu.ID), http.MethodGet, "/voices/"+o.Survey.ID+"/kiosks", nil), http.StatusOK, "日本語 100%")
	o.Must(o.Room.Close(ctx, o.Act(o.Jimu.ID), o.Survey.ID, promise))
	o.Wait(time.Hour)
	n, err := o.Room.ReceiveKiosk(ctx, k.Code, []string{kioskLine(o, 950, 0, "f"), kioskLine(o, 951, 7200_000, "f")})
	if n != 1 || err != nil {
		t.Errorf("of an answer after the end and one before it %d are kept: %v", n, err)
	}
}

func TestAChildThatPressesOnIsMarkedAndMakesNoFullAnswers(t *testing.T) {
	o := newOffice(t)
	k := o.tablet(t)
	o.Wait(time.Hour)
	var lines []string
	for n := range 6 {
		lines = append(lines, kioskLine(o, n, int64(60-3*n)*1000, "f")) // one every three seconds
	}
	lines = append(lines, kioskLine(o, 10, 2_000, "f")) // and later somebody who reads
	_, err := o.Room.ReceiveKiosk(ctx, k.Code, lines)
	o.Must(err)
	if d := o.kioskDay(t, k); d.Full != 4 || d.Repeated != 3 {
		t.Errorf("%+v", d)
	}
}

func TestTheOfficeSeesItsKiosksAndSwitchesTheirScreensOff(t *testing.T) {
	o := newOffice(t)
	base := "/voices/" + o.Survey.ID + "/kiosks"
	want(t, o.ask(o.Jimu, http.MethodGet, base, nil), http.StatusOK, "ここに、窓口に置いたアンケートの端末が並びます。")
	want(t, o.ask(o.Jimu, http.MethodPost, base, url.Values{"counter": {o.Counter.ID}, "name": {"入口"}, "pin": {"12"}, "lang": {"ja"}}), http.StatusUnprocessableEntity, "4〜12けた")
	k := o.tablet(t)
	want(t, o.ask(o.Jimu, http.MethodGet, base, nil), http.StatusOK, "まだつながっていません", "/k/"+k.Code)
	if page := o.ask(o.Hana, http.MethodGet, base, nil).Body.String(); strings.Contains(page, k.Code) || !strings.Contains(page, "入口の端末") {
		t.Error("who does not run the survey reads the address of the kiosk")
	}
	alive := func(say string) {
		t.Helper()
		want(t, o.ask(visitor, http.MethodPost, "/k/"+k.Code+"/alive", url.Values{"waiting": {"7"}}), http.StatusOK, say)
	}
	alive("on 2026-04-01.")
	want(t, o.ask(o.Act(o.Jimu.ID), http.MethodGet, base, nil), http.StatusOK, "つながっています", "7件")
	want(t, o.ask(o.Jimu, http.MethodPost, base+"/"+k.ID+"/screen", url.Values{"screen": {"off"}}), http.StatusSeeOther)
	alive("off ")
	want(t, o.get("/k/"+k.Code), http.StatusOK, "お休みしています", "Closed for now", `data-version="off"`)
	want(t, o.ask(o.Jimu, http.MethodPost, base+"/"+k.ID+"/screen", url.Values{"screen": {"on"}}), http.StatusSeeOther)
	alive("on ")
	o.Wait(5 * time.Minute)
	want(t, o.ask(o.Act(o.Jimu.ID), http.MethodGet, base, nil), http.StatusOK, "知らせがありません")
	want(t, o.ask(visitor, http.MethodPost, "/k/"+k.Code+"/exit", url.Values{"pin": {"1111"}}), http.StatusUnprocessableEntity, "暗証番号がちがいます")
	want(t, o.ask(visitor, http.MethodPost, "/k/"+k.Code+"/exit", url.Values{"pin": {"２４６８"}}), http.StatusSeeOther)
	want(t, o.get("/k/nosuchcode"), http.StatusNotFound)
}

func TestWhoMayPutUpAKiosk(t *testing.T) {
	o := newOffice(t)
	k := o.tablet(t)
	deeds := map[string]func(people.Actor) error{
		"端末を加える": func(a people.Actor) error {
			_, err := o.Room.AddKiosk(ctx, a, o.Survey.ID, surveys.KioskDraft{CounterID: o.Counter.ID, Name: "台", PIN: "1234", Lang: surveys.En})
			return err
		},
		"画面を消す": func(a people.Actor) error { return o.Room.Darken(ctx, a, o.Survey.ID, k.ID, true) },
	}
	cast := o.Cast()
	cast["来た人"] = people.Actor{}
	for name, do := range deeds {
		for who, a := range cast {
			err := do(a)
			if ok := who == "事務局" || who == "市の事務局"; ok != (err == nil) {
				t.Errorf("%sが%s: %v, want allowed %v", who, name, err, ok)
			}
			if kind := fault.Of(err); err != nil && kind != fault.Forbidden && kind != fault.NotFound {
				t.Errorf("%sが%s: refused as %s", who, name, kind)
			}
		}
	}
}

func TestEveryKioskTextIsInTheBank(t *testing.T) {
	o := newOffice(t)
	k := o.tablet(t)
	book := want(t, o.get("/k/"+k.Code+"/book"), http.StatusOK, `data-page="ne.q4"`, `data-page="id.thanks"`, `data-page="vi.idle"`, `data-steps="5"`, `data-blank="0000000000"`)
	if strings.Contains(book, ">kiosk.") || strings.Contains(book, `"kiosk.`) {
		t.Error("a text is missing in the bank")
	}
	if len(book) > 600_000 {
		t.Errorf("the book has %d bytes", len(book))
	}
}

func FuzzKioskAnswers(f *testing.F) {
	for _, s := range []string{"", ".....", "s.AAAAAAAAAAAAAAAAAAAAAA.ja.0.f.5000000000", "s.AAAAAAAAAAAAAAAAAAAAAA.ja.-9223372036854775808.p.5", "a.b.c.d.e.f.g", "s.AAAAAAAAAAAAAAAAAAAAAA.ja.1.f.\x7f\xff"} {
		f.Add(s)
	}
	form := surveys.Standard()
	f.Fuzz(func(t *testing.T, line string) {
		if sheet, ok := surveys.ReadKioskLine(form, line); ok && string(form.Marks(sheet.Text())) != string(sheet.Marks) {
			t.Errorf("%q is taken as %v", line, sheet.Marks)
		}
	})
}
