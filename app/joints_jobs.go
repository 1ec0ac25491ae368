package app

import (
	"context"
	"fmt"
	"strings"

	"kaname/area/publishing"
	"kaname/kit/db"
	"kaname/kit/job"
	"kaname/people"
)

// joinJobs: work that takes long goes on when its page is closed, on whichever node is free.
func (h *House) joinJobs() {
	h.Jobs.Kinds["import"] = h.importJob
	h.Roster.Later = func(ctx context.Context, a people.Actor, title, importID, seen string) (page string, err error) {
		return h.enqueue(ctx, "import", title, strings.Join([]string{importID, a.ID, seen}, " "), a.ID)
	}
	h.Jobs.Kinds["comparison"] = h.comparisonJob
	h.Publishing.Later = func(ctx context.Context, a people.Actor, title, wardID string) (page string, err error) {
		return h.enqueue(ctx, "comparison", title, wardID+" "+a.ID, a.ID)
	}
	h.Jobs.Ended = func(ctx context.Context, tx *db.Tx, j job.Job) error {
		return h.Notices.Tell(ctx, tx, people.Actor{}, j.ByID, j.Title+"が"+map[bool]string{true: "終わりました", false: "うまくいきませんでした"}[j.State == job.Done], "/jobs/"+j.ID, false)
	}
}

// enqueue asks for long work and returns the page where it can be followed.
func (h *House) enqueue(ctx context.Context, kind, title, args, byID string) (page string, err error) {
	err = h.DB.Write(ctx, func(tx *db.Tx) error {
		id, err := h.Jobs.Enqueue(ctx, tx, kind, title, args, byID)
		page = "/jobs/" + id
		return err
	})
	return page, err
}

// comparisonJob draws a ward's public pages and compares them with the last that went out, on behalf of who asked.
func (h *House) comparisonJob(ctx context.Context, args string, p job.Progress) (string, error) {
	wardID, byID, _ := strings.Cut(args, " ")
	a, err := h.People.ActorOf(ctx, byID)
	if err != nil {
		return "", err
	}
	err = h.Publishing.Compare(ctx, a, wardID, func(done, total int) {
		if done%100 == 0 || done == total {
			p.At(done, total, "公開ページを作ってくらべています")
		}
	})
	return publishing.CheckPath(wardID), err
}

// importJob applies a confirmed import on behalf of who confirmed it.
func (h *House) importJob(ctx context.Context, args string, p job.Progress) (string, error) {
	f := strings.SplitN(args, " ", 3)
	if len(f) != 3 {
		return "", fmt.Errorf("import job with %d arguments", len(f))
	}
	a, err := h.People.ActorOf(ctx, f[1])
	if err != nil {
		return "", err
	}
	p.At(0, 0, "名簿に書いています")
	if _, err := h.Roster.Apply(ctx, a, f[0], f[2]); err != nil {
		return "", err
	}
	return "/imports/" + f[0], nil
}
