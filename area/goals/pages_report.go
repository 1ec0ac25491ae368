package goals

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/attachments"
)

func (gs *Goals) report(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := CheckinDraft{Status: Status(form.Get("status")), Line: form.Text("line"), Need: form.Text("need"), Confidence: form.Get("confidence")}
	if err := gs.Report(r.Context(), people.From(r), r.PathValue("id"), d, false); err != nil {
		return gs.again(w, r, err, d)
	}
	return web.See(w, r, "/goals/"+r.PathValue("id"), "ひとこと更新しました。")
}

func (gs *Goals) remark(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if err := gs.Remark(r.Context(), people.From(r), r.PathValue("id"), form.Text("text"), false); err != nil {
		return gs.again(w, r, err, CheckinDraft{})
	}
	return web.See(w, r, "/goals/"+r.PathValue("id")+"#talk", "コメントを書きました。")
}

func (gs *Goals) attach(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, attachments.Most+web.MaxForm)
	file, head, err := r.FormFile("file")
	if err != nil {
		return gs.again(w, r, fault.New(fault.Invalid, "ファイルを選びなおしてください。5MBまでの写真（PNG・JPEG）かPDFです。"), CheckinDraft{})
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	if err := gs.Attach(r.Context(), people.From(r), r.PathValue("id"), head.Filename, strings.TrimSpace(r.FormValue("alt")), body); err != nil {
		return gs.again(w, r, err, CheckinDraft{})
	}
	return web.See(w, r, "/goals/"+r.PathValue("id"), "証拠を足しました。")
}

