package staffsurveys

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

const surveyColumns = `s.id, s.ward_id, w.name, s.title, s.why, s.use_of, s.keeper, s.closes_on, s.rule, s.form, s.notice, s.envelope, s.boxes,
	s.opened_at, s.closed_at, s.published_on, s.asked, s.spent, s.read, s.sample, s.updated_at`

func surveyFields(s *Survey) []any {
	return []any{&s.ID, &s.WardID, &s.WardName, &s.Title, &s.Why, &s.Use, &s.Keeper, &s.ClosesOn, &s.rule, &s.form, &s.notice, &s.envelope, &s.boxes,
		&s.OpenedAt, &s.ClosedAt, &s.PublishedOn, &s.Asked, &s.Spent, &s.Read, &s.Sample, &s.UpdatedAt}
}

// findSurvey loads a survey within sees ("" every ward).
func findSurvey(ctx context.Context, tx *db.Tx, sees, surveyID string) (Survey, error) {
	s, err := db.One(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM staff_surveys s JOIN offices w ON w.id = s.ward_id
		WHERE s.id = $1 AND ($2 = '' OR s.ward_id = $2)`, surveyID, sees)
	if err != nil {
		return s, err
	}
	return s, s.unpack()
}

// listSurveys lists the surveys of the wards in sight, newest first.
func listSurveys(ctx context.Context, tx *db.Tx, sees string) ([]Survey, error) {
	return unpacked(db.All(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM staff_surveys s JOIN offices w ON w.id = s.ward_id
		WHERE ($1 = '' OR s.ward_id = $1) ORDER BY s.closes_on DESC, s.id DESC LIMIT 200`, sees))
}

func unpacked(all []Survey, err error) ([]Survey, error) {
	for i := range all {
		if err == nil {
			err = all[i].unpack()
		}
	}
	return all, err
}

// invited lists the surveys that wait for a person's answer on a day.
func invited(ctx context.Context, tx *db.Tx, staffID string, day clock.Date) ([]Survey, error) {
	return unpacked(db.All(ctx, tx, surveyFields, `
		SELECT `+surveyColumns+` FROM staff_survey_invitations i JOIN staff_surveys s ON s.id = i.survey_id JOIN offices w ON w.id = s.ward_id
		WHERE i.staff_id = $1 AND i.spent_on = '' AND NOT i.not_now AND s.closed_at = '' AND s.closes_on >= $2 ORDER BY s.closes_on, s.id`, staffID, day))
}

