package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"kaname/app"
)

// sampleCommand: kaname sample remove --yes
func sampleCommand(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] != "remove" {
		fmt.Fprintln(os.Stderr, "使い方: kaname sample remove [--yes] [-data フォルダー]")
		return errUsage
	}
	f := flag.NewFlagSet("sample remove", flag.ContinueOnError)
	data := dataFlag(f)
	yes := f.Bool("yes", false, "たずねずに消す")
	if err := parse(f, args[1:]); err != nil {
		return err
	}
	return within(ctx, *data, func(h *app.House) error {
		n, err := h.CountSample(ctx)
		if err != nil {
			return err
		}
		if !*yes {
			fmt.Printf("見本の記録が%d件あります。消すと戻せません。控えを取ってから、--yes を付けてもう一度動かしてください。\n", n)
			return nil
		}
		n, err = h.RemoveSample(ctx, system(ctx, h))
		if err == nil {
			os.Remove(filepath.Join(*data, signIns)) // nobody of the sample signs in any more
			fmt.Printf("見本の記録を%d件消しました。\n", n)
		}
		return err
	})
}
