package ratings

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kaname/kit/textfile"
	"kaname/kit/web"
)

// fileColumns are the columns of a file of marks, the same for reading, for the template and for the list written out.
var fileColumns = []textfile.Column{
	{Key: "field", Name: "分野", Aliases: []string{"調査分野", "対象", "窓口", "区分"}, Required: true, Help: "この調査の分野の名前。"},
	{Key: "item", Name: "項目", Aliases: []string{"調査項目", "評価項目", "設問"}, Required: true, Help: "この調査の項目の名前。"},
	{Key: "investigator", Name: "調査員", Aliases: []string{"調査員番号", "調査員No", "調査員No.", "調査員ID"}, Number: true, Required: true, Help: "番号だけ。氏名は入れません。", Example: "1"},
	{Key: "visit", Name: "回", Aliases: []string{"調査回", "回数", "何回目"}, Number: true, Help: "同じ調査員の何回目か。空は1。", Example: "1"},
	{Key: "score", Name: "評点", Aliases: []string{"点数", "点", "得点", "評価"}, Number: true, Required: true, Help: "空の行は取り込みません。", Example: "4"},
}

// wideHeader is the header of a column that holds one investigator's marks: 調査員2, 調査員2（3回目）.
var wideHeader = regexp.MustCompile(`^調査員(?:no|\.)*([0-9]{1,3})[^0-9]*(?:([0-9]{1,2})回?目?[^0-9]*)?$`)

// The kinds of a cell of a plan.
const (
	Adds    = "adds"
	Changes = "changes"
	Same    = "same"
	Broken  = "broken"
)

// Cell is one mark of a file and what bringing it in would do.
type Cell struct {
	Line int
	Score
	FieldName, ItemName string
	Before              *int // the mark that stands there, where it changes
	Kind                string
	Problem             textfile.Problem
}

// Plan is what bringing a file in would do.
type Plan []Cell

// Count is how many cells are of a kind.
func (p Plan) Count(kind string) int { return len(p.of(kind)) }

func (p Plan) of(kind string) (out []Cell) {
	for _, c := range p {
		if c.Kind == kind || kind == "" {
			out = append(out, c)
		}
	}
	return out
}

