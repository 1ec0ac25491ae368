package plans

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// view is everything a page of one plan shows.
type view struct {
	Report
	Actor   people.Actor
	Query   web.Form
	Path    string
	Running bool // the ward has adopted the plan
	Offices []people.Office
	Staff   []people.Colleague
}

// viewOf loads a plan's page: as the ward in ?ward= runs it in ?fy=, or as its document where no ward in reach does.
func (ps *Plans) viewOf(r *http.Request) (v view, err error) {
	a, q := people.From(r), web.Query(r)
	v = view{Actor: a, Query: q, Path: r.URL.Path}
	err = ps.DB.Read(r.Context(), func(tx *db.Tx) error {
		rec, err := find(r.Context(), tx, a, r.PathValue("id"))
		if err != nil {
			return err
		}
		ad, ok := pick(rec, a, q.Get("ward"))
		v.Running = ok
		if !ok {
			v.Report = Report{Record: rec, Plan: rec.Plan, Version: rec.Version, FY: fyOf(a, q)}
			for _, n := range v.Plan.All() {
				v.Rows = append(v.Rows, Row{Node: n})
			}
			return nil
		}
		fy := fyOf(a, q)
		if q.Get("fy") == "" {
			fy = max(fy, ad.FromFY)
		}
		v.Report, err = ps.reportOf(r.Context(), tx, a, rec, ad, fy)
		return err
	})
	return v, err
}

func (v view) row(key string) (Row, bool) {
	i := slices.IndexFunc(v.Rows, func(row Row) bool { return row.Item.Key == key })
	if i < 0 {
		return Row{}, false
	}
	return v.Rows[i], true
}

// href is a page of this plan in the same ward and year.
func (v view) href(page string) string {
	s := "/plans/" + v.Record.ID + page
	if v.Running {
		s += "?ward=" + v.Adoption.WardID + "&fy=" + year(v.FY)
	}
	return s
}

// startable says whether the actor may give the plan's initiatives to offices.
func (v view) startable() bool { return v.Running && v.Adoption.StartableBy(v.Actor) }

// adoptable says whether the actor may let the own ward run the plan.
func (v view) adoptable() bool {
	_, had := v.Record.AdoptedIn(v.Actor.WardID)
	return !had && v.Actor.MayInWard(people.AdoptPlans, v.Actor.WardID) && (v.Record.WardID == "" || v.Record.WardID == v.Actor.WardID)
}

func (v view) tabs() []ui.Link {
	at := func(name, page string) ui.Link {
		return ui.Link{Name: name, Href: v.href(page), On: v.Path == "/plans/"+v.Record.ID+page}
	}
	links := []ui.Link{at("計画", "")}
	if v.Running {
		links = append(links, at("年次報告", "/report"))
	}
	if v.startable() {
		links = append(links, at("担当を決める", "/assignment"))
	}
	return append(links, at("版", "/versions"))
}

func (v view) head(title string, path ...ui.Link) ui.HeadOf {
	h := ui.HeadOf{Path: append([]ui.Link{{Name: "計画", Href: "/plans"}}, path...), Title: title, Sub: v.sub()}
	if !v.Running {
		return h
	}
	if len(v.Record.Adoptions) > 1 {
		s := ui.Switch{Name: "区", Now: v.Adoption.WardName}
		for _, ad := range v.Record.Adoptions {
			s.Ways = append(s.Ways, ui.Link{Name: ad.WardName, Href: v.Path + "?ward=" + ad.WardID + "&fy=" + year(v.FY), On: ad.ID == v.Adoption.ID})
		}
		h.Switches = append(h.Switches, s)
	}
	s := ui.Switch{Name: "年度", Now: v.FY.Era()}
	for fy := max(v.Actor.FY+1, v.FY); fy >= v.Adoption.FromFY && len(s.Ways) < 12; fy-- {
		s.Ways = append(s.Ways, ui.Link{Name: fy.Era(), Href: v.Path + "?ward=" + v.Adoption.WardID + "&fy=" + year(fy), On: fy == v.FY})
	}
	h.Switches = append(h.Switches, s)
	return h
}

