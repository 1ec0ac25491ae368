package forms

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/shared"
)

const columns = `subject_kind, subject_id, form, known, langs, reviewed, frozen_at, frozen_by, updated_by, updated_at, sample`

// row is a record as it is stored.
type row struct {
	Record
	form, known, langs, reviewed string
}

func (r *row) fields() []any {
	return []any{&r.Kind, &r.ID, &r.form, &r.known, &r.langs, &r.reviewed, &r.FrozenAt, &r.FrozenBy, &r.UpdatedBy, &r.UpdatedAt, &r.Record.Sample}
}

// read turns what is stored into a record.
func (r *row) read() (Record, error) {
	var err error
	if r.Form, err = questionnaire.Parse(r.form); err != nil {
		return r.Record, fmt.Errorf("form of %s %s: %w", r.Kind, r.ID, err)
	}
	known, err := questionnaire.Parse(r.known)
	if err != nil {
		return r.Record, fmt.Errorf("known questions of %s %s: %w", r.Kind, r.ID, err)
	}
	r.Known = known.Questions
	for _, l := range strings.Fields(r.langs) {
		r.Langs = append(r.Langs, questionnaire.Lang(l))
	}
	return r.Record, json.Unmarshal([]byte(r.reviewed), &r.Reviews)
}

// write is what is stored of a record, in the order form, known, langs, reviewed.
func write(r Record) ([4]string, error) {
	langs := make([]string, len(r.Langs))
	for i, l := range r.Langs {
		langs[i] = string(l)
	}
	if r.Reviews == nil {
		r.Reviews = map[questionnaire.Lang]Review{}
	}
	reviewed, err := json.Marshal(r.Reviews)
	return [4]string{r.Form.Text(), questionnaire.Form{Questions: r.Known}.Text(), strings.Join(langs, " "), string(reviewed)}, err
}

// find loads a subject's form. Whether a person may see it is the word of the subject's room, asked before.
func find(ctx context.Context, tx *db.Tx, s shared.Subject) (Record, error) {
	r, err := db.One(ctx, tx, func(r *row) []any { return append(r.fields(), &r.Editor) }, `
		SELECT f.`+strings.ReplaceAll(columns, ", ", ", f.")+`, s.display FROM forms f JOIN staff s ON s.id = f.updated_by
		WHERE f.subject_kind = $1 AND f.subject_id = $2`, s.Kind, s.ID)
	if err != nil {
		return Record{}, notBegun(err)
	}
	return r.read()
}

// take loads a subject's form and holds it until the transaction ends, so that two who save at once come one after the other.
func take(ctx context.Context, tx *db.Tx, s shared.Subject) (Record, error) {
	r, err := db.One(ctx, tx, (*row).fields, `UPDATE forms SET updated_at = updated_at WHERE subject_kind = $1 AND subject_id = $2 RETURNING `+columns, s.Kind, s.ID)
	if err != nil {
		return Record{}, notBegun(err)
	}
	return r.read()
}

func notBegun(err error) error {
	if fault.Of(err) == fault.NotFound {
		return fault.New(fault.NotFound, "このアンケートには、まだ問いがありません。「アンケートをつくる」からはじめてください。")
	}
	return err
}

func insert(ctx context.Context, tx *db.Tx, r Record) error {
	text, err := write(r)
	if err != nil {
		return err
	}
	n, err := tx.Changed(ctx, `INSERT INTO forms (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, '', '', $7, $8, $9) ON CONFLICT DO NOTHING`,
		r.Kind, r.ID, text[0], text[1], text[2], text[3], r.UpdatedBy, r.UpdatedAt, r.Sample)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "このアンケートはもう作りはじめています。開いて続きを書いてください。")
	}
	return err
}

// save stores a record that was taken.
func save(ctx context.Context, tx *db.Tx, r Record) error {
	text, err := write(r)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE forms SET form = $3, known = $4, langs = $5, reviewed = $6, frozen_at = $7, frozen_by = $8, updated_by = $9, updated_at = $10 WHERE subject_kind = $1 AND subject_id = $2`,
		r.Kind, r.ID, text[0], text[1], text[2], text[3], r.FrozenAt, r.FrozenBy, r.UpdatedBy, r.UpdatedAt)
}

func remove(ctx context.Context, tx *db.Tx, s shared.Subject) error {
	return tx.Exec(ctx, `DELETE FROM forms WHERE subject_kind = $1 AND subject_id = $2`, s.Kind, s.ID)
}
