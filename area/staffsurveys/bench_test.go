package staffsurveys_test

import (
	"fmt"
	"testing"

	"kaname/people"
)

// BenchmarkAnswer times one answer, from the deed to the end of its transaction: the seal, the compartment that is
// mixed anew, the commit. Method: one person's invitation is given back between rounds, outside the timer.
func BenchmarkAnswer(b *testing.B) {
	o := newOffice(b, 40)
	o.open()
	for _, a := range o.Staff[1:] {
		o.answer(a, 5, "")
	}
	b.ResetTimer()
	for range b.N {
		o.answer(o.Staff[0], 5, "")
		b.StopTimer()
		o.giveBack(o.Staff[0])
		b.StartTimer()
	}
}

// BenchmarkOpenBox times the second key for a ward of 300 people in 30 sections: 300 envelopes are opened, 13 questions
// counted for 31 offices and the bands, and the protection of small groups decided for each. Method: everything before
// the second key is outside the timer; a round is one survey.
func BenchmarkOpenBox(b *testing.B) {
	o := newOffice(b, 0)
	for i := range 30 {
		at, err := o.App.People.OpenOffice(ctx, o.Kanri, people.OfficeDraft{Code: fmt.Sprintf("19%02d", i), Name: fmt.Sprintf("第%d課", i+1), Level: "課", ParentID: o.Minato.ID, From: "2020-04-01"}, false)
		o.Must(err)
		o.hire(10, at, []string{"regular", "fiscal_year"}[i%2])
	}
	o.accounts()
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		o.prepare()
		o.open()
		for i, a := range o.Staff {
			o.answer(a, byte(1+i%5), "")
		}
		o.Must(o.Room.Close(ctx, o.Jimu, o.Survey.ID))
		_, err := o.Room.Turn(ctx, o.Keepers[0], o.Survey.ID, o.Keys[0])
		o.Must(err)
		b.StartTimer()
		_, err = o.Room.Turn(ctx, o.Keepers[1], o.Survey.ID, o.Keys[1])
		o.Must(err)
	}
}
