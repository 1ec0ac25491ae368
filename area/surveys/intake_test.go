package surveys_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaname/area/surveys"
	"kaname/kit/db"
)

func formKey() string {
	var b [16]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func (o *office) answer() surveys.Answer {
	return surveys.Answer{Key: formKey(), SurveyID: o.Survey.ID, CounterID: o.Counter.ID, Mode: "phone", Lang: surveys.Ja, Sheet: surveys.StandardSheet([8]byte{5, 4, 3, 2, 1, 9, 0, 4}, "", -1, -1)}
}

func TestEveryVisitorOfARushIsKeptOnceAndEachWaitsForTheirOwnAnswer(t *testing.T) {
	o := newOffice(t)
	const visitors, each = 64, 20
	var wg sync.WaitGroup
	for range visitors {
		wg.Go(func() {
			for range each {
				a := o.answer()
				for range 2 { // an impatient finger
					if err := o.Room.Receive(ctx, a); err != nil {
						t.Error(err)
					}
				}
				var n int
				if err := o.DB.Read(ctx, func(tx *db.Tx) error {
					return tx.Row(ctx, `SELECT count(*) FROM survey_answers WHERE form_key = $1`, a.Key).Scan(&n)
				}); err != nil || n != 1 {
					t.Errorf("acknowledged, yet kept %d times (%v)", n, err)
				}
			}
		})
	}
	wg.Wait()
	if n := o.results(t).N; n != visitors*each {
		t.Errorf("%d kept, want %d", n, visitors*each)
	}
}

func TestOneBadAnswerDoesNotSpoilThoseBesideIt(t *testing.T) {
	o := newOffice(t)
	var wg sync.WaitGroup
	var kept, refused atomic.Int64
	for i := range 200 {
		a := o.answer()
		if i%10 == 0 {
			a.CounterID = "no such counter"
		}
		wg.Go(func() {
			if err := o.Room.Receive(ctx, a); err != nil {
				refused.Add(1)
				return
			}
			kept.Add(1)
		})
	}
	wg.Wait()
	if kept.Load() != 180 || refused.Load() != 20 || o.results(t).N != 180 {
		t.Errorf("%d kept, %d refused, %d counted", kept.Load(), refused.Load(), o.results(t).N)
	}
}

// The child of the test below: it opens the same database, receives answers as fast as it can, and prints
// the key of each only after it was told that it is safe.
func TestMain(m *testing.M) {
	if where := os.Getenv("KANAME_RECEIVE_INTO"); where != "" {
		receiveForever(where, os.Getenv("KANAME_SURVEY"), os.Getenv("KANAME_COUNTER"))
		return
	}
	os.Exit(m.Run())
}

func receiveForever(where, survey, counter string) {
	d, err := db.Open(where)
	if err != nil {
		panic(err)
	}
	room := &surveys.Surveys{DB: d, Now: time.Now}
	out := make(chan string, 1024)
	for range 64 {
		go func() {
			for {
				a := surveys.Answer{Key: formKey(), SurveyID: survey, CounterID: counter, Mode: "phone", Lang: surveys.Ja, Sheet: surveys.StandardSheet([8]byte{3, 3, 3, 3, 3, 3, 3, 3}, strings.Repeat("声", 100), 1, 1)}
				if err := room.Receive(context.Background(), a); err == nil {
					out <- a.Key
				}
			}
		}()
	}
	for key := range out {
		fmt.Println(key)
	}
}

func TestKillingTheProgramInMidRushLosesNoAcknowledgedAnswerAndDoublesNone(t *testing.T) {
	o := newOffice(t)
	o.Must(o.Room.Revise(ctx, o.Jimu, o.Survey.ID, surveys.Draft{Title: "長い調べ", From: "2026-04-01", To: "2099-03-31", Keeper: "総務課"}, o.reload(t).UpdatedAt))
	acked := map[string]bool{}
	for range 3 { // killed and started again, as a failing machine would
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "KANAME_RECEIVE_INTO="+o.DB.Where(), "KANAME_SURVEY="+o.Survey.ID, "KANAME_COUNTER="+o.Counter.ID)
		pipe, err := child.StdoutPipe()
		o.Must(err)
		o.Must(child.Start())
		time.AfterFunc(700*time.Millisecond, func() { child.Process.Kill() })
		lines := bufio.NewScanner(pipe)
		for lines.Scan() {
			if len(lines.Text()) == 22 { // the last line may be cut
				acked[lines.Text()] = true
			}
		}
		child.Wait()
	}
	if len(acked) < 300 {
		t.Fatalf("only %d answers were acknowledged: no rush at all", len(acked))
	}
	kept := o.kept()
	for { // PostgreSQL may still be finishing what a killed client had sent
		time.Sleep(300 * time.Millisecond)
		again := o.kept()
		if len(again) == len(kept) {
			break
		}
		kept = again
	}
	lost := 0
	for key := range acked {
		if kept[key] == 0 {
			lost++
		}
	}
	for key, n := range kept {
		if n > 1 {
			t.Errorf("%s is kept %d times", key, n)
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d acknowledged answers are lost", lost, len(acked))
	}
	if n := o.results(t).N; n != len(kept) {
		t.Errorf("%d are counted, %d kept", n, len(kept))
	}
	t.Logf("%d acknowledged, %d kept, %d lost", len(acked), len(kept), lost)
}

// kept counts the stored answers by the key of their form.
func (o *office) kept() map[string]int {
	kept := map[string]int{}
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := db.All(ctx, tx, func(s *string) []any { return []any{s} }, `SELECT form_key FROM survey_answers`)
		for _, key := range all {
			kept[key]++
		}
		return err
	}))
	return kept
}

