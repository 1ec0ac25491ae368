package textfile

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

const aboutSheet = "_説明"

// WriteXLSX writes s with a bold, frozen header; the sheet _説明 holds the notes and what each column means.
// Text stays text, so that leading zeros are kept and formulas do not run; Number columns become numbers.
func WriteXLSX(w io.Writer, s Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	name := sheetName(s.Title)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	if err := writeSheet(f, st, name, s); err != nil {
		return err
	}
	if _, err := f.NewSheet(aboutSheet); err != nil {
		return err
	}
	if err := writeSheet(f, st, aboutSheet, about(s)); err != nil {
		return err
	}
	return f.Write(w)
}

// about is the second sheet: what each column means, then the notes.
func about(s Sheet) Sheet {
	out := Sheet{Columns: []Column{{Name: "列"}, {Name: "必ず書く"}, {Name: "意味"}, {Name: "例"}}}
	for _, c := range s.Columns {
		must := ""
		if c.Required {
			must = "○"
		}
		out.Rows = append(out.Rows, []string{c.Name, must, c.Help, c.Example})
	}
	for _, n := range s.Notes {
		out.Rows = append(out.Rows, []string{"注", "", n, ""})
	}
	return out
}

type styles struct{ head, text, quoted, number int }

// newStyles makes the cell styles. quoted is text with the leading apostrophe that Excel keeps beside the cell, so
// that =1+1 stays text even when someone edits it.
func newStyles(f *excelize.File) (st styles, err error) {
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	for _, one := range []struct {
		id *int
		s  excelize.Style
	}{
		{&st.head, excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Alignment: top}},
		{&st.text, excelize.Style{NumFmt: 49, Alignment: top}},
		{&st.quoted, excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left"}}},
		{&st.number, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}}},
	} {
		if *one.id, err = f.NewStyle(&one.s); err != nil {
			return st, err
		}
	}
	yes := true
	f.Styles.CellXfs.Xf[st.quoted].QuotePrefix = &yes
	return st, nil
}

func writeSheet(f *excelize.File, st styles, name string, s Sheet) error {
	sw, err := f.NewStreamWriter(name)
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
		head[i] = excelize.Cell{StyleID: st.head, Value: clean(c.Name)}
	}
	if err := sw.SetRow("A1", head); err != nil {
		return err
	}
	for n, row := range s.Rows {
		if err := sw.SetRow(fmt.Sprintf("A%d", n+2), st.cells(row, s.Columns)); err != nil {
			return err
		}
	}
	return sw.Flush()
}

func (st styles) cells(row []string, cols []Column) []any {
	out := make([]any, len(row))
	for i, v := range row {
		v = clean(v)
		x, isNum := numberOf(v)
		switch {
		case v == "":
		case isNum && i < len(cols) && cols[i].Number:
			out[i] = excelize.Cell{StyleID: st.number, Value: x}
		case risky(v):
			out[i] = excelize.Cell{StyleID: st.quoted, Value: v}
		default:
			out[i] = excelize.Cell{StyleID: st.text, Value: v}
		}
	}
	return out
}

// width fits a column to its first rows, between 8 and 50 narrow letters.
func width(c Column, rows [][]string, i int) float64 {
	n := letters(c.Name)
	for _, r := range rows[:min(len(rows), 100)] {
		if i < len(r) {
			n = max(n, letters(r[i]))
		}
	}
	return float64(max(8, min(50, n+2)))
}

// letters is how many narrow letters wide the widest line of s is.
func letters(s string) int {
	widest := 0
	for line := range strings.Lines(s) {
		n := 0
		for _, r := range line {
			if n++; r >= 0x1100 && (r < 0xff61 || r > 0xff9f) {
				n++
			}
		}
		widest = max(widest, n)
	}
	return widest
}

// sheetName is s as Excel takes it: no :\/?*[]', at most 31 UTF-16 units.
func sheetName(s string) string {
	var out []rune
	n := 0
	for _, r := range strings.ReplaceAll(clean(s), "\n", " ") {
		if strings.ContainsRune(":\\/?*[]：'\t", r) {
			continue
		}
		if n += max(1, utf16.RuneLen(r)); n > 31 {
			break
		}
		out = append(out, r)
	}
	name := strings.TrimSpace(string(out))
	if name == "" || name == aboutSheet {
		return "一覧"
	}
	return name
}
