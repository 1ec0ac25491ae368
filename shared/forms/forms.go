// Package forms is アンケートをつくる: office workers write the questions of a survey, put them into other languages, and try them.
package forms

import (
	"context"
	"slices"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
)

// Place is where a form hangs: the survey's title, the way back to its page, and whether it is sample data.
type Place struct {
	Title, Back string
	Sample      bool
}

// Template is a form to begin from, such as the standard visitor survey.
type Template struct {
	ID, Name, Help string
	Form           questionnaire.Form
	Langs          []questionnaire.Lang // besides the original
}

// Keeper is what the room of one kind of survey says of its surveys. Readable and Writable answer NotFound for what a
// may not see, and Writable answers Forbidden where a may only read.
type Keeper struct {
	Readable, Writable func(ctx context.Context, tx *db.Tx, a people.Actor, id string) (Place, error)
	// Bank are the questions that are asked alike everywhere, by their ids for ever.
	Bank      []questionnaire.Question
	Templates []Template
	// Copyable lists earlier surveys of the kind whose form may be copied, by id; nil where there are none.
	Copyable func(ctx context.Context, tx *db.Tx, a people.Actor, id string) ([]ui.Choice, error)
}

// Forms is where forms are written; Subjects holds the keeper of each kind of subject.
type Forms struct {
	DB       *db.DB
	Now      func() time.Time
	Note     people.Note
	Subjects map[string]Keeper
}

// Review says that a person has read a language through: who marked it, who read it (in words), and when.
type Review struct {
	By     string        `json:"by"`
	Reader string        `json:"reader"`
	At     clock.Instant `json:"at"`
}

// Record is the form of one subject with what is known about it.
type Record struct {
	shared.Subject
	Form     questionnaire.Form
	Known    []questionnaire.Question // each question as it came from the bank or an earlier survey: versions are counted from these
	Langs    []questionnaire.Lang     // offered besides the original
	Reviews  map[questionnaire.Lang]Review
	FrozenAt clock.Instant
	FrozenBy string // a person's id

	UpdatedBy string
	UpdatedAt clock.Instant
	Sample    bool
	Editor    string // the name of who saved last
}

// Frozen says whether the wording stands for good.
func (r Record) Frozen() bool { return r.FrozenAt != "" }

// wordings are all questions as the bank and earlier surveys have them.
func (r Record) wordings(k Keeper) []questionnaire.Question {
	return slices.Concat(r.Known, k.Bank)
}

// writable asks the subject's room whether a may change its form.
func (fs *Forms) writable(ctx context.Context, tx *db.Tx, a people.Actor, s shared.Subject) (Keeper, Place, error) {
	k, ok := fs.Subjects[s.Kind]
	if !ok {
		return k, Place{}, missing()
	}
	p, err := k.Writable(ctx, tx, a, s.ID)
	return k, p, err
}

func missing() error { return fault.Missing("このアンケート") }

// refusal is the fault of every change after the wording was frozen.
func (r Record) refusal() error {
	return fault.New(fault.Forbidden, "このアンケートの言葉は、"+r.FrozenAt.Show()+"に決まりました。答えをくらべられるように、はじまったあとは変えられません。変えるときは、次の回のアンケートに写して、そちらでなおしてください。")
}

// FormOf is the form of a subject for the room that asks it, with the languages it is offered in, the original first,
// and whether its wording is frozen. NotFound where none was begun.
func (fs *Forms) FormOf(ctx context.Context, tx *db.Tx, s shared.Subject) (f questionnaire.Form, langs []questionnaire.Lang, frozen bool, err error) {
	r, err := find(ctx, tx, s)
	return r.Form, append([]questionnaire.Lang{questionnaire.Origin}, r.Langs...), r.Frozen(), err
}
