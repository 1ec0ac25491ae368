package goals_test

import (
	"net/url"
	"strings"
	"testing"

	"kaname/app/apptest"
)

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func TestAGoalIsWrittenReportedAndReadThroughItsPages(t *testing.T) {
	c := apptest.New(t)
	w := c.Post(c.Hana, "/goals", form("kind", "goal", "fy", "2026", "office", c.Madoguchi.ID, "words", "聞きちがいをなくしたい。", "title", "復唱をする"))
	to := w.Header().Get("Location")
	if w.Code != 303 || !strings.HasPrefix(to, "/goals/") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := c.Post(c.Hana, to+"/checkins", form("status", "help", "need", "応援が1人いると進む")); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	body := c.Get(c.Kucho, to).Body.String()
	for _, want := range []string{"復唱をする", "聞きちがいをなくしたい。", "助けがほしい", "応援が1人いると進む", "令和8年度"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

func TestAFormWithMistakesKeepsWhatWasTypedAndLeadsToThem(t *testing.T) {
	c := apptest.New(t)
	w := c.Post(c.Hana, "/goals", form("kind", "goal", "office", c.Madoguchi.ID, "situation", "朝に混む。"))
	body := w.Body.String()
	for _, want := range []string{`href="#words"`, `href="#title"`, "朝に混む。", `aria-invalid`} {
		if w.Code != 422 || !strings.Contains(body, want) {
			t.Errorf("%d, without %s", w.Code, want)
		}
	}
}

func TestTheListIsGivenAsExcelAndBothKindsOfCSV(t *testing.T) {
	c := apptest.New(t)
	_, err := c.App.Goals.Open(ctx, c.Kacho, waiting(c), false)
	c.Must(err)
	for as, begins := range map[string]string{"xlsx": "PK", "csv": "\ufeff区,", "cp932": "\x8b\xe6,"} {
		w := c.Get(c.Kacho, "/goals?fy=2026&as="+as)
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), begins) || !strings.Contains(w.Header().Get("Content-Disposition"), "UTF-8''") {
			t.Errorf("%s: %d %q", as, w.Code, w.Body.String()[:10])
		}
	}
}

func TestAHalfFilledFormIsThereAgain(t *testing.T) {
	c := apptest.New(t)
	if w := c.Post(c.Hana, "/drafts", form("_form", "goal:new:goal", "words", "とちゅうまで書いた", "office", c.Madoguchi.ID)); w.Code != 200 {
		t.Fatal(w.Code)
	}
	if body := c.Get(c.Hana, "/goals/new").Body.String(); !strings.Contains(body, "とちゅうまで書いた") || !strings.Contains(body, "書きかけを戻しました") {
		t.Error("the draft is lost")
	}
	if body := c.Get(c.Taro, "/goals/new").Body.String(); strings.Contains(body, "とちゅうまで書いた") {
		t.Error("somebody else sees the draft")
	}
}

func TestAHalfMadeDecisionAboutNextYearIsThereAgainUntilItIsMade(t *testing.T) {
	c := apptest.New(t)
	g := open(t, c)
	path := "/goals/" + g.ID + "/ending"
	if w := c.Post(c.Kacho, "/drafts", form("_form", "ending:"+g.ID, "decision", "continue", "reason", "混む日にまだ届かない")); w.Code != 200 {
		t.Fatal(w.Code)
	}
	body := c.Get(c.Kacho, path).Body.String()
	if !strings.Contains(body, "混む日にまだ届かない") || !strings.Contains(body, "書きかけを戻しました") || !strings.Contains(body, `value="continue" checked`) {
		t.Error("the half-made decision is lost")
	}
	if w := c.Post(c.Kacho, path, form("decision", "continue", "reason", "混む日にまだ届かない")); w.Code != 303 {
		t.Fatal(w.Code)
	}
	if body := c.Get(c.Kacho, path).Body.String(); strings.Contains(body, "書きかけを戻しました") {
		t.Error("what was decided is still kept as half-made")
	}
}

func TestGoalsAreSortedIntoThoseThatNeedAPerson(t *testing.T) {
	c := apptest.New(t)
	d := waiting(c)
	d.OwnerID, d.PartnerID = "", ""
	_, err := c.App.Goals.Open(ctx, c.Kacho, d, false)
	c.Must(err)
	_, err = c.App.Goals.Open(ctx, c.Kacho, waiting(c), false)
	c.Must(err)
	c.At("2026-07-01")
	body := c.Get(c.Act(c.Kacho.ID), "/goals/attention").Body.String()
	if !strings.Contains(body, "受け持ちのいない目標 1件") || !strings.Contains(body, "2か月のあいだ更新のない目標 2件") {
		t.Error(body)
	}
}
