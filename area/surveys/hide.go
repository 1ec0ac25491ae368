package surveys

import "slices"

// DefaultLimit is the number of answers below which a cell is not shown, unless the city set another.
const DefaultLimit = 10

// Hidden says which cells of a list or table may not be shown, and whether its total may be.
type Hidden struct {
	Cells []bool
	Total bool
}

// Hide decides which of the cells n, printed with their total, must be hidden (domain §5.5):
// those of 1 to limit-1 answers, and as many more, smallest first, as it takes that the hidden ones
// are at least two and together at least limit, so that subtraction gives no small group away.
// Cells without any answer hide nobody and are left out of this.
func Hide(n []int, limit int) Hidden {
	h := Hidden{Cells: make([]bool, len(n))}
	total, sum, count := 0, 0, 0
	for i, v := range n {
		total += v
		if v > 0 && v < limit {
			h.Cells[i], sum, count = true, sum+v, count+1
		}
	}
	for count > 0 && (count < 2 || sum < limit) {
		i := smallest(n, h.Cells)
		if i < 0 {
			h.Total = true
			break
		}
		h.Cells[i], sum, count = true, sum+n[i], count+1
	}
	h.Total = h.Total || total > 0 && total < limit
	return h
}

// smallest is the shown cell with the fewest answers but at least one; -1 where there is none.
func smallest(n []int, hidden []bool) int {
	best := -1
	for i, v := range n {
		if v > 0 && !hidden[i] && (best < 0 || v < n[best]) {
			best = i
		}
	}
	return best
}

// HideTable is Hide for a table printed with its row, column and grand totals.
// The answer has one row and one column more than n: the last of each are the totals.
func HideTable(n [][]int, limit int) [][]bool {
	full := withTotals(n)
	hidden := make([][]bool, len(full))
	for r, row := range full {
		hidden[r] = make([]bool, len(row))
		for c, v := range row {
			hidden[r][c] = v > 0 && v < limit
		}
	}
	for {
		if r, c, found := thinLine(full, hidden, limit); found {
			hidden[r][c] = true
			continue
		}
		r, c, found := lastWayIn(full, hidden)
		if !found {
			return hidden
		}
		hidden[r][c] = true
	}
}

func withTotals(n [][]int) [][]int {
	rows := len(n)
	full := make([][]int, rows+1)
	if rows == 0 {
		full[0] = []int{0}
		return full
	}
	cols := len(n[0])
	full[rows] = make([]int, cols+1)
	for r, row := range n {
		full[r] = append(slices.Clone(row), 0)
		for c, v := range row {
			full[r][cols] += v
			full[rows][c] += v
			full[rows][cols] += v
		}
	}
	return full
}

// thinLine finds a row or column from whose shown cells a small group could be worked out,
// and the smallest cell of that line that is still shown.
func thinLine(n [][]int, hidden [][]bool, limit int) (row, col int, found bool) {
	rows, cols := len(n), len(n[0])
	for line := range rows + cols {
		length := cols
		if line >= rows {
			length = rows
		}
		at := func(i int) (int, int) {
			if line < rows {
				return line, i
			}
			return i, line - rows
		}
		count, sum, best := 0, 0, -1
		for i := range length {
			r, c := at(i)
			switch {
			case hidden[r][c]:
				count++
				if i < length-1 {
					sum += n[r][c]
				}
			case n[r][c] > 0:
				if best < 0 || n[r][c] < valueAt(n, at, best) {
					best = i
				}
			}
		}
		totalShown := !hiddenAt(hidden, at, length-1)
		if count > 0 && best >= 0 && (count < 2 || totalShown && sum < limit) {
			r, c := at(best)
			return r, c, true
		}
	}
	return 0, 0, false
}

func valueAt(n [][]int, at func(int) (int, int), i int) int {
	r, c := at(i)
	return n[r][c]
}

func hiddenAt(h [][]bool, at func(int) (int, int), i int) bool {
	r, c := at(i)
	return h[r][c]
}

// lastWayIn finds a hidden cell that adding and subtracting whole lines still gives away, and the
// smallest shown cell that closes the way. Rows and columns are the two sides of a graph whose
// edges are the hidden cells; since every line adds up to nothing (totals counted negative), a cell can be
// worked out exactly where its edge is a bridge, and a cell more on a way around it ends that.
func lastWayIn(n [][]int, hidden [][]bool) (row, col int, found bool) {
	for r := range hidden {
		for c := range hidden[r] {
			if !hidden[r][c] {
				continue
			}
			rowSide, colSide := reach(hidden, r, c)
			if colSide[c] {
				continue // another way leads from the row to the column
			}
			best := -1
			for rr := range n {
				for cc := range n[rr] {
					if !hidden[rr][cc] && n[rr][cc] > 0 && rowSide[rr] != colSide[cc] {
						if v := n[rr][cc]; best < 0 || v < best {
							best, row, col, found = v, rr, cc, true
						}
					}
				}
			}
			if found {
				return row, col, true
			}
		}
	}
	return 0, 0, false
}

// reach walks from row r over the hidden cells without using the cell (r, c).
func reach(hidden [][]bool, r, c int) (rows, cols []bool) {
	rows, cols = make([]bool, len(hidden)), make([]bool, len(hidden[0]))
	rows[r] = true
	for again := true; again; {
		again = false
		for i := range hidden {
			for j := range hidden[i] {
				if hidden[i][j] && (i != r || j != c) && rows[i] != cols[j] {
					rows[i], cols[j], again = true, true, true
				}
			}
		}
	}
	return rows, cols
}
