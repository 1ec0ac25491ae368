package plans

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// Assignment asks the goals room to run an item of an adopted plan in one office for one year. The item's years are those of the ward.
type Assignment struct {
	Ref                string // adoption/key
	AdoptionID         string
	PlanID, PlanTitle  string
	FY                 clock.FY
	Item               Item
	OfficeID, OwnerID  string
	Indicators         []Indicator // those the item's targets read, and its own
	Href               string
	Sample             bool
	WardID, WardName   string
	LevelName, Parents string // 取組; 区民サービス向上 › 窓口
}

// List returns the plans that a may see, newest document each, with the wards that run them.
func (ps *Plans) List(ctx context.Context, a people.Actor) (all []Record, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error { all, err = list(ctx, tx, a); return err })
	return all, err
}

// Find loads one plan that a may see.
func (ps *Plans) Find(ctx context.Context, a people.Actor, planID string) (r Record, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error { r, err = find(ctx, tx, a, planID); return err })
	return r, err
}

// Adopt lets a ward run a plan from fy on.
func (ps *Plans) Adopt(ctx context.Context, a people.Actor, planID, wardID string, from clock.FY, sample bool) (ad Adoption, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error { ad, err = ps.AdoptIn(ctx, tx, a, planID, wardID, from, sample); return err })
	return ad, err
}

// AdoptIn is Adopt inside the caller's transaction.
func (ps *Plans) AdoptIn(ctx context.Context, tx *db.Tx, a people.Actor, planID, wardID string, from clock.FY, sample bool) (Adoption, error) {
	rec, err := find(ctx, tx, a, planID)
	if err != nil {
		return Adoption{}, err
	}
	if !a.MayInWard(people.AdoptPlans, wardID) {
		return Adoption{}, fault.Denied("計画を区で始める", "区の事務局")
	}
	w, err := people.OfficeIn(ctx, tx, wardID)
	if err != nil {
		return Adoption{}, err
	}
	if w.Kind != "ward" || rec.WardID != "" && rec.WardID != wardID {
		return Adoption{}, fault.Missing("この区")
	}
	if !yearOK(int(from)) {
		return Adoption{}, fieldFault("from_fy", "始める年度を選んでください。")
	}
	if had, ok := rec.AdoptedIn(wardID); ok {
		return had, fault.New(fault.Conflict, w.Name+"は、この計画を"+had.FromFY.Era()+"から始めています。計画の画面で、取組の担当を決めてください。")
	}
	ad := Adoption{ID: id.New(), PlanID: planID, WardID: wardID, WardName: w.Name, FromFY: from, AdoptedBy: a.ID, AdoptedAt: ps.instant(), Sample: sample}
	if err := insertAdoption(ctx, tx, ad); err != nil {
		return ad, err
	}
	return ad, ps.Note(ctx, tx, a, "adopt", "plan", planID, w.Code+" "+from.Era())
}

// Start is a choice of items of a plan to be run by one office for one year. OwnerID may wait.
type Start struct {
	PlanID, WardID    string
	FY                clock.FY
	Keys              []string
	OfficeID, OwnerID string
}

// Begin starts items of an adopted plan as initiatives of an office: all of them, or none.
func (ps *Plans) Begin(ctx context.Context, a people.Actor, s Start, sample bool) (n int, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error { n, err = ps.BeginIn(ctx, tx, a, s, sample); return err })
	return n, err
}

// BeginIn is Begin inside the caller's transaction.
func (ps *Plans) BeginIn(ctx context.Context, tx *db.Tx, a people.Actor, s Start, sample bool) (int, error) {
	r, err := ps.startable(ctx, tx, a, s.PlanID, s.WardID, s.FY)
	if err != nil {
		return 0, err
	}
	var c fault.Check
	c.That(len(s.Keys) > 0, "keys", "始める取組を一つ以上選んでください。")
	c.That(s.OfficeID != "", "office", "どの所属が始めるかを選んでください。")
	if err := c.Err(); err != nil {
		return 0, err
	}
	o, err := people.OfficeIn(ctx, tx, s.OfficeID)
	if err != nil || o.WardID != r.Adoption.WardID {
		return 0, fieldFault("office", "選んだ所属は"+r.Adoption.WardName+"にありません。選びなおしてください。")
	}
	for _, key := range s.Keys {
		if err := ps.begin(ctx, tx, a, r, key, s.OfficeID, s.OwnerID, sample); err != nil {
			return 0, err
		}
	}
	return len(s.Keys), nil
}

// startable loads the plan's year for someone who may start its initiatives.
func (ps *Plans) startable(ctx context.Context, tx *db.Tx, a people.Actor, planID, wardID string, fy clock.FY) (Report, error) {
	r, err := ps.reportIn(ctx, tx, a, planID, wardID, fy)
	if err != nil {
		return r, err
	}
	if !r.Adoption.StartableBy(a) {
		return r, fault.Denied("計画の取組を始める", "区の事務局")
	}
	if fy < r.Adoption.FromFY {
		return r, fault.New(fault.Invalid, r.Adoption.WardName+"がこの計画を始めるのは"+r.Adoption.FromFY.Era()+"からです。年度を選びなおしてください。")
	}
	return r, nil
}

