package standards_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kaname/area/standards"
	"kaname/kit/db"
	"kaname/people"
)

// second puts another standard in force beside the first, by the meeting's decision, from the running year on.
func (h *hall) second(code string) {
	h.T.Helper()
	proposal, err := h.Room.Write(h.ctx, h.act(h.Shicho), "", h.plain(code, "書き方の見本", "申請書の書き方の見本をすべての台に置く", "適切なサービス提供", "all"), "わけ", false)
	h.Must(err)
	h.At("2026-03-20")
	v, err := h.Room.ViewProposal(h.ctx, h.act(h.Bucho), proposal)
	h.Must(err)
	a := h.act(h.Bucho)
	request, err := h.Room.Decide(h.ctx, a, a.FY, v.StandardID, "", standards.Ruling{Choice: standards.Adopt, Reason: "わけ", ProposalID: proposal}, false)
	h.Must(err)
	h.Must(h.Desk.Decide(h.ctx, a, request, true, ""))
	h.At("2026-05-01")
}

func TestTheMatrixHidesNothingAndIsInTheOrderOfTheWards(t *testing.T) {
	h := open(t)
	h.first()
	h.second("3-3")
	h.Must(h.Room.Record(h.ctx, h.act(h.MidoriJimu), h.Midori.ID, map[string]standards.CheckDraft{h.id("3-2"): {Period: "2026-05", Result: standards.Fit}, h.id("3-3"): {Period: "2026-05", Result: standards.Fit}}, false))
	_, m, err := h.Room.Matrix(h.ctx, h.act(h.Hana), 2026)
	h.Must(err)
	if got := strings.Join(m.Columns, " "); got != "みなと区 みどり区" {
		t.Errorf("wards are in the order %q; the ward that has reached everything must not come first", got)
	}
	if len(m.Rows) != 2 {
		t.Fatalf("%d rows, want every standard in force", len(m.Rows))
	}
	for _, r := range m.Rows {
		if r.Cells[0].Word != "これから" || r.Cells[1].Word != "達成" {
			t.Errorf("%s: %v", r.Label, r.Cells)
		}
	}
}

func TestPagesOfTheStandardsAnswerInAFewQueries(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	proposal := h.ready(id, 25)
	h.Must(h.Room.Record(h.ctx, h.act(h.Jimu), h.Madoguchi.ID, map[string]standards.CheckDraft{id: {Period: "2026-04", Result: standards.Fit}}, false))
	for path, who := range map[string]people.Actor{"/standards": h.Hana, "/standards/" + id: h.Kacho, "/standards/matrix": h.Hana, "/standards/verification": h.Bucho, "/standards/checks": h.Jimu,
		"/standards/" + id + "/check": h.Kacho, "/standards/new": h.Shicho, "/standards/" + id + "/edit": h.Shicho, "/proposals": h.Hana, "/proposals/new": h.Hana, "/proposals/" + proposal: h.Hana,
		"/proposals/" + proposal + "/edit": h.Shicho, "/principles": h.Hana, "/principles/new": h.Shicho, "/principles/" + h.principle("市民の視点") + "/edit": h.Shicho} {
		ctx, n := db.Counting(h.ctx)
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
		w := h.serve(h.act(who), r)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", path, w.Code, w.Body.String())
		}
		if n.Load() > 12 {
			t.Errorf("%s took %d queries, want at most 12", path, n.Load())
		}
		if strings.Contains(w.Body.String(), "style=") || strings.Contains(w.Body.String(), "こちら") {
			t.Errorf("%s has an inline style or a こちら", path)
		}
	}
}

func TestSearchFindsByNumberAndByWord(t *testing.T) {
	h := open(t)
	h.first()
	h.second("3-3")
	for q, want := range map[string]string{"３－３": "書き方の見本", "番号札": "呼ぶまでの時間", "適切な": "書き方の見本"} {
		page := h.get(h.act(h.Hana), "/standards?q="+url.QueryEscape(q)).Body.String()
		if !strings.Contains(page, want+"</a>") {
			t.Errorf("searching %s does not list %s", q, want)
		}
	}
	page := h.get(h.act(h.Hana), "/standards?q="+url.QueryEscape("ない言葉")).Body.String()
	if !strings.Contains(page, "すべての基準を見る") {
		t.Error("a search without a hit shows no way on")
	}
}

