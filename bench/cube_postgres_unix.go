//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// ownPostgres is a PostgreSQL of this run alone, reached through a socket in its own folder.
type ownPostgres struct {
	url, dir, ctl string
	as            *syscall.SysProcAttr
}

// startPostgres makes a cluster with memory for the survey, as the server of a city would have, and starts it.
func startPostgres(ctx context.Context, _ string) (*ownPostgres, error) {
	bin, err := postgresFolder()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "kaname-bench-pg")
	if err != nil {
		return nil, err
	}
	p := &ownPostgres{dir: dir, ctl: filepath.Join(bin, "pg_ctl")}
	if err := p.asServant(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	port := strconv.Itoa(20000 + os.Getpid()%20000)
	settings := "-k " + dir + " -p " + port + " -c listen_addresses= -c shared_buffers=2GB -c work_mem=128MB"
	for _, step := range [][]string{
		{"-D", p.data(), "-o", "-U postgres -A trust -E UTF8 --locale=C.UTF-8", "initdb"},
		{"-D", p.data(), "-o", settings, "-l", filepath.Join(dir, "log"), "-w", "start"},
	} {
		if out, err := p.run(ctx, step...); err != nil {
			p.stop()
			return nil, fmt.Errorf("PostgreSQL in %s does not start: %w\n%s", bin, err, out)
		}
	}
	p.url = "postgres://postgres@/postgres?sslmode=disable&port=" + port + "&host=" + url.QueryEscape(dir)
	return p, nil
}

// postgresFolder is where pg_ctl is: beside the initdb of PATH, else the newest that Debian installed.
func postgresFolder() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Sort(found)
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			found = append(found, filepath.Dir(path))
		}
	}
	for _, dir := range slices.Backward(found) {
		if _, err := exec.LookPath(filepath.Join(dir, "pg_ctl")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("no initdb was found in PATH or in /usr/lib/postgresql; name a server with -postgres")
}

// asServant gives the folder to the account that PostgreSQL runs as, since it refuses to run as root.
func (p *ownPostgres) asServant() error {
	if os.Getuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		p.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		return os.Chown(p.dir, uid, gid)
	}
	return errors.New("there is no user postgres to run it as")
}

func (p *ownPostgres) data() string { return filepath.Join(p.dir, "data") }

func (p *ownPostgres) run(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, p.ctl, args...)
	c.Dir, c.SysProcAttr = p.dir, p.as
	var out strings.Builder
	c.Stdout, c.Stderr = nil, &out
	err := c.Run()
	return out.String(), err
}

// stop ends the server and removes its folder.
func (p *ownPostgres) stop() {
	p.run(context.Background(), "-D", p.data(), "-m", "fast", "-w", "stop")
	os.RemoveAll(p.dir)
}
