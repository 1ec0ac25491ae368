package goals

import (
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/fault"
)

// Shape is how a target is shaped (domain.md §1.3). A goal without a measure has no number at all and is
// judged by people, with a reason.
type Shape string

// The six shapes.
const (
	Ratio       Shape = "ratio"       // a share reaches a threshold
	Count       Shape = "count"       // so many in a year
	Cadence     Shape = "cadence"     // so many times a day, week, month or year
	Coverage    Shape = "coverage"    // every office, every member of staff
	Milestone   Shape = "milestone"   // done by a fiscal year
	Conditional Shape = "conditional" // a follow-up if something happens
)

// Shapes lists them with their names and examples, in the order of a choice.
var Shapes = []struct {
	Shape         Shape
	Name, Example string
}{
	{Ratio, "割合・値", "例: 満足の割合80%以上、待ち時間20分以内"},
	{Count, "年に何回・何人", "例: 年に5人以上"},
	{Cadence, "くり返し", "例: 毎日、月に2回"},
	{Coverage, "ゆきわたり", "例: 全課で実施、全職員が受講"},
	{Milestone, "いつまでに", "例: 令和9年度までにできている"},
	{Conditional, "もし〜なら", "例: 格付けが下がったら研修を見直す"},
}

// Name is the shape on screens.
func (s Shape) Name() string {
	for _, e := range Shapes {
		if e.Shape == s {
			return e.Name
		}
	}
	return string(s)
}

// Base is what a share is a share of. The label alone lies too easily, so the kind is chosen too.
type Base struct{ Kind, Name string }

// Bases lists the kinds of base.
var Bases = []Base{
	{"respondents", "アンケートに答えた人"}, {"residents", "区民（住民基本台帳など全数）"}, {"visitors", "来庁した人（全数・発券機など）"},
	{"staff", "職員"}, {"offices", "課・担当"}, {"cases", "受付・件数"}, {"days", "日・回"}, {"other", "そのほか"},
}

// BaseName is the base kind on screens.
func BaseName(kind string) string {
	for _, b := range Bases {
		if b.Kind == kind {
			return b.Name
		}
	}
	return kind
}

// Measure is one yardstick of a goal.
type Measure struct {
	ID, GoalID string
	Position   int
	MeasureDraft
	Sample    bool
	UpdatedAt clock.Instant
	Readings  []Reading  // by period, oldest first
	AsOf      clock.Date // the day on which it is judged; "" is the end of its year
}

// MeasureDraft is the part of a measure that people write.
type MeasureDraft struct {
	Name         string
	Shape        Shape
	Unit         string
	Up           bool // bigger is better
	BaseLabel    string
	BaseKind     string
	Period       string // over what time a reading is taken: 年度, 月, 調査の期間 …
	Decimals     int
	Rounding     string // half_up 四捨五入, down 切り捨て, up 切り上げ
	Baseline     *float64
	BaselineNote string // of when, from what, n
	Target       *float64
	Stretch      *float64
	FromFY       clock.FY
	DueFY        clock.FY
	Per          string
	Condition    string
	Definition   string
	Source       string
}

// Check returns a fault that names each field that cannot stand. Base, period and rounding are mandatory:
// a figure without them misled the public before (domain.md §0.6).
func (d MeasureDraft) Check() error {
	var c fault.Check
	c.That(d.Name != "", "name", "ものさしの名前を入れてください。")
	c.That(d.Shape.Name() != string(d.Shape), "shape", "測り方を選んでください。数で測らないときは、ものさしを足さなくてかまいません。")
	c.That(d.BaseLabel != "", "base_label", "母数（だれの・何のうちか）を入れてください。例: 来庁者アンケートに答えた人")
	c.That(BaseName(d.BaseKind) != d.BaseKind, "base_kind", "母数の種類を選んでください。")
	c.That(d.honest(), "base_label", "母数が「"+d.BaseLabel+"」になっています。アンケートに答えた人の割合なので「来庁者アンケートに答えた人」のように変えてください。")
	c.That(d.Period != "", "period", "いつの値か（期間）を入れてください。例: 年度、月、調査の期間")
	c.That(d.Rounding == "half_up" || d.Rounding == "down" || d.Rounding == "up", "rounding", "端数の扱いを選んでください。")
	c.That(d.Decimals >= 0 && d.Decimals <= 2, "decimals", "小数は0〜2けたで選んでください。")
	c.That(d.Target != nil || d.Shape == Milestone || d.Shape == Conditional, "target", "目安の値が入っていません。数で決めないときは、ものさしを足さずに年度末に状態と理由を書きます。")
	c.That(d.Target == nil || d.Baseline == nil || *d.Target != *d.Baseline || d.Shape != Ratio, "target", "目安といまの値が同じです。変えたい値を入れるか、「保つ」目標ならいまの値を空にしてください。")
	c.That(d.stretches(), "stretch", "高い目安は、目安より先の値にしてください。")
	c.That(d.Shape != Cadence || d.Per != "", "per", "くり返しの単位（日・週・月・年）を選んでください。")
	c.That(d.Shape != Conditional || d.Condition != "", "condition", "どうなったら行うかを書いてください。")
	c.That(d.FromFY > 1900 && d.DueFY >= d.FromFY, "due_fy", "「いつまで」が始まりより前です。年度を入れなおしてください。")
	return c.Err()
}

