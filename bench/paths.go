package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// path is a route with what stands in its gaps; for those above the wards and those in one it may differ.
type path struct {
	route, filled string
	public        bool
}

func (p path) of(people.Role) string { return p.filled }

// gaps say what stands in a route's gaps: the longest beginning that fits decides. The values are of the cast's own ward
// and of the running year, and the largest of their kind where sizes differ.
var gaps = map[string]map[string]string{
	"/goals/":                       {"id": `SELECT g.id FROM goals g WHERE g.office_id = $office AND g.fy = $fy AND g.kind = 'goal' ORDER BY g.id LIMIT 1`, "stage": `SELECT 'mid'`, "measure": `SELECT m.id FROM goal_measures m WHERE m.goal_id = (SELECT g.id FROM goals g WHERE g.office_id = $office AND g.fy = $fy AND g.kind = 'goal' ORDER BY g.id LIMIT 1)`},
	"/standards/":                   {"id": `SELECT standard_id FROM standard_versions GROUP BY standard_id ORDER BY COUNT(*) DESC, standard_id LIMIT 1`},
	"/principles/":                  {"id": `SELECT id FROM principles ORDER BY id LIMIT 1`},
	"/proposals/":                   {"id": `SELECT id FROM standard_proposals WHERE ward_id = $ward AND state = 'proposed' LIMIT 1`},
	"/policies/":                    {"id": `SELECT id FROM policies WHERE ward_id = $ward AND fy = $fy AND published_at <> '' ORDER BY version DESC LIMIT 1`},
	"/policies/{id}/edit":           {"id": `SELECT id FROM policies WHERE ward_id = $ward AND fy = $fy AND published_at = ''`},
	"/approvals/":                   {"id": `SELECT id FROM approvals WHERE ward_id = $ward AND state = 'open' ORDER BY id LIMIT 1`},
	"/voices/":                      {"id": `SELECT id FROM surveys WHERE ward_id = $ward AND opened_at <> '' ORDER BY from_date DESC LIMIT 1`, "cid": `SELECT c.id FROM survey_counters c JOIN surveys s ON s.id = c.survey_id WHERE s.ward_id = $ward ORDER BY c.code LIMIT 1`},
	"/plans/":                       {"id": `SELECT p.id FROM plans p JOIN plan_items i ON i.plan_id = p.id WHERE p.ward_id = $ward GROUP BY p.id ORDER BY COUNT(*) DESC, p.id LIMIT 1`, "key": `SELECT i.key FROM plan_items i WHERE i.runs AND i.plan_id = (SELECT p.id FROM plans p JOIN plan_items i ON i.plan_id = p.id WHERE p.ward_id = $ward GROUP BY p.id ORDER BY COUNT(*) DESC, p.id LIMIT 1) ORDER BY i.key LIMIT 1`},
	"/aims/":                        {"id": `SELECT id FROM aims WHERE office_id = $office ORDER BY month DESC LIMIT 1`},
	"/offices/":                     {"id": `SELECT id FROM offices WHERE id = $office`},
	"/staff/":                       {"id": `SELECT staff_id FROM posts WHERE office_id = $office ORDER BY id LIMIT 1`},
	"/publishing/items/":            {"id": `SELECT g.goal_id FROM goal_publications g JOIN goals x ON x.id = g.goal_id WHERE x.ward_id = $ward AND x.fy = $fy ORDER BY g.goal_id LIMIT 1`},
	"/templates/":                   {"kind": `SELECT 'staff'`},
	"/calendar/steps/":              {"key": `SELECT id FROM calendar_steps WHERE ward_id = $ward ORDER BY id LIMIT 1`},
	"/calendar/steps/{key}/changes": {"key": `SELECT 'standards-check'`},
	"/forms/":                       {"kind": `SELECT 'survey'`, "id": `SELECT f.subject_id FROM forms f JOIN surveys s ON s.id = f.subject_id WHERE s.ward_id = $ward ORDER BY f.subject_id LIMIT 1`, "question": `SELECT 'jikan'`, "lang": `SELECT 'en'`},
	"/a/":                           {"code": `SELECT c.code FROM survey_counters c JOIN surveys s ON s.id = c.survey_id WHERE s.ward_id = $ward ORDER BY c.code LIMIT 1`},
}

