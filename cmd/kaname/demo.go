package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kaname/app/demo"
	"kaname/kit/db"
	"kaname/kit/job"
	"kaname/migrations"
)

// demoCommand makes the fictional city where there is none yet, then serves it.
func demoCommand(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("demo", flag.ContinueOnError)
	addr := f.String("addr", "127.0.0.1:8080", "待ち受ける所")
	data := f.String("data", "data/demo", "データのフォルダー（KANAME_DATABASE_URL があればPostgreSQL）")
	only := f.Bool("only", false, "作るだけで、画面は出さない")
	if err := parse(f, args); err != nil {
		return err
	}
	if err := makeDemo(ctx, *data); err != nil {
		return err
	}
	if *only {
		return nil
	}
	return serve(ctx, []string{"-addr", *addr, "-data", *data})
}

// signIns is the file beside the demo that lists who can sign in; it is also the sign that the demo is whole.
const signIns = "signins.txt"

// makeDemo builds the demo beside its place and moves it there when it is whole: a stopped run leaves no half city.
func makeDemo(ctx context.Context, data string) error {
	at, err := where(data)
	if err != nil {
		return err
	}
	list := filepath.Join(data, signIns)
	if text, err := os.ReadFile(list); err == nil {
		fmt.Print(string(text))
		return nil
	}
	building := at
	if !db.IsPostgres(at) {
		building = at + ".building"
		for _, end := range []string{"", "-wal", "-shm"} {
			os.Remove(building + end)
			os.Remove(at + end)
		}
	}
	d, err := db.Open(building)
	if err != nil {
		return err
	}
	if _, err := d.Migrate(ctx, migrations.Files); err != nil {
		d.Close()
		return err
	}
	bar := job.NewBar(os.Stderr, "見本の街を作っています")
	r, err := demo.Make(ctx, d, time.Now(), func(done, total int, say string) { bar.At(done, total, say) })
	if err != nil {
		d.Close()
		return fmt.Errorf("見本を作れません: %v", err)
	}
	if err := d.Close(); err != nil {
		return err
	}
	if building != at {
		if err := os.Rename(building, at); err != nil {
			return err
		}
	}
	bar.End("できました")
	text := fmt.Sprintf("\n見本の街 さくら川市（すべて架空）  職員 %d人・回答 %d件\n  パスワードはみな  %s\n", r.Staff, r.Answers, demo.Password)
	for _, s := range r.SignIns {
		text += fmt.Sprintf("  %s  %s  %s\n", s.Number, s.Role, s.Name)
	}
	text += fmt.Sprintf("  アンケートに答える  /a/%s\n\n", r.Code)
	fmt.Print(text)
	return os.WriteFile(list, []byte(text), 0o600)
}
