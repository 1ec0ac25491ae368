// Package textfile reads and writes the files that offices exchange: Excel and CSV, in UTF-8 or CP932.
package textfile

import (
	"fmt"
	"mime"
	"sort"
	"strings"
	"unicode/utf8"

	"kaname/kit/fault"
	"kaname/kit/kana"
)

// Limits of what is read.
const (
	MaxBytes   = 20 << 20
	MaxRows    = 100_000
	MaxColumns = 200
)

// Table is a file as it was read: the header, then rows with the line a person sees.
type Table struct {
	Sheet, Encoding string
	Header          []string
	HeaderLine      int
	Rows            []Row
}

// Row is one line of a table; Line counts from 1 as in Excel or an editor.
type Row struct {
	Line  int
	Cells []string
}

// Cell is the i-th cell without spaces around it, or "".
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return strings.Trim(r.Cells[i], " \t\r\n　")
}

// Blank says whether nothing stands in the row.
func (r Row) Blank() bool {
	for i := range r.Cells {
		if r.Cell(i) != "" {
			return false
		}
	}
	return true
}

// Column describes one column of a file that is read or written.
type Column struct {
	Key, Name     string
	Aliases       []string
	Required      bool
	Number        bool // written as a number
	Help, Example string
}

// Matching says which column of a file holds what.
type Matching struct {
	at      map[string]int
	Unknown []string // headers that nothing was found for
}

// Get is the cell for key, or "".
func (m Matching) Get(r Row, key string) string {
	i, ok := m.at[key]
	if !ok {
		return ""
	}
	return r.Cell(i)
}

// Has says whether the file has a column for key.
func (m Matching) Has(key string) bool { _, ok := m.at[key]; return ok }

// At is the position of a key's column, counted from 0, or -1.
func (m Matching) At(key string) int {
	if i, ok := m.at[key]; ok {
		return i
	}
	return -1
}

// With returns a matching with key held by column i: for a person's own choice.
func (m Matching) With(key string, i int) Matching {
	at := map[string]int{}
	for k, v := range m.at {
		at[k] = v
	}
	at[key] = i
	return Matching{at: at, Unknown: m.Unknown}
}

// Match finds the columns of cols in header; width, spaces, case and brackets do not matter.
// Missing required columns and columns that stand twice are named, with the remedy.
func Match(header []string, cols []Column) (Matching, error) {
	m := Matching{at: map[string]int{}}
	var c fault.Check
	for i, h := range header {
		key := find(h, cols)
		switch before, twice := m.at[key]; {
		case plain(h) == "":
		case key == "":
			m.Unknown = append(m.Unknown, h)
		case twice:
			c.That(false, key, fmt.Sprintf("「%s」の列が2つあります（%d列目と%d列目）。どちらかを消してください。", h, before+1, i+1))
		default:
			m.at[key] = i
		}
	}
	for _, col := range cols {
		_, ok := m.at[col.Key]
		c.That(ok || !col.Required, col.Key, "「"+col.Name+"」の列が見つかりません。1行目に「"+col.Name+"」と書いた列を作ってください。")
	}
	return m, c.Err()
}

func find(header string, cols []Column) string {
	p := plain(header)
	for _, col := range cols {
		for _, name := range append([]string{col.Name, col.Key}, col.Aliases...) {
			if p != "" && plain(name) == p {
				return col.Key
			}
		}
	}
	return ""
}

// plain drops what does not matter in a header: width, spaces, case, and what stands in brackets or after ※.
func plain(s string) string {
	s = kana.Fold(s)
	for _, pair := range [][2]string{{"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}} {
		if i := strings.Index(s, pair[0]); i > 0 {
			s = s[:i]
		}
		s = strings.NewReplacer(pair[0], "", pair[1], "").Replace(s)
	}
	s, _, _ = strings.Cut(s, "※")
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '　' || r == '*' || r == '\n' || r == '_' {
			return -1
		}
		return r
	}, s)
}

// Problem is one thing in a file that cannot stand: where, what, and what to do.
type Problem struct {
	Line         int
	Column       string
	What, Remedy string
}

// String is the problem as one sentence.
func (p Problem) String() string {
	where := ""
	if p.Line > 0 {
		where = fmt.Sprintf("%d行目", p.Line)
	}
	if p.Column != "" {
		where += "「" + p.Column + "」"
	}
	if where != "" {
		where += ": "
	}
	return where + p.What + p.Remedy
}

// Problems is a list of them, sorted by line and column.
type Problems []Problem

// Sort orders the problems as one reads a file.
func (ps Problems) Sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		if ps[i].Line != ps[j].Line {
			return ps[i].Line < ps[j].Line
		}
		return ps[i].Column < ps[j].Column
	})
}

// String has a line for each problem.
func (ps Problems) String() string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

// FileName joins parts with _ into a name that every system takes: no spaces, colons or path characters.
func FileName(ext string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		p = strings.Map(func(r rune) rune {
			switch r {
			case '/', '\\', ':', '：', '*', '?', '"', '<', '>', '|', ' ', '　', '\t', '\n', '\r':
				return -1
			}
			if r < 0x20 || r == utf8.RuneError {
				return -1
			}
			return r
		}, p)
		if p != "" {
			kept = append(kept, p)
		}
	}
	name := strings.Trim(strings.Join(kept, "_"), ".")
	if name == "" {
		name = "kaname"
	}
	return name + "." + ext
}

// ContentDisposition offers name as a download (RFC 6266), with an ASCII name for old programs.
func ContentDisposition(name string) string {
	ext := name[strings.LastIndex(name, ".")+1:]
	ascii := mime.FormatMediaType("attachment", map[string]string{"filename": "kaname." + ext})
	return ascii + "; filename*=UTF-8''" + percent(name)
}

func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
