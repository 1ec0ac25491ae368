package handover

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// fuzzKeys are nobody's, and the same in every run, so that the seeds keep their signatures; the sealing key is
// the example of age's own documentation.
func fuzzKeys(t testing.TB) (office, collector *Key) {
	made := time.Date(2026, 9, 30, 0, 4, 11, 0, time.UTC)
	office, err := newKey(Office, "minato", made, bytes.Repeat([]byte{1}, 32), "AGE-SECRET-KEY-184JMZMVQH3E6U0PSL869004Y3U2NYV7R30EU99CSEDNPH02YUVFSZW44VU")
	if err == nil {
		collector, err = newKey(Collector, "uketsuke-1", made, bytes.Repeat([]byte{2}, 32), "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return office, collector
}

// fuzzFiles is one of each kind of file, always the same; the box in the chunk is none.
func fuzzFiles(t testing.TB, o, c *Key) (chunk, receipt, issue []byte) {
	last := Begin(c.Name)
	last.Stream.ID = "6f2c0123456789ab"
	rows := func(yield func(Sealed, error) bool) {
		yield(Sealed{"abcdefghijklmnopqrstuv", "answer", "x7k2m/2026-09-30", o.SealID(), []byte("age-encryption.org/v1")}, nil)
	}
	var b [3]bytes.Buffer
	h, _, err := Cut(last, rows, DefaultLimit, o.Made)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Write(&b[0], c, h, rows)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReceipt(o.Name, m.Stream, []Mark{m}, m.Counts, o.Made)
	if err == nil {
		err = r.Write(&b[1], o)
	}
	if err == nil {
		err = Pack(&b[2], o, 42, o.Made, func(yield func(Published, error) bool) {
			yield(Published{"voices/2026-09.html", "text/html; charset=utf-8", []byte("<p>8月の待ち時間</p>")}, nil)
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b[0].Bytes(), b[1].Bytes(), b[2].Bytes()
}

// FuzzFile reads anything as each kind of file: it may be refused with a case, and never panics. What is
// accepted as a chunk carries the one signature there is.
func FuzzFile(f *testing.F) {
	o, c := fuzzKeys(f)
	chunk, receipt, issue := fuzzFiles(f, o, c)
	for _, b := range [][]byte{chunk, receipt, issue, chunk[:200], []byte(magic), []byte(magic + " 2"), []byte("\xff\xfea\x00"), []byte(o.Card.String()), []byte(c.secret()), nil} {
		f.Add(b)
	}
	good, err := OpenChunk(bytes.NewReader(chunk), Keys{o}, []Card{c.Card})
	if err != nil {
		f.Fatal(err)
	}
	good.Close()
	f.Fuzz(func(t *testing.T, b []byte) {
		cards := []Card{o.Card, c.Card}
		if got, err := OpenChunk(bytes.NewReader(b), Keys{o}, cards); err == nil {
			if got.Close(); got.Hash != good.Hash {
				t.Error("a chunk that nobody signed was accepted")
			}
		} else if CaseOf(err) == "" {
			t.Errorf("an error without a case: %v", err)
		}
		if _, err := ReadReceipt(bytes.NewReader(b), cards); err != nil && CaseOf(err) == "" {
			t.Errorf("an error without a case: %v", err)
		}
		if f, err := readFile(bytes.NewReader(b), published); err == nil {
			f.Close()
		} else if CaseOf(err) == "" {
			t.Errorf("an error without a case: %v", err)
		}
		if card, err := ReadCard(bytes.NewReader(b)); err == nil && card.Number() == "" {
			t.Error("a card without a number")
		}
		readKey(bytes.NewReader(b))
	})
}

// FuzzLines reads anything as each kind of line, behind the signature; what is accepted is written back the same.
func FuzzLines(f *testing.F) {
	o, c := fuzzKeys(f)
	chunk, _, _ := fuzzFiles(f, o, c)
	for _, line := range strings.Split(strings.ReplaceAll(string(chunk), "\r", ""), "\n") {
		f.Add(line)
	}
	for _, line := range []string{"chunk 1 " + strings.Repeat("0", 64), "count answer a/b 3 0 1", "file eA== dGV4dC9wbGFpbg== 1", "data eA==", "made: 2026-09-30T00:04:11Z"} {
		f.Add(line)
	}
	f.Add("collector: a\nstream: 6f2c0123456789ab\noffice: " + o.SealID() + "\nnumber: 1\nprevious: -\ncount: 1\ntotal: 1\nmade: 2026-09-30T00:04:11Z")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := readRecord([]byte(text)); err == nil && s.Type+" "+s.Key+" "+s.ID+" "+b64(string(s.Box)) != text {
			t.Errorf("record %q is read as %+v", text, s)
		}
		if h, err := readHeader(strings.Split(text, "\n")); err == nil {
			got := ""
			for i, v := range h.fields() {
				got += v + []string{": ", "\n"}[i%2]
			}
			if got != text+"\n" {
				t.Errorf("header %q is read as %q", text, got)
			}
		}
		var r Receipt
		r.readLine(text, newTally())
		readReceiptHead(strings.Split(text, "\n"))
		readIssueHead(strings.Split(text, "\n"))
		if l, err := readListed(text); err == nil {
			newNames().take(l.Name, l.Media, l.Size)
		}
	})
}

// FuzzRecord seals any body and opens it, and opens anything as a sealed record.
func FuzzRecord(f *testing.F) {
	o, _ := fuzzKeys(f)
	f.Add([]byte(`{"q1":5}`))
	f.Add([]byte("age-encryption.org/v1\n-> X25519 x\n--- y\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := Record{ID: "abcdefghijklmnopqrstuv", Type: "answer", Key: "k", Body: b}
		if len(b) > MaxBody {
			return
		}
		s, err := Seal(o.Card, r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Keys{o}.Open(s)
		if err != nil || !bytes.Equal(back.Body, b) {
			t.Fatalf("%d bytes came back as %d, %v", len(b), len(back.Body), err)
		}
		s.Box = b
		if _, err := (Keys{o}).Open(s); CaseOf(err) != Unreadable {
			t.Errorf("anything was opened as a record: %v", err)
		}
	})
}
