// Package apptest sets up a whole small city for tests: two wards, their offices, and a cast with every role.
package apptest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kaname/app"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/dbtest"
	"kaname/people"
)

// City is the house with its people; the clock moves only when a test moves it.
type City struct {
	T    testing.TB
	DB   *db.DB
	App  *app.House
	now  atomic.Int64
	door http.Handler

	Root, Minato, Midori    people.Office // the city and its two wards
	Kumin, Madoguchi, Hoken people.Office // Minato: 区民課, its 窓口担当, 保険年金課
	Soumu, MidoriKumin      people.Office // Minato 総務課; Midori 区民課

	// The cast. Each is loaded as of the test's clock by Act.
	Hana, Taro  people.Actor // staff of 窓口担当, fiscal-year employee of 区民課
	Kacho       people.Actor // head of 区民課
	Hokencho    people.Actor // head of 保険年金課
	Kucho       people.Actor // ward head of Minato
	Jimu        people.Actor // Minato's secretariat
	Yuki        people.Actor // staff of Midori 区民課
	MidoriKucho people.Actor
	MidoriJimu  people.Actor
	Bucho       people.Actor // directors' meeting
	Shicho      people.Actor // the city's office
	Kanri       people.Actor // administrator
}

// Start is the first moment of a test: Wednesday 1 April 2026, 9:00.
var Start = time.Date(2026, 4, 1, 9, 0, 0, 0, time.FixedZone("JST", 9*3600))

// Password of everybody in the cast who signs in through the door.
const Password = "correct horse battery"

// New sets the city up through the real deeds.
func New(t testing.TB) *City {
	t.Helper()
	c := &City{T: t, DB: dbtest.New(t)}
	c.now.Store(Start.UnixMilli())
	c.App = app.New(app.Config{Now: c.Now}, c.DB)
	c.door = c.App.Handler()
	ctx := context.Background()
	admin, err := c.App.People.Found(ctx, people.Founding{City: "さくら川市", Wards: []string{"みなと区", "みどり区"}, Start: clock.April, Pass: Password,
		Admin: people.PersonDraft{Number: "000001", Family: "管理", Given: "一郎", FamilyKana: "カンリ", GivenKana: "イチロウ"}})
	c.must(err)
	c.Kanri = c.Act(admin.ID)
	c.must(c.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := people.WardOffices(ctx, tx, "", "2026-04-01")
		for _, o := range all {
			switch o.Name {
			case "さくら川市":
				c.Root = o
			case "みなと区":
				c.Minato = o
			case "みどり区":
				c.Midori = o
			}
		}
		return err
	}))
	c.Soumu = c.office(c.Minato, "1101", "総務課", "課", false)
	c.Kumin = c.office(c.Minato, "1102", "区民課", "課", true)
	c.Madoguchi = c.office(c.Kumin, "110201", "窓口担当", "担当", true)
	c.Hoken = c.office(c.Minato, "1103", "保険年金課", "課", true)
	c.MidoriKumin = c.office(c.Midori, "1201", "区民課", "課", true)

	c.Hana = c.hire("004101", "花田 はな", "ハナダ ハナ", "regular", c.Madoguchi, people.Staff, "主事")
	c.Taro = c.hire("904102", "太田 太郎", "オオタ タロウ", "fiscal_year", c.Kumin, people.Staff, "会計年度任用職員")
	c.Kacho = c.hire("001103", "森本 恵", "モリモト メグミ", "regular", c.Kumin, people.SectionHead, "課長")
	c.Hokencho = c.hire("001104", "北川 学", "キタガワ マナブ", "regular", c.Hoken, people.SectionHead, "課長")
	c.Kucho = c.hire("000105", "港 泉", "ミナト イズミ", "regular", c.Minato, people.WardHead, "区長")
	c.Jimu = c.hire("002106", "木村 直", "キムラ ナオ", "regular", c.Soumu, people.Secretariat, "係長")
	c.Yuki = c.hire("004201", "雪野 ゆき", "ユキノ ユキ", "regular", c.MidoriKumin, people.Staff, "主事")
	c.MidoriKucho = c.hire("000202", "緑川 守", "ミドリカワ マモル", "regular", c.Midori, people.WardHead, "区長")
	c.MidoriJimu = c.hire("002203", "野田 実", "ノダ ミノル", "regular", c.Midori, people.Secretariat, "係長")
	c.Bucho = c.hire("000901", "川上 進", "カワカミ ススム", "regular", c.Root, people.Director, "部長")
	c.Shicho = c.hire("002902", "市原 整", "イチハラ セイ", "regular", c.Root, people.CityOffice, "係長")
	return c
}

