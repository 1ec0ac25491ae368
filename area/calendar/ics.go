package calendar

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
)

// WriteICS writes the year as an iCalendar file (RFC 5545) of whole-day events: a step with a date by which is one
// day, any other its span. address is the house's, for the events' names and links; "" leaves links out.
func WriteICS(w io.Writer, y Year, address string, stamp clock.Instant) error {
	out := bufio.NewWriter(w)
	line := func(name, value string) { out.WriteString(fold(name + ":" + value)) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Kaname//Year//JA")
	line("CALSCALE", "GREGORIAN")
	line("X-WR-CALNAME", escape("年間の段取り "+y.FY.Era()+" "+y.Place()))
	line("X-WR-TIMEZONE", "Asia/Tokyo")
	for _, s := range y.Used() {
		from, to := s.First, s.Last
		title := s.Name()
		if s.By != "" {
			from, to, title = s.By, s.By, title+"（期日）"
		}
		line("BEGIN", "VEVENT")
		line("UID", s.Key+"-"+string(y.First())+"-"+uidWard(y.WardID)+"@kaname")
		line("DTSTAMP", stamp.Time().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE", compact(from))
		line("DTEND;VALUE=DATE", compact(to.AddDays(1))) // the end is the day after the last (RFC 5545 3.6.1)
		line("SUMMARY", escape(title))
		line("DESCRIPTION", escape(s.about(y)))
		line("CATEGORIES", escape(s.Lane.Name()))
		if s.Done != nil {
			line("X-KANAME-DONE", escape(s.Done.Line))
		}
		line("TRANSP", "TRANSPARENT") // a step does not make anybody busy
		if s.Link != "" && address != "" {
			line("URL", address+s.Link)
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return out.Flush()
}

// First is the first day of the fiscal year.
func (y Year) First() clock.Date { return y.Start.First(y.FY) }

func uidWard(wardID string) string {
	if wardID == "" {
		return "city"
	}
	return wardID
}

// about is a step in a few lines of text: what to do, when, why it is there.
func (s Step) about(y Year) string {
	parts := []string{s.Note, "時期: " + s.Months(y.Start), "わけ: " + s.Kind.Name() + source(s.Source)}
	if s.Note == "" {
		parts = parts[1:]
	}
	if s.Done != nil {
		parts = append(parts, "済み: "+s.Done.Line)
	}
	return strings.Join(parts, "\n")
}

func source(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

func compact(d clock.Date) string { return strings.ReplaceAll(string(d), "-", "") }

// escape writes a TEXT value (RFC 5545 3.3.11).
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// fold ends a content line with CRLF and breaks it at 75 octets, never inside a letter (RFC 5545 3.1).
func fold(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if size := utf8.RuneLen(r); n+size > 75 {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += utf8.RuneLen(r)
	}
	b.WriteString("\r\n")
	return b.String()
}
