package people

import (
	"context"
	"fmt"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
)

// Tidy normalises what was typed: codes to half width, spaces trimmed.
func (d OfficeDraft) Tidy() OfficeDraft {
	d.Code, d.Name, d.Level = kana.Code(d.Code), kana.FreeText(d.Name), kana.FreeText(d.Level)
	return d
}

// CorrectOffice mends what was written wrongly about an office: old records show the mended name too.
// A name that changes from a day on is a Reorganisation. seen is the version the person had before them.
func (ps *People) CorrectOffice(ctx context.Context, a Actor, officeID string, seen clock.Instant, d OfficeDraft) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error { return ps.CorrectOfficeIn(ctx, tx, a, officeID, seen, d) })
}

// CorrectOfficeIn is CorrectOffice inside the caller's transaction; an empty seen asks for no version.
func (ps *People) CorrectOfficeIn(ctx context.Context, tx *db.Tx, a Actor, officeID string, seen clock.Instant, d OfficeDraft) error {
	if !a.May(WriteRoster) {
		return fault.Denied("所属をなおす", "管理者")
	}
	o, err := OfficeIn(ctx, tx, officeID)
	if err != nil {
		return missing(err, "この所属")
	}
	d = d.Tidy()
	d.From, d.ParentID = o.From, "-"
	if err := d.Check(); err != nil {
		return err
	}
	if seen == "" {
		seen = o.UpdatedAt
	}
	n, err := tx.Changed(ctx, `
		UPDATE offices SET code = $3, name = $4, level = $5, counter = $6, sort = $7, updated_at = $8, updated_by = $9
		WHERE id = $1 AND updated_at = $2`, o.ID, seen, d.Code, d.Name, d.Level, d.Counter, d.Sort, ps.Instant(), a.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。")
	}
	return ps.Note(ctx, tx, a, "correct", "office", o.ID, d.Code)
}

// Reorganisation ends an office on Last. Either Heirs take over (the first is the main one, to which people go),
// or Fresh goes on in its place from the next day, with the offices and people below it; or nobody, where it is empty.
type Reorganisation struct {
	OfficeID string
	Last     clock.Date
	Heirs    []string
	Fresh    *OfficeDraft
}

// Reorganise ends an office and lets others go on. Old records keep the office, and with it the name of their time.
func (ps *People) Reorganise(ctx context.Context, a Actor, r Reorganisation) (heirs []Office, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error { heirs, err = ps.ReorganiseIn(ctx, tx, a, r); return err })
	return heirs, err
}

// ReorganiseIn is Reorganise inside the caller's transaction.
func (ps *People) ReorganiseIn(ctx context.Context, tx *db.Tx, a Actor, r Reorganisation) ([]Office, error) {
	if !a.May(WriteRoster) {
		return nil, fault.Denied("所属を改める", "管理者")
	}
	o, err := OfficeIn(ctx, tx, r.OfficeID)
	if err != nil {
		return nil, missing(err, "この所属")
	}
	if err := r.check(o); err != nil {
		return nil, err
	}
	below, err := childrenAfter(ctx, tx, o.ID, r.Last)
	if err != nil {
		return nil, err
	}
	if r.Fresh == nil && len(below) > 0 {
		return nil, fault.New(fault.Conflict, fmt.Sprintf("「%s」の下に、%sのあとも続く所属が%dあります（%s など）。先にそちらを終えるか、「新しい名前で続ける」を選んでください。",
			o.Name, r.Last.Slash(), len(below), below[0].Name))
	}
	heirs, err := ps.heirsOf(ctx, tx, a, o, r)
	if err != nil {
		return nil, err
	}
	if err := ps.closeOffice(ctx, tx, a, o, r.Last, heirs); err != nil {
		return nil, err
	}
	if r.Fresh != nil {
		for _, c := range below {
			fresh := OfficeDraft{Code: c.Code, Name: c.Name, Level: c.Level, ParentID: heirs[0].ID, Counter: c.Counter, Sort: c.Sort}
			if _, err := ps.ReorganiseIn(ctx, tx, a, Reorganisation{OfficeID: c.ID, Last: r.Last, Fresh: &fresh}); err != nil {
				return nil, err
			}
		}
	}
	return heirs, ps.Note(ctx, tx, a, "reorganise", "office", o.ID, string(r.Last))
}

func (r Reorganisation) check(o Office) error {
	var c fault.Check
	c.That(r.Last.Valid(), "last", "終わりの日を入れてください（例 2027/3/31）。")
	c.That(!r.Last.Valid() || r.Last >= o.From, "last", "終わりの日が、始まりの日（"+o.From.Slash()+"）より前です。あとの日にしてください。")
	c.That(!r.Last.Valid() || r.Last < o.To, "last", "この所属は"+o.To.Slash()+"に終わります。それより前の日にしてください。")
	c.That(o.Kind != "city", "last", "市そのものは終えられません。名前は設定でなおせます。")
	c.That(o.Kind != "ward" || r.Fresh == nil, "how", "区の記録は区ごとに分かれているため、新しい名前で続けることはできません。新しい区を加えてから、引きつぐ所属に選んでください。")
	return c.Err()
}

