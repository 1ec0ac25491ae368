package ratings

import (
	"context"
	"strings"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Ratings is what the house can do with external ratings.
type Ratings struct {
	DB   *db.DB
	Now  func() time.Time
	Note people.Note

	// Survey asks what the ward's own visitors said in the time of a rating, item by item. It is shown beside and never
	// averaged with a rating. nil shows nothing.
	Survey func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, from, to clock.Date) ([]Figure, error)

	// Ask puts a year's results forward for publication; nothing leaves the office without that approval. nil offers it to nobody.
	Ask func(ctx context.Context, tx *db.Tx, a people.Actor, p Publication) error
}

// Figure is one item of the ward's own visitor survey.
type Figure struct {
	Item   string  // its short name
	Share  float64 // 満足の割合 (top 2), percent
	N      int
	Base   string // of whom
	Period string
	Href   string
}

// Publication is what the public would read of a rating once it is approved.
type Publication struct {
	RatingID, WardID, Title string
	Lines                   []string
	Sample                  bool
}

func (rs *Ratings) instant() clock.Instant { return clock.At(rs.Now()) }

func deny(what string) error { return fault.Denied("格付け調査を"+what, "区の事務局") }

// Open writes a new year's rating of a ward.
func (rs *Ratings) Open(ctx context.Context, a people.Actor, wardID string, d Draft, sample bool) (x Rating, err error) {
	err = rs.DB.Write(ctx, func(tx *db.Tx) error {
		w, err := people.OfficeIn(ctx, tx, wardID)
		if err != nil || w.Kind != "ward" || !a.SeesWard(w.ID) {
			return fault.Missing("この区")
		}
		x = Rating{ID: id.New(), WardID: w.ID, WardName: w.Name, Draft: d, Sample: sample, CreatedBy: a.ID, CreatedAt: rs.instant(), UpdatedBy: a.ID}
		x.UpdatedAt = x.CreatedAt
		if !x.WritableBy(a) {
			return deny("書く")
		}
		if err := d.Check(); err != nil {
			return err
		}
		if err := insert(ctx, tx, x); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "open", "rating", x.ID, d.FY.Era())
	})
	return x, err
}

// writable loads a rating that a may change, and holds it until the transaction ends: two people's marks come one after the other.
func writable(ctx context.Context, tx *db.Tx, a people.Actor, ratingID, what string) (Rating, error) {
	if err := hold(ctx, tx, ratingID); err != nil {
		return Rating{}, err
	}
	x, err := find(ctx, tx, a, ratingID)
	if err == nil && !x.WritableBy(a) {
		err = deny(what)
	}
	return x, err
}

// Revise replaces what the office wrote. seen is the version the person had before them: where somebody else has saved
// since, the fault is a Conflict. What has marks or actions can be renamed but not taken out.
func (rs *Ratings) Revise(ctx context.Context, a people.Actor, ratingID string, seen clock.Instant, d Draft) error {
	return rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "なおす")
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		uses, err := usesOf(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		if err := keeps(x.Draft, d, uses); err != nil {
			return err
		}
		x.Others = renamedIn(x.Others, x.Fields, d)
		x.Draft, x.UpdatedBy, x.UpdatedAt = d, a.ID, rs.instant()
		if err := update(ctx, tx, x, seen); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, x.draftName()); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "revise", "rating", x.ID, "")
	})
}

// renamedIn gives published figures the new name of their field.
func renamedIn(others []Other, before []Field, d Draft) []Other {
	for i, o := range others {
		old, _ := fieldNamed(before, o.Field)
		if f, ok := d.Field(old.Key); ok {
			others[i].Field = f.Name
		}
	}
	return others
}

// keeps refuses a draft that would lose marks or actions.
func keeps(old, d Draft, uses []use) error {
	var c fault.Check
	for _, u := range uses {
		f, ok := d.Field(u.field)
		was, _ := old.Field(u.field)
		it, _ := was.Item(u.item)
		if ok && u.item != "" {
			_, ok = f.Item(u.item)
		}
		c.That(ok, "fields", "「"+strings.TrimSpace(was.Name+" "+it.Name)+"」には評点か改善が書かれているので、外せません。名前を変えるときは「新しい名前 ← いまの名前」と書いてください。")
		c.That(u.n == 0 || d.Scale.Allows(u.low) && d.Scale.Allows(u.top), "top", "もう入っている評点（"+points(u.low)+"〜"+points(u.top)+"）が、新しい物差しの外に出ます。")
	}
	return c.Err()
}

// Refer replaces the published figures of other wards that stand beside a rating for reference.
func (rs *Ratings) Refer(ctx context.Context, a people.Actor, ratingID string, seen clock.Instant, others []Other) error {
	return rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "なおす")
		if err != nil {
			return err
		}
		x.Others, x.UpdatedBy, x.UpdatedAt = others, a.ID, rs.instant()
		if err := update(ctx, tx, x, seen); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, x.othersDraft()); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "refer", "rating", x.ID, itoa(len(others)))
	})
}
