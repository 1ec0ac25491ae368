package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"kaname/app"
	"kaname/kit/clock"
	"kaname/kit/fault"
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
	step := progress(os.Stdout, terminal(os.Stdout))
	done, lacks, err := h.Publishing.Export(ctx, a, *out, fy, step)
	if err != nil {
		return err
	}
	for _, l := range lacks {
		fmt.Fprintln(os.Stderr, "確かめてください: "+l)
	}
	fmt.Printf("%s に、%sまでの公開ページを書き出しました。%dファイル。\nmanifest.txt のSHA-256: %s\n", *out, fy.Era(), done.Count, done.SHA256)
	return nil
}

// terminal says whether f is a screen rather than a file or a pipe.
func terminal(f *os.File) bool {
	s, err := f.Stat()
	return err == nil && s.Mode()&os.ModeCharDevice != 0
}

// progress shows how far long work is: a bar on a screen, elsewhere a line for each tenth.
func progress(w io.Writer, screen bool) func(done, total int) {
	said := -1
	return func(done, total int) {
		const wide = 30
		part := done * 10 / total
		switch {
		case screen && (done*wide/total != (done-1)*wide/total || done == total):
			n := done * wide / total
			fmt.Fprintf(w, "\r%s%s %d/%d", strings.Repeat("█", n), strings.Repeat("░", wide-n), done, total)
			if done == total {
				fmt.Fprintln(w)
			}
		case !screen && part != said:
			said = part
			fmt.Fprintf(w, "%d/%d ファイル\n", done, total)
		}
	}
}
