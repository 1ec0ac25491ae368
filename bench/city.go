package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// size says how large a city is made.
type size struct {
	wards, offices, staff int // offices and staff of each ward
	years                 int
	goals, initiatives    int // of each ward and year
	standards             int
	answers               int // of visitors, in all wards and years together
	notices               int // of each person
}

// full is the city of the targets; small has every kind of record, for the tests.
var (
	full  = size{wards: 24, offices: 12, staff: 400, years: 3, goals: 60, initiatives: 120, standards: 40, answers: 100_000, notices: 10}
	small = size{wards: 2, offices: 4, staff: 16, years: 2, goals: 8, initiatives: 12, standards: 10, answers: 400, notices: 2}
)

// today of the generated city: late in the last year, so that three years are nearly whole.
const today clock.Date = "2027-02-15"

// password is everybody's.
const password = "bench-bench-bench"

// city is the work of generating. Every record has the time at which it would have been written, and comes in that order.
type city struct {
	size
	ctx         context.Context
	d           *db.DB
	s           *sink
	rng         *rand.Rand
	first, last clock.FY
	count       uint64
	root        place
	director    string
	officer     string // of the city's office
	admin       string
	wards       []*ward
	people      []string
	principles  []string
	standards   []standard
	audit       chain
	cast        map[people.Role]string // staff numbers to sign in with
}

// place is an office with those who work in it.
type place struct {
	id, name, path string
	counter        bool
	head, lead     string // 課長, 係長
	staff          []string
}

// ward is a ward with what belongs to it in the running year of the generation.
type ward struct {
	place
	secretary string
	offices   []*place
	points    []string
	survey    string
	counters  []string
	plans     []adopted
	goals     []*goal // of the year
	before    []*goal // of the year before
}

// adopted is a plan that the ward runs, with the keys of what it starts.
type adopted struct {
	ref  string
	keys []string
	name []string
}

type standard struct {
	id, code, title, applies string
	versions                 []version
}

type version struct {
	id   string
	from clock.FY
	to   clock.FY
}

// makeCity fills an empty, migrated database with sz, and returns the staff numbers to sign in with.
func makeCity(ctx context.Context, d *db.DB, sz size) (c *city, err error) {
	c = &city{size: sz, ctx: ctx, d: d, rng: rand.New(rand.NewPCG(24, 400)), last: clock.April.Of(today), cast: map[people.Role]string{}}
	c.first = c.last - clock.FY(sz.years) + 1
	if err := c.into(c.found, c.hire); err != nil {
		return c, fmt.Errorf("people: %w", err)
	}
	if err := c.adopt(); err != nil {
		return c, fmt.Errorf("plans: %w", err)
	}
	if err := c.audit.read(ctx, d); err != nil {
		return c, err
	}
	if err := c.into(c.setStandards, c.live, c.rest); err != nil {
		return c, fmt.Errorf("years: %w", err)
	}
	if err := c.write(); err != nil {
		return c, fmt.Errorf("surveys: %w", err)
	}
	if d.Postgres() { // as autovacuum would within its minute
		_, err = d.Raw().ExecContext(ctx, "ANALYZE")
	}
	return c, err
}

// into runs steps in one transaction of a sink.
func (c *city) into(steps ...func()) error {
	s, end, err := openSink(c.ctx, c.d)
	if err != nil {
		return err
	}
	c.s = s
	for _, step := range steps {
		step()
	}
	return end()
}

// id is a UUIDv7 of the time at which the record is written; the seed decides the rest, so two runs make the same city.
func (c *city) id(at time.Time) string {
	c.count++
	ms, r := at.UnixMilli(), c.rng.Uint64()
	return fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", ms>>16, ms&0xffff, c.count&0xfff, r>>48&0xfff, r&0xffffffffffff)
}

// day of a fiscal year at nine in the morning in Japan.
func day(fy clock.FY, month, d int) time.Time {
	year := int(fy)
	if month < 4 {
		year++
	}
	return clock.Date(fmt.Sprintf("%04d-%02d-%02d", year, month, d)).Time().Add(9 * time.Hour)
}

func on(t time.Time) string { return string(clock.DateOf(t)) }

func at(t time.Time) string { return string(clock.At(t)) }

// reached says whether a moment has not come yet in the city.
func future(t time.Time) bool { return clock.DateOf(t) > today }

func pick[T any](c *city, from []T) T { return from[c.rng.IntN(len(from))] }

// chance is true in n of 100 cases.
func (c *city) chance(n int) bool { return c.rng.IntN(100) < n }

// live goes through the years, month by month.
func (c *city) live() {
	for fy := c.first; fy <= c.last; fy++ {
		c.openSurveys(fy)
		c.writePolicies(fy)
		c.writeGoals(fy)
		c.publish(fy)
		for i := range 12 {
			month := (i+3)%12 + 1
			if future(day(fy, month, 1)) {
				break
			}
			c.chooseAims(fy, month)
			c.visitors(fy, month)
			c.measure(fy, month)
			c.checkIn(fy, month)
			switch month {
			case 7, 11:
				c.checkStandards(fy, month)
			case 10:
				c.review(fy, "mid")
			case 3:
				c.review(fy, "end")
				c.verify(fy)
			}
		}
	}
}
