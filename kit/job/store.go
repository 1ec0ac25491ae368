package job

import (
	"context"
	"sort"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
)

const columns = `id, kind, title, args, state, done, total, say, result, tries, by_id, at, lease_until, ended_at`

func fields(j *Job) []any {
	return []any{&j.ID, &j.Kind, &j.Title, &j.Args, &j.State, &j.Done, &j.Total, &j.Say, &j.Result, &j.Tries, &j.ByID, &j.At, &j.LeaseUntil, &j.Ended}
}

func insert(ctx context.Context, tx *db.Tx, j Job) error {
	return tx.Exec(ctx, `INSERT INTO jobs (id, kind, title, args, state, by_id, at) VALUES ($1, $2, $3, $4, 'waiting', $5, $6)`,
		j.ID, j.Kind, j.Title, j.Args, j.ByID, j.At)
}

// due is what can be taken up: what waits (lease_until is then the moment before which it is not tried again) and
// what a silent machine left behind.
const due = `state IN ('waiting', 'running') AND lease_until <= $1`

// anything says whether there may be work, without taking the writer's place.
func anything(ctx context.Context, tx *db.Tx, now clock.Instant) (bool, error) {
	var n int
	err := tx.Row(ctx, `SELECT COUNT(*) FROM jobs WHERE `+due, now).Scan(&n)
	return n > 0, err
}

// claim takes the oldest job of the kinds for one turn, until the lease ends; ok is false where there is none.
func claim(ctx context.Context, tx *db.Tx, kinds []string, now, until clock.Instant) (j Job, ok bool, err error) {
	args := []any{now, until, MaxTries}
	for _, k := range kinds {
		args = append(args, k)
	}
	j, err = db.One(ctx, tx, fields, `
		UPDATE jobs SET state = 'running', tries = tries + 1, lease_until = $2, done = 0, total = 0
		WHERE id = (SELECT id FROM jobs WHERE `+due+` AND tries < $3 AND kind IN (`+db.In(4, len(kinds))+`) ORDER BY at, id LIMIT 1`+tx.SkipLocked()+`)
		RETURNING `+columns, args...)
	if fault.Of(err) == fault.NotFound {
		return j, false, nil
	}
	return j, err == nil, err
}

// abandoned lists jobs whose last turn ended in silence.
func abandoned(ctx context.Context, tx *db.Tx, now clock.Instant) ([]Job, error) {
	return db.All(ctx, tx, fields, `
		UPDATE jobs SET state = 'failed', say = $3, ended_at = $1, lease_until = ''
		WHERE id IN (SELECT id FROM jobs WHERE `+due+` AND tries >= $2`+tx.SkipLocked()+`)
		RETURNING `+columns, now, MaxTries, silent)
}

// renew moves the lease of this turn; false means that another turn has begun or the job has ended.
func renew(ctx context.Context, tx *db.Tx, j Job, until clock.Instant) (bool, error) {
	n, err := tx.Changed(ctx, `UPDATE jobs SET lease_until = $3 WHERE id = $1 AND tries = $2 AND state = 'running'`, j.ID, j.Tries, until)
	return n > 0, err
}

func advance(ctx context.Context, tx *db.Tx, j Job) error {
	return tx.Exec(ctx, `UPDATE jobs SET done = $3, total = $4, say = $5 WHERE id = $1 AND tries = $2 AND state = 'running'`, j.ID, j.Tries, j.Done, j.Total, j.Say)
}

// end writes how this turn ended; false means that it is no longer this turn's to end.
func end(ctx context.Context, tx *db.Tx, j Job) (bool, error) {
	n, err := tx.Changed(ctx, `
		UPDATE jobs SET state = $3, done = $4, total = $5, say = $6, result = $7, ended_at = $8, lease_until = $9
		WHERE id = $1 AND tries = $2 AND state = 'running'`,
		j.ID, j.Tries, j.State, j.Done, j.Total, j.Say, j.Result, j.Ended, j.LeaseUntil)
	return n > 0, err
}

// giveBack returns a job whose machine is being stopped in good order: the turn does not count.
func giveBack(ctx context.Context, tx *db.Tx, j Job) error {
	return tx.Exec(ctx, `UPDATE jobs SET state = 'waiting', tries = tries - 1, lease_until = '' WHERE id = $1 AND tries = $2 AND state = 'running'`, j.ID, j.Tries)
}

func names(kinds map[string]Func) []string {
	out := make([]string, 0, len(kinds))
	for k := range kinds {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
