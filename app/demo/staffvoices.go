package demo

import (
	"fmt"

	"kaname/area/staffsurveys"
	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/people"
)

var staffWords = []string{"朝礼の時間を短くして、困りごとを1つ出しあいたい。", "窓口の応援の順番を決めておきたい。", "引き継ぎの書き方をそろえたい。", "研修で習ったことを試す時間がほしい。",
	"電話が重なるときの決まりがほしい。", "ほかの課の仕事を見る日があるとよい。", "書類の置き場をそろえたい。"}

// staffWave asks each ward's staff in September, opens the box, and lets two sections take something on.
func (s *sim) staffWave(fy clock.FY) error {
	if s.reached(s.day(fy, 9, 25)) {
		return nil
	}
	for wi, w := range s.wards {
		s.at(s.day(fy, 9, 1), 9)
		v, err := s.openStaff(w, "職員意識アンケート "+fy.Era(), s.day(fy, 9, 18))
		if err != nil {
			return err
		}
		s.at(s.day(fy, 9, 8), 12)
		if err := s.staffAnswers(w, v.id, 0.85, int(fy-s.first)+wi); err != nil {
			return err
		}
		s.at(s.day(fy, 9, 24), 10)
		for i := range staffsurveys.Needed {
			if _, err := s.h.StaffSurveys.Turn(s.ctx, s.as(v.keepers[i]), v.id, v.keys[i]); err != nil {
				return err
			}
		}
		for i, what := range []string{"朝礼で困りごとを1つ出しあう", "応援の順番を表にして貼る"} {
			sec := w.sections[1+i]
			if _, err := s.h.StaffSurveys.Take(s.ctx, s.as(sec.kacho), v.id, staffsurveys.ActionDraft{OfficeID: sec.o.ID, What: what, Who: sec.name + " 係長", Until: s.day(fy, 12, 28)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// staffNow leaves one survey under way in each ward, half answered, and one in preparation in the first.
func (s *sim) staffNow() error {
	for i, w := range s.wards {
		s.at(s.today.AddDays(-5), 9)
		v, err := s.openStaff(w, "職場のいまを聞く調べ", s.today.AddDays(9))
		if err != nil {
			return err
		}
		s.at(s.today.AddDays(-2), 12)
		if err := s.staffAnswers(w, v.id, 0.4, i); err != nil {
			return err
		}
	}
	s.at(s.today, 8)
	_, err := s.prepareStaff(s.wards[0], "次の職員意識アンケート", s.today.AddDays(60))
	return err
}

// staffSurvey is a survey with the keys that its keepers hold in their drawers.
type staffSurvey struct {
	id      string
	keepers [staffsurveys.Keepers]string
	keys    [staffsurveys.Keepers]staffsurveys.Key
}

func (s *sim) prepareStaff(w *ward, title string, closes clock.Date) (v staffSurvey, err error) {
	d := staffsurveys.Draft{Title: title, Why: "働きやすい職場にするため、いまの職場を知りたい", Use: "課ごとに取り組むことを決め、次の年に確かめます", Keeper: w.o.Name + " 総務課 人材育成担当", ClosesOn: closes,
		Rule: staffsurveys.Rule{Limit: 5, By: []staffsurveys.Part{staffsurveys.ByOffice, staffsurveys.ByEmployment}, Texts: []people.Role{people.Secretariat}, Goals: true}}
	x, err := s.h.StaffSurveys.Prepare(s.ctx, s.as(w.jimu), w.o.ID, d, true)
	if err != nil {
		return v, err
	}
	v.id, v.keepers = x.ID, [staffsurveys.Keepers]string{w.sections[1].kacho, w.sections[2].kakari, w.sections[3].staff[0]}
	var numbers [staffsurveys.Keepers]string
	for i, k := range v.keepers {
		numbers[i] = s.as(k).Number
	}
	if err := s.h.StaffSurveys.NameKeepers(s.ctx, s.as(w.jimu), v.id, numbers); err != nil {
		return v, err
	}
	for i, k := range v.keepers {
		if v.keys[i], _, err = s.h.StaffSurveys.MakeKey(s.ctx, s.as(k), v.id); err != nil {
			return v, err
		}
	}
	return v, nil
}

func (s *sim) openStaff(w *ward, title string, closes clock.Date) (staffSurvey, error) {
	v, err := s.prepareStaff(w, title, closes)
	if err != nil {
		return v, err
	}
	return v, s.h.StaffSurveys.Open(s.ctx, s.as(w.jimu), v.id)
}

// staffAnswers lets a share of a ward's people answer; mood lifts what they say.
func (s *sim) staffAnswers(w *ward, surveyID string, share float64, mood int) error {
	form := staffsurveys.Template()
	for _, sec := range w.sections {
		for _, who := range append([]string{sec.kacho, sec.kakari}, sec.staff...) {
			if s.rng.Float64() > share {
				continue
			}
			sheet := form.NewSheet()
			for i := range sheet.Marks {
				sheet.Marks[i] = byte(min(5, 2+s.rng.IntN(3)+s.rng.IntN(2+mood%3)))
			}
			sheet.Marks[form.ColumnOf(form.At(staffsurveys.RecommendID))] = byte(5 + s.rng.IntN(7))
			if s.rng.IntN(2) == 0 {
				sheet.Words[staffsurveys.FreeID] = staffWords[s.rng.IntN(len(staffWords))]
			}
			if err := s.h.StaffSurveys.Answer(s.ctx, s.as(who), surveyID, sheet); err != nil && fault.Of(err) != fault.Forbidden {
				return fmt.Errorf("staff survey: %w", err)
			}
		}
	}
	return nil
}
