package roster

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// tree is the page of the offices on one day.
type tree struct {
	On      clock.Date
	Said    string // what is wrong with the day asked for
	Offices []people.Office
	Heads   map[string]int
}

// Tree reads the offices that a sees, as of a day.
func (ro *Roster) Tree(ctx context.Context, a people.Actor, on clock.Date) (t tree, err error) {
	t.On = on
	err = ro.DB.Read(ctx, func(tx *db.Tx) error {
		if t.Offices, err = people.WardOffices(ctx, tx, a.Sees(), on); err != nil {
			return err
		}
		t.Heads, err = people.HeadCount(ctx, tx, a.Sees(), on)
		return err
	})
	return t, err
}

// depth is how far an office stands in from the first one listed.
func (t tree) depth(o people.Office) int {
	if len(t.Offices) == 0 {
		return 0
	}
	return min(o.Depth()-t.Offices[0].Depth(), 6)
}

// people counts who works in an office or below it.
func (t tree) people(o people.Office) int {
	n := 0
	for _, each := range t.Offices {
		if len(each.Path) >= len(o.Path) && each.Path[:len(o.Path)] == o.Path {
			n += t.Heads[each.ID]
		}
	}
	return n
}

func (ro *Roster) offices(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	on, said := dayOf(a, q.Get("on"))
	t, err := ro.Tree(r.Context(), a, on)
	if err != nil {
		return err
	}
	if as := q.Get("as"); as != "" {
		return ro.sendOffices(w, r, a, t, as)
	}
	t.Said = said
	return web.OK(w, r, officesPage(a, t, r))
}

// officeView is the page of one office.
type officeView struct {
	people.Office
	Parent       people.Office
	Before, Next []people.Office
	Below        []people.Office
	Here         int // people with their main post here or below, today
}

// Office reads one office with those around it in the tree and in time.
func (ro *Roster) Office(ctx context.Context, a people.Actor, officeID string) (v officeView, err error) {
	err = ro.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Office, err = people.OfficeIn(ctx, tx, officeID); err != nil {
			return fault.Missing("この所属")
		}
		if v.ParentID != "" {
			if v.Parent, err = people.OfficeIn(ctx, tx, v.ParentID); err != nil {
				return err
			}
		}
		if v.Before, err = people.Predecessors(ctx, tx, v.ID); err != nil {
			return err
		}
		if v.Next, err = people.Successors(ctx, tx, v.ID); err != nil {
			return err
		}
		if v.Below, err = people.Below(ctx, tx, v.ID, v.lookOn(a)); err != nil {
			return err
		}
		here, err := people.StaffOn(ctx, tx, a, nil, people.StaffQuery{On: v.lookOn(a), OfficePath: v.Path}, 0, 0)
		v.Here = here.Total
		return err
	})
	return v, err
}

// lookOn is the day as of which an office is shown: today while it stands, else its last or first day.
func (v officeView) lookOn(a people.Actor) clock.Date { return max(v.From, min(v.To, a.Today)) }

func (ro *Roster) office(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := ro.Office(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, officePage(a, v))
}

// officeForm is what the form of an office shows.
type officeForm struct {
	people.OfficeDraft
	ID, Title string
	FromText  string
	Version   clock.Instant
	Parents   []ui.Choice
	Levels    []string
	Theirs    []ui.Pair
	Saver     string
	SavedAt   clock.Instant
}

func readOffice(a people.Actor, f web.Form) people.OfficeDraft {
	sort, _ := f.Whole("sort")
	return people.OfficeDraft{Code: f.Text("code"), Name: f.Text("name"), Level: f.Text("level"), ParentID: f.Get("parent"),
		Counter: f.Yes("counter"), Sort: sort, From: typedDay(a, f.Get("from")), Ward: f.Get("kind") == "ward"}.Tidy()
}

// levels are the words for offices below the ward, from the settings.
func (ro *Roster) levels(ctx context.Context) ([]string, error) {
	c, err := ro.People.City(ctx)
	return c.Levels, err
}

