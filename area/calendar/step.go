// Package calendar keeps the year's arrangements: what an office does in which month, what is next, and what has been done.
package calendar

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/people"
)

// Lane is the band of the year that a step belongs to.
type Lane string

// The lanes, from the top.
const (
	City   Lane = "city"
	Ward   Lane = "ward"
	Voice  Lane = "voice"
	People Lane = "people"
	News   Lane = "news"
)

// Lanes lists them in the order of the page.
var Lanes = []Lane{City, Ward, Voice, People, News}

// Name is the lane on screens.
func (l Lane) Name() string {
	return map[Lane]string{City: "市", Ward: "区", Voice: "声と調べ", People: "学びと人", News: "発信"}[l]
}

// Kind says why a step is there.
type Kind string

// The kinds: a law or ordinance asks for it, a plan or guideline names it, other offices do it then, or this one added it.
const (
	Law       Kind = "law"
	Programme Kind = "programme"
	Custom    Kind = "custom"
	Own       Kind = "own"
)

// Name is the kind on screens.
func (k Kind) Name() string {
	return map[Kind]string{Law: "法令・条例", Programme: "計画・指針", Custom: "慣例・ほかの市の例", Own: "足したもの"}[k]
}

// Always is the last year of what goes on every year.
const Always clock.FY = 9999

// Draft is the part of a step that people write: one list for the form, the checks and the store.
type Draft struct {
	Lane     Lane
	Title    string
	Note     string // what one does, in a line
	From, To int    // months 1–12; To may lie in the next calendar year
	Due      string // MM-DD, or ""
	Link     string // a room of the house, or ""
	FromFY   clock.FY
	ToFY     clock.FY // Always, or FromFY for one year alone
}

// Check returns a fault that names each field that cannot stand.
func (d Draft) Check(start clock.Start) error {
	var c fault.Check
	c.That(d.Lane.Name() != "", "lane", "どの帯に置くかを選んでください。")
	c.That(d.Title != "", "title", "段取りの名前を入れてください。暦の帯と手順の一覧に出ます。")
	c.That(utf8.RuneCountInString(d.Title) <= 40, "title", "名前が40字をこえています。くわしいことは「すること」に書いてください。")
	c.That(utf8.RuneCountInString(d.Note) <= 120, "note", "「すること」は120字までです。")
	checkMonths(&c, d.From, d.To, d.Due, start)
	c.That(d.ToFY >= d.FromFY, "every", "この年度だけか、毎年かを選んでください。")
	return c.Err()
}

func checkMonths(c *fault.Check, from, to int, due string, start clock.Start) {
	c.That(from >= 1 && from <= 12, "from", "始まりの月を選んでください。")
	c.That(to >= 1 && to <= 12, "to", "終わりの月を選んでください。")
	if from < 1 || from > 12 || to < 1 || to > 12 {
		return
	}
	p, q := column(from, start), column(to, start)
	c.That(p <= q, "to", fmt.Sprintf("終わりの%d月が、始まりの%d月より前になっています。年度は%d月から始まります。", to, from, start.Month))
	if due == "" {
		return
	}
	var m, day int
	_, err := fmt.Sscanf(due, "%02d-%02d", &m, &day)
	ok := err == nil && m >= 1 && m <= 12 && clock.Date("2028-"+due).Valid()
	c.That(ok, "due", "期日が読めません。「9/30」のように書いてください。")
	c.That(!ok || p > q || column(m, start) >= p && column(m, start) <= q, "due", fmt.Sprintf("期日が%d月から%d月までの外にあります。期日か月をなおしてください。", from, to))
}

// Done is the record that a step was done.
type Done struct {
	WardID, Step string
	FY           clock.FY
	Line         string
	ByID, ByName string
	At           clock.Instant
}

// Change is what a ward or the city did to a step that stands above it.
type Change struct {
	WardID, Step string
	FromFY, ToFY clock.FY
	Deed         string // move, hide, restore
	From, To     int
	Due          string
	Reason       string
	ByID, ByName string
	At           clock.Instant
}

