package policies

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

const columns = `p.id, p.ward_id, p.fy, p.version, p.foreword, p.published_at, p.published_by, p.approval_id, p.sample,
	p.created_by, p.created_at, p.updated_by, p.updated_at, w.name, w.path, COALESCE(s.display, '')`

const from = ` FROM policies p JOIN offices w ON w.id = p.ward_id LEFT JOIN staff s ON s.id = p.updated_by`

// fields lists a policy's columns' places, in the order of columns.
func fields(p *Policy) []any {
	return []any{&p.ID, &p.WardID, &p.FY, &p.Version, &p.Foreword, &p.PublishedAt, &p.PublishedBy, &p.ApprovalID, &p.Sample,
		&p.CreatedBy, &p.CreatedAt, &p.UpdatedBy, &p.UpdatedAt, &p.WardName, &p.WardPath, &p.Editor}
}

// row loads a version that a may see, without its points: another ward's is not found.
func row(ctx context.Context, tx *db.Tx, a people.Actor, policyID string) (Policy, error) {
	p, err := db.One(ctx, tx, fields, `SELECT `+columns+from+` WHERE p.id = $1 AND ($2 = '' OR p.ward_id = $2)`, policyID, a.Sees())
	if fault.Of(err) == fault.NotFound {
		return p, fault.Missing("この方針")
	}
	return p, err
}

// find is row with the points.
func find(ctx context.Context, tx *db.Tx, a people.Actor, policyID string) (Policy, error) {
	p, err := row(ctx, tx, a, policyID)
	if err != nil {
		return p, err
	}
	return p, fill(ctx, tx, &p)
}

// openDraft loads the draft of a ward and year.
func openDraft(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) (Policy, error) {
	p, err := db.One(ctx, tx, fields, `SELECT `+columns+from+` WHERE p.ward_id = $1 AND p.fy = $2 AND p.published_at = ''`, wardID, fy)
	if err != nil {
		return p, err
	}
	return p, fill(ctx, tx, &p)
}

// editions lists a ward's versions without their points, the newest year and version first; fy 0 is every year.
func editions(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Policy, error) {
	return db.All(ctx, tx, fields, `SELECT `+columns+from+`
		WHERE p.ward_id = $1 AND ($2 = '' OR p.ward_id = $2) AND ($3 = 0 OR p.fy = $3) ORDER BY p.fy DESC, p.version DESC`, wardID, a.Sees(), fy)
}

// pointsStanding loads the points of the version that stands in fy, without their links: the newest published one, or
// the draft while none is published.
func pointsStanding(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Point, error) {
	return db.All(ctx, tx, func(p *Point) []any { return []any{&p.ID, &p.Title, &p.Text} }, `
		SELECT x.point_id, x.title, x.text FROM policy_points x WHERE x.policy_id = (
			SELECT p.id FROM policies p WHERE p.ward_id = $1 AND ($2 = '' OR p.ward_id = $2) AND p.fy = $3
			ORDER BY CASE WHEN p.published_at = '' THEN 1 ELSE 0 END, p.version DESC LIMIT 1)
		ORDER BY x.position`, wardID, a.Sees(), fy)
}

// newest is a version number above all others.
const newest = 1 << 30

// before loads what stood before a version, with its points: the published version under it, or last year's newest;
// a zero Policy where there is none.
func before(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY, version int) (Policy, error) {
	p, err := db.One(ctx, tx, fields, `SELECT `+columns+from+`
		WHERE p.ward_id = $1 AND (p.fy = $2 AND p.version < $3 OR p.fy = $4) AND p.published_at <> ''
		ORDER BY p.fy DESC, p.version DESC LIMIT 1`, wardID, fy, version, fy-1)
	if fault.Of(err) == fault.NotFound {
		return Policy{}, nil
	}
	if err != nil {
		return p, err
	}
	return p, fill(ctx, tx, &p)
}

// published lists the newest published version of fy of each ward, or of one, in the order of the wards.
func published(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) ([]Policy, error) {
	return db.All(ctx, tx, fields, `SELECT `+columns+from+`
		WHERE p.fy = $1 AND ($2 = '' OR p.ward_id = $2) AND p.version = (
			SELECT MAX(q.version) FROM policies q WHERE q.ward_id = p.ward_id AND q.fy = p.fy AND q.published_at <> '')
		ORDER BY w.sort, w.code`, fy, wardID)
}

// pointRow is a point with one of its links, or with none.
type pointRow struct {
	Point
	policyID           string
	kind, target, name *string
	href               *string
}

