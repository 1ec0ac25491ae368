package clock_test

import (
	"strings"
	"testing"

	"kaname/kit/clock"
	"kaname/kit/fault"
)

func TestTheFiscalYearRunsFromAprilToMarch(t *testing.T) {
	for d, want := range map[clock.Date]clock.FY{"2026-03-31": 2025, "2026-04-01": 2026, "2027-03-31": 2026, "": 0, "2026-02-30": 0} {
		if got := clock.April.Of(d); got != want {
			t.Errorf("%q is in %d, want %d", d, got, want)
		}
	}
	if clock.April.First(2026) != "2026-04-01" || clock.April.Last(2026) != "2027-03-31" {
		t.Error("令和8年度 runs from 2026-04-01 to 2027-03-31")
	}
	calendarYear := clock.Start{Month: 1, Day: 1}
	if calendarYear.Of("2026-01-01") != 2026 || calendarYear.Last(2026) != "2026-12-31" {
		t.Error("another start gives another year")
	}
}

func TestAFiscalYearIsNamedByItsNewestEra(t *testing.T) {
	for _, c := range []struct {
		fy                      clock.FY
		era, long, short, alias string
	}{
		{2026, "令和8年度", "令和8年度（2026年度）", "R8", ""},
		{2019, "令和元年度", "令和元年度（2019年度）", "R1", "平成31年度"},
		{2018, "平成30年度", "平成30年度（2018年度）", "H30", ""},
		{1989, "平成元年度", "平成元年度（1989年度）", "H1", "昭和64年度"},
		{1926, "昭和元年度", "昭和元年度（1926年度）", "S1", "大正15年度"},
		{1850, "1850年度", "1850年度", "1850", ""},
	} {
		if c.fy.Era() != c.era || c.fy.Long() != c.long || c.fy.Short() != c.short || c.fy.Alias() != c.alias {
			t.Errorf("%d: %s %s %s %q", c.fy, c.fy.Era(), c.fy.Long(), c.fy.Short(), c.fy.Alias())
		}
	}
}

func TestAFiscalYearIsFoundByEitherOfItsNames(t *testing.T) {
	for typed, want := range map[string]clock.FY{
		"2026": 2026, "2026年度": 2026, "令和8年度": 2026, "R8": 2026, "ｒ８": 2026, "令8": 2026, "平成31年度": 2019, "令和元年度": 2019, "H25": 2013,
		"令和 8 年度": 2026, "令和8年度（2026年度）": 2026, "2026（令和8）年度": 2026, "昭和64": 1989, "FY2026": 2026,
	} {
		if got, err := clock.ParseFY(typed); got != want || err != nil {
			t.Errorf("%q is %d, %v; want %d", typed, got, err, want)
		}
	}
	for fy := clock.FY(1873); fy < 2040; fy++ {
		for _, form := range []string{fy.Era(), fy.Long(), fy.Short(), fy.Alias()} {
			if got, err := clock.ParseFY(form); form != "" && (got != fy || err != nil) {
				t.Errorf("%d printed as %q is read as %d, %v", fy, form, got, err)
			}
		}
	}
	for _, typed := range []string{"", "8", "令和", "R0", "20260401", "令和8年度（2025年度）", "1600", "9999", "来年度"} {
		if got, err := clock.ParseFY(typed); fault.Of(err) != fault.Invalid || !strings.HasSuffix(err.Error(), "ください。") {
			t.Errorf("%q gave %d, %v; want a sentence with a remedy", typed, got, err)
		}
	}
}
