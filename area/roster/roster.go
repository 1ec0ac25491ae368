// Package roster is the room 名簿: the offices and people of the city, files brought in and out, the settings, and who saw and changed what.
package roster

import (
	"context"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/audit"
)

// Roster is the room; its deeds on offices and people are those of the people floor.
type Roster struct {
	DB     *db.DB
	Now    func() time.Time
	Note   people.Note
	Saw    func(ctx context.Context, a people.Actor, kind, subject, detail string) error
	People *people.People
	Log    *audit.Log

	// Later hands a long import to the house's jobs and returns the page on which it can be followed; nil does it at once.
	Later func(ctx context.Context, a people.Actor, title, importID, seen string) (page string, err error)
}

// Routes lists the pages of this room and who may open them.
func (ro *Roster) Routes(rs *web.Routes) {
	write := people.Who(people.WriteRoster)
	rs.Get("/offices", people.Anyone(), ro.offices)
	rs.Get("/offices/new", write, ro.newOffice)
	rs.Post("/offices", write, ro.openOffice)
	rs.Get("/offices/{id}", write, ro.office)
	rs.Get("/offices/{id}/edit", write, ro.editOffice)
	rs.Post("/offices/{id}", write, ro.correctOffice)
	rs.Get("/offices/{id}/ending", write, ro.endingPage)
	rs.Post("/offices/{id}/ending", write, ro.endOffice)
	rs.Get("/staff", people.Anyone(), ro.staff)
	rs.Get("/staff/new", write, ro.newPerson)
	rs.Post("/staff", write, ro.hire)
	rs.Get("/staff/{id}", write, ro.person)
	rs.Get("/staff/{id}/edit", write, ro.editPerson)
	rs.Post("/staff/{id}", write, ro.revisePerson)
	rs.Get("/staff/{id}/posts/new", write, ro.newPost)
	rs.Post("/staff/{id}/posts", write, ro.addPost)
	rs.Post("/staff/{id}/posts/{post}/end", write, ro.endPost)
	rs.Post("/staff/{id}/leaving", write, ro.leave)
	rs.Post("/staff/{id}/code", people.Who(people.IssueCodes), ro.issueCode)
	ro.importRoutes(rs, write)
	ro.settingsRoutes(rs)
}

func (ro *Roster) settingsRoutes(rs *web.Routes) {
	set := people.Who(people.WriteSettings)
	rs.Get("/settings", set, ro.settings)
	rs.Post("/settings", set, ro.reviseSettings)
	rs.Get("/settings/holidays", set, ro.holidays)
	rs.Post("/settings/holidays", set, ro.addDay)
	rs.Post("/settings/holidays/{date}/removal", set, ro.dropDay)
	rs.Post("/settings/holidays/file", set, ro.uploadDays)
	rs.Get("/settings/holidays/file", set, ro.downloadDays)
	rs.Get("/audit", people.Who(people.ReadAudit), ro.audit)
	rs.Post("/audit/verification", people.Who(people.ReadAudit), ro.verify)
}

// Menu lists the ways into this room that a may use, for the app's 管理 menu.
func Menu(a people.Actor) []ui.Link {
	links := []ui.Link{{Name: "職員", Href: "/staff"}, {Name: "所属", Href: "/offices"}}
	if a.May(people.WriteRoster) {
		links = append(links, ui.Link{Name: "取り込み", Href: "/imports"})
	}
	if a.May(people.WriteSettings) {
		links = append(links, ui.Link{Name: "設定", Href: "/settings"}, ui.Link{Name: "開庁日と閉庁日", Href: "/settings/holidays"})
	}
	if a.May(people.ReadAudit) {
		links = append(links, ui.Link{Name: "見た・変えた記録", Href: "/audit"})
	}
	return links
}

// tabs are the room's ways with the one marked where we are.
func tabs(a people.Actor, here string) []ui.Link {
	links := Menu(a)
	for i := range links {
		links[i].On = links[i].Href == here
	}
	return links
}

// dayOf reads ?on= in any form people type; "" and what cannot be read mean today. said is what is wrong with it.
func dayOf(a people.Actor, text string) (day clock.Date, said string) {
	if text == "" {
		return a.Today, ""
	}
	day, err := clock.ParseDate(text, a.Today)
	if err != nil {
		return a.Today, err.Error()
	}
	return day, ""
}

// typedDay reads a date field of a form; an unreadable one is kept as it was typed, so that the deed refuses it.
func typedDay(a people.Actor, text string) clock.Date {
	day, err := clock.ParseDate(text, a.Today)
	if err != nil {
		return ""
	}
	return day
}

// codeLife is how long a one-time code can be used, as people.IssueCode gives it.
const codeLife = 24 * time.Hour

func (ro *Roster) instant() clock.Instant { return clock.At(ro.Now()) }
