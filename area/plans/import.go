package plans

import (
	"context"
	"fmt"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Plans is what the house can do with plans.
type Plans struct {
	DB      *db.DB
	Now     func() time.Time
	Note    people.Note
	Library Library

	// Assign hands an item of an adopted plan to an office, as an initiative of the goals room, and returns its id.
	Assign func(ctx context.Context, tx *db.Tx, a people.Actor, as Assignment) (goalID string, err error)
	// Progress asks how the initiatives of an adoption stand, in every year.
	Progress func(ctx context.Context, tx *db.Tx, a people.Actor, adoptionID string) ([]Standing, error)
}

// Upload is a file sent in and not yet confirmed. WardID "" makes it a plan of the whole city; from FromFY on its version governs.
type Upload struct {
	ID, ByID, WardID string
	FromFY           clock.FY
	Name             string
	Body             []byte
	At               clock.Instant
}

// kept is how long an unconfirmed file is kept.
const kept = 7 * 24 * time.Hour

func (ps *Plans) instant() clock.Instant { return clock.At(ps.Now()) }

// Send keeps a file until it is confirmed; no plan changes.
func (ps *Plans) Send(ctx context.Context, a people.Actor, u Upload) (Upload, error) {
	if err := mayImport(a, u.WardID); err != nil {
		return u, err
	}
	switch {
	case len(u.Body) == 0:
		return u, fieldFault("file", "ファイルが選ばれていません。計画のファイル（.yaml・.xlsx・.csv）を選んでください。")
	case len(u.Body) > largestFile:
		return u, fieldFault("file", "ファイルが8MBをこえています。計画のファイルかどうか、たしかめてください。")
	case !yearOK(int(u.FromFY)):
		return u, fieldFault("from_fy", "使いはじめる年度を選んでください。")
	}
	u.ID, u.ByID, u.At = id.New(), a.ID, ps.instant()
	return u, ps.DB.Write(ctx, func(tx *db.Tx) error { return keepUpload(ctx, tx, u, clock.At(ps.Now().Add(-kept))) })
}

func mayImport(a people.Actor, wardID string) error {
	if a.MayInWard(people.ImportPlans, wardID) {
		return nil
	}
	if wardID == "" {
		return fault.Denied("全市の計画を取り込む", "市の事務局")
	}
	return fault.Denied("この区に計画を取り込む", "区の事務局")
}

func fieldFault(field, say string) error {
	var c fault.Check
	c.That(false, field, say)
	return c.Err()
}

// Preview is what confirming a file would do. Known is the plan it would be the next version of, if any.
type Preview struct {
	Upload   Upload
	Ward     string
	Plan     Plan
	Problems Problems
	Known    *Record
	Diff     Diff
}

// Ready says whether the file can be confirmed: no problem, and something to write.
func (p Preview) Ready() bool { return len(p.Problems) == 0 && !p.Nothing() }

// Nothing says that the plan is already there, word for word.
func (p Preview) Nothing() bool { return p.Known != nil && len(p.Problems) == 0 && p.Diff.Nothing() }

// Preview reads a file that a sent and says what confirming it would do; nothing is written.
func (ps *Plans) Preview(ctx context.Context, a people.Actor, uploadID string) (pv Preview, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := findUpload(ctx, tx, a, uploadID)
		if err != nil {
			return err
		}
		pv, err = ps.preview(ctx, tx, a, u)
		return err
	})
	return pv, err
}

func (ps *Plans) preview(ctx context.Context, tx *db.Tx, a people.Actor, u Upload) (Preview, error) {
	pv := Preview{Upload: u, Ward: "全市"}
	if u.WardID != "" {
		w, err := people.OfficeIn(ctx, tx, u.WardID)
		if err != nil {
			return pv, err
		}
		pv.Ward = w.Name
	}
	pv.Plan, pv.Problems = Parse(u.Name, u.Body)
	if len(pv.Problems) > 0 && pv.Plan.ID == "" {
		return pv, nil
	}
	old := Plan{ID: pv.Plan.ID, Version: "0"}
	rec, ok, err := known(ctx, tx, u.WardID, pv.Plan.ID)
	if err != nil {
		return pv, err
	}
	if ok {
		pv.Known, old = &rec, rec.Plan
	}
	if len(pv.Problems) > 0 {
		return pv, nil
	}
	pv.Diff, pv.Problems = Compare(old, pv.Plan)
	if !ok {
		pv.Diff.Head = nil
	}
	return pv, nil
}

