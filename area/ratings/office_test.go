package ratings_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kaname/app/apptest"
	"kaname/area/ratings"
	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

var ctx = context.Background()

type ctxT = context.Context

// office is the city of apptest with the room 格付け調査, on 2 March 2027.
type office struct {
	*apptest.City
	Room *ratings.Ratings
	door *web.Routes
}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{City: apptest.New(t), door: web.NewRoutes()}
	o.Room = &ratings.Ratings{DB: o.DB, Now: o.Now, Note: o.App.Audit.Note}
	o.door.Stranger = o.App.People.Stranger
	o.door.ErrorPage = func(_ *http.Request, status int, f *fault.Fault) templ.Component { return ui.Failure(status, f) }
	o.Room.Routes(o.door)
	o.day("2027-03-02")
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

// send uploads a file of marks through the page.
func (o *office) send(a people.Actor, ratingID, name, text string) *httptest.ResponseRecorder {
	o.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	f, err := form.CreateFormFile("file", name)
	o.Must(err)
	_, err = f.Write([]byte(text))
	o.Must(err)
	o.Must(form.Close())
	r := httptest.NewRequest(http.MethodPost, "/ratings/"+ratingID+"/imports", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	o.door.ServeHTTP(w, people.As(r, a))
	return w
}

func num(n int) *int { return &n }

// counters are two fields: a counter with two items, the telephone with two.
const counters = `[訪問] 証明の窓口
- 物品の扱いの丁寧さ
- 聞き取りやすい話し方 ＝ 職員の説明
[電話] 電話応対
- 名のり
- 聞き取りやすい話し方`

func fieldsOf(t testing.TB, text string, before []ratings.Field) []ratings.Field {
	t.Helper()
	out, err := ratings.ParseFields(text, before)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func levelsOf(t testing.TB, text string) []ratings.Level {
	t.Helper()
	out, err := ratings.ParseLevels(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// draft is a year's rating from 1 to 5, ★ from 3.0, ★★ from 3.5, ★★★ from 4.5.
func draft(t testing.TB, fy clock.FY) ratings.Draft {
	return ratings.Draft{FY: fy, Name: "窓口サービス格付け調査", By: "市が委託した調査会社", From: clock.Date(itoa(int(fy)) + "-11-01"), To: clock.Date(itoa(int(fy)) + "-12-10"),
		Scale: ratings.Scale{Low: 1, Top: 5}, Fields: fieldsOf(t, counters, nil),
		Rule: ratings.Rule{Average: ratings.ByItem, Rounding: ratings.HalfUp, Decimals: 1, Levels: levelsOf(t, "★★★ 4.5 全国に誇れる\n★★ 3.5 民間の平均を上回る\n★ 3 民間の平均的\nなし － 民間の平均に達しない")}}
}

func (o *office) open(d ratings.Draft) ratings.Rating {
	o.T.Helper()
	x, err := o.Room.Open(ctx, o.Jimu, o.Minato.ID, d, false)
	o.Must(err)
	return x
}

func (o *office) view(ratingID string) ratings.View {
	o.T.Helper()
	v, err := o.Room.View(ctx, o.Hana, ratingID)
	o.Must(err)
	return v
}

// mark enters the marks of one record, over nothing, in the order of the field's items; 0 is none.
func (o *office) mark(x ratings.Rating, field, investigator, visit int, marks ...int) {
	o.T.Helper()
	f := x.Fields[field]
	m := ratings.Marks{}
	for i, v := range marks {
		if v > 0 {
			m[f.Items[i].Key] = v * 100
		}
	}
	o.Must(o.Room.Enter(ctx, o.Jimu, x.ID, ratings.Sheet{Field: f.Key, Investigator: investigator, Visit: visit}, "", m))
}

// full gives every item of every field the same mark by two investigators.
func (o *office) full(x ratings.Rating, v int) {
	o.T.Helper()
	for f := range x.Fields {
		o.mark(x, f, 1, 1, v, v)
		o.mark(x, f, 2, 1, v, v)
	}
}
