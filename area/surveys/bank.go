// Package surveys is 窓口の声: it asks visitors how the counter was, counts what they say, and shows what changed because of it.
package surveys

import (
	_ "embed"
	"html"
	"strconv"
	"strings"
)

// bankFile holds every text a visitor may see: one row a text, one column a language.
// {漢字|かな} is ruby and _ is a place where the line may break. A new language is a new column.
//
//go:embed bank.tsv
var bankFile string

// BankVersion is the version of the standard items: it goes up when a wording changes, and every survey keeps the one it began with.
const BankVersion = 1

// Lang is a language of the visitor's pages: ja, ja-easy (やさしい日本語), en.
type Lang string

// The languages of the first slice.
const (
	Ja   Lang = "ja"
	Easy Lang = "ja-easy"
	En   Lang = "en"
)

// An answer to one item is one byte: 0 unanswered, 1 (worst) to 5 (best), or Outside.
const (
	Blank   byte = 0
	Outside byte = 9 // 利用していない・わからない: said, but out of every base
)

// Item is one question of the standard visitor survey; its id never changes, its wording only with BankVersion.
type Item struct {
	ID string
	No int // place on the form, from 1
}

// Items are the seven standard items and the overall one, as asked.
var Items = [8]Item{
	{"setumei", 1}, {"taido", 2}, {"jikan", 3}, {"matsu", 4},
	{"annai", 5}, {"shorui", 6}, {"hairyo", 7}, {"zentai", 8},
}

// Overall is the place of the overall item in Items.
const Overall = 7

// The choices of the attributes, asked last and never needed; the last choice of each is 答えない.
const (
	Ages  = 9
	Lives = 4
)

// ItemIndex is the place in Items of the item with this id, or -1.
func ItemIndex(id string) int {
	for i, it := range Items {
		if it.ID == id {
			return i
		}
	}
	return -1
}

// Ask is the question as a visitor reads it.
func (i Item) Ask(l Lang) Text { return Say(l, "q."+i.ID+".ask") }

// Point is the label of a score from 5 (best) to 1.
func (i Item) Point(l Lang, score int) Text {
	return Say(l, "q."+i.ID+"."+string(rune('0'+score)))
}

// OutsideLabel is the item's own 利用していない・わからない.
func (i Item) OutsideLabel(l Lang) Text { return Say(l, "q."+i.ID+".na") }

// Short is the item's name in tables; Mark is its name on a chart.
func (i Item) Short(l Lang) Text { return Say(l, "q."+i.ID+".short") }

// Mark is the shortest name of the item, for charts.
func (i Item) Mark(l Lang) Text { return Say(l, "q."+i.ID+".mark") }

// bank is the parsed file.
type bank struct {
	langs []Lang
	texts map[Lang]map[string]Text
	keys  []string
}

var texts = readBank(bankFile)

func readBank(file string) bank {
	b := bank{texts: map[Lang]map[string]Text{}}
	for n, line := range strings.Split(strings.TrimSpace(file), "\n") {
		cells := strings.Split(line, "\t")
		if n == 0 {
			for _, c := range cells[1:] {
				b.langs = append(b.langs, Lang(c))
				b.texts[Lang(c)] = map[string]Text{}
			}
			continue
		}
		b.keys = append(b.keys, cells[0])
		for i, l := range b.langs {
			if i+1 < len(cells) {
				b.texts[l][cells[0]] = Text(cells[i+1])
			}
		}
	}
	return b
}

// Langs are the languages of the bank, in the order of the switch.
func Langs() []Lang { return texts.langs }

// Name is what the language calls itself.
func (l Lang) Name() string { return string(Say(l, "lang.name")) }

// HTML is the value of a lang attribute.
func (l Lang) HTML() string { return string(Say(l, "lang.html")) }

// Review is origin, pending (a native reader has not yet approved it) or reviewed.
func (l Lang) Review() string { return string(Say(l, "lang.review")) }

// Known says whether the bank speaks this language.
func (l Lang) Known() bool { return texts.texts[l] != nil }

// ForPhone chooses the language from an Accept-Language header; a language the bank does not speak is
// answered in やさしい日本語, never in hard Japanese, and known is false so that the page can say so.
func ForPhone(accept string) (l Lang, known bool) {
	for _, part := range strings.Split(accept, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		switch {
		case tag == "" || tag == "*":
			continue
		case tag == "ja":
			return Ja, true
		case Lang(tag).Known():
			return Lang(tag), true
		default:
			return Easy, false
		}
	}
	return Ja, true
}

// Text is a text of the bank with its ruby and line breaks still in short form.
type Text string

// Say is the text of a key in a language, with [name] replaced by what follows name in pairs: a string is a
// person's word and stands as it is, a Text keeps its ruby.
// A key the bank does not hold is a mistake of the program and comes back as itself.
func Say(l Lang, key string, pairs ...any) Text {
	t, ok := texts.texts[l][key]
	if !ok {
		return Text(key)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		word := ""
		switch v := pairs[i+1].(type) {
		case Text:
			word = string(v)
		case string:
			word = shield(v)
		case int:
			word = strconv.Itoa(v)
		}
		t = Text(strings.ReplaceAll(string(t), "["+pairs[i].(string)+"]", word))
	}
	return t
}

// shield keeps a person's words from being read as ruby or as a line break.
func shield(s string) string {
	return strings.NewReplacer("{", "\x01", "}", "\x02", "_", "\x03", "|", "\x04").Replace(s)
}

var unshield = strings.NewReplacer("\x01", "{", "\x02", "}", "\x03", "_", "\x04", "|")

// Markup is the text as HTML: ruby with brackets for old readers, <wbr> where a line may break.
func (t Text) Markup() string {
	return t.render(func(base, kana string) string {
		return "<ruby>" + html.EscapeString(base) + "<rp>(</rp><rt>" + html.EscapeString(kana) + "</rt><rp>)</rp></ruby>"
	}, "<wbr>", html.EscapeString)
}

// Plain is the text without ruby, for labels, titles in other scripts and files.
func (t Text) Plain() string {
	return t.render(func(base, _ string) string { return base }, "", func(s string) string { return s })
}

// Reading is the text with kana in place of the kanji that carry ruby, for titles and speech.
func (t Text) Reading() string {
	return t.render(func(_, kana string) string { return kana }, "", func(s string) string { return s })
}

func (t Text) render(ruby func(base, kana string) string, wbr string, plain func(string) string) string {
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
