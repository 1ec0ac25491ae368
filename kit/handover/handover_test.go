package handover_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

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

func TestChunksMayComeRepeatedOutOfOrderAndLate(t *testing.T) {
	o, c := pair(t)
	marks, files := c.chunks(t, 30)
	steps := []struct {
		number  int
		want    handover.Case
		missing string
	}{
		{1, handover.InOrder, ""}, {1, handover.Repeated, ""}, {5, handover.Early, "第2号〜第4号"}, {5, handover.Repeated, "第2号〜第4号"},
		{3, handover.Late, "第2号、第4号"}, {6, handover.Early, "第2号、第4号"}, {4, handover.Late, "第2号"}, {2, handover.Late, ""}, {7, handover.InOrder, ""},
	}
	if len(files) < 7 {
		t.Fatalf("only %d chunks", len(files))
	}
	for _, s := range steps {
		look, err := open(t, o, files[s.number-1]).Look(ctx, o)
		must(t, err)
		before := o.count(t)
		got, err := o.take(files[s.number-1])
		must(t, err)
		if got.Case != s.want || look.Case != s.want || look.New != got.New || o.count(t)-before != int(got.New) {
			t.Errorf("chunk %d: %s (looked %s), want %s; new %d, looked %d, stored %d", s.number, got.Case, look.Case, s.want, got.New, look.New, o.count(t)-before)
		}
		if s.missing != "" && !strings.Contains(got.Say(), s.missing+" が届いていません") || s.missing == "" && len(got.Missing) > 0 {
			t.Errorf("chunk %d says %s; missing are %q", s.number, got.Say(), s.missing)
		}
		r, err := o.receipt(ctx, c.stream.Stream)
		must(t, err)
		confirmed, waiting, err := r.Confirm(c.stream.Stream, marks)
		must(t, err)
		if len(confirmed) != len(r.Chunks) || len(confirmed)+len(waiting) != len(marks) {
			t.Errorf("after chunk %d: %d confirmed, %d waiting of %d", s.number, len(confirmed), len(waiting), len(marks))
		}
	}
}

