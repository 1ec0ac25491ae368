//go:build unix

package main

import (
	"syscall"
	"time"
)

// spent is the processor time that this process has used: other work on the machine does not enter it.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
