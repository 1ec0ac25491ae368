package plans

import (
	"io"
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

// uploadForm is what the upload page asks besides the file.
type uploadForm struct {
	Wards []people.Office // those a may import for
	City  bool            // may import for every ward
	Ward  string
	FY    clock.FY
	Books []Book
}

func (ps *Plans) uploadPage(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	return ps.uploadAgain(w, r, wardOf(a, q), fyOf(a, q), nil)
}

func (ps *Plans) uploadAgain(w http.ResponseWriter, r *http.Request, ward string, fy clock.FY, problem error) error {
	a := people.From(r)
	f := uploadForm{Ward: ward, FY: fy, City: a.MayInWard(people.ImportPlans, ""), Books: ps.Library.Books()}
	err := ps.DB.Read(r.Context(), func(tx *db.Tx) error {
		wards, err := people.Wards(r.Context(), tx, a.Today)
		for _, o := range wards {
			if a.MayInWard(people.ImportPlans, o.ID) {
				f.Wards = append(f.Wards, o)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return uploadView(a, f, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

// send keeps the file that was chosen and shows what it would do.
func (ps *Plans) send(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	r.Body = http.MaxBytesReader(w, r.Body, largestFile+web.MaxForm)
	if err := r.ParseMultipartForm(web.MaxForm); err != nil {
		return ps.uploadAgain(w, r, a.WardID, a.FY, fieldFault("file", "ファイルを受け取れませんでした。8MBまでの計画のファイルを、もう一度選んでください。"))
	}
	form := web.Form{Values: r.PostForm}
	u := Upload{WardID: form.Get("ward"), FromFY: fyOf(a, form)}
	if file, head, err := r.FormFile("file"); err == nil {
		defer file.Close()
		u.Name = head.Filename
		if u.Body, err = io.ReadAll(file); err != nil {
			return err
		}
	}
	return ps.keepAndShow(w, r, u)
}

// sendBook takes a plan from the library as if its file had been chosen.
func (ps *Plans) sendBook(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	name, data, err := ps.Library.Open(form.Get("code"))
	if err != nil {
		return err
	}
	return ps.keepAndShow(w, r, Upload{WardID: form.Get("ward"), FromFY: fyOf(people.From(r), form), Name: name, Body: data})
}

func (ps *Plans) keepAndShow(w http.ResponseWriter, r *http.Request, u Upload) error {
	kept, err := ps.Send(r.Context(), people.From(r), u)
	if err != nil {
		return ps.uploadAgain(w, r, u.WardID, u.FromFY, err)
	}
	return web.See(w, r, "/plan-files/"+kept.ID, "")
}

func (ps *Plans) previewPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	pv, err := ps.Preview(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, previewView(a, pv))
}

func (ps *Plans) confirm(w http.ResponseWriter, r *http.Request) error {
	rec, err := ps.Confirm(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.See(w, r, "/plans/"+rec.ID, "「"+rec.Title+"」の"+rec.Version.Version+"版を取り込みました。")
}

func (ps *Plans) withdraw(w http.ResponseWriter, r *http.Request) error {
	if err := ps.Withdraw(r.Context(), people.From(r), r.PathValue("id")); err != nil {
		return err
	}
	return web.See(w, r, "/plans", "ファイルを取り消しました。計画は変わっていません。")
}
