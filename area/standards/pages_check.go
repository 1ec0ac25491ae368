package standards

import (
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

func (ss *Standards) checkPage(w http.ResponseWriter, r *http.Request) error {
	q := web.Query(r)
	return ss.checkAgain(w, r, nil, q.Get("office"), q.Get("period"), "", nil)
}

// checkOne is the page for one standard alone.
func (ss *Standards) checkOne(w http.ResponseWriter, r *http.Request) error {
	q := web.Query(r)
	return ss.checkAgain(w, r, nil, q.Get("office"), q.Get("period"), r.PathValue("id"), nil)
}

func (ss *Standards) checkAgain(w http.ResponseWriter, r *http.Request, problem error, officeID, period, only string, typed map[string]CheckDraft) error {
	a := people.From(r)
	t, err := ss.CheckTable(r.Context(), a, officeID, period)
	if err != nil {
		return err
	}
	for i, row := range t.Rows {
		if d, ok := typed[row.StandardID]; ok {
			t.Rows[i].Check.CheckDraft, t.Rows[i].Have = d, true
		}
	}
	page := func(p fault.Problems) templ.Component { return checkPage(t, only, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ss *Standards) recordChecks(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, only := people.From(r), form.Get("only")
	typed := map[string]CheckDraft{}
	var c fault.Check
	for _, standardID := range form.Values["standard"] {
		d := CheckDraft{Period: form.Get("period"), Result: Result(form.Get(standardID + ".result")), Evidence: form.Text(standardID + ".evidence"),
			Link: form.Text(standardID + ".link"), Next: form.Text(standardID + ".next")}
		if t := form.Text(standardID + ".value"); t != "" {
			v, ok := form.Number(standardID + ".value")
			c.That(ok, standardID+".value", "「"+t+"」を数として読めません。数字だけを入れてください。")
			d.Value = &v
		}
		if d.Result != "" || d.Evidence != "" || d.Next != "" || d.Value != nil || only != "" {
			typed[standardID] = d
		}
	}
	c.That(len(typed) > 0, "form", "点検した基準を1つ以上選んでから保存してください。")
	if err = c.Err(); err == nil {
		err = ss.Record(r.Context(), a, form.Get("office"), typed, false)
	}
	if err != nil {
		return ss.checkAgain(w, r, err, form.Get("office"), form.Get("period"), only, typed)
	}
	if only != "" {
		return web.See(w, r, "/standards/"+only, "点検を保存しました。")
	}
	return web.See(w, r, "/standards/checks?office="+form.Get("office")+"&period="+form.Get("period"), "点検を保存しました。基準の一覧にすぐ反映されます。")
}
