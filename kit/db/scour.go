package db

import (
	"context"
	"fmt"
	"time"
)

// Shred is Changed for a DELETE whose rows shall not be readable in the file afterwards: SQLite overwrites their
// pages with zeros. Older copies of the pages stay in the write-ahead log, and on PostgreSQL in the table itself,
// until Scour.
func (t *Tx) Shred(ctx context.Context, q string, args ...any) (int64, error) {
	if t.Postgres() {
		return t.Changed(ctx, q, args...)
	}
	if err := t.Exec(ctx, `PRAGMA secure_delete = ON`); err != nil {
		return 0, err
	}
	n, err := t.Changed(ctx, q, args...)
	if off := t.Exec(ctx, `PRAGMA secure_delete = OFF`); err == nil {
		err = off
	}
	return n, err
}

// Scour takes what Shred left out of the database's own files: on SQLite the write-ahead log is emptied, on
// PostgreSQL the tables are written anew without their dead rows. Backups and archived logs made before are not
// reached. It cannot run inside a transaction.
func (d *DB) Scour(ctx context.Context, tables ...string) error {
	if !d.postgres {
		var busy, pages, done int
		return d.w.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &done)
	}
	if err := d.unwatched(ctx); err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := d.w.ExecContext(ctx, fmt.Sprintf(`VACUUM (FULL) %s`, t)); err != nil {
			return err
		}
	}
	return nil
}

// unwatched waits until nobody on the server is in a transaction that began before: what it could still see, VACUUM
// keeps, and who connects just now looks as far back as the oldest of any database. After ten seconds it goes on; what
// is kept then, autovacuum takes later.
func (d *DB) unwatched(ctx context.Context) error {
	var from time.Time
	if err := d.w.QueryRowContext(ctx, `SELECT clock_timestamp()`).Scan(&from); err != nil {
		return err
	}
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		var n int
		err := d.w.QueryRowContext(ctx, `SELECT count(*) FROM pg_stat_activity
			WHERE pid <> pg_backend_pid() AND xact_start < $1`, from).Scan(&n)
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}
