package calendar

import (
	"fmt"
	"time"

	"kaname/kit/clock"
)

// Day is one square of a month's sheet.
type Day struct {
	Date    clock.Date
	Number  int
	Outside bool // of the month before or after, shown to fill the week
	Open    bool
	Holiday bool   // a national holiday, marked 祝
	Name    string // of the holiday, or why the office is closed or open
	Today   bool
	Items   []Item
}

// Month is a sheet of weeks from Sunday to Saturday, with the steps that run through the whole of it.
type Month struct {
	Year, Month int
	Weeks       [][]Day
	OpenDays    int
	Running     []Step
	Prev, Next  string // 2026-08, 2026-10
}

// Title is the month in words.
func (m Month) Title() string { return fmt.Sprintf("%d年%d月", m.Year, m.Month) }

// parseMonth reads 2026-09; ok is false where it is none that the holidays reach.
func parseMonth(s string) (y, m int, ok bool) {
	t, err := time.Parse("2006-01", s)
	return t.Year(), int(t.Month()), err == nil && t.Year() >= 1950 && t.Year() <= 2099
}

func monthKey(y, m int) string {
	return time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// monthOf draws a month's sheet; items are what has a day in it.
func monthOf(y, m int, year Year, cal *clock.Calendar, items []Item) Month {
	out := Month{Year: y, Month: m, Prev: monthKey(y, m-1), Next: monthKey(y, m+1)}
	first := clock.Date(fmt.Sprintf("%04d-%02d-01", y, m))
	last := monthEnd(y, m)
	on := map[clock.Date][]Item{}
	for _, it := range items {
		on[it.On] = append(on[it.On], it)
	}
	d := first.AddDays(-int(first.Time().Weekday()))
	for d <= last {
		var week []Day
		for range 7 {
			x := Day{Date: d, Number: d.Time().Day(), Outside: d < first || d > last, Open: cal.IsOpen(d), Holiday: cal.IsHoliday(d), Name: cal.Name(d), Today: d == year.Today}
			if !x.Outside {
				x.Items = on[d]
				if x.Open {
					out.OpenDays++
				}
			}
			week = append(week, x)
			d = d.AddDays(1)
		}
		out.Weeks = append(out.Weeks, week)
	}
	for _, s := range year.Used() {
		if s.First <= last && s.Last >= first {
			out.Running = append(out.Running, s)
		}
	}
	return out
}
