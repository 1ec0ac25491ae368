package job

import (
	"strings"
	"testing"
	"time"
)

func TestABarInAFileIsAFewPlainLines(t *testing.T) {
	var out strings.Builder
	b := NewBar(&out, "取り込み")
	for i := range 50_121 {
		b.At(i, 50_120, "")
	}
	b.End("50,120件を取り込みました")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 12 || strings.Contains(out.String(), "\r") || lines[5] != "取り込み 50% 50,120件のうち25,060件" {
		t.Errorf("%d lines:\n%s", len(lines), out.String())
	}
}

func TestABarOnATerminalIsOneLineWithTheTimeLeft(t *testing.T) {
	var out strings.Builder
	now := time.Unix(0, 0)
	b := NewBar(&out, "取り込み")
	b.terminal, b.now, b.began = true, func() time.Time { return now }, now
	now = now.Add(30 * time.Second)
	b.At(75, 100, "")
	if got := out.String(); !strings.HasPrefix(got, "\r") || strings.Contains(got, "\n") || !strings.Contains(got, "[##################......]  75% 100件のうち75件・残り約11秒") {
		t.Errorf("%q", got)
	}
	b.At(76, 100, "")
	if strings.Contains(out.String(), "76%") {
		t.Error("it is drawn more than ten times a second")
	}
}

func TestCountsHaveCommas(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 31074: "31,074", -1234567: "-1,234,567", -123: "-123"} {
		if got := Thousands(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
