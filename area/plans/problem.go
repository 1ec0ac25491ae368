package plans

import (
	"fmt"
	"strings"
)

// Place is where in a file something stands: a line of a text, or a row and column of a sheet. Both count from 1; 0 means unknown.
type Place struct {
	Line   int
	Column string
}

func (p Place) String() string {
	switch {
	case p.Line == 0:
		return ""
	case p.Column == "":
		return fmt.Sprintf("%d行目", p.Line)
	}
	return fmt.Sprintf("%d行目の「%s」", p.Line, p.Column)
}

// Problem is one thing to put right in a plan file: where it is, what is wrong, why that matters, and what to do.
type Problem struct {
	Place
	What   string
	Why    string
	Remedy string
}

func (p Problem) String() string {
	var b strings.Builder
	if at := p.Place.String(); at != "" {
		b.WriteString(at + ": ")
	}
	b.WriteString(p.What)
	if p.Why != "" {
		b.WriteString(p.Why)
	}
	b.WriteString(p.Remedy)
	return b.String()
}

// Problems are all the things to put right in one file, in the order of its lines.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (ps *Problems) add(at Place, what, why, remedy string) {
	*ps = append(*ps, Problem{at, what, why, remedy})
}

// marks remember where in its file a noun and each of its fields stood, so that every rule can point at the place.
type marks struct {
	here  Place
	field map[string]Place
}

func (m *marks) mark(field string, at Place) {
	if m.field == nil {
		m.field = map[string]Place{}
	}
	m.field[field] = at
}

// at is where the field stood, or the noun itself where the field is missing.
func (m marks) at(field string) Place {
	if p, ok := m.field[field]; ok {
		return p
	}
	return m.here
}

// nearest returns the candidate closest to s by edit distance, or "" where none is close.
func nearest(s string, candidates []string) string {
	best, bestDist := "", 3
	if n := len([]rune(s)); n <= 4 {
		bestDist = 2
	}
	for _, c := range candidates {
		if d := distance(s, c); d <= bestDist && (best == "" || d < distance(s, best)) {
			best = c
		}
	}
	return best
}

func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 40 {
		x = x[:40]
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		prev := row[0]
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			prev, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, prev+cost)
		}
	}
	return row[len(y)]
}
