package cube

import "encoding/binary"

// These are the inner loops. They make no memory, and no branch depends on an answer.

// tally is a histogram in four parts, so that equal neighbours do not wait for each other's increment.
type tally [4][256]uint32

// countBytes adds how often each code stands in col.
func countBytes(t *tally, col []byte) {
	for ; len(col) >= 4; col = col[4:] {
		x := binary.LittleEndian.Uint32(col)
		t[0][byte(x)]++
		t[1][byte(x>>8)]++
		t[2][byte(x>>16)]++
		t[3][byte(x>>24)]++
	}
	for _, v := range col {
		t[0][v]++
	}
}

// countPairs adds how often each pair of codes below 16 stands side by side; a pair is one byte, a's code first.
// Eight rows at a time: two loads make eight pairs.
func countPairs(t *tally, a, b []byte) {
	b = b[:len(a)]
	i := 0
	for ; i+8 <= len(a); i += 8 {
		x := binary.LittleEndian.Uint64(a[i:i+8])<<4 | binary.LittleEndian.Uint64(b[i:i+8])
		t[0][byte(x)]++
		t[1][byte(x>>8)]++
		t[2][byte(x>>16)]++
		t[3][byte(x>>24)]++
		t[0][byte(x>>32)]++
		t[1][byte(x>>40)]++
		t[2][byte(x>>48)]++
		t[3][byte(x>>56)]++
	}
	for ; i < len(a); i++ {
		t[0][a[i]<<4|b[i]]++
	}
}

// pour adds the tally to cells and empties it.
func (t *tally) pour(cells []uint32) {
	cells = cells[:256]
	for v := range cells {
		cells[v] += t[0][v] + t[1][v] + t[2][v] + t[3][v]
	}
	*t = tally{}
}

// countFew is countBytes for codes below 16: the first half of the rows is paired with the second, which takes half
// as many increments. pourFew then takes the place of pour.
func countFew(t *tally, col []byte) {
	half := len(col) / 2
	countPairs(t, col[:half], col[half:2*half])
	if len(col)%2 == 1 {
		t[0][col[len(col)-1]]++ // a pair with a blank that is not there; pourFew takes it back
	}
}

// pourFew adds the codes of n rows that countFew has counted to cells and empties the tally.
func (t *tally) pourFew(cells []uint32, n int) {
	for v := range 256 {
		k := t[0][v] + t[1][v] + t[2][v] + t[3][v]
		cells[v>>4] += k
		cells[v&15] += k
	}
	if n%2 == 1 {
		cells[0]--
	}
	*t = tally{}
}

// countIn adds each row to the cell that its group's first cell and its code name.
func countIn(cells []uint32, first []uint32, col []byte) {
	col = col[:len(first)]
	for len(first) >= 4 && len(col) >= 4 {
		cells[first[0]+uint32(col[0])]++
		cells[first[1]+uint32(col[1])]++
		cells[first[2]+uint32(col[2])]++
		cells[first[3]+uint32(col[3])]++
		first, col = first[4:], col[4:]
	}
	for i, g := range first {
		cells[g+uint32(col[i])]++
	}
}

// countTwins counts two columns of codes below 16 at once, each pair in the cells of its group, which takes half as
// many increments as one after the other.
func countTwins(cells []uint32, first []uint32, a, b []byte) {
	a, b = a[:len(first)], b[:len(first)]
	i := 0
	for ; i+8 <= len(first); i += 8 {
		g := first[i : i+8 : i+8]
		x := binary.LittleEndian.Uint64(a[i:i+8])<<4 | binary.LittleEndian.Uint64(b[i:i+8])
		cells[g[0]+uint32(byte(x))]++
		cells[g[1]+uint32(byte(x>>8))]++
		cells[g[2]+uint32(byte(x>>16))]++
		cells[g[3]+uint32(byte(x>>24))]++
		cells[g[4]+uint32(byte(x>>32))]++
		cells[g[5]+uint32(byte(x>>40))]++
		cells[g[6]+uint32(byte(x>>48))]++
		cells[g[7]+uint32(byte(x>>56))]++
	}
	for ; i < len(first); i++ {
		cells[first[i]+uint32(a[i]<<4|b[i])]++
	}
}

// spread writes the value of each row that passed, times width.
func spread[T byte | uint16 | uint32](b *block, col []T, width uint32) []uint32 {
	col = col[b.from:b.to]
	first := b.first[:b.rows()]
	if b.whole {
		for i, g := range col {
			first[i] = uint32(g) * width
		}
		return first
	}
	for i, at := range b.picked {
		first[i] = uint32(col[at]) * width
	}
	return first
}

// passListed keeps in sel the rows whose value is allowed: of all rows, or of the n that passed before.
func passListed[T byte | uint16 | uint32](sel []uint16, n int, again bool, col []T, allowed []byte) (k int) {
	if !again {
		for i, v := range col {
			sel[k] = uint16(i)
			k += int(allowed[v])
		}
		return k
	}
	for _, at := range sel[:n] {
		sel[k] = at
		k += int(allowed[col[at]])
	}
	return k
}

// passBetween is passListed for values from from to from+span.
func passBetween[T uint16 | uint32](sel []uint16, n int, again bool, col []T, from, span uint32) (k int) {
	if !again {
		for i, v := range col {
			sel[k] = uint16(i)
			k += within(uint32(v), from, span)
		}
		return k
	}
	for _, at := range sel[:n] {
		sel[k] = at
		k += within(uint32(col[at]), from, span)
	}
	return k
}

func within(v, from, span uint32) int {
	if v-from <= span {
		return 1
	}
	return 0
}
