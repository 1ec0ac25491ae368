package plans_test

import (
	"strings"
	"testing"

	"kaname/area/plans"
	"kaname/kit/fault"
	"kaname/people"
)

func TestWhoMayDoWhatWithPlans(t *testing.T) {
	c, ps, rec, _ := running(t)
	own := book(t, "nishinari.yaml")
	own.WardID = c.Minato.ID
	city := book(t, "abeno-2017.yaml")
	deeds := []struct {
		name string
		may  string // the short names of those who may
		do   func(a people.Actor) error
	}{
		{"全市の計画を取り込む", "市の事務局", func(a people.Actor) error { _, err := ps.Send(ctx, a, city); return err }},
		{"区の計画を取り込む", "事務局 市の事務局", func(a people.Actor) error { _, err := ps.Send(ctx, a, own); return err }},
		{"計画を始める", "事務局", func(a people.Actor) error {
			_, err := ps.Adopt(ctx, a, rec.ID, c.Minato.ID, 2026, false)
			if fault.Of(err) == fault.Conflict { // already adopted: let in
				return nil
			}
			return err
		}},
		{"取組を始める", "事務局", func(a people.Actor) error {
			_, err := ps.Begin(ctx, a, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: []string{"no-such"}, OfficeID: c.Kumin.ID}, false)
			if fault.Of(err) == fault.Invalid {
				return nil
			}
			return err
		}},
		{"取組を始めない", "事務局", func(a people.Actor) error {
			return ps.Hold(ctx, a, rec.ID, c.Minato.ID, 2026, []string{"cleaning"}, "理由")
		}},
		{"報告を読む", "職員 会計年度任用職員 課長 ほかの課長 区長 事務局 部長会議 市の事務局 管理者", func(a people.Actor) error {
			_, err := ps.Report(ctx, a, rec.ID, c.Minato.ID, 2026)
			return err
		}},
	}
	for _, d := range deeds {
		for name, a := range c.Cast() {
			may := false
			for _, n := range strings.Fields(d.may) {
				may = may || n == name
			}
			err := d.do(a)
			if may && err != nil {
				t.Errorf("%s may not %s: %v", name, d.name, err)
			}
			if k := fault.Of(err); !may && k != fault.Forbidden && k != fault.NotFound {
				t.Errorf("%s may %s (%v)", name, d.name, err)
			}
		}
	}
}
