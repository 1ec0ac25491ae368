package surveys

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/questionnaire"
)

const surveyColumns = `s.id, s.code, s.ward_id, w.name, s.title, s.from_date, s.to_date, s.keeper, s.bank_version,
	s.opened_at, s.closed_at, s.opened_by, s.closed_by, s.last_seq, s.epoch, s.form, s.release_on, s.first_step, s.sample, s.updated_at`

func surveyFields(s *Survey) []any {
	return []any{&s.ID, &s.Code, &s.WardID, &s.WardName, &s.Title, &s.From, &s.To, &s.Keeper, &s.BankVersion,
		&s.OpenedAt, &s.ClosedAt, &s.OpenedBy, &s.ClosedBy, &s.LastSeq, &s.Epoch, formText{&s.Form, &s.formText}, &s.ReleaseOn, &s.FirstStep, &s.Sample, &s.UpdatedAt}
}

// formText reads a stored form; "" is the standard one.
type formText struct {
	to   *questionnaire.Form
	text *string
}

// parsed keeps forms that were read: the same text is the same form, and nobody changes one.
var parsed sync.Map

func (t formText) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("a form is stored as %T", src)
	}
	f, err := parseForm(text)
	*t.to, *t.text = f, text
	return err
}

func parseForm(text string) (questionnaire.Form, error) {
	if text == "" {
		return Standard(), nil
	}
	if f, ok := parsed.Load(text); ok {
		return f.(questionnaire.Form), nil
	}
	f, err := questionnaire.Parse(text)
	if err == nil {
		parsed.Store(text, f)
	}
	return f, err
}

// saveForm writes what the survey asks, while it has no answer; what was counted is counted anew.
func saveForm(ctx context.Context, tx *db.Tx, s Survey, text string) error {
	return tx.Exec(ctx, `UPDATE surveys SET form = $2, epoch = epoch + 1, updated_at = $3 WHERE id = $1`, s.ID, text, s.UpdatedAt)
}

// findSurvey loads a survey within sees ("" every ward).
func findSurvey(ctx context.Context, tx *db.Tx, sees, surveyID string) (Survey, error) {
	return db.One(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM surveys s JOIN offices w ON w.id = s.ward_id
		WHERE s.id = $1 AND ($2 = '' OR s.ward_id = $2)`, surveyID, sees)
}

// findByCode loads the survey that bears a code itself or whose counter does.
func findByCode(ctx context.Context, tx *db.Tx, sees, code string) (Survey, error) {
	return db.One(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM surveys s JOIN offices w ON w.id = s.ward_id
		WHERE ($2 = '' OR s.ward_id = $2)
		  AND (s.code = $1 OR s.id IN (SELECT survey_id FROM survey_counters WHERE code = $1))
		ORDER BY s.from_date DESC LIMIT 1`, code, sees)
}

