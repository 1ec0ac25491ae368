package surveys

import (
	"fmt"
	"hash/crc32"
	"net/url"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/questionnaire"
	"kaname/kit/web"
)

// sitting is one visitor at a kiosk: all that is known of them travels with the page.
type sitting struct {
	Key   string
	Step  int // place among the kiosk's questions
	Marks string
}

// kioskView is a kiosk's screen.
type kioskView struct {
	Kiosk Kiosk
	Face  face
	view
	Low   bool // the buttons stand at the very bottom
	Form  questionnaire.Form
	Items []int
	sitting
}

// kioskText is the size of letters that a kiosk begins with.
const kioskText = "large"

func kioskViewOf(k Kiosk, f face, day clock.Date, form web.Form) kioskView {
	v := kioskView{Kiosk: k, Face: f, Form: f.form(), Low: form.Get("low") != "", view: view{Lang: k.Lang, Text: kioskText, Contrast: oneOf(contrasts, form.Get("contrast"))}}
	if l := Lang(form.Get("lang")); l.Known() {
		v.Lang = l
	}
	if form.Get("text") == "xlarge" {
		v.Text = "xlarge"
	}
	v.Items = kioskItems(v.Form, day)
	return v.at(form)
}

// at takes the sitting from the page; what is not of this form begins anew.
func (v kioskView) at(form web.Form) kioskView {
	v.sitting = sitting{Key: form.Get("key"), Marks: questionnaire.Sheet{Marks: v.Form.Marks(form.Get("marks"))}.Text()}
	v.Step, _ = form.Whole("step")
	v.Step = min(max(0, v.Step), len(v.Items)-1)
	if !goodKey(v.Key) {
		v.Key, v.Step, v.Marks = newKey(), 0, v.Form.NewSheet().Text()
	}
	return v
}

// question is the one on the screen; column is its place among the marks.
func (v kioskView) question() questionnaire.Question { return v.Form.Questions[v.Items[v.Step]] }
func (v kioskView) column() int                      { return v.Form.ColumnOf(v.Items[v.Step]) }

// options are the buttons: the scale as asked. 利用していない has none, for とばす says it.
func (v kioskView) options() (out []questionnaire.Option) {
	for _, o := range v.question().Options {
		if !o.Out {
			out = append(out, o)
		}
	}
	return out
}

// mark puts a code where the question of the screen is kept.
func (v *kioskView) mark(code byte) {
	b := []byte(v.Marks)
	b[v.column()] = '0' + code
	v.Marks = questionnaire.Sheet{Marks: v.Form.Marks(string(b))}.Text()
}

func (v kioskView) empty() bool { return strings.Trim(v.Marks, "0") == "" }

// press does what a button says; over is true when the visitor has done with the questions.
func (v *kioskView) press(button string) (over bool) {
	kind, rest, _ := strings.Cut(button, ".")
	switch kind {
	case "a":
		code, _ := strconv.Atoi(rest)
		v.mark(byte(max(0, min(code, questionnaire.MostCode)))) // a code that is not of the question is no answer
		v.Step++
	case "skip":
		v.mark(0)
		v.Step++
	case "back":
		v.Step = max(0, v.Step-1)
		v.mark(0) // the answer before is hidden at once: nobody reads it over a shoulder
	case "lang":
		if Lang(rest).Known() {
			v.Lang = Lang(rest)
		}
	case "big":
		if v.Text == kioskText {
			v.Text = "xlarge"
		} else {
			v.Text = kioskText
		}
	case "contrast":
		if v.Contrast == "" {
			v.Contrast = "high"
		} else {
			v.Contrast = ""
		}
	case "low":
		v.Low = !v.Low
	}
	return v.Step >= len(v.Items)
}

// looks is the address's end that keeps language, size and colours.
func (v kioskView) looks() string {
	q := url.Values{"lang": {string(v.Lang)}, "text": {v.Text}}
	if v.Contrast != "" {
		q.Set("contrast", v.Contrast)
	}
	if v.Low {
		q.Set("low", "1")
	}
	return "?" + q.Encode()
}

// version changes when the kiosk must fetch its book anew: another day, survey, form, news or place.
func (v kioskView) version(day clock.Date) string {
	sum := crc32.ChecksumIEEE([]byte(v.Face.SurveyID + v.Face.Form + v.Face.News.ID + v.Face.Place + v.Face.Title + string(v.Kiosk.Lang)))
	return fmt.Sprintf("%s.%08x", day, sum)
}

// screens are the views of every language and question, for the book.
func (v kioskView) screens() (all []kioskView) {
	for _, l := range Langs() {
		for step := range v.Items {
			s := v
			s.Lang, s.Step, s.Key, s.Marks = l, step, "", v.Form.NewSheet().Text()
			all = append(all, s)
		}
	}
	return all
}

// shut says whether nobody can answer here now.
func (v kioskView) shut() bool { return v.Kiosk.Dark || !v.Face.Open || len(v.Items) == 0 }
