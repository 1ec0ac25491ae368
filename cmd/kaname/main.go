// Command kaname runs a municipality's improvement year: one program, one data file.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sort"
	"syscall"

	"kaname/kit/fault"
)

// command is one sub-command; its file registers nothing, this table lists all.
type command struct {
	help string
	run  func(ctx context.Context, args []string) error
}

var commands = map[string]command{
	"serve":     {"画面を出す（-addr, -data, -address, -tls-cert, -tls-key, -behind-proxy）", serve},
	"demo":      {"見本の街を作って画面を出す（-addr, -data）", demoCommand},
	"migrate":   {"データの形を新しくする（-data）", migrate},
	"backup":    {"動かしたまま控えを書く（-data, ファイル）", backupCommand},
	"restore":   {"控えを空のフォルダーに戻す（-data, ファイル）", restoreCommand},
	"survey":    {"survey results コード --json: アンケートの結果", surveyCommand},
	"goals":     {"goals list --ward コード --fy 2026 --json: 目標と取組", goalsCommand},
	"standards": {"standards list --fy 2026 --json: 基準", standardsCommand},
	"plan":      {"plan check / import / template: 計画のファイル", planCommand},
	"publish":   {"公開のページをファイルに書き出す（--out フォルダー, -data）", publish},
	"sample":    {"sample remove: 見本をまとめて消す（-data, --yes）", sampleCommand},
	"wards":     {"区のコードと名前", wardsCommand},
	"audit":     {"audit verify: 記録の鎖を確かめる（-data）", auditCommand},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) < 2 {
		usage()
		os.Exit(2)
	}
	c, ok := commands[os.Args[1]]
	if !ok {
		usage()
		os.Exit(2)
	}
	if err := c.run(ctx, os.Args[2:]); err != nil {
		if errors.Is(err, errUsage) {
			os.Exit(2)
		}
		fmt.Fprintln(os.Stderr, "kaname: "+say(err))
		os.Exit(1)
	}
}

// say is an error as a person at a terminal reads it.
func say(err error) string {
	if f := fault.As(err); f.Kind != fault.Internal {
		out := f.Say
		f.Problems.Each(func(_, s string) { out += "\n  " + s })
		return out
	}
	return err.Error()
}

var errUsage = errors.New("usage")

func usage() {
	fmt.Fprintln(os.Stderr, "かなめ: 区役所の改善の一年を回すプログラム\n\n使い方: kaname コマンド [引数]")
	names := make([]string, 0, len(commands))
	for n := range commands {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(os.Stderr, "  %-10s %s\n", n, commands[n].help)
	}
}
