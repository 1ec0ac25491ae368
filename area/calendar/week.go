package calendar

import (
	"context"
	"fmt"
	"sort"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Item is one line of 今週と来週の手順: what, by when, and the one thing to do.
type Item struct {
	On          clock.Date
	When        string // 9月10日（木）まで
	Title, Note string
	Href, Verb  string
	Step        string // the step's key, or "" for another room's
	Sure        bool   // a date was set; without one the day is the end or the beginning of a month
	FY          clock.FY
	WardID      string
}

// Fortnight is this week and the next: from Monday to the Sunday of next week.
func Fortnight(today clock.Date) (from, to clock.Date) {
	from = today.AddDays(-(int(today.Time().Weekday()) + 6) % 7)
	return from, from.AddDays(13)
}

// ThisWeek lists what is to be done this week and the next in a's ward, for the first screen: the year's own steps
// and what the other rooms have due, in the order of their days.
func (c *Calendar) ThisWeek(ctx context.Context, tx *db.Tx, a people.Actor) ([]Item, error) {
	y, err := c.YearIn(ctx, tx, a, a.WardID, a.FY)
	if err != nil {
		return nil, err
	}
	cal, err := c.Days(ctx, tx)
	if err != nil {
		return nil, err
	}
	return c.fortnight(ctx, tx, a, y, cal)
}

// fortnight is ThisWeek for a year that is already loaded. Steps that are recorded as done are left out, and so are
// days of this week that are over, but for dates that were set.
func (c *Calendar) fortnight(ctx context.Context, tx *db.Tx, a people.Actor, y Year, cal *clock.Calendar) ([]Item, error) {
	from, to := Fortnight(y.Today)
	var out []Item
	years := []Year{y}
	if next := y.Start.Of(to); next != y.FY { // the last days of March look into April
		n, err := c.YearIn(ctx, tx, a, y.WardID, next)
		if err != nil {
			return nil, err
		}
		years = append(years, n)
	}
	for _, y := range years {
		out = append(out, c.items(y, cal, from, to)...)
	}
	due, err := c.asked(ctx, tx, a, y.WardID, from, to)
	if err != nil {
		return nil, err
	}
	out = append(out, due...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].On < out[j].On })
	return out, nil
}

// asked is what the other rooms have due from one day to another.
func (c *Calendar) asked(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, from, to clock.Date) ([]Item, error) {
	if c.Due == nil {
		return nil, nil
	}
	due, err := c.Due(ctx, tx, a, wardID, from, to)
	var out []Item
	for _, d := range due {
		it := Item{On: d.On, When: day(d.On) + "まで", Title: d.Title, Note: d.Note, Href: d.Href, Verb: d.Verb, Sure: true}
		out = append(out, it)
	}
	return out, err
}

// items are the days of a year's steps from one day to another.
func (c *Calendar) items(y Year, cal *clock.Calendar, from, to clock.Date) []Item {
	var out []Item
	for _, s := range y.Used() {
		if s.Done != nil || !s.Main && s.Due == "" {
			continue
		}
		it, ok := c.item(s, y, cal, from, to)
		if ok && (it.Sure || it.On >= y.Today) {
			out = append(out, it)
		}
	}
	return out
}

// item is the day of s that falls between two days: the date by which, else its end, else its beginning.
func (c *Calendar) item(s Step, y Year, cal *clock.Calendar, from, to clock.Date) (it Item, ok bool) {
	it = Item{Title: s.Name(), Note: s.Note, Step: s.Key, FY: y.FY, WardID: y.WardID}
	if r, ok := c.door(y, s.Link); ok {
		it.Href, it.Verb = r.Path, r.Verb
	}
	within := func(d clock.Date) bool { return d >= from && d <= to }
	end := openBefore(cal, s.Last)
	begin := cal.NextOpen(s.First)
	whole := column(s.From, y.Start) == 1 && column(s.To, y.Start) == 12
	switch {
	case s.By != "" && within(openBefore(cal, s.By)):
		it.On, it.Sure = openBefore(cal, s.By), true
		it.When = day(it.On) + "まで"
		if it.On != s.By {
			it.When += fmt.Sprintf("（%sは閉庁日）", day(s.By))
		}
	case s.By == "" && !whole && within(end):
		it.On, it.When = end, day(end)+"まで"
	case !whole && within(begin):
		it.On, it.When = begin, day(begin)+"から"
	default:
		return it, false
	}
	return it, true
}

// openBefore is d when the office is open then, else the open day before it: what is due on a closed day is done before.
func openBefore(cal *clock.Calendar, d clock.Date) clock.Date {
	for range 31 {
		if cal.IsOpen(d) {
			return d
		}
		d = d.AddDays(-1)
	}
	return d
}

// day writes 9月10日（木）.
func day(d clock.Date) string {
	t := d.Time()
	return fmt.Sprintf("%d月%d日（%s）", int(t.Month()), t.Day(), weekdays[t.Weekday()])
}

var weekdays = [7]string{"日", "月", "火", "水", "木", "金", "土"}
