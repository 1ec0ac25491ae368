// Package jobs shows people how far their long work has come, and what to do where it stopped.
package jobs

import (
	"context"
	"net/http"

	"kaname/kit/db"
	"kaname/kit/job"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Jobs is the window on long work.
type Jobs struct {
	DB   *db.DB
	Note people.Note
}

// Most is how many of one's jobs the list shows, newest first.
const Most = 50

// Routes lists the pages of long work.
func (js *Jobs) Routes(rs *web.Routes) {
	rs.Get("/jobs", people.Anyone(), js.index)
	rs.Get("/jobs/{id}", people.Anyone(), js.show)
	rs.Post("/jobs/{id}/retrial", people.Anyone(), js.retry)
}

// whose is the person whose jobs a reads, for SQL: administrators read everybody's.
func whose(a people.Actor) string {
	if a.Is(people.Administrator) {
		return ""
	}
	return a.ID
}

// Find loads a job that a started (administrators: any).
func (js *Jobs) Find(ctx context.Context, a people.Actor, jobID string) (j job.Job, err error) {
	err = js.DB.Read(ctx, func(tx *db.Tx) error { j, err = job.Find(ctx, tx, jobID, whose(a)); return err })
	return j, err
}

// Mine lists the jobs that a started, newest first.
func (js *Jobs) Mine(ctx context.Context, a people.Actor) (all []job.Job, err error) {
	err = js.DB.Read(ctx, func(tx *db.Tx) error { all, err = job.Of(ctx, tx, a.ID, Most); return err })
	return all, err
}

// Retry starts a failed job again, for who started it or an administrator.
func (js *Jobs) Retry(ctx context.Context, a people.Actor, jobID string) error {
	return js.DB.Write(ctx, func(tx *db.Tx) error {
		j, err := job.Find(ctx, tx, jobID, whose(a))
		if err != nil {
			return err
		}
		if err := job.Again(ctx, tx, j.ID, whose(a)); err != nil {
			return err
		}
		return js.Note(ctx, tx, a, "retry", "job", j.ID, j.Kind)
	})
}

func (js *Jobs) index(w http.ResponseWriter, r *http.Request) error {
	all, err := js.Mine(r.Context(), people.From(r))
	if err != nil {
		return err
	}
	return web.OK(w, r, indexPage(all))
}

func (js *Jobs) show(w http.ResponseWriter, r *http.Request) error {
	j, err := js.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.OK(w, r, jobPage(j))
}

func (js *Jobs) retry(w http.ResponseWriter, r *http.Request) error {
	if err := js.Retry(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/jobs/"+r.PathValue("id"), "もう一度はじめます。")
}

// state is a job's word with its shape.
func state(j job.Job) ui.State {
	switch j.State {
	case job.Waiting:
		return ui.State{Word: "順番を待っています", Shape: "wait", Tone: "quiet"}
	case job.Running:
		return ui.State{Word: "動いています", Shape: "half", Tone: "quiet"}
	case job.Done:
		return ui.State{Word: "終わりました", Shape: "good", Tone: "good"}
	}
	return ui.State{Word: "止まりました", Shape: "care", Tone: "care"}
}

// heading is what the page says first.
func heading(j job.Job) string {
	switch j.State {
	case job.Waiting:
		if j.Tries > 0 {
			return "少しおいて、もう一度ためします"
		}
		return "順番を待っています"
	case job.Running:
		if j.Say != "" {
			return j.Say
		}
		return j.Title + "をしています"
	case job.Done:
		return "終わりました"
	}
	return "途中で止まりました"
}

// counted is how far it has come, in words.
func counted(j job.Job) string {
	switch {
	case j.Total > 0:
		return job.Thousands(j.Total) + "件のうち " + job.Thousands(j.Done) + "件"
	case j.Done > 0:
		return job.Thousands(j.Done) + "件まで"
	}
	return ""
}
