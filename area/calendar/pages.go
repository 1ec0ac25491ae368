package calendar

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them; the deeds check whose year it is.
func (c *Calendar) Routes(rs *web.Routes) {
	write := people.Who(people.WriteCalendar)
	rs.Get("/calendar", people.Anyone(), c.index)
	rs.Get("/calendar/month", people.Anyone(), c.month)
	rs.Get("/calendar/paper", people.Anyone(), c.paper)
	rs.Get("/calendar/year.ics", people.Anyone(), c.ics)
	rs.Get("/calendar/steps/new", write, c.newPage)
	rs.Post("/calendar/steps", write, c.add)
	rs.Get("/calendar/steps/{key}", people.Anyone(), c.show)
	rs.Get("/calendar/steps/{key}/edit", write, c.editPage)
	rs.Post("/calendar/steps/{key}", write, c.revise)
	rs.Get("/calendar/steps/{key}/changes", write, c.changePage)
	rs.Post("/calendar/steps/{key}/changes", write, c.changeStep)
	rs.Post("/calendar/steps/{key}/restoration", write, c.restore)
	rs.Post("/calendar/steps/{key}/completion", write, c.finish)
	rs.Post("/calendar/steps/{key}/reopening", write, c.reopen)
}

// View is everything the year's page shows.
type View struct {
	Year
	All   bool // also what other cities do then
	Table bool
	Items []Item
	Wards []people.Office
	Open  int // open days of this month
	c     *Calendar
}

// whose reads ?fy= and ?ward= from a query or a form: without them a's own ward and today's year.
func whose(a people.Actor, q web.Form) (wardID string, fy clock.FY) {
	wardID, fy = a.WardID, a.FY
	if q.Has("ward") {
		wardID = q.Get("ward")
	}
	if !a.City() && wardID == "" {
		wardID = a.WardID
	}
	if n, ok := q.Whole("fy"); ok && n > 1949 && n < 2100 {
		fy = clock.FY(n)
	}
	return wardID, fy
}

// view loads the year's page.
func (c *Calendar) view(ctx context.Context, a people.Actor, q web.Form) (v View, err error) {
	v = View{All: q.Get("detail") == "all", Table: q.Get("view") == "table", c: c}
	ward, fy := whose(a, q)
	err = c.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Year, err = c.YearIn(ctx, tx, a, ward, fy); err != nil {
			return err
		}
		if a.City() {
			if v.Wards, err = people.Wards(ctx, tx, a.Today); err != nil {
				return err
			}
		}
		if v.Year.Month() == 0 {
			return nil
		}
		cal, err := c.Days(ctx, tx)
		if err != nil {
			return err
		}
		t := a.Today.Time()
		v.Open = monthOf(t.Year(), int(t.Month()), v.Year, cal, nil).OpenDays
		v.Items, err = c.fortnight(ctx, tx, a, v.Year, cal)
		return err
	})
	return v, err
}

func (c *Calendar) index(w http.ResponseWriter, r *http.Request) error {
	v, err := c.view(r.Context(), people.From(r), web.Query(r))
	if err != nil {
		return err
	}
	if as := web.Query(r).Get("as"); as != "" {
		return ui.SendList(w, r, v.sheet(), textfile.FileName(textfile.Ext(as), v.FY.Era(), "年間の段取り", v.Place(), string(v.Today)))
	}
	return web.OK(w, r, yearPage(people.From(r), v))
}

func (c *Calendar) paper(w http.ResponseWriter, r *http.Request) error {
	v, err := c.view(r.Context(), people.From(r), web.Query(r))
	if err != nil {
		return err
	}
	return web.OK(w, r, paperPage(v))
}

