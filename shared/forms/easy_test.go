package forms_test

import (
	"strings"
	"testing"

	"kaname/shared/forms"
)

func TestWhatIsHardToReadInEasyJapaneseIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"{職員|しょくいん}の {話|はなし}は、_わかりましたか。": "",
		"{窓口|まどぐち}で {待|ま}ちましたか。":         "",
		"職員の {話|はなし}":                    "職員",
		"お{待|ま}ちになりましたか。":                "お待ちになり",
		"{案内|あんない}されましたか。":               "され",
		"ながれが わかりました。わすれました。":            "",
		"バスの {中|なか}で アクセスを しらべました。":      "アクセス",
		"いかがでしたか。":                       "いかが",
	} {
		var got []string
		for _, h := range forms.Readability(text) {
			got = append(got, h.Words)
		}
		if strings.Join(got, "・") != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
	long := strings.Repeat("あ い", 12)
	if h := forms.Readability(long + "。" + long + "う。"); len(h) != 1 || !strings.HasPrefix(h[0].Say, "25字の文") {
		t.Errorf("%v", h)
	}
}

func FuzzReadability(f *testing.F) {
	f.Add("{窓口|まどぐち}で 待ちましたか。")
	f.Add("{{|}_アー\xff\x00")
	f.Fuzz(func(t *testing.T, text string) {
		for _, h := range forms.Readability(text) {
			if h.Say == "" {
				t.Errorf("%+v", h)
			}
		}
	})
}
