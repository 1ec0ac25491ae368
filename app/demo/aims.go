package demo

import (
	"kaname/area/aims"
	"kaname/kit/clock"
)

var monthly = []struct{ one, two, why, goal string }{
	{"笑顔であいさつ、", "そして復唱。", "「聞きちがいで、もう一度来た」という声がありました。", "explain"},
	{"待つ時間を、", "先に伝える。", "「どれくらい待つのかわからない」という声がありました。", "wait"},
	{"指さしで、", "いっしょに確かめる。", "「書く所がわからない」という声がありました。", "time"},
	{"名のってから、", "話を聞く。", "「だれに聞いたのか覚えられない」という声がありました。", "explain"},
	{"つぎの窓口まで、", "ひとこと添える。", "「また同じことを話した」という声がありました。", "signs"},
}

var noticed = []string{"声をかけると、表情がやわらいだ。", "混む日はできなかった。朝のうちに決めておく。", "新しい人が先に始めてくれた。"}

// chooseAims lets each counter choose its aim of the month, and look back on the one before.
func (s *sim) chooseAims(fy clock.FY, month int) error {
	s.at(min(s.day(fy, month, 2), s.today), 9)
	for wi, w := range s.wards {
		for si, x := range w.sections {
			p := sectionPlan[si]
			if !p.counter {
				continue
			}
			a := s.as(x.staff[0])
			m := monthly[(int(fy)+month+wi+si)%len(monthly)]
			d := aims.Draft{OfficeID: x.o.ID, Month: aims.MonthOf(s.day(fy, month, 1)), Line1: m.one, Line2: m.two, Why: m.why, Together: true}
			if id := w.goals[m.goal]; id != "" && month != 4 {
				d.GoalID = id
			}
			made, err := s.h.Aims.Choose(s.ctx, a, d, true)
			if err != nil {
				return err
			}
			before := x.aim
			x.aim = made.ID
			if before == "" {
				continue
			}
			old, err := s.h.Aims.Find(s.ctx, a, before)
			if err != nil {
				return err
			}
			days := 9 + s.rng.IntN(12)
			if err := s.h.Aims.LookBack(s.ctx, a, before, old.LookedAt, aims.LookBack{Days: &days, Noticed: noticed[s.rng.IntN(len(noticed))]}); err != nil {
				return err
			}
		}
	}
	return nil
}
