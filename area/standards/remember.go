package standards

import (
	"context"
	"maps"
	"strconv"
	"sync"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
)

// remembered keeps each year's checks: a city records tens of thousands, and only what came since the last look is
// read. The database says with every look how many there are, so that what was taken away is noticed too.
type remembered struct {
	mu sync.Mutex
	of map[clock.FY]year
}

// year is the checks of one fiscal year; its maps are never changed once they are here.
type year struct {
	last   clock.Instant
	all    map[string]clock.Instant // standard + office + period → when it was recorded
	newest map[string]seen          // standard + office
}

// late is how long before the newest check another one may have been recorded that was not yet to be seen.
const late = time.Minute

// checks are the newest checks of a year by standard and office. A writing transaction reads past what is remembered.
func (ss *Standards) checks(ctx context.Context, tx *db.Tx, fy clock.FY) (map[string]seen, error) {
	if tx.Writes() {
		y, err := (year{}).read(ctx, tx, fy)
		return y.newest, err
	}
	ss.remembered.mu.Lock()
	defer ss.remembered.mu.Unlock()
	y, err := ss.remembered.of[fy].read(ctx, tx, fy)
	if err != nil {
		return nil, err
	}
	if ss.remembered.of == nil {
		ss.remembered.of = map[clock.FY]year{}
	}
	ss.remembered.of[fy] = y
	return y.newest, nil
}

// read adds what came since the last look; where checks are missing now, it reads the year again.
func (y year) read(ctx context.Context, tx *db.Tx, fy clock.FY) (year, error) {
	since := clock.Instant("")
	if y.last != "" {
		since = clock.At(y.last.Time().Add(-late))
	}
	fresh, n, err := checksSince(ctx, tx, fy, since)
	if err != nil {
		return y, err
	}
	next := y.with(fresh)
	if len(next.all) == n || y.last == "" {
		return next, nil
	}
	return (year{}).read(ctx, tx, fy)
}

func (y year) with(fresh []seen) year {
	changed := false
	for _, c := range fresh {
		changed = changed || y.all[c.key()] != c.At
	}
	if !changed && y.all != nil {
		return y
	}
	next := year{last: y.last, all: map[string]clock.Instant{}, newest: map[string]seen{}}
	maps.Copy(next.all, y.all)
	maps.Copy(next.newest, y.newest)
	for _, c := range fresh {
		next.all[c.key()], next.last = c.At, max(next.last, c.At)
		at := c.StandardID + " " + c.OfficeID
		if c.Period >= next.newest[at].Period {
			next.newest[at] = c
		}
	}
	return next
}

func (c seen) key() string { return c.StandardID + " " + c.OfficeID + " " + c.Period }

// checksSince loads the checks of a year recorded at or after an instant, and says how many the year has in all.
func checksSince(ctx context.Context, tx *db.Tx, fy clock.FY, since clock.Instant) (fresh []seen, n int, err error) {
	fresh, err = db.All(ctx, tx, func(s *seen) []any {
		return []any{&s.StandardID, &s.OfficeID, &s.WardID, &s.Result, &s.Value, &s.Period, &s.At}
	}, `SELECT '', '', '', '', NULL, CAST(COUNT(*) AS TEXT), '' FROM standard_checks WHERE fy = $1
		UNION ALL SELECT standard_id, office_id, ward_id, result, value, period, at FROM standard_checks WHERE fy = $1 AND at >= $2`, fy, since)
	if err != nil {
		return nil, 0, err
	}
	n, err = strconv.Atoi(fresh[0].Period)
	return fresh[1:], n, err
}
