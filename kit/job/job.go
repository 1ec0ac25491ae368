// Package job does long work behind the pages: it is kept in the database, so that a machine that stops loses nothing.
package job

import (
	"context"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
)

// The states of a job.
const (
	Waiting = "waiting"
	Running = "running"
	Done    = "done"
	Failed  = "failed"
)

// MaxTries is how often a job is taken up before it is given up.
const MaxTries = 3

// Func does the work of one kind of job. args is what Enqueue was given; result is the path to go to when it is
// done. It may be run again after a stop, so what it writes must come out the same the second time. It ends when ctx ends.
type Func func(ctx context.Context, args string, p Progress) (result string, err error)

// Progress is told how far the work has come; total 0 means that the end is not known yet. It may be called as often as one likes.
type Progress interface {
	At(done, total int, say string)
}

// Job is one piece of long work as it stands in the database.
type Job struct {
	ID, Kind, Title, Args string
	State                 string
	Done, Total           int
	Say                   string // the last word of the work, or why it failed and what to do
	Result                string
	Tries                 int // also the number of this turn: only who holds the newest turn may write
	ByID                  string
	At, LeaseUntil, Ended clock.Instant
}

// Going says whether the job is still to be waited for.
func (j Job) Going() bool { return j.State == Waiting || j.State == Running }

// Runner takes jobs up and does them. Any number of runners, on any number of machines, may share one database.
type Runner struct {
	DB      *db.DB
	Now     func() time.Time
	Kinds   map[string]Func
	Lease   time.Duration // a job whose machine has been silent this long is taken up by another; 0 is one minute
	Every   time.Duration // how often to look for work; 0 is one second
	Workers int           // jobs done at once by this runner; 0 is one

	// Ended tells of a job that is done or has failed, in the transaction that ends it.
	Ended func(ctx context.Context, tx *db.Tx, j Job) error
}

func (r *Runner) lease() time.Duration {
	if r.Lease <= 0 {
		return time.Minute
	}
	return r.Lease
}

func (r *Runner) every() time.Duration {
	if r.Every <= 0 {
		return time.Second
	}
	return r.Every
}

// Enqueue leaves a job in the caller's transaction and returns its id: the work starts only if the deed stands.
func (r *Runner) Enqueue(ctx context.Context, tx *db.Tx, kind, title, args, byID string) (string, error) {
	if r.Kinds[kind] == nil {
		return "", fault.New(fault.Internal, "「"+kind+"」という仕事のしかたが登録されていません。管理者に知らせてください。")
	}
	j := Job{ID: id.New(), Kind: kind, Title: title, Args: args, ByID: byID, At: clock.At(r.Now())}
	return j.ID, insert(ctx, tx, j)
}

// Find loads one job; byID "" finds anybody's, else only that person's.
func Find(ctx context.Context, tx *db.Tx, jobID, byID string) (Job, error) {
	j, err := db.One(ctx, tx, fields, `SELECT `+columns+` FROM jobs WHERE id = $1 AND ($2 = '' OR by_id = $2)`, jobID, byID)
	if fault.Of(err) == fault.NotFound {
		return j, fault.Missing("この仕事")
	}
	return j, err
}

// Of lists a person's jobs, newest first; byID "" lists everybody's.
func Of(ctx context.Context, tx *db.Tx, byID string, limit int) ([]Job, error) {
	return db.All(ctx, tx, fields, `SELECT `+columns+` FROM jobs WHERE ($1 = '' OR by_id = $1) ORDER BY at DESC, id DESC LIMIT $2`, byID, limit)
}

// Again puts a failed job back in the queue as if it were new.
func Again(ctx context.Context, tx *db.Tx, jobID, byID string) error {
	n, err := tx.Changed(ctx, `
		UPDATE jobs SET state = 'waiting', tries = 0, done = 0, total = 0, say = '', lease_until = '', ended_at = ''
		WHERE id = $1 AND ($2 = '' OR by_id = $2) AND state = 'failed'`, jobID, byID)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "この仕事は、もう動いているか、終わっています。いまの様子を開きなおしてください。")
	}
	return err
}
