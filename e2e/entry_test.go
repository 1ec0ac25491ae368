package e2e

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"kaname/area/surveys"
)

// TestAClerkKeysTwentySheetsAMinute types paper of seven items with real key events and measures how many sheets a
// minute the page takes; the clerk's own reading of the paper comes on top.
func TestAClerkKeysTwentySheetsAMinute(t *testing.T) {
	const sheets = 30
	w := openWard(t)
	w.At("2026-06-03")
	b := must(w.App.Surveys.OpenBatch(bg, w.Act(w.Hana.ID), w.survey, surveys.BatchDraft{CounterID: w.counter.ID, Name: "K-01", First: 1, Sheets: sheets, Day: "2026-06-02"}))
	p := w.sits(w.Hana)
	p.open("/voices/" + w.survey + "/entry/" + b.ID)
	p.seen()
	if f := p.focus(); !strings.Contains(f.Name, "問1") {
		t.Fatalf("the first cell does not have the focus, but %+v", f)
	}
	began := time.Now()
	for n := range sheets {
		for item := range 7 {
			p.key(strconv.Itoa(1 + (n+item)%5))
		}
		p.key("+") // the rest is not filled in
	}
	took := time.Since(began)
	p.waits("keeping every sheet", `document.querySelector("#entry-facts").textContent.replace(/\s/g, "").includes("入れた枚数30/30")`)
	perMinute := float64(sheets) / took.Minutes()
	t.Logf("%d sheets of 7 items in %.1f s: %.0f sheets a minute", sheets, took.Seconds(), perMinute)
	if perMinute < 20 {
		t.Errorf("the page takes %.1f sheets a minute, want 20", perMinute)
	}
	p.reads("すべての番号が入りました。")
	p.seen()

	p.presses("最後の1枚を取り消す")
	p.reads("0030を取り消しました。", "まだ入っていない番号: 0030")
	p.key(kb.Tab) // the page came anew; the row is at the first cell
	p.open("/voices/" + w.survey + "/entry/" + b.ID)
	p.key("9") // a key that the paper does not have stays out
	p.reads("「9」の答えは、この問いにありません。")
	p.key("1")
	p.key("+")
	p.waits("keeping the last sheet", `document.querySelector("#entry-missing").textContent.includes("すべての番号")`)
	p.presses("まとまりを閉じる")
	p.reads("30枚の答えを入れました。", "閉じました")
	p.seen()

	p.open("/voices/" + w.survey + "/paper?counter=" + w.counter.ID)
	p.seen()
	if n := p.paper(); n != 1 {
		t.Errorf("the paper form takes %d sides", n)
	}
}
