package goals

import (
	"strconv"

	"kaname/kit/ui"
)

func (g Goal) formTitle() string {
	if g.ID == "" {
		return g.Kind.Name() + "を書く"
	}
	return g.Kind.Name() + "をなおす"
}

func (g Goal) action() string {
	if g.ID == "" {
		return "/goals"
	}
	return "/goals/" + g.ID
}

func (g Goal) back() string { return g.action() }

// draftName is under what a half-filled form is kept.
func (g Goal) draftName() string {
	if g.ID == "" {
		return "goal:new:" + string(g.Kind)
	}
	return "goal:" + g.ID
}

func (g Goal) crumb(here string) []ui.Link {
	path := []ui.Link{{Name: "目標と改善", Href: "/board"}, {Name: "目標", Href: "/goals"}}
	if g.ID != "" {
		path = append(path, ui.Link{Name: g.Title, Href: "/goals/" + g.ID})
	}
	return append(path, ui.Link{Name: here})
}

func targetChoices(ts []Target) []ui.Choice {
	out := make([]ui.Choice, len(ts))
	for i, t := range ts {
		out[i] = ui.Choice{Value: t.Kind + ":" + t.Target, Name: linkKind(t.Kind) + "　" + t.Name}
	}
	return out
}

func linkOn(ls []Link) map[string]bool {
	on := map[string]bool{}
	for _, l := range ls {
		on[l.Kind+":"+l.Target] = true
	}
	return on
}

func measureTitle(id string) string {
	if id == "" {
		return "ものさしを足す"
	}
	return "ものさしをなおす"
}

func measureAction(g Goal, id string) string {
	if id == "" {
		return "/goals/" + g.ID + "/measures"
	}
	return "/goals/" + g.ID + "/measures/" + id
}

func direction(d MeasureDraft) string {
	if d.Up {
		return "up"
	}
	return "down"
}

func valueUnit(m Measure) string {
	if m.Shape == Milestone || m.Shape == Conditional {
		return "できたら1"
	}
	return m.Unit
}

func typedValue(r Reading) string {
	if r.Value == 0 && r.N == 0 {
		return ""
	}
	return ftoa(r.Value)
}

func typedN(r Reading) string {
	if r.N == 0 {
		return ""
	}
	return itoa(r.N)
}

func itoa(n int) string     { return strconv.Itoa(n) }
func ftoa(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
