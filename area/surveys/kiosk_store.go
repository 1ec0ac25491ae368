package surveys

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
)

const kioskColumns = `k.id, k.code, k.counter_id, k.name, k.lang, c.place, c.code, c.survey_id, o.ward_id, k.dark, k.seen_at, k.waiting, k.recent, k.pin, k.sample`

const kioskTables = ` FROM kiosks k JOIN survey_counters c ON c.id = k.counter_id JOIN offices o ON o.id = c.office_id `

func kioskFields(k *Kiosk) []any {
	return []any{&k.ID, &k.Code, &k.CounterID, &k.Name, &k.Lang, &k.Place, &k.CounterCode, &k.SurveyID, &k.WardID, &k.Dark, &k.SeenAt, &k.Waiting, &k.recent, &k.pinHash, &k.Sample}
}

func findKiosk(ctx context.Context, tx *db.Tx, code string) (Kiosk, error) {
	return db.One(ctx, tx, kioskFields, `SELECT `+kioskColumns+kioskTables+`WHERE k.code = $1`, code)
}

// surveyKiosks lists the kiosks of the counters that lead to a survey.
func surveyKiosks(ctx context.Context, tx *db.Tx, surveyID string) ([]Kiosk, error) {
	return db.All(ctx, tx, kioskFields, `SELECT `+kioskColumns+kioskTables+`WHERE c.survey_id = $1 ORDER BY o.path, c.place, k.name, k.id`, surveyID)
}

func insertKiosk(ctx context.Context, tx *db.Tx, k Kiosk, by string, now clock.Instant) error {
	return tx.Exec(ctx, `INSERT INTO kiosks (id, code, counter_id, name, pin, lang, made_by, made_at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		k.ID, k.Code, k.CounterID, k.Name, k.pinHash, string(k.Lang), by, now, k.Sample)
}

// saveDark switches a kiosk of the ward off or on; false where there is none.
func saveDark(ctx context.Context, tx *db.Tx, kioskID, wardID string, dark bool) (bool, error) {
	n, err := tx.Changed(ctx, `UPDATE kiosks SET dark = $3 WHERE id = $1 AND counter_id IN
		(SELECT c.id FROM survey_counters c JOIN offices o ON o.id = c.office_id WHERE o.ward_id = $2)`, kioskID, wardID, dark)
	return n == 1, err
}

// saveSeen notes that a kiosk spoke, and how many answers it still holds.
func saveSeen(ctx context.Context, tx *db.Tx, kioskID string, waiting int, now clock.Instant) error {
	return tx.Exec(ctx, `UPDATE kiosks SET seen_at = $2, waiting = $3 WHERE id = $1`, kioskID, now, waiting)
}

func saveRecent(ctx context.Context, tx *db.Tx, k Kiosk) error {
	return tx.Exec(ctx, `UPDATE kiosks SET recent = $2 WHERE id = $1`, k.ID, k.recent)
}

// insertEnding notes how an answer ended; false where it is noted already.
func insertEnding(ctx context.Context, tx *db.Tx, kioskID string, a Answer, ending string) (bool, error) {
	n, err := tx.Changed(ctx, `INSERT INTO kiosk_sheets (form_key, kiosk_id, day, lang, ending) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (form_key) DO NOTHING`,
		a.Key, kioskID, a.Day, string(a.Lang), ending)
	return n == 1, err
}

// kioskDays counts what each kiosk of the survey's counters did, by id.
func kioskDays(ctx context.Context, tx *db.Tx, surveyID string, today clock.Date) (map[string]KioskDay, error) {
	type row struct {
		kiosk, ending string
		lang          Lang
		today         bool
		n             int
	}
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.kiosk, &r.ending, &r.lang, &r.today, &r.n} }, `
		SELECT h.kiosk_id, h.ending, h.lang, h.day = $2, count(*) FROM kiosk_sheets h JOIN kiosks k ON k.id = h.kiosk_id
		JOIN survey_counters c ON c.id = k.counter_id WHERE c.survey_id = $1 GROUP BY h.kiosk_id, h.ending, h.lang, h.day = $2`, surveyID, today)
	did := map[string]KioskDay{}
	for _, r := range rows {
		d := did[r.kiosk]
		if d.Langs == nil {
			d.Langs = map[Lang]int{}
		}
		d.Langs[r.lang] += r.n
		if r.today {
			switch r.ending {
			case endFull:
				d.Full += r.n
			case endPartial:
				d.Partial += r.n
			default:
				d.Repeated += r.n
			}
		}
		did[r.kiosk] = d
	}
	return did, err
}

// openForm is a form under way on a kiosk without script.
type openForm struct {
	Key, Survey, Marks string
	Lang               Lang
	At                 clock.Instant
}

// putOpen keeps a form under way as it stands.
func putOpen(ctx context.Context, tx *db.Tx, kioskID string, o openForm) error {
	return tx.Exec(ctx, `
		INSERT INTO kiosk_open (form_key, kiosk_id, survey_id, lang, marks, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (form_key) DO UPDATE SET lang = excluded.lang, marks = excluded.marks, at = excluded.at`,
		o.Key, kioskID, o.Survey, string(o.Lang), o.Marks, o.At)
}

// openForms lists the forms of a kiosk that lie since before an instant.
func openForms(ctx context.Context, tx *db.Tx, kioskID string, before clock.Instant) ([]openForm, error) {
	return db.All(ctx, tx, func(o *openForm) []any { return []any{&o.Key, &o.Survey, &o.Lang, &o.Marks, &o.At} },
		`SELECT form_key, survey_id, lang, marks, at FROM kiosk_open WHERE kiosk_id = $1 AND at < $2 ORDER BY at, form_key`, kioskID, before)
}

func dropOpen(ctx context.Context, tx *db.Tx, key string) error {
	return tx.Exec(ctx, `DELETE FROM kiosk_open WHERE form_key = $1`, key)
}
