package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// build makes the program as `make build` does, and says how large it is.
func build(ctx context.Context, dir string) (path string, size int64, err error) {
	path = filepath.Join(dir, "kaname")
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./cmd/kaname")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return "", 0, fmt.Errorf("build: %w\n%s", err, out)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", 0, err
	}
	return path, info.Size(), nil
}

// child is the real program, serving as a process of its own.
type child struct {
	cmd  *exec.Cmd
	at   string        // host:port
	took time.Duration // from the start of the process to the first answer of /healthz
	log  bytes.Buffer
}

// serve starts the program on a data folder and waits until it answers.
func serve(ctx context.Context, program, data string) (*child, error) {
	at, err := freePort()
	if err != nil {
		return nil, err
	}
	ch := &child{at: at, cmd: exec.CommandContext(ctx, program, "serve", "-data", data, "-addr", at)}
	ch.cmd.Env = environ()
	ch.cmd.Stdout, ch.cmd.Stderr = io.Discard, &ch.log
	from := time.Now()
	if err := ch.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(from) < 30*time.Second {
		if ok(at) {
			ch.took = time.Since(from)
			return ch, nil
		}
		time.Sleep(500 * time.Microsecond)
	}
	ch.stop()
	return nil, errors.New("the program did not answer: " + ch.log.String())
}

// environ is ours without what would send the program to another database.
func environ() (out []string) {
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "KANAME_") {
			out = append(out, e)
		}
	}
	return out
}

func ok(at string) bool {
	c, err := net.DialTimeout("tcp", at, time.Second)
	if err != nil {
		return false
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", at)
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	return err == nil && r.StatusCode == http.StatusOK
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// stop ends the program as an administrator would.
func (ch *child) stop() {
	ch.cmd.Process.Signal(os.Interrupt)
	ch.cmd.Wait()
}

// kill ends it as a failing machine would.
func (ch *child) kill() {
	ch.cmd.Process.Kill()
	ch.cmd.Wait()
}

// memory is the resident set of the program in bytes; 0 where the system does not tell.
func (ch *child) memory() int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", ch.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}
