package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
)

var (
	policiesTable  = table{"policies", "id, ward_id, fy, version, foreword, published_at, published_by, sample, created_by, created_at, updated_by, updated_at"}
	pointsTable    = table{"policy_points", "policy_id, point_id, position, title, text"}
	pointLinks     = table{"policy_point_links", "policy_id, point_id, kind, target, name, href"}
	aimsTable      = table{"aims", "id, ward_id, office_id, month, line1, line2, why, together, decided_by, noticed, looked_by, looked_at, sample, created_by, created_at, updated_by, updated_at"}
	approvalsTable = table{"approvals", "id, kind, subject, ward_id, title, href, changes, state, asked_by, asked_at, ended_at, sample"}
	stepsTable     = table{"approval_steps", "approval_id, position, label, role, office_path, decision, by_id, opened_at, at"}
	noticesTable   = table{"notices", "id, staff_id, text, href, at, read_at, sample"}
	commentsTable  = table{"comments", "id, kind, subject, by_id, text, at, sample"}
	sessionsTable  = table{"sessions", "token_hash, id, staff_id, created_at, seen_at, expires_at, agent"}
	auditTable     = table{"audit", "seq, at, actor_id, ward_id, deed, kind, subject, detail, prev_hash, hash"}
	yearsTable     = table{"publishing_years", "ward_id, fy, next_on, contact, sample, updated_by, updated_at"}
	calendarTable  = table{"calendar_steps", "id, ward_id, lane, title, note, from_month, to_month, due, link, from_fy, to_fy, sample, created_by, created_at, updated_by, updated_at"}
	doneTable      = table{"calendar_done", "ward_id, step, fy, line, sample, by_id, at"}
)

// writePolicies publishes two versions a ward and year; in the running year a third is being written.
func (c *city) writePolicies(fy clock.FY) {
	for _, w := range c.wards {
		if len(w.points) == 0 {
			for range 4 {
				w.points = append(w.points, c.id(day(fy, 4, 5)))
			}
		}
		for v := 1; v <= 3; v++ {
			t := day(fy, 3+v, 8)
			id, published, by := c.id(t), at(t), w.head
			if v == 3 {
				if fy != c.last {
					continue
				}
				published, by = "", ""
			}
			c.s.put(policiesTable, id, w.id, int(fy), v, w.name+"は、来てよかったと思われる区役所をめざします。"+pick(c, situations), published, by, true, w.secretary, at(t), w.secretary, at(t))
			for i, p := range w.points {
				c.s.put(pointsTable, id, p, i+1, cut(pick(c, rules), 20), pick(c, situations))
				s := c.standards[i]
				c.s.put(pointLinks, id, p, "standard", s.id, "基準 "+s.code, "/standards/"+s.id)
			}
			c.note(t, w.head, w.id, "publish", "policy", id)
		}
	}
}

// chooseAims lets every counter choose its aim of the month; those of past months were looked back upon.
func (c *city) chooseAims(fy clock.FY, month int) {
	t := day(fy, month, 1)
	for _, w := range c.wards {
		for _, o := range w.offices {
			noticed, by, looked := "", "", ""
			if back := t.AddDate(0, 1, -2); !future(back) {
				noticed, by, looked = "先に声をかけると、列が静かに進んだ。", o.lead, at(back)
			}
			c.s.put(aimsTable, c.id(t), w.id, o.id, on(t)[:7], pick(c, aimLines), "", cut(pick(c, voices), 10), true, "", noticed, by, looked, true, o.lead, at(t), o.lead, at(t))
		}
	}
}

// step is one step of an approval with who takes it.
type step struct{ label, role, path, by string }

