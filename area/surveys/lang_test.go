package surveys

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
	eastasian "golang.org/x/text/width"
)

// writing is how a language is written: in which letters, and with which marks of the bank.
type writing struct {
	letters string                // the letters beyond a to z, where the language is written in an alphabet
	script  []*unicode.RangeTable // or the scripts it is written in
	breaks  bool                  // written without spaces, so _ says where a line may break
	ruby    bool                  // {漢字|かな}
}

// longVowel is the ー of both kana, which Unicode counts to neither.
var longVowel = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 'ー', Hi: 'ー', Stride: 1}}}

var writings = map[Lang]writing{
	Ja:        {script: []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, longVowel}, breaks: true},
	Easy:      {script: []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, longVowel}, breaks: true, ruby: true},
	En:        {},
	"zh-Hans": {script: []*unicode.RangeTable{unicode.Han}, breaks: true},
	"ko":      {script: []*unicode.RangeTable{unicode.Hangul}},
	"vi":      {letters: "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"},
	"ne":      {script: []*unicode.RangeTable{unicode.Devanagari}},
	"fil":     {letters: "ñ"},
	"pt":      {letters: "áâãàçéêíóôõú"},
	"es":      {letters: "áéíóúüñ"},
	"id":      {},
}

var (
	placeholder = regexp.MustCompile(`\[[a-z]+\]`)
	numbers     = regexp.MustCompile(`[0-9]+`)
	wholeWords  = regexp.MustCompile(`\pL+`)
	rubyMark    = regexp.MustCompile(`\{[^|{}_]+\|[\p{Hiragana}ー]+\}`)
)

// eachText calls f with every text of every language that a person reads.
func eachText(f func(l Lang, key string, t Text)) {
	for _, l := range Langs() {
		for _, key := range texts.keys {
			if key != "lang.html" && key != "lang.review" {
				f(l, key, Say(l, key))
			}
		}
	}
}

func TestALanguageIsWrittenInItsOwnScript(t *testing.T) {
	for _, l := range Langs() {
		if _, ok := writings[l]; !ok {
			t.Errorf("%s: say in writings how it is written", l)
		}
	}
	eachText(func(l Lang, key string, text Text) {
		said, w := placeholder.ReplaceAllString(text.Plain(), ""), writings[l]
		own := 0
		for _, r := range said {
			switch {
			case unicode.In(r, w.script...):
				own++
			case !unicode.IsLetter(r) && !unicode.IsMark(r):
			case w.script == nil && (unicode.ToLower(r) >= 'a' && unicode.ToLower(r) <= 'z' || strings.ContainsRune(w.letters, unicode.ToLower(r))):
				own++
			default:
				t.Errorf("%s %s: %q is no letter of this language in %q", l, key, r, said)
			}
		}
		if own == 0 && strings.IndexFunc(said, unicode.IsLetter) >= 0 {
			t.Errorf("%s %s: nothing of its own script in %q", l, key, said)
		}
		if !norm.NFC.IsNormalString(string(text)) {
			t.Errorf("%s %s: %q has letters and accents apart; write them as one", l, key, text)
		}
	})
}

func TestSimplifiedChineseHoldsNoTraditionalAndNoJapaneseForm(t *testing.T) {
	// GB 2312 is the list of simplified characters: it has 个, 发 and 气, but not 個, 発 and 気.
	simplified := simplifiedchinese.HZGB2312.NewEncoder()
	for _, r := range "個說發発対気" {
		if _, err := simplified.String(string(r)); err == nil {
			t.Fatalf("%q passes for simplified", r)
		}
	}
	for _, key := range texts.keys {
		for _, r := range string(Say("zh-Hans", key)) {
			if _, err := simplified.String(string(r)); err != nil {
				t.Errorf("%s: %q in %q", key, r, Say("zh-Hans", key))
			}
		}
	}
}

func TestNoTextIsLeftInAnotherLanguage(t *testing.T) {
	said := map[string]Lang{}
	eachText(func(l Lang, key string, text Text) {
		if writings[l].script != nil || len(wholeWords.FindAllString(placeholder.ReplaceAllString(string(text), ""), -1)) < 3 {
			return // a word or two may be the same in two languages; another script is seen by its letters
		}
		if other, ok := said[key+" "+string(text)]; ok {
			t.Errorf("%s: %s and %s say the same: %q", key, other, l, text)
		}
		said[key+" "+string(text)] = l
	})
}

func TestMarksForReadingsAndLineBreaksStandOnlyWhereTheScriptNeedsThem(t *testing.T) {
	eachText(func(l Lang, key string, text Text) {
		bare := string(text)
		if writings[l].ruby {
			bare = rubyMark.ReplaceAllString(bare, "")
		}
		bare = placeholder.ReplaceAllString(bare, "")
		if strings.ContainsAny(bare, "{}|[]<>") {
			t.Errorf("%s %s: a stray mark in %q", l, key, text)
		}
		if !writings[l].breaks && strings.Contains(bare, "_") {
			t.Errorf("%s %s: this language breaks its lines at spaces, %q needs no _", l, key, text)
		}
		if s := string(text); strings.TrimSpace(s) != s || strings.Contains(s, "  ") || strings.Trim(s, "_") != s {
			t.Errorf("%s %s: spare spaces or breaks in %q", l, key, text)
		}
	})
}

