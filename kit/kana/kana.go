// Package kana puts Japanese names and words in order, finds them however they are typed, and tidies what is entered.
package kana

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	voiced     = '\u3099' // combining dakuten
	halfVoiced = '\u309A' // combining handakuten
	between    = "\x01"   // between the levels of a key; below every letter, so a shorter word comes first
	others     = "\uE000" // put before keys that do not begin with kana; above every kana, so 他 is the last group
)

// Key returns the text by which s is sorted, byte by byte: first the bare sound (small kana large, no dakuten, ー as the vowel
// before it), then the exact sound, then the writing. Words that do not begin with kana come after ん. Store it beside the name.
func Key(s string) string {
	sound := reading(s)
	bare := large(unvoiced(sound))
	if headOf(bare) == "他" {
		bare = others + bare
	}
	return bare + between + sound + between + visible(s)
}

// Head returns the index head under which s stands: あ か さ た な は ま や ら わ, or 他.
func Head(s string) string { return headOf(large(unvoiced(reading(s)))) }

// heads are the first letters of the rows, in order; ん ends the last.
var heads = []rune("あかさたなはまやらわ")

func headOf(bare string) string {
	for _, r := range bare {
		if r < 'あ' || r > 'ん' {
			break
		}
		head := heads[0]
		for _, h := range heads {
			if r >= h {
				head = h
			}
		}
		return string(head)
	}
	return "他"
}

// reading is s as hiragana in one width and case, without spaces and ・, with ー and ゝ spelled out.
func reading(s string) string {
	s = hiragana(compatible(s))
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '・' || r == '゠' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	var b strings.Builder
	var last rune
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == 'ー':
			r = vowel(last)
		case (r == 'ゝ' || r == 'ゞ') && isKana(last):
			r = again(last, r == 'ゞ')
		}
		b.WriteRune(r)
		last = r
	}
	return norm.NFC.String(b.String())
}

// compatible is visible s in NFKC, with free-standing marks joined to the kana before them.
func compatible(s string) string {
	s = strings.NewReplacer("゛", string(voiced), "゜", string(halfVoiced)).Replace(visible(s))
	return norm.NFKC.String(s)
}

// visible drops broken bytes, control characters, joiners and the variant marks of kanji (IVS).
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && r != '\n' && unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Variation_Selector) {
			return -1
		}
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

func isKana(r rune) bool { return r >= 'ぁ' && r <= 'ゖ' || r >= 'ァ' && r <= 'ヺ' }

// hiragana turns every katakana that has one into its hiragana; ヷ to ヺ become わ゛ to を゛.
func hiragana(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' || r == 'ヽ' || r == 'ヾ' {
			return r - ('ァ' - 'ぁ')
		}
		return r
	}, strings.NewReplacer("ヷ", "わ\u3099", "ヸ", "ゐ\u3099", "ヹ", "ゑ\u3099", "ヺ", "を\u3099").Replace(s))
}

// unvoiced takes dakuten and handakuten off.
func unvoiced(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r == voiced || r == halfVoiced {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

var toLarge = strings.NewReplacer("ぁ", "あ", "ぃ", "い", "ぅ", "う", "ぇ", "え", "ぉ", "お",
	"っ", "つ", "ゃ", "や", "ゅ", "ゆ", "ょ", "よ", "ゎ", "わ", "ゕ", "か", "ゖ", "け")

func large(s string) string { return toLarge.Replace(s) }

var rows = map[rune]string{
	'あ': "あかさたなはまやらわぁゃゎゕがざだばぱ",
	'い': "いきしちにひみりゐぃぎじぢびぴ",
	'う': "うくすつぬふむゆるぅっゅゔぐずづぶぷ",
	'え': "えけせてねへめれゑぇゖげぜでべぺ",
	'お': "おこそとのほもよろをぉょごぞどぼぽ",
}

// vowel returns the vowel that ー lengthens; ー itself where there is none.
func vowel(last rune) rune {
	for v, row := range rows {
		if strings.ContainsRune(row, last) {
			return v
		}
	}
	return 'ー'
}

// again returns the kana that ゝ (or ゞ, with dakuten) repeats.
func again(last rune, withMark bool) rune {
	bare := []rune(unvoiced(string(last)))[0]
	if !withMark {
		return bare
	}
	if r := []rune(norm.NFC.String(string(bare) + string(voiced))); len(r) == 1 {
		return r[0]
	}
	return last
}
