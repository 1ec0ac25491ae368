package calendar_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/calendar"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

var ctx = context.Background()

// room is the city of apptest with the year's arrangements; goals and voices exist as rooms, appraisal does not.
type room struct {
	*apptest.City
	Cal  *calendar.Calendar
	door *web.Routes
}

func newRoom(t testing.TB) *room {
	t.Helper()
	c := apptest.New(t)
	r := &room{City: c, door: web.NewRoutes()}
	there := map[string]bool{"/board": true, "/goals": true, "/standards": true, "/standards/checks": true, "/voices": true, "/policies": true}
	r.Cal = &calendar.Calendar{DB: c.DB, Now: c.Now, Note: c.App.Audit.Note, Days: people.CalendarIn,
		Start:  func(context.Context) clock.Start { return clock.April },
		Exists: func(path string) bool { return there[path] }}
	r.door.Stranger = c.App.People.Stranger
	r.Cal.Routes(r.door)
	return r
}

func (r *room) ask(a people.Actor, method, path string, form url.Values) *httptest.ResponseRecorder {
	q := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.SignedIn() {
		q = people.As(q, a)
	}
	w := httptest.NewRecorder()
	r.door.ServeHTTP(w, q)
	return w
}

func (r *room) get(a people.Actor, path string) string {
	r.T.Helper()
	w := r.ask(a, http.MethodGet, path, nil)
	if w.Code != 200 {
		r.T.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func (r *room) year(a people.Actor, wardID string, fy clock.FY) (y calendar.Year) {
	r.T.Helper()
	r.Must(r.DB.Read(ctx, func(tx *db.Tx) (err error) { y, err = r.Cal.YearIn(ctx, tx, a, wardID, fy); return err }))
	return y
}

func (r *room) step(a people.Actor, wardID string, fy clock.FY, key string) calendar.Step {
	r.T.Helper()
	s, err := r.year(a, wardID, fy).Find(key)
	r.Must(err)
	return s
}

// survey is a step of Minato's own.
func survey() calendar.Draft {
	return calendar.Draft{Lane: calendar.Voice, Title: "区民アンケートの紙を配る", Note: "残りは窓口3か所", From: 9, To: 9, Due: "09-10", Link: "/voices", FromFY: 2026, ToFY: calendar.Always}
}

func (r *room) add(a people.Actor, wardID string, d calendar.Draft) calendar.Step {
	r.T.Helper()
	s, err := r.Cal.Add(ctx, a, wardID, d, false)
	r.Must(err)
	return s
}

func TestWhoMayArrangeTheYear(t *testing.T) {
	r := newRoom(t)
	s := r.add(r.Jimu, r.Minato.ID, survey())
	fine, no, hidden := fault.Kind(""), fault.Forbidden, fault.NotFound
	deeds := map[string]func(people.Actor) error{
		"区に足す":  func(a people.Actor) error { _, err := r.Cal.Add(ctx, a, r.Minato.ID, survey(), false); return err },
		"全市に足す": func(a people.Actor) error { _, err := r.Cal.Add(ctx, a, "", survey(), false); return err },
		"動かす": func(a people.Actor) error {
			return r.Cal.Move(ctx, a, r.Minato.ID, 2026, "mid-review", calendar.Moving{From: 9, To: 10, Reason: "議会の日程"})
		},
		"使わない": func(a people.Actor) error {
			return r.Cal.Hide(ctx, a, r.Minato.ID, 2026, "contest", true, "市で行う")
		},
		"済みにする": func(a people.Actor) error {
			return r.Cal.Finish(ctx, a, r.Minato.ID, 2026, "goals-set", "12の所属が出した", false)
		},
		"なおす": func(a people.Actor) error {
			now := r.step(r.Jimu, r.Minato.ID, 2026, s.Key)
			return r.Cal.Revise(ctx, a, r.Minato.ID, 2026, s.Key, now.UpdatedAt, survey())
		},
	}
	all := func(k, city fault.Kind) map[string]fault.Kind {
		return map[string]fault.Kind{"区に足す": k, "動かす": k, "使わない": k, "済みにする": k, "なおす": k, "全市に足す": city}
	}
	want := map[string]map[string]fault.Kind{
		"職員": all(no, no), "会計年度任用職員": all(no, no), "課長": all(no, no), "ほかの課長": all(no, no), "区長": all(no, no), "事務局": all(fine, no),
		"ほかの区の職員": all(hidden, no), "ほかの区の区長": all(hidden, no), "部長会議": all(no, no), "市の事務局": all(fine, fine), "管理者": all(no, no)}
	for who, a := range r.Cast() {
		for deed, do := range deeds {
			if got := fault.Of(do(a)); got != want[who][deed] {
				t.Errorf("%s・%s: got %q, want %q", who, deed, got, want[who][deed])
			}
		}
	}
	if err := r.Cal.Hide(ctx, r.MidoriJimu, r.Minato.ID, 2026, "contest", true, "x"); fault.Of(err) != fault.NotFound {
		t.Errorf("another ward's secretariat: %v", err)
	}
}

func TestEveryWardHasTheWholeYearFromTheFirstDay(t *testing.T) {
	r := newRoom(t)
	for _, fy := range []clock.FY{2012, 2026, 2040} {
		y := r.year(r.Jimu, r.Minato.ID, fy)
		if len(y.Used()) != len(calendar.Shipped()) || len(y.Used()) < 55 {
			t.Errorf("%d: %d steps", fy, len(y.Used()))
		}
		for _, s := range y.Used() {
			if s.First < clock.April.First(fy) || s.Last > clock.April.Last(fy) || s.First > s.Last || s.By != "" && (s.By < s.First || s.By > s.Last) {
				t.Errorf("%s of %d lies at %s–%s by %s", s.Key, fy, s.First, s.Last, s.By)
			}
		}
	}
}

func TestEveryShippedStepCanStandAndNamesItsSource(t *testing.T) {
	seen := map[string]bool{}
	loop := map[calendar.Lane][13]int{}
	for _, s := range calendar.Shipped() {
		d := s.Draft
		d.FromFY = 2026
		if err := d.Check(clock.April); err != nil {
			t.Errorf("%s: %v", s.Key, err)
		}
		if seen[s.Key] || s.Source == "" || s.Kind.Name() == "" || s.Kind == calendar.Own {
			t.Errorf("%s is double, of no source or of no kind", s.Key)
		}
		seen[s.Key] = true
		if s.Loop != "" {
			n := loop[s.Loop]
			for m := (s.From + 8) % 12; m <= (s.To+8)%12; m++ {
				n[m]++
			}
			loop[s.Loop] = n
		}
	}
	for lane, n := range loop {
		for m := range 12 {
			if n[m] != 1 {
				t.Errorf("the loop of %s has %d steps in month %d of the year", lane, n[m], m+1)
			}
		}
	}
}

func TestAStepIsStillToComeThenNowThenPastAndDoneWhenSomebodySaysSo(t *testing.T) {
	r := newRoom(t)
	s := r.step(r.Jimu, r.Minato.ID, 2026, "mid-review")
	for day, want := range map[clock.Date]calendar.State{"2026-09-30": calendar.Coming, "2026-10-01": calendar.Now, "2026-10-31": calendar.Now, "2026-11-01": calendar.Past} {
		if got := s.State(day); got != want {
			t.Errorf("%s: %s", day, got)
		}
	}
	r.Must(r.Cal.Finish(ctx, r.Jimu, r.Minato.ID, 2026, "mid-review", "9月のうちに公表した", false))
	if got := r.step(r.Jimu, r.Minato.ID, 2026, "mid-review").State("2026-09-30"); got != calendar.Finished {
		t.Errorf("after the record: %s", got)
	}
	if got := r.step(r.MidoriJimu, r.Midori.ID, 2026, "mid-review"); got.Done != nil {
		t.Error("the other ward's step is done as well")
	}
	if got := r.step(r.Jimu, r.Minato.ID, 2027, "mid-review"); got.Done != nil {
		t.Error("next year's step is done as well")
	}
	r.Must(r.Cal.Reopen(ctx, r.Jimu, r.Minato.ID, 2026, "mid-review"))
	if got := r.step(r.Jimu, r.Minato.ID, 2026, "mid-review"); got.Done != nil {
		t.Error("it cannot be taken back")
	}
}

func TestDoneWithoutALineOfWhatHappenedIsRefused(t *testing.T) {
	r := newRoom(t)
	if err := r.Cal.Finish(ctx, r.Jimu, r.Minato.ID, 2026, "goals-set", "", false); fault.Of(err) != fault.Invalid {
		t.Error(err)
	}
}

func TestNextYearsPeopleReadWhatWasWritten(t *testing.T) {
	r := newRoom(t)
	r.Must(r.Cal.Finish(ctx, r.Jimu, r.Minato.ID, 2025, "goals-set", "2つの所属は4月末になった", false))
	if body := r.get(r.Hana, "/calendar/steps/goals-set?fy=2026"); !strings.Contains(body, "令和7年度") || !strings.Contains(body, "2つの所属は4月末になった") {
		t.Error("last year's line is not there")
	}
	if body := r.get(r.Yuki, "/calendar/steps/goals-set?fy=2026"); strings.Contains(body, "4月末になった") {
		t.Error("another ward reads it")
	}
}

func TestAWardMovesAStepForItselfAndPastYearsKeepTheirs(t *testing.T) {
	r := newRoom(t)
	m := calendar.Moving{From: 10, To: 11, Due: "11-10", EveryYear: true, Reason: "中間ふり返りに合わせる"}
	r.Must(r.Cal.Move(ctx, r.Jimu, r.Minato.ID, 2026, "interview-mid", m))
	if s := r.step(r.Jimu, r.Minato.ID, 2027, "interview-mid"); s.First != "2027-10-01" || s.Last != "2027-11-30" || s.By != "2027-11-10" || s.Change.Reason != m.Reason {
		t.Errorf("next year: %s–%s by %s", s.First, s.Last, s.By)
	}
	if s := r.step(r.Jimu, r.Minato.ID, 2025, "interview-mid"); s.First != "2025-09-01" {
		t.Errorf("last year: %s", s.First)
	}
	if s := r.step(r.MidoriJimu, r.Midori.ID, 2026, "interview-mid"); s.First != "2026-09-01" {
		t.Errorf("the other ward: %s", s.First)
	}
	m.EveryYear, m.From, m.To, m.Due = false, 12, 12, ""
	r.Must(r.Cal.Move(ctx, r.Jimu, r.Minato.ID, 2027, "interview-mid", m))
	if s := r.step(r.Jimu, r.Minato.ID, 2027, "interview-mid"); s.First != "2027-12-01" {
		t.Errorf("moved for one year: %s", s.First)
	}
	if s := r.step(r.Jimu, r.Minato.ID, 2028, "interview-mid"); s.First != "2028-10-01" {
		t.Errorf("the year after: %s", s.First)
	}
	r.Must(r.Cal.Restore(ctx, r.Jimu, r.Minato.ID, 2026, "interview-mid"))
	if s := r.step(r.Jimu, r.Minato.ID, 2026, "interview-mid"); s.First != "2026-09-01" {
		t.Errorf("put back: %s", s.First)
	}
}

func TestAWardsWordGoesBeforeTheCitys(t *testing.T) {
	r := newRoom(t)
	r.Must(r.Cal.Move(ctx, r.Jimu, r.Minato.ID, 2026, "contest", calendar.Moving{From: 2, To: 2, EveryYear: true, Reason: "ホールの都合"}))
	r.Must(r.Cal.Hide(ctx, r.Shicho, "", 2026, "contest", true, "今年は行わない"))
	if s := r.step(r.Jimu, r.Minato.ID, 2026, "contest"); s.Hidden || s.From != 2 {
		t.Errorf("Minato: hidden %v, month %d", s.Hidden, s.From)
	}
	if s := r.step(r.MidoriJimu, r.Midori.ID, 2026, "contest"); !s.Hidden {
		t.Error("Midori still has it")
	}
}

func TestWhatAWardAddsIsItsOwnAndWhatTheCityAddsIsEverybodys(t *testing.T) {
	r := newRoom(t)
	own := r.add(r.Jimu, r.Minato.ID, survey())
	d := survey()
	d.Title, d.FromFY, d.ToFY = "全市の窓口の日", 2026, 2026
	city := r.add(r.Shicho, "", d)
	midori := r.year(r.MidoriJimu, r.Midori.ID, 2026)
	if _, err := midori.Find(own.Key); fault.Of(err) != fault.NotFound {
		t.Error("the other ward has Minato's own step")
	}
	if _, err := midori.Find(city.Key); err != nil {
		t.Error("the city's step is missing")
	}
	if _, err := r.year(r.Jimu, r.Minato.ID, 2027).Find(city.Key); fault.Of(err) != fault.NotFound {
		t.Error("a step of one year comes back")
	}
	if _, err := r.year(r.Jimu, r.Minato.ID, 2027).Find(own.Key); err != nil {
		t.Error("a step of every year is lost")
	}
	if err := r.Cal.Revise(ctx, r.Jimu, r.Minato.ID, 2026, city.Key, city.UpdatedAt, survey()); fault.Of(err) != fault.Forbidden {
		t.Errorf("a ward rewrites the city's step: %v", err)
	}
}

func TestTwoPeopleSavingOneStepGetBothVersions(t *testing.T) {
	r := newRoom(t)
	s := r.add(r.Jimu, r.Minato.ID, survey())
	d := survey()
	d.Title = "紙を先に配る"
	r.Must(r.Cal.Revise(ctx, r.Shicho, r.Minato.ID, 2026, s.Key, s.UpdatedAt, d))
	w := r.ask(r.Jimu, http.MethodPost, "/calendar/steps/"+s.Key, form("fy", "2026", "ward", r.Minato.ID, "seen", string(s.UpdatedAt), "title", "紙をあとで配る", "lane", "voice", "from", "9", "to", "9", "every", "always"))
	if body := w.Body.String(); w.Code != 409 || !strings.Contains(body, "紙を先に配る") || !strings.Contains(body, "紙をあとで配る") {
		t.Errorf("%d %s", w.Code, body)
	}
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func (r *room) queries(a people.Actor, path string) int64 {
	r.T.Helper()
	q := httptest.NewRequest(http.MethodGet, path, nil)
	counted, n := db.Counting(q.Context())
	w := httptest.NewRecorder()
	r.door.ServeHTTP(w, people.As(q.WithContext(counted), a))
	if w.Code != http.StatusOK {
		r.T.Fatalf("%s: %d", path, w.Code)
	}
	return n.Load()
}
