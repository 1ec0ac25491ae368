package handover_test

import (
	"bytes"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"kaname/kit/handover"
)

func benchKeys(b *testing.B) (o, c *handover.Key) {
	return key(b, handover.Office, "minato"), key(b, handover.Collector, "uketsuke-1")
}

func BenchmarkRecordsSealed(b *testing.B) {
	o, _ := benchKeys(b)
	a := answer(5)
	for b.Loop() {
		if _, err := handover.Seal(o.Card, a); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

// sealedRows repeats one sealed box under n ids, which is as long on paper as n different ones.
func sealedRows(b *testing.B, o *handover.Key, n int) iter.Seq2[handover.Sealed, error] {
	s, err := handover.Seal(o.Card, answer(5))
	must(b, err)
	id := []byte("AAAAAAAAAAAAAAAAAAAAAA")
	return func(yield func(handover.Sealed, error) bool) {
		for i := range n {
			for j, v := 0, i; j < 4; j, v = j+1, v/26 {
				id[j] = byte('A' + v%26)
			}
			s.ID = string(id)
			if !yield(s, nil) {
				return
			}
		}
	}
}

func benchChunk(b *testing.B, o *handover.Key, n int) (handover.Header, iter.Seq2[handover.Sealed, error]) {
	rows := sealedRows(b, o, n)
	h, _, err := handover.Cut(handover.Begin("uketsuke-1"), rows, 1<<40, day)
	must(b, err)
	return h, rows
}

func BenchmarkRecordsWritten(b *testing.B) {
	o, c := benchKeys(b)
	h, rows := benchChunk(b, o, 5000)
	for b.Loop() {
		if _, err := handover.Write(io.Discard, c, h, rows); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(5000*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkRecordsVerifiedAndOpened reads a chunk of the default size and opens each record, as a taking-in does
// before it stores anything.
func BenchmarkRecordsVerifiedAndOpened(b *testing.B) {
	o, c := benchKeys(b)
	const n = 4500
	var all []handover.Sealed
	for i := range n {
		s, err := handover.Seal(o.Card, answer(i))
		must(b, err)
		all = append(all, s)
	}
	rows := func(yield func(handover.Sealed, error) bool) {
		for _, s := range all {
			if !yield(s, nil) {
				return
			}
		}
	}
	h, _, err := handover.Cut(handover.Begin("uketsuke-1"), rows, 1<<40, day)
	must(b, err)
	var file bytes.Buffer
	_, err = handover.Write(&file, c, h, rows)
	must(b, err)
	keys := handover.Keys{o}
	for b.Loop() {
		ch, err := handover.OpenChunk(bytes.NewReader(file.Bytes()), keys, []handover.Card{c.Card})
		must(b, err)
		for s, err := range ch.Records() {
			must(b, err)
			if _, err := keys.Open(s); err != nil {
				b.Fatal(err)
			}
		}
		must(b, ch.Close())
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(file.Len())/1e6, "MB/file")
}

// BenchmarkMemoryOfAHundredMegabytes verifies one file of about 100 MB and reports the highest heap seen, sampled
// every millisecond, above what there was before.
func BenchmarkMemoryOfAHundredMegabytes(b *testing.B) {
	o, c := benchKeys(b)
	h, rows := benchChunk(b, o, 100_000)
	name := filepath.Join(b.TempDir(), "big.txt")
	f, err := os.Create(name)
	must(b, err)
	_, err = handover.Write(f, c, h, rows)
	must(b, err)
	size, err := f.Seek(0, io.SeekCurrent)
	must(b, err)
	must(b, f.Close())
	var before, now runtime.MemStats
	var peak atomic.Uint64
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		stop, done := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
					runtime.ReadMemStats(&now)
					peak.Store(max(peak.Load(), now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc)))
				}
			}
		}()
		f, err := os.Open(name)
		must(b, err)
		ch, err := handover.OpenChunk(f, handover.Keys{o}, []handover.Card{c.Card})
		must(b, err)
		n := 0
		for _, err := range ch.Records() {
			must(b, err)
			n++
		}
		if n != 100_000 {
			b.Fatalf("%d records", n)
		}
		must(b, ch.Close())
		must(b, f.Close())
		close(stop)
		<-done
	}
	b.ReportMetric(float64(size)/1e6, "MB/file")
	b.ReportMetric(float64(peak.Load())/1e6, "MB-heap-peak")
	b.ReportMetric(float64(size)/1e6*float64(b.N)/b.Elapsed().Seconds(), "MB/s")
}
