package main

import (
	"context"
	"fmt"
	"maps"
	"time"

	"kaname/kit/cube"
	"kaname/kit/db"
)

// cubeEngine times each question on one core and on two.
func (b *bench) cubeEngine(ctx context.Context, s cube.Snapshot) error {
	for _, q := range cubeQuestions {
		for workers := 1; workers <= 2; workers++ {
			times, note, err := calmest(ctx, b, 0, func() (spread, error) {
				return timed(500, 3*time.Second, func() error { _, err := q.ask(s.Cores(workers)); return err })
			})
			if err != nil {
				return err
			}
			what := fmt.Sprintf("kit/cube, %d core: %s", workers, q.what)
			note = fmt.Sprintf("fastest of %d; median %s; %s", len(times), ms(times.at(.5)), note)
			if q.target > 0 && workers == 2 {
				b.judge(what, fmt.Sprintf("≤ %g ms", q.target), ms(times[0]), times[0].Seconds()*1000 <= q.target, note)
			} else {
				b.tell(what, ms(times[0]), note)
			}
		}
	}
	return nil
}

// timed does something n times, but stops beginning anew after a while.
func timed(n int, limit time.Duration, do func() error) (all spread, err error) {
	for from := time.Now(); len(all) < n && (len(all) == 0 || time.Since(from) < limit); {
		began := time.Now()
		if err := do(); err != nil {
			return nil, err
		}
		all = append(all, time.Since(began))
	}
	return all.sorted(), nil
}

// cubeSQL times each question as SQL and holds the answer against that of kit/cube.
func (b *bench) cubeSQL(ctx context.Context, d *db.DB, s cube.Snapshot, name string) error {
	for _, q := range cubeQuestions {
		want, err := q.ask(s)
		if err != nil {
			return err
		}
		for _, layout := range []struct{ what, sql string }{{"a small number each", q.wide}, {"marks in one text", q.marks}} {
			if layout.sql == "" {
				continue
			}
			before := spent()
			times, err := timed(3, 15*time.Second, func() error {
				got, err := cellsOf(ctx, d, layout.sql)
				if err == nil && !maps.Equal(got, want) {
					err = fmt.Errorf("%s counts %q otherwise than kit/cube", name, q.what)
				}
				return err
			})
			if err != nil {
				return err
			}
			note := fmt.Sprintf("fastest of %d, warm; the same numbers as kit/cube", len(times))
			if !d.Postgres() { // SQLite works in this process
				note += fmt.Sprintf("; processor time %s each", ms((spent()-before)/time.Duration(len(times))))
			}
			b.tell(fmt.Sprintf("%s, %s: %s", name, layout.what, q.what), ms(times[0]), note)
		}
	}
	return nil
}

func cellsOf(ctx context.Context, d *db.DB, sql string) (map[cell]int, error) {
	cells := map[cell]int{}
	err := d.Read(ctx, func(tx *db.Tx) error {
		rows, err := tx.Rows(ctx, sql)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var c cell
			var n int
			if err := rows.Scan(&c.item, &c.group, &c.code, &n); err != nil {
				return err
			}
			cells[c] = n
		}
		return rows.Err()
	})
	return cells, err
}
