package disclosure

import (
	"cmp"
	"slices"
)

// Line decides which of the cells n of a list may be shown beside their total, so that nobody can work out how fewer than
// limit people answered: cells[i] for n[i], and total. A cell of nobody is shown: it tells of nobody.
// A negative number, a limit below LowestLimit, or more cells than maxCells is an Invalid fault.
func Line(n []int, limit int) (cells []bool, total bool, err error) {
	shown, err := Table([][]int{n}, limit)
	if err != nil {
		return nil, false, err
	}
	return shown[0][:len(n)], shown[0][len(n)], nil
}

// maxCells of one table; more are not read by anybody, and would take minutes.
const maxCells = 2000

// Table is Line for rows and columns printed with their totals. The answer has one row and one column more
// than n: their last are the totals. Totals are granted first, then the cells from the largest.
func Table(n [][]int, limit int) ([][]bool, error) {
	cols, err := readTable(n, limit)
	if err != nil {
		return nil, err
	}
	var size []int
	for _, row := range n {
		size = append(size, row...)
	}
	shown := make([][]bool, len(n)+1)
	for r := range shown {
		shown[r] = make([]bool, cols+1)
	}
	s := newSystem(limit, size)
	for _, l := range lines(len(n), cols, size) {
		c := make([]uint32, len(size))
		for _, x := range l.atoms {
			if size[x] > 0 {
				c[x] = 1
			}
		}
		shown[l.row][l.col] = s.judge(c) == Shown
	}
	return shown, nil
}

func readTable(n [][]int, limit int) (cols int, err error) {
	if limit < LowestLimit || limit > HighestLimit {
		return 0, invalid("結果を出すいちばん少ない人数が%d人です。%d人から%d人までにしてください。", limit, LowestLimit, HighestLimit)
	}
	if len(n) > 0 {
		cols = len(n[0])
	}
	if len(n)*cols > maxCells {
		return 0, invalid("表のますが%dこあります。%dこまでに分けてください。", len(n)*cols, maxCells)
	}
	for i, row := range n {
		if len(row) != cols {
			return 0, invalid("表の%d行目のますが%dこで、1行目の%dこと合いません。そろえてください。", i+1, len(row), cols)
		}
		for _, v := range row {
			if v < 0 || v > maxPeople {
				return 0, invalid("表の%d行目に%d人のますがあります。0人から%d人までで数えなおしてください。", i+1, v, maxPeople)
			}
		}
	}
	return cols, nil
}

// line is one printed figure and the cells it adds up.
type line struct {
	row, col, n int
	atoms       []int
}

// lines are all figures of a table in the order they are granted: the total, the totals of rows and columns, the cells.
func lines(rows, cols int, size []int) []line {
	var all []line
	for r := range rows + 1 {
		for c := range cols + 1 {
			all = append(all, line{row: r, col: c})
		}
	}
	for i := range all {
		l := &all[i]
		for x := range size {
			if (l.row == rows || l.row == x/cols) && (l.col == cols || l.col == x%cols) {
				l.atoms, l.n = append(l.atoms, x), l.n+size[x]
			}
		}
	}
	totals := func(l line) int {
		switch {
		case l.row == rows && l.col == cols:
			return 0
		case l.row == rows || l.col == cols:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b line) int { return cmp.Or(totals(a)-totals(b), b.n-a.n) })
	return all
}
