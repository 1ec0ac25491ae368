package ratings

import (
	"context"
	"slices"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Action is what the ward does about a field or an item after a rating, and what came of it.
type Action struct {
	ID, RatingID string
	ActionDraft
	Result   string
	ByID     string
	At       clock.Instant
	ResultBy string
	ResultAt clock.Instant // "" while it is not done
}

// ActionDraft is the part that the office writes.
type ActionDraft struct {
	Field, Item string // keys; Item "" is the whole field
	What        string
	Who         string // an office or a post, never a person
	Due         clock.Date
}

// Check returns a fault that names each field that cannot stand.
func (d ActionDraft) Check(x Rating) error {
	var c fault.Check
	f, ok := x.Field(d.Field)
	if ok && d.Item != "" {
		_, ok = f.Item(d.Item)
	}
	c.That(ok, "about", "どの分野か項目の改善かを選んでください。")
	c.That(d.What != "", "what", "何をするかを書いてください。例: 番号を呼ぶとき、用件も一言そえる。")
	c.That(utf8.RuneCountInString(d.What) <= 200, "what", "200字までです。することを1つにしぼってください。")
	c.That(d.Who != "" && utf8.RuneCountInString(d.Who) <= 40, "who", "どの担当がするかを40字までで書いてください。人の名前は書きません。")
	c.That(d.Due.Valid(), "due", "いつまでにするかを日付で書いてください。")
	return c.Err()
}

// Act writes what the ward does about a result.
func (rs *Ratings) Act(ctx context.Context, a people.Actor, ratingID string, d ActionDraft) error {
	return rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "受けた改善を書く")
		if err != nil {
			return err
		}
		if err := d.Check(x); err != nil {
			return err
		}
		if err := insertAction(ctx, tx, Action{ID: id.New(), RatingID: x.ID, ActionDraft: d, ByID: a.ID, At: rs.instant()}); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, x.actionDraft()); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "act", "rating", x.ID, "")
	})
}

// Finish writes what came of an action, once.
func (rs *Ratings) Finish(ctx context.Context, a people.Actor, ratingID, actionID, result string) error {
	return rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "受けた改善を書く")
		if err != nil {
			return err
		}
		all, err := actionsOf(ctx, tx, x)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(y Action) bool { return y.ID == actionID }) {
			return fault.Missing("この改善")
		}
		var c fault.Check
		c.That(result != "" && utf8.RuneCountInString(result) <= 200, "result-"+actionID, "どうなったかを200字までで書いてください。できなかったときも、わけを残します。")
		if err := c.Err(); err != nil {
			return err
		}
		if err := finishAction(ctx, tx, Action{ID: actionID, RatingID: x.ID, Result: result, ResultBy: a.ID, ResultAt: rs.instant()}); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "finish", "rating", x.ID, "")
	})
}
