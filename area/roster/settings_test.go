package roster_test

import (
	"net/url"
	"strings"
	"testing"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

func TestTheSmallestNumberShownCannotGoBelowFour(t *testing.T) {
	h := newRoom(t)
	_, version, err := h.People.Settings(ctx)
	h.Must(err)
	form := url.Values{"seen": {string(version)}, "name": {"さくら川市"}, "levels": {"市、区、部、課、係"}, "hide_below": {"３"}}
	w := h.post(h.Kanri, "/settings", form)
	if w.Code != 422 {
		t.Fatal(w.Code)
	}
	has(t, w.Body.String(), "4以上にしてください")
	form.Set("hide_below", "５")
	if w := h.post(h.Kanri, "/settings", form); w.Code != 303 {
		t.Fatal(text(w.Body.String()))
	}
	city, err := h.People.City(ctx)
	h.Must(err)
	if city.HideBelow != 5 || strings.Join(city.Levels, " ") != "市 区 部 課 係" {
		t.Errorf("%+v", city)
	}
	has(t, h.get(h.Kanri, "/offices/new").Body.String(), `value="係"`)
	form.Set("name", "さくら市")
	w = h.post(h.Kanri, "/settings", form) // with the version of before
	if w.Code != 409 {
		t.Fatal(w.Code)
	}
	has(t, w.Body.String(), "ほかの人が先に保存しました")
}

func TestTheCityMayBeCalledAnewAndItsRootWithIt(t *testing.T) {
	h := newRoom(t)
	_, version, err := h.People.Settings(ctx)
	h.Must(err)
	h.post(h.Kanri, "/settings", url.Values{"seen": {string(version)}, "name": {"新さくら川市"}, "levels": {"市、区"}, "hide_below": {"10"}})
	has(t, h.get(h.Kanri, "/offices").Body.String(), "新さくら川市")
}

func TestASundayOpeningAndAClosedWeekdayCountInTheCalendar(t *testing.T) {
	h := newRoom(t)
	for _, f := range []url.Values{{"date": {"2026/9/27"}, "name": {"日曜開庁"}, "kind": {"open"}}, {"date": {"R8.9.28"}, "name": {"設備点検"}, "kind": {"closed"}}} {
		if w := h.post(h.Kanri, "/settings/holidays", f); w.Code != 303 {
			t.Fatal(text(w.Body.String()))
		}
	}
	open := func() (days []bool) {
		h.Must(h.DB().Read(ctx, func(tx *db.Tx) error {
			c, err := people.CalendarIn(ctx, tx)
			for _, d := range []clock.Date{"2026-09-23", "2026-09-27", "2026-09-28", "2026-09-29"} {
				days = append(days, c.IsOpen(d))
			}
			return err
		}))
		return days
	}
	if got := open(); got[0] || !got[1] || got[2] || !got[3] {
		t.Error(got)
	}
	has(t, h.get(h.Kanri, "/settings/holidays?year=2026").Body.String(), "日曜開庁")
	h.post(h.Kanri, "/settings/holidays/2026-09-27/removal", nil)
	if got := open(); got[1] {
		t.Error("a Sunday whose opening was taken away is still open")
	}
	has(t, h.post(h.Kanri, "/settings/holidays", url.Values{"date": {"あした"}, "name": {""}}).Body.String(), "日付として読めません")
}

func TestTheListOfDaysWrittenOutComesBackWithoutChangingAnything(t *testing.T) {
	h := newRoom(t)
	h.post(h.Kanri, "/settings/holidays", url.Values{"date": {"2026/9/27"}, "name": {"日曜開庁"}, "kind": {"open"}})
	file := h.get(h.Kanri, "/settings/holidays/file").Body.Bytes()
	w := h.send(h.Kanri, "/settings/holidays/file", "", "days.csv", file)
	if w.Code != 303 {
		t.Fatal(w.Code, text(w.Body.String()))
	}
	count := func() (n int) {
		h.Must(h.DB().Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, `SELECT COUNT(*) FROM holidays`).Scan(&n) }))
		return n
	}
	if n := count(); n != 1 {
		t.Errorf("%d days of our own, want the one Sunday", n)
	}
	if w := h.send(h.Kanri, "/settings/holidays/file", "", "days.csv", []byte("日付,名前,種類\n2027-05-06,創立記念の閉庁,閉庁\n2027-13-01,だめ,\n")); w.Code != 422 || !strings.Contains(w.Body.String(), "3行目") {
		t.Error(w.Code, text(w.Body.String()))
	}
	if n := count(); n != 1 {
		t.Error("a file with a broken line wrote something")
	}
}
