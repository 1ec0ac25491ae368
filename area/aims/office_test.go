package aims_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kaname/app/apptest"
	"kaname/area/aims"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

var ctx = context.Background()

// office is the city of apptest with the room 月間目標, on 8 September 2026.
type office struct {
	*apptest.City
	Room  *aims.Aims
	Goals []aims.Goal
	door  *web.Routes
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{City: apptest.New(t), door: web.NewRoutes(), Goals: []aims.Goal{{ID: "g1", Title: "わかりやすく説明します", Href: "/goals/g1"}}}
	o.Room = &aims.Aims{DB: o.DB, Now: o.Now, Note: o.App.Audit.Note, Start: func(context.Context) clock.Start { return clock.April },
		Goals: func(context.Context, *db.Tx, people.Actor, people.Office, clock.FY) ([]aims.Goal, error) {
			return o.Goals, nil
		}}
	o.door.Stranger = o.App.People.Stranger
	o.door.ErrorPage = func(_ *http.Request, status int, f *fault.Fault) templ.Component { return ui.Failure(status, f) }
	o.Room.Routes(o.door)
	o.day("2026-09-08")
	return o
}

// day moves the clock and the cast with it.
func (o *office) day(d clock.Date) {
	o.T.Helper()
	o.At(d)
	for _, a := range []*people.Actor{&o.Hana, &o.Taro, &o.Kacho, &o.Hokencho, &o.Kucho, &o.Jimu, &o.Yuki, &o.MidoriKucho, &o.MidoriJimu, &o.Bucho, &o.Shicho, &o.Kanri} {
		*a = o.Act(a.ID)
	}
}

func (o *office) ask(a people.Actor, method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	o.door.ServeHTTP(w, people.As(r, a))
	return w
}

func (o *office) get(a people.Actor, path string) string {
	o.T.Helper()
	w := o.ask(a, http.MethodGet, path, nil)
	if w.Code != http.StatusOK {
		o.T.Fatalf("GET %s: %d", path, w.Code)
	}
	return w.Body.String()
}

// smile is the aim of 窓口担当 for September.
func (o *office) smile() aims.Draft {
	return aims.Draft{OfficeID: o.Madoguchi.ID, Month: "2026-09", Line1: "笑顔であいさつ、", Line2: "そして復唱。",
		Why: "「聞きちがいで、もう一度来た」という声が、先月6件ありました。", Together: true, GoalID: "g1"}
}

func (o *office) choose(d aims.Draft) aims.Aim {
	o.T.Helper()
	m, err := o.Room.Choose(ctx, o.Jimu, d, false)
	o.Must(err)
	return o.find(m.ID)
}

func (o *office) find(aimID string) aims.Aim {
	o.T.Helper()
	m, err := o.Room.Find(ctx, o.Shicho, aimID)
	o.Must(err)
	return m
}

func days(n int) *int { return &n }
