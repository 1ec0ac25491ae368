package textfile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is the most letters of a file name before its ending: 255 bytes hold 80 kanji and the ending.
const longestName = 80

// FileName joins parts with _ into a name that every system takes: no spaces, colons or path characters.
func FileName(ext string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		p = strings.Map(func(r rune) rune {
			if strings.ContainsRune(`/\:*?"<>|：／＼`, r) || r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				return -1
			}
			return r
		}, p)
		if p != "" {
			kept = append(kept, p)
		}
	}
	name := []rune(strings.Join(kept, "_"))
	s := strings.Trim(string(name[:min(len(name), longestName)]), ".")
	if s == "" {
		s = "一覧"
	}
	return s + "." + ext
}

// ContentDisposition offers name as a download (RFC 6266, name as in RFC 5987), with an ASCII name for old programs.
func ContentDisposition(name string) string {
	ascii := "kaname"
	if i := strings.LastIndexByte(name, '.'); i >= 0 && isPlainASCII(name[i+1:]) {
		ascii += name[i:]
	}
	return `attachment; filename="` + ascii + `"; filename*=UTF-8''` + percent(name)
}

func isPlainASCII(s string) bool {
	for i := range len(s) {
		if !isAlnum(s[i]) {
			return false
		}
	}
	return s != ""
}

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func percent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; isAlnum(c) || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
