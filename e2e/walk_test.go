package e2e

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kaname/app"
	"kaname/app/demo"
	"kaname/area/calendar"
	"kaname/area/plans"
	"kaname/area/ratings"
	"kaname/area/surveys"
	"kaname/kit/db"
	"kaname/kit/dbtest"
	"kaname/kit/questionnaire"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/forms"
)

// noPage are the routes that answer with something other than a page, or only in a moment that a walk does not meet.
var noPage = map[string]string{
	"/assets/{file}": "a file", "/healthz": "for machines", "/readyz": "for machines", "/metrics": "for machines", "/modes": "a redirect",
	"/held": "only after a session ended: in TestWhatWasSentAfterTheSessionEndedIsGivenBack", "/setup": "only before the first run: in TestTheFirstRunPage",
	"/calendar/year.ics": "a file", "/goals/{id}/files/{file}": "a file", "/plans/template": "a file", "/templates/{kind}": "a file", "/voices/{id}/export": "a file",
	"/settings/holidays/file": "a file", "/staff-surveys/{id}/export": "a file", "/ratings/{id}/marks": "a file", "/ratings/{id}/template": "a file", "/k/{code}/book": "for the kiosk's script",
}

// mainPages are looked at in three sizes of text, in high contrast, and on small screens with each of them.
var mainPages = []string{"/{$}", "/board", "/goals", "/goals/{id}", "/standards", "/voices/{id}", "/a/{code}", "/signin", "/policies/{id}", "/plans/{id}", "/calendar", "/public/{path...}"}

// town is the demo's city with one signed-in window per role.
type town struct {
	t     *testing.T
	h     *app.House
	house *house
	token map[string]string // by role
	found map[string]stop   // by route
}

// stop is one page of a walk: who opens it, and where it is.
type stop struct{ route, role, path string }

// TestThePagesOfAWholeCity looks at the demo's city, three years old, as people see it: on a desk, on a phone, in large
// letters, in strong colours and on paper. Nothing is asked of another origin, nothing is complained about.
func TestThePagesOfAWholeCity(t *testing.T) {
	browser := chromium(t)
	w := findTown(t)
	p := sitDown(t, browser, w.house.base, "", desk)
	t.Run("every page is accessible and fits", func(t *testing.T) { w.everyPage(t, p) })
	t.Run("main pages hold up in large text and high contrast", func(t *testing.T) { w.mainPages(t, p) })
	t.Run("printed pages have their number of sheets", func(t *testing.T) { w.onPaper(t, p) })
	t.Run("every half-filled form is there again", w.everyDraft)
	p.t = t
}

// looks opens a page in a window of its role and says what is wrong with it, also at 360 px and at 320 px (a 1280 px
// screen at 400 %).
func (w *town) looks(t *testing.T, p *person, s stop, mode string) {
	p.t, p.name = t, s.role
	p.wear("kaname", w.token[s.role])
	p.resize(desk)
	p.open(s.path)
	p.accessible(mode)
	p.fits()
	p.blameless()
}

func (w *town) everyPage(t *testing.T, p *person) {
	for _, s := range w.stops() {
		t.Run(s.route, func(t *testing.T) { w.looks(t, p, s, "") })
	}
}

func (w *town) mainPages(t *testing.T, p *person) {
	for _, mode := range [][2]string{{"text", "large"}, {"text", "xlarge"}, {"contrast", "high"}} {
		p.wear("text", "")
		p.wear(mode[0], mode[1])
		for _, route := range mainPages {
			s, ok := w.found[route]
			if !ok {
				t.Errorf("no page of %s was met", route)
				continue
			}
			t.Run(mode[1]+" "+route, func(t *testing.T) { w.looks(t, p, s, " in "+mode[1]) })
		}
	}
	p.wear("contrast", "")
}

// sheetsOf are the most sheets of A4 that a printed page takes.
var sheetsOf = map[string]int{"/board": 2, "/goals/{id}/sheet": 1, "/voices/{id}/counters/{cid}/poster": 1, "/voices/{id}/paper": 1, "/aims/{id}/poster": 1, "/calendar/paper": 1}

