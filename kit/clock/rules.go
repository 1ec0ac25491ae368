package clock

import (
	"fmt"
	"math"
	"sort"
	"time"
)

// Rules returns the national holidays of a year by 国民の祝日に関する法律 and its special acts, in order of date.
// Equinox days are the astronomical estimate until the Cabinet Office announces them each February for the next year.
// It covers 2007 (the present substitute-holiday rule) to 2099; nil outside.
func Rules(year int) []Holiday {
	if year < 2007 || year > 2099 {
		return nil
	}
	named := map[Date]string{}
	for _, h := range yearly(year) {
		named[h.Date] = h.Name
	}
	for _, h := range substitutes(named) {
		named[h.Date] = h.Name
	}
	var all []Holiday
	for d, name := range named {
		all = append(all, Holiday{Date: d, Name: name})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Date < all[j].Date })
	return all
}

// yearly lists the days the law names (Article 2).
func yearly(y int) []Holiday {
	on := func(month, day int) Date { return Date(fmt.Sprintf("%04d-%02d-%02d", y, month, day)) }
	all := []Holiday{
		{Date: on(1, 1), Name: "元日"},
		{Date: monday(y, 1, 2), Name: "成人の日"},
		{Date: on(2, 11), Name: "建国記念の日"},
		{Date: on(3, equinox(y, 20.8431)), Name: "春分の日"},
		{Date: on(4, 29), Name: "昭和の日"},
		{Date: on(5, 3), Name: "憲法記念日"},
		{Date: on(5, 4), Name: "みどりの日"},
		{Date: on(5, 5), Name: "こどもの日"},
		{Date: monday(y, 9, 3), Name: "敬老の日"},
		{Date: on(9, equinox(y, 23.2488)), Name: "秋分の日"},
		{Date: on(11, 3), Name: "文化の日"},
		{Date: on(11, 23), Name: "勤労感謝の日"},
	}
	all = append(all, imperial(y, on)...)
	return append(all, moved(y, on)...)
}

// imperial lists the Emperor's birthday, which 2019 had none of, and the two days of the enthronement.
func imperial(y int, on func(month, day int) Date) []Holiday {
	switch {
	case y < 2019:
		return []Holiday{{Date: on(12, 23), Name: "天皇誕生日"}}
	case y == 2019:
		return []Holiday{{Date: on(5, 1), Name: "天皇の即位の日"}, {Date: on(10, 22), Name: "即位礼正殿の儀の行われる日"}}
	}
	return []Holiday{{Date: on(2, 23), Name: "天皇誕生日"}}
}

// moved lists the three days that the Games of 2020 and 2021 moved; 山の日 began in 2016, and 体育の日 changed its name in 2020.
func moved(y int, on func(month, day int) Date) []Holiday {
	sea, sports, mountain := monday(y, 7, 3), monday(y, 10, 2), on(8, 11)
	switch y {
	case 2020:
		sea, sports, mountain = on(7, 23), on(7, 24), on(8, 10)
	case 2021:
		sea, sports, mountain = on(7, 22), on(7, 23), on(8, 8)
	}
	name := "スポーツの日"
	if y < 2020 {
		name = "体育の日"
	}
	all := []Holiday{{Date: sea, Name: "海の日"}, {Date: sports, Name: name}}
	if y >= 2016 {
		all = append(all, Holiday{Date: mountain, Name: "山の日"})
	}
	return all
}

// substitutes adds Article 3: the next free day after a holiday on Sunday, and the day between two holidays.
func substitutes(named map[Date]string) []Holiday {
	var more []Holiday
	taken := map[Date]bool{}
	for d := range named {
		if d.Time().Weekday() != time.Sunday {
			continue
		}
		for named[d] != "" {
			d = d.AddDays(1)
		}
		more = append(more, Holiday{Date: d, Name: "振替休日"})
		taken[d] = true
	}
	for d := range named {
		between := d.AddDays(1)
		if named[between] == "" && named[d.AddDays(2)] != "" && !taken[between] {
			more = append(more, Holiday{Date: between, Name: "国民の休日"})
		}
	}
	return more
}

// monday returns the nth Monday of a month.
func monday(y, month, n int) Date {
	d := Date(fmt.Sprintf("%04d-%02d-01", y, month))
	ahead := (int(time.Monday) - int(d.Time().Weekday()) + 7) % 7
	return d.AddDays(ahead + 7*(n-1))
}

// equinox returns the day of the month by the usual approximation for 1980–2099
// (海上保安庁水路部『新こよみ便利帳』; base 20.8431 for March, 23.2488 for September).
func equinox(y int, base float64) int {
	n := float64(y - 1980)
	return int(math.Floor(base + 0.242194*n - math.Floor(n/4)))
}
