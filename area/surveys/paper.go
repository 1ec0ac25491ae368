package surveys

import (
	"net/http"
	"slices"
	"strings"

	"kaname/kit/db"
	"kaname/kit/questionnaire"
	"kaname/kit/web"
	"kaname/people"
)

// paperSheet is the paper form of a survey, for one counter or for any.
type paperSheet struct {
	Survey  Survey
	Counter Counter // zero for a form that any counter may lay out
	Title   string
}

// paperPage prints what the survey asks on paper; ?counter= puts a counter's place and code on it.
func (ss *Surveys) paperPage(w http.ResponseWriter, r *http.Request) error {
	var p paperSheet
	var counters []Counter
	err := ss.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if p.Survey, err = ss.surveyIn(r.Context(), tx, people.From(r), r.PathValue("id")); err != nil {
			return err
		}
		counters, err = wardCounters(r.Context(), tx, p.Survey)
		return err
	})
	if err != nil {
		return err
	}
	counters = slices.DeleteFunc(counters, func(c Counter) bool { return c.SurveyID != p.Survey.ID })
	if p.Title = Say(Ja, "page.title").Plain(); p.Survey.formText != "" {
		p.Title = p.Survey.Title
	}
	for _, c := range counters {
		if c.ID == r.URL.Query().Get("counter") {
			p.Counter = c
		}
	}
	return web.OK(w, r, paperPage(p, counters))
}

// code names the form for who keys it: the survey's code and the counter's.
func (p paperSheet) code() string {
	return strings.ToUpper(strings.TrimSuffix(p.Survey.Code+"-"+p.Counter.Code, "-"))
}

// inFive says whether a question is laid out as five circles in a row, its 利用していない at the right of the question.
func (c cell) inFive() bool {
	return c.Kind == questionnaire.Scale && len(c.Scored()) == 5
}

// circles are the options of the row; aside is the one that stands beside the question, if any.
func (c cell) circles() (row []paperOption, aside *paperOption) {
	for _, o := range c.options {
		if o.Out && c.inFive() {
			aside = &o
			continue
		}
		row = append(row, o)
	}
	return row, aside
}

// how says what to write where one circle is not enough.
func (c cell) how() string {
	switch c.Kind {
	case questionnaire.Multi:
		return "あてはまる番号すべてに○"
	case questionnaire.Rank:
		return "（　）に順位の数字"
	}
	return ""
}
