package aims

import (
	"context"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/people"
)

// Board is the month of a ward: the aims that are chosen, and the counters that have none.
type Board struct {
	Ward   people.Office
	Wards  []people.Office // for who reads every ward
	Month  Month
	Chosen []Aim
	Yet    []people.Office
}

// Board loads a month of a ward; "" is a's own ward, or the first one for who reads all.
func (as *Aims) Board(ctx context.Context, a people.Actor, wardID string, month Month) (b Board, err error) {
	b.Month = month
	err = as.DB.Read(ctx, func(tx *db.Tx) error {
		if b.Ward, b.Wards, err = wardOf(ctx, tx, a, wardID); err != nil || b.Ward.ID == "" {
			return err
		}
		day := a.Today
		if month.Last() < day {
			day = month.Last()
		}
		offices, err := people.WardOffices(ctx, tx, b.Ward.ID, day)
		if err != nil {
			return err
		}
		all, err := list(ctx, tx, a, Filter{WardID: b.Ward.ID, Month: month})
		b.sort(offices, all, a)
		return err
	})
	return b, err
}

// wardOf finds the ward that a page is about; another ward's is not found.
func wardOf(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) (w people.Office, all []people.Office, err error) {
	if wardID == "" {
		wardID = a.WardID
	}
	if a.City() {
		if all, err = people.Wards(ctx, tx, a.Today); err != nil || len(all) == 0 {
			return w, all, err
		}
		if wardID == "" {
			return all[0], all, nil
		}
	}
	if w, err = people.OfficeIn(ctx, tx, wardID); err != nil || w.Kind != "ward" || !a.SeesWard(w.ID) {
		return w, all, missingWard
	}
	return w, all, nil
}

// sort puts the aims in the order of the organisation; those of offices that closed meanwhile come last.
func (b *Board) sort(offices []people.Office, all []Aim, a people.Actor) {
	at := map[string]Aim{}
	for _, m := range all {
		at[m.OfficeID] = m
	}
	for _, o := range offices {
		m, ok := at[o.ID]
		switch {
		case ok:
			b.Chosen = append(b.Chosen, m)
			delete(at, o.ID)
		case o.Kind == "office" && (o.Counter || o.ID == a.OfficeID):
			b.Yet = append(b.Yet, o)
		}
	}
	for _, m := range all {
		if _, left := at[m.OfficeID]; left {
			b.Chosen = append(b.Chosen, m)
		}
	}
}

// Past is the list of the months that are over.
type Past struct {
	Ward    people.Office
	Wards   []people.Office
	Offices []people.Office
	Office  string
	All     []Aim
	Pager   ui.Pager
}

func (p Past) shown() []Aim {
	from := min(p.Pager.Offset(), len(p.All))
	return p.All[from:min(from+ui.PageSize, len(p.All))]
}

// View is an aim's page.
type View struct {
	Aim
	Others []Aim // the office's other months, newest first
}

// View loads an aim's page.
func (as *Aims) View(ctx context.Context, a people.Actor, aimID string) (v View, err error) {
	err = as.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Aim, err = find(ctx, tx, a, aimID); err != nil {
			return err
		}
		all, err := list(ctx, tx, a, Filter{OfficeID: v.OfficeID})
		for _, m := range all {
			if m.ID != v.ID {
				v.Others = append(v.Others, m)
			}
		}
		return err
	})
	return v, err
}

// Choices are what the form offers.
type Choices struct {
	Offices, Months, Goals []ui.Choice
}

// choices loads what the form of m offers to a.
func (as *Aims) choices(ctx context.Context, a people.Actor, m Aim) (c Choices, err error) {
	err = as.DB.Read(ctx, func(tx *db.Tx) error {
		offices, err := people.WardOffices(ctx, tx, a.WardID, a.Today)
		if err != nil {
			return err
		}
		var own people.Office
		for _, o := range offices {
			if o.ID == m.OfficeID {
				own = o
			}
			if o.Kind == "office" && a.MayAt(people.WriteAims, o.Path) {
				c.Offices = append(c.Offices, ui.Choice{Value: o.ID, Name: o.Name})
			}
		}
		c.Goals = []ui.Choice{{Name: "目標にはつながない"}}
		if m.GoalID != "" && m.GoalName != "" {
			c.Goals = append(c.Goals, ui.Choice{Value: m.GoalID, Name: m.GoalName})
		}
		if own.ID == "" {
			return nil
		}
		goals, err := as.Goals(ctx, tx, a, own, as.Start(ctx).Of(m.Month.First()))
		for _, g := range goals {
			if g.ID != m.GoalID || m.GoalName == "" {
				c.Goals = append(c.Goals, ui.Choice{Value: g.ID, Name: g.Title})
			}
		}
		return err
	})
	for i := range 3 {
		x := MonthOf(a.Today).Add(i)
		c.Months = append(c.Months, ui.Choice{Value: string(x), Name: x.Long()})
	}
	if last := MonthOf(a.Today).Add(2); m.Month > last {
		c.Months = append(c.Months, ui.Choice{Value: string(m.Month), Name: m.Month.Long()})
	}
	return c, err
}

