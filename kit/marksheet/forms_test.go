package marksheet_test

import (
	"fmt"
	"strings"
	"testing"

	"kaname/kit/marksheet"
)

func scale(words ...string) []string { return words }

// counterForm is the visitors' sheet: eight items of six options, the age and the home.
func counterForm() marksheet.Form {
	good := scale("とてもわかりやすかった", "わかりやすかった", "ふつう", "わかりにくかった", "とてもわかりにくかった", "説明は受けていない")
	f := marksheet.Form{Key: "k3f9m2", Version: 1, Title: "きょうの窓口は いかがでしたか", From: "みなと区役所（見本）\n区民課 2番窓口",
		Notice:   "あてはまる○を1つ、ぬりつぶしてください。名前はいりません。答えたくない問いは、とばせます。",
		FreeText: "ひとこと　ほめたいこと・こまったこと、どちらでも", Thanks: "書けたら、出口の箱に入れてください。ありがとうございました。"}
	for i, t := range []string{"職員の説明は、わかりやすかったですか", "職員の言葉づかいや態度は、いかがでしたか", "用件が済むまでの時間は、いかがでしたか",
		"待つ場所は、過ごしやすかったですか", "案内表示は、わかりやすかったですか", "書類の書き方は、わかりやすかったですか", "配慮は、いかがでしたか", "ぜんたいとして、いかがでしたか"} {
		f.Questions = append(f.Questions, marksheet.Question{No: fmt.Sprint(i + 1), Text: t, Options: good})
	}
	f.Questions = append(f.Questions,
		marksheet.Question{No: "9", Text: "年代", Options: scale("10代以下", "20代", "30代", "40代", "50代", "60代", "70代", "80代以上")},
		marksheet.Question{No: "10", Text: "お住まい", Options: scale("みなと区", "市内のほかの区", "市外")})
	return f
}

// staffForm is a long sheet: eighteen items on one scale, and two of which several may be marked.
func staffForm() marksheet.Form {
	f := marksheet.Form{Key: "s7", Version: 3, Title: "職場アンケート（見本）", Notice: "あてはまる○をぬりつぶしてください。", FreeText: "職場でよくしたいこと"}
	for i := range 18 {
		f.Questions = append(f.Questions, marksheet.Question{No: fmt.Sprint(i + 1), Text: "この職場では、困ったことを話しあえる" + strings.Repeat("、", i%2),
			Options: scale("そう思う", "まあ思う", "どちらでもない", "あまり思わない", "思わない")})
	}
	for i := range 2 {
		f.Questions = append(f.Questions, marksheet.Question{No: fmt.Sprint(19 + i), Text: "力を入れたいこと", Many: true,
			Options: scale("説明", "待ち時間", "案内", "書類", "あいさつ", "電話", "庁舎")})
	}
	return f
}

// shortForm asks for a number from 0 to 10 and has no box.
func shortForm() marksheet.Form {
	zero := []string{}
	for i := range 11 {
		zero = append(zero, fmt.Sprint(i))
	}
	return marksheet.Form{Key: "zz9999", Version: 255, Title: "出前講座のあとに（見本）", Questions: []marksheet.Question{
		{No: "1", Text: "この講座を、ほかの人にすすめますか（0 すすめない 〜 10 とてもすすめる）", Options: zero},
		{No: "2", Text: "はじめてですか", Options: scale("はい", "いいえ")},
		{No: "3", Text: "どこで知りましたか", Many: true, Options: scale("広報紙", "ポスター", "知りあい", "ホームページ", "その他")}}}
}

func laid(t testing.TB, f marksheet.Form) *marksheet.Layout {
	t.Helper()
	l, err := marksheet.LayOut(f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
