package clock_test

import (
	"testing"

	"kaname/kit/clock"
)

func TestTheCounterIsClosedOnWeekendsHolidaysAndOverNewYear(t *testing.T) {
	for d, open := range map[clock.Date]bool{
		"2026-09-18": true, "2026-09-19": false, "2026-09-20": false, "2026-09-21": false, "2026-09-22": false, "2026-09-23": false, "2026-09-24": true,
		"2026-12-28": true, "2026-12-29": false, "2026-12-31": false, "2027-01-01": false, "2027-01-03": false, "2027-01-04": true,
		"": false, "2026-02-30": false,
	} {
		if got := clock.Default().IsOpen(d); got != open {
			t.Errorf("%q open = %v, want %v", d, got, open)
		}
	}
	if got := clock.Default().NextOpen("2026-12-29"); got != "2027-01-04" {
		t.Errorf("the first open day from 29 December is %s", got)
	}
	if got := clock.Default().NextOpen("2026-12-28"); got != "2026-12-28" {
		t.Errorf("an open day is its own next open day, got %s", got)
	}
}

func TestAVoiceIsAnsweredWithinFourteenDaysCountedFromTheNextDay(t *testing.T) {
	c := clock.Default()
	for _, v := range []struct {
		received, due, answered clock.Date
		late, openLate          int
	}{
		{"2020-11-13", "2020-11-27", "2020-11-19", 0, 0},
		{"2024-09-18", "2024-10-02", "2024-10-01", 0, 0},
		{"2024-09-18", "2024-10-02", "2024-10-02", 0, 0},
		{"2024-08-30", "2024-09-13", "2024-09-17", 4, 1},
		{"2024-08-30", "2024-09-13", "2024-09-14", 1, 0},
	} {
		due := c.DueDays(v.received, 14)
		if due != v.due {
			t.Errorf("received %s is due %s, want %s", v.received, due, v.due)
		}
		if late, open := c.DaysLate(due, v.answered), c.OpenDaysLate(due, v.answered); late != v.late || open != v.openLate {
			t.Errorf("answered %s: %d days and %d open days late, want %d and %d", v.answered, late, open, v.late, v.openLate)
		}
	}
	if c.DaysLate("", "2026-04-01") != 0 || c.OpenDaysLate("2026-04-01", "") != 0 {
		t.Error("what has no due day or is not done is not late")
	}
}

func TestAGrievanceHasSevenOpenDays(t *testing.T) {
	c := clock.Default()
	want := []clock.Date{"2026-04-28", "2026-04-30", "2026-05-01", "2026-05-07", "2026-05-08", "2026-05-11", "2026-05-12", "2026-05-13"}
	for n, day := range want {
		if got := c.DueOpenDays("2026-04-28", n); got != day {
			t.Errorf("%d open days after 28 April end on %s, want %s", n, got, day)
		}
	}
	if got := c.DueWeek("2026-04-28", 1, false); got != "2026-05-05" {
		t.Errorf("one week ends on %s", got)
	}
	if got := c.DueWeek("2026-04-28", 1, true); got != "2026-05-07" {
		t.Errorf("one week moved on to an open day ends on %s", got)
	}
}

func TestASpecialOpeningCountsAsAnOpenDay(t *testing.T) {
	c := clock.NewCalendar(append(clock.Bundled(), clock.Holiday{Date: "2026-04-29", Name: "引っ越し臨時窓口", Kind: clock.Open}))
	if got := c.DueOpenDays("2026-04-28", 7); got != "2026-05-12" {
		t.Errorf("with 29 April open, seven open days end on %s", got)
	}
}
