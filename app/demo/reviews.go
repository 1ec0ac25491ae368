package demo

import (
	"fmt"

	"kaname/area/goals"
	"kaname/kit/clock"
)

// midReviews looks back on every goal and initiative in October.
func (s *sim) midReviews(fy clock.FY) error {
	s.at(s.day(fy, 10, 8), 10)
	return s.reviewAll(fy, goals.Mid)
}

// yearEnd looks back in March and decides what becomes of each.
func (s *sim) yearEnd(fy clock.FY) error {
	s.at(s.day(fy, 3, 12), 10)
	if err := s.reviewAll(fy, goals.End); err != nil {
		return err
	}
	s.at(s.day(fy, 3, 18), 10)
	return s.carryAll(fy)
}

func (s *sim) reviewAll(fy clock.FY, stage goals.Stage) error {
	all, err := s.h.Goals.List(s.ctx, s.as(s.bucho), goals.Filter{FY: fy})
	if err != nil {
		return err
	}
	for _, l := range all {
		who := l.OwnerID
		if who == "" {
			who = s.kachoOf(l.OfficeID)
		}
		d := goals.ReviewDraft{Doing: "on", Reach: "none", Summary: "続けて行い、窓口の流れになった。"}
		switch {
		case l.Verdict.Measured && l.Verdict.Good:
			d.Reach, d.Summary = "on", "月ごとの値が目安に届いた。声かけと見本が効いた。"
		case l.Verdict.Measured:
			d.Reach, d.Summary = "off", "去年よりよくなったが、目安には届いていない。"
			d.Issue, d.Remedy = "水曜の午前に用件が重なり、その時間だけ長くなる。", "水曜に応援を1人出し、待つあいだに書ける見本を入口に置く。"
		case l.Verdict.Word == goals.NotYet:
			d.Summary = "数はまだそろわないが、予定どおり進めた。"
		}
		if err := s.h.Goals.Review(s.ctx, s.as(who), l.ID, stage, d, true); err != nil {
			return fmt.Errorf("%s: %w", l.Title, err)
		}
	}
	return nil
}

func (s *sim) kachoOf(officeID string) string {
	for _, w := range s.wards {
		for _, x := range w.sections {
			if x.o.ID == officeID {
				return x.kacho
			}
		}
		if w.o.ID == officeID {
			return w.kucho
		}
	}
	return s.wards[0].kucho
}

// carryAll lets each section head decide; the promises go on, small initiatives end, a good practice is proposed.
func (s *sim) carryAll(fy clock.FY) error {
	all, err := s.h.Goals.List(s.ctx, s.as(s.bucho), goals.Filter{FY: fy})
	if err != nil {
		return err
	}
	proposed := false
	for _, l := range all {
		d, reason := goals.Close, "ねらいを果たしたので終える。やり方は手引きに残した。"
		code := s.promiseOf(l.ID)
		switch {
		case code != "":
			d, reason = goals.Continue, "まだ続ける。来年は目安を見直す。"
		case l.PlanRef != "":
			continue // the plan goes on by its own years
		case !proposed && l.WardID == s.wards[int(fy-s.first)%len(s.wards)].o.ID && l.Verdict.Word == goals.NoNumber:
			d, reason, proposed = goals.ToStandard, "ほかの区でもすぐにできる。費用もかからない。", true
		}
		next, err := s.h.Goals.Carry(s.ctx, s.as(s.kachoOf(l.OfficeID)), l.ID, d, reason, true)
		if err != nil {
			return fmt.Errorf("%s: %w", l.Title, err)
		}
		if code != "" {
			s.wardOf(l.WardID).goals[code] = next
		}
	}
	return nil
}

func (s *sim) wardOf(id string) *ward {
	for _, w := range s.wards {
		if w.o.ID == id {
			return w
		}
	}
	return s.wards[0]
}

func (s *sim) promiseOf(goalID string) string {
	for _, w := range s.wards {
		for code, id := range w.goals {
			if id == goalID {
				return code
			}
		}
	}
	return ""
}

// publishGoals puts this year's promises forward in May: section head, then ward head. A few still wait.
func (s *sim) publishGoals(fy clock.FY) error { return s.publish(fy, "goal") }

// publishResults does the same with last year's results.
func (s *sim) publishResults(fy clock.FY) error {
	if fy == s.first {
		return nil
	}
	return s.publish(fy-1, "result")
}

func (s *sim) publish(fy clock.FY, what string) error {
	s.at(s.day(s.h.Start().Of(clock.DateOf(s.clock())), 5, 15), 9)
	all, err := s.h.Goals.List(s.ctx, s.as(s.bucho), goals.Filter{FY: fy, Kind: goals.KindGoal})
	if err != nil {
		return err
	}
	for i, l := range all {
		request, err := s.h.Goals.AskPublication(s.ctx, s.as(s.kakariOf(l.OfficeID)), l.ID, what, true)
		if err != nil {
			return fmt.Errorf("%s: %w", l.Title, err)
		}
		if err := s.h.Approvals.Decide(s.ctx, s.as(s.kachoOf(l.OfficeID)), request, true, ""); err != nil {
			return err
		}
		if fy == s.last && what == "goal" && i%9 == 4 {
			continue // the ward head has not come to it yet
		}
		if err := s.h.Approvals.Decide(s.ctx, s.as(s.wardOf(l.WardID).kucho), request, true, ""); err != nil {
			return err
		}
	}
	return nil
}

func (s *sim) kakariOf(officeID string) string {
	for _, w := range s.wards {
		for _, x := range w.sections {
			if x.o.ID == officeID {
				return x.kakari
			}
		}
	}
	return s.wards[0].jimu
}
