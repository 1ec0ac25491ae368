// Package publishing shows residents what a ward promised, what came of it and why, and writes the same pages as
// files that any web server can carry. Only what was approved goes out, and nobody's name.
package publishing

import (
	"context"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Publishing is what the house can do with its public pages.
type Publishing struct {
	DB    *db.DB
	Now   func() time.Time
	Note  people.Note
	Start func(context.Context) clock.Start // the city's first day of the fiscal year
	City  func(context.Context) (people.City, error)

	// Items asks for the approved texts of some fiscal years, the promises before their results; wardID "" is every ward.
	Items func(ctx context.Context, tx *db.Tx, wardID string, years []clock.FY) ([]Item, error)
	// Policy asks for the ward head's published policy of a year.
	Policy func(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) (Policy, bool, error)
	// Changes asks what changed because of voices between two days, the newest first.
	Changes func(ctx context.Context, tx *db.Tx, wardID string, from, to clock.Date) ([]Change, error)
	// Standards asks for the city's standards in force in a year.
	Standards func(ctx context.Context, tx *db.Tx, fy clock.FY) ([]Standard, error)
	// NextSurvey asks which visitor survey runs on the day or is the next to run; nil where there is no such room.
	NextSurvey func(ctx context.Context, tx *db.Tx, wardID string, day clock.Date) (Survey, bool, error)
	// Later has the ward's pages compared as a job and says at which page to wait; nil compares them at once.
	Later func(ctx context.Context, a people.Actor, title, wardID string) (page string, err error)
}

// Item is a promise ("goal") or its result ("result") as it was approved for the public.
type Item struct {
	ID, What string // the goal's id; the same for the promise and its result
	Approval string
	Text     Text
	At       clock.Instant
	Sample   bool
}

// Text is the public text of an item.
type Text struct {
	WardID, Ward, Office   string
	FY                     clock.FY
	Title, Words           string
	Situation              string
	Serves                 []string // the principles, standards and policy points it serves
	Measures               []Measure
	Done, Reach            string // results only: on, off, none
	Summary, Issue, Remedy string
	Verdict, Rule, Reason  string
	Next                   string
	Revised                bool // the promise was changed or given up within its year: 見直しました
}

// Measure is a measure with its definition and the values that were approved.
type Measure struct {
	Name, Unit, Aim, Definition, Base, Period, Rounding, Direction string
	Shape                                                          string // as in the goals room: ratio, count, cadence, coverage, milestone, conditional
	Target                                                         *float64
	Decimals                                                       int
	Points                                                         []Point // oldest first
}

// Point is one value with its n and where it came from.
type Point struct {
	FY       clock.FY
	From, To clock.Date
	Value    float64
	N        int
	Source   string
}

// Policy is what the ward head set out for the year.
type Policy struct {
	Foreword string
	Points   []PolicyPoint
	On       clock.Date // published
	Sample   bool
}

// PolicyPoint is one numbered point of a policy.
type PolicyPoint struct{ Title, Text string }

// Change is what became of a voice.
type Change struct {
	On                            clock.Date
	Voice, Text, TextEasy, TextEn string
	Office                        string
	Cannot                        bool // it could not be done; Text says why
	Sample                        bool
}

// Standard is one of the city's standards in force.
type Standard struct {
	Code, Principle, Title, Promise, Level, Attained string
	Since                                            clock.FY
	Raised                                           bool // a step higher than the year before
	Sample                                           bool
}

// Survey is a visitor survey that residents may answer.
type Survey struct {
	Title    string
	From, To clock.Date
}

func (p *Publishing) instant() clock.Instant { return clock.At(p.Now()) }

// fy is the fiscal year of today.
func (p *Publishing) fy(ctx context.Context) clock.FY {
	return p.Start(ctx).Of(clock.DateOf(p.Now()))
}
