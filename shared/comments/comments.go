// Package comments lets colleagues write a line under any record they may see; nobody approves it.
package comments

import (
	"context"
	"time"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
	"kaname/shared"
)

// Most is the length of a comment, in characters.
const Most = 500

// Comment is one line by one person.
type Comment struct {
	ID, ByID, ByName, Text string
	At                     clock.Instant
}

// Board is where comments are kept. The room of the subject decides who may see and write; it calls from its own deeds.
type Board struct {
	DB  *db.DB
	Now func() time.Time
}

// Add writes a comment in the caller's transaction.
func (b *Board) Add(ctx context.Context, tx *db.Tx, a people.Actor, s shared.Subject, text string, sample bool) error {
	var c fault.Check
	c.That(text != "", "text", "ひとことを書いてから送ってください。")
	c.That(utf8.RuneCountInString(text) <= Most, "text", "ひとことは500字までです。")
	if err := c.Err(); err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO comments (id, kind, subject, by_id, text, at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id.New(), s.Kind, s.ID, a.ID, text, clock.At(b.Now()), sample)
}

// Of lists the comments on a subject, newest first.
func (b *Board) Of(ctx context.Context, tx *db.Tx, s shared.Subject) ([]Comment, error) {
	return db.All(ctx, tx, func(c *Comment) []any { return []any{&c.ID, &c.ByID, &c.ByName, &c.Text, &c.At} }, `
		SELECT c.id, c.by_id, s.display, c.text, c.at FROM comments c JOIN staff s ON s.id = c.by_id
		WHERE c.kind = $1 AND c.subject = $2 ORDER BY c.at DESC, c.id DESC`, s.Kind, s.ID)
}
