package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Colours of figures (ux: first four series, and the five-point scale from good to bad).
const (
	ink, grey, lineGrey, paleGrey = "#1a1a1a", "#666", "#949494", "#e6e6e6"
	blue, brown                   = "#0017c1", "#8b3200"
)

// Sizes of text in a drawing, in px at one to one; none may be below 14.
const (
	big   = 16.0
	small = 15.0
)

// sheet collects the elements of one drawing of a given width; the height is known at the end.
type sheet struct {
	w, h float64
	defs strings.Builder
	b    strings.Builder
}

// svg closes the drawing with its title and description, which carry ids made from id.
func (s *sheet) svg(id, title, desc string) string {
	w, h := num(s.w), num(s.h)
	class := "vb-" + w
	if s.w == narrow {
		class = "vb-344"
	}
	body := strings.ReplaceAll(s.defs.String()+s.b.String(), "\x00", id)
	return `<svg viewBox="0 0 ` + w + ` ` + h + `" role="img" aria-labelledby="` + id + `-t ` + id + `-d" class="` + class + `">` +
		`<title id="` + id + `-t">` + esc(title) + `</title><desc id="` + id + `-d">` + esc(desc) + `</desc>` + body + `</svg>`
}

// pattern defines a pattern once and returns the paint that uses it; the id is filled in by svg.
func (s *sheet) pattern(name, size, content string) string {
	if !strings.Contains(s.defs.String(), `id="`+"\x00-"+name+`"`) {
		s.defs.WriteString(`<pattern id="` + "\x00-" + name + `" width="` + size + `" height="` + size + `" patternUnits="userSpaceOnUse">` + content + `</pattern>`)
	}
	return "url(#\x00-" + name + ")"
}

// el writes an element without content; kv are names and values in turn.
func (s *sheet) el(name string, kv ...string) {
	s.b.WriteString("<" + name)
	s.attrs(kv)
	s.b.WriteString("/>")
}

func (s *sheet) attrs(kv []string) {
	for i := 0; i+1 < len(kv); i += 2 {
		v := kv[i+1]
		if !strings.HasPrefix(v, "url(#\x00") {
			v = esc(v)
		}
		s.b.WriteString(" " + kv[i] + `="` + v + `"`)
	}
}

func (s *sheet) rect(x, y, w, h float64, kv ...string) {
	s.el("rect", append([]string{"x", num(x), "y", num(y), "width", num(max(w, 0)), "height", num(max(h, 0))}, kv...)...)
}

func (s *sheet) path(d string, kv ...string) { s.el("path", append([]string{"d", d}, kv...)...) }

// Anchors of text.
const (
	start, middle, end = "start", "middle", "end"
)

// text writes one line of text with its base line at y.
func (s *sheet) text(x, y, size float64, anchor, t string, kv ...string) {
	if t == "" {
		return
	}
	s.b.WriteString(`<text x="` + num(x) + `" y="` + num(y) + `" font-size="` + num(size) + `" text-anchor="` + anchor + `"`)
	s.attrs(kv)
	s.b.WriteString(">" + esc(t) + "</text>")
}

// lines writes wrapped text, the first base line at y.
func (s *sheet) lines(x, y, size float64, anchor string, lines []string, kv ...string) {
	for i, l := range lines {
		s.text(x, y+float64(i)*leading(size), size, anchor, l, kv...)
	}
}

func leading(size float64) float64 { return math.Round(size * 1.3) }

// Attributes used again and again.
var (
	bold = []string{"font-weight", "700"}
	soft = []string{"class", "t2"}
	halo = []string{"stroke", "#fff", "stroke-width", "4", "paint-order", "stroke"}
)

func with(groups ...[]string) []string {
	var kv []string
	for _, g := range groups {
		kv = append(kv, g...)
	}
	return kv
}

func boldIf(yes bool) []string {
	if yes {
		return bold
	}
	return nil
}

func num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	s := strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// esc makes text of any origin safe inside HTML and XML, dropping what XML cannot hold.
func esc(t string) string {
	t = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF || unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(t, ""))
	return html.EscapeString(t)
}

// width estimates text in px: full-width characters 1 em, half-width ones as wide as in the widest common fallback font.
func width(t string, size float64) float64 {
	var em float64
	for _, r := range t {
		em += runeWidth(r)
	}
	return em * size
}

func runeWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("=%+@<>~mwMW", r):
		return 0.9
	case r < 0x80:
		return 0.64
	case r >= 0xFF61 && r <= 0xFF9F:
		return 0.55
	}
	return 1
}

func widest(lines []string, size float64) float64 {
	var w float64
	for _, l := range lines {
		w = max(w, width(l, size))
	}
	return w
}

// notFirst are characters that must not begin a line.
const notFirst = "、。，．）」』】〕］・ーゃゅょっぁぃぅぇぉャュョッァィゥェォ！？%％々〜：；"

// notLast are characters that must not end a line.
const notLast = "（「『【〔［"

// wrap breaks text into lines no wider than limit px. Latin words stay whole where they can.
func wrap(t string, limit, size float64) []string {
	var out []string
	line := []rune{}
	flush := func() {
		if s := strings.TrimSpace(string(line)); s != "" {
			out = append(out, s)
		}
		line = line[:0]
	}
	for _, unit := range units(strings.TrimSpace(strings.ToValidUTF8(t, "")), limit, size) {
		if len(line) > 0 && width(string(line)+unit, size) > limit {
			first, _ := utf8.DecodeRuneInString(unit)
			var carry []rune
			if strings.ContainsRune(notFirst, first) && len(line) > 2 {
				carry = append(carry, line[len(line)-1])
				line = line[:len(line)-1]
			}
			for len(line) > 1 && strings.ContainsRune(notLast, line[len(line)-1]) {
				carry = append([]rune{line[len(line)-1]}, carry...)
				line = line[:len(line)-1]
			}
			flush()
			line = append(line, carry...)
		}
		line = append(line, []rune(unit)...)
	}
	flush()
	return out
}

// units splits text where a line may break: after every full-width character, between Latin words.
func units(t string, limit, size float64) []string {
	var out []string
	word := ""
	for _, r := range t {
		latin := r < 0x80 && r > ' '
		if latin && width(word+string(r), size) <= limit {
			word += string(r)
			continue
		}
		if word != "" {
			out = append(out, word)
			word = ""
		}
		if latin {
			word = string(r)
			continue
		}
		out = append(out, string(r))
	}
	if word != "" {
		out = append(out, word)
	}
	return out
}

// wrapMax wraps to at most n lines; what does not fit ends in "…" and stands whole in table and sentence.
func wrapMax(t string, limit, size float64, n int) []string {
	lines := wrap(t, limit, size)
	if len(lines) <= n {
		return lines
	}
	lines = lines[:n]
	last := []rune(lines[n-1])
	for len(last) > 0 && width(string(last)+"…", size) > limit {
		last = last[:len(last)-1]
	}
	lines[n-1] = string(last) + "…"
	return lines
}
