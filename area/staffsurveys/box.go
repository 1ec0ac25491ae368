package staffsurveys

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
)

// filled is what lies in an envelope: the sheet and the frozen class of whoever filled it in.
type filled struct {
	Class int               `json:"c"`
	Marks string            `json:"m"`
	Words map[string]string `json:"w,omitempty"`
}

// Envelopes are kept in compartments of about this many: when one is laid in, its compartment is emptied and filled
// again in a new order under new ids. So neither the order of rows nor their places in the file tell who came when.
const perBox = 48

// envelopeSize is how many bytes every sheet of a form takes before it is sealed, whatever was answered: the longest
// text takes six bytes a character in JSON.
func envelopeSize(f questionnaire.Form) int {
	n := 64 + len(f.Columns())
	for _, q := range f.Questions {
		if !q.Kind.Written() {
			continue
		}
		most := 40
		if q.Kind == questionnaire.Text {
			if most = q.Most; most == 0 {
				most = questionnaire.MostWritten
			}
		}
		n += len(q.ID) + 8 + 6*most
	}
	return (n + 255) / 256 * 256
}

// pack writes a filled-in sheet at the survey's one length.
func pack(class int, sheet questionnaire.Sheet, size int) ([]byte, error) {
	b, err := json.Marshal(filled{class, sheet.Text(), sheet.Words})
	if err != nil {
		return nil, err
	}
	if len(b) > size {
		return nil, fault.New(fault.Invalid, "回答が長すぎます。文章を短くしてください。")
	}
	return append(b, bytes.Repeat([]byte{' '}, size-len(b))...), nil
}

// put seals a sheet and lays it into the box, in the transaction in which the token is spent.
func (ss *StaffSurveys) put(ctx context.Context, tx *db.Tx, s Survey, class int, sheet questionnaire.Sheet) error {
	content, err := pack(class, sheet, s.envelope)
	if err != nil {
		return err
	}
	public, err := publicKeys(ctx, tx, s.ID)
	if err != nil {
		return err
	}
	shut, lay := seal, shake
	if ss.shut != nil {
		shut = ss.shut
	}
	if ss.lay != nil {
		lay = ss.lay
	}
	sealed, err := shut(content, public)
	if err != nil {
		return err
	}
	return lay(ctx, tx, s, sealed)
}

// shake lays an envelope into a compartment chosen by lot and mixes the whole compartment.
func shake(ctx context.Context, tx *db.Tx, s Survey, sealed string) error {
	b := lot(max(1, s.boxes))
	all, err := db.All(ctx, tx, func(v *string) []any { return []any{v} },
		`SELECT sealed FROM staff_survey_envelopes WHERE survey_id = $1 AND box = $2`, s.ID, b)
	if err != nil {
		return err
	}
	if _, err := tx.Shred(ctx, `DELETE FROM staff_survey_envelopes WHERE survey_id = $1 AND box = $2`, s.ID, b); err != nil {
		return err
	}
	all = append(all, sealed)
	shuffle(all)
	return insertEnvelopes(ctx, tx, s.ID, b, all)
}

// lot draws a number from 0 to n-1.
func lot(n int) int {
	v, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return int(v.Int64())
}

// shuffle puts a list into an order drawn by lot.
func shuffle[T any](list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := lot(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

const rowsTogether = 8

func insertEnvelopes(ctx context.Context, tx *db.Tx, surveyID string, box int, all []string) error {
	for len(all) > 0 {
		part := all[:min(rowsTogether, len(all))]
		var rows []string
		var args []any
		for i, sealed := range part {
			rows = append(rows, fmt.Sprintf("($%d, $%d, $%d, $%d)", 4*i+1, 4*i+2, 4*i+3, 4*i+4))
			args = append(args, rand.Text(), surveyID, box, sealed)
		}
		if err := tx.Exec(ctx, `INSERT INTO staff_survey_envelopes (id, survey_id, box, sealed) VALUES `+strings.Join(rows, ", "), args...); err != nil {
			return err
		}
		all = all[len(part):]
	}
	return nil
}

// envelope is one row of the box.
type envelope struct{ id, sealed, share string }

func envelopes(ctx context.Context, tx *db.Tx, surveyID string) ([]envelope, error) {
	return db.All(ctx, tx, func(e *envelope) []any { return []any{&e.id, &e.sealed, &e.share} },
		`SELECT id, sealed, share FROM staff_survey_envelopes WHERE survey_id = $1 ORDER BY id`, surveyID)
}

// giveShares keeps with each envelope what the first key gives of it. Without a second key that is nothing.
func giveShares(ctx context.Context, tx *db.Tx, surveyID string, place int, private, public *[32]byte) error {
	all, err := envelopes(ctx, tx, surveyID)
	if err != nil {
		return err
	}
	for _, e := range all {
		if y, ok := share(e.sealed, place, private, public); ok {
			if err := tx.Exec(ctx, `UPDATE staff_survey_envelopes SET share = $2 WHERE id = $1`, e.id, y); err != nil {
				return err
			}
		}
	}
	return nil
}

// openAll takes every sheet out of its envelope with the second key; what cannot be read is left out.
func openAll(ctx context.Context, tx *db.Tx, surveyID string, place [Needed]int, private, public *[32]byte) ([]filled, error) {
	all, err := envelopes(ctx, tx, surveyID)
	if err != nil {
		return nil, err
	}
	var out []filled
	for _, e := range all {
		y, ok := share(e.sealed, place[1], private, public)
		if !ok {
			continue
		}
		content, ok := unseal(e.sealed, place, [Needed]string{e.share, y})
		var n filled
		if ok && json.Unmarshal(content, &n) == nil {
			out = append(out, n)
		}
	}
	shuffle(out)
	return out, nil
}
