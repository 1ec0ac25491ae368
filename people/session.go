package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/kana"
)

const (
	idleFor    = 30 * time.Minute // counter PCs are shared
	sessionFor = 12 * time.Hour
	codeFor    = 24 * time.Hour
	seenEvery  = time.Minute
)

// Session is one place where a person is signed in.
type Session struct {
	ID                string
	CreatedAt, SeenAt clock.Instant
	Agent             string
}

// SignIn opens a session and returns its token for the cookie. Wrong tries make the next one wait
// (per account and per address, 15 minutes at the longest); nobody is locked out for good.
func (ps *People) SignIn(ctx context.Context, number, pass, address, agent string) (token string, err error) {
	number = kana.Code(number)
	if err := ps.mayTry(ctx, number, address); err != nil {
		return "", err
	}
	var p Person
	var hash string
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		p, hash, err = personToSignIn(ctx, tx, number, ps.Instant().Date())
		return err
	})
	if err != nil && fault.Of(err) != fault.NotFound {
		return "", err
	}
	if !matches(hash, pass) {
		return "", ps.failed(ctx, number, address)
	}
	return ps.open(ctx, p, number, agent, "sign in", nil)
}

// SignInWithCode opens a session with a one-time code and sets the person's new password.
func (ps *People) SignInWithCode(ctx context.Context, number, code, pass, address, agent string) (string, error) {
	number = kana.Code(number)
	var c fault.Check
	checkPassword(&c, "password", pass)
	if err := c.Err(); err != nil {
		return "", err
	}
	if err := ps.mayTry(ctx, "code:"+number, address); err != nil {
		return "", err
	}
	var p Person
	err := ps.DB.Read(ctx, func(tx *db.Tx) (err error) {
		p, _, err = personToSignIn(ctx, tx, number, ps.Instant().Date())
		return err
	})
	if fault.Of(err) == fault.NotFound {
		return "", ps.failed(ctx, "code:"+number, address)
	} else if err != nil {
		return "", err
	}
	hash := hashPassword(pass)
	token, err := ps.open(ctx, p, number, agent, "sign in with code", func(ctx context.Context, tx *db.Tx) error {
		now := ps.Instant()
		n, err := tx.Changed(ctx, `UPDATE signin_codes SET used_at = $3 WHERE code_hash = $1 AND staff_id = $2 AND used_at = '' AND expires_at > $3`,
			digest(tidyCode(code)), p.ID, now)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Invalid, "wrong code")
		}
		if err := setPassword(ctx, tx, p.ID, hash); err != nil {
			return err
		}
		return tx.Exec(ctx, `DELETE FROM sessions WHERE staff_id = $1`, p.ID)
	})
	if fault.Of(err) == fault.Invalid {
		return "", ps.failed(ctx, "code:"+number, address)
	}
	return token, err
}

func tidyCode(code string) string {
	return strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(kana.Code(code)))
}

func personToSignIn(ctx context.Context, tx *db.Tx, number string, day clock.Date) (p Person, hash string, err error) {
	err = tx.Row(ctx, `SELECT `+personColumns+`, s.password_hash FROM staff s WHERE s.number = $1 AND s.from_date <= $2 AND s.to_date >= $2`,
		number, day).Scan(append(personFields(&p), &hash)...)
	return p, hash, err
}

func (ps *People) open(ctx context.Context, p Person, number, agent, deed string, also func(context.Context, *db.Tx) error) (string, error) {
	token := id.Secret()
	err := ps.DB.Write(ctx, func(tx *db.Tx) error {
		if also != nil {
			if err := also(ctx, tx); err != nil {
				return err
			}
		}
		now := ps.Instant()
		if err := tx.Exec(ctx, `DELETE FROM signin_failures WHERE bucket IN ($1, $2)`, "n:"+number, "n:code:"+number); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `DELETE FROM sessions WHERE expires_at < $1`, now); err != nil {
			return err
		}
		err := tx.Exec(ctx, `INSERT INTO sessions (token_hash, id, staff_id, created_at, seen_at, expires_at, agent) VALUES ($1, $2, $3, $4, $4, $5, $6)`,
			digest(token), id.New(), p.ID, now, clock.At(ps.Now().Add(sessionFor)), cut(agent, 200))
		if err != nil {
			return err
		}
		return ps.Note(ctx, tx, Actor{ID: p.ID}, deed, "person", p.ID, "")
	})
	return token, err
}

