package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// benchFootprint measures the program itself: its size, how soon it answers, what it takes when nobody asks.
func (b *bench) benchFootprint(ctx context.Context) error {
	b.head("Footprint of the program")
	b.judge("size of the program", "≤ 40 MB", mega(b.programSize), b.programSize <= 40e6, "go build -trimpath -ldflags '-s -w', CGO_ENABLED=0")
	empty, err := b.folder("empty")
	if err != nil {
		return err
	}
	ch, err := serve(ctx, b.program, empty)
	if err != nil {
		return err
	}
	ch.stop()
	starts, err := b.starts(ctx, func(int) string { return empty })
	if err != nil {
		return err
	}
	b.judge("cold start, empty and migrated: process to first /healthz", "≤ 0.1 s", ms(starts.at(.5)), starts.at(.5) <= 100*time.Millisecond, fmt.Sprintf("median of %d, fastest %s, slowest %s", len(starts), ms(starts[0]), ms(starts.at(1))))
	fresh, err := b.starts(ctx, func(i int) string { dir, _ := b.folder(fmt.Sprintf("new%d", i)); return dir })
	if err != nil {
		return err
	}
	b.tell("first start on a new folder, tables and all", ms(fresh.at(.5)), fmt.Sprintf("median of %d, fastest %s, slowest %s", len(fresh), ms(fresh[0]), ms(fresh.at(1))))
	return b.idle(ctx)
}

func (b *bench) starts(ctx context.Context, data func(i int) string) (spread, error) {
	var all spread
	for i := range 11 {
		ch, err := serve(ctx, b.program, data(i))
		if err != nil {
			return nil, err
		}
		all = append(all, ch.took)
		ch.stop()
	}
	return all.sorted(), nil
}

// idle serves the demo's city, looks at each page of the menu and what it leads to once, and reads the memory.
func (b *bench) idle(ctx context.Context) error {
	data, err := b.folder("demo")
	if err != nil {
		return err
	}
	made := exec.CommandContext(ctx, b.program, "demo", "-only", "-data", data)
	made.Env = environ()
	if out, err := made.CombinedOutput(); err != nil {
		return fmt.Errorf("demo: %w\n%s", err, out)
	}
	ch, err := serve(ctx, b.program, data)
	if err != nil {
		return err
	}
	defer ch.stop()
	time.Sleep(2 * time.Second)
	b.tell("memory after the start, demo city", mega(ch.memory()), "resident set")
	number, pass, err := secretary(data)
	if err != nil {
		return err
	}
	n, err := walk(ch.at, number, pass)
	if err != nil {
		return err
	}
	after := ch.memory()
	time.Sleep(10 * time.Second)
	rest := ch.memory()
	b.judge("idle memory, demo city, one sign-in and one page each", "≤ 60 MB", mega(rest), rest <= 60e6, fmt.Sprintf("%d pages; %s right after them, %s ten seconds later; a sign-in takes 19 MiB for its hash", n, mega(after), mega(rest)))
	return nil
}

// secretary reads who the ward's secretariat is from the list that the demo leaves.
func secretary(data string) (number, pass string, err error) {
	f, err := os.Open(filepath.Join(data, "signins.txt"))
	if err != nil {
		return "", "", err
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		part := strings.Fields(s.Text())
		if len(part) >= 2 && part[0] == "パスワードはみな" {
			pass = part[1]
		}
		if len(part) >= 2 && part[1] == "事務局" {
			number = part[0]
		}
	}
	if number == "" || pass == "" {
		return "", "", fmt.Errorf("the demo's list names no secretariat")
	}
	return number, pass, nil
}

// signIn opens a session and returns a browser that holds it.
func signIn(at, number, pass string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := c.PostForm("http://"+at+"/signin", url.Values{"number": {number}, "password": {pass}})
	if err != nil {
		return nil, err
	}
	r.Body.Close()
	if r.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("sign-in of %s: %s", number, r.Status)
	}
	return c, nil
}

var linkForm = regexp.MustCompile(`href="(/[^"#]*)"`)

// walk follows every link that is found from the first page on, one page of each kind: an id stands for all of its kind.
func walk(at, number, pass string) (n int, err error) {
	c, err := signIn(at, number, pass)
	if err != nil {
		return 0, err
	}
	kind := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|\d+`)
	seen, todo := map[string]bool{}, []string{"/"}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		body, code, err := fetch(c, "http://"+at+path)
		if err != nil {
			return n, err
		}
		if code == http.StatusOK {
			n++
		}
		for _, m := range linkForm.FindAllSubmatch(body, -1) {
			to, _, _ := strings.Cut(string(m[1]), "?")
			if k := kind.ReplaceAllString(to, "*"); !seen[k] && !strings.HasPrefix(to, "/assets/") && !strings.Contains(to, "export") {
				seen[k] = true
				todo = append(todo, to)
			}
		}
	}
	return n, nil
}
