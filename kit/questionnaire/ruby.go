package questionnaire

import (
	"html"
	"strings"
)

// Ruby is a text in short form: {漢字|かな} carries ruby, _ is a place where a line may break.
type Ruby string

// Shield keeps a person's words from being read as ruby or as a line break.
func Shield(s string) string {
	return strings.NewReplacer("{", "\x01", "}", "\x02", "_", "\x03", "|", "\x04").Replace(s)
}

var unshield = strings.NewReplacer("\x01", "{", "\x02", "}", "\x03", "_", "\x04", "|")

// Markup is the text as HTML: ruby with brackets for old readers, <wbr> where a line may break.
func (t Ruby) Markup() string {
	return t.render(func(base, kana string) string {
		return "<ruby>" + html.EscapeString(base) + "<rp>(</rp><rt>" + html.EscapeString(kana) + "</rt><rp>)</rp></ruby>"
	}, "<wbr>", html.EscapeString)
}

// Plain is the text without ruby, for labels, titles in other scripts and files.
func (t Ruby) Plain() string {
	return t.render(func(base, _ string) string { return base }, "", func(s string) string { return s })
}

// Reading is the text with kana in place of the kanji that carry ruby, for titles and speech.
func (t Ruby) Reading() string {
	return t.render(func(_, kana string) string { return kana }, "", func(s string) string { return s })
}

func (t Ruby) render(ruby func(base, kana string) string, wbr string, plain func(string) string) string {
	var b strings.Builder
	rest := string(t)
	for rest != "" {
		i := strings.IndexAny(rest, "{_")
		if i < 0 {
			i = len(rest)
		}
		b.WriteString(plain(unshield.Replace(rest[:i])))
		if rest = rest[i:]; rest == "" {
			break
		}
		if rest[0] == '_' {
			b.WriteString(wbr)
			rest = rest[1:]
			continue
		}
		inside, after, _ := strings.Cut(rest[1:], "}")
		base, kana, _ := strings.Cut(inside, "|")
		b.WriteString(ruby(base, kana))
		rest = after
	}
	return b.String()
}
