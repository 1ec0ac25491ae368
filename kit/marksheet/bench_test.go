package marksheet_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"kaname/kit/marksheet"
	"kaname/kit/marksheet/marktest"
)

// BenchmarkReadPage reads a filled-in sheet of 104 bubbles at 200 dpi, slightly turned, as a copier gives it.
func BenchmarkReadPage(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	p := blankSheets(b, 200)[1].Copy(r)
	marked(p, spoiling{}, r)
	var img image.Image = marktest.Noisy(marktest.Turned(p.Gray, 1.5, 235), 4, r)
	var packed bytes.Buffer
	if err := jpeg.Encode(&packed, img, nil); err != nil {
		b.Fatal(err)
	}
	read := func(b *testing.B, page image.Image) {
		if _, err := marksheet.Read(page, known); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("unpacked", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			read(b, img)
		}
	})
	b.Run("JPEG", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			stack, err := marksheet.Open("a", packed.Bytes())
			if err != nil {
				b.Fatal(err)
			}
			page, err := stack.Page(0)
			if err != nil {
				b.Fatal(err)
			}
			read(b, page)
		}
	})
}

// BenchmarkShareForAPerson spoils sheets in every way and reports the share of questions that a person must look at.
func BenchmarkShareForAPerson(b *testing.B) {
	for _, s := range spoilings {
		b.Run(s.name, func(b *testing.B) {
			var all tally
			for seed := uint64(1000); b.Loop(); seed++ {
				all = all.plus(s.trial(b, seed))
			}
			b.ReportMetric(100*float64(all.person)/float64(all.questions), "%person")
			b.ReportMetric(float64(all.refused), "refused")
			b.ReportMetric(float64(all.wrong), "wrong")
		})
	}
}
