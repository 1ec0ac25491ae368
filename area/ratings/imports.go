package ratings

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/textfile"
	"kaname/people"
)

// keepDays is how long a file is kept, to be confirmed and to be undone.
const keepDays = 7

// CellsMost is the most marks that one file may bring.
const CellsMost = 20_000

// The states of an import.
const (
	Waiting = "waiting"
	Applied = "applied"
	Undone  = "undone"
)

// Import is a file of marks brought in to a rating.
type Import struct {
	ID, RatingID, Name string
	Header             []string
	Columns            map[string]int // a person's own choice of columns; nil goes by the headers
	Rows               []textfile.Row // nil once the week is over
	Before             []kept
	State              string
	Cells              int // marks that it wrote
	ByID, ByName       string
	At, AppliedAt      clock.Instant
}

// UndoUntil is the last day on which the import can be undone.
func (im Import) UndoUntil() clock.Date { return im.AppliedAt.Date().AddDays(keepDays) }

// UndoableOn says whether the import can be undone on day.
func (im Import) UndoableOn(day clock.Date) bool { return im.State == Applied && day <= im.UndoUntil() }

// layout is how the file is read; the fault names columns that are missing.
func (im Import) layout() (layout, error) {
	if im.Columns != nil {
		return chosen(im.Columns), nil
	}
	return layoutOf(im.Header)
}

// Bring reads a file and keeps it; no mark is written.
func (rs *Ratings) Bring(ctx context.Context, a people.Actor, ratingID, name string, data []byte) (im Import, err error) {
	t, problem := textfile.Read(name, data)
	t = t.FindHeader(fileColumns)
	err = rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "取り込む")
		if err != nil {
			return err
		}
		if problem != nil {
			return problem
		}
		im = Import{ID: id.New(), RatingID: x.ID, Name: name, Header: t.Header, Rows: t.Rows, State: Waiting, ByID: a.ID, At: rs.instant()}
		if len(im.Rows) == 0 {
			return fault.New(fault.Invalid, "見出しの下に行がありません。評点の入ったシートを1枚目にして、もう一度選んでください。")
		}
		if err := forgetOld(ctx, tx, clock.At(rs.Now().AddDate(0, 0, -keepDays-1))); err != nil {
			return err
		}
		if err := insertImport(ctx, tx, im); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "bring", "rating", x.ID, "")
	})
	return im, err
}

// waiting loads a rating's import that has not been applied yet.
func waiting(ctx context.Context, tx *db.Tx, x Rating, importID string) (Import, error) {
	im, err := findImport(ctx, tx, x.ID, importID)
	switch {
	case err != nil:
	case im.State != Waiting:
		err = fault.New(fault.Conflict, "このファイルはもう取り込んであります。取り込みの一覧から開きなおしてください。")
	case im.Rows == nil:
		err = fault.New(fault.Conflict, "預かってから7日をすぎたため、ファイルの中身は消しました。もう一度選んでください。")
	}
	return im, err
}

// MatchColumns keeps a person's own choice of which column of the file holds what.
func (rs *Ratings) MatchColumns(ctx context.Context, a people.Actor, ratingID, importID string, columns map[string]int) error {
	return rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "取り込む")
		if err != nil {
			return err
		}
		im, err := waiting(ctx, tx, x, importID)
		if err != nil {
			return err
		}
		var c fault.Check
		used := map[int]string{}
		for _, col := range fileColumns {
			at, has := columns[col.Key]
			c.That(has || !col.Required, col.Key, "「"+col.Name+"」がどの列か選んでください。")
			c.That(!has || used[at] == "", col.Key, "「"+used[at]+"」と同じ列です。別の列を選んでください。")
			c.That(!has || at >= 0 && at < len(im.Header), col.Key, "ファイルにある列から選んでください。")
			if has {
				used[at] = col.Name
			}
		}
		if err := c.Err(); err != nil {
			return err
		}
		return updateColumns(ctx, tx, im.ID, columns)
	})
}

// Preview says what an import would do and writes nothing. Where columns are missing, the fault names them.
func (rs *Ratings) Preview(ctx context.Context, a people.Actor, ratingID, importID string) (x Rating, im Import, p Plan, err error) {
	err = rs.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if x, err = find(ctx, tx, a, ratingID); err != nil {
			return err
		}
		if !x.WritableBy(a) {
			return deny("取り込む")
		}
		if im, err = waiting(ctx, tx, x, importID); err != nil {
			return err
		}
		p, _, err = plan(ctx, tx, x, im)
		return err
	})
	return x, im, p, err
}

