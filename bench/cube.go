package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kaname/kit/cube"
	"kaname/kit/db"
)

// The survey that is counted: a city's year, larger than any ward's.
const (
	cubeRows     = 1_000_000
	cubeItems    = 20
	cubeCounters = 24
	cubeDays     = 360
	cubeSurvey   = "019aa000-0000-7000-8000-000000000001"
)

// The columns beside the items.
const (
	counterCol = cube.Col(cubeItems + iota)
	hourCol
	weekdayCol
	dayCol
)

func cubeColumns() (columns []cube.Column) {
	for q := range cubeItems {
		columns = append(columns, cube.Column{Name: fmt.Sprint("q", q)})
	}
	return append(columns, cube.Column{Name: "counter", Kind: cube.Word}, cube.Column{Name: "hour"}, cube.Column{Name: "weekday"}, cube.Column{Name: "day", Kind: cube.Word})
}

func cubeItemCols() (cols []cube.Col) {
	for q := range cube.Col(cubeItems) {
		cols = append(cols, q)
	}
	return cols
}

// cubeTable makes the table of answers, of the same shape as the house's, with twenty items in place of eight.
const cubeTable = `CREATE TABLE answers (form_key TEXT PRIMARY KEY, survey_id TEXT NOT NULL, seq BIGINT NOT NULL, counter_id TEXT NOT NULL,
	mode TEXT NOT NULL, marks TEXT NOT NULL, free TEXT NOT NULL DEFAULT '', day TEXT NOT NULL, hour BIGINT NOT NULL)`

// fillAnswers writes the survey: sample data, the same on every run.
func fillAnswers(ctx context.Context, d *db.DB) error {
	if err := d.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, cubeTable) }); err != nil {
		return err
	}
	s, end, err := openSink(ctx, d)
	if err != nil {
		return err
	}
	t := table{"answers", "form_key, survey_id, seq, counter_id, mode, marks, day, hour"}
	r, marks := rand.New(rand.NewPCG(20, 26)), make([]byte, cubeItems)
	for i := range cubeRows {
		for q := range marks {
			marks[q] = "0911223334444555"[r.IntN(16)]
		}
		key := fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())
		s.put(t, key, cubeSurvey, i+1, counterID(r.IntN(cubeCounters)), "phone", string(marks), cubeDay(i*cubeDays/cubeRows), 8+r.IntN(9))
	}
	if err := end(); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `CREATE UNIQUE INDEX answers_seq ON answers (survey_id, seq)`)
	})
}

func counterID(n int) string { return fmt.Sprintf("019aa000-0000-7000-8000-0000000001%02d", n) }

func cubeDay(n int) string {
	return time.Date(2026, 4, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// widen makes the table that suits SQL best: a small number for each item, no text.
func widen(ctx context.Context, d *db.DB) error {
	var cols strings.Builder
	for q := range cubeItems {
		fmt.Fprintf(&cols, "CAST(substr(marks, %d, 1) AS SMALLINT) AS q%d, ", q+1, q)
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		err := tx.Exec(ctx, `CREATE TABLE days (day TEXT PRIMARY KEY, weekday SMALLINT NOT NULL)`)
		for n := 0; n < cubeDays && err == nil; n++ {
			day := cubeDay(n)
			err = tx.Exec(ctx, `INSERT INTO days (day, weekday) VALUES ($1, $2)`, day, weekdayOf(day))
		}
		if err != nil {
			return err
		}
		return tx.Exec(ctx, `CREATE TABLE wide AS SELECT `+cols.String()+`CAST(substr(counter_id, 35, 2) AS SMALLINT) AS counter, CAST(hour AS SMALLINT) AS hour, d.weekday
			FROM answers a JOIN days d ON d.day = a.day`)
	})
}

func weekdayOf(day string) uint32 {
	t, _ := time.Parse(time.DateOnly, day)
	return uint32(t.Weekday())
}

// benchCube asks the same questions of kit/cube, SQLite and PostgreSQL, with the same million answers.
func (b *bench) benchCube(ctx context.Context) error {
	b.head(fmt.Sprintf("Counting %d answers to %d items", cubeRows, cubeItems))
	file := filepath.Join(b.dir, "cube.db")
	_, err := os.Stat(file)
	d, openErr := db.Open(file)
	if openErr != nil {
		return openErr
	}
	defer d.Close()
	if err != nil {
		if err := prepareCube(ctx, d); err != nil {
			return err
		}
	}
	s, err := b.cubeLoads(ctx, d, "SQLite")
	if err != nil {
		return err
	}
	if err := b.cubeEngine(ctx, s); err != nil {
		return err
	}
	if err := b.cubeUnderLoad(s); err != nil {
		return err
	}
	if err := b.cubeMemories(ctx, file); err != nil {
		return err
	}
	if err := b.cubeSQL(ctx, d, s, "SQLite"); err != nil {
		return err
	}
	return b.cubePostgres(ctx, s)
}

func prepareCube(ctx context.Context, d *db.DB) error {
	if err := fillAnswers(ctx, d); err != nil {
		return err
	}
	if err := widen(ctx, d); err != nil {
		return err
	}
	if err := packAnswers(ctx, d); err != nil {
		return err
	}
	if d.Postgres() {
		_, err := d.Raw().ExecContext(ctx, `VACUUM ANALYZE`)
		return err
	}
	_, err := d.Raw().ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

// cubePostgres measures PostgreSQL where one is named or found.
func (b *bench) cubePostgres(ctx context.Context, s cube.Snapshot) error {
	where := b.postgres
	if where == "" {
		p, err := startPostgres(ctx, b.dir)
		if err != nil {
			b.tell("PostgreSQL", "not measured", err.Error())
			return nil
		}
		defer p.stop()
		where = p.url
	}
	d, err := db.Open(where)
	if err != nil {
		return err
	}
	defer d.Close()
	defer d.Raw().Exec(`DROP TABLE IF EXISTS answers, wide, days, packs`)
	if err := prepareCube(ctx, d); err != nil {
		return err
	}
	if _, err := b.cubeLoads(ctx, d, "PostgreSQL"); err != nil {
		return err
	}
	return b.cubeSQL(ctx, d, s, "PostgreSQL")
}