// decide writes a request with its steps: all approved, or the last one still waiting.
func (c *city) decide(wardID, kind, subject, title, href, asked string, t time.Time, waiting bool, steps ...step) string {
	id, state, ended := c.id(t), "approved", at(t.AddDate(0, 0, 4))
	if waiting {
		state, ended = "open", ""
	}
	changes, _ := json.Marshal([]map[string]string{{"Label": "名前", "Before": "", "After": title}, {"Label": "わたしたちの言葉", "Before": pick(c, sayings), "After": pick(c, sayings)}})
	c.s.put(approvalsTable, id, kind, subject, wardID, title, href, string(changes), state, asked, at(t), ended, true)
	for i, s := range steps {
		opened, done := t.AddDate(0, 0, i), t.AddDate(0, 0, i+1)
		decision, by, when := "approved", s.by, at(done)
		if waiting && i == len(steps)-1 {
			decision, by, when = "", "", ""
		} else {
			c.note(done, s.by, wardID, "approve", kind, subject)
		}
		c.s.put(stepsTable, id, i+1, s.label, s.role, s.path, decision, by, at(opened), when)
	}
	return id
}

// rest writes what grows beside the work: notices, comments, sessions, sign-ins, open proposals, the year's steps.
func (c *city) rest() {
	end := day(c.last, 2, 15)
	for i, p := range c.people {
		for n := range c.notices {
			t := end.AddDate(0, 0, -n*20)
			read := at(t.AddDate(0, 0, 1))
			if n < 2 {
				read = ""
			}
			c.s.put(noticesTable, c.id(t), p, "「"+pick(c, deedsOf)+"」に更新がありました。", "/goals", at(t), read, true)
			c.note(t, p, "", "sign in", "person", p)
		}
		if i%20 == 0 {
			c.s.put(sessionsTable, fmt.Sprintf("%064d", i), c.id(end), p, at(end), at(end), at(end.Add(12*time.Hour)), "Mozilla/5.0")
		}
	}
	for _, g := range c.mixed() {
		c.s.put(commentsTable, c.id(end), "goal", g.id, g.partner, pick(c, lines), at(end), true)
	}
	for i, w := range c.wards {
		s := c.standards[i%len(c.standards)]
		c.s.put(proposalsTable, c.id(end), "change", s.id, s.title+"をもう一段上げる", pick(c, situations), "対象の課が1年守れたため", w.id, int(c.last), "proposed", "", "", 0, w.secretary, at(end), at(end), true)
		t := day(c.first, 4, 20)
		for m := range 5 {
			c.s.put(calendarTable, c.id(t), w.id, "ward", pick(c, doings), "", m+5, m+5, "", "", int(c.first), 9999, true, w.secretary, at(t), w.secretary, at(t))
		}
		for fy := c.first; fy <= c.last; fy++ {
			_, to := bounds(fy)
			c.s.put(yearsTable, w.id, int(fy), to, w.name+" 総務課 電話 00-0000-0000", true, w.secretary, at(day(fy, 5, 20)))
			c.s.put(doneTable, w.id, "standards-start", int(fy), "12の課がそろって読んだ", true, w.secretary, at(day(fy, 5, 1)))
		}
	}
	c.close()
}

// chain is the audit's, carried on from where the deeds left it.
type chain struct {
	seq  int64
	hash string
}

func (a *chain) read(ctx context.Context, d *db.DB) error {
	return d.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT seq, hash FROM audit_head WHERE id = 1`).Scan(&a.seq, &a.hash)
	})
}

// note writes an audit entry in the chain, as shared/audit does (its verification is the test of this).
func (c *city) note(t time.Time, actor, wardID, deed, kind, subject string) {
	c.audit.seq++
	text := strings.Join([]string{fmt.Sprint(c.audit.seq), at(t), actor, wardID, deed, kind, subject, "", c.audit.hash}, "\x1f")
	sum := sha256.Sum256([]byte(text))
	before := c.audit.hash
	c.audit.hash = hex.EncodeToString(sum[:])
	c.s.put(auditTable, c.audit.seq, at(t), actor, wardID, deed, kind, subject, "", before, c.audit.hash)
}

// close moves what changes with the years to where it stands at the end.
func (c *city) close() {
	c.s.flush()
	for _, w := range c.wards {
		c.s.exec(`UPDATE survey_counters SET survey_id = $1 WHERE office_id IN (SELECT id FROM offices WHERE ward_id = $2)`, w.survey, w.id)
	}
	c.s.exec(`UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1`, c.audit.seq, c.audit.hash)
}
