package main

import (
	"fmt"
	"io/fs"
	"strings"
	"time"

	"kaname/app"
	"kaname/area/plans"
	"kaname/area/surveys"
	"kaname/kit/clock"
	"kaname/kit/kana"
	"kaname/people"
	library "kaname/plans"
	"kaname/shared"
	"kaname/shared/forms"
)

var (
	municipalityTable = table{"municipality", "id, name, fy_month, fy_day, levels, hide_below, has_sample, updated_at"}
	officesTable      = table{"offices", "id, code, name, level, kind, parent_id, ward_id, path, sort, counter, from_date, sample, updated_at"}
	staffTable        = table{"staff", "id, number, family, given, family_kana, given_kana, display, kana_key, search_key, employment, from_date, password_hash, sample, updated_at"}
	postsTable        = table{"posts", "id, staff_id, office_id, role, title, main, from_date, sample"}
)

// found sets up the city, its wards and their offices.
func (c *city) found() {
	t := day(c.first, 4, 1)
	c.s.put(municipalityTable, 1, "かもめ市", 4, 1, "市,区,課,担当", 10, true, at(t))
	c.root = place{id: c.id(t), name: "かもめ市"}
	c.root.path = "/" + c.root.id + "/"
	c.s.put(officesTable, c.root.id, "0", c.root.name, "市", "city", nil, "", c.root.path, 0, false, on(t), true, at(t))
	for i := range c.size.wards {
		w := &ward{place: place{id: c.id(t), name: wardNames[i%len(wardNames)] + "区"}}
		w.path = c.root.path + w.id + "/"
		c.s.put(officesTable, w.id, fmt.Sprintf("%02d", i+1), w.name, "区", "ward", c.root.id, w.id, w.path, i+1, false, on(t), true, at(t))
		for n := range c.offices {
			o := &place{id: c.id(t), name: officeNames[n%len(officeNames)], counter: n%3 != 0}
			o.path = w.path + o.id + "/"
			c.s.put(officesTable, o.id, fmt.Sprintf("%02d%02d", i+1, n+1), o.name, "課", "office", w.id, w.id, o.path, n+1, o.counter, on(t), true, at(t))
			w.offices = append(w.offices, o)
		}
		c.wards = append(c.wards, w)
	}
}

// hire gives every office its people; the whole city has one password.
func (c *city) hire() {
	hash, t := people.HashPassword(password), day(c.first, 4, 1)
	c.director = c.person(t, hash, c.root.id, people.Director, "区民サービス部長")
	c.officer = c.person(t, hash, c.root.id, people.CityOffice, "区政推進課 係長")
	c.admin = c.person(t, hash, c.root.id, people.Administrator, "管理者")
	for _, w := range c.wards {
		w.head = c.person(t, hash, w.id, people.WardHead, "区長")
		for i := 1; i < c.staff; i++ {
			o, n := w.offices[i%c.offices], i/c.offices
			switch {
			case n == 0:
				o.head = c.person(t, hash, o.id, people.SectionHead, "課長")
			case n == 1 && i%c.offices == 0:
				w.secretary = c.person(t, hash, o.id, people.Secretariat, "人材育成担当係長")
				o.lead = w.secretary
			case n == 1:
				o.lead = c.person(t, hash, o.id, people.Supervisor, "係長")
			default:
				o.staff = append(o.staff, c.person(t, hash, o.id, people.Staff, pick(c, []string{"主事", "主任", "会計年度任用職員"})))
			}
		}
		for _, o := range w.offices { // in a small city some have nobody
			o.head, o.lead = first(o.head, w.head), first(o.lead, w.secretary, w.head)
			if len(o.staff) == 0 {
				o.staff = []string{o.lead}
			}
		}
	}
}

func first(ids ...string) string {
	for _, s := range ids {
		if s != "" {
			return s
		}
	}
	return ""
}