func (w *town) onPaper(t *testing.T, p *person) {
	p.resize(desk)
	for route, most := range sheetsOf {
		s, ok := w.found[route]
		if !ok {
			t.Errorf("no page of %s was met", route)
			continue
		}
		p.t, p.name = t, s.role
		p.wear("kaname", w.token[s.role])
		p.open(s.path)
		if n := p.paper(); n > most {
			t.Errorf("%s takes %d sheets, not %d", s.path, n, most)
		}
	}
}

// TestTheFirstRunPage: an empty house asks for its city, also on a small screen.
func TestTheFirstRunPage(t *testing.T) {
	browser := chromium(t)
	s := serve(t, app.New(app.Config{}, dbtest.New(t)))
	p := sitDown(t, browser, s.base, "だれか", desk)
	p.open("/")
	p.reads("はじめの設定", "どの街の、どの役所ですか")
	p.seen()
	p.fits()
}

// fits looks at the page on two narrow screens.
func (p *person) fits() {
	p.t.Helper()
	for _, s := range []size{small, zoomed} {
		p.resize(s)
		if o := p.overflow(); o != "" {
			p.t.Errorf("%s scrolls sideways: %s", p.at(), o)
		}
	}
}

// findTown makes the demo's city, signs one person of each role in, and follows links until every route was met.
func findTown(t *testing.T) *town {
	t.Helper()
	d := dbtest.New(t)
	today := time.Date(2026, 10, 20, 10, 0, 0, 0, time.FixedZone("JST", 9*3600))
	report, err := demo.Make(bg, d, today, func(int, int, string) {})
	if err != nil {
		t.Fatal(err)
	}
	w := &town{t: t, token: map[string]string{"": ""}, found: map[string]stop{}}
	w.h = app.New(app.Config{Now: func() time.Time { return today }}, d)
	w.house = serve(t, w.h)
	moments := w.addMoments(report)
	roles := []string{""}
	for _, s := range report.SignIns {
		w.token[s.Role] = must(w.h.People.SignIn(bg, s.Number, demo.Password, "127.0.0.1", "test"))
		roles = append(roles, s.Role)
	}
	routes := w.routes()
	w.follow(routes, "", append([]string{"/signin", "/signin/code", "/a", "/a/" + report.Code, "/a/" + report.Code + "/thanks", "/public/", "/s"}, moments[""]...)...)
	for _, role := range roles[1:] {
		w.follow(routes, role, append([]string{"/"}, moments[role]...)...)
	}
	for _, r := range routes {
		if _, met := w.found[r.path]; !met && noPage[r.path] == "" {
			t.Errorf("no link leads to a page of %s", r.path)
		}
	}
	return w
}

// addMoments makes what the demo's year does not hold on its day: a policy being rewritten, a step of the ward's own,
// files that wait to be confirmed, a long import under way. It returns the addresses that no link leads to, by role.
func (w *town) addMoments(report demo.Report) map[string][]string {
	w.t.Helper()
	out := map[string][]string{}
	for _, s := range report.SignIns {
		switch s.Role {
		case "事務局":
			a := w.actor(s)
			must(w.h.Policies.Begin(bg, a, a.WardID, a.FY, true))
			d := calendar.Draft{Lane: calendar.Voice, Title: "待合の声をきく会", Note: "来庁者と30分話す", From: 11, To: 11, Link: "/voices", FromFY: a.FY, ToFY: a.FY}
			u := must(w.h.Plans.Send(bg, a, plans.Upload{Name: "計画.csv", Body: []byte("種類,名前\n"), WardID: a.WardID, FromFY: a.FY + 1}))
			w.rate(a)
			asked := w.asked(a)
			slip := must(w.h.StaffSurveys.PrintSlips(bg, a, asked, a.OfficeID, "", 1))[0]
			out[""] = []string{"/s/" + slip, "/s/thanks"}
			v := must(w.h.Surveys.Open(bg, a, a.WardID, surveys.Draft{Title: "待ち時間のアンケート", From: "2026-11-01", To: "2026-11-30", Keeper: "総務課　電話 000-000-0000"}, true))
			form := shared.Subject{Kind: "survey", ID: v.ID}
			if err := w.h.Forms.Begin(bg, a, form, forms.From{Template: "standard"}); err != nil {
				w.t.Fatal(err)
			}
			must(w.h.Forms.AddQuestion(bg, a, form, questionnaire.Number, forms.Draft{Ask: "何分待ちましたか"}))
			out[s.Role] = append(w.atTheCounter(a), "/forms/survey/"+v.ID, "/staff-surveys/"+asked+"/thanks", "/calendar/steps/"+must(w.h.Calendar.Add(bg, a, a.WardID, d, true)).Key, "/plan-files/"+u.ID)
		case "管理者":
			a := w.actor(s)
			file := []byte("職員番号,姓,名,セイ,メイ,雇用区分,所属コード,役割,本務/兼務,発令日\n990001,霧島,葵,キリシマ,アオイ,,1101,職員,本務,2026/11/1\n")
			im := must(w.h.Roster.Bring(bg, a, "staff", "新採用.csv", file))
			out[s.Role] = []string{must(w.h.Roster.Later(bg, a, "名簿の取り込み 新採用.csv", im.ID, "")), "/imports/" + im.ID, "/imports/" + im.ID + "/columns"}
		}
	}
	if len(out) != 3 {
		w.t.Fatal("the demo has no secretariat or no administrator")
	}
	return out
}

