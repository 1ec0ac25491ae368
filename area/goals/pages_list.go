package goals

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Listing is what the list page shows and by what it is narrowed.
type Listing struct {
	Filter  Filter
	Query   url.Values
	Lines   []Line
	Pager   ui.Pager
	Wards   []people.Office
	Offices []people.Office
	Start   clock.Start
}

// filter reads a list's filter from the address; a ward that a may not see is simply not there.
func filter(a people.Actor, q web.Form) Filter {
	f := Filter{WardID: q.Get("ward"), FY: fyOf(a, q), Kind: Kind(q.Get("kind")), Status: Status(q.Get("status")), OfficePath: q.Get("office")}
	if q.Yes("mine") {
		f.PersonID = a.ID
	}
	if f.WardID == "" && !a.City() {
		f.WardID = a.WardID
	}
	return f
}

// Listing loads the list page: a page of lines, or all of them where whole is asked for.
func (gs *Goals) Listing(r *http.Request, whole bool) (l Listing, err error) {
	a, q := people.From(r), web.Query(r)
	l = Listing{Filter: filter(a, q), Query: r.URL.Query(), Start: gs.Start(r.Context())}
	l.Pager = ui.Pager{Page: ui.PageOf(l.Query), Href: func(n int) string { return web.With(r, "page", strconv.Itoa(n)) }}
	err = gs.DB.Read(r.Context(), func(tx *db.Tx) error {
		f := l.Filter
		if !whole {
			if l.Pager.Total, err = count(r.Context(), tx, a, f); err != nil {
				return err
			}
			f.Limit, f.Offset = ui.PageSize, l.Pager.Offset()
		}
		if l.Lines, err = gs.ListIn(r.Context(), tx, a, f); err != nil || whole {
			return err
		}
		if a.City() {
			if l.Wards, err = people.Wards(r.Context(), tx, a.Today); err != nil {
				return err
			}
		}
		if l.Filter.WardID != "" {
			l.Offices, err = people.WardOffices(r.Context(), tx, l.Filter.WardID, a.Today)
		}
		return err
	})
	return l, err
}

func (gs *Goals) index(w http.ResponseWriter, r *http.Request) error {
	as := r.URL.Query().Get("as")
	l, err := gs.Listing(r, as != "")
	if err != nil {
		return err
	}
	if as != "" {
		return ui.SendList(w, r, sheetOf(l), textfile.FileName(textfile.Ext(as), l.Filter.FY.Era(), "目標", string(people.From(r).Today)))
	}
	return web.OK(w, r, listPage(people.From(r), l, r))
}

// Attention lists what would be lost silently: goals without an owner who is still here, without a word for
// two months, without a year-end decision.
type Attention struct {
	Ownerless, Stale, Undecided []Line
	FY                          clock.FY
}

// StaleAfter is how long a goal may go without a word before it is listed, in days. It is a list to help, not a
// reproach: nothing turns red.
const StaleAfter = 60

// Attention sorts a ward's goals of fy into what needs a person.
func (gs *Goals) Attention(r *http.Request) (t Attention, err error) {
	a := people.From(r)
	t.FY = fyOf(a, web.Query(r))
	f := filter(a, web.Query(r))
	f.FY, f.Status = t.FY, ""
	over := a.Today > gs.Start(r.Context()).Last(t.FY)
	err = gs.DB.Read(r.Context(), func(tx *db.Tx) error {
		needs, err := needsOf(r.Context(), tx, a, f, a.Today, over)
		if err != nil || len(needs) == 0 {
			return err
		}
		lines, err := brief(r.Context(), tx, a, Filter{FY: t.FY, These: slices.Collect(maps.Keys(needs))})
		t.sort(lines, needs)
		return err
	})
	return t, err
}

func (t *Attention) sort(lines []Line, needs map[string]need) {
	t.Ownerless, t.Stale, t.Undecided = nil, nil, nil
	for _, l := range lines {
		n := needs[l.ID]
		if n.owner {
			t.Ownerless = append(t.Ownerless, l)
		}
		if n.word {
			t.Stale = append(t.Stale, l)
		}
		if n.decision {
			t.Undecided = append(t.Undecided, l)
		}
	}
}

func (gs *Goals) attention(w http.ResponseWriter, r *http.Request) error {
	t, err := gs.Attention(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, attentionPage(people.From(r), t, r))
}

func (gs *Goals) rules(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, rulesPage())
}

// sheetOf is the list as a file: one row a measure, so that nothing has to be retyped.
func sheetOf(l Listing) textfile.Sheet {
	s := textfile.Sheet{Title: "目標 " + l.Filter.FY.Era(), Columns: []textfile.Column{{Key: "ward", Name: "区"}, {Key: "office", Name: "所属"}, {Key: "kind", Name: "目標・取組"},
		{Key: "title", Name: "名前"}, {Key: "words", Name: "わたしたちの言葉"}, {Key: "links", Name: "つながり"}, {Key: "people", Name: "おもな2人"}, {Key: "status", Name: "状態"},
		{Key: "updated", Name: "最終更新"}, {Key: "measure", Name: "ものさし"}, {Key: "aim", Name: "目安"}, {Key: "now", Name: "いま", Number: true}, {Key: "unit", Name: "単位"},
		{Key: "n", Name: "n", Number: true}, {Key: "base", Name: "母数"}, {Key: "period", Name: "期間"}, {Key: "verdict", Name: "規則の判定"}, {Key: "rule", Name: "規則"}, {Key: "end", Name: "来年度へ"}, {Key: "reason", Name: "その理由"}},
		Notes: []string{"割合の母数と n は、それぞれの列のとおりです。", "規則の判定は「" + RuleOf(l.Filter.FY).Text + "」によります。"}}
	for _, x := range l.Lines {
		links := ""
		for i, t := range x.LinkTo {
			if i > 0 {
				links += "、"
			}
			links += t.Name
		}
		row := []string{x.WardName, x.OfficeName, x.Kind.Name(), x.Title, x.Words, links, View{Goal: x.Goal}.people(), x.Status().Show().Word, string(x.Last.At.Date())}
		end := []string{x.Verdict.Word, x.Verdict.Rule, x.Ended.Decision.Name(), x.Ended.Reason}
		if len(x.Measures) == 0 {
			s.Rows = append(s.Rows, append(append(row, "", "", "", "", "", "", ""), end...))
		}
		for _, m := range x.Measures {
			now, n, period := "", "", ""
			if v, ok := m.Actual(x.FY, l.Start); ok {
				rd, _ := m.Latest(x.FY, l.Start)
				now, n, period = m.Show(v), itoa(rd.N), string(rd.From)+"〜"+string(rd.To)
			}
			s.Rows = append(s.Rows, append(append(append([]string{}, row...), m.Name, m.Aim(), now, m.Unit, n, m.BaseLabel, period), end...))
		}
	}
	return s
}
