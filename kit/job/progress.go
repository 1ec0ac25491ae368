package job

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"kaname/kit/db"
)

// Pace is the time between two writes of a job's progress.
const Pace = 500 * time.Millisecond

// progress keeps the newest figures; they are written beside the work, so that it may tell from within a transaction.
type progress struct {
	mu   sync.Mutex
	j    Job
	news bool
}

// At notes how far the work has come.
func (p *progress) At(done, total int, say string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.j.Done, p.j.Total, p.j.Say, p.news = done, total, say, true
}

// newest gives the job with its newest figures, and whether they are new since the last look.
func (p *progress) newest() (Job, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	news := p.news
	p.news = false
	return p.j, news
}

// write puts the newest figures into the database at the Pace until ctx ends.
func (r *Runner) write(ctx context.Context, p *progress) {
	tick := time.NewTicker(Pace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		j, news := p.newest()
		if !news {
			continue
		}
		err := r.DB.Write(ctx, func(tx *db.Tx) error { return advance(ctx, tx, j) })
		if err != nil && ctx.Err() == nil {
			slog.Error("job progress cannot be written", "job", j.ID, "err", err.Error())
		}
	}
}
