package clock

import (
	"fmt"
	"regexp"
	"strconv"
)

// FY is a fiscal year, named by the calendar year in which it starts; 0 is none.
type FY int

// Start is the month and day on which fiscal years begin.
type Start struct{ Month, Day int }

// April is 1 April, the start of every municipality's fiscal year (地方自治法第208条).
var April = Start{Month: 4, Day: 1}

// Of returns the fiscal year that d belongs to; 0 when d is not a day.
func (s Start) Of(d Date) FY {
	if !d.Valid() {
		return 0
	}
	y, _, _ := d.ymd()
	if d < s.First(FY(y)) {
		y--
	}
	return FY(y)
}

// First returns the first day of fy.
func (s Start) First(fy FY) Date {
	return Date(fmt.Sprintf("%04d-%02d-%02d", int(fy), s.Month, s.Day))
}

// Last returns the last day of fy.
func (s Start) Last(fy FY) Date { return s.First(fy + 1).AddDays(-1) }

// Era writes 令和8年度. A year shared by two eras takes the newer: 2019 is 令和元年度.
func (f FY) Era() string {
	e, n, ok := eraOn(f.yearEnd())
	if !ok {
		return f.west()
	}
	return e.name + first(n) + "年度"
}

// Long writes 令和8年度（2026年度）, for the first mention on a page.
func (f FY) Long() string {
	if _, _, ok := eraOn(f.yearEnd()); !ok {
		return f.west()
	}
	return f.Era() + "（" + f.west() + "）"
}

// Short writes R8, for column heads.
func (f FY) Short() string {
	e, n, ok := eraOn(f.yearEnd())
	if !ok {
		return strconv.Itoa(int(f))
	}
	return e.letter + strconv.Itoa(n)
}

// Alias writes the other name of a year shared by two eras (2019: 平成31年度, 1989: 昭和64年度); "" for all others.
func (f FY) Alias() string {
	e, n, ok := eraOn(Date(fmt.Sprintf("%04d-01-01", int(f))))
	if now, _, _ := eraOn(f.yearEnd()); !ok || now == e {
		return ""
	}
	return e.name + first(n) + "年度"
}

func (f FY) west() string { return strconv.Itoa(int(f)) + "年度" }

func (f FY) yearEnd() Date { return Date(fmt.Sprintf("%04d-12-31", int(f))) }

var (
	fyWest  = regexp.MustCompile(`^(?:FY)?(\d{4})(?:年度?)?$`)
	fyEra   = regexp.MustCompile(`^(` + eraWords + `)(元|\d{1,2})(?:年度?)?$`)
	fyTwice = regexp.MustCompile(`^(.+)\((.+)\)(年度?)?$`)
)

// ParseFY reads 2026, 令和8年度, R8, 平成31年度, 令和元年度 or 令和8年度（2026年度）; the error says what, why and the remedy.
func ParseFY(s string) (FY, error) {
	text := tidy(s)
	if text == "" {
		return 0, unreadable("年度が空です。どの年度の記録かを決められません。「令和8年度」「R8」「2026」のように書いてください。")
	}
	fy := readFY(text)
	if m := fyTwice.FindStringSubmatch(text); m != nil {
		fy = readFY(m[1])
		if other := readFY(m[2]); other != fy {
			return 0, unreadable("%sは、かっこの中と外で別の年度になっています。どちらが正しいか確かめて、「令和8年度」のように一つだけ書いてください。", quote(s))
		}
	}
	if fy == 0 {
		return 0, unreadable("%sは年度として読めません。元号と年、または西暦4けたが見つからないためです。「令和8年度」「R8」「2026」のように書いてください。", quote(s))
	}
	if fy < solarSince || fy > lastYear {
		return 0, outside(int(fy), solarSince, "年度")
	}
	return fy, nil
}

// readFY returns 0 when text names no year.
func readFY(text string) FY {
	if m := fyWest.FindStringSubmatch(text); m != nil {
		return FY(number(m[1]))
	}
	m := fyEra.FindStringSubmatch(text)
	if m == nil || number(m[2]) == 0 {
		return 0
	}
	e, _ := eraCalled(m[1])
	return FY(e.base() + number(m[2]))
}
