//go:build unix

package main

import (
	"syscall"
	"time"
)

// spent is the processor time that this process and the tools it has run to their end have used: other work on the
// machine does not enter it.
func spent() (d time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) == nil {
			d += time.Duration(u.Utime.Nano() + u.Stime.Nano())
		}
	}
	return d
}
