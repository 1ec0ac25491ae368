package publishing_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/publishing"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/web"
	"kaname/people"
)

var ctx = context.Background()

// room is the public room over a house of the tests: what the other rooms would answer stands in its fields.
type room struct {
	*apptest.City
	*publishing.Publishing
	items     []publishing.Item
	policy    publishing.Policy
	changes   []publishing.Change
	standards []publishing.Standard
	routes    *web.Routes
}

func newRoom(t testing.TB) *room {
	c := apptest.New(t)
	r := &room{City: c}
	r.Publishing = &publishing.Publishing{DB: c.DB, Now: c.Now, Note: c.App.Audit.Note, City: c.App.People.City,
		Start: func(context.Context) clock.Start { return clock.April },
		Items: func(_ context.Context, _ *db.Tx, wardID string, years []clock.FY) (out []publishing.Item, err error) {
			for _, what := range []string{"goal", "result"} {
				for _, it := range r.items {
					if it.What == what && slices.Contains(years, it.Text.FY) && (wardID == "" || it.Text.WardID == wardID) {
						out = append(out, it)
					}
				}
			}
			return out, nil
		},
		Policy: func(_ context.Context, _ *db.Tx, wardID string, fy clock.FY) (publishing.Policy, bool, error) {
			return r.policy, fy == 2026 && wardID == c.Minato.ID && r.policy.Foreword != "", nil
		},
		Changes: func(_ context.Context, _ *db.Tx, wardID string, from, to clock.Date) (out []publishing.Change, err error) {
			for _, x := range r.changes {
				if wardID == c.Minato.ID && from <= x.On && x.On <= to {
					out = append(out, x)
				}
			}
			return out, nil
		},
		Standards: func(_ context.Context, _ *db.Tx, fy clock.FY) ([]publishing.Standard, error) {
			if fy != 2026 {
				return nil, nil
			}
			return r.standards, nil
		},
		NextSurvey: func(_ context.Context, _ *db.Tx, wardID string, day clock.Date) (publishing.Survey, bool, error) {
			return publishing.Survey{Title: "来庁者アンケート", From: "2026-11-04", To: "2026-11-15"}, wardID == c.Minato.ID, nil
		}}
	r.routes = web.NewRoutes()
	r.routes.Stranger = c.App.People.Stranger
	r.Publishing.Routes(r.routes)
	r.fill()
	return r
}

func of(v float64) *float64 { return &v }

// The ids of the promises.
const (
	waitID, explainID, signID = "0198c000-0000-7000-8000-00000000aa01", "0198c000-0000-7000-8000-00000000aa02", "0198c000-0000-7000-8000-00000000aa03"
	greetID, oldWaitID        = "0198c000-0000-7000-8000-00000000aa04", "0198c000-0000-7000-8000-00000000aa05"
	phoneID, midoriID         = "0198c000-0000-7000-8000-00000000aa06", "0198c000-0000-7000-8000-00000000bb01"
)

func year(fy clock.FY, v float64, n int, source string) publishing.Point {
	return publishing.Point{FY: fy, From: clock.April.First(fy), To: clock.April.Last(fy), Value: v, N: n, Source: source}
}

func share(name string, target float64, values ...float64) publishing.Measure {
	m := publishing.Measure{Name: name, Unit: "％", Aim: "80％以上", Base: "来庁者アンケートに答えた人", Period: "調査の期間", Rounding: "小数を四捨五入",
		Direction: "大きいほどよい", Shape: "ratio", Target: of(target), Definition: "5段階で「とてもよい」「よい」と答えた人の割合"}
	for i, v := range values {
		fy := clock.FY(2026 - len(values) + 1 + i)
		m.Points = append(m.Points, publishing.Point{FY: fy, From: clock.Date(itoa(int(fy)) + "-09-01"), To: clock.Date(itoa(int(fy)) + "-09-30"), Value: v, N: 380 + i*12, Source: "来庁者アンケート"})
	}
	return m
}

