package main

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// table prints each page by its slowest reader, the slowest first, and judges all of them.
func (b *bench) table(name string, all []looked) {
	worst, asked := map[string]looked{}, map[string]bool{}
	slow, many, large, heavy, pages, requests := []string{}, []string{}, []string{}, []string{}, 0, 0
	for _, l := range all {
		asked[l.route] = asked[l.route] || l.code == http.StatusOK
		if l.code != http.StatusOK {
			continue
		}
		if w, known := worst[l.route]; !known || l.times.at(.95) > w.times.at(.95) {
			worst[l.route] = l
		}
		if l.file {
			continue
		}
		pages++
		requests += len(l.times)
		says := l.route + "（" + l.who + "）"
		public := l.who == "来庁者"
		if l.times.at(.95) > pageTime {
			slow = append(slow, says+" "+ms(l.times.at(.95)))
		}
		if l.statements > statements {
			many = append(many, fmt.Sprintf("%s %d", says, l.statements))
		}
		if !public && l.size > staffSize {
			large = append(large, fmt.Sprintf("%s %d kB", says, l.size/1000))
		}
		if public && l.size > publicSize {
			heavy = append(heavy, fmt.Sprintf("%s %d kB", says, l.size/1000))
		}
	}
	order := make([]looked, 0, len(worst))
	for _, l := range worst {
		order = append(order, l)
	}
	slices.SortFunc(order, func(x, y looked) int { return cmp.Compare(y.times.at(.95), x.times.at(.95)) })
	fmt.Fprintf(b.out, "each page by its slowest reader\n%10s %10s %10s %10s %10s %5s %8s %8s %4s  %s\n", "p50", "p95", "max", "first", "cpu", "n", "gzip", "plain", "SQL", "page")
	for _, l := range order {
		kind := ""
		if l.file {
			kind = " (a file)"
		}
		fmt.Fprintf(b.out, "%10s %10s %10s %10s %10s %5d %6.1fkB %6.1fkB %4d  %s %s%s\n", ms(l.times.at(.5)), ms(l.times.at(.95)), ms(l.times.at(1)), ms(l.first), ms(l.cpu), len(l.times),
			float64(l.size)/1e3, float64(l.plain)/1e3, l.statements, l.route, l.who, kind)
	}
	for route, answered := range asked {
		if !answered {
			fmt.Fprintf(b.out, "not opened by anybody: %s\n", route)
		}
	}
	of := fmt.Sprintf("%d pages × readers, %d requests", pages, requests)
	b.judge(name+": every page at p95", "≤ 80 ms", fmt.Sprintf("%d over", len(slow)), len(slow) == 0, of+list(slow))
	b.judge(name+": statements of every page", "≤ 12", fmt.Sprintf("%d over", len(many)), len(many) == 0, of+list(many))
	b.judge(name+": every staff page, gzip", "≤ 60 kB", fmt.Sprintf("%d over", len(large)), len(large) == 0, of+list(large))
	b.judge(name+": every public page, gzip", "≤ 30 kB", fmt.Sprintf("%d over", len(heavy)), len(heavy) == 0, strings.TrimPrefix(list(heavy), "; "))
}

func list(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return "; " + strings.Join(all, ", ")
}
