package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp/kb"

	"kaname/area/surveys"
	"kaname/people"
)

// tablet is the screen of a kiosk.
var tablet = size{1280, 800, false}

// online cuts the browser's network, or lets it through again.
func (p *person) online(yes bool) {
	p.t.Helper()
	rule := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{Offline: !yes, DownloadThroughput: -1, UploadThroughput: -1}}}
	tell(p, network.EmulateNetworkConditionsByRule, rule)
}

// holds waits until the kiosk's queue has n answers.
func (p *person) holds(code string, n int) {
	p.t.Helper()
	p.waits(fmt.Sprintf("a queue of %d", n), fmt.Sprintf(`(() => {
		const was = window.queue;
		indexedDB.open("kaname-kiosk-%s").onsuccess = (e) => {
			e.target.result.transaction("answers").objectStore("answers").count().onsuccess = (c) => { window.queue = c.target.result; };
		};
		return was === %d;
	})()`, code, n))
}

// shift lets time pass for the page in the window, in seconds.
func (p *person) shift(seconds int) {
	p.t.Helper()
	ask[int](p, fmt.Sprintf(`(() => { const was = Date.now; Date.now = () => was.call(Date) + %d; return 0; })()`, seconds*1000))
}

func (w *ward) kiosk() surveys.Kiosk {
	w.T.Helper()
	return must(w.App.Surveys.AddKiosk(bg, w.Act(w.Jimu.ID), w.survey, surveys.KioskDraft{CounterID: w.counter.ID, Name: "入口の端末", PIN: "2468", Lang: surveys.Ja}))
}

func (w *ward) kioskDay(k surveys.Kiosk) surveys.KioskDay {
	w.T.Helper()
	_, did, err := w.App.Surveys.Kiosks(bg, w.Act(w.Jimu.ID), w.survey)
	w.Must(err)
	return did[k.ID]
}

// TestAKioskWithoutNetworkLosesAndDoublesNothing: 500 visitors answer while the network is away for an hour.
func TestAKioskWithoutNetworkLosesAndDoublesNothing(t *testing.T) {
	const visitors = 500
	w := openWard(t)
	w.At("2026-06-03")
	k := w.kiosk()
	p := sitDown(t, w.browser, w.base, "端末", tablet)
	p.open("/k/" + k.Code)
	p.waits("the book", `document.activeElement.tagName === "H1"`)
	p.seen()
	p.mayFail = true
	p.online(false)
	pressed := ask[int](p, fmt.Sprintf(`(() => {
		let n = 0;
		for (let i = 0; i < %d; i++) {
			for (let step = 0; step < 5; step++) document.querySelectorAll(".ki-a")[(i + step) %% 5].click();
			n += document.querySelectorAll("[data-again]").length;
			document.querySelector("[data-again]").click();
		}
		return n;
	})()`, visitors))
	if pressed != visitors {
		t.Fatalf("%d of %d visitors were thanked", pressed, visitors)
	}
	p.holds(k.Code, visitors)
	p.waits("the mark that staff know", `!document.querySelector("[data-wait]").hidden`)
	p.shift(3600)
	w.At("2026-06-03")
	w.Wait(3600e9)
	p.online(true)
	ask[int](p, `(dispatchEvent(new Event("online")), 0)`)
	p.holds(k.Code, 0)
	ask[int](p, `(dispatchEvent(new Event("online")), 0)`)
	p.mayFail = false
	if r := must(w.App.Surveys.Results(bg, w.Act(w.Jimu.ID), w.survey)); r.N != visitors {
		t.Errorf("%d answers came, %d were given", r.N, visitors)
	}
	if d := w.kioskDay(k); d.Full+d.Repeated != visitors {
		t.Errorf("%+v", d)
	}
	p.blameless()
}

// TestAKioskReturnsToTheFirstQuestionWhenSomebodyWalksAway: language and answers of one visitor are gone for the next.
func TestAKioskReturnsToTheFirstQuestionWhenSomebodyWalksAway(t *testing.T) {
	w := openWard(t)
	w.At("2026-06-03")
	k := w.kiosk()
	p := sitDown(t, w.browser, w.base, "端末", tablet)
	p.open("/k/" + k.Code)
	p.waits("the book", `document.activeElement.tagName === "H1"`)
	small := ask[string](p, `[...document.querySelectorAll("button, summary")].filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 80 || e.getClientRects().length && e.getBoundingClientRect().top < innerHeight / 3).map(e => e.innerText).join(" / ")`)
	if small != "" {
		t.Errorf("below 80 pixels or in the upper third: %s", small)
	}
	p.tabToButton("English")
	p.key(kb.Enter)
	p.reads("Not sure / skip")
	p.tabToButton("Very")
	p.key(kb.Enter)
	p.reads("2 / 5")
	p.seen()
	p.shift(31)
	p.waits("asking who left", `document.body.innerText.includes("Do you want to continue?") && /in (20|19|18|17) seconds/.test(document.body.innerText)`)
	p.seen()
	p.tabToButton("Continue")
	p.key(kb.Enter)
	p.reads("2 / 5")
	p.shift(31)
	p.waits("asking again", `document.body.innerText.includes("Do you want to continue?")`)
	p.shift(21)
	p.waits("going back", `document.documentElement.lang === "ja" && document.body.innerText.includes("1 / 5")`)
	for end := time.Now().Add(patience); w.kioskDay(k).Partial != 1; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("what was answered does not count: %+v", w.kioskDay(k))
		}
	}
	for _, l := range surveys.Langs() { // the longest words stay in their buttons
		ask[int](p, fmt.Sprintf(`(document.querySelector('button[value="lang.%s"]').click(), 0)`, l))
		if o := p.overflow(); o != "" {
			t.Errorf("%s scrolls sideways: %s", l, o)
		}
		if cut := ask[string](p, `[...document.querySelectorAll(".ki-a, .ki-b")].filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1).map(e => e.innerText).join(" / ")`); cut != "" {
			t.Errorf("%s: words are cut: %s", l, cut)
		}
	}
	ask[int](p, `(document.querySelector('button[value="low"]').click(), document.querySelector('button[value="contrast"]').click(), 0)`)
	p.seen()
}

// atTheCounter puts up a kiosk and opens a batch of paper in a's ward; no link leads to a kiosk's screens.
func (w *town) atTheCounter(a people.Actor) []string {
	w.t.Helper()
	ss := w.h.Surveys
	for _, s := range must(ss.All(bg, a, a.FY)) {
		_, counters, _, err := ss.Survey(bg, a, s.ID)
		if err != nil || s.WardID != a.WardID || !s.Taking(a.Today) || len(counters) == 0 {
			continue
		}
		k := must(ss.AddKiosk(bg, a, s.ID, surveys.KioskDraft{CounterID: counters[0].ID, Name: "入口の端末", PIN: "2468", Lang: surveys.Ja}))
		b := must(ss.OpenBatch(bg, a, s.ID, surveys.BatchDraft{CounterID: counters[0].ID, Name: "K-01", First: 1, Sheets: 20, Day: a.Today}))
		return []string{"/k/" + k.Code, "/k/" + k.Code + "/thanks", "/voices/" + s.ID + "/entry/" + b.ID}
	}
	w.t.Fatal("the ward asks its visitors nothing")
	return nil
}