// left are the routes that have nothing to show here: files, pages of a moment, pages before the first day, and staff
// surveys, whose keys only their keepers have; a new question opens after its kind was chosen. The generated city has no
// kiosks, keyed batches or ratings: their rooms measure their own pages.
var left = regexp.MustCompile(`^/(assets|healthz|readyz|metrics|held|modes|setup|signin|plan-files|imports/|jobs/|staff-surveys/\{|s/|k/|ratings/\{|voices/\{id\}/entry/)|/files/|questions/new$|\{path`)

// also are pages that a filter or a year makes, beside the routes.
var also = []string{"/goals?kind=initiative", "/goals?kind=goal", "/board?scope=ward", "/standards?fy=2025", "/staff?order=kana", "/staff?q=%E3%82%A2%E3%82%AA", "/plans?fy=2025", "/voices?fy=2025"}

var gap = regexp.MustCompile(`\{([a-z]+)(\.\.\.)?\}`)

// paths fills every GET route with records of the cast's ward, and names the cast.
func (h *house) paths(ctx context.Context) (all []path, numbers map[people.Role]string, err error) {
	numbers = map[people.Role]string{}
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		var ward, office string
		if err := tx.Row(ctx, `SELECT id FROM offices WHERE kind = 'ward' ORDER BY sort LIMIT 1 OFFSET (SELECT COUNT(*) / 2 FROM offices WHERE kind = 'ward')`).Scan(&ward); err != nil {
			return err
		}
		if err := tx.Row(ctx, `SELECT id FROM offices WHERE parent_id = $1 AND sort = 2`, ward).Scan(&office); err != nil {
			return err
		}
		for _, c := range cast {
			var n string
			err := tx.Row(ctx, `SELECT s.number FROM staff s JOIN posts p ON p.staff_id = s.id JOIN offices o ON o.id = p.office_id
				WHERE p.role = $1 AND (o.id = $2 OR o.kind = 'city' OR o.ward_id = $3 AND p.role IN ('ward_head', 'secretariat')) ORDER BY s.number LIMIT 1`, string(c.role), office, ward).Scan(&n)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			numbers[c.role] = n
		}
		fy := int(clock.April.Of(today))
		for line := range strings.Lines(h.Routes.List()) {
			f := strings.Fields(line)
			if f[0] != "GET" || left.MatchString(f[1]) {
				continue
			}
			p := path{route: f[1], public: strings.Join(f[2:], " ") == "public"}
			p.filled = gap.ReplaceAllStringFunc(strings.TrimSuffix(p.route, "{$}"), func(g string) string {
				var v string
				q := askFor(p.route, strings.Trim(g, "{}."))
				args := []any{}
				for name, value := range map[string]any{"$ward": ward, "$office": office, "$fy": fy} {
					if strings.Contains(q, name) {
						args = append(args, value)
						q = strings.ReplaceAll(q, name, fmt.Sprintf("$%d", len(args)))
					}
				}
				if q == "" {
					return g
				}
				if e := tx.Row(ctx, q, args...).Scan(&v); e != nil && err == nil {
					err = fmt.Errorf("%s %s: %w", p.route, g, e)
				}
				return url.PathEscape(v)
			})
			all = append(all, p)
		}
		return err
	})
	for _, p := range also {
		all = append(all, path{route: p, filled: p})
	}
	return all, numbers, err
}

// askFor is the query for a gap of a route, from the longest beginning that fits.
func askFor(route, name string) string {
	best, q := -1, ""
	for start, of := range gaps {
		if strings.HasPrefix(route, start) && len(start) > best && of[name] != "" {
			best, q = len(start), of[name]
		}
	}
	return q
}

func publicPaths(all []path) (out []path) {
	for _, p := range all {
		if p.public {
			out = append(out, p)
		}
	}
	return out
}

// newPostgres makes a database of its own on the server and returns its address.
func newPostgres(ctx context.Context, server string) (address string, drop func(), err error) {
	h, err := sql.Open("pgx", server)
	if err != nil {
		return "", nil, err
	}
	name := "bench" + strings.ToLower(rand.Text()[:12])
	if _, err := h.ExecContext(ctx, `CREATE DATABASE `+name+` TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'`); err != nil {
		return "", nil, firstOf(err, h.Close())
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() {
		h.Exec(`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`)
		h.Close()
	}, nil
}
