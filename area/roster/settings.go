package roster

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// settingsForm is what the page of the settings shows.
type settingsForm struct {
	people.CityDraft
	Start      clock.Start
	LevelsText string
	HideText   string
	Version    clock.Instant
	Theirs     []ui.Pair
	Saver      string
	SavedAt    clock.Instant
}

func (ro *Roster) settings(w http.ResponseWriter, r *http.Request) error {
	city, version, err := ro.People.Settings(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, settingsPage(people.From(r), formOf(city, version), fault.Problems{}))
}

func formOf(c people.City, version clock.Instant) settingsForm {
	return settingsForm{CityDraft: people.CityDraft{Name: c.Name, Levels: c.Levels, HideBelow: c.HideBelow}, Start: c.Start,
		LevelsText: strings.Join(c.Levels, "、"), HideText: itoa(c.HideBelow), Version: version}
}

func (ro *Roster) reviseSettings(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	city, version, err := ro.People.Settings(r.Context())
	if err != nil {
		return err
	}
	f := formOf(city, clock.Instant(form.Get("seen")))
	f.Name, f.LevelsText, f.HideText = form.Text("name"), form.Text("levels"), form.Text("hide_below")
	f.HideBelow, _ = form.Whole("hide_below")
	f.Levels = nil
	for _, l := range strings.FieldsFunc(f.LevelsText, func(r rune) bool { return strings.ContainsRune("、，\n ・　/>―→", r) }) {
		f.Levels = append(f.Levels, l)
	}
	err = ro.People.ReviseCity(r.Context(), a, f.Version, f.CityDraft)
	switch {
	case err == nil:
		return web.See(w, r, "/settings", "設定を保存しました。")
	case fault.Of(err) == fault.Conflict && version != f.Version:
		f.Theirs = []ui.Pair{{Label: "市区町村の名前", Theirs: city.Name, Mine: f.Name}, {Label: "段の呼び名", Theirs: strings.Join(city.Levels, "、"), Mine: strings.Join(f.Levels, "、")},
			{Label: "伏せる件数", Theirs: itoa(city.HideBelow), Mine: f.HideText}}
		f.Version, f.SavedAt = version, version
		if f.Saver, err = ro.saver(r.Context(), "settings", "1"); err != nil {
			return err
		}
		return web.Page(w, r, http.StatusConflict, settingsPage(a, f, fault.Problems{}))
	}
	return web.Again(w, r, err, func(p fault.Problems) templ.Component { return settingsPage(a, f, p) })
}

// daysView is the page of the days on which the office is closed or specially open.
type daysView struct {
	Year     int
	Years    []int
	Days     []clock.Holiday
	Own      map[clock.Date]bool
	Calendar *clock.Calendar
	Day      string
	Name     string
	Open     bool
}

func (ro *Roster) holidays(w http.ResponseWriter, r *http.Request) error {
	return ro.holidaysAgain(w, r, daysView{}, nil)
}

func (ro *Roster) holidaysAgain(w http.ResponseWriter, r *http.Request, v daysView, problem error) error {
	a := people.From(r)
	year := a.Today.Time().Year()
	if n, err := strconv.Atoi(r.URL.Query().Get("year")); err == nil && n > 2000 && n < 2100 {
		year = n
	}
	v.Year, v.Own = year, map[clock.Date]bool{}
	for y := a.Today.Time().Year() - 2; y <= a.Today.Time().Year()+3; y++ {
		v.Years = append(v.Years, y)
	}
	err := ro.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := people.Holidays(r.Context(), tx)
		v.Calendar = clock.NewCalendar(all)
		for _, h := range all {
			if strings.HasPrefix(string(h.Date), itoa(year)+"-") {
				v.Days = append(v.Days, h)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return holidaysPage(a, v, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ro *Roster) addDay(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	v := daysView{Day: form.Get("date"), Name: form.Text("name"), Open: form.Get("kind") == "open"}
	day, dayErr := clock.ParseDate(v.Day, people.From(r).Today)
	var c fault.Check
	c.That(dayErr == nil, "date", sayOf(dayErr))
	c.That(v.Name != "", "name", "暦に出す名前を入れてください（例 日曜開庁、設備点検のため閉庁）。")
	if err := c.Err(); err != nil {
		return ro.holidaysAgain(w, r, v, err)
	}
	h := clock.Holiday{Date: day, Name: v.Name, Kind: clock.Closed}
	if v.Open {
		h.Kind = clock.Open
	}
	if _, err := ro.People.SetDays(r.Context(), people.From(r), []clock.Holiday{h}); err != nil {
		return err
	}
	return web.See(w, r, "/settings/holidays?year="+string(day[:4]), day.West()+"を"+kindOfDay(h)+"にしました。")
}

func sayOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func kindOfDay(h clock.Holiday) string {
	switch h.Kind {
	case clock.Open:
		return "開庁日"
	case clock.Closed:
		return "閉庁日"
	}
	return "祝日"
}

func (ro *Roster) dropDay(w http.ResponseWriter, r *http.Request) error {
	day := clock.Date(r.PathValue("date"))
	if err := ro.People.DropDay(r.Context(), people.From(r), day); err != nil {
		return err
	}
	return web.See(w, r, "/settings/holidays?year="+string(day[:min(4, len(day))]), day.Slash()+"の行を消しました。")
}

func (ro *Roster) uploadDays(w http.ResponseWriter, r *http.Request) error {
	_, _, data, err := readUpload(w, r)
	if err != nil {
		return ro.holidaysAgain(w, r, daysView{}, atFile(err))
	}
	days, err := clock.ReadHolidays(bytes.NewReader(data))
	if err != nil {
		return ro.holidaysAgain(w, r, daysView{}, fileProblem(err.Error()))
	}
	n, err := ro.People.SetDays(r.Context(), people.From(r), days)
	if err != nil {
		return err
	}
	return web.See(w, r, "/settings/holidays", itoa(len(days))+"行を読み、"+itoa(n)+"日を書きました。はじめから入っている祝日と同じ行は、書いていません。")
}

// downloadDays answers with every day as date,name,kind: what can be mended and given back.
func (ro *Roster) downloadDays(w http.ResponseWriter, r *http.Request) error {
	var all []clock.Holiday
	err := ro.DB.Read(r.Context(), func(tx *db.Tx) (err error) { all, err = people.Holidays(r.Context(), tx); return err })
	if err != nil {
		return err
	}
	s := textfile.Sheet{Title: "祝日と閉庁日", Columns: []textfile.Column{{Key: "date", Name: "日付"}, {Key: "name", Name: "名前"}, {Key: "kind", Name: "開庁・閉庁"}}}
	for _, h := range all {
		kind := map[clock.Kind]string{clock.Open: "開庁", clock.Closed: "閉庁"}[h.Kind]
		s.Rows = append(s.Rows, []string{string(h.Date), h.Name, kind})
	}
	return textfile.Send(w, "csv", s, textfile.FileName("csv", "祝日と閉庁日"))
}
