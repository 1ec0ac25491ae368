package staffsurveys

import (
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

func (ss *StaffSurveys) nameKeepers(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	var numbers [Keepers]string
	for i := range numbers {
		numbers[i] = web.Digits(form.Text("keeper" + itoa(i+1)))
	}
	if err := ss.NameKeepers(r.Context(), people.From(r), r.PathValue("id"), numbers); err != nil {
		l, lookErr := ss.lookAt(r)
		if lookErr != nil {
			return lookErr
		}
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return preparePage(l, numbers, p) })
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id"), "鍵を預かる3人を決めました。それぞれに「鍵を作る」を頼んでください。")
}

func (ss *StaffSurveys) keyPage(w http.ResponseWriter, r *http.Request) error {
	l, err := ss.lookAt(r)
	if err != nil {
		return err
	}
	if l.Mine.Place == 0 {
		return fault.Denied("鍵の画面を開く", "鍵を預かる人")
	}
	return web.OK(w, r, keyPage(l, fault.Problems{}))
}

func (ss *StaffSurveys) makeKey(w http.ResponseWriter, r *http.Request) error {
	k, sign, err := ss.MakeKey(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	s, err := ss.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.OK(w, r, keyPaper(s, people.From(r), k, sign))
}

func (ss *StaffSurveys) turn(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	opened, err := ss.Turn(r.Context(), people.From(r), r.PathValue("id"), Key(form.Text("key")))
	if err != nil {
		l, lookErr := ss.lookAt(r)
		if lookErr != nil {
			return lookErr
		}
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return keyPage(l, p) }) // a key is never shown again
	}
	if opened {
		return web.See(w, r, "/staff-surveys/"+r.PathValue("id"), "箱が開き、結果が全員に公表されました。鍵の紙は破って捨ててください。")
	}
	return web.See(w, r, "/staff-surveys/"+r.PathValue("id"), "あなたの鍵が入りました。もう1人の鍵で箱が開きます。")
}
