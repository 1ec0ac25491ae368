package standards

import (
	"context"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/approval"
)

// Begin asks the directors' meeting to put the whole first set of standards in force from fy: 基準1.
// It is the only set that may begin in the running year, because nothing governs before it.
func (ss *Standards) Begin(ctx context.Context, a people.Actor, fy clock.FY, sample bool) (requestID string, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		if !a.May(people.WriteStandards) {
			return denyWrite("最初の基準を部長会議に出す")
		}
		set, err := versionsSet(ctx, tx)
		if err != nil {
			return err
		}
		if len(set) > 0 {
			return fault.New(fault.Conflict, "基準はもう始まっています。新しい基準は、毎年の検証で「基準化」します。")
		}
		if fy != a.FY && fy != a.FY+1 {
			return fault.New(fault.Invalid, "始める年度は、今年度か来年度を選んでください。")
		}
		ready, err := versionsReady(ctx, tx)
		if err != nil {
			return err
		}
		if len(ready) == 0 {
			return fault.New(fault.Invalid, "文のととのった基準がまだありません。先に「基準を書く」から書いてください。")
		}
		r := approval.Request{Subject: shared.Subject{Kind: KindFirst, ID: strconv.Itoa(int(fy))}, Href: "/standards", Sample: sample,
			Title: "基準1の制定 " + strconv.Itoa(len(ready)) + "項目（" + fy.Era() + "から）"}
		for _, v := range byCode(ready) {
			r.Changes = append(r.Changes, ui.Change{Label: v.Name(), After: v.Promise + "（" + v.Reached() + "）"})
		}
		if requestID, err = ss.request(ctx, tx, a, r); err != nil {
			return err
		}
		for _, v := range ready {
			if err := askedVersion(ctx, tx, v.ID, requestID); err != nil {
				return err
			}
		}
		return nil
	})
	return requestID, err
}

// Decided hears from the approval desk. What was approved governs from the next 1 April, and the wording before it until
// the day before; what was returned governs nothing.
func (ss *Standards) Decided(ctx context.Context, tx *db.Tx, a people.Actor, r approval.Request) error {
	if r.State != approval.Approved {
		return nil
	}
	from, choice := a.FY+1, Raise
	if r.Kind == KindFirst {
		first, err := strconv.Atoi(r.Subject.ID)
		if err != nil {
			return err
		}
		from, choice = clock.FY(first), Adopt
	}
	asked, err := versionsAsked(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	set, err := versionsSet(ctx, tx)
	if err != nil {
		return err
	}
	for _, v := range asked {
		before, ok := governing(set, v.StandardID, from)
		if ok && before.FromFY >= from {
			return fault.New(fault.Conflict, "基準"+v.Code+"の"+from.Era()+"の文はもう決まっています。つぎに上げられるのは来年の検証です。")
		}
		if ok {
			if err := endVersion(ctx, tx, before.ID, from-1); err != nil {
				return err
			}
		}
		if err := setVersion(ctx, tx, v.ID, from, before.ID, ss.instant()); err != nil {
			return err
		}
		c := choice
		if !ok {
			c = Adopt
		}
		if err := settleProposal(ctx, tx, v.ID, c, a.FY, ss.instant()); err != nil {
			return err
		}
		if err := ss.Note(ctx, tx, a, "set", "standard", v.StandardID, "from "+strconv.Itoa(int(from))); err != nil {
			return err
		}
	}
	return nil
}
