// Package attachments keeps photographs and papers that people put beside a record.
package attachments

import (
	"context"
	"net/http"
	"slices"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
	"kaname/shared"
)

// Most is the size of a file, in bytes.
const Most = 5 << 20

// Attachment is a file with what it shows in words.
type Attachment struct {
	ID, ByID, ByName, Name, Alt, Media string
	Size                               int64
	At                                 clock.Instant
	Body                               []byte // only from Open
}

var allowed = []string{"image/png", "image/jpeg", "application/pdf", "text/plain; charset=utf-8"}

// Drawer is where files are kept: in the database, so that every node and every backup has them.
type Drawer struct {
	DB  *db.DB
	Now func() time.Time
}

// Put adds a file in the caller's transaction. alt says what it shows, for people who cannot see it.
func (d *Drawer) Put(ctx context.Context, tx *db.Tx, a people.Actor, s shared.Subject, name, alt string, body []byte, sample bool) error {
	media := http.DetectContentType(body)
	var c fault.Check
	c.That(len(body) > 0, "file", "ファイルを選んでください。")
	c.That(len(body) <= Most, "file", "ファイルは5MBまでです。写真は小さくしてから選んでください。")
	c.That(len(body) == 0 || slices.Contains(allowed, media), "file", "写真（PNG・JPEG）かPDFを選んでください。ほかの形は、PDFにすると足せます。")
	c.That(alt != "", "alt", "何が写っているかを1行で書いてください。見えない人にも伝わります。")
	if err := c.Err(); err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO attachments (id, kind, subject, by_id, name, alt, media, size, body, at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		id.New(), s.Kind, s.ID, a.ID, name, alt, media, len(body), body, clock.At(d.Now()), sample)
}

const columns = `x.id, x.by_id, s.display, x.name, x.alt, x.media, x.size, x.at`

func fields(x *Attachment) []any {
	return []any{&x.ID, &x.ByID, &x.ByName, &x.Name, &x.Alt, &x.Media, &x.Size, &x.At}
}

// Of lists the files of a subject, newest first, without their bodies.
func (d *Drawer) Of(ctx context.Context, tx *db.Tx, s shared.Subject) ([]Attachment, error) {
	return db.All(ctx, tx, fields, `SELECT `+columns+` FROM attachments x JOIN staff s ON s.id = x.by_id WHERE x.kind = $1 AND x.subject = $2 ORDER BY x.at DESC`, s.Kind, s.ID)
}

// Open loads one file of a subject with its body.
func (d *Drawer) Open(ctx context.Context, tx *db.Tx, s shared.Subject, fileID string) (Attachment, error) {
	return db.One(ctx, tx, func(x *Attachment) []any { return append(fields(x), &x.Body) },
		`SELECT `+columns+`, x.body FROM attachments x JOIN staff s ON s.id = x.by_id WHERE x.kind = $1 AND x.subject = $2 AND x.id = $3`, s.Kind, s.ID, fileID)
}
