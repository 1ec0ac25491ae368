package kana

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// dashes are the hyphens and dashes people type for one another; NFKC has already made the wide ones narrow.
const dashes = "-‐‑‒–—―−─ー"

// alike maps kanji that are written for one another in names to the common form.
var alike = strings.NewReplacer("髙", "高", "﨑", "崎", "嵜", "崎", "邊", "辺", "邉", "辺", "齋", "斎", "齊", "斎", "斉", "斎", "澤", "沢", "濵", "浜", "濱", "浜",
	"德", "徳", "廣", "広", "嶋", "島", "嶌", "島", "國", "国", "𠮷", "吉", "栁", "柳", "桺", "柳", "眞", "真", "惠", "恵", "冨", "富", "槇", "槙", "瀨", "瀬", "櫻", "桜")

// Fold returns s as search compares it: one width, kana type, letter case, long-vowel mark and form of kanji, without spaces and ・.
// Fold both the question and what is searched.
func Fold(s string) string {
	s = strings.ToLower(hiragana(compatible(s)))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '・' || r == '゠':
			return -1
		case strings.ContainsRune(dashes, r) || r == '〜' || r == '~':
			return 'ー'
		}
		return r
	}, s)
	return norm.NFC.String(alike.Replace(s))
}

// ToKatakana turns hiragana into katakana and leaves everything else.
func ToKatakana(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ぁ' && r <= 'ゖ' || r == 'ゝ' || r == 'ゞ' {
			return r + ('ァ' - 'ぁ')
		}
		return r
	}, s)
}

// Normalize tidies a kana field (セイ, メイ): full-width katakana, hyphens after kana as ー, one space between words (ﾀﾅｶ → タナカ).
func Normalize(s string) string {
	s = ToKatakana(norm.NFC.String(compatible(s)))
	return strings.Join(strings.Fields(dashed(s, 'ー')), " ")
}

// Code tidies numbers, codes, mail and telephone numbers: narrow letters, any hyphen as -, no spaces around (０９０－１２３４ → 090-1234).
func Code(s string) string { return strings.TrimFunc(dashed(compatible(s), '-'), unicode.IsSpace) }

// dashed writes every hyphen as -, but keeps ー after kana and writes other hyphens there as afterKana.
func dashed(s string, afterKana rune) string {
	var last rune
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(dashes, r) {
			long := r == 'ー'
			r = '-'
			if isKana(last) || last == 'ー' {
				r = afterKana
				if long {
					r = 'ー'
				}
			}
		}
		last = r
		return r
	}, s)
}

// FreeText tidies running text without changing its letters: NFC, half-width kana widened, spaces (also full-width) trimmed
// at both ends, lines ended by \n. ㈱, ①, wide digits and the kanji of names stay as they were written.
func FreeText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	s = spans(s, isHalfKana, norm.NFKC.String)
	s = spans(s, func(r rune) bool { return !isNameKanji(r) }, norm.NFC.String)
	return strings.TrimFunc(s, unicode.IsSpace)
}

func isHalfKana(r rune) bool { return r >= '｡' && r <= 'ﾟ' }

// isNameKanji are the compatibility ideographs: NFC would turn the 神 of a family register into the common one.
func isNameKanji(r rune) bool { return r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F }

// spans applies change to each longest run of runes that in accepts.
func spans(s string, in func(rune) bool, change func(string) string) string {
	var b, run strings.Builder
	for _, r := range s {
		if in(r) {
			run.WriteRune(r)
			continue
		}
		b.WriteString(change(run.String()))
		run.Reset()
		b.WriteRune(r)
	}
	b.WriteString(change(run.String()))
	return b.String()
}