// mayTry refuses a try that comes too soon after failures, saying how long to wait.
func (ps *People) mayTry(ctx context.Context, number, address string) error {
	return ps.DB.Read(ctx, func(tx *db.Tx) error {
		for bucket, free := range map[string]int{"n:" + number: 5, "a:" + address: 30} {
			var failures int
			var last clock.Instant
			err := tx.Row(ctx, `SELECT failures, last_at FROM signin_failures WHERE bucket = $1`, bucket).Scan(&failures, &last)
			if fault.Of(err) == fault.NotFound {
				continue
			} else if err != nil {
				return err
			}
			if left := last.Time().Add(wait(failures - free)).Sub(ps.Now()); left > 0 {
				return fault.New(fault.Invalid, fmt.Sprintf("まちがいが続いたため、あと%sお待ちください。パスワードを忘れたときは、管理者に一度きりの番号を出してもらえばすぐ入れます。", inWords(left)))
			}
		}
		return nil
	})
}

// wait doubles from one second for each failure past the free ones, up to 15 minutes.
func wait(past int) time.Duration {
	if past < 0 {
		return 0
	}
	return min(time.Second<<min(past, 20), 15*time.Minute)
}

func inWords(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%d秒", int(d.Seconds())+1)
	}
	return fmt.Sprintf("%d分", int(d.Minutes())+1)
}

