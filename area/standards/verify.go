package standards

import (
	"context"
	"strconv"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/approval"
)

// Choice is what the directors' meeting decides of a standard at a year's end.
type Choice string

// 据置, 引上げ, 統合, 廃止, 基準化.
const (
	Keep   Choice = "keep"
	Raise  Choice = "raise"
	Merge  Choice = "merge"
	Retire Choice = "retire"
	Adopt  Choice = "adopt"
)

// Choices lists them with their names and help.
var Choices = []struct {
	Choice     Choice
	Name, Help string
}{
	{Keep, "据置", "来年度もいまの文のまま"}, {Raise, "引上げ", "案の文に替える"}, {Merge, "統合", "ほかの基準にまとめる"},
	{Retire, "廃止", "今年度で終える"}, {Adopt, "基準化", "新しい基準にする"},
}

// Name is the decision on screens.
func (c Choice) Name() string {
	for _, e := range Choices {
		if e.Choice == c {
			return e.Name
		}
	}
	return ""
}

// Decision is what the meeting decided of a standard in fy, with its reason.
type Decision struct {
	StandardID string
	FY         clock.FY
	Ruling
	VersionID     string
	ApprovalID    string
	Approval      approval.State // of the request, "" where none is needed
	ByID          string
	At, UpdatedAt clock.Instant
	Sample        bool
}

// Ruling is what the meeting writes of a decision.
type Ruling struct {
	Choice     Choice
	Reason     string
	IntoID     string             // 統合: the standard it goes into
	ProposalID string             // 引上げ, 基準化: whose wording
	Findings   map[string]Finding // by ward id; what is missing stays as drawn from the checks
}

// Finding is where a ward stands with a standard, in the meeting's words.
type Finding struct {
	StandardID, WardID string
	FY                 clock.FY
	Drawn, State       State
	Note               string
	Sample             bool
}

// Check returns a fault that names each field that cannot stand. candidate: the standard governs nothing yet.
func (r Ruling) Check(candidate bool) error {
	var c fault.Check
	c.That(r.Choice.Name() != "", "decision", "据置・引上げ・統合・廃止・基準化のどれかを選んでください。")
	c.That(r.Reason != "", "reason", "そう決めた理由を書いてください。来年度の人が読みます。")
	c.That(utf8.RuneCountInString(r.Reason) <= 500, "reason", "理由は500字までです。")
	c.That(r.Choice != Merge || r.IntoID != "", "into", "どの基準にまとめるかを選んでください。")
	c.That(r.Choice != Raise && r.Choice != Adopt || r.ProposalID != "", "proposal", "引上げと基準化には、文のととのった案が要ります。先に「上げる案」を書き、文をととのえてください。")
	c.That(!candidate || r.Choice == Adopt || r.Choice == Keep, "decision", "まだ基準でない案です。「基準化」か「据置」（今年度は見送る）を選んでください。")
	c.That(candidate || r.Choice != Adopt, "decision", "もう基準になっています。上げるときは「引上げ」を選んでください。")
	for _, f := range r.Findings {
		c.That(stateNames[f.State].Word != "", "finding", "区の状態を選びなおしてください。")
		c.That(f.Drawn == f.State || f.Note != "", "finding", "点検とちがう状態にするときは、そのわけを書いてください。")
	}
	return c.Err()
}

// Verifiable says whether a sees the meeting's table.
func Verifiable(a people.Actor) bool {
	return a.May(people.DecideStandards) || a.May(people.WriteStandards)
}

// Decide writes the meeting's findings and decision for one standard and the running year. 据置, 統合 and 廃止 stand at
// once and touch only the years to come; 引上げ and 基準化 ask for approval with the difference shown. seen is the decision
// the person had before them ("" for none).
func (ss *Standards) Decide(ctx context.Context, a people.Actor, fy clock.FY, standardID string, seen clock.Instant, r Ruling, sample bool) (requestID string, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		if !a.May(people.DecideStandards) {
			return fault.Denied("基準を決める", "区民サービス部長会議")
		}
		if fy != a.FY {
			return fault.New(fault.Forbidden, "決められるのは"+a.FY.Era()+"の検証だけです。過ぎた年度の決定は変わりません。")
		}
		set, err := ss.load(ctx, tx, a, fy, scope{standardID: standardID})
		if err != nil {
			return err
		}
		v, governs := governing(set.All, standardID, fy)
		if !governs {
			if err := exists(ctx, tx, standardID); err != nil {
				return err
			}
		}
		r.Findings = set.findings(v, governs, r.Findings)
		if err := r.Check(!governs); err != nil {
			return err
		}
		if err := ss.reopen(ctx, tx, standardID, fy, seen); err != nil {
			return err
		}
		requestID, err = ss.decide(ctx, tx, a, set, v, fy, standardID, r, sample)
		return err
	})
	return requestID, err
}

// findings draws each ward's state from the checks and lays the meeting's own words over it.
func (s Set) findings(v Version, governs bool, said map[string]Finding) map[string]Finding {
	out := map[string]Finding{}
	if !governs {
		return out
	}
	for _, w := range s.Wards {
		f := Finding{WardID: w.ID, Drawn: s.Of(v, w.ID).Drawn}
		f.State = f.Drawn
		if x, ok := said[w.ID]; ok && x.State != "" {
			f.State, f.Note = x.State, x.Note
		}
		out[w.ID] = f
	}
	return out
}

