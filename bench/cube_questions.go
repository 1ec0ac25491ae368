package main

import (
	"fmt"
	"strings"

	"kaname/kit/cube"
)

// cell is one number of an answer: which item, which group, which code.
type cell struct{ item, group, code int }

// cubeQuestion is one question to the survey, once for kit/cube and once as SQL that gives item, group, code, n.
type cubeQuestion struct {
	what   string
	ask    func(cube.Snapshot) (map[cell]int, error)
	wide   string
	marks  string // the same on the text that the house stores; "" where it is not worth asking
	target float64
}

var cubeQuestions = []cubeQuestion{
	{"cross-tab of two items", crosses(nil, 0, 1), `SELECT 0, q0, q1, COUNT(*) FROM wide GROUP BY q0, q1`,
		`SELECT 0, substr(marks, 1, 1), substr(marks, 2, 1), COUNT(*) FROM answers GROUP BY substr(marks, 1, 1), substr(marks, 2, 1)`, 3},
	{"the same at one counter", crosses(cube.Filter{cube.In(counterCol, 8)}, 0, 1), `SELECT 0, q0, q1, COUNT(*) FROM wide WHERE counter = 7 GROUP BY q0, q1`,
		`SELECT 0, substr(marks, 1, 1), substr(marks, 2, 1), COUNT(*) FROM answers WHERE counter_id = '` + counterID(7) + `' GROUP BY substr(marks, 1, 1), substr(marks, 2, 1)`, 0},
	{"20 histograms", histograms, everyItem(`SELECT %d, 0, q%[1]d, COUNT(*) FROM wide GROUP BY q%[1]d`),
		everyItem(`SELECT %d, 0, substr(marks, %[1]d + 1, 1), COUNT(*) FROM answers GROUP BY substr(marks, %[1]d + 1, 1)`), 15},
	{"20 histograms for each of 24 counters", crosses(nil, counterCol, cubeItemCols()...), everyItem(`SELECT %d, counter + 1, q%[1]d, COUNT(*) FROM wide GROUP BY counter, q%[1]d`), "", 0},
	{"20 cross-tabs with the overall item (correlations)", crosses(nil, cubeItems-1, cubeItemCols()...), everyItem(`SELECT %d, q19, q%[1]d, COUNT(*) FROM wide GROUP BY q19, q%[1]d`), "", 0},
	{"hour by weekday", crosses(nil, hourCol, weekdayCol), `SELECT 0, hour, weekday, COUNT(*) FROM wide GROUP BY hour, weekday`, "", 0},
}

func everyItem(sql string) string {
	parts := make([]string, cubeItems)
	for q := range parts {
		parts[q] = fmt.Sprintf(sql, q)
	}
	return strings.Join(parts, " UNION ALL ")
}

func crosses(f cube.Filter, by cube.Col, cols ...cube.Col) func(cube.Snapshot) (map[cell]int, error) {
	return func(s cube.Snapshot) (map[cell]int, error) {
		all, err := s.Crosses(f, by, cols...)
		cells := map[cell]int{}
		for item, x := range all {
			for g := range x.Groups {
				for code, n := range x.Group(g) {
					if n > 0 {
						cells[cell{item, g, code}] = n
					}
				}
			}
		}
		return cells, err
	}
}

func histograms(s cube.Snapshot) (map[cell]int, error) {
	all, err := s.Histograms(nil, cubeItemCols()...)
	cells := map[cell]int{}
	for item, h := range all {
		for code, n := range h {
			if n > 0 {
				cells[cell{item, 0, code}] = n
			}
		}
	}
	return cells, err
}