func (m Aim) href() string { return "/aims/" + m.ID }

func (m Aim) draftName() string { return "aim:" + m.ID }

func (m Aim) lookName() string { return "lookback:" + m.ID }

// told is the look back in one line.
func (m Aim) told() string {
	var parts []string
	if m.Days != nil {
		parts = append(parts, "できた日 "+itoa(*m.Days)+"日")
	}
	if m.Noticed != "" {
		parts = append(parts, m.Noticed)
	}
	return strings.Join(parts, "　")
}

// due says whether it is time for the look back: the last ten days of the month, and after it.
func (m Aim) due(a people.Actor) bool {
	return m.LookableBy(a) && !m.Looked() && m.Month.Last().AddDays(-9) <= a.Today
}

// size is the class of the poster's words: 81 pt for eight and six characters, smaller for longer lines.
func (m Aim) size() string {
	one, two := utf8.RuneCountInString(m.Line1), utf8.RuneCountInString(m.Line2)
	switch {
	case one <= 8 && two <= 6:
		return ""
	case one <= 10 && two <= 8:
		return "mp-main--22"
	case one <= 13 && two <= 10:
		return "mp-main--18"
	case one <= 16 && two <= 15:
		return "mp-main--14"
	}
	return "mp-main--11"
}

// run is a stretch of a vertical line; numbers of one to three digits stand upright in the width of one character.
type run struct {
	text    string
	upright bool
}

func runs(line string) []run {
	var out []run
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	for _, r := range line {
		if n := len(out); n > 0 && out[n-1].upright == digit(r) {
			out[n-1].text += string(r)
			continue
		}
		out = append(out, run{string(r), digit(r)})
	}
	for i := range out {
		out[i].upright = out[i].upright && len(out[i].text) <= 3
	}
	return out
}

// pairs are two people's words side by side.
func (d Draft) pairs(mine Draft) []ui.Pair {
	who := func(d Draft) string {
		if d.Together {
			return "みんなで"
		}
		return d.DecidedBy
	}
	return []ui.Pair{{Label: "1行め", Theirs: d.Line1, Mine: mine.Line1}, {Label: "2行め", Theirs: d.Line2, Mine: mine.Line2},
		{Label: "どうして", Theirs: d.Why, Mine: mine.Why}, {Label: "決めた人", Theirs: who(d), Mine: who(mine)}}
}

func (l LookBack) pairs(mine LookBack) []ui.Pair {
	return []ui.Pair{{Label: "できた日数", Theirs: number(l.Days), Mine: number(mine.Days)}, {Label: "気づいたこと", Theirs: l.Noticed, Mine: mine.Noticed}}
}

// months are the ways of the month switch: the fiscal year of the month, and the years beside it.
func months(now Month, start clock.Start, href func(Month) string) ui.Switch {
	s := ui.Switch{Name: "月", Now: now.Long()}
	fy := start.Of(now.First())
	first := MonthOf(start.First(fy))
	s.Ways = append(s.Ways, ui.Link{Name: (fy - 1).Era() + "へ", Href: href(first.Add(-1))})
	for i := range 12 {
		m := first.Add(i)
		s.Ways = append(s.Ways, ui.Link{Name: m.Long(), Href: href(m), On: m == now})
	}
	s.Ways = append(s.Ways, ui.Link{Name: (fy + 1).Era() + "へ", Href: href(first.Add(12))})
	return s
}

// sheetOf is a list of aims as a file.
func sheetOf(title string, all []Aim) textfile.Sheet {
	s := textfile.Sheet{Title: title, Columns: []textfile.Column{{Key: "ward", Name: "区"}, {Key: "office", Name: "所属"}, {Key: "month", Name: "月"}, {Key: "words", Name: "言葉"},
		{Key: "why", Name: "どうして"}, {Key: "by", Name: "決めた人"}, {Key: "goal", Name: "つながる目標"}, {Key: "days", Name: "できた日数", Number: true}, {Key: "noticed", Name: "気づいたこと"}},
		Notes: []string{"できた日数は、数えた所属だけが入れています。くらべるための数ではありません。"}}
	for _, m := range all {
		s.Rows = append(s.Rows, []string{m.WardName, m.OfficeName, string(m.Month), m.Words(), m.Why, m.Who(), m.GoalName, number(m.Days), m.Noticed})
	}
	return s
}
