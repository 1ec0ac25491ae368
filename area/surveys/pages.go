package surveys

import (
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them.
func (ss *Surveys) Routes(rs *web.Routes) {
	ss.visitorRoutes(rs)
	ss.counterSideRoutes(rs)
	anyone, writer, teller := people.Anyone(), people.Who(people.WriteSurveys), people.Who(people.AnswerVoices)
	rs.Get("/voices", anyone, ss.indexPage)
	rs.Post("/voices", writer, ss.open)
	rs.Get("/voices/new", writer, ss.newPage)
	rs.Get("/voices/{id}", anyone, ss.resultsPage)
	rs.Post("/voices/{id}", writer, ss.revise)
	rs.Get("/voices/{id}/edit", writer, ss.editPage)
	rs.Post("/voices/{id}/opening", writer, ss.start)
	rs.Get("/voices/{id}/closure", writer, ss.closingPage)
	rs.Post("/voices/{id}/closure", writer, ss.close)
	rs.Get("/voices/{id}/moves", anyone, ss.movesPage)
	rs.Get("/voices/{id}/compare", anyone, ss.comparePage)
	rs.Get("/voices/{id}/cross", anyone, ss.crossPage)
	rs.Get("/voices/{id}/comments", anyone, ss.commentsPage)
	rs.Get("/voices/{id}/about", anyone, ss.aboutPage)
	rs.Get("/voices/{id}/export", anyone, ss.export)
	rs.Get("/voices/{id}/changes", anyone, ss.tellPage)
	rs.Post("/voices/{id}/changes", teller, ss.tell)
	rs.Get("/voices/{id}/counters", anyone, ss.countersPage)
	rs.Post("/voices/{id}/counters", writer, ss.addCounterForm)
	rs.Post("/voices/{id}/counters/taken", writer, ss.takeCounters)
	rs.Get("/voices/{id}/counters/{cid}/poster", anyone, ss.posterPage)
}

func (ss *Surveys) indexPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	fy := a.FY
	if y, err := clock.ParseFY(r.URL.Query().Get("fy")); err == nil {
		fy = y
	}
	rows, err := ss.index(r.Context(), a, fy)
	if err != nil {
		return err
	}
	return web.OK(w, r, indexPage(rows, yearSwitch(fy, a.FY), fy == a.FY, a.May(people.WriteSurveys)))
}

func (ss *Surveys) resultsPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	var res Results
	var changes []Change
	err := ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		s, err := ss.surveyIn(r.Context(), tx, a, r.PathValue("id"))
		if err != nil {
			return err
		}
		if changes, err = wardChanges(r.Context(), tx, s.WardID, 200); err != nil {
			return err
		}
		res, err = ss.resultsIn(r.Context(), tx, s)
		return err
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, resultsPage(res, a, changes))
}

// withResults is the frame of the pages that show figures only.
func (ss *Surveys) withResults(w http.ResponseWriter, r *http.Request, page func(Results, people.Actor) templ.Component) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, page(res, a))
}

// itemOf is the item that the address asks for, or the one that stands for the whole.
func itemOf(r *http.Request, res Results) int {
	if i := item(res.columns.items, r.URL.Query().Get("item")); i >= 0 {
		return i
	}
	return res.first()
}

func (ss *Surveys) movesPage(w http.ResponseWriter, r *http.Request) error {
	return ss.withResults(w, r, func(res Results, a people.Actor) templ.Component {
		return movesPage(res, a, res.ByMonth(itemOf(r, res)))
	})
}

func (ss *Surveys) comparePage(w http.ResponseWriter, r *http.Request) error {
	return ss.withResults(w, r, func(res Results, a people.Actor) templ.Component {
		return comparePage(res, a, res.ByCounter(itemOf(r, res)))
	})
}

func (ss *Surveys) aboutPage(w http.ResponseWriter, r *http.Request) error {
	return ss.withResults(w, r, aboutPage)
}

func (ss *Surveys) commentsPage(w http.ResponseWriter, r *http.Request) error {
	a, page := people.From(r), ui.PageOf(r.URL.Query())
	c, err := ss.Comments(r.Context(), a, r.PathValue("id"), page)
	if err != nil {
		return err
	}
	pager := ui.Pager{Total: c.Total, Page: page, Href: func(n int) string { return web.With(r, "page", itoa(n)) }}
	return web.OK(w, r, commentsPage(c.Results, a, c.Page, pager, c.Places, c.Readable))
}

func (ss *Surveys) posterPage(w http.ResponseWriter, r *http.Request) error {
	s, counters, changes, err := ss.Survey(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	for _, c := range counters {
		if c.ID == r.PathValue("cid") && c.SurveyID == s.ID {
			address, host := ss.addressOf(r)
			return web.OK(w, r, posterPage(s, c, newest(changes), address+"/a/"+c.Code, host))
		}
	}
	return fault.Missing("この窓口")
}

func newest(changes []Change) Change {
	if len(changes) == 0 {
		return Change{}
	}
	return changes[0]
}
