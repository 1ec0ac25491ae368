package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"kaname/kit/backup"
	"kaname/kit/db"
	"kaname/kit/job"
	"kaname/migrations"
)

// backupCommand copies the data of a running house into one file.
func backupCommand(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("backup", flag.ContinueOnError)
	data := dataFlag(f)
	file, err := oneArg(f, args, "使い方: kaname backup [-data フォルダー] ファイル")
	if err != nil {
		return err
	}
	at, err := where(*data)
	if err != nil {
		return err
	}
	d, err := db.Open(at)
	if err != nil {
		return err
	}
	defer d.Close()
	bar := job.NewBar(os.Stderr, "控えを書いています")
	bar.Unit = "KB"
	m, err := backup.Write(ctx, d, file, func(done, total int64) { bar.At(int(done>>10), int(total>>10), "") })
	if err != nil {
		return err
	}
	bar.End("読み返して確かめました")
	fmt.Printf("控え %s  %dバイト  sha256 %s\n", file, m.Size, m.SHA256)
	return nil
}

// restoreCommand brings a backup back into an empty folder.
func restoreCommand(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("restore", flag.ContinueOnError)
	data := dataFlag(f)
	file, err := oneArg(f, args, "使い方: kaname restore [-data 空のフォルダー] ファイル")
	if err != nil {
		return err
	}
	at, err := where(*data)
	if err != nil {
		return err
	}
	bar := job.NewBar(os.Stderr, "控えを戻しています")
	bar.Unit = "KB"
	m, err := backup.Restore(ctx, file, at, migrations.Newest(), func(done, total int64) { bar.At(int(done>>10), int(total>>10), "") })
	if err != nil {
		return err
	}
	bar.End("確かめました")
	fmt.Printf("%s の控えを戻しました。\n", m.At.Local().Format("2006/01/02 15:04"))
	return nil
}

// oneArg parses flags before or after a single argument.
func oneArg(f *flag.FlagSet, args []string, usage string) (string, error) {
	var rest []string
	for len(args) > 0 {
		if err := parse(f, args); err != nil {
			return "", err
		}
		if f.NArg() == 0 {
			break
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
	if len(rest) != 1 {
		fmt.Fprintln(os.Stderr, usage)
		return "", errUsage
	}
	return rest[0], nil
}
