package people

import (
	"strings"

	"kaname/kit/clock"
)

// Actor is the person on whose behalf something is done. Every deed takes one, second, by value.
type Actor struct {
	ID, Number, Name     string
	WardID, WardName     string // "" where the main post is above the wards
	OfficeID, OfficeName string // the main post's office
	OfficePath           string
	Title                string
	Session              string
	Today                clock.Date
	Now                  clock.Instant
	FY                   clock.FY
	posts                []Post
	city                 bool // holds a post above the wards: reads every ward
}

// SignedIn says whether somebody is there at all.
func (a Actor) SignedIn() bool { return a.ID != "" }

// May says whether any of a's posts gives p somewhere.
func (a Actor) May(p Permission) bool {
	for _, post := range a.posts {
		if grants[post.Role][p] != 0 {
			return true
		}
	}
	return false
}

// MayAt says whether a may do p for the office at path (/city/ward/.../office/).
func (a Actor) MayAt(p Permission, path string) bool {
	for _, post := range a.posts {
		if reaches(grants[post.Role][p], post, path) {
			return true
		}
	}
	return false
}

func reaches(s Scope, post Post, path string) bool {
	switch s {
	case OwnOffice:
		return strings.HasPrefix(path, post.OfficePath)
	case OwnWard:
		return post.WardPath != "" && strings.HasPrefix(path, post.WardPath)
	case WholeCity:
		return true
	}
	return false
}

// MayInWard says whether a may do p for the whole of a ward.
func (a Actor) MayInWard(p Permission, wardID string) bool {
	for _, post := range a.posts {
		switch grants[post.Role][p] {
		case OwnWard:
			if post.WardID == wardID && wardID != "" {
				return true
			}
		case WholeCity:
			return true
		}
	}
	return false
}

// Holds says whether a has a post of role r that covers the office at path: at it or above it.
func (a Actor) Holds(r Role, path string) bool {
	for _, post := range a.posts {
		if post.Role == r && strings.HasPrefix(path, post.OfficePath) {
			return true
		}
	}
	return false
}

// Is says whether a has a post of role r anywhere.
func (a Actor) Is(r Role) bool {
	for _, post := range a.posts {
		if post.Role == r {
			return true
		}
	}
	return false
}

// Sees is the ward whose records a reads, for SQL: `($n = ” OR ward_id = $n)`. "" is every ward;
// nobody reads none, because "-" is no ward.
func (a Actor) Sees() string {
	switch {
	case a.city:
		return ""
	case a.WardID == "":
		return "-"
	}
	return a.WardID
}

// SeesWard says whether records of the ward are in a's reach.
func (a Actor) SeesWard(wardID string) bool { return a.SignedIn() && (a.city || a.WardID == wardID) }

// City says whether a reads every ward.
func (a Actor) City() bool { return a.city }

// Posts lists the posts a holds today, the main one first.
func (a Actor) Posts() []Post { return a.posts }

// NewActor builds an actor from a person and the posts held today (the first is the main one).
func NewActor(p Person, posts []Post, now clock.Instant, start clock.Start) Actor {
	today := now.Date()
	a := Actor{ID: p.ID, Number: p.Number, Name: p.Display, Now: now, Today: today, FY: start.Of(today), posts: posts}
	if len(posts) > 0 {
		m := posts[0]
		a.WardID, a.WardName = m.WardID, m.WardName
		a.OfficeID, a.OfficeName, a.OfficePath, a.Title = m.OfficeID, m.OfficeName, m.OfficePath, m.Title
	}
	for _, post := range posts {
		a.city = a.city || post.WardID == ""
	}
	return a
}