// fill loads the points of the policies with their links, in one query.
func fill(ctx context.Context, tx *db.Tx, ps ...*Policy) error {
	if len(ps) == 0 {
		return nil
	}
	at, ids := map[string]*Policy{}, []any{}
	for _, p := range ps {
		p.Points = nil
		at[p.ID], ids = p, append(ids, p.ID)
	}
	rows, err := db.All(ctx, tx, func(r *pointRow) []any {
		return []any{&r.policyID, &r.ID, &r.Title, &r.Text, &r.kind, &r.target, &r.name, &r.href}
	}, `
		SELECT x.policy_id, x.point_id, x.title, x.text, l.kind, l.target, l.name, l.href
		FROM policy_points x LEFT JOIN policy_point_links l ON l.policy_id = x.policy_id AND l.point_id = x.point_id
		WHERE x.policy_id IN (`+db.In(1, len(ids))+`) ORDER BY x.policy_id, x.position, l.kind, l.name, l.target`, ids...)
	for _, r := range rows {
		p := at[r.policyID]
		if n := len(p.Points); n == 0 || p.Points[n-1].ID != r.ID {
			p.Points = append(p.Points, r.Point)
		}
		if r.kind != nil {
			x := &p.Points[len(p.Points)-1]
			x.Links = append(x.Links, Target{Kind: *r.kind, ID: *r.target, Name: *r.name, Href: *r.href})
		}
	}
	return err
}

// linksOf lists what any point of a version leans on.
func linksOf(ctx context.Context, tx *db.Tx, policyID string) ([]Target, error) {
	return db.All(ctx, tx, func(t *Target) []any { return []any{&t.Kind, &t.ID, &t.Name, &t.Href} },
		`SELECT DISTINCT kind, target, name, href FROM policy_point_links WHERE policy_id = $1`, policyID)
}

// insert writes a new draft; begun is false where somebody else has one open.
func insert(ctx context.Context, tx *db.Tx, p Policy) (begun bool, err error) {
	n, err := tx.Changed(ctx, `
		INSERT INTO policies (id, ward_id, fy, version, foreword, sample, created_by, created_at, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
		p.ID, p.WardID, p.FY, p.Version, p.Foreword, p.Sample, p.CreatedBy, p.CreatedAt, p.UpdatedBy, p.UpdatedAt)
	if err != nil || n == 0 {
		return false, err
	}
	return true, insertPoints(ctx, tx, p)
}

func insertPoints(ctx context.Context, tx *db.Tx, p Policy) error {
	for i, x := range p.Points {
		if err := tx.Exec(ctx, `INSERT INTO policy_points (policy_id, point_id, position, title, text) VALUES ($1, $2, $3, $4, $5)`,
			p.ID, x.ID, i+1, x.Title, x.Text); err != nil {
			return err
		}
		for _, t := range x.Links {
			if err := tx.Exec(ctx, `INSERT INTO policy_point_links (policy_id, point_id, kind, target, name, href) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
				p.ID, x.ID, t.Kind, t.ID, t.Name, t.Href); err != nil {
				return err
			}
		}
	}
	return nil
}

func removePoints(ctx context.Context, tx *db.Tx, policyID string) error {
	if err := tx.Exec(ctx, `DELETE FROM policy_point_links WHERE policy_id = $1`, policyID); err != nil {
		return err
	}
	return tx.Exec(ctx, `DELETE FROM policy_points WHERE policy_id = $1`, policyID)
}

// update writes the draft, if it still is a draft and as it was seen.
func update(ctx context.Context, tx *db.Tx, p Policy, seen clock.Instant) error {
	n, err := tx.Changed(ctx, `UPDATE policies SET foreword = $3, updated_by = $4, updated_at = $5 WHERE id = $1 AND updated_at = $2 AND published_at = ''`,
		p.ID, seen, p.Foreword, p.UpdatedBy, p.UpdatedAt)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "ほかの人が先に保存しました。")
	}
	if err != nil {
		return err
	}
	if err := removePoints(ctx, tx, p.ID); err != nil {
		return err
	}
	return insertPoints(ctx, tx, p)
}

// hold keeps others from saving the draft until this transaction ends.
func hold(ctx context.Context, tx *db.Tx, policyID string) error {
	return tx.Exec(ctx, `UPDATE policies SET updated_at = updated_at WHERE id = $1`, policyID)
}

func remove(ctx context.Context, tx *db.Tx, policyID string) error {
	if err := removePoints(ctx, tx, policyID); err != nil {
		return err
	}
	return tx.Exec(ctx, `DELETE FROM policies WHERE id = $1 AND published_at = ''`, policyID)
}

// publish freezes the draft.
func publish(ctx context.Context, tx *db.Tx, policyID, byID, approvalID string, at clock.Instant) error {
	n, err := tx.Changed(ctx, `UPDATE policies SET published_at = $2, published_by = $3, approval_id = $4 WHERE id = $1 AND published_at = ''`,
		policyID, at, byID, approvalID)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "この版はもう公表されているか、取りやめられています。")
	}
	return err
}
