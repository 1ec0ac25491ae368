package approval

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
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

// deputyForm is what was typed.
type deputyForm struct{ place, staff, from, to string }

// deputyDraft is the name under which the form is kept while half filled.
const deputyDraft = "deputy"

func readDeputy(f web.Form) deputyForm {
	return deputyForm{f.Get("place"), f.Get("staff"), f.Get("from"), f.Get("to")}
}

func (d *Desk) deputies(w http.ResponseWriter, r *http.Request) error {
	var f deputyForm
	kept, err := drafts.Kept(r.Context(), d.DB, people.From(r).ID, deputyDraft, func(k web.Form) { f = readDeputy(k) })
	if err != nil {
		return err
	}
	return d.deputiesAgain(w, r, nil, f, kept)
}

func (d *Desk) deputiesAgain(w http.ResponseWriter, r *http.Request, problem error, typed deputyForm, kept clock.Instant) error {
	a := people.From(r)
	var all []Deputy
	var places, staff []ui.Choice
	err := d.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if all, err = d.Deputies(r.Context(), tx, a.Today); err != nil {
			return err
		}
		if places, err = headships(r.Context(), tx, a.Today); err != nil {
			return err
		}
		who, err := people.Colleagues(r.Context(), tx, "", a.Today)
		for _, c := range who {
			staff = append(staff, ui.Choice{Value: c.ID, Name: c.Name + "（" + c.OfficeName + "）" + c.Number})
		}
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return deputiesPage(all, places, staff, typed, kept, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
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

func (d *Desk) appoint(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	f := readDeputy(form)
	role, office, _ := cutPlace(f.place)
	var c fault.Check
	c.That(office != "", "place", "だれの代わりかを選んでください。")
	c.That(f.staff != "", "staff", "代わりに決める人を選んでください。")
	from, err := clock.ParseDate(f.from, a.Today)
	if err != nil {
		c.That(false, "from", err.Error())
	}
	to, err := clock.ParseDate(f.to, a.Today)
	if err != nil {
		c.That(false, "to", err.Error())
	}
	c.That(from <= to, "to", "終わりの日が始まりの日より前です。どちらかをなおしてください。")
	if err = c.Err(); err == nil {
		err = d.DB.Write(r.Context(), func(tx *db.Tx) error {
			if err := d.Appoint(r.Context(), tx, a, id.New(), people.Role(role), office, f.staff, from, to, false); err != nil {
				return err
			}
			return drafts.Drop(r.Context(), tx, a.ID, deputyDraft)
		})
	}
	if err != nil {
		return d.deputiesAgain(w, r, err, f, "")
	}
	return web.See(w, r, "/approvals/deputies", "代決する人を決めました。")
}

func (d *Desk) dismiss(w http.ResponseWriter, r *http.Request) error {
	if err := d.Dismiss(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/approvals/deputies", "代決をやめました。")
}
