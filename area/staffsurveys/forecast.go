package staffsurveys

import (
	"context"
	"fmt"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/disclosure"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
)

// Forecast says, before a survey opens, whom it asks and what can be shown if everybody answers.
type Forecast struct {
	Form    questionnaire.Form
	Keepers []Keeper
	Asked   int      // people with accounts
	Without int      // people without: they need slips
	Small   []string // what cannot be shown even then, and why
	Shown   []string // offices that can

	staff   []invitee
	of      []int // the class of each of them
	classes []Class
}

func (f Forecast) keys() []KeyOf {
	var out []KeyOf
	for _, k := range f.Keepers {
		out = append(out, KeyOf{k.OfficeName + " " + k.Post, k.Sign()})
	}
	return out
}

// refusal says what is missing before the survey may open; nil where nothing is.
func (f Forecast) refusal(s Survey, today clock.Date) error {
	if err := checkForm(f.Form); err != nil {
		return err
	}
	made := 0
	for _, k := range f.Keepers {
		if k.Public != "" {
			made++
		}
	}
	switch {
	case made < Keepers:
		return fault.New(fault.Invalid, fmt.Sprintf("鍵が%dつできていません。鍵を預かる%d人を決め、それぞれに鍵を作ってもらってから始めてください。", Keepers-made, Keepers))
	case s.ClosesOn < today:
		return fault.New(fault.Invalid, "締切の日が過ぎています。締切をなおしてから始めてください。")
	case f.Asked+f.Without < s.Limit:
		return fault.New(fault.Invalid, fmt.Sprintf("聞く人が%d人です。%d人に満たないと、だれの答えか分からなくすることができないので、始められません。ほかの区と合わせるか、話しあいの形にしてください。", f.Asked+f.Without, s.Limit))
	}
	return nil
}

func (ss *StaffSurveys) forecast(ctx context.Context, tx *db.Tx, s Survey, day clock.Date) (f Forecast, err error) {
	f.Form = s.Form
	if ss.Form != nil {
		if f.Form, err = ss.Form(ctx, tx, s.ID); err != nil {
			return f, err
		}
	}
	if f.Keepers, err = keepers(ctx, tx, s.ID, day); err != nil {
		return f, err
	}
	if f.staff, err = staffOf(ctx, tx, s.WardID, day, true); err != nil {
		return f, err
	}
	without, err := staffOf(ctx, tx, s.WardID, day, false)
	if err != nil {
		return f, err
	}
	f.Asked, f.Without = len(f.staff), len(without)
	f.classify(day)
	asked := make([]int, len(f.classes))
	for i, c := range f.classes {
		asked[i] = c.Asked
	}
	d, err := divide(ctx, tx, s.WardID, s.Rule, f.classes)
	if err != nil {
		return f, err
	}
	return f, f.look(s, d, d.stand(asked))
}

// look says what stays hidden even if everybody answers.
func (f *Forecast) look(s Survey, d division, asked []disclosure.Group) error {
	policy, err := disclosure.New(s.Limit, s.Limit)
	if err != nil {
		return err
	}
	warnings, err := policy.Warn(d.frame, asked)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		name := ""
		for _, g := range d.groups {
			if g.Part == ByOffice && g.Key == w.Node {
				name = g.Name + ": "
			}
		}
		f.Small = append(f.Small, name+w.Say)
	}
	plan, err := policy.Plan(d.frame, asked)
	if err != nil {
		return err
	}
	for _, g := range d.groups {
		if ok, _ := plan.Shows(g.cell); ok && g.Part == ByOffice {
			f.Shown = append(f.Shown, g.Name)
		}
	}
	return nil
}

// classify puts each person into a class of frozen bands.
func (f *Forecast) classify(day clock.Date) {
	place := map[Class]int{}
	for _, p := range f.staff {
		c := Class{OfficeID: p.officeID, OfficePath: p.officePath, Employment: p.employment, Tenure: tenure(p.since, day)}
		n, known := place[c]
		if !known {
			n = len(f.classes) + 1
			place[c] = n
			c.No = n
			f.classes = append(f.classes, c)
		}
		f.classes[n-1].Asked++
		f.of = append(f.of, n)
	}
}

// tenure is the band of whole years since a day.
func tenure(since, day clock.Date) string {
	from, to := since.Time(), day.Time()
	years := to.Year() - from.Year()
	if to.YearDay() < from.YearDay() {
		years--
	}
	for _, t := range Tenures {
		if years >= t.First {
			return t.Key
		}
	}
	return Tenures[len(Tenures)-1].Key
}
