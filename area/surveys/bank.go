// Package surveys is 窓口の声: it asks visitors how the counter was, counts what they say, and shows what changed because of it.
package surveys

import (
	_ "embed"
	"strconv"
	"strings"

	"kaname/kit/questionnaire"
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

// Text is a text of the bank with its ruby and line breaks still in short form.
type Text = questionnaire.Ruby

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

// phoneTags are tags of phones whose column bears another name. Until 繁體中文 has a column of its own, those
// who read it get 简体中文: nearer to them than やさしい日本語.
var phoneTags = map[string]Lang{"zh": "zh-Hans", "yue": "zh-Hans", "cmn": "zh-Hans", "tl": "fil", "in": "id"}

// ForPhone chooses the language from an Accept-Language header; a language the bank does not speak is
// answered in やさしい日本語, never in hard Japanese, and known is false so that the page can say so.
func ForPhone(accept string) (l Lang, known bool) {
	for _, part := range strings.Split(accept, ",") {
		tag, _, _ := strings.Cut(part, ";")
		tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		switch {
		case tag == "" || tag == "*":
			continue
		case Lang(tag).Known():
			return Lang(tag), true
		case phoneTags[tag].Known():
			return phoneTags[tag], true
		default:
			return Easy, false
		}
	}
	return Ja, true
}

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
			word = questionnaire.Shield(v)
		case int:
			word = strconv.Itoa(v)
		}
		t = Text(strings.ReplaceAll(string(t), "["+pairs[i].(string)+"]", word))
	}
	return t
}
