// Package aims keeps the one thing that an office has chosen to do well at its counter this month, and what it noticed.
package aims

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
)

// Aim is an office's 月間目標. There is one an office and month; it asks nobody's leave and is no quota.
type Aim struct {
	ID, WardID string
	Draft
	GoalName, GoalHref string // the goal as it read when it was linked
	LookBack
	LookedBy, LookedName string
	LookedAt             clock.Instant // "" while nobody has looked back
	Sample               bool
	CreatedBy            string
	CreatedAt            clock.Instant
	UpdatedBy            string
	UpdatedAt            clock.Instant

	OfficeName, OfficePath, WardName, Above, Editor string // Above is the section over the office, "" right under the ward
}

// Draft is the part of an aim that its office writes: one list for the form, the checks and the store.
type Draft struct {
	OfficeID     string
	Month        Month
	Line1, Line2 string // the words, as they stand on the poster
	Why          string // from a voice
	Together     bool   // chosen by all who work there
	DecidedBy    string // else by whom
	GoalID       string // the goal it serves
}

// LookBack is one line at the month's end.
type LookBack struct {
	Days    *int // days on which it was kept; nil where nobody counted
	Noticed string
}

// The longest texts, in characters.
const (
	LineMost    = 20
	WhyMost     = 80
	ByMost      = 30
	NoticedMost = 100
)

// Check returns a fault that names each field that cannot stand.
func (d Draft) Check() error {
	var c fault.Check
	_, known := d.Month.parts()
	c.That(d.OfficeID != "", "office", "どの所属の月間目標かを選んでください。")
	c.That(known, "month", "何月の目標かを選んでください。")
	c.That(d.Line1 != "", "line1", "言葉が空です。窓口に貼れる短い言葉を1つ書いてください。")
	c.That(utf8.RuneCountInString(d.Line1) <= LineMost, "line1", "1行めは20字までです。ポスターで遠くから読める長さにしてください。")
	c.That(utf8.RuneCountInString(d.Line2) <= LineMost, "line2", "2行めは20字までです。ポスターで遠くから読める長さにしてください。")
	c.That(utf8.RuneCountInString(d.Why) <= WhyMost, "why", "理由は80字までです。もとになった声を1つにしぼってください。")
	c.That(d.Together || d.DecidedBy != "", "decided_by", "だれが決めたかを書いてください。みんなで決めたときは「みんなで」を選びます。")
	c.That(utf8.RuneCountInString(d.DecidedBy) <= ByMost, "decided_by", "30字までです。例: 朝の当番 3人")
	return c.Err()
}

// Check returns a fault that names each field that cannot stand. m is the aim's month.
func (l LookBack) Check(m Month) error {
	var c fault.Check
	c.That(l.Noticed != "" || l.Days != nil, "noticed", "気づいたことを1行書いてください。できなかったことも、つぎに生きます。")
	c.That(utf8.RuneCountInString(l.Noticed) <= NoticedMost, "noticed", "100字までです。いちばん伝えたいことを1行にしてください。")
	c.That(l.Days == nil || *l.Days >= 0 && *l.Days <= m.Days(), "days", "できた日数は0から"+strconv.Itoa(m.Days())+"までの数です。数えていなければ空のままにしてください。")
	return c.Err()
}

// WritableBy says whether a may write and look back on the aim: who works in its office, or the ward's secretariat.
func (m Aim) WritableBy(a people.Actor) bool { return a.MayAt(people.WriteAims, m.OfficePath) }

// Over says whether the month is past: then the words stay and only the look back is written.
func (m Aim) Over(a people.Actor) bool { return m.Month.Last() < a.Today }

// Looked says whether somebody has looked back.
func (m Aim) Looked() bool { return m.LookedAt != "" }

// LookableBy says whether a may look back: from the month's first day on, without end.
func (m Aim) LookableBy(a people.Actor) bool { return m.WritableBy(a) && m.Month.First() <= a.Today }

// Words are both lines in one.
func (d Draft) Words() string { return d.Line1 + d.Line2 }

// Who says who chose it: 窓口担当みんなで決めました.
func (m Aim) Who() string {
	if m.Together {
		return m.OfficeName + "みんなで決めました"
	}
	return m.DecidedBy + "で決めました"
}

// House is the office's house and section on the poster: みなと区役所 区民課.
func (m Aim) House() string {
	house := m.WardName
	if strings.HasSuffix(house, "区") || strings.HasSuffix(house, "市") {
		house += "役所"
	}
	above := m.Above
	if above == "" && !m.Together {
		above = m.OfficeName
	}
	return strings.TrimSpace(house + " " + above)
}

// Month is a calendar month, YYYY-MM.
type Month string

// MonthOf is the month of a day.
func MonthOf(d clock.Date) Month {
	if !d.Valid() {
		return ""
	}
	return Month(d[:7])
}

func (m Month) parts() (t time.Time, ok bool) {
	t, err := time.Parse("2006-01", string(m))
	return t, err == nil && len(m) == 7
}

// Valid says whether it is a month.
func (m Month) Valid() bool { _, ok := m.parts(); return ok }

// First is its first day.
func (m Month) First() clock.Date { return clock.Date(m + "-01") }

// Last is its last day.
func (m Month) Last() clock.Date { return m.Add(1).First().AddDays(-1) }

// Days is how many days it has.
func (m Month) Days() int { return m.Last().Time().Day() }

// Add is the month n months on.
func (m Month) Add(n int) Month {
	t, _ := m.parts()
	return Month(t.AddDate(0, n, 0).Format("2006-01"))
}

// Number is 9 for September.
func (m Month) Number() string { t, _ := m.parts(); return strconv.Itoa(int(t.Month())) }

// Name is 9月.
func (m Month) Name() string { return m.Number() + "月" }

// Long is 令和8年9月.
func (m Month) Long() string {
	s := m.First().Era()
	return s[:strings.Index(s, "月")+len("月")]
}
