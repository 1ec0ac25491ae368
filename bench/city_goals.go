package main

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"kaname/area/goals"
	"kaname/kit/clock"
)

var (
	goalsTable        = table{"goals", "id, kind, ward_id, office_id, parent_id, fy, title, words, words_by, situation, owner_id, partner_id, plan_ref, from_id, sample, created_by, created_at, updated_by, updated_at"}
	linksTable        = table{"goal_links", "goal_id, kind, target, name, href"}
	measuresTable     = table{"goal_measures", "id, goal_id, position, name, shape, unit, up, base_label, base_kind, period, decimals, rounding, baseline, baseline_note, target, stretch, from_fy, due_fy, per, condition, definition, source, sample, updated_at"}
	readingsTable     = table{"goal_readings", "id, measure_id, value, n, base_label, from_date, to_date, as_of, source, href, by_id, at, sample"}
	checkinsTable     = table{"goal_checkins", "id, goal_id, status, line, need, confidence, by_id, at, sample"}
	reviewsTable      = table{"goal_reviews", "goal_id, stage, doing, reach, summary, issue, remedy, verdict, rule, reason, by_id, at, updated_at, sample"}
	endingsTable      = table{"goal_endings", "goal_id, decision, reason, next_id, by_id, at, sample"}
	publicationsTable = table{"goal_publications", "goal_id, what, approval_id, text, at, sample"}
)

// goal is a goal or initiative of the year that is being lived.
type goal struct {
	id, kind, title, parent, ref, from string
	w                                  *ward
	o                                  *place
	owner, partner                     string
	measure, item                      string // the item of the survey it reads, "" by hand
	target                             float64
	standard                           standard
}

