package goals

import (
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/ui"
	"kaname/people"
)

// head is the top of a goal's page.
func (v View) head() ui.HeadOf {
	state := v.Status().Show()
	meta := "まだ更新がありません"
	if len(v.Checkins) > 0 {
		meta = "最終更新 " + v.Checkins[0].At.Date().MDW() + " " + v.Checkins[0].ByName
	}
	h := ui.HeadOf{Title: v.Title, State: &state, Meta: meta, Sub: v.WardName + "　" + v.OfficeName + "　" + v.FY.Era() + "　おもな2人: " + v.people(),
		Path: []ui.Link{{Name: "目標と改善", Href: "/board"}, {Name: "目標", Href: "/goals"}, {Name: v.OfficeName}}}
	return h
}

func (v View) people() string {
	names := slices.DeleteFunc([]string{v.OwnerName, v.PartnerName}, func(s string) bool { return s == "" })
	if len(names) == 0 {
		return "まだ決まっていません"
	}
	return strings.Join(names, "・")
}

// auto is the evidence that came by itself: the newest reading of each measure with a source, and what other rooms know.
func (v View) auto() []Evidence {
	out := slices.Clone(v.Evidence)
	for _, m := range v.Measures {
		for i := len(m.Readings) - 1; i >= max(0, len(m.Readings)-3); i-- {
			if r := m.Readings[i]; r.Href != "" {
				out = append(out, Evidence{Kind: "調べ", Title: r.Source, Text: m.Name + " " + m.Show(r.Value) + m.Unit + "（n=" + itoa(r.N) + "）", Href: r.Href, Icon: "chart", On: r.To})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Evidence) int { return strings.Compare(string(y.On), string(x.On)) })
	return out
}

// steps are check-ins, comments and gates in one line of time, newest first.
func (v View) steps() []step {
	out := []step{{at: v.CreatedAt, who: v.WordsBy, text: v.Kind.Name() + "を決めました。"}}
	for _, c := range v.Checkins {
		text := c.Line
		if c.Need != "" {
			text += "（ほしい助け: " + c.Need + "）"
		}
		if c.Confidence != "" {
			text += "　見込み: " + confidenceName(c.Confidence)
		}
		out = append(out, step{at: c.At, who: c.ByName, status: c.Status, text: text})
	}
	for _, c := range v.Comments {
		out = append(out, step{at: c.At, who: c.ByName, text: c.Text})
	}
	for what, at := range v.Public {
		out = append(out, step{at: at, who: "公表", text: publicName(what) + "を公表しました。", gate: true})
	}
	for stage, r := range v.Reviews {
		out = append(out, step{at: r.At, who: r.ByName, text: stage.Name() + "のふり返りを書きました。", gate: true})
	}
	slices.SortStableFunc(out, func(x, y step) int { return strings.Compare(string(y.at), string(x.at)) })
	return out
}

// publishable says whether there is something to put forward.
func (v View) publishable(what string) bool {
	if what == "result" {
		_, ok := v.Reviews[End]
		return ok
	}
	return true
}

// words are a review's answers in words.
func (r Review) words() string {
	mid := r.Stage == Mid
	switch {
	case mid && r.Reach == "on":
		return "届く見込み"
	case mid && r.Reach == "off":
		return "届かない見込み"
	case r.Reach == "on":
		return "届いた"
	case r.Reach == "off":
		return "届かなかった"
	}
	return "数では測らない（" + map[string]string{"on": "実施", "off": "実施できない"}[r.Doing] + "）"
}

func verb(v View, stage Stage) string {
	if _, ok := v.Reviews[stage]; ok {
		return "なおす"
	}
	return "書く"
}

func linkKind(kind string) string {
	return map[string]string{"principle": "理念", "standard": "基準", "policy": "方針"}[kind]
}

func publicName(what string) string {
	return map[string]string{"goal": "ことしの目標", "result": "結果"}[what]
}

func orThinking(s Status) Status {
	if s == "" {
		return Thinking
	}
	return s
}

func statusStates() []ui.State {
	out := make([]ui.State, len(Statuses))
	for i, s := range Statuses {
		out[i] = s.Show()
	}
	return out
}

func statusValues() []string {
	out := make([]string, len(Statuses))
	for i, s := range Statuses {
		out[i] = string(s)
	}
	return out
}

func confidenceChoices() []ui.Choice {
	var out []ui.Choice
	for _, c := range Confidences {
		out = append(out, ui.Choice{Value: c.Value, Name: c.Name})
	}
	return out
}

func decisionChoices() []ui.Choice {
	var out []ui.Choice
	for _, d := range Decisions {
		out = append(out, ui.Choice{Value: string(d.Decision), Name: d.Name, Help: d.Help})
	}
	return out
}

func shapeChoices() []ui.Choice {
	var out []ui.Choice
	for _, s := range Shapes {
		out = append(out, ui.Choice{Value: string(s.Shape), Name: s.Name, Help: s.Example})
	}
	return out
}

func baseChoices() []ui.Choice {
	var out []ui.Choice
	for _, b := range Bases {
		out = append(out, ui.Choice{Value: b.Kind, Name: b.Name})
	}
	return out
}

func sourceChoices(sources []Source) []ui.Choice {
	out := []ui.Choice{{Name: "手で入れる"}}
	for _, s := range sources {
		out = append(out, ui.Choice{Value: s.Ref, Name: s.Name + "（毎月自動）"})
	}
	return out
}

// fyWays are the years of the year switch: from the year after this one back to five years ago.
func fyWays(a people.Actor, now clock.FY, href func(clock.FY) string) ui.Switch {
	s := ui.Switch{Name: "年度", Now: now.Era()}
	for fy := a.FY + 1; fy >= a.FY-5; fy-- {
		s.Ways = append(s.Ways, ui.Link{Name: fy.Era(), Href: href(fy), On: fy == now})
	}
	return s
}

// number shows an optional number in a field.
func number(v *float64) string {
	if v == nil {
		return ""
	}
	return ftoa(*v)
}
