package staffsurveys_test

import "testing"

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