// Confirm writes what Preview showed and forgets the file.
func (ps *Plans) Confirm(ctx context.Context, a people.Actor, uploadID string) (rec Record, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := findUpload(ctx, tx, a, uploadID)
		if err != nil {
			return err
		}
		if rec, err = ps.importIn(ctx, tx, a, u, false); err != nil {
			return err
		}
		return dropUpload(ctx, tx, u.ID)
	})
	return rec, err
}

// Withdraw forgets a file that was not confirmed.
func (ps *Plans) Withdraw(ctx context.Context, a people.Actor, uploadID string) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := findUpload(ctx, tx, a, uploadID)
		if err != nil {
			return err
		}
		return dropUpload(ctx, tx, u.ID)
	})
}

// Import reads a file and writes it at once, for the command line and the demo. Where the file has slips, nothing is written and the fault's cause is its Problems.
// sample marks the records as sample data. A file that says what is there already changes nothing.
func (ps *Plans) Import(ctx context.Context, a people.Actor, u Upload, sample bool) (rec Record, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error { rec, err = ps.ImportIn(ctx, tx, a, u, sample); return err })
	return rec, err
}

// ImportIn is Import inside the caller's transaction.
func (ps *Plans) ImportIn(ctx context.Context, tx *db.Tx, a people.Actor, u Upload, sample bool) (Record, error) {
	return ps.importIn(ctx, tx, a, u, sample)
}

func (ps *Plans) importIn(ctx context.Context, tx *db.Tx, a people.Actor, u Upload, sample bool) (Record, error) {
	if err := mayImport(a, u.WardID); err != nil {
		return Record{}, err
	}
	pv, err := ps.preview(ctx, tx, a, u)
	if err != nil {
		return Record{}, err
	}
	if n := len(pv.Problems); n > 0 {
		return Record{}, fault.Wrap(fault.Invalid, fmt.Sprintf("ファイルになおす所が%dか所あります。何も書き込んでいません。%s", n, pv.Problems[0]), pv.Problems)
	}
	if pv.Nothing() {
		return *pv.Known, nil
	}
	rec, err := ps.write(ctx, tx, a, pv, sample)
	if err != nil {
		return rec, err
	}
	return rec, ps.Note(ctx, tx, a, "import", "plan", rec.ID, rec.Code+" "+rec.Version.Version)
}

func (ps *Plans) write(ctx context.Context, tx *db.Tx, a people.Actor, pv Preview, sample bool) (Record, error) {
	now := ps.instant()
	rec := Record{ID: id.New(), Code: pv.Plan.ID, WardID: pv.Upload.WardID, Sample: sample, CreatedAt: now}
	if pv.Known != nil {
		rec = *pv.Known
	}
	rec.Title, rec.UpdatedAt, rec.Plan = pv.Plan.Title, now, pv.Plan
	write := func() error { return insertPlan(ctx, tx, rec, a.ID) }
	if pv.Known != nil {
		write = func() error { return retitle(ctx, tx, rec) }
	}
	if err := write(); err != nil {
		return rec, err
	}
	rec.Version = Version{ID: id.New(), PlanID: rec.ID, Position: rec.Version.Position + 1, Version: pv.Plan.Version, FromFY: pv.Upload.FromFY, FileName: pv.Upload.Name, ImportedAt: now}
	if err := insertVersion(ctx, tx, rec.Version, pv.Plan, a.ID, sample); err != nil {
		return rec, err
	}
	return rec, enter(ctx, tx, rec.ID, &rec.Plan, sample)
}
