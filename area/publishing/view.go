package publishing

import (
	"strings"

	"kaname/kit/chart"
	"kaname/kit/clock"
	"kaname/kit/ui"
)

func (w word) in(l Lang) string { return map[Lang]string{Ja: w.ja, Easy: w.easy, En: w.en}[l] }

// titleOf is the page's name for the browser: what, then whose.
func (v view) titleOf(title string) string {
	if v.ward != nil {
		return title + "｜" + v.s.City + " " + v.ward.Name
	}
	return title + "｜" + v.s.City
}

// langs says whether the page is there in other languages.
func (v view) langs() bool { return v.at != "data/columns.html" }

// nav are the main pages that can be reached from here.
func (v view) nav() []ui.Link {
	here := func(key, p string) ui.Link {
		return ui.Link{Name: v.l.say(key), Href: string(v.href(p)), On: v.at == p}
	}
	out := []ui.Link{here("top", "index.html")}
	if v.ward != nil {
		fy := v.s.FY
		if v.year != nil {
			fy = v.year.FY
		}
		out = append(out, here("promises", yearPath(v.ward, fy)), here("voices", yearPath(v.ward, fy)+"#kawatta"))
		if v.year != nil && len(v.s.Standards[fy]) > 0 {
			out = append(out, here("standard", standardsPath(fy)))
		}
	}
	return append(out, here("how", "how.html"))
}

// keeper says who keeps the page; without a contact of its own, the office.
func (v view) keeper() string {
	if v.year != nil && v.year.Announced.Contact != "" {
		return v.year.Announced.Contact
	}
	if v.ward != nil {
		return v.s.City + " " + v.ward.Name + "役所"
	}
	return v.s.City
}

// anySample says whether the lists of wards and years show sample data.
func (s *Site) anySample() bool {
	for _, w := range s.Wards {
		for _, y := range w.Years {
			if y.sample() {
				return true
			}
		}
	}
	return false
}

// count is how many promises are in a state.
type count struct {
	state string
	n     int
}

func (y Year) counts() []count {
	n := map[string]int{}
	for _, p := range y.Promises {
		n[p.state(y.Over)]++
	}
	var out []count
	for _, s := range []string{"ok", "go", "re", "ng", "no"} {
		if n[s] > 0 {
			out = append(out, count{s, n[s]})
		}
	}
	return out
}

// main is the first measure, whose figure stands for the promise.
func (p Promise) main() (Measure, bool) {
	if ms := p.text().Measures; len(ms) > 0 {
		return ms[0], true
	}
	return Measure{}, false
}

func (p Promise) aim(l Lang) string {
	m, _ := p.main()
	return m.aim(l)
}

// figure is the number of a promise beside its name; words stand where there is no number.
type figure struct{ now, unit, last, aim, words string }

func (p Promise) figure(l Lang, fy clock.FY) figure {
	m, ok := p.main()
	f := figure{unit: m.unit(l), aim: m.aim(l)}
	if !ok {
		f.words = l.say("nonumber")
		return f
	}
	v, now := m.of(fy)
	switch {
	case m.stage():
		f.words = l.say(map[bool]string{true: "reached", false: "notyet"}[v >= 1])
		return f
	case now:
		f.now = m.show(v)
	}
	if was, ok := m.of(fy - 1); ok {
		f.last = m.show(was) + m.unit(l)
	}
	if !now {
		f.words = l.say("soon")
	}
	return f
}

// units are the units that have a short name in English.
var units = map[string]string{"分": " min", "秒": " s", "時間": " hours", "日": " days", "件": " cases", "人": " people", "回": " times", "か所": " places", "課": " offices", "点": " points", "%": "%", "％": "%"}

// unit is the measure's unit in l.
func (m Measure) unit(l Lang) string {
	if u, ok := units[m.Unit]; ok && l == En {
		return u
	}
	return m.Unit
}

// aim is what is aimed for, in l.
func (m Measure) aim(l Lang) string {
	if l != En || m.Target == nil || m.stage() || m.Shape == "cadence" {
		return m.Aim
	}
	way := "at least "
	if strings.HasPrefix(m.Direction, "小さい") {
		way = "at most "
	}
	return way + m.show(*m.Target) + m.unit(l)
}

// short is the value of a year for a table.
func (p Promise) short(l Lang, fy clock.FY) string {
	f := p.figure(l, fy)
	if f.words != "" {
		return bare(f.words)
	}
	return f.now + f.unit
}

// causeKey heads the reason: the year runs, or it is over.
func (p Promise) causeKey(over bool) string {
	if over {
		return "cause.past"
	}
	return "cause.now"
}

// in is what changed, in l; "" where the Japanese stands in.
func (c Change) in(l Lang) string { return map[Lang]string{Easy: c.TextEasy, En: c.TextEn}[l] }

// rows are what one must know to read a measure: key of the word, and what stands beside it.
func (m Measure) rows(fy clock.FY, start clock.Start) [][2]string {
	out := [][2]string{{"definition", m.Definition}, {"base", m.Base}, {"period", m.Period}, {"unit", m.Unit},
		{"aim.head", m.Aim}, {"direction", m.Direction}, {"rounding", m.Rounding}}
	if points := m.shown(fy); len(points) > 0 {
		x := points[len(points)-1]
		out = append(out, [2]string{"n", chart.Number(float64(x.N), 0) + "（" + x.span(start) + "）"}, [2]string{"source", x.Source})
	}
	kept := out[:0]
	for _, r := range out {
		if strings.TrimSpace(r[1]) != "" {
			kept = append(kept, r)
		}
	}
	return kept
}
