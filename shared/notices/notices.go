// Package notices tells a person in the program itself that something waits for them or has changed; no mail is assumed.
package notices

import (
	"context"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/id"
	"kaname/people"
)

// Notice is one line to one person, with where to go.
type Notice struct {
	ID, Text, Href string
	At, ReadAt     clock.Instant
}

// Post sends and lists notices.
type Post struct {
	DB  *db.DB
	Now func() time.Time
}

// Tell leaves a notice for a person in the caller's transaction; nobody is told of their own deed.
func (p *Post) Tell(ctx context.Context, tx *db.Tx, a people.Actor, staffID, text, href string, sample bool) error {
	if staffID == "" || staffID == a.ID {
		return nil
	}
	return tx.Exec(ctx, `INSERT INTO notices (id, staff_id, text, href, at, sample) VALUES ($1, $2, $3, $4, $5, $6)`,
		id.New(), staffID, text, href, clock.At(p.Now()), sample)
}

// For lists a's newest notices, unread first.
func (p *Post) For(ctx context.Context, tx *db.Tx, a people.Actor, limit int) ([]Notice, error) {
	return db.All(ctx, tx, func(n *Notice) []any { return []any{&n.ID, &n.Text, &n.Href, &n.At, &n.ReadAt} }, `
		SELECT id, text, href, at, read_at FROM notices WHERE staff_id = $1
		ORDER BY CASE WHEN read_at = '' THEN 0 ELSE 1 END, at DESC LIMIT $2`, a.ID, limit)
}

// Unread lists a's unread notices of the last 30 days, newest first; older ones stay under すべて見る.
func (p *Post) Unread(ctx context.Context, tx *db.Tx, a people.Actor, limit int) ([]Notice, error) {
	return db.All(ctx, tx, func(n *Notice) []any { return []any{&n.ID, &n.Text, &n.Href, &n.At, &n.ReadAt} }, `
		SELECT id, text, href, at, read_at FROM notices WHERE staff_id = $1 AND read_at = '' AND at >= $3 ORDER BY at DESC LIMIT $2`, a.ID, limit, clock.At(p.Now().AddDate(0, 0, -30)))
}

// Read marks one of a's notices as read and returns where it leads.
func (p *Post) Read(ctx context.Context, a people.Actor, noticeID string) (href string, err error) {
	err = p.DB.Write(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `UPDATE notices SET read_at = CASE WHEN read_at = '' THEN $3 ELSE read_at END WHERE id = $1 AND staff_id = $2 RETURNING href`,
			noticeID, a.ID, clock.At(p.Now())).Scan(&href)
	})
	return href, err
}
