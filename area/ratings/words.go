package ratings

import (
	"strings"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/ui"
)

// newHref begins a new rating from the ward's last one, which most often has the same fields.
func newHref(x Index) string {
	if len(x.Rows) > 0 {
		return "/ratings/new?from=" + x.Rows[0].ID
	}
	return "/ratings/new?ward=" + x.Ward.ID
}

// outOf is the end of a mean: 点（5点満点）.
func outOf(s Scale) string { return "点（" + itoa(s.Top) + "点満点）" }

func (d Draft) announced() string {
	if d.Announced == nil {
		return "入っていません"
	}
	return starsWord(*d.Announced)
}

// wholeNote says what the mean of the whole was taken over, or why there is none.
func (v View) wholeNote() string {
	switch {
	case v.Whole.N == 0:
		return "まだ評点がありません。"
	case len(v.Missing) > 0:
		return "評点のない分野（" + strings.Join(v.Missing, "・") + "）があるため、全体はまだ出せません。"
	}
	return itoa(len(v.Results.Fields)) + "分野の平均の平均、評点" + itoa(v.Whole.N) + "個"
}

func (o Other) words() string {
	s := o.Name
	if o.Mean != nil {
		s += " " + o.meanText() + "点"
	}
	if o.Stars != nil {
		s += " " + o.starsText()
	}
	return s
}

// words are the first three published figures of a field in a line.
func words(others []Other) string {
	var parts []string
	for _, o := range others[:min(3, len(others))] {
		parts = append(parts, o.words())
	}
	return strings.Join(parts, "、")
}

func (o Other) fieldWord() string {
	if o.Field == "" {
		return "全体"
	}
	return o.Field
}

func (l Level) threshold() string {
	switch {
	case l.Stars == 0:
		return "いちばん下のしきい値に届かない"
	case l.AtLeast == nil:
		return "公表されていません"
	}
	return points(*l.AtLeast) + "点以上"
}

// change says how this year's mean differs from the earlier one, or why that cannot be said.
func (e Earlier) change(f Field, now Mean) string {
	then, why := e.Of(f)
	if why != "" {
		return "くらべられません。" + why
	}
	return step(now, then)
}

// mean is the earlier mean of a field with the same name, as it was.
func (e Earlier) mean(f Field) string {
	if old, ok := e.matches[f.Key]; ok {
		return old.Mean.String() + outOf(e.Rating.Scale)
	}
	return "–"
}

// followed says what the mark became.
func (p Past) followed(now clock.FY) string {
	if p.Then.Value == nil || p.Now.Value == nil {
		return "項目か物差しが変わったため、点はくらべられません。" + p.Result
	}
	return strings.TrimSpace(p.FY.Era() + " " + p.Then.String() + "点 → " + now.Era() + " " + p.Now.String() + "点（" + step(p.Now, p.Then) + "）　" + p.Result)
}

// abouts are the fields and items that an action can be about.
func (v View) abouts() []ui.Choice {
	out := []ui.Choice{{Name: "選んでください"}}
	for _, f := range v.Results.Fields {
		out = append(out, ui.Choice{Value: f.Key, Name: f.Name + "（分野の全体）"})
		for _, it := range f.Items {
			name := f.Name + "「" + it.Name + "」"
			if it.Mean.Value != nil {
				name += " " + it.Mean.String() + "点"
			}
			out = append(out, ui.Choice{Value: f.Key + "/" + it.Key, Name: name})
		}
	}
	return out
}

// finished is the field of what came of an action; the one that was sent keeps what was typed.
func (t acting) finished(x Action, p fault.Problems) ui.Input {
	in := ui.Input{Name: "result-" + x.ID, Label: "どうなったか", Need: true, Help: "200字まで。できなかったときも、わけを残します。"}
	if t.finishing == x.ID {
		in.Value, in.Problem = t.result, p.Of(in.Name)
	}
	return in
}
