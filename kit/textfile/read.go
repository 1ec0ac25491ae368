package textfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"kaname/kit/fault"
)

// Option changes how a file is read.
type Option func(*reading)

// InSheet reads the sheet of that name; without it the first sheet that is not hidden is read.
func InSheet(name string) Option { return func(r *reading) { r.sheet = name } }

// reading is one file on its way to a table.
type reading struct {
	name, sheet string
	rows        []Row
	cells, text int
}

// Read reads an xlsx, CSV or TSV file. The encoding is found out by trial; what cannot be read is refused with
// what, why and remedy (Invalid). Blank rows are left out. The first row left is the header; FindHeader looks further down.
func Read(name string, data []byte, opts ...Option) (Table, error) {
	r := &reading{name: name}
	for _, o := range opts {
		o(r)
	}
	wide := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) == 0:
		return Table{}, r.refuse("には何も入っていません。中身のあるファイルを選びなおしてください。")
	case len(data) > MaxBytes:
		return Table{}, r.refuse("は%dMBをこえていて、一度に読めません。分けて取り込んでください。", MaxBytes>>20)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return Table{}, r.refuseOLE(data)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return Table{}, r.refuse("はPDFなので、表として読めません。もとのExcelかCSVを選びなおしてください。")
	case wide:
		return Table{}, r.refuse("は「Unicodeテキスト」（UTF-16）で保存されていて、読めません。Excelで「.xlsx」か「CSV UTF-8」として保存しなおしてください。")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return r.xlsx(data)
	}
	return r.csv(data)
}

func (r *reading) refuse(say string, args ...any) error {
	return fault.New(fault.Invalid, "「"+r.name+"」"+fmt.Sprintf(say, args...))
}

func (r *reading) refuseFor(cause error, say string, args ...any) error {
	return fault.Wrap(fault.Invalid, "「"+r.name+"」"+fmt.Sprintf(say, args...), cause)
}

// refuseOLE tells an old workbook from a new one with a password: both are the same kind of container.
func (r *reading) refuseOLE(data []byte) error {
	if bytes.Contains(data, utf16le("EncryptedPackage")) {
		return r.refuse("にはパスワードが付いていて、開けません。Excelで開き、「ファイル」→「情報」→「ブックの保護」でパスワードを外して保存しなおしてください。")
	}
	return r.refuse("は古い形のExcel（.xls）で、読めません。Excelで開き、「名前を付けて保存」で「.xlsx」を選んで保存しなおしてください。")
}

func utf16le(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

func (r *reading) csv(data []byte) (Table, error) {
	text, encoding, err := r.decode(data)
	if err != nil {
		return Table{}, err
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // old Macs
	}
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.Comma = -1, separator(r.name, text)
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return r.table("", encoding)
		}
		if err != nil {
			line := 0
			if p, ok := errors.AsType[*csv.ParseError](err); ok {
				line = p.StartLine
			}
			return Table{}, r.refuseFor(err, "の%d行目から読めません。引用符（\"）が閉じていないか、余分にあります。文字としての \" は \"\" と2つ並べるか、消してください。", line)
		}
		line, _ := in.FieldPos(0)
		if err := r.add(line, cells); err != nil {
			return Table{}, err
		}
	}
}

// separator is the tab where the first ten lines hold more tabs than commas outside quotes.
func separator(name, text string) rune {
	tabs, commas, lines, quoted := 0, 0, 0, false
	for i := 0; i < len(text) && lines < 10; i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\t':
			tabs++
		case c == ',':
			commas++
		case c == '\n':
			lines++
		}
	}
	if tabs > commas || strings.HasSuffix(strings.ToLower(name), ".tsv") {
		return '\t'
	}
	return ','
}

// decode finds out the encoding: UTF-8 with or without BOM, else CP932.
func (r *reading) decode(data []byte) (text, encoding string, err error) {
	if b, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok && utf8.Valid(b) {
		return string(b), "UTF-8（BOM付き）", nil
	}
	if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		return string(data), "UTF-8", nil
	}
	text, bad := fromCP932(data)
	if bad >= 0 {
		line := 1 + bytes.Count(data[:bad], []byte("\n"))
		return "", "", r.refuse("の%d行目の文字を読めません。UTF-8でもShift_JIS（CP932）でもないようです。Excelで「.xlsx」か「CSV UTF-8」として保存しなおしてください。", line)
	}
	return text, "CP932", nil
}

// add keeps a row that is not blank, within the limits.
func (r *reading) add(line int, cells []string) error {
	row := Row{line, cells}
	if row.Blank() {
		return nil
	}
	for len(row.Cells) > MaxColumns && row.Cell(len(row.Cells)-1) == "" {
		row.Cells = row.Cells[:len(row.Cells)-1]
	}
	r.cells += len(row.Cells)
	for _, c := range row.Cells {
		r.text += len(c)
	}
	switch {
	case len(row.Cells) > MaxColumns:
		return r.refuse("の%d行目は%d列あり、読める%d列をこえています。使わない列を消してください。", line, len(row.Cells), MaxColumns)
	case len(r.rows) > MaxRows: // the header is one more
		return r.refuse("は%d行をこえていて、一度に読めません。分けて取り込んでください。", MaxRows)
	case r.cells > MaxCells, r.text > MaxText:
		return r.refuse("は中身が多すぎて、一度に読めません。使わない列を消すか、行を分けて取り込んでください。")
	}
	r.rows = append(r.rows, row)
	return nil
}

func (r *reading) table(sheet, encoding string) (Table, error) {
	if len(r.rows) == 0 {
		where := ""
		if sheet != "" {
			where = "のシート「" + sheet + "」"
		}
		return Table{}, r.refuse("%sには文字の入った行がないので、取り込めません。1行目に見出し、2行目から中身を書いてください。", where)
	}
	return Table{Sheet: sheet, Encoding: encoding, Header: r.rows[0].Cells, HeaderLine: r.rows[0].Line, Rows: r.rows[1:]}, nil
}
