package demo

import (
	"fmt"
	"sync"

	"kaname/area/surveys"
	"kaname/kit/clock"
	"kaname/kit/id"
)

var counterPlan = []struct{ section, place, easy, en string }{
	{"区民課", "区民課 1階 2番窓口", "1階(かい) 2番(ばん) 窓口(まどぐち)", "Resident Affairs, 1F, Counter 2"},
	{"保険年金課", "保険年金課 2階 5番窓口", "2階(かい) 5番(ばん) 窓口(まどぐち)", "Insurance and Pension, 2F, Counter 5"},
	{"保健福祉課", "保健福祉課 2階 8番窓口", "2階(かい) 8番(ばん) 窓口(まどぐち)", "Health and Welfare, 2F, Counter 8"},
}

// openSurveys starts each ward's visitor survey of the year; the counters and their posters stay.
func (s *sim) openSurveys(fy clock.FY) error {
	s.at(s.day(fy, 4, 3), 9)
	for _, w := range s.wards {
		a := s.as(w.jimu)
		v, err := s.h.Surveys.Open(s.ctx, a, w.o.ID, surveys.Draft{Title: "来庁者アンケート " + fy.Era(), From: s.day(fy, 4, 1), To: s.day(fy, 3, 31), Keeper: w.o.Name + " 総務課 電話 00-0000-0000"}, true)
		if err != nil {
			return err
		}
		before := w.survey
		w.survey = v.ID
		if before == "" {
			for _, c := range counterPlan {
				k, err := s.h.Surveys.AddCounter(s.ctx, a, v.ID, surveys.CounterDraft{OfficeID: w.section(c.section).o.ID, Place: c.place, PlaceEn: c.en})
				if err != nil {
					return err
				}
				w.counters = append(w.counters, k.ID)
				if w.code == "" {
					w.code = k.Code
				}
			}
		} else {
			if _, err := s.h.Surveys.TakeCounters(s.ctx, a, v.ID, before); err != nil {
				return err
			}
			if err := s.h.Surveys.Close(s.ctx, a, before, surveys.Closing{ReleaseOn: s.day(fy, 4, 20), FirstStep: "番号札の字を大きくする"}); err != nil {
				return err
			}
		}
		if err := s.h.Surveys.Start(s.ctx, s.as(w.jimu), v.ID); err != nil {
			return err
		}
	}
	return nil
}

var words = []string{"説明がていねいでした。", "朝は混むので、待つ時間がわかるとよいです。", "番号札の字が大きくなって、見やすいです。", "案内の矢印がわかりにくかったです。", "子どもの学校のことまで気にかけてくれました。",
	"記入例があって助かりました。", "電話で聞いたことと少しちがいました。", "待つ場所がきれいでした。", "どこへ行けばよいか、すぐに教えてくれました。"}

// visitors lets the month's visitors answer: some on their phones through the public door, some on paper.
func (s *sim) visitors(fy clock.FY, month int) error {
	along := float64(int(fy-s.first)*12+(month+8)%12) / 35
	for wi, w := range s.wards {
		for ci, counter := range w.counters {
			n := 15 + s.rng.IntN(8)
			if month == 3 || month == 4 {
				n += 6
			}
			day := min(s.day(fy, month, 5+s.rng.IntN(20)), s.today)
			if day < s.day(fy, month, 1) {
				continue
			}
			var paper, phone []surveys.Answer
			for i := range n {
				x := s.answer(w.survey, counter, along, wi, ci)
				x.Day, x.Hour = day, 9+s.rng.IntN(8)
				if i%3 == 0 {
					x.Mode = "paper"
					paper = append(paper, x)
				} else {
					phone = append(phone, x)
				}
			}
			if err := s.receive(day, phone); err != nil {
				return err
			}
			s.at(day, 17)
			if err := s.h.Surveys.Enter(s.ctx, s.as(w.jimu), w.survey, paper); err != nil {
				return err
			}
			s.answers += n
		}
	}
	return nil
}

// receive sends answers as phones do, all at once.
func (s *sim) receive(day clock.Date, answers []surveys.Answer) error {
	s.at(day, 9+s.rng.IntN(7))
	errs := make([]error, len(answers))
	var wg sync.WaitGroup
	for i, x := range answers {
		wg.Go(func() { errs[i] = s.h.Surveys.Receive(s.ctx, x) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("answer: %w", err)
		}
	}
	return nil
}

// answer draws one visitor: better over the years, worse in the third ward, time and signs below the rest.
func (s *sim) answer(survey, counter string, along float64, wi, ci int) surveys.Answer {
	x := surveys.Answer{Key: id.Secret()[:22], SurveyID: survey, CounterID: counter, Mode: "phone", Lang: surveys.Ja}
	age, live := s.rng.IntN(surveys.Ages+1)-1, s.rng.IntN(surveys.Lives+1)-1
	switch s.rng.IntN(14) {
	case 0:
		x.Lang = surveys.En
	case 1:
		x.Lang = surveys.Easy
	}
	mood := s.rng.NormFloat64()*0.5 + 3.45 + along*0.75 - float64(wi)*0.1 - float64(ci)*0.05
	lift := [8]float64{0.35, 0.45, -0.35, 0, -0.25, -0.1, 0.2, 0.15}
	var marks [8]byte
	for i := range marks {
		v := mood + lift[i] + s.rng.NormFloat64()*0.6
		marks[i] = byte(max(1, min(5, int(v+0.5))))
		if r := s.rng.IntN(20); r == 0 {
			marks[i] = surveys.Outside
		} else if r == 1 {
			marks[i] = surveys.Blank
		}
	}
	free := ""
	if s.rng.IntN(5) == 0 {
		free = words[s.rng.IntN(len(words))]
	}
	x.Sheet = surveys.StandardSheet(marks, free, age, live)
	return x
}

var told = []surveys.ChangeDraft{
	{Voice: "番号札の字が小さい", Change: "番号札の字を大きくしました", ChangeEn: "The numbers on the tickets are bigger now"},
	{Voice: "記入台が案内から遠い", Change: "記入台を案内の職員のほうへ向けました", ChangeEn: "Writing desks now face the guide"},
	{Voice: "どれくらい待つのかわからない", Change: "待つ時間の見込みを画面に出しました", ChangeEn: "Expected waiting times are on the screen"},
	{Voice: "矢印の色が見えにくい", Change: "矢印を目的別の色に変えました", ChangeEn: "Arrows are now coloured by purpose"},
}

// changes writes what is different because of the voices.
func (s *sim) changes(fy clock.FY, month int) error {
	s.at(s.day(fy, month, 12), 11)
	for wi, w := range s.wards {
		c := told[(int(fy-s.first)*3+month+wi)%len(told)]
		c.OfficeID, c.Since = w.section(counterPlan[wi%3].section).o.ID, s.day(fy, month, 10)
		if _, err := s.h.Surveys.Tell(s.ctx, s.as(w.jimu), w.survey, c); err != nil {
			return err
		}
	}
	return nil
}
