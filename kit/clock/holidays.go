package clock

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

// Kind says what a row of the holiday list does to a day.
type Kind string

// National is a holiday by law; Closed and Open are the office's own exceptions.
const (
	National Kind = ""
	Closed   Kind = "closed"
	Open     Kind = "open"
)

// Holiday is one row of the list: a day, its name, and whether it is a national holiday or the office's own closed or open day.
type Holiday struct {
	Date Date
	Name string
	Kind Kind
}

//go:embed holidays.csv
var bundled []byte

// bundledThrough is the last year of holidays.csv; yearsAhead more are filled in by Rules.
const (
	bundledThrough = 2027
	yearsAhead     = 10
)

// Bundled returns the national holidays that come with the program: 2012–2027 as announced, the ten years after by rule.
func Bundled() []Holiday {
	days, err := ReadHolidays(bytes.NewReader(bundled))
	if err != nil {
		panic(err)
	}
	for y := bundledThrough + 1; y <= bundledThrough+yearsAhead; y++ {
		days = append(days, Rules(y)...)
	}
	return days
}

// Default returns the calendar of the bundled holidays, without any office's own days.
var Default = sync.OnceValue(func() *Calendar { return NewCalendar(Bundled()) })

// maxList is far more than a century of holidays, in bytes.
const maxList = 1 << 20

// ReadHolidays reads date,name[,open|closed] rows (UTF-8 or CP932, header and # comments allowed; 開庁 and 閉庁 work too),
// so the Cabinet Office's own file can be given as it is. The error names the line and the remedy.
func ReadHolidays(r io.Reader) ([]Holiday, error) {
	text, err := listText(r)
	if err != nil {
		return nil, err
	}
	rows := csv.NewReader(strings.NewReader(text))
	rows.FieldsPerRecord, rows.Comment, rows.TrimLeadingSpace = -1, '#', true
	var days []Holiday
	seen := map[Holiday]int{}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return days, nil
		}
		if err != nil {
			return nil, badRow(err)
		}
		line, _ := rows.FieldPos(0)
		if blank(row) || line == 1 && !strings.ContainsAny(tidy(row[0]), "0123456789") {
			continue
		}
		h, err := holidayOf(line, row)
		if err != nil {
			return nil, err
		}
		day := Holiday{Date: h.Date, Kind: h.Kind}
		if before := seen[day]; before > 0 {
			return nil, unreadable("%d行目の%sは%d行目にもあります。同じ日に二つの名前は付けられません。どちらかの行を消してください。", line, h.Date.Slash(), before)
		}
		seen[day] = line
		days = append(days, h)
	}
}

// listText decodes the file; a spreadsheet may have saved it as UTF-8 with BOM or as CP932.
func listText(r io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxList+1))
	if err != nil {
		return "", &Unreadable{Say: "祝日の一覧を最後まで読めませんでした。ファイルが途中で切れているか、開いたままになっています。閉じてから、もう一度選んでください。"}
	}
	if len(raw) > maxList {
		return "", unreadable("祝日の一覧が大きすぎます。1メガバイトまで読めます。日付と名前の列だけを残して、もう一度選んでください。")
	}
	if !utf8.Valid(raw) {
		text, err := japanese.ShiftJIS.NewDecoder().Bytes(raw)
		if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
			return "", unreadable("祝日の一覧の文字を読めません。UTF-8でもShift_JISでもないためです。表計算ソフトで「CSV UTF-8」として保存しなおしてください。")
		}
		raw = text
	}
	return strings.TrimPrefix(string(raw), "\ufeff"), nil
}

func holidayOf(line int, row []string) (Holiday, error) {
	d, err := ParseDate(row[0], "")
	if err != nil {
		return Holiday{}, unreadable("%d行目の日付を確かめてください。%s", line, err.Error())
	}
	h := Holiday{Date: d}
	if len(row) > 1 {
		h.Name = strings.TrimSpace(row[1])
	}
	if h.Name == "" {
		return Holiday{}, unreadable("%d行目の%sに名前がありません。暦に出す言葉が決まりません。「敬老の日」「日曜開庁」のように2列目に書いてください。", line, d.Slash())
	}
	if len(row) < 3 {
		return h, nil
	}
	switch strings.ToLower(tidy(row[2])) {
	case "", "祝", "祝日":
	case "closed", "閉庁":
		h.Kind = Closed
	case "open", "開庁":
		h.Kind = Open
	default:
		return Holiday{}, unreadable("%d行目の3列目%sの意味が決まりません。開けるか閉めるかを表す列だからです。祝日なら空に、開庁日なら「open」、閉庁日なら「closed」と書いてください。", line, quote(row[2]))
	}
	return h, nil
}

func blank(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

func badRow(err error) error {
	var at *csv.ParseError
	line := 1
	if errors.As(err, &at) {
		line = at.Line
	}
	return unreadable("%d行目の引用符（\"）が合っていません。行の区切りが決まらないためです。引用符を消すか、二つ一組にしてください。", line)
}
