package policies_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kaname/app/apptest"
	"kaname/area/policies"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/approval"
)

var ctx = context.Background()

// office is the city of apptest with the room 方針 and an approval desk that tells it what was decided.
type office struct {
	*apptest.City
	Room  *policies.Policies
	Desk  *approval.Desk
	Goals []policies.ServedBy
	told  []string
	door  *web.Routes
}

var above = []policies.Target{{Kind: "principle", ID: "p3", Name: "適切なサービス提供", Href: "/standards#p3"},
	{Kind: "standard", ID: "s32", Name: "3-2 平均20分以内に呼ぶ", Href: "/standards/s32"}}

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{City: apptest.New(t), door: web.NewRoutes()}
	o.Desk = &approval.Desk{DB: o.DB, Now: o.Now, Note: o.App.Audit.Note,
		Tell: func(_ context.Context, _ *db.Tx, _ people.Actor, staffID, text, _ string, _ bool) error {
			o.told = append(o.told, staffID+" "+text)
			return nil
		}}
	o.Room = &policies.Policies{DB: o.DB, Now: o.Now, Note: o.App.Audit.Note, Approvals: o.Desk,
		Above: func(context.Context, *db.Tx, people.Actor, string, clock.FY) ([]policies.Target, error) {
			return above, nil
		},
		Goals: func(context.Context, *db.Tx, people.Actor, string, clock.FY) ([]policies.ServedBy, error) {
			return o.Goals, nil
		}}
	o.Desk.Decided = o.Room.Decided
	o.door.Stranger = o.App.People.Stranger
	o.door.ErrorPage = func(_ *http.Request, status int, f *fault.Fault) templ.Component { return ui.Failure(status, f) }
	o.Room.Routes(o.door)
	return o
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

func point(title, text string, leans ...policies.Target) policies.Point {
	return policies.Point{ID: id.New(), Title: title, Text: text, Links: leans}
}

// draft begins and saves a policy of Minato for 2026 as the secretariat.
func (o *office) draft(d policies.Draft) policies.Policy {
	o.T.Helper()
	p, err := o.Room.Begin(ctx, o.Jimu, o.Minato.ID, 2026, false)
	o.Must(err)
	o.Must(o.Room.Save(ctx, o.Jimu, p.ID, p.UpdatedAt, d))
	return o.find(p.ID)
}

func (o *office) find(policyID string) policies.Policy {
	o.T.Helper()
	p, err := o.Room.Find(ctx, o.Jimu, policyID)
	o.Must(err)
	return p
}

// publish asks and lets the ward head approve.
func (o *office) publish(p policies.Policy) policies.Policy {
	o.T.Helper()
	request, err := o.Room.AskPublication(ctx, o.Jimu, p.ID, false)
	o.Must(err)
	o.Must(o.Desk.Decide(ctx, o.Kucho, request, true, ""))
	return o.find(p.ID)
}

func (o *office) request(p policies.Policy) approval.Request {
	o.T.Helper()
	var rs []approval.Request
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) { rs, err = o.Desk.Of(ctx, tx, "policy", p.ID); return err }))
	if len(rs) == 0 {
		o.T.Fatal("no request")
	}
	return rs[0]
}

func (o *office) targets(a people.Actor, wardID string, fy clock.FY) (out []policies.Target) {
	o.T.Helper()
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) { out, err = o.Room.Targets(ctx, tx, a, wardID, fy); return err }))
	return out
}

func (o *office) published(wardID string, fy clock.FY) (out []policies.Policy) {
	o.T.Helper()
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) { out, err = o.Room.Published(ctx, tx, wardID, fy); return err }))
	return out
}

func twoPoints() policies.Draft {
	return policies.Draft{Foreword: "ことしは、待つ時間を短くします。\nみなさんと一緒に進めます。",
		Points: []policies.Point{point("わかりやすい説明", "初めての人にも伝わる言葉で。", above[0]), point("待たせない窓口", "朝いちばんの行列を短く。", above[1])}}
}
