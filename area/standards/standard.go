// Package standards keeps what every ward of the city promises, checks it, and raises it a step each year.
package standards

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
)

// Forever is the last fiscal year of a version that has no end yet.
const Forever clock.FY = 9999

// Draft is what the city writes of a standard: one list for the form, the checks and the store.
type Draft struct {
	Code, PrincipleID string
	Title             string // a short name: 呼ぶまでの時間
	Promise           string // the promise in one sentence
	Text              string // what it means, in a few more
	Axis              string // soft, hard
	Level             string // minimum, ideal
	Applies           string // all, counter, phone, facility
	ChangeableBy      string // city, ward; law is refused
	Outside           string // what it leaves alone
	Measure           string // yesno, count, ratio, observation, survey
	How               string // how it is checked
	Threshold         *float64
	Unit              string
	Direction         string // up: at least, down: at most
	Attained          string // what counts as reached, in words
}

// Version is a standard as it reads in the fiscal years FromFY..ToFY. Its StandardID is the same in all versions.
type Version struct {
	ID, StandardID string
	Draft
	State             string // draft, set
	FromFY, ToFY      clock.FY
	Supersedes        string
	ApprovalID        string
	Asked             bool // a request for it is open: what the approver sees must not change
	ByID              string
	At, UpdatedAt     clock.Instant
	Sample            bool
	Origin            Origin
	Principle         string
	PrinciplePosition int
}

// Origin says where a standard came from: the city, or a ward's practice.
type Origin struct {
	Kind, GoalID, WardID, Ward, Title string
	FY                                clock.FY
}

// Word is a value with its name on screens and a line of help.
type Word struct{ Value, Name, Help string }

// The words of a standard, in the order of their choices.
var (
	Axes    = []Word{{"soft", "ソフト", "応対・手順・伝え方"}, {"hard", "ハード", "庁舎・設備・表示"}}
	Levels  = []Word{{"minimum", "最低基準", "どの区も必ず守る"}, {"ideal", "目指すべき姿", "届くように進める"}}
	Applied = []Word{{"all", "すべての課", ""}, {"counter", "窓口のある課", ""}, {"phone", "電話を受ける課", ""}, {"facility", "庁舎", "区役所の建物ごとに点検します"}}
	Changed = []Word{{"city", "市", "市の手順・様式・予算で変えられる"}, {"ward", "区", "区の工夫で変えられる"}, {"law", "法令", "法令が決めている中身そのもの"}}
	Ways    = []Word{{"yesno", "しているか", "している・していない"}, {"count", "回数・件数", ""}, {"ratio", "割合", "分母をはっきりさせます"}, {"observation", "実測", "時間や数を測る"}, {"survey", "来庁者の調べ", "アンケートの項目で見る"}}
	Turns   = []Word{{"down", "以内", "少ないほどよい"}, {"up", "以上", "多いほどよい"}}
)

func name(words []Word, v string) string {
	for _, w := range words {
		if w.Value == v {
			return w.Name
		}
	}
	return ""
}

func has(words []Word, v string) bool { return name(words, v) != "" }

var codeForm = regexp.MustCompile(`^[0-9]{1,2}-[0-9]{1,2}$`)

// Check returns a fault that names each field that cannot stand.
func (d Draft) Check() error {
	var c fault.Check
	c.That(codeForm.MatchString(d.Code), "code", "番号は「3-2」のように、理念の番号と項目の番号をハイフンでつないでください。")
	c.That(d.PrincipleID != "", "principle", "どの理念から出る基準かを選んでください。")
	c.That(d.Title != "", "title", "短い名前を入れてください（例 呼ぶまでの時間）。一覧と目標に出ます。")
	c.That(utf8.RuneCountInString(d.Title) <= 24, "title", "名前が24字をこえています。くわしいことは約束の文に書いてください。")
	c.That(d.Promise != "", "promise", "約束を1文で書いてください（例 番号札を取ってから、平均20分以内に呼ぶ）。")
	c.That(utf8.RuneCountInString(d.Promise) <= 80, "promise", "約束が80字をこえています。1文にして、続きは説明に書いてください。")
	c.That(utf8.RuneCountInString(d.Text) <= 600, "text", "説明は600字までです。")
	c.That(has(Axes, d.Axis), "axis", "ソフトかハードかを選んでください。")
	c.That(has(Levels, d.Level), "level", "最低基準か目指すべき姿かを選んでください。")
	c.That(has(Applied, d.Applies), "applies", "どこが守る基準かを選んでください。")
	c.That(has(Changed, d.ChangeableBy), "changeable_by", "だれが変えられるかを選んでください。")
	c.That(d.ChangeableBy != "law", "changeable_by", "法令が決めている中身そのものは、市も区も変えられないので基準にできません。手順・伝え方を対象にして、「市」か「区」を選んでください。")
	d.checkMeasure(&c)
	return c.Err()
}

