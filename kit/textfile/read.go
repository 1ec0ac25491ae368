package textfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"

	"kaname/kit/fault"
)

// Read reads an xlsx, CSV or TSV file. The encoding is found out by trial; what cannot be read is refused with
// what, why and remedy. The first row that is not blank is the header; FindHeader looks further down.
func Read(name string, data []byte) (Table, error) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return Table{}, invalid("「" + name + "」には何も入っていません。中身のあるファイルを選びなおしてください。")
	case len(data) > MaxBytes:
		return Table{}, invalid(fmt.Sprintf("「%s」は%dMBをこえています。分けて取り込んでください。", name, MaxBytes>>20))
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return Table{}, invalid("「" + name + "」は古い形（.xls）か、パスワードの付いたExcelです。Excelで開き、パスワードを外して「.xlsx」で保存しなおしてください。")
	case bytes.HasPrefix(data, []byte("PK")):
		return readXLSX(name, data)
	}
	return readCSV(name, data)
}

func invalid(say string) error { return fault.New(fault.Invalid, say) }

func readXLSX(name string, data []byte) (Table, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 200 << 20, UnzipXMLSizeLimit: 64 << 20})
	if err != nil {
		return Table{}, fault.Wrap(fault.Invalid, "「"+name+"」をExcelとして開けません。こわれているか、途中で切れています。Excelで開けるか確かめ、「.xlsx」で保存しなおしてください。", err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.Rows(sheet)
	if err != nil {
		return Table{}, fault.Wrap(fault.Invalid, "「"+name+"」の1枚目のシートを読めません。1枚目に表を置いて保存しなおしてください。", err)
	}
	defer rows.Close()
	var all []Row
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return Table{}, fault.Wrap(fault.Invalid, fmt.Sprintf("「%s」の%d行目を読めません。その行を打ちなおして保存してください。", name, line), err)
		}
		if all, err = add(all, Row{line, cells}, name); err != nil {
			return Table{}, err
		}
	}
	return table(name, sheet, "xlsx", all)
}

func readCSV(name string, data []byte) (Table, error) {
	text, encoding, err := decode(name, data)
	if err != nil {
		return Table{}, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, false
	first, _, _ := strings.Cut(text, "\n")
	if strings.Count(first, "\t") > strings.Count(first, ",") {
		r.Comma = '\t'
	}
	var all []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var p *csv.ParseError
			if errors.As(err, &p) {
				return Table{}, fault.Wrap(fault.Invalid, fmt.Sprintf("「%s」の%d行目の引用符（\"）が閉じていないか、余分にあります。その行の \" を2つ並べるか消してください。", name, p.Line), err)
			}
			return Table{}, err
		}
		line, _ := r.FieldPos(0)
		if all, err = add(all, Row{line, cells}, name); err != nil {
			return Table{}, err
		}
	}
	return table(name, "", encoding, all)
}

// decode finds out the encoding: UTF-8 with or without BOM, else CP932.
func decode(name string, data []byte) (text, encoding string, err error) {
	if b, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok && utf8.Valid(b) {
		return string(b), "UTF-8（BOM付き）", nil
	}
	if utf8.Valid(data) && !bytes.ContainsRune(data, 0) {
		return string(data), "UTF-8", nil
	}
	b, err := japanese.ShiftJIS.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(b, utf8.RuneError) || bytes.IndexByte(b, 0) >= 0 {
		return "", "", invalid("「" + name + "」の文字を読めません。UTF-8でもShift_JIS（CP932）でもないようです。Excelで「CSV UTF-8」か「.xlsx」として保存しなおしてください。")
	}
	return string(b), "CP932", nil
}

func add(all []Row, r Row, name string) ([]Row, error) {
	if len(r.Cells) > MaxColumns {
		return nil, invalid(fmt.Sprintf("「%s」の%d行目に%d列あります。%d列までです。使わない列を消してください。", name, r.Line, len(r.Cells), MaxColumns))
	}
	if len(all) >= MaxRows {
		return nil, invalid(fmt.Sprintf("「%s」は%d行をこえています。分けて取り込んでください。", name, MaxRows))
	}
	return append(all, r), nil
}

func table(name, sheet, encoding string, all []Row) (Table, error) {
	for len(all) > 0 && all[len(all)-1].Blank() {
		all = all[:len(all)-1]
	}
	for len(all) > 0 && all[0].Blank() {
		all = all[1:]
	}
	if len(all) == 0 {
		return Table{}, invalid("「" + name + "」に行がありません。1行目に見出し、2行目から中身を書いてください。")
	}
	return Table{Sheet: sheet, Encoding: encoding, Header: all[0].Cells, HeaderLine: all[0].Line, Rows: all[1:]}, nil
}

// FindHeader skips titles above the header: of the first ten rows it takes the one that names most of cols.
func (t Table) FindHeader(cols []Column) Table {
	rows := append([]Row{{t.HeaderLine, t.Header}}, t.Rows...)
	best, most := 0, 0
	for i := range min(10, len(rows)) {
		n := 0
		for _, h := range rows[i].Cells {
			if find(h, cols) != "" {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	t.Header, t.HeaderLine, t.Rows = rows[best].Cells, rows[best].Line, rows[best+1:]
	return t
}
