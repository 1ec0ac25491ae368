package surveys

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

func (ss *Surveys) kioskRoutes(rs *web.Routes) {
	rs.Get("/k/{code}", web.Public, ss.kioskPage)
	rs.Post("/k/{code}", web.Public, ss.kioskPress)
	rs.Get("/k/{code}/thanks", web.Public, ss.kioskThanks)
	rs.Get("/k/{code}/book", web.Public, ss.kioskBook)
	rs.Post("/k/{code}/answers", web.Public, ss.kioskAnswers)
	rs.Post("/k/{code}/alive", web.Public, ss.kioskAlive)
	rs.Post("/k/{code}/exit", web.Public, ss.kioskExit)
	writer := people.Who(people.WriteSurveys)
	rs.Get("/voices/{id}/kiosks", people.Anyone(), ss.kiosksPage)
	rs.Post("/voices/{id}/kiosks", writer, ss.addKiosk)
	rs.Post("/voices/{id}/kiosks/{kid}/screen", writer, ss.darken)
}

// kioskAt loads the kiosk of the address with its counter's face; a kiosk whose survey has not begun is shut.
func (ss *Surveys) kioskAt(ctx context.Context, code string, form web.Form) (kioskView, error) {
	var k Kiosk
	err := ss.DB.Read(ctx, func(tx *db.Tx) (err error) { k, err = findKiosk(ctx, tx, code); return err })
	if err != nil {
		return kioskView{}, err
	}
	f, _, err := ss.faceOf(ctx, k.CounterCode)
	if err != nil && fault.Of(err) != fault.NotFound {
		return kioskView{}, err
	}
	return kioskViewOf(k, f, ss.now().Date(), form), nil
}

// withKiosk is the frame of the pages of a kiosk; an unknown code leads to the page that helps.
func (ss *Surveys) withKiosk(w http.ResponseWriter, r *http.Request, do func(v kioskView, form web.Form) error) error {
	form := web.Query(r)
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, 4*mostForm)
		if err := r.ParseForm(); err != nil {
			return fault.Wrap(fault.Invalid, "送られた内容が大きすぎるか、途中で切れました。もう一度送ってください。", err)
		}
		form = web.Form{Values: r.PostForm}
	}
	v, err := ss.kioskAt(r.Context(), r.PathValue("code"), form)
	if fault.Of(err) == fault.NotFound {
		return web.Page(w, r, http.StatusNotFound, lostPage(viewOf(web.Query(r), r.Header.Get("Accept-Language")), ""))
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return do(v, form)
}

func (ss *Surveys) kioskPage(w http.ResponseWriter, r *http.Request) error {
	return ss.withKiosk(w, r, func(v kioskView, _ web.Form) error {
		now := ss.now()
		err := ss.DB.Write(r.Context(), func(tx *db.Tx) error {
			if err := ss.sweep(r.Context(), tx, &v.Kiosk, now); err != nil {
				return err
			}
			return saveSeen(r.Context(), tx, v.Kiosk.ID, v.Kiosk.Waiting, now)
		})
		if err != nil {
			return err
		}
		if v.shut() {
			return web.OK(w, r, kioskOff(v))
		}
		return web.OK(w, r, kioskPage(v, v.version(now.Date())))
	})
}

// kioskPress is one button of a kiosk without script: it keeps what is answered so far and draws the next question.
func (ss *Surveys) kioskPress(w http.ResponseWriter, r *http.Request) error {
	return ss.withKiosk(w, r, func(v kioskView, form web.Form) error {
		if v.shut() {
			return web.OK(w, r, kioskOff(v))
		}
		button := form.Get("press")
		over := v.press(button)
		if !over && button != "quit" {
			if !v.empty() {
				o := openForm{Key: v.Key, Survey: v.Face.SurveyID, Lang: v.Lang, Marks: v.Marks, At: ss.now()}
				err := ss.DB.Write(r.Context(), func(tx *db.Tx) error { return putOpen(r.Context(), tx, v.Kiosk.ID, o) })
				if err != nil {
					return err
				}
			}
			return web.OK(w, r, kioskPage(v, v.version(ss.now().Date())))
		}
		if v.empty() {
			http.Redirect(w, r, "/k/"+v.Kiosk.Code, http.StatusSeeOther)
			return nil
		}
		if err := ss.finishKiosk(r.Context(), v, over); err != nil {
			return err
		}
		http.Redirect(w, r, "/k/"+v.Kiosk.Code+"/thanks"+v.looks(), http.StatusSeeOther)
		return nil
	})
}

// finishKiosk keeps the answer of a kiosk without script.
func (ss *Surveys) finishKiosk(ctx context.Context, v kioskView, full bool) error {
	now := ss.now()
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		k, err := findKiosk(ctx, tx, v.Kiosk.Code)
		if err != nil {
			return err
		}
		n := kioskAnswer{Survey: v.Face.SurveyID, Key: v.Key, Lang: v.Lang, Full: full, Marks: v.Marks}
		if _, _, err := keepKiosk(ctx, tx, &k, n.Survey, []kioskAnswer{n}, now); err != nil {
			return err
		}
		return dropOpen(ctx, tx, v.Key)
	})
}

