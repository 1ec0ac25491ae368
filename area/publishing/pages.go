package publishing

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them; the deeds check where.
func (p *Publishing) Routes(rs *web.Routes) {
	may := people.Who(people.Publish)
	rs.Get("/public/{path...}", web.Public, p.public)
	rs.Get("/publishing", may, p.index)
	rs.Get("/publishing/items/{id}", may, p.item)
	rs.Post("/publishing/items/{id}", may, p.putPlainly)
	rs.Post("/publishing/items/{id}/move", may, p.move)
	rs.Post("/publishing/items/{id}/top", may, p.top)
	rs.Post("/publishing/year", may, p.announce)
	rs.Get("/publishing/check", may, p.check)
	rs.Post("/publishing/check", may, p.compare)
	rs.Post("/publishing/files", may, p.files)
}

// asked is the desk that a request is about.
func (p *Publishing) asked(r *http.Request, f web.Form) (people.Actor, desk, error) {
	a := people.From(r)
	fy := a.FY
	if n, ok := f.Whole("fy"); ok && n > 1900 && n < 3000 {
		fy = clock.FY(n)
	}
	d, err := p.desk(r.Context(), a, f.Get("ward"), fy)
	return a, d, err
}

func (p *Publishing) index(w http.ResponseWriter, r *http.Request) error {
	a, d, err := p.asked(r, web.Query(r))
	if err != nil {
		return err
	}
	y := d.Year.Announced
	kept, err := drafts.Kept(r.Context(), p.DB, a.ID, yearDraft(d.Office.ID, d.FY), func(f web.Form) { y = readYear(f, a) })
	if err != nil {
		return err
	}
	return web.OK(w, r, deskPage(a, d, y, kept, fault.Problems{}))
}

func readYear(f web.Form, a people.Actor) Announced {
	return Announced{NextOn: dateOf(f.Text("next_on"), a.Today), Contact: f.Text("contact"), UpdatedAt: clock.Instant(f.Get("seen"))}
}

// promise finds the promise a request is about: one of the year's, or of those whose result it shows.
func (d desk) promise(itemID string) (Promise, error) {
	all := slices.Concat(d.Year.Promises, d.Year.Past, d.Year.Kept)
	i, err := find(all, itemID)
	if err != nil {
		return Promise{}, err
	}
	return all[i], nil
}

func (p *Publishing) item(w http.ResponseWriter, r *http.Request) error {
	a, d, err := p.asked(r, web.Query(r))
	if err != nil {
		return err
	}
	x, err := d.promise(r.PathValue("id"))
	if err != nil {
		return err
	}
	kept, err := drafts.Kept(r.Context(), p.DB, a.ID, "plain:"+x.ID, func(f web.Form) { x.Plain = readPlain(f) })
	if err != nil {
		return err
	}
	return web.OK(w, r, itemPage(d, x, kept, fault.Problems{}))
}

func readPlain(f web.Form) Plain {
	return Plain{EasyTitle: f.Text("easy_title"), EasyWords: f.Text("easy_words"), EasyResult: f.Text("easy_result"),
		EnTitle: f.Text("en_title"), EnWords: f.Text("en_words"), EnResult: f.Text("en_result")}
}

func (p *Publishing) putPlainly(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, d, err := p.asked(r, form)
	if err != nil {
		return err
	}
	x, err := d.promise(r.PathValue("id"))
	if err != nil {
		return err
	}
	plain := readPlain(form)
	if err := p.PutPlainly(r.Context(), a, d.Office.ID, x.FY, x.ID, clock.Instant(form.Get("seen")), plain); err != nil {
		x.Plain = plain
		return web.Again(w, r, err, func(ps fault.Problems) templ.Component { return itemPage(d, x, "", ps) })
	}
	return web.See(w, r, "/publishing"+d.query()+"#y-"+x.slug(), "「"+x.text().Title+"」のことばを保存しました。")
}

// act does a deed on a promise and goes back to its line of the list.
func (p *Publishing) act(w http.ResponseWriter, r *http.Request, say string, do func(people.Actor, desk, web.Form, Promise) error) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, d, err := p.asked(r, form)
	if err != nil {
		return err
	}
	x, err := d.promise(r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := do(a, d, form, x); err != nil {
		return err
	}
	return web.See(w, r, "/publishing"+d.query()+"#y-"+x.slug(), say)
}

func (p *Publishing) move(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "並びを変えました。", func(a people.Actor, d desk, f web.Form, x Promise) error {
		by := 1
		if f.Get("to") == "up" {
			by = -1
		}
		return p.Move(r.Context(), a, d.Office.ID, x.FY, x.ID, by)
	})
}

func (p *Publishing) top(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "はじめに出す約束を変えました。", func(a people.Actor, d desk, f web.Form, x Promise) error {
		return p.SetTop(r.Context(), a, d.Office.ID, x.FY, x.ID, f.Yes("top"))
	})
}

func (p *Publishing) announce(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, d, err := p.asked(r, form)
	if err != nil {
		return err
	}
	y := readYear(form, a)
	if err := p.Announce(r.Context(), a, d.Office.ID, d.FY, y.UpdatedAt, y, false); err != nil {
		return web.Again(w, r, err, func(ps fault.Problems) templ.Component { return deskPage(a, d, y, "", ps) })
	}
	return web.See(w, r, "/publishing"+d.query(), "次に新しくする日と問合せ先を保存しました。")
}

// dateOf reads a day in any form people type; what cannot be read stays as it is, for Check to refuse.
func dateOf(s string, today clock.Date) clock.Date {
	if d, err := clock.ParseDate(s, today); err == nil {
		return d
	}
	return clock.Date(s)
}

// check shows what would go out and what differs from the last time, as of the newest comparison.
func (p *Publishing) check(w http.ResponseWriter, r *http.Request) error {
	a, d, err := p.asked(r, web.Query(r))
	if err != nil {
		return err
	}
	var c Comparison
	err = p.DB.Read(r.Context(), func(tx *db.Tx) error { c, err = comparisonOf(r.Context(), tx, d.Office.ID, a.FY); return err })
	if err != nil {
		return err
	}
	return web.OK(w, r, checkPage(a, d, c))
}

// compare has the pages compared, at once or as a job.
func (p *Publishing) compare(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, wardID := people.From(r), form.Get("ward")
	if p.Later != nil {
		if wardID == "" || !a.MayInWard(people.Publish, wardID) {
			return refuse(a, wardID)
		}
		page, err := p.Later(r.Context(), a, "公開ページのくらべ", wardID)
		if err != nil {
			return err
		}
		return web.See(w, r, page, "くらべています。この画面は閉じてもかまいません。")
	}
	if err := p.Compare(r.Context(), a, wardID, func(int, int) {}); err != nil {
		return err
	}
	return web.See(w, r, CheckPath(wardID), "")
}

// CheckPath is where the ward's newest comparison stands.
func CheckPath(wardID string) string { return "/publishing/check?ward=" + wardID }

// files hands over the zip.
func (p *Publishing) files(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, d, err := p.asked(r, form)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := p.WriteOut(r.Context(), a, d.Office.ID, &b); err != nil {
		return err
	}
	name := textfile.FileName("zip", d.Office.Name, "約束と結果", d.FY.Era(), strings.ReplaceAll(string(a.Today), "-", ""))
	return web.File(w, "application/zip", textfile.ContentDisposition(name), func(w http.ResponseWriter) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}
