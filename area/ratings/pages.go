package ratings

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them; the deeds check where.
func (rs *Ratings) Routes(routes *web.Routes) {
	anyone, writer := people.Anyone(), people.Who(people.WriteSurveys)
	routes.Get("/ratings", anyone, rs.indexPage)
	routes.Get("/ratings/new", writer, rs.newPage)
	routes.Post("/ratings", writer, rs.open)
	routes.Get("/ratings/{id}", anyone, rs.show)
	routes.Get("/ratings/{id}/edit", writer, rs.editPage)
	routes.Post("/ratings/{id}", writer, rs.revise)
	routes.Get("/ratings/{id}/others", writer, rs.othersPage)
	routes.Post("/ratings/{id}/others", writer, rs.refer)
	routes.Get("/ratings/{id}/marks", anyone, rs.marksFile)
	routes.Get("/ratings/{id}/entry", writer, rs.entryPage)
	routes.Post("/ratings/{id}/entry", writer, rs.enter)
	routes.Post("/ratings/{id}/actions", writer, rs.act)
	routes.Post("/ratings/{id}/actions/{key}", writer, rs.finish)
	routes.Post("/ratings/{id}/publication", writer, rs.ask)
	rs.importRoutes(routes, writer)
}

func (rs *Ratings) indexPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	x, err := rs.Index(r.Context(), a, web.Query(r).Get("ward"))
	if err != nil {
		return err
	}
	return web.OK(w, r, indexView(a, x, r))
}

// acting are the forms of the page as they are filled in: a new action, or what came of one.
type acting struct {
	ActionDraft
	about, due        string
	kept              clock.Instant
	finishing, result string // an action's id and what was typed
}

func (rs *Ratings) show(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := rs.View(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if as := r.URL.Query().Get("as"); as != "" {
		return ui.SendList(w, r, sheetOf(v), textfile.FileName(textfile.Ext(as), v.FY.Era(), v.WardName, v.Name))
	}
	t := acting{about: web.Query(r).Get("about")}
	if v.WritableBy(a) {
		var kept clock.Instant
		kept, err = drafts.Kept(r.Context(), rs.DB, a.ID, v.actionDraft(), func(f web.Form) { t = readAction(f, a.Today) })
		if t.kept = kept; err != nil {
			return err
		}
	}
	return web.OK(w, r, ratingPage(a, v, t, rs.Ask != nil, fault.Problems{}))
}

func (rs *Ratings) marksFile(w http.ResponseWriter, r *http.Request) error {
	x, scores, err := rs.marks(r)
	if err != nil {
		return err
	}
	as := r.URL.Query().Get("as")
	return ui.SendList(w, r, marksSheet(x, scores), textfile.FileName(textfile.Ext(as), x.FY.Era(), x.WardName, "評点"))
}

// find loads the rating of the address.
func (rs *Ratings) find(r *http.Request) (x Rating, err error) {
	err = rs.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err = find(r.Context(), tx, people.From(r), r.PathValue("id"))
		return err
	})
	return x, err
}

// marks loads the rating of the address with its marks.
func (rs *Ratings) marks(r *http.Request) (x Rating, scores []Score, err error) {
	err = rs.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if x, err = find(r.Context(), tx, people.From(r), r.PathValue("id")); err != nil {
			return err
		}
		all, err := scoresOf(r.Context(), tx, x)
		scores = all[x.ID]
		return err
	})
	return x, scores, err
}

// again shows the rating's page with what was typed into one of its forms.
func (rs *Ratings) again(w http.ResponseWriter, r *http.Request, err error, t acting) error {
	a := people.From(r)
	v, missing := rs.View(r.Context(), a, r.PathValue("id"))
	if missing != nil {
		return missing
	}
	return web.Again(w, r, err, func(p fault.Problems) templ.Component { return ratingPage(a, v, t, rs.Ask != nil, p) })
}

func (rs *Ratings) act(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	t := readAction(f, a.Today)
	if err := rs.Act(r.Context(), a, r.PathValue("id"), t.ActionDraft); err != nil {
		return rs.again(w, r, err, t)
	}
	return web.See(w, r, "/ratings/"+r.PathValue("id")+"#actions", "改善を書きました。つぎの年の調査で、同じ項目の点とならべて読めます。")
}

// readAction takes an action from its form.
func readAction(f web.Form, today clock.Date) acting {
	t := acting{ActionDraft: ActionDraft{What: f.Text("what"), Who: f.Text("who")}, about: f.Get("about"), due: f.Text("due")}
	t.Field, t.Item, _ = strings.Cut(t.about, "/")
	t.Due, _ = clock.ParseDate(t.due, today)
	return t
}

func (rs *Ratings) finish(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	t := acting{finishing: r.PathValue("key"), result: f.Text("result-" + r.PathValue("key"))}
	if err := rs.Finish(r.Context(), people.From(r), r.PathValue("id"), t.finishing, t.result); err != nil {
		return rs.again(w, r, err, t)
	}
	return web.See(w, r, "/ratings/"+r.PathValue("id")+"#actions", "どうなったかを残しました。")
}

// ask puts the results forward for publication, where the house has joined an approval.
func (rs *Ratings) ask(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	if rs.Ask == nil {
		return fault.New(fault.Invalid, "格付け調査の結果は、まだ公開の承認につながっていません。庁内だけで読めます。")
	}
	err := rs.DB.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := writable(r.Context(), tx, a, r.PathValue("id"), "公開に出す"); err != nil {
			return err
		}
		v, err := rs.viewIn(r.Context(), tx, a, r.PathValue("id"))
		if err != nil {
			return err
		}
		if err := rs.Ask(r.Context(), tx, a, v.Publication()); err != nil {
			return err
		}
		return rs.Note(r.Context(), tx, a, "ask", "rating", v.ID, "")
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/ratings/"+r.PathValue("id"), "公開の承認を求めました。承認されるまで、庁外には出ません。")
}
