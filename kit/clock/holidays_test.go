package clock_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"kaname/kit/clock"
)

var update = flag.Bool("update", false, "write holidays.csv from the rules")

// announced is the list of 国民の祝日・休日 published by the Cabinet Office, copied day by day (MMDD).
var announced = map[int]string{
	2012: "0101 0102 0109 0211 0320 0429 0430 0503 0504 0505 0716 0917 0922 1008 1103 1123 1223 1224",
	2013: "0101 0114 0211 0320 0429 0503 0504 0505 0506 0715 0916 0923 1014 1103 1104 1123 1223",
	2014: "0101 0113 0211 0321 0429 0503 0504 0505 0506 0721 0915 0923 1013 1103 1123 1124 1223",
	2015: "0101 0112 0211 0321 0429 0503 0504 0505 0506 0720 0921 0922 0923 1012 1103 1123 1223",
	2016: "0101 0111 0211 0320 0321 0429 0503 0504 0505 0718 0811 0919 0922 1010 1103 1123 1223",
	2017: "0101 0102 0109 0211 0320 0429 0503 0504 0505 0717 0811 0918 0923 1009 1103 1123 1223",
	2018: "0101 0108 0211 0212 0321 0429 0430 0503 0504 0505 0716 0811 0917 0923 0924 1008 1103 1123 1223 1224",
	2019: "0101 0114 0211 0321 0429 0430 0501 0502 0503 0504 0505 0506 0715 0811 0812 0916 0923 1014 1022 1103 1104 1123",
	2020: "0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0723 0724 0810 0921 0922 1103 1123",
	2021: "0101 0111 0211 0223 0320 0429 0503 0504 0505 0722 0723 0808 0809 0920 0923 1103 1123",
	2022: "0101 0110 0211 0223 0321 0429 0503 0504 0505 0718 0811 0919 0923 1010 1103 1123",
	2023: "0101 0102 0109 0211 0223 0321 0429 0503 0504 0505 0717 0811 0918 0923 1009 1103 1123",
	2024: "0101 0108 0211 0212 0223 0320 0429 0503 0504 0505 0506 0715 0811 0812 0916 0922 0923 1014 1103 1104 1123",
	2025: "0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124",
	2026: "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123",
	2027: "0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123",
}

func byRule() string {
	var b strings.Builder
	b.WriteString("date,name\n")
	for y := 2012; y <= 2027; y++ {
		for _, h := range clock.Rules(y) {
			fmt.Fprintf(&b, "%s,%s\n", h.Date, h.Name)
		}
	}
	return b.String()
}

