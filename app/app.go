// Package app builds the house: the only place where its rooms meet.
package app

import (
	"context"
	"net/http"
	"time"

	"kaname/area/goals"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/approval"
	"kaname/shared/attachments"
	"kaname/shared/audit"
	"kaname/shared/comments"
	"kaname/shared/notices"
)

// Config is what the program may decide about the house.
type Config struct {
	Now        func() time.Time // time.Now outside tests
	TrustProxy bool             // believe X-Forwarded-Proto of the proxy before us
}

// House is every room, wired; the handler is its door.
type House struct {
	DB     *db.DB
	Config Config
	People *people.People
	Audit  *audit.Log
	Routes *web.Routes

	Approvals *approval.Desk
	Notices   *notices.Post
	Goals     *goals.Goals
}

// New wires every room to the database and to the rooms that it asks of.
func New(c Config, d *db.DB) *House {
	if c.Now == nil {
		c.Now = time.Now
	}
	h := &House{DB: d, Config: c, Routes: web.NewRoutes()}
	h.Audit = &audit.Log{DB: d, Now: c.Now}
	h.People = &people.People{DB: d, Now: c.Now, Note: h.Audit.Note}

	h.Notices = &notices.Post{DB: d, Now: c.Now}
	h.Approvals = &approval.Desk{DB: d, Now: c.Now, Note: h.Audit.Note, Tell: h.Notices.Tell}
	talk := &comments.Board{DB: d, Now: c.Now}
	files := &attachments.Drawer{DB: d, Now: c.Now}
	h.Goals = &goals.Goals{DB: d, Now: c.Now, Note: h.Audit.Note, Start: h.start, Approvals: h.Approvals, Comments: talk, Attachments: files}

	h.join()

	rs := h.Routes
	rs.Stranger, rs.ErrorPage = h.People.Stranger, failure
	rs.Get("/assets/{file}", web.Public, ui.ServeAsset)
	h.People.Routes(rs)
	h.Approvals.Routes(rs)
	h.Notices.Routes(rs)
	h.Goals.Routes(rs)
	return h
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
	return door
}
