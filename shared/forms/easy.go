package forms

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"

	"kaname/kit/questionnaire"
)

// Hint is one thing that may make a text in easy Japanese hard to read, and the words it is about. A hint never blocks.
type Hint struct{ Words, Say string }

// LongSentence is the most characters of a sentence in easy Japanese, counted without spaces and readings (出入国在留管理庁・
// 文化庁「在留支援のためのやさしい日本語ガイドライン」 asks for short sentences; the length is the house's).
const LongSentence = 24

// analyser splits Japanese into words; made when first asked for, because its dictionary takes about a second and 58 MB.
var analyser = sync.OnceValues(func() (*tokenizer.Tokenizer, error) {
	return tokenizer.New(ipa.DictShrink(), tokenizer.OmitBosEos())
})

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

// humble are the stems of words of politeness beyond です・ます, as they stand in every form.
var humble = strings.Fields(`いただ 頂 なさ いらっしゃ おっしゃ ござ いたし いたす 致 まいり まいる 参 うかが 伺 申し 存じ 召し 拝見 ご覧 いかが`)

const (
	sayPassive = "「〜れる・〜られる」の形です。受け身や敬語なら、だれが何をするかで言いかえます。"
	sayHumble  = "敬語です。「です・ます」で言いかえます。"
)

// wordHints finds passive and honorific forms by the parts of speech of the IPA dictionary; its small version knows no
// dictionary forms, so words are told by how they begin.
func wordHints(sentence string) []Hint {
	t, err := analyser()
	if err != nil {
		return nil
	}
	var out []Hint
	words := t.Tokenize(sentence)
	for i, w := range words {
		pos := strings.Join(w.POS(), " ")
		verb := strings.HasPrefix(pos, "動詞")
		switch {
		case strings.HasPrefix(pos, "動詞 接尾") && begins(w.Surface, "れ", "られ"):
			before := ""
			if i > 0 {
				before = words[i-1].Surface
			}
			out = append(out, Hint{before + w.Surface, sayPassive})
		case (verb || !strings.HasPrefix(pos, "助")) && begins(w.Surface, humble...):
			out = append(out, Hint{w.Surface, sayHumble})
		case verb && begins(w.Surface, "な") && i > 1 && words[i-1].Surface == "に" && polite(words[i-2].Surface): // お待ちになる
			out = append(out, Hint{words[i-2].Surface + "に" + w.Surface, sayHumble})
		}
	}
	return out
}

func begins(word string, stems ...string) bool {
	return slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(word, s) })
}

func polite(word string) bool {
	return (strings.HasPrefix(word, "お") || strings.HasPrefix(word, "ご")) && utf8.RuneCountInString(word) > 1
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
