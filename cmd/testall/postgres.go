package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// server is a PostgreSQL of this run alone, reached through a socket in its own folder.
type server struct {
	url  string
	dir  string
	cmd  *exec.Cmd
	done chan error
}

// findPostgres returns the folder with initdb and postgres: that of PATH, else the newest that Debian installed.
func findPostgres() (string, error) {
	var tries []string
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			tries = append(tries, filepath.Dir(p))
		}
	}
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	sort.Sort(sort.Reverse(sort.StringSlice(installed)))
	for _, dir := range append(tries, installed...) {
		if _, err := exec.LookPath(filepath.Join(dir, "postgres")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("no initdb was found in PATH or in /usr/lib/postgresql")
}

// startPostgres makes a cluster in a folder of its own and waits until it answers. What tests write need
// not outlive them, so nothing is forced to disk.
func startPostgres(ctx context.Context, bin string) (s *server, err error) {
	who, err := servant()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "kaname-pg")
	if err != nil {
		return nil, err
	}
	s = &server{dir: dir, done: make(chan error, 1)}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	if err := who.own(dir); err != nil {
		return s, err
	}
	data := filepath.Join(dir, "data")
	init := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	init.Dir = dir
	who.as(init)
	if out, err := init.CombinedOutput(); err != nil {
		return s, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return s, err
	}
	defer log.Close()
	port := fmt.Sprint(20000 + os.Getpid()%20000)
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-p", port, "-c", "listen_addresses=", "-c", "max_connections=300",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = dir, log, log
	who.as(s.cmd)
	if err := s.cmd.Start(); err != nil {
		return s, err
	}
	go func() { s.done <- s.cmd.Wait() }()
	s.url = "postgres://postgres@/postgres?sslmode=disable&port=" + port + "&host=" + url.QueryEscape(dir)
	return s, s.answers(ctx, port)
}

// answers waits until the server says that it is ready.
func (s *server) answers(ctx context.Context, port string) error {
	end := time.Now().Add(60 * time.Second)
	for time.Now().Before(end) && ctx.Err() == nil {
		select {
		case err := <-s.done:
			s.cmd = nil
			out, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("postgres ended: %v\n%s", err, out)
		case <-time.After(100 * time.Millisecond):
		}
		pid, _ := os.ReadFile(filepath.Join(s.dir, "data", "postmaster.pid"))
		if strings.Contains(string(pid), "ready") {
			return nil
		}
	}
	return errors.New("postgres did not become ready within 60 s")
}

// stop ends the server and removes its folder.
func (s *server) stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		s.cmd.Process.Signal(os.Interrupt) // fast shutdown
		select {
		case <-s.done:
		case <-time.After(20 * time.Second):
			s.cmd.Process.Kill()
			<-s.done
		}
	}
	os.RemoveAll(s.dir)
}
