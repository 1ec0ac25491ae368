package chart

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Matrix sets rows against columns with a mark and a word in each cell; the table is the figure.
type Matrix struct {
	Note
	// RowName heads the first column.
	RowName string
	Columns []string
	Rows    []MatrixRow
}

// MatrixRow is one row with a cell for every column.
type MatrixRow struct {
	Label string
	Cells []Cell
}

// Mark is the shape in a cell.
type Mark int

// The marks: nothing, ● whole, ◐ partly, ○ not yet, – does not apply.
const (
	Blank Mark = iota
	Whole
	Partly
	NotYet
	NotApplicable
)

// Cell is a mark with its word; a mark never stands without one.
type Cell struct {
	Mark Mark
	Word string
}

var marks = map[Mark]struct{ sign, class, shape string }{
	Whole:         {"●", "st--good", `<circle cx="8" cy="8" r="6.5" fill="currentColor"/>`},
	Partly:        {"◐", "st--care", `<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor"/>`},
	NotYet:        {"○", "st--quiet", `<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/>`},
	NotApplicable: {"–", "st--quiet", `<path d="M2 8h12" stroke="currentColor" stroke-width="1.8"/>`},
}

// Check refuses rows of another length than the columns, and marks without a word.
func (c Matrix) Check() error {
	if err := c.Note.Check(); err != nil || c.empty() {
		return err
	}
	if len(c.Columns) == 0 || len(c.Rows) == 0 {
		return errors.New("表を出していません。行か列が1つもないためです。")
	}
	for _, r := range c.Rows {
		if len(r.Cells) != len(c.Columns) {
			return fmt.Errorf("表を出していません。「%s」の欄の数が列の数と合わないためです。", r.Label)
		}
		for _, x := range r.Cells {
			if _, known := marks[x.Mark]; x.Mark != Blank && (!known || strings.TrimSpace(x.Word) == "") {
				return fmt.Errorf("表を出していません。「%s」に言葉のない印があるためです。", r.Label)
			}
		}
	}
	return nil
}

func (x Cell) text() string {
	if x.Mark == Blank {
		return x.Word
	}
	return marks[x.Mark].sign + " " + x.Word
}

// Sentence says for every column how many rows have which word.
func (c Matrix) Sentence() string {
	if c.empty() {
		return c.Empty
	}
	var parts []string
	for i, col := range c.Columns {
		var order []string
		by := map[string]int{}
		for _, r := range c.Rows {
			if w := r.Cells[i].Word; w != "" {
				if by[w] == 0 {
					order = append(order, w)
				}
				by[w]++
			}
		}
		for k, w := range order {
			order[k] = w + " " + count(by[w])
		}
		if len(order) > 0 {
			parts = append(parts, col+"は "+strings.Join(order, "・"))
		}
	}
	if len(parts) == 0 {
		return "どの欄もまだ空です。"
	}
	return strings.Join(parts, "、") + "。"
}

// Table has the mark and the word of every cell.
func (c Matrix) Table() (header []string, rows [][]string) {
	header = append([]string{c.RowName}, c.Columns...)
	if c.empty() {
		return header, nil
	}
	for _, r := range c.Rows {
		row := []string{r.Label}
		for _, x := range r.Cells {
			row = append(row, x.text())
		}
		rows = append(rows, row)
	}
	return header, rows
}

// CSV writes the table.
func (c Matrix) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the table with its marks; the sentence is read to those who do not see it.
// The table stands after its caption, because the style sheet stretches every svg inside a figure.
func (c Matrix) Figure() templ.Component {
	return draw(plan{fig: c, note: c.Note, after: c.html})
}

// short keeps a short name on one line, so that a wide table on a phone scrolls instead of crushing its names.
func short(name string) string {
	if width(name, 1) > 8 {
		return ""
	}
	return ` class="nobr"`
}

func (c Matrix) html() string {
	var b strings.Builder
	b.WriteString(`<div class="table-wrap"><table class="table table--sticky"><caption class="vh">` + esc(c.title()+"。"+c.Sentence()) + `</caption><thead><tr>`)
	b.WriteString(`<th scope="col">` + esc(c.RowName) + `</th>`)
	for _, h := range c.Columns {
		b.WriteString(`<th scope="col">` + esc(h) + `</th>`)
	}
	b.WriteString(`</tr></thead><tbody>`)
	for _, r := range c.Rows {
		b.WriteString(`<tr><th scope="row"` + short(r.Label) + `>` + esc(r.Label) + `</th>`)
		for _, x := range r.Cells {
			if m, ok := marks[x.Mark]; ok {
				b.WriteString(`<td><span class="st ` + m.class + `"><svg viewBox="0 0 16 16" aria-hidden="true">` + m.shape + `</svg>` + esc(x.Word) + `</span></td>`)
			} else {
				b.WriteString(`<td>` + esc(x.Word) + `</td>`)
			}
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table></div>`)
	return b.String()
}
