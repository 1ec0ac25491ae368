package textfile

import (
	"bufio"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
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

// Template is a sheet to be filled in, with example rows; without examples the columns' own examples are the row.
func Template(cols []Column, examples [][]string) Sheet {
	if len(examples) == 0 {
		row := make([]string, len(cols))
		for i, c := range cols {
			row[i] = c.Example
		}
		examples = [][]string{row}
	}
	return Sheet{Title: "様式", Columns: cols, Rows: examples, Notes: []string{"2行目からは記入例です。消してから使ってください。"}}
}

// WriteCSV writes s with CRLF. A text that a spreadsheet would take for a formula gets a space before it, in quotes.
func WriteCSV(w io.Writer, s Sheet, e Encoding) error {
	c := csvWriter{out: bufio.NewWriter(w)}
	if e == CP932 {
		c.enc = newEncoder()
	} else {
		c.out.WriteString("\ufeff")
	}
	head := make([]string, len(s.Columns))
	for i, col := range s.Columns {
		head[i] = col.Name
	}
	c.line(head, nil)
	for _, r := range s.Rows {
		c.line(r, s.Columns)
	}
	return c.out.Flush()
}

type csvWriter struct {
	out *bufio.Writer
	enc *encoder // nil writes UTF-8
}

func (c csvWriter) line(cells []string, cols []Column) {
	for i, v := range cells {
		if i > 0 {
			c.out.WriteByte(',')
		}
		v = clean(v)
		if risky(v) && !(i < len(cols) && cols[i].Number && isNumber(v)) {
			v = " " + v
		}
		if strings.ContainsAny(v, "\",\n\t") || strings.HasPrefix(v, " ") || v == "" && len(cells) == 1 {
			v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		}
		if c.enc != nil {
			v = c.enc.bytes(v)
		}
		c.out.WriteString(v)
	}
	c.out.WriteString("\r\n")
}

// risky says whether a spreadsheet may take v for a formula: = + - @ (also wide, which Japanese Excel takes for the same,
// and a minus sign), tab or line break in front. A wide sign that stands alone is a mark in a table, not a formula.
func risky(v string) bool {
	r, n := utf8.DecodeRuneInString(v)
	return n > 0 && (strings.ContainsRune("=+-@\t\r\n", r) || len(v) > n && strings.ContainsRune("＝＋－＠−", r))
}

var number = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?$`)

// isNumber says whether v can be a number in a spreadsheet without a digit being lost (leading zeros, over 15 digits).
func isNumber(v string) bool {
	return number.MatchString(v) && len(strings.Trim(v, "-")) <= 16
}

func numberOf(v string) (float64, bool) {
	if !isNumber(v) {
		return 0, false
	}
	x, err := strconv.ParseFloat(v, 64)
	return x, err == nil
}

var oneBreak = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// clean drops what files cannot hold and writes every line break within a cell as \n.
func clean(s string) string {
	s = oneBreak.Replace(strings.ToValidUTF8(s, "〓"))
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' || r == 0x7f || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}