// Step is one arrangement as it stands for a ward in a fiscal year.
type Step struct {
	Key string // of the program's own steps, or the id of an added one
	Draft
	Kind         Kind
	Main         bool   // shown in the short view of the year
	Loop         Lane   // City or Ward where it is part of the double loop
	Short, Strip string // its name in a narrow box; | may break
	Source       string
	WardID       string // whose own it is; "" for the city's and the program's
	Sample       bool
	UpdatedBy    string
	UpdatedAt    clock.Instant

	FY     clock.FY
	First  clock.Date // of its span in FY
	Last   clock.Date
	By     clock.Date // the date by which, or ""
	Hidden bool
	Change *Change // the newest change that holds
	Done   *Done
}

// column is a month's place in the fiscal year, 1–12.
func column(month int, start clock.Start) int { return (month-start.Month+12)%12 + 1 }

// year is the calendar year in which a month of fy lies.
func year(fy clock.FY, month int, start clock.Start) int {
	if month < start.Month {
		return int(fy) + 1
	}
	return int(fy)
}

// place works out the dates of a step in its year.
func (s *Step) place(start clock.Start) {
	s.First = clock.Date(fmt.Sprintf("%04d-%02d-01", year(s.FY, s.From, start), s.From))
	s.Last = monthEnd(year(s.FY, s.To, start), s.To)
	s.By = ""
	if s.Due != "" {
		var m int
		fmt.Sscanf(s.Due, "%02d-", &m)
		s.By = clock.Date(fmt.Sprintf("%04d-%s", year(s.FY, m, start), s.Due))
		if !s.By.Valid() { // 29 February of a common year
			s.By = monthEnd(year(s.FY, m, start), m)
		}
	}
}

func monthEnd(y, m int) clock.Date {
	y, m = y+m/12, m%12+1
	return clock.Date(fmt.Sprintf("%04d-%02d-01", y, m)).AddDays(-1)
}

// State is where a step stands.
type State string

// The states: recorded as done, over without a record, now, still to come.
const (
	Finished State = "done"
	Past     State = "past"
	Now      State = "now"
	Coming   State = "next"
)

// State tells from today: what was recorded as done is done, whatever the day.
func (s Step) State(today clock.Date) State {
	switch {
	case s.Done != nil:
		return Finished
	case today > s.Last:
		return Past
	case today >= s.First:
		return Now
	}
	return Coming
}

// Show is a state's word with its shape. That its time is over is no reproach.
func (st State) Show() ui.State {
	return map[State]ui.State{
		Finished: {Word: "済んだ", Shape: "done", Tone: "quiet"},
		Past:     {Word: "時期がすぎた", Shape: "none", Tone: "quiet"},
		Now:      {Word: "いま", Shape: "half", Tone: "good"},
		Coming:   {Word: "これから", Shape: "open", Tone: "quiet"},
	}[st]
}

// Shipped says whether the step came with the program.
func (s Step) Shipped() bool { return s.Kind != Own }

// ChangedBy says whether a may move, hide and finish the step for a ward ("" is the whole city).
func (s Step) ChangedBy(a people.Actor, wardID string) bool { return mayWrite(a, wardID) }

// RevisedBy says whether a may rewrite the step: only who added it, its ward or the city office.
func (s Step) RevisedBy(a people.Actor) bool { return !s.Shipped() && mayWrite(a, s.WardID) }

func mayWrite(a people.Actor, wardID string) bool { return a.MayInWard(people.WriteCalendar, wardID) }

// Name is the step's full name.
func (s Step) Name() string { return s.Title }

// Narrow is the step's name for a box, in pieces between which a line may break.
func (s Step) Narrow() []string {
	if s.Short != "" {
		return strings.Split(s.Short, "|")
	}
	return []string{s.Title}
}

// Months is the span in words: 4月, 7月から10月まで, 毎月.
func (s Step) Months(start clock.Start) string {
	switch {
	case s.From == s.To:
		return fmt.Sprintf("%d月", s.From)
	case column(s.From, start) == 1 && column(s.To, start) == 12:
		return "1年じゅう"
	}
	return fmt.Sprintf("%d月から%d月まで", s.From, s.To)
}
