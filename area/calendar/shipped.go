package calendar

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kaname/people"
)

//go:embed steps.tsv
var table string

// Shipped lists the steps that come with the program: the merged year of the source plans, one row of steps.tsv each.
// They hold for every ward and every year, until somebody moves or hides them.
var Shipped = sync.OnceValue(func() []Step {
	steps, err := readSteps(table)
	if err != nil {
		panic(err)
	}
	return steps
})

func readSteps(text string) ([]Step, error) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	var out []Step
	for i, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 14 {
			return nil, fmt.Errorf("steps.tsv line %d has %d fields", i+2, len(f))
		}
		from, err1 := strconv.Atoi(f[2])
		to, err2 := strconv.Atoi(f[3])
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("steps.tsv line %d has no months", i+2)
		}
		out = append(out, Step{Key: f[0], Kind: Kind(f[4]), Main: f[5] == "1", Loop: Lane(f[6]), Short: f[8], Strip: f[9], Source: f[13],
			Draft: Draft{Lane: Lane(f[1]), Title: f[7], Note: f[12], From: from, To: to, Due: f[10], Link: f[11], ToFY: Always}})
	}
	return out, nil
}

// Room is a place of the house that a step can lead to.
type Room struct{ Path, Verb string }

// rooms are offered to who adds a step; those that do not exist are left out.
var rooms = []Room{
	{"/board", "ボードを開く"}, {"/standards", "基準を開く"}, {"/standards/checks", "点検を開く"}, {"/standards/verification", "検証を開く"},
	{"/policies", "方針を開く"}, {"/goals", "目標を開く"}, {"/goals/attention", "気にかけたい目標を見る"}, {"/aims", "月間目標を開く"},
	{"/plans", "計画を開く"}, {"/voices", "アンケートを開く"}, {"/approvals", "承認を開く"},
}

// room finds the place of a path; ok is false where it is none of ours or does not exist in this house.
func (c *Calendar) room(path string) (Room, bool) {
	if path == "" || c.Exists == nil || !c.Exists(path) {
		return Room{}, false
	}
	for _, r := range rooms {
		if r.Path == path {
			return r, true
		}
	}
	return Room{}, false
}

// guarded are the places that are not open to everybody, with who may enter: one of these permissions is enough.
var guarded = map[string][]people.Permission{
	"/standards/checks":       {people.CheckStandards},
	"/standards/verification": {people.DecideStandards, people.WriteStandards},
}

// door is room, for who reads the year: no link leads to a page that would turn them away.
func (c *Calendar) door(y Year, path string) (Room, bool) {
	needs, some := guarded[path]
	if some && !slices.ContainsFunc(needs, y.reader.May) {
		return Room{}, false
	}
	return c.room(path)
}

// Rooms lists the places that a step of this house may lead to.
func (c *Calendar) Rooms() []Room {
	var out []Room
	for _, r := range rooms {
		if _, ok := c.room(r.Path); ok {
			out = append(out, r)
		}
	}
	return out
}
