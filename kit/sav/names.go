package sav

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// reserved are words of SPSS's own language.
var reserved = map[string]bool{"ALL": true, "AND": true, "BY": true, "EQ": true, "GE": true, "GT": true, "LE": true, "LT": true,
	"NE": true, "NOT": true, "OR": true, "TO": true, "WITH": true}

// Names makes names that SPSS takes, one for each given: letters (Japanese ones too), digits, "." "_" "@" "#" "$", the first a
// letter, no reserved word, at most MaxName bytes, no two alike when case is folded. The changes say which differ and why.
func Names(given []string) ([]string, []Change) {
	names := make([]string, len(given))
	var changes []Change
	taken := map[string]bool{}
	for i, g := range given {
		name, why := valid(g, i)
		if taken[fold(name)] {
			name, why = numbered(name, taken), append(why, "同じ名前（大文字と小文字は区別されません）がほかにあるので、番号をつけました。")
		}
		taken[fold(name)] = true
		names[i] = name
		if name != g {
			changes = append(changes, Change{Variable: g, What: "変数名", Was: g, Now: name, Why: strings.Join(why, "")})
		}
	}
	return names, changes
}

// valid makes one name stand by itself; why has a sentence for each thing done.
func valid(given string, place int) (name string, why []string) {
	name = norm.NFKC.String(strings.ToValidUTF8(given, "_"))
	if name != given {
		why = append(why, "全角の英数字などを半角にしました。")
	}
	clean := strings.Map(inName, name)
	if clean != name {
		why = append(why, "使えない文字を「_」にしました。")
	}
	name = strings.Trim(clean, "._#$")
	if name != clean {
		why = append(why, "名前の両端には置けない記号をとりました。")
	}
	if cut := cutTo(name, MaxName); cut != name {
		name = strings.TrimRight(cut, "._#$")
		why = append(why, fmt.Sprintf("長さが%dバイトをこえるので切りました。", MaxName))
	}
	first, _ := utf8.DecodeRuneInString(name)
	switch {
	case name == "":
		return fmt.Sprintf("v%d", place+1), append(why, "使える文字がないので、番号にしました。")
	case !unicode.IsLetter(first) && first != '@', reserved[strings.ToUpper(name)]:
		name = strings.TrimRight(cutTo("v_"+name, MaxName), "._#$")
		why = append(why, "そのままでは変数名にできないので、「v_」をつけました。")
	}
	return name, why
}

func inName(r rune) rune {
	switch {
	case unicode.IsLetter(r), '0' <= r && r <= '9', strings.ContainsRune("._@#$", r):
		return r
	}
	return '_'
}

// numbered adds the first free number to a name.
func numbered(name string, taken map[string]bool) string {
	for n := 2; ; n++ {
		end := fmt.Sprintf("_%d", n)
		if s := cutTo(name, MaxName-len(end)) + end; !taken[fold(s)] {
			return s
		}
	}
}

// fold makes names alike that SPSS takes for one.
func fold(s string) string { return strings.ToLower(strings.ToUpper(s)) }

// cutTo keeps at most n bytes of s and no part of a letter.
func cutTo(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// shortNames are the names of eight bytes that the format keeps beside the long ones, one for each segment of each variable.
// A name that is short itself keeps its place, so that no short name is another variable's long one.
func shortNames(vars []column) {
	taken := map[string]bool{}
	for i, v := range vars {
		if short := strings.ToUpper(v.name); len(short) <= 8 && ascii(short) {
			taken[short] = true
			vars[i].segments[0].name = short
		}
	}
	next := 0
	for i := range vars {
		first := &vars[i].segments[0]
		for n := next; first.name == ""; n++ {
			if s := fmt.Sprintf("V%d", n+1); !taken[s] {
				first.name, next, taken[s] = s, n+1, true
			}
		}
		prefix, n := first.name[:min(5, len(first.name))], 0
		for k := range vars[i].segments[1:] {
			for seg := &vars[i].segments[k+1]; seg.name == ""; n++ {
				if s := fmt.Sprintf("%s%X", prefix, n); !taken[s] {
					seg.name, taken[s] = s, true
				}
			}
		}
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