// honest refuses a share "of the residents" whose base is the people who answered a survey.
func (d MeasureDraft) honest() bool {
	if d.BaseKind != "respondents" && d.Source == "" {
		return true
	}
	for _, word := range []string{"答え", "回答"} {
		if strings.Contains(d.BaseLabel, word) {
			return true
		}
	}
	return false
}

func (d MeasureDraft) stretches() bool {
	if d.Stretch == nil || d.Target == nil {
		return d.Stretch == nil
	}
	if d.Up {
		return *d.Stretch >= *d.Target
	}
	return *d.Stretch <= *d.Target
}

// perNames are the cadence units.
var perNames = map[string]string{"day": "開庁日ごと", "week": "週", "month": "月", "year": "年"}

// perYear is how many turns of a cadence a year holds: 243 open days, 52 weeks, 12 months.
var perYear = map[string]float64{"day": 243, "week": 52, "month": 12, "year": 1}

// Aim puts the target into words.
func (d MeasureDraft) Aim() string {
	switch d.Shape {
	case Milestone:
		return d.DueFY.Era() + "までに"
	case Conditional:
		return d.Condition
	}
	if d.Target == nil {
		return ""
	}
	v := d.Show(*d.Target) + d.Unit
	switch {
	case d.Shape == Cadence && d.Per == "day":
		return "開庁日に" + v
	case d.Shape == Cadence:
		return perNames[d.Per] + "に" + v
	case d.Shape == Count:
		return "年に" + v + "以上"
	case d.Up:
		return v + "以上"
	}
	return v + "以内"
}

// Show rounds v by the measure's own rule.
func (d MeasureDraft) Show(v float64) string {
	return fmt.Sprintf("%.*f", d.Decimals, round(v, d.Decimals, d.Rounding))
}

// RoundingName says the rule in words.
func (d MeasureDraft) RoundingName() string {
	name := map[string]string{"half_up": "四捨五入", "down": "切り捨て", "up": "切り上げ"}[d.Rounding]
	if d.Decimals == 0 {
		return "小数を" + name
	}
	return fmt.Sprintf("小数第%d位を%s", d.Decimals+1, name)
}

// Direction says which way is better.
func (d MeasureDraft) Direction() string {
	if d.Up {
		return "大きいほどよい"
	}
	return "小さいほどよい"
}

// Reading is one value of a measure, with where it came from.
type Reading struct {
	ID, MeasureID string
	Value         float64
	N             int
	BaseLabel     string
	From, To      clock.Date
	AsOf          clock.Instant
	Source, Href  string // what it was read from; where to open it
	Note          string
	ByID          string
	At            clock.Instant
	Sample        bool
}

// Check returns a fault that names each field that cannot stand. n is mandatory.
func (r Reading) Check(m MeasureDraft) error {
	var c fault.Check
	c.That(r.N > 0, "n", "もとの数（n）を入れてください。何人・何件のうちの値かが分からない数は載せられません。")
	c.That(r.From.Valid() && r.To.Valid() && r.From <= r.To, "from", "いつの値かを、始まりと終わりの日で入れてください。")
	c.That(m.Unit != "%" || r.Value >= 0 && r.Value <= 100, "value", "割合は0から100までの数で入れてください。")
	c.That(r.Source != "", "source", "何で数えた値かを書いてください。例: 番号発券機の記録、参加者名簿")
	return c.Err()
}
