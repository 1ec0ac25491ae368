package plans_test

import (
	"strings"
	"testing"

	"kaname/area/plans"
)

func TestANewVersionKeepsTheInitiativesAndThePastYear(t *testing.T) {
	c, ps, rec, _ := running(t)
	_, err := ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: []string{"lunch", "drill"}, OfficeID: c.Kumin.ID}, false)
	c.Must(err)
	u := book(t, "nishi-2013.yaml")
	text := strings.Replace(string(u.Body), `version: "1.0"`, `version: "1.1"`, 1)
	text = strings.Replace(text, "title: ランチミーティングなど", "title: 昼の会", 1)
	text = strings.Replace(text, "title: 防災訓練での意識の共有", "ended: {fy: 2014, why: 市の訓練に合わせた}, title: 防災訓練での意識の共有", 1)
	text = strings.Replace(text, "      - {key: lunch,", "      - {key: added, title: 新しい取組}\n      - {key: lunch,", 1)
	u.Body, u.FromFY = []byte(text), 2027
	next, err := ps.Import(ctx, c.Shicho, u, false)
	c.Must(err)
	if next.ID != rec.ID || next.Version.Position != 2 {
		t.Errorf("%+v", next.Version)
	}
	if got := rowOf(t, report(t, ps, c.Hana, rec, 2026), "lunch"); got.Item.Title != "ランチミーティングなど" || len(got.Standings) != 1 {
		t.Error("the past year reads the new version:", got.Item.Title)
	}
	for _, row := range report(t, ps, c.Hana, rec, 2026).Rows {
		if row.Item.Key == "added" {
			t.Error("the past year has what only the next version brought")
		}
	}
	now := report(t, ps, c.Hana, rec, 2027)
	if got := rowOf(t, now, "lunch"); got.Item.Title != "昼の会" || len(got.Last) != 1 {
		t.Errorf("%+v", got)
	}
	if got := rowOf(t, now, "drill"); got.State.Word != "計画で終了" || got.Why != "市の訓練に合わせた（令和9年度）" {
		t.Errorf("%+v", got)
	}
	steps, err := ps.History(ctx, c.Hana, rec.ID)
	c.Must(err)
	if len(steps) != 2 || steps[0].Diff.Count(plans.Changed) != 1 || steps[0].Diff.Count(plans.Closed) != 1 {
		t.Errorf("%+v", steps[0].Diff.Changes)
	}

	text = strings.Replace(text, `version: "1.1"`, `version: "1.2"`, 1)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if strings.Contains(l, "key: drill") {
			lines = append(lines[:i], lines[i+1:]...)
			break
		}
	}
	u.Body, u.FromFY = []byte(strings.Join(lines, "\n")), 2028
	_, err = ps.Import(ctx, c.Shicho, u, false)
	c.Must(err)
	last := report(t, ps, c.Hana, rec, 2028)
	if got := rowOf(t, last, "drill"); !got.Gone || got.State.Word != "計画で終了" || got.Why != "市の訓練に合わせた（令和9年度）" || last.Counted() != 27 {
		t.Errorf("what had ended is not in the report: %+v, %d", got, last.Counted())
	}
	if again, err := ps.Import(ctx, c.Shicho, u, false); err != nil || again.Version.Position != 3 {
		t.Error("the same file makes another version", err)
	}
}
