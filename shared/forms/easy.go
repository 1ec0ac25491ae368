package forms

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kaname/kit/questionnaire"
)

// Hint is one thing that may make a text in easy Japanese hard to read, and the words it is about. A hint never blocks.
type Hint struct{ Words, Say string }

// LongSentence is the most characters of a sentence in easy Japanese, counted without spaces and readings (出入国在留管理庁・
// 文化庁「在留支援のためのやさしい日本語ガイドライン」 asks for short sentences; the length is the house's).
const LongSentence = 24

// Readability looks through a text in easy Japanese ({漢字|かな} is ruby): long sentences, kanji without ruby, passive and
// honorific forms, loan words that are not everyday ones.
func Readability(text string) []Hint {
	var out []Hint
	if bare := withoutRuby(text); bare != "" {
		out = append(out, Hint{bare, "ふりがながありません。{" + first(bare) + "|かな} のように書きます。"})
	}
	for _, s := range sentences(questionnaire.Ruby(text).Plain()) {
		if n := utf8.RuneCountInString(s); n > LongSentence {
			out = append(out, Hint{s, strconv.Itoa(n) + "字の文です。" + strconv.Itoa(LongSentence) + "字までの文に分けると読みやすくなります。"})
		}
		out = append(out, wordHints(s)...)
		for _, w := range loans(s) {
			out = append(out, Hint{w, "カタカナの言葉です。やさしい言葉があれば、言いかえます。"})
		}
	}
	return out
}

func first(s string) string { w, _, _ := strings.Cut(s, "・"); return w }

// sentences splits at full stops and line ends; spaces between words are no characters.
func sentences(text string) []string {
	text = strings.Map(func(r rune) rune {
		if r == ' ' || r == '　' {
			return -1
		}
		return r
	}, text)
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。！？!?\n\r", r) })
}

// withoutRuby are the runs of kanji that carry no ruby, with ・ between them.
func withoutRuby(text string) string {
	var runs []string
	var run strings.Builder
	inside := false
	end := func() {
		if w := run.String(); w != "" && !slices.Contains(runs, w) {
			runs = append(runs, w)
		}
		run.Reset()
	}
	for _, r := range text {
		switch {
		case r == '{':
			end()
			inside = true
		case r == '}':
			inside = false
		case !inside && (unicode.Is(unicode.Han, r) || r == '々'):
			run.WriteRune(r)
		default:
			end()
		}
	}
	end()
	return strings.Join(runs, "・")
}

// The forms are told by how they are written, not by parts of speech: a dictionary would make the program a third
// larger for hints that never block. わかれました (to part) is taken for a passive; わすれました is not.
var (
	passive = regexp.MustCompile(`[さらかがまばわなた]れ(?:る|た|て|ま[すし]|な[いく])`)
	humble  = regexp.MustCompile(`いただ[いきくけ]|頂|なさ[いるっれ]|いらっしゃ|おっしゃ|ござい|いたし|いたす|致|まいり|まいる|参[りる]|うかがい|うかがう|伺|申し|存じ|召し|拝見|ご覧|いかが`)
	polite  = regexp.MustCompile(`[おご][^おご、]{1,6}に(?:なり|なる|なっ|なら)`)
)

const (
	sayPassive = "「〜れる・〜られる」の形です。受け身や敬語なら、だれが何をするかで言いかえます。"
	sayHumble  = "敬語です。「です・ます」で言いかえます。"
)

// wordHints finds passive and honorific forms in the order of the sentence's kinds: passive, politeness, お〜になる.
func wordHints(sentence string) []Hint {
	var out []Hint
	for _, w := range passive.FindAllString(sentence, -1) {
		_, size := utf8.DecodeRuneInString(w)
		out = append(out, Hint{w[:size] + "れ", sayPassive})
	}
	for _, r := range []*regexp.Regexp{humble, polite} {
		for _, w := range r.FindAllString(sentence, -1) {
			out = append(out, Hint{w, sayHumble})
		}
	}
	return out
}

// everyday are loan words that learners of Japanese meet early.
var everyday = strings.Fields(`アンケート スマートフォン スマホ インターネット メール ページ トイレ バス タクシー エレベーター テレビ ラジオ カード マイナンバーカード マイナンバー
	パスポート ビザ サイン ボタン コピー ポスト ビル ドア テーブル ペン ノート カメラ ニュース ホテル レストラン スーパー コンビニ センター クラス テスト メートル キロ パーセント ゼロ
	ベビーカー アルバイト パート レジ シャワー ベッド プール スポーツ パソコン ファクス マスク ワクチン ガス ロビー ソファ コート サイズ`)

// loans are the words in katakana that are not everyday ones.
func loans(sentence string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(sentence, func(r rune) bool { return !unicode.Is(unicode.Katakana, r) && r != 'ー' }) {
		if utf8.RuneCountInString(w) > 1 && !slices.Contains(everyday, w) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