// parents lists the offices of a day as choices, indented.
func (ro *Roster) parents(ctx context.Context, a people.Actor, on clock.Date, without string) ([]ui.Choice, error) {
	t, err := ro.Tree(ctx, a, on)
	out := []ui.Choice{{Value: "", Name: "選んでください"}}
	for _, o := range t.Offices {
		if o.ID != without {
			out = append(out, ui.Choice{Value: o.ID, Name: spaces(t.depth(o)) + o.Name + "（" + o.Code + "）"})
		}
	}
	return out, err
}

func spaces(n int) string {
	return string(slices.Repeat([]rune{'　'}, n))
}

func (ro *Roster) newOffice(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	f := officeForm{Title: "所属を加える", FromText: a.Today.Slash(), OfficeDraft: people.OfficeDraft{ParentID: r.URL.Query().Get("under")}}
	return ro.officeForm(w, r, f, nil)
}

func (ro *Roster) officeForm(w http.ResponseWriter, r *http.Request, f officeForm, problem error) (err error) {
	a := people.From(r)
	day := f.From
	if day == "" {
		day = a.Today
	}
	if f.Parents, err = ro.parents(r.Context(), a, day, ""); err != nil {
		return err
	}
	if f.Levels, err = ro.levels(r.Context()); err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return officeFormPage(f, p) }
	switch {
	case f.Theirs != nil:
		return web.Page(w, r, http.StatusConflict, page(fault.Problems{}))
	case problem != nil:
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ro *Roster) openOffice(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	d := readOffice(a, form)
	o, err := ro.People.OpenOffice(r.Context(), a, d, false)
	if err != nil {
		return ro.officeForm(w, r, officeForm{Title: "所属を加える", FromText: form.Get("from"), OfficeDraft: d}, sameCode(err))
	}
	return web.See(w, r, "/offices/"+o.ID, "「"+o.Name+"」を"+clock.Date(o.From).Slash()+"から加えました。")
}

// sameCode puts a clash of codes beside the field.
func sameCode(err error) error {
	if fault.Of(err) != fault.Conflict {
		return err
	}
	var c fault.Check
	c.That(false, "code", "同じ日に始まる、同じコードの所属がもうあります。コードか始まりの日を変えてください。")
	return c.Err()
}

func (ro *Roster) editOffice(w http.ResponseWriter, r *http.Request) error {
	v, err := ro.Office(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return ro.officeForm(w, r, correcting(v.Office), nil)
}

func correcting(o people.Office) officeForm {
	return officeForm{ID: o.ID, Title: "所属をなおす", Version: o.UpdatedAt, OfficeDraft: people.OfficeDraft{Code: o.Code, Name: o.Name, Level: o.Level,
		Counter: o.Counter, Sort: o.Sort, From: o.From, Ward: o.Kind == "ward"}}
}

func (ro *Roster) correctOffice(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	d := readOffice(a, form)
	err = ro.People.CorrectOffice(r.Context(), a, r.PathValue("id"), clock.Instant(form.Get("seen")), d)
	if err == nil {
		return web.See(w, r, "/offices/"+r.PathValue("id"), "なおしました。いままでの記録にも、なおした名前が出ます。")
	}
	v, found := ro.Office(r.Context(), a, r.PathValue("id"))
	if found != nil {
		return found
	}
	f := correcting(v.Office)
	f.OfficeDraft, f.Version = d, clock.Instant(form.Get("seen"))
	if fault.Of(err) == fault.Conflict && v.UpdatedAt != f.Version {
		f.Theirs = []ui.Pair{{Label: "所属コード", Theirs: v.Code, Mine: d.Code}, {Label: "名前", Theirs: v.Name, Mine: d.Name}, {Label: "段", Theirs: v.Level, Mine: d.Level}}
		f.Version, f.SavedAt = v.UpdatedAt, v.UpdatedAt
		f.Saver, err = ro.saver(r.Context(), "office", v.ID)
	}
	return ro.officeForm(w, r, f, sameCode(err))
}

// saver is the name of who saved an office, a person or the settings last.
func (ro *Roster) saver(ctx context.Context, kind, recordID string) (name string, err error) {
	err = ro.DB.Read(ctx, func(tx *db.Tx) error { name, err = people.LastSaver(ctx, tx, kind, recordID); return err })
	return name, err
}
