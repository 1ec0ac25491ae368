package plans

import (
	"regexp"
	"strconv"
	"strings"

	"kaname/kit/clock"
)

// Sentence says the target as the plan would: 「年5人以上」「全課で実施（平成25年度まで）」.
func (t Target) Sentence() string {
	s := t.core()
	if t.Stretch != nil {
		s += "（できれば" + Number(*t.Stretch) + t.Unit + "）"
	}
	if t.What != "" && (t.Shape == Ratio || t.Shape == Count || t.Shape == Cadence) {
		s += "、" + t.What
	}
	switch {
	case t.Shape == Milestone:
	case t.From != 0 && t.By != 0 && t.From != t.By:
		s += "（" + EraYear(t.From) + "〜" + EraYear(t.By) + "）"
	case t.From != 0 && t.By == 0:
		s += "（" + EraYear(t.From) + "から）"
	case t.By != 0:
		s += "（" + EraYear(t.By) + "まで）"
	}
	return s
}

func (t Target) core() string {
	switch t.Shape {
	case Ratio:
		return lead(t.Of) + t.amount() + bound(t.Direction)
	case Count:
		return lead(t.Of) + periodWord[t.every()] + t.amount() + bound(t.Direction)
	case Cadence:
		return lead(t.Of) + t.rhythm()
	case Coverage:
		what := t.What
		if what == "" {
			what = "行う"
		}
		if t.Value != nil && *t.Value != 100 {
			return t.Of + "の" + Number(*t.Value) + "%で" + what
		}
		return t.Of + "で" + what
	case Milestone:
		what := t.What
		if what == "" {
			what = "やりとげる"
		}
		if t.By == 0 {
			return what
		}
		if t.From != 0 && t.From != t.By {
			return EraYear(t.From) + "から" + EraYear(t.By) + "までに" + what
		}
		return EraYear(t.By) + "までに" + what
	case Conditional:
		return t.When + "により、" + t.Then
	}
	return ""
}

func (t Target) every() Period {
	if t.Every == "" {
		return Yearly
	}
	return t.Every
}

func (t Target) amount() string {
	if t.Value == nil {
		return ""
	}
	unit := t.Unit
	if unit == "" && t.Shape == Ratio {
		unit = "%"
	}
	return Number(*t.Value) + unit
}

func (t Target) rhythm() string {
	times := 1.0
	if t.Value != nil {
		times = *t.Value
	}
	if times == 1 {
		return everyWord[t.every()]
	}
	unit := t.Unit
	if unit == "" {
		unit = "回"
	}
	return periodWord[t.every()] + Number(times) + unit
}

func lead(of string) string {
	if of == "" {
		return ""
	}
	return of + "の"
}

func bound(d Direction) string {
	if d == Down {
		return "以下"
	}
	return "以上"
}

var (
	periodWord = map[Period]string{Daily: "1日", Weekly: "週", Monthly: "月", Quarterly: "四半期に", Yearly: "年"}
	everyWord  = map[Period]string{Daily: "毎日", Weekly: "毎週", Monthly: "毎月", Quarterly: "四半期ごと", Yearly: "年1回"}
	shapeWord  = map[Shape]string{Ratio: "割合", Count: "回数", Cadence: "頻度", Coverage: "全数", Milestone: "期限", Conditional: "条件つき"}
	dirWord    = map[Direction]string{Up: "高いほどよい", Down: "低いほどよい"}
	originWord = map[string]string{VisitorSurvey: "来庁者アンケート", StaffSurvey: "職員アンケート", OutsideSurvey: "外部の調査", OutsideRating: "外部の格付け", OfficeRecord: "業務の記録"}
)

// Name is the word for the shape in the template and on pages.
func (s Shape) Name() string { return shapeWord[s] }

// TargetWords says all targets of the item, or that it has no number and is judged with a reason.
func (i Item) TargetWords() string {
	if len(i.Targets) == 0 {
		return "数の目標なし（ようすと理由で判断）"
	}
	words := make([]string, len(i.Targets))
	for n, t := range i.Targets {
		words[n] = t.Sentence()
	}
	return strings.Join(words, "、")
}

// Number writes a figure without needless zeros: 90, 71.5.
func Number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// EraYear writes a fiscal year by era: 2013 is 平成25年度.
func EraYear(fy int) string { return clock.FY(fy).Era() }

func fiscalYear(s string) (int, bool) {
	fy, err := clock.ParseFY(s)
	return int(fy), err == nil
}

var dashes = []string{"〜", "~", "―", "–", "から", "ー", "-"}

// years reads one fiscal year or a span (2013-2016, 平成25〜28年度, R6〜R8); a missing end is 0.
func years(s string) (from, to int, ok bool) {
	s = narrow(s)
	for _, dash := range dashes {
		a, b, found := strings.Cut(s, dash)
		if !found {
			continue
		}
		a, b = strings.TrimSpace(a), strings.TrimSuffix(strings.TrimSpace(b), "まで")
		if a == "" && b == "" {
			return 0, 0, false
		}
		ok = true
		if a != "" {
			from, ok = fiscalYear(a)
		}
		if ok && b != "" {
			if to, ok = fiscalYear(b); !ok {
				to, ok = fiscalYear(eraHead.FindString(a) + b)
			}
		}
		return from, to, ok
	}
	n, ok := fiscalYear(s)
	return n, n, ok
}

// eraHead lends the 平成 of 平成25〜28年度 to its end.
var eraHead = regexp.MustCompile(`^(令和|平成|昭和|[RHSrhs])`)

func yearOK(n int) bool { return n >= 1900 && n <= 2200 }
