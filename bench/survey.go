package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"kaname/app"
	"kaname/area/surveys"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/migrations"
	"kaname/people"
)

// oneSurvey founds a city with one open survey in a data folder and returns the code of its counter.
func oneSurvey(ctx context.Context, data string) (code string, err error) {
	h, err := newHouse(ctx, filepath.Join(data, "kaname.db"), nil)
	if err != nil {
		return "", err
	}
	defer h.DB.Close()
	admin, err := h.People.Found(ctx, people.Founding{City: "かもめ市", Wards: []string{"みなと区"}, Pass: password, Start: clock.April,
		Admin: people.PersonDraft{Number: "000001", Family: "管理", Given: "係", FamilyKana: "カンリ", GivenKana: "カカリ"}})
	if err != nil {
		return "", err
	}
	root, err := h.People.ActorOf(ctx, admin.ID)
	if err != nil {
		return "", err
	}
	var secretary, ward, office string
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := people.WardOffices(ctx, tx, "", root.Today)
		if err != nil {
			return err
		}
		ward = all[1].ID
		o, err := h.People.OpenOfficeIn(ctx, tx, root, people.OfficeDraft{Code: "1101", Name: "区民課", Level: "課", ParentID: ward, Counter: true, From: clock.April.First(root.FY)}, false)
		if err != nil {
			return err
		}
		office = o.ID
		p, err := h.People.HireIn(ctx, tx, root, people.PersonDraft{Number: "000002", Family: "青柳", Given: "灯", FamilyKana: "アオヤギ", GivenKana: "アカリ", Employment: "regular"},
			people.Post{OfficeID: office, Role: people.Secretariat, Title: "係長", From: clock.April.First(root.FY)}, false)
		secretary = p.ID
		return err
	})
	if err != nil {
		return "", err
	}
	return openOne(ctx, h, secretary, ward, office)
}

func openOne(ctx context.Context, h *app.House, secretary, ward, office string) (string, error) {
	a, err := h.People.ActorOf(ctx, secretary)
	if err != nil {
		return "", err
	}
	s, err := h.Surveys.Open(ctx, a, ward, surveys.Draft{Title: "来庁者アンケート", From: a.Today, To: a.Today.AddDays(300), Keeper: "みなと区 総務課 電話 00-0000-0000"}, false)
	if err != nil {
		return "", err
	}
	c, err := h.Surveys.AddCounter(ctx, a, s.ID, surveys.CounterDraft{OfficeID: office, Place: "区民課 1階 2番窓口"})
	if err != nil {
		return "", err
	}
	return c.Code, h.Surveys.Start(ctx, a, s.ID)
}

// newHouse opens and migrates a database and builds the house on it.
func newHouse(ctx context.Context, where string, now func() time.Time) (*app.House, error) {
	d, err := db.Open(where)
	if err != nil {
		return nil, err
	}
	if _, err := d.Migrate(ctx, migrations.Files); err != nil {
		d.Close()
		return nil, err
	}
	return app.New(app.Config{Now: now}, d), nil
}

// benchSurvey measures the visitor's page and the whole flow of an answer, then kills the program in mid-load.
func (b *bench) benchSurvey(ctx context.Context) error {
	data, err := b.folder("survey")
	if err != nil {
		return err
	}
	code, err := oneSurvey(ctx, data)
	if err != nil {
		return err
	}
	ch, err := serve(ctx, b.program, data)
	if err != nil {
		return err
	}
	defer ch.stop()
	b.head("Visitors: the survey's page and durable answers (the real program, SQLite, one survey)")
	if err := b.page(ctx, ch, "/a/"+code); err != nil {
		return err
	}
	var mu sync.Mutex
	acked := map[string]bool{}
	keep := func(key string) { mu.Lock(); acked[key] = true; mu.Unlock() }
	r, calm, err := calmest(ctx, b, ch.cmd.Process.Pid, func() (run, error) { return closedLoop(ch.at, 64, time.Second, b.d, visit(code, keep)) })
	if err != nil {
		return err
	}
	b.judge("complete durable answers, 64 visitors: form, answer, thanks", "≥ 2,000 flows/s", perSecond(r.rate(), "flows"), r.rate() >= 2000 && r.failures() == 0, r.note()+"; "+calm)
	b.judge("the same, p99", "≤ 60 ms", ms(r.times.at(.99)), r.times.at(.99) <= 60*time.Millisecond, "")
	b.tell("memory after that", mega(ch.memory()), "resident set of the program")
	time.AfterFunc(b.d/2, ch.kill)
	closedLoopUntilDead(ch.at, visit(code, keep))
	return b.held(ctx, data, code, acked)
}

// gets is what GETs of one page came to.
type gets struct {
	rate float64
	p99  time.Duration
	note string
}

// page measures GETs of one page: with wrk where it is installed, else with our own client.
func (b *bench) page(ctx context.Context, ch *child, path string) error {
	for _, zip := range []bool{true, false} {
		how := map[bool]string{true: "gzip", false: "plain"}[zip]
		for _, clients := range []int{64, 8} {
			g, calm, err := calmest(ctx, b, ch.cmd.Process.Pid, func() (gets, error) { return b.gets(ctx, ch.at, path, clients, zip) })
			if err != nil {
				return err
			}
			if clients == 64 {
				b.judge("survey page, 64 clients, "+how, "≥ 5,000/s", perSecond(g.rate, "pages"), g.rate >= 5000, g.note+"; "+calm)
			} else {
				b.judge("survey page, 8 clients, "+how+", p99", "≤ 8 ms", ms(g.p99), g.p99 <= 8*time.Millisecond, g.note+"; "+calm)
			}
		}
	}
	return nil
}

