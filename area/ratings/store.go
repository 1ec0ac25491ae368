package ratings

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

const columns = `x.id, x.ward_id, x.fy, x.name, x.by_whom, x.from_date, x.to_date, x.low, x.top, x.fields, x.rule, x.announced, x.others,
	x.sample, x.created_by, x.created_at, x.updated_by, x.updated_at, COALESCE(w.name, ''), COALESCE(s.display, '')`

const from = ` FROM ratings x LEFT JOIN offices w ON w.id = x.ward_id LEFT JOIN staff s ON s.id = x.updated_by`

// text is a column of our own that holds a value as JSON.
type text struct{ v any }

// Scan reads the column.
func (t text) Scan(src any) error {
	s, _ := src.(string)
	if b, ok := src.([]byte); ok {
		s = string(b)
	}
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), t.v)
}

func toText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs of strings and numbers
	}
	return string(b)
}

func fields(x *Rating) []any {
	return []any{&x.ID, &x.WardID, &x.FY, &x.Name, &x.By, &x.From, &x.To, &x.Scale.Low, &x.Scale.Top, text{&x.Fields}, text{&x.Rule}, &x.Announced, text{&x.Others},
		&x.Sample, &x.CreatedBy, &x.CreatedAt, &x.UpdatedBy, &x.UpdatedAt, &x.WardName, &x.Editor}
}

// find loads a rating that a may see: another ward's is not found.
func find(ctx context.Context, tx *db.Tx, a people.Actor, ratingID string) (Rating, error) {
	x, err := db.One(ctx, tx, fields, `SELECT `+columns+from+` WHERE x.id = $1 AND ($2 = '' OR x.ward_id = $2)`, ratingID, a.Sees())
	if fault.Of(err) == fault.NotFound {
		return x, fault.Missing("この格付け調査")
	}
	return x, err
}

// hold lets nobody else write to the rating until this transaction ends, in both databases.
func hold(ctx context.Context, tx *db.Tx, ratingID string) error {
	return tx.Exec(ctx, `UPDATE ratings SET sample = sample WHERE id = $1`, ratingID)
}

// list loads a ward's ratings up to a year, the newest first, at most n.
func list(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, upTo clock.FY, n int) ([]Rating, error) {
	return db.All(ctx, tx, fields, `SELECT `+columns+from+` WHERE x.ward_id = $1 AND ($2 = '' OR x.ward_id = $2) AND x.fy <= $3
		ORDER BY x.fy DESC, x.created_at DESC, x.id LIMIT $4`, wardID, a.Sees(), upTo, n)
}

