// Package ratings keeps what outside investigators found at the ward's counters on visits and in calls, year by year, with that year's rule for stars.
package ratings

import (
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
)

// Rating is one year's 格付け調査 of a ward (domain: 来庁者等に対する窓口サービスに係る民間事業者による調査).
type Rating struct {
	ID, WardID string
	Draft
	Others    []Other // other wards' published figures, for reference
	Sample    bool
	CreatedBy string
	CreatedAt clock.Instant
	UpdatedBy string
	UpdatedAt clock.Instant

	WardName, Editor string
}

// Draft is the part of a rating that its office writes: one list for the form, the checks and the store.
type Draft struct {
	FY        clock.FY
	Name      string
	By        string     // the firm, in words
	From, To  clock.Date // when they came and called
	Scale     Scale
	Fields    []Field
	Rule      Rule
	Announced *int // stars as the city announced them, nil where it did not
}

// Scale is the range of a mark, in whole points.
type Scale struct{ Low, Top int }

// Other is a published figure of another ward, or of the city: plain reference, never averaged with ours.
type Other struct {
	Name  string // みどり区, 市の平均
	Field string // "" the whole
	Mean  *int   // hundredths; nil where only stars were published
	Stars *int
	Note  string // where it was published
}

// The longest texts, in characters, and the most of what a rating holds.
const (
	NameMost   = 60
	ByMost     = 60
	FieldsMost = 20
	ItemsMost  = 60
	OthersMost = 300
)

// Check returns a fault that names each form field that cannot stand.
func (d Draft) Check() error {
	var c fault.Check
	c.That(d.FY >= 1990 && d.FY <= 2200, "fy", "年度を西暦か元号で書いてください。例: 2026、令和8")
	c.That(d.Name != "", "name", "調査の名前が空です。報告書の題名を書いてください。例: 窓口サービス格付け調査")
	c.That(utf8.RuneCountInString(d.Name) <= NameMost, "name", "調査の名前は60字までです。")
	c.That(d.By != "", "by", "だれが調べたかを書いてください。例: 市が委託した調査会社")
	c.That(utf8.RuneCountInString(d.By) <= ByMost, "by", "60字までです。会社の名前か「市が委託した調査会社」のように書いてください。")
	c.That(d.From.Valid(), "from", "調査の始まりの日を書いてください。例: 2026/11/1")
	c.That(d.To.Valid(), "to", "調査の終わりの日を書いてください。例: 2026/12/10")
	c.That(!d.From.Valid() || !d.To.Valid() || d.From <= d.To, "to", "終わりの日が始まりの日より前です。日付を見なおしてください。")
	c.That(d.Scale.Low >= 0 && d.Scale.Top <= 100 && d.Scale.Low < d.Scale.Top, "top", "満点は、いちばん低い点より大きい100までの数にしてください。例: 1点から5点")
	c.That(len(d.Fields) > 0, "fields", "分野と項目が空です。1行めに分野、次の行から項目を書いてください。")
	d.Rule.check(&c, d.Scale)
	c.That(d.Announced == nil || *d.Announced >= 0 && *d.Announced <= StarsMost, "announced", "公表された星は0から5までの数です。公表されていなければ空のままにしてください。")
	return c.Err()
}

// WritableBy says whether a may write the rating: the ward's secretariat and the city's office.
func (x Rating) WritableBy(a people.Actor) bool {
	return a.MayInWard(people.WriteSurveys, x.WardID) && a.SeesWard(x.WardID)
}

// Field finds a field by its key; ok is false where there is none.
func (d Draft) Field(key string) (f Field, ok bool) {
	for _, f := range d.Fields {
		if f.Key == key {
			return f, true
		}
	}
	return Field{}, false
}

// Allows says whether a mark in hundredths lies on the scale.
func (s Scale) Allows(score int) bool { return score >= 100*s.Low && score <= 100*s.Top }

// Words say the scale: 1点から5点.
func (s Scale) Words() string { return itoa(s.Low) + "点から" + itoa(s.Top) + "点" }

func (x Rating) href() string { return "/ratings/" + x.ID }

func (x Rating) draftName() string { return "rating:" + x.ID }

func (x Rating) othersDraft() string { return "rating-others:" + x.ID }

func (x Rating) actionDraft() string { return "rating-action:" + x.ID }