// asked is the staff survey that waits for somebody's answer.
func (w *town) asked(a people.Actor) (surveyID string) {
	w.t.Helper()
	err := w.h.DB.Read(bg, func(tx *db.Tx) error {
		all, err := w.h.StaffSurveys.Waiting(bg, tx, a)
		if err == nil && len(all) == 1 {
			surveyID = all[0].ID
		}
		return err
	})
	if err != nil || surveyID == "" {
		w.t.Fatalf("no staff survey waits for %s: %v", a.Name, err)
	}
	return surveyID
}

// rate copies an external rating's report for the ward: marks, what is done about them, and a file that waits.
func (w *town) rate(a people.Actor) {
	w.t.Helper()
	d := ratings.Draft{FY: a.FY, Name: "窓口サービス格付け調査", By: "市が委託した調査会社", From: "2026-09-01", To: "2026-10-10", Scale: ratings.Scale{Low: 1, Top: 5},
		Fields: must(ratings.ParseFields("[訪問] 証明の窓口\n- あいさつ\n- 聞き取りやすい話し方\n[電話] 電話応対\n- 名のり", nil)),
		Rule:   ratings.Rule{Average: ratings.ByItem, Rounding: ratings.HalfUp, Decimals: 1, Levels: ratings.OsakaLevels()}}
	x := must(w.h.Ratings.Open(bg, a, a.WardID, d, true))
	marks := ratings.Marks{x.Fields[0].Items[0].Key: 400, x.Fields[0].Items[1].Key: 300}
	do := ratings.ActionDraft{Field: x.Fields[0].Key, What: "用件を復唱する", Who: "区民課", Due: "2027-03-31"}
	for _, err := range []error{w.h.Ratings.Enter(bg, a, x.ID, ratings.Sheet{Field: x.Fields[0].Key, Investigator: 1, Visit: 1}, "", marks), w.h.Ratings.Act(bg, a, x.ID, do)} {
		if err != nil {
			w.t.Fatal(err)
		}
	}
	must(w.h.Ratings.Bring(bg, a, x.ID, "評点.csv", []byte("分野,項目,調査員,評点\n電話応対,名のり,1,4\n")))
}

// actor signs one of the demo's people in.
func (w *town) actor(s demo.SignIn) people.Actor {
	w.t.Helper()
	return must(w.h.People.Who(bg, must(w.h.People.SignIn(bg, s.Number, demo.Password, "127.0.0.1", "test"))))
}

// route is a GET route with the expression of its addresses.
type route struct {
	path string
	is   *regexp.Regexp
}

var hole = regexp.MustCompile(`\\\{(\w+)(\\\.\\\.\\\.)?\\\}`)

func (w *town) routes() []route {
	var out []route
	for line := range strings.Lines(w.h.Routes.List()) {
		f := strings.Fields(line)
		if f[0] != http.MethodGet {
			continue
		}
		expr := strings.ReplaceAll(regexp.QuoteMeta(f[1]), `\{\$\}`, "")
		expr = hole.ReplaceAllStringFunc(expr, func(s string) string {
			if strings.Contains(s, `\.`) {
				return `.*`
			}
			return `[^/]+`
		})
		out = append(out, route{f[1], regexp.MustCompile("^" + expr + "$")})
	}
	slices.SortFunc(out, func(a, b route) int { return strings.Count(a.path, "{") - strings.Count(b.path, "{") }) // /goals/new before /goals/{id}
	return out
}

