package notices

import (
	"net/http"

	"kaname/kit/db"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of one's own notices.
func (p *Post) Routes(rs *web.Routes) {
	rs.Get("/notices", people.Anyone(), p.index)
	rs.Post("/notices/{id}/reading", people.Anyone(), p.read)
}

func (p *Post) index(w http.ResponseWriter, r *http.Request) error {
	var all []Notice
	err := p.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = p.For(r.Context(), tx, people.From(r), 100)
		return err
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, indexPage(all))
}

func (p *Post) read(w http.ResponseWriter, r *http.Request) error {
	href, err := p.Read(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.See(w, r, web.Local(href), "")
}
