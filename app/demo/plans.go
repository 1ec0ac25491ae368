package demo

import (
	"fmt"

	"kaname/area/plans"
	"kaname/kit/clock"
)

// adopted says which of the five source plans each ward runs.
var adopted = [][]string{{"abeno-2017", "kawasaki-2012"}, {"nishi-2013"}, {"nishinari", "kumamoto-u2y2"}}

// beginPlans adopts the plans in the first year and starts the initiatives of each year in the offices.
func (s *sim) beginPlans(fy clock.FY) error {
	s.at(s.day(fy, 4, 18), 13)
	for wi, w := range s.wards {
		for pi, code := range adopted[wi] {
			if fy == s.first {
				if err := s.adopt(fy, w, code); err != nil {
					return fmt.Errorf("%s: %w", code, err)
				}
			} else if _, err := s.h.Plans.BeginAsBefore(s.ctx, s.as(w.jimu), w.plans[pi], w.o.ID, fy, true); err != nil {
				return fmt.Errorf("%s: %w", code, err)
			}
			if fy > s.first {
				continue
			}
			if err := s.begin(fy, w, w.plans[pi]); err != nil {
				return fmt.Errorf("%s: %w", code, err)
			}
		}
	}
	return nil
}

func (s *sim) adopt(fy clock.FY, w *ward, code string) error {
	name, data, err := s.h.Plans.Library.Open(code)
	if err != nil {
		return err
	}
	a := s.as(w.jimu)
	rec, err := s.h.Plans.Import(s.ctx, a, plans.Upload{WardID: w.o.ID, FromFY: fy, Name: name, Body: data}, true)
	if err != nil {
		return err
	}
	w.plans = append(w.plans, rec.ID)
	_, err = s.h.Plans.Adopt(s.ctx, a, rec.ID, w.o.ID, fy, true)
	return err
}

// begin hands every initiative of the plan to a section, in turn.
func (s *sim) begin(fy clock.FY, w *ward, planID string) error {
	r, err := s.h.Plans.Report(s.ctx, s.as(w.jimu), planID, w.o.ID, fy)
	if err != nil {
		return err
	}
	for i, row := range r.Waiting() {
		x := w.sections[i%len(w.sections)]
		_, err := s.h.Plans.Begin(s.ctx, s.as(w.jimu), plans.Start{PlanID: planID, WardID: w.o.ID, FY: fy, Keys: []string{row.Item.Key}, OfficeID: x.o.ID, OwnerID: x.kakari}, true)
		if err != nil {
			return fmt.Errorf("%s: %w", row.Item.Key, err)
		}
	}
	return nil
}
