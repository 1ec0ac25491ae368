package standards

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
	"kaname/shared/approval"
)

// VerifyRow is one line of the meeting's table.
type VerifyRow struct {
	Version
	Candidate bool // governs nothing yet
	Wards     []Standing
	Counts    map[State]int
	Decision  Decision
	Done      bool // a decision is written
	Proposals []Proposal
	Next      []Version // the proposals' wordings, in their order; zero where none is ready
}

// Locked says whether the decision can no longer be changed: it waits for approval, or has it.
func (r VerifyRow) Locked() bool {
	return r.Decision.Approval == approval.Open || r.Decision.Approval == approval.Approved
}

// Verification is the meeting's table of a year.
type Verification struct {
	Set
	Rows    []VerifyRow
	Decided int
}

// Verification loads the table; the meeting and the city office see it.
func (ss *Standards) Verification(ctx context.Context, a people.Actor, fy clock.FY) (v Verification, err error) {
	if !Verifiable(a) {
		return v, fault.Denied("検証の画面を開く", "区民サービス部長会議か市の事務局")
	}
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		v = Verification{}
		if v.Set, err = ss.load(ctx, tx, a, fy, scope{}); err != nil {
			return err
		}
		ready, err := versionsReady(ctx, tx)
		if err != nil {
			return err
		}
		decided, err := decisionsOf(ctx, tx, "", fy)
		if err != nil {
			return err
		}
		v.rows(ready, decided)
		return nil
	})
	return v, err
}

func (v *Verification) rows(ready []Version, decided []Decision) {
	by := map[string]Decision{}
	for _, d := range decided {
		by[d.StandardID] = d
	}
	at := map[string]Version{}
	for _, x := range ready {
		at[x.ID] = x
	}
	for _, it := range v.Items {
		r := VerifyRow{Version: it, Counts: map[State]int{}}
		for _, w := range v.Wards {
			st := v.Of(it, w.ID)
			r.Wards = append(r.Wards, st)
			r.Counts[st.State]++
		}
		v.Rows = append(v.Rows, r)
	}
	if v.FY == v.Today {
		for _, x := range byCode(ready) {
			if _, known := nearestTo(v.All, x.StandardID, v.FY); !known {
				v.Rows = append(v.Rows, VerifyRow{Version: x, Candidate: true, Counts: map[State]int{}})
			}
		}
	}
	for i := range v.Rows {
		r := &v.Rows[i]
		r.Decision, r.Done = by[r.StandardID]
		if r.Done {
			v.Decided++
		}
		for _, p := range v.Open {
			if p.StandardID == r.StandardID {
				r.Proposals, r.Next = append(r.Proposals, p), append(r.Next, at[p.VersionID])
			}
		}
	}
}

// CheckTable is one office's page of checks of a month.
type CheckTable struct {
	Set
	Office  people.Office
	Offices []people.Office // which the reader may check
	Period  string
	Periods []string
	Rows    []CheckRow
}

// CheckRow is one standard with this month's check and the one before it.
type CheckRow struct {
	Version
	Meant      bool // the standard applies to this office
	Check      Check
	Last       Check
	Have, Past bool
}

// CheckTable loads the page on which an office checks all its standards; officeID "" is the reader's own.
func (ss *Standards) CheckTable(ctx context.Context, a people.Actor, officeID, period string) (t CheckTable, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		t = CheckTable{Period: period}
		if t.Set, err = ss.load(ctx, tx, a, a.FY, scope{none: true}); err != nil {
			return err
		}
		offices, err := people.WardOffices(ctx, tx, a.WardID, a.Today)
		if err != nil {
			return err
		}
		t.choose(a, offices, officeID)
		if t.Office.ID == "" {
			return fault.Denied("この所属の点検を書く", "所属長か係長、または事務局")
		}
		t.months(ss.Start(ctx), a.Today)
		checks, err := checksOf(ctx, tx, a, a.FY, "", t.Office.ID)
		if err != nil {
			return err
		}
		for _, v := range t.Items {
			r := CheckRow{Version: v, Meant: v.AppliesTo(t.Office)}
			for _, c := range checks { // the newest first
				switch {
				case c.StandardID != v.StandardID:
				case c.Period == t.Period:
					r.Check, r.Have = c, true
				case c.Period < t.Period && !r.Past:
					r.Last, r.Past = c, true
				}
			}
			t.Rows = append(t.Rows, r)
		}
		return nil
	})
	return t, err
}

func (t *CheckTable) choose(a people.Actor, offices []people.Office, officeID string) {
	for _, o := range offices {
		if o.Kind == "city" || !a.MayAt(people.CheckStandards, o.Path) {
			continue
		}
		t.Offices = append(t.Offices, o)
		if o.ID == officeID || officeID == "" && o.ID == a.OfficeID {
			t.Office = o
		}
	}
	if t.Office.ID == "" && officeID == "" && len(t.Offices) > 0 {
		t.Office = t.Offices[0]
	}
}

// months lists the months of the running year up to now, the newest first.
func (t *CheckTable) months(start clock.Start, today clock.Date) {
	first := start.First(t.FY)
	known := false
	for d := clock.Date(month(today) + "-01"); month(d) >= month(first); d = clock.Date(month(d.AddDays(-1)) + "-01") {
		t.Periods = append(t.Periods, month(d))
		known = known || month(d) == t.Period
	}
	if !known {
		t.Period = month(today)
	}
}
