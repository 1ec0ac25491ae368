package job_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaname/kit/db"
	"kaname/kit/dbtest"
	"kaname/kit/fault"
	"kaname/kit/job"
)

var ctx = context.Background()

// runner is a machine that looks for work often; its lease is long unless a test shortens it.
func runner(d *db.DB, count job.Func) *job.Runner {
	return &job.Runner{DB: d, Now: time.Now, Every: time.Millisecond, Kinds: map[string]job.Func{"count": count}}
}

func nothing(context.Context, string, job.Progress) (string, error) { return "", nil }

func enqueue(t testing.TB, r *job.Runner, args string) string {
	t.Helper()
	var id string
	err := r.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = r.Enqueue(ctx, tx, "count", "来庁者アンケートの集計", args, "hana")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func find(t testing.TB, d *db.DB, id string) (j job.Job) {
	t.Helper()
	err := d.Read(ctx, func(tx *db.Tx) (err error) { j, err = job.Find(ctx, tx, id, ""); return err })
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func next(t testing.TB, r *job.Runner) bool {
	t.Helper()
	worked, err := r.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return worked
}

func TestEightWorkersDoEachJobExactlyOnce(t *testing.T) {
	d := dbtest.New(t)
	var mu sync.Mutex
	done := map[string]int{}
	var left atomic.Int64
	const jobs = 60
	left.Store(jobs)
	run, stop := context.WithTimeout(ctx, 60*time.Second)
	defer stop()
	count := func(_ context.Context, args string, _ job.Progress) (string, error) {
		mu.Lock()
		done[args]++
		mu.Unlock()
		if left.Add(-1) == 0 {
			time.AfterFunc(200*time.Millisecond, stop) // leave time for a second taker to show itself
		}
		return "/voices/" + args, nil
	}
	r := runner(d, count)
	var ids []string
	for i := range jobs {
		ids = append(ids, enqueue(t, r, string(rune('A'+i))))
	}
	var all sync.WaitGroup
	for range 4 {
		node := runner(d, count)
		node.Workers = 2
		all.Go(func() { node.Run(run) })
	}
	all.Wait()
	for i, id := range ids {
		args := string(rune('A' + i))
		if j := find(t, d, id); j.State != job.Done || j.Tries != 1 || j.Result != "/voices/"+args || done[args] != 1 {
			t.Errorf("%s: %s after %d turns, run %d times", args, j.State, j.Tries, done[args])
		}
	}
}

func TestAJobOfARolledBackDeedIsNeverDone(t *testing.T) {
	r := runner(dbtest.New(t), nothing)
	r.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := r.Enqueue(ctx, tx, "count", "集計", "", "hana"); err != nil {
			t.Fatal(err)
		}
		return errors.New("the deed fell through")
	})
	if next(t, r) {
		t.Error("it was done all the same")
	}
}

func TestAKilledWorkersJobIsTakenUpAgainAfterItsLeaseAndTheDeadMayNotWrite(t *testing.T) {
	d := dbtest.New(t)
	var clock atomic.Int64
	now := func() time.Time { return time.Unix(1_800_000_000+clock.Load(), 0) }
	hang, hung := make(chan struct{}), make(chan struct{})
	frozen := runner(d, func(context.Context, string, job.Progress) (string, error) { // a machine that stands still and wakes much later
		close(hung)
		<-hang
		return "/from-the-dead", nil
	})
	frozen.Now, frozen.Lease = now, time.Hour
	id := enqueue(t, frozen, "")
	var back sync.WaitGroup
	back.Go(func() { frozen.Next(ctx) })
	<-hung

	other := runner(d, func(context.Context, string, job.Progress) (string, error) { return "/voices/1", nil })
	other.Now = now
	clock.Store(3599)
	if next(t, other) {
		t.Fatal("a job was taken from a machine whose lease still ran")
	}
	clock.Store(3601)
	if !next(t, other) {
		t.Fatal("the job was left lying after its lease")
	}
	close(hang)
	back.Wait()
	if j := find(t, d, id); j.State != job.Done || j.Result != "/voices/1" || j.Tries != 2 {
		t.Errorf("%s %s after %d turns", j.State, j.Result, j.Tries)
	}
}

func TestALongJobKeepsItsLeaseWhileItWorks(t *testing.T) {
	d := dbtest.New(t)
	var runs atomic.Int64
	slow := func(ctx context.Context, _ string, _ job.Progress) (string, error) {
		runs.Add(1)
		select {
		case <-time.After(1500 * time.Millisecond):
		case <-ctx.Done():
		}
		return "", ctx.Err()
	}
	a, b := runner(d, slow), runner(d, slow)
	a.Lease, b.Lease = 600*time.Millisecond, 600*time.Millisecond
	id := enqueue(t, a, "")
	var all sync.WaitGroup
	run, stop := context.WithTimeout(ctx, 2200*time.Millisecond)
	defer stop()
	all.Go(func() { a.Run(run) })
	all.Go(func() { b.Run(run) })
	all.Wait()
	if j := find(t, d, id); runs.Load() != 1 || j.State != job.Done {
		t.Errorf("%s, run %d times", j.State, runs.Load())
	}
}

