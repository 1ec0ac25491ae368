package plans

import (
	"encoding/json"
	"fmt"
	"slices"

	"kaname/kit/clock"
	"kaname/kit/ui"
	"kaname/people"
)

// Record is a plan as the house keeps it: for the whole city, or one ward's own. Plan is its newest version.
type Record struct {
	ID, Code, WardID, WardName, Title string
	Sample                            bool
	CreatedAt, UpdatedAt              clock.Instant
	Version                           Version
	Plan                              Plan
	Adoptions                         []Adoption
}

// Place says whose plan it is.
func (r Record) Place() string {
	if r.WardID == "" {
		return "全市"
	}
	return r.WardName
}

// ImportableBy says whether a may bring in a next version.
func (r Record) ImportableBy(a people.Actor) bool { return a.MayInWard(people.ImportPlans, r.WardID) }

// AdoptedIn finds the ward's adoption.
func (r Record) AdoptedIn(wardID string) (Adoption, bool) {
	i := slices.IndexFunc(r.Adoptions, func(ad Adoption) bool { return ad.WardID == wardID })
	if i < 0 {
		return Adoption{}, false
	}
	return r.Adoptions[i], true
}

// Version is one import of a plan. From its fiscal year on it governs, until the next version's.
type Version struct {
	ID, PlanID, Version string
	Position            int
	FromFY              clock.FY
	FileName            string
	ImportedBy          string
	ImportedAt          clock.Instant
}

// Adoption says that a ward runs a plan from FromFY on.
type Adoption struct {
	ID, PlanID, WardID, WardName string
	FromFY                       clock.FY
	AdoptedBy                    string
	AdoptedAt                    clock.Instant
	Sample                       bool
}

// StartableBy says whether a may start the plan's initiatives in the ward.
func (ad Adoption) StartableBy(a people.Actor) bool {
	return a.MayInWard(people.AdoptPlans, ad.WardID)
}

// Ref names an item of the adopted plan for other rooms: adoption/key.
func (ad Adoption) Ref(key string) string { return ad.ID + "/" + key }

// Read gives the plan as the ward runs it: where the plan names its first year, that year is read as the year of adoption, and every other year moves along.
func (ad Adoption) Read(p Plan) (Plan, error) {
	shift := 0
	if p.From != 0 {
		shift = int(ad.FromFY) - p.From
	}
	out, err := clone(p)
	if err != nil || shift == 0 {
		return out, err
	}
	move := func(ys ...*int) {
		for _, y := range ys {
			if *y != 0 {
				*y += shift
			}
		}
	}
	move(&out.From, &out.To)
	moveRevisions(out.Revisions, move)
	for _, n := range out.All() {
		it := n.Item
		move(&it.From, &it.To)
		moveRevisions(it.Revisions, move)
		for i := range it.Targets {
			move(&it.Targets[i].From, &it.Targets[i].By)
		}
		if it.Ended != nil {
			move(&it.Ended.FY)
		}
	}
	for _, in := range out.AllIndicators() {
		for i := range in.Baseline {
			move(&in.Baseline[i].FY)
		}
		for i := range in.Targets {
			move(&in.Targets[i].FY)
		}
		if in.Ended != nil {
			move(&in.Ended.FY)
		}
	}
	return out, nil
}

func moveRevisions(rs []Revision, move func(...*int)) {
	for i := range rs {
		move(&rs[i].FY)
	}
}

func clone(p Plan) (Plan, error) {
	var out Plan
	b, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		return Plan{}, fmt.Errorf("copy plan %s: %w", p.ID, err)
	}
	return out, nil
}

// governs picks the version that governed fy: the newest that was in force by then, else the first.
func governs(vs []Version, fy clock.FY) Version {
	var v Version
	for i, next := range vs {
		if i == 0 || next.FromFY <= fy {
			v = next
		}
	}
	return v
}

// Standing is how an initiative stands in the room that runs it, as that room says.
type Standing struct {
	Key                  string
	GoalID, Href         string
	OfficeID, OfficeName string
	OwnerID, OwnerName   string
	FY                   clock.FY
	State                ui.State
	Line                 string // the newest word on it, or the reason of its state
	On                   clock.Date
	Ended                bool // settled at year's end: not to be started again
	EndedWord            string
	EndedWhy             string
}

// Row is one entry of the plan in a year: where it stands and why. Rows of containers and statements have no state.
type Row struct {
	Node
	State     ui.State
	Why       string
	Standings []Standing
	Last      []Standing // the year before
	Counted   bool       // an initiative, to be found in the counts
	Open      bool       // may be started now
	Gone      bool       // only earlier versions have it
}

// Report is the whole plan of a ward in one fiscal year; no entry of any version is missing from it.
type Report struct {
	Record   Record
	Adoption Adoption
	FY       clock.FY
	Version  Version
	Plan     Plan
	Rows     []Row
}

// Tally is how many initiatives stand in a state.
type Tally struct {
	ui.State
	N int
}

// Tallies counts the initiatives by state, in the order in which the states first stand in the plan.
func (r Report) Tallies() []Tally {
	var all []Tally
	for _, row := range r.Rows {
		if !row.Counted {
			continue
		}
		i := slices.IndexFunc(all, func(t Tally) bool { return t.Word == row.State.Word })
		if i < 0 {
			all, i = append(all, Tally{State: row.State}), len(all)
		}
		all[i].N++
	}
	return all
}

// Counted is how many initiatives the report has.
func (r Report) Counted() int {
	n := 0
	for _, row := range r.Rows {
		if row.Counted {
			n++
		}
	}
	return n
}

// Waiting lists the initiatives that nobody runs yet and nobody has put off.
func (r Report) Waiting() []Row {
	var open []Row
	for _, row := range r.Rows {
		if row.Open && row.State.Word == stateWaiting.Word {
			open = append(open, row)
		}
	}
	return open
}

// The states a plan knows by itself; the others come from the room that runs an initiative.
var (
	stateWaiting = ui.State{Word: "担当を決める前", Shape: "think", Tone: "care"}
	stateHeld    = ui.State{Word: "今年度は始めない", Shape: "stop", Tone: "quiet"}
	stateOutside = ui.State{Word: "年度の外", Shape: "none", Tone: "quiet"}
	stateEnded   = ui.State{Word: "計画で終了", Shape: "done", Tone: "quiet"}
	stateSettled = ui.State{Word: "前の年度までに終えた", Shape: "done", Tone: "quiet"}
)
