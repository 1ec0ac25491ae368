package policies

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared/approval"
)

// draftName is under what a half-filled form is kept.
func (p Policy) draftName() string { return "policy:" + p.ID }

// fields are a draft as its form sends it, for keeping a form that is not finished.
func (d Draft) fields(seen string) url.Values {
	f := url.Values{"seen": {seen}, "foreword": {d.Foreword}}
	for _, x := range d.Points {
		f.Add("point", x.ID)
		f.Set("title-"+x.ID, x.Title)
		f.Set("text-"+x.ID, x.Text)
		for _, l := range x.Links {
			f.Add("link-"+x.ID, l.Kind+":"+l.ID)
		}
	}
	return f
}

// state is where a version stands, in a word.
func (v View) state() ui.State {
	switch {
	case v.Waiting():
		return approval.Open.Show()
	case !v.Published():
		return ui.State{Word: "下書き", Shape: "think", Tone: "quiet"}
	case v.ID != v.Current().ID:
		return ui.State{Word: "前の版", Shape: "done", Tone: "quiet"}
	}
	return ui.State{Word: "公表", Shape: "done", Tone: "good"}
}

func (p Policy) meta() string {
	if p.Published() {
		return p.Name() + "　" + p.PublishedAt.Date().West() + " 公表"
	}
	return p.Name() + "　" + p.UpdatedAt.Date().MDW() + " " + p.Editor
}

func (v View) head(a people.Actor) ui.HeadOf {
	h := ui.HeadOf{Title: v.WardName + "の方針", Sub: v.FY.Long() + "　区長がことし大切にすることです。所属の目標は、この方針につながります。",
		Path: []ui.Link{{Name: "目標と改善", Href: "/board"}, {Name: "方針"}}}
	if v.ID != "" {
		s := v.state()
		h.State, h.Meta = &s, v.meta()
	}
	if len(v.Wards) > 0 {
		s := ui.Switch{Name: "区", Now: v.WardName}
		for _, w := range v.Wards {
			s.Ways = append(s.Ways, ui.Link{Name: w.Name, Href: yearHref(w.ID, v.FY), On: w.ID == v.WardID})
		}
		h.Switches = append(h.Switches, s)
	}
	h.Switches = append(h.Switches, years(a, v.WardID, v.FY))
	return h
}

func crumb(p Policy, here string) []ui.Link {
	return []ui.Link{{Name: "目標と改善", Href: "/board"}, {Name: "方針", Href: yearHref(p.WardID, p.FY)}, {Name: p.FY.Era() + " " + p.Name(), Href: p.Href()}, {Name: here}}
}

// returned is why the newest request came back, "" where it did not.
func (v View) returned() string {
	if v.Request == nil || v.Request.State != approval.Returned {
		return ""
	}
	for _, s := range v.Request.Steps {
		if s.Decision == approval.Returned {
			return s.Reason
		}
	}
	return ""
}

// editions are the versions to turn to, those of the draft's ward and of every year.
func (v View) editions() []Policy {
	var out []Policy
	for _, p := range v.All {
		if p.Published() || p.FY == v.FY {
			out = append(out, p)
		}
	}
	return out
}

func (p Policy) edition() string {
	if p.Published() {
		return p.PublishedAt.Date().Slash() + " 公表"
	}
	return "下書き"
}

// choices are the principles and standards that a point may lean on: this year's, and those it leans on already.
func (s sitting) choices(x Point) []ui.Choice {
	var out []ui.Choice
	known := map[string]bool{}
	for _, t := range append(append([]Target{}, s.above...), x.Links...) {
		if v := t.Kind + ":" + t.ID; !known[v] && t.Name != "" {
			known[v] = true
			out = append(out, ui.Choice{Value: v, Name: kindName(t.Kind) + "　" + t.Name})
		}
	}
	return out
}

func (x Point) on() map[string]bool {
	on := map[string]bool{}
	for _, t := range x.Links {
		on[t.Kind+":"+t.ID] = true
	}
	return on
}

// sheetOf is the points as a file, one row each.
func sheetOf(fy clock.FY, all []Policy, serves map[string][]ServedBy) textfile.Sheet {
	s := textfile.Sheet{Title: "方針 " + fy.Era(), Columns: []textfile.Column{{Key: "ward", Name: "区"}, {Key: "fy", Name: "年度"}, {Key: "version", Name: "版"}, {Key: "published", Name: "公表日"},
		{Key: "number", Name: "番号"}, {Key: "title", Name: "題"}, {Key: "text", Name: "本文"}, {Key: "links", Name: "理念・基準"}, {Key: "goals", Name: "つながる目標"}},
		Notes: []string{"番号が「はじめの言葉」の行は、区長の言葉です。", "公表日が空の版は下書きです。"}}
	for _, p := range all {
		if p.ID == "" {
			continue
		}
		row := func(cells ...string) {
			s.Rows = append(s.Rows, append([]string{p.WardName, p.FY.Era(), p.Name(), string(p.PublishedAt.Date())}, cells...))
		}
		row("はじめの言葉", "", p.Foreword, "", "")
		for i, x := range p.Points {
			var goals []string
			for _, g := range serves[x.ID] {
				goals = append(goals, g.Title+"（"+g.Office+"）")
			}
			row(itoa(i+1), x.Title, x.Text, x.leans(), strings.Join(goals, "、"))
		}
	}
	return s
}

// block is one piece of the printed policy that is not torn over two sheets.
type block struct {
	kind, text string // foreword, sign, title, text, links
	number     int
	lines      int
}

// What a sheet of A4 holds, in lines of the running text: 45 characters a line, 38 lines under the head.
const (
	lineLength = 43
	sheetLines = 38
)

// sheets parts the policy into A4 sheets. A title never stands alone at the foot of one.
func (p Policy) sheets() [][]block {
	var out [][]block
	var page []block
	used := 4 // the head of the first sheet
	for i, b := range p.blocks() {
		need := b.lines
		if all := p.blocks(); b.kind == "title" && i+1 < len(all) {
			need += all[i+1].lines
		}
		if used+need > sheetLines && len(page) > 0 {
			out, page, used = append(out, page), nil, 0
		}
		page, used = append(page, b), used+b.lines
	}
	return append(out, page)
}

func (p Policy) blocks() []block {
	var out []block
	text := func(kind, s string) {
		for _, l := range strings.Split(s, "\n") {
			if l != "" {
				out = append(out, block{kind: kind, text: l, lines: 1 + utf8.RuneCountInString(l)/lineLength})
			}
		}
	}
	text("foreword", p.Foreword)
	if p.Foreword != "" {
		out = append(out, block{kind: "sign", text: p.WardName + "長", lines: 2})
	}
	for i, x := range p.Points {
		out = append(out, block{kind: "title", text: x.Title, number: i + 1, lines: 3})
		text("text", x.Text)
		if s := x.leans(); s != "" {
			text("links", s)
		}
	}
	return out
}
