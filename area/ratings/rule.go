package ratings

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaname/kit/fault"
	"kaname/kit/web"
)

// StarsMost is the largest number of stars that a rule can give.
const StarsMost = 5

// Rule is how a year's marks become means and stars. It is data of its year: another year may have another one.
type Rule struct {
	Average    Average
	Rounding   Rounding
	Decimals   int  // 1 or 2
	RoundSteps bool // the means on the way are rounded too
	EachField  bool // stars are given to each field, not only to the ward
	Levels     []Level
	Source     string // where the rule is published
}

// Average says over what means are taken first.
type Average string

// The ways of averaging: first each investigator's mean, or first each item's mean.
const (
	ByInvestigator Average = "investigator"
	ByItem         Average = "item"
)

// Rounding says what is done with further digits before stars are given.
type Rounding string

// The roundings: 四捨五入, 切り捨て, and none (the exact mean is held against the threshold).
const (
	HalfUp Rounding = "half_up"
	Down   Rounding = "down"
	Exact  Rounding = "exact"
)

// Level is one step of stars. AtLeast is the threshold in hundredths of a point, reached when equal (以上);
// nil where it was not published. The level of no star has none.
type Level struct {
	Stars   int
	AtLeast *int
	Words   string
}

// OsakaLevels are the levels of 大阪市's counter ratings as they were published. No threshold was published as a
// number; only 3.6 = ★★ and 2.7 = none (FY2012) and 4.1 = ★★ (FY2020) are known.
func OsakaLevels() []Level {
	return []Level{{Stars: 3, Words: "全国に誇れる高度なレベル"}, {Stars: 2, Words: "民間の平均を上回るレベル"},
		{Stars: 1, Words: "民間の平均的なレベル"}, {Words: "民間の平均に達しないレベル"}}
}

// osakaSource says what is known of the preset.
const osakaSource = "大阪市の公表資料の段階（2012〜2020年度）。しきい値の数は公表されていません。"

func (r Rule) check(c *fault.Check, s Scale) {
	c.That(r.Average == ByInvestigator || r.Average == ByItem, "average", "平均の出し方を選んでください。報告書の「算出方法」に書かれています。")
	c.That(r.Rounding == HalfUp || r.Rounding == Down || r.Rounding == Exact, "rounding", "端数の扱いを選んでください。")
	c.That(r.Decimals == 1 || r.Decimals == 2, "decimals", "小数第1位か第2位かを選んでください。")
	c.That(utf8.RuneCountInString(r.Source) <= 200, "source", "きまりの出どころは200字までです。")
	c.That(len(r.Levels) > 0, "levels", "星の段階が空です。1行に1段階、「★★ 3.5 民間の平均を上回る」のように書いてください。")
	last, known := 0, false
	for i, l := range r.Levels {
		c.That(i == 0 || l.Stars < r.Levels[i-1].Stars, "levels", "星の多い段階から順に、同じ星の数は1行にしてください。")
		if l.AtLeast == nil {
			continue
		}
		c.That(l.Stars > 0, "levels", "「なし」の段階に点は要りません。いちばん下の星に届かないときが「なし」です。")
		c.That(s.Allows(*l.AtLeast), "levels", "しきい値 "+points(*l.AtLeast)+" が"+s.Words()+"の外です。物差しかしきい値を見なおしてください。")
		c.That(!known || *l.AtLeast < last, "levels", "しきい値は、星の多い段階ほど大きくしてください。")
		last, known = *l.AtLeast, true
	}
}

// Stars says how many stars a mean gets; ok is false where the year has a level without a published threshold.
func (r Rule) Stars(mean *big.Rat) (stars int, ok bool) {
	if mean == nil || !r.Decides() {
		return 0, false
	}
	for _, l := range r.Levels {
		if l.Stars > 0 && mean.Cmp(big.NewRat(int64(*l.AtLeast), 100)) >= 0 {
			return l.Stars, true
		}
	}
	return 0, true
}

// Decides says whether every level above none has its threshold.
func (r Rule) Decides() bool {
	for _, l := range r.Levels {
		if l.Stars > 0 && l.AtLeast == nil {
			return false
		}
	}
	return len(r.Levels) > 0
}

// round does what the rule does with a mean; Exact leaves it.
func (r Rule) round(x *big.Rat) *big.Rat {
	if x == nil || r.Rounding == Exact {
		return x
	}
	unit := big.NewInt(10)
	if r.Decimals == 2 {
		unit = big.NewInt(100)
	}
	scaled := new(big.Rat).Mul(x, new(big.Rat).SetInt(unit))
	if r.Rounding == HalfUp {
		scaled.Add(scaled, big.NewRat(1, 2))
	}
	return new(big.Rat).SetFrac(new(big.Int).Div(scaled.Num(), scaled.Denom()), unit)
}

