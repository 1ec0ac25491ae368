// Package app builds the house: the only place where its rooms meet.
package app

import (
	"context"
	"net/http"
	"strings"
	"time"

	"kaname/area/aims"
	"kaname/area/board"
	"kaname/area/calendar"
	"kaname/area/goals"
	"kaname/area/plans"
	"kaname/area/policies"
	"kaname/area/publishing"
	"kaname/area/ratings"
	"kaname/area/roster"
	"kaname/area/staffsurveys"
	"kaname/area/standards"
	"kaname/area/surveys"
	"kaname/area/today"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/job"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	library "kaname/plans"
	"kaname/shared/approval"
	"kaname/shared/attachments"
	"kaname/shared/audit"
	"kaname/shared/comments"
	"kaname/shared/forms"
	"kaname/shared/jobs"
	"kaname/shared/notices"
)

// Config is what the program may decide about the house.
type Config struct {
	Now        func() time.Time // time.Now outside tests and the demo
	TrustProxy bool             // believe X-Forwarded-Proto of the proxy before us
	Address    string           // what visitors' phones reach, such as https://koe.example.jp; "" takes the request's
}

// House is every room, wired; the handler is its door.
type House struct {
	DB     *db.DB
	Config Config
	People *people.People
	Audit  *audit.Log
	Routes *web.Routes
	Jobs   *job.Runner

	Approvals    *approval.Desk
	Notices      *notices.Post
	Goals        *goals.Goals
	Standards    *standards.Standards
	Policies     *policies.Policies
	Aims         *aims.Aims
	Surveys      *surveys.Surveys
	StaffSurveys *staffsurveys.StaffSurveys
	Ratings      *ratings.Ratings
	Forms        *forms.Forms
	Plans        *plans.Plans
	Roster       *roster.Roster
	Calendar     *calendar.Calendar
	Publishing   *publishing.Publishing
	Board        *board.Board
	Today        *today.Today

	pages map[string]bool // the paths that can be opened without an id
}

// New wires every room to the database and to the rooms that it asks of.
func New(c Config, d *db.DB) *House {
	if c.Now == nil {
		c.Now = time.Now
	}
	h := &House{DB: d, Config: c, Routes: web.NewRoutes()}
	h.Audit = &audit.Log{DB: d, Now: c.Now}
	note := h.Audit.Note
	h.People = &people.People{DB: d, Now: c.Now, Note: note}
	h.Jobs = &job.Runner{DB: d, Now: c.Now, Kinds: map[string]job.Func{}}
	h.Notices = &notices.Post{DB: d, Now: c.Now}
	h.Approvals = &approval.Desk{DB: d, Now: c.Now, Note: note, Tell: h.Notices.Tell}
	h.Goals = &goals.Goals{DB: d, Now: c.Now, Note: note, Start: h.start, Approvals: h.Approvals,
		Comments: &comments.Board{DB: d, Now: c.Now}, Attachments: &attachments.Drawer{DB: d, Now: c.Now}}
	h.Standards = &standards.Standards{DB: d, Now: c.Now, Note: note, Start: h.start, Approvals: h.Approvals}
	h.Policies = &policies.Policies{DB: d, Now: c.Now, Note: note, Approvals: h.Approvals}
	h.Aims = &aims.Aims{DB: d, Now: c.Now, Note: note, Start: h.start}
	h.Surveys = &surveys.Surveys{DB: d, Now: c.Now, Note: note, Saw: h.Audit.Saw, City: h.People.City, Address: c.Address}
	h.Forms = &forms.Forms{DB: d, Now: c.Now, Note: note}
	h.StaffSurveys = &staffsurveys.StaffSurveys{DB: d, Now: c.Now, Note: note, Saw: h.Audit.Saw, City: h.People.City}
	h.Ratings = &ratings.Ratings{DB: d, Now: c.Now, Note: note}
	h.Plans = &plans.Plans{DB: d, Now: c.Now, Note: note, Library: plans.Library{FS: library.Files}}
	h.Roster = &roster.Roster{DB: d, Now: c.Now, Note: note, Saw: h.Audit.Saw, People: h.People, Log: h.Audit}
	h.Calendar = &calendar.Calendar{DB: d, Now: c.Now, Note: note, Start: h.start, Days: h.People.Calendar}
	h.Publishing = &publishing.Publishing{DB: d, Now: c.Now, Note: note, Start: h.start, City: h.People.City}
	h.Board = &board.Board{DB: d, Start: h.start}
	h.Today = &today.Today{DB: d, Notices: h.Notices, Approvals: h.Approvals}

	h.join()
	h.route()
	return h
}

// route lists every path; routes.golden is its picture.
func (h *House) route() {
	rs := h.Routes
	rs.Stranger, rs.ErrorPage = h.People.Stranger, failure
	rs.Get("/assets/{file}", web.Public, ui.ServeAsset)
	rs.Get("/healthz", web.Public, healthy)
	rs.Get("/readyz", web.Public, h.ready)
	rs.Get("/metrics", web.Public, h.metrics)
	for _, room := range []interface{ Routes(*web.Routes) }{h.People, h.Today, h.Approvals, h.Notices, h.Board, h.Standards, h.Policies,
		h.Goals, h.Aims, h.Plans, h.Surveys, h.StaffSurveys, h.Ratings, h.Forms, h.Calendar, h.Publishing, h.Roster, &jobs.Jobs{DB: h.DB, Note: h.Audit.Note}} {
		room.Routes(rs)
	}
	h.pages = map[string]bool{}
	for line := range strings.Lines(rs.List()) {
		if f := strings.Fields(line); f[0] == http.MethodGet {
			h.pages[f[1]] = true
		}
	}
}

// Start is the city's first day of the fiscal year, for those who stand outside a request.
func (h *House) Start() clock.Start { return h.start(context.Background()) }

// start is the city's first day of the fiscal year.
func (h *House) start(ctx context.Context) clock.Start {
	city, err := h.People.City(ctx)
	if err != nil || city.Start.Month == 0 {
		return clock.April
	}
	return city.Start
}

// Handler is the house's door: headers, who is there, the furniture of pages, then the routes.
func (h *House) Handler() http.Handler {
	var door http.Handler = h.Routes
	door = h.furnish(door)
	door = h.People.Recognise(door)
	door = http.NewCrossOriginProtection().Handler(door)
	door = h.headers(door)
	return h.counted(door)
}
