package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
)

// postRow is a post as it is stored.
type postRow struct {
	ID, StaffID, OfficeID string
	Role                  Role
	Title                 string
	Main                  bool
	From, To              clock.Date
	Sample                bool
}

const postRowColumns = `p.id, p.staff_id, p.office_id, p.role, p.title, p.main, p.from_date, p.to_date, p.sample`

func postRowFields(p *postRow) []any {
	return []any{&p.ID, &p.StaffID, &p.OfficeID, &p.Role, &p.Title, &p.Main, &p.From, &p.To, &p.Sample}
}

func (p postRow) insert(ctx context.Context, tx *db.Tx) error {
	return insertPost(ctx, tx, Post{ID: p.ID, StaffID: p.StaffID, OfficeID: p.OfficeID, Role: p.Role, Title: p.Title, Main: p.Main, From: p.From, To: p.To}, p.Sample)
}

// movePost lets a post go on at another office from the day after last.
func movePost(ctx context.Context, tx *db.Tx, p postRow, last clock.Date, officeID string) error {
	if p.From > last {
		return tx.Exec(ctx, `UPDATE posts SET office_id = $2 WHERE id = $1`, p.ID, officeID)
	}
	if err := tx.Exec(ctx, `UPDATE posts SET to_date = $2 WHERE id = $1`, p.ID, last); err != nil {
		return err
	}
	p.ID, p.OfficeID, p.From = id.New(), officeID, last.AddDays(1)
	return p.insert(ctx, tx)
}

// Trace is one record before and after a deed, as JSON; Before is "" where the deed added it.
type Trace struct{ Kind, ID, Label, Before, After string }

// Picture is the whole roster at one moment, record by record, without passwords.
type Picture struct{ offices, people map[string]pictured }

type pictured struct{ label, row string }

type officeRow struct {
	Office
	Heirs []string
}

type personRow struct {
	Person
	Posts []postRow
}

// TakePicture reads the whole roster; two of them tell what an import changed.
func TakePicture(ctx context.Context, tx *db.Tx) (Picture, error) {
	pic := Picture{offices: map[string]pictured{}, people: map[string]pictured{}}
	offices, err := db.All(ctx, tx, officeFields, `SELECT `+officeColumns+` FROM offices o`)
	if err != nil {
		return pic, err
	}
	heirs, err := db.All(ctx, tx, func(s *[2]string) []any { return []any{&s[0], &s[1]} }, `SELECT office_id, successor_id FROM office_successors ORDER BY office_id, position`)
	if err != nil {
		return pic, err
	}
	of := map[string][]string{}
	for _, h := range heirs {
		of[h[0]] = append(of[h[0]], h[1])
	}
	for _, o := range offices {
		if err := keep(pic.offices, o.ID, o.Name+"（"+o.Code+"）", officeRow{o, of[o.ID]}); err != nil {
			return pic, err
		}
	}
	return pic, pic.addPeople(ctx, tx)
}

func (pic Picture) addPeople(ctx context.Context, tx *db.Tx) error {
	all, err := db.All(ctx, tx, personFields, `SELECT `+personColumns+` FROM staff s`)
	if err != nil {
		return err
	}
	posts, err := db.All(ctx, tx, postRowFields, `SELECT `+postRowColumns+` FROM posts p ORDER BY p.staff_id, p.id`)
	if err != nil {
		return err
	}
	of := map[string][]postRow{}
	for _, p := range posts {
		of[p.StaffID] = append(of[p.StaffID], p)
	}
	for _, p := range all {
		if err := keep(pic.people, p.ID, p.Display+"（"+p.Number+"）", personRow{p, of[p.ID]}); err != nil {
			return err
		}
	}
	return nil
}

func keep(in map[string]pictured, key, label string, row any) error {
	b, err := json.Marshal(row)
	in[key] = pictured{label, string(b)}
	return err
}

// Since lists the records that differ from an earlier picture.
func (pic Picture) Since(before Picture) []Trace {
	var out []Trace
	diff := func(kind string, was, is map[string]pictured) {
		for key, now := range is {
			if was[key].row != now.row {
				out = append(out, Trace{kind, key, now.label, was[key].row, now.row})
			}
		}
	}
	diff("office", before.offices, pic.offices)
	diff("person", before.people, pic.people)
	slices.SortFunc(out, func(x, y Trace) int { return strings.Compare(x.Kind+x.ID, y.Kind+y.ID) })
	return out
}

// Changed lists the labels of traces whose record is no longer what the deed left.
func (pic Picture) Changed(traces []Trace) []string {
	var out []string
	for _, t := range traces {
		now := pic.people[t.ID].row
		if t.Kind == "office" {
			now = pic.offices[t.ID].row
		}
		if now != t.After {
			out = append(out, t.Label)
		}
	}
	return out
}