func (ss *Surveys) kioskThanks(w http.ResponseWriter, r *http.Request) error {
	return ss.withKiosk(w, r, func(v kioskView, _ web.Form) error {
		address, _ := ss.addressOf(r)
		return web.OK(w, r, kioskThanks(v, address))
	})
}

// kioskBook is every screen of the day in every language: with it the tablet needs no network.
func (ss *Surveys) kioskBook(w http.ResponseWriter, r *http.Request) error {
	return ss.withKiosk(w, r, func(v kioskView, _ web.Form) error {
		address, _ := ss.addressOf(r)
		return web.OK(w, r, kioskBook(v, v.version(ss.now().Date()), address))
	})
}

func (ss *Surveys) kioskAnswers(w http.ResponseWriter, r *http.Request) error {
	return ss.withKiosk(w, r, func(v kioskView, form web.Form) error {
		lines := form.Values["a"]
		if len(lines) > mostKioskAnswers {
			return fault.New(fault.Invalid, "一度に送れる答えは"+strconv.Itoa(mostKioskAnswers)+"件までです。分けて送ってください。")
		}
		n, err := ss.ReceiveKiosk(r.Context(), v.Kiosk.Code, lines)
		if err != nil {
			return err
		}
		_, err = w.Write([]byte("kept " + strconv.Itoa(n)))
		return err
	})
}

// kioskAlive notes that the kiosk is there, and tells it "on" or "off" and which book it should have.
func (ss *Surveys) kioskAlive(w http.ResponseWriter, r *http.Request) error {
	return ss.withKiosk(w, r, func(v kioskView, form web.Form) error {
		waiting, _ := form.Whole("waiting")
		now := ss.now()
		err := ss.DB.Write(r.Context(), func(tx *db.Tx) error {
			if err := ss.sweep(r.Context(), tx, &v.Kiosk, now); err != nil {
				return err
			}
			return saveSeen(r.Context(), tx, v.Kiosk.ID, min(max(0, waiting), 1_000_000), now)
		})
		if err != nil {
			return err
		}
		state := "on "
		if v.shut() {
			state = "off "
		}
		_, err = w.Write([]byte(state + v.version(now.Date())))
		return err
	})
}

// wrongPINWait slows guessing down.
const wrongPINWait = time.Second

func (ss *Surveys) kioskExit(w http.ResponseWriter, r *http.Request) error {
	return ss.withKiosk(w, r, func(v kioskView, form web.Form) error {
		if v.Kiosk.opens(web.Digits(form.Get("pin"))) {
			http.Redirect(w, r, "/voices/"+v.Kiosk.SurveyID+"/kiosks", http.StatusSeeOther)
			return nil
		}
		select {
		case <-time.After(wrongPINWait):
		case <-r.Context().Done():
		}
		return web.Page(w, r, http.StatusUnprocessableEntity, kioskExit(v, true))
	})
}

func (ss *Surveys) kiosksPage(w http.ResponseWriter, r *http.Request) error {
	return ss.showKiosks(w, r, http.StatusOK, KioskDraft{Lang: Ja}, fault.Problems{})
}

func (ss *Surveys) showKiosks(w http.ResponseWriter, r *http.Request, code int, d KioskDraft, p fault.Problems) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	all, did, err := ss.Kiosks(r.Context(), a, res.Survey.ID)
	if err != nil {
		return err
	}
	var counters []Counter
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		counters, err = wardCounters(r.Context(), tx, res.Survey)
		return err
	})
	if err != nil {
		return err
	}
	address, _ := ss.addressOf(r)
	return web.Page(w, r, code, kiosksPage(kioskList{res, a, all, did, counterChoices(counters), address, clock.Instant(a.Now), d, p}))
}

func (ss *Surveys) addKiosk(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := KioskDraft{CounterID: form.Text("counter"), Name: form.Text("name"), PIN: web.Digits(form.Get("pin")), Lang: Lang(form.Get("lang"))}
	k, err := ss.AddKiosk(r.Context(), people.From(r), r.PathValue("id"), d)
	if f := fault.As(err); err != nil && f.Kind == fault.Invalid && f.Problems.Any() {
		return ss.showKiosks(w, r, http.StatusUnprocessableEntity, d, f.Problems)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/voices/"+r.PathValue("id")+"/kiosks", "「"+k.Name+"」を加えました。端末で、表のアドレスを開いてください。")
}

func (ss *Surveys) darken(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	dark := form.Get("screen") == "off"
	if err := ss.Darken(r.Context(), people.From(r), r.PathValue("id"), r.PathValue("kid"), dark); err != nil {
		return err
	}
	say := "画面をつけます。30秒以内に変わります。"
	if dark {
		say = "画面を消します。30秒以内に変わります。"
	}
	return web.See(w, r, "/voices/"+r.PathValue("id")+"/kiosks", say)
}
