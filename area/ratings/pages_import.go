package ratings

import (
	"fmt"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

func (rs *Ratings) importRoutes(routes *web.Routes, writer web.Gate) {
	routes.Get("/ratings/{id}/template", writer, rs.template)
	routes.Get("/ratings/{id}/imports", writer, rs.importsPage)
	routes.Post("/ratings/{id}/imports", writer, rs.upload)
	routes.Get("/ratings/{id}/imports/{key}", writer, rs.importPage)
	routes.Post("/ratings/{id}/imports/{key}/columns", writer, rs.matchColumns)
	routes.Post("/ratings/{id}/imports/{key}/application", writer, rs.apply)
	routes.Post("/ratings/{id}/imports/{key}/undoing", writer, rs.undo)
}

func (rs *Ratings) template(w http.ResponseWriter, r *http.Request) error {
	x, err := rs.find(r)
	if err != nil {
		return err
	}
	as := r.URL.Query().Get("as")
	if as == "" {
		as = "xlsx"
	}
	return textfile.Send(w, as, template(x), textfile.FileName(textfile.Ext(as), x.FY.Era(), x.WardName, "評点の様式"))
}

func (rs *Ratings) importsPage(w http.ResponseWriter, r *http.Request) error {
	return rs.importsAgain(w, r, nil)
}

func (rs *Ratings) importsAgain(w http.ResponseWriter, r *http.Request, problem error) error {
	a := people.From(r)
	var x Rating
	var all []Import
	err := rs.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if x, err = find(r.Context(), tx, a, r.PathValue("id")); err != nil {
			return err
		}
		all, err = listImports(r.Context(), tx, x.ID)
		return err
	})
	switch {
	case err != nil:
		return err
	case problem != nil:
		return web.Again(w, r, problem, func(p fault.Problems) templ.Component { return importsView(a, x, all, p) })
	}
	return web.OK(w, r, importsView(a, x, all, fault.Problems{}))
}

// readUpload reads a posted file.
func readUpload(w http.ResponseWriter, r *http.Request) (name string, data []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, textfile.MaxBytes+web.MaxForm)
	bad := fault.New(fault.Invalid, fmt.Sprintf("ファイルを受けとれませんでした。%dMBより小さいファイルを選んで、もう一度送ってください。", textfile.MaxBytes>>20))
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		return "", nil, bad
	}
	defer r.MultipartForm.RemoveAll()
	f, head, err := r.FormFile("file")
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "ファイルを選んでください。")
	}
	defer f.Close()
	if data, err = io.ReadAll(f); err != nil {
		return head.Filename, nil, bad
	}
	return head.Filename, data, nil
}

func (rs *Ratings) upload(w http.ResponseWriter, r *http.Request) error {
	name, data, err := readUpload(w, r)
	var im Import
	if err == nil {
		im, err = rs.Bring(r.Context(), people.From(r), r.PathValue("id"), name, data)
	}
	if f := fault.As(err); err != nil && f.Kind == fault.Invalid && !f.Problems.Any() {
		var c fault.Check
		c.That(false, "file", f.Say)
		err = c.Err()
	}
	if err != nil {
		return rs.importsAgain(w, r, err)
	}
	return web.See(w, r, im.href(), "")
}

// preview is the page before a file is brought in.
type preview struct {
	Rating
	Import
	Plan  Plan
	Shown []Cell
	Pager ui.Pager
}

func (rs *Ratings) importPage(w http.ResponseWriter, r *http.Request) error {
	return rs.importAgain(w, r, nil)
}

