package publishing

import (
	"context"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Back is how many fiscal years before this one stay on the public pages.
const Back = 5

// Site is everything the public pages show. Pages are drawn from it alone, so equal sites give equal bytes.
type Site struct {
	City      string
	Start     clock.Start
	FY        clock.FY // the newest year
	Sample    bool
	Wards     []Ward
	Standards map[clock.FY][]Standard
}

// Ward is a ward with the years that are public, the newest first.
type Ward struct {
	ID, Slug, Name string
	Years          []Year
}

// Year is one fiscal year of a ward.
type Year struct {
	FY        clock.FY
	Over      bool
	Promises  []Promise
	Past      []Promise // the results of the year before
	Before    bool      // the year before has a page of its own
	Policy    *Policy
	Changes   []Change
	Survey    *Survey
	Announced Announced
	Kept      []Promise // kept back: a person's name stands in them
}

// Announced is what a ward says of a whole year.
type Announced struct {
	NextOn    clock.Date // when the page is renewed
	Contact   string     // who keeps the page and how to reach them
	UpdatedAt clock.Instant
}

// asOf is the day of the newest decision on the page; "" where nothing is public yet.
func (y Year) asOf() clock.Date {
	var at clock.Instant
	for _, p := range append(slices.Clone(y.Promises), y.Past...) {
		at = max(at, p.at())
	}
	return at.Date()
}

// sample says whether anything of the year's promises is sample data.
func (y Year) sample() bool {
	return slices.ContainsFunc(append(slices.Clone(y.Promises), y.Past...), Promise.sample)
}

// lacks says whether something on the year's page has no sentence in l, so that the Japanese stands in.
func (y Year) lacks(l Lang) bool {
	return l != Ja && slices.ContainsFunc(append(slices.Clone(y.Promises), y.Past...), func(p Promise) bool {
		return p.plainTitle(l) == "" || p.Result != nil && p.plainResult(l) == ""
	})
}

// tops are the promises that stand at the head: those chosen, else the first three.
func (y Year) tops() []Promise {
	var out []Promise
	for _, p := range y.Promises {
		if p.Top {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		out = y.Promises[:min(3, len(y.Promises))]
	}
	return out
}

// rest are the promises below the head.
func (y Year) rest() []Promise {
	tops := y.tops()
	var out []Promise
	for _, p := range y.Promises {
		if !slices.ContainsFunc(tops, func(t Promise) bool { return t.ID == p.ID }) {
			out = append(out, p)
		}
	}
	return out
}

// year is the year fy of the ward; ok is false where it is not public.
func (w Ward) year(fy clock.FY) (Year, bool) {
	for _, y := range w.Years {
		if y.FY == fy {
			return y, true
		}
	}
	return Year{}, false
}

var slugForm = regexp.MustCompile(`^[0-9][0-9a-z-]{0,20}$`)

// slugOf names a ward in addresses: its code, else the end of its id.
func slugOf(o people.Office) string {
	if code := strings.ToLower(o.Code); slugForm.MatchString(code) {
		return code
	}
	if len(o.ID) >= 12 {
		return "w" + o.ID[len(o.ID)-12:]
	}
	return "w" + hex.EncodeToString([]byte(o.ID))
}

// want says which part of the site is asked for: a page needs little of it, an export all.
type want struct {
	wardID, slug string          // "" is every ward
	years        []clock.FY      // newest first
	announced    bool            // with what the wards say of their years
	whole        bool            // with that and policy, voices, standards: not needed for lists of wards and years
	among        []people.Office // the wards of today, where they are known
}

// back lists fy and the years before it.
func back(fy clock.FY, n int) []clock.FY {
	var out []clock.FY
	for i := range n + 1 {
		out = append(out, fy-clock.FY(i))
	}
	return out
}

// load reads the part of the site that is wanted, as of now; newest is the newest year of the site.
func (p *Publishing) load(ctx context.Context, tx *db.Tx, newest clock.FY, w want) (s Site, err error) {
	city, err := p.City(ctx)
	if err != nil {
		return s, err
	}
	s = Site{City: city.Name, Start: p.Start(ctx), FY: newest, Sample: city.HasSample, Standards: map[clock.FY][]Standard{}}
	if w.among == nil {
		if w.among, err = people.Wards(ctx, tx, clock.DateOf(p.Now())); err != nil {
			return s, err
		}
	}
	for _, o := range w.among {
		if slug := slugOf(o); (w.wardID == "" || w.wardID == o.ID) && (w.slug == "" || w.slug == slug) {
			s.Wards = append(s.Wards, Ward{ID: o.ID, Slug: slug, Name: o.Name})
		}
	}
	if len(s.Wards) == 1 {
		w.wardID = s.Wards[0].ID
	}
	if len(s.Wards) == 0 {
		return s, nil
	}
	names, err := staffNames(ctx, tx, w.wardID)
	if err != nil {
		return s, err
	}
	if err := p.fill(ctx, tx, &s, w, names); err != nil || !w.whole && !w.announced {
		return s, err
	}
	if err := s.announce(ctx, tx, w.wardID); err != nil || !w.whole {
		return s, err
	}
	return s, p.furnish(ctx, tx, &s, names)
}

// announce adds what the wards say of their years.
func (s *Site) announce(ctx context.Context, tx *db.Tx, wardID string) error {
	all, err := announcedOf(ctx, tx, wardID)
	for i, w := range s.Wards {
		for j, y := range w.Years {
			s.Wards[i].Years[j].Announced = all[w.ID][y.FY]
		}
	}
	return err
}

// fill adds the promises of the wanted years and of the year before the last of them.
func (p *Publishing) fill(ctx context.Context, tx *db.Tx, s *Site, w want, names map[string]names) error {
	all, err := p.promises(ctx, tx, w.wardID, append(slices.Clone(w.years), w.years[len(w.years)-1]-1))
	if err != nil {
		return err
	}
	for i := range s.Wards {
		ward := &s.Wards[i]
		for _, fy := range w.years {
			y := Year{FY: fy, Over: fy < s.FY}
			y.Promises, y.Kept = withoutNames(all[fy][ward.ID], names[ward.ID])
			past, _ := withoutNames(all[fy-1][ward.ID], names[ward.ID])
			y.Before = len(past) > 0 && fy-1 >= s.FY-Back
			for _, x := range past {
				if x.Result != nil {
					y.Past = append(y.Past, x)
				}
			}
			for k, x := range y.Promises {
				y.Promises[k] = x.after(y.Past)
			}
			if fy == s.FY || len(y.Promises) > 0 {
				ward.Years = append(ward.Years, y)
			}
		}
	}
	return nil
}

// furnish adds what stands around the promises: policy, voices, standards and the next survey.
func (p *Publishing) furnish(ctx context.Context, tx *db.Tx, s *Site, names map[string]names) (err error) {
	for i := range s.Wards {
		ward := &s.Wards[i]
		for j := range ward.Years {
			y := &ward.Years[j]
			if err := p.around(ctx, tx, s, ward.ID, y, names[ward.ID]); err != nil {
				return err
			}
			if _, known := s.Standards[y.FY]; !known {
				if s.Standards[y.FY], err = p.Standards(ctx, tx, y.FY); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (p *Publishing) around(ctx context.Context, tx *db.Tx, s *Site, wardID string, y *Year, ns names) error {
	policy, ok, err := p.Policy(ctx, tx, wardID, y.FY)
	if err != nil {
		return err
	}
	if ok {
		y.Policy = &policy
	}
	changes, err := p.Changes(ctx, tx, wardID, s.Start.First(y.FY), s.Start.Last(y.FY))
	if err != nil {
		return err
	}
	for _, c := range changes {
		if ns.in(c.Voice+"\n"+c.Text+"\n"+c.TextEasy+"\n"+c.TextEn) == "" {
			y.Changes = append(y.Changes, c)
		}
	}
	if p.NextSurvey == nil || y.Over {
		return nil
	}
	survey, ok, err := p.NextSurvey(ctx, tx, wardID, clock.DateOf(p.Now()))
	if ok {
		y.Survey = &survey
	}
	return err
}
