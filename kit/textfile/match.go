package textfile

import (
	"fmt"
	"maps"
	"strings"

	"kaname/kit/fault"
	"kaname/kit/kana"
)

// Matching says which column of a file holds what.
type Matching struct {
	at      map[string]int
	Unknown []string // headers that nothing was found for
}

// Get is the cell for key, or "".
func (m Matching) Get(r Row, key string) string { return r.Cell(m.At(key)) }

// Has says whether the file has a column for key.
func (m Matching) Has(key string) bool { return m.At(key) >= 0 }

// At is the position of a key's column, counted from 0, or -1.
func (m Matching) At(key string) int {
	if i, ok := m.at[key]; ok {
		return i
	}
	return -1
}

// With returns a matching with key held by column i: for a person's own choice.
func (m Matching) With(key string, i int) Matching {
	at := maps.Clone(m.at)
	if at == nil {
		at = map[string]int{}
	}
	at[key] = i
	return Matching{at: at, Unknown: m.Unknown}
}

// Match finds the columns of cols in header; width, spaces, case and brackets do not matter.
// Missing required columns and columns that stand twice are named, with the remedy.
func Match(header []string, cols []Column) (Matching, error) {
	m := Matching{at: map[string]int{}}
	var c fault.Check
	keys := keysOf(header, cols)
	for i, h := range header {
		key := keys[i]
		switch before, twice := m.at[key]; {
		case trim(h) == "":
		case key == "":
			m.Unknown = append(m.Unknown, trim(h))
		case twice:
			c.That(false, key, fmt.Sprintf("「%s」の列が2つあります（%d列目と%d列目）。どちらを使うか決められないので、いらない方を消してください。", trim(h), before+1, i+1))
		default:
			m.at[key] = i
		}
	}
	for _, col := range cols {
		c.That(m.Has(col.Key) || !col.Required, col.Key, "「"+col.Name+"」の列が見つかりません。どの列か分かるように、見出しの行に「"+col.Name+"」と書いてください。")
	}
	return m, c.Err()
}

// keysOf names the column of each header. What is in brackets counts first (氏名（フリガナ） is not 氏名); a header
// that nothing was found for so is looked up without them (点数（5点満点） is 点数), unless the column stands already.
func keysOf(header []string, cols []Column) []string {
	keys, whole, taken := make([]string, len(header)), names(cols, plain), map[string]bool{}
	for i, h := range header {
		keys[i] = whole[plain(h)]
		taken[keys[i]] = true
	}
	bare := names(cols, func(s string) string { return plain(outside(s)) })
	for i, h := range header {
		if key := bare[plain(outside(h))]; keys[i] == "" && !taken[key] {
			keys[i] = key
		}
	}
	return keys
}

func names(cols []Column, form func(string) string) map[string]string {
	out := map[string]string{}
	for _, col := range cols {
		for _, name := range append([]string{col.Name, col.Key}, col.Aliases...) {
			if p := form(name); p != "" && out[p] == "" {
				out[p] = col.Key
			}
		}
	}
	return out
}

// plain drops what does not matter in a header: width, spaces, case, brackets, marks for required columns.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" 　\t\r\n*_※()[]{}<>【】「」〔〕", r) {
			return -1
		}
		return r
	}, kana.Fold(s))
}

// outside drops what stands in brackets or after ※.
func outside(s string) string {
	s, _, _ = strings.Cut(s, "※")
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("(（[［【〔", r):
			depth++
			return -1
		case strings.ContainsRune(")）]］】〕", r):
			depth = max(0, depth-1)
			return -1
		case depth > 0:
			return -1
		}
		return r
	}, s)
}

// FindHeader skips titles above the header: of the first ten rows it takes the one that names most of cols.
func (t Table) FindHeader(cols []Column) Table {
	rows := append([]Row{{t.HeaderLine, t.Header}}, t.Rows...)
	best, most := 0, 0
	for i := range min(10, len(rows)) {
		n := 0
		for _, key := range keysOf(rows[i].Cells, cols) {
			if key != "" {
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
