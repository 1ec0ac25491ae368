package goals

import (
	"context"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
)

// Status is the word of a check-in. 助けがほしい is a request to the section head, not a bad mark.
type Status string

// The words.
const (
	Good     Status = "good"
	Care     Status = "care"
	Help     Status = "help"
	Done     Status = "done"
	Stopped  Status = "stopped"
	Thinking Status = "thinking"
)

// Statuses lists the words that a check-in can choose, in the order of the choice.
var Statuses = []Status{Good, Care, Help, Done, Stopped}

var statusNames = map[Status]ui.State{
	Good: {Word: "順調", Shape: "good", Tone: "good"}, Care: {Word: "気がかり", Shape: "care", Tone: "care"},
	Help: {Word: "助けがほしい", Shape: "help", Tone: "help"}, Done: {Word: "終えた", Shape: "done", Tone: "quiet"},
	Stopped: {Word: "やめた", Shape: "stop", Tone: "quiet"}, Thinking: {Word: "考え中", Shape: "think", Tone: "quiet"},
}

// Show is the status with its shape.
func (s Status) Show() ui.State { return statusNames[s] }

// Confidence is how the person sees the year's end.
type Confidence struct{ Value, Name string }

// Confidences lists them.
var Confidences = []Confidence{{"likely", "届きそう"}, {"even", "五分五分"}, {"hard", "むずかしい"}}

func confidenceName(v string) string {
	for _, c := range Confidences {
		if c.Value == v {
			return c.Name
		}
	}
	return ""
}

// Checkin is ひとこと更新: a status word, one line, a look ahead. Earlier ones stay to be read.
type Checkin struct {
	ID, GoalID string
	CheckinDraft
	ByID, ByName string
	At           clock.Instant
	Sample       bool
}

// CheckinDraft is what a person writes in a minute.
type CheckinDraft struct {
	Status     Status
	Line       string
	Need       string
	Confidence string
}

// LineMost is the length of a check-in's line, in characters.
const LineMost = 140

// Check returns a fault that names each field that cannot stand.
func (d CheckinDraft) Check() error {
	var c fault.Check
	_, known := statusNames[d.Status]
	c.That(known, "status", "いまの状態を選んでください。")
	c.That(utf8.RuneCountInString(d.Line) <= LineMost, "line", "ひとことは140字までです。続きはコメントに書けます。")
	c.That(d.Status != Help || d.Need != "" || d.Line != "", "need", "何があれば進むかを1行書いてください。所属長に届きます。")
	c.That(d.Status != Stopped || d.Line != "", "line", "やめてわかったことを1行書いてください。つぎに生きます。")
	c.That(utf8.RuneCountInString(d.Need) <= LineMost, "need", "140字までです。")
	c.That(d.Confidence == "" || confidenceName(d.Confidence) != "", "confidence", "見込みを選びなおしてください。")
	return c.Err()
}

// Report adds a check-in to a goal. It takes a person less than a minute and asks nobody's leave.
func (gs *Goals) Report(ctx context.Context, a people.Actor, goalID string, d CheckinDraft, sample bool) error {
	return gs.DB.Write(ctx, func(tx *db.Tx) error {
		if err := d.Check(); err != nil {
			return err
		}
		g, err := gs.forWriting(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		c := Checkin{ID: id.New(), GoalID: g.ID, CheckinDraft: d, ByID: a.ID, At: gs.instant(), Sample: sample}
		if err := insertCheckin(ctx, tx, c); err != nil {
			return err
		}
		if err := drafts.Drop(ctx, tx, a.ID, "checkin:"+g.ID); err != nil {
			return err
		}
		return gs.Note(ctx, tx, a, "report", string(g.Kind), g.ID, string(d.Status))
	})
}

// Remark adds a comment to a goal; whoever may read it may write one.
func (gs *Goals) Remark(ctx context.Context, a people.Actor, goalID, text string, sample bool) error {
	return gs.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := find(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		return gs.Comments.Add(ctx, tx, a, subject(g.ID), text, sample)
	})
}

// Attach puts a photograph or a paper beside a goal as evidence by hand.
func (gs *Goals) Attach(ctx context.Context, a people.Actor, goalID, name, alt string, body []byte) error {
	return gs.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := gs.forWriting(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		if err := gs.Attachments.Put(ctx, tx, a, subject(g.ID), name, alt, body, false); err != nil {
			return err
		}
		return gs.Note(ctx, tx, a, "attach", string(g.Kind), g.ID, "")
	})
}

func subject(goalID string) shared.Subject { return shared.Subject{Kind: "goal", ID: goalID} }

const checkinColumns = `c.id, c.goal_id, c.status, c.line, c.need, c.confidence, c.by_id, COALESCE(s.display, ''), c.at, c.sample`

func checkinFields(c *Checkin) []any {
	return []any{&c.ID, &c.GoalID, &c.Status, &c.Line, &c.Need, &c.Confidence, &c.ByID, &c.ByName, &c.At, &c.Sample}
}

func insertCheckin(ctx context.Context, tx *db.Tx, c Checkin) error {
	return tx.Exec(ctx, `INSERT INTO goal_checkins (id, goal_id, status, line, need, confidence, by_id, at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, c.GoalID, c.Status, c.Line, c.Need, c.Confidence, c.ByID, c.At, c.Sample)
}

func checkinsOf(ctx context.Context, tx *db.Tx, goalID string) ([]Checkin, error) {
	return db.All(ctx, tx, checkinFields, `SELECT `+checkinColumns+` FROM goal_checkins c LEFT JOIN staff s ON s.id = c.by_id WHERE c.goal_id = $1 ORDER BY c.at DESC, c.id DESC`, goalID)
}