func (c *Calendar) ics(w http.ResponseWriter, r *http.Request) error {
	v, err := c.view(r.Context(), people.From(r), web.Query(r))
	if err != nil {
		return err
	}
	name := textfile.ContentDisposition(textfile.FileName("ics", v.FY.Era(), "年間の段取り", v.Place()))
	return web.File(w, "text/calendar; charset=utf-8", name, func(w http.ResponseWriter) error {
		return WriteICS(w, v.Year, address(r), c.instant())
	})
}

// address is the house's as the browser wrote it.
func address(r *http.Request) string {
	if web.Secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (c *Calendar) month(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	y, m, ok := parseMonth(q.Get("m"))
	if !ok {
		y, m = a.Today.Time().Year(), int(a.Today.Time().Month())
	}
	ctx := r.Context()
	first := clock.Date(monthKey(y, m) + "-01")
	var year Year
	var sheet Month
	var wards []people.Office
	err := c.DB.Read(ctx, func(tx *db.Tx) error {
		ward, _ := whose(a, q)
		var err error
		if year, err = c.YearIn(ctx, tx, a, ward, c.Start(ctx).Of(first)); err != nil {
			return err
		}
		if a.City() {
			if wards, err = people.Wards(ctx, tx, a.Today); err != nil {
				return err
			}
		}
		cal, err := c.Days(ctx, tx)
		if err != nil {
			return err
		}
		items, err := c.dated(ctx, tx, a, year, cal, first, monthEnd(y, m))
		sheet = monthOf(y, m, year, cal, items)
		return err
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, monthPage(a, c, year, sheet, wards))
}

// dated is what has a date set from one day to another: of the year's steps, done or not, and of the other rooms.
func (c *Calendar) dated(ctx context.Context, tx *db.Tx, a people.Actor, y Year, cal *clock.Calendar, from, to clock.Date) ([]Item, error) {
	var out []Item
	for _, s := range y.Used() {
		if it, ok := c.item(s, y, cal, from, to); ok && it.Sure {
			out = append(out, it)
		}
	}
	due, err := c.asked(ctx, tx, a, y.WardID, from, to)
	return append(out, due...), err
}

// link is the address of a step, or of the year, for a ward's year.
func link(path string, y Year, more ...string) string {
	q := url.Values{"fy": {strconv.Itoa(int(y.FY))}}
	if y.WardID != "" {
		q.Set("ward", y.WardID)
	} else {
		q["ward"] = []string{""}
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return path + "?" + q.Encode()
}

func stepLink(s Step, y Year) string { return link("/calendar/steps/"+url.PathEscape(s.Key), y) }

// switches are 範囲 and 年度, each keeping the other and how the year is looked at.
func (v View) switches(a people.Actor) []ui.Switch {
	var keep []string
	if v.Table {
		keep = append(keep, "view", "table")
	}
	if v.All {
		keep = append(keep, "detail", "all")
	}
	s := yearSwitches(a, v.Year, v.Wards, func(y Year) string { return link("/calendar", y, keep...) })
	return s
}

func yearSwitches(a people.Actor, y Year, wards []people.Office, href func(Year) string) []ui.Switch {
	years := ui.Switch{Name: "年度", Now: y.FY.Era()}
	for fy := a.FY + 1; fy >= a.FY-5; fy-- {
		to := y
		to.FY = fy
		years.Ways = append(years.Ways, ui.Link{Name: fy.Era(), Href: href(to), On: fy == y.FY})
	}
	if len(wards) == 0 {
		return []ui.Switch{years}
	}
	return []ui.Switch{wardSwitch(y, wards, href), years}
}

func wardSwitch(y Year, wards []people.Office, href func(Year) string) ui.Switch {
	s := ui.Switch{Name: "範囲", Now: y.Place()}
	to := y
	to.WardID = ""
	s.Ways = append(s.Ways, ui.Link{Name: "全市", Href: href(to), On: y.WardID == ""})
	for _, w := range wards {
		to.WardID = w.ID
		s.Ways = append(s.Ways, ui.Link{Name: w.Name, Href: href(to), On: w.ID == y.WardID})
	}
	return s
}
