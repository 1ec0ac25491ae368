package app_test

import (
	"context"
	"testing"

	"kaname/app/apptest"
	"kaname/area/goals"
	"kaname/kit/db"
)

func TestSampleDataGoesInOneGoAndTheOfficesOwnRecordsStay(t *testing.T) {
	ctx, c := context.Background(), apptest.New(t)
	own := goals.Draft{Kind: goals.KindGoal, OfficeID: c.Kumin.ID, FY: 2026, Title: "わたしたちの目標", Words: "のこる"}
	kept, err := c.App.Goals.Open(ctx, c.Kacho, own, false)
	c.Must(err)
	own.Title = "見本の目標"
	sample, err := c.App.Goals.Open(ctx, c.Kacho, own, true)
	c.Must(err)
	c.Must(c.App.Goals.Report(ctx, c.Kacho, sample.ID, goals.CheckinDraft{Status: goals.Good}, false)) // hangs on the sample
	c.Must(c.App.Goals.Report(ctx, c.Kacho, kept.ID, goals.CheckinDraft{Status: goals.Good}, false))
	n, err := c.App.RemoveSample(ctx, c.Kanri)
	c.Must(err)
	if n != 2 {
		t.Errorf("%d records went, want the sample goal and its report", n)
	}
	if _, err := c.App.Goals.Find(ctx, c.Kacho, sample.ID); err == nil {
		t.Error("the sample goal is still there")
	}
	v, err := c.App.Goals.View(ctx, c.Kacho, kept.ID)
	c.Must(err)
	if len(v.Checkins) != 1 {
		t.Error("the office's own report is gone")
	}
	if _, broken, err := c.App.Audit.Verify(ctx); err != nil || broken != nil {
		t.Errorf("the audit does not hold: %v %v", broken, err)
	}
}

func TestWhereTheWholeCityWasASampleTheFirstRunPageOpensAgain(t *testing.T) {
	ctx, c := context.Background(), apptest.New(t)
	c.Must(c.DB.Write(ctx, func(tx *db.Tx) error {
		for _, table := range []string{"offices", "staff", "posts"} {
			if err := tx.Exec(ctx, `UPDATE `+table+` SET sample = TRUE`); err != nil {
				return err
			}
		}
		return nil
	}))
	_, err := c.App.RemoveSample(ctx, c.Kanri)
	c.Must(err)
	if done, err := c.App.People.Founded(ctx); err != nil || done {
		t.Errorf("the sample city is still there: %v", err)
	}
}
