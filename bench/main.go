// Command bench measures the house against its targets: visitors at the counter, staff at their desks, and the program itself.
//
//	go run ./bench [-only survey,city,footprint,cube] [-strict] [-postgres URL]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// bench is one run: its report, its folder, the program that is measured.
type bench struct {
	report
	dir         string
	program     string
	programSize int64
	d           time.Duration // of each closed loop
	times       int           // of each staff page
	postgres    string
	routes      *regexp.Regexp
	profile     string
	wait        time.Duration
	tries       int
}

func main() {
	only := flag.String("only", "survey,footprint,city", "what to measure, separated by commas")
	strict := flag.Bool("strict", false, "end with 1 where a target is missed")
	seconds := flag.Int("seconds", 8, "seconds of each run under load")
	times := flag.Int("times", 200, "how often each staff page is asked for as each person")
	postgres := flag.String("postgres", os.Getenv("KANAME_TEST_DB"), "a PostgreSQL server on which the staff pages are measured too (KANAME_TEST_DB)")
	dir := flag.String("dir", "", "a folder to work in and to keep, with the city made the time before")
	routes := flag.String("routes", "", "measure only the staff pages whose path fits this pattern")
	profile := flag.String("profile", "", "write a CPU profile of the staff pages to this file")
	wait := flag.Duration("wait", 0, "wait so long at most until other work leaves the machine alone, before each run")
	tries := flag.Int("tries", 3, "how often a run under load is repeated at most while others take more than a tenth of the machine")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := &bench{report: report{out: os.Stdout, from: time.Now()}, dir: *dir, d: time.Duration(*seconds) * time.Second, times: *times, postgres: *postgres, profile: *profile, wait: *wait, tries: *tries}
	var err error
	if b.routes, err = regexp.Compile(*routes); err != nil {
		fmt.Fprintln(os.Stderr, "bench: -routes:", err)
		os.Exit(1)
	}
	err = b.run(ctx, strings.Split(*only, ","))
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if *strict && b.missed() > 0 {
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, parts []string) (err error) {
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "kaname-bench"); err != nil {
			return err
		}
		defer os.RemoveAll(b.dir)
	}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	if how, child := strings.CutPrefix(parts[0], "cube-child-"); child {
		return b.cubeChild(ctx, how)
	}
	fmt.Fprintln(b.out, "かなめ bench:", conditions())
	if b.program, b.programSize, err = build(ctx, b.dir); err != nil {
		return err
	}
	for _, part := range parts {
		do, known := map[string]func(context.Context) error{"survey": b.benchSurvey, "city": b.benchCity, "footprint": b.benchFootprint, "cube": b.benchCube}[part]
		if !known {
			return fmt.Errorf("-only %s: choose from survey, footprint, city, cube", part)
		}
		if err := do(ctx); err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
	judged := 0
	for _, f := range b.all {
		if f.judged {
			judged++
		}
	}
	fmt.Fprintf(b.out, "\n%d targets judged, %d missed; took %.0f s; load average at the end %s\n", judged, b.missed(), time.Since(b.from).Seconds(), loadAverage())
	return nil
}

// folder makes a new, empty folder to work in.
func (b *bench) folder(name string) (string, error) {
	dir := filepath.Join(b.dir, name)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	return dir, os.MkdirAll(dir, 0o700)
}
