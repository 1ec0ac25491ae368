package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/surveys"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/shared"
	"kaname/shared/forms"
)

// The questions are written in the browser, freeze when the survey opens, and are what a visitor's phone shows.
func TestWhatTheSecretariatWritesIsWhatVisitorsAreAskedOnceTheSurveyOpens(t *testing.T) {
	c, ctx := apptest.New(t), context.Background()
	s, err := c.App.Surveys.Open(ctx, c.Jimu, c.Minato.ID, surveys.Draft{Title: "待ち時間のアンケート", From: "2026-04-01", To: "2027-03-31", Keeper: "総務課　電話 000-000-0000"}, false)
	c.Must(err)
	counter, err := c.App.Surveys.AddCounter(ctx, c.Jimu, s.ID, surveys.CounterDraft{OfficeID: c.Kumin.ID, Place: "1階 2番窓口"})
	c.Must(err)
	on := shared.Subject{Kind: "survey", ID: s.ID}
	if w := c.Get(c.Jimu, "/voices/"+s.ID); !strings.Contains(w.Body.String(), "/forms/survey/"+s.ID) {
		t.Error("no way leads from the survey to its questions")
	}
	c.Must(c.App.Forms.Begin(ctx, c.Jimu, on, forms.From{}))
	c.Must(c.App.Forms.AddFromBank(ctx, c.Jimu, on, "jikan"))
	_, err = c.App.Forms.AddQuestion(ctx, c.Jimu, on, questionnaire.Number, forms.Draft{Ask: "何分待ちましたか"})
	c.Must(err)
	if w := c.Get(c.Hana, "/forms/survey/"+s.ID+"/questions/new"); w.Code == http.StatusOK {
		t.Error("somebody who does not run surveys is given the builder")
	}
	c.Must(c.App.Surveys.Start(ctx, c.Jimu, s.ID))
	page := visit(c, "/a/"+counter.Code)
	for _, want := range []string{"待ち時間のアンケート", "用件が", "何分待ちましたか", "ぜんぶで2問"} {
		if !strings.Contains(strings.ReplaceAll(page, "<wbr>", ""), want) {
			t.Errorf("the visitor is not shown %q", want)
		}
	}
	if strings.Contains(page, "q.setumei") {
		t.Error("the visitor is asked what nobody wrote")
	}
	if err := c.App.Forms.AddFromBank(ctx, c.Jimu, on, "taido"); fault.Of(err) != fault.Forbidden {
		t.Errorf("the wording changes while answers come in: %v", err)
	}
}

func visit(c *apptest.City, path string) string {
	w := httptest.NewRecorder()
	c.App.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Body.String()
}
