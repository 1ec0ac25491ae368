package surveys_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/surveys"
	"kaname/kit/clock"
	"kaname/kit/web"
	"kaname/people"
)

var ctx = context.Background()

// office is the city of apptest with the room 窓口の声, one survey of Minato and two of its counters.
type office struct {
	*apptest.City
	Room           *surveys.Surveys
	door           *web.Routes
	Survey         surveys.Survey
	Counter, Other surveys.Counter // 区民課 and 保険年金課
}

func newOffice(t testing.TB) *office {
	t.Helper()
	c := apptest.New(t)
	o := &office{City: c, Room: newRoom(c)}
	o.door = newDoor(o.Room, c.App.People)
	var err error
	o.Survey, err = o.Room.Open(ctx, c.Jimu, c.Minato.ID, surveys.Draft{Title: "来庁者アンケート 令和8年度", From: "2026-04-01", To: "2027-03-31", Keeper: "みなと区役所 総務課　電話 000-000-0000"}, false)
	c.Must(err)
	o.Counter, err = o.Room.AddCounter(ctx, c.Jimu, o.Survey.ID, surveys.CounterDraft{OfficeID: c.Kumin.ID, Place: "区民課 1階 2番窓口", PlaceEn: "Residents Section, counter 2"})
	c.Must(err)
	o.Other, err = o.Room.AddCounter(ctx, c.Jimu, o.Survey.ID, surveys.CounterDraft{OfficeID: c.Hoken.ID, Place: "保険年金課 2階 5番窓口"})
	c.Must(err)
	c.Must(o.Room.Start(ctx, c.Jimu, o.Survey.ID))
	return o
}

func newRoom(c *apptest.City) *surveys.Surveys {
	return &surveys.Surveys{DB: c.DB, Now: c.Now, Note: c.App.Audit.Note, Saw: c.App.Audit.Saw, City: c.App.People.City, Address: "https://koe.example.jp"}
}

func newDoor(room *surveys.Surveys, ps *people.People) *web.Routes {
	door := web.NewRoutes()
	door.Stranger = ps.Stranger
	room.Routes(door)
	return door
}

// ask sends a request to the room's own routes; head sets headers in pairs.
func (o *office) ask(a people.Actor, method, path string, form url.Values, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	if a.SignedIn() {
		r = people.As(r, a)
	}
	w := httptest.NewRecorder()
	o.door.ServeHTTP(w, r)
	return w
}

var visitor people.Actor // nobody is signed in

func (o *office) get(path string, head ...string) *httptest.ResponseRecorder {
	return o.ask(visitor, http.MethodGet, path, nil, head...)
}

func (o *office) send(code string, form url.Values) *httptest.ResponseRecorder {
	return o.ask(visitor, http.MethodPost, "/a/"+code, form)
}

var keyField = regexp.MustCompile(`name="key" value="([^"]+)"`)

// form is what a visitor's browser would send of a page as it stands.
func (o *office) form(t testing.TB, page string) url.Values {
	t.Helper()
	m := keyField.FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no form key")
	}
	f := url.Values{"key": {m[1]}}
	for _, name := range []string{"lang", "text", "contrast"} {
		if h := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page); h != nil {
			f.Set(name, h[1])
		}
	}
	for _, r := range regexp.MustCompile(`name="([a-z]+)" value="([^"]*)" checked`).FindAllStringSubmatch(page, -1) {
		f.Set(r[1], r[2])
	}
	if free := regexp.MustCompile(`(?s)<textarea[^>]*>(.*?)</textarea>`).FindStringSubmatch(page); free != nil {
		f.Set("free", free[1])
	}
	return f
}

func (o *office) results(t testing.TB) surveys.Results {
	t.Helper()
	r, err := o.Room.Results(ctx, o.Jimu, o.Survey.ID)
	o.Must(err)
	return r
}

// fill keys in n answers at a counter on a day, all with the same marks.
func (o *office) fill(t testing.TB, c surveys.Counter, day clock.Date, n int, marks ...byte) {
	t.Helper()
	all := make([]surveys.Answer, n)
	for i := range all {
		all[i] = surveys.Answer{CounterID: c.ID, Mode: "paper", Lang: surveys.Ja, Sheet: surveys.StandardSheet([8]byte(marks), "", -1, -1), Day: day, Hour: 10}
	}
	o.Must(o.Room.Enter(ctx, o.Jimu, o.Survey.ID, all))
}

// various keys in n answers that differ, so that weights can be worked out.
func (o *office) various(t testing.TB, n int) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	all := make([]surveys.Answer, n)
	for i := range all {
		mood := r.IntN(3)
		a := surveys.Answer{CounterID: []string{o.Counter.ID, o.Other.ID}[r.IntN(2)], Mode: surveys.Modes[r.IntN(3)], Lang: surveys.Ja,
			Day: clock.Date(fmt.Sprintf("2026-%02d-%02d", 4+r.IntN(4), 1+r.IntN(28))), Hour: 9 + r.IntN(8)}
		var marks [8]byte
		for k := range marks {
			marks[k] = byte(min(5, 2+mood+r.IntN(2)))
			if k < 7 && r.IntN(12) == 0 {
				marks[k] = surveys.Outside
			}
		}
		a.Sheet = surveys.StandardSheet(marks, "", r.IntN(9), r.IntN(4))
		all[i] = a
	}
	o.Must(o.Room.Enter(ctx, o.Jimu, o.Survey.ID, all))
}

func unzip(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func want(t testing.TB, w *httptest.ResponseRecorder, code int, words ...string) string {
	t.Helper()
	body := w.Body.String()
	if w.Code != code {
		t.Fatalf("status %d, want %d: %.300s", w.Code, code, body)
	}
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("the page does not say %q", word)
		}
	}
	return body
}

// askIn is a page asked for within a context.
func (o *office) askIn(c context.Context, a people.Actor, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	o.door.ServeHTTP(w, people.As(httptest.NewRequestWithContext(c, http.MethodGet, path, nil), a))
	return w
}
