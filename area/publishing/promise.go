package publishing

import (
	"math"
	"strings"

	"kaname/kit/chart"
	"kaname/kit/clock"
)

// Promise is a goal as the public reads it: the approved promise, later its approved result, and the plain sentences
// the secretariat added.
type Promise struct {
	ID           string
	FY           clock.FY
	Goal, Result *Item
	Extra
	Named string // a person's name stands in it, so it is kept back
}

// Extra is what the secretariat adds to a promise.
type Extra struct {
	Position int
	Top      bool
	Plain
	WordsOf, ResultOf string // the approvals whose texts were put plainly
	UpdatedAt         clock.Instant
}

// Plain are the plain sentences: one list for form, check and store.
type Plain struct {
	EasyTitle, EasyWords, EasyResult string
	EnTitle, EnWords, EnResult       string
}

// text is the newest approved text.
func (p Promise) text() Text {
	if p.Result != nil {
		return p.Result.Text
	}
	return p.Goal.Text
}

// slug names the promise in addresses: the random end of its id.
func (p Promise) slug() string {
	s := strings.ToLower(strings.ReplaceAll(p.ID, "-", ""))
	return "y" + s[max(0, len(s)-12):]
}

// at is when the public could first read the newest text.
func (p Promise) at() clock.Instant {
	at := clock.Instant("")
	for _, i := range []*Item{p.Goal, p.Result} {
		if i != nil {
			at = max(at, i.At)
		}
	}
	return at
}

func (p Promise) sample() bool {
	return p.Goal != nil && p.Goal.Sample || p.Result != nil && p.Result.Sample
}

// wordsApproval is the approval that the title and words stand on.
func (p Promise) wordsApproval() string {
	if p.Goal != nil {
		return p.Goal.Approval
	}
	return p.Result.Approval
}

func (p Promise) resultApproval() string {
	if p.Result == nil {
		return ""
	}
	return p.Result.Approval
}

// freshWords says whether the plain title and words put the text of today plainly; after a new approval they wait
// until somebody has looked at them again.
func (p Promise) freshWords() bool { return p.WordsOf != "" && p.WordsOf == p.wordsApproval() }

func (p Promise) freshResult() bool { return p.ResultOf != "" && p.ResultOf == p.resultApproval() }

// plainTitle, plainWords and plainResult are the sentences in l; "" where the Japanese stands in.
func (p Promise) plainTitle(l Lang) string {
	if !p.freshWords() {
		return ""
	}
	return map[Lang]string{Easy: p.EasyTitle, En: p.EnTitle}[l]
}

func (p Promise) plainWords(l Lang) string {
	if !p.freshWords() {
		return ""
	}
	return map[Lang]string{Easy: p.EasyWords, En: p.EnWords}[l]
}

func (p Promise) plainResult(l Lang) string {
	if !p.freshResult() {
		return ""
	}
	return map[Lang]string{Easy: p.EasyResult, En: p.EnResult}[l]
}

// state is the word, mark and colour of a promise: go, ok, ng (the year runs), no (the year is over), re.
func (p Promise) state(over bool) string {
	if p.Result == nil {
		if p.Goal.Text.Revised {
			return "re"
		}
		return "go"
	}
	missed := map[bool]string{true: "no", false: "ng"}[over]
	t := p.Result.Text
	switch {
	case t.Reach == "on":
		return "ok"
	case t.Reach == "off":
		return missed
	case t.Done == "on":
		return "ok"
	case t.Done == "off":
		return missed
	case t.Revised:
		return "re"
	}
	return "go"
}

func (p Promise) missed() bool {
	s := p.state(true)
	return s == "no"
}

// unexplained says whether a result was missed and the approved text does not say why, or what comes next.
func (p Promise) unexplained() bool {
	return p.Result != nil && p.missed() && (p.Result.Text.Issue == "" || p.Result.Text.Remedy == "")
}

// all is everything the public could read of the promise, in one string.
func (p Promise) all() string {
	var b strings.Builder
	for _, i := range []*Item{p.Goal, p.Result} {
		if i == nil {
			continue
		}
		t := i.Text
		for _, s := range append([]string{t.Title, t.Words, t.Situation, t.Summary, t.Issue, t.Remedy, t.Reason, t.Next}, t.Serves...) {
			b.WriteString(s + "\n")
		}
		for _, m := range t.Measures {
			b.WriteString(m.Name + "\n" + m.Definition + "\n" + m.Base + "\n")
			for _, x := range m.Points {
				b.WriteString(x.Source + "\n")
			}
		}
	}
	b.WriteString(strings.Join([]string{bare(p.EasyTitle), bare(p.EasyWords), bare(p.EasyResult), p.EnTitle, p.EnWords, p.EnResult}, "\n"))
	return b.String()
}

