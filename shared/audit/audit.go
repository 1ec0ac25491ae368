// Package audit keeps who saw and who changed what, in a chain that shows if a line was altered or taken out.
package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Entry is one line: at that instant, that actor did deed to the subject. Personal data does not belong in Detail.
type Entry struct {
	Seq                    int64
	At                     clock.Instant
	ActorID, WardID        string
	Deed, Kind, Subject    string
	Detail, PrevHash, Hash string
	ActorName, ActorNumber string // for the page; not part of the chain
}

// Log writes and reads the chain.
type Log struct {
	DB  *db.DB
	Now func() time.Time
}

// Note appends one entry in the caller's transaction, so that a deed and its entry stand or fall together.
// It has the form of people.Note; every area gets it through the app.
func (l *Log) Note(ctx context.Context, tx *db.Tx, a people.Actor, deed, kind, subject, detail string) error {
	e := Entry{At: clock.At(l.Now()), ActorID: a.ID, WardID: a.WardID, Deed: deed, Kind: kind, Subject: subject, Detail: detail}
	// Taking the head locks it until the transaction ends: entries of several nodes form one chain.
	err := tx.Row(ctx, `UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash`).Scan(&e.Seq, &e.PrevHash)
	if err != nil {
		return err
	}
	e.Hash = e.digest()
	if err := tx.Exec(ctx, `UPDATE audit_head SET hash = $1 WHERE id = 1`, e.Hash); err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO audit (seq, at, actor_id, ward_id, deed, kind, subject, detail, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		e.Seq, e.At, e.ActorID, e.WardID, e.Deed, e.Kind, e.Subject, e.Detail, e.PrevHash, e.Hash)
}

// Saw notes that a looked at something personal: staff records, free texts, exports, the audit itself.
func (l *Log) Saw(ctx context.Context, a people.Actor, kind, subject, detail string) error {
	return l.DB.Write(ctx, func(tx *db.Tx) error { return l.Note(ctx, tx, a, "saw", kind, subject, detail) })
}

// digest is SHA-256 over the entry's fields and the hash before it, separated by the unit separator.
func (e Entry) digest() string {
	text := strings.Join([]string{fmt.Sprint(e.Seq), string(e.At), e.ActorID, e.WardID, e.Deed, e.Kind, e.Subject, e.Detail, e.PrevHash}, "\x1f")
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

const columns = `seq, at, actor_id, ward_id, deed, kind, subject, detail, prev_hash, hash`

func fields(e *Entry) []any {
	return []any{&e.Seq, &e.At, &e.ActorID, &e.WardID, &e.Deed, &e.Kind, &e.Subject, &e.Detail, &e.PrevHash, &e.Hash}
}

// Finding is a place where the chain does not hold.
type Finding struct {
	Seq int64
	Say string
}

// Verify walks the whole chain and returns how many entries it read and the first break, if any.
func (l *Log) Verify(ctx context.Context) (read int64, broken *Finding, err error) {
	err = l.DB.Read(ctx, func(tx *db.Tx) error {
		var last Entry
		for {
			page, err := db.All(ctx, tx, fields, `SELECT `+columns+` FROM audit WHERE seq > $1 ORDER BY seq LIMIT 1000`, last.Seq)
			if err != nil {
				return err
			}
			for _, e := range page {
				if broken = check(last, e); broken != nil {
					return nil
				}
				last = e
				read++
			}
			if len(page) < 1000 {
				break
			}
		}
		var seq int64
		var hash string
		if err := tx.Row(ctx, `SELECT seq, hash FROM audit_head WHERE id = 1`).Scan(&seq, &hash); err != nil {
			return err
		}
		if seq != last.Seq || hash != last.Hash {
			broken = &Finding{last.Seq, fmt.Sprintf("記録は%d行目で終わっていますが、%d行あるはずです。おわりの行が消されています。", last.Seq, seq)}
		}
		return nil
	})
	return read, broken, err
}

func check(before, e Entry) *Finding {
	switch {
	case e.Seq != before.Seq+1:
		return &Finding{e.Seq, fmt.Sprintf("%d行目の次が%d行目です。あいだの行が消されています。", before.Seq, e.Seq)}
	case e.PrevHash != before.Hash:
		return &Finding{e.Seq, fmt.Sprintf("%d行目が前の行とつながりません。", e.Seq)}
	case e.Hash != e.digest():
		return &Finding{e.Seq, fmt.Sprintf("%d行目の内容が書きかえられています。", e.Seq)}
	}
	return nil
}

// List returns a page of entries, newest first, with the names of who did them, and how many there are.
func (l *Log) List(ctx context.Context, a people.Actor, kind, subject string, limit, offset int) (all []Entry, total int, err error) {
	err = l.DB.Read(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.If(kind != "", "x.kind = ?", kind)
		w.If(subject != "", "x.subject = ?", subject)
		if err := tx.Row(ctx, `SELECT COUNT(*) FROM audit x`+w.SQL(), w.Args()...).Scan(&total); err != nil {
			return err
		}
		all, err = db.All(ctx, tx, func(e *Entry) []any { return append(fields(e), &e.ActorName, &e.ActorNumber) }, `
			SELECT x.seq, x.at, x.actor_id, x.ward_id, x.deed, x.kind, x.subject, x.detail, x.prev_hash, x.hash, COALESCE(s.display, ''), COALESCE(s.number, '')
			FROM audit x LEFT JOIN staff s ON s.id = x.actor_id`+w.SQL()+fmt.Sprintf(` ORDER BY x.seq DESC LIMIT $%d OFFSET $%d`, w.Next(), w.Next()+1), w.Args(limit, offset)...)
		return err
	})
	return all, total, err
}
