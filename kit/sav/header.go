package sav

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// record builds the head of a file in memory: it is small.
type record struct{ b []byte }

func (r *record) int(v ...int) {
	for _, x := range v {
		r.b = binary.LittleEndian.AppendUint32(r.b, uint32(int32(x)))
	}
}

func (r *record) float(v float64) {
	r.b = binary.LittleEndian.AppendUint64(r.b, math.Float64bits(v))
}

// padded writes s filled up with spaces to n bytes.
func (r *record) padded(s string, n int) {
	r.b = append(r.b, s...)
	r.b = append(r.b, strings.Repeat(" ", n-len(s))...)
}

// value writes eight bytes.
func (r *record) value(v Value) {
	if v.kind == text {
		r.padded(v.text, 8)
		return
	}
	r.float(v.num)
}

// extension writes a record of type 7.
func (r *record) extension(subtype, size int, body []byte) {
	r.int(7, subtype, size, len(body)/size)
	r.b = append(r.b, body...)
}

// head is everything before the rows.
func head(d Dictionary, cols []column) []byte {
	r := &record{}
	units := 0
	for _, c := range cols {
		for _, s := range c.segments {
			units += s.units
		}
	}
	r.b = append(r.b, "$FL2"...)
	r.padded("@(#) SPSS DATA FILE Kaname", 60)
	rows := d.Rows
	if rows == 0 {
		rows = -1 // unknown
	}
	r.int(2, units, 1, 0, rows) // layout, units in a row, compressed by bytes, no weights
	r.float(bias)
	r.padded(d.Made.Format("02 Jan 06"), 9)
	r.padded(d.Made.Format("15:04:05"), 8)
	r.padded(d.Title, MaxTitle)
	r.b = append(r.b, 0, 0, 0)
	for _, c := range cols {
		c.records(r)
	}
	labels(r, cols)
	notes(r, d.Notes)
	extensions(r, cols)
	r.int(999, 0)
	return r.b
}

// records describe one variable: a record for each unit of eight bytes, of which the first of a segment counts.
func (c column) records(r *record) {
	for i, s := range c.segments {
		label, missing := i == 0 && c.Label != "", 0
		if i == 0 && s.width <= 8 { // longer texts have theirs in an extension
			missing = c.Missing.count()
		}
		r.int(2, s.width, one(label), missing, c.format(s), c.format(s))
		r.padded(s.name, 8)
		if label {
			r.int(len(c.Label))
			r.padded(c.Label, (len(c.Label)+3)/4*4)
		}
		if missing != 0 {
			c.Missing.write(r)
		}
		for range s.units - 1 {
			r.int(2, -1, 0, 0, 0x011d01, 0x011d01)
			r.padded("", 8)
		}
	}
}

// count is the number of missing values, negative where the first two are a range.
func (m Missing) count() int {
	if m.Range != nil {
		return -2 - len(m.Values)
	}
	return len(m.Values)
}

func (m Missing) write(r *record) {
	if m.Range != nil {
		r.float(m.Range[0])
		r.float(m.Range[1])
	}
	for _, v := range m.Values {
		r.value(v)
	}
}

// format is how values are shown: type, width, decimals. Dates are SDATE10 (2026/04/01), moments DATETIME20, which old readers know too.
func (c column) format(s segment) int {
	switch c.Kind {
	case Text:
		return 1<<16 | s.width<<8
	case Day:
		return 39<<16 | 10<<8
	case Moment:
		return 22<<16 | 20<<8
	}
	return 5<<16 | max(8, c.Decimals+3)<<8 | c.Decimals
}

// labels name the values of numbers and of texts up to eight bytes.
func labels(r *record, cols []column) {
	at := 1
	for _, c := range cols {
		if len(c.Labels) > 0 && c.segments[0].width <= 8 {
			r.int(3, len(c.Labels))
			for _, l := range c.Labels {
				r.value(l.Value)
				r.b = append(r.b, byte(len(l.Text)))
				r.padded(l.Text, (len(l.Text)+8)/8*8-1)
			}
			r.int(4, 1, at)
		}
		for _, s := range c.segments {
			at += s.units
		}
	}
}

// notes are lines of 80 bytes.
func notes(r *record, list []string) {
	var lines []string
	for _, n := range list {
		n = strings.ToValidUTF8(strings.ReplaceAll(n, "\x00", ""), "\uFFFD")
		for _, line := range strings.FieldsFunc(n, func(c rune) bool { return c == '\n' || c == '\r' }) {
			for line != "" {
				part := cutTo(line, 80)
				lines, line = append(lines, part), line[len(part):]
			}
		}
	}
	if len(lines) == 0 {
		return
	}
	r.int(6, len(lines))
	for _, l := range lines {
		r.padded(l, 80)
	}
}

// extensions are the records that came with later versions of SPSS, in rising order.
func extensions(r *record, cols []column) {
	var machine, floats, display, long, veryLong record
	machine.int(20, 0, 0, -1, 1, 1, 2, 65001) // a version that knows all of this; IEEE 754, little-endian, UTF-8
	floats.float(systemMissing)
	floats.float(math.MaxFloat64)
	floats.float(math.Nextafter(systemMissing, 0))
	for i, c := range cols {
		for range c.segments {
			display.int(c.display()...)
		}
		if i > 0 {
			long.b = append(long.b, '\t')
		}
		long.b = append(long.b, c.segments[0].name+"="+c.name...)
		if len(c.segments) > 1 {
			veryLong.b = append(veryLong.b, fmt.Sprintf("%s=%05d\x00\t", c.segments[0].name, c.Width)...)
		}
	}
	r.extension(3, 4, machine.b)
	r.extension(4, 8, floats.b)
	r.extension(11, 4, display.b)
	r.extension(13, 1, long.b)
	if len(veryLong.b) > 0 {
		r.extension(14, 1, veryLong.b)
	}
	r.extension(20, 1, []byte("UTF-8"))
	longTexts(r, cols)
}

// display is measurement level, width of the column on the screen, alignment (0 left, 1 right).
func (c column) display() []int {
	m := c.Measure
	if m < Nominal || m > Scale {
		m = Scale
		if c.Kind == Text {
			m = Nominal
		}
	}
	switch c.Kind {
	case Text:
		return []int{int(m), min(max(8, c.Width), 40), 0}
	case Number:
		return []int{int(m), 8, 1}
	}
	return []int{int(m), 20, 1}
}

// longTexts has the labels and missing values of texts over eight bytes.
func longTexts(r *record, cols []column) {
	var values, missing record
	for _, c := range cols {
		if c.segments[0].width <= 8 {
			continue
		}
		if len(c.Labels) > 0 {
			values.counted(c.name)
			values.int(c.Width, len(c.Labels))
			for _, l := range c.Labels {
				values.int(c.Width)
				values.padded(l.Value.text, c.Width)
				values.counted(l.Text)
			}
		}
		if n := len(c.Missing.Values); n > 0 {
			missing.counted(c.name)
			missing.b = append(missing.b, byte(n))
			missing.int(8)
			c.Missing.write(&missing)
		}
	}
	if len(values.b) > 0 {
		r.extension(21, 1, values.b)
	}
	if len(missing.b) > 0 {
		r.extension(22, 1, missing.b)
	}
}

func (r *record) counted(s string) {
	r.int(len(s))
	r.b = append(r.b, s...)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