// failed counts a wrong try and says so without telling which part was wrong.
func (ps *People) failed(ctx context.Context, number, address string) error {
	err := ps.DB.Write(ctx, func(tx *db.Tx) error {
		now := ps.Instant()
		old := clock.At(ps.Now().Add(-24 * time.Hour))
		if err := tx.Exec(ctx, `DELETE FROM signin_failures WHERE last_at < $1`, old); err != nil {
			return err
		}
		for _, bucket := range []string{"n:" + cut(number, 40), "a:" + address} {
			err := tx.Exec(ctx, `INSERT INTO signin_failures (bucket, failures, last_at) VALUES ($1, 1, $2)
				ON CONFLICT (bucket) DO UPDATE SET failures = signin_failures.failures + 1, last_at = excluded.last_at`, bucket, now)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return fault.New(fault.Invalid, "職員番号かパスワード（番号）がちがいます。先頭の0と大文字・小文字を確かめて、もう一度入れてください。")
}

// Who returns the actor behind a session token, or nobody. Sessions end after 30 minutes without use.
func (ps *People) Who(ctx context.Context, token string) (a Actor, err error) {
	if len(token) != 64 {
		return a, nil
	}
	city, err := ps.City(ctx)
	if err != nil {
		return a, err
	}
	now := ps.Instant()
	type row struct {
		p    Person
		s    Session
		post Post
	}
	var rows []row
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		idle := clock.At(ps.Now().Add(-idleFor))
		// One question for the session, the person and every post held today: each page asks it.
		rows, err = db.All(ctx, tx, func(r *row) []any {
			return append(append(personFields(&r.p), &r.s.ID, &r.s.SeenAt), postFields(&r.post)...)
		}, `
			SELECT `+personColumns+`, x.id, x.seen_at, COALESCE(p.id, ''), COALESCE(p.staff_id, ''), COALESCE(p.office_id, ''), COALESCE(o.name, ''), COALESCE(o.path, ''), COALESCE(o.ward_id, ''),
				COALESCE(w.name, ''), COALESCE(w.path, ''), COALESCE(p.role, ''), COALESCE(p.title, ''), COALESCE(p.main, FALSE), COALESCE(p.from_date, ''), COALESCE(p.to_date, '')
			FROM sessions x JOIN staff s ON s.id = x.staff_id
			LEFT JOIN posts p ON p.staff_id = s.id AND p.from_date <= $4 AND p.to_date >= $4
			LEFT JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id
			WHERE x.token_hash = $1 AND x.expires_at > $2 AND x.seen_at > $3 AND s.from_date <= $4 AND s.to_date >= $4
			ORDER BY p.main DESC, p.from_date, p.id`, digest(token), now, idle, now.Date())
		return err
	})
	if err != nil || len(rows) == 0 {
		return Actor{}, err
	}
	var posts []Post
	for _, r := range rows {
		if r.post.ID != "" {
			posts = append(posts, r.post)
		}
	}
	s := rows[0].s
	a = NewActor(rows[0].p, posts, now, city.Start)
	a.Session = s.ID
	if ps.Now().Sub(s.SeenAt.Time()) > seenEvery {
		err = ps.DB.Write(ctx, func(tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE sessions SET seen_at = $2 WHERE id = $1`, s.ID, now)
		})
	}
	return a, err
}

// Sessions lists where a is signed in, newest first.
func (ps *People) Sessions(ctx context.Context, a Actor) (all []Session, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		all, err = db.All(ctx, tx, func(s *Session) []any { return []any{&s.ID, &s.CreatedAt, &s.SeenAt, &s.Agent} },
			`SELECT id, created_at, seen_at, agent FROM sessions WHERE staff_id = $1 AND expires_at > $2 ORDER BY created_at DESC`, a.ID, ps.Instant())
		return err
	})
	return all, err
}

// EndSession ends one of a's own sessions.
func (ps *People) EndSession(ctx context.Context, a Actor, session string) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Changed(ctx, `DELETE FROM sessions WHERE id = $1 AND staff_id = $2`, session, a.ID)
		if err == nil && n == 0 {
			return fault.Missing("このサインイン")
		}
		if err != nil {
			return err
		}
		return ps.Note(ctx, tx, a, "sign out", "person", a.ID, "")
	})
}

// ChangePassword sets a's own password and ends a's other sessions.
func (ps *People) ChangePassword(ctx context.Context, a Actor, old, pass string) error {
	var c fault.Check
	checkPassword(&c, "password", pass)
	if err := c.Err(); err != nil {
		return err
	}
	var hash string
	err := ps.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT password_hash FROM staff WHERE id = $1`, a.ID).Scan(&hash)
	})
	if err != nil {
		return err
	}
	c.That(matches(hash, old), "old", "いまのパスワードがちがいます。もう一度入れてください。")
	if err := c.Err(); err != nil {
		return err
	}
	fresh := hashPassword(pass)
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		if err := setPassword(ctx, tx, a.ID, fresh); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `DELETE FROM sessions WHERE staff_id = $1 AND id <> $2`, a.ID, a.Session); err != nil {
			return err
		}
		return ps.Note(ctx, tx, a, "change password", "person", a.ID, "")
	})
}

// IssueCode makes a one-time code for a person's first sign-in or reset, valid for a day; earlier codes end.
func (ps *People) IssueCode(ctx context.Context, a Actor, staffID string) (code string, err error) {
	if !a.May(IssueCodes) {
		return "", fault.Denied("一度きりの番号を出す", "管理者")
	}
	code = id.Code(10)
	err = ps.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := findPerson(ctx, tx, staffID); err != nil {
			return err
		}
		now := ps.Instant()
		if err := tx.Exec(ctx, `UPDATE signin_codes SET used_at = $2 WHERE staff_id = $1 AND used_at = ''`, staffID, now); err != nil {
			return err
		}
		err := tx.Exec(ctx, `INSERT INTO signin_codes (code_hash, staff_id, issued_by, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
			digest(code), staffID, a.ID, now, clock.At(ps.Now().Add(codeFor)))
		if err != nil {
			return err
		}
		return ps.Note(ctx, tx, a, "issue code", "person", staffID, "")
	})
	return code, err
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func cut(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}
