// Package e2e walks through the house as people do: in a browser, with a keyboard, on a phone and on paper.
package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// strict: nothing may be skipped.
var strict = os.Getenv("KANAME_NO_SKIP") == "1"

// skip ends a test whose tools are not here; where nothing may be skipped, it fails.
func skip(t *testing.T, why string) {
	t.Helper()
	if strict {
		t.Fatal(why)
	}
	t.Skip(why)
}

func findChromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/usr/bin/chromium"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// chromium starts a browser of this test's own, with an empty profile.
func chromium(t *testing.T) context.Context {
	t.Helper()
	bin := findChromium()
	if bin == "" {
		skip(t, "no Chromium was found: the pages were not opened in a browser")
	}
	opts := []chromedp.ExecAllocatorOption{chromedp.ExecPath(bin), chromedp.UserDataDir(t.TempDir()), chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "ja"), chromedp.Flag("accept-lang", "ja"), chromedp.WSURLReadTimeout(90 * time.Second)}
	if os.Getuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(opts...))
	t.Cleanup(func() {
		chromedp.Cancel(ctx) // the profile can be removed when the browser has gone
		cancel()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// person sits at a browser window of their own: own cookies, a keyboard, and eyes.
type person struct {
	t    *testing.T
	ctx  context.Context
	base string
	name string

	loads   atomic.Int64
	mu      sync.Mutex
	wrong   []string // what the browser complained about
	mayFail bool     // answers with an error are expected now
}

// size of a screen in CSS pixels.
type size struct {
	w, h  int64
	phone bool
}

var (
	desk   = size{1366, 768, false}
	phone  = size{390, 844, true}
	small  = size{360, 740, false}
	zoomed = size{320, 256, false} // 1280×1024 at 400 %
)

// sitDown opens a window on the house at base.
func sitDown(t *testing.T, browser context.Context, base, name string, s size) *person {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	p := &person{t: t, ctx: ctx, base: base, name: name}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatal(err)
	}
	tell(p, network.Enable, network.EnableParams{})
	tell(p, log.Enable, cdp.Empty{})
	tell(p, runtime.Enable, cdp.Empty{})
	tell(p, page.Enable, page.EnableParams{})
	p.resize(s)
	t.Cleanup(p.blameless)
	return p
}

// tell gives the browser one command.
func tell[P, R any](p *person, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	r, err := chromedp.Call(ctx, command, params)
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.name, command.Method, err)
	}
	return r
}

// patience is how long a browser on a busy machine may take.
const patience = 60 * time.Second

// ask looks at the page; it never changes anything.
func ask[T any](p *person, js string, opts ...chromedp.EvaluateOption) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, opts...))
	if err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	return v
}

func (p *person) do(a chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, a); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

// hear notes what should not happen: a request to elsewhere, an error in the console, a piece that fails to load.
func (p *person) hear(ev any) {
	switch e := ev.(type) {
	case *page.EventLoadEventFired:
		p.loads.Add(1)
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, p.base+"/") && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "about:") {
			p.complain("asks another origin: " + u)
		}
	case *network.EventResponseReceived:
		bad := e.Response.Status >= 500 || e.Response.Status >= 400 && e.Type != network.ResourceTypeDocument
		p.mu.Lock()
		bad = bad && !p.mayFail
		p.mu.Unlock()
		if bad {
			p.complain(fmt.Sprintf("%d for %s", e.Response.Status, e.Response.URL))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			p.complain("console: " + e.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			words := ""
			for _, a := range e.Args {
				words += " " + string(a.Value)
			}
			p.complain("console.error:" + words)
		}
	case *runtime.EventExceptionThrown:
		p.complain("script: " + e.ExceptionDetails.Text + " " + exception(e.ExceptionDetails))
	}
}

func (p *person) complain(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = append(p.wrong, what)
}

// blameless fails the test for all that the browser complained about since the last time.
func (p *person) blameless() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.wrong {
		p.t.Errorf("%s: %s", p.name, w)
	}
	p.wrong = nil
}

func (p *person) resize(s size) {
	p.t.Helper()
	density := 1.0
	if s.phone {
		density = 3
	}
	tell(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: s.w, Height: s.h, DeviceScaleFactor: density, Mobile: s.phone})
	tell(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: s.phone})
}

// open types an address into the browser.
func (p *person) open(path string) {
	p.t.Helper()
	p.arrive(func() { p.do(chromedp.Navigate(p.base + path)) })
}

// arrive does something and waits until the page that it leads to is there.
func (p *person) arrive(act func()) {
	p.t.Helper()
	before := p.loads.Load()
	act()
	for end := time.Now().Add(45 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if p.loads.Load() > before {
			return
		}
	}
	p.t.Fatalf("%s: no page came after %s", p.name, p.at())
}

// at is the path of the page in the window.
func (p *person) at() string {
	p.t.Helper()
	return ask[string](p, `location.pathname + location.search`)
}

// words are what stands on the screen and in its fields, without the spaces.
func (p *person) words() string {
	p.t.Helper()
	return squeeze(ask[string](p, `[document.body.innerText, ...[...document.querySelectorAll("textarea, input[type=text]")].map(e => e.value)].join("\n")`))
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\u3000\u00a0\u200b", r) {
			return -1
		}
		return r
	}, s)
}

// reads fails unless each of the sentences stands on the screen.
func (p *person) reads(sentences ...string) {
	p.t.Helper()
	all := p.words()
	for _, s := range sentences {
		if !strings.Contains(all, squeeze(s)) {
			p.t.Fatalf("%s does not read %q on %s, but:\n%s", p.name, s, p.at(), all)
		}
	}
}

// doesNotRead fails if a sentence stands on the screen.
func (p *person) doesNotRead(sentence string) {
	p.t.Helper()
	if strings.Contains(p.words(), squeeze(sentence)) {
		p.t.Fatalf("%s still reads %q on %s", p.name, sentence, p.at())
	}
}

// wear sets a cookie: a session, a size of text.
func (p *person) wear(name, value string) {
	p.t.Helper()
	u, _ := url.Parse(p.base)
	tell(p, network.SetCookie, network.SetCookieParams{Name: name, Value: value, Domain: u.Hostname(), Path: "/", SameSite: network.CookieSameSiteLax})
}

// withoutScript turns JavaScript off in this window.
func (p *person) withoutScript() {
	p.t.Helper()
	tell(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// get fetches a page of the house without a browser.
func get(t *testing.T, address string) (int, http.Header) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode, res.Header
}

func exception(d *runtime.ExceptionDetails) string {
	if d.Exception == nil {
		return ""
	}
	return d.Exception.Description
}

// body reads an answer.
func body(res *http.Response, err error) (int, string) {
	if err != nil {
		panic(err)
	}
	defer res.Body.Close()
	return res.StatusCode, string(must(io.ReadAll(res.Body)))
}
