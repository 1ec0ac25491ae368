package plans

import (
	"context"
	"encoding/json"
	"fmt"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// asDocument scans a version's JSON into a Plan.
type asDocument struct{ *Plan }

// Scan reads the stored text of a document.
func (d asDocument) Scan(v any) error {
	switch text := v.(type) {
	case string:
		return json.Unmarshal([]byte(text), d.Plan)
	case []byte:
		return json.Unmarshal(text, d.Plan)
	}
	return fmt.Errorf("a plan's document is %T", v)
}

// records selects plans with their newest version; a condition on p follows.
const records = `
	SELECT p.id, p.code, p.ward_id, COALESCE(w.name, ''), p.title, p.sample, p.created_at, p.updated_at,
		v.id, v.plan_id, v.version, v.position, v.from_fy, v.file_name, v.imported_at, v.document
	FROM plans p JOIN plan_versions v ON v.plan_id = p.id AND v.position = (SELECT MAX(x.position) FROM plan_versions x WHERE x.plan_id = p.id)
	LEFT JOIN offices w ON w.id = p.ward_id
	WHERE `

func recordFields(r *Record) []any {
	v := &r.Version
	return []any{&r.ID, &r.Code, &r.WardID, &r.WardName, &r.Title, &r.Sample, &r.CreatedAt, &r.UpdatedAt,
		&v.ID, &v.PlanID, &v.Version, &v.Position, &v.FromFY, &v.FileName, &v.ImportedAt, asDocument{&r.Plan}}
}

// list loads the plans a may see: the city's and those of the wards in reach.
func list(ctx context.Context, tx *db.Tx, a people.Actor) ([]Record, error) {
	all, err := db.All(ctx, tx, recordFields, records+`(p.ward_id = '' OR $1 = '' OR p.ward_id = $1) ORDER BY p.ward_id, p.title, p.id`, a.Sees())
	if err != nil {
		return nil, err
	}
	at := map[string]*Record{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	ads, err := adoptions(ctx, tx, a, "")
	for _, ad := range ads {
		if r := at[ad.PlanID]; r != nil {
			r.Adoptions = append(r.Adoptions, ad)
		}
	}
	return all, err
}

// find loads one plan that a may see, with its newest version and the adoptions in reach.
func find(ctx context.Context, tx *db.Tx, a people.Actor, planID string) (Record, error) {
	r, err := db.One(ctx, tx, recordFields, records+`p.id = $1 AND (p.ward_id = '' OR $2 = '' OR p.ward_id = $2)`, planID, a.Sees())
	if fault.Of(err) == fault.NotFound {
		return r, fault.Missing("この計画")
	}
	if err != nil {
		return r, err
	}
	r.Adoptions, err = adoptions(ctx, tx, a, r.ID)
	return r, err
}

// known loads the plan that bears code in the ward ("" the city's); ok is false where there is none.
func known(ctx context.Context, tx *db.Tx, wardID, code string) (r Record, ok bool, err error) {
	r, err = db.One(ctx, tx, recordFields, records+`p.ward_id = $1 AND p.code = $2`, wardID, code)
	if fault.Of(err) == fault.NotFound {
		return r, false, nil
	}
	return r, err == nil, err
}

func insertPlan(ctx context.Context, tx *db.Tx, r Record, by string) error {
	return tx.Exec(ctx, `INSERT INTO plans (id, code, ward_id, title, sample, created_by, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.Code, r.WardID, r.Title, r.Sample, by, r.CreatedAt, r.UpdatedAt)
}

func retitle(ctx context.Context, tx *db.Tx, r Record) error {
	return tx.Exec(ctx, `UPDATE plans SET title = $2, updated_at = $3 WHERE id = $1`, r.ID, r.Title, r.UpdatedAt)
}

func insertVersion(ctx context.Context, tx *db.Tx, v Version, p Plan, by string, sample bool) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write plan %s: %w", p.ID, err)
	}
	return tx.Exec(ctx, `
		INSERT INTO plan_versions (id, plan_id, position, version, from_fy, document, file_name, imported_by, imported_at, sample)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, v.ID, v.PlanID, v.Position, v.Version, v.FromFY, string(doc), v.FileName, by, v.ImportedAt, sample)
}

func versionsOf(ctx context.Context, tx *db.Tx, planID string) ([]Version, error) {
	return db.All(ctx, tx, func(v *Version) []any {
		return []any{&v.ID, &v.PlanID, &v.Position, &v.Version, &v.FromFY, &v.FileName, &v.ImportedBy, &v.ImportedAt}
	}, `SELECT v.id, v.plan_id, v.position, v.version, v.from_fy, v.file_name, COALESCE(s.display, ''), v.imported_at
		FROM plan_versions v LEFT JOIN staff s ON s.id = v.imported_by WHERE v.plan_id = $1 ORDER BY v.position`, planID)
}

func document(ctx context.Context, tx *db.Tx, versionID string) (p Plan, err error) {
	err = tx.Row(ctx, `SELECT document FROM plan_versions WHERE id = $1`, versionID).Scan(asDocument{&p})
	return p, err
}

// documents loads every version of a plan, in the order of versionsOf.
func documents(ctx context.Context, tx *db.Tx, planID string) ([]Plan, error) {
	return db.All(ctx, tx, func(p *Plan) []any { return []any{asDocument{p}} }, `SELECT document FROM plan_versions WHERE plan_id = $1 ORDER BY position`, planID)
}

// entry is one key of the ledger, with the reason why the ward does not start it in a year.
type entry struct {
	Key, Level, Title string
	Runs              bool
	First             int // position of the first version that has the key
	EndedFY           int
	EndedWhy          string
	Hold              string
}

func ledgerOf(ctx context.Context, tx *db.Tx, planID, adoptionID string, fy clock.FY) ([]entry, error) {
	return db.All(ctx, tx, func(e *entry) []any {
		return []any{&e.Key, &e.Level, &e.Title, &e.Runs, &e.First, &e.EndedFY, &e.EndedWhy, &e.Hold}
	}, `SELECT i.key, i.level, i.title, i.runs, v.position, i.ended_fy, i.ended_why, COALESCE(h.reason, '')
		FROM plan_items i JOIN plan_versions v ON v.plan_id = i.plan_id AND v.version = i.first_version
		LEFT JOIN plan_holds h ON h.adoption_id = $2 AND h.key = i.key AND h.fy = $3 WHERE i.plan_id = $1 ORDER BY i.key`, planID, adoptionID, fy)
}

// enter writes every item of a version into the ledger; what is there already keeps its first version.
func enter(ctx context.Context, tx *db.Tx, planID string, p *Plan, sample bool) error {
	for _, n := range p.All() {
		it := n.Item
		end := Ending{}
		if it.Ended != nil {
			end = *it.Ended
		}
		err := tx.Exec(ctx, `
			INSERT INTO plan_items (plan_id, key, level, title, runs, first_version, last_version, ended_fy, ended_why, sample)
			VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)
			ON CONFLICT (plan_id, key) DO UPDATE SET level = excluded.level, title = excluded.title, runs = excluded.runs,
				last_version = excluded.last_version, ended_fy = excluded.ended_fy, ended_why = excluded.ended_why`,
			planID, it.Key, it.Level, it.Title, len(it.Items) == 0 && !it.Statement, p.Version, end.FY, end.Why, sample)
		if err != nil {
			return err
		}
	}
	return nil
}

// adoptions loads who runs which plan, in the wards in reach; planID "" is every plan.
func adoptions(ctx context.Context, tx *db.Tx, a people.Actor, planID string) ([]Adoption, error) {
	return db.All(ctx, tx, func(ad *Adoption) []any {
		return []any{&ad.ID, &ad.PlanID, &ad.WardID, &ad.WardName, &ad.FromFY, &ad.AdoptedBy, &ad.AdoptedAt, &ad.Sample}
	}, `SELECT d.id, d.plan_id, d.ward_id, w.name, d.from_fy, d.adopted_by, d.adopted_at, d.sample
		FROM adoptions d JOIN offices w ON w.id = d.ward_id
		WHERE ($1 = '' OR d.plan_id = $1) AND ($2 = '' OR d.ward_id = $2) ORDER BY w.sort, w.code, d.id`, planID, a.Sees())
}

func insertAdoption(ctx context.Context, tx *db.Tx, ad Adoption) error {
	return tx.Exec(ctx, `INSERT INTO adoptions (id, plan_id, ward_id, from_fy, adopted_by, adopted_at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		ad.ID, ad.PlanID, ad.WardID, ad.FromFY, ad.AdoptedBy, ad.AdoptedAt, ad.Sample)
}

func saveHold(ctx context.Context, tx *db.Tx, ad Adoption, key string, fy clock.FY, reason, by string, at clock.Instant) error {
	return tx.Exec(ctx, `
		INSERT INTO plan_holds (adoption_id, key, fy, reason, by_id, at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (adoption_id, key, fy) DO UPDATE SET reason = excluded.reason, by_id = excluded.by_id, at = excluded.at`,
		ad.ID, key, fy, reason, by, at, ad.Sample)
}

func dropHold(ctx context.Context, tx *db.Tx, adoptionID, key string, fy clock.FY) error {
	return tx.Exec(ctx, `DELETE FROM plan_holds WHERE adoption_id = $1 AND key = $2 AND fy = $3`, adoptionID, key, fy)
}

const uploadColumns = `id, by_id, ward_id, from_fy, name, body, at`

func uploadFields(u *Upload) []any {
	return []any{&u.ID, &u.ByID, &u.WardID, &u.FromFY, &u.Name, &u.Body, &u.At}
}

// findUpload loads a file that a sent in; another's is not found.
func findUpload(ctx context.Context, tx *db.Tx, a people.Actor, uploadID string) (Upload, error) {
	u, err := db.One(ctx, tx, uploadFields, `SELECT `+uploadColumns+` FROM plan_uploads WHERE id = $1 AND by_id = $2`, uploadID, a.ID)
	if fault.Of(err) == fault.NotFound {
		return u, fault.New(fault.NotFound, "このファイルは見つかりません。取り込みずみか、7日たって消えたためです。計画の一覧から、もう一度選んでください。")
	}
	return u, err
}

// keepUpload writes a file and drops those older than before.
func keepUpload(ctx context.Context, tx *db.Tx, u Upload, before clock.Instant) error {
	if err := tx.Exec(ctx, `DELETE FROM plan_uploads WHERE at < $1`, before); err != nil {
		return err
	}
	return tx.Exec(ctx, `INSERT INTO plan_uploads (`+uploadColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`, u.ID, u.ByID, u.WardID, u.FromFY, u.Name, u.Body, u.At)
}

func dropUpload(ctx context.Context, tx *db.Tx, uploadID string) error {
	return tx.Exec(ctx, `DELETE FROM plan_uploads WHERE id = $1`, uploadID)
}
