package backup

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaname/kit/db"
	"kaname/kit/dbtest"
	"kaname/kit/fault"
)

func TestABackupOfARunningDatabaseComesBackWhole(t *testing.T) {
	ctx, d, dir := context.Background(), dbtest.New(t), t.TempDir()
	put := func(d *db.DB, date string) error {
		return d.Write(ctx, func(tx *db.Tx) error {
			return tx.Exec(ctx, `INSERT INTO holidays (date, name) VALUES ($1, '見本')`, date)
		})
	}
	if err := put(d, "2026-01-02"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "b.kaname")
	m, err := Write(ctx, d, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(d, "2026-01-03"); err != nil { // written after the copy: must not be in it
		t.Fatal(err)
	}
	to := dbtest.Blank(t)
	if _, err := Restore(ctx, file, to, m.Schema, nil); err != nil {
		t.Fatal(err)
	}
	back, err := db.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	var n int
	err = back.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, `SELECT COUNT(*) FROM holidays`).Scan(&n) })
	if err != nil || n != 1 {
		t.Fatalf("%d rows came back: %v", n, err)
	}
	if _, err := Restore(ctx, file, to, m.Schema, nil); err == nil {
		t.Error("restored over data")
	}
	if _, err := Restore(ctx, file, dbtest.Blank(t), m.Schema-1, nil); !strings.Contains(err.Error(), "新しい") {
		t.Errorf("a newer backup is accepted: %v", err)
	}
	if _, err := Write(ctx, d, file, nil); fault.Of(err) != fault.Invalid {
		t.Errorf("an older backup is overwritten: %v", err)
	}
}

func TestADamagedOrForeignFileIsRefusedWithWhatIsWrong(t *testing.T) {
	ctx, d, dir := context.Background(), dbtest.New(t), t.TempDir()
	file := filepath.Join(dir, "b.kaname")
	if _, err := Write(ctx, d, file, nil); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte{}, whole...)
	flipped[len(flipped)/2] ^= 0x40
	for name, c := range map[string]struct {
		body []byte
		say  string
	}{"foreign": {[]byte("PK\x03\x04 some zip"), "控えではありません"}, "cut": {whole[:len(whole)-100], "こわれています"}, "flipped": {flipped, "こわれています"}, "head": {whole[:20], "こわれています"}} {
		bad := filepath.Join(dir, name)
		if err := os.WriteFile(bad, c.body, 0o600); err != nil {
			t.Fatal(err)
		}
		to := dbtest.Blank(t)
		_, err := Restore(ctx, bad, to, 99999, nil)
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(to); err == nil {
			t.Errorf("%s: something was written", name)
		}
	}
}
