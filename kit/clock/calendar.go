package clock

import "time"

// Calendar knows on which days the office is open. It never changes once made, so it may be shared.
type Calendar struct{ days map[Date]special }

// special is what the list says of one day.
type special struct {
	national string // the name of a national holiday
	name     string // the name of the office's own row
	kind     Kind   // what that row says; a later row replaces an earlier one
}

// NewCalendar makes a calendar of exactly the days given: national holidays, and the office's own closed and open days.
func NewCalendar(days []Holiday) *Calendar {
	c := &Calendar{days: make(map[Date]special, len(days))}
	for _, h := range days {
		s := c.days[h.Date]
		if h.Kind == National {
			s.national = h.Name
		} else {
			s.name, s.kind = h.Name, h.Kind
		}
		c.days[h.Date] = s
	}
	return c
}

// IsOpen says whether the counter is open: not on Saturdays, Sundays, holidays and 29 December–3 January, unless specially opened.
func (c *Calendar) IsOpen(d Date) bool {
	if !d.Valid() {
		return false
	}
	s := c.days[d]
	if s.kind != National {
		return s.kind == Open
	}
	weekday := d.Time().Weekday()
	return s.national == "" && weekday != time.Saturday && weekday != time.Sunday && !newYear(d)
}

// newYear is 29 December–3 January, the days ordinances name under 地方自治法第4条の2.
func newYear(d Date) bool {
	md := d[5:]
	return md >= "12-29" || md <= "01-03"
}

// IsHoliday says whether d is a national holiday, to be marked 祝.
func (c *Calendar) IsHoliday(d Date) bool { return c.days[d].national != "" }

// Name returns why the day is special (敬老の日, 年末年始の休み, the office's own words); "" on plain days.
func (c *Calendar) Name(d Date) string {
	s := c.days[d]
	switch {
	case s.national != "" && s.name != "":
		return s.national + "・" + s.name
	case s.national != "" || s.name != "":
		return s.national + s.name
	case d.Valid() && newYear(d):
		return "年末年始の休み"
	}
	return ""
}

// NextOpen returns d when the office is open that day, else the first open day after it.
func (c *Calendar) NextOpen(d Date) Date {
	if !d.Valid() {
		return d
	}
	for !c.IsOpen(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddOpen returns the nth open day after from, counting from the next day; from itself when n is 0 or less.
func (c *Calendar) AddOpen(from Date, n int) Date {
	if !from.Valid() {
		return from
	}
	for ; n > 0; n-- {
		from = c.NextOpen(from.AddDays(1))
	}
	return from
}

// DueDays returns the last day of n calendar days counted from the day after receipt (翌日起算, 民法第140条); it may fall on a closed day.
func (c *Calendar) DueDays(received Date, n int) Date { return received.AddDays(n) }

// DueOpenDays returns the last day of n open days (閉庁日を除く) counted from the day after disclosure.
func (c *Calendar) DueOpenDays(disclosed Date, n int) Date { return c.AddOpen(disclosed, n) }

// DueWeek returns the same weekday the given number of weeks after disclosure; with roll, a closed day moves on to the next open one.
func (c *Calendar) DueWeek(disclosed Date, weeks int, roll bool) Date {
	due := disclosed.AddDays(7 * weeks)
	if roll {
		return c.NextOpen(due)
	}
	return due
}

// DaysLate counts the calendar days from the due day to the day it was done; 0 when in time.
func (c *Calendar) DaysLate(due, done Date) int { return max(0, due.days(done)) }

// OpenDaysLate counts the open days after the due day up to the day it was done; 0 when in time.
func (c *Calendar) OpenDaysLate(due, done Date) int {
	late := 0
	for n := c.DaysLate(due, done); n > 0; n-- {
		if c.IsOpen(due.AddDays(n)) {
			late++
		}
	}
	return late
}
