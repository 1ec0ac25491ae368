// Package backup copies a running database into one file that proves itself, and brings it back.
package backup

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"kaname/kit/db"
	"kaname/kit/fault"
)

// magic opens every backup, so that a foreign file is told from a damaged one.
const magic = "KANAME-BACKUP 1\n"

// Manifest says what a backup holds.
type Manifest struct {
	Kind    string    `json:"kind"` // sqlite or postgres
	At      time.Time `json:"at"`
	Schema  int64     `json:"schema"` // number of the newest migration
	Size    int64     `json:"size"`   // of the data, in bytes
	SHA256  string    `json:"sha256"`
	Program string    `json:"program"`
}

// Progress is told how many bytes of how many are done.
type Progress func(done, total int64)

// Write copies the database of d, which may be in use, to file; the copy is read back and checked before it
// takes its name. An existing file is not overwritten.
func Write(ctx context.Context, d *db.DB, file string, tell Progress) (Manifest, error) {
	if _, err := os.Stat(file); err == nil {
		return Manifest{}, fault.New(fault.Invalid, "「"+file+"」はもうあります。ほかの名前にしてください。古い控えは消されません。")
	}
	dir, err := os.MkdirTemp(filepath.Dir(file), ".kaname-backup-")
	if err != nil {
		return Manifest{}, fmt.Errorf("控えを書く所を作れません: %w", err)
	}
	defer os.RemoveAll(dir)
	copied, m := filepath.Join(dir, "copy"), Manifest{At: time.Now().UTC(), Program: "kaname", Kind: "sqlite"}
	if m.Schema, err = schema(ctx, d); err != nil {
		return m, err
	}
	if d.Postgres() {
		m.Kind = "postgres"
		err = run(ctx, "pg_dump", "--format=custom", "--no-owner", "--file="+copied, d.Where())
	} else {
		_, err = d.Raw().ExecContext(ctx, `VACUUM INTO $1`, copied)
	}
	if err != nil {
		return m, fmt.Errorf("控えを作れません: %w", err)
	}
	if m.Size, m.SHA256, err = sum(copied); err != nil {
		return m, err
	}
	packed := filepath.Join(dir, "packed")
	if err := pack(packed, copied, m, tell); err != nil {
		return m, err
	}
	if _, err := Check(packed); err != nil {
		return m, fmt.Errorf("書いた控えを読み返せません: %w", err)
	}
	return m, os.Rename(packed, file)
}

// Check reads a backup to its end and compares it with its own sum.
func Check(file string) (Manifest, error) {
	m, r, done, err := open(file)
	if err != nil {
		return m, err
	}
	defer done()
	h := sha256.New()
	n, err := io.Copy(h, r)
	return m, judge(file, m, n, hex.EncodeToString(h.Sum(nil)), err)
}

// Restore brings a backup into an empty place: a file that is not there yet, or an empty PostgreSQL database.
// newest is the newest migration that this program knows.
func Restore(ctx context.Context, file, to string, newest int64, tell Progress) (Manifest, error) {
	m, err := Check(file)
	if err != nil {
		return m, err
	}
	if m.Schema > newest {
		return m, fault.New(fault.Invalid, fmt.Sprintf("この控えは、このプログラムより新しいもの（第%d段）で作られています。プログラムを新しくしてから戻してください。", m.Schema))
	}
	if db.IsPostgres(to) != (m.Kind == "postgres") {
		return m, fault.New(fault.Invalid, "この控えは"+m.Kind+"のものです。同じ種類のデータベースに戻してください。")
	}
	target := to
	if m.Kind == "postgres" {
		f, err := os.CreateTemp("", "kaname-restore-")
		if err != nil {
			return m, err
		}
		f.Close()
		defer os.Remove(f.Name())
		target = f.Name()
	} else if _, err := os.Stat(to); err == nil {
		return m, fault.New(fault.Invalid, "「"+filepath.Dir(to)+"」にはもうデータがあります。空のフォルダーに戻してください。いまのデータは消されません。")
	}
	if err := unpack(file, target+".restoring", tell); err != nil {
		return m, err
	}
	if err := os.Rename(target+".restoring", target); err != nil {
		return m, err
	}
	if m.Kind == "postgres" {
		return m, run(ctx, "pg_restore", "--no-owner", "--exit-on-error", "--dbname="+to, target)
	}
	return m, sound(ctx, target)
}

