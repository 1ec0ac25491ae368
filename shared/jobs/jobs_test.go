package jobs_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/job"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/jobs"
)

var ctx = context.Background()

// desk is the city of apptest with the window on long work and one machine that does it.
type desk struct {
	*apptest.City
	Jobs   *jobs.Jobs
	Runner *job.Runner
	work   job.Func
	door   *web.Routes
}

func newDesk(t *testing.T) *desk {
	c := apptest.New(t)
	d := &desk{City: c, Jobs: &jobs.Jobs{DB: c.DB, Note: c.App.Audit.Note}, door: web.NewRoutes()}
	d.Runner = &job.Runner{DB: c.DB, Now: c.Now, Kinds: map[string]job.Func{"count": func(ctx context.Context, args string, p job.Progress) (string, error) { return d.work(ctx, args, p) }}}
	d.door.Stranger = c.App.People.Stranger
	d.Jobs.Routes(d.door)
	return d
}

func (d *desk) ask(a people.Actor, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	if a.SignedIn() {
		r = people.As(r, a)
	}
	w := httptest.NewRecorder()
	d.door.ServeHTTP(w, r)
	return w
}

func (d *desk) order(a people.Actor) (id string) {
	d.Must(d.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = d.Runner.Enqueue(ctx, tx, "count", "来庁者アンケートの集計", "", a.ID)
		return err
	}))
	return id
}

func (d *desk) do(work job.Func) {
	d.work = work
	_, err := d.Runner.Next(ctx)
	d.Must(err)
}

func TestThePageShowsTheWorkGoingOnAndRenewsItself(t *testing.T) {
	d := newDesk(t)
	id := d.order(d.Hana)
	if body := d.ask(d.Hana, http.MethodGet, "/jobs/"+id).Body.String(); !strings.Contains(body, "順番を待っています…") || !strings.Contains(body, "data-job") {
		t.Errorf("waiting: %s", body)
	}
	d.Must(d.DB.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE jobs SET state = 'running', tries = 1, done = 31074, total = 50120, say = '集計しています' WHERE id = $1`, id)
	}))
	body := d.ask(d.Hana, http.MethodGet, "/jobs/"+id).Body.String()
	for _, want := range []string{"集計しています…", "このページを閉じても続きます", `<progress value="31074" max="50120"`, "50,120件のうち 31,074件", "data-job"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

func TestDoneWorkLeadsToItsResultAndRestsThere(t *testing.T) {
	d := newDesk(t)
	id := d.order(d.Hana)
	d.do(func(_ context.Context, _ string, p job.Progress) (string, error) {
		p.At(10, 20, "")
		return "/voices/1", nil
	})
	body := d.ask(d.Hana, http.MethodGet, "/jobs/"+id).Body.String()
	if !strings.Contains(body, `href="/voices/1"`) || !strings.Contains(body, "終わりました") || strings.Contains(body, "data-job") {
		t.Error(body)
	}
}

func TestStoppedWorkSaysWhyAndIsTriedAgainAtAWord(t *testing.T) {
	d := newDesk(t)
	id := d.order(d.Hana)
	d.do(func(context.Context, string, job.Progress) (string, error) {
		return "", fault.New(fault.Invalid, "3行目の職員番号が名簿にありません。名簿に足してから、もう一度ためしてください。")
	})
	body := d.ask(d.Hana, http.MethodGet, "/jobs/"+id).Body.String()
	if !strings.Contains(body, "3行目の職員番号") || !strings.Contains(body, "/jobs/"+id+"/retrial") || strings.Contains(body, "data-job") {
		t.Error(body)
	}
	if w := d.ask(d.Taro, http.MethodPost, "/jobs/"+id+"/retrial"); w.Code != 404 {
		t.Errorf("somebody else may try it again: %d", w.Code)
	}
	if w := d.ask(d.Hana, http.MethodPost, "/jobs/"+id+"/retrial"); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	d.do(func(context.Context, string, job.Progress) (string, error) { return "/voices/1", nil })
	if body := d.ask(d.Hana, http.MethodGet, "/jobs/"+id).Body.String(); !strings.Contains(body, "結果を開く") {
		t.Error(body)
	}
	if w := d.ask(d.Hana, http.MethodPost, "/jobs/"+id+"/retrial"); w.Code != 409 {
		t.Errorf("done work is started again: %d", w.Code)
	}
}

func TestOneSeesOnesOwnWorkAndAdministratorsSeeAny(t *testing.T) {
	d := newDesk(t)
	id := d.order(d.Hana)
	for who, a := range d.Cast() {
		want := 404
		if who == "職員" || who == "管理者" {
			want = 200
		}
		if w := d.ask(a, http.MethodGet, "/jobs/"+id); w.Code != want {
			t.Errorf("%s: %d", who, w.Code)
		}
	}
	if w := d.ask(people.Actor{}, http.MethodGet, "/jobs/"+id); w.Code != 303 {
		t.Errorf("a stranger: %d", w.Code)
	}
	if body := d.ask(d.Hana, http.MethodGet, "/jobs").Body.String(); !strings.Contains(body, "来庁者アンケートの集計") {
		t.Error("one's own work is not listed")
	}
	if body := d.ask(d.Taro, http.MethodGet, "/jobs").Body.String(); strings.Contains(body, `href="/jobs/`+id) || !strings.Contains(body, "ここに進みぐあいが並びます") {
		t.Error("somebody else's work is listed")
	}
}
