// Package app builds the house: the only place where its rooms meet.
package app

import (
	"net/http"
	"time"

	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/audit"
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
}

// New wires every room to the database and to the rooms that it asks of.
func New(c Config, d *db.DB) *House {
	if c.Now == nil {
		c.Now = time.Now
	}
	h := &House{DB: d, Config: c, Routes: web.NewRoutes()}
	h.Audit = &audit.Log{DB: d, Now: c.Now}
	h.People = &people.People{DB: d, Now: c.Now, Note: h.Audit.Note}

	h.join()

	rs := h.Routes
	rs.Stranger, rs.ErrorPage = h.People.Stranger, failure
	rs.Get("/assets/{file}", web.Public, ui.ServeAsset)
	h.People.Routes(rs)
	return h
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
