package clock_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"kaname/kit/clock"
	"kaname/kit/fault"
)

const today = clock.Date("2026-09-02")

func TestDatesAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]clock.Date{
		"2026/4/1": "2026-04-01", "2026-4-1": "2026-04-01", "20260401": "2026-04-01", "R8.4.1": "2026-04-01", "令和8年4月1日": "2026-04-01",
		"８．４．１": "2026-04-01", "4/1": "2026-04-01", "平成31年5月1日": "2019-05-01", "令和元年5月1日": "2019-05-01",
		"２０２６／４／１": "2026-04-01", "2026年4月1日": "2026-04-01", "2026.04.01": "2026-04-01", "2026－04－01": "2026-04-01", "2026ー4ー1": "2026-04-01",
		"r8/4/1": "2026-04-01", "Ｒ８．４．１": "2026-04-01", "R080401": "2026-04-01", "令8.4.1": "2026-04-01", "㋿8年4月1日": "2026-04-01", " 令和 8 年 4 月 1 日　": "2026-04-01",
		"3/31": "2027-03-31", "4月1日": "2026-04-01", "８年４月１日": "2026-04-01", "12/28": "2026-12-28",
		"昭和64年1月7日": "1989-01-07", "平成元年1月8日": "1989-01-08", "S45.3.31": "1970-03-31", "大正15年12月24日": "1926-12-24", "明治45年7月29日": "1912-07-29", "M6.1.1": "1873-01-01",
		"2024/2/29": "2024-02-29", "平成32年3月31日": "2020-03-31", "2026/04/01(水)": "2026-04-01", "04/01（水）": "2026-04-01",
		"2026年4月1日水曜日": "2026-04-01", "令和8（2026）年4月1日": "2026-04-01", "2026年（令和8年）4月1日": "2026-04-01", "2026/9/21（月・祝）": "2026-09-21",
	} {
		if got, err := clock.ParseDate(typed, today); got != want || err != nil {
			t.Errorf("%q read as %q, %v; want %s", typed, got, err, want)
		}
	}
}

func TestAWrongDateIsExplainedWithARemedy(t *testing.T) {
	for typed, parts := range map[string][]string{
		"":                             {"空です"},
		"　 ":                           {"空です"},
		"来週":                           {"「来週」", "見つからない"},
		"2026/2/30":                    {"2026年2月30日という日はありません", "28日まで"},
		"2024/2/30":                    {"29日まで"},
		"2026/13/1":                    {"12月まで"},
		"2026/12/32":                   {"31日まで"},
		"2026/4/0":                     {"30日まで"},
		"26/4/1":                       {"二通りに読める", "西暦4けた"},
		"0/4/1":                        {"どの元号"},
		"R0.4.1":                       {"元年"},
		"M5.12.3":                      {"旧暦", "西暦"},
		"3026/4/1":                     {"範囲の外", "2199年"},
		"2026/4/1(木)":                  {"木曜日ではなく水曜日"},
		"令和7（2026）年4月1日":               {"合いません"},
		"202/4/1":                      {"どの元号"},
		strings.Repeat("あ", 40):        {"あ…」"},
		"\xff\xfe2026/4/1":             {"読めません"},
		"2026-04-01'; drop table x;--": {"読めません"},
	} {
		got, err := clock.ParseDate(typed, today)
		if err == nil {
			t.Errorf("%q was read as %s", typed, got)
			continue
		}
		for _, part := range append(parts, "ください。") {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %q does not say %q", typed, err, part)
			}
		}
		var u *clock.Unreadable
		if fault.Of(err) != fault.Invalid || !errors.As(err, &u) || fault.As(err).Say != err.Error() {
			t.Errorf("%q: the person can mend this, so it is an Invalid fault with the same sentence", typed)
		}
	}
}

func TestWhatIsMissingIsTakenFromToday(t *testing.T) {
	for _, c := range []struct {
		typed string
		today clock.Date
		want  clock.Date
	}{
		{"4/1", "2027-03-31", "2026-04-01"}, {"4/1", "2027-04-01", "2027-04-01"}, {"3/31", "2026-04-01", "2027-03-31"},
		{"31.4.1", "2019-04-30", "2019-04-01"}, {"1.5.1", "2019-05-01", "2019-05-01"}, {"2/29", "2023-09-01", "2024-02-29"},
	} {
		if got, err := clock.ParseDate(c.typed, c.today); got != c.want || err != nil {
			t.Errorf("%q typed on %s read as %s, %v; want %s", c.typed, c.today, got, err, c.want)
		}
	}
	for _, typed := range []string{"4/1", "8.4.1"} {
		if got, err := clock.ParseDate(typed, ""); err == nil {
			t.Errorf("without a today %q has no year, but was read as %s", typed, got)
		}
	}
}

