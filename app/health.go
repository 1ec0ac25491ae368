package app

import (
	"fmt"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"kaname/kit/fault"
)

// counts are what /metrics tells: plain numbers, nothing of a person.
var counts struct {
	requests, failures, nanos atomic.Int64
}

// counted counts requests and their time, outside everything else.
func (h *House) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := time.Now()
		s := &status{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(s, r)
		counts.requests.Add(1)
		counts.nanos.Add(int64(time.Since(from)))
		if s.code >= 500 {
			counts.failures.Add(1)
		}
	})
}

type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController reach the connection.
func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// healthy answers whether the program runs.
func healthy(w http.ResponseWriter, _ *http.Request) error {
	_, err := fmt.Fprintln(w, "ok")
	return err
}

// ready answers whether the database can be reached too.
func (h *House) ready(w http.ResponseWriter, r *http.Request) error {
	if err := h.DB.Ping(r.Context()); err != nil {
		return fault.Wrap(fault.Internal, "データにつながりません。データベースが動いているか確かめてください。", err)
	}
	_, err := fmt.Fprintln(w, "ready")
	return err
}

// metrics writes the Prometheus text format.
func (h *House) metrics(w http.ResponseWriter, _ *http.Request) error {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	_, err := fmt.Fprintf(w, `# TYPE kaname_requests_total counter
kaname_requests_total %d
# TYPE kaname_failures_total counter
kaname_failures_total %d
# TYPE kaname_request_seconds_total counter
kaname_request_seconds_total %f
# TYPE kaname_heap_bytes gauge
kaname_heap_bytes %d
# TYPE kaname_goroutines gauge
kaname_goroutines %d
`, counts.requests.Load(), counts.failures.Load(), float64(counts.nanos.Load())/1e9, m.HeapAlloc, runtime.NumGoroutine())
	return err
}
