package people

import (
	"context"
	"strings"
	"sync"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
)

// CityDraft is what an administrator may change of the municipality; the start of the fiscal year stays as founded,
// because every year's records are filed by it.
type CityDraft struct {
	Name      string
	Levels    []string
	HideBelow int
}

// Check returns a fault that names each field that cannot stand.
func (d CityDraft) Check() error {
	var c fault.Check
	c.That(d.Name != "", "name", "市区町村の名前を入れてください。")
	c.That(len(d.Levels) >= 2, "levels", "所属の段の呼び名を、上から順に2つ以上入れてください（例 市、区、課、担当）。")
	for _, l := range d.Levels {
		c.That(!strings.Contains(l, ","), "levels", "段の呼び名に「,」は使えません。「、」か改行で分けてください。")
	}
	c.That(d.HideBelow >= 4, "hide_below", "4以上にしてください。3人以下の集計は、だれが答えたかわかるおそれがあるため出せません。")
	c.That(d.HideBelow <= 100, "hide_below", "100までにしてください。大きすぎると、ほとんどの結果が出なくなります。")
	return c.Err()
}

// Settings is the municipality with the version a form carries.
func (ps *People) Settings(ctx context.Context) (city City, version clock.Instant, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		if city, err = findCity(ctx, tx); err != nil {
			return err
		}
		return tx.Row(ctx, `SELECT updated_at FROM municipality WHERE id = 1`).Scan(&version)
	})
	return city, version, err
}

// ReviseCity changes the settings of the municipality; the root office bears its name from then on.
func (ps *People) ReviseCity(ctx context.Context, a Actor, seen clock.Instant, d CityDraft) error {
	if !a.May(WriteSettings) {
		return fault.Denied("設定を変える", "管理者")
	}
	d.Name = kana.FreeText(d.Name)
	if err := d.Check(); err != nil {
		return err
	}
	err := ps.DB.Write(ctx, func(tx *db.Tx) error {
		now := ps.Instant()
		n, err := tx.Changed(ctx, `UPDATE municipality SET name = $2, levels = $3, hide_below = $4, updated_at = $5, updated_by = $6 WHERE id = 1 AND updated_at = $1`,
			seen, d.Name, strings.Join(d.Levels, ","), d.HideBelow, now, a.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "ほかの人が先に設定を保存しました。")
		}
		if err := tx.Exec(ctx, `UPDATE offices SET name = $1, updated_at = $2, updated_by = $3 WHERE kind = 'city' AND name <> $1`, d.Name, now, a.ID); err != nil {
			return err
		}
		return ps.Note(ctx, tx, a, "revise", "settings", "city", "")
	})
	ps.forget()
	return err
}

var bundled = sync.OnceValue(clock.Bundled)

// OwnDays lists the days the office itself has added: closed, or specially open.
func OwnDays(ctx context.Context, tx *db.Tx) ([]clock.Holiday, error) {
	return db.All(ctx, tx, func(h *clock.Holiday) []any { return []any{&h.Date, &h.Name, (*openKind)(&h.Kind)} },
		`SELECT date, name, open FROM holidays ORDER BY date`)
}

// openKind scans the column open as a clock.Kind.
type openKind clock.Kind

// Scan reads a truth value as either database gives it.
func (k *openKind) Scan(v any) error {
	*k = openKind(clock.Closed)
	switch open := v.(type) {
	case bool:
		if open {
			*k = openKind(clock.Open)
		}
	case int64:
		if open != 0 {
			*k = openKind(clock.Open)
		}
	}
	return nil
}

// Holidays lists the bundled holidays and the office's own days, by date.
func Holidays(ctx context.Context, tx *db.Tx) ([]clock.Holiday, error) {
	own, err := OwnDays(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []clock.Holiday
	for _, h := range bundled() {
		for len(own) > 0 && own[0].Date < h.Date {
			out, own = append(out, own[0]), own[1:]
		}
		out = append(out, h)
	}
	return append(out, own...), nil
}

// CalendarIn is the office's calendar: bundled holidays with its own days laid over them.
func CalendarIn(ctx context.Context, tx *db.Tx) (*clock.Calendar, error) {
	days, err := Holidays(ctx, tx)
	return clock.NewCalendar(days), err
}

// Calendar is CalendarIn, remembered for five seconds as the city is: the first screen asks for it each time.
func (ps *People) Calendar(ctx context.Context, tx *db.Tx) (*clock.Calendar, error) {
	ps.mu.Lock()
	c, at := ps.calendar, ps.calendarAt
	ps.mu.Unlock()
	if c != nil && time.Since(at) < 5*time.Second {
		return c, nil
	}
	c, err := CalendarIn(ctx, tx)
	if err == nil {
		ps.mu.Lock()
		ps.calendar, ps.calendarAt = c, time.Now()
		ps.mu.Unlock()
	}
	return c, err
}

// SetDays adds the office's own days or replaces those of the same date. A row that only repeats a bundled holiday is left out,
// so that the Cabinet Office's file and one's own download can be given as they are. It says how many days it wrote.
func (ps *People) SetDays(ctx context.Context, a Actor, days []clock.Holiday) (written int, err error) {
	if !a.May(WriteSettings) {
		return 0, fault.Denied("閉庁日を変える", "管理者")
	}
	known := map[clock.Date]bool{}
	for _, h := range bundled() {
		known[h.Date] = true
	}
	err = ps.DB.Write(ctx, func(tx *db.Tx) error {
		written = 0
		for _, h := range days {
			if h.Kind == clock.National && (known[h.Date] || h.Date < bundled()[0].Date) {
				continue
			}
			n, err := tx.Changed(ctx, `INSERT INTO holidays (date, name, open) VALUES ($1, $2, $3)
				ON CONFLICT (date) DO UPDATE SET name = excluded.name, open = excluded.open
				WHERE holidays.name <> excluded.name OR holidays.open <> excluded.open`, h.Date, h.Name, h.Kind == clock.Open)
			if err != nil {
				return err
			}
			written += int(n)
		}
		return ps.Note(ctx, tx, a, "revise", "settings", "holidays", "")
	})
	ps.forget()
	return written, err
}

// DropDay takes one of the office's own days away again.
func (ps *People) DropDay(ctx context.Context, a Actor, day clock.Date) error {
	if !a.May(WriteSettings) {
		return fault.Denied("閉庁日を変える", "管理者")
	}
	defer ps.forget()
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Changed(ctx, `DELETE FROM holidays WHERE date = $1`, day)
		if err == nil && n == 0 {
			err = fault.Missing("この日")
		}
		if err != nil {
			return err
		}
		return ps.Note(ctx, tx, a, "revise", "settings", "holidays", string(day))
	})
}
