package chart

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tableHTML writes the table of a figure; a masked row shows its sentence across all columns.
func tableHTML(f Figure, caption string, masked map[int]string) string {
	header, rows := f.Table()
	numeric := numericColumns(header, rows, masked)
	var b strings.Builder
	b.WriteString(`<div class="table-wrap"><table class="table`)
	if len(header) > 5 {
		b.WriteString(" table--sticky")
	}
	b.WriteString(`"><caption class="vh">` + esc(caption) + `</caption><thead><tr>`)
	for i, h := range header {
		b.WriteString(`<th scope="col"` + numClass(numeric[i]) + `>` + esc(h) + `</th>`)
	}
	b.WriteString(`</tr></thead><tbody>`)
	for r, row := range rows {
		b.WriteString(`<tr><th scope="row">` + esc(row[0]) + `</th>`)
		if say, ok := masked[r]; ok {
			b.WriteString(`<td class="masked" colspan="` + strconv.Itoa(len(header)-1) + `">` + esc(say) + `</td></tr>`)
			continue
		}
		for i, c := range row[1:] {
			b.WriteString(`<td` + numClass(numeric[i+1]) + `>` + esc(c) + `</td>`)
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table></div>`)
	return b.String()
}

func numClass(yes bool) string {
	if yes {
		return ` class="n"`
	}
	return ""
}

// numericColumns finds the columns, past the first, whose cells all start like a number.
func numericColumns(header []string, rows [][]string, masked map[int]string) []bool {
	out := make([]bool, len(header))
	for i := 1; i < len(header); i++ {
		out[i] = true
		for r, row := range rows {
			if _, hidden := masked[r]; hidden || i >= len(row) || row[i] == "" {
				continue
			}
			first, _ := utf8.DecodeRuneInString(row[i])
			if !strings.ContainsRune("0123456789−±–", first) {
				out[i] = false
			}
		}
	}
	return out
}

// writeCSV writes a table with CRLF. A cell that a spreadsheet would run as a formula gets a space in front.
func writeCSV(w io.Writer, f Figure) error {
	if err := f.Check(); err != nil {
		return err
	}
	header, rows := f.Table()
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, row := range append([][]string{header}, rows...) {
		safe := make([]string, len(row))
		for i, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				c = " " + c
			}
			safe[i] = c
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