func insertSurvey(ctx context.Context, tx *db.Tx, s Survey) error {
	return tx.Exec(ctx, `
		INSERT INTO staff_surveys (id, ward_id, title, why, use_of, keeper, closes_on, rule, form, sample, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
		s.ID, s.WardID, s.Title, s.Why, s.Use, s.Keeper, s.ClosesOn, text(s.Rule), s.Form.Text(), s.Sample, s.UpdatedAt)
}

// saveDraft writes the draft over the version of before; false where somebody else was faster.
func saveDraft(ctx context.Context, tx *db.Tx, s Survey, before clock.Instant) (bool, error) {
	n, err := tx.Changed(ctx, `
		UPDATE staff_surveys SET title = $3, why = $4, use_of = $5, keeper = $6, closes_on = $7, rule = $8, updated_at = $9
		WHERE id = $1 AND updated_at = $2`, s.ID, before, s.Title, s.Why, s.Use, s.Keeper, s.ClosesOn, text(s.Rule), s.UpdatedAt)
	return n == 1, err
}

// saveOpening freezes form, notice and the measures of the box.
func saveOpening(ctx context.Context, tx *db.Tx, s Survey, by string) error {
	return tx.Exec(ctx, `UPDATE staff_surveys SET form = $2, notice = $3, envelope = $4, boxes = $5, opened_at = $6, opened_by = $7, updated_at = $6 WHERE id = $1`,
		s.ID, s.Form.Text(), text(s.Notice), s.envelope, s.boxes, s.OpenedAt, by)
}

func saveRule(ctx context.Context, tx *db.Tx, s Survey) error {
	return tx.Exec(ctx, `UPDATE staff_surveys SET rule = $2, updated_at = $3 WHERE id = $1`, s.ID, text(s.Rule), s.UpdatedAt)
}

// saveClosing counts what was asked and spent, and lets go of who it was.
func saveClosing(ctx context.Context, tx *db.Tx, s Survey, by string) error {
	err := tx.Exec(ctx, `UPDATE staff_surveys SET closed_at = $2, closed_by = $3, updated_at = $2,
		asked = (SELECT count(*) FROM staff_survey_invitations WHERE survey_id = $1) + (SELECT count(*) FROM staff_survey_slips WHERE survey_id = $1),
		spent = (SELECT count(*) FROM staff_survey_invitations WHERE survey_id = $1 AND spent_on <> '') + (SELECT count(*) FROM staff_survey_slips WHERE survey_id = $1 AND spent_on <> '')
		WHERE id = $1`, s.ID, s.ClosedAt, by)
	if err != nil {
		return err
	}
	for _, q := range []string{`DELETE FROM staff_survey_invitations WHERE survey_id = $1`, `DELETE FROM staff_survey_slips WHERE survey_id = $1`} {
		if _, err := tx.Shred(ctx, q, s.ID); err != nil {
			return err
		}
	}
	return nil
}

func savePublication(ctx context.Context, tx *db.Tx, s Survey) error {
	if _, err := tx.Shred(ctx, `DELETE FROM staff_survey_envelopes WHERE survey_id = $1`, s.ID); err != nil {
		return err
	}
	return tx.Exec(ctx, `UPDATE staff_surveys SET published_on = $2, read = $3, updated_at = $4 WHERE id = $1`, s.ID, s.PublishedOn, s.Read, s.UpdatedAt)
}

// Keeper is somebody who keeps a key.
type Keeper struct {
	Place            int
	HolderID, Name   string
	OfficeName, Post string
	Public           string
	MadeOn, TurnedOn clock.Date
}

// Sign is the key's fingerprint, or "" where it is not made yet.
func (k Keeper) Sign() string {
	if k.Public == "" {
		return ""
	}
	return fingerprint(k.Public)
}

func keepers(ctx context.Context, tx *db.Tx, surveyID string, day clock.Date) ([]Keeper, error) {
	return db.All(ctx, tx, func(k *Keeper) []any {
		return []any{&k.Place, &k.HolderID, &k.Name, &k.OfficeName, &k.Post, &k.Public, &k.MadeOn, &k.TurnedOn}
	}, `
		SELECT k.place, k.holder_id, h.display, COALESCE(o.name, ''), COALESCE(p.title, ''), k.public_key, k.made_on, k.turned_on
		FROM staff_survey_keys k JOIN staff h ON h.id = k.holder_id
		LEFT JOIN posts p ON p.id = (SELECT id FROM posts WHERE staff_id = h.id AND main AND from_date <= $2 AND to_date >= $2 ORDER BY from_date, id LIMIT 1)
		LEFT JOIN offices o ON o.id = p.office_id
		WHERE k.survey_id = $1 ORDER BY k.place`, surveyID, day)
}

func publicKeys(ctx context.Context, tx *db.Tx, surveyID string) (all [Keepers]*[32]byte, err error) {
	ks, err := db.All(ctx, tx, func(v *string) []any { return []any{v} }, `SELECT public_key FROM staff_survey_keys WHERE survey_id = $1 ORDER BY place`, surveyID)
	if err != nil {
		return all, err
	}
	for i := range all {
		ok := i < len(ks)
		if ok {
			all[i], ok = publicOf(ks[i])
		}
		if !ok {
			return all, errNoKeys
		}
	}
	return all, nil
}

// saveKeepers puts three people in the places of the keys; a key already made stays with who made it in the same place.
func saveKeepers(ctx context.Context, tx *db.Tx, surveyID string, holders [Keepers]string) error {
	if err := tx.Exec(ctx, `DELETE FROM staff_survey_keys WHERE survey_id = $1`, surveyID); err != nil {
		return err
	}
	for i, h := range holders {
		if err := tx.Exec(ctx, `INSERT INTO staff_survey_keys (survey_id, place, holder_id) VALUES ($1, $2, $3)`, surveyID, i+1, h); err != nil {
			return err
		}
	}
	return nil
}

// Class is a set of frozen bands, and how many were asked in it.
type Class struct {
	No                   int
	OfficeID, OfficePath string
	Employment, Tenure   string
	Asked                int
}

// OnPaper says whether it is the class of slips: of those no years of work are known.
func (c Class) OnPaper() bool { return c.Tenure == "" }

func classes(ctx context.Context, tx *db.Tx, surveyID string) ([]Class, error) {
	return db.All(ctx, tx, func(c *Class) []any {
		return []any{&c.No, &c.OfficeID, &c.OfficePath, &c.Employment, &c.Tenure, &c.Asked}
	}, `SELECT class, office_id, office_path, employment, tenure, asked FROM staff_survey_classes WHERE survey_id = $1 ORDER BY class`, surveyID)
}

func insertClass(ctx context.Context, tx *db.Tx, surveyID string, c Class) error {
	return tx.Exec(ctx, `INSERT INTO staff_survey_classes (survey_id, class, office_id, office_path, employment, tenure, asked) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		surveyID, c.No, c.OfficeID, c.OfficePath, c.Employment, c.Tenure, c.Asked)
}

// invitee is somebody to be asked, with what is needed for the bands.
type invitee struct {
	staffID, officeID, officePath, employment string
	since                                     clock.Date
}