// Digest tells one plan from another.
func (p Plan) Digest() string {
	h := sha256.New()
	for _, c := range p {
		before := -1
		if c.Before != nil {
			before = *c.Before
		}
		fmt.Fprintln(h, c.Score, before, c.Kind)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// source is where in a row a mark stands; the investigator is 0 where a column says it.
type source struct {
	at                  int
	investigator, visit int
}

// layout says which column of a file holds what: one mark a line, or a column an investigator.
type layout struct {
	m     textfile.Matching
	marks []source
}

// layoutOf finds the columns of a file by their headers. Missing ones are named, with the remedy.
func layoutOf(header []string) (layout, error) {
	var wide []source
	for i, h := range header {
		if g := wideHeader.FindStringSubmatch(plain(h)); g != nil {
			s := source{at: i, visit: 1}
			s.investigator, _ = strconv.Atoi(g[1])
			if g[2] != "" {
				s.visit, _ = strconv.Atoi(g[2])
			}
			if s.investigator > 0 && s.visit > 0 {
				wide = append(wide, s)
			}
		}
	}
	cols := fileColumns
	if len(wide) > 0 {
		cols = fileColumns[:2]
	}
	m, err := textfile.Match(header, cols)
	if len(wide) == 0 {
		wide = []source{{at: m.At("score")}}
	}
	return layout{m, wide}, err
}

// chosen is the layout by a person's own choice of columns.
func chosen(columns map[string]int) layout {
	var m textfile.Matching
	for key, at := range columns {
		m = m.With(key, at)
	}
	return layout{m, []source{{at: m.At("score")}}}
}

// read plans every mark of rows against what x has now. A blank mark is left out: nothing is taken away by a file.
func (l layout) read(x Rating, rows []textfile.Row, now []Score) Plan {
	standing := map[Score]int{}
	for _, s := range now {
		v := s.Value
		s.Value = 0
		standing[s] = v
	}
	seen := map[Score]int{}
	names := newNames(x.Fields)
	var out Plan
	for _, row := range rows {
		for _, src := range l.marks {
			if row.Cell(src.at) == "" {
				continue
			}
			c := l.cell(x, names, row, src)
			key := c.Score
			key.Value = 0
			if first, twice := seen[key]; twice && c.Kind != Broken {
				c.broken("", fmt.Sprintf("%d行目と同じ分野・項目・調査員・回です。", first), "どちらかの行を消すか、回を分けてください。")
			}
			if c.Kind != Broken {
				seen[key] = row.Line
				c.Kind = Adds
				if v, ok := standing[key]; ok && v == c.Value {
					c.Kind = Same
				} else if ok {
					c.Kind, c.Before = Changes, &v
				}
			}
			out = append(out, c)
		}
	}
	return out
}

func (c *Cell) broken(column, what, remedy string) {
	c.Kind, c.Problem = Broken, textfile.Problem{Line: c.Line, Column: column, What: what, Remedy: remedy}
}

// names finds fields and items by their names, however they are typed.
type names struct {
	fields map[string]Field
	items  map[string]map[string]Item // by the field's key
}

func newNames(fields []Field) names {
	n := names{map[string]Field{}, map[string]map[string]Item{}}
	for _, f := range fields {
		n.fields[plain(f.Name)] = f
		n.items[f.Key] = map[string]Item{}
		for _, it := range f.Items {
			n.items[f.Key][plain(it.Name)] = it
		}
	}
	return n
}

// lacks are the names of f's items that field g of others does not have.
func (n names) lacks(f Field, others names, g Field) (out []string) {
	for name, it := range n.items[f.Key] {
		if _, ok := others.items[g.Key][name]; !ok {
			out = append(out, it.Name)
		}
	}
	slices.Sort(out)
	return out
}

// cell reads one mark; its Kind is Broken where it cannot stand.
func (l layout) cell(x Rating, n names, row textfile.Row, src source) Cell {
	c := Cell{Line: row.Line, FieldName: l.m.Get(row, "field"), ItemName: l.m.Get(row, "item")}
	f, ok := n.fields[plain(c.FieldName)]
	if !ok {
		c.broken("分野", "「"+cut(c.FieldName, 20)+"」という分野はこの調査にありません。", "名前をそろえるか、先に分野を足してください。")
		return c
	}
	it, ok := n.items[f.Key][plain(c.ItemName)]
	if !ok {
		c.broken("項目", "「"+cut(c.ItemName, 20)+"」という項目は「"+f.Name+"」にありません。", "名前をそろえるか、先に項目を足してください。")
		return c
	}
	c.FieldName, c.ItemName, c.Field, c.Item = f.Name, it.Name, f.Key, it.Key
	c.Investigator, c.Visit = src.investigator, src.visit
	if src.investigator == 0 {
		if c.Investigator, ok = number(l.m.Get(row, "investigator"), 999); !ok {
			c.broken("調査員", "調査員が1から999までの番号ではありません。", "氏名は番号に置きかえてください。")
			return c
		}
		c.Visit = 1
		if text := l.m.Get(row, "visit"); text != "" {
			if c.Visit, ok = number(text, 99); !ok {
				c.broken("回", "回が1から99までの数ではありません。", "何回目かを数で書いてください。")
				return c
			}
		}
	}
	text := row.Cell(src.at)
	if c.Value, ok = hundredths(text); !ok || !x.Scale.Allows(c.Value) {
		c.broken("評点", "「"+cut(text, 10)+"」は"+x.Scale.Words()+"の数（小数第2位まで）ではありません。", "見なおしてください。")
	}
	return c
}

// number reads a whole number from 1 to most, with or without words such as 番 and 回目 after it.
func number(text string, most int) (n int, ok bool) {
	text = web.Digits(text)
	for _, word := range []string{"調査員", "No.", "番", "回目", "回"} {
		text = trimWord(text, word)
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= most
}

func trimWord(s, word string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, word), word)
}

// template is the form that a firm can fill in: each item of each field, with a place for a mark.
func template(x Rating) textfile.Sheet {
	s := textfile.Sheet{Title: "様式", Columns: fileColumns, Notes: []string{"評点は" + x.Scale.Words() + "の数です。調査員は番号で、氏名は入れません。", "「調査員」「評点」の列のかわりに「調査員1」「調査員2」と列を並べたファイルも読めます。"}}
	for _, f := range x.Fields {
		for _, it := range f.Items {
			s.Rows = append(s.Rows, []string{f.Name, it.Name, "1", "1", ""})
		}
	}
	return s
}
