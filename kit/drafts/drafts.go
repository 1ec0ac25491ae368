// Package drafts keeps half-filled forms, so that a time-out or a stopped server loses nothing.
package drafts

import (
	"context"
	"net/url"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/web"
)

// Most is the size of the largest form kept, in bytes.
const Most = 64 << 10

// Draft is a form as it was last kept.
type Draft struct {
	Form    string
	Fields  url.Values
	SavedAt clock.Instant
}

// Keep saves what owner has typed into form so far; a later Keep replaces it.
func Keep(ctx context.Context, tx *db.Tx, owner, form string, fields url.Values, now clock.Instant) error {
	text := fields.Encode()
	if len(text) > Most {
		return fault.New(fault.Invalid, "書きかけが長すぎて預かれません。分けて保存してください。")
	}
	return tx.Exec(ctx, `
		INSERT INTO drafts (owner, form, fields, saved_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (owner, form) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at`,
		owner, form, text, now)
}

// Of returns what was kept; ok is false where nothing was.
func Of(ctx context.Context, tx *db.Tx, owner, form string) (d Draft, ok bool, err error) {
	var text string
	d.Form = form
	err = tx.Row(ctx, `SELECT fields, saved_at FROM drafts WHERE owner = $1 AND form = $2`, owner, form).Scan(&text, &d.SavedAt)
	if fault.Of(err) == fault.NotFound {
		return d, false, nil
	}
	if err != nil {
		return d, false, err
	}
	d.Fields, err = url.ParseQuery(text)
	return d, err == nil, err
}

// Refill gives fill what owner had typed into form, if anything, and says when that was; "" where nothing was.
func Refill(ctx context.Context, tx *db.Tx, owner, form string, fill func(web.Form)) (clock.Instant, error) {
	d, ok, err := Of(ctx, tx, owner, form)
	if ok {
		fill(web.Form{Values: d.Fields})
	}
	return d.SavedAt, err
}

// Kept is Refill where nothing else is read.
func Kept(ctx context.Context, d *db.DB, owner, form string, fill func(web.Form)) (at clock.Instant, err error) {
	err = d.Read(ctx, func(tx *db.Tx) (err error) { at, err = Refill(ctx, tx, owner, form, fill); return err })
	return at, err
}

// Drop forgets a form once it has been saved for good.
func Drop(ctx context.Context, tx *db.Tx, owner, form string) error {
	return tx.Exec(ctx, `DELETE FROM drafts WHERE owner = $1 AND form = $2`, owner, form)
}

// Forget lets go of forms of owners that begin with prefix and were kept before an instant.
func Forget(ctx context.Context, tx *db.Tx, prefix string, before clock.Instant) error {
	return tx.Exec(ctx, `DELETE FROM drafts WHERE SUBSTR(owner, 1, $1) = $2 AND saved_at < $3`, len(prefix), prefix, before)
}
