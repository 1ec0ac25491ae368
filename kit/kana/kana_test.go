package kana_test

import (
	"math/rand"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"kaname/kit/kana"
)

// directory is in the order in which a clerk expects to find the words.
var directory = []string{
	"アート", "あい", "アイ", "あいうえお", "アイス", "あお", "あべ", "あべ たろう", "アベノ",
	"いすゞ", "ヴァイオリン", "うえだ", "おおた", "オータ", "おおた・はな",
	"カード", "かき", "カキ", "かぎ", "がき", "かっこ", "かつこ", "きやく", "きゃくま", "ｷﾘﾔ",
	"さとう", "サトウ", "ｼﾞﾖﾝ", "スズキ", "すずき いちろう", "たかはし", "タナカ", "つづき",
	"ニシ", "ハート", "はな", "ばな", "ぱな", "バレー", "ビール", "ビル", "ひろば", "まつり", "ゆうき", "ヨーグルト", "りんご", "わたなべ", "ん",
	"Zoom", "阿倍野", "𠮷野家",
}

func TestTheWayAWordIsWrittenDecidesOnlyBetweenEqualSounds(t *testing.T) {
	for _, same := range [][]string{{"オータ", "おおた", "ｵｰﾀ", "オオタ"}, {"いすゞ", "いすず", "イスヾ"}, {"がき", "か゛き", "ｶﾞｷ", "か\u3099き"}} {
		want, _, _ := strings.Cut(kana.Key(same[0]), "\x01")
		for _, s := range same {
			if got, _, _ := strings.Cut(kana.Key(s), "\x01"); got != want {
				t.Errorf("%s sounds as %q, but %s as %q", s, got, same[0], want)
			}
		}
	}
	if kana.Key("たなか") == kana.Key("タナカ") {
		t.Error("hiragana and katakana still have a fixed order")
	}
}

func TestNamesStandUnderTheirIndexHead(t *testing.T) {
	for s, want := range map[string]string{
		"あべ": "あ", "ヴァン": "あ", "オータ": "あ", "ｶﾞﾗｽ": "か", "ごとう": "か", "じゅん": "さ", "ッタ": "た", "づか": "た", "ニシ": "な", "パン": "は", "ばば": "は",
		"まつ": "ま", "ゃ": "や", "ヨシ": "や", "リン": "ら", "ワタ": "わ", "ゐど": "わ", "をか": "わ", "ん": "わ", "　・あべ": "あ",
		"": "他", "Smith": "他", "阿倍": "他", "１": "他", "ー": "他",
	} {
		if got := kana.Head(s); got != want {
			t.Errorf("%q stands under %s, want %s", s, got, want)
		}
	}
}

func TestTheGroupsOfTheIndexFollowOneAnother(t *testing.T) {
	words := slices.Clone(directory)
	slices.SortFunc(words, func(a, b string) int { return strings.Compare(kana.Key(a), kana.Key(b)) })
	var heads []string
	for _, w := range append(words, "") {
		if h := kana.Head(w); len(heads) == 0 || heads[len(heads)-1] != h {
			heads = append(heads, h)
		}
	}
	if got := strings.Join(heads, ""); got != "あかさたなはまやらわ他" {
		t.Errorf("the heads come as %s", got)
	}
}

func TestSearchFindsANameHoweverItIsTyped(t *testing.T) {
	for _, same := range [][]string{
		{"タナカ", "たなか", "ﾀﾅｶ", "た な　か", "タ・ナカ"},
		{"髙橋 花子", "高橋花子", "高橋　花子"},
		{"山﨑", "山崎", "山嵜"},
		{"渡邊", "渡邉", "渡辺"},
		{"𠮷田", "吉田"},
		{"らーめん", "ラーメン", "ﾗｰﾒﾝ", "ラ―メン", "ら〜めん", "ラ‐メン", "ラ-メン", "ら～めん"},
		{"ＡＢＣ", "abc", "Abc"},
		{"がく", "ｶﾞｸ", "か\u3099く"},
		{"葛\U000E0100城", "葛城"},
	} {
		for _, s := range same[1:] {
			if kana.Fold(s) != kana.Fold(same[0]) {
				t.Errorf("%q is searched as %q, but %q as %q", s, kana.Fold(s), same[0], kana.Fold(same[0]))
			}
		}
	}
	for _, other := range [][2]string{{"ビル", "ビール"}, {"はは", "ばば"}, {"田中", "中田"}} {
		if kana.Fold(other[0]) == kana.Fold(other[1]) {
			t.Errorf("%s and %s are different words", other[0], other[1])
		}
	}
}

func TestEntriesAreTidiedNotRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		tidy func(string) string
		in   string
		want string
	}{
		{"Normalize", kana.Normalize, "ﾀﾅｶ", "タナカ"},
		{"Normalize", kana.Normalize, "　たなか　", "タナカ"},
		{"Normalize", kana.Normalize, "ﾊﾟ-ｶ―", "パーカー"},
		{"Normalize", kana.Normalize, "マリア　　ルイサ", "マリア ルイサ"},
		{"Normalize", kana.Normalize, "か゛く", "ガク"},
		{"ToKatakana", kana.ToKatakana, "すずきアイabc", "スズキアイabc"},
		{"Code", kana.Code, "０９０－１２３４", "090-1234"},
		{"Code", kana.Code, "０９０ー１２３４", "090-1234"},
		{"Code", kana.Code, " 545‐0001　", "545-0001"},
		{"Code", kana.Code, "００１２３", "00123"},
		{"Code", kana.Code, "ｔａｒｏ＠example.jp", "taro@example.jp"},
		{"Code", kana.Code, "コーナー−１", "コーナー-1"},
		{"FreeText", kana.FreeText, "　㈱かなめ①の件　", "㈱かなめ①の件"},
		{"FreeText", kana.FreeText, "ﾀﾅｶさんﾊﾞｽ｡", "タナカさんバス。"},
		{"FreeText", kana.FreeText, "か\u3099き １２", "がき １２"},
		{"FreeText", kana.FreeText, "一行目\r\n　二行目\r\n", "一行目\n　二行目"},
		{"FreeText", kana.FreeText, "髙﨑𠮷\uFA19葛\U000E0100", "髙﨑𠮷\uFA19葛\U000E0100"},
		{"FreeText", kana.FreeText, "a\x00b\xffc", "abc"},
	} {
		if got := c.tidy(c.in); got != c.want {
			t.Errorf("%s(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
		if got := c.tidy(c.want); got != c.want {
			t.Errorf("%s is not settled: %q becomes %q", c.name, c.want, got)
		}
	}
}

func TestTheDirectoryIsInTheOrderOfTheFiftySounds(t *testing.T) {
	words := slices.Clone(directory)
	r := rand.New(rand.NewSource(1))
	for range 20 {
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		slices.SortFunc(words, func(a, b string) int { return strings.Compare(kana.Key(a), kana.Key(b)) })
		if !slices.Equal(words, directory) {
			t.Fatalf("sorted\n have %v\n want %v", words, directory)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range append([]string{"", "ー", "ゝゞ", "\u3099", "か゛", "\xff", "\x00", "ヺー"}, directory...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, tidy := range map[string]func(string) string{"Key": kana.Key, "Fold": kana.Fold, "FreeText": kana.FreeText, "Code": kana.Code, "Normalize": kana.Normalize} {
			out := tidy(s)
			if !utf8.ValidString(out) || strings.Contains(out, "\x00") {
				t.Errorf("%s(%q) = %q cannot be stored", name, s, out)
			}
			if name == "FreeText" && tidy(out) != out {
				t.Errorf("%s(%q) is not settled: %q then %q", name, s, out, tidy(out))
			}
		}
		if strings.Count(kana.Key(s), "\x01") != 2 || !strings.Contains("あかさたなはまやらわ他", kana.Head(s)) {
			t.Errorf("%q has key %q and head %q", s, kana.Key(s), kana.Head(s))
		}
	})
}
