package main

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// spread is the times of many requests.
type spread []time.Duration

// sorted puts them in order; at needs that.
func (s spread) sorted() spread { slices.Sort(s); return s }

// at is the p-th part (0.95) of a sorted spread, by nearest rank.
func (s spread) at(p float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	return s[max(0, min(len(s)-1, int(p*float64(len(s))+0.999999)-1))]
}

func ms(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f ms", float64(d)/1e6)
}

// run is what a closed loop of clients found.
type run struct {
	clients int
	took    time.Duration
	times   spread
	errors  map[string]int
}

func (r run) rate() float64 { return float64(len(r.times)) / r.took.Seconds() }

func (r run) failures() (n int) {
	for _, k := range r.errors {
		n += k
	}
	return n
}

func (r run) note() string {
	s := fmt.Sprintf("n=%d in %.1f s, p50 %s, p95 %s, p99 %s, max %s", len(r.times), r.took.Seconds(), ms(r.times.at(.5)), ms(r.times.at(.95)), ms(r.times.at(.99)), ms(r.times.at(1)))
	for what, n := range r.errors {
		s += fmt.Sprintf("; %d× %s", n, what)
	}
	return s
}

// closedLoop lets clients do flow after flow against a server for a while; each keeps one connection.
func closedLoop(at string, clients int, warm, d time.Duration, flow func(w *wire) error) (run, error) {
	r := run{clients: clients, errors: map[string]int{}}
	all := make([]spread, clients)
	var mu sync.Mutex
	var wg sync.WaitGroup
	begin := time.Now().Add(warm)
	end := begin.Add(d)
	for i := range clients {
		wg.Go(func() {
			var w *wire
			defer func() {
				if w != nil {
					w.close()
				}
			}()
			for time.Now().Before(end) {
				var err error
				if w == nil {
					w, err = dial(at)
				}
				from := time.Now()
				if err == nil {
					err = flow(w)
				}
				if err != nil {
					mu.Lock()
					r.errors[err.Error()]++
					mu.Unlock()
					if w != nil {
						w.close()
						w = nil
					}
					time.Sleep(10 * time.Millisecond)
				} else if from.After(begin) {
					all[i] = append(all[i], time.Since(from))
				}
			}
		})
	}
	wg.Wait()
	r.took = time.Since(begin)
	for _, s := range all {
		r.times = append(r.times, s...)
	}
	r.times.sorted()
	if len(r.times) == 0 {
		return r, fmt.Errorf("nothing was answered at %d clients: %v", clients, r.errors)
	}
	return r, nil
}