// UndoIn puts every record back to what it was before, exactly. It refuses where one has changed since, naming it.
func (ps *People) UndoIn(ctx context.Context, tx *db.Tx, a Actor, traces []Trace) error {
	if !a.May(WriteRoster) {
		return fault.Denied("取り込みを取り消す", "管理者")
	}
	pic, err := TakePicture(ctx, tx)
	if err != nil {
		return err
	}
	if changed := pic.Changed(traces); len(changed) > 0 {
		return fault.New(fault.Conflict, "取り込んだあとに変わった記録があるため、取り消せません: "+some(changed)+"。あとの変更を先に取り消すか、1件ずつなおしてください。")
	}
	var offices, added []officeRow
	var persons []personRow
	var addedPeople []Trace
	for _, t := range traces {
		switch {
		case t.Kind == "person" && t.Before == "":
			addedPeople = append(addedPeople, t)
		case t.Kind == "person":
			var p personRow
			err = json.Unmarshal([]byte(t.Before), &p)
			persons = append(persons, p)
		case t.Before == "":
			var o officeRow
			err = json.Unmarshal([]byte(t.After), &o)
			added = append(added, o)
		default:
			var o officeRow
			err = json.Unmarshal([]byte(t.Before), &o)
			offices = append(offices, o)
		}
		if err != nil {
			return err
		}
	}
	return undo{tx, offices, added, persons, addedPeople}.run(ctx)
}

func some(labels []string) string {
	if len(labels) > 5 {
		return strings.Join(labels[:5], "、") + fmt.Sprintf(" ほか%d件", len(labels)-5)
	}
	return strings.Join(labels, "、")
}

type undo struct {
	tx          *db.Tx
	offices     []officeRow
	added       []officeRow
	persons     []personRow
	addedPeople []Trace
}

func (u undo) run(ctx context.Context) error {
	for _, p := range u.persons {
		if err := u.tx.Exec(ctx, `DELETE FROM posts WHERE staff_id = $1`, p.ID); err != nil {
			return err
		}
	}
	for _, t := range u.addedPeople {
		for _, q := range []string{`DELETE FROM posts WHERE staff_id = $1`, `DELETE FROM signin_codes WHERE staff_id = $1 AND used_at = ''`} {
			if err := u.tx.Exec(ctx, q, t.ID); err != nil {
				return err
			}
		}
		if err := u.tx.Exec(ctx, `DELETE FROM staff WHERE id = $1`, t.ID); err != nil {
			return fault.Wrap(fault.Conflict, t.Label+"さんはもうサインインしたか、書いた記録があるため、取り消せません。退職の日を入れるか、1件ずつなおしてください。", err)
		}
	}
	if err := u.restoreOffices(ctx); err != nil {
		return err
	}
	for _, p := range u.persons {
		if err := restorePerson(ctx, u.tx, p); err != nil {
			return err
		}
	}
	return nil
}

func restorePerson(ctx context.Context, tx *db.Tx, p personRow) error {
	if err := insertPerson(ctx, tx, p.Person); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE staff SET from_date = $2 WHERE id = $1`, p.ID, p.From); err != nil {
		return err
	}
	for _, post := range p.Posts {
		if err := post.insert(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (u undo) restoreOffices(ctx context.Context) error {
	for _, o := range append(slices.Clone(u.offices), u.added...) {
		if err := u.tx.Exec(ctx, `DELETE FROM office_successors WHERE office_id = $1`, o.ID); err != nil {
			return err
		}
	}
	for _, o := range u.offices {
		err := u.tx.Exec(ctx, `
			UPDATE offices SET code = $2, name = $3, level = $4, sort = $5, counter = $6, from_date = $7, to_date = $8, successor_id = $9, updated_at = $10
			WHERE id = $1`, o.ID, o.Code, o.Name, o.Level, o.Sort, o.Counter, o.From, o.To, db.Null(o.SuccessorID), o.UpdatedAt)
		if err != nil {
			return err
		}
	}
	slices.SortFunc(u.added, func(x, y officeRow) int { return y.Depth() - x.Depth() })
	for _, o := range u.added {
		if err := u.tx.Exec(ctx, `DELETE FROM offices WHERE id = $1`, o.ID); err != nil {
			return fault.Wrap(fault.Conflict, "「"+o.Name+"」には取り込んだあとに人か記録がついたため、取り消せません。先にそちらを移してください。", err)
		}
	}
	for _, o := range u.offices {
		for i, heir := range o.Heirs {
			err := u.tx.Exec(ctx, `INSERT INTO office_successors (office_id, successor_id, position) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, o.ID, heir, i+1)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