func TestAJobThatBreaksIsTriedThreeTimesAndThenSaysWhatToDo(t *testing.T) {
	d := dbtest.New(t)
	var told []job.Job
	runs := 0
	r := runner(d, func(context.Context, string, job.Progress) (string, error) {
		runs++
		if runs == 2 {
			panic("out of luck")
		}
		return "", errors.New("disk on fire")
	})
	r.Ended = func(_ context.Context, _ *db.Tx, j job.Job) error { told = append(told, j); return nil }
	id := enqueue(t, r, "")
	for range 100 {
		next(t, r)
		time.Sleep(time.Millisecond)
	}
	j := find(t, d, id)
	if j.State != job.Failed || j.Tries != 3 || runs != 3 || !strings.Contains(j.Say, "もう一度") || strings.Contains(j.Say, "fire") {
		t.Errorf("%s after %d turns (%d runs): %s", j.State, j.Tries, runs, j.Say)
	}
	if len(told) != 1 || told[0].State != job.Failed || told[0].ByID != "hana" {
		t.Errorf("told of %v", told)
	}
}

func TestWhatARuleRefusesIsNotTriedAgain(t *testing.T) {
	d := dbtest.New(t)
	r := runner(d, func(context.Context, string, job.Progress) (string, error) {
		return "", fault.New(fault.Invalid, "ファイルが空です。書き出しなおしてから、もう一度選んでください。")
	})
	id := enqueue(t, r, "")
	next(t, r)
	if j := find(t, d, id); j.State != job.Failed || j.Tries != 1 || !strings.HasPrefix(j.Say, "ファイルが空です") {
		t.Errorf("%s after %d turns: %s", j.State, j.Tries, j.Say)
	}
}

func TestAJobKilledThreeTimesIsGivenUpWithASentence(t *testing.T) {
	d := dbtest.New(t)
	var clock atomic.Int64
	r := runner(d, nothing)
	r.Now = func() time.Time { return time.Unix(1_800_000_000+clock.Load(), 0) }
	id := enqueue(t, r, "")
	err := d.Write(ctx, func(tx *db.Tx) error { // as a power cut leaves it
		return tx.Exec(ctx, `UPDATE jobs SET state = 'running', tries = 3, lease_until = '2020-01-01T00:00:00.000Z' WHERE id = $1`, id)
	})
	if err != nil {
		t.Fatal(err)
	}
	next(t, r)
	j := find(t, d, id)
	if j.State != job.Failed || !strings.Contains(j.Say, "もう一度ためす") {
		t.Fatalf("%s: %s", j.State, j.Say)
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return job.Again(ctx, tx, id, "taro") }); fault.Of(err) != fault.Conflict {
		t.Errorf("somebody else restarted it: %v", err)
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return job.Again(ctx, tx, id, "hana") }); err != nil {
		t.Fatal(err)
	}
	next(t, r)
	if j := find(t, d, id); j.State != job.Done {
		t.Errorf("%s: %s", j.State, j.Say)
	}
}

func TestStoppingTheProgramGivesTheJobBackWithoutCountingTheTurn(t *testing.T) {
	d := dbtest.New(t)
	begun := make(chan struct{})
	r := runner(d, func(ctx context.Context, _ string, _ job.Progress) (string, error) {
		close(begun)
		<-ctx.Done()
		return "", ctx.Err()
	})
	id := enqueue(t, r, "")
	run, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	all.Go(func() { r.Run(run) })
	<-begun
	stop()
	all.Wait()
	if j := find(t, d, id); j.State != job.Waiting || j.Tries != 0 {
		t.Fatalf("%s after %d turns", j.State, j.Tries)
	}
	if other := runner(d, nothing); !next(t, other) || find(t, d, id).State != job.Done {
		t.Error("nobody took it up at once")
	}
}

func TestProgressIsWrittenAtMostTwiceASecondAndFromWithinATransaction(t *testing.T) {
	d := dbtest.New(t)
	var seen job.Job
	var id string
	var took time.Duration
	r := runner(d, func(ctx context.Context, _ string, p job.Progress) (string, error) {
		began, i := time.Now(), 0
		for ; time.Since(began) < 1200*time.Millisecond; i++ {
			p.At(i, 1_000_000, "数えています")
			time.Sleep(50 * time.Microsecond)
		}
		for seen = find(t, d, id); seen.Done == 0 && time.Since(began) < 20*time.Second; seen = find(t, d, id) {
			time.Sleep(20 * time.Millisecond) // a busy machine writes later
		}
		took = time.Since(began)
		return "", d.Write(ctx, func(tx *db.Tx) error { p.At(1_000_000, 1_000_000, ""); return nil })
	})
	id = enqueue(t, r, "")
	counted, n := db.Counting(ctx)
	if _, err := r.Next(counted); err != nil {
		t.Fatal(err)
	}
	// one look, two statements to claim, one to end; what is over are writes of progress
	if writes := n.Load() - 4; writes < 1 || writes > 1+int64(2*took.Seconds()) {
		t.Errorf("%d writes in %v", writes, took)
	}
	if seen.Done == 0 || seen.Total != 1_000_000 || seen.Say != "数えています" {
		t.Errorf("a reader saw %d of %d %s", seen.Done, seen.Total, seen.Say)
	}
}
