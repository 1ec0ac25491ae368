package main

import (
	"fmt"
	"time"

	"kaname/area/standards"
	"kaname/kit/clock"
)

var (
	principlesTable = table{"principles", "id, sample, created_by, created_at"}
	wordingsTable   = table{"principle_versions", "principle_id, position, name, text, from_date, by_id, at, sample"}
	standardsTable  = table{"standards", "id, origin, origin_goal, origin_ward, origin_title, origin_fy, sample, created_by, created_at"}
	versionsTable   = table{"standard_versions", "id, standard_id, state, from_fy, to_fy, supersedes, code, principle_id, title, promise, text, axis, level, applies, changeable_by, outside, measure, how, threshold, unit, direction, attained, by_id, at, updated_at, sample"}
	checksTable     = table{"standard_checks", "id, standard_id, version_id, office_id, ward_id, fy, period, result, evidence, link, next, by_id, at, sample"}
	proposalsTable  = table{"standard_proposals", "id, kind, standard_id, title, text, reason, ward_id, fy, state, outcome, outcome_reason, decided_fy, by_id, at, updated_at, sample"}
	findingsTable   = table{"standard_findings", "standard_id, fy, ward_id, drawn, state, note, by_id, at, sample"}
	decisionsTable  = table{"standard_decisions", "standard_id, fy, decision, reason, by_id, at, updated_at, sample"}
)

// setStandards writes the principles and every standard; some begin later, a third are raised each year.
func (c *city) setStandards() {
	t := day(c.first, 4, 2)
	for _, p := range standards.Shipped {
		id := c.id(t)
		c.s.put(principlesTable, id, true, c.officer, at(t))
		c.s.put(wordingsTable, id, p.Position, p.Name, p.Text, on(t), c.officer, at(t), true)
		c.principles = append(c.principles, id)
	}
	applies := []string{"all", "counter", "counter", "all", "phone", "facility"}
	for i := range c.size.standards {
		s := standard{id: c.id(t), code: fmt.Sprintf("%d-%d", i%len(c.principles)+1, i/len(c.principles)+1), title: cut(rules[i%len(rules)], 20), applies: applies[i%len(applies)]}
		begins := c.first
		if i%5 == 4 {
			begins = min(c.first+1, c.last)
		}
		c.s.put(standardsTable, s.id, "city", "", "", "", 0, true, c.officer, at(t))
		for fy := begins; fy <= c.last; fy++ {
			if fy == begins || (i+int(fy))%3 == 0 {
				if n := len(s.versions); n > 0 {
					s.versions[n-1].to = fy - 1
				}
				s.versions = append(s.versions, version{id: c.id(day(fy-1, 3, 24)), from: fy, to: 9999})
			}
		}
		c.writeVersions(s, i)
		c.standards = append(c.standards, s)
	}
}

func (c *city) writeVersions(s standard, i int) {
	before := ""
	for n, v := range s.versions {
		t := day(v.from-1, 3, 24)
		threshold := 30 - 5*float64(n)
		c.s.put(versionsTable, v.id, s.id, "set", int(v.from), int(v.to), null(before), s.code, c.principles[i%len(c.principles)], s.title, rules[i%len(rules)], pick(c, situations),
			[]string{"soft", "hard"}[i%2], []string{"minimum", "ideal"}[i%2], s.applies, "city", "", "observation", "番号発券機の記録で、月ごとに確かめる", threshold, "分", "down", "すべての窓口で目安に届くこと", c.officer, at(t), at(t), true)
		before = v.id
	}
}

// in is the version that governs fy.
func (s standard) in(fy clock.FY) (version, bool) {
	for _, v := range s.versions {
		if v.from <= fy && fy <= v.to {
			return v, true
		}
	}
	return version{}, false
}

// checkStandards lets every office check what is meant for it; the building is checked at the ward itself.
func (c *city) checkStandards(fy clock.FY, month int) {
	for wi, w := range c.wards {
		for oi, o := range append([]*place{&w.place}, w.offices...) {
			t := over(day(fy, month, 10), 15, wi*20+oi, len(c.wards)*20)
			for _, s := range c.standards {
				meant := s.applies == "all" || s.applies == "phone" || s.applies == "counter" && o.counter
				if o.id == w.id {
					meant = s.applies == "facility"
				}
				if v, governs := s.in(fy); meant && governs {
					c.check(w, o, s, v, fy, t)
				}
			}
			c.note(t, first(o.head, w.head), w.id, "check", "office", o.id)
		}
	}
}

func (c *city) check(w *ward, o *place, s standard, v version, fy clock.FY, t time.Time) {
	result, evidence, next := "fit", "見て回って確かめた", ""
	switch n := c.rng.IntN(20); {
	case n < 2:
		result, evidence, next = "unfit", "まだ用意がない", "来月までに用意する"
	case n < 6:
		result, evidence, next = "partly", "混む時間にできないことがある", "応援の当番を決める"
	}
	c.s.put(checksTable, c.id(t), s.id, v.id, o.id, w.id, int(fy), on(t)[:7], result, evidence, "", next, first(o.head, w.head), at(t), true)
}

// verify is the March meeting, and what the wards had put forward for it.
func (c *city) verify(fy clock.FY) {
	t := day(fy, 3, 22)
	if future(t) {
		return
	}
	for i, s := range c.standards {
		if _, governs := s.in(fy); !governs {
			continue
		}
		for _, w := range c.wards {
			state := []string{"met", "met", "part", "coming"}[c.rng.IntN(4)]
			c.s.put(findingsTable, s.id, int(fy), w.id, state, state, "混む時期の守り方を来年も見る", c.director, at(t), true)
		}
		decision := "keep"
		if v, _ := s.in(fy); v.to == fy {
			decision = "raise"
		}
		c.s.put(decisionsTable, s.id, int(fy), decision, "おおむね守られている。混む時期の守り方を来年も見る。", c.director, at(t), at(t), true)
		c.note(t, c.director, "", "decide", "standard", s.id)
		w := c.wards[i%len(c.wards)]
		c.s.put(proposalsTable, c.id(t), "change", s.id, s.title+"をもう一段上げる", pick(c, situations), "対象の課が1年守れたため", w.id, int(fy), "decided", "keep", "来年も見る", int(fy), w.secretary, at(t), at(t), true)
	}
}
