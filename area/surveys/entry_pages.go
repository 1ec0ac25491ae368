package surveys

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// counterSideRoutes are the pages of paper and of kiosks.
func (ss *Surveys) counterSideRoutes(rs *web.Routes) {
	anyone, keyer := people.Anyone(), people.Who(people.AnswerVoices)
	rs.Get("/voices/{id}/paper", anyone, ss.paperPage)
	rs.Get("/voices/{id}/entry", anyone, ss.batchesPage)
	rs.Post("/voices/{id}/entry", keyer, ss.openBatch)
	rs.Get("/voices/{id}/entry/{bid}", keyer, ss.entryPage)
	rs.Post("/voices/{id}/entry/{bid}/sheets", keyer, ss.keySheet)
	rs.Post("/voices/{id}/entry/{bid}/removal", keyer, ss.takeBack)
	rs.Post("/voices/{id}/entry/{bid}/decisions", keyer, ss.decide)
	rs.Post("/voices/{id}/entry/{bid}/closure", keyer, ss.closeBatch)
	ss.kioskRoutes(rs)
}

func (ss *Surveys) batchesPage(w http.ResponseWriter, r *http.Request) error {
	return ss.showBatches(w, r, http.StatusOK, BatchDraft{First: 1, Sheets: 50}, "", fault.Problems{})
}

// showBatches lists the batches; the name of the next one is proposed from its counter's code.
func (ss *Surveys) showBatches(w http.ResponseWriter, r *http.Request, code int, d BatchDraft, day string, p fault.Problems) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	var batches []Batch
	var counters []Counter
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if batches, err = surveyBatches(r.Context(), tx, res.Survey.ID); err != nil {
			return err
		}
		counters, err = wardCounters(r.Context(), tx, res.Survey)
		return err
	})
	if err != nil {
		return err
	}
	counters = slices.DeleteFunc(counters, func(c Counter) bool { return !c.KeyableBy(a, res.Survey.WardID) })
	if d.Name == "" && len(counters) > 0 {
		d.Name = fmt.Sprintf("%s-%02d", strings.ToUpper(counters[0].Code), len(batches)+1)
	}
	return web.Page(w, r, code, batchesPage(res, a, batches, counterChoices(counters), d, or(day, a.Today.Slash()), p))
}

func counterChoices(counters []Counter) []ui.Choice {
	var all []ui.Choice
	for _, c := range counters {
		all = append(all, ui.Choice{Value: c.ID, Name: c.Place + "（" + c.Code + "）"})
	}
	return all
}

func (ss *Surveys) openBatch(w http.ResponseWriter, r *http.Request) error {
	a, surveyID := people.From(r), r.PathValue("id")
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := BatchDraft{CounterID: form.Text("counter"), Name: form.Text("name")}
	d.First, _ = form.Whole("first")
	d.Sheets, _ = form.Whole("sheets")
	var check fault.Check
	if d.Day, err = clock.ParseDate(form.Text("day"), a.Today); err != nil && form.Text("day") != "" {
		check.That(false, "day", fault.As(err).Say)
	}
	var b Batch
	if err = check.Err(); err == nil {
		b, err = ss.OpenBatch(r.Context(), a, surveyID, d)
	}
	if f := fault.As(err); err != nil && f.Kind == fault.Invalid && f.Problems.Any() {
		return ss.showBatches(w, r, http.StatusUnprocessableEntity, d, form.Text("day"), f.Problems)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, entryHref(b, 1), "")
}

func entryHref(b Batch, pass int) string {
	return "/voices/" + b.SurveyID + "/entry/" + b.ID + "?pass=" + strconv.Itoa(pass)
}

// entryView is the grid as one person sees it.
type entryView struct {
	Survey  Survey
	Batch   Batch
	Work    batchWork
	Pass    int
	Sheet   int // the number in the row to key
	Again   bool
	Typed   keyed
	Todo    []int
	By      string
	Problem fault.Problems
}

// rows are the sheets of this pass that are keyed, the last few in the order of their numbers. In the second pass
// nobody sees what the first one holds.
func (v entryView) rows() []keyedSheet {
	from := v.Work.First
	if v.Pass == 2 {
		from = v.Work.Second
	}
	var all []keyedSheet
	for _, k := range from {
		all = append(all, k)
	}
	slices.SortFunc(all, func(x, y keyedSheet) int {
		return strings.Compare(string(x.At)+sheetNo(x.Sheet), string(y.At)+sheetNo(y.Sheet))
	})
	return all[max(0, len(all)-5):]
}

