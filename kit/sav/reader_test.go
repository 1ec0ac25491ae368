package sav

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// readFile is what the tests' own reader finds in a file. It knows the format from its description alone and shares no code with the writer.
type readFile struct {
	title, encoding string
	cases           int32
	notes           []string
	vars            []*readVar
	byShort         map[string]*readVar
	index           []*readVar // by unit of eight bytes
	display         []int32
}

type readVar struct {
	short, name, label string
	width              int // 0 numbers
	format             int32
	missing            []string
	ranged             bool
	labels             map[string]string
	units              int
	rest               []*readVar // further segments of a very long text
}

// cursor takes pieces off a file and fails the test where the file ends too soon.
type cursor struct {
	t testing.TB
	b []byte
}

func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b) {
		c.t.Fatalf("the file ends too soon: %d bytes wanted, %d left", n, len(c.b))
	}
	p := c.b[:n]
	c.b = c.b[n:]
	return p
}
func (c *cursor) i32() int32        { return int32(binary.LittleEndian.Uint32(c.take(4))) }
func (c *cursor) text(n int) string { return strings.TrimRight(string(c.take(n)), " ") }
func (c *cursor) counted() string   { return string(c.take(int(c.i32()))) }

// eight shows a value of eight bytes: a number, or a text where width says so.
func eight(b []byte, width int) string {
	if width > 0 {
		return strings.TrimRight(string(b), " ")
	}
	f := math.Float64frombits(binary.LittleEndian.Uint64(b))
	if f == -math.MaxFloat64 {
		return "."
	}
	return fmt.Sprintf("%v", f)
}

// read reads a whole file: its dictionary, and its rows with each value as text, "." for system-missing.
func read(t testing.TB, file []byte) (*readFile, [][]string) {
	t.Helper()
	c := &cursor{t, file}
	f := &readFile{byShort: map[string]*readVar{}}
	if magic := string(c.take(4)); magic != "$FL2" {
		t.Fatalf("begins with %q", magic)
	}
	if p := c.text(60); !strings.HasPrefix(p, "@(#) SPSS DATA FILE") {
		t.Fatalf("product %q", p)
	}
	layout, units, compressed, weight := c.i32(), c.i32(), c.i32(), c.i32()
	f.cases = c.i32()
	if b := math.Float64frombits(binary.LittleEndian.Uint64(c.take(8))); layout != 2 || compressed != 1 || weight != 0 || b != 100 {
		t.Fatalf("layout %d, compression %d, weight %d, bias %v", layout, compressed, weight, b)
	}
	c.take(17)
	f.title = c.text(64)
	c.take(3)
	for f.record(c) {
	}
	if int(units) != len(f.index) {
		t.Fatalf("a row is said to have %d units, the variables have %d", units, len(f.index))
	}
	return f, f.rows(t, c.b)
}

// record reads one record of the dictionary; it is false after the last.
func (f *readFile) record(c *cursor) bool {
	switch kind := c.i32(); kind {
	case 2:
		f.variable(c)
	case 3:
		f.valueLabels(c)
	case 6:
		for range c.i32() {
			f.notes = append(f.notes, c.text(80))
		}
	case 7:
		subtype, size, count := c.i32(), c.i32(), c.i32()
		f.extension(subtype, &cursor{c.t, c.take(int(size * count))})
	case 999:
		c.i32()
		return false
	default:
		c.t.Fatalf("a record of kind %d", kind)
	}
	return true
}

func (f *readFile) variable(c *cursor) {
	width, label, missing := c.i32(), c.i32(), c.i32()
	format := c.i32()
	c.i32()
	short := c.text(8)
	if width == -1 {
		last := f.index[len(f.index)-1]
		last.units++
		f.index = append(f.index, last)
		return
	}
	v := &readVar{short: short, name: short, width: int(width), format: format, units: 1, ranged: missing < 0, labels: map[string]string{}}
	if label == 1 {
		n := int(c.i32())
		v.label = string(c.take((n + 3) / 4 * 4)[:n])
	}
	for range max(missing, -missing) {
		v.missing = append(v.missing, eight(c.take(8), v.width))
	}
	if f.byShort[short] != nil {
		c.t.Fatalf("two variables are called %s", short)
	}
	f.vars, f.index, f.byShort[short] = append(f.vars, v), append(f.index, v), v
}

