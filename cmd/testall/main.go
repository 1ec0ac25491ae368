// Command testall runs every test of the house: on SQLite, then on a PostgreSQL that it starts itself.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	only := flag.String("only", "", "run the packages below this path alone, such as ./area/goals")
	flag.Parse()
	pattern := "./..."
	if *only != "" {
		pattern = *only
	}
	t := &tally{strict: os.Getenv("KANAME_NO_SKIP") == "1"}
	if err := all(ctx, t, pattern); err != nil {
		t.fail("testall", err.Error())
	}
	if !t.report() {
		os.Exit(1)
	}
}

// all vets the house, then tests it on each database; browser journeys run once, on SQLite.
func all(ctx context.Context, t *tally, pattern string) error {
	fmt.Println("== go vet")
	if out, err := exec.CommandContext(ctx, "go", "vet", pattern).CombinedOutput(); err != nil {
		fmt.Print(string(out))
		t.fail("go vet", "see above")
	}
	packages, err := list(ctx, pattern)
	if err != nil {
		return err
	}
	fmt.Println("== SQLite")
	if err := t.run(ctx, "SQLite", packages, ""); err != nil {
		return err
	}
	return onPostgres(ctx, t, packages)
}

func onPostgres(ctx context.Context, t *tally, packages []string) error {
	var again []string
	for _, p := range packages {
		if !strings.HasSuffix(p, "/e2e") {
			again = append(again, p)
		}
	}
	if len(again) == 0 {
		return nil
	}
	fmt.Println("== PostgreSQL")
	bin, err := findPostgres()
	if err != nil {
		t.skip("every test on PostgreSQL", err.Error())
		return nil
	}
	s, err := startPostgres(ctx, bin)
	if err != nil {
		return fmt.Errorf("PostgreSQL in %s does not start: %w", bin, err)
	}
	defer s.stop()
	return t.run(ctx, "PostgreSQL", again, s.url)
}

// list names the packages of a pattern.
func list(ctx context.Context, pattern string) ([]string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", pattern).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	return strings.Fields(string(out)), nil
}

// seconds is a duration as people read it.
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
