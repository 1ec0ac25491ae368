package calendar

import (
	"context"
	"sort"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// Year is every arrangement of a ward ("" is the whole city) in a fiscal year, hidden ones too.
type Year struct {
	WardID, WardName string
	FY               clock.FY
	Start            clock.Start
	Today            clock.Date
	Steps            []Step // by lane, then time
	reader           people.Actor
}

// YearIn loads the year of a ward that a may see: another ward's is not found.
func (c *Calendar) YearIn(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) (Year, error) {
	y := Year{WardID: wardID, FY: fy, Start: c.Start(ctx), Today: a.Today, reader: a}
	switch {
	case wardID == "":
	case wardID == a.WardID: // one's own ward is known
		y.WardName = a.WardName
	default:
		o, err := people.OfficeIn(ctx, tx, wardID)
		if err != nil || o.Kind != "ward" || !a.SeesWard(wardID) {
			return y, fault.Missing("この区の段取り")
		}
		y.WardName = o.Name
	}
	own, cs, ds, err := load(ctx, tx, wardID, fy)
	if err != nil {
		return y, err
	}
	y.merge(append(append([]Step{}, Shipped()...), own...), cs, ds)
	return y, nil
}

// merge lays changes and records over the steps. changes come with the weakest first: the city's before the ward's,
// an older one before a newer.
func (y *Year) merge(steps []Step, cs []Change, ds []Done) {
	at := map[string]int{}
	for i := range steps {
		steps[i].FY = y.FY
		steps[i].fit(y.Start)
		at[steps[i].Key] = i
	}
	original := append([]Step{}, steps...)
	for _, c := range cs {
		i, ok := at[c.Step]
		if !ok {
			continue
		}
		s := original[i]
		switch c.Deed {
		case "move":
			s.From, s.To, s.Due = c.From, c.To, c.Due
		case "hide":
			s.Hidden = true
		}
		s.Change = &c
		steps[i] = s
	}
	for _, d := range ds {
		if i, ok := at[d.Step]; ok {
			steps[i].Done = &d
		}
	}
	for i := range steps {
		steps[i].place(y.Start)
	}
	lane := map[Lane]int{}
	for i, l := range Lanes {
		lane[l] = i
	}
	sort.SliceStable(steps, func(i, j int) bool {
		a, b := steps[i], steps[j]
		if a.Lane != b.Lane {
			return lane[a.Lane] < lane[b.Lane]
		}
		return a.First < b.First
	})
	y.Steps = steps
}

// fit keeps a span inside the fiscal year of a city whose years do not begin in April.
func (s *Step) fit(start clock.Start) {
	if column(s.From, start) <= column(s.To, start) {
		return
	}
	if s.To%12+1 == s.From {
		s.From = start.Month
	}
	s.To = (start.Month+10)%12 + 1
}

// Used are the steps that are not hidden.
func (y Year) Used() []Step {
	var out []Step
	for _, s := range y.Steps {
		if !s.Hidden {
			out = append(out, s)
		}
	}
	return out
}

// Find is the step of a key.
func (y Year) Find(key string) (Step, error) {
	for _, s := range y.Steps {
		if s.Key == key {
			return s, nil
		}
	}
	return Step{}, fault.Missing("この段取り")
}

// Place is the name of whose year it is.
func (y Year) Place() string {
	if y.WardID == "" {
		return "全市"
	}
	return y.WardName
}

// Month is today's column, 1–12, or 0 in another year.
func (y Year) Month() int {
	if y.Start.Of(y.Today) != y.FY {
		return 0
	}
	return column(int(y.Today.Time().Month()), y.Start)
}

// MonthNames are the twelve months from the first of the fiscal year, as numbers.
func (y Year) MonthNames() []int {
	out := make([]int, 12)
	for i := range out {
		out[i] = (y.Start.Month+i-1)%12 + 1
	}
	return out
}

// In lists the used steps of a month, as a column 1–12, in the order of the lanes.
func (y Year) In(col int) []Step {
	var out []Step
	for _, s := range y.Used() {
		if column(s.From, y.Start) <= col && col <= column(s.To, y.Start) {
			out = append(out, s)
		}
	}
	return out
}
