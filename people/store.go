package people

import (
	"context"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
)

func findCity(ctx context.Context, tx *db.Tx) (City, error) {
	var c City
	var levels string
	err := tx.Row(ctx, `SELECT name, fy_month, fy_day, levels, hide_below, has_sample FROM municipality WHERE id = 1`).
		Scan(&c.Name, &c.Start.Month, &c.Start.Day, &levels, &c.HideBelow, &c.HasSample)
	if fault.Of(err) == fault.NotFound {
		return City{Start: clock.April, HideBelow: 10}, nil
	}
	c.Levels = strings.Split(levels, ",")
	return c, err
}

func insertCity(ctx context.Context, tx *db.Tx, c City, now clock.Instant) error {
	return tx.Exec(ctx, `
		INSERT INTO municipality (id, name, fy_month, fy_day, levels, hide_below, has_sample, updated_at)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7)`,
		c.Name, c.Start.Month, c.Start.Day, strings.Join(c.Levels, ","), c.HideBelow, c.HasSample, now)
}

const officeColumns = `o.id, o.code, o.name, o.level, o.kind, COALESCE(o.parent_id, ''), o.ward_id, o.path, o.sort, o.counter,
	o.from_date, o.to_date, COALESCE(o.successor_id, ''), o.sample, o.updated_at`

func officeFields(o *Office) []any {
	return []any{&o.ID, &o.Code, &o.Name, &o.Level, &o.Kind, &o.ParentID, &o.WardID, &o.Path, &o.Sort, &o.Counter,
		&o.From, &o.To, &o.SuccessorID, &o.Sample, &o.UpdatedAt}
}

func insertOffice(ctx context.Context, tx *db.Tx, o Office) error {
	return tx.Exec(ctx, `
		INSERT INTO offices (id, code, name, level, kind, parent_id, ward_id, path, sort, counter, from_date, to_date, successor_id, sample, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		o.ID, o.Code, o.Name, o.Level, o.Kind, db.Null(o.ParentID), o.WardID, o.Path, o.Sort, o.Counter, o.From, o.To,
		db.Null(o.SuccessorID), o.Sample, o.UpdatedAt)
}

const personColumns = `s.id, s.number, s.family, s.given, s.family_kana, s.given_kana, s.display, s.kana_key, s.employment,
	s.from_date, s.to_date, s.sample, s.updated_at`

func personFields(p *Person) []any {
	return []any{&p.ID, &p.Number, &p.Family, &p.Given, &p.FamilyKana, &p.GivenKana, &p.Display, &p.KanaKey, &p.Employment,
		&p.From, &p.To, &p.Sample, &p.UpdatedAt}
}

func findPerson(ctx context.Context, tx *db.Tx, staffID string) (Person, error) {
	return db.One(ctx, tx, personFields, `SELECT `+personColumns+` FROM staff s WHERE s.id = $1`, staffID)
}

func insertPerson(ctx context.Context, tx *db.Tx, p Person) error {
	search := kana.Fold(p.Number + " " + p.Family + p.Given + " " + p.FamilyKana + p.GivenKana + " " + p.Display)
	return tx.Exec(ctx, `
		INSERT INTO staff (id, number, family, given, family_kana, given_kana, display, kana_key, search_key, employment, from_date, to_date, sample, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (id) DO UPDATE SET number = excluded.number, family = excluded.family, given = excluded.given,
			family_kana = excluded.family_kana, given_kana = excluded.given_kana, display = excluded.display,
			kana_key = excluded.kana_key, search_key = excluded.search_key, employment = excluded.employment,
			to_date = excluded.to_date, updated_at = excluded.updated_at`,
		p.ID, p.Number, p.Family, p.Given, p.FamilyKana, p.GivenKana, p.Display, p.KanaKey, search, p.Employment, p.From, p.To, p.Sample, p.UpdatedAt)
}

func setPassword(ctx context.Context, tx *db.Tx, staffID, hash string) error {
	return tx.Exec(ctx, `UPDATE staff SET password_hash = $2 WHERE id = $1`, staffID, hash)
}

func insertPost(ctx context.Context, tx *db.Tx, p Post, sample bool) error {
	return tx.Exec(ctx, `
		INSERT INTO posts (id, staff_id, office_id, role, title, main, from_date, to_date, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, p.StaffID, p.OfficeID, p.Role, p.Title, p.Main, p.From, p.To, sample)
}

const postColumns = `p.id, p.staff_id, p.office_id, o.name, o.path, o.ward_id, COALESCE(w.name, ''), COALESCE(w.path, ''),
	p.role, p.title, p.main, p.from_date, p.to_date`

func postFields(p *Post) []any {
	return []any{&p.ID, &p.StaffID, &p.OfficeID, &p.OfficeName, &p.OfficePath, &p.WardID, &p.WardName, &p.WardPath,
		&p.Role, &p.Title, &p.Main, &p.From, &p.To}
}

// postsOn lists the posts a person holds on day, the main one first.
func postsOn(ctx context.Context, tx *db.Tx, staffID string, day clock.Date) ([]Post, error) {
	return db.All(ctx, tx, postFields, `
		SELECT `+postColumns+`
		FROM posts p JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id
		WHERE p.staff_id = $1 AND p.from_date <= $2 AND p.to_date >= $2
		ORDER BY p.main DESC, p.from_date, p.id`, staffID, day)
}
