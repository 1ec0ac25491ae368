package publishing

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// extrasOf loads what was added to the promises of some years, by the promise's id.
func extrasOf(ctx context.Context, tx *db.Tx, wardID string, years []clock.FY) (map[string]Extra, error) {
	type row struct {
		id string
		Extra
	}
	var w db.Where
	w.In("fy", db.Values(years)).If(wardID != "", `ward_id = ?`, wardID)
	rows, err := db.All(ctx, tx, func(r *row) []any {
		return []any{&r.id, &r.Position, &r.Top, &r.EasyTitle, &r.EasyWords, &r.EnTitle, &r.EnWords, &r.WordsOf, &r.EasyResult, &r.EnResult, &r.ResultOf, &r.UpdatedAt}
	}, `SELECT item_id, position, top, easy_title, easy_words, en_title, en_words, words_of, easy_result, en_result, result_of, updated_at
		FROM publishing_items`+w.SQL(), w.Args()...)
	out := map[string]Extra{}
	for _, r := range rows {
		out[r.id] = r.Extra
	}
	return out, err
}

// saveExtra writes what is added to a promise, unless somebody else has saved since p was read: a Conflict.
func saveExtra(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, p Promise, now clock.Instant) error {
	n, err := tx.Changed(ctx, `
		INSERT INTO publishing_items (item_id, ward_id, fy, position, top, easy_title, easy_words, en_title, en_words, words_of, easy_result, en_result, result_of, sample, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (item_id) DO UPDATE SET position = excluded.position, top = excluded.top, easy_title = excluded.easy_title, easy_words = excluded.easy_words,
			en_title = excluded.en_title, en_words = excluded.en_words, words_of = excluded.words_of, easy_result = excluded.easy_result,
			en_result = excluded.en_result, result_of = excluded.result_of, updated_by = excluded.updated_by, updated_at = excluded.updated_at
		WHERE publishing_items.updated_at = $17`,
		p.ID, wardID, p.FY, p.Position, p.Top, p.EasyTitle, p.EasyWords, p.EnTitle, p.EnWords, p.WordsOf, p.EasyResult, p.EnResult, p.ResultOf, p.sample(), a.ID, now, p.UpdatedAt)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "ほかの人が先に保存しました。画面を開きなおして、もう一度なおしてください。")
	}
	return err
}

// announcedOf loads what the wards say of their years.
func announcedOf(ctx context.Context, tx *db.Tx, wardID string) (map[string]map[clock.FY]Announced, error) {
	type row struct {
		ward string
		fy   clock.FY
		Announced
	}
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.ward, &r.fy, &r.NextOn, &r.Contact, &r.UpdatedAt} },
		`SELECT ward_id, fy, next_on, contact, updated_at FROM publishing_years WHERE $1 = '' OR ward_id = $1`, wardID)
	out := map[string]map[clock.FY]Announced{}
	for _, r := range rows {
		if out[r.ward] == nil {
			out[r.ward] = map[clock.FY]Announced{}
		}
		out[r.ward][r.fy] = r.Announced
	}
	return out, err
}

// saveAnnounced writes what a ward says of a year.
func saveAnnounced(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY, y Announced, sample bool, now clock.Instant) error {
	return tx.Exec(ctx, `
		INSERT INTO publishing_years (ward_id, fy, next_on, contact, sample, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (ward_id, fy) DO UPDATE SET next_on = excluded.next_on, contact = excluded.contact, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
		wardID, fy, y.NextOn, y.Contact, sample, a.ID, now)
}

// Publication is one writing-out of the pages: who, when, what.
type Publication struct {
	ID, WardID string
	FY         clock.FY
	ByID, By   string
	At         clock.Instant
	Count      int    // files
	SHA256     string // of the list of files
	Files      string // JSON: path → sha256
	Sample     bool
}

func insertPublication(ctx context.Context, tx *db.Tx, p Publication) error {
	return tx.Exec(ctx, `INSERT INTO publications (id, ward_id, fy, by_id, at, count, sha256, files, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, p.WardID, p.FY, p.ByID, p.At, p.Count, p.SHA256, p.Files, p.Sample)
}

// publicationsOf lists the latest writings-out that held the ward's year, the newest first; the list of files of the first alone.
func publicationsOf(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) ([]Publication, error) {
	return db.All(ctx, tx, func(p *Publication) []any {
		return []any{&p.ID, &p.WardID, &p.FY, &p.ByID, &p.By, &p.At, &p.Count, &p.SHA256}
	}, `SELECT p.id, p.ward_id, p.fy, p.by_id, COALESCE(s.display, ''), p.at, p.count, p.sha256 FROM publications p LEFT JOIN staff s ON s.id = p.by_id
		WHERE p.fy = $1 AND (p.ward_id = $2 OR p.ward_id = '') ORDER BY p.at DESC, p.id DESC LIMIT 10`, fy, wardID)
}

// filesOf is the list of files of the ward's own latest writing-out, or "".
func filesOf(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) (files string, err error) {
	all, err := db.All(ctx, tx, func(s *string) []any { return []any{s} },
		`SELECT files FROM publications WHERE fy = $1 AND ward_id = $2 ORDER BY at DESC, id DESC LIMIT 1`, fy, wardID)
	if len(all) > 0 {
		files = all[0]
	}
	return files, err
}
