package calendar

import (
	"fmt"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/textfile"
	"kaname/kit/ui"
)

// lead says in one sentence what time of the year it is and what comes next.
func (v View) lead() string {
	if v.Year.Month() == 0 {
		return v.FY.Era() + "の" + v.Place() + "の段取りです。"
	}
	var now, next []string
	at := 13
	for _, x := range v.Used() {
		if x.Loop == "" {
			continue
		}
		name, from := strings.Join(x.Narrow(), ""), column(x.From, v.Start)
		switch st := x.State(v.Today); {
		case st == Now:
			now = append(now, name)
		case st == Coming && from < at:
			at, next = from, []string{name}
		case st == Coming && from == at:
			next = append(next, name)
		}
	}
	s := "きょうは" + day(v.Today) + "。"
	if len(now) > 0 {
		s += "いまは" + strings.Join(now, "と") + "の時期"
		if len(next) == 0 {
			return s + "です。"
		}
		s += "、"
	}
	if len(next) > 0 {
		s += fmt.Sprintf("つぎは%d月の%sです。", (v.Start.Month+at-2)%12+1, strings.Join(next, "と"))
	}
	return s
}

// more counts the steps that only the full view shows.
func (v View) more() int {
	n := 0
	for _, s := range v.Used() {
		if !s.Main {
			n++
		}
	}
	return n
}

// hidden are the steps that the ward does not use.
func (v View) hidden() []Step {
	var out []Step
	for _, s := range v.Steps {
		if s.Hidden {
			out = append(out, s)
		}
	}
	return out
}

// inLane are the used steps of a lane.
func (v View) inLane(l Lane) []Step {
	var out []Step
	for _, s := range v.Used() {
		if s.Lane == l {
			out = append(out, s)
		}
	}
	return out
}

// recorded are the steps with a line of what happened, the newest first.
func (v View) recorded() []Step {
	var out []Step
	for _, s := range v.Steps {
		if s.Done != nil {
			out = append(out, s)
		}
	}
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].Done.At > out[j-1].Done.At; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// narrow is the year month by month for a narrow screen: this month, the next two, and the rest.
type narrow struct {
	Title string // 9月（いま）
	Now   bool
	Steps []Step
}

func (v View) narrow() []narrow {
	var out []narrow
	first := max(1, v.Year.Month())
	for i := range 12 {
		col := (first+i-1)%12 + 1
		n := narrow{Title: fmt.Sprintf("%d月", v.MonthNames()[col-1]), Now: col == v.Year.Month()}
		for _, s := range v.In(col) {
			begins := column(s.From, v.Start) == col
			if (v.All || s.Main) && (begins || n.Now) {
				n.Steps = append(n.Steps, s)
			}
		}
		if n.Now {
			n.Title += "（いま）"
		}
		if col < first {
			n.Title += "（すぎた月）"
		}
		if len(n.Steps) > 0 {
			out = append(out, n)
		}
	}
	return out
}

func (s Step) byText() string {
	if s.By == "" {
		return ""
	}
	return s.By.MDW()
}

// changed says what was done to the step, by whom and why.
func (s Step) changed() string {
	if s.Change == nil {
		return ""
	}
	did := map[string]string{"move": "時期を動かしました", "hide": "使わない段取りにしました", "restore": "元にもどしました"}[s.Change.Deed]
	who := s.Change.ByName
	if s.Change.WardID == "" && s.WardID != "" {
		who += "（市の事務局）"
	}
	return s.Change.At.Date().Slash() + " " + who + "さんが" + did + "。" + s.Change.Reason
}

func monthChoices(start clock.Start) []ui.Choice {
	out := make([]ui.Choice, 12)
	for i, m := range (Year{Start: start}).MonthNames() {
		out[i] = ui.Choice{Value: strconv.Itoa(m), Name: fmt.Sprintf("%d月", m)}
	}
	return out
}

func laneChoices() []ui.Choice {
	var out []ui.Choice
	help := map[Lane]string{City: "市の輪。基準と市の計画", Ward: "区の輪。方針・目標・取組", Voice: "アンケートと調べ", People: "研修・面談・表彰", News: "公表・庁内報"}
	for _, l := range Lanes {
		out = append(out, ui.Choice{Value: string(l), Name: l.Name(), Help: help[l]})
	}
	return out
}

func everyChoices(fy clock.FY) []ui.Choice {
	return []ui.Choice{{Value: "always", Name: fy.Era() + "から毎年"}, {Value: "once", Name: fy.Era() + "だけ"}}
}

func (d Draft) every() string {
	if d.ToFY == Always {
		return "always"
	}
	return "once"
}

func (d changing) every() string {
	if d.EveryYear {
		return "always"
	}
	return "once"
}

func (c *Calendar) linkChoices() []ui.Choice {
	out := []ui.Choice{{Name: "開く画面はない"}}
	for _, r := range c.Rooms() {
		out = append(out, ui.Choice{Value: r.Path, Name: r.Verb})
	}
	return out
}

// pairs are both versions of a step that two people saved, field by field.
func (f form) pairs() []ui.Pair {
	t := *f.Theirs
	months := func(d Draft) string { return Step{Draft: d}.Months(f.Start) }
	return []ui.Pair{{Label: "帯", Theirs: t.Lane.Name(), Mine: f.Lane.Name()}, {Label: "名前", Theirs: t.Title, Mine: f.Title}, {Label: "すること", Theirs: t.Note, Mine: f.Note},
		{Label: "時期", Theirs: months(t.Draft), Mine: months(f.Draft)}, {Label: "期日", Theirs: showDue(t.Due), Mine: showDue(f.Due)}}
}

// sheet is the year as a file: every step, those that are not used too.
func (v View) sheet() textfile.Sheet {
	s := textfile.Sheet{Title: "年間の段取り " + v.FY.Era(), Columns: []textfile.Column{{Key: "lane", Name: "帯"}, {Key: "title", Name: "段取り"}, {Key: "note", Name: "すること"},
		{Key: "from", Name: "始まり"}, {Key: "to", Name: "終わり"}, {Key: "due", Name: "期日"}, {Key: "state", Name: "状態"}, {Key: "line", Name: "どうなったか"},
		{Key: "kind", Name: "わけ"}, {Key: "source", Name: "もと"}, {Key: "used", Name: "使う・使わない"}, {Key: "change", Name: "変えたこと"}},
		Notes: []string{v.Place() + "の" + v.FY.Long() + "の段取り。状態は" + v.Today.Slash() + "の時点。", "わけは、法令・条例、計画・指針、慣例・ほかの市の例、足したもの、の4つ。"}}
	for _, x := range v.Steps {
		line, used := "", "使う"
		if x.Done != nil {
			line = x.Done.Line
		}
		if x.Hidden {
			used = "使わない"
		}
		s.Rows = append(s.Rows, []string{x.Lane.Name(), x.Name(), x.Note, string(x.First), string(x.Last), string(x.By), x.State(v.Today).Show().Word, line,
			x.Kind.Name(), x.Source, used, x.changed()})
	}
	return s
}
