package publishing

import (
	"math"
	"strings"

	"kaname/kit/chart"
	"kaname/kit/clock"
)

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

// span names the time of a point: a whole fiscal year, a month, or months.
func (x Point) span(start clock.Start) string {
	from, to := x.From, x.To
	switch {
	case !from.Valid() || !to.Valid() || from == start.First(x.FY) && to == start.Last(x.FY):
		return x.FY.Era()
	case from[:7] == to[:7]:
		return eraMonth(from)
	}
	return eraMonth(from) + "〜" + strings.TrimPrefix(eraMonth(to), eraYear(from))
}

// eraYear writes 令和8年, eraMonth 令和8年9月.
func eraYear(d clock.Date) string { y, _, _ := strings.Cut(d.Era(), "年"); return y + "年" }

func eraMonth(d clock.Date) string { m, _, _ := strings.Cut(d.Era(), "月"); return m + "月" }

// spans names the times of points one beside the other: the era stands once as long as it lasts.
func spans(points []Point, start clock.Start) []string {
	out, era := make([]string, len(points)), ""
	for i, x := range points {
		name := x.span(start)
		r := []rune(name)
		if len(r) > 2 && string(r[:2]) == era && !strings.Contains(name, "〜") {
			name = string(r[2:])
		} else if len(r) > 2 {
			era = string(r[:2])
		}
		out[i] = name
	}
	return out
}

// line draws the measure's course up to fy.
func (m Measure) line(id string, fy clock.FY, start clock.Start) chart.Line {
	points := m.shown(fy)
	l := chart.Line{Periods: spans(points, start), AxisName: m.Name, PeriodName: "いつ", Decimals: m.Decimals, AimLabel: "目ざす", Better: chart.Higher}
	if strings.HasPrefix(m.Direction, "小さい") {
		l.Better = chart.Lower
	}
	n, flat := 0, m.Target != nil && !m.adds()
	var series []chart.Point
	for _, x := range points {
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

// adds says whether the points of a year are its parts.
func (m Measure) adds() bool { return m.Shape == "count" || m.Shape == "cadence" }

// drawn says whether there is a course to draw; one value alone, a sum and a stage are said in a sentence.
func (m Measure) drawn(fy clock.FY) bool { return len(m.shown(fy)) > 1 && !m.stage() && !m.adds() }

// finding says the course in a sentence.
func (m Measure) finding(points []Point, start clock.Start) string {
	if len(points) == 0 {
		return ""
	}
	if fy := points[len(points)-1].FY; m.adds() {
		sum, _ := m.of(fy)
		return m.Name + "は、" + fy.Era() + "にあわせて" + m.show(sum) + m.Unit + "です。"
	}
	if m.stage() {
		v, _ := m.of(points[len(points)-1].FY)
		return m.Name + "は、" + map[bool]string{true: "できています。", false: "まだできていません。"}[v >= 1]
	}
	first, last := points[0], points[len(points)-1]
	now := m.show(last.Value) + m.Unit
	switch was := m.show(first.Value) + m.Unit; {
	case len(points) == 1:
		return m.Name + "は、" + last.span(start) + "に" + now + "でした。"
	case was == now:
		return m.Name + "は、" + first.span(start) + "と同じ" + now + "です。"
	default:
		return m.Name + "は、" + was + "から" + now + "になりました。"
	}
}

// alone says what one must know of a value that is not drawn, as the caption of a drawing would.
func (m Measure) alone(fy clock.FY, start clock.Start) (finding, rests string) {
	points := m.shown(fy)
	if len(points) == 0 {
		return "", ""
	}
	x := points[len(points)-1]
	when, n := x.span(start), x.N
	if parts := m.parts(x.FY); m.adds() && len(parts) > 1 {
		when, n = parts[0].span(start)+"から"+when+"まで", 0
		for _, p := range parts {
			n += p.N
		}
	}
	return m.finding(points, start), m.Base + "、" + when + "、n=" + chart.Number(float64(n), 0) + "。出どころ " + strings.TrimSuffix(x.Source, "。") + "。"
}

// parts are the points of one year.
func (m Measure) parts(fy clock.FY) []Point {
	var out []Point
	for _, x := range m.Points {
		if x.FY == fy {
			out = append(out, x)
		}
	}
	return out
}

// with is the measure with last year's points before its own, where last was the same measure of the same base.
func (m Measure) with(last Measure, fy clock.FY) Measure {
	if m.Name != last.Name || m.Unit != last.Unit || m.Base != last.Base || m.Shape != last.Shape {
		return m
	}
	if _, known := m.of(fy - 1); known {
		return m
	}
	var before []Point
	for _, x := range last.Points {
		if x.FY < fy {
			before = append(before, x)
		}
	}
	m.Points = append(before, m.Points...)
	return m
}
