package marksheet

import (
	"strings"
	"unicode"
)

// pt is one point in mm.
const pt = 25.4 / 72

// lead is the distance of base lines in em.
const lead = 1.28

// em is the width of a character in the widest font the sheet may be printed with.
func em(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0xff61 && r <= 0xff9f:
		return 0.6
	case r < 0x80 && strings.ContainsRune("mwMW@%", r):
		return 0.95
	case r < 0x80 && unicode.IsUpper(r):
		return 0.75
	case r < 0x250:
		return 0.62
	}
	return 1
}

func width(s string) (w float64) {
	for _, r := range s {
		w += em(r)
	}
	return w
}

// No line begins with one of these, nor ends with one of those.
const (
	notFirst = "、。，．・：；？！）］｝」』〉》】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％!?),.:;"
	notLast  = "（［｛「『〈《【(["
)

// wrap breaks s into lines of at most w em. Words of Latin letters stay whole where they can. Empty text has no line.
func wrap(s string, w float64) []string {
	var lines []string
	for part := range strings.SplitSeq(s, "\n") {
		rs := []rune(strings.TrimSpace(part))
		for len(rs) > 0 {
			n := breakAt(rs, w)
			lines = append(lines, strings.TrimSpace(string(rs[:n])))
			rs = []rune(strings.TrimSpace(string(rs[n:])))
		}
	}
	return lines
}

// breakAt is how many of rs go on a line of w em; at least one.
func breakAt(rs []rune, w float64) int {
	n, sum := 0, 0.0
	for n < len(rs) && sum+em(rs[n]) <= w {
		sum += em(rs[n])
		n++
	}
	if n == len(rs) {
		return n
	}
	for k := n; k > max(1, n-12); k-- {
		if mayBreak(rs[k-1], rs[k]) {
			return k
		}
	}
	return max(n, 1)
}

func mayBreak(before, after rune) bool {
	if strings.ContainsRune(notFirst, after) || strings.ContainsRune(notLast, before) {
		return false
	}
	latin := func(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return !latin(before) || !latin(after)
}