// sound opens a restored file and asks SQLite whether it is whole.
func sound(ctx context.Context, file string) error {
	d, err := db.Open(file)
	if err != nil {
		return err
	}
	defer d.Close()
	var say string
	if err := d.Raw().QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&say); err != nil {
		return err
	}
	if say != "ok" {
		return fault.New(fault.Invalid, "戻したデータに傷があります（"+say+"）。ほかの日の控えを使ってください。")
	}
	return nil
}

func pack(to, from string, m Manifest, tell Progress) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	head, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "%s%s\n", magic, head); err != nil {
		return err
	}
	z := gzip.NewWriter(out)
	if _, err := io.Copy(z, &told{r: in, total: m.Size, tell: tell}); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return out.Sync()
}

func unpack(file, to string, tell Progress) error {
	m, r, done, err := open(file)
	if err != nil {
		return err
	}
	defer done()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("戻す所に書けません: %w", err)
	}
	defer out.Close()
	if _, err := io.Copy(out, &told{r: r, total: m.Size, tell: tell}); err != nil {
		return err
	}
	return out.Sync()
}

// open reads a backup's head; the reader gives its data.
func open(file string) (m Manifest, r io.Reader, done func(), err error) {
	f, err := os.Open(file)
	if err != nil {
		return m, nil, nil, fault.Wrap(fault.Invalid, "「"+file+"」を開けません。名前と場所を確かめてください。", err)
	}
	b := bufio.NewReader(f)
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(b, head); err != nil || !bytes.Equal(head, []byte(magic)) {
		f.Close()
		return m, nil, nil, fault.New(fault.Invalid, "「"+file+"」は、かなめの控えではありません。kaname backup で作ったファイルを選んでください。")
	}
	line, err := b.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &m)
	}
	if err != nil {
		f.Close()
		return m, nil, nil, damaged(file, "頭書きを読めません", err)
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		f.Close()
		return m, nil, nil, damaged(file, "中身が始まりません", err)
	}
	return m, z, func() { f.Close() }, nil
}

func judge(file string, m Manifest, n int64, got string, err error) error {
	switch {
	case err != nil:
		return damaged(file, fmt.Sprintf("%dバイト目から読めません", n), err)
	case n != m.Size:
		return damaged(file, fmt.Sprintf("%dバイトのはずが%dバイトです", m.Size, n), nil)
	case got != m.SHA256:
		return damaged(file, "中身が書いたときと変わっています", nil)
	}
	return nil
}

func damaged(file, what string, err error) error {
	return fault.Wrap(fault.Invalid, "「"+file+"」はこわれています（"+what+"）。ほかの日の控えを使ってください。", err)
}

func sum(file string) (int64, string, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

func schema(ctx context.Context, d *db.DB) (n int64, err error) {
	err = d.Raw().QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&n)
	return n, err
}

func run(ctx context.Context, name string, args ...string) error {
	if _, err := exec.LookPath(name); err != nil {
		return fault.Wrap(fault.Invalid, name+" が見つかりません。PostgreSQLの道具（"+name+"）を入れて、PATHに加えてください。", err)
	}
	var say bytes.Buffer
	c := exec.CommandContext(ctx, name, args...)
	c.Stderr = &say
	if err := c.Run(); err != nil {
		return errors.Join(fmt.Errorf("%s: %s", name, bytes.TrimSpace(say.Bytes())), err)
	}
	return nil
}

// told counts what passes.
type told struct {
	r           io.Reader
	done, total int64
	tell        Progress
}

func (t *told) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.done += int64(n)
	if t.tell != nil {
		t.tell(t.done, t.total)
	}
	return n, err
}
