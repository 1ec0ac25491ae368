package approval_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/goals"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

var ctx = context.Background()

// asked puts a goal forward; section head and ward head are to answer.
func asked(t *testing.T, c *apptest.City) string {
	t.Helper()
	g, err := c.App.Goals.Open(ctx, c.Kacho, goals.Draft{Kind: goals.KindGoal, OfficeID: c.Kumin.ID, FY: 2026, Title: "復唱をする", Words: "聞きちがいをなくす"}, false)
	c.Must(err)
	ask, err := c.App.Goals.AskPublication(ctx, c.Taro, g.ID, "goal", false)
	c.Must(err)
	return ask
}

func TestAReturnNeedsAReasonAndEndsTheRequest(t *testing.T) {
	c := apptest.New(t)
	ask := asked(t, c)
	if err := c.App.Approvals.Decide(ctx, c.Kacho, ask, false, ""); fault.ProblemsOf(err).Of("reason") == "" {
		t.Errorf("returned without a reason: %v", err)
	}
	c.Must(c.App.Approvals.Decide(ctx, c.Kacho, ask, false, "目安の根拠を足してください。"))
	if err := c.App.Approvals.Decide(ctx, c.Kucho, ask, true, ""); fault.Of(err) != fault.Conflict {
		t.Errorf("decided after it was returned: %v", err)
	}
}

func TestADeputyDecidesInTheirPlaceAndItIsSaid(t *testing.T) {
	c := apptest.New(t)
	ask := asked(t, c)
	if err := c.App.Approvals.Decide(ctx, c.Hana, ask, true, ""); fault.Of(err) != fault.Forbidden {
		t.Fatalf("anybody decides: %v", err)
	}
	c.Must(c.DB.Write(ctx, func(tx *db.Tx) error {
		return c.App.Approvals.Appoint(ctx, tx, c.Kanri, id.New(), people.SectionHead, c.Kumin.ID, c.Hana.ID, "2026-04-01", "2026-04-30", false)
	}))
	c.Must(c.App.Approvals.Decide(ctx, c.Hana, ask, true, ""))
	c.Must(c.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := c.App.Approvals.Waiting(ctx, tx, c.Kucho)
		if err != nil || len(all) != 1 || !all[0].Steps[0].Proxy {
			t.Errorf("代決 is not said: %v %+v", err, all)
		}
		return nil
	}))
}

func TestTheAdministratorNamesDeputiesByNumberAndSeesTheNameFirst(t *testing.T) {
	c := apptest.New(t)
	number := func(staffID string) (n string) {
		c.Must(c.DB.Read(ctx, func(tx *db.Tx) error {
			return tx.Row(ctx, `SELECT number FROM staff WHERE id = $1`, staffID).Scan(&n)
		}))
		return n
	}
	form := url.Values{"place": {"section_head " + c.Kumin.ID}, "number": {" " + number(c.Hana.ID)}, "from": {"4/1"}, "to": {"R8.4.30"}}
	if w := c.Post(c.Jimu, "/approvals/deputies", form); w.Code != 403 {
		t.Errorf("the secretariat names deputies: %d", w.Code)
	}
	if w := c.Post(c.Kanri, "/approvals/deputies", form); w.Code != 200 || !strings.Contains(w.Body.String(), "花田 はな　みなと区 窓口担当") || !strings.Contains(w.Body.String(), `name="who" value="`+c.Hana.ID) {
		t.Fatalf("the name is not shown back: %d %s", w.Code, w.Body)
	}
	form.Set("who", c.Taro.ID) // the number was changed after the name was shown
	if w := c.Post(c.Kanri, "/approvals/deputies", form); w.Code != 200 {
		t.Errorf("named without being shown: %d", w.Code)
	}
	form.Set("who", c.Hana.ID)
	if w := c.Post(c.Kanri, "/approvals/deputies", form); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if body := c.Get(c.Kanri, "/approvals/deputies").Body.String(); !strings.Contains(body, "花田 はな") || !strings.Contains(body, "2026/04/30") || strings.Contains(body, `value="`+c.Hana.ID) {
		t.Error("the deputy is not listed, or the whole staff is offered")
	}
	c.Must(c.App.Approvals.Decide(ctx, c.Hana, asked(t, c), true, ""))
	c.Must(c.DB.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE posts SET to_date = '2026-04-02' WHERE staff_id = $1`, c.Taro.ID)
	}))
	for what, x := range map[string]struct{ field, value, say string }{
		"a time that ends before it begins": {"to", "2026/3/1", "終わりの日が始まりの日より前"},
		"no number":                         {"number", "", "職員番号を入れてください"},
		"a number of nobody":                {"number", "999999", "職員番号「999999」の人はいません"},
		"somebody without a post":           {"number", number(c.Taro.ID), "どの所属にもいません"},
	} {
		wrong := url.Values{"place": form["place"], "number": form["number"], "from": {"2026/4/20"}, "to": {"2026/4/30"}, "who": {c.Taro.ID}}
		wrong.Set(x.field, x.value)
		if w := c.Post(c.Kanri, "/approvals/deputies", wrong); w.Code != 422 || !strings.Contains(w.Body.String(), x.say) || !strings.Contains(w.Body.String(), "2026/4/20") {
			t.Errorf("%s: %d", what, w.Code)
		}
	}
}

func TestWhoAskedTakesItBackUntilTheNextHasLooked(t *testing.T) {
	c := apptest.New(t)
	ask := asked(t, c)
	if err := c.App.Approvals.Withdraw(ctx, c.Kacho, ask); fault.Of(err) != fault.Forbidden {
		t.Errorf("somebody else takes it back: %v", err)
	}
	if w := c.Get(c.Kacho, "/approvals/"+ask); w.Code != 200 {
		t.Fatal(w.Code)
	}
	if err := c.App.Approvals.Withdraw(ctx, c.Taro, ask); fault.Of(err) != fault.Conflict {
		t.Errorf("taken back after it was looked at: %v", err)
	}
	other := asked(t, c)
	c.Must(c.App.Approvals.Withdraw(ctx, c.Taro, other))
}

func TestAnotherWardsRequestIsNotFound(t *testing.T) {
	c := apptest.New(t)
	ask := asked(t, c)
	if w := c.Get(c.MidoriKucho, "/approvals/"+ask); w.Code != 404 {
		t.Errorf("read by another ward: %d", w.Code)
	}
	if err := c.App.Approvals.Decide(ctx, c.MidoriKucho, ask, true, ""); fault.Of(err) != fault.NotFound {
		t.Errorf("decided by another ward: %v", err)
	}
}
