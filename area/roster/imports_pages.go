package roster

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

func (ro *Roster) importRoutes(rs *web.Routes, write web.Gate) {
	rs.Get("/imports", write, ro.imports)
	rs.Post("/imports", write, ro.upload)
	rs.Get("/templates/{kind}", write, ro.template)
	rs.Get("/imports/{id}", write, ro.showImport)
	rs.Get("/imports/{id}/columns", write, ro.columnsPage)
	rs.Post("/imports/{id}/columns", write, ro.matchColumns)
	rs.Post("/imports/{id}/application", write, ro.apply)
	rs.Post("/imports/{id}/undoing", write, ro.undo)
	rs.Post("/imports/{id}/codes", people.Who(people.IssueCodes), ro.issueCodes)
}

func (ro *Roster) imports(w http.ResponseWriter, r *http.Request) error {
	return ro.importsAgain(w, r, web.Query(r).Get("kind"), nil)
}

func (ro *Roster) importsAgain(w http.ResponseWriter, r *http.Request, kind string, problem error) error {
	var all []Import
	err := ro.DB.Read(r.Context(), func(tx *db.Tx) (err error) { all, err = listImports(r.Context(), tx, 30); return err })
	if err != nil {
		return err
	}
	if kind != "offices" {
		kind = "staff"
	}
	page := func(p fault.Problems) templ.Component { return importsPage(people.From(r), all, kind, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

// readUpload reads a posted file and the field kind.
func readUpload(w http.ResponseWriter, r *http.Request) (kind, name string, data []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, textfile.MaxBytes+web.MaxForm)
	bad := fault.New(fault.Invalid, fmt.Sprintf("ファイルを受けとれませんでした。%dMBより小さいファイルを選んで、もう一度送ってください。", textfile.MaxBytes>>20))
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		return "", "", nil, bad
	}
	defer r.MultipartForm.RemoveAll()
	kind = r.FormValue("kind")
	f, head, err := r.FormFile("file")
	if err != nil {
		return kind, "", nil, fileProblem("ファイルを選んでください。")
	}
	defer f.Close()
	if data, err = io.ReadAll(f); err != nil {
		return kind, head.Filename, nil, bad
	}
	return kind, head.Filename, data, nil
}

func fileProblem(say string) error {
	var c fault.Check
	c.That(false, "file", say)
	return c.Err()
}

// atFile puts an Invalid sentence beside the file field.
func atFile(err error) error {
	if f := fault.As(err); f.Kind == fault.Invalid && !f.Problems.Any() {
		return fileProblem(f.Say)
	}
	return err
}

func (ro *Roster) upload(w http.ResponseWriter, r *http.Request) error {
	kind, name, data, err := readUpload(w, r)
	if err != nil {
		return ro.importsAgain(w, r, kind, atFile(err))
	}
	im, err := ro.Bring(r.Context(), people.From(r), kind, name, data)
	if err != nil {
		return ro.importsAgain(w, r, kind, atFile(err))
	}
	if !im.Sure {
		return web.See(w, r, "/imports/"+im.ID+"/columns", "")
	}
	return web.See(w, r, "/imports/"+im.ID, "")
}

func (ro *Roster) template(w http.ResponseWriter, r *http.Request) error {
	kind, name := r.PathValue("kind"), "職員"
	cols := staffColumns
	switch kind {
	case "offices":
		cols, name = officeColumns, "所属"
	case "staff":
	default:
		return fault.Missing("この様式")
	}
	example := make([]string, len(cols))
	for i, c := range cols {
		example[i] = c.Example
	}
	as := web.Query(r).Get("as")
	if as == "" {
		as = "xlsx"
	}
	return textfile.Send(w, as, textfile.Template(cols, [][]string{example}), textfile.FileName(textfile.Ext(as), name, "様式"))
}

func (ro *Roster) find(r *http.Request) (im Import, err error) {
	err = ro.DB.Read(r.Context(), func(tx *db.Tx) error { im, err = findImport(r.Context(), tx, r.PathValue("id")); return err })
	return im, err
}

// preview is the page 「取り込む前の確認」.
type preview struct {
	Import
	Plan
	Show  string
	Shown []Step
	Pager ui.Pager
}

func (ro *Roster) showImport(w http.ResponseWriter, r *http.Request) error {
	im, err := ro.find(r)
	if err != nil {
		return err
	}
	a := people.From(r)
	if im.State != Waiting || len(im.Rows) == 0 {
		return ro.result(w, r, im, nil)
	}
	if !im.Sure {
		return web.See(w, r, "/imports/"+im.ID+"/columns", "")
	}
	return ro.showPreview(w, r, a, nil)
}

func (ro *Roster) showPreview(w http.ResponseWriter, r *http.Request, a people.Actor, problem error) error {
	im, plan, err := ro.Preview(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := preview{Import: im, Plan: plan, Show: web.Query(r).Get("show")}
	if v.Show == "" && plan.Count(Broken) > 0 {
		v.Show = Broken
	}
	if v.Show == "all" {
		v.Shown = plan.Of("")
	} else if v.Show == "" {
		v.Shown = append(plan.Of(Adds), plan.Of(Changes)...)
	} else {
		v.Shown = plan.Of(v.Show)
	}
	v.Pager = ui.Pager{Total: len(v.Shown), Page: ui.PageOf(r.URL.Query()), Href: func(n int) string { return web.With(r, "page", itoa(n)) }}
	v.Shown = v.Shown[min(len(v.Shown), v.Pager.Offset()):min(len(v.Shown), v.Pager.Offset()+ui.PageSize)]
	say := ""
	if problem != nil {
		say = fault.As(problem).Say
		return web.Page(w, r, web.Status(fault.Of(problem)), previewPage(v, say))
	}
	return web.OK(w, r, previewPage(v, say))
}

func (ro *Roster) result(w http.ResponseWriter, r *http.Request, im Import, problem error) error {
	var fresh []string
	err := ro.DB.Read(r.Context(), func(tx *db.Tx) (err error) { fresh, err = newcomers(r.Context(), tx, im.ID); return err })
	if err != nil {
		return err
	}
	a := people.From(r)
	if problem != nil {
		return web.Page(w, r, web.Status(fault.Of(problem)), resultPage(a, im, len(fresh), fault.As(problem).Say))
	}
	return web.OK(w, r, resultPage(a, im, len(fresh), ""))
}

func (ro *Roster) columnsPage(w http.ResponseWriter, r *http.Request) error {
	im, err := ro.find(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, columnsView(im, fault.Problems{}))
}

func (ro *Roster) matchColumns(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	im, err := ro.find(r)
	if err != nil {
		return err
	}
	im.Columns = map[string]int{}
	for _, c := range columnsFor(im.Kind) {
		if at, ok := form.Whole(columnField(c)); ok {
			im.Columns[c.Key] = at
		}
	}
	if err := ro.MatchColumns(r.Context(), people.From(r), im.ID, im.Columns); err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return columnsView(im, p) })
	}
	return web.See(w, r, "/imports/"+im.ID, "")
}

