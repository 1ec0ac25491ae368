package policies_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kaname/area/policies"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/id"
	"kaname/kit/ui"
	"kaname/people"
)

func TestTwoPeopleSavingOneDraftGetBothVersions(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	theirs := p.Draft
	theirs.Foreword = "区長が先に書いた言葉"
	o.Must(o.Room.Save(ctx, o.Kucho, p.ID, p.UpdatedAt, theirs))
	w := o.ask(o.Jimu, http.MethodPost, "/policies/"+p.ID, url.Values{"seen": {string(p.UpdatedAt)}, "foreword": {"事務局があとで書いた言葉"},
		"point": {p.Points[0].ID}, "title-" + p.Points[0].ID: {p.Points[0].Title}})
	body := w.Body.String()
	for _, want := range []string{"ほかの人が先に保存しました", "区長が先に書いた言葉", "事務局があとで書いた言葉", "港 泉"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	now := o.find(p.ID)
	if w.Code != http.StatusConflict || now.Foreword != theirs.Foreword || !strings.Contains(body, `name="seen" value="`+string(now.UpdatedAt)+`"`) {
		t.Error(w.Code, now.Foreword)
	}
}

// press sends the edit form of p with one of its buttons and follows where it leads.
func (o *office) press(p policies.Policy, do string, form url.Values) string {
	o.T.Helper()
	form.Set("do", do)
	form.Set("seen", string(p.UpdatedAt))
	w := o.ask(o.Jimu, http.MethodPost, "/policies/"+p.ID, form)
	if w.Code != http.StatusSeeOther {
		o.T.Fatalf("%s: %d %s", do, w.Code, w.Body.String())
	}
	return o.get(o.Jimu, w.Header().Get("Location"))
}

func TestPointsMoveWithoutScriptAndNothingTypedIsLost(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	one, two := p.Points[0].ID, p.Points[1].ID
	form := func(order ...string) url.Values {
		return url.Values{"foreword": {"まだ保存していない言葉"}, "point": order, "title-" + one: {"題一"}, "title-" + two: {"題二"}, "link-" + two: {"standard:s32"}}
	}
	inOrder := func(page string, ids ...string) {
		t.Helper()
		at := -1
		for _, x := range ids {
			n := strings.Index(page, `name="point" value="`+x+`"`)
			if n <= at {
				t.Errorf("the points stand otherwise than %v", ids)
			}
			at = n
		}
		if !strings.Contains(page, "まだ保存していない言葉") || !strings.Contains(page, `value="題二"`) {
			t.Error("something typed is lost")
		}
	}
	page := o.press(p, "up:"+two, form(one, two))
	inOrder(page, two, one)
	if !strings.Contains(page, `value="standard:s32" checked`) {
		t.Error("the link is lost")
	}
	inOrder(o.press(p, "down:"+two, form(two, one)), one, two)
	page = o.press(p, "add", form(one, two))
	if inOrder(page, one, two); strings.Count(page, `name="point"`) != 3 {
		t.Error("no third point")
	}
	if page = o.press(p, "remove:"+one, form(one, two)); strings.Contains(page, `value="`+one+`"`) {
		t.Error("the point is still there")
	}
	if got := o.find(p.ID); len(got.Points) != 2 || got.Points[0].Title != "わかりやすい説明" {
		t.Error("moving saved the draft")
	}
}

func TestAHalfFilledFormComesBackWithTheVersionItStartedFrom(t *testing.T) {
	o := newOffice(t)
	p := o.draft(twoPoints())
	o.Must(o.DB.Write(ctx, func(tx *db.Tx) error {
		return drafts.Keep(ctx, tx, o.Jimu.ID, "policy:"+p.ID, url.Values{"seen": {string(p.UpdatedAt)}, "foreword": {"途中の言葉"}}, o.Jimu.Now)
	}))
	o.Must(o.Room.Save(ctx, o.Kucho, p.ID, p.UpdatedAt, twoPoints()))
	page := o.get(o.Jimu, "/policies/"+p.ID+"/edit")
	if !strings.Contains(page, "書きかけを戻しました") || !strings.Contains(page, "途中の言葉") {
		t.Error("the half-filled form is lost")
	}
	if !strings.Contains(page, `name="seen" value="`+string(p.UpdatedAt)+`"`) {
		t.Error("saving it would write over the ward head's words unseen")
	}
	w := o.ask(o.Jimu, http.MethodPost, "/policies/"+p.ID, url.Values{"seen": {string(o.find(p.ID).UpdatedAt)}, "foreword": {"書き終えた言葉"}})
	if w.Code != http.StatusSeeOther || strings.Contains(o.get(o.Jimu, "/policies/"+p.ID+"/edit"), "書きかけを戻しました") {
		t.Error("what was saved is still kept as half-filled")
	}
}

func TestThePageShowsWhatServesEachPointAndWhatIsAdrift(t *testing.T) {
	o := newOffice(t)
	p := o.publish(o.draft(twoPoints()))
	o.Goals = []policies.ServedBy{{PointID: p.Points[1].ID, Title: "待ち時間を平均20分以内にする", Office: "区民課", Href: "/goals/g1", State: ui.State{Word: "気がかり", Shape: "care", Tone: "care"}},
		{PointID: id.New(), Title: "前の方針の目標", Office: "保険年金課", Href: "/goals/g2", State: ui.State{Word: "順調", Shape: "good", Tone: "good"}}}
	page := o.get(o.Hana, "/policies?fy=2026")
	second := page[strings.Index(page, "方針2"):]
	if !strings.Contains(second[:strings.Index(second, "</section>")], "待ち時間を平均20分以内にする") {
		t.Error("the goal does not stand under its point")
	}
	if adrift := page[strings.Index(page, "h-adrift"):]; !strings.Contains(adrift, "前の方針の目標") {
		t.Error("a goal of a point that went is lost silently")
	}
	if strings.Contains(page, "つぎの版を書く") || strings.Contains(page, "公表の承認を求める") {
		t.Error("a clerk is shown a deed that they may not do")
	}
	next := o.draft(policies.Draft{Foreword: "第2版", Points: []policies.Point{p.Points[0], point("新しい方針", "")}})
	if page := o.get(o.Jimu, "/policies/"+next.ID); !strings.Contains(page[strings.Index(page, "h-adrift"):], "待ち時間を平均20分以内にする") {
		t.Error("the draft does not say which goals lose their point")
	}
	o.publish(next)
	if page := o.get(o.Hana, "/policies/"+p.ID); strings.Contains(page, "h-adrift") {
		t.Error("an old version calls the goals of the new one adrift")
	}
	if page := o.get(o.Kucho, "/policies?fy=2026"); !strings.Contains(page, "つぎの版を書く") {
		t.Error("the ward head cannot go on")
	}
}

func TestEveryPastVersionStaysReadable(t *testing.T) {
	o := newOffice(t)
	first := o.publish(o.draft(twoPoints()))
	d := twoPoints()
	d.Foreword = "第2版の言葉"
	second := o.publish(o.draft(d))
	page := o.get(o.Hana, "/policies/"+first.ID)
	for _, want := range []string{"第1版を見ています", "ことしは、待つ時間を短くします。", `href="/policies/` + second.ID + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if page := o.get(o.Hana, "/policies"); !strings.Contains(page, "第2版の言葉") || !strings.Contains(page, "前から変わった所") {
		t.Error("the version that stands is not shown first")
	}
	if w := o.ask(o.Kucho, http.MethodGet, "/policies/"+first.ID+"/edit", nil); w.Code == http.StatusOK {
		t.Error("a published version opens for writing")
	}
}

func TestWhatKeepsADraftFromPublicationIsSaidAtItsField(t *testing.T) {
	o := newOffice(t)
	p := o.draft(policies.Draft{Foreword: "言葉", Points: []policies.Point{point("", "本文だけ")}})
	w := o.ask(o.Jimu, http.MethodPost, "/policies/"+p.ID+"/publication", nil)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#title-`+p.Points[0].ID+`"`) {
		t.Error(w.Code)
	}
}

func TestThePagesOfAPolicyAskTheDatabaseSeldom(t *testing.T) {
	o := newOffice(t)
	first := o.publish(o.draft(twoPoints()))
	d := o.draft(twoPoints())
	_, err := o.Room.AskPublication(ctx, o.Jimu, d.ID, false)
	o.Must(err)
	for _, c := range []struct {
		a    people.Actor
		path string
		most int64
	}{{o.Hana, "/policies", 5}, {o.Shicho, "/policies", 5}, {o.Shicho, "/policies?ward=" + o.Minato.ID, 5}, {o.Jimu, "/policies/" + d.ID, 6}, {o.Jimu, "/policies/" + first.ID + "/print", 6}} {
		counted, n := db.Counting(ctx)
		r := httptest.NewRequest(http.MethodGet, c.path, nil).WithContext(counted)
		w := httptest.NewRecorder()
		o.door.ServeHTTP(w, people.As(r, c.a))
		if w.Code != http.StatusOK || n.Load() > c.most {
			t.Errorf("%s: %d, %d queries", c.path, w.Code, n.Load())
		}
	}
}

func TestTheCityReadsEveryWardsPolicyAndAWardOnlyItsOwn(t *testing.T) {
	o := newOffice(t)
	p := o.publish(o.draft(twoPoints()))
	if page := o.get(o.Shicho, "/policies"); !strings.Contains(page, "待たせない窓口") || !strings.Contains(page, "みどり区") {
		t.Error("the city does not see all wards")
	}
	for _, path := range []string{"/policies/" + p.ID, "/policies?ward=" + o.Minato.ID, "/policies/" + p.ID + "/print"} {
		if w := o.ask(o.Yuki, http.MethodGet, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("another ward's clerk: %s %d", path, w.Code)
		}
	}
	if page := o.get(o.Yuki, "/policies"); !strings.Contains(page, "みどり区の方針") || strings.Contains(page, "みなと区") {
		t.Error("a ward without a policy shows another's")
	}
}

func TestALongPolicyIsPrintedOnAsManySheetsAsItNeeds(t *testing.T) {
	o := newOffice(t)
	d := policies.Draft{Foreword: strings.Repeat("長い言葉。", 230)}
	for range policies.PointsMost {
		d.Points = append(d.Points, point("題", strings.Repeat("本文です。", 119)))
	}
	p := o.draft(d)
	page := o.get(o.Hana, "/policies/"+p.ID+"/print")
	if n := strings.Count(page, `class="a4 gs pol"`); n < 4 || strings.Count(page, "本文です。") != 119*policies.PointsMost {
		t.Errorf("%d sheets", n)
	}
}

func TestThePolicyGoesOutAsAFile(t *testing.T) {
	o := newOffice(t)
	p := o.publish(o.draft(twoPoints()))
	w := o.ask(o.Hana, http.MethodGet, "/policies/"+p.ID+"?as=csv", nil)
	if body := w.Body.String(); !strings.Contains(body, "待たせない窓口") || !strings.Contains(body, "はじめの言葉") || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Error(body)
	}
}
