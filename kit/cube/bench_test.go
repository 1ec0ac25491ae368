package cube_test

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"kaname/kit/cube"
)

// million is a survey of 1,000,000 sheets × 20 five-way questions with 24 wards, 365 days and 9 hours of counters.
var million = sync.OnceValue(func() *cube.Table { return survey(1_000_000) })

const ward, hour, weekday, day = cube.Col(20), cube.Col(21), cube.Col(22), cube.Col(23)

func survey(n int) *cube.Table {
	var columns []cube.Column
	for _, c := range cube.Alphabet[:20] {
		columns = append(columns, cube.Column{Name: "q" + string(c)})
	}
	columns = append(columns, cube.Column{Name: "ward"}, cube.Column{Name: "hour"}, cube.Column{Name: "weekday"}, cube.Column{Name: "day", Kind: cube.Word})
	t, err := cube.New(columns...)
	if err != nil {
		panic(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	fill(t, r, n)
	return t
}

// fill adds n sheets: mostly 1–5, some blank, some 9 for those whom a question does not concern.
func fill(t *cube.Table, r *rand.Rand, n int) {
	err := t.Append(func(rows *cube.Rows) error {
		marks, first := make([]byte, 20), t.Now().Rows()
		for i := range n {
			for x, q := r.Uint64(), 0; q < 20; q++ {
				marks[q] = "1234512345123450"[x&15]
				x >>= 3
			}
			if i%11 == 0 {
				marks[i%20] = '9'
			}
			d := uint32((first + i) / 2740 % 365)
			if err := rows.Add(marks, uint32(r.IntN(24)), uint32(8+r.IntN(9)), d%7, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
}

func bench(b *testing.B, t *cube.Table, ask func(cube.Snapshot) error) {
	for _, w := range []struct {
		name    string
		workers int
	}{{"1core", 1}, {"2cores", 2}} {
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := ask(t.Now().Cores(w.workers)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func questions() (cols []cube.Col) {
	for q := range cube.Col(20) {
		cols = append(cols, q)
	}
	return cols
}

func BenchmarkCrossTab(b *testing.B) {
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Cross(nil, 0, 1); return err })
}

func BenchmarkCrossTabOneWard(b *testing.B) {
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Cross(cube.Filter{cube.In(ward, 7)}, 0, 1); return err })
}

func BenchmarkCrossTabOfEighthOfDaysAndHalfTheWards(b *testing.B) {
	half := cube.In(ward, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	bench(b, million(), func(s cube.Snapshot) error {
		_, err := s.Cross(cube.Filter{cube.Between(day, 90, 136), half}, 0, 1)
		return err
	})
}

func Benchmark20Histograms(b *testing.B) {
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Histograms(nil, questions()...); return err })
}

func Benchmark20HistogramsHalfTheWards(b *testing.B) {
	half := cube.In(ward, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Histograms(cube.Filter{half}, questions()...); return err })
}

func Benchmark24WardsBy20(b *testing.B) {
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Crosses(nil, ward, questions()...); return err })
}

func Benchmark365DaysBy20(b *testing.B) {
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Crosses(nil, day, questions()...); return err })
}

func Benchmark20PairsWithTheOverallItem(b *testing.B) {
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Crosses(nil, 19, questions()...); return err })
}

func BenchmarkHourByWeekday(b *testing.B) {
	bench(b, million(), func(s cube.Snapshot) error { _, err := s.Cross(nil, hour, weekday); return err })
}

// BenchmarkAppend1000UnderReadLoad adds 1,000 sheets at a time while another goroutine asks for 20 histograms without pause.
func BenchmarkAppend1000UnderReadLoad(b *testing.B) {
	t, r := survey(100_000), rand.New(rand.NewPCG(3, 4))
	var done atomic.Bool
	var asked atomic.Int64
	var reader sync.WaitGroup
	reader.Go(func() {
		for !done.Load() {
			t.Now().Histograms(nil)
			asked.Add(1)
		}
	})
	for b.Loop() {
		fill(t, r, 1000)
	}
	done.Store(true)
	reader.Wait()
	b.ReportMetric(float64(asked.Load())/b.Elapsed().Seconds(), "histograms/s")
}

// BenchmarkDecode is what adding costs without a database: ns for each sheet of 20 answers and 4 groups.
func BenchmarkDecode(b *testing.B) {
	t := survey(0)
	marks := []byte("12345123451234509512")
	b.ReportAllocs()
	err := t.Append(func(rows *cube.Rows) error {
		for b.Loop() {
			if err := rows.Add(marks, 7, 9, 1, 200); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