func (v view) sub() string {
	s := v.Plan.Municipality + v.Plan.Ward
	if span := spanCell(v.Plan.From, v.Plan.To); span != "" {
		s += "　" + span
	}
	return s + "　" + v.Version.Version + "版"
}

// group is a part of the plan's page: an entry with all below it, or a run of entries that stand alone.
type group struct {
	Head *Row
	Name string
	Rows []Row
}

// statements says that the group holds sentences alone, nothing that someone carries out.
func (g group) statements() bool {
	return !slices.ContainsFunc(g.Rows, func(row Row) bool { return row.Counted || !row.Item.Statement })
}

func (r Report) groups() []group {
	var all []group
	for i := range r.Rows {
		row := r.Rows[i]
		switch {
		case row.Gone:
			all = join(all, "前の版にあった取組", row)
		case row.Depth > 0:
			all[len(all)-1].Rows = append(all[len(all)-1].Rows, row)
		case len(row.Item.Items) > 0:
			all = append(all, group{Head: &r.Rows[i], Name: row.Item.Title})
		default:
			all = join(all, row.Item.Level, row)
		}
	}
	return all
}

func join(all []group, name string, row Row) []group {
	if n := len(all); n > 0 && all[n-1].Head == nil && all[n-1].Name == name {
		all[n-1].Rows = append(all[n-1].Rows, row)
		return all
	}
	return append(all, group{Name: name, Rows: []Row{row}})
}

// who lists the offices that run the row this year.
func (row Row) who() string {
	s := ""
	for i, st := range row.Standings {
		if i > 0 {
			s += "、"
		}
		s += st.OfficeName
		if st.OwnerName != "" {
			s += "（" + st.OwnerName + "）"
		}
	}
	return s
}

// Step is one version of a plan with what it changed.
type Step struct {
	Version
	Diff Diff
}

// History lists the versions of a plan, newest first, each with its differences from the one before.
func (ps *Plans) History(ctx context.Context, a people.Actor, planID string) (all []Step, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		all = nil
		if _, err := find(ctx, tx, a, planID); err != nil {
			return err
		}
		versions, err := versionsOf(ctx, tx, planID)
		if err != nil {
			return err
		}
		docs, err := documents(ctx, tx, planID)
		if err != nil {
			return err
		}
		var old Plan
		for i, v := range versions {
			p, s := docs[i], Step{Version: v}
			if old.ID != "" {
				s.Diff, _ = Compare(old, p)
			}
			all = append([]Step{s}, all...)
			old = p
		}
		return nil
	})
	return all, err
}

// diffKinds is the order of the words in a preview.
var diffKinds = []ChangeKind{Added, Changed, Moved, Closed, Same}

// news are the changes worth a line: all but those that stay.
func (d Diff) news() []Change {
	var out []Change
	for _, c := range d.Changes {
		if c.Kind != Same {
			out = append(out, c)
		}
	}
	return out
}

func officeChoices(all []people.Office) []ui.Choice {
	out := []ui.Choice{{Value: "", Name: "選んでください"}}
	for _, o := range all {
		name := o.Name
		for range max(0, o.Depth()-1) {
			name = "　" + name
		}
		out = append(out, ui.Choice{Value: o.ID, Name: name})
	}
	return out
}

func staffChoices(all []people.Colleague) []ui.Choice {
	out := []ui.Choice{{Value: "", Name: "あとで決める"}}
	for _, c := range all {
		out = append(out, ui.Choice{Value: c.ID, Name: c.OfficeName + "　" + c.Name})
	}
	return out
}

func yearChoices(now clock.FY) []ui.Choice {
	var out []ui.Choice
	for fy := now - 5; fy <= now+2; fy++ {
		out = append(out, ui.Choice{Value: year(fy), Name: fy.Long()})
	}
	return out
}

func count(n int) string { return strconv.Itoa(n) }
