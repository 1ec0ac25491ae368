// Package today is the first screen: what came to me, what today is, and what I am asked for, in that order.
package today

import (
	"context"
	"net/http"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/approval"
	"kaname/shared/notices"
)

// Today asks the other rooms and keeps nothing.
type Today struct {
	DB        *db.DB
	Notices   *notices.Post
	Approvals *approval.Desk

	Goals func(ctx context.Context, tx *db.Tx, a people.Actor) ([]Goal, error)
	Helps func(ctx context.Context, tx *db.Tx, a people.Actor) ([]Goal, error) // of the offices that a leads
	Aim   func(ctx context.Context, tx *db.Tx, a people.Actor) (Aim, bool, error)
	Voice func(ctx context.Context, tx *db.Tx, a people.Actor) ([]Voice, error)
	Steps func(ctx context.Context, tx *db.Tx, a people.Actor) ([]Step, error)
}

// Goal is one of mine, or one whose people ask for help.
type Goal struct {
	ID, Title, Office, Line string
	State                   ui.State
	Now, Unit, Aim, Rests   string
}

// Aim is the month's aim of my counter.
type Aim struct{ Words, Office, Href string }

// Voice is something that changed because of visitors' voices, newest first.
type Voice struct {
	Text, From, Href string
	On               clock.Date
}

// Step is something of the year's arrangements that is due about now.
type Step struct {
	Name, Note, Href, Verb string
	On                     clock.Date
}

// View is everything the page shows. A block that could not be read says so and does not blank the others.
type View struct {
	Notices   []notices.Notice
	Approvals []approval.Request
	Goals     []Goal
	Helps     []Goal
	Aim       Aim
	HasAim    bool
	Voices    []Voice
	Steps     []Step
}

// View loads a's first screen.
func (td *Today) View(ctx context.Context, a people.Actor) (v View, err error) {
	err = td.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Notices, err = td.Notices.Unread(ctx, tx, a, 5); err != nil {
			return err
		}
		if v.Approvals, err = td.Approvals.Waiting(ctx, tx, a); err != nil {
			return err
		}
		if v.Goals, err = td.Goals(ctx, tx, a); err != nil {
			return err
		}
		if a.May(people.LeadGoals) {
			if v.Helps, err = td.Helps(ctx, tx, a); err != nil {
				return err
			}
		}
		if v.Aim, v.HasAim, err = td.Aim(ctx, tx, a); err != nil {
			return err
		}
		if v.Voices, err = td.Voice(ctx, tx, a); err != nil {
			return err
		}
		v.Steps, err = td.Steps(ctx, tx, a)
		return err
	})
	return v, err
}

// Routes lists the one page of this room.
func (td *Today) Routes(rs *web.Routes) {
	rs.Get("/{$}", people.Anyone(), td.show)
}

func (td *Today) show(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := td.View(r.Context(), a)
	if err != nil {
		return err
	}
	return web.OK(w, r, todayPage(a, v))
}

// lead is the sentence under the date, by role.
func lead(a people.Actor, v View) string {
	switch {
	case len(v.Approvals) > 0 && len(v.Helps) > 0:
		return "承認待ちと、助けをもとめる声があります。"
	case len(v.Approvals) > 0:
		return "承認を待っているものがあります。"
	case len(v.Helps) > 0:
		return "助けをもとめる声があります。"
	}
	return ""
}