// heirsOf opens the fresh office or loads those that take over.
func (ps *People) heirsOf(ctx context.Context, tx *db.Tx, a Actor, o Office, r Reorganisation) ([]Office, error) {
	next := r.Last.AddDays(1)
	if r.Fresh != nil {
		d := r.Fresh.Tidy()
		d.From, d.Ward = next, false
		if d.ParentID == "" {
			d.ParentID = o.ParentID
		}
		fresh, err := ps.OpenOfficeIn(ctx, tx, a, d, o.Sample)
		return []Office{fresh}, err
	}
	var heirs []Office
	for _, heirID := range r.Heirs {
		h, err := OfficeIn(ctx, tx, heirID)
		if err != nil {
			return nil, missing(err, "引きつぐ所属")
		}
		if h.ID == o.ID || !h.On(next) {
			var c fault.Check
			c.That(false, "heir1", "「"+h.Name+"」は"+next.Slash()+"にはありません。その日にある所属を選んでください。")
			return nil, c.Err()
		}
		heirs = append(heirs, h)
	}
	return heirs, nil
}

// closeOffice writes the last day and the successors, and lets the posts go on at the first of them.
func (ps *People) closeOffice(ctx context.Context, tx *db.Tx, a Actor, o Office, last clock.Date, heirs []Office) error {
	staying, err := db.All(ctx, tx, postRowFields, `SELECT `+postRowColumns+` FROM posts p WHERE p.office_id = $1 AND p.to_date > $2 ORDER BY p.id`, o.ID, last)
	if err != nil {
		return err
	}
	if len(staying) > 0 && len(heirs) == 0 {
		return fault.New(fault.Conflict, fmt.Sprintf("「%s」には、%sのあとも続く発令が%d件あります。引きつぐ所属を選ぶか、先に異動を取り込んでください。", o.Name, last.Slash(), len(staying)))
	}
	first := ""
	if len(heirs) > 0 {
		first = heirs[0].ID
	}
	for _, p := range staying {
		if err := movePost(ctx, tx, p, last, first); err != nil {
			return err
		}
	}
	if err := tx.Exec(ctx, `UPDATE offices SET to_date = $2, successor_id = $3, updated_at = $4, updated_by = $5 WHERE id = $1`,
		o.ID, last, db.Null(first), ps.Instant(), a.ID); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM office_successors WHERE office_id = $1`, o.ID); err != nil {
		return err
	}
	for i, h := range heirs {
		if err := tx.Exec(ctx, `INSERT INTO office_successors (office_id, successor_id, position) VALUES ($1, $2, $3)`, o.ID, h.ID, i+1); err != nil {
			return err
		}
	}
	return nil
}

func childrenAfter(ctx context.Context, tx *db.Tx, officeID string, last clock.Date) ([]Office, error) {
	return db.All(ctx, tx, officeFields, `
		SELECT `+officeColumns+` FROM offices o WHERE o.parent_id = $1 AND o.to_date > $2 ORDER BY o.sort, o.code`, officeID, last)
}

// Successors are the offices that took over from an office, the main one first.
func Successors(ctx context.Context, tx *db.Tx, officeID string) ([]Office, error) {
	return db.All(ctx, tx, officeFields, `
		SELECT `+officeColumns+` FROM office_successors x JOIN offices o ON o.id = x.successor_id WHERE x.office_id = $1 ORDER BY x.position`, officeID)
}

// Predecessors are the offices that an office took over from.
func Predecessors(ctx context.Context, tx *db.Tx, officeID string) ([]Office, error) {
	return db.All(ctx, tx, officeFields, `
		SELECT `+officeColumns+` FROM office_successors x JOIN offices o ON o.id = x.office_id WHERE x.successor_id = $1 ORDER BY o.sort, o.code, o.from_date`, officeID)
}

// Lineage lists the ids of an office and of all that it took over from, so that figures of past years can be joined.
func Lineage(ctx context.Context, tx *db.Tx, officeID string) ([]string, error) {
	return db.All(ctx, tx, func(s *string) []any { return []any{s} }, `
		WITH RECURSIVE line (id) AS (
			SELECT CAST($1 AS TEXT) UNION SELECT x.office_id FROM office_successors x JOIN line ON x.successor_id = line.id
		) SELECT id FROM line`, officeID)
}

// Below lists the offices directly below one on a day.
func Below(ctx context.Context, tx *db.Tx, officeID string, on clock.Date) ([]Office, error) {
	return db.All(ctx, tx, officeFields, `
		SELECT `+officeColumns+` FROM offices o WHERE o.parent_id = $1 AND o.from_date <= $2 AND o.to_date >= $2 ORDER BY o.sort, o.code`, officeID, on)
}

// missing gives a NotFound the name of what was looked for.
func missing(err error, what string) error {
	if fault.Of(err) == fault.NotFound {
		return fault.Missing(what)
	}
	return err
}
