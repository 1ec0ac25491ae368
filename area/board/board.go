// Package board shows both wheels at once: the city's standards and the ward's promises, and what joins them.
package board

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Board is a read-only room on top of the others: it asks them and keeps nothing.
type Board struct {
	DB *db.DB

	// Standards asks for the city's wheel as the ward sees it.
	Standards func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) (City, error)
	// Goals asks for the ward's wheel under a scope.
	Goals func(ctx context.Context, tx *db.Tx, a people.Actor, s Scope) (Ward, error)
	// Points asks how many points the ward head's policy has.
	Points func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) (int, error)
	// Strip asks for the year's two lanes.
	Strip func(fy clock.FY, today clock.Date) []Bar
	// Start is the city's first day of the fiscal year.
	Start func(context.Context) clock.Start
}

// Scope says whose goals are shown.
type Scope struct {
	WardID     string
	WardName   string
	OfficePath string
	PersonID   string
	Name       string // as the switch shows it
	FY         clock.FY
}

// City is the city's wheel.
type City struct {
	Edition                        string // 基準3
	Items                          int
	Principles                     []Principle
	Proposals                      int
	Met, Partly, NotYet, Unchecked int
	Stairs                         templ.Component // the staircase of the whole set, nil while there is none
}

// Principle is one 理念 with its standards.
type Principle struct {
	Name      string
	Standards []Standard
	Proposal  string // where a proposal to raise is read, "" where there is none
}

// Standard is one mark: its number, the ward's state, where to read it.
type Standard struct {
	Code, Name, Href string
	State            ui.State
}

// Ward is the ward's wheel.
type Ward struct {
	Goals       []Goal
	Initiatives int
	Reviewed    int // year-end or mid-year reviews written
	Carried     int // goals with a decision for the next year
	ToStandard  int
}

// Goal is one promise on the board.
type Goal struct {
	ID, Title, Office string
	State             ui.State
	Status            string
	Now, Unit, Aim    string
	Rests             string // n and period
	Spark             templ.Component
	Updated           clock.Date
	Standards         []ui.Link
	Policies          []ui.Link
	Readings          int
	Newest            string // the newest figure in words, with n
	Next              string // 基準の案 など
}

// Bar is one bar of the year's strip: lane 市 or 区, first month as column 1–12 of the fiscal year, months long.
type Bar struct {
	Lane, Name, Href string
	Column, Span     int
	Past, Now        bool
}

// View is everything the page shows.
type View struct {
	Scope
	City   City
	Ward   Ward
	Points int
	Strip  []Bar
	Wards  []people.Office
	Today  clock.Date
	First  clock.Date // of the fiscal year
	Stage  Stage
}

// Stage says which node of each wheel is now: 0 計画, 1 実行, 2 確認, 3 見直し.
type Stage struct{ City, Ward int }

// stage of a day: the city begins its standards in April and reviews them in March; the ward plans in April and
// May, looks back in October and March. A year that is over stands at its review.
func stage(fy clock.FY, today clock.Date, start clock.Start) Stage {
	if today > start.Last(fy) {
		return Stage{3, 3}
	}
	if today < start.First(fy) {
		return Stage{0, 0}
	}
	switch m := months(start.First(fy), today); {
	case m < 2:
		return Stage{1, 0}
	case m < 6:
		return Stage{1, 1}
	case m == 6:
		return Stage{1, 2}
	case m < 8:
		return Stage{1, 1}
	case m < 11:
		return Stage{2, 1}
	}
	return Stage{3, 2}
}

// months counts whole months from one day to another.
func months(from, to clock.Date) int {
	a, b := from.Time(), to.Time()
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		n--
	}
	return n
}

// View asks the other rooms for both wheels.
func (bd *Board) View(ctx context.Context, a people.Actor, s Scope) (v View, err error) {
	start := bd.Start(ctx)
	v = View{Scope: s, Today: a.Today, First: start.First(s.FY), Stage: stage(s.FY, a.Today, start), Strip: bd.Strip(s.FY, a.Today)}
	err = bd.DB.Read(ctx, func(tx *db.Tx) error {
		if a.City() {
			if v.Wards, err = people.Wards(ctx, tx, a.Today); err != nil {
				return err
			}
			if v.WardID == "" && len(v.Wards) > 0 {
				v.WardID = v.Wards[0].ID
			}
			for _, w := range v.Wards {
				if w.ID == v.WardID && v.Name == "" {
					v.WardName, v.Name = w.Name, w.Name
				}
			}
		}
		if v.City, err = bd.Standards(ctx, tx, a, v.WardID, v.FY); err != nil {
			return err
		}
		if v.Points, err = bd.Points(ctx, tx, a, v.WardID, v.FY); err != nil {
			return err
		}
		v.Ward, err = bd.Goals(ctx, tx, a, v.Scope)
		return err
	})
	return v, err
}

