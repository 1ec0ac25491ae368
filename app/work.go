package app

import (
	"context"
	"log/slog"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/people"
)

// Work starts what the house does by itself: long jobs, and the readings that come from other rooms. It ends with ctx.
func (h *House) Work(ctx context.Context) {
	go h.Jobs.Run(ctx)
	go h.gather(ctx, 10*time.Minute)
	go h.tidy(ctx, 24*time.Hour)
}

// tidy lets go, once a day, of what is kept for a while only: import files and held forms.
func (h *House) tidy(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if err := h.Roster.Forget(ctx); err != nil && ctx.Err() == nil {
			slog.Error("import files were not let go", "err", err.Error())
		}
		week := clock.At(h.Config.Now().AddDate(0, 0, -7))
		err := h.DB.Write(ctx, func(tx *db.Tx) error { return drafts.Forget(ctx, tx, "held:", week) })
		if err != nil && ctx.Err() == nil {
			slog.Error("held forms were not let go", "err", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// gather lets the goals read their sources now and then, so that a visitor's answer moves a measure by itself.
func (h *House) gather(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if founded, err := h.People.Founded(ctx); err == nil && founded {
			a := people.System(h.People.Instant(), h.start(ctx))
			if _, _, err := h.Goals.Collect(ctx, a, a.FY); err != nil && ctx.Err() == nil {
				slog.Error("readings were not gathered", "err", err.Error())
			}
			if err := h.StaffSurveys.CloseDue(ctx, a); err != nil && ctx.Err() == nil {
				slog.Error("staff surveys past their last day were not closed", "err", err.Error())
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
