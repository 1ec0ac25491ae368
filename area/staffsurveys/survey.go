// Package staffsurveys asks the people who work in a ward office how work is, so that nobody can find out who said what.
package staffsurveys

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/people"
)

// StaffSurveys is the room 職員の声.
type StaffSurveys struct {
	DB   *db.DB
	Now  func() time.Time
	Note people.Note
	// Saw notes that somebody read free texts.
	Saw func(ctx context.Context, a people.Actor, kind, subject, detail string) error
	// City gives the city's limit for small groups.
	City func(ctx context.Context) (people.City, error)
	// Form gives the questions that were put together for a survey; nil takes the room's own template.
	Form func(ctx context.Context, tx *db.Tx, surveyID string) (questionnaire.Form, error)
	// Remind leaves a person a line with the way to the survey; nil where there are no notices.
	Remind func(ctx context.Context, tx *db.Tx, a people.Actor, staffID, text, href string, sample bool) error
	// Address is what is printed on slips, such as https://kaname.example.lg.jp; "" takes that of the request.
	Address string

	// The two below are nil but in the attack tests, which put a careless scheme in their place.
	shut func(content []byte, public [Keepers]*[32]byte) (string, error)
	lay  func(ctx context.Context, tx *db.Tx, s Survey, sealed string) error
}

// MostStatements is how many statements may be put to the staff at once: a longer list is answered by fewer.
const MostStatements = 12

// Draft is the part of a survey that is written down while it is prepared.
type Draft struct {
	Title    string
	Why      string     // なぜ聞くか, one sentence
	Use      string     // どう使うか
	Keeper   string     // だれから: office and extension
	ClosesOn clock.Date // the last day
	Rule
}

// Check returns a fault that names each field that cannot stand.
func (d Draft) Check() error {
	var c fault.Check
	for _, f := range []struct{ field, name, example, text string }{
		{"title", "名前", "例 職員意識アンケート 令和8年度", d.Title}, {"why", "なぜ聞くか", "例 働きやすい職場にするため、いまの職場を知りたい", d.Why},
		{"use", "どう使うか", "例 課ごとに取り組むことを決め、次の年に確かめる", d.Use}, {"keeper", "担当と電話番号", "例 総務課 人材育成担当 内線000", d.Keeper}} {
		c.That(f.text != "", f.field, f.name+"を入れてください（"+f.example+"）。")
		c.That(utf8.RuneCountInString(f.text) <= 120, f.field, f.name+"は120字までです。短くしてください。")
	}
	c.That(d.ClosesOn.Valid(), "closes", "締切の日を入れてください（例 2026/9/18）。")
	d.Rule.check(&c)
	return c.Err()
}

// State is where a survey stands.
type State int

// The states: 準備 → 回答中 → 締切 → 公表.
const (
	Preparing State = iota
	Taking
	Closed
	Published
)

// Survey is one survey of a ward's staff.
type Survey struct {
	ID, WardID, WardName string
	Draft
	Form               questionnaire.Form
	Notice             Notice // as frozen when the survey opened; zero before
	OpenedAt, ClosedAt clock.Instant
	PublishedOn        clock.Date
	Asked, Spent, Read int // filled when it closed, and when the box was opened
	Sample             bool
	UpdatedAt          clock.Instant

	envelope, boxes int
	rule, form      string // as stored
	notice          string
}

// State says where the survey stands on a day.
func (s Survey) State(day clock.Date) State {
	switch {
	case s.PublishedOn != "":
		return Published
	case s.OpenedAt == "":
		return Preparing
	case s.ClosedAt != "" || day > s.ClosesOn:
		return Closed
	}
	return Taking
}

// Ended is the last day on which answers were taken.
func (s Survey) Ended() clock.Date { return min(s.ClosesOn, s.ClosedAt.Date()) }

// WritableBy says whether a may prepare, open, close and remind.
func (s Survey) WritableBy(a people.Actor) bool { return a.MayInWard(people.WriteSurveys, s.WardID) }

// VisibleTo says whether the survey is there for a at all: while it is prepared, for those who prepare it; then for
// the ward's staff, and for those above the wards where the rule says so.
func (s Survey) VisibleTo(a people.Actor) bool {
	switch {
	case !a.SignedIn():
		return false
	case s.WritableBy(a):
		return true
	case s.OpenedAt == "":
		return false
	}
	return s.Rule.sees(a, s.WardID)
}

// Statements counts the statements that are to be agreed with or not.
func Statements(f questionnaire.Form) (n int) {
	for _, q := range f.Questions {
		if q.Kind == questionnaire.Scale {
			n++
		}
	}
	return n
}

// checkForm says whether a form can be put to the staff.
func checkForm(f questionnaire.Form) error {
	if err := f.Check(); err != nil {
		return err
	}
	var c fault.Check
	c.That(Statements(f) <= MostStatements, "form", fmt.Sprintf("段階で選ぶ問いが%dあります。%dまでにしてください。長いと答える人が減ります。", Statements(f), MostStatements))
	c.That(len(f.Asked()) <= MostStatements+3, "form", fmt.Sprintf("問いは全部で%dまでです。減らしてください。", MostStatements+3))
	return c.Err()
}

func (s *Survey) unpack() error {
	f, err := questionnaire.Parse(s.form)
	if err != nil {
		return err
	}
	s.Form = f
	if err := json.Unmarshal([]byte(s.rule), &s.Rule); err != nil {
		return err
	}
	if s.notice != "" {
		return json.Unmarshal([]byte(s.notice), &s.Notice)
	}
	return nil
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, numbers and lists of them cannot fail
	}
	return string(b)
}