// step rounds a mean on the way where the rule does so.
func (r Rule) step(x *big.Rat) *big.Rat {
	if r.RoundSteps {
		return r.round(x)
	}
	return x
}

// Words say the rule in sentences, to stand beside every result of its year.
func (r Rule) Words() string {
	s := "項目ごとに平均し、その平均を分野の平均とします。"
	if r.Average == ByInvestigator {
		s = "調査員ごとに平均し、その平均を分野の平均とします。"
	}
	s += "全体は分野の平均の平均です。"
	digit := "小数第" + itoa(r.Decimals) + "位"
	switch r.Rounding {
	case HalfUp:
		s += digit + "までに四捨五入します"
	case Down:
		s += digit + "より下は切り捨てます"
	default:
		s += "しきい値とは丸める前の値をくらべ、" + digit + "まで表示します"
	}
	if r.RoundSteps && r.Rounding != Exact {
		s += "（途中の平均も同じに丸めます）"
	}
	return s + "。"
}

var levelLine = regexp.MustCompile(`^(★+|なし|星なし)\s*(?:([0-9]+(?:\.[0-9]+)?)(?:点)?(?:以上)?|[-ー–−―])?(?:\s+(.*))?$`)

// ParseLevels reads levels as a person writes them, a line each: ★★ 3.5 民間の平均を上回る; － where no number is published.
func ParseLevels(text string) ([]Level, error) {
	var out []Level
	n := 0
	for line := range strings.Lines(text) {
		n++
		s := trim(line)
		if s == "" {
			continue
		}
		m := levelLine.FindStringSubmatch(strings.ReplaceAll(plainDigits(s), "　", " "))
		if m == nil {
			return nil, levelFault(n, s, "「★★ 3.5 ことば」か、点が公表されていなければ「★★ － ことば」と書いてください。")
		}
		l := Level{Words: trim(m[3])}
		if strings.HasPrefix(m[1], "★") {
			l.Stars = utf8.RuneCountInString(m[1])
		}
		if m[2] != "" {
			v, ok := hundredths(m[2])
			if !ok {
				return nil, levelFault(n, s, "点は小数第2位までの数にしてください。")
			}
			l.AtLeast = &v
		}
		if l.Stars > StarsMost || utf8.RuneCountInString(l.Words) > nameMost {
			return nil, levelFault(n, s, "星は"+itoa(StarsMost)+"つまで、ことばは"+itoa(nameMost)+"字までです。")
		}
		if len(out) > StarsMost {
			return nil, levelFault(n, s, "段階は「なし」を入れて"+itoa(StarsMost+1)+"までです。")
		}
		out = append(out, l)
	}
	return out, nil
}

func levelFault(n int, line, say string) error {
	var c fault.Check
	c.That(false, "levels", fmt.Sprintf("%d行目「%s」: %s", n, cut(line, 20), say))
	return c.Err()
}

// plainDigits makes the digits of a line plain and leaves its words.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' || r == '．' || r == '－' {
			return []rune(web.Digits(string(r)))[0]
		}
		return r
	}, strings.ReplaceAll(s, "☆", "★"))
}

// WriteLevels is the text that ParseLevels reads.
func WriteLevels(levels []Level) string {
	var b strings.Builder
	for _, l := range levels {
		at := "－"
		if l.AtLeast != nil {
			at = points(*l.AtLeast)
		}
		mark := strings.Repeat("★", l.Stars)
		if l.Stars == 0 {
			mark = "なし"
		}
		b.WriteString(trim(mark+" "+at+" "+l.Words) + "\n")
	}
	return b.String()
}

// starsWord is ★★, or 星なし.
func starsWord(n int) string {
	if n <= 0 {
		return "星なし"
	}
	return strings.Repeat("★", n)
}

// hundredths reads a number of points of at most two decimals, in any width; ok is false where it is none.
func hundredths(s string) (v int, ok bool) {
	whole, part, dot := strings.Cut(web.Digits(s), ".")
	if whole == "" || len(whole) > 4 || len(part) > 2 || dot && part == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+(part + "00")[:2], 10, 32)
	return int(n), err == nil
}

// points writes hundredths without needless zeros: 4, 3.5, 2.75.
func points(v int) string {
	s := strconv.FormatFloat(float64(v)/100, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func itoa(n int) string { return strconv.Itoa(n) }