func open(t testing.TB, o *office, b []byte) *handover.Chunk {
	t.Helper()
	c, err := handover.OpenChunk(bytes.NewReader(b), o.keys, o.cards)
	must(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

func TestARecordThatCannotBeOpenedIsKeptSealedAndStopsNobody(t *testing.T) {
	o, c := pair(t)
	bad := answer(1)
	must(t, c.accept(answer(0)))
	must(t, c.accept(bad))
	must(t, c.d.Write(ctx, func(tx *db.Tx) error { // the disk of the collector has a flaw
		var box []byte
		if err := tx.Row(ctx, `SELECT box FROM waiting_records WHERE id = $1`, bad.ID).Scan(&box); err != nil {
			return err
		}
		box[len(box)-1] ^= 1
		return tx.Exec(ctx, `UPDATE waiting_records SET box = $2 WHERE id = $1`, bad.ID, box)
	}))
	_, files := c.chunks(t, 1)
	got, err := o.take(files[0])
	must(t, err)
	if got.New != 3 || !strings.Contains(got.Say(), "読めない 1") {
		t.Errorf("%s", got.Say())
	}
	var sealed []byte
	must(t, o.d.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT sealed FROM taken_records WHERE id = $1 AND body IS NULL`, bad.ID).Scan(&sealed)
	}))
	if len(sealed) == 0 {
		t.Error("the unreadable record is gone")
	}
	_, err = o.receipt(ctx, c.stream.Stream)
	must(t, err)
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

func TestACollectorBroughtBackFromABackupBeginsANewStreamAndLosesNothing(t *testing.T) {
	o, c := pair(t)
	_, files := c.chunks(t, 2)
	_, err := o.take(files[0])
	must(t, err)
	must(t, c.d.Write(ctx, func(tx *db.Tx) error { // the backup is older than the chunk
		if err := tx.Exec(ctx, `DELETE FROM sent_chunks`); err != nil {
			return err
		}
		return tx.Exec(ctx, `UPDATE waiting_records SET number = 0, stream = ''`)
	}))
	_, again := c.chunks(t, 1)
	if _, err := o.take(again[0]); !errors.Is(err, handover.Forked) {
		t.Fatalf("a second chunk with the same number and another content: %v", err)
	}
	receipt, err := o.receiptFile(c.stream.Stream)
	must(t, err)
	if _, err := c.confirm(receipt); !errors.Is(err, handover.Forked) || c.left(t) != 3 {
		t.Errorf("a receipt for chunks this collector does not know: %v, %d records left", err, c.left(t))
	}
	must(t, c.restart())
	_, anew := c.chunks(t, 0)
	got, err := o.take(anew[0])
	must(t, err)
	if got.New != 1 || got.Before != 2 || o.count(t) != 3 {
		t.Errorf("%s; %d records", got.Say(), o.count(t))
	}
	receipt, err = o.receiptFile(c.stream.Stream)
	must(t, err)
	_, err = c.confirm(receipt)
	must(t, err)
	if c.left(t) != 0 {
		t.Errorf("%d records left", c.left(t))
	}
}

func TestTheCollectorCannotReadWhatItAcceptedNorTellItsLength(t *testing.T) {
	k := key(t, handover.Office, "minato")
	lengths := map[int]bool{}
	for _, n := range []int{0, 1, 50, 400} {
		r := answer(0)
		r.Body = bytes.Repeat([]byte("x"), n)
		s, err := handover.Seal(k.Card, r)
		must(t, err)
		lengths[len(s.Box)] = true
		if n > 10 && bytes.Contains(s.Box, r.Body[:10]) {
			t.Error("the record lies open")
		}
		back, err := handover.Keys{k}.Open(s)
		must(t, err)
		if !bytes.Equal(back.Body, r.Body) || back.ID != r.ID {
			t.Errorf("%d bytes came back as %d", n, len(back.Body))
		}
		s.ID = answer(1).ID
		if _, err := (handover.Keys{k}).Open(s); !errors.Is(err, handover.Unreadable) {
			t.Errorf("a box under another id: %v", err)
		}
	}
	if len(lengths) != 1 {
		t.Errorf("short records have lengths %v", lengths)
	}
	big := answer(0)
	big.Body = make([]byte, handover.MaxBody)
	s, err := handover.Seal(k.Card, big)
	must(t, err)
	if _, err := (handover.Keys{k}).Open(s); err != nil {
		t.Error(err)
	}
	big.Body = append(big.Body, 0)
	if _, err := handover.Seal(k.Card, big); err == nil {
		t.Error("a record longer than MaxBody was sealed")
	}
}

func TestAChunkOfTheLongestRecordsKeepsToItsLimitOrHoldsOne(t *testing.T) {
	o, c := pair(t)
	for i := range 3 {
		r := answer(i)
		r.Body = make([]byte, handover.MaxBody)
		must(t, c.accept(r))
	}
	c.limit = 800_000
	_, files := c.chunks(t, 0)
	if len(files) != 2 || len(files[0]) > 800_000 {
		t.Errorf("%d chunks, the first of %d bytes", len(files), len(files[0]))
	}
	for _, b := range files {
		_, err := o.take(b)
		must(t, err)
	}
}

func TestAChangedOfficeKeyNeverSharesAChunkAndTheOldOneStillOpens(t *testing.T) {
	o, c := pair(t)
	must(t, c.accept(answer(0)))
	anew, err := handover.Make(handover.Office, o.keys[0].Name, day.Add(time.Hour))
	must(t, err)
	o.keys = append(handover.Keys{anew}, o.keys...)
	old := c.office
	c.office = anew.Card
	marks, files := c.chunks(t, 1)
	if len(marks) != 2 || marks[0].Office != old.SealID() || marks[1].Office != anew.SealID() {
		t.Fatalf("%d chunks", len(marks))
	}
	for _, b := range files {
		got, err := o.take(b)
		must(t, err)
		if got.New != 1 || strings.Contains(got.Say(), "読めない 1") {
			t.Error(got.Say())
		}
	}
	o.keys = o.keys[:1]
	if _, err := o.take(files[0]); !errors.Is(err, handover.ForeignOffice) {
		t.Errorf("without the old key: %v", err)
	}
}
