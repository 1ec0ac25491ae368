package job

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
)

// silent is what a person reads of a job that stopped without a word each time.
const silent = "3回ためしましたが、3回とも途中で止まりました。「もう一度ためす」を押し、また止まるときは管理者に知らせてください。"

// Run takes jobs up until ctx ends. It returns when the work in hand has been put down.
func (r *Runner) Run(ctx context.Context) {
	var all sync.WaitGroup
	for range max(1, r.Workers) {
		all.Go(func() { r.loop(ctx) })
	}
	all.Wait()
}

func (r *Runner) loop(ctx context.Context) {
	for ctx.Err() == nil {
		worked, err := r.Next(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Error("jobs cannot be taken up", "err", err.Error())
		}
		if worked {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(r.every()):
		}
	}
}

// Next does one job, if one is to be done, and says whether it did.
func (r *Runner) Next(ctx context.Context) (worked bool, err error) {
	if len(r.Kinds) == 0 {
		return false, nil
	}
	var any bool
	err = r.DB.Read(ctx, func(tx *db.Tx) error { any, err = anything(ctx, tx, clock.At(r.Now())); return err })
	if err != nil || !any {
		return false, err
	}
	var j Job
	var ok bool
	err = r.DB.Write(ctx, func(tx *db.Tx) error {
		now := r.Now()
		lost, err := abandoned(ctx, tx, clock.At(now))
		if err != nil {
			return err
		}
		for _, l := range lost {
			if err := r.tell(ctx, tx, l); err != nil {
				return err
			}
		}
		j, ok, err = claim(ctx, tx, names(r.Kinds), clock.At(now), clock.At(now.Add(r.lease())))
		return err
	})
	if err != nil || !ok {
		return false, err
	}
	return true, r.do(ctx, j)
}

// do runs one turn of j, keeping its lease, and writes how it ended.
func (r *Runner) do(ctx context.Context, j Job) error {
	turn, stop := context.WithCancel(ctx)
	defer stop()
	p := &progress{j: j}
	var keeper sync.WaitGroup
	keeper.Go(func() { r.keep(turn, j, stop) })
	keeper.Go(func() { r.write(turn, p) })
	result, err := r.call(turn, j, p)
	lost := turn.Err() != nil && ctx.Err() == nil
	stop()
	keeper.Wait()
	j, _ = p.newest()
	last := context.WithoutCancel(ctx) // what has been done is written down even while the program stops
	switch {
	case lost:
		return nil // another machine has taken the job over
	case err != nil && ctx.Err() != nil:
		return r.DB.Write(last, func(tx *db.Tx) error { return giveBack(last, tx, j) })
	case err != nil:
		return r.failed(last, j, err)
	}
	j.State, j.Result, j.Ended, j.LeaseUntil = Done, result, clock.At(r.Now()), ""
	if j.Total > 0 {
		j.Done = j.Total
	}
	return r.finish(last, j)
}

// call runs the kind's function; a panic in it is the job's failure, not the program's.
func (r *Runner) call(ctx context.Context, j Job, p Progress) (result string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("job %s panicked: %v\n%s", j.Kind, v, debug.Stack())
		}
	}()
	return r.Kinds[j.Kind](ctx, j.Args, p)
}

// keep renews the lease three times in its length; where the turn is lost it stops the work.
func (r *Runner) keep(ctx context.Context, j Job, stop func()) {
	tick := time.NewTicker(r.lease() / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		var mine bool
		err := r.DB.Write(ctx, func(tx *db.Tx) (err error) {
			mine, err = renew(ctx, tx, j, clock.At(r.Now().Add(r.lease())))
			return err
		})
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			slog.Error("job lease cannot be renewed", "job", j.ID, "err", err.Error())
			continue
		}
		if !mine {
			stop()
			return
		}
	}
}

// failed tries again a little later what broke by accident, and gives up at once what a rule refused.
func (r *Runner) failed(ctx context.Context, j Job, err error) error {
	slog.Error("job failed", "job", j.ID, "kind", j.Kind, "try", j.Tries, "err", err.Error())
	j.Say = fault.As(err).Say
	if fault.Of(err) == fault.Internal && j.Tries < MaxTries {
		j.State, j.LeaseUntil = Waiting, clock.At(r.Now().Add(time.Duration(j.Tries)*5*r.every()))
		return r.finish(ctx, j)
	}
	j.State, j.Ended, j.LeaseUntil = Failed, clock.At(r.Now()), ""
	return r.finish(ctx, j)
}

func (r *Runner) finish(ctx context.Context, j Job) error {
	return r.DB.Write(ctx, func(tx *db.Tx) error {
		mine, err := end(ctx, tx, j)
		if err != nil || !mine || j.Going() {
			return err
		}
		return r.tell(ctx, tx, j)
	})
}

func (r *Runner) tell(ctx context.Context, tx *db.Tx, j Job) error {
	if r.Ended == nil {
		return nil
	}
	return r.Ended(ctx, tx, j)
}