func (ss *Surveys) viewOfBatch(r *http.Request, pass, sheet int) (v entryView, err error) {
	a := people.From(r)
	v = entryView{Pass: 1, Typed: keyed{}, By: a.ID}
	if pass == 2 {
		v.Pass = 2
	}
	err = ss.DB.Read(r.Context(), func(tx *db.Tx) error {
		if v.Survey, v.Batch, err = ss.batchIn(r.Context(), tx, a, r.PathValue("bid")); err != nil {
			return err
		}
		if v.Survey.ID != r.PathValue("id") {
			return fault.Missing(batchWord)
		}
		all, err := keyedSheets(r.Context(), tx, v.Batch.ID, 0)
		v.Work = batchOf(v.Survey.Form, v.Batch, all)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Todo = v.Work.todo(v.Pass, v.Batch, a.ID)
	from := v.Work.First
	if v.Pass == 2 {
		from = v.Work.Second
	}
	k, there := from[sheet]
	switch {
	case there && k.ByID == a.ID:
		v.Sheet, v.Again, v.Typed = sheet, true, k.cells
	case there:
		v.Sheet, v.Again = sheet, true
	case sheet > 0:
		v.Sheet = sheet
	default:
		v.Sheet = v.next()
	}
	return v, nil
}

// next is the number after the one keyed last that is still to do, else the first to do.
func (v entryView) next() int {
	last := v.Work.last[v.Pass-1].Sheet
	for _, n := range v.Todo {
		if n > last {
			return n
		}
	}
	if len(v.Todo) > 0 {
		return v.Todo[0]
	}
	return 0
}

func (ss *Surveys) entryPage(w http.ResponseWriter, r *http.Request) error {
	pass, _ := web.Query(r).Whole("pass")
	sheet, _ := web.Query(r).Whole("sheet")
	v, err := ss.viewOfBatch(r, pass, sheet)
	if err != nil {
		return err
	}
	return web.OK(w, r, entryPage(v, people.From(r)))
}

func (ss *Surveys) keySheet(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	pass, _ := form.Whole("pass")
	sheet, _ := form.Whole("sheet")
	err = ss.KeySheet(r.Context(), people.From(r), r.PathValue("bid"), pass, sheet, form.Yes("again"), form.Get)
	if fault.Of(err) == fault.Invalid {
		return ss.againEntry(w, r, err, pass, sheet, form)
	}
	if err != nil {
		return err
	}
	return ss.seeEntry(w, r, pass, "")
}

// againEntry shows the grid with what was typed and what is wrong with it.
func (ss *Surveys) againEntry(w http.ResponseWriter, r *http.Request, cause error, pass, sheet int, form web.Form) error {
	v, err := ss.viewOfBatch(r, pass, sheet)
	if err != nil {
		return err
	}
	for _, c := range v.Work.Cells {
		v.Typed[c.ID] = form.Get(c.FieldOf())
	}
	v.Again = form.Yes("again")
	return web.Again(w, r, cause, func(p fault.Problems) templ.Component {
		v.Problem = p
		return entryPage(v, people.From(r))
	})
}

func (ss *Surveys) seeEntry(w http.ResponseWriter, r *http.Request, pass int, say string) error {
	return web.See(w, r, entryHref(Batch{ID: r.PathValue("bid"), SurveyID: r.PathValue("id")}, max(1, pass)), say)
}

func (ss *Surveys) takeBack(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	pass, _ := form.Whole("pass")
	n, err := ss.TakeBack(r.Context(), people.From(r), r.PathValue("bid"), pass)
	if err != nil {
		return err
	}
	return ss.seeEntry(w, r, pass, sheetNo(n)+"を取り消しました。もう一度入れられます。")
}

func (ss *Surveys) decide(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	sheet, _ := form.Whole("sheet")
	take, _ := form.Whole("take")
	pass, _ := form.Whole("pass")
	if err := ss.Decide(r.Context(), people.From(r), r.PathValue("bid"), sheet, form.Get("question"), take); err != nil {
		return err
	}
	return ss.seeEntry(w, r, pass, sheetNo(sheet)+"を決めました。")
}

func (ss *Surveys) closeBatch(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	n, err := ss.CloseBatch(r.Context(), people.From(r), r.PathValue("bid"), form.Yes("without"))
	if fault.Of(err) == fault.Invalid {
		pass, _ := form.Whole("pass")
		return ss.againEntry(w, r, err, pass, 0, web.Form{})
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/voices/"+r.PathValue("id")+"/entry", itoa(n)+"枚の答えを入れました。結果に出ます。")
}