func TestADecisionWithoutAReasonKeepsWhatWasTyped(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	w := h.post(h.act(h.Bucho), "/standards/"+id+"/decision", url.Values{"fy": {"2026"}, "decision": {"retire"}, "ward": {h.Minato.ID}, "state-" + h.Minato.ID: {"part"}, "note-" + h.Minato.ID: {"会議で聞いた"}})
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `value="retire" selected`) || !strings.Contains(body, "会議で聞いた") || !strings.Contains(body, "理由を書いてください") {
		t.Errorf("%d: what was typed is lost", w.Code)
	}
	w = h.post(h.act(h.Bucho), "/standards/"+id+"/decision", url.Values{"fy": {"2026"}, "decision": {"keep"}, "reason": {"様子を見る"}})
	if w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "#s-"+id) {
		t.Errorf("a saved row leads to %d %s", w.Code, w.Header().Get("Location"))
	}
}

func TestAnOfficeChecksSeveralStandardsOnOnePage(t *testing.T) {
	h := open(t)
	h.first()
	h.second("3-3")
	a, b := h.id("3-2"), h.id("3-3")
	kacho := h.act(h.Kacho)
	form := url.Values{"office": {h.Kumin.ID}, "period": {"2026-05"}, "standard": {a, b}, a + ".result": {"fit"}, a + ".value": {"１８．４"}, b + ".result": {"unfit"}}
	if w := h.post(kacho, "/standards/checks", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="18.4"`) || !strings.Contains(w.Body.String(), "つぎにすることを1行") {
		t.Errorf("%d: 不適合 without a next action, or the value typed is lost", w.Code)
	}
	form.Set(b+".next", "見本を置く")
	if w := h.post(kacho, "/standards/checks", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body.String())
	}
	page := h.get(kacho, "/standards/"+a).Body.String()
	if !strings.Contains(page, "18.4分") {
		t.Error("the value measured does not show on the standard's page")
	}
	if page := h.get(h.act(h.Yuki), "/standards/"+a).Body.String(); strings.Contains(page, "見本を置く") || strings.Contains(page, "点検の記録") {
		t.Error("another ward reads the records of the checks")
	}
}

func TestTheListIsGivenAsFilesAndAsJSON(t *testing.T) {
	h := open(t)
	h.first()
	for _, as := range []string{"xlsx", "csv", "cp932"} {
		w := h.get(h.act(h.Hana), "/standards?as="+as)
		if w.Code != http.StatusOK || w.Body.Len() < 100 || w.Header().Get("Content-Disposition") == "" {
			t.Errorf("%s: %d, %d bytes", as, w.Code, w.Body.Len())
		}
	}
	b, err := h.Room.ListJSON(h.ctx, h.act(h.Shicho), 2026)
	h.Must(err)
	var got struct {
		FY, Edition int
		Standards   []struct {
			Code  string
			Wards []struct{ Ward, State string }
		}
	}
	h.Must(json.Unmarshal(b, &got))
	if got.Edition != 1 || len(got.Standards) != 1 || got.Standards[0].Code != "3-2" || len(got.Standards[0].Wards) != 2 || got.Standards[0].Wards[0].State != "coming" {
		t.Errorf("%s", b)
	}
}

func TestTheBoardHearsOfTheCitysWheel(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	h.ready(id, 25)
	h.Must(h.DB.Read(h.ctx, func(tx *db.Tx) error {
		o, err := h.Room.Overview(h.ctx, tx, h.act(h.Hana), h.Minato.ID, 2026)
		h.Must(err)
		if o.Edition != 1 || o.Items != 1 || o.Proposals != 1 || o.Coming != 1 || len(o.Principles) != 8 || len(o.Years) != 1 || o.Verifying != 1 {
			t.Errorf("%+v", o)
		}
		if got := o.Steps.Sentence(); got != "基準1 1項目（R8年度、いま）、基準2案 1項目（R9年度、これから）。" {
			t.Errorf("the staircase says %q", got)
		}
		targets, err := h.Room.Targets(h.ctx, tx, h.act(h.Hana), h.Minato.ID, 2026)
		if last := targets[len(targets)-1]; len(targets) != 9 || last.ID != id || last.Name != "基準3-2 呼ぶまでの時間" || last.Href != "/standards/"+id {
			t.Errorf("%+v", targets)
		}
		return err
	}))
}