func insert(ctx context.Context, tx *db.Tx, x Rating) error {
	return tx.Exec(ctx, `
		INSERT INTO ratings (id, ward_id, fy, name, by_whom, from_date, to_date, low, top, fields, rule, announced, others, sample, created_by, created_at, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		x.ID, x.WardID, x.FY, x.Name, x.By, x.From, x.To, x.Scale.Low, x.Scale.Top, toText(x.Fields), toText(x.Rule), x.Announced, toText(x.Others), x.Sample,
		x.CreatedBy, x.CreatedAt, x.UpdatedBy, x.UpdatedAt)
}

// update writes a rating, if it still is as it was seen.
func update(ctx context.Context, tx *db.Tx, x Rating, seen clock.Instant) error {
	n, err := tx.Changed(ctx, `
		UPDATE ratings SET fy = $3, name = $4, by_whom = $5, from_date = $6, to_date = $7, low = $8, top = $9, fields = $10, rule = $11, announced = $12, others = $13,
			updated_by = $14, updated_at = $15
		WHERE id = $1 AND updated_at = $2`,
		x.ID, seen, x.FY, x.Name, x.By, x.From, x.To, x.Scale.Low, x.Scale.Top, toText(x.Fields), toText(x.Rule), x.Announced, toText(x.Others), x.UpdatedBy, x.UpdatedAt)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。")
	}
	return err
}

// kept is a mark with where it came from.
type kept struct {
	RatingID string
	Score
	ImportID string
	At       clock.Instant
}

func keptFields(k *kept) []any {
	return []any{&k.RatingID, &k.Field, &k.Item, &k.Investigator, &k.Visit, &k.Value, &k.ImportID, &k.At}
}

const scoreColumns = `rating_id, field, item, investigator, visit, score, import_id, at`

// scoresOf loads the marks of ratings in one statement, by rating.
func scoresOf(ctx context.Context, tx *db.Tx, ratings ...Rating) (map[string][]Score, error) {
	out := map[string][]Score{}
	if len(ratings) == 0 {
		return out, nil
	}
	ids := make([]any, len(ratings))
	for i, x := range ratings {
		ids[i] = x.ID
	}
	all, err := db.All(ctx, tx, keptFields, `SELECT `+scoreColumns+` FROM rating_scores WHERE rating_id IN (`+db.In(1, len(ids))+`)
		ORDER BY rating_id, field, item, investigator, visit`, ids...)
	for _, k := range all {
		out[k.RatingID] = append(out[k.RatingID], k.Score)
	}
	return out, err
}

func keptOf(ctx context.Context, tx *db.Tx, ratingID string) ([]kept, error) {
	return db.All(ctx, tx, keptFields, `SELECT `+scoreColumns+` FROM rating_scores WHERE rating_id = $1`, ratingID)
}

// putScores writes marks, over those that stand there, two hundred a statement: SQLite's driver takes many parameters slowly.
func putScores(ctx context.Context, tx *db.Tx, all []kept) error {
	for len(all) > 0 {
		now := all[:min(200, len(all))]
		all = all[len(now):]
		var b strings.Builder
		var args []any
		for i, k := range now {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "(%s)", db.In(8*i+1, 8))
			args = append(args, k.RatingID, k.Field, k.Item, k.Investigator, k.Visit, k.Value, k.ImportID, k.At)
		}
		err := tx.Exec(ctx, `INSERT INTO rating_scores (`+scoreColumns+`) VALUES `+b.String()+`
			ON CONFLICT (rating_id, field, item, investigator, visit) DO UPDATE SET score = excluded.score, import_id = excluded.import_id, at = excluded.at`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func dropSheet(ctx context.Context, tx *db.Tx, ratingID string, s Sheet) error {
	return tx.Exec(ctx, `DELETE FROM rating_scores WHERE rating_id = $1 AND field = $2 AND investigator = $3 AND visit = $4`, ratingID, s.Field, s.Investigator, s.Visit)
}

func dropImported(ctx context.Context, tx *db.Tx, importID string) (int64, error) {
	return tx.Changed(ctx, `DELETE FROM rating_scores WHERE import_id = $1`, importID)
}

// use is how an item is used: its marks' range, or an action.
type use struct {
	field, item string
	n, low, top int
}

func usesOf(ctx context.Context, tx *db.Tx, ratingID string) ([]use, error) {
	return db.All(ctx, tx, func(u *use) []any { return []any{&u.field, &u.item, &u.n, &u.low, &u.top} }, `
		SELECT field, item, COUNT(*), MIN(score), MAX(score) FROM rating_scores WHERE rating_id = $1 GROUP BY field, item
		UNION ALL SELECT field, item, 0, 0, 0 FROM rating_actions WHERE rating_id = $1 GROUP BY field, item`, ratingID)
}

func actionFields(x *Action) []any {
	return []any{&x.ID, &x.RatingID, &x.Field, &x.Item, &x.What, &x.Who, &x.Due, &x.Result, &x.ByID, &x.At, &x.ResultBy, &x.ResultAt}
}

const actionColumns = `id, rating_id, field, item, what, who, due, result, by_id, at, result_by, result_at`

// actionsOf loads what was decided after ratings, the oldest first.
func actionsOf(ctx context.Context, tx *db.Tx, ratings ...Rating) ([]Action, error) {
	ids := make([]any, len(ratings))
	for i, x := range ratings {
		ids[i] = x.ID
	}
	return db.All(ctx, tx, actionFields, `SELECT `+actionColumns+` FROM rating_actions WHERE rating_id IN (`+db.In(1, len(ids))+`) ORDER BY at, id`, ids...)
}

func insertAction(ctx context.Context, tx *db.Tx, x Action) error {
	return tx.Exec(ctx, `INSERT INTO rating_actions (`+actionColumns+`) VALUES (`+db.In(1, 12)+`)`,
		x.ID, x.RatingID, x.Field, x.Item, x.What, x.Who, x.Due, x.Result, x.ByID, x.At, x.ResultBy, x.ResultAt)
}

// finishAction writes what came of an action that has no result yet.
func finishAction(ctx context.Context, tx *db.Tx, x Action) error {
	n, err := tx.Changed(ctx, `UPDATE rating_actions SET result = $3, result_by = $4, result_at = $5 WHERE id = $1 AND rating_id = $2 AND result_at = ''`,
		x.ID, x.RatingID, x.Result, x.ResultBy, x.ResultAt)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "この改善には、もう結果が書かれています。画面を開きなおして確かめてください。")
	}
	return err
}