func (ps *Plans) begin(ctx context.Context, tx *db.Tx, a people.Actor, r Report, key, officeID, ownerID string, sample bool) error {
	i := slices.IndexFunc(r.Rows, func(row Row) bool { return row.Item.Key == key })
	if i < 0 || !r.Rows[i].Counted {
		return fault.New(fault.Invalid, "番号「"+clip(key)+"」の取組は、この計画にありません。画面を開きなおして選んでください。")
	}
	row := r.Rows[i]
	if !row.Open {
		return fault.New(fault.Invalid, "「"+row.Item.Title+"」は"+r.FY.Era()+"には始められません（"+row.State.Word+"）。"+row.Why)
	}
	if slices.ContainsFunc(row.Standings, func(s Standing) bool { return s.OfficeID == officeID }) {
		return fault.New(fault.Conflict, "「"+row.Item.Title+"」は、その所属が"+r.FY.Era()+"にもう始めています。別の所属を選ぶか、そのまま続けてください。")
	}
	goalID, err := ps.Assign(ctx, tx, a, r.assignment(row, officeID, ownerID, sample))
	if err != nil {
		return err
	}
	if err := dropHold(ctx, tx, r.Adoption.ID, key, r.FY); err != nil {
		return err
	}
	return ps.Note(ctx, tx, a, "start", "plan", r.Record.ID, key+" "+r.FY.Era()+" "+goalID)
}

func (r Report) assignment(row Row, officeID, ownerID string, sample bool) Assignment {
	as := Assignment{Ref: r.Adoption.Ref(row.Item.Key), AdoptionID: r.Adoption.ID, PlanID: r.Record.ID, PlanTitle: r.Plan.Title, FY: r.FY, Item: *row.Item,
		OfficeID: officeID, OwnerID: ownerID, Href: r.itemHref(row.Item.Key), Sample: sample, WardID: r.Adoption.WardID, WardName: r.Adoption.WardName,
		LevelName: row.Item.Level, Parents: strings.Join(r.parents(row), " › ")}
	as.Indicators = append(as.Indicators, row.Item.Indicators...)
	for _, in := range r.Plan.AllIndicators() {
		if in.Item != row.Item.Key && slices.ContainsFunc(row.Item.Targets, func(t Target) bool { return t.Indicator == in.Key }) {
			as.Indicators = append(as.Indicators, *in.Indicator)
		}
	}
	return as
}

// parents names the entries above a row, from the top.
func (r Report) parents(row Row) []string {
	var names []string
	for key := row.Parent; key != ""; {
		i := slices.IndexFunc(r.Rows, func(x Row) bool { return x.Item.Key == key })
		if i < 0 {
			break
		}
		names = append([]string{r.Rows[i].Item.Title}, names...)
		key = r.Rows[i].Parent
	}
	return names
}

// BeginAsBefore starts what waits and ran the year before, in the same offices with the same owners, and says how many.
func (ps *Plans) BeginAsBefore(ctx context.Context, a people.Actor, planID, wardID string, fy clock.FY, sample bool) (n int, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error {
		n = 0
		r, err := ps.startable(ctx, tx, a, planID, wardID, fy)
		if err != nil {
			return err
		}
		for _, row := range r.Waiting() {
			for _, s := range row.Last {
				if err := ps.begin(ctx, tx, a, r, row.Item.Key, s.OfficeID, s.OwnerID, sample); err != nil {
					return err
				}
				n++
			}
		}
		return nil
	})
	return n, err
}

const longestReason = 300

// Hold records that items are not started in a year, with the reason. Starting one later lifts it.
func (ps *Plans) Hold(ctx context.Context, a people.Actor, planID, wardID string, fy clock.FY, keys []string, reason string) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := ps.startable(ctx, tx, a, planID, wardID, fy)
		if err != nil {
			return err
		}
		var c fault.Check
		c.That(len(keys) > 0, "keys", "今年度は始めない取組を選んでください。")
		c.That(reason != "", "reason", "始めない理由を書いてください。年次の報告にそのまま載ります。")
		c.That(utf8.RuneCountInString(reason) <= longestReason, "reason", "理由は300字までです。")
		if err := c.Err(); err != nil {
			return err
		}
		for _, key := range keys {
			i := slices.IndexFunc(r.Rows, func(row Row) bool { return row.Item.Key == key && row.Counted })
			if i < 0 {
				return fault.New(fault.Invalid, "番号「"+clip(key)+"」の取組は、この計画にありません。画面を開きなおして選んでください。")
			}
			if len(r.Rows[i].Standings) > 0 {
				return fault.New(fault.Conflict, fmt.Sprintf("「%s」は%sで始めています。やめるときは、その取組の画面で理由を書いて終えてください。", r.Rows[i].Item.Title, r.Rows[i].Standings[0].OfficeName))
			}
			if err := saveHold(ctx, tx, r.Adoption, key, fy, reason, a.ID, ps.instant()); err != nil {
				return err
			}
		}
		return ps.Note(ctx, tx, a, "hold", "plan", planID, strings.Join(keys, " "))
	})
}
