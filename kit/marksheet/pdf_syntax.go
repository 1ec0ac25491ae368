package marksheet

import (
	"bytes"
	"math"
	"strconv"
)

// The parts of PDF (ISO 32000-1, 7.3) that a copier's files are made of. Values are float64, bool, name, text, ref,
// []any, dict, *stream or nil.
type (
	name string
	text string
	ref  int // object number; generations are not told apart, the last definition in the file stands
	dict map[name]any
)

type stream struct {
	dict
	raw []byte
}

// maxDepth bounds how deep arrays and dictionaries may lie in one another.
const maxDepth = 40

// scanner reads values out of data from at on. Junk gives nil values; it never fails and always moves on.
type scanner struct {
	data []byte
	at   int
}

func isSpace(c byte) bool { return c == ' ' || c >= 9 && c <= 13 || c == 0 }

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (s *scanner) space() {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case isSpace(c):
			s.at++
		case c == '%':
			for s.at < len(s.data) && s.data[s.at] != '\n' && s.data[s.at] != '\r' {
				s.at++
			}
		default:
			return
		}
	}
}

func (s *scanner) has(prefix string) bool { return bytes.HasPrefix(s.data[s.at:], []byte(prefix)) }

// word is the next run of ordinary characters.
func (s *scanner) word() string {
	from := s.at
	for s.at < len(s.data) && !isSpace(s.data[s.at]) && !isDelimiter(s.data[s.at]) {
		s.at++
	}
	return string(s.data[from:s.at])
}

// value reads the next value, and a reference as one.
func (s *scanner) value(depth int) any {
	s.space()
	switch {
	case s.at >= len(s.data) || depth > maxDepth:
		s.at = len(s.data)
		return nil
	case s.has("<<"):
		s.at += 2
		return s.dict(depth + 1)
	case s.data[s.at] == '<':
		return s.skipTo('>')
	case s.data[s.at] == '(':
		return s.literal()
	case s.data[s.at] == '/':
		s.at++
		return name(s.word())
	case s.data[s.at] == '[':
		s.at++
		return s.array(depth + 1)
	}
	if isDelimiter(s.data[s.at]) {
		s.at++
		return nil
	}
	return s.plain()
}

// plain reads a number, a reference, true or false; other words are nil.
func (s *scanner) plain() any {
	w := s.word()
	switch w {
	case "true", "false":
		return w == "true"
	}
	n, err := strconv.ParseFloat(w, 64)
	if err != nil || !(math.Abs(n) < 1e12) {
		return nil
	}
	back := s.at
	s.space()
	if gen := s.word(); gen != "" && len(gen) <= 5 && isNumber(gen) && isNumber(w) {
		s.space()
		if s.word() == "R" {
			return ref(n)
		}
	}
	s.at = back
	return n
}

func isNumber(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != "" && len(w) < 10
}

func (s *scanner) array(depth int) any {
	var out []any
	for {
		s.space()
		if s.at >= len(s.data) {
			return out
		}
		if s.data[s.at] == ']' {
			s.at++
			return out
		}
		out = append(out, s.value(depth))
	}
}

func (s *scanner) dict(depth int) dict {
	d := dict{}
	for {
		s.space()
		if s.at >= len(s.data) {
			return d
		}
		if s.has(">>") {
			s.at += 2
			return d
		}
		if k, ok := s.value(depth).(name); ok {
			d[k] = s.value(depth)
		}
	}
}

// skipTo passes a hexadecimal string; copiers put nothing needed into one, but palettes.
func (s *scanner) skipTo(end byte) text {
	from := s.at + 1
	for s.at < len(s.data) && s.data[s.at] != end {
		s.at++
	}
	inner := bytes.Map(func(r rune) rune {
		if r > 127 || isSpace(byte(r)) {
			return -1
		}
		return r
	}, s.data[min(from, s.at):s.at])
	s.at = min(s.at+1, len(s.data))
	if len(inner)%2 == 1 {
		inner = append(inner, '0')
	}
	out := make([]byte, len(inner)/2)
	for i := range out {
		v, err := strconv.ParseUint(string(inner[2*i:2*i+2]), 16, 8)
		if err != nil {
			return ""
		}
		out[i] = byte(v)
	}
	return text(out)
}

// escapes of literal strings.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (s *scanner) literal() text {
	var out []byte
	depth := 0
	for s.at++; s.at < len(s.data); s.at++ {
		c := s.data[s.at]
		switch {
		case c == '\\' && s.at+1 < len(s.data):
			s.at++
			out = append(out, s.escaped())
			continue
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				s.at++
				return text(out)
			}
		}
		out = append(out, c)
	}
	return text(out)
}

// escaped reads what follows a backslash and leaves at on its last character.
func (s *scanner) escaped() byte {
	c := s.data[s.at]
	if e, ok := escapes[c]; ok {
		return e
	}
	if c < '0' || c > '7' {
		return c
	}
	v := 0
	for k := 0; k < 3 && s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '7'; k++ {
		v = v*8 + int(s.data[s.at]-'0')
		s.at++
	}
	s.at--
	return byte(v)
}
