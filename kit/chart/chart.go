// Package chart draws a figure, says it in a sentence, and lists it as a table, all from the same numbers.
//
// A caller fills one struct (Stacked, Line, Bullet, Spark, Steps, Matrix, Bars, Scatter) and never writes
// a number twice. Every word about the subject comes from the caller; this package only knows how to draw and count.
package chart

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Note says what the numbers of a figure are, so that no figure can be shown without it.
type Note struct {
	// ID is the prefix of every id in the figure: letters, digits and hyphens, unique in the page.
	ID string
	// Title names the subject for readers of the drawing; Finding is used when it is empty.
	Title string
	// Finding is what the figure shows, in one sentence; it heads the figure.
	Finding string
	// Unit is the unit of all values: "%", "分", "件".
	Unit string
	// Period says when the numbers were gathered. It must be given.
	Period string
	// Base says of whom or of what the numbers speak (the denominator). It must be given.
	Base string
	// N is how many were counted. It must be given; it may be 0 only together with Empty.
	N int
	// AsOf is the moment up to which was counted; Source is where the numbers come from.
	AsOf, Source string
	// Remark is one more sentence for the caption, such as the order of rows.
	Remark string
	// Empty is the sentence shown in place of the drawing while N is 0.
	Empty string
	// Width is the drawn width in px on wide screens: 540, 620, 800 or 1040. 0 takes the width of the kind.
	Width int
}

// Figure is what every kind of figure can do.
type Figure interface {
	// Check says what is missing before the figure may be shown.
	Check() error
	// Sentence says the figure in words; it is also the drawing's text alternative.
	Sentence() string
	// Table lists the figure's numbers as they are written in the drawing.
	Table() (header []string, rows [][]string)
	// CSV writes the table as UTF-8 with CRLF and no byte order mark.
	CSV(w io.Writer) error
	// Figure draws the figure, or the reason why it cannot be drawn.
	Figure() templ.Component
}

var (
	_ = []Figure{Stacked{}, Line{}, Bullet{}, Spark{}, Steps{}, Matrix{}, Bars{}, Scatter{}}
	// widths are those for which the style sheet has a class that keeps text at its size.
	widths = map[int]bool{0: true, 540: true, 620: true, 800: true, 1040: true}
)

// narrow is the width of the drawing for phones: one to one at a 360 px screen.
const narrow = 328

// Check refuses a figure without finding, period, base or n, or with an id that could not stand in a page.
func (n Note) Check() error {
	var miss []string
	for _, f := range []struct{ name, text string }{
		{"わかったこと", n.Finding}, {"期間", n.Period}, {"母数（だれの・何の数か）", n.Base},
	} {
		if strings.TrimSpace(f.text) == "" {
			miss = append(miss, f.name)
		}
	}
	if n.N < 0 || n.N == 0 && strings.TrimSpace(n.Empty) == "" {
		miss = append(miss, "n（数えた件数）")
	}
	if len(miss) > 0 {
		return errors.New("図を出していません。" + strings.Join(miss, "・") + "が決まっていないためです。そろえると図になります。")
	}
	if !validID(n.ID) {
		return errors.New("図を出していません。図の名（ID）が英字・数字・ハイフンではないためです。")
	}
	if !widths[n.Width] {
		return errors.New("図を出していません。図の幅が 540・620・800・1040 のどれでもないためです。")
	}
	return nil
}

func validID(s string) bool {
	for _, r := range s {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != "" && (s[0] > '9')
}

func (n Note) title() string { return or(n.Title, n.Finding) }

func (n Note) empty() bool { return n.N == 0 }

func (n Note) wide(kind int) float64 {
	if n.Width != 0 {
		return float64(n.Width)
	}
	return float64(kind)
}

// caption is the small print under the finding: remark, base, period, n, unit, as-of, source.
func (n Note) caption(extra string) string {
	s := ""
	if n.Remark != "" {
		s = stop(n.Remark)
	}
	s += strings.TrimRight(n.Base, "。、") + "、" + strings.TrimRight(n.Period, "。、") + "、n=" + count(n.N)
	if extra != "" && !n.empty() {
		s += "（" + extra + "）"
	}
	s += "。"
	if n.Unit != "" {
		s += "単位 " + n.Unit + "。"
	}
	if n.AsOf != "" {
		s += strings.TrimRight(n.AsOf, "。") + "時点。"
	}
	if n.Source != "" {
		s += "出どころ " + stop(n.Source)
	}
	return s
}

// plan is what the shell needs to draw one figure.
type plan struct {
	fig    Figure
	note   Note
	extra  string         // spread of n, for the caption
	wide   func() *sheet  // for desks and paper
	narrow func() *sheet  // for phones
	key    func() string  // html below the drawing
	after  func() string  // html after the figure, labelled by its caption
	masked map[int]string // rows of the table that are hidden, with the sentence
}

// draw puts caption, drawings and table together, or says why there is no drawing.
func draw(p plan) templ.Component {
	return component(func() string {
		n := p.note
		var b strings.Builder
		b.WriteString(`<figure class="fig"><figcaption><strong>` + esc(n.Finding) + `</strong>`)
		if err := p.fig.Check(); err != nil {
			b.WriteString(`</figcaption><p class="note">` + esc(err.Error()) + `</p></figure>`)
			return b.String()
		}
		b.WriteString(`<span>` + esc(n.caption(p.extra)) + `</span></figcaption>`)
		if n.empty() {
			b.WriteString(`<p>` + esc(n.Empty) + `</p></figure>`)
			return b.String()
		}
		if p.wide != nil {
			b.WriteString(`<div class="only-wide">` + p.wide().svg(n.ID+"-w", n.title(), p.fig.Sentence()) + `</div>`)
			b.WriteString(`<div class="only-narrow">` + p.narrow().svg(n.ID+"-n", n.title(), p.fig.Sentence()) + `</div>`)
		}
		if p.key != nil {
			b.WriteString(p.key())
		}
		if p.after != nil {
			return b.String() + `</figure>` + p.after()
		}
		b.WriteString(`<details><summary>表で見る</summary>` + tableHTML(p.fig, n.title(), p.masked) + `</details></figure>`)
		return b.String()
	})
}

func component(html func() string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, html())
		return err
	})
}

func or(s, other string) string {
	if strings.TrimSpace(s) == "" {
		return other
	}
	return s
}

// stop ends a sentence with one full stop.
func stop(s string) string { return strings.TrimRight(s, "。") + "。" }

// count writes a whole number with thousands separated: 4812 → "4,812".
func count(n int) string { return thousands(strconv.Itoa(n)) }

// spread says from where to where the n of the parts lie, or "" when it adds nothing to n.
func spread(n int, parts []int, each string) string {
	if len(parts) == 0 {
		return ""
	}
	lo, hi := parts[0], parts[0]
	for _, p := range parts {
		lo, hi = min(lo, p), max(hi, p)
	}
	if lo == hi && hi == n {
		return ""
	}
	if lo == hi {
		return each + " " + count(lo)
	}
	return each + " " + count(lo) + "〜" + count(hi)
}
