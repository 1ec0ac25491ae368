package roster

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// endingForm is what the form of a reorganisation shows.
type endingForm struct {
	officeView
	Last, How  string // rename, merge, close
	Name, Code string
	Parent     string
	Heirs      []string // offices that take over, the main one first
	Parents    []ui.Choice
}

func (ro *Roster) endingPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := ro.Office(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	city, err := ro.People.City(r.Context())
	if err != nil {
		return err
	}
	return ro.endingForm(w, r, endingForm{officeView: v, Last: city.Start.Last(a.FY).Slash(), How: "rename", Name: v.Name, Code: v.Code, Parent: v.ParentID}, nil)
}

func (ro *Roster) endingForm(w http.ResponseWriter, r *http.Request, f endingForm, problem error) error {
	a := people.From(r)
	next := typedDay(a, f.Last).AddDays(1)
	if next == "" {
		next = a.Today
	}
	all, err := ro.parents(r.Context(), a, next, f.ID)
	if err != nil {
		return err
	}
	f.Parents = all
	page := func(p fault.Problems) templ.Component { return endingView(f, p) }
	if problem != nil {
		if fault.Of(problem) == fault.Conflict {
			var c fault.Check
			c.That(false, "how", fault.As(problem).Say)
			problem = c.Err()
		}
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ro *Roster) endOffice(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	v, err := ro.Office(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	f := endingForm{officeView: v, Last: form.Get("last"), How: form.Get("how"), Name: form.Text("name"), Code: form.Text("code"), Parent: form.Get("parent")}
	for i := range heirLabels {
		f.Heirs = append(f.Heirs, form.Get(heirField(i)))
	}
	change := people.Reorganisation{OfficeID: v.ID, Last: typedDay(a, f.Last)}
	switch f.How {
	case "rename":
		change.Fresh = &people.OfficeDraft{Code: f.Code, Name: f.Name, Level: v.Level, ParentID: f.Parent, Counter: v.Counter, Sort: v.Sort}
	case "merge":
		change.Heirs = chosen(f.Heirs)
		if len(change.Heirs) == 0 {
			var c fault.Check
			c.That(false, "heir1", "引きつぐ所属を1つ以上選んでください。なければ「引きつぐ所属なしで終える」を選びます。")
			return ro.endingForm(w, r, f, c.Err())
		}
	}
	heirs, err := ro.People.Reorganise(r.Context(), a, change)
	if err != nil {
		return ro.endingForm(w, r, f, err)
	}
	if len(heirs) > 0 {
		return web.See(w, r, "/offices/"+heirs[0].ID, "「"+v.Name+"」は"+change.Last.Slash()+"までとし、"+names(heirs)+"が引きつぎます。いままでの記録には、その日の名前が残ります。")
	}
	return web.See(w, r, "/offices/"+v.ID, "「"+v.Name+"」は"+change.Last.Slash()+"までとしました。")
}

// chosen drops empty and repeated choices and keeps their order.
func chosen(all []string) []string {
	var out []string
	for _, s := range all {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func names(os []people.Office) string {
	s := ""
	for i, o := range os {
		if i > 0 {
			s += "・"
		}
		s += "「" + o.Name + "」"
	}
	return s
}
