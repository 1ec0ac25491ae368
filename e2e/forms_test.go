package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"kaname/app/apptest"
)

// TestAHalfFilledFormSurvivesAStoppedServer: the plug is pulled while somebody writes; after the restart the words are there.
func TestAHalfFilledFormSurvivesAStoppedServer(t *testing.T) {
	w := openWard(t)
	w.At("2026-10-08")
	p := w.sits(w.Hana)
	p.open(w.goalPath() + "/reviews/mid")
	p.chooses("取組の実施見込み", "実施できる見込み")
	p.writes("したこと・わかったこと", "札を全員が持った。")
	p.key(kb.Tab) // leaving the field keeps the form
	p.waits("keeping the form", `document.querySelector("[data-draft-note]").textContent.includes("保存しました")`)

	p.mayFail = true
	w.stop()
	p.writes("課題", "混む日に急いでしまう。")
	p.key(kb.Tab)
	p.waits("saying that the server is away", `document.querySelector("[data-draft-note]").textContent.includes("つながっていません")`)
	w.start(w.restarted())
	p.writes("改善策", "混む日は応援を出す。")
	p.key(kb.Tab)
	p.waits("keeping the form again", `document.querySelector("[data-draft-note]").textContent.includes("保存しました")`)
	p.mayFail = false

	p.open("/board")
	p.open(w.goalPath() + "/reviews/mid")
	p.reads("書きかけを戻しました。", "札を全員が持った。", "混む日に急いでしまう。", "混む日は応援を出す。")
	if !ask[bool](p, `document.querySelector("input[name=doing][value=on]").checked`) {
		t.Error("the choice is lost")
	}
	p.seen()
}

// TestWhatWasSentAfterTheSessionEndedIsGivenBack: 30 minutes away from the desk, then 更新する, then sign in.
func TestWhatWasSentAfterTheSessionEndedIsGivenBack(t *testing.T) {
	w := openWard(t)
	w.At("2026-06-03")
	p := w.sits(w.Hana)
	p.open(w.goalPath())
	p.chooses("いまの状態", "順調")
	p.writes("ひとこと", "席を外すまえに書いた。")
	w.At("2026-06-04")
	p.presses("更新する")
	p.reads("サインイン")
	p.signsIn(w.Hana.Number, apptest.Password)
	p.reads("お預かりした書きかけ", "席を外すまえに書いた。")
	p.seen()
	p.presses("このまま送る")
	p.reads("ひとこと更新しました。", "席を外すまえに書いた。")
	p.seen()
}

// TestTheMainFormsNeedNoScript: survey, sign-in and check-in with JavaScript turned off.
func TestTheMainFormsNeedNoScript(t *testing.T) {
	w := openWard(t)
	w.At("2026-06-03")
	visitor := sitDown(t, w.browser, w.base, "来庁者", phone)
	visitor.withoutScript()
	visitor.open("/a/" + w.counter.Code)
	visitor.chooses("職員の説明は", "わかりやすかった")
	visitor.presses("送る")
	visitor.reads("ありがとうございました")

	hana := sitDown(t, w.browser, w.base, w.Hana.Name, desk)
	hana.withoutScript()
	hana.signsIn(w.Hana.Number, apptest.Password)
	hana.open(w.goalPath())
	hana.chooses("いまの状態", "順調")
	hana.writes("ひとこと", "スクリプトなしでも書ける。")
	hana.presses("更新する")
	hana.reads("ひとこと更新しました。", "スクリプトなしでも書ける。")
	hana.tabUntil("the menu under one's name", func(f focus) bool { return f.Tag == "SUMMARY" && strings.Contains(f.Name, w.Hana.Name) })
	hana.key(kb.Enter)
	hana.presses("サインアウト")
	hana.reads("サインアウトしました。")
}

// TestPagesTellBrowsersToTrustNobody: the headers that keep other sites out stand on every page.
func TestPagesTellBrowsersToTrustNobody(t *testing.T) {
	c := apptest.New(t)
	s := serve(t, c.App)
	for _, path := range []string{"/signin", "/a", "/public/", "/no-such-page"} {
		code, head := get(t, s.base+path)
		if code >= http.StatusInternalServerError {
			t.Errorf("%s: %d", path, code)
		}
		policy := head.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe-inline") || head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is not guarded: %v", path, head)
		}
	}
}
