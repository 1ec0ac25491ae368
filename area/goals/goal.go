// Package goals keeps what an office means to reach in a year, what it does for it, and how far it has come.
package goals

import (
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
)

// Kind tells a 目標 from a 取組 (initiative): both are opened, measured, reported, reviewed and carried over alike.
type Kind string

// The two kinds.
const (
	KindGoal       Kind = "goal"
	KindInitiative Kind = "initiative"
)

// Name is the kind on screens.
func (k Kind) Name() string {
	if k == KindInitiative {
		return "取組"
	}
	return "目標"
}

// Goal is one thing an office means to reach (or, as an initiative, to do) in a fiscal year.
type Goal struct {
	ID, WardID string
	Draft
	PlanRef   string // the plan's item it came from, "" where it is the office's own
	FromID    string // last year's goal
	Sample    bool
	CreatedBy string
	CreatedAt clock.Instant
	UpdatedBy string
	UpdatedAt clock.Instant

	OfficeName, OfficePath, WardName string
	OwnerName, PartnerName, Editor   string
}

// Draft is the part of a goal that its office writes: one list for the form, the checks and the store.
type Draft struct {
	Kind               Kind
	OfficeID, ParentID string
	FY                 clock.FY
	Title              string
	Words, WordsBy     string // わたしたちの言葉, and who said so
	Situation          string // 現状
	OwnerID, PartnerID string // two people, so that a transfer does not stop it
	Links              []Link
}

// Link ties a goal upwards: to a principle, a standard, or a point of the ward's policy.
type Link struct{ Kind, Target string }

// Check returns a fault that names each field that cannot stand.
func (d Draft) Check() error {
	var c fault.Check
	c.That(d.Kind == KindGoal || d.Kind == KindInitiative, "kind", "目標か取組かを選んでください。")
	c.That(d.Kind == KindInitiative || d.Words != "", "words", "やってみたいことを、自分たちの言葉で1行書いてください。数や用語はあとで足せます。")
	c.That(d.Title != "", "title", "名前を入れてください。公表するときの題になります。")
	c.That(utf8.RuneCountInString(d.Title) <= 80, "title", "名前が80字をこえています。題は短く、くわしいことは現状やひとことに書いてください。")
	c.That(utf8.RuneCountInString(d.Words) <= 200, "words", "やってみたいことは200字までです。")
	c.That(utf8.RuneCountInString(d.Situation) <= 1000, "situation", "現状は1000字までです。")
	c.That(d.OfficeID != "", "office", "どの所属の目標かを選んでください。")
	c.That(d.OwnerID == "" || d.OwnerID != d.PartnerID, "partner", "おもな2人には、ちがう人を選んでください。")
	return c.Err()
}

// RevisableBy says whether a may change g: its two people, who works in its office, its section head, or the secretariat.
func (g Goal) RevisableBy(a people.Actor) bool {
	mine := a.SignedIn() && (a.ID == g.OwnerID || a.ID == g.PartnerID) && a.SeesWard(g.WardID)
	return mine || a.MayAt(people.WriteGoals, g.OfficePath)
}

// LedBy says whether a may settle g: put it forward for publication, carry it over, end it.
func (g Goal) LedBy(a people.Actor) bool { return a.MayAt(people.LeadGoals, g.OfficePath) }

// Past says whether g belongs to a year that is over by the March after it: past years are read, not written.
// The year-end review and what follows stay open until the end of the next June.
func (g Goal) Past(a people.Actor) bool {
	return a.FY > g.FY+1 || a.FY == g.FY+1 && a.Today >= clock.April.First(a.FY).AddDays(91)
}

// Has says whether g is linked to the target.
func (g Goal) Has(kind, target string) bool {
	for _, l := range g.Links {
		if l.Kind == kind && l.Target == target {
			return true
		}
	}
	return false
}

// deny is the fault for who may read g but not change it.
func deny(g Goal) error {
	return fault.Denied("この"+g.Kind.Name()+"を変える", g.OfficeName+"の人か所属長")
}