// show rounds v by the measure's own rule.
func (m Measure) show(v float64) string {
	scale := math.Pow10(m.Decimals)
	switch {
	case strings.Contains(m.Rounding, "切り捨て"):
		v = math.Trunc(v*scale+math.Copysign(1e-9, v)) / scale
	case strings.Contains(m.Rounding, "切り上げ"):
		v = math.Ceil(v*scale-1e-9) / scale
	}
	return chart.Number(v, m.Decimals)
}

// stage says whether the measure is reached or not, without a number between.
func (m Measure) stage() bool { return m.Shape == "milestone" || m.Shape == "conditional" }

// Of is the value of a fiscal year: the sum of its points for counts and cadences, the highest for stages, else the
// latest. ok is false where there is none.
func (m Measure) of(fy clock.FY) (v float64, ok bool) {
	for _, x := range m.Points {
		if x.FY != fy {
			continue
		}
		switch m.Shape {
		case "count", "cadence":
			v += x.Value
		case "milestone", "conditional":
			v = max(v, x.Value)
		default:
			v = x.Value
		}
		ok = true
	}
	return v, ok
}

// last is the newest point of a year.
func (m Measure) last(fy clock.FY) (x Point, ok bool) {
	for _, p := range m.Points {
		if p.FY == fy {
			x, ok = p, true
		}
	}
	return x, ok
}

// most is how many points a drawing shows; of the years before, one each.
const most = 8

// shown are the points for the drawing: all where they are few, else the last of each earlier year and this year's.
func (m Measure) shown(fy clock.FY) []Point {
	var out []Point
	for i, x := range m.Points {
		if x.FY > fy {
			break
		}
		last := i+1 == len(m.Points) || m.Points[i+1].FY != x.FY
		if len(m.Points) <= most || x.FY == fy || last {
			out = append(out, x)
		}
	}
	return out[max(0, len(out)-12):]
}

// span names the time of a point briefly.
func (x Point) span(start clock.Start) string {
	from, to := x.From, x.To
	switch {
	case from == start.First(x.FY) && to == start.Last(x.FY):
		return x.FY.Era()
	case !from.Valid() || !to.Valid():
		return x.FY.Era()
	case from[:7] == to[:7]:
		return from.Time().Format("2006年1月")
	case from[:4] == to[:4]:
		return from.Time().Format("2006年1月〜") + to.Time().Format("1月")
	}
	return from.Time().Format("2006年1月〜") + to.Time().Format("2006年1月")
}

// line draws the measure's course up to fy.
func (m Measure) line(id string, fy clock.FY, start clock.Start) chart.Line {
	points := m.shown(fy)
	l := chart.Line{AxisName: m.Name, PeriodName: "いつ", Decimals: m.Decimals, AimLabel: "目ざす " + m.Aim, Better: chart.Higher}
	if strings.HasPrefix(m.Direction, "小さい") {
		l.Better = chart.Lower
	}
	n, flat := 0, m.Target != nil && m.Shape != "count" && m.Shape != "cadence"
	var series []chart.Point
	for _, x := range points {
		l.Periods = append(l.Periods, x.span(start))
		series = append(series, chart.Point{Value: chart.Of(x.Value), N: x.N})
		n += x.N
		if flat {
			l.Aim = append(l.Aim, chart.Of(*m.Target))
		}
	}
	l.Series = []chart.Series{{Points: series}}
	l.Note = chart.Note{ID: id, Title: m.Name, Finding: m.finding(points, start), Unit: m.Unit, Base: m.Base, N: n, Width: 620}
	if len(points) > 0 {
		l.Note.Period = points[0].From.Slash() + "〜" + points[len(points)-1].To.Slash()
		l.Note.Source = points[len(points)-1].Source
	}
	return l
}

// finding says the course in a sentence.
func (m Measure) finding(points []Point, start clock.Start) string {
	if len(points) == 0 {
		return ""
	}
	first, last := points[0], points[len(points)-1]
	now := m.show(last.Value) + m.Unit
	switch was := m.show(first.Value) + m.Unit; {
	case len(points) == 1:
		return m.Name + "は、" + last.span(start) + "に" + now + "でした。"
	case was == now:
		return m.Name + "は、" + first.span(start) + "と同じ" + now + "です。"
	default:
		return m.Name + "は、" + was + "（" + first.span(start) + "）から" + now + "（" + last.span(start) + "）になりました。"
	}
}
