package textfile

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/unicode/norm"
)

// near are the characters that CP932 has under another code point.
var near = strings.NewReplacer("〜", "～", "−", "－", "–", "－", "—", "―", "‖", "∥", "¢", "￠", "£", "￡", "¬", "￢",
	"¥", "￥", "‾", "￣", "¦", "￤", "\u00a0", " ")

// geta stands for what CP932 cannot hold.
const geta = "\x81\xac" // 〓

// gaiji is how many characters an office can make itself: U+E000 on in Unicode, F040 to F9FC in CP932.
const gaiji = 10 * 188

// ibm are the bytes Windows writes for the kanji that CP932 holds twice (髙, 﨑): the IBM copy, not NEC's.
var ibm = sync.OnceValue(func() map[rune]string {
	out := map[rune]string{}
	for lead := byte(0xfa); lead <= 0xfc; lead++ {
		for trail := byte(0x40); trail <= 0xfc; trail++ {
			b := string([]byte{lead, trail})
			if s, err := japanese.ShiftJIS.NewDecoder().String(b); err == nil && utf8.RuneCountInString(s) == 1 && !strings.ContainsRune(s, utf8.RuneError) {
				out[[]rune(s)[0]] = b
			}
		}
	}
	return out
})

// encoder writes CP932 as Windows does.
type encoder struct{ known map[rune]string }

func newEncoder() *encoder { return &encoder{known: map[rune]string{}} }

// rune gives the bytes of r, or "" when CP932 has none.
func (e *encoder) rune(r rune) string {
	if r < utf8.RuneSelf {
		return string(r)
	}
	if b, ok := e.known[r]; ok {
		return b
	}
	b, err := japanese.ShiftJIS.NewEncoder().String(string(r))
	switch {
	case r >= 0xe000 && r < 0xe000+gaiji:
		n := int(r - 0xe000)
		trail := 0x40 + n%188
		if trail >= 0x7f {
			trail++
		}
		b = string([]byte{byte(0xf0 + n/188), byte(trail)})
	case err != nil:
		b = ""
	case b[0] == 0xed || b[0] == 0xee:
		b = ibm()[r]
	}
	e.known[r] = b
	return b
}

// each walks over s as it will be written: near characters replaced, か with a free-standing ゛ joined, invisible marks
// dropped. lost is what cannot be written; a kanji whose variant mark is dropped is written and lost at once.
func (e *encoder) each(s string, write func(b string), lost func(r rune)) {
	runes := []rune(near.Replace(s))
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if i+1 < len(runes) && unicode.Is(unicode.Mn, runes[i+1]) && !isVariant(runes[i+1]) {
			if one := []rune(norm.NFC.String(string(runes[i : i+2]))); len(one) == 1 {
				r = one[0]
				i++
			}
		}
		b := e.rune(r)
		switch {
		case isVariant(r) || unicode.Is(unicode.Cf, r):
			continue
		case b == "":
			lost(r)
			b = geta
		case i+1 < len(runes) && unicode.Is(unicode.Han, r) && isVariant(runes[i+1]):
			lost(r)
		}
		write(b)
	}
}

// isVariant says whether r picks another form of the character before it (IVS, emoji style).
func isVariant(r rune) bool { return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef }

// bytes encodes s; what CP932 cannot hold becomes 〓.
func (e *encoder) bytes(s string) string {
	var out strings.Builder
	e.each(s, func(b string) { out.WriteString(b) }, func(rune) {})
	return out.String()
}

// Unmappable lists the characters of s that CP932 cannot hold, once each, in their order.
func Unmappable(s Sheet) []rune {
	var out []rune
	seen := map[rune]bool{}
	e := newEncoder()
	look := func(v string) {
		e.each(clean(v), func(string) {}, func(r rune) {
			if !seen[r] {
				seen[r] = true
				out = append(out, r)
			}
		})
	}
	for _, c := range s.Columns {
		look(c.Name)
	}
	for _, row := range s.Rows {
		for _, v := range row {
			look(v)
		}
	}
	return out
}

// fromCP932 decodes data with the characters an office made itself; bad is where it is not CP932, or -1.
func fromCP932(data []byte) (text string, bad int) {
	var out strings.Builder
	start := 0
	flush := func(end int) bool {
		b, err := japanese.ShiftJIS.NewDecoder().Bytes(data[start:end])
		out.Write(b)
		return err == nil && !strings.ContainsRune(string(b), utf8.RuneError)
	}
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case c == 0 || c == 0x80 || c == 0xa0 || c >= 0xfd:
			return "", i
		case c < 0x80 || c > 0xa0 && c < 0xe0:
			if c == '\n' && !flush(i+1) {
				return "", start
			} else if c == '\n' {
				start = i + 1
			}
			continue
		case i+1 == len(data) || data[i+1] < 0x40 || data[i+1] == 0x7f || data[i+1] > 0xfc:
			return "", i
		case c >= 0xf0 && c <= 0xf9:
			if !flush(i) {
				return "", start
			}
			out.WriteRune(ownCharacter(c, data[i+1]))
			start = i + 2
		}
		i++
	}
	if !flush(len(data)) {
		return "", start
	}
	return out.String(), -1
}

func ownCharacter(lead, trail byte) rune {
	n := rune(trail) - 0x40
	if trail > 0x7f {
		n--
	}
	return 0xe000 + rune(lead-0xf0)*188 + n
}
