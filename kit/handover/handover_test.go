package handover_test

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/handover"
)

func TestAnswersCrossOverOnceAndTheCollectorWipesWhatWasConfirmed(t *testing.T) {
	o, c := pair(t)
	sent := answer(1)
	must(t, c.accept(sent))
	must(t, c.accept(sent)) // the form was sent twice
	marks, files := c.chunks(t, 29)
	if len(files) < 3 {
		t.Fatalf("%d chunks; the limit should make more of 30 records", len(files))
	}
	for i, b := range files {
		taking, err := o.take(b)
		must(t, err)
		if taking.Case != handover.InOrder || taking.New != marks[i].Count || taking.Before != 0 {
			t.Errorf("chunk %d: %s, %d new", i+1, taking.Case, taking.New)
		}
	}
	if n := o.count(t); n != 30 {
		t.Fatalf("%d records arrived of 30", n)
	}
	var body []byte
	must(t, o.d.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT body FROM taken_records WHERE id = $1`, sent.ID).Scan(&body)
	}))
	if !bytes.Equal(body, sent.Body) {
		t.Errorf("the answer arrived as %q", body)
	}
	must(t, c.accept(answer(7))) // comes after the last chunk
	receipt, err := o.receiptFile(c.stream.Stream)
	must(t, err)
	waiting, err := c.confirm(receipt)
	must(t, err)
	if len(waiting) != 0 || c.left(t) != 1 {
		t.Errorf("%d chunks wait and %d records are left; only the last record was not confirmed", len(waiting), c.left(t))
	}
}

func (c *collector) left(t testing.TB) (n int) {
	t.Helper()
	must(t, c.d.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT COUNT(*) FROM waiting_records WHERE collector = $1`, c.key.Name).Scan(&n)
	}))
	return n
}

func TestAFileSurvivesWhatGatewaysAndEditorsDoToText(t *testing.T) {
	o, c := pair(t)
	marks, files := c.chunks(t, 3)
	lf := bytes.ReplaceAll(files[0], []byte("\r\n"), []byte("\n"))
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(files[0])
	must(t, err)
	for name, b := range map[string][]byte{
		"as written":       files[0],
		"LF":               lf,
		"CR":               bytes.ReplaceAll(lf, []byte("\n"), []byte("\r")),
		"CRCRLF":           bytes.ReplaceAll(lf, []byte("\n"), []byte("\r\r\n")),
		"UTF-8 with BOM":   append([]byte("\xef\xbb\xbf"), files[0]...),
		"UTF-16 with BOM":  utf16,
		"trailing blanks":  bytes.ReplaceAll(lf, []byte("\n"), []byte(" \t\n")),
		"blank lines":      append([]byte("\n\n"), bytes.ReplaceAll(lf, []byte("\n"), []byte("\n \n"))...),
		"Ctrl-Z":           append(bytes.Clone(lf), 0x1a),
		"zeros at the end": append(bytes.Clone(lf), make([]byte, 5000)...),
		"no last line end": bytes.TrimSpace(lf),
	} {
		ch, err := handover.OpenChunk(bytes.NewReader(b), o.keys, o.cards)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if ch.Hash != marks[0].Hash || ch.Count != 3 {
			t.Errorf("%s: another hash or count", name)
		}
		ch.Close()
	}
	for i, b := range files[0] {
		if b > 126 || b < 32 && b != '\r' && b != '\n' {
			t.Fatalf("byte %d is %#x, not plain text", i, b)
		}
	}
}

func TestTwoCollectorsAndTheirStreamsDoNotMix(t *testing.T) {
	o, a := pair(t)
	b := o.joined(t, a, "uketsuke-2")
	both := answer(0) // a form whose first try went to the other collector
	must(t, a.accept(both))
	must(t, b.accept(both))
	am, af := a.chunks(t, 12)
	bm, bf := b.chunks(t, 12)
	for i := range max(len(af), len(bf)) {
		for _, files := range [][][]byte{af, bf} {
			if i < len(files) {
				_, err := o.take(files[i])
				must(t, err)
			}
		}
	}
	if n := o.count(t); n != 25 {
		t.Errorf("%d records; 12 of each and one that came by both are 25", n)
	}
	for i, c := range []*collector{a, b} {
		r, err := o.receipt(ctx, c.stream.Stream)
		must(t, err)
		if want := len([][]handover.Mark{am, bm}[i]); r.High != int64(want) || len(r.Chunks) != want {
			t.Errorf("the receipt of %s goes up to %d of %d", c.key.Name, r.High, want)
		}
		file, err := o.receiptFile(c.stream.Stream)
		must(t, err)
		_, err = c.confirm(file)
		must(t, err)
		if c.left(t) != 0 {
			t.Errorf("%s still has %d records", c.key.Name, c.left(t))
		}
	}
	file, err := o.receiptFile(a.stream.Stream)
	must(t, err)
	if _, err := b.confirm(file); !errors.Is(err, handover.ForeignCollector) {
		t.Errorf("a receipt for the other collector: %v", err)
	}
}

func TestTheOfficeConfirmsNothingThatItHasLost(t *testing.T) {
	o, c := pair(t)
	_, files := c.chunks(t, 4)
	for _, b := range files {
		_, err := o.take(b)
		must(t, err)
	}
	must(t, o.d.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `DELETE FROM taken_records WHERE id = (SELECT MIN(id) FROM taken_records)`)
	}))
	if _, err := o.receipt(ctx, c.stream.Stream); !errors.Is(err, handover.Unreconciled) || fault.Of(err) != fault.Invalid {
		t.Errorf("a receipt for a record that is gone: %v", err)
	}
}