// importAgain shows the preview, or the choice of columns where they are not known, or what was done; problem is said above.
func (rs *Ratings) importAgain(w http.ResponseWriter, r *http.Request, problem error) error {
	a := people.From(r)
	x, im, p, err := rs.Preview(r.Context(), a, r.PathValue("id"), r.PathValue("key"))
	say, status := "", http.StatusOK
	if problem != nil {
		say, status = fault.As(problem).Say, web.Status(fault.Of(problem))
	}
	switch fault.Of(err) {
	case "":
	case fault.Conflict: // not waiting any more
		return rs.done(w, r, say, status)
	case fault.Invalid:
		return web.Page(w, r, http.StatusUnprocessableEntity, columnsView(x, im, im.guess(), fault.ProblemsOf(err), fault.As(err).Say))
	default:
		return err
	}
	if r.URL.Query().Get("columns") != "" {
		return web.OK(w, r, columnsView(x, im, im.guess(), fault.Problems{}, ""))
	}
	v := preview{Rating: x, Import: im, Plan: p, Shown: append(p.of(Broken), append(p.of(Changes), p.of(Adds)...)...)}
	v.Pager = ui.Pager{Total: len(v.Shown), Page: ui.PageOf(r.URL.Query()), Href: func(n int) string { return web.With(r, "page", itoa(n)) }}
	v.Shown = v.Shown[min(len(v.Shown), v.Pager.Offset()):min(len(v.Shown), v.Pager.Offset()+ui.PageSize)]
	return web.Page(w, r, status, previewView(v, say))
}

// guess is which column holds what as far as the headers say.
func (im Import) guess() map[string]int {
	if im.Columns != nil {
		return im.Columns
	}
	out := map[string]int{}
	m, _ := textfile.Match(im.Header, fileColumns)
	for _, c := range fileColumns {
		if at := m.At(c.Key); at >= 0 {
			out[c.Key] = at
		}
	}
	return out
}

// done shows an import that was applied, taken back, or forgotten.
func (rs *Ratings) done(w http.ResponseWriter, r *http.Request, say string, status int) error {
	a := people.From(r)
	var x Rating
	var im Import
	err := rs.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if x, err = find(r.Context(), tx, a, r.PathValue("id")); err != nil {
			return err
		}
		im, err = findImport(r.Context(), tx, x.ID, r.PathValue("key"))
		return err
	})
	if err != nil {
		return err
	}
	return web.Page(w, r, status, doneView(a, x, im, say))
}

func (rs *Ratings) matchColumns(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	columns := map[string]int{}
	for _, c := range fileColumns {
		if at, ok := f.Whole(c.Key); ok {
			columns[c.Key] = at
		}
	}
	a, ratingID, importID := people.From(r), r.PathValue("id"), r.PathValue("key")
	err = rs.MatchColumns(r.Context(), a, ratingID, importID, columns)
	if fault.Of(err) == fault.Invalid {
		x, im, _, missing := rs.Preview(r.Context(), a, ratingID, importID)
		if missing != nil && fault.Of(missing) != fault.Invalid {
			return missing
		}
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return columnsView(x, im, columns, p, "") })
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/ratings/"+ratingID+"/imports/"+importID, "")
}

func (rs *Ratings) apply(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	n, err := rs.Apply(r.Context(), people.From(r), r.PathValue("id"), r.PathValue("key"), f.Get("seen"))
	switch fault.Of(err) {
	case "":
		return web.See(w, r, "/ratings/"+r.PathValue("id"), "評点を"+itoa(n)+"個取り込みました。7日のあいだ、取り込みの画面から取り消せます。")
	case fault.Invalid, fault.Conflict:
		return rs.importAgain(w, r, err)
	}
	return err
}

func (rs *Ratings) undo(w http.ResponseWriter, r *http.Request) error {
	err := rs.Undo(r.Context(), people.From(r), r.PathValue("id"), r.PathValue("key"))
	switch fault.Of(err) {
	case "":
		return web.See(w, r, "/ratings/"+r.PathValue("id")+"/imports", "取り込みを取り消しました。評点は取り込む前と同じです。")
	case fault.Conflict:
		return rs.importAgain(w, r, err)
	}
	return err
}

func (im Import) href() string { return "/ratings/" + im.RatingID + "/imports/" + im.ID }
