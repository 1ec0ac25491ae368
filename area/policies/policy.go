// Package policies keeps what the ward head sets out for a year, version by version, for every office's goals to lean on.
package policies

import (
	"strconv"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
)

// Policy is one version of a ward's policy of a fiscal year. Once published it is never changed again.
type Policy struct {
	ID, WardID string
	FY         clock.FY
	Version    int // counts from 1 within the ward and year
	Draft
	PublishedAt clock.Instant // "" while it is a draft
	PublishedBy string
	ApprovalID  string
	Sample      bool
	CreatedBy   string
	CreatedAt   clock.Instant
	UpdatedBy   string
	UpdatedAt   clock.Instant

	WardName, WardPath, Editor string
}

// Draft is the part of a policy that people write: one list for the form, the checks and the store.
type Draft struct {
	Foreword string // in the ward head's own words
	Points   []Point
}

// Point is one numbered point. Its id is the same in every version it stands in.
type Point struct {
	ID, Title, Text string
	Links           []Target // the principles and standards it leans on
}

// Target is a principle or a standard that a point leans on, or a point that a goal serves.
type Target struct{ Kind, ID, Name, Href string }

// The longest texts, in characters.
const (
	ForewordMost = 1200
	TitleMost    = 30
	TextMost     = 600
	PointsMost   = 12
)

// Check returns a fault that names each field that cannot be kept, even in a draft.
func (d Draft) Check() error {
	var c fault.Check
	c.That(utf8.RuneCountInString(d.Foreword) <= ForewordMost, "foreword", "はじめの言葉は1200字までです。")
	c.That(len(d.Points) <= PointsMost, "form", "方針は12までです。まとめられるものを1つにしてください。")
	for i, p := range d.Points {
		n := "方針" + strconv.Itoa(i+1)
		c.That(utf8.RuneCountInString(p.Title) <= TitleMost, "title-"+p.ID, n+"の題は30字までです。くわしいことは本文に書いてください。")
		c.That(utf8.RuneCountInString(p.Text) <= TextMost, "text-"+p.ID, n+"の本文は600字までです。")
	}
	return c.Err()
}

// Ready returns a fault that names what is missing before the policy can be put forward for publication.
func (d Draft) Ready() error {
	var c fault.Check
	c.That(d.Foreword != "", "foreword", "はじめの言葉が空です。区長の言葉で、ことしめざすことを書いてください。")
	c.That(len(d.Points) > 0, "form", "方針がまだ1つもありません。目標がつながる先になるので、1つは書いてください。")
	for i, p := range d.Points {
		c.That(p.Title != "", "title-"+p.ID, "方針"+strconv.Itoa(i+1)+"の題が空です。題を書くか、取りのぞいてください。")
	}
	return c.Err()
}

// WritableBy says whether a may write the policy of p's ward: the ward head or the ward's secretariat.
func (p Policy) WritableBy(a people.Actor) bool { return a.MayInWard(people.WritePolicies, p.WardID) }

// Published says whether p is frozen.
func (p Policy) Published() bool { return p.PublishedAt != "" }

// Past says whether p's year is over: it is read, not written.
func (p Policy) Past(a people.Actor) bool { return p.FY < a.FY }

// Name is the version's name, 第2版.
func (p Policy) Name() string { return "第" + strconv.Itoa(p.Version) + "版" }

// Title is the whole name, 令和8年度 みなと区の方針.
func (p Policy) Title() string { return p.FY.Era() + " " + p.WardName + "の方針" }

// Href is the page of this version.
func (p Policy) Href() string { return "/policies/" + p.ID }

// Number is the place of the point among p's points, from 1; 0 where it does not stand in p.
func (p Policy) Number(pointID string) int {
	for i, x := range p.Points {
		if x.ID == pointID {
			return i + 1
		}
	}
	return 0
}

// Has says whether the point leans on the principle or standard.
func (x Point) Has(kind, id string) bool {
	for _, t := range x.Links {
		if t.Kind == kind && t.ID == id {
			return true
		}
	}
	return false
}

// move puts the point one place up (-1) or down (+1); at the end of the list nothing moves.
func (d Draft) move(pointID string, by int) Draft {
	points := append([]Point{}, d.Points...)
	for i, x := range points {
		if j := i + by; x.ID == pointID && j >= 0 && j < len(points) {
			points[i], points[j] = points[j], points[i]
			break
		}
	}
	d.Points = points
	return d
}

// without takes the point out.
func (d Draft) without(pointID string) Draft {
	var points []Point
	for _, x := range d.Points {
		if x.ID != pointID {
			points = append(points, x)
		}
	}
	d.Points = points
	return d
}