// staffOf lists who works in a ward on a day by main post; account says whether they can sign in.
func staffOf(ctx context.Context, tx *db.Tx, wardID string, day clock.Date, account bool) ([]invitee, error) {
	return db.All(ctx, tx, func(i *invitee) []any {
		return []any{&i.staffID, &i.officeID, &i.officePath, &i.employment, &i.since}
	}, `
		SELECT h.id, o.id, o.path, h.employment, h.from_date FROM staff h
		JOIN posts p ON p.id = (SELECT id FROM posts WHERE staff_id = h.id AND main AND from_date <= $2 AND to_date >= $2 ORDER BY from_date, id LIMIT 1)
		JOIN offices o ON o.id = p.office_id
		WHERE o.ward_id = $1 AND h.from_date <= $2 AND h.to_date >= $2 AND (h.password_hash <> '') = $3 ORDER BY h.id`, wardID, day, account)
}

func insertInvitation(ctx context.Context, tx *db.Tx, surveyID, staffID string, class int) error {
	return tx.Exec(ctx, `INSERT INTO staff_survey_invitations (survey_id, staff_id, class) VALUES ($1, $2, $3)`, surveyID, staffID, class)
}

// spendInvitation marks a person's invitation with the day and gives its class; NotFound where none is left.
func spendInvitation(ctx context.Context, tx *db.Tx, surveyID, staffID string, day clock.Date) (class int, err error) {
	err = tx.Row(ctx, `UPDATE staff_survey_invitations SET spent_on = $3 WHERE survey_id = $1 AND staff_id = $2 AND spent_on = '' RETURNING class`, surveyID, staffID, day).Scan(&class)
	return class, err
}

// Invitation is what the person asked sees of it.
type Invitation struct{ Asked, Spent, NotNow bool }

func invitationOf(ctx context.Context, tx *db.Tx, surveyID, staffID string) (Invitation, error) {
	all, err := db.All(ctx, tx, func(i *Invitation) []any { return []any{&i.Asked, &i.Spent, &i.NotNow} },
		`SELECT TRUE, spent_on <> '', not_now FROM staff_survey_invitations WHERE survey_id = $1 AND staff_id = $2`, surveyID, staffID)
	if err != nil || len(all) == 0 {
		return Invitation{}, err
	}
	return all[0], nil
}

func waitingFor(ctx context.Context, tx *db.Tx, surveyID string) ([]string, error) {
	return db.All(ctx, tx, func(v *string) []any { return []any{v} },
		`SELECT staff_id FROM staff_survey_invitations WHERE survey_id = $1 AND spent_on = '' AND NOT not_now ORDER BY staff_id`, surveyID)
}

// slipClass finds or makes the class of an office's slips and counts n more into it.
func slipClass(ctx context.Context, tx *db.Tx, surveyID string, o people.Office, employment string, n int) (class int, err error) {
	all, err := classes(ctx, tx, surveyID)
	if err != nil {
		return 0, err
	}
	for _, c := range all {
		if c.OfficeID == o.ID && c.Employment == employment && c.Tenure == "" {
			return c.No, tx.Exec(ctx, `UPDATE staff_survey_classes SET asked = asked + $3 WHERE survey_id = $1 AND class = $2`, surveyID, c.No, n)
		}
	}
	c := Class{No: len(all) + 1, OfficeID: o.ID, OfficePath: o.Path, Employment: employment, Asked: n}
	return c.No, insertClass(ctx, tx, surveyID, c)
}

func insertSlip(ctx context.Context, tx *db.Tx, surveyID, hash string, class int) error {
	return tx.Exec(ctx, `INSERT INTO staff_survey_slips (code_hash, survey_id, class) VALUES ($1, $2, $3)`, hash, surveyID, class)
}

// slipSurvey is the survey a slip belongs to, and whether the slip was used.
func slipSurvey(ctx context.Context, tx *db.Tx, code string) (s Survey, spent bool, err error) {
	var surveyID string
	if err = tx.Row(ctx, `SELECT survey_id, spent_on <> '' FROM staff_survey_slips WHERE code_hash = $1`, slipHash(code)).Scan(&surveyID, &spent); err != nil {
		return s, false, err
	}
	s, err = findSurvey(ctx, tx, "", surveyID)
	return s, spent, err
}

func spendSlip(ctx context.Context, tx *db.Tx, code string, day clock.Date) (class int, err error) {
	err = tx.Row(ctx, `UPDATE staff_survey_slips SET spent_on = $2 WHERE code_hash = $1 AND spent_on = '' RETURNING class`, slipHash(code), day).Scan(&class)
	return class, err
}

// dueSurveys lists surveys whose last day has passed and that nobody has closed.
func dueSurveys(ctx context.Context, tx *db.Tx, day clock.Date) ([]string, error) {
	return db.All(ctx, tx, func(v *string) []any { return []any{v} },
		`SELECT id FROM staff_surveys WHERE opened_at <> '' AND closed_at = '' AND closes_on < $1`, day)
}
