// Package textfile reads and writes the files that offices exchange: Excel and CSV, in UTF-8 or CP932.
package textfile

import "strings"

// Limits of what is read: bytes of the file and of what is packed in an xlsx, rows, columns, cells, and bytes of text in all cells.
const (
	MaxBytes    = 20 << 20
	MaxUnpacked = 200 << 20
	MaxRows     = 100_000
	MaxColumns  = 200
	MaxCells    = 4_000_000
	MaxText     = 100 << 20
)

// Table is a file as it was read: the header, then the rows that are not blank. Sheets are all sheets a person sees in an xlsx.
type Table struct {
	Sheet, Encoding string
	Sheets          []string
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
	return trim(r.Cells[i])
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

func trim(s string) string { return strings.Trim(s, " \t\r\n　\u00a0") }

// Column describes one column of a file that is read or written.
type Column struct {
	Key, Name     string
	Aliases       []string
	Required      bool
	Number        bool // written as a number
	Help, Example string
}
