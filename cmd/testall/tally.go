package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// tally counts tests (each subtest is one) over all runs.
type tally struct {
	strict                  bool // a skip is a failure
	passed, failed, skipped int
	skips, failures         []string // in words, for the last lines
}

// event is one line of go test -json.
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// suite is what a package has said so far.
type suite struct {
	passed, failed, skipped int
	said                    map[string]*strings.Builder // by test; "" is the package itself
}

func (t *tally) skip(what, why string) {
	t.skipped++
	t.skips = append(t.skips, what+": "+why)
}

func (t *tally) fail(what, why string) {
	t.failed++
	t.failures = append(t.failures, what+": "+why)
}

// run tests the packages with the database at url ("": SQLite) and adds what comes out.
func (t *tally) run(ctx context.Context, name string, packages []string, url string) error {
	began := time.Now()
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-count=1", "-timeout=15m"}, packages...)...)
	cmd.Env = append(os.Environ(), "KANAME_TEST_DB="+url, "KANAME_DATABASE_URL=")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	suites, before := map[string]*suite{}, t.failed
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		t.hear(name, suites, e)
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	if err != nil && t.failed == before { // go itself failed, no test did
		t.fail("go test on "+name, err.Error())
	}
	fmt.Printf("   %s in %s\n", name, seconds(time.Since(began)))
	return ctx.Err()
}

func (t *tally) hear(name string, suites map[string]*suite, e event) {
	if e.Package == "" {
		e.Package, _, _ = strings.Cut(e.ImportPath, " ")
	}
	s := suites[e.Package]
	if s == nil {
		s = &suite{said: map[string]*strings.Builder{}}
		suites[e.Package] = s
	}
	switch e.Action {
	case "output", "build-output":
		if s.said[e.Test] == nil {
			s.said[e.Test] = &strings.Builder{}
		}
		s.said[e.Test].WriteString(e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.closed(name, s, e)
		} else {
			t.test(name, s, e)
		}
	}
}

func (t *tally) test(name string, s *suite, e event) {
	what := e.Package + " " + e.Test + " (" + name + ")"
	switch e.Action {
	case "pass":
		t.passed++
		s.passed++
	case "skip":
		s.skipped++
		t.skip(what, s.reason(e.Test))
	case "fail":
		s.failed++
		t.fail(what, seconds(time.Duration(e.Elapsed*float64(time.Second))))
		fmt.Print(s.words(e.Test))
	}
}

// closed ends a package: one line, and what it said where it failed without a failing test.
func (t *tally) closed(name string, s *suite, e event) {
	if s.passed+s.failed+s.skipped == 0 && e.Action != "fail" {
		return // no tests
	}
	mark := "ok  "
	if e.Action == "fail" {
		mark = "FAIL"
		if s.failed == 0 {
			t.fail(e.Package+" ("+name+")", "does not build, or ended early")
			fmt.Print(s.words(""))
		}
	}
	fmt.Printf("%s %-28s %4d passed", mark, e.Package, s.passed)
	if s.failed > 0 {
		fmt.Printf(", %d failed", s.failed)
	}
	if s.skipped > 0 {
		fmt.Printf(", %d skipped", s.skipped)
	}
	fmt.Printf("  %.1f s\n", e.Elapsed)
}

func (s *suite) words(test string) string {
	if b := s.said[test]; b != nil {
		return b.String()
	}
	return ""
}

// reason is the last thing a skipped test said, in one line.
func (s *suite) reason(test string) string {
	why := "no reason given"
	for line := range strings.Lines(s.words(test)) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "---") && !strings.HasPrefix(line, "===") {
			why = line
		}
	}
	return why
}

// report says what was skipped and what failed, then the closing line; it is false where the run is not green.
func (t *tally) report() bool {
	fmt.Println()
	for _, s := range t.skips {
		fmt.Println("skipped: " + s)
	}
	for _, f := range t.failures {
		fmt.Println("failed:  " + f)
	}
	green := t.failed == 0
	if t.strict && t.skipped > 0 {
		green = false
		fmt.Println("failed:  nothing may be skipped (KANAME_NO_SKIP=1)")
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", t.passed, t.failed, t.skipped)
	return green
}
