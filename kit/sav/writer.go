package sav

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"kaname/kit/fault"
)

const (
	bias          = 100
	systemMissing = -math.MaxFloat64
	spaces        = 0x2020202020202020
	full          = 64 << 10 // bytes held back before they are written
)

// The codes that stand for eight bytes each; 1 to 251 are whole numbers, less bias.
const (
	codeEnd     = 252
	codeLiteral = 253
	codeSpaces  = 254
	codeMissing = 255
)

// Writer writes rows. It holds some 64 KiB, however many rows there are.
type Writer struct {
	out   io.Writer
	cols  []column
	buf   []byte
	block int // where in buf the eight codes of the block begin
	codes int // how many of them are set
	rows  int
	due   int // rows announced; 0 is unknown
	err   error
}

// NewWriter writes the head of a file with these variables; the changes tell what was renamed or cut. It refuses a dictionary
// that SPSS could not take. The file is whole only after Close.
func NewWriter(out io.Writer, d Dictionary) (*Writer, []Change, error) {
	cols, changes, err := columns(&d)
	if err != nil {
		return nil, nil, err
	}
	if _, err := out.Write(head(d, cols)); err != nil {
		return nil, nil, err
	}
	w := &Writer{out: out, cols: cols, due: d.Rows, buf: make([]byte, 0, full+full/8)}
	w.begin()
	return w, changes, nil
}

// Write adds one row, a value for each variable; the row is not kept and may be used again. A row that does not fit is refused
// whole (fault.Invalid) and the next may follow; an error of the output stays.
func (w *Writer) Write(row []Value) error {
	if w.err != nil {
		return w.err
	}
	if len(row) != len(w.cols) {
		return fault.New(fault.Invalid, fmt.Sprintf("%d行目: 値が%d個ありますが、変数は%d個です。数をそろえてください。", w.rows+1, len(row), len(w.cols)))
	}
	if w.due > 0 && w.rows == w.due {
		return uneven(w.due, w.rows+1)
	}
	for i := range row {
		if err := w.cols[i].takes(row[i]); err != nil {
			return fault.New(fault.Invalid, fmt.Sprintf("%d行目、%s", w.rows+1, fault.As(err).Say))
		}
	}
	for i := range row {
		if w.cols[i].Kind == Text {
			w.text(w.cols[i].segments, row[i].text)
		} else {
			w.number(row[i])
		}
	}
	w.rows++
	return w.err
}

// Rows is how many rows were written.
func (w *Writer) Rows() int { return w.rows }

// Close writes what is held back and the mark of the end. It does not close the output. It refuses to end a file that has
// fewer rows than announced.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	if w.due > 0 && w.rows < w.due {
		return uneven(w.due, w.rows)
	}
	w.code(codeEnd)
	for w.codes > 0 {
		w.code(0)
	}
	w.buf = w.buf[:w.block]
	w.flush()
	if w.err == nil {
		w.err = errClosed
		return nil
	}
	return w.err
}

func uneven(due, rows int) error {
	return fault.New(fault.Conflict, fmt.Sprintf("書き出すはずの%d行に対し、%d行ありました。書き出しのあいだに答えが変わったようです。もう一度書き出してください。", due, rows))
}

var errClosed = errors.New("sav: the file is closed")

func (w *Writer) number(v Value) {
	n := int(v.num)
	switch {
	case v.kind == none:
		w.code(codeMissing)
	case v.num >= 1-bias && v.num <= 251-bias && float64(n) == v.num:
		w.code(byte(n + bias))
	default:
		w.literal(math.Float64bits(v.num))
	}
}

// text writes all segments of a text: 255 bytes of it in each.
func (w *Writer) text(segments []segment, s string) {
	for _, seg := range segments {
		here := s[:min(len(s), seg.width)]
		s = s[len(here):]
		for range seg.units {
			w.eight(here)
			here = here[min(8, len(here)):]
		}
	}
}

// eight writes the first eight bytes of s, filled up with spaces.
func (w *Writer) eight(s string) {
	u := uint64(spaces)
	for i := range min(8, len(s)) {
		u = u&^(0xff<<(8*i)) | uint64(s[i])<<(8*i)
	}
	if u == spaces {
		w.code(codeSpaces)
		return
	}
	w.literal(u)
}

func (w *Writer) literal(u uint64) {
	w.buf = binary.LittleEndian.AppendUint64(w.buf, u)
	w.code(codeLiteral)
}

// code sets the next of eight codes. After the eighth a block is whole: its codes, then what they could not say.
func (w *Writer) code(c byte) {
	w.buf[w.block+w.codes] = c
	if w.codes++; w.codes == 8 {
		w.begin()
	}
}

func (w *Writer) begin() {
	if len(w.buf) >= full {
		w.flush()
	}
	w.block, w.codes = len(w.buf), 0
	w.buf = append(w.buf, 0, 0, 0, 0, 0, 0, 0, 0)
}

func (w *Writer) flush() {
	if _, err := w.out.Write(w.buf); err != nil && w.err == nil {
		w.err = err
	}
	w.buf = w.buf[:0]
}
