package surveys

import (
	"testing"

	"kaname/kit/clock"
)

func TestAPhoneIsAnsweredInItsLanguageByWhateverTagItSends(t *testing.T) {
	for accept, want := range map[string]Lang{
		"zh-CN,zh;q=0.9,en;q=0.8": "zh-Hans", "zh-Hans-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh": "zh-Hans",
		"zh-TW,zh;q=0.9": "zh-Hans", "zh-Hant-HK": "zh-Hans", "yue-HK": "zh-Hans", // until 繁體中文 has its own column
		"ko-KR,ko;q=0.9": "ko", "vi-VN": "vi", "ne-NP": "ne", "ne": "ne",
		"fil-PH,fil;q=0.9,en-PH;q=0.8": "fil", "tl-PH": "fil", "tl": "fil",
		"pt-BR,pt;q=0.9": "pt", "pt-PT": "pt", "PT-br": "pt", "es-419,es;q=0.9": "es", "es-MX": "es",
		"id-ID,id;q=0.9": "id", "in-ID": "id", "ja-JP": Ja, " en-US ; q=0.9": En, ",,vi": "vi",
	} {
		if got, known := ForPhone(accept); got != want || !known {
			t.Errorf("%q: %s known=%v, want %s", accept, got, known, want)
		}
	}
	for _, accept := range []string{"my-MM,en;q=0.8", "th", "zz-ZZ", ";q=1,th"} {
		if got, known := ForPhone(accept); got != Easy || known {
			t.Errorf("%q: %s known=%v, want easy Japanese and a word about it", accept, got, known)
		}
	}
}

func FuzzAnyHeaderIsAnsweredInALanguageOfTheBank(f *testing.F) {
	f.Add("zh-TW,zh;q=0.9,en;q=0.8")
	f.Add("tl-PH;q=0,,*")
	f.Fuzz(func(t *testing.T, accept string) {
		if l, known := ForPhone(accept); !l.Known() || !known && l != Easy {
			t.Errorf("%q: %s known=%v", accept, l, known)
		}
	})
}

func TestADayIsWrittenAsTheLanguageWritesIt(t *testing.T) {
	day := clock.Date("2026-04-01")
	for l, want := range map[Lang]string{
		Ja: "2026年4月1日（水曜日）", Easy: "2026年4月1日", En: "1 April 2026", "zh-Hans": "2026年4月1日", "ko": "2026년 4월 1일",
		"vi": "1/4/2026", "ne": "2026 अप्रिल 1", "fil": "Abril 1, 2026", "pt": "1 de abril de 2026", "es": "1 de abril de 2026", "id": "1 April 2026",
	} {
		if got := dateFor(day, l).Plain(); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	for _, l := range Langs() {
		if _, ok := days[l]; !ok && l != Ja {
			t.Errorf("%s: say in days how it writes a day", l)
		}
	}
}
