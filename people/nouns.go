// Package people knows the municipality: its offices, who works in them, what each may do, and who is at the door.
package people

import (
	"strings"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/kana"
)

// Forever is the last day of what has no end yet.
const Forever clock.Date = "9999-12-31"

// City is the municipality that runs this house.
type City struct {
	Name      string
	Start     clock.Start // first day of its fiscal year
	Levels    []string    // its words for the depths of its offices: 区, 課, 担当
	HideBelow int         // smallest number of answers shown
	HasSample bool
}

// Office is a place in the dated tree: the city, a ward, or an office of any depth below.
type Office struct {
	ID, Code, Name, Level string
	Kind                  string // city, ward, office
	ParentID              string
	WardID                string // "" above the wards
	Path                  string // /city/ward/.../self/
	Sort                  int
	Counter               bool // serves visitors at a counter
	From, To              clock.Date
	SuccessorID           string
	Sample                bool
	UpdatedAt             clock.Instant
}

// Depth counts from 0 (the city).
func (o Office) Depth() int { return strings.Count(o.Path, "/") - 2 }

// On says whether the office stands on day.
func (o Office) On(day clock.Date) bool { return o.From <= day && day <= o.To }

// Employment is the kind of employment of a person.
type Employment struct{ Value, Name string }

// Employments lists them; 会計年度任用職員 are staff like all others.
var Employments = []Employment{
	{"regular", "正規"}, {"reappointed", "再任用"}, {"fixed_term", "任期付"}, {"fiscal_year", "会計年度任用"}, {"contractor", "委託"},
}

// EmploymentName is its name on screens.
func EmploymentName(v string) string {
	for _, e := range Employments {
		if e.Value == v {
			return e.Name
		}
	}
	return v
}

// Person is somebody who works here. What an administrator writes is the PersonDraft.
type Person struct {
	ID string
	PersonDraft
	Display   string
	KanaKey   string
	From, To  clock.Date
	Sample    bool
	UpdatedAt clock.Instant
}

// PersonDraft is the part of a person that is written down: one list for form, check and store.
type PersonDraft struct {
	Number                string
	Family, Given         string
	FamilyKana, GivenKana string
	Called                string // 表示名（旧姓・通称）; "" means 姓 名
	Employment            string
}

// Check returns a fault that names each field that cannot stand. Any character is welcome in a name.
func (d PersonDraft) Check() error {
	var c fault.Check
	c.That(d.Number != "", "number", "職員番号を入れてください。先頭の0もそのまま入れます。")
	c.That(len(d.Number) <= 20, "number", "職員番号は20字までです。")
	c.That(d.Family != "" || d.Called != "", "family", "姓を入れてください。分けられない名前は表示名に入れます。")
	c.That(d.FamilyKana != "" || d.Called != "", "family_kana", "セイを入れてください。名簿の五十音順に使います。")
	ok := false
	for _, e := range Employments {
		ok = ok || e.Value == d.Employment
	}
	c.That(ok, "employment", "雇用の形を選んでください（正規・再任用・任期付・会計年度任用・委託）。")
	return c.Err()
}

// Tidy normalises what was typed: numbers to half width, kana to full width, spaces trimmed.
func (d PersonDraft) Tidy() PersonDraft {
	d.Number = kana.Code(d.Number)
	d.Family, d.Given, d.Called = kana.FreeText(d.Family), kana.FreeText(d.Given), kana.FreeText(d.Called)
	d.FamilyKana, d.GivenKana = kana.Normalize(d.FamilyKana), kana.Normalize(d.GivenKana)
	return d
}

// Show is the name on screens.
func (d PersonDraft) Show() string {
	if d.Called != "" {
		return d.Called
	}
	return strings.TrimSpace(d.Family + " " + d.Given)
}

// Post is a person's place in an office, with dates: one main post, any number of 兼務.
type Post struct {
	ID, StaffID, OfficeID string
	OfficeName            string
	OfficePath            string
	WardID, WardName      string
	WardPath              string
	Role                  Role
	Title                 string
	Main                  bool
	From, To              clock.Date
}