// listSurveys lists surveys that run between two days, newest first.
func listSurveys(ctx context.Context, tx *db.Tx, sees string, from, to clock.Date) ([]Survey, error) {
	return db.All(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM surveys s JOIN offices w ON w.id = s.ward_id
		WHERE ($1 = '' OR s.ward_id = $1) AND s.from_date <= $3 AND s.to_date >= $2
		ORDER BY s.from_date DESC, w.code, s.id LIMIT 200`, sees, from, to)
}

func insertSurvey(ctx context.Context, tx *db.Tx, s Survey) error {
	return tx.Exec(ctx, `
		INSERT INTO surveys (id, code, ward_id, title, from_date, to_date, keeper, bank_version, sample, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
		s.ID, s.Code, s.WardID, s.Title, s.From, s.To, s.Keeper, s.BankVersion, s.Sample, s.UpdatedAt)
}

// saveSurvey writes the draft over the version of before; false where somebody else was faster.
func saveSurvey(ctx context.Context, tx *db.Tx, s Survey, before clock.Instant) (bool, error) {
	n, err := tx.Changed(ctx, `
		UPDATE surveys SET title = $3, from_date = $4, to_date = $5, keeper = $6, updated_at = $7 WHERE id = $1 AND updated_at = $2`,
		s.ID, before, s.Title, s.From, s.To, s.Keeper, s.UpdatedAt)
	return n == 1, err
}

// saveTurn writes who opened and closed the survey, and when.
func saveTurn(ctx context.Context, tx *db.Tx, s Survey) error {
	return tx.Exec(ctx, `
		UPDATE surveys SET opened_at = $2, opened_by = $3, closed_at = $4, closed_by = $5, updated_at = $6, release_on = $7, first_step = $8 WHERE id = $1`,
		s.ID, s.OpenedAt, s.OpenedBy, s.ClosedAt, s.ClosedBy, s.UpdatedAt, s.ReleaseOn, s.FirstStep)
}

const counterColumns = `c.id, c.survey_id, c.code, c.office_id, c.place, c.place_easy, c.place_en, o.name, o.path, c.sample`

func counterFields(c *Counter) []any {
	return []any{&c.ID, &c.SurveyID, &c.Code, &c.OfficeID, &c.Place, &c.PlaceEasy, &c.PlaceEn, &c.OfficeName, &c.OfficePath, &c.Sample}
}

func findCounter(ctx context.Context, tx *db.Tx, code string) (Counter, error) {
	return db.One(ctx, tx, counterFields, `
		SELECT `+counterColumns+` FROM survey_counters c JOIN offices o ON o.id = c.office_id WHERE c.code = $1`, code)
}

// wardCounters lists every counter of the survey's ward: those that lead to the survey now, and
// those that did when their answers came.
func wardCounters(ctx context.Context, tx *db.Tx, s Survey) ([]Counter, error) {
	return db.All(ctx, tx, counterFields, `
		SELECT `+counterColumns+` FROM survey_counters c JOIN offices o ON o.id = c.office_id
		WHERE o.ward_id = $1 ORDER BY o.path, c.place, c.id`, s.WardID)
}

func insertCounter(ctx context.Context, tx *db.Tx, c Counter, now clock.Instant) error {
	return tx.Exec(ctx, `
		INSERT INTO survey_counters (id, survey_id, code, office_id, place, place_easy, place_en, sample, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
		c.ID, c.SurveyID, c.Code, c.OfficeID, c.Place, c.PlaceEasy, c.PlaceEn, c.Sample, now)
}

// codeTaken says whether a code already leads somewhere.
func codeTaken(ctx context.Context, tx *db.Tx, code string) (bool, error) {
	var n int
	err := tx.Row(ctx, `SELECT (SELECT count(*) FROM survey_counters WHERE code = $1) + (SELECT count(*) FROM surveys WHERE code = $1)`, code).Scan(&n)
	return n > 0, err
}

// moveCounters lets the counters of one survey lead to another.
func moveCounters(ctx context.Context, tx *db.Tx, from, to string, now clock.Instant) (int64, error) {
	return tx.Changed(ctx, `UPDATE survey_counters SET survey_id = $2, updated_at = $3 WHERE survey_id = $1`, from, to, now)
}

const changeColumns = `g.id, g.survey_id, g.office_id, g.voice, g.change, g.change_easy, g.change_en, g.since, g.goal_id, o.name, g.written_by, g.sample`

func changeFields(c *Change) []any {
	return []any{&c.ID, &c.SurveyID, &c.OfficeID, &c.Voice, &c.Change, &c.ChangeEasy, &c.ChangeEn, &c.Since, &c.GoalID, &c.OfficeName, &c.WrittenBy, &c.Sample}
}

// wardChanges lists what changed in the survey's ward because of this survey or an earlier one, newest first.
func wardChanges(ctx context.Context, tx *db.Tx, wardID string, limit int) ([]Change, error) {
	return db.All(ctx, tx, changeFields, `
		SELECT `+changeColumns+` FROM survey_changes g
		JOIN surveys s ON s.id = g.survey_id JOIN offices o ON o.id = g.office_id
		WHERE s.ward_id = $1 ORDER BY g.since DESC, g.created_at DESC, g.id LIMIT $2`, wardID, limit)
}

func insertChange(ctx context.Context, tx *db.Tx, c Change, now clock.Instant) error {
	return tx.Exec(ctx, `
		INSERT INTO survey_changes (id, survey_id, office_id, voice, change, change_easy, change_en, since, goal_id, written_by, sample, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, c.SurveyID, c.OfficeID, c.Voice, c.Change, c.ChangeEasy, c.ChangeEn, c.Since, c.GoalID, c.WrittenBy, c.Sample, now)
}

// takeSeq reserves n numbers for answers and returns the one before the first. Its row lock puts the answers of
// several nodes in one order. taking is false where the survey takes none on that day.
func takeSeq(ctx context.Context, tx *db.Tx, surveyID string, n int, day clock.Date, late bool) (before int64, sample, taking bool, err error) {
	rows, err := tx.Rows(ctx, `
		UPDATE surveys SET last_seq = last_seq + $2
		WHERE id = $1 AND ($4 OR opened_at <> '' AND closed_at = '' AND to_date >= $3) RETURNING last_seq, sample`, surveyID, n, day, late)
	if err != nil {
		return 0, false, false, err
	}
	defer rows.Close()
	for rows.Next() {
		taking = true
		if err := rows.Scan(&before, &sample); err != nil {
			return 0, false, false, err
		}
	}
	return before - int64(n), sample, taking, rows.Err()
}

const answerColumns = 10

// rowsTogether is how many rows one statement carries: with more, SQLite's search for named parameters costs more than it saves (measured).
const rowsTogether = 4

// insertAnswers writes answers numbered from first in statements of many rows; a form already there stays as it is.
func insertAnswers(ctx context.Context, tx *db.Tx, first int64, sample bool, answers []Answer) error {
	written, start := answers, first
	for len(answers) > 0 {
		part := answers[:min(rowsTogether, len(answers))]
		args := make([]any, 0, answerColumns*len(part))
		for i, n := range part {
			args = append(args, n.Key, n.SurveyID, first+int64(i), n.CounterID, n.Mode, string(n.Lang), n.Text(), n.Day, n.Hour, sample)
		}
		if err := tx.Exec(ctx, insertSQL[len(part)], args...); err != nil {
			return err
		}
		first, answers = first+int64(len(part)), answers[len(part):]
	}
	for i, n := range written {
		for question, words := range n.Words { // of a form that was already there nothing more is taken
			err := tx.Exec(ctx, `INSERT INTO survey_words (form_key, survey_id, question, words) SELECT $1, $2, $3, $4
				WHERE EXISTS (SELECT 1 FROM survey_answers WHERE form_key = $1 AND survey_id = $2 AND seq = $5) ON CONFLICT DO NOTHING`, n.Key, n.SurveyID, question, words, start+int64(i))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// insertSQL holds the statement for each number of rows.
var insertSQL = func() (all [rowsTogether + 1]string) {
	for n := 1; n < len(all); n++ {
		rows := make([]string, n)
		for i := range rows {
			rows[i] = "(" + db.In(i*answerColumns+1, answerColumns) + ")"
		}
		all[n] = `INSERT INTO survey_answers (form_key, survey_id, seq, counter_id, mode, lang, marks, day, hour, sample) VALUES ` +
			strings.Join(rows, ", ") + ` ON CONFLICT (form_key) DO NOTHING`
	}
	return all
}()

// Comment is one free text: the question, the day, the counter and the language, and nothing of who wrote it.
type Comment struct {
	Key, Question, Day, CounterID, Mode string
	Lang                                Lang
	Text                                string
}

func commentFields(c *Comment) []any {
	return []any{&c.Key, &c.Question, &c.Day, &c.CounterID, &c.Mode, &c.Lang, &c.Text}
}

// comments lists the free texts written to the questions and left at the counters, newest day first; within a day the
// order is that of the random keys.
func comments(ctx context.Context, tx *db.Tx, surveyID string, questions, counters []string, limit, offset int) ([]Comment, int, error) {
	if len(counters) == 0 || len(questions) == 0 {
		return nil, 0, nil
	}
	args := []any{surveyID}
	for _, x := range slices.Concat(questions, counters) {
		args = append(args, x)
	}
	where := ` FROM survey_words x JOIN survey_answers n ON n.form_key = x.form_key WHERE x.survey_id = $1 AND x.question IN (` + db.In(2, len(questions)) +
		`) AND n.counter_id IN (` + db.In(2+len(questions), len(counters)) + `)`
	var total int
	if err := tx.Row(ctx, `SELECT count(*)`+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	page := fmt.Sprintf(` ORDER BY n.day DESC, x.form_key, x.question LIMIT $%d OFFSET $%d`, len(args)+1, len(args)+2)
	all, err := db.All(ctx, tx, commentFields, `SELECT x.form_key, x.question, n.day, n.counter_id, n.mode, n.lang, x.words`+where+page, append(args, limit, offset)...)
	return all, total, err
}

// written lists every answer in words to a question, for figures of numbers and days; who wrote which is not in it.
func written(ctx context.Context, tx *db.Tx, surveyID, question string) ([]string, error) {
	return db.All(ctx, tx, func(s *string) []any { return []any{s} },
		`SELECT words FROM survey_words WHERE survey_id = $1 AND question = $2 ORDER BY words`, surveyID, question)
}

// removeSample takes every sample record away; the columns of the surveys that stay are counted anew.
func removeSample(ctx context.Context, tx *db.Tx) error {
	for _, q := range []string{
		`UPDATE surveys SET epoch = epoch + 1`,
		`DELETE FROM survey_words WHERE form_key IN (SELECT form_key FROM survey_answers WHERE sample OR survey_id IN (SELECT id FROM surveys WHERE sample)
			OR counter_id IN (SELECT id FROM survey_counters WHERE sample OR survey_id IN (SELECT id FROM surveys WHERE sample)))`,
		`DELETE FROM survey_answers WHERE sample OR survey_id IN (SELECT id FROM surveys WHERE sample)
			OR counter_id IN (SELECT id FROM survey_counters WHERE sample OR survey_id IN (SELECT id FROM surveys WHERE sample))`,
		`DELETE FROM survey_changes WHERE sample OR survey_id IN (SELECT id FROM surveys WHERE sample)`,
		`DELETE FROM survey_counters WHERE sample OR survey_id IN (SELECT id FROM surveys WHERE sample)`,
		`DELETE FROM surveys WHERE sample`,
	} {
		if err := tx.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