func (o *office) reload(t testing.TB) surveys.Survey {
	t.Helper()
	s, _, _, err := o.Room.Survey(ctx, o.Jimu, o.Survey.ID)
	o.Must(err)
	return s
}

// serve runs the room behind a real server on a real clock, as it is in service.
func (o *office) serve(b testing.TB) (*httptest.Server, *http.Client) {
	room := newRoom(o.City)
	room.Now = time.Now
	o.Must(o.Room.Revise(ctx, o.Jimu, o.Survey.ID, surveys.Draft{Title: "長い調べ", From: "2026-04-01", To: "2099-03-31", Keeper: "総務課"}, o.reload(b).UpdatedAt))
	server := httptest.NewServer(newDoor(room, o.App.People))
	b.Cleanup(server.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return server, client
}

func BenchmarkASurveyPageWithoutTheNetwork(b *testing.B) {
	o := newOffice(b)
	room := newRoom(o.City)
	room.Now = time.Now
	door := newDoor(room, o.App.People)
	r := httptest.NewRequest(http.MethodGet, "/a/"+o.Counter.Code, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			door.ServeHTTP(httptest.NewRecorder(), r)
		}
	})
}

func BenchmarkASurveyPageGetAtSixtyFourPhones(b *testing.B) {
	o := newOffice(b)
	server, client := o.serve(b)
	b.SetParallelism(32) // times two processors
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r, err := client.Get(server.URL + "/a/" + o.Counter.Code)
			if err != nil {
				b.Fatal(err)
			}
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkADurableFlowOfFormAndAnswerAtSixtyFourPhones(b *testing.B) {
	o := newOffice(b)
	server, client := o.serve(b)
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r, err := client.Get(server.URL + "/a/" + o.Counter.Code)
			if err != nil {
				b.Fatal(err)
			}
			page, _ := io.ReadAll(r.Body)
			r.Body.Close()
			at := strings.Index(string(page), `name="key" value="`) + len(`name="key" value="`)
			f := url.Values{"key": {string(page[at : at+22])}, "lang": {"ja"}, "q.setumei": {"4"}, "q.taido": {"5"}, "q.jikan": {"2"}, "q.zentai": {"4"}, "q.free": {"番号札の字が小さい"}}
			w, err := client.PostForm(server.URL+"/a/"+o.Counter.Code, f)
			if err != nil {
				b.Fatal(err)
			}
			io.Copy(io.Discard, w.Body)
			w.Body.Close()
			if w.StatusCode != http.StatusSeeOther {
				b.Fatal(w.Status)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "flows/s")
	if n := o.results(b).N; n < b.N {
		b.Fatalf("%d flows, %d kept", b.N, n)
	}
}

func BenchmarkAnswersReceivedAtSixtyFourCallers(b *testing.B) {
	o := newOffice(b)
	o.Room.Now = func() time.Time { return time.Date(2026, 4, 1, 10, 0, 0, 0, time.UTC) }
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := o.Room.Receive(ctx, o.answer()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