// person hires somebody; in three of ten cases there was another post in the years before.
func (c *city) person(t time.Time, hash, officeID string, role people.Role, title string) string {
	f, g := pick(c, families), pick(c, givens)
	p, number := c.id(t), fmt.Sprintf("%06d", 100001+len(c.people))
	shown := f[0] + " " + g[0]
	search := kana.Fold(number + " " + f[0] + g[0] + " " + f[1] + g[1] + " " + shown)
	employment := "regular"
	if title == "会計年度任用職員" {
		employment = "fiscal_year"
	}
	c.s.put(staffTable, p, number, f[0], g[0], f[1], g[1], shown, kana.Key(f[1]+" "+g[1]), search, employment, on(t), hash, true, at(t))
	c.s.put(postsTable, c.id(t), p, officeID, string(role), title, true, on(t), true)
	c.people = append(c.people, p)
	// The cast works in the ward in the middle, at its second office (a counter).
	middle := len(c.wards) > 0 && strings.HasPrefix(c.placeOf(officeID).path, c.wards[len(c.wards)/2].path)
	office := c.wards[len(c.wards)/2].offices[1].id
	if role == people.Director || role == people.CityOffice || role == people.Administrator || middle && (role == people.WardHead || role == people.Secretariat || officeID == office) {
		if c.cast[role] == "" {
			c.cast[role] = number
		}
	}
	return p
}

func (c *city) placeOf(officeID string) place {
	for _, w := range c.wards {
		if w.id == officeID {
			return w.place
		}
		for _, o := range w.offices {
			if o.id == officeID {
				return *o
			}
		}
	}
	return c.root
}

// adopt brings each ward two of the shipped plans, through the real deeds: their documents are large and linked.
func (c *city) adopt() error {
	now := day(c.first, 4, 3)
	h := app.New(app.Config{Now: func() time.Time { return now }}, c.d)
	books := h.Plans.Library.Books()
	for i, w := range c.wards {
		a, err := h.People.ActorOf(c.ctx, w.secretary)
		if err != nil {
			return err
		}
		for n := range 2 {
			name := books[(i+n)%len(books)].Name
			data, err := fs.ReadFile(library.Files, name)
			if err != nil {
				return err
			}
			rec, err := h.Plans.Import(c.ctx, a, plans.Upload{WardID: w.id, FromFY: c.first, Name: name, Body: data}, true)
			if err != nil {
				return err
			}
			ad, err := h.Plans.Adopt(c.ctx, a, rec.ID, w.id, c.first, true)
			if err != nil {
				return err
			}
			r, err := h.Plans.Report(c.ctx, a, rec.ID, w.id, c.first)
			if err != nil {
				return err
			}
			run := adopted{ref: ad.ID}
			for _, row := range r.Waiting() {
				run.keys, run.name = append(run.keys, row.Item.Key), append(run.name, row.Item.Title)
			}
			w.plans = append(w.plans, run)
		}
	}
	return nil
}

// write leaves a survey in each ward whose questions are being written.
func (c *city) write() error {
	h := app.New(app.Config{Now: func() time.Time { return today.Time() }}, c.d)
	for _, w := range c.wards {
		a, err := h.People.ActorOf(c.ctx, w.secretary)
		if err != nil {
			return err
		}
		s, err := h.Surveys.Open(c.ctx, a, w.id, surveys.Draft{Title: "待ち時間のアンケート", From: today, To: today.AddDays(30), Keeper: "総務課　電話 000-000-0000"}, true)
		if err != nil {
			return err
		}
		if err := h.Forms.Begin(c.ctx, a, shared.Subject{Kind: "survey", ID: s.ID}, forms.From{Template: "standard"}); err != nil {
			return err
		}
	}
	return nil
}

// start of a fiscal year and its last day.
func bounds(fy clock.FY) (string, string) {
	return string(clock.April.First(fy)), string(clock.April.Last(fy))
}