func (gs *Goals) file(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	var f attachments.Attachment
	err := gs.DB.Read(r.Context(), func(tx *db.Tx) error {
		g, err := find(r.Context(), tx, a, r.PathValue("id"))
		if err != nil {
			return err
		}
		f, err = gs.Attachments.Open(r.Context(), tx, subject(g.ID), r.PathValue("file"))
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.Media)
	w.Header().Set("Content-Disposition", "inline")
	_, err = w.Write(f.Body)
	return err
}

func (gs *Goals) showMeasure(w http.ResponseWriter, r *http.Request) error {
	return gs.measureAgain(w, r, nil, Reading{})
}

func (gs *Goals) measureAgain(w http.ResponseWriter, r *http.Request, problem error, typed Reading) error {
	a := people.From(r)
	v, m, err := gs.viewMeasure(r)
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return measurePage(a, v, m, typed, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (gs *Goals) viewMeasure(r *http.Request) (View, Measure, error) {
	v, err := gs.View(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return v, Measure{}, err
	}
	for _, m := range v.Measures {
		if m.ID == r.PathValue("measure") {
			return v, m, nil
		}
	}
	return v, Measure{}, fault.Missing("このものさし")
}

func (gs *Goals) addReading(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	x := Reading{Source: form.Text("source"), Note: form.Text("note")}
	var c fault.Check
	var ok bool
	x.Value, ok = form.Number("value")
	c.That(ok, "value", "値を数で入れてください。")
	x.N, _ = form.Whole("n")
	for field, at := range map[string]*clock.Date{"from": &x.From, "to": &x.To} {
		day, err := clock.ParseDate(form.Get(field), a.Today)
		if err != nil {
			c.That(false, "from", err.Error())
		}
		*at = day
	}
	if err = c.Err(); err == nil {
		err = gs.Measured(r.Context(), a, r.PathValue("id"), r.PathValue("measure"), x, false)
	}
	if err != nil {
		return gs.measureAgain(w, r, err, x)
	}
	return web.See(w, r, "/goals/"+r.PathValue("id")+"/measures/"+r.PathValue("measure"), "値を足しました。")
}

func (gs *Goals) newMeasure(w http.ResponseWriter, r *http.Request) error {
	g, err := gs.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	d := MeasureDraft{Shape: Ratio, Up: true, Unit: "%", Rounding: "half_up", Decimals: 1, Period: "年度", FromFY: g.FY, DueFY: g.FY, BaseKind: "respondents"}
	return gs.measureForm(w, r, nil, g, "", d)
}

func (gs *Goals) addMeasure(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	d, err := readMeasure(form)
	if err == nil {
		_, err = gs.AddMeasure(r.Context(), a, r.PathValue("id"), d, false)
	}
	if err != nil {
		return gs.measureProblem(w, r, err, "", d)
	}
	return web.See(w, r, "/goals/"+r.PathValue("id"), "ものさしを足しました。")
}

func (gs *Goals) editMeasure(w http.ResponseWriter, r *http.Request) error {
	g, err := gs.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	var m Measure
	err = gs.DB.Read(r.Context(), func(tx *db.Tx) (err error) { m, err = findMeasure(r.Context(), tx, r.PathValue("measure")); return err })
	if err == nil && m.GoalID != g.ID {
		err = fault.Missing("このものさし")
	}
	if err != nil {
		return err
	}
	return gs.measureForm(w, r, nil, g, m.ID, m.MeasureDraft)
}

func (gs *Goals) reviseMeasure(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d, err := readMeasure(form)
	if err == nil {
		err = gs.ReviseMeasure(r.Context(), people.From(r), r.PathValue("id"), r.PathValue("measure"), d)
	}
	if err != nil {
		return gs.measureProblem(w, r, err, r.PathValue("measure"), d)
	}
	return web.See(w, r, "/goals/"+r.PathValue("id"), "ものさしをなおしました。")
}

func (gs *Goals) measureProblem(w http.ResponseWriter, r *http.Request, problem error, measureID string, d MeasureDraft) error {
	g, err := gs.Find(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return gs.measureForm(w, r, problem, g, measureID, d)
}

func (gs *Goals) measureForm(w http.ResponseWriter, r *http.Request, problem error, g Goal, measureID string, d MeasureDraft) error {
	a := people.From(r)
	var sources []Source
	err := gs.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		sources, err = gs.Sources(r.Context(), tx, a, g.WardID)
		return err
	})
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return measureEditView(g, measureID, d, sources, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

// readMeasure takes a measure from the form; numbers that cannot be read are named.
func readMeasure(f web.Form) (MeasureDraft, error) {
	var c fault.Check
	number := func(name string) *float64 {
		if f.Text(name) == "" {
			return nil
		}
		v, ok := f.Number(name)
		c.That(ok, name, "「"+f.Text(name)+"」を数として読めません。数字だけを入れてください。")
		return &v
	}
	year := func(name string) clock.FY {
		y, err := clock.ParseFY(f.Text(name))
		if err != nil {
			c.That(false, name, err.Error())
		}
		return y
	}
	decimals, err := strconv.Atoi(f.Get("decimals"))
	if err != nil {
		decimals = -1
	}
	d := MeasureDraft{Name: f.Text("name"), Shape: Shape(f.Get("shape")), Unit: f.Text("unit"), Up: f.Get("direction") != "down",
		BaseLabel: f.Text("base_label"), BaseKind: f.Get("base_kind"), Period: f.Text("period"), Decimals: decimals, Rounding: f.Get("rounding"),
		Baseline: number("baseline"), BaselineNote: f.Text("baseline_note"), Target: number("target"), Stretch: number("stretch"),
		FromFY: year("from_fy"), DueFY: year("due_fy"), Per: f.Get("per"), Condition: f.Text("condition"), Definition: f.Text("definition"), Source: f.Get("source")}
	return d, c.Err()
}

func (gs *Goals) reviewPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := gs.View(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	stage := Stage(r.PathValue("stage"))
	d := v.Reviews[stage].ReviewDraft
	kept, err := drafts.Kept(r.Context(), gs.DB, a.ID, "review:"+v.ID+":"+string(stage), func(f web.Form) { d = readReview(f) })
	if err != nil {
		return err
	}
	return web.OK(w, r, reviewView(v, stage, d, fault.Problems{}, kept))
}

func readReview(f web.Form) ReviewDraft {
	return ReviewDraft{Doing: f.Get("doing"), Reach: f.Get("reach"), Summary: f.Text("summary"), Issue: f.Text("issue"), Remedy: f.Text("remedy")}
}

func (gs *Goals) review(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, stage, d := people.From(r), Stage(r.PathValue("stage")), readReview(form)
	if err := gs.Review(r.Context(), a, r.PathValue("id"), stage, d, false); err != nil {
		v, err2 := gs.View(r.Context(), a, r.PathValue("id"))
		if err2 != nil {
			return err2
		}
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return reviewView(v, stage, d, p, "") })
	}
	return web.See(w, r, "/goals/"+r.PathValue("id")+"#review", stage.Name()+"のふり返りを書きました。")
}

func (gs *Goals) endingPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := gs.View(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	var d Decision
	var reason string
	kept, err := drafts.Kept(r.Context(), gs.DB, a.ID, endingDraft(v.ID), func(f web.Form) { d, reason = readEnding(f) })
	if err != nil {
		return err
	}
	return web.OK(w, r, endingView(v, d, reason, fault.Problems{}, kept))
}

func readEnding(f web.Form) (Decision, string) { return Decision(f.Get("decision")), f.Text("reason") }

// endingDraft is the name under which a half-made decision is kept.
func endingDraft(goalID string) string { return "ending:" + goalID }

func (gs *Goals) end(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	d, reason := readEnding(form)
	next, err := gs.Carry(r.Context(), a, r.PathValue("id"), d, reason, false)
	if err != nil {
		v, err2 := gs.View(r.Context(), a, r.PathValue("id"))
		if err2 != nil {
			return err2
		}
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return endingView(v, d, reason, p, "") })
	}
	if next != "" {
		return web.See(w, r, "/goals/"+next, "来年度に引き継ぎました。")
	}
	return web.See(w, r, "/goals/"+r.PathValue("id"), "終えました。記録は残ります。")
}

func (gs *Goals) askPublication(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	what := form.Get("what")
	if what != "result" {
		what = "goal"
	}
	id, err := gs.AskPublication(r.Context(), people.From(r), r.PathValue("id"), what, false)
	if err != nil {
		return err
	}
	return web.See(w, r, "/approvals/"+id, "公表の承認に出しました。")
}

func cutLink(v string) (kind, id string, ok bool) { return strings.Cut(v, ":") }