func TestTheRulesReproduceTheBundledHolidayList(t *testing.T) {
	if *update {
		if err := os.WriteFile("holidays.csv", []byte(byRule()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile("holidays.csv")
	if err != nil {
		t.Fatal(err)
	}
	if byRule() != string(file) {
		t.Error("holidays.csv differs from the rules; run go test -update and read the difference")
	}
}

func TestTheBundledHolidaysAreTheAnnouncedOnes(t *testing.T) {
	got := map[int][]string{}
	for _, h := range clock.Bundled() {
		var y, m, d int
		fmt.Sscanf(string(h.Date), "%d-%d-%d", &y, &m, &d)
		got[y] = append(got[y], fmt.Sprintf("%02d%02d", m, d))
	}
	for y, want := range announced {
		if have := strings.Join(got[y], " "); have != want {
			t.Errorf("%d\n have %s\n want %s", y, have, want)
		}
	}
}

func TestHolidaysCarryTheirNames(t *testing.T) {
	for d, want := range map[clock.Date]string{
		"2019-04-30": "国民の休日", "2019-05-01": "天皇の即位の日", "2019-05-02": "国民の休日", "2019-10-22": "即位礼正殿の儀の行われる日",
		"2020-07-23": "海の日", "2020-07-24": "スポーツの日", "2020-08-10": "山の日",
		"2021-07-22": "海の日", "2021-07-23": "スポーツの日", "2021-08-08": "山の日", "2021-08-09": "振替休日",
		"2018-12-24": "振替休日", "2019-12-23": "", "2020-02-24": "振替休日", "2019-10-14": "体育の日",
		"2012-09-22": "秋分の日", "2024-09-22": "秋分の日", "2024-09-23": "振替休日", "2026-05-06": "振替休日", "2026-09-22": "国民の休日",
		"2027-03-21": "春分の日", "2027-03-22": "振替休日", "2026-12-30": "年末年始の休み", "2026-01-01": "元日", "2026-06-10": "",
	} {
		if got := clock.Default().Name(d); got != want {
			t.Errorf("%s is called %q, want %q", d, got, want)
		}
	}
}

func TestYearsNotYetAnnouncedFollowTheRules(t *testing.T) {
	if got := clock.Default().Name("2032-09-21"); got != "国民の休日" {
		t.Errorf("2032-09-21 lies between 敬老の日 and 秋分の日, but is %q", got)
	}
	if len(clock.Rules(2006)) != 0 || len(clock.Rules(2100)) != 0 {
		t.Error("the rules must not guess outside 2007–2099")
	}
}

func TestAnOfficeWritesItsOwnOpenAndClosedDays(t *testing.T) {
	list := "\ufeff日付,名前,区分\r\n2026/9/27,第4日曜の開庁,open\r\n# 停電\r\nR8.9.28,庁舎の停電,閉庁\r\n,,\r\n２０２６年９月２１日,敬老の日,\r\n2026-09-21,敬老の日の開庁,開庁\r\n"
	days, err := clock.ReadHolidays(strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	if len(days) != 4 || days[0] != (clock.Holiday{Date: "2026-09-27", Name: "第4日曜の開庁", Kind: clock.Open}) {
		t.Fatalf("read %v", days)
	}
	c := clock.NewCalendar(days)
	for d, open := range map[clock.Date]bool{"2026-09-26": false, "2026-09-27": true, "2026-09-28": false, "2026-09-29": true, "2026-09-21": true} {
		if c.IsOpen(d) != open {
			t.Errorf("%s open = %v, want %v", d, !open, open)
		}
	}
	if got := c.Name("2026-09-21"); got != "敬老の日・敬老の日の開庁" || !c.IsHoliday("2026-09-21") || c.IsHoliday("2026-09-27") {
		t.Errorf("a holiday that is opened keeps its name, got %q", got)
	}
}

func TestTheCabinetOfficeFileIsReadAsItIs(t *testing.T) {
	sjis, err := japanese.ShiftJIS.NewEncoder().String("国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/5/4,みどりの日\r\n2026/5/6,休日\r\n")
	if err != nil {
		t.Fatal(err)
	}
	days, err := clock.ReadHolidays(strings.NewReader(sjis))
	if err != nil || len(days) != 2 || days[0].Name != "みどりの日" || days[1].Date != "2026-05-06" {
		t.Errorf("read %v, %v", days, err)
	}
}

func TestAWrongHolidayRowIsExplainedWithItsLine(t *testing.T) {
	for list, want := range map[string][]string{
		"date,name\n2026-02-30,だれかの日\n":   {"2行目", "2026年2月30日という日はありません", "書きなおしてください"},
		"2026-05-04,みどりの日\n\n4/29,昭和の日\n": {"3行目", "年がありません", "年から書いてください"},
		"2026-05-04\n":                           {"1行目", "名前がありません", "2列目に書いてください"},
		"2026-05-04,みどりの日,半日\n":                  {"1行目", "「半日」", "open"},
		"2026-05-04,みどりの日\n2026/5/4,緑の日\n":       {"2行目", "1行目にもあります", "消してください"},
		"2026-05-04,みどりの日\n2026-05-05,\"こどもの日\n": {"行目の引用符", "消すか"},
		"\xff\xff\xff\n":                         {"UTF-8", "保存しなおしてください"},
	} {
		_, err := clock.ReadHolidays(strings.NewReader(list))
		if err == nil {
			t.Errorf("%q was accepted", list)
			continue
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %q does not say %q", list, err, part)
			}
		}
	}
}

func FuzzReadHolidays(f *testing.F) {
	f.Add([]byte("date,name\n2026-05-04,みどりの日,open\n"))
	f.Add([]byte("\x93\xfa\x95t,\x96\xbc\n2026/5/4,\x82\xdd\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		days, err := clock.ReadHolidays(bytes.NewReader(raw))
		for _, h := range days {
			if err == nil && (!h.Date.Valid() || h.Name == "") {
				t.Errorf("%q gave %v", raw, h)
			}
		}
	})
}
