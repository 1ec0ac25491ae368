package handover_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"kaname/kit/db"
	"kaname/kit/handover"
)

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
	if _, err := handover.Seal(key(t, handover.Collector, "uketsuke-1").Card, answer(0)); !errors.Is(err, handover.BadKey) {
		t.Errorf("sealed to a card without a sealing key: %v", err)
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