func (b *bench) gets(ctx context.Context, at, path string, clients int, zip bool) (gets, error) {
	if tool, err := exec.LookPath("wrk"); err == nil {
		return b.wrk(ctx, tool, at, path, clients, zip)
	}
	r, err := closedLoop(at, clients, time.Second, b.d, func(w *wire) error {
		request := w.get(path)
		if zip {
			request = bytes.Replace(request, []byte("\r\n\r\n"), []byte("\r\nAccept-Encoding: gzip\r\n\r\n"), 1)
		}
		a, err := w.ask(request)
		if err == nil && a.code != 200 {
			err = fmt.Errorf("status %d", a.code)
		}
		return err
	})
	return gets{r.rate(), r.times.at(.99), "own client: " + r.note()}, err
}

// wrk runs the tool with one thread and reads its report.
func (b *bench) wrk(ctx context.Context, tool, at, path string, clients int, zip bool) (g gets, err error) {
	args := []string{"-t1", fmt.Sprintf("-c%d", clients), fmt.Sprintf("-d%ds", int(b.d.Seconds())), "--latency", "-H", "Accept-Language: ja"}
	if zip {
		args = append(args, "-H", "Accept-Encoding: gzip")
	}
	out, err := exec.CommandContext(ctx, tool, append(args, "http://"+at+path)...).CombinedOutput()
	if err != nil {
		return g, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	g.note = "wrk -t1:"
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 2 && f[0] == "Requests/sec:":
			fmt.Sscan(f[1], &g.rate)
		case len(f) == 2 && f[0] == "99%":
			g.p99, _ = time.ParseDuration(strings.Replace(f[1], "us", "µs", 1))
			g.note += " p99 " + f[1]
		case len(f) == 2 && f[0] == "50%":
			g.note += " p50 " + f[1]
		case strings.Contains(line, "requests in"), strings.Contains(line, "Non-2xx"), strings.Contains(line, "Socket errors"):
			g.note += " " + strings.TrimSpace(line) + ";"
		}
	}
	if strings.Contains(g.note, "Non-2xx") {
		return g, fmt.Errorf("wrk: %s", g.note)
	}
	return g, nil
}

// visit is one visitor: the form, an answer with its key, the thanks page. told hears each key after the server said that it is safe.
func visit(code string, told func(key string)) func(*wire) error {
	mark := []byte(`name="key" value="`)
	return func(w *wire) error {
		form, err := w.ask(w.get("/a/" + code))
		if err != nil {
			return err
		}
		i := bytes.Index(form.body, mark)
		if form.code != 200 || i < 0 {
			return fmt.Errorf("form: status %d, key at %d", form.code, i)
		}
		key := string(form.body[i+len(mark) : i+len(mark)+22])
		f := url.Values{"key": {key}, "lang": {"ja"}, "q.setumei": {"4"}, "q.taido": {"5"}, "q.jikan": {"2"}, "q.matsu": {"4"}, "q.annai": {"3"}, "q.shorui": {"9"}, "q.hairyo": {"4"}, "q.zentai": {"4"}, "q.free": {"番号札の字が小さいです。"}}
		sent, err := w.ask(w.post("/a/"+code, f.Encode()))
		if err != nil {
			return err
		}
		if sent.code != 303 || !strings.Contains(sent.location, "/thanks") {
			return fmt.Errorf("answer: status %d to %q", sent.code, sent.location)
		}
		told(key)
		thanks, err := w.ask(w.get(sent.location))
		if err == nil && thanks.code != 200 {
			err = fmt.Errorf("thanks: status %d", thanks.code)
		}
		return err
	}
}

func closedLoopUntilDead(at string, flow func(*wire) error) {
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			w, err := dial(at)
			for err == nil {
				err = flow(w)
			}
			if w != nil {
				w.close()
			}
		})
	}
	wg.Wait()
}

// held opens what the killed program left, counts every acknowledged answer, and sends some forms again.
func (b *bench) held(ctx context.Context, data, code string, acked map[string]bool) error {
	ch, err := serve(ctx, b.program, data)
	if err != nil {
		return err
	}
	again := 0
	w, err := dial(ch.at)
	if err != nil {
		return err
	}
	for key := range acked {
		f := url.Values{"key": {key}, "lang": {"ja"}, "q.zentai": {"1"}}
		if a, err := w.ask(w.post("/a/"+code, f.Encode())); err != nil || a.code != 303 {
			return fmt.Errorf("sent again: status %d, %v", a.code, err)
		}
		if again++; again == 500 {
			break
		}
	}
	w.close()
	ch.stop()
	d, err := db.Open(filepath.Join(data, "kaname.db"))
	if err != nil {
		return err
	}
	defer d.Close()
	kept := map[string]int{}
	err = d.Read(ctx, func(tx *db.Tx) error {
		all, err := db.All(ctx, tx, func(s *string) []any { return []any{s} }, `SELECT form_key FROM survey_answers`)
		for _, key := range all {
			kept[key]++
		}
		return err
	})
	lost, twice := 0, 0
	for key := range acked {
		if kept[key] == 0 {
			lost++
		}
	}
	for _, n := range kept {
		if n > 1 {
			twice++
		}
	}
	b.judge("kill -9 in mid-load: acknowledged answers lost or doubled", "0 and 0", fmt.Sprintf("%d and %d", lost, twice), lost == 0 && twice == 0,
		fmt.Sprintf("%d acknowledged, %d held (an answer may be kept whose word did not get out), %d forms sent again after the start counted once", len(acked), len(kept), again))
	return err
}

func perSecond(rate float64, of string) string { return fmt.Sprintf("%.0f %s/s", rate, of) }

func mega(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
