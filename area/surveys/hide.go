package surveys

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
