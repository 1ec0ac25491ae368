package forms

import (
	"context"
	"fmt"
	"slices"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/questionnaire"
	"kaname/people"
	"kaname/shared"
)

// From says what a form begins with: a template of the kind, the form of an earlier survey of the kind, or nothing.
type From struct{ Template, CopyID string }

// Begin makes the form of a subject. Where one is already there it is a Conflict.
func (fs *Forms) Begin(ctx context.Context, a people.Actor, s shared.Subject, from From) error {
	return fs.DB.Write(ctx, func(tx *db.Tx) error {
		k, p, err := fs.writable(ctx, tx, a, s)
		if err != nil {
			return err
		}
		return fs.begin(ctx, tx, a, k, s, from, p.Sample)
	})
}

// BeginIn is Begin inside the caller's transaction, for the subject's room in the deed that makes the subject; the room
// has decided that a may. sample marks the form as sample data.
func (fs *Forms) BeginIn(ctx context.Context, tx *db.Tx, a people.Actor, s shared.Subject, from From, sample bool) error {
	k, ok := fs.Subjects[s.Kind]
	if !ok {
		return missing()
	}
	return fs.begin(ctx, tx, a, k, s, from, sample)
}

func (fs *Forms) begin(ctx context.Context, tx *db.Tx, a people.Actor, k Keeper, s shared.Subject, from From, sample bool) error {
	r := Record{Subject: s, UpdatedBy: a.ID, UpdatedAt: clock.At(fs.Now()), Sample: sample}
	switch {
	case from.CopyID != "":
		before, err := fs.earlier(ctx, tx, a, k, s, from.CopyID)
		if err != nil {
			return err
		}
		r.Form, r.Langs, r.Reviews, r.Known = before.Form, before.Langs, before.Reviews, before.Known
	case from.Template != "":
		i := slices.IndexFunc(k.Templates, func(t Template) bool { return t.ID == from.Template })
		if i < 0 {
			return fault.New(fault.Invalid, "選んだひな型がありません。選びなおしてください。")
		}
		r.Form, r.Langs = k.Templates[i].Form, k.Templates[i].Langs
	}
	r.know(r.Form.Questions...)
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	return fs.Note(ctx, tx, a, "begin form", s.Kind, s.ID, from.Template+from.CopyID)
}

// earlier is the form of another survey that the keeper lets a copy.
func (fs *Forms) earlier(ctx context.Context, tx *db.Tx, a people.Actor, k Keeper, s shared.Subject, from string) (Record, error) {
	if k.Copyable == nil {
		return Record{}, fault.Missing("写すアンケート")
	}
	all, err := k.Copyable(ctx, tx, a, s.ID)
	if err != nil {
		return Record{}, err
	}
	for _, c := range all {
		if c.Value == from {
			return find(ctx, tx, shared.Subject{Kind: s.Kind, ID: from})
		}
	}
	return Record{}, fault.Missing("写すアンケート")
}

// know remembers questions as they came, so that other words become another version.
func (r *Record) know(qs ...questionnaire.Question) {
	for _, q := range qs {
		same := func(k questionnaire.Question) bool { return k.ID == q.ID && k.Version == q.Version }
		if !slices.ContainsFunc(r.Known, same) {
			r.Known = append(slices.Clip(r.Known), q)
		}
	}
}

// change is the way of every deed on a form: may a, is it not frozen, do it, note it. fn says what to note, and may run twice.
func (fs *Forms) change(ctx context.Context, a people.Actor, s shared.Subject, deed string, fn func(k Keeper, r *Record) (detail string, err error)) error {
	return fs.DB.Write(ctx, func(tx *db.Tx) error {
		k, _, err := fs.writable(ctx, tx, a, s)
		if err != nil {
			return err
		}
		r, err := take(ctx, tx, s)
		switch {
		case err != nil:
			return err
		case r.Frozen():
			return r.refusal()
		}
		before := r.Form
		detail, err := fn(k, &r)
		if err != nil {
			return err
		}
		r.keepReviews(before)
		r.UpdatedBy, r.UpdatedAt = a.ID, clock.At(fs.Now())
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		return fs.Note(ctx, tx, a, deed, s.Kind, s.ID, detail)
	})
}

// ownID names a question that is nobody else's: figures are joined by the id, also with those of other surveys.
func ownID() string { return "own-" + id.Code(10) }

// AddQuestion writes a new question of a kind behind another one and returns its id.
func (fs *Forms) AddQuestion(ctx context.Context, a people.Actor, s shared.Subject, kind questionnaire.Kind, d Draft) (newID string, err error) {
	newID = ownID()
	err = fs.change(ctx, a, s, "add question", func(k Keeper, r *Record) (string, error) {
		q, err := d.onto(questionnaire.Question{ID: newID, Version: 1, Kind: kind}, r.Known)
		place := len(r.Form.Questions)
		if at := r.Form.At(d.After); at >= 0 {
			place = at + 1
		} else if d.After == First {
			place = 0
		}
		return newID, together(err, r.put(q, place))
	})
	return newID, err
}

// Discard throws a form away that was not frozen, so that it can be begun anew.
func (fs *Forms) Discard(ctx context.Context, a people.Actor, s shared.Subject) error {
	return fs.DB.Write(ctx, func(tx *db.Tx) error {
		if _, _, err := fs.writable(ctx, tx, a, s); err != nil {
			return err
		}
		r, err := take(ctx, tx, s)
		switch {
		case err != nil:
			return err
		case r.Frozen():
			return r.refusal()
		}
		if err := remove(ctx, tx, s); err != nil {
			return err
		}
		return fs.Note(ctx, tx, a, "discard form", s.Kind, s.ID, "")
	})
}