// writeGoals opens the year's goals with their initiatives, and ends or carries over those of the year before.
func (c *city) writeGoals(fy clock.FY) {
	for wi, w := range c.wards {
		t := day(fy, 4, 12).Add(time.Duration(wi) * time.Hour)
		w.before, w.goals = w.goals, nil
		for i := range c.goals {
			g := &goal{kind: "goal", title: pick(c, deedsOf), w: w, o: w.offices[i%len(w.offices)]}
			if i%4 == 0 {
				g.item = []string{"jikan", "setumei", "annai", "taido"}[i/4%4]
			}
			c.open(g, fy, t, i)
		}
		tops := w.goals
		run := w.plans[0].keys[:min(len(w.plans[0].keys), c.initiatives/4)]
		for p, key := range run {
			c.open(&goal{kind: "initiative", title: cut(w.plans[0].name[p], 80), w: w, o: w.offices[p%len(w.offices)], ref: w.plans[0].ref + "/" + key}, fy, t, len(w.goals))
		}
		for i := len(run); i < c.initiatives; i++ {
			up := tops[i%len(tops)]
			c.open(&goal{kind: "initiative", title: pick(c, doings), w: w, o: up.o, parent: up.id}, fy, t, len(w.goals))
		}
		c.end(w, fy, t)
	}
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// open writes a goal, its links and its measure.
func (c *city) open(g *goal, fy clock.FY, t time.Time, i int) {
	t = t.Add(time.Duration(i) * time.Second)
	w, o := g.w, g.o
	g.id, g.owner, g.partner = c.id(t), o.staff[i%len(o.staff)], o.lead
	if g.partner == g.owner {
		g.partner = o.head
	}
	if i < len(w.before) && i%3 != 0 {
		g.from = w.before[i].id
	}
	c.s.put(goalsTable, g.id, g.kind, w.id, o.id, null(g.parent), int(fy), fmt.Sprintf("%s（%s）", g.title, o.name), pick(c, sayings), o.name+" 全員（4月の話し合い）", pick(c, situations),
		g.owner, null(other(g.partner, g.owner)), g.ref, null(g.from), true, g.owner, at(t), g.owner, at(t))
	if g.kind == "goal" {
		g.standard = c.standards[i%len(c.standards)]
		c.s.put(linksTable, g.id, "standard", g.standard.id, "基準 "+g.standard.code+" "+g.standard.title, "/standards/"+g.standard.id)
		c.s.put(linksTable, g.id, "policy", w.points[i%len(w.points)], "方針 "+pick(c, sayings), "/policies")
	}
	g.measure, g.target = c.id(t), 60+float64(i%30)
	shape, unit, source, per := []string{"ratio", "count", "ratio", "cadence", "coverage"}[i%5], "%", "", ""
	if shape == "cadence" {
		per = "month"
	}
	if g.item != "" {
		shape, per, source = "ratio", "", "survey:"+w.survey+":"+g.item+":top2:"
	}
	c.s.put(measuresTable, g.measure, g.id, 1, "ねらいに届いた割合", shape, unit, true, "来庁者アンケートに答えた人", "respondents", "月", 1, "half_up", 50.0, "前の年度の調べ（n=412）", g.target, g.target+10, int(fy), int(fy), per, "",
		"5段階のうち上の2つを選んだ人の割合。「利用していない」は母数に入れない", source, true, at(t))
	w.goals = append(w.goals, g)
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func other(a, b string) string {
	if a == b {
		return ""
	}
	return a
}

// end decides what becomes of last year's.
func (c *city) end(w *ward, fy clock.FY, t time.Time) {
	next := map[string]string{}
	for _, g := range w.goals {
		next[g.from] = g.id
	}
	for _, g := range w.before {
		decision := "end"
		if next[g.id] != "" {
			decision = "continue"
		}
		c.s.put(endingsTable, g.id, decision, "まだ続ける。来年は目安を見直す。", null(next[g.id]), g.o.head, at(day(fy-1, 3, 20)), true)
		c.note(t, g.o.head, w.id, "carry over", "goal", g.id)
	}
}

// all of the year, mixed: what is written in a month lies on the disk as it came, not ward by ward.
func (c *city) mixed() []*goal {
	var all []*goal
	for _, w := range c.wards {
		all = append(all, w.goals...)
	}
	c.rng.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	return all
}

// over spreads n moments over days from t on.
func over(t time.Time, days, i, n int) time.Time {
	return t.Add(time.Duration(days) * 24 * time.Hour * time.Duration(i) / time.Duration(n))
}

// measure writes the month's reading of every measure.
func (c *city) measure(fy clock.FY, month int) {
	from := day(fy, month, 1)
	to := from.AddDate(0, 1, -1)
	if future(to) {
		return
	}
	all := c.mixed()
	for i, g := range all {
		t := over(to, 1, i, len(all))
		value := math.Round((g.target-8+c.rng.Float64()*12)*10) / 10
		href, source := "", "番号発券機の記録"
		if g.item != "" {
			href, source = "/voices/"+g.w.survey, "来庁者アンケート"
		}
		c.s.put(readingsTable, c.id(t), g.measure, value, 40+c.rng.IntN(400), "来庁者アンケートに答えた人", on(from), on(to), on(to), source, href, g.owner, at(t), true)
		if href == "" {
			c.note(t, g.owner, g.w.id, "measure", "goal", g.id)
		}
	}
}

// checkIn lets everybody write the month's line.
func (c *city) checkIn(fy clock.FY, month int) {
	all, t := c.mixed(), day(fy, month, 3)
	for i, g := range all {
		t := over(t, 24, i, len(all))
		if future(t) {
			return
		}
		status, need := "good", ""
		switch n := c.rng.IntN(20); {
		case n == 0:
			status, need = "help", pick(c, needs)
		case n < 5:
			status = "care"
		}
		c.s.put(checkinsTable, c.id(t), g.id, status, pick(c, lines), need, "likely", g.owner, at(t), true)
		c.note(t, g.owner, g.w.id, "report", "goal", g.id)
	}
}

// review looks back on all of the year's.
func (c *city) review(fy clock.FY, stage string) {
	t := map[string]time.Time{"mid": day(fy, 10, 5), "end": day(fy, 3, 8)}[stage]
	all := c.mixed()
	for i, g := range all {
		t := over(t, 12, i, len(all))
		reach, issue, remedy := "on", "", ""
		if c.chance(35) {
			reach, issue, remedy = "off", pick(c, issues), pick(c, remedies)
		}
		c.s.put(reviewsTable, g.id, stage, "on", reach, pick(c, summaries), issue, remedy, "達成", goals.RuleOf(fy).ID, fmt.Sprintf("目安 %.0f%% に対して値がある", g.target), g.owner, at(t), at(t), true)
		c.note(t, g.owner, g.w.id, "review", "goal", g.id)
	}
}

// publish puts this year's goals and last year's results before the public, through the two steps of approval.
func (c *city) publish(fy clock.FY) {
	for _, w := range c.wards {
		for i, g := range w.goals {
			if g.kind == "goal" {
				c.approve(g, "goal", fy, fy == c.last && i%20 == 7)
			}
		}
		for _, g := range w.before {
			if g.kind == "goal" {
				c.approve(g, "result", fy-1, false)
			}
		}
	}
}

func (c *city) approve(g *goal, what string, fy clock.FY, waiting bool) {
	t := day(fy, 5, 12)
	if what == "result" {
		t = day(fy+1, 5, 14)
	}
	request := c.decide(g.w.id, "goal."+what, g.id, "公表「"+g.title+"」（"+g.o.name+"）", "/goals/"+g.id, g.owner, t, waiting,
		step{"所属長", "section_head", g.o.path, g.o.head}, step{"区長", "ward_head", g.w.path, g.w.head})
	if waiting {
		return
	}
	p := goals.Published{WardID: g.w.id, Ward: g.w.name, Office: g.o.name, FY: fy, Title: g.title, Words: pick(c, sayings), Situation: pick(c, situations), Serves: []string{"基準 " + g.standard.code + " " + g.standard.title},
		Measures: []goals.PublishedMeasure{{Name: "ねらいに届いた割合", Unit: "%", Aim: fmt.Sprintf("%.0f%%以上", g.target), Definition: "5段階のうち上の2つを選んだ人の割合", Base: "来庁者アンケートに答えた人", Period: "月", Rounding: "四捨五入", Direction: "up", Target: &g.target, Decimals: 1}}}
	if what == "result" {
		p.Done, p.Reach, p.Summary, p.Verdict, p.Rule = "on", "on", pick(c, summaries), "達成", goals.RuleOf(fy).ID
		for m := range 12 {
			from := day(fy, (m+3)%12+1, 1)
			p.Measures[0].Points = append(p.Measures[0].Points, goals.Point{FY: fy, From: clock.Date(on(from)), To: clock.Date(on(from.AddDate(0, 1, -1))), Value: g.target, N: 120, Source: "来庁者アンケート"})
		}
	}
	text, err := json.Marshal(p)
	if err != nil {
		c.s.failed = err
	}
	c.s.put(publicationsTable, g.id, what, request, string(text), at(t.AddDate(0, 0, 4)), true)
}
