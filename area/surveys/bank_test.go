package surveys

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryTextExistsInEveryLanguage(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(bankFile), "\n")
	cells := len(strings.Split(lines[0], "\t"))
	seen := map[string]bool{}
	for n, line := range lines {
		row := strings.Split(line, "\t")
		if len(row) != cells {
			t.Errorf("line %d has %d cells, the head has %d", n+1, len(row), cells)
		}
		for i, c := range row {
			if strings.TrimSpace(c) == "" {
				t.Errorf("line %d (%s): cell %d is empty", n+1, row[0], i+1)
			}
		}
		if seen[row[0]] {
			t.Errorf("line %d: %s stands twice", n+1, row[0])
		}
		seen[row[0]] = true
	}
}

func TestEveryItemHasAQuestionFivePointsAndItsOwnOutsideLabel(t *testing.T) {
	for _, l := range Langs() {
		for _, it := range Items(Standard()) {
			said, labels := []Text{it.Ask(l), it.Short(l), it.Mark(l)}, map[string]bool{}
			for _, o := range it.Options {
				said = append(said, in(o.Label, l))
				labels[in(o.Label, l).Plain()] = true
			}
			for _, text := range said {
				if text == "" || strings.HasPrefix(string(text), "q.") {
					t.Errorf("%s: %q is missing", l, text)
				}
			}
			if len(labels) != 6 {
				t.Errorf("%s %s: two of the six answers read the same", l, it.ID)
			}
		}
		if !slices.Contains([]string{"origin", "pending", "reviewed"}, l.Review()) {
			t.Errorf("%s: review state %q", l, l.Review())
		}
	}
}

func TestEveryPlaceholderStandsInEveryLanguage(t *testing.T) {
	for _, key := range texts.keys {
		want := placeholder.FindAllString(string(Say(Ja, key)), -1)
		slices.Sort(want)
		for _, l := range Langs() {
			got := placeholder.FindAllString(string(Say(l, key)), -1)
			slices.Sort(got)
			if l == Easy && key == "send.small" {
				continue // easy Japanese says it without the number
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s in %s has %v, Japanese has %v", key, l, got, want)
			}
		}
	}
}

func TestEasyJapaneseGivesTheReadingOfEveryKanji(t *testing.T) {
	kanji := regexp.MustCompile(`\p{Han}`)
	for _, key := range texts.keys {
		if key == "lang.name" {
			continue
		}
		text := string(Say(Easy, key))
		if bare := rubyMark.ReplaceAllString(text, ""); kanji.MatchString(bare) {
			t.Errorf("%s: kanji without reading in %q", key, text)
		}
	}
}

func TestThePagesUseOnlyTextsOfTheBank(t *testing.T) {
	used := regexp.MustCompile(`"((?:lang|page|text|intro|free|about|send|news|thanks|closed|error|lost|foot)\.[a-z.]+)"`)
	files, _ := filepath.Glob("*")
	for _, f := range files {
		if !strings.HasSuffix(f, ".go") && !strings.HasSuffix(f, ".templ") || strings.HasSuffix(f, "_test.go") || strings.HasSuffix(f, "_templ.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(src), -1) {
			if !strings.HasSuffix(m[1], ".") && !slices.Contains(texts.keys, m[1]) {
				t.Errorf("%s uses %s, which the bank does not hold", f, m[1])
			}
		}
	}
}

func TestRubyAndBreaksBecomeMarkupAndWordsOfPeopleStayWords(t *testing.T) {
	text := Text("{窓口|まどぐち}は_<よい>")
	if got, want := text.Markup(), "<ruby>窓口<rp>(</rp><rt>まどぐち</rt><rp>)</rp></ruby>は<wbr>&lt;よい&gt;"; got != want {
		t.Errorf("markup %q, want %q", got, want)
	}
	if got := text.Plain(); got != "窓口は<よい>" {
		t.Errorf("plain %q", got)
	}
	if got := text.Reading(); got != "まどぐちは<よい>" {
		t.Errorf("reading %q", got)
	}
	if got := Say(Ja, "intro.place", "place", "<1_{階}|2>").Markup(); !strings.HasPrefix(got, "&lt;1_{階}|2&gt;の") {
		t.Errorf("a place label was read as markup: %q", got)
	}
}

func TestAPhoneInAnUnknownLanguageIsAnsweredInEasyJapanese(t *testing.T) {
	for accept, want := range map[string]Lang{
		"": Ja, "ja,en;q=0.8": Ja, "en-US,en;q=0.9,ja;q=0.5": En, "my-MM,my;q=0.9,en;q=0.8": Easy, "*": Ja,
		"ko-KR,ko;q=0.9": "ko", "vi-VN": "vi", "ne-NP,ne;q=0.9,en;q=0.8": "ne", "pt-BR,pt;q=0.9": "pt", "es-419": "es",
	} {
		if got, known := ForPhone(accept); got != want || known != (want != Easy) {
			t.Errorf("%q: %s known=%v", accept, got, known)
		}
	}
}