// fill puts the year of the tests together: three promises with figures, one without, and last year's results.
func (r *room) fill() {
	minutes := publishing.Measure{Name: "平均待ち時間", Unit: "分", Aim: "20分以内", Base: "番号札を取った人", Period: "月", Rounding: "小数第2位を四捨五入", Direction: "小さいほどよい",
		Shape: "ratio", Target: of(20), Decimals: 1, Definition: "番号札を引いてから呼ばれるまでの時間の平均",
		Points: []publishing.Point{year(2023, 27.8, 52310, "番号発券機の記録"), year(2024, 26.2, 51904, "番号発券機の記録"), year(2025, 25, 53118, "番号発券機の記録"),
			{FY: 2026, From: "2026-08-01", To: "2026-08-31", Value: 22.4, N: 4812, Source: "番号発券機の記録"}}}
	w, ward := r.Minato.ID, r.Minato.Name
	promise := func(id string, fy clock.FY, office, title, words, situation string, ms ...publishing.Measure) publishing.Item {
		return publishing.Item{ID: id, What: "goal", Approval: "ok-" + id, At: clock.Instant(itoa(int(fy)) + "-05-20T01:00:00.000Z"),
			Text: publishing.Text{WardID: w, Ward: ward, Office: office, FY: fy, Title: title, Words: words, Situation: situation, Measures: ms, Serves: []string{"基準3-2 呼ぶまでの時間"}}}
	}
	r.items = []publishing.Item{
		promise(waitID, 2026, "区民課", "待つ時間を短くします", "朝いちばんの行列をなくしたい。", "午前10時から11時に、平均で30分近くお待たせしています。", minutes),
		promise(explainID, 2026, "区民課", "わかりやすく説明します", "「わかった」と言って帰ってほしい。", "5人に1人が、説明がわかりにくいと答えています。", share("説明がわかりやすかった人", 80, 74, 78, 81)),
		promise(signID, 2026, "総務課", "案内表示をわかりやすくします", "迷わせない庁舎にする。", "1階で迷う方が多くいます。", share("案内表示がわかりやすかった人", 75, 67, 66)),
		promise(greetID, 2026, "保険年金課", "こちらから声をかけます", "立ち止まっている方に、先に声をかける。", "手続きの前に迷っている方がいます。"),
		promise(oldWaitID, 2025, "区民課", "待つ時間を25分以内にします", "待たせない窓口に。", "", minutes),
		promise(phoneID, 2025, "区民課", "電話を1回で済むようにします", "たらい回しをなくす。", "", publishing.Measure{Name: "1回で済んだ電話", Unit: "％", Aim: "90％以上", Base: "代表電話を受けた件", Period: "月",
			Rounding: "小数を四捨五入", Direction: "大きいほどよい", Shape: "ratio", Target: of(90), Points: []publishing.Point{year(2025, 81, 10422, "電話の記録")}}),
	}
	r.items = append(r.items, result(r.items[4], "on", "記入台を案内の職員のほうへ向けました。", "", "水曜日の午前に応援の職員をふやします。"),
		result(r.items[5], "off", "代表電話の受け持ち表を作りました。", "受け持ちの係がわからないまま電話を回すことが多くありました。", "よくある用件50件の受け持ち表を4月に作り、全員の机に置いています。"))
	m := promise(midoriID, 2026, "区民課", "手続きの案内を1枚にします", "1枚でわかるように。", "")
	m.Text.WardID, m.Text.Ward = r.Midori.ID, r.Midori.Name
	r.items = append(r.items, m)
	r.policy = publishing.Policy{Foreword: "待たせない、迷わせない区役所をつくります。", On: "2026-04-20", Points: []publishing.PolicyPoint{{Title: "待ち時間を短くする", Text: "朝の混雑をならします。"}, {Title: "ことばをやさしくする", Text: "お知らせの文をやさしくします。"}}}
	r.changes = []publishing.Change{{On: "2026-08-10", Voice: "番号札の字が小さくて、何度も見直した。", Text: "番号札の字を大きくしました。", TextEasy: "{番号札|ばんごうふだ}の {字|じ}を {大|おお}きく しました。", Office: "区民課"},
		{On: "2026-09-02", Voice: "昼休みも全部の窓口を開けてほしい。", Text: "職員の数が足りず、昼は半分の窓口です。混む時間を入口に掲示しました。", Office: "区民課", Cannot: true}}
	r.standards = []publishing.Standard{{Code: "3-2", Principle: "待たせない", Title: "呼ぶまでの時間", Promise: "番号札を取ってから、平均20分以内に呼ぶ。", Level: "最低基準", Attained: "月の平均が20分以内", Since: 2026, Raised: true},
		{Code: "3-3", Principle: "待たせない", Title: "混む時間の知らせ", Promise: "混む日と時間を、前もって知らせる。", Level: "目指すべき姿", Attained: "ウェブと掲示で知らせている", Since: 2024}}
}

// result is an approved result of a promise.
func result(goal publishing.Item, reach, did, issue, remedy string) publishing.Item {
	goal.What, goal.Approval, goal.At = "result", goal.Approval+"-r", "2026-05-21T01:00:00.000Z"
	goal.Text.Reach, goal.Text.Done, goal.Text.Summary, goal.Text.Issue, goal.Text.Remedy = reach, "on", did, issue, remedy
	goal.Text.Reason, goal.Text.Rule = "進捗率と目安をくらべました。", "rule-1"
	return goal
}

// ready writes everything that residents need, so that the pages may be written out.
func (r *room) ready() {
	r.T.Helper()
	a := r.Act(r.Jimu.ID)
	for _, it := range r.items {
		if it.What == "goal" && it.Text.WardID == r.Minato.ID {
			r.Must(r.PutPlainly(ctx, a, r.Minato.ID, it.Text.FY, it.ID, "", publishing.Plain{EasyTitle: "やさしい {約束|やくそく}です", EasyWords: "{待|ま}つ {時間|じかん}が {長|なが}いです。", EasyResult: "できませんでした。{係|かかり}が わからなかったからです。", EnTitle: "A promise in English"}))
		}
	}
	r.Must(r.Announce(ctx, a, r.Minato.ID, 2026, "", publishing.Announced{NextOn: "2026-11-06", Contact: "みなと区役所 総務課\n電話 000-000-0000"}, false))
}

// get asks the room's own routes for a page; a zero actor is a stranger.
func (r *room) get(a people.Actor, path string) *httptest.ResponseRecorder {
	return r.ask(a, httptest.NewRequest(http.MethodGet, path, nil))
}

func (r *room) post(a people.Actor, path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.ask(a, req)
}

func (r *room) ask(a people.Actor, req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	if a.SignedIn() {
		req = people.As(req, a)
	}
	r.routes.ServeHTTP(w, req)
	return w
}
