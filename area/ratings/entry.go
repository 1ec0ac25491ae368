package ratings

import (
	"context"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/people"
)

// Sheet names one record: a field looked at by an investigator on one visit or call, both numbered from 1.
type Sheet struct {
	Field               string
	Investigator, Visit int
}

// check says whether the record can be one of d's.
func (s Sheet) check(c *fault.Check, d Draft) {
	_, ok := d.Field(s.Field)
	c.That(ok, "field", "分野を選んでください。")
	c.That(s.Investigator >= 1 && s.Investigator <= 999, "investigator", "調査員は1から999までの番号です。氏名は入れません。")
	c.That(s.Visit >= 1 && s.Visit <= 99, "visit", "回は1から99までの数です。1回だけなら1です。")
}

// Marks are the marks of one record by item, in hundredths; what is not in it was not marked.
type Marks map[string]int

// seal is the marks as one text, to see whether somebody else has changed them.
func (m Marks) seal(f Field) string {
	var parts []string
	for _, it := range f.Items {
		if v, ok := m[it.Key]; ok {
			parts = append(parts, it.Key+"="+itoa(v))
		}
	}
	return strings.Join(parts, " ")
}

// marksOf are the marks of a record among scores.
func marksOf(scores []Score, s Sheet) Marks {
	m := Marks{}
	for _, k := range scores {
		if k.Field == s.Field && k.Investigator == s.Investigator && k.Visit == s.Visit {
			m[k.Item] = k.Value
		}
	}
	return m
}

// Enter writes the marks of one record in place of those before. seen is the seal of what the person had before them:
// where somebody else has typed since, nothing is written and the fault is a Conflict.
func (rs *Ratings) Enter(ctx context.Context, a people.Actor, ratingID string, s Sheet, seen string, m Marks) error {
	return rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "書く")
		if err != nil {
			return err
		}
		var c fault.Check
		s.check(&c, x.Draft)
		f, _ := x.Field(s.Field)
		for key, v := range m {
			_, ok := f.Item(key)
			c.That(ok, "field", "この分野にない項目があります。画面を開きなおしてください。")
			c.That(x.Scale.Allows(v), "m-"+key, "評点は"+x.Scale.Words()+"の数です。")
		}
		if err := c.Err(); err != nil {
			return err
		}
		scores, err := scoresOf(ctx, tx, x)
		if err != nil {
			return err
		}
		if marksOf(scores[x.ID], s).seal(f) != seen {
			return fault.New(fault.Conflict, "ほかの人が先に同じ調査員の評点を保存しました。")
		}
		if err := dropSheet(ctx, tx, x.ID, s); err != nil {
			return err
		}
		if err := putScores(ctx, tx, typed(x.ID, s, m, rs.instant())); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, s.draftName(x.ID)); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "enter", "rating", x.ID, f.Name+" 調査員"+itoa(s.Investigator)+" "+itoa(s.Visit)+"回")
	})
}

func typed(ratingID string, s Sheet, m Marks, at clock.Instant) []kept {
	var out []kept
	for item, v := range m {
		out = append(out, kept{RatingID: ratingID, At: at,
			Score: Score{Field: s.Field, Item: item, Investigator: s.Investigator, Visit: s.Visit, Value: v}})
	}
	slices.SortFunc(out, func(a, b kept) int { return strings.Compare(a.Item, b.Item) })
	return out
}