// First stands for the head of the form where a new question says which it follows.
const First = "-"

// put inserts a question, if it can stand.
func (r *Record) put(q questionnaire.Question, place int) error {
	f := questionnaire.Form{Questions: slices.Insert(slices.Clone(r.Form.Questions), place, q)}
	if err := problemsAt(f, place); err != nil {
		return err
	}
	r.Form = f
	return nil
}

// AddFromBank puts a question of the bank at the end, in the bank's words.
func (fs *Forms) AddFromBank(ctx context.Context, a people.Actor, s shared.Subject, questionID string) error {
	return fs.change(ctx, a, s, "add question", func(k Keeper, r *Record) (string, error) {
		i := slices.IndexFunc(k.Bank, func(q questionnaire.Question) bool { return q.ID == questionID })
		switch {
		case i < 0:
			return "", fault.Missing("この問い")
		case r.Form.At(questionID) >= 0:
			return "", fault.New(fault.Invalid, "この問いはもう入っています。言葉を変えて2回きくときは、「写す」を使ってください。")
		}
		r.know(k.Bank[i])
		return questionID, r.put(k.Bank[i], len(r.Form.Questions))
	})
}

// CopyQuestion puts a copy behind a question, as a question of its own with a new id, and returns the id.
func (fs *Forms) CopyQuestion(ctx context.Context, a people.Actor, s shared.Subject, questionID string) (newID string, err error) {
	newID = ownID()
	err = fs.change(ctx, a, s, "copy question", func(_ Keeper, r *Record) (string, error) {
		at, err := r.at(questionID)
		if err != nil {
			return "", err
		}
		q := r.Form.Questions[at]
		q.ID, q.Version = newID, 1
		return newID, r.put(q, at+1)
	})
	return newID, err
}

func (r *Record) at(questionID string) (int, error) {
	at := r.Form.At(questionID)
	if at < 0 {
		return at, fault.New(fault.NotFound, "この問いはもうありません。ほかの人が外したのかもしれません。問いの一覧から開きなおしてください。")
	}
	return at, nil
}

// SaveQuestion replaces the words of a question. seen is the Mark of the question as the person had it before them: where
// somebody else has changed it since, nothing is written and the fault is a Conflict. broken says that the words are not
// those of the bank or of an earlier survey: the question is now a newer version, and its line of figures ends here.
func (fs *Forms) SaveQuestion(ctx context.Context, a people.Actor, s shared.Subject, questionID, seen string, d Draft) (broken bool, err error) {
	err = fs.change(ctx, a, s, "save question", func(k Keeper, r *Record) (string, error) {
		at, err := r.at(questionID)
		if err != nil {
			return "", err
		}
		known := r.wordings(k)
		old := r.Form.Questions[at]
		if seen != Mark(old) {
			return "", fault.New(fault.Conflict, "ほかの人が先に保存しました。")
		}
		q, err := d.onto(old, known)
		q.Version = version(q, known)
		_, broken = breaks(q, known)
		return fmt.Sprintf("%s %d", q.ID, q.Version), together(err, r.replace(at, q))
	})
	return broken, err
}

// replace puts a changed question in its place, if it and the logic of the others can stand.
func (r *Record) replace(at int, q questionnaire.Question) error {
	f := questionnaire.Form{Questions: slices.Clone(r.Form.Questions)}
	f.Questions[at] = q
	if err := problemsAt(f, at); err != nil {
		return err
	}
	if say := r.lost(q); say != "" {
		return fieldFault("options", say)
	}
	r.Form = f
	return nil
}

// SaveConditions replaces who is asked a question: all that are given must be met; none asks everybody.
func (fs *Forms) SaveConditions(ctx context.Context, a people.Actor, s shared.Subject, questionID, seen string, conditions []questionnaire.Condition) error {
	return fs.change(ctx, a, s, "save conditions", func(_ Keeper, r *Record) (string, error) {
		at, err := r.at(questionID)
		if err != nil {
			return "", err
		}
		q := r.Form.Questions[at]
		if seen != Mark(q) {
			return "", fault.New(fault.Conflict, "ほかの人が先に保存しました。")
		}
		q.If = conditions
		return questionID, r.replace(at, q)
	})
}

// MoveQuestion moves a question by one place up (-1) or down (1); at the end of the form it stays. A move that would let
// logic look ahead is refused with the questions' numbers.
func (fs *Forms) MoveQuestion(ctx context.Context, a people.Actor, s shared.Subject, questionID string, by int) error {
	return fs.change(ctx, a, s, "move question", func(_ Keeper, r *Record) (string, error) {
		at, err := r.at(questionID)
		if err != nil {
			return "", err
		}
		to := at + by
		if by*by != 1 || to < 0 || to >= len(r.Form.Questions) {
			return questionID, nil
		}
		qs := slices.Clone(r.Form.Questions)
		qs[at], qs[to] = qs[to], qs[at]
		if say := r.ahead(questionnaire.Form{Questions: qs}); say != "" {
			return "", fault.New(fault.Invalid, say)
		}
		r.Form.Questions = qs
		return questionID, nil
	})
}

// DropQuestion takes a question out; one on whose answer others depend stays until they no longer do.
func (fs *Forms) DropQuestion(ctx context.Context, a people.Actor, s shared.Subject, questionID string) error {
	return fs.change(ctx, a, s, "drop question", func(_ Keeper, r *Record) (string, error) {
		at, err := r.at(questionID)
		if err != nil {
			return "", err
		}
		if say := r.leans(questionID); say != "" {
			return "", fault.New(fault.Invalid, say)
		}
		r.Form.Questions = slices.Delete(slices.Clone(r.Form.Questions), at, at+1)
		return questionID, nil
	})
}
