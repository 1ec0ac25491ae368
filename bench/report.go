package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

// finding is one measured figure beside its target.
type finding struct {
	what, target, figure, note string
	met, judged                bool
}

// report gathers findings and prints each as it comes.
type report struct {
	out  io.Writer
	all  []finding
	from time.Time
}

func (r *report) head(title string) {
	fmt.Fprintf(r.out, "\n%s\n%s\n", title, strings.Repeat("-", len(title)))
}

// judge prints a figure with its target in words, and keeps it for the end.
func (r *report) judge(what, target, figure string, met bool, note string) {
	r.add(finding{what, target, figure, note, met, true})
}

// tell prints a figure that has no target.
func (r *report) tell(what, figure, note string) {
	r.add(finding{what: what, figure: figure, note: note})
}

func (r *report) add(f finding) {
	r.all = append(r.all, f)
	word := "told   "
	if f.judged {
		word = map[bool]string{true: "met    ", false: "MISSED "}[f.met]
	}
	fmt.Fprintf(r.out, "%s %-58s %-22s", word, f.what, f.figure)
	if f.judged {
		fmt.Fprintf(r.out, " (target %s)", f.target)
	}
	fmt.Fprintln(r.out)
	if f.note != "" {
		fmt.Fprintf(r.out, "          %s\n", f.note)
	}
}

func (r *report) missed() (n int) {
	for _, f := range r.all {
		if f.judged && !f.met {
			n++
		}
	}
	return n
}

// conditions says on what machine and under which load the figures were taken.
func conditions() string {
	cpu := "?"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if name, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				cpu = strings.TrimSpace(v)
				break
			}
		}
	}
	return fmt.Sprintf("%s/%s, %d CPUs (%s), %s, load average %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), cpu, runtime.Version(), loadAverage())
}

// loadAverage of the last minute: much more than the machine's processors means that the figures are too low.
func loadAverage() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "?"
	}
	f := strings.Fields(string(b))
	return f[0]
}
