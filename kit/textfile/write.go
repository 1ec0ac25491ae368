package textfile

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
)

// Encoding of a CSV file.
type Encoding int

// The encodings that are written.
const (
	UTF8BOM Encoding = iota
	CP932
)

// Sheet is a list to be written: its columns, its rows, and notes for the second sheet.
type Sheet struct {
	Title   string
	Columns []Column
	Rows    [][]string
	Notes   []string
}

// Template is an empty sheet to be filled in, with example rows.
func Template(cols []Column, examples [][]string) Sheet {
	return Sheet{Title: "様式", Columns: cols, Rows: examples, Notes: []string{"2行目からは記入例です。消してから使ってください。"}}
}

// WriteXLSX writes s with a bold, frozen header; the sheet _説明 holds the notes and what each column means.
// Text stays text, so that leading zeros and formulas are kept as typed; Number columns become numbers.
func WriteXLSX(w io.Writer, s Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	name := sheetName(s.Title)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	if err := writeRows(f, name, s); err != nil {
		return err
	}
	if _, err := f.NewSheet("_説明"); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter("_説明")
	if err != nil {
		return err
	}
	line := 1
	put := func(cells ...any) {
		if err == nil {
			err = sw.SetRow("A"+strconv.Itoa(line), cells)
		}
		line++
	}
	for _, n := range s.Notes {
		put(n)
	}
	put("列", "意味", "例")
	for _, c := range s.Columns {
		put(c.Name, c.Help, c.Example)
	}
	if err != nil {
		return err
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

func writeRows(f *excelize.File, name string, s Sheet) error {
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for i, c := range s.Columns {
		if err := sw.SetColWidth(i+1, i+1, width(c, s.Rows, i)); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = excelize.Cell{StyleID: bold, Value: c.Name}
	}
	if err := sw.SetRow("A1", head); err != nil {
		return err
	}
	for n, row := range s.Rows {
		cells := make([]any, len(row))
		for i, v := range row {
			cells[i] = excelize.Cell{StyleID: text, Value: clean(v)}
			if x, err := strconv.ParseFloat(v, 64); err == nil && i < len(s.Columns) && s.Columns[i].Number {
				cells[i] = x
			}
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", n+2), cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// width fits a column to its first rows, between 8 and 50.
func width(c Column, rows [][]string, i int) float64 {
	n := len([]rune(c.Name)) * 2
	for _, r := range rows[:min(len(rows), 50)] {
		if i < len(r) {
			n = max(n, min(50, len([]rune(r[i]))*2))
		}
	}
	return float64(max(8, min(50, n+2)))
}

func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]：'`, r) {
			return -1
		}
		return r
	}, clean(s))
	if r := []rune(s); len(r) > 31 {
		s = string(r[:31])
	}
	if s == "" {
		return "一覧"
	}
	return s
}

// clean drops what XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "〓"))
}

// WriteCSV writes s with CRLF. A text that a spreadsheet would take for a formula gets a space before it.
func WriteCSV(w io.Writer, s Sheet, e Encoding) error {
	out := bufio.NewWriter(w)
	if e == UTF8BOM {
		out.WriteString("\ufeff")
	}
	head := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = c.Name
	}
	writeLine(out, head, nil, e)
	for _, r := range s.Rows {
		writeLine(out, r, s.Columns, e)
	}
	return out.Flush()
}

func writeLine(out *bufio.Writer, cells []string, cols []Column, e Encoding) {
	for i, v := range cells {
		if i > 0 {
			out.WriteByte(',')
		}
		v = guard(clean(v), cols == nil || i < len(cols) && cols[i].Number)
		if strings.ContainsAny(v, "\",\r\n") || strings.HasPrefix(v, " ") {
			v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		}
		if e == CP932 {
			out.Write(toCP932(v))
		} else {
			out.WriteString(v)
		}
	}
	out.WriteString("\r\n")
}

// guard keeps a spreadsheet from running a text as a formula; plain numbers of number columns pass.
func guard(v string, number bool) string {
	if v == "" || !strings.ContainsRune("=+-@\t\r", []rune(v)[0]) {
		return v
	}
	if _, err := strconv.ParseFloat(v, 64); err == nil && number {
		return v
	}
	return " " + v
}

// near are the characters that CP932 has under another code point.
var near = strings.NewReplacer("〜", "～", "−", "－", "—", "―", "‖", "∥", "¢", "￠", "£", "￡", "¬", "￢")

// toCP932 encodes s; what CP932 cannot hold becomes 〓.
func toCP932(s string) []byte {
	var out []byte
	enc := japanese.ShiftJIS.NewEncoder()
	for _, r := range near.Replace(s) {
		b, err := enc.Bytes([]byte(string(r)))
		if err != nil {
			b = []byte{0x81, 0xac} // 〓
		}
		out = append(out, b...)
	}
	return out
}

// Unmappable lists the characters of s that CP932 cannot hold, once each, in their order.
func Unmappable(s Sheet) []rune {
	var out []rune
	known := map[rune]bool{}
	enc := japanese.ShiftJIS.NewEncoder()
	look := func(v string) {
		for _, r := range near.Replace(v) {
			if r < utf8.RuneSelf || known[r] {
				continue
			}
			known[r] = true
			if _, err := enc.Bytes([]byte(string(r))); err != nil {
				out = append(out, r)
			}
		}
	}
	for _, c := range s.Columns {
		look(c.Name)
	}
	for _, row := range s.Rows {
		for _, v := range row {
			look(v)
		}
	}
	return out
}