// Routes lists the pages of the board.
func (bd *Board) Routes(rs *web.Routes) {
	rs.Get("/board", people.Anyone(), bd.picture)
	rs.Get("/board/table", people.Anyone(), bd.table)
}

func (bd *Board) picture(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := bd.View(r.Context(), a, scope(a, web.Query(r)))
	if err != nil {
		return err
	}
	return web.OK(w, r, boardPage(a, v, r))
}

func (bd *Board) table(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := bd.View(r.Context(), a, scope(a, web.Query(r)))
	if err != nil {
		return err
	}
	if as := r.URL.Query().Get("as"); as != "" {
		return send(w, r, as, v, a.Today)
	}
	return web.OK(w, r, tablePage(a, v, r))
}

// scope reads whose goals are asked for: わたし, 所属, 区 (and, for the city's people, which ward).
func scope(a people.Actor, q web.Form) Scope {
	s := Scope{WardID: a.WardID, WardName: a.WardName, FY: a.FY}
	if n, ok := q.Whole("fy"); ok && n > 1900 && n < 3000 {
		s.FY = clock.FY(n)
	}
	if w := q.Get("ward"); w != "" && a.SeesWard(w) {
		s.WardID = w
	}
	switch q.Get("scope") {
	case "me":
		s.PersonID, s.Name = a.ID, "わたし"
	case "office":
		s.OfficePath, s.Name = a.OfficePath, a.OfficeName
	default:
		s.Name = s.WardName
	}
	return s
}

// switches are 範囲 and 年度.
func (v View) switches(a people.Actor, r *http.Request) []ui.Switch {
	range_ := ui.Switch{Name: "範囲", Now: v.Name}
	if a.City() {
		for _, w := range v.Wards {
			range_.Ways = append(range_.Ways, ui.Link{Name: w.Name, Href: web.With(r, "ward", w.ID), On: w.ID == v.WardID})
		}
	} else {
		range_.Ways = []ui.Link{{Name: "わたし", Href: web.With(r, "scope", "me"), On: v.PersonID != ""},
			{Name: a.OfficeName, Href: web.With(r, "scope", "office"), On: v.OfficePath != ""},
			{Name: a.WardName, Href: web.With(r, "scope", ""), On: v.PersonID == "" && v.OfficePath == ""}}
	}
	years := ui.Switch{Name: "年度", Now: v.FY.Era()}
	for fy := a.FY + 1; fy >= a.FY-4; fy-- {
		years.Ways = append(years.Ways, ui.Link{Name: fy.Era(), Href: web.With(r, "fy", strconv.Itoa(int(fy))), On: fy == v.FY})
	}
	return []ui.Switch{range_, years}
}

// views are 図 and 表, each keeping scope and year.
func views(r *http.Request, table bool) []ui.Link {
	q := ""
	if r.URL.RawQuery != "" {
		q = "?" + r.URL.RawQuery
	}
	return []ui.Link{{Name: "図", Href: "/board" + q, On: !table}, {Name: "表", Href: "/board/table" + q, On: table}}
}

// counts says how many goals have each word, in the order of the words.
func (v View) counts() []counted {
	var out []counted
	at := map[string]int{}
	for _, g := range v.Ward.Goals {
		i, ok := at[g.State.Word]
		if !ok {
			i = len(out)
			at[g.State.Word] = i
			out = append(out, counted{State: g.State})
		}
		out[i].N++
	}
	return out
}

type counted struct {
	ui.State
	N int
}

// Joined are the goals that tie a standard to evidence: what joins the two wheels.
func (v View) joined() []Goal {
	var out []Goal
	for _, g := range v.Ward.Goals {
		if len(g.Standards) > 0 && len(out) < 3 {
			out = append(out, g)
		}
	}
	return out
}

// byStage groups the goals: 実行 (reported on), 計画 (still being thought about), 終えた.
func (v View) byStage() []group {
	gs := []group{{Name: "実行"}, {Name: "計画"}, {Name: "終えた・やめた"}}
	for _, g := range v.Ward.Goals {
		i := 0
		switch g.Status {
		case "thinking":
			i = 1
		case "done", "stopped":
			i = 2
		}
		gs[i].Goals = append(gs[i].Goals, g)
	}
	return gs
}

type group struct {
	Name  string
	Goals []Goal
}
