package roster

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/textfile"
	"kaname/people"
)

// keepDays is how long a file is kept, to be confirmed and to be undone.
const keepDays = 7

// The states of an import.
const (
	Waiting = "waiting"
	Applied = "applied"
	Undone  = "undone"
)

// Import is a file brought in.
type Import struct {
	ID, Kind, Name      string
	Header              []string
	Rows                []textfile.Row
	Columns             map[string]int // our column → place in the file
	Sure                bool           // the columns are matched
	State               string
	Counts              map[string]int
	ByID, ByName        string
	At                  clock.Instant
	AppliedAt, UndoneAt clock.Instant
}

// Matching is the stored match of columns.
func (im Import) Matching() textfile.Matching {
	var m textfile.Matching
	for key, at := range im.Columns {
		m = m.With(key, at)
	}
	return m
}

// UndoUntil is the last day on which the import can be undone.
func (im Import) UndoUntil() clock.Date { return im.AppliedAt.Date().AddDays(keepDays) }

// UndoableOn says whether the import can be undone on day.
func (im Import) UndoableOn(day clock.Date) bool { return im.State == Applied && day <= im.UndoUntil() }

// Bring reads a file and keeps it; nothing of the roster changes.
func (ro *Roster) Bring(ctx context.Context, a people.Actor, kind, name string, data []byte) (im Import, err error) {
	if !a.May(people.WriteRoster) {
		return im, fault.Denied("名簿を取り込む", "管理者")
	}
	if kind != "offices" && kind != "staff" {
		return im, fault.New(fault.Invalid, "所属か職員か、どちらのファイルかを選んでください。")
	}
	t, err := textfile.Read(name, data)
	if err != nil {
		return im, err
	}
	t = t.FindHeader(columnsFor(kind))
	m, problem := textfile.Match(t.Header, columnsFor(kind))
	im = Import{ID: id.New(), Kind: kind, Name: name, Header: t.Header, Rows: t.Rows, Columns: map[string]int{}, Sure: problem == nil, State: Waiting, ByID: a.ID, At: ro.instant()}
	for _, c := range columnsFor(kind) {
		if at := m.At(c.Key); at >= 0 {
			im.Columns[c.Key] = at
		}
	}
	if kind == "staff" && !m.Has("name") && !m.Has("family") && !m.Has("called") && !m.Has("office") && !m.Has("to") {
		im.Sure = false
	}
	err = ro.DB.Write(ctx, func(tx *db.Tx) error {
		if err := forgetOld(ctx, tx, clock.At(ro.Now().AddDate(0, 0, -keepDays-1))); err != nil {
			return err
		}
		if err := insertImport(ctx, tx, im); err != nil {
			return err
		}
		return ro.Note(ctx, tx, a, "bring", "import", im.ID, kindName(kind))
	})
	return im, err
}

// Forget empties files whose seven days are over; the app calls it once a day.
func (ro *Roster) Forget(ctx context.Context) error {
	return ro.DB.Write(ctx, func(tx *db.Tx) error {
		return forgetOld(ctx, tx, clock.At(ro.Now().AddDate(0, 0, -keepDays-1)))
	})
}

// columnField is the field of the page in which a column is chosen; keys such as main would meet the page's own ids.
func columnField(c textfile.Column) string { return "column-" + c.Key }

// MatchColumns keeps a person's own choice of which column of the file holds what.
func (ro *Roster) MatchColumns(ctx context.Context, a people.Actor, importID string, columns map[string]int) error {
	return ro.DB.Write(ctx, func(tx *db.Tx) error {
		im, err := ro.waiting(ctx, tx, a, importID)
		if err != nil {
			return err
		}
		var c fault.Check
		used := map[int]string{}
		for _, col := range columnsFor(im.Kind) {
			at, has := columns[col.Key]
			c.That(has || !col.Required, columnField(col), "「"+col.Name+"」がどの列か選んでください。")
			c.That(!has || used[at] == "", columnField(col), "「"+used[at]+"」と同じ列です。別の列を選んでください。")
			c.That(!has || at >= 0 && at < len(im.Header), columnField(col), "ファイルにある列から選んでください。")
			if has {
				used[at] = col.Name
			}
		}
		if err := c.Err(); err != nil {
			return err
		}
		im.Columns, im.Sure = columns, true
		return updateColumns(ctx, tx, im)
	})
}

func (ro *Roster) waiting(ctx context.Context, tx *db.Tx, a people.Actor, importID string) (Import, error) {
	if !a.May(people.WriteRoster) {
		return Import{}, fault.Denied("名簿を取り込む", "管理者")
	}
	im, err := findImport(ctx, tx, importID)
	if err == nil && im.State != Waiting {
		err = fault.New(fault.Conflict, "このファイルはもう取り込んであります。取り込みの一覧から開きなおしてください。")
	}
	if err == nil && len(im.Rows) == 0 {
		err = fault.New(fault.Conflict, "預かってから7日をすぎたため、ファイルの中身は消しました。もう一度選んでください。")
	}
	return im, err
}

func (ro *Roster) plan(ctx context.Context, tx *db.Tx, a people.Actor, im Import) (Plan, error) {
	city, err := ro.People.City(ctx)
	if err != nil {
		return Plan{}, err
	}
	if im.Kind == "offices" {
		return planOffices(ctx, tx, ro.People, a, city.Start, im.Matching(), im.Rows)
	}
	return planStaff(ctx, tx, ro.People, a, city.Start, im.Matching(), im.Rows)
}