func (d Draft) checkMeasure(c *fault.Check) {
	c.That(has(Ways, d.Measure), "measure", "どう測るかを選んでください。")
	c.That(d.How != "", "how", "確かめ方を書いてください。どの区でも同じに点検できるようにするためです。")
	c.That(utf8.RuneCountInString(d.How) <= 300, "how", "確かめ方は300字までです。")
	if d.Measure == "yesno" || !has(Ways, d.Measure) {
		return
	}
	c.That(d.Threshold != nil, "threshold", "目安の数を入れてください。数で測らないときは「しているか」を選びます。")
	c.That(d.Unit != "", "unit", "単位を入れてください（例 分・％・回）。")
	c.That(has(Turns, d.Direction), "direction", "以内か以上かを選んでください。")
	if d.Threshold != nil && (d.Unit == "%" || d.Unit == "％") {
		c.That(*d.Threshold >= 0 && *d.Threshold <= 100, "threshold", "割合は0から100までの数で入れてください。")
	}
}

// Aim is the threshold in words: 20分以内, 80％以上, or している where nothing is counted.
func (d Draft) Aim() string {
	if d.Threshold == nil {
		return "している"
	}
	return Figure(*d.Threshold) + d.Unit + name(Turns, d.Direction)
}

// Figure writes a number without needless decimals.
func Figure(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// AxisName, LevelName, AppliesName and MeasureName are the words on screens.
func (d Draft) AxisName() string { return name(Axes, d.Axis) }

// LevelName is 最低基準 or 目指すべき姿.
func (d Draft) LevelName() string { return name(Levels, d.Level) }

// AppliesName says who keeps it.
func (d Draft) AppliesName() string { return name(Applied, d.Applies) }

// MeasureName says how it is counted.
func (d Draft) MeasureName() string { return name(Ways, d.Measure) }

// ChangerName says who can change what the standard speaks of.
func (d Draft) ChangerName() string { return name(Changed, d.ChangeableBy) }

// Reached is what counts as reached, in words.
func (d Draft) Reached() string {
	if d.Attained != "" {
		return d.Attained
	}
	return d.Aim()
}

// Name is 基準3-2 呼ぶまでの時間.
func (v Version) Name() string { return "基準" + v.Code + " " + v.Title }

// Href is the standard's page; it is the same for all versions.
func (v Version) Href() string { return "/standards/" + v.StandardID }

// In says whether v governs fy.
func (v Version) In(fy clock.FY) bool { return v.State == "set" && v.FromFY <= fy && fy <= v.ToFY }

// Stair is what stands over the standard's stair: the threshold, or its name where nothing is counted.
func (d Draft) Stair() string {
	if d.Threshold == nil {
		return d.Title
	}
	return d.Aim()
}

// Changed says in a few words what differs from before: the threshold, or the promise.
func (d Draft) Changed(before Draft) string {
	switch {
	case before.Promise == "" && d.Threshold == nil:
		return "「" + d.Promise + "」を初めて定めた"
	case before.Promise == "":
		return d.Aim() + "を初めて定めた"
	case before.Aim() != d.Aim():
		return before.Aim() + "から" + d.Aim() + "へ"
	case before.Promise != d.Promise:
		return "「" + before.Promise + "」から「" + d.Promise + "」へ"
	}
	return "決めごとをととのえた"
}

// order sorts codes as numbers: 3-2 before 3-10.
func order(code string) int {
	a, b, _ := strings.Cut(code, "-")
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	return x*1000 + y
}

// AppliesTo says whether a standard is meant for an office of this kind; what is not is recorded as 対象外.
func (d Draft) AppliesTo(o people.Office) bool {
	switch d.Applies {
	case "counter":
		return o.Counter && o.Kind == "office"
	case "facility":
		return o.Kind == "ward"
	}
	return o.Kind == "office"
}

// Edition counts the city's whole set of standards from its first year: 基準1, 基準2, …
func Edition(first, fy clock.FY) int {
	if first == 0 || fy < first {
		return 0
	}
	return int(fy-first) + 1
}

// EditionName is 基準3.
func EditionName(first, fy clock.FY) string { return fmt.Sprintf("基準%d", Edition(first, fy)) }