// reopen makes way for another decision of the same year while the one before has not been approved.
func (ss *Standards) reopen(ctx context.Context, tx *db.Tx, standardID string, fy clock.FY, seen clock.Instant) error {
	d, ok, err := findDecision(ctx, tx, standardID, fy)
	if err != nil {
		return err
	}
	switch {
	case !ok && seen != "", ok && seen != d.UpdatedAt:
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。開きなおして、いまの決定を確かめてください。")
	case !ok:
		return nil
	case d.Approval == approval.Open:
		return fault.New(fault.Conflict, "この基準はもう承認に出ています。同じ年度に2つは上げられません。承認を取り下げてから決めなおしてください。")
	case d.Approval == approval.Approved:
		return fault.New(fault.Conflict, "この基準の"+(fy+1).Era()+"の文はもう決まっています。つぎに上げられるのは来年の検証です。")
	}
	return undoDecision(ctx, tx, standardID, fy)
}

func (ss *Standards) decide(ctx context.Context, tx *db.Tx, a people.Actor, set Set, v Version, fy clock.FY, standardID string, r Ruling, sample bool) (requestID string, err error) {
	now := ss.instant()
	d := Decision{StandardID: standardID, FY: fy, Ruling: r, ByID: a.ID, At: now, UpdatedAt: now, Sample: sample}
	switch r.Choice {
	case Raise, Adopt:
		if d.VersionID, requestID, err = ss.ask(ctx, tx, a, v, standardID, r, sample); err != nil {
			return "", err
		}
		d.ApprovalID = requestID
	case Merge:
		if _, ok := governing(set.All, r.IntoID, fy); !ok || r.IntoID == standardID {
			return "", fault.New(fault.Invalid, "まとめる先の基準を選びなおしてください。自分自身や、終わった基準には、まとめられません。")
		}
		err = endVersion(ctx, tx, v.ID, fy)
	case Retire:
		err = endVersion(ctx, tx, v.ID, fy)
	}
	if err != nil {
		return "", err
	}
	if d.ApprovalID == "" {
		if err := closeProposals(ctx, tx, standardID, r, fy, now); err != nil {
			return "", err
		}
	}
	for _, f := range r.Findings {
		f.StandardID, f.FY, f.Sample = standardID, fy, sample
		if err := saveFinding(ctx, tx, a, f, now); err != nil {
			return "", err
		}
	}
	if err := saveDecision(ctx, tx, d); err != nil {
		return "", err
	}
	return requestID, ss.Note(ctx, tx, a, "decide", "standard", standardID, string(r.Choice)+" "+strconv.Itoa(int(fy)))
}

// ask opens the request for a raise or a new standard: the directors' meeting at the city's root, with the difference.
func (ss *Standards) ask(ctx context.Context, tx *db.Tx, a people.Actor, before Version, standardID string, r Ruling, sample bool) (versionID, requestID string, err error) {
	p, err := findProposal(ctx, tx, r.ProposalID)
	if err != nil {
		return "", "", err
	}
	if p.StandardID != standardID || p.State != Verifying {
		return "", "", fault.New(fault.Conflict, "選んだ案は、この基準の検証待ちの案ではありません。選びなおしてください。")
	}
	next, err := findVersion(ctx, tx, p.VersionID)
	if err != nil {
		return "", "", err
	}
	verb := "引上げ"
	if r.Choice == Adopt {
		verb = "基準化"
	}
	requestID, err = ss.request(ctx, tx, a, approval.Request{Subject: shared.Subject{Kind: KindChange, ID: standardID}, Sample: sample, Href: "/standards/" + standardID,
		Title: "基準" + next.Code + "「" + next.Title + "」の" + verb + "（" + (a.FY + 1).Era() + "から）", Changes: append(before.changes(next.Draft), ui.Change{Label: "理由", After: r.Reason})})
	if err != nil {
		return "", "", err
	}
	return next.ID, requestID, askedVersion(ctx, tx, next.ID, requestID)
}

func (ss *Standards) request(ctx context.Context, tx *db.Tx, a people.Actor, r approval.Request) (string, error) {
	root, err := rootPath(ctx, tx)
	if err != nil {
		return "", err
	}
	r.Steps = []approval.Step{{Label: "区民サービス部長会議", Role: people.Director, OfficePath: root}}
	return ss.Approvals.Ask(ctx, tx, a, r)
}

// changes lists the fields of two wordings side by side.
func (v Version) changes(d Draft) []ui.Change {
	was := func(s string) string {
		if v.ID == "" {
			return ""
		}
		return s
	}
	out := []ui.Change{{Label: "約束", Before: v.Promise, After: d.Promise}}
	if v.Threshold != nil || d.Threshold != nil {
		out = append(out, ui.Change{Label: "目安", Before: was(v.Aim()), After: d.Aim()})
	}
	out = append(out, []ui.Change{{Label: "達成とみる値", Before: was(v.Reached()), After: d.Reached()}, {Label: "説明", Before: v.Text, After: d.Text},
		{Label: "確かめ方", Before: v.How, After: d.How}, {Label: "守る所", Before: was(v.AppliesName()), After: d.AppliesName()},
		{Label: "種類", Before: was(v.AxisName() + "・" + v.LevelName()), After: d.AxisName() + "・" + d.LevelName()},
		{Label: "番号と名前", Before: was(v.Code + " " + v.Title), After: d.Code + " " + d.Title}}...)
	kept := out[:0]
	for _, c := range out {
		if c.Before != "" || c.After != "" {
			kept = append(kept, c)
		}
	}
	return kept
}
