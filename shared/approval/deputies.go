package approval

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/kana"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Deputy is somebody who may decide in a head's place between two days (代決).
type Deputy struct {
	ID, OfficeID, OfficeName, WardName, StaffID, Name string
	Role                                              people.Role
	From, To                                          clock.Date
}

func deputyFields(d *Deputy) []any {
	return []any{&d.ID, &d.Role, &d.OfficeID, &d.OfficeName, &d.WardName, &d.StaffID, &d.Name, &d.From, &d.To}
}

// Deputies lists who may decide for whom from day on.
func (d *Desk) Deputies(ctx context.Context, tx *db.Tx, day clock.Date) ([]Deputy, error) {
	return db.All(ctx, tx, deputyFields, `
		SELECT d.id, d.role, d.office_id, o.name, COALESCE(w.name, ''), d.deputy_id, s.display, d.from_date, d.to_date
		FROM deputies d JOIN offices o ON o.id = d.office_id LEFT JOIN offices w ON w.id = o.ward_id JOIN staff s ON s.id = d.deputy_id
		WHERE d.to_date >= $1 ORDER BY o.path, d.from_date, d.id`, day)
}

// Dismiss ends a deputy's time yesterday.
func (d *Desk) Dismiss(ctx context.Context, a people.Actor, deputyID string) error {
	return d.DB.Write(ctx, func(tx *db.Tx) error {
		if !a.May(people.WriteRoster) {
			return fault.Denied("代決をやめる", "管理者")
		}
		n, err := tx.Changed(ctx, `UPDATE deputies SET to_date = $2 WHERE id = $1 AND to_date > $2`, deputyID, a.Today.AddDays(-1))
		if err == nil && n == 0 {
			err = fault.Missing("この代決")
		}
		if err != nil {
			return err
		}
		return d.Note(ctx, tx, a, "dismiss deputy", "deputy", deputyID, "")
	})
}

// deputyForm is what was typed; who is the person whose name was shown back for the number.
type deputyForm struct{ place, number, who, from, to string }

// deputyDraft is the name under which the form is kept while half filled.
const deputyDraft = "deputy"

func readDeputy(f web.Form) deputyForm {
	return deputyForm{f.Get("place"), kana.Code(f.Get("number")), f.Get("who"), f.Get("from"), f.Get("to")}
}

func (d *Desk) deputies(w http.ResponseWriter, r *http.Request) error {
	var f deputyForm
	kept, err := drafts.Kept(r.Context(), d.DB, people.From(r).ID, deputyDraft, func(k web.Form) { f = readDeputy(k) })
	if err != nil {
		return err
	}
	f.who = "" // a name shown back on another day is shown anew
	return d.deputiesAgain(w, r, nil, f, candidate{}, kept)
}

