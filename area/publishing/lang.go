package publishing

import (
	"fmt"
	"html"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
)

// Lang is a language of the public pages.
type Lang string

// The languages, in the order of the switch.
const (
	Ja   Lang = ""
	Easy Lang = "easy"
	En   Lang = "en"
)

var langs = []Lang{Ja, Easy, En}

func (l Lang) name() string {
	return map[Lang]string{Ja: "日本語", Easy: "やさしい日本語", En: "English"}[l]
}

// tag is the value of the lang attribute.
func (l Lang) tag() string {
	if l == En {
		return "en"
	}
	return "ja"
}

// say is a sentence of the frame in l. A reading stands as {漢字|かんじ} and becomes ruby.
func (l Lang) say(key string, args ...any) string {
	w, ok := words[key]
	if !ok {
		panic("publishing: no word " + key)
	}
	s := map[Lang]string{Ja: w.ja, Easy: w.easy, En: w.en}[l]
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// plain is say without readings, for titles and labels.
func (l Lang) plain(key string, args ...any) string { return bare(l.say(key, args...)) }

// bare drops the readings of a text.
func bare(s string) string {
	return rubies(s, func(word, _ string) string { return word }, func(s string) string { return s })
}

// ruby draws a text with its readings.
func ruby(s string) templ.Component {
	return templ.Raw(rubies(s, func(word, reading string) string {
		return "<ruby>" + html.EscapeString(word) + "<rt>" + html.EscapeString(reading) + "</rt></ruby>"
	}, html.EscapeString))
}

func rubies(s string, word func(w, r string) string, rest func(string) string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			return b.String() + rest(s)
		}
		j := strings.IndexByte(s[i:], '}')
		w, r, ok := "", "", false
		if j > 0 {
			w, r, ok = strings.Cut(s[i+1:i+j], "|")
		}
		if !ok {
			b.WriteString(rest(s[:i+1]))
			s = s[i+1:]
			continue
		}
		b.WriteString(rest(s[:i]) + word(w, r))
		s = s[i+j+1:]
	}
}

// gap stands between two sentences.
func (l Lang) gap() string {
	if l == Ja {
		return ""
	}
	return " "
}

// date writes a day as readers of l know it.
func (l Lang) date(d clock.Date) string {
	if l == En && d.Valid() {
		return d.Time().Format("2 January 2006")
	}
	return d.West()
}

// month writes the month of a day.
func (l Lang) month(d clock.Date) string {
	if !d.Valid() {
		return ""
	}
	if l == En {
		return d.Time().Format("January 2006")
	}
	return d.Time().Format("2006年1月")
}

// year writes a fiscal year at its first mention.
func (l Lang) year(fy clock.FY, start clock.Start) string {
	first, last := start.First(fy), start.Last(fy)
	switch l {
	case Easy:
		return fmt.Sprintf("%d年度（%s から %s まで）", int(fy), l.month(first), l.month(last))
	case En:
		return fmt.Sprintf("Fiscal year %d (%s to %s)", int(fy), l.month(first), l.month(last))
	}
	return fy.Long()
}

// yearShort writes a fiscal year again.
func (l Lang) yearShort(fy clock.FY) string {
	switch l {
	case Easy:
		return fmt.Sprintf("%d年度", int(fy))
	case En:
		return fmt.Sprintf("FY %d", int(fy))
	}
	return fy.Era()
}
