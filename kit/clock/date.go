// Package clock reads and writes days and years the way the office does: eras, fiscal years and days on which the counter is open.
package clock

import (
	"fmt"
	"time"
)

// jst is Japan's time, nine hours ahead of UTC all year, so no time-zone file is needed.
var jst = time.FixedZone("JST", 9*60*60)

// instantForm has milliseconds and a fixed width, so instants sort as text.
const instantForm = "2006-01-02T15:04:05.000Z"

// Instant is a moment as fixed-width UTC text, 2026-04-01T09:00:00.000Z; "" is no moment.
type Instant string

// At returns the moment t, cut to milliseconds.
func At(t time.Time) Instant { return Instant(t.UTC().Format(instantForm)) }

// Time returns the moment in UTC; the zero time when i is not an instant.
func (i Instant) Time() time.Time {
	t, err := time.Parse(instantForm, string(i))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Local returns the moment on a Japanese clock.
func (i Instant) Local() time.Time { return i.Time().In(jst) }

// Date returns the day it was in Japan; "" when i is not an instant.
func (i Instant) Date() Date {
	if i.Time().IsZero() {
		return ""
	}
	return DateOf(i.Time())
}

// Show writes the moment for staff, 2026/09/02 14:30; "" when i is not an instant.
func (i Instant) Show() string {
	if i.Time().IsZero() {
		return ""
	}
	return i.Local().Format("2006/01/02 15:04")
}

// Date is a day in Japan as YYYY-MM-DD; "" is no day.
type Date string

// DateOf returns the day it is in Japan at t.
func DateOf(t time.Time) Date { return Date(t.In(jst).Format(time.DateOnly)) }

// Time returns the day's first moment in Japan; the zero time when d is not a day.
func (d Date) Time() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), jst)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Valid says whether d is a day that exists, written YYYY-MM-DD.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// AddDays returns the day n days later (earlier when n is negative); d itself when it is not a day.
func (d Date) AddDays(n int) Date {
	if !d.Valid() {
		return d
	}
	return Date(d.Time().AddDate(0, 0, n).Format(time.DateOnly))
}

// days counts the calendar days from d to e; 0 when either is not a day.
func (d Date) days(e Date) int {
	if !d.Valid() || !e.Valid() {
		return 0
	}
	return int(e.Time().Sub(d.Time()) / (24 * time.Hour))
}

// ymd takes the day apart.
func (d Date) ymd() (year, month, day int) {
	t := d.Time()
	return t.Year(), int(t.Month()), t.Day()
}

// weekday is 日 to 土.
func (d Date) weekday() string { return string([]rune("日月火水木金土")[d.Time().Weekday()]) }

// show writes a valid day with form and gives back any other text unchanged.
func (d Date) show(form func() string) string {
	if !d.Valid() {
		return string(d)
	}
	return form()
}

// Slash writes 2026/04/01, for lists and tables.
func (d Date) Slash() string {
	return d.show(func() string { return d.Time().Format("2006/01/02") })
}

// MD writes 04/01, for tables of one year.
func (d Date) MD() string { return d.show(func() string { return d.Time().Format("01/02") }) }

// MDW writes 04/01(水), for planners.
func (d Date) MDW() string {
	return d.show(func() string { return d.MD() + "(" + d.weekday() + ")" })
}

// West writes 2026年4月1日（水曜日）, for running text and public pages.
func (d Date) West() string {
	return d.show(func() string { return d.plain() + "（" + d.weekday() + "曜日）" })
}

// Era writes 令和8年4月1日, for formal print; the western year before 1873, when the old calendar was in use.
func (d Date) Era() string {
	return d.show(func() string {
		e, n, ok := eraOn(d)
		if !ok {
			return d.plain()
		}
		_, m, day := d.ymd()
		return fmt.Sprintf("%s%s年%d月%d日", e.name, first(n), m, day)
	})
}

// EraShort writes R8.4.1, for small tables only.
func (d Date) EraShort() string {
	return d.show(func() string {
		e, n, ok := eraOn(d)
		if !ok {
			return d.Slash()
		}
		_, m, day := d.ymd()
		return fmt.Sprintf("%s%d.%d.%d", e.letter, n, m, day)
	})
}

// Both writes 令和8（2026）年4月1日, as 公用文作成の考え方 (2022) puts two years.
func (d Date) Both() string {
	return d.show(func() string {
		e, n, ok := eraOn(d)
		if !ok {
			return d.plain()
		}
		y, m, day := d.ymd()
		return fmt.Sprintf("%s%s（%d）年%d月%d日", e.name, first(n), y, m, day)
	})
}

func (d Date) plain() string {
	y, m, day := d.ymd()
	return fmt.Sprintf("%d年%d月%d日", y, m, day)
}

// Echo tells the person how a typed date was read: 2026年4月1日（水）として登録します; "" when d is not a day.
func Echo(d Date) string {
	if !d.Valid() {
		return ""
	}
	return d.plain() + "（" + d.weekday() + "）として登録します"
}