func (f *readFile) valueLabels(c *cursor) {
	var values [][]byte
	var texts []string
	for range c.i32() {
		values = append(values, c.take(8))
		n := int(c.take(1)[0])
		texts = append(texts, string(c.take((n+8)/8*8 - 1)[:n]))
	}
	if kind := c.i32(); kind != 4 {
		c.t.Fatalf("labels are followed by a record of kind %d", kind)
	}
	for range c.i32() {
		v := f.index[c.i32()-1]
		for i := range values {
			v.labels[eight(values[i], v.width)] = texts[i]
		}
	}
}

func (f *readFile) extension(subtype int32, c *cursor) {
	switch subtype {
	case 3:
		c.take(28)
		if page := c.i32(); page != 65001 {
			c.t.Fatalf("character code %d", page)
		}
	case 11:
		for len(c.b) > 0 {
			f.display = append(f.display, c.i32())
		}
	case 13:
		for _, pair := range strings.Split(string(c.b), "\t") {
			short, long, _ := strings.Cut(pair, "=")
			f.byShort[short].name = long
		}
	case 14:
		for _, pair := range strings.Split(strings.TrimSuffix(string(c.b), "\x00\t"), "\x00\t") {
			short, width, _ := strings.Cut(pair, "=")
			f.join(f.byShort[short], width)
		}
	case 20:
		f.encoding = string(c.b)
	case 21:
		for len(c.b) > 0 {
			v := f.named(c.counted())
			c.i32()
			for range c.i32() {
				value := strings.TrimRight(c.counted(), " ")
				v.labels[value] = c.counted()
			}
		}
	case 22:
		for len(c.b) > 0 {
			v := f.named(c.counted())
			n := int(c.take(1)[0])
			size := int(c.i32())
			for range n {
				v.missing = append(v.missing, c.text(size))
			}
		}
	}
}

func (f *readFile) named(name string) *readVar {
	for _, v := range f.vars {
		if v.name == name {
			return v
		}
	}
	return &readVar{}
}

// join makes one variable of the segments of a very long text.
func (f *readFile) join(v *readVar, width string) {
	v.width, _ = strconv.Atoi(width)
	for i := range f.vars {
		if f.vars[i] == v {
			n := (v.width+251)/252 - 1
			v.rest = f.vars[i+1 : i+1+n : i+1+n]
			f.vars = append(f.vars[:i+1:i+1], f.vars[i+1+n:]...)
			return
		}
	}
}

// rows unpacks the compressed rows; the file must say itself where it ends.
func (f *readFile) rows(t testing.TB, b []byte) [][]string {
	c := &cursor{t, b}
	var flat []byte
	for ended := false; !ended; {
		for _, code := range bytes.Clone(c.take(8)) {
			switch {
			case ended && code != 0:
				t.Fatal("there is more after the end")
			case code == 0:
			case code == 252:
				ended = true
			case code == 253:
				flat = append(flat, c.take(8)...)
			case code == 254:
				flat = append(flat, "        "...)
			case code == 255:
				flat = binary.LittleEndian.AppendUint64(flat, math.Float64bits(-math.MaxFloat64))
			default:
				flat = binary.LittleEndian.AppendUint64(flat, math.Float64bits(float64(code)-100))
			}
		}
	}
	if len(c.b) != 0 || len(flat)%(8*len(f.index)) != 0 {
		t.Fatalf("%d bytes after the end, %d bytes of rows of %d", len(c.b), len(flat), 8*len(f.index))
	}
	var rows [][]string
	for d := (&cursor{t, flat}); len(d.b) > 0; {
		var row []string
		for _, v := range f.vars {
			row = append(row, v.value(d))
		}
		rows = append(rows, row)
	}
	return rows
}

func (v *readVar) value(d *cursor) string {
	if v.width == 0 {
		return eight(d.take(8), 0)
	}
	var text []byte
	for _, s := range append([]*readVar{v}, v.rest...) {
		text = append(text, d.take(8 * s.units)[:min(8*s.units, 255)]...)
	}
	return strings.TrimRight(string(text[:v.width]), " ")
}
