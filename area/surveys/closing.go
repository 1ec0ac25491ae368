package surveys

import (
	"context"
	"net/http"
	"unicode/utf8"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

// Closing is what the office promises to those who answered: nobody is asked and then forgotten.
type Closing struct {
	ReleaseOn clock.Date // the day on which the result comes out
	FirstStep string     // what is done first because of these voices
}

// Check returns a fault that names each field that cannot stand; today is the day of the closing.
func (c Closing) Check(today clock.Date) error {
	var check fault.Check
	check.That(c.ReleaseOn.Valid(), "release_on", "結果を出す日を入れてください（例 2026/12/4）。答えた人の画面に出ます。")
	check.That(!c.ReleaseOn.Valid() || c.ReleaseOn >= today, "release_on", "結果を出す日は、きょうか、これからの日にしてください。")
	check.That(!c.ReleaseOn.Valid() || c.ReleaseOn <= today.AddDays(366), "release_on", "結果を出す日は、1年のうちにしてください。待つ人が忘れてしまいます。")
	check.That(c.FirstStep != "", "first_step", "この声で、まずすることを1つ書いてください（例 番号札の字を大きくする）。")
	check.That(utf8.RuneCountInString(c.FirstStep) <= 100, "first_step", "まずすることは100字までです。1つにしぼってください。")
	return check.Err()
}

// Close ends the survey with a promise: who comes after is thanked, shown the result so far, and told what comes.
func (ss *Surveys) Close(ctx context.Context, a people.Actor, surveyID string, c Closing) error {
	return ss.change(ctx, a, surveyID, "close", func(tx *db.Tx, s *Survey) error {
		if s.OpenedAt == "" {
			return fault.New(fault.Invalid, "まだ始まっていないアンケートです。始めてから終えてください。")
		}
		if err := c.Check(a.Today); err != nil {
			return err
		}
		s.ClosedAt, s.ClosedBy, s.Closing = ss.now(), a.ID, c
		return saveTurn(ctx, tx, *s)
	})
}

func (ss *Surveys) closingPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !res.Survey.WritableBy(a) {
		return fault.Denied("アンケートを終える", helper)
	}
	return web.OK(w, r, closingPage(res, a, "", "", fault.Problems{}))
}

func (ss *Surveys) close(w http.ResponseWriter, r *http.Request) error {
	a, id := people.From(r), r.PathValue("id")
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, typed := Closing{FirstStep: form.Text("first_step")}, form.Text("release_on")
	if c.ReleaseOn, err = clock.ParseDate(typed, a.Today); err != nil {
		c.ReleaseOn = ""
	}
	if err := ss.Close(r.Context(), a, id, c); err != nil {
		res, err2 := ss.Results(r.Context(), a, id)
		if err2 != nil {
			return err2
		}
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return closingPage(res, a, typed, c.FirstStep, p) })
	}
	return web.See(w, r, "/voices/"+id, "回答の受けとりを終えました。あとから来た人には、お礼と、結果を出す日と、まずすることを見せます。「回答を始める」でもどせます。")
}
