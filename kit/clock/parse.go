package clock

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kaname/kit/fault"
)

// Unreadable says why a typed text is not a date, a year or a holiday list, and what to write instead; it is an Invalid fault.
type Unreadable struct{ Say string }

func (u *Unreadable) Error() string { return u.Say }

// Unwrap lets fault.Of see that the person can mend this.
func (u *Unreadable) Unwrap() error { return fault.New(fault.Invalid, u.Say) }

func unreadable(format string, a ...any) error { return &Unreadable{Say: fmt.Sprintf(format, a...)} }

const examples = "「2026/4/1」「令和8年4月1日」「4/1」のように書いてください。"

const eraWords = `明治|大正|昭和|平成|令和|[明大昭平令MTSHR]`

var (
	spelled  = regexp.MustCompile(`^(?:(` + eraWords + `)?(元|\d{1,4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})日?$`)
	packed   = regexp.MustCompile(`^(?:(` + eraWords + `)(\d\d)|(\d{4}))(\d\d)(\d\d)$`)
	eraFirst = regexp.MustCompile(`^(` + eraWords + `)(元|\d{1,2})年?\((\d{4})年?\)年?(.*)$`)
	eraLast  = regexp.MustCompile(`^(\d{4})年?\((` + eraWords + `)(元|\d{1,2})年?\)年?(.*)$`)
	dayName  = regexp.MustCompile(`(?:\(([日月火水木金土])(?:曜日?)?(?:・?祝)?\)|([日月火水木金土])曜日?)$`)
)

// written is a date as typed: era and year may be missing.
type written struct {
	era, year  string
	month, day int
}

// ParseDate reads a day as people type it (2026/4/1, 20260401, R8.4.1, 令和8年4月1日, ８．４．１, 4/1, any width of digit).
// A bare year counts in the era of today, a missing year is the fiscal year of today; the error says what, why and the remedy.
func ParseDate(s string, today Date) (Date, error) {
	text := tidy(s)
	if text == "" {
		return "", unreadable("日付が空です。日付がないと順番や期限を決められません。" + examples)
	}
	text, weekday := cutWeekday(text)
	text, err := oneYear(s, text)
	if err != nil {
		return "", err
	}
	w, ok := take(text)
	if !ok {
		return "", unreadable("%sは日付として読めません。年・月・日の並びが見つからないためです。"+examples, quote(s))
	}
	year, err := w.yearSeen(s, today)
	if err != nil {
		return "", err
	}
	d, err := day(year, w.month, w.day)
	if err != nil {
		return "", err
	}
	if weekday != "" && weekday != d.weekday() {
		return "", unreadable("%sは%s曜日ではなく%s曜日です。日付か曜日のどちらかが違っています。確かめて書きなおしてください。", d.plain(), weekday, d.weekday())
	}
	return d, nil
}

// tidy makes widths, hyphens and dots alike and drops spaces.
func tidy(s string) string {
	s = norm.NFKC.String(strings.ToValidUTF8(s, "�"))
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return -1
		case strings.ContainsRune("‐‑‒–—―−─ー", r):
			return '-'
		case r == '。':
			return '.'
		}
		return unicode.ToUpper(r)
	}, s)
}

// quote shows what was typed, cut to a length that fits a sentence.
func quote(s string) string {
	s = strings.TrimFunc(strings.ToValidUTF8(s, "�"), unicode.IsSpace)
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 20 {
		s = string(r[:20]) + "…"
	}
	return "「" + s + "」"
}

// cutWeekday takes (水) or 水曜日 off the end.
func cutWeekday(text string) (rest, weekday string) {
	m := dayName.FindStringSubmatch(text)
	if m == nil {
		return text, ""
	}
	return strings.TrimSuffix(text, m[0]), m[1] + m[2]
}

// oneYear turns 令和8(2026)年 and 2026(令和8)年 into 2026年, refusing two years that differ.
func oneYear(typed, text string) (string, error) {
	var name, n, west, rest string
	if m := eraFirst.FindStringSubmatch(text); m != nil {
		name, n, west, rest = m[1], m[2], m[3], m[4]
	} else if m := eraLast.FindStringSubmatch(text); m != nil {
		west, name, n, rest = m[1], m[2], m[3], m[4]
	} else {
		return text, nil
	}
	e, _ := eraCalled(name)
	if y := e.base() + number(n); y != number(west) {
		return "", unreadable("%sは、元号の年（%d年）と西暦（%s年）が合いません。どちらが正しいか確かめて、一つだけ書いてください。", quote(typed), y, west)
	}
	return west + "年" + rest, nil
}

func take(text string) (written, bool) {
	if m := spelled.FindStringSubmatch(text); m != nil {
		return written{m[1], m[2], number(m[3]), number(m[4])}, true
	}
	if m := packed.FindStringSubmatch(text); m != nil {
		return written{m[1], m[2] + m[3], number(m[4]), number(m[5])}, true
	}
	return written{}, false
}

// yearSeen decides the western year.
func (w written) yearSeen(typed string, today Date) (int, error) {
	n := number(w.year)
	switch {
	case w.era != "":
		return w.eraYear(typed)
	case len(w.year) == 4:
		return n, nil
	case !today.Valid():
		return 0, unreadable("%sには年がありません。どの年の日付か決められません。「2026/4/1」のように年から書いてください。", quote(typed))
	case w.year == "":
		fy := April.Of(today)
		if w.month < April.Month {
			fy++
		}
		return int(fy), nil
	}
	e, now, ok := eraOn(today)
	if !ok || n < 1 || n > 99 || n > now+bareAhead {
		return 0, unreadable("%sは、どの元号の何年か決められません。%s%d年なのか西暦なのか、二通りに読めるためです。「R8.4.1」「2026/4/1」のように元号か西暦4けたで書いてください。", quote(typed), e.name, n)
	}
	return e.base() + n, nil
}

// bareAhead is how many years ahead a year without its era may lie: 26/4/1 typed in 令和8 means 2026, not 令和26.
const bareAhead = 10

func (w written) eraYear(typed string) (int, error) {
	e, _ := eraCalled(w.era)
	n := number(w.year)
	if n < 1 || n > 99 {
		return 0, unreadable("%sの年は読めません。元号の年は元年（1年）から2けたまでです。"+examples, quote(typed))
	}
	if e.base()+n < solarSince {
		return 0, unreadable("%sは旧暦の日付です。明治5年までは今の暦と月日が合いません。西暦になおして「1870/4/1」のように書いてください。", quote(typed))
	}
	return e.base() + n, nil
}

// firstYear is the earliest western year that can be registered (明治元年).
const firstYear = 1868

// day makes the date, refusing days that do not exist.
func day(y, m, d int) (Date, error) {
	if y < firstYear || y > lastYear {
		return "", outside(y, firstYear, "年")
	}
	date := Date(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if date.Valid() {
		return date, nil
	}
	why := "月は1月から12月までです。"
	if m >= 1 && m <= 12 {
		_, _, last := Date(fmt.Sprintf("%04d-%02d-01", y+m/12, m%12+1)).AddDays(-1).ymd()
		why = fmt.Sprintf("この年の%d月は1日から%d日までです。", m, last)
	}
	return "", unreadable("%d年%d月%d日という日はありません。%s月と日を確かめて書きなおしてください。", y, m, d, why)
}

func outside(y, from int, unit string) error {
	return unreadable("%d%sは登録できる範囲の外です。%d%sから%d%sまでを扱います。数字を確かめて書きなおしてください。", y, unit, from, unit, lastYear, unit)
}