func TestEveryFormOfADate(t *testing.T) {
	for _, c := range []struct{ d, slash, md, mdw, era, short, west, both clock.Date }{
		{"2026-04-01", "2026/04/01", "04/01", "04/01(水)", "令和8年4月1日", "R8.4.1", "2026年4月1日（水曜日）", "令和8（2026）年4月1日"},
		{"2019-05-01", "2019/05/01", "05/01", "05/01(水)", "令和元年5月1日", "R1.5.1", "2019年5月1日（水曜日）", "令和元（2019）年5月1日"},
		{"2019-04-30", "2019/04/30", "04/30", "04/30(火)", "平成31年4月30日", "H31.4.30", "2019年4月30日（火曜日）", "平成31（2019）年4月30日"},
		{"1989-01-07", "1989/01/07", "01/07", "01/07(土)", "昭和64年1月7日", "S64.1.7", "1989年1月7日（土曜日）", "昭和64（1989）年1月7日"},
		{"1870-01-01", "1870/01/01", "01/01", "01/01(土)", "1870年1月1日", "1870/01/01", "1870年1月1日（土曜日）", "1870年1月1日"},
		{"", "", "", "", "", "", "", ""},
	} {
		got := []string{c.d.Slash(), c.d.MD(), c.d.MDW(), c.d.Era(), c.d.EraShort(), c.d.West(), c.d.Both()}
		for i, want := range []clock.Date{c.slash, c.md, c.mdw, c.era, c.short, c.west, c.both} {
			if got[i] != string(want) {
				t.Errorf("%s form %d is %q, want %q", c.d, i, got[i], want)
			}
		}
	}
	if got := clock.Echo("2026-04-01"); got != "2026年4月1日（水）として登録します" {
		t.Errorf("the echo is %q", got)
	}
	if clock.Date("2026-02-29").Valid() || clock.Date("2026-4-1").Valid() || !clock.Date("2024-02-29").Valid() {
		t.Error("only days that exist, written YYYY-MM-DD, are valid")
	}
	if got := clock.Date("2026-12-31").AddDays(1); got != "2027-01-01" {
		t.Errorf("the day after New Year's Eve is %s", got)
	}
}

func TestWhatIsPrintedCanBeTypedBack(t *testing.T) {
	for d := clock.Date("1912-01-01"); d < "2030-01-01"; d = d.AddDays(13) {
		for _, form := range []string{d.Slash(), d.Era(), d.EraShort(), d.West(), d.Both(), strings.TrimSuffix(clock.Echo(d), "として登録します")} {
			if got, err := clock.ParseDate(form, today); got != d || err != nil {
				t.Fatalf("%s printed as %q is read as %s, %v", d, form, got, err)
			}
		}
		if got, err := clock.ParseDate(d.MDW(), d); got != d || err != nil {
			t.Fatalf("%s printed as %q is read as %s, %v", d, d.MDW(), got, err)
		}
	}
}

func TestInstantsAreKeptInUTCAndShownInJapan(t *testing.T) {
	i := clock.At(time.Date(2026, 4, 1, 0, 30, 0, 999_999_999, time.FixedZone("JST", 9*3600)))
	if i != "2026-03-31T15:30:00.999Z" {
		t.Errorf("kept as %s", i)
	}
	if i.Date() != "2026-04-01" || i.Show() != "2026/04/01 00:30" || i.Local().Hour() != 0 {
		t.Errorf("shown as %s on %s", i.Show(), i.Date())
	}
	if clock.At(i.Time()) != i || clock.DateOf(i.Time()) != "2026-04-01" || clock.DateOf(clock.Date("2026-04-01").Time()) != "2026-04-01" {
		t.Error("an instant and a day survive the way through time.Time")
	}
	if clock.Instant("").Show() != "" || clock.Instant("").Date() != "" {
		t.Error("no moment is shown as nothing")
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026/4/1", "R8.4.1", "令和元年5月1日", "８．４．１", "4/1", "20260401", "令和8（2026）年4月1日", "04/01(水)", "", "M5.1.1", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := clock.ParseDate(s, today)
		if err == nil && !d.Valid() {
			t.Errorf("%q gave %q, which is not a day", s, d)
		}
		if err == nil && !strings.Contains(clock.Echo(d), "として登録します") {
			t.Errorf("%q has no echo", s)
		}
		if err != nil && !strings.HasSuffix(err.Error(), "ください。") {
			t.Errorf("%q: %q has no remedy", s, err)
		}
	})
}
