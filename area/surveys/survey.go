package surveys

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/people"
)

// MostFree is how many characters a visitor's free text may have.
const MostFree = 500

// Draft is the part of a survey that is written down.
type Draft struct {
	Title    string
	From, To clock.Date // first and last day
	Keeper   string     // office and telephone at the foot of the visitor's page
}

// Check returns a fault that names each field that cannot stand.
func (d Draft) Check() error {
	var c fault.Check
	c.That(d.Title != "", "title", "アンケートの名前を入れてください（例 来庁者アンケート 令和8年度）。")
	c.That(utf8.RuneCountInString(d.Title) <= 60, "title", "アンケートの名前は60字までです。短くしてください。")
	c.That(d.From.Valid(), "from", "始まりの日を入れてください（例 2026/4/1）。")
	c.That(d.To.Valid(), "to", "終わりの日を入れてください（例 2027/3/31）。")
	c.That(!d.From.Valid() || !d.To.Valid() || d.From <= d.To, "to", "終わりの日が始まりの日より前です。どちらかをなおしてください。")
	c.That(d.Keeper != "", "keeper", "担当と電話番号を入れてください。来た人の画面の下に出ます。")
	return c.Err()
}

// Survey is one visitor survey of a ward: the standard items, asked at its counters over a time.
type Survey struct {
	ID, Code, WardID, WardName string
	Draft
	BankVersion        int
	Form               questionnaire.Form // what it asks
	formText           string             // the form as stored; "" is the standard one
	OpenedAt, ClosedAt clock.Instant
	OpenedBy, ClosedBy string
	Closing
	LastSeq, Epoch int64
	Sample         bool
	UpdatedAt      clock.Instant
}

// asks is how many questions the survey says it has: of the standard one its eight items, else all.
func (s Survey) asks() int {
	if s.formText == "" {
		return len(standardIDs)
	}
	return len(s.Form.Asked())
}

// Taking says whether answers are taken on day.
func (s Survey) Taking(day clock.Date) bool {
	return s.OpenedAt != "" && s.ClosedAt == "" && day <= s.To
}

// Over says whether the survey has ended by day; Ended is its last day then.
func (s Survey) Over(day clock.Date) bool { return s.ClosedAt != "" || s.OpenedAt != "" && day > s.To }

// Ended is the day the survey ended, or is to end.
func (s Survey) Ended() clock.Date {
	if d := s.ClosedAt.Date(); d != "" && d < s.To {
		return d
	}
	return s.To
}

// WritableBy says whether a may make, open, close and revise the survey.
func (s Survey) WritableBy(a people.Actor) bool { return a.MayInWard(people.WriteSurveys, s.WardID) }

// CounterDraft is the part of a counter that is written down.
type CounterDraft struct {
	OfficeID                  string
	Place, PlaceEasy, PlaceEn string
}

// Check returns a fault that names each field that cannot stand.
func (d CounterDraft) Check() error {
	var c fault.Check
	c.That(d.OfficeID != "", "office", "窓口を受け持つ所属を選んでください。")
	c.That(d.Place != "", "place", "窓口の場所を入れてください（例 区民課 1階 2番窓口）。")
	for field, v := range map[string]string{"place": d.Place, "place_easy": d.PlaceEasy, "place_en": d.PlaceEn} {
		c.That(utf8.RuneCountInString(v) <= 80, field, "場所は80字までです。短くしてください。")
	}
	return c.Err()
}

// Counter is a place that has a poster with a code of its own.
type Counter struct {
	ID, SurveyID, Code string
	CounterDraft
	OfficeName, OfficePath string
	Sample                 bool
}

// PlaceIn is the counter's place for who reads a language: in English, else in やさしい日本語, else in Japanese.
func (c Counter) PlaceIn(l Lang) string {
	switch {
	case l == Ja:
	case l != Easy && c.PlaceEn != "":
		return c.PlaceEn
	case c.PlaceEasy != "":
		return c.PlaceEasy
	}
	return c.Place
}

// ReadableBy says whether a may read the free texts left at the counter: its own office, those above it, and who runs the survey.
func (c Counter) ReadableBy(a people.Actor, wardID string) bool {
	if a.MayInWard(people.WriteSurveys, wardID) {
		return true
	}
	for _, p := range a.Posts() {
		if p.WardID == wardID && (strings.HasPrefix(c.OfficePath, p.OfficePath) || strings.HasPrefix(p.OfficePath, c.OfficePath)) {
			return true
		}
	}
	return false
}

// Answer is one form as sent: nothing in it says who.
type Answer struct {
	Key       string // random, made when the form was drawn: the same form counts once
	SurveyID  string
	CounterID string
	Mode      string // one of Modes
	Lang      Lang
	questionnaire.Sheet
	Day  clock.Date
	Hour int
}

// check refuses what no form of ours can send.
func (n Answer) check(f questionnaire.Form) error {
	var c fault.Check
	c.That(len(n.Key) >= 16 && len(n.Key) <= 64, "key", "アンケートの用紙の番号が読めません。")
	c.That(n.Day.Valid() && n.Hour >= 0 && n.Hour < 24, "day", "答えた日が読めません。")
	c.That(slices.Contains(Modes[:], n.Mode), "mode", "答え方が読めません。スマホ・紙・窓口端末などから選んでください。")
	c.That(len(n.Marks) == len(f.Columns()) && string(f.Marks(n.Text())) == string(n.Marks), "marks", "このアンケートの用紙にない答えがあります。用紙と問いを見くらべてください。")
	for id, words := range n.Words {
		at := f.At(id)
		c.That(at >= 0 && f.Questions[at].Kind.Written() && words != "", id, "このアンケートの用紙にない答えがあります。用紙と問いを見くらべてください。")
		c.That(at < 0 || f.Questions[at].Over(words) == 0, id, "文が長すぎます。短くしてください。")
	}
	return c.Err()
}

// ChangeDraft is the part of a この声で変わったこと that is written down.
type ChangeDraft struct {
	OfficeID             string
	Voice                string // what visitors said, in our words if need be
	Change               string // what is different now
	ChangeEasy, ChangeEn string
	Since                clock.Date
	GoalID               string // optional: the goal it serves
}

// Check returns a fault that names each field that cannot stand.
func (d ChangeDraft) Check() error {
	var c fault.Check
	c.That(d.Voice != "", "voice", "いただいた声を1つ入れてください（例 番号札の字が小さい）。")
	c.That(d.Change != "", "change", "変わったことを入れてください（例 番号札の字を大きくしました）。")
	for field, v := range map[string]string{"voice": d.Voice, "change": d.Change, "change_easy": d.ChangeEasy, "change_en": d.ChangeEn} {
		c.That(utf8.RuneCountInString(v) <= 200, field, "200字までです。次に来た人がすぐ読める長さにしてください。")
	}
	c.That(d.Since.Valid(), "since", "変わった日を入れてください（例 2026/8/1）。")
	return c.Err()
}

// Change is one thing that is different because of what visitors said.
type Change struct {
	ID, SurveyID string
	ChangeDraft
	OfficeName, WrittenBy string
	Sample                bool
}

// ChangeIn is the change for who reads a language (English, else やさしい日本語, else Japanese), and the lang attribute of what came back.
func (c Change) ChangeIn(l Lang) (text, lang string) {
	switch {
	case l == Ja:
	case l != Easy && c.ChangeEn != "":
		return c.ChangeEn, "en"
	case c.ChangeEasy != "":
		return c.ChangeEasy, "ja"
	}
	return c.Change, "ja"
}
