package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"kaname/kit/cube"
	"kaname/kit/db"
)

// cubeLoad is one way to bring the answers from the database into memory.
type cubeLoad struct {
	how, what string
	limit     time.Duration // the target; 0 where there is none
	read      func(ctx context.Context, tx *db.Tx, after int64, rows *cube.Rows) (int64, error)
}

var cubeWays = []cubeLoad{
	{"rows", "row by row", 0, readRows},
	{"pieces", "2,000 answers in one text", time.Second, readPieces},
	{"packs", "packed chunks", time.Second, readPacks},
}

// cubeLoads times each way from nothing to a table that answers, and returns the last one.
func (b *bench) cubeLoads(ctx context.Context, d *db.DB, name string) (s cube.Snapshot, err error) {
	for _, way := range cubeWays {
		best, note, err := calmest(ctx, b, 0, func() (took [2]time.Duration, err error) {
			from, before := time.Now(), spent()
			s, err = loadCube(ctx, d, way)
			return [2]time.Duration{time.Since(from), spent() - before}, err
		})
		if err != nil {
			return s, err
		}
		if s.Rows() != cubeRows {
			return s, fmt.Errorf("%s, %s: %d rows", name, way.what, s.Rows())
		}
		what := fmt.Sprintf("%s to memory, %s", name, way.what)
		note = fmt.Sprintf("processor time of this process %s; %s", ms(best[1]), note)
		if way.limit > 0 && !d.Postgres() {
			b.judge(what, "≤ 1 s", ms(best[0]), best[0] <= way.limit, note)
		} else {
			b.tell(what, ms(best[0]), note)
		}
		debug.FreeOSMemory()
	}
	return s, nil
}

// loadCube reads the whole survey in one transaction, as a page that nobody has looked at before would.
func loadCube(ctx context.Context, d *db.DB, way cubeLoad) (s cube.Snapshot, err error) {
	live, err := cube.NewLive(cubeColumns()...)
	if err != nil {
		return s, err
	}
	err = d.Read(ctx, func(tx *db.Tx) error {
		s, err = live.At(ctx, cube.Mark{Seq: cubeRows}, func(after int64, rows *cube.Rows) (int64, error) {
			for n := range cubeCounters { // so that counter n has the code n+1, as in the SQL
				rows.Code(counterCol, []byte(counterID(n)))
			}
			return way.read(ctx, tx, after, rows)
		})
		return err
	})
	return s, err
}

// dayCodes numbers the days once each; the survey's first is 0.
type dayCodes map[string][2]uint32

func (c dayCodes) of(day []byte) (n, weekday uint32) {
	v, ok := c[string(day)]
	if !ok {
		t, _ := time.Parse(time.DateOnly, string(day))
		first, _ := time.Parse(time.DateOnly, cubeDay(0))
		v = [2]uint32{uint32(t.Sub(first) / (24 * time.Hour)), uint32(t.Weekday())}
		c[string(day)] = v
	}
	return v[0], v[1]
}

func readRows(ctx context.Context, tx *db.Tx, after int64, rows *cube.Rows) (last int64, err error) {
	return readBetween(ctx, tx, after, cubeRows, rows)
}

func readBetween(ctx context.Context, tx *db.Tx, after, to int64, rows *cube.Rows) (last int64, err error) {
	found, err := tx.Rows(ctx, `SELECT seq, marks, counter_id, day, hour FROM answers WHERE survey_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`, cubeSurvey, after, to)
	if err != nil {
		return 0, err
	}
	defer found.Close()
	var marks, counter, day sql.RawBytes
	var hour uint32
	days := dayCodes{}
	for found.Next() {
		if err := found.Scan(&last, &marks, &counter, &day, &hour); err != nil {
			return last, err
		}
		n, weekday := days.of(day)
		if err := rows.Add(marks, rows.Code(counterCol, counter), hour, weekday, n); err != nil {
			return last, err
		}
	}
	return last, found.Err()
}

// readPieces lets the database put answers together: a driver's cost is by row and by cell. Inside a piece their order
// does not matter, since it is counted whole.
func readPieces(ctx context.Context, tx *db.Tx, after int64, rows *cube.Rows) (last int64, err error) {
	const together = 2000
	days := dayCodes{}
	for from := after; from < cubeRows; from += together {
		var piece sql.NullString
		err := tx.Row(ctx, `SELECT string_agg(marks || ' ' || counter_id || ' ' || day || ' ' || hour, ' ') FROM answers
			WHERE survey_id = $1 AND seq > $2 AND seq <= $3`, cubeSurvey, from, from+together).Scan(&piece)
		if err != nil {
			return 0, err
		}
		if err := addPiece(rows, []byte(piece.String), days); err != nil {
			return 0, err
		}
	}
	return cubeRows, nil
}

func addPiece(rows *cube.Rows, piece []byte, days dayCodes) error {
	for len(piece) > 0 {
		var field [4][]byte
		for i := range field {
			field[i], piece, _ = bytes.Cut(piece, []byte{' '})
		}
		hour, err := strconv.ParseUint(string(field[3]), 10, 8)
		if err != nil {
			return err
		}
		n, weekday := days.of(field[2])
		if err := rows.Add(field[0], rows.Code(counterCol, field[1]), uint32(hour), weekday, n); err != nil {
			return err
		}
	}
	return nil
}

func readPacks(ctx context.Context, tx *db.Tx, after int64, rows *cube.Rows) (last int64, err error) {
	found, err := tx.Rows(ctx, `SELECT last_seq, data FROM packs WHERE survey_id = $1 AND last_seq > $2 ORDER BY last_seq`, cubeSurvey, after)
	if err != nil {
		return 0, err
	}
	defer found.Close()
	var data sql.RawBytes
	for found.Next() {
		if err := found.Scan(&last, &data); err != nil {
			return last, err
		}
		if err := rows.Unpack(data); err != nil {
			return last, err
		}
	}
	if err := found.Err(); err != nil {
		return last, err
	}
	rest, err := readRows(ctx, tx, last, rows)
	return max(last, rest), err
}

// packAnswers keeps the answers a second time as packs of 65,536, as a job in the background would.
func packAnswers(ctx context.Context, d *db.DB) error {
	const together = 1 << 16
	return d.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `CREATE TABLE packs (survey_id TEXT NOT NULL, last_seq BIGINT NOT NULL, data BYTEA NOT NULL)`); err != nil {
			return err
		}
		for from := int64(0); from+together <= cubeRows; from += together {
			t, err := cube.New(cubeColumns()...)
			if err != nil {
				return err
			}
			err = t.Append(func(rows *cube.Rows) error {
				_, err := readBetween(ctx, tx, from, from+together, rows)
				return err
			})
			if err != nil {
				return err
			}
			if err := tx.Exec(ctx, `INSERT INTO packs (survey_id, last_seq, data) VALUES ($1, $2, $3)`, cubeSurvey, from+together, t.Now().Pack()); err != nil {
				return err
			}
		}
		return nil
	})
}
