package e2e

import (
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focus is what the keyboard is on, as a screen reader would say it.
type focus struct {
	Tag, Type, Name, Group, Value string
	Checked, Seen                 bool
}

// whereIs says what has the focus. It only looks.
const whereIs = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return {Tag: ""};
	const words = n => n ? (n.innerText || n.textContent || "").trim() : "";
	const named = (e.getAttribute("aria-labelledby") || "").split(" ").map(i => words(document.getElementById(i))).join(" ").trim();
	const labels = e.labels ? [...e.labels].map(words).join(" ").trim() : "";
	const field = e.closest("fieldset");
	const option = e.tagName === "SELECT" && e.selectedOptions[0] ? e.selectedOptions[0].textContent.trim() : "";
	const face = e.type === "radio" || e.type === "checkbox" ? (e.closest("label") || e) : e;
	const box = face.getBoundingClientRect();
	return {Tag: e.tagName, Type: e.type || "", Name: e.getAttribute("aria-label") || named || labels || words(e),
		Group: field ? words(field.querySelector("legend")) : "", Value: option || e.value || "", Checked: !!e.checked,
		Seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
})()`

func (p *person) focus() focus {
	p.t.Helper()
	return ask[focus](p, whereIs)
}

func (p *person) key(keys string, mod ...chromedp.KeyOption) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(keys, mod...))
}

// mostTabs is how far one may have to tab on a page.
const mostTabs = 500

// tabTo presses Tab until the focus is on something with this name.
func (p *person) tabTo(name string) focus {
	p.t.Helper()
	return p.tabUntil("「"+name+"」", func(f focus) bool { return strings.Contains(squeeze(f.Name), squeeze(name)) })
}

// tabToButton is tabTo among the buttons.
func (p *person) tabToButton(name string) focus {
	p.t.Helper()
	return p.tabUntil("the button 「"+name+"」", func(f focus) bool {
		return f.Tag == "BUTTON" && strings.HasPrefix(squeeze(f.Name), squeeze(name))
	})
}

func (p *person) tabUntil(what string, there func(focus) bool) focus {
	p.t.Helper()
	var met []string
	for range mostTabs {
		p.key(kb.Tab)
		f := p.focus()
		if f.Tag != "" && !f.Seen {
			p.t.Errorf("%s: the focus on 「%s」 of %s cannot be seen", p.name, f.Name, p.at())
		}
		if there(f) {
			return f
		}
		said := f.Tag + " " + f.Group + "/" + f.Name
		if len(met) > 3 && said == met[0] && f.Tag != "" {
			break // round once
		}
		if f.Tag != "" {
			met = append(met, said)
		}
	}
	p.t.Fatalf("%s: Tab does not reach %s on %s, but:\n%s", p.name, what, p.at(), strings.Join(met, "\n"))
	return focus{}
}

// writes goes to a field and replaces what stands in it.
func (p *person) writes(label, text string) {
	p.t.Helper()
	p.tabUntil("the field 「"+label+"」", func(f focus) bool {
		return (f.Tag == "INPUT" || f.Tag == "TEXTAREA") && strings.Contains(squeeze(f.Name), squeeze(label))
	})
	p.retype(text)
}

// retype replaces what stands in the field that has the focus.
func (p *person) retype(text string) {
	p.t.Helper()
	if f := p.focus(); f.Value != "" {
		p.key("a", chromedp.KeyModifiers(kb.ModifierCtrl))
		p.key(kb.Backspace)
	}
	tell(p, input.InsertText, input.InsertTextParams{Text: text})
	if f := p.focus(); squeeze(f.Value) != squeeze(text) {
		p.t.Fatalf("%s: wrote %q into 「%s」, but it holds %q", p.name, text, f.Name, f.Value)
	}
}

// chooses goes to a group of radios and picks one with the arrows.
func (p *person) chooses(group, name string) {
	p.t.Helper()
	p.tabUntil("the choice 「"+group+"」", func(f focus) bool { return f.Type == "radio" && strings.Contains(squeeze(f.Group), squeeze(group)) })
	first := ""
	for range 30 {
		f := p.focus()
		if strings.HasPrefix(squeeze(f.Name), squeeze(name)) {
			if !f.Checked {
				p.key(" ")
			}
			if !p.focus().Checked {
				p.t.Fatalf("%s: Space does not choose 「%s」", p.name, f.Name)
			}
			return
		}
		if first == "" {
			first = f.Name
		} else if f.Name == first {
			break
		}
		p.key(kb.ArrowDown)
	}
	p.t.Fatalf("%s: 「%s」 has no 「%s」 (%s)", p.name, group, name, p.at())
}

// selects goes to a list and walks down it.
func (p *person) selects(label, option string) {
	p.t.Helper()
	p.tabUntil("the list 「"+label+"」", func(f focus) bool { return f.Tag == "SELECT" && strings.Contains(squeeze(f.Name), squeeze(label)) })
	for range 80 {
		f := p.focus()
		if strings.Contains(squeeze(f.Value), squeeze(option)) {
			return
		}
		p.key(kb.ArrowDown)
		if p.focus().Value == f.Value {
			break
		}
	}
	p.t.Fatalf("%s: the list 「%s」 has no 「%s」 (%s)", p.name, label, option, p.at())
}

// presses goes to a button and presses it with Enter; a page follows.
func (p *person) presses(name string) {
	p.t.Helper()
	p.tabToButton(name)
	p.arrive(func() { p.key(kb.Enter) })
}

// follows goes to a link and follows it; a page follows.
func (p *person) follows(name string) {
	p.t.Helper()
	p.tabUntil("the link 「"+name+"」", func(f focus) bool { return f.Tag == "A" && strings.Contains(squeeze(f.Name), squeeze(name)) })
	p.arrive(func() { p.key(kb.Enter) })
}

// signsIn goes through the door with number and password.
func (p *person) signsIn(number, password string) {
	p.t.Helper()
	if !strings.HasPrefix(p.at(), "/signin") {
		p.open("/signin")
	}
	p.writes("職員番号", number)
	p.tabTo("パスワード")
	tell(p, input.InsertText, input.InsertTextParams{Text: password})
	p.arrive(func() { p.key(kb.Enter) })
	if strings.HasPrefix(p.at(), "/signin") {
		p.t.Fatalf("%s cannot sign in: %s", p.name, p.words())
	}
}

// waits until js is true on the page.
func (p *person) waits(what, js string) {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if ask[bool](p, js) {
			return
		}
	}
	p.t.Fatalf("%s: %s did not happen on %s:\n%s", p.name, what, p.at(), p.words())
}
