package chart

import (
	"errors"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Steps is a staircase: what was promised, one step higher each time, and how far it has come.
type Steps struct {
	Note
	// StepName, WhenName and WordName head the columns of the table.
	StepName, TopName, WhenName, WordName string
	Items                                 []Step
}

// State is how a step is filled.
type State int

// The three fills: done, partly done, still to come.
const (
	Filled State = iota
	Hatched
	Outline
)

// Step is one stair.
type Step struct {
	// Inside is written in the stair in bold, Detail under it, Top above the stair.
	Inside, Detail, Top string
	// Label stands under the stair (when), Word under it (the state in words).
	Label, Word string
	State       State
	// Now marks the step one stands on.
	Now bool
}

// Check refuses a staircase without stairs, and a stair whose state has no word.
func (c Steps) Check() error {
	if err := c.Note.Check(); err != nil || c.empty() {
		return err
	}
	if len(c.Items) == 0 || len(c.Items) > 12 {
		return errors.New("図を出していません。段は1つから12までです。")
	}
	for _, p := range c.Items {
		if strings.TrimSpace(p.Word) == "" {
			return errors.New("図を出していません。「" + or(p.Inside, p.Label) + "」の状態の言葉がないためです。")
		}
	}
	return nil
}

// Sentence lists the steps with their state in words.
func (c Steps) Sentence() string {
	if c.empty() {
		return c.Empty
	}
	var parts []string
	for _, p := range c.Items {
		what := strings.Join(filled(p.Inside, p.Top, p.Detail), " ")
		parts = append(parts, what+"（"+strings.Join(filled(p.Label, p.Word), "、")+"）")
	}
	return strings.Join(parts, "、") + "。"
}

func filled(s ...string) []string {
	var out []string
	for _, t := range s {
		if strings.TrimSpace(t) != "" {
			out = append(out, t)
		}
	}
	return out
}

// Table has one row per step.
func (c Steps) Table() (header []string, rows [][]string) {
	header = []string{or(c.StepName, "段"), or(c.TopName, "内容"), or(c.WhenName, "時期"), or(c.WordName, "状態")}
	if c.empty() {
		return header, nil
	}
	for _, p := range c.Items {
		rows = append(rows, []string{p.Inside, strings.Join(filled(p.Top, p.Detail), " "), p.Label, p.Word})
	}
	return header, rows
}

// CSV writes the table.
func (c Steps) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the staircase.
func (c Steps) Figure() templ.Component {
	return draw(plan{fig: c, note: c.Note, wide: c.drawWide, narrow: c.drawNarrow})
}

// box draws one stair and returns how text in it is painted.
func (c Steps) box(s *sheet, p Step, x, y, w, h float64) []string {
	switch p.State {
	case Filled:
		s.rect(x, y, w, h, "fill", blue, "stroke", blue, "stroke-width", "1.5")
		return []string{"fill", "#fff"}
	case Hatched:
		fill := s.pattern("h", "8", `<rect width="8" height="8" fill="#fff"/><path d="M-2 2 2-2M0 8 8 0M6 10 10 6" stroke="#0017c1" stroke-width="1.4"/>`)
		s.rect(x, y, w, h, "fill", fill, "stroke", blue, "stroke-width", "1.5")
		return []string{"fill", ink, "stroke", "#fff", "stroke-width", "5", "paint-order", "stroke", "stroke-linejoin", "round"}
	}
	s.rect(x, y, w, h, "fill", "#fff", "stroke", blue, "stroke-width", "1.5", "stroke-dasharray", "5 4")
	return []string{"fill", ink}
}

// inside are the lines written in a stair: the first `strong` of them in bold.
func (p Step) inside(w float64) (lines []string, strong int) {
	lines = wrapMax(p.Inside, w, big, 3)
	return append(lines, wrapMax(p.Detail, w, small, 3)...), len(lines)
}

func (c Steps) writeInside(s *sheet, p Step, x, y, w float64, paint []string) {
	lines, strong := p.inside(w)
	for i, l := range lines {
		if i < strong {
			s.text(x, y+float64(i)*leading(big), big, start, l, with(bold, paint)...)
		} else {
			s.text(x, y+float64(i)*leading(big), small, start, l, paint...)
		}
	}
}

func (c Steps) drawWide() *sheet {
	s := &sheet{w: c.wide(800)}
	cw := min(s.w/float64(len(c.Items)), 260)
	low, topRoom, foot := 56.0, 24.0, 0.0
	for _, p := range c.Items {
		in, _ := p.inside(cw - 24)
		low = max(low, float64(len(in))*leading(big)+16)
		topRoom = max(topRoom, float64(len(wrapMax(p.Top, cw-8, big, 3)))*leading(big)+12)
		foot = max(foot, float64(len(wrapMax(p.Label, cw-8, big, 2))+len(wrapMax(p.Word, cw-8, small, 2)))*leading(big)+8)
	}
	rise := 0.0
	if len(c.Items) > 1 {
		rise = min(50, 150/float64(len(c.Items)-1))
	}
	ground := topRoom + low + rise*float64(len(c.Items)-1)
	for i, p := range c.Items {
		x, h := float64(i)*cw, low+rise*float64(i)
		paint := c.box(s, p, x+1, ground-h, cw-2, h)
		c.writeInside(s, p, x+12, ground-h+24, cw-24, paint)
		top := wrapMax(p.Top, cw-8, big, 3)
		s.lines(x+2, ground-h-10-float64(len(top)-1)*leading(big), big, start, top, boldIf(p.Now)...)
		label := wrapMax(p.Label, cw-8, big, 2)
		s.lines(x+2, ground+22, big, start, label, boldIf(p.Now)...)
		s.lines(x+2, ground+22+float64(len(label))*leading(big), small, start, wrapMax(p.Word, cw-8, small, 2), with(soft, boldIf(p.Now))...)
	}
	s.path("M0 "+num(ground)+"H"+num(cw*float64(len(c.Items))), "stroke", ink, "stroke-width", "1.5")
	s.h = ground + foot + 6
	return s
}

// drawNarrow lays the staircase on its side: each step a longer bar, so that all words keep their size.
func (c Steps) drawNarrow() *sheet {
	s := &sheet{w: narrow}
	y := 2.0
	for i, p := range c.Items {
		y = splitLine(s, y, or(strings.Join(filled(p.Label, p.Word), "　"), " "), p.Top, p.Now)
		w := s.w * (0.5 + 0.5*float64(i+1)/float64(len(c.Items)))
		in, _ := p.inside(w - 24)
		h := max(30, float64(len(in))*leading(big)+14)
		paint := c.box(s, p, 1, y, w-2, h)
		c.writeInside(s, p, 12, y+22, w-24, paint)
		y += h + 14
	}
	s.h = y - 8
	return s
}
