package aims_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kaname/area/aims"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/people"
)

func (o *office) form(d aims.Draft) url.Values {
	return url.Values{"office": {d.OfficeID}, "month": {string(d.Month)}, "line1": {d.Line1}, "line2": {d.Line2}, "why": {d.Why}, "together": {"yes"}, "goal": {d.GoalID}, "form": {"aim:new"}}
}

func TestTheMonthShowsEveryCounterWithoutRedAndWithoutCounting(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	page := o.get(o.Taro, "/aims?month=2026-09")
	for _, want := range []string{"9月の月間目標", "笑顔であいさつ、", "/aims/" + m.ID + "/poster", "これから決める窓口", "保険年金課"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, never := range []string{"st--care", "field--err", "達成率", "総務課", "承認を求める"} {
		if strings.Contains(page, never) {
			t.Errorf("%q is on the page", never)
		}
	}
	if !strings.Contains(page, "office="+o.Kumin.ID) || strings.Contains(page, "office="+o.Hoken.ID) {
		t.Error("one can choose for an office where one does not work, or not for one's own")
	}
	if page := o.get(o.Hana, "/aims?month=2026-10"); strings.Contains(page, "笑顔であいさつ") && !strings.Contains(page, "例: 「笑顔") {
		t.Error("October shows September's aim")
	}
}

func TestThePosterIsTheWordsReadFromAfar(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	page := o.get(o.Hana, "/aims/"+m.ID+"/poster")
	for _, want := range []string{`<b>9</b>`, "<b>みなと区役所 区民課</b>", "窓口担当みんなで決めました", "<span>笑顔であいさつ、</span>", "<span>そして復唱。</span>", "ことしの約束「わかりやすく説明します」につながっています。", `<h1 class="mp-main`} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(page, "mp-main--") {
		t.Error("eight characters are not set in the largest size")
	}
	d := o.smile()
	d.Month, d.Line1, d.Together, d.DecidedBy = "2026-10", "電話は3コール、15秒までに取ります", false, "電話の当番 3人"
	page = o.get(o.Hana, "/aims/"+o.choose(d).ID+"/poster")
	if !strings.Contains(page, `<b class="tcy">15</b>`) || !strings.Contains(page, "mp-main--11") || !strings.Contains(page, "電話の当番 3人で決めました") {
		t.Error("long words are not set smaller, or numbers lie on their side")
	}
}

func TestTwoPeopleGetBothVersionsAndNothingTypedIsLost(t *testing.T) {
	o := newOffice(t)
	theirs := o.choose(o.smile())
	mine := o.smile()
	mine.Line1, mine.Why = "わたしの言葉、", "わたしの理由"
	w := o.ask(o.Hana, http.MethodPost, "/aims", o.form(mine))
	both := func(body string) {
		t.Helper()
		now := o.find(theirs.ID)
		for _, want := range []string{"ほかの人が先に保存しました", "笑顔であいさつ、", "わたしの言葉、", "わたしの理由", `action="/aims/` + theirs.ID + `"`, `name="seen" value="` + string(now.UpdatedAt) + `"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%q is missing", want)
			}
		}
	}
	if both(w.Body.String()); w.Code != http.StatusConflict {
		t.Error(w.Code)
	}
	form := o.form(mine)
	form.Set("seen", "2026-01-01T00:00:00.000Z")
	if w = o.ask(o.Hana, http.MethodPost, "/aims/"+theirs.ID, form); w.Code != http.StatusConflict {
		t.Error(w.Code)
	}
	both(w.Body.String())
	o.Must(o.Room.LookBack(ctx, o.Kacho, theirs.ID, "", aims.LookBack{Noticed: "課長が先に書いた。"}))
	w = o.ask(o.Hana, http.MethodPost, "/aims/"+theirs.ID+"/lookback", url.Values{"seen": {""}, "noticed": {"わたしの気づき"}})
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, "課長が先に書いた。") || !strings.Contains(body, `value="わたしの気づき"`) {
		t.Error(w.Code)
	}
	w = o.ask(o.Hana, http.MethodPost, "/aims/"+theirs.ID+"/lookback", url.Values{"seen": {string(o.find(theirs.ID).LookedAt)}, "noticed": {"15日ほど"}, "days": {"たくさん"}})
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "15日ほど") || !strings.Contains(body, "できた日数は0から30まで") {
		t.Error(w.Code)
	}
}

func TestAHalfWrittenAimComesBack(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	keep := func(form, line string) {
		o.Must(o.DB.Write(ctx, func(tx *db.Tx) error {
			return drafts.Keep(ctx, tx, o.Hana.ID, form, url.Values{"seen": {string(m.UpdatedAt)}, "line1": {line}, "noticed": {line}, "month": {"2026-10"}, "office": {o.Madoguchi.ID}}, o.Hana.Now)
		}))
	}
	keep("aim:"+m.ID, "直しかけ")
	keep("lookback:"+m.ID, "気づきかけ")
	keep("aim:new:2026-10:"+o.Madoguchi.ID, "決めかけ")
	for path, want := range map[string]string{"/aims/" + m.ID + "/edit": "直しかけ", "/aims/" + m.ID: "気づきかけ", "/aims/new?month=2026-10": "決めかけ"} {
		if page := o.get(o.Hana, path); !strings.Contains(page, `value="`+want+`"`) || !strings.Contains(page, "書きかけを戻しました") || !strings.Contains(page, "data-draft=") {
			t.Errorf("%s: %q is lost", path, want)
		}
	}
	form := o.form(o.smile())
	form.Set("month", "2026-10")
	form.Set("form", "aim:new:2026-10:"+o.Madoguchi.ID)
	if w := o.ask(o.Hana, http.MethodPost, "/aims", form); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body.String())
	}
	if page := o.get(o.Hana, "/aims/new?month=2026-10"); strings.Contains(page, "決めかけ") {
		t.Error("what was saved is still kept as half-filled")
	}
}

func TestPastMonthsAreListedWithWhatWasNoticed(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	o.Must(o.Room.LookBack(ctx, o.Hana, m.ID, "", aims.LookBack{Days: days(12), Noticed: "声がそろってきた。"}))
	if page := o.get(o.Hana, "/aims/past"); strings.Contains(page, m.ID) {
		t.Error("the month is not over")
	}
	o.day("2026-10-02")
	for _, path := range []string{"/aims/past", "/aims/past?office=" + o.Madoguchi.ID, "/aims?month=2026-09"} {
		if page := o.get(o.Hana, path); !strings.Contains(page, "できた日 12日　声がそろってきた。") {
			t.Errorf("%s does not show the look back", path)
		}
	}
	if page := o.get(o.Hana, "/aims/past?office="+o.Hoken.ID); strings.Contains(page, m.ID) {
		t.Error("the office does not narrow the list")
	}
	if body := o.get(o.Hana, "/aims/past?as=csv"); !strings.Contains(body, "笑顔であいさつ、そして復唱。") || !strings.Contains(body, "2026-09") {
		t.Error(body)
	}
}

func TestAnotherWardsAimsAreNotFound(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	for _, path := range []string{"/aims?ward=" + o.Minato.ID, "/aims/past?ward=" + o.Minato.ID, "/aims/" + m.ID, "/aims/" + m.ID + "/poster", "/aims/" + m.ID + "/edit"} {
		if w := o.ask(o.Yuki, http.MethodGet, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if page := o.get(o.Shicho, "/aims?ward="+o.Minato.ID); !strings.Contains(page, "笑顔であいさつ、") {
		t.Error("the city's office does not read a ward")
	}
}

func TestThePagesOfTheMonthAskTheDatabaseSeldom(t *testing.T) {
	o := newOffice(t)
	m := o.choose(o.smile())
	for _, c := range []struct {
		a    people.Actor
		path string
	}{{o.Hana, "/aims"}, {o.Shicho, "/aims"}, {o.Shicho, "/aims/past"}, {o.Hana, "/aims/" + m.ID}, {o.Hana, "/aims/" + m.ID + "/edit"}, {o.Hana, "/aims/new"}} {
		counted, n := db.Counting(ctx)
		w := httptest.NewRecorder()
		o.door.ServeHTTP(w, people.As(httptest.NewRequest(http.MethodGet, c.path, nil).WithContext(counted), c.a))
		if w.Code != http.StatusOK || n.Load() > 4 {
			t.Errorf("%s: %d, %d queries", c.path, w.Code, n.Load())
		}
	}
}