func routeOf(all []route, path string) string {
	for _, r := range all {
		if r.is.MatchString(path) {
			return r.path
		}
	}
	return ""
}

var link = regexp.MustCompile(`href="([^"#]+)`)

// follow walks from page to page as one role; of each route and role it opens a few pages, in the order of the links.
func (w *town) follow(routes []route, role string, from ...string) {
	w.t.Helper()
	opened, queue, done := map[string]int{}, from, map[string]bool{}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		u, err := url.Parse(at)
		if err != nil || done[at] {
			continue
		}
		done[at] = true
		route := routeOf(routes, u.Path)
		if route == "" || noPage[route] != "" || opened[route] >= 4 || u.Query().Has("as") {
			continue
		}
		opened[route]++
		code, body := w.fetch(role, at)
		if code >= 400 {
			w.t.Errorf("%s follows a link to %s and meets %d", role, at, code)
		}
		if code != http.StatusOK || !strings.Contains(body, "<html") {
			continue
		}
		if _, met := w.found[route]; !met {
			w.found[route] = stop{route, role, at}
		}
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			to, err := u.Parse(html.UnescapeString(m[1]))
			if err == nil && to.Scheme == "" {
				queue = append(queue, to.RequestURI())
			}
		}
	}
}

// fetch opens a page without a browser.
func (w *town) fetch(role, path string) (int, string) {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodGet, w.house.base+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if token := w.token[role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "kaname", Value: token})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return body(client.Do(r))
}

var (
	draftForm = regexp.MustCompile(`(?s)<form[^>]* data-draft="([^"]+)".*?</form>`)
	textField = regexp.MustCompile(`<(?:textarea|input)[^>]* name="([^"]+)"[^>]*>`)
	hiddenOne = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	noText    = regexp.MustCompile(`type="(?:hidden|radio|checkbox|file|date|search)"`)
)

// everyDraft half-fills each form that promises to keep what is typed, goes away, and comes back.
func (w *town) everyDraft(t *testing.T) {
	n := 0
	for _, s := range w.stops() {
		_, page := w.fetch(s.role, s.path)
		for _, form := range draftForm.FindAllStringSubmatch(page, -1) {
			n++
			fields := url.Values{"_form": {html.UnescapeString(form[1])}}
			for _, m := range hiddenOne.FindAllStringSubmatch(form[0], -1) {
				fields.Add(m[1], html.UnescapeString(m[2]))
			}
			typed := ""
			for _, m := range textField.FindAllStringSubmatch(form[0], -1) {
				if typed == "" && !noText.MatchString(m[0]) && !strings.Contains(m[0], `mode="numeric"`) {
					fields.Set(m[1], "とちゅうまで書いた7")
					typed = m[1]
				}
			}
			if typed == "" {
				t.Logf("%s has no field of text", s.route)
				continue
			}
			if code := w.send(s.role, "/drafts", fields); code != http.StatusOK {
				t.Errorf("%s is not kept: %d", s.route, code)
			}
			if _, again := w.fetch(s.role, s.path); !strings.Contains(again, "とちゅうまで書いた7") || !strings.Contains(again, "書きかけを戻しました") {
				t.Errorf("%s loses what was typed into %s", s.route, typed)
			}
		}
	}
	if n < 12 {
		t.Errorf("only %d forms were met", n)
	}
}

// send posts a form without a browser.
func (w *town) send(role, path string, fields url.Values) int {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, w.house.base+path, strings.NewReader(fields.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "kaname", Value: w.token[role]})
	code, _ := body(http.DefaultClient.Do(r))
	return code
}

func (w *town) stops() []stop {
	out := make([]stop, 0, len(w.found))
	for _, s := range w.found {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b stop) int { return strings.Compare(a.route, b.route) })
	if len(out) < 40 {
		w.t.Errorf("only %d pages were met", len(out))
	}
	return out
}
