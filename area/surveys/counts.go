package surveys

import (
	"context"
	"slices"
	"strings"
	"sync"

	"kaname/kit/db"
)

// counts keeps the columns of each survey that somebody has looked at; the database says when they are behind.
type counts struct {
	mu sync.Mutex
	of map[string]*counted
}

type counted struct {
	mu      sync.Mutex
	epoch   int64
	columns *Columns
}

// columnsOf are the survey's answers as of s, which tx has just loaded: only what came since the last look is read.
func (ss *Surveys) columnsOf(ctx context.Context, tx *db.Tx, s Survey) (*Columns, error) {
	all, err := ss.columnsOfAll(ctx, tx, []Survey{s})
	return all[s.ID], err
}

// columnsOfAll is columnsOf for many surveys, with one query for all that is new.
func (ss *Surveys) columnsOfAll(ctx context.Context, tx *db.Tx, surveys []Survey) (map[string]*Columns, error) {
	surveys = slices.Clone(surveys)
	slices.SortFunc(surveys, func(a, b Survey) int { return strings.Compare(a.ID, b.ID) }) // one order of locks for everybody
	entries := map[string]*counted{}
	behind := map[string]int64{}
	for _, s := range surveys {
		c := ss.counts.entry(s)
		c.mu.Lock()
		defer c.mu.Unlock()
		entries[s.ID] = c
		if c.epoch != s.Epoch {
			c.epoch, c.columns = s.Epoch, NewColumns(s.Form)
		}
		if c.columns.last < s.LastSeq {
			behind[s.ID] = c.columns.last
		}
	}
	next := map[string]*Columns{}
	err := eachRow(ctx, tx, behind, func(surveyID string, rows []Row) {
		if next[surveyID] == nil {
			next[surveyID] = entries[surveyID].columns
		}
		next[surveyID] = next[surveyID].With(rows)
	})
	if err != nil {
		return nil, err
	}
	all := map[string]*Columns{}
	for _, s := range surveys {
		c := entries[s.ID]
		if _, ok := behind[s.ID]; ok {
			fresh := next[s.ID]
			if fresh == nil {
				fresh = c.columns.With(nil)
			}
			fresh.last = max(fresh.last, s.LastSeq) // a form sent twice leaves a number unused
			c.columns = fresh
		}
		all[s.ID] = c.columns
	}
	return all, nil
}

// entry is the place of a survey's columns.
func (cs *counts) entry(s Survey) *counted {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if cs.of == nil {
		cs.of = map[string]*counted{}
	}
	c := cs.of[s.ID]
	if c == nil {
		c = &counted{epoch: s.Epoch, columns: NewColumns(s.Form)}
		cs.of[s.ID] = c
	}
	return c
}
