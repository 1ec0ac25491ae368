package approval

import (
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of the desk; who may decide what is checked by the deed.
func (d *Desk) Routes(rs *web.Routes) {
	rs.Get("/approvals", people.Anyone(), d.index)
	rs.Get("/approvals/deputies", people.Who(people.WriteRoster), d.deputies)
	rs.Post("/approvals/deputies", people.Who(people.WriteRoster), d.appoint)
	rs.Post("/approvals/deputies/{id}/end", people.Who(people.WriteRoster), d.dismiss)
	rs.Get("/approvals/{id}", people.Anyone(), d.show)
	rs.Post("/approvals/{id}/decision", people.Anyone(), d.decision)
	rs.Post("/approvals/{id}/withdrawal", people.Anyone(), d.withdrawal)
}

func (d *Desk) index(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	var mine, asked []Request
	err := d.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if mine, err = d.Waiting(r.Context(), tx, a); err != nil {
			return err
		}
		asked, err = some(r.Context(), tx, `r.asked_by = $1`, a.ID)
		return err
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, indexPage(mine, asked))
}

func (d *Desk) show(w http.ResponseWriter, r *http.Request) error {
	return d.again(w, r, nil, "")
}

func (d *Desk) again(w http.ResponseWriter, r *http.Request, problem error, reason string) error {
	a := people.From(r)
	var req Request
	var may bool
	err := d.DB.Write(r.Context(), func(tx *db.Tx) (err error) {
		if req, err = find(r.Context(), tx, a, r.PathValue("id")); err != nil {
			return err
		}
		may = req.DecidableBy(a)
		if s, ok := req.Now(); ok && !may {
			if may, err = deputy(r.Context(), tx, a, s); err != nil {
				return err
			}
		}
		if may {
			return opened(r.Context(), tx, req, clock.At(d.Now()))
		}
		return nil
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return requestPage(a, req, may, reason, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (d *Desk) decision(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	yes, reason := form.Get("decision") == "approve", form.Text("reason")
	if err := d.Decide(r.Context(), people.From(r), r.PathValue("id"), yes, reason); err != nil {
		return d.again(w, r, err, reason)
	}
	say := "承認しました。"
	if !yes {
		say = "差し戻しました。出した人に理由が届きます。"
	}
	return web.See(w, r, "/approvals", say)
}

func (d *Desk) withdrawal(w http.ResponseWriter, r *http.Request) error {
	if err := d.Withdraw(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/approvals/"+r.PathValue("id"), "引き戻しました。")
}
