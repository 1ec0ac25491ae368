package chart

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Stacked shows how answers spread over two to five steps, one bar of 100 % per row.
type Stacked struct {
	Note
	// Segments names the steps from good to bad.
	Segments []string
	// Shown is how many steps from the left make the percentage shown beside each row; ShownLabel names it.
	Shown      int
	ShownLabel string
	// RowName heads the column of labels in the table.
	RowName string
	// Kinds says that the steps are kinds without good and bad; they are then drawn in blue to grey.
	Kinds    bool
	Rows     []Row
	Decimals int
}

// Row is one bar. n is the sum of Counts, so that shares and n cannot disagree.
type Row struct {
	Label  string
	Counts []int
	// Strong sets the row in bold.
	Strong bool
	// Hidden is the sentence shown in place of a row too small to be shown; its Counts are then never written.
	Hidden string
}

// N is how many answers the row holds.
func (r Row) N() int {
	n := 0
	for _, c := range r.Counts {
		n += c
	}
	return n
}

func (r Row) first(k int) int { return Row{Counts: r.Counts[:k]}.N() }

// Check refuses bars without n, without steps, or with a count below zero.
func (c Stacked) Check() error {
	if err := c.Note.Check(); err != nil || c.empty() {
		return err
	}
	if len(c.Segments) < 2 || len(c.Segments) > 5 || c.Shown < 0 || c.Shown > len(c.Segments) {
		return errors.New("図を出していません。段は2つから5つまで、示す割合はその中から決めてください。")
	}
	if len(c.Rows) == 0 {
		return errors.New("図を出していません。行が1つもないためです。")
	}
	for _, r := range c.Rows {
		if r.Hidden != "" {
			continue
		}
		if len(r.Counts) != len(c.Segments) {
			return fmt.Errorf("図を出していません。「%s」の数が段の数と合わないためです。", r.Label)
		}
		for _, n := range r.Counts {
			if n < 0 || n > limit/100 {
				return fmt.Errorf("図を出していません。「%s」に数えられない件数があるためです。", r.Label)
			}
		}
	}
	return nil
}

func (c Stacked) shown(r Row) string { return PercentText(r.first(c.Shown), r.N(), c.Decimals) }

// Sentence lists the shown percentage and n of every row.
func (c Stacked) Sentence() string {
	if c.empty() {
		return c.Empty
	}
	var parts, hidden []string
	for _, r := range c.Rows {
		switch {
		case r.Hidden != "":
			hidden = append(hidden, r.Label+"は"+stop(r.Hidden))
		case r.N() == 0:
			parts = append(parts, r.Label+" 0件")
		case c.Shown == 0:
			parts = append(parts, r.Label+" "+c.split(r)+"（n="+count(r.N())+"）")
		default:
			parts = append(parts, r.Label+" "+c.shown(r)+"（n="+count(r.N())+"）")
		}
	}
	s := strings.Join(hidden, "")
	if len(parts) > 0 {
		s = stop(strings.Join(parts, "、")) + s
		if c.Shown > 0 && c.ShownLabel != "" {
			s = c.ShownLabel + "の割合は、" + s
		}
	}
	return s
}

func (c Stacked) split(r Row) string {
	var p []string
	for i, name := range c.Segments {
		p = append(p, name+" "+PercentText(r.Counts[i], r.N(), c.Decimals))
	}
	return strings.Join(p, "・")
}

// Table has the shown percentage, the share of every step, and n.
func (c Stacked) Table() (header []string, rows [][]string) {
	header = []string{or(c.RowName, "項目")}
	if c.Shown > 0 {
		header = append(header, c.ShownLabel)
	}
	header = append(append(header, c.Segments...), "n")
	if c.empty() {
		return header, nil
	}
	for _, r := range c.Rows {
		row := make([]string, 1, len(header))
		row[0] = r.Label
		if r.Hidden != "" {
			row = row[:len(header)]
			row[1] = r.Hidden
			rows = append(rows, row)
			continue
		}
		if c.Shown > 0 {
			row = append(row, c.shown(r))
		}
		for _, n := range r.Counts {
			row = append(row, PercentText(n, r.N(), c.Decimals))
		}
		rows = append(rows, append(row, count(r.N())))
	}
	return header, rows
}

// CSV writes the table.
func (c Stacked) CSV(w io.Writer) error { return writeCSV(w, c) }

// Figure draws the bars.
func (c Stacked) Figure() templ.Component {
	masked := map[int]string{}
	var ns []int
	for i, r := range c.Rows {
		if r.Hidden != "" {
			masked[i] = r.Hidden
		} else {
			ns = append(ns, r.N())
		}
	}
	return draw(plan{fig: c, note: c.Note, extra: spread(c.N, ns, "行ごと"), masked: masked,
		wide: c.drawWide, narrow: c.drawNarrow})
}