func TestEveryNumberIsSaidInEveryLanguage(t *testing.T) {
	eachText(func(l Lang, key string, text Text) {
		if strings.HasPrefix(key, "about.age.") {
			return // 10代以下 is said as "under 20"
		}
		want, got := numbers.FindAllString(Say(Ja, key).Plain(), -1), numbers.FindAllString(text.Plain(), -1)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s %s: numbers %v, in Japanese %v", l, key, got, want)
		}
	})
}

func TestEveryAgeIsSaidByItsTens(t *testing.T) {
	for _, l := range Langs() {
		for i, want := range []string{"10 19 20", "20", "30", "40", "50", "60", "70", "80"} {
			text := Say(l, "about.age."+string(rune('0'+i))).Plain()
			if first := numbers.FindString(text); !slices.Contains(strings.Fields(want), first) {
				t.Errorf("%s: the age %q does not begin with one of %s", l, text, want)
			}
		}
	}
}

// cells is the width of a text in half-width cells: a kanji, kana or Hangul takes two, a mark upon a letter none.
func cells(t Text) (n int) {
	for _, r := range t.Plain() {
		switch k := eastasian.LookupRune(r).Kind(); {
		case unicode.Is(unicode.Mn, r):
		case k == eastasian.EastAsianWide || k == eastasian.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// narrow are the buttons that share one width, and the widest word they hold in cells: five points side by side
// on a desk screen (137 px at 48em), three ages or two places side by side on a phone of 320 px.
func narrow() (groups [][]string, longest []int) {
	for _, it := range items {
		q := "q." + it.ID + "."
		groups, longest = append(groups, []string{q + "5", q + "4", q + "3", q + "2", q + "1"}, []string{q + "na"}), append(longest, 15, 30)
	}
	var ages, lives []string
	for i := range Ages {
		ages = append(ages, "about.age."+string(rune('0'+i)))
	}
	for i := range Lives {
		lives = append(lives, "about.live."+string(rune('0'+i)))
	}
	return append(groups, ages, lives), append(longest, 10, 15)
}

func TestNoAnswerIsMuchWiderThanItsButton(t *testing.T) {
	groups, longest := narrow()
	for i, keys := range groups {
		widest := 0
		for _, key := range keys {
			widest = max(widest, cells(Say(Ja, key)))
		}
		for _, l := range Langs() {
			for _, key := range keys {
				text := Say(l, key)
				if n := cells(text); 10*n > 22*widest {
					t.Errorf("%s %s: %q is %d cells wide, 2.2 times the Japanese is %d", l, key, text, n, 22*widest/10)
				}
				for _, w := range strings.Fields(text.Plain()) {
					if n := cells(Text(w)); !writings[l].breaks && n > longest[i] {
						t.Errorf("%s %s: the word %q is %d cells, the button holds %d", l, key, w, n, longest[i])
					}
				}
			}
		}
	}
}

func TestTheMiddleOfEveryScaleIsTheSameWord(t *testing.T) {
	for _, l := range Langs() {
		for _, it := range items {
			if got, want := point(it, l, 3), point(items[0], l, 3); got != want {
				t.Errorf("%s %s: the middle is %q, elsewhere %q", l, it.ID, got, want)
			}
		}
	}
}

func TestTheTwoEndsOfAScaleAreMadeStrongerByTheSameWord(t *testing.T) {
	// Japanese says 早い and 長い with one とても; Filipino puts napaka- before the root; easy Japanese says あまり and ぜんぜん.
	for _, l := range Langs() {
		if l == Easy || l == "fil" {
			continue
		}
		for _, it := range items {
			good, bad := stronger(point(it, l, 5), point(it, l, 4)), stronger(point(it, l, 1), point(it, l, 2))
			if good == "" || good != bad {
				t.Errorf("%s %s: one end is stronger by %q, the other by %q", l, it.ID, good, bad)
			}
		}
	}
}

// point is the label of a score from 5 (best) to 1.
func point(it Item, l Lang, score byte) Text {
	o, _ := it.Option(score)
	return in(o.Label, l)
}

// stronger is what the strong label has before the plain one; empty where the plain one is not its end.
func stronger(strong, plain Text) string {
	word, ok := strings.CutSuffix(strings.ToLower(strong.Plain()), strings.ToLower(plain.Plain()))
	if !ok {
		return ""
	}
	return strings.TrimSpace(word)
}

func TestTheMessageToSendAgainNamesTheButtonAsItIsWritten(t *testing.T) {
	for _, l := range Langs() {
		if text, button := Say(l, "error.later").Plain(), Say(l, "send.button").Plain(); !strings.Contains(text, button) {
			t.Errorf("%s: %q does not name the button %q", l, text, button)
		}
	}
}

func TestTheHeadOfThePageIsItsTitle(t *testing.T) {
	for _, l := range Langs() {
		for _, page := range []string{"page", "thanks"} {
			bare := func(key string) string { return strings.ReplaceAll(Say(l, page+key).Plain(), " ", "") }
			if bare(".title") != bare(".h1") {
				t.Errorf("%s: the title %q, the head %q", l, bare(".title"), bare(".h1"))
			}
		}
	}
}

func TestASentenceInEasyJapaneseIsShort(t *testing.T) {
	ends := regexp.MustCompile(`[。？！]`)
	for _, key := range texts.keys {
		for _, s := range ends.Split(Say(Easy, key).Plain(), -1) {
			s = strings.ReplaceAll(placeholder.ReplaceAllString(s, ""), " ", "")
			if n := len([]rune(s)); n > 24 {
				t.Errorf("%s: %d characters in %q", key, n, s)
			}
		}
	}
}