func (d *Desk) deputiesAgain(w http.ResponseWriter, r *http.Request, problem error, typed deputyForm, who candidate, kept clock.Instant) error {
	a := people.From(r)
	var all []Deputy
	var places []ui.Choice
	err := d.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if all, err = d.Deputies(r.Context(), tx, a.Today); err != nil {
			return err
		}
		places, err = headships(r.Context(), tx, a.Today)
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return deputiesPage(all, places, typed, who, kept, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

// candidate is who answers to a staff number, with the office and title of a day; no office where they hold no post.
type candidate struct{ id, name, ward, office, title string }

func (c candidate) show() string {
	if c.id == "" {
		return ""
	}
	return strings.TrimSpace(c.name + "　" + c.ward + " " + c.office + "　" + c.title)
}

// candidateOf finds who has the staff number and a post on the day; the fault says which of the two is missing.
func candidateOf(ctx context.Context, tx *db.Tx, number string, day clock.Date) (c candidate, err error) {
	err = tx.Row(ctx, `
		SELECT s.id, s.display, COALESCE(w.name, ''), COALESCE(o.name, ''), COALESCE(p.title, '')
		FROM staff s LEFT JOIN posts p ON p.staff_id = s.id AND p.from_date <= $2 AND p.to_date >= $2
		LEFT JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id AND w.id <> o.id
		WHERE s.number = $1 ORDER BY p.main DESC NULLS LAST, p.id LIMIT 1`, number, day).Scan(&c.id, &c.name, &c.ward, &c.office, &c.title)
	var f fault.Check
	switch {
	case fault.Of(err) == fault.NotFound:
		f.That(false, "number", "職員番号「"+number+"」の人はいません。先頭の0も入れて、職員の一覧で確かめてください。")
		return c, f.Err()
	case err == nil && c.office == "":
		f.That(false, "number", c.name+"さん（"+number+"）は、"+day.West()+"にはどの所属にもいません。その日に所属のある人を選んでください。")
		return candidate{}, f.Err()
	}
	return c, err
}

// headships are the places whose holders decide: section heads, ward heads, the directors.
func headships(ctx context.Context, tx *db.Tx, day clock.Date) ([]ui.Choice, error) {
	type row struct{ role, office, name, ward, holder string }
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.role, &r.office, &r.name, &r.ward, &r.holder} }, `
		SELECT p.role, o.id, o.name, COALESCE(w.name, ''), s.display FROM posts p JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id JOIN staff s ON s.id = p.staff_id
		WHERE p.role IN ($1, $2, $3) AND p.from_date <= $4 AND p.to_date >= $4 ORDER BY o.path, p.id`, people.SectionHead, people.WardHead, people.Director, day)
	out := make([]ui.Choice, len(rows))
	for i, r := range rows {
		out[i] = ui.Choice{Value: r.role + " " + r.office, Name: r.ward + " " + r.name + "　" + people.RoleName(people.Role(r.role)) + "（" + r.holder + "）"}
	}
	return out, err
}

// appoint first shows whose number was typed, and writes once that person is confirmed.
func (d *Desk) appoint(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, f := people.From(r), readDeputy(form)
	from, to, err := f.check(a.Today)
	if err != nil {
		return d.deputiesAgain(w, r, err, f, candidate{}, "")
	}
	role, office, _ := cutPlace(f.place)
	var who candidate
	confirmed := false
	err = d.DB.Write(r.Context(), func(tx *db.Tx) (err error) {
		who, err = candidateOf(r.Context(), tx, f.number, max(from, a.Today))
		if confirmed = err == nil && who.id == f.who; !confirmed {
			return err
		}
		if err := d.Appoint(r.Context(), tx, a, id.New(), people.Role(role), office, who.id, from, to, false); err != nil {
			return err
		}
		return drafts.Drop(r.Context(), tx, a.ID, deputyDraft)
	})
	if f.who = who.id; err != nil || !confirmed {
		return d.deputiesAgain(w, r, err, f, who, "")
	}
	return web.See(w, r, "/approvals/deputies", who.name+"さんを、代決する人に決めました。")
}

// check reads the two days and says what is missing.
func (f deputyForm) check(today clock.Date) (from, to clock.Date, err error) {
	var c fault.Check
	_, office, _ := cutPlace(f.place)
	c.That(office != "", "place", "だれの代わりかを選んでください。")
	c.That(f.number != "", "number", "代わりに決める人の職員番号を入れてください。職員の一覧で確かめられます。")
	if from, err = clock.ParseDate(f.from, today); err != nil {
		c.That(false, "from", err.Error())
	}
	if to, err = clock.ParseDate(f.to, today); err != nil {
		c.That(false, "to", err.Error())
	}
	c.That(from <= to, "to", "終わりの日が始まりの日より前です。どちらかをなおしてください。")
	return from, to, c.Err()
}

func (d *Desk) dismiss(w http.ResponseWriter, r *http.Request) error {
	if err := d.Dismiss(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/approvals/deputies", "代決をやめました。")
}
