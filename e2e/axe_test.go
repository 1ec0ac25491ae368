package e2e

import (
	_ "embed"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

//go:embed checker.js
var ownChecker string

// axe is the source of axe-core, or "" where it is not here.
var axe = findAxe()

func findAxe() string {
	for _, at := range []string{os.Getenv("KANAME_AXE"), "node_modules/axe-core/axe.min.js"} {
		if b, err := os.ReadFile(at); err == nil {
			return string(b)
		}
	}
	return ""
}

func TestAxeIsAtHand(t *testing.T) {
	if axe == "" {
		skip(t, "axe-core is not here (npm install in e2e, or KANAME_AXE): pages were checked by our own smaller list, without contrast")
	}
}

// violation is one rule that a page breaks.
type violation struct {
	ID, Help string
	Nodes    []string
}

// accessible fails the test for each rule that the page in the window breaks.
func (p *person) accessible(state string) {
	p.t.Helper()
	for _, v := range p.violations() {
		p.t.Errorf("%s%s breaks %s: %s\n    %s", p.at(), state, v.ID, v.Help, strings.Join(v.Nodes, "\n    "))
	}
}

func (p *person) violations() []violation {
	p.t.Helper()
	js := ownChecker
	if axe != "" {
		ask[bool](p, axe+"\n;true")
		js = `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => ({ID: v.id, Help: v.help,
			Nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 240) + " — " + n.any.concat(n.all, n.none).map(c => c.message).join("; ").slice(0, 240))})))`
	}
	return ask[[]violation](p, js, chromedp.EvalAwaitPromise)
}

// TestTheCheckersFindWhatIsWrong: a checker that finds nothing anywhere would be worth nothing.
func TestTheCheckersFindWhatIsWrong(t *testing.T) {
	browser := chromium(t)
	p := sitDown(t, browser, "", "checker", desk)
	p.do(chromedp.Navigate("data:text/html,<title>x</title><body><h1>a</h1><h3>b</h3><input><button></button><img src='x'><p id=a><p id=a>"))
	check := func() {
		t.Helper()
		if found := p.violations(); len(found) < 4 {
			t.Errorf("only %d found: %+v", len(found), found)
		}
	}
	check()
	full := axe
	axe = ""
	defer func() { axe = full }()
	check()
	if n := sheets([]byte("/Type /Pages /Count 2 /Type /Page\n /Type\n/Page/x")); n != 2 {
		t.Errorf("%d sheets", n)
	}
}
