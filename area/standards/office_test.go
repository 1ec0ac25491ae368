package standards_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/standards"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/approval"
)

// hall is the city of the tests with the standards room open in it.
type hall struct {
	*apptest.City
	Room *standards.Standards
	Desk *approval.Desk
	ctx  context.Context
	door *web.Routes
}

func open(t testing.TB) *hall {
	c := apptest.New(t)
	h := &hall{City: c, ctx: context.Background()}
	h.Desk = &approval.Desk{DB: c.DB, Now: c.Now, Note: c.App.Audit.Note,
		Tell: func(context.Context, *db.Tx, people.Actor, string, string, string, bool) error { return nil }}
	h.Room = &standards.Standards{DB: c.DB, Now: c.Now, Note: c.App.Audit.Note, Start: func(context.Context) clock.Start { return clock.April }, Approvals: h.Desk,
		Goals: func(context.Context, *db.Tx, people.Actor, string, clock.FY) ([]standards.ServedBy, error) {
			return []standards.ServedBy{{GoalID: "g", Title: "待ち時間を平均20分以内にする", Office: "区民課", Href: "/goals/g", State: ui.State{Word: "気がかり", Shape: "care", Tone: "care"}}}, nil
		}}
	h.Desk.Decided = h.Room.Decided
	h.door = web.NewRoutes()
	h.door.Stranger = c.App.People.Stranger
	h.Room.Routes(h.door)
	return h
}

// act is somebody as of the test's clock.
func (h *hall) act(a people.Actor) people.Actor { return h.Act(a.ID) }

// waiting is the wording of the standard about waiting times, at a threshold.
func (h *hall) waiting(minutes float64) standards.Draft {
	return standards.Draft{Code: "3-2", PrincipleID: h.principle("適切なサービス提供"), Title: "呼ぶまでの時間", Promise: "番号札を取ってから、平均" + standards.Figure(minutes) + "分以内に呼ぶ",
		Text: "番号札を取ってから最初に呼ぶまでの時間の、月の平均です。待つ見込みがこえるときは、理由とおよその時刻を知らせます。", Axis: "soft", Level: "minimum", Applies: "counter", ChangeableBy: "city",
		Measure: "observation", How: "番号発券機の記録（毎日自動）。発券機のない窓口は、月に1日の実測。", Threshold: &minutes, Unit: "分", Direction: "down",
		Attained: "月の平均が" + standards.Figure(minutes) + "分以内の月が、年12か月のうち10か月以上"}
}

func (h *hall) plain(code, title, promise, principle, applies string) standards.Draft {
	return standards.Draft{Code: code, PrincipleID: h.principle(principle), Title: title, Promise: promise, Axis: "soft", Level: "minimum", Applies: applies, ChangeableBy: "ward", Measure: "yesno", How: "月に1度、所属で見て回る"}
}

func (h *hall) principle(name string) string {
	h.T.Helper()
	all, err := h.Room.Principles(h.ctx, h.Shicho, h.Shicho.FY)
	h.Must(err)
	for _, p := range all {
		if p.Name == name {
			return p.ID
		}
	}
	h.T.Fatalf("no principle %q", name)
	return ""
}

// first puts 基準1 in force from the running year, with the standard about waiting times in it.
func (h *hall) first(more ...standards.Draft) {
	h.T.Helper()
	shicho := h.act(h.Shicho)
	h.Must(h.Room.BeginPrinciples(h.ctx, shicho, false))
	for _, d := range append([]standards.Draft{h.waiting(30)}, more...) {
		_, err := h.Room.Write(h.ctx, shicho, "", d, "はじめに定めるため", false)
		h.Must(err)
	}
	request, err := h.Room.Begin(h.ctx, shicho, shicho.FY, false)
	h.Must(err)
	h.Must(h.Desk.Decide(h.ctx, h.act(h.Bucho), request, true, ""))
}

// id is the standard that bears a code in fy.
func (h *hall) id(code string) string {
	h.T.Helper()
	return h.at(code, h.act(h.Bucho).FY).StandardID
}

func (h *hall) at(code string, fy clock.FY) standards.Version {
	h.T.Helper()
	v, err := h.Room.View(h.ctx, h.act(h.Bucho), fy, "", "", standards.Filter{})
	h.Must(err)
	for _, it := range v.Items {
		if it.Code == code {
			return it
		}
	}
	h.T.Fatalf("no standard %s in %d", code, fy)
	return standards.Version{}
}

// ready is a proposal whose wording waits for the meeting.
func (h *hall) ready(standardID string, minutes float64) string {
	h.T.Helper()
	p, err := h.Room.Write(h.ctx, h.act(h.Shicho), standardID, h.waiting(minutes), "すべての区が届いたため", false)
	h.Must(err)
	return p
}

func (h *hall) raise(standardID, proposalID string) (string, error) {
	a := h.act(h.Bucho)
	return h.Room.Decide(h.ctx, a, a.FY, standardID, h.seen(standardID, a.FY), standards.Ruling{Choice: standards.Raise, Reason: "対象の区が達成したため", ProposalID: proposalID}, false)
}

// seen is the decision that stands now.
func (h *hall) seen(standardID string, fy clock.FY) clock.Instant {
	h.T.Helper()
	v, err := h.Room.Verification(h.ctx, h.act(h.Bucho), fy)
	h.Must(err)
	for _, r := range v.Rows {
		if r.StandardID == standardID {
			return r.Decision.UpdatedAt
		}
	}
	return ""
}

func (h *hall) get(a people.Actor, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	return h.serve(a, r)
}

func (h *hall) post(a people.Actor, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.serve(a, r)
}

func (h *hall) serve(a people.Actor, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	if a.SignedIn() {
		r = people.As(r, a)
	}
	h.door.ServeHTTP(w, r)
	return w
}
