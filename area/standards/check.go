package standards

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/ui"
	"kaname/people"
)

// Result is what a check of one office says.
type Result string

// 適合, 一部, 不適合, 対象外.
const (
	Fit        Result = "fit"
	Partly     Result = "partly"
	Unfit      Result = "unfit"
	NotForThem Result = "outside"
)

// Results lists them in the order of the choice.
var Results = []Result{Fit, Partly, Unfit, NotForThem}

var resultNames = map[Result]ui.State{
	Fit: {Word: "適合", Shape: "full", Tone: "good"}, Partly: {Word: "一部", Shape: "half", Tone: "care"},
	Unfit: {Word: "不適合", Shape: "open", Tone: "care"}, NotForThem: {Word: "対象外", Shape: "none", Tone: "quiet"},
}

// Show is the result with its shape.
func (r Result) Show() ui.State { return resultNames[r] }

// State is where a ward, or the city, stands with a standard in a fiscal year.
type State string

// 達成, 一部, これから, 対象外.
const (
	Met     State = "met"
	Part    State = "part"
	Coming  State = "coming"
	Outside State = "outside"
)

// States lists them in the order of the choice.
var States = []State{Met, Part, Coming, Outside}

var stateNames = map[State]ui.State{
	Met: {Word: "達成", Shape: "full", Tone: "good"}, Part: {Word: "一部", Shape: "half", Tone: "care"},
	Coming: {Word: "これから", Shape: "open", Tone: "quiet"}, Outside: {Word: "対象外", Shape: "none", Tone: "quiet"},
}

// Show is the state with its shape.
func (s State) Show() ui.State { return stateNames[s] }

// Check is one office's look at one standard in one month.
type Check struct {
	ID, StandardID, VersionID    string
	OfficeID, OfficeName, WardID string
	FY                           clock.FY
	CheckDraft
	ByID, ByName string
	At           clock.Instant
	Sample       bool
}

// CheckDraft is what the checker writes.
type CheckDraft struct {
	Period   string // YYYY-MM
	Result   Result
	Value    *float64
	Evidence string
	Link     string // an address in the house, or of a shared folder, as text
	Next     string // the next action
}

// Check returns a fault that names each field that cannot stand.
func (d CheckDraft) Check() error {
	var c fault.Check
	_, known := resultNames[d.Result]
	c.That(known, "result", "適合・一部・不適合・対象外のどれかを選んでください。")
	c.That(d.Result != Partly && d.Result != Unfit || d.Next != "", "next", "つぎにすることを1行書いてください。小さな一歩でかまいません。")
	c.That(utf8.RuneCountInString(d.Evidence) <= 300, "evidence", "確かめたことは300字までです。")
	c.That(utf8.RuneCountInString(d.Next) <= 200, "next", "つぎにすることは200字までです。")
	c.That(len(d.Link) <= 500 && !strings.HasPrefix(strings.ToLower(d.Link), "javascript:"), "link", "記録の場所を入れなおしてください（例 /goals/… や共有フォルダーの名前）。")
	return c.Err()
}

// PeriodName writes 8月 for 2026-08.
func PeriodName(period string) string {
	if len(period) != 7 {
		return period
	}
	m, _ := strconv.Atoi(period[5:])
	return strconv.Itoa(m) + "月"
}

// month is the period of a day.
func month(d clock.Date) string {
	if len(d) < 7 {
		return ""
	}
	return string(d[:7])
}

// Record writes an office's checks of a month, all or none. A check of the same month is replaced.
// Keys of ds are standard ids. A fault names the field as "standardID.field".
func (ss *Standards) Record(ctx context.Context, a people.Actor, officeID string, ds map[string]CheckDraft, sample bool) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		o, err := people.OfficeIn(ctx, tx, officeID)
		if err != nil || !a.SeesWard(o.WardID) {
			return fault.Missing("この所属")
		}
		if !a.MayAt(people.CheckStandards, o.Path) {
			return fault.Denied("この所属の点検を書く", o.Name+"の所属長か係長、または事務局")
		}
		all, err := versionsSet(ctx, tx)
		if err != nil {
			return err
		}
		var c fault.Check
		for standardID, d := range ds {
			if err := ss.record(ctx, tx, a, o, all, standardID, d, sample, &c); err != nil {
				return err
			}
		}
		if err := c.Err(); err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, "check", "office", o.ID, strconv.Itoa(len(ds)))
	})
}

func (ss *Standards) record(ctx context.Context, tx *db.Tx, a people.Actor, o people.Office, all []Version, standardID string, d CheckDraft, sample bool, c *fault.Check) error {
	day := clock.Date(d.Period + "-01")
	fy := ss.Start(ctx).Of(day)
	v, ok := governing(all, standardID, fy)
	switch {
	case !day.Valid() || d.Period > month(a.Today):
		c.That(false, "period", "点検した月を入れなおしてください。先の月の点検は書けません。")
		return nil
	case fy != a.FY:
		return fault.New(fault.Forbidden, fy.Era()+"の点検は読むだけになりました。今年度の月で書いてください。")
	case !ok:
		return fault.Missing("この基準")
	}
	if err := d.Check(); err != nil {
		fault.ProblemsOf(err).Each(func(field, say string) { c.That(false, standardID+"."+field, say) })
		return nil
	}
	return saveCheck(ctx, tx, Check{ID: id.New(), StandardID: standardID, VersionID: v.ID, OfficeID: o.ID, WardID: o.WardID, FY: fy,
		CheckDraft: d, ByID: a.ID, At: ss.instant(), Sample: sample})
}

// governing is the version of a standard that governs fy.
func governing(all []Version, standardID string, fy clock.FY) (Version, bool) {
	for _, v := range all {
		if v.StandardID == standardID && v.In(fy) {
			return v, true
		}
	}
	return Version{}, false
}
