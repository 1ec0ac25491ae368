package forms_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kaname/kit/fault"
	. "kaname/kit/questionnaire"
	"kaname/shared/forms"
)

// says holds a page to words that must stand on it, or, after !, must not.
func says(t *testing.T, body string, words ...string) {
	t.Helper()
	for _, w := range words {
		w, not := strings.CutPrefix(w, "!")
		if strings.Contains(body, w) == not {
			t.Errorf("%q on the page: %v", w, not)
		}
	}
}

func TestTheStandardSurveyIsMadeWithOneChoice(t *testing.T) {
	o := open(t)
	says(t, o.Get(o.Jimu, o.path()).Body.String(), "何からはじめますか", "来庁者（標準）", "3問", "職員の説明は、わかりやすかったですか")
	if w := o.Post(o.Jimu, o.path(), fields("template", "standard")); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	says(t, o.Get(o.Jimu, o.path()).Body.String(), "問1", "段階で選ぶ", "<code>setumei</code> 第1版", "問2で「はい」と答えた人にだけきく", "60秒をこえると知らせます。", "やさしい日本語", "あと10か所", "問いの引き出しから", "ひとこと")
	if w := o.Post(o.Jimu, o.path(), fields("template", "standard")); w.Code != http.StatusConflict {
		t.Errorf("begun twice: %d", w.Code)
	}
	next := "/forms/survey/" + o.other.ID
	if w := o.Post(o.Jimu, next, fields("template", "copy")); w.Code != 422 || !strings.Contains(w.Body.String(), "どのアンケートを写すか") {
		t.Errorf("nothing chosen to copy: %d", w.Code)
	}
	if w := o.Post(o.Jimu, next, fields("template", "copy", "copy", o.this.ID)); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestWhoMayNotSeeASurveyFindsNoPageOfItsForm(t *testing.T) {
	o := begun(t)
	for _, page := range []string{"", "/paths", "/words", "/words/en", "/try", "/questions/new?kind=text", "/questions/waited", "/questions/minutes/when"} {
		if w := o.Get(o.Yuki, o.path()+page); w.Code != http.StatusNotFound {
			t.Errorf("another ward opens %s: %d", page, w.Code)
		}
		if n := o.Queries(o.Jimu, o.path()+page); n > 12 {
			t.Errorf("%s: %d statements", page, n)
		}
	}
	for _, page := range []string{"", "/paths", "/words", "/words/en", "/try"} {
		body := o.Get(o.Hana, o.path()+page)
		if body.Code != http.StatusOK || strings.Contains(body.Body.String(), "保存する</button>") {
			t.Errorf("a reader opens %s: %d", page, body.Code)
		}
	}
	if w := o.Get(o.Hana, o.path()+"/questions/waited"); w.Code != http.StatusForbidden {
		t.Errorf("a reader opens the editor: %d", w.Code)
	}
	for _, path := range []string{"/forms/stranger/" + o.this.ID, "/forms/survey/none", "/forms/survey/" + o.other.ID + "/try", o.path() + "/words/xx", o.path() + "/questions/none"} {
		if w := o.Get(o.Jimu, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestAnOwnQuestionIsWrittenRowByRowAndNothingTypedIsLost(t *testing.T) {
	o := begun(t)
	f := fields("kind", "multi", "ask", "何に困りましたか", "most", "2", "row0.label", "書類", "row0.in", "1", "row1.label", "場所", "row1.in", "1")
	f.Set("do", "row")
	body := o.Post(o.Jimu, o.path()+"/questions", f).Body.String()
	says(t, body, `value="書類"`, `value="場所"`, "何に困りましたか", `name="row2.label"`, "!row3.label")
	f.Set("do", "up.1")
	body = o.Post(o.Jimu, o.path()+"/questions", f).Body.String()
	if strings.Index(body, `value="場所"`) > strings.Index(body, `value="書類"`) {
		t.Error("the answer did not go up")
	}
	f.Del("do")
	f.Set("most", "ふたつ")
	f.Set("ask", "")
	w := o.Post(o.Jimu, o.path()+"/questions", f)
	if w.Code != 422 {
		t.Fatal(w.Code)
	}
	says(t, w.Body.String(), `value="ふたつ"`, "「ふたつ」は数として読めません", `value="書類"`, `href="#most"`, "問いの文を入れてください。")
	f.Set("ask", "何に困りましたか")
	f.Set("most", "２")
	f.Set("after", "setumei")
	if w := o.Post(o.Jimu, o.path()+"/questions", f); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	form, _, _ := o.form(t)
	if q := form.Questions[1]; q.Kind != Multi || q.Most != 2 || len(q.Options) != 2 || !strings.HasPrefix(q.ID, "own-") {
		t.Errorf("%+v", q)
	}
}

func TestAHalfWrittenQuestionComesBackUntilItIsSaved(t *testing.T) {
	o := begun(t)
	half := fields("_form", "form:survey:"+o.this.ID+":new:single", "kind", "single", "ask", "年代を教えてください", "row0.label", "10代", "row0.in", "1")
	if w := o.Post(o.Jimu, "/drafts", half); w.Code != http.StatusOK {
		t.Fatal(w.Code)
	}
	page := o.path() + "/questions/new?kind=single"
	says(t, o.Get(o.Jimu, page).Body.String(), "書きかけを戻しました", "年代を教えてください", `value="10代"`)
	half.Set("row1.label", "20代")
	half.Set("row1.in", "1")
	half.Del("_form")
	if w := o.Post(o.Jimu, o.path()+"/questions", half); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	says(t, o.Get(o.Jimu, page).Body.String(), "!書きかけを戻しました")
}

func TestRewordingAQuestionOfTheBankSaysThatTheLineBreaksHere(t *testing.T) {
	o := begun(t)
	page := o.path() + "/questions/waited"
	body := o.Get(o.Jimu, page).Body.String()
	says(t, body, "毎年くらべている問いです", "変えると次の版になり、うごきの線はそこで切れます")
	f := fields("seen", forms.Mark(o.question(t, "waited")), "ask", "長く待ちましたか", "row0.code", "1", "row0.label", "はい", "row0.in", "1", "row1.code", "2", "row1.label", "いいえ", "row1.in", "1")
	if w := o.Post(o.Jimu, page, f); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	says(t, o.Get(o.Jimu, o.path()).Body.String(), "<code>waited</code> 第2版", "言葉を変えたので、うごきの線はここで切れます。", "第1版は「待ちましたか」")
	f.Set("ask", "とても長く待ちましたか")
	w := o.Post(o.Shicho, page, f)
	if w.Code != http.StatusConflict {
		t.Fatal(w.Code)
	}
	says(t, w.Body.String(), "ほかの人が先に保存しました", "<td class=\"text\">長く待ちましたか</td>", "<td class=\"text\">とても長く待ちましたか</td>", o.Jimu.Name, `value="`+forms.Mark(o.question(t, "waited"))+`"`)
}

func TestWhoIsAskedIsChosenInWords(t *testing.T) {
	o := begun(t)
	o.Must(o.forms.AddFromBank(ctx, o.Jimu, o.this, "free"))
	page := o.path() + "/questions/free/when"
	says(t, o.Get(o.Jimu, page).Body.String(), "いまは: <b>みんなにきく</b>", "問2でこう答えた人にだけきく", `name="if.waited"`, "!if.minutes")
	f := fields("seen", forms.Mark(o.question(t, "free")), "if.setumei", "2", "if.setumei", "1", "if.waited", "1")
	if w := o.Post(o.Jimu, page, f); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	says(t, o.Get(o.Jimu, o.path()).Body.String(), "問1で「よくない」か「とてもよくない」と答え、問2で「はい」と答えた人にだけきく")
	w := o.Post(o.Shicho, page, fields("seen", f.Get("seen")))
	if w.Code != http.StatusConflict {
		t.Fatal(w.Code)
	}
	says(t, w.Body.String(), `<td class="text">問1で「よくない」か「とてもよくない」と答え、問2で「はい」と答えた人にだけきく</td><td class="text">みんなにきく</td>`)
	says(t, o.Post(o.Jimu, o.path()+"/questions/waited/down", nil).Body.String(), "問3は、問2で「はい」と答えた人にだけきく問いです。")
}

func TestEveryWayThroughTheFormIsReadInSentences(t *testing.T) {
	o := begun(t)
	body := o.Get(o.Jimu, o.path()+"/paths").Body.String()
	says(t, body, "2通り", "問2で「はい」と答えた人", "問2でそれ以外（無回答も）の人", "3問・約", "2問・約", "きかれない問い")
}

func TestALanguageIsWrittenBesideTheOriginalAndEasyJapaneseIsLookedThrough(t *testing.T) {
	o := begun(t)
	page := o.path() + "/words/ja-easy"
	f := fields("seen", o.markOf(t, Easy), "w.waited.ask", "お待ちになりましたか。", "w.waited.1", "はい")
	f.Set("do", "look")
	w := o.Post(o.Jimu, page, f)
	says(t, w.Body.String(), `value="お待ちになりましたか。"`, "敬語です", "ふりがながありません")
	f.Set("do", "same")
	f.Set("w.setumei.5", "とても よい")
	says(t, o.Post(o.Jimu, page, f).Body.String(), `name="w.setumei.5" value="とても よい"`, `value="はい"`)
	if o.question(t, "waited").Ask[Easy] != "" {
		t.Error("looking saves")
	}
	f.Del("do")
	if w := o.Post(o.Jimu, page, f); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if q := o.question(t, "waited"); q.Ask[Easy] != "お待ちになりましたか。" || q.Ask[Origin] != "待ちましたか" || q.Version != 1 {
		t.Errorf("%+v", q)
	}
	f.Set("w.waited.ask", "まちましたか。")
	w = o.Post(o.Shicho, page, f)
	if w.Code != http.StatusConflict {
		t.Fatal(w.Code)
	}
	says(t, w.Body.String(), `<td class="text">お待ちになりましたか。</td><td class="text">まちましたか。</td>`, "あと7か所", "!確認済み</span>")
}

func TestATrialIsCheckedShownInWordsAndThrownAway(t *testing.T) {
	o := begun(t)
	before := o.rowsIn(t, "survey_answers")
	page := o.path() + "/try"
	says(t, o.Get(o.Jimu, page).Body.String(), "<legend", `name="q.setumei"`, "問2で「はい」と答えた方だけ", "数字で入れてください。", "0から600までの数です。")
	body := o.Post(o.Jimu, page, fields("q.setumei", "9", "q.waited", "2", "q.minutes", "10")).Body.String()
	says(t, body, "わからない（分母の外）", "きかれません（問2で「はい」と答えた人にだけきく）", "書いた答えは残りません")
	body = o.Post(o.Jimu, page, fields("q.waited", "1", "q.minutes", "たくさん")).Body.String()
	says(t, body, "1か所、答えとして読めません", "数字として読めません", `value="たくさん"`, "無回答")
	if after := o.rowsIn(t, "survey_answers"); after != before {
		t.Error("a trial was kept")
	}
}

func TestEveryKindOfQuestionIsDrawnInEveryLanguage(t *testing.T) {
	o := open(t)
	o.Must(o.forms.Begin(ctx, o.Jimu, o.this, forms.From{}))
	for _, k := range Kinds {
		d := forms.Draft{Ask: "問い " + k.Name, Help: "説明です"}
		if k.Kind == Single || k.Kind == Multi || k.Kind == Scale || k.Kind == Rank {
			d.Rows = []forms.Row{{Label: "甲", Score: "2", In: true}, {Label: "乙", Score: "1", In: true}}
		}
		_, err := o.forms.AddQuestion(ctx, o.Jimu, o.this, k.Kind, d)
		o.Must(err)
	}
	for _, l := range append([]forms.Language{{Lang: Origin}}, forms.Languages...) {
		body := o.Get(o.Jimu, o.path()+"/try?lang="+string(l.Lang)).Body.String()
		if n := strings.Count(body, "<fieldset class=\"q"); n != 5 {
			t.Errorf("%s: %d fieldsets", l.Lang, n)
		}
		says(t, body, "問い 見出し", `type="checkbox"`, `value="10"`, "<select", "<textarea", `inputmode="decimal"`, "!wrong.", "![n]", "![word]")
	}
	f, _, _ := o.form(t)
	rank := url.Values{"q." + f.Questions[4].ID + ".1": {"2"}, "q." + f.Questions[4].ID + ".2": {"1"}}
	says(t, o.Post(o.Jimu, o.path()+"/try", rank).Body.String(), "2位 甲、1位 乙")
}

func TestNothingAFormCanSendBreaksTheBuilder(t *testing.T) {
	o := begun(t)
	bad := strings.Repeat("長", 3000)
	for _, post := range []struct {
		path string
		f    url.Values
	}{
		{"/questions", fields("kind", "matrix", "ask", "x")}, {"/questions", fields("kind", "text", "ask", bad)}, {"/questions", fields("kind", "number", "ask", "x", "low", "1e999", "high", "-1")}, {"/questions", fields("kind", "number", "ask", "x", "low", "-5")},
		{"/questions", fields("kind", "scale", "ask", "x", "row0.label", "a", "row0.score", "-3", "row0.code", "300")}, {"/bank", fields("question", "none")}, {"/words/en", fields("seen", o.markOf(t, "en"), "w.waited.ask", bad)},
		{"/words/en/review", fields("seen", o.markOf(t, "en"))}, {"/questions/waited", fields("seen", forms.Mark(o.question(t, "waited")), "ask", "")},
	} {
		if w := o.Post(o.Jimu, o.path()+post.path, post.f); w.Code != 422 && w.Code != 404 {
			t.Errorf("%s %v: %d", post.path, len(post.f), w.Code)
		}
	}
	if _, err := o.forms.AddQuestion(ctx, o.Jimu, o.this, Scale, forms.Draft{Ask: "段階", Rows: []forms.Row{{Label: "よい"}, {Label: "わるい"}}}); fault.ProblemsOf(err).Of("options") == "" {
		t.Errorf("a scale without scores: %v", err)
	}
}
