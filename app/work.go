package app

import (
	"context"
	"log/slog"
	"time"

	"kaname/people"
)

// Work starts what the house does by itself: long jobs, and the readings that come from other rooms. It ends with ctx.
func (h *House) Work(ctx context.Context) {
	go h.Jobs.Run(ctx)
	go h.gather(ctx, 10*time.Minute)
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
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
