package sav

import (
	"fmt"
	"io"
	"testing"
)

// BenchmarkRows writes rows of 20 numbers and one text of 60 bytes.
func BenchmarkRows(b *testing.B) {
	d := Dictionary{}
	for i := range 20 {
		d.Variables = append(d.Variables, Variable{Name: fmt.Sprintf("q%d", i+1)})
	}
	d.Variables = append(d.Variables, Variable{Name: "text", Kind: Text, Width: 60})
	w, _, err := NewWriter(io.Discard, d)
	if err != nil {
		b.Fatal(err)
	}
	row := make([]Value, 21)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for i := range 20 {
			row[i] = Of(float64(1 + (n+i)%5))
		}
		row[19], row[20] = Of(float64(n)+0.5), Say("窓口の説明がわかりやすかったです。")
		if err := w.Write(row); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