// errRehearsed ends a rehearsal: everything was done and is taken back.
var errRehearsed = errors.New("rehearsed")

// Preview says what an import would do and writes nothing. Offices are rehearsed in a transaction that is taken back,
// so that a line which stumbles over another one is found before, not while it is applied.
func (ro *Roster) Preview(ctx context.Context, a people.Actor, importID string) (im Import, plan Plan, err error) {
	read := func(tx *db.Tx) error {
		if im, err = ro.waiting(ctx, tx, a, importID); err != nil {
			return err
		}
		plan, err = ro.plan(ctx, tx, a, im)
		return err
	}
	if err = ro.DB.Read(ctx, read); err != nil || im.Kind != "offices" || plan.Count(Broken) > 0 {
		return im, plan, err
	}
	err = ro.DB.Write(ctx, func(tx *db.Tx) error {
		if err := read(tx); err != nil {
			return err
		}
		if err := plan.run(ctx, tx); err != nil {
			return err
		}
		return errRehearsed
	})
	var at *lineFault
	switch {
	case errors.As(err, &at):
		plan.fail(at)
		err = nil
	case errors.Is(err, errRehearsed):
		err = nil
	}
	return im, plan, err
}

// fail puts what the rehearsal stumbled over at its line.
func (p *Plan) fail(at *lineFault) {
	for i := range p.Steps {
		if p.Steps[i].Line == at.line {
			p.Steps[i].broken("", saying(at.err), "")
		}
	}
}

// Apply does what the preview showed, in one transaction, and keeps what was before. seen is the digest of what was
// shown: where the roster has changed since, nothing is written. A file with a broken line is not applied at all.
func (ro *Roster) Apply(ctx context.Context, a people.Actor, importID, seen string) (counts map[string]int, err error) {
	err = ro.DB.Write(ctx, func(tx *db.Tx) error {
		im, err := ro.waiting(ctx, tx, a, importID)
		if err != nil {
			return err
		}
		plan, err := ro.plan(ctx, tx, a, im)
		if err != nil {
			return err
		}
		if n := plan.Count(Broken); n > 0 {
			return fault.New(fault.Invalid, "なおす行が"+itoa(n)+"行あるため、何も書いていません。ファイルをなおして、もう一度選んでください。")
		}
		if plan.Digest() != seen {
			return fault.New(fault.Conflict, "確かめたあとに名簿が変わったため、何も書いていません。いまの名簿で作りなおした確認を、もう一度見てください。")
		}
		before, err := people.TakePicture(ctx, tx)
		if err != nil {
			return err
		}
		if err := plan.run(ctx, tx); err != nil {
			return told(err)
		}
		if err := people.StillKept(ctx, tx, a.Today); err != nil {
			return err
		}
		after, err := people.TakePicture(ctx, tx)
		if err != nil {
			return err
		}
		counts = map[string]int{Adds: plan.Count(Adds), Changes: plan.Count(Changes), Same: plan.Count(Same)}
		if err := insertTraces(ctx, tx, im.ID, after.Since(before)); err != nil {
			return err
		}
		if err := applied(ctx, tx, im.ID, ro.instant(), counts); err != nil {
			return err
		}
		return ro.Note(ctx, tx, a, "import", "import", im.ID, kindName(im.Kind)+" 追加"+itoa(counts[Adds])+" 変更"+itoa(counts[Changes]))
	})
	return counts, err
}

// told says at which line an application stopped, as one sentence.
func told(err error) error {
	var at *lineFault
	if !errors.As(err, &at) {
		return err
	}
	return fault.Wrap(fault.Invalid, itoa(at.line)+"行目: "+saying(at.err)+"何も書いていません。", err)
}

// Undo takes an import back, exactly, within seven days. Where a record has changed since, it refuses and names it.
func (ro *Roster) Undo(ctx context.Context, a people.Actor, importID string) error {
	if !a.May(people.WriteRoster) {
		return fault.Denied("取り込みを取り消す", "管理者")
	}
	return ro.DB.Write(ctx, func(tx *db.Tx) error {
		im, err := findImport(ctx, tx, importID)
		if err != nil {
			return err
		}
		if im.State != Applied {
			return fault.New(fault.Conflict, "この取り込みは、取り消せる状態ではありません（まだ取り込んでいないか、もう取り消してあります）。")
		}
		if !im.UndoableOn(a.Today) {
			return fault.New(fault.Conflict, "取り消せるのは"+im.UndoUntil().Slash()+"まででした。1件ずつなおすか、なおしたファイルを取り込んでください。")
		}
		traces, err := tracesOf(ctx, tx, im.ID)
		if err != nil {
			return err
		}
		if err := ro.People.UndoIn(ctx, tx, a, traces); err != nil {
			return err
		}
		if err := people.StillKept(ctx, tx, a.Today); err != nil {
			return err
		}
		if err := undone(ctx, tx, im.ID, a.ID, ro.instant()); err != nil {
			return err
		}
		return ro.Note(ctx, tx, a, "undo import", "import", im.ID, kindName(im.Kind))
	})
}

// toJSON is for columns of our own tables alone.
func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func fromJSON(text string, v any) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), v)
}
