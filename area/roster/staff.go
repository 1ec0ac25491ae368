package roster

import (
	"context"
	"net/http"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// listing is the page of the staff.
type listing struct {
	people.StaffQuery
	Office  string // id of the office asked for
	Said    string
	All     []people.Listed
	Offices tree
	Pager   ui.Pager
}

// group is a run of people under one head: an office, or a row of the fifty sounds.
type group struct {
	Name string
	All  []people.Listed
}

// groups cuts the page into runs, each with its head.
func (l listing) groups() []group {
	var out []group
	for _, p := range l.All {
		name := p.Post.OfficeName
		switch {
		case l.ByKana:
			name = kana.Head(p.FamilyKana + p.GivenKana)
		case p.Post.ID == "":
			name = "この日の本務がない人"
		case p.Post.WardID != p.Post.OfficeID && p.Post.WardName != "":
			name = p.Post.WardName + "　" + name
		}
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, group{Name: name})
		}
		out[len(out)-1].All = append(out[len(out)-1].All, p)
	}
	return out
}

// Staff reads one page of the list; everything reads all of it, for a file.
func (ro *Roster) Staff(ctx context.Context, a people.Actor, q people.StaffQuery, office string, page int, everything bool) (l listing, err error) {
	l.StaffQuery, l.Office = q, office
	limit, offset := ui.PageSize, (page-1)*ui.PageSize
	if everything {
		limit, offset = 1_000_000, 0
	}
	err = ro.DB.Read(ctx, func(tx *db.Tx) error {
		l.Offices = tree{On: q.On}
		if l.Offices.Offices, err = people.WardOffices(ctx, tx, a.Sees(), q.On); err != nil {
			return err
		}
		for _, o := range l.Offices.Offices {
			if o.ID == office {
				l.OfficePath = o.Path
			}
		}
		found, err := people.StaffOn(ctx, tx, a, l.Offices.Offices, l.StaffQuery, limit, offset)
		l.All, l.Pager.Total = found.All, found.Total
		return err
	})
	l.Pager.Page = page
	return l, err
}

func (ro *Roster) staff(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	on, said := dayOf(a, q.Get("on"))
	if !a.May(people.WriteRoster) {
		on, said = a.Today, ""
	}
	query := people.StaffQuery{On: on, Employment: q.Get("employment"), Words: q.Get("q"), Head: q.Get("head"), ByKana: q.Get("order") == "kana" || q.Get("head") != ""}
	if as := q.Get("as"); as != "" {
		return ro.sendStaff(w, r, a, query, as)
	}
	l, err := ro.Staff(r.Context(), a, query, q.Get("office"), ui.PageOf(q.Values), false)
	if err != nil {
		return err
	}
	l.Said = said
	l.Pager.Href = func(n int) string { return web.With(r, "page", itoa(n)) }
	return web.OK(w, r, staffPage(a, l, r))
}

// sendStaff answers with the whole list as a file, for those who keep it, and notes that it was taken.
func (ro *Roster) sendStaff(w http.ResponseWriter, r *http.Request, a people.Actor, q people.StaffQuery, as string) error {
	if !a.May(people.WriteRoster) {
		return fault.Denied("名簿を書き出す", "管理者")
	}
	l, err := ro.Staff(r.Context(), a, q, web.Query(r).Get("office"), 1, true)
	if err != nil {
		return err
	}
	code := map[string]string{}
	for _, o := range l.Offices.Offices {
		code[o.ID] = o.Code
	}
	if err := ro.Saw(r.Context(), a, "staff", string(q.On), "書き出し "+as+" "+itoa(len(l.All))+"人"); err != nil {
		return err
	}
	return ui.SendList(w, r, staffTable(l.All, code), fileName(as, "職員", q.On))
}

// personView is the page of one person.
type personView struct {
	people.Person
	Posts []people.Post
	Today clock.Date
}

// now is the main post of today, or the next one.
func (v personView) now() people.Post {
	for _, p := range v.Posts {
		if p.Main && p.From <= v.Today {
			return p
		}
	}
	if len(v.Posts) > 0 {
		return v.Posts[len(v.Posts)-1]
	}
	return people.Post{}
}

// Person reads one person for those who keep the roster.
func (ro *Roster) Person(ctx context.Context, a people.Actor, staffID string) (v personView, err error) {
	if !a.May(people.WriteRoster) {
		return v, fault.Denied("職員の記録を開く", "管理者")
	}
	v.Today = a.Today
	err = ro.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Person, err = people.PersonIn(ctx, tx, staffID); err != nil {
			return err
		}
		v.Posts, err = people.PostsOf(ctx, tx, staffID)
		return err
	})
	return v, err
}

func (ro *Roster) person(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	if err := ro.sawPerson(r, a); err != nil {
		return err
	}
	return ro.showPerson(w, r, nil, "")
}

// sawPerson notes the look at a person's record; an unknown id is not found before anything is noted.
func (ro *Roster) sawPerson(r *http.Request, a people.Actor) error {
	if _, err := ro.Person(r.Context(), a, r.PathValue("id")); err != nil {
		return err
	}
	return ro.Saw(r.Context(), a, "person", r.PathValue("id"), "")
}
