package textfile

import (
	"fmt"
	"sort"
	"strings"
)

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