// Now is the test's clock; it goes on a second at each look, so that records have an order.
func (c *City) Now() time.Time { return time.UnixMilli(c.now.Add(1000)) }

// At moves the clock to 9:00 of a day (YYYY-MM-DD). Actors must be loaded anew with Act to see it.
func (c *City) At(day clock.Date) {
	c.now.Store(day.Time().Add(9 * time.Hour).UnixMilli())
}

// Wait moves the clock on.
func (c *City) Wait(d time.Duration) { c.now.Add(d.Milliseconds()) }

// Act loads a person as an actor as of the test's clock.
func (c *City) Act(staffID string) people.Actor {
	c.T.Helper()
	a, err := c.App.People.ActorOf(context.Background(), staffID)
	c.must(err)
	return a
}

// Cast is everybody by a short name, for tables of who may do what.
func (c *City) Cast() map[string]people.Actor {
	return map[string]people.Actor{"職員": c.Hana, "会計年度任用職員": c.Taro, "課長": c.Kacho, "ほかの課長": c.Hokencho, "区長": c.Kucho,
		"事務局": c.Jimu, "ほかの区の職員": c.Yuki, "ほかの区の区長": c.MidoriKucho, "部長会議": c.Bucho, "市の事務局": c.Shicho, "管理者": c.Kanri}
}

func (c *City) office(parent people.Office, code, name, level string, counter bool) people.Office {
	c.T.Helper()
	o, err := c.App.People.OpenOffice(context.Background(), c.Kanri, people.OfficeDraft{Code: code, Name: name, Level: level, ParentID: parent.ID, Counter: counter, From: "2020-04-01"}, false)
	c.must(err)
	return o
}

func (c *City) hire(number, name, reading, employment string, o people.Office, role people.Role, title string) people.Actor {
	c.T.Helper()
	n, k := strings.Fields(name), strings.Fields(reading)
	p, err := c.App.People.Hire(context.Background(), c.Kanri,
		people.PersonDraft{Number: number, Family: n[0], Given: n[1], FamilyKana: k[0], GivenKana: k[1], Employment: employment},
		people.Post{OfficeID: o.ID, Role: role, Title: title, From: "2020-04-01"}, false)
	c.must(err)
	return c.Act(p.ID)
}

func (c *City) must(err error) {
	c.T.Helper()
	if err != nil {
		c.T.Fatal(err)
	}
}

// Must ends the test on an error.
func (c *City) Must(err error) { c.T.Helper(); c.must(err) }

// Get asks for a page as a; a zero actor is a stranger.
func (c *City) Get(a people.Actor, path string) *httptest.ResponseRecorder {
	return c.do(a, httptest.NewRequest(http.MethodGet, path, nil))
}

// Post sends a form as a.
func (c *City) Post(a people.Actor, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(a, r)
}

// Queries counts the statements that a page asks of the database.
func (c *City) Queries(a people.Actor, path string) int64 {
	c.T.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	counted, n := db.Counting(r.Context())
	if w := c.do(a, r.WithContext(counted)); w.Code != http.StatusOK {
		c.T.Fatalf("%s: %d", path, w.Code)
	}
	return n.Load()
}

// Ask sends an empty request of any method.
func (c *City) Ask(a people.Actor, method, path string) *httptest.ResponseRecorder {
	return c.do(a, httptest.NewRequest(method, path, nil))
}

func (c *City) do(a people.Actor, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	if a.SignedIn() {
		r = people.As(r, a)
	}
	c.door.ServeHTTP(w, r)
	return w
}
