package marksheet

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
)

// The code of a sheet is 112 cells in two rows between the corner marks, printed at the top and again at the bottom:
// 80 bits of what the sheet is and a CRC-32 (IEEE 802.3) over them. Either copy is enough; two that differ are refused.
const (
	codeColumns = 56
	codeRows    = 2
	cellSize    = 2.5
	codeLeft    = 22.0
	codeBits    = codeColumns * codeRows
	codeFormat  = 1
)

// Code is what a sheet says of itself.
type Code struct {
	Key         string
	Version     int
	Page        int // 1: a sheet has one side
	Number      int // of the sheet
	Fingerprint uint16
}

// String is the code as printed in letters, such as k3f9m2-1-0042.
func (c Code) String() string { return fmt.Sprintf("%s-%d-%04d", c.Key, c.Version, c.Number) }

// bits are the cells, dark ones true. The key must have passed keyOK.
func (c Code) bits() (cells [codeBits]bool) {
	var b [14]byte
	binary.BigEndian.PutUint64(b[:8], codeFormat<<60|uint64(keyNumber(c.Key))<<30|uint64(c.Version)<<22|uint64(c.Page)<<20|uint64(c.Number))
	binary.BigEndian.PutUint16(b[8:10], c.Fingerprint)
	binary.BigEndian.PutUint32(b[10:], crc32.ChecksumIEEE(b[:10]))
	for i := range cells {
		cells[i] = b[i/8]>>(7-i%8)&1 == 1
	}
	return cells
}

// codeOf reads cells; false when the check does not hold or the code is not one that a sheet carries.
func codeOf(cells [codeBits]bool) (Code, bool) {
	var b [14]byte
	for i, dark := range cells {
		if dark {
			b[i/8] |= 1 << (7 - i%8)
		}
	}
	if crc32.ChecksumIEEE(b[:10]) != binary.BigEndian.Uint32(b[10:]) {
		return Code{}, false
	}
	v := binary.BigEndian.Uint64(b[:8])
	key, ok := keyLetters(uint32(v >> 30 & (1<<30 - 1)))
	c := Code{Key: key, Version: int(v >> 22 & 0xff), Page: int(v >> 20 & 3), Number: int(v & MaxNumber), Fingerprint: binary.BigEndian.Uint16(b[8:10])}
	return c, ok && v>>60 == codeFormat && c.Version > 0
}

// keyNumber counts in base 31, the first letter as 1 … so that no key is the beginning of another; 31⁶ < 2³⁰.
func keyNumber(key string) (n uint32) {
	for i := 0; i < len(key); i++ {
		n = n*keyBase + uint32(strings.IndexByte(KeyLetters, key[i])) + 1
	}
	return n
}

const keyBase = uint32(len(KeyLetters))

func keyLetters(n uint32) (string, bool) {
	var key []byte
	for n > 0 {
		n--
		key = append([]byte{KeyLetters[n%keyBase]}, key...)
		n /= keyBase
	}
	return string(key), keyOK(string(key))
}

// codeCell is the middle of cell i of the upper or the lower copy.
func codeCell(i int, lower bool) Point {
	y := cornerAt
	if lower {
		y = PageH - cornerAt
	}
	return Point{codeLeft + cellSize*(float64(i%codeColumns)+0.5), y + cellSize*(float64(i/codeColumns)-0.5)}
}

// CodeCells are the dark cells of both copies for sheet number of the layout.
func (l *Layout) CodeCells(number int) []Rect {
	var dark []Rect
	for i, on := range l.code(number).bits() {
		for _, lower := range []bool{false, true} {
			if c := codeCell(i, lower); on {
				dark = append(dark, Rect{c.X - cellSize/2, c.Y - cellSize/2, cellSize, cellSize})
			}
		}
	}
	return dark
}

func (l *Layout) code(number int) Code {
	return Code{Key: l.Form.Key, Version: l.Form.Version, Page: 1, Number: number, Fingerprint: l.Fingerprint}
}