// long is from how many lines an import is a job that goes on when the page is closed.
const long = 500

// later hands a long import to the jobs and says on which page it is followed; "" where it is done at once.
func (ro *Roster) later(r *http.Request, a people.Actor, seen string) (string, error) {
	im, err := ro.find(r)
	if err != nil || ro.Later == nil || len(im.Rows) < long {
		return "", err
	}
	return ro.Later(r.Context(), a, "名簿の取り込み "+im.Name, im.ID, seen)
}

func (ro *Roster) apply(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	if page, err := ro.later(r, a, form.Get("seen")); err != nil || page != "" {
		if err != nil {
			return err
		}
		return web.See(w, r, page, "")
	}
	counts, err := ro.Apply(r.Context(), a, r.PathValue("id"), form.Get("seen"))
	switch fault.Of(err) {
	case "":
		return web.See(w, r, "/imports/"+r.PathValue("id"), "取り込みました。追加 "+itoa(counts[Adds])+"件、変更 "+itoa(counts[Changes])+"件です。")
	case fault.Invalid, fault.Conflict:
		if im, found := ro.find(r); found == nil && im.State == Waiting && len(im.Rows) > 0 {
			return ro.showPreview(w, r, a, err)
		}
	}
	return err
}

func (ro *Roster) undo(w http.ResponseWriter, r *http.Request) error {
	err := ro.Undo(r.Context(), people.From(r), r.PathValue("id"))
	if fault.Of(err) == fault.Conflict {
		im, found := ro.find(r)
		if found != nil {
			return found
		}
		return ro.result(w, r, im, err)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/imports/"+r.PathValue("id"), "取り込みを取り消しました。名簿は取り込む前と同じです。")
}

// issueCodes shows one-time codes for everybody an import added who has no password yet, to be cut apart.
func (ro *Roster) issueCodes(w http.ResponseWriter, r *http.Request) error {
	im, err := ro.find(r)
	if err != nil {
		return err
	}
	var ids []string
	if err := ro.DB.Read(r.Context(), func(tx *db.Tx) (err error) { ids, err = newcomers(r.Context(), tx, im.ID); return err }); err != nil {
		return err
	}
	a := people.From(r)
	var slips []issued
	for _, staffID := range ids {
		var p people.Person
		if err := ro.DB.Read(r.Context(), func(tx *db.Tx) (err error) { p, err = people.PersonIn(r.Context(), tx, staffID); return err }); err != nil {
			return err
		}
		code, err := ro.People.IssueCode(r.Context(), a, staffID)
		if err != nil {
			return err
		}
		slips = append(slips, issued{p, code})
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.OK(w, r, codeSlips("/imports/"+im.ID, slips, ro.instant()))
}

// issued is a person with the code just made.
type issued struct {
	people.Person
	Code string
}
