package clock

import "strconv"

// An era counts its years from start's calendar year, which is year 1.
type era struct {
	name, letter string
	start        Date
}

// eras in the order of time. Meiji is used from 1873, when Japan took the present calendar.
var eras = []era{
	{"明治", "M", "1868-01-25"},
	{"大正", "T", "1912-07-30"},
	{"昭和", "S", "1926-12-25"},
	{"平成", "H", "1989-01-08"},
	{"令和", "R", "2019-05-01"},
}

// solarSince is the first year in which Japanese dates match western ones (明治6年).
const solarSince = 1873

// lastYear is the latest year that can be registered; later ones are slips of the finger.
const lastYear = 2199

// base is the western year before year 1 of the era.
func (e era) base() int {
	y, _, _ := e.start.ymd()
	return y - 1
}

// eraOn returns the era in force on d and its year.
func eraOn(d Date) (e era, year int, ok bool) {
	y, _, _ := d.ymd()
	if !d.Valid() || y < solarSince {
		return era{}, 0, false
	}
	for _, each := range eras {
		if d >= each.start {
			e = each
		}
	}
	return e, y - e.base(), true
}

// eraCalled finds an era by 令和, 令 or R.
func eraCalled(word string) (era, bool) {
	for _, e := range eras {
		if word == e.name || word == e.letter || word == string([]rune(e.name)[0]) {
			return e, true
		}
	}
	return era{}, false
}

// first writes year 1 as 元.
func first(year int) string {
	if year == 1 {
		return "元"
	}
	return strconv.Itoa(year)
}

// number reads 元 as 1.
func number(s string) int {
	if s == "元" {
		return 1
	}
	n, _ := strconv.Atoi(s)
	return n
}
