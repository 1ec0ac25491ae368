package standards

import (
	"context"
	"sort"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Set is the city's whole set of standards in a fiscal year, with where the wards stand.
type Set struct {
	FY, First  clock.FY // First is the year of 基準1; 0 before there is one
	Today      clock.FY
	Principles []Principle
	All        []Version // every version of every year
	Items      []Version // those that govern FY, in the order of their codes
	Wards      []people.Office
	Open       []Proposal

	offices map[string][]people.Office // by ward
	units   map[string][][]string      // ward + applies → per unit the offices whose check covers it, the nearest first
	checks  map[string]seen            // standard + office
	found   map[string]Finding         // standard + ward, of FY
	before  []Finding                  // of every year, for the standard asked for
	met     map[clock.FY]meeting
}

// Standing is where a ward, or the city, is with one standard in one year.
type Standing struct {
	State, Drawn State
	Note         string
	Fit, Units   int      // offices in accord, offices meant
	Value        *float64 // where one office alone was measured
	Period       string   // of the newest check
	Found        bool     // the directors' meeting has verified it
}

// scope says what besides the wordings is needed: where the wards stand, with every year's findings of one standard
// if it is named, or none of it.
type scope struct {
	standardID string
	none       bool
}

// load reads a year's set in at most six queries.
func (ss *Standards) load(ctx context.Context, tx *db.Tx, a people.Actor, fy clock.FY, want scope) (s Set, err error) {
	s = Set{FY: fy, Today: a.FY, offices: map[string][]people.Office{}, units: map[string][][]string{}, found: map[string]Finding{}}
	day := a.Today
	if last := ss.Start(ctx).Last(fy); last < day {
		day = last
	}
	if s.Principles, err = principlesOn(ctx, tx, day); err != nil {
		return s, err
	}
	if s.All, err = versionsSet(ctx, tx); err != nil {
		return s, err
	}
	s.fill()
	if s.Open, err = openProposals(ctx, tx); err != nil || want.none {
		return s, err
	}
	all, err := people.WardOffices(ctx, tx, "", day)
	if err != nil {
		return s, err
	}
	for _, o := range all {
		s.offices[o.WardID] = append(s.offices[o.WardID], o)
	}
	if s.Wards, err = people.Wards(ctx, tx, day); err != nil {
		return s, err
	}
	if s.checks, err = ss.checks(ctx, tx, fy); err != nil {
		return s, err
	}
	err = s.find(ctx, tx, want.standardID)
	return s, err
}

// fill names each version's principle and picks those that govern the year.
func (s *Set) fill() {
	at := map[string]int{}
	for i, p := range s.Principles {
		at[p.ID] = i
	}
	for i := range s.All {
		v := &s.All[i]
		if n, ok := at[v.PrincipleID]; ok {
			v.Principle, v.PrinciplePosition = s.Principles[n].Name, s.Principles[n].Position
		}
		if s.First == 0 || v.FromFY < s.First {
			s.First = v.FromFY
		}
		if v.In(s.FY) {
			s.Items = append(s.Items, *v)
			if n, ok := at[v.PrincipleID]; ok {
				s.Principles[n].Standards++
			}
		}
	}
	s.Items = byCode(s.Items)
}

func byCode(vs []Version) []Version {
	sort.SliceStable(vs, func(i, k int) bool { return order(vs[i].Code) < order(vs[k].Code) })
	return vs
}

// find adds what the directors' meeting found in the year, and in every year of one standard.
func (s *Set) find(ctx context.Context, tx *db.Tx, standardID string) error {
	fs, met, err := findings(ctx, tx, s.FY, standardID)
	s.met = met
	for _, f := range fs {
		if f.FY == s.FY {
			s.found[f.StandardID+" "+f.WardID] = f
		}
		if f.StandardID == standardID {
			s.before = append(s.before, f)
		}
	}
	return err
}

// covers lists, for each office that must keep a standard in a ward, itself and the offices above it whose check speaks for it.
// Where an office and one inside it are both meant, the inner one counts.
func (s Set) covers(wardID string, d Draft) [][]string {
	key := wardID + " " + d.Applies
	if out, ok := s.units[key]; ok {
		return out
	}
	var meant []people.Office
	for _, o := range s.offices[wardID] {
		if d.AppliesTo(o) {
			meant = append(meant, o)
		}
	}
	out := [][]string{}
	for _, o := range meant {
		inner := false
		for _, p := range meant {
			inner = inner || p.ID != o.ID && strings.HasPrefix(p.Path, o.Path)
		}
		if inner {
			continue
		}
		ids := strings.Split(strings.Trim(o.Path, "/"), "/")
		var up []string
		for i := len(ids) - 1; i >= 1; i-- { // ids[0] is the city
			up = append(up, ids[i])
		}
		out = append(out, up)
	}
	s.units[key] = out
	return out
}

// Of says where a ward stands with v; wardID "" is the city: reached where every ward has reached it.
func (s Set) Of(v Version, wardID string) Standing {
	if wardID == "" {
		return s.city(v)
	}
	st := s.draw(v, wardID)
	if f, ok := s.found[v.StandardID+" "+wardID]; ok {
		st.State, st.Note, st.Found = f.State, f.Note, true
	}
	return st
}

// draw makes a ward's state out of its offices' newest checks: 達成 where every office meant is in accord, これから where
// none is even partly, else 一部. Offices that do not apply do not count.
func (s Set) draw(v Version, wardID string) Standing {
	st := Standing{}
	units := s.covers(wardID, v.Draft)
	some := false
	for _, up := range units {
		c, ok := s.nearest(v.StandardID, up)
		if ok && c.Result == NotForThem {
			continue
		}
		st.Units++
		if !ok {
			continue
		}
		if c.Result == Fit {
			st.Fit++
		}
		some = some || c.Result == Fit || c.Result == Partly
		st.Period, st.Value = max(st.Period, c.Period), c.Value
	}
	switch {
	case st.Units == 0:
		st.Drawn = Outside
	case st.Fit == st.Units:
		st.Drawn = Met
	case some:
		st.Drawn = Part
	default:
		st.Drawn = Coming
	}
	if st.Units != 1 {
		st.Value = nil
	}
	st.State = st.Drawn
	return st
}

func (s Set) nearest(standardID string, up []string) (seen, bool) {
	for _, officeID := range up {
		if c, ok := s.checks[standardID+" "+officeID]; ok {
			return c, true
		}
	}
	return seen{}, false
}

func (s Set) city(v Version) Standing {
	var states []State
	st := Standing{Found: len(s.Wards) > 0}
	for _, w := range s.Wards {
		x := s.Of(v, w.ID)
		states = append(states, x.State)
		st.Found = st.Found && x.Found
		st.Fit, st.Units = st.Fit+x.Fit, st.Units+x.Units
	}
	st.State = together(states)
	st.Drawn = st.State
	return st
}

// together makes one state out of the wards' states.
func together(states []State) State {
	n := map[State]int{}
	for _, x := range states {
		n[x]++
	}
	switch meant := len(states) - n[Outside]; {
	case meant == 0:
		return Outside
	case n[Met] == meant:
		return Met
	case n[Coming] == meant:
		return Coming
	}
	return Part
}
