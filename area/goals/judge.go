package goals

import (
	"fmt"
	"math"

	"kaname/kit/clock"
)

// Rule judges how far a measure has come. Rules have versions; a judgement names the rule that made it.
type Rule struct {
	ID, Name, Text string
	From           clock.FY // first fiscal year it governs
	DueShare       float64  // percent of the target to be reached in the due year
}

// Rules in the order of their years. The first is Osaka's rule of the fiscal year 2013 year-end review,
// generalised to any period (domain.md §2.3): elapsed years ÷ period before the due year, 90 % in it.
var Rules = []Rule{{
	ID: "進み具合の規則 第1版", Name: "概ね順調", From: 2012, DueShare: 90,
	Text: "進捗率＝実績÷目安（もとの値があるときは、もとの値からの伸び÷目安までの伸び）。期限の年度は90%以上、それより前の年度は「過ぎた年数÷期間の年数」以上なら概ね順調。進捗率は小数第1位に四捨五入し、基準は小数第1位に切り上げる。",
}}

// RuleOf is the rule that governs fy.
func RuleOf(fy clock.FY) Rule {
	r := Rules[0]
	for _, next := range Rules {
		if next.From <= fy {
			r = next
		}
	}
	return r
}

// Verdict is a judgement: a word, the figures behind it, and the rule that made it.
type Verdict struct {
	Word     string  // 概ね順調, 必ずしも順調ではない, まだ測っていない, 条件がまだ, 数では測らない
	Good     bool    // true for 概ね順調
	Measured bool    // false where there is nothing to judge
	Progress float64 // percent, one decimal
	Expected float64 // percent, one decimal
	Rule     string
	Reason   string // in words, with the figures
}

// The words of a verdict.
const (
	OnTrack    = "概ね順調"
	OffTrack   = "必ずしも順調ではない"
	NotYet     = "まだ測っていない"
	NotDue     = "条件がまだ"
	NoNumber   = "数では測らない"
	NoExpected = "目安がまだ"
)

// Judge judges m by the readings of the fiscal years up to fy. start is the city's first day of the year.
func Judge(m Measure, fy clock.FY, start clock.Start) Verdict {
	rule := RuleOf(fy)
	v := Verdict{Rule: rule.ID}
	actual, ok := m.Actual(fy, start)
	switch {
	case m.Shape == Conditional && !ok:
		v.Word, v.Reason = NotDue, "「"+m.Condition+"」がまだ起きていません。"
		return v
	case !ok:
		v.Word, v.Reason = NotYet, "「"+m.Name+"」の"+fy.Era()+"の値がまだありません。"
		return v
	}
	target, ok := m.goal()
	if !ok {
		v.Word, v.Reason = NoExpected, "「"+m.Name+"」の目安が決まっていません。"
		return v
	}
	v.Measured = true
	v.Progress = m.progress(actual, target)
	v.Expected = rule.expected(m.FromFY, m.DueFY, fy)
	v.Good = v.Progress >= v.Expected
	v.Word = OffTrack
	if v.Good {
		v.Word = OnTrack
	}
	v.Reason = fmt.Sprintf("「%s」の進捗率は%.1f%%（いま%s%s、目安%s）。%sの基準は%.1f%%以上。", m.Name, v.Progress, m.Show(actual), m.Unit, m.Aim(), fy.Era(), v.Expected)
	return v
}

// expected is the share of the target, in percent rounded up to one decimal, that fy asks for.
func (r Rule) expected(from, due, fy clock.FY) float64 {
	if fy >= due {
		return r.DueShare
	}
	elapsed, period := float64(fy-from+1), float64(due-from+1)
	return math.Ceil(math.Max(0, elapsed)/period*1000-1e-9) / 10
}

// progress is the share of the way to the target, in percent with one decimal, never below 0.
// With a baseline it is (A−base)÷(B−base); without one A÷B, or B÷A where smaller is better.
func (m Measure) progress(a, b float64) float64 {
	var p float64
	switch {
	case m.Baseline != nil && *m.Baseline != b:
		p = (a - *m.Baseline) / (b - *m.Baseline)
	case m.Up && b != 0:
		p = a / b
	case m.Up, a <= b: // nothing asked for, or within the limit
		p = 1
	case a != 0:
		p = b / a
	}
	return math.Max(0, round(p*100, 1, "half_up"))
}

// goal is the number a measure's actual is held against.
func (m Measure) goal() (float64, bool) {
	switch m.Shape {
	case Milestone, Conditional:
		return 1, true
	case Cadence:
		if m.Target == nil {
			return 0, false
		}
		return *m.Target * m.turns(), true
	}
	if m.Target == nil {
		return 0, false
	}
	return *m.Target, true
}

// turns is how many turns of a cadence have passed by AsOf, or a whole year's; at least one.
func (m Measure) turns() float64 {
	year := perYear[m.Per]
	first := clock.April.First(m.DueFY)
	if m.AsOf == "" || m.AsOf > clock.April.Last(m.DueFY) || m.AsOf < first {
		return year
	}
	passed := m.AsOf.Time().Sub(first.Time()).Hours()/24 + 1
	return math.Max(1, math.Floor(year*passed/365))
}

// Actual is the value of fy: the sum of the year's readings for counts and cadences, else the latest.
// ok is false where there is none. A milestone, once reached, stays reached.
func (m Measure) Actual(fy clock.FY, start clock.Start) (v float64, ok bool) {
	for _, r := range m.Readings {
		year := start.Of(r.To)
		if year > fy || year < fy && m.Shape != Milestone {
			continue
		}
		switch m.Shape {
		case Count, Cadence:
			v += r.Value
		case Milestone, Conditional:
			v = math.Max(v, r.Value)
		default:
			v = r.Value
		}
		ok = true
	}
	return v, ok
}

// Latest is the newest reading up to the end of fy; ok is false where there is none.
func (m Measure) Latest(fy clock.FY, start clock.Start) (r Reading, ok bool) {
	for _, x := range m.Readings {
		if start.Of(x.To) <= fy {
			r, ok = x, true
		}
	}
	return r, ok
}

// JudgeAll judges a goal by its measures: off track as soon as one is, not measured as long as one is not.
func JudgeAll(ms []Measure, fy clock.FY, start clock.Start) Verdict {
	all := Verdict{Word: NoNumber, Rule: RuleOf(fy).ID, Reason: "数のものさしがないので、状態とその理由を人が書きます。"}
	for i, m := range ms {
		v := Judge(m, fy, start)
		if i == 0 || worse(v, all) {
			reason := v.Reason
			if i > 0 {
				reason = v.Reason + all.Reason
			}
			all = v
			all.Reason = reason
		} else {
			all.Reason += v.Reason
		}
	}
	return all
}

func worse(x, y Verdict) bool { return rank(x) > rank(y) }

func rank(v Verdict) int {
	switch v.Word {
	case OffTrack:
		return 3
	case NotYet, NoExpected:
		return 2
	case OnTrack:
		return 1
	}
	return 0
}

// round keeps so many decimals by the rule; a hair is added so that 66.65 as binary still rounds as on paper.
func round(v float64, decimals int, rule string) float64 {
	p := math.Pow(10, float64(decimals))
	x := v * p
	switch rule {
	case "down":
		return math.Trunc(x+math.Copysign(1e-9, x)) / p
	case "up":
		return math.Ceil(x-1e-9) / p
	}
	return math.Copysign(math.Floor(math.Abs(x)+0.5+1e-9), x) / p
}
