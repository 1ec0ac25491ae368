package plans

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// Report tells how every initiative of the plan stands in the ward in fy. wardID "" takes the actor's ward, or the first that runs the plan.
func (ps *Plans) Report(ctx context.Context, a people.Actor, planID, wardID string, fy clock.FY) (r Report, err error) {
	err = ps.DB.Read(ctx, func(tx *db.Tx) error { r, err = ps.reportIn(ctx, tx, a, planID, wardID, fy); return err })
	return r, err
}

func (ps *Plans) reportIn(ctx context.Context, tx *db.Tx, a people.Actor, planID, wardID string, fy clock.FY) (Report, error) {
	rec, err := find(ctx, tx, a, planID)
	if err != nil {
		return Report{}, err
	}
	ad, ok := pick(rec, a, wardID)
	if !ok {
		return Report{}, fault.Missing("この区の計画")
	}
	return ps.reportOf(ctx, tx, a, rec, ad, fy)
}

func pick(rec Record, a people.Actor, wardID string) (Adoption, bool) {
	if wardID == "" {
		wardID = a.WardID
	}
	ad, ok := rec.AdoptedIn(wardID)
	if !ok && a.City() && len(rec.Adoptions) > 0 {
		return rec.Adoptions[0], true
	}
	return ad, ok
}

func (ps *Plans) reportOf(ctx context.Context, tx *db.Tx, a people.Actor, rec Record, ad Adoption, fy clock.FY) (Report, error) {
	r := Report{Record: rec, Adoption: ad, FY: fy}
	r.Version = rec.Version
	doc := rec.Plan
	if rec.Version.Position > 1 && rec.Version.FromFY > fy {
		versions, err := versionsOf(ctx, tx, rec.ID)
		if err != nil {
			return r, err
		}
		r.Version = governs(versions, fy)
		if doc, err = document(ctx, tx, r.Version.ID); err != nil {
			return r, err
		}
	}
	plan, err := ad.Read(doc)
	if err != nil {
		return r, err
	}
	r.Plan = plan
	standings, err := ps.Progress(ctx, tx, a, ad.ID)
	if err != nil {
		return r, err
	}
	ledger, err := ledgerOf(ctx, tx, rec.ID, ad.ID, fy)
	if err != nil {
		return r, err
	}
	by := byKey(standings)
	r.Rows = rowsOfYear(r.Plan, fy, by, ledger)
	r.Rows = append(r.Rows, r.gone(ledger, by, plan.From-doc.From)...)
	return r, nil
}

func byKey(all []Standing) map[string][]Standing {
	m := map[string][]Standing{}
	for _, s := range all {
		m[s.Key] = append(m[s.Key], s)
	}
	return m
}

func rowsOfYear(p Plan, fy clock.FY, standings map[string][]Standing, ledger []entry) []Row {
	var rows []Row
	holds := map[string]string{}
	for _, e := range ledger {
		holds[e.Key] = e.Hold
	}
	for _, n := range p.All() {
		row := Row{Node: n}
		it := n.Item
		row.Counted = len(it.Items) == 0 && !it.Statement
		if row.Counted || len(standings[it.Key]) > 0 {
			row.Counted = true
			row.stand(&p, fy, standings[it.Key], holds[it.Key])
		}
		rows = append(rows, row)
	}
	return rows
}

// stand works out in which state an initiative is in fy, and why.
func (row *Row) stand(p *Plan, fy clock.FY, all []Standing, hold string) {
	var settled Standing
	for _, s := range all {
		switch {
		case s.FY == fy:
			row.Standings = append(row.Standings, s)
		case s.FY == fy-1:
			row.Last = append(row.Last, s)
		}
		if s.FY < fy && s.Ended {
			settled = s
		}
	}
	it := row.Item
	row.Open = it.RunsIn(int(fy)) && (p.To == 0 || int(fy) <= p.To)
	switch {
	case len(row.Standings) > 0:
		s := worst(row.Standings)
		row.State, row.Why = s.State, s.Line
		if row.Why == "" {
			row.Why = "近況はまだ書かれていません。"
		}
	case it.Ended != nil:
		row.State, row.Why = stateEnded, it.Ended.Why+"（"+EraYear(it.Ended.FY)+"）"
	case settled.Key != "":
		row.State, row.Why, row.Open = stateSettled, settled.FY.Era()+" "+settled.EndedWord+": "+settled.EndedWhy, false
	case hold != "":
		row.State, row.Why = stateHeld, hold
	case !row.Open && p.To != 0 && int(fy) > p.To:
		row.State, row.Why = stateOutside, "計画の期間は"+EraYear(p.To)+"までです。"
	case !row.Open:
		row.State, row.Why = stateOutside, spanWords(it.From, it.To)
	default:
		row.State, row.Why = stateWaiting, "どの所属が始めるかを、まだ決めていません。"
	}
}

// urgency orders states so that an initiative run by several offices shows the one that needs most help.
var urgency = map[string]int{"help": 3, "care": 2, "quiet": 1, "good": 0}

func worst(all []Standing) Standing {
	w := all[0]
	for _, s := range all[1:] {
		if urgency[s.State.Tone] > urgency[w.State.Tone] {
			w = s
		}
	}
	return w
}

func spanWords(from, to int) string {
	switch {
	case from != 0 && to != 0 && from == to:
		return "計画では" + EraYear(from) + "に行います。"
	case from != 0 && to != 0:
		return "計画では" + EraYear(from) + "から" + EraYear(to) + "に行います。"
	case from != 0:
		return "計画では" + EraYear(from) + "から行います。"
	}
	return "計画では" + EraYear(to) + "まで行います。"
}

// gone lists what versions before the governing one had and it has not: ended there, with any work still tied to it.
// shift moves the document's years to those of the ward.
func (r Report) gone(ledger []entry, standings map[string][]Standing, shift int) []Row {
	var rows []Row
	here := map[string]bool{}
	for _, row := range r.Rows {
		here[row.Item.Key] = true
	}
	for _, e := range ledger {
		if !e.Runs || e.First > r.Version.Position || here[e.Key] {
			continue
		}
		end := &Ending{FY: e.EndedFY + shift, Why: e.EndedWhy}
		row := Row{Node: Node{Item: &Item{Key: e.Key, Level: e.Level, Title: e.Title, Ended: end}}, Counted: true, Gone: true}
		row.stand(&r.Plan, r.FY, standings[e.Key], "")
		rows = append(rows, row)
	}
	return rows
}
