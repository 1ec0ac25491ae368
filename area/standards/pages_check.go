package standards

import (
	"net/http"

	"github.com/a-h/templ"

	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

func (ss *Standards) checkPage(w http.ResponseWriter, r *http.Request) error {
	return ss.checkKept(w, r, "")
}

// checkOne is the page for one standard alone.
func (ss *Standards) checkOne(w http.ResponseWriter, r *http.Request) error {
	return ss.checkKept(w, r, r.PathValue("id"))
}

// checkKept is the page with what the person had half filled in before.
func (ss *Standards) checkKept(w http.ResponseWriter, r *http.Request, only string) error {
	a, q := people.From(r), web.Query(r)
	t, err := ss.CheckTable(r.Context(), a, q.Get("office"), q.Get("period"))
	if err != nil {
		return err
	}
	kept, err := drafts.Kept(r.Context(), ss.DB, a.ID, checksDraft(t.Office.ID, t.Period, only), func(f web.Form) {
		typed, _ := readChecks(f)
		t.fill(typed)
	})
	if err != nil {
		return err
	}
	return web.OK(w, r, checkPage(t, only, kept, fault.Problems{}))
}

// checksDraft is the name under which the page is kept while half filled; a page of one standard is another form.
func checksDraft(officeID, period, only string) string {
	return "checks:" + officeID + ":" + period + ":" + only
}

// fill puts what was typed into the rows.
func (t *CheckTable) fill(typed map[string]CheckDraft) {
	for i, row := range t.Rows {
		if d, ok := typed[row.StandardID]; ok {
			t.Rows[i].Check.CheckDraft, t.Rows[i].Have = d, true
		}
	}
}

func (ss *Standards) recordChecks(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, only := people.From(r), form.Get("only")
	typed, err := readChecks(form)
	if err == nil {
		err = ss.Record(r.Context(), a, form.Get("office"), typed, false)
	}
	if err != nil {
		t, err2 := ss.CheckTable(r.Context(), a, form.Get("office"), form.Get("period"))
		if err2 != nil {
			return err2
		}
		t.fill(typed)
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return checkPage(t, only, "", p) })
	}
	if err := ss.drop(r, a, checksDraft(form.Get("office"), form.Get("period"), only)); err != nil {
		return err
	}
	if only != "" {
		return web.See(w, r, "/standards/"+only, "点検を保存しました。")
	}
	return web.See(w, r, "/standards/checks?office="+form.Get("office")+"&period="+form.Get("period"), "点検を保存しました。基準の一覧にすぐ反映されます。")
}

// readChecks reads the rows of the page that say something.
func readChecks(form web.Form) (map[string]CheckDraft, error) {
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
		if d.Result != "" || d.Evidence != "" || d.Next != "" || d.Value != nil || form.Get("only") != "" {
			typed[standardID] = d
		}
	}
	c.That(len(typed) > 0, "form", "点検した基準を1つ以上選んでから保存してください。")
	return typed, c.Err()
}
