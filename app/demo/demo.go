// Package demo makes a fictional city that has run its improvement year three times, through the real deeds.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"kaname/app"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Password is everybody's in the demo; it is printed when the demo starts.
const Password = "sakuragawa-demo"

// SignIn is one person to sign in as, for each role.
type SignIn struct{ Role, Number, Name string }

// Report is what the demo made.
type Report struct {
	SignIns []SignIn
	Answers int
	Staff   int
	Code    string // of a counter, to answer on a phone
}

// Progress is told how far the work is, from 0 to total.
type Progress func(done, total int, say string)

// sim lives through the years; the clock moves only when the script moves it.
type sim struct {
	h       *app.House
	d       *db.DB
	ctx     context.Context
	now     atomic.Int64
	rng     *rand.Rand
	tell    Progress
	done    int
	total   int
	first   clock.FY
	last    clock.FY
	today   clock.Date
	admin   string
	bucho   string
	shicho  string
	wards   []*ward
	answers int
	staff   int
	number  int
	hash    string
	codes   map[string]string // standard id by code
}

// ward is one ward of the city with its people.
type ward struct {
	o        people.Office
	kucho    string
	jimu     string
	koho     string
	sections []*section
	points   []string // ids of the policy's points this year
	survey   string
	counters []string
	code     string
	goals    map[string]string // template → this year's goal
	plans    []string
}

// section is an office with its people.
type section struct {
	name   string
	o      people.Office
	kacho  string
	kakari string
	staff  []string
	aim    string // of this month
}

// Make builds the demo in an empty database and brings it up to today.
func Make(ctx context.Context, d *db.DB, today time.Time, tell Progress) (Report, error) {
	s := &sim{d: d, ctx: ctx, rng: rand.New(rand.NewPCG(8, 31)), tell: tell, today: clock.DateOf(today), codes: map[string]string{}}
	s.last = clock.April.Of(s.today)
	s.first = s.last - 2
	s.total = 24 + (int(s.today.Time().Month())+8)%12 + 1
	s.h = app.New(app.Config{Now: s.clock}, d)
	if err := s.run(); err != nil {
		return Report{}, err
	}
	return s.report(), nil
}

// clock is the demo's time; it goes on a little at each look, so that records have an order.
func (s *sim) clock() time.Time { return time.UnixMilli(s.now.Add(7)) }

// at moves the clock to an hour of a day.
func (s *sim) at(day clock.Date, hour int) {
	s.now.Store(day.Time().Add(time.Duration(hour)*time.Hour + time.Duration(s.rng.IntN(40))*time.Minute).UnixMilli())
}

// as is a person as of the demo's time.
func (s *sim) as(staffID string) people.Actor {
	a, err := s.h.People.ActorOf(s.ctx, staffID)
	if err != nil {
		panic(fmt.Errorf("actor %s: %w", staffID, err))
	}
	return a
}

func (s *sim) day(fy clock.FY, month, day int) clock.Date {
	year := int(fy)
	if month < 4 {
		year++
	}
	return clock.Date(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
}

// reached says whether the script has come past today.
func (s *sim) reached(d clock.Date) bool { return d > s.today }

func (s *sim) run() error {
	for _, step := range []func() error{s.found, s.people, s.principles} {
		if err := step(); err != nil {
			return err
		}
	}
	for fy := s.first; fy <= s.last; fy++ {
		if err := s.year(fy); err != nil {
			return fmt.Errorf("%s: %w", fy.Era(), err)
		}
	}
	if err := s.putPlainly(s.last); err != nil {
		return err
	}
	if err := s.staffNow(); err != nil {
		return err
	}
	return s.mark()
}

// year lives through one fiscal year month by month, up to today.
func (s *sim) year(fy clock.FY) error {
	for i := range 12 {
		month := (i+3)%12 + 1
		if s.reached(s.day(fy, month, 1)) {
			return nil
		}
		if err := s.month(fy, month); err != nil {
			return fmt.Errorf("%d月: %w", month, err)
		}
		s.done++
		s.tell(s.done, s.total, fmt.Sprintf("%s %d月", fy.Era(), month))
	}
	return nil
}

func (s *sim) month(fy clock.FY, month int) error {
	var steps []func(clock.FY) error
	switch month {
	case 4:
		steps = []func(clock.FY) error{s.openSurveys, s.writePolicies, s.writeGoals, s.beginPlans}
	case 5:
		steps = []func(clock.FY) error{s.publishGoals, s.publishResults}
	case 7, 11:
		steps = []func(clock.FY) error{func(fy clock.FY) error { return s.checkStandards(fy, month) }}
	case 9:
		steps = []func(clock.FY) error{s.staffWave}
	case 10:
		steps = []func(clock.FY) error{s.midReviews, func(fy clock.FY) error { return s.changes(fy, month) }}
	case 3:
		steps = []func(clock.FY) error{s.yearEnd, s.verify}
	case 8, 1:
		steps = []func(clock.FY) error{func(fy clock.FY) error { return s.changes(fy, month) }}
	}
	if err := s.chooseAims(fy, month); err != nil {
		return err
	}
	if month == 4 {
		for _, step := range steps {
			if err := step(fy); err != nil {
				return err
			}
		}
		steps = nil
	}
	if err := s.visitors(fy, month); err != nil {
		return err
	}
	if err := s.measure(fy, month); err != nil {
		return err
	}
	for _, step := range steps {
		if err := step(fy); err != nil {
			return err
		}
	}
	return s.checkIn(fy, month)
}

// mark says once, for the whole city, that its data is sample data.
func (s *sim) mark() error {
	return s.d.Write(s.ctx, func(tx *db.Tx) error { return tx.Exec(s.ctx, `UPDATE municipality SET has_sample = TRUE`) })
}

func (s *sim) report() Report {
	r := Report{Answers: s.answers, Staff: s.staff, Code: s.wards[0].code}
	w := s.wards[0]
	add := func(role, staffID string) {
		a := s.as(staffID)
		r.SignIns = append(r.SignIns, SignIn{role, a.Number, a.Name + "（" + a.WardName + a.OfficeName + "）"})
	}
	add("職員", w.sections[1].staff[0])
	add("係長", w.sections[1].kakari)
	add("課長", w.sections[1].kacho)
	add("区長", w.kucho)
	add("事務局", w.jimu)
	add("広報", w.koho)
	add("部長会議", s.bucho)
	add("市の事務局", s.shicho)
	add("管理者", s.admin)
	return r
}
