package plans_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"kaname/app/apptest"
	"kaname/area/plans"
)

// hundreds is a made-up plan of sections with small initiatives, none of which has a number.
func hundreds(sections, each int) plans.Upload {
	var b strings.Builder
	b.WriteString("id: hundreds-1\nversion: \"1.0\"\ntitle: 小さな改善\nmunicipality: 湊市\nlevels: [課, 取組]\nitems:\n")
	for s := range sections {
		fmt.Fprintf(&b, "  - key: s%d\n    title: %d課\n    items:\n", s, s)
		for i := range each {
			fmt.Fprintf(&b, "      - {key: i%d-%d, title: 小さな取組%d-%d, before: 前のようす, after: 後のようす}\n", s, i, s, i)
		}
	}
	return plans.Upload{Name: "hundreds.yaml", Body: []byte(b.String()), FromFY: 2026}
}

func TestAPlanOfHundredsOfSmallInitiativesIsStartedAndReported(t *testing.T) {
	c := apptest.New(t)
	ps := room(c)
	rec, err := ps.Import(ctx, c.Shicho, hundreds(20, 20), false)
	c.Must(err)
	_, err = ps.Adopt(ctx, c.Jimu, rec.ID, c.Minato.ID, 2026, false)
	c.Must(err)
	var keys []string
	for _, row := range report(t, ps, c.Jimu, rec, 2026).Waiting() {
		keys = append(keys, row.Item.Key)
	}
	_, err = ps.Begin(ctx, c.Jimu, plans.Start{PlanID: rec.ID, WardID: c.Minato.ID, FY: 2026, Keys: keys[:300], OfficeID: c.Kumin.ID}, false)
	c.Must(err)
	r := report(t, ps, c.Jimu, rec, 2026)
	if len(r.Waiting()) != 100 || r.Counted() != 400 {
		t.Errorf("%d wait of %d", len(r.Waiting()), r.Counted())
	}
	d := pagesOf(t, c)
	for _, page := range []string{"", "/report", "/assignment", "/report?as=xlsx"} {
		begin := time.Now()
		if w := d.get(c.Jimu, "/plans/"+rec.ID+page); w.Code != http.StatusOK {
			t.Errorf("%s: %d", page, w.Code)
		}
		t.Logf("/plans/…%s with 400 initiatives: %v", page, time.Since(begin))
	}
}
