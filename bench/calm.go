package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// noisy is the part of the machine that others may take before a run counts as disturbed.
const noisy = 0.10

// calmest runs do until a run was disturbed by less than noisy, at most b.tries times, and keeps the least disturbed one.
// pid is the program that is measured; its time and ours are not others'.
func calmest[T any](ctx context.Context, b *bench, pid int, do func() (T, error)) (best T, note string, err error) {
	least := 2.0
	for i := range max(1, b.tries) {
		b.quiet(ctx)
		m := begin(pid)
		v, err := do()
		if err != nil {
			return best, "", err
		}
		if others := m.others(); others < least {
			best, least = v, others
			note = fmt.Sprintf("others took %.0f%% of the machine, try %d", 100*others, i+1)
		}
		if least < noisy {
			break
		}
	}
	return best, note, nil
}

// meter tells how much of the machine others took since it began.
type meter struct {
	pid       int
	ours      time.Duration
	idle, all int64
}

func begin(pid int) meter {
	m := meter{pid: pid, ours: spent() + spentBy(pid)}
	m.idle, m.all = jiffies()
	return m
}

func (m meter) others() float64 {
	idle, all := jiffies()
	if all == m.all {
		return 0
	}
	total := time.Duration(all-m.all) * 10 * time.Millisecond // a jiffy is 1/100 s for programs
	busy := time.Duration((all-m.all)-(idle-m.idle)) * 10 * time.Millisecond
	return max(0, float64(busy-(spent()+spentBy(m.pid)-m.ours))/float64(total))
}

// spentBy is the processor time of another process; 0 where the system does not tell.
func spentBy(pid int) time.Duration {
	if runtime.GOOS != "linux" || pid == 0 {
		return 0
	}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(f[11], 10, 64)
	system, _ := strconv.ParseInt(f[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// quiet waits until nine tenths of the machine have been idle for two seconds, or as long as was allowed.
func (b *bench) quiet(ctx context.Context) {
	until := time.Now().Add(b.wait)
	for time.Now().Before(until) && ctx.Err() == nil {
		idle, all := jiffies()
		time.Sleep(2 * time.Second)
		idleNow, allNow := jiffies()
		if allNow == all || float64(idleNow-idle) > 0.9*float64(allNow-all) {
			return
		}
	}
}

// jiffies are the machine's idle and all its processor time since it was started.
func jiffies() (idle, all int64) {
	b, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, 0
	}
	line, _, _ := strings.Cut(string(b), "\n")
	for i, f := range strings.Fields(line) {
		n, _ := strconv.ParseInt(f, 10, 64)
		if i >= 1 && i <= 8 {
			all += n
		}
		if i == 4 {
			idle = n
		}
	}
	return idle, all
}
