//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account is who PostgreSQL runs as: it refuses to run as root.
type account struct{ uid, gid int }

func servant() (account, error) {
	a := account{os.Getuid(), os.Getgid()}
	if a.uid != 0 {
		return a, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		a.uid, _ = strconv.Atoi(u.Uid)
		a.gid, _ = strconv.Atoi(u.Gid)
		return a, nil
	}
	return a, errors.New("there is no user postgres to run it as")
}

func (a account) own(dir string) error { return os.Chown(dir, a.uid, a.gid) }

func (a account) as(c *exec.Cmd) {
	if os.Getuid() == 0 {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}}
	}
}
