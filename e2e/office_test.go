package e2e

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaname/app"
	"kaname/app/apptest"
	"kaname/area/goals"
	"kaname/area/policies"
	"kaname/area/standards"
	"kaname/area/surveys"
	"kaname/kit/db"
	"kaname/kit/id"
	"kaname/people"
)

// house is a house that answers at an address, until somebody pulls its plug.
type house struct {
	t       *testing.T
	base    string
	address string
	server  *http.Server
}

// serve opens the door of h on a free port of this machine.
func serve(t *testing.T, h *app.House) *house {
	t.Helper()
	s := &house{t: t, address: "127.0.0.1:0"}
	s.start(h)
	t.Cleanup(s.stop)
	return s
}

func (s *house) start(h *app.House) {
	s.t.Helper()
	var ln net.Listener
	var err error
	for range 50 { // the port may take a moment to be free again
		if ln, err = net.Listen("tcp", s.address); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.address = ln.Addr().String()
	s.base = "http://" + s.address
	s.server = &http.Server{Handler: h.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go s.server.Serve(ln)
}

// stop pulls the plug: nothing that is under way is finished.
func (s *house) stop() { s.server.Close() }

// ward is a ward office in April: a standard, a policy, a goal that reads a survey item, a counter with a survey.
type ward struct {
	*apptest.City
	*house
	browser                        context.Context
	standard, survey, goal, policy string
	counter                        surveys.Counter
}

var bg = context.Background()

// openWard sets the office up through the real deeds and opens its door.
func openWard(t *testing.T) *ward {
	t.Helper()
	w := &ward{browser: chromium(t)}
	w.City = apptest.New(t)
	w.givePasswords()
	w.At("2026-04-02")
	w.setStandard()
	w.At("2026-04-08")
	w.publishPolicy()
	w.openSurvey()
	w.At("2026-04-12")
	w.writeGoal()
	w.house = serve(t, w.App)
	return w
}

// must passes a value on, and stops the test on an error.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// givePasswords lets everybody choose the test's password with a one-time code.
func (w *ward) givePasswords() {
	for _, a := range []people.Actor{w.Hana, w.Kacho, w.Kucho, w.Jimu, w.Bucho, w.Shicho} {
		code := must(w.App.People.IssueCode(bg, w.Act(w.Kanri.ID), a.ID))
		must(w.App.People.SignInWithCode(bg, a.Number, code, apptest.Password, "127.0.0.1", "test"))
	}
}

func (w *ward) setStandard() {
	ss := w.App.Standards
	w.Must(ss.BeginPrinciples(bg, w.Act(w.Shicho.ID), false))
	ps := must(ss.Principles(bg, w.Act(w.Shicho.ID), 2026))
	limit := 30.0
	d := standards.Draft{Code: "5-2", PrincipleID: ps[4].ID, Title: "呼ぶまでの時間", Promise: "番号札を取ってから、平均30分以内に呼ぶ", How: "番号発券機の記録", Axis: "soft", Level: "minimum",
		Applies: "counter", ChangeableBy: "city", Measure: "observation", Unit: "分", Direction: "down", Threshold: &limit}
	must(ss.Write(bg, w.Act(w.Shicho.ID), "", d, "全区の約束として定めるため", false))
	request := must(ss.Begin(bg, w.Act(w.Shicho.ID), 2026, false))
	w.Must(w.App.Approvals.Decide(bg, w.Act(w.Bucho.ID), request, true, ""))
	v := must(ss.View(bg, w.Act(w.Shicho.ID), 2026, "", "", standards.Filter{}))
	w.standard = v.Items[0].StandardID
}

func (w *ward) publishPolicy() {
	ps := w.App.Policies
	p := must(ps.Begin(bg, w.Act(w.Jimu.ID), w.Minato.ID, 2026, false))
	w.policy = p.ID
	d := policies.Draft{Foreword: "来てよかったと思われる区役所をめざします。", Points: []policies.Point{{ID: id.New(), Title: "伝わる窓口", Text: "聞いて、復唱して、わけを添えて伝えます。"}}}
	w.Must(ps.Save(bg, w.Act(w.Jimu.ID), p.ID, p.UpdatedAt, d))
	request := must(ps.AskPublication(bg, w.Act(w.Jimu.ID), p.ID, false))
	w.Must(w.App.Approvals.Decide(bg, w.Act(w.Kucho.ID), request, true, ""))
}

func (w *ward) openSurvey() {
	ss := w.App.Surveys
	s := must(ss.Open(bg, w.Act(w.Jimu.ID), w.Minato.ID, surveys.Draft{Title: "来庁者アンケート 令和8年度", From: "2026-04-01", To: "2027-03-31", Keeper: "みなと区 総務課"}, false))
	w.survey = s.ID
	w.counter = must(ss.AddCounter(bg, w.Act(w.Jimu.ID), s.ID, surveys.CounterDraft{OfficeID: w.Madoguchi.ID, Place: "区民課 1階 2番窓口"}))
	w.Must(ss.Start(bg, w.Act(w.Jimu.ID), s.ID))
}

func (w *ward) writeGoal() {
	gs := w.App.Goals
	d := goals.Draft{Kind: goals.KindGoal, OfficeID: w.Madoguchi.ID, FY: 2026, Title: "説明がわかる窓口にする", Words: "もう一度来なくてすむ説明をしたい。", WordsBy: "窓口担当 全員",
		OwnerID: w.Hana.ID, Links: []goals.Link{{Kind: "standard", Target: w.standard}}}
	g := must(gs.Open(bg, w.Act(w.Kacho.ID), d, false))
	w.goal = g.ID
	target := 90.0
	m := goals.MeasureDraft{Name: "「職員の説明」満足の割合", Shape: goals.Ratio, Unit: "%", Up: true, BaseLabel: "来庁者アンケートに答えた人", BaseKind: "respondents", Period: "月", Decimals: 1,
		Rounding: "half_up", Target: &target, FromFY: 2026, DueFY: 2026, Source: "survey:" + w.survey + ":setumei:" + string(surveys.ReadTop2) + ":"}
	must(gs.AddMeasure(bg, w.Act(w.Kacho.ID), g.ID, m, false))
}

// gather does what the program does by itself every ten minutes.
func (w *ward) gather() {
	w.T.Helper()
	a := people.System(w.App.People.Instant(), w.App.Start())
	_, _, err := w.App.Goals.Collect(bg, a, a.FY)
	w.Must(err)
}

var keyField = regexp.MustCompile(`name="key" value="([^"]+)"`)

// answers sends n forms through the public door; in each, the first question gets this mark.
func (w *ward) answers(n int, mark string) {
	w.T.Helper()
	for range n {
		res := must(http.Get(w.base + "/a/" + w.counter.Code))
		body := must(io.ReadAll(res.Body))
		res.Body.Close()
		key := keyField.FindStringSubmatch(string(body))
		if key == nil {
			w.T.Fatalf("no form at /a/%s: %d", w.counter.Code, res.StatusCode)
		}
		form := url.Values{"key": {key[1]}, "lang": {"ja"}, "q.setumei": {mark}, "q.zentai": {"4"}}
		res = must(http.PostForm(w.base+"/a/"+w.counter.Code, form))
		res.Body.Close()
		if res.StatusCode != http.StatusOK || !strings.Contains(res.Request.URL.Path, "/thanks") {
			w.T.Fatalf("an answer was not taken: %d %s", res.StatusCode, res.Request.URL)
		}
	}
}

// sits opens a browser window for one of the cast and signs in by the keyboard.
func (w *ward) sits(a people.Actor) *person {
	w.T.Helper()
	p := sitDown(w.t, w.browser, w.base, a.Name, desk)
	p.signsIn(a.Number, apptest.Password)
	return p
}

// restarted is a new program on the same data.
func (w *ward) restarted() *app.House {
	w.T.Helper()
	d := must(db.Open(w.DB.Where()))
	w.T.Cleanup(func() { d.Close() })
	return app.New(app.Config{Now: w.Now}, d)
}

func (w *ward) goalPath() string { return fmt.Sprintf("/goals/%s", w.goal) }