// plan reads a file against the marks that stand now, which it returns too.
func plan(ctx context.Context, tx *db.Tx, x Rating, im Import) (Plan, []kept, error) {
	l, err := im.layout()
	if err != nil {
		return nil, nil, err
	}
	now, err := keptOf(ctx, tx, x.ID)
	if err != nil {
		return nil, nil, err
	}
	scores := make([]Score, len(now))
	for i, k := range now {
		scores[i] = k.Score
	}
	p := l.read(x, im.Rows, scores)
	if len(p) > CellsMost {
		return nil, nil, fault.New(fault.Invalid, "評点が"+itoa(len(p))+"個あります。1つのファイルは"+itoa(CellsMost)+"個までです。分野ごとに分けてください。")
	}
	return p, now, nil
}

// Apply does what the preview showed, in one transaction, and keeps what stood before. seen is the digest of what was
// shown: where marks have changed since, nothing is written. A file with a broken line is not applied at all.
func (rs *Ratings) Apply(ctx context.Context, a people.Actor, ratingID, importID, seen string) (n int, err error) {
	err = rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "取り込む")
		if err != nil {
			return err
		}
		im, err := waiting(ctx, tx, x, importID)
		if err != nil {
			return err
		}
		p, now, err := plan(ctx, tx, x, im)
		switch {
		case err != nil:
			return err
		case p.Count(Broken) > 0:
			return fault.New(fault.Invalid, "なおす評点が"+itoa(p.Count(Broken))+"個あるため、何も書いていません。ファイルをなおして、もう一度選んでください。")
		case p.Digest() != seen:
			return fault.New(fault.Conflict, "確かめたあとに評点が変わったため、何も書いていません。いまの評点で作りなおした確認を、もう一度見てください。")
		}
		im.AppliedAt = rs.instant()
		fresh := im.take(p, now)
		if err := putScores(ctx, tx, fresh); err != nil {
			return err
		}
		if n = len(fresh); n == 0 {
			return fault.New(fault.Invalid, "ファイルの評点は、いまの評点と同じです。取り込むことはありません。")
		}
		if err := applied(ctx, tx, im); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "import", "rating", x.ID, itoa(n))
	})
	return n, err
}

// take lists the marks that a plan writes and remembers those that they replace.
func (im *Import) take(p Plan, now []kept) (fresh []kept) {
	replaced := map[Score]bool{}
	for _, c := range p {
		if c.Kind != Adds && c.Kind != Changes {
			continue
		}
		fresh = append(fresh, kept{RatingID: im.RatingID, Score: c.Score, ImportID: im.ID, At: im.AppliedAt})
		place := c.Score
		place.Value = 0
		replaced[place] = true
	}
	for _, k := range now {
		place := k.Score
		place.Value = 0
		if replaced[place] {
			im.Before = append(im.Before, k)
		}
	}
	im.Cells = len(fresh)
	return fresh
}

// Undo takes an import back, exactly, within seven days. Where a mark of it has changed since, it refuses.
func (rs *Ratings) Undo(ctx context.Context, a people.Actor, ratingID, importID string) error {
	return rs.DB.Write(ctx, func(tx *db.Tx) error {
		x, err := writable(ctx, tx, a, ratingID, "取り込む")
		if err != nil {
			return err
		}
		im, err := findImport(ctx, tx, x.ID, importID)
		switch {
		case err != nil:
			return err
		case im.State != Applied:
			return fault.New(fault.Conflict, "この取り込みは、取り消せる状態ではありません（まだ取り込んでいないか、もう取り消してあります）。")
		case !im.UndoableOn(a.Today):
			return fault.New(fault.Conflict, "取り消せるのは"+im.UndoUntil().Slash()+"まででした。なおしたファイルを取り込むか、入力の画面でなおしてください。")
		}
		gone, err := dropImported(ctx, tx, im.ID)
		if err != nil {
			return err
		}
		if left := im.Cells - int(gone); left != 0 {
			return fault.New(fault.Conflict, "取り込んだあとに評点が"+itoa(left)+"個書きかえられたため、取り消していません。あとから取り込んだファイルがあれば、先にそちらを取り消してください。")
		}
		for _, k := range im.Before {
			if !x.Scale.Allows(k.Value) {
				return fault.New(fault.Conflict, "取り込む前の評点が、いまの物差しの外にあるため、取り消していません。物差しを見なおしてください。")
			}
		}
		if err := putScores(ctx, tx, im.Before); err != nil {
			return err
		}
		if err := undone(ctx, tx, im.ID); err != nil {
			return err
		}
		return rs.Note(ctx, tx, a, "undo import", "rating", x.ID, "")
	})
}
