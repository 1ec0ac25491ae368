package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"kaname/app"
	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/job"
	"kaname/people"
)

// publish writes the public pages of every ward as files that any web server can carry.
func publish(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("publish", flag.ContinueOnError)
	out := f.String("out", "", "書き出すフォルダー（なければ作る）")
	year := f.String("fy", "", "いちばん新しい年度（例 2026、R8。指定がなければ今年度）")
	data := dataFlag(f)
	if err := parse(f, args); err != nil {
		return err
	}
	if *out == "" || f.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "使い方: kaname publish --out フォルダー [-data フォルダー] [--fy 2026]")
		return errUsage
	}
	h, err := openHouse(ctx, *data, app.Config{})
	if err != nil {
		return err
	}
	defer h.DB.Close()
	founded, err := h.People.Founded(ctx)
	if err != nil {
		return err
	}
	if !founded {
		return fault.New(fault.Invalid, "このデータには、まだ街が作られていません。kaname serve ではじめの設定をするか、-data のフォルダーを確かめてください。")
	}
	a := people.System(clock.At(time.Now()), h.Start())
	fy := a.FY
	if *year != "" {
		if fy, err = clock.ParseFY(*year); err != nil {
			return err
		}
	}
	bar := job.NewBar(os.Stdout, "公開ページを書き出しています")
	done, lacks, err := h.Publishing.Export(ctx, a, *out, fy, func(done, total int) { bar.At(done, total, "") })
	if err != nil {
		return err
	}
	bar.End("できました")
	for _, l := range lacks {
		fmt.Fprintln(os.Stderr, "確かめてください: "+l)
	}
	fmt.Printf("%s に、%sまでの公開ページを書き出しました。%dファイル。\nmanifest.txt のSHA-256: %s\n", *out, fy.Era(), done.Count, done.SHA256)
	return nil
}
