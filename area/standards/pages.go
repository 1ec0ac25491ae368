package standards

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// Routes lists the pages of this room and who may open them; the deeds check where.
func (ss *Standards) Routes(rs *web.Routes) {
	anyone, write, propose := people.Anyone(), people.Who(people.WriteStandards), people.Who(people.ProposeStandard)
	check, decide := people.Who(people.CheckStandards), people.Who(people.DecideStandards)
	rs.Get("/principles", anyone, ss.principles)
	rs.Post("/principles", write, ss.addPrinciple)
	rs.Get("/principles/new", write, ss.newPrinciple)
	rs.Post("/principles/start", write, ss.startPrinciples)
	rs.Get("/principles/{id}/edit", write, ss.editPrinciple)
	rs.Post("/principles/{id}", write, ss.revisePrinciple)
	rs.Get("/standards", anyone, ss.index)
	rs.Post("/standards", write, ss.create)
	rs.Get("/standards/new", write, ss.newPage)
	rs.Post("/standards/first", write, ss.first)
	rs.Get("/standards/matrix", anyone, ss.matrix)
	rs.Get("/standards/checks", check, ss.checkPage)
	rs.Post("/standards/checks", check, ss.recordChecks)
	rs.Get("/standards/verification", anyone, ss.verification)
	rs.Get("/standards/{id}", anyone, ss.show)
	rs.Post("/standards/{id}", write, ss.redraft)
	rs.Get("/standards/{id}/edit", write, ss.editPage)
	rs.Get("/standards/{id}/check", check, ss.checkOne)
	rs.Post("/standards/{id}/decision", decide, ss.decision)
	rs.Get("/proposals", anyone, ss.proposals)
	rs.Get("/proposals/new", propose, ss.newProposal)
	rs.Post("/proposals", propose, ss.putProposal)
	rs.Get("/proposals/{id}", anyone, ss.proposal)
	rs.Get("/proposals/{id}/edit", anyone, ss.wordingPage)
	rs.Post("/proposals/{id}", anyone, ss.wording)
}

// fyOf reads ?fy=, or today's fiscal year.
func fyOf(a people.Actor, f web.Form) clock.FY {
	if n, ok := f.Whole("fy"); ok && n > 1900 && n < 3000 {
		return clock.FY(n)
	}
	return a.FY
}

// wardOf is the reader's own ward; who sees every ward may choose one with ?ward=.
func wardOf(a people.Actor, f web.Form) string {
	if a.City() {
		return f.Get("ward")
	}
	return a.WardID
}

func (ss *Standards) index(w http.ResponseWriter, r *http.Request) error {
	return ss.list(w, r, "")
}

// show is the same page with one standard chosen; one that governs nothing yet is still a proposal.
func (ss *Standards) show(w http.ResponseWriter, r *http.Request) error {
	err := ss.list(w, r, r.PathValue("id"))
	if fault.Of(err) == fault.NotFound {
		if proposalID, err := ss.ProposalOf(r.Context(), r.PathValue("id")); err == nil {
			return web.See(w, r, "/proposals/"+proposalID, "")
		}
	}
	return err
}

func (ss *Standards) list(w http.ResponseWriter, r *http.Request, standardID string) error {
	a, q := people.From(r), web.Query(r)
	f := Filter{Words: q.Text("q"), Axis: q.Get("axis"), Level: q.Get("level"), State: State(q.Get("state"))}
	v, err := ss.View(r.Context(), a, fyOf(a, q), wardOf(a, q), standardID, f)
	if err != nil {
		return err
	}
	if as := q.Get("as"); as != "" {
		s := v.Sheet(v.WardID, v.Ward)
		return ui.SendList(w, r, s, "基準_"+v.FY.Era()+"."+textfile.Ext(as))
	}
	return web.OK(w, r, listPage(a, v, r))
}

func (ss *Standards) matrix(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	s, m, err := ss.Matrix(r.Context(), a, fyOf(a, q))
	if err != nil {
		return err
	}
	if as := q.Get("as"); as != "" {
		out := textfile.Sheet{Title: "基準と各区 " + s.FY.Era(), Notes: []string{m.Sentence(), "区の番号順で、順位ではありません。"}}
		head, rows := m.Table()
		for _, h := range head {
			out.Columns = append(out.Columns, textfile.Column{Key: h, Name: h})
		}
		out.Rows = rows
		return ui.SendList(w, r, out, "基準と各区_"+s.FY.Era()+"."+textfile.Ext(as))
	}
	return web.OK(w, r, matrixPage(a, s, m, r))
}

func (ss *Standards) principles(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	fy := fyOf(a, web.Query(r))
	all, err := ss.Principles(r.Context(), a, fy)
	if err != nil {
		return err
	}
	return web.OK(w, r, principlesPage(a, all, fy))
}

func (ss *Standards) startPrinciples(w http.ResponseWriter, r *http.Request) error {
	if err := ss.BeginPrinciples(r.Context(), people.From(r), false); err != nil {
		return err
	}
	return web.See(w, r, "/principles", "8つの理念を置きました。言葉は市に合わせて直せます。")
}

func (ss *Standards) newPrinciple(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, principleForm("", "", PrincipleDraft{Position: 1}, nil, fault.Problems{}))
}

func readPrinciple(f web.Form) PrincipleDraft {
	n, _ := f.Whole("position")
	return PrincipleDraft{Position: n, Name: f.Text("name"), Text: f.Text("text")}
}

func (ss *Standards) addPrinciple(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := readPrinciple(form)
	if _, err := ss.WritePrinciple(r.Context(), people.From(r), d, false); err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return principleForm("", "", d, nil, p) })
	}
	return web.See(w, r, "/principles", "理念を足しました。")
}

func (ss *Standards) editPrinciple(w http.ResponseWriter, r *http.Request) error {
	all, err := ss.PrincipleHistory(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, principleForm(all[0].ID, all[0].At, all[0].PrincipleDraft, all, fault.Problems{}))
}

func (ss *Standards) revisePrinciple(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d, seen := readPrinciple(form), clock.Instant(form.Get("seen"))
	err = ss.RevisePrinciple(r.Context(), people.From(r), r.PathValue("id"), seen, d)
	if err != nil {
		return web.Again(w, r, err, func(p fault.Problems) templ.Component { return principleForm(r.PathValue("id"), seen, d, nil, p) })
	}
	return web.See(w, r, "/principles", "理念を直しました。前の文は日付とともに残ります。")
}

func (ss *Standards) verification(w http.ResponseWriter, r *http.Request) error {
	return ss.verifyAgain(w, r, nil, "", Ruling{})
}

// verifyAgain shows the table; problem is what was wrong with the decision typed for standardID.
func (ss *Standards) verifyAgain(w http.ResponseWriter, r *http.Request, problem error, standardID string, typed Ruling) error {
	a := people.From(r)
	v, err := ss.Verification(r.Context(), a, fyOf(a, web.Query(r)))
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return verifyPage(a, v, standardID, typed, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ss *Standards) decision(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, standardID := people.From(r), r.PathValue("id")
	d := readRuling(form)
	for _, wardID := range form.Values["ward"] {
		d.Findings[wardID] = Finding{State: State(form.Get("state-" + wardID)), Note: form.Text("note-" + wardID)}
	}
	request, err := ss.Decide(r.Context(), a, fyOf(a, form), standardID, clock.Instant(form.Get("seen")), d, false)
	if err != nil {
		return ss.verifyAgain(w, r, err, standardID, d)
	}
	say := d.Choice.Name() + "を保存しました。"
	if request != "" {
		say = d.Choice.Name() + "を承認に出しました。変わる所を見て、承認してください。"
	}
	return web.See(w, r, "/standards/verification?fy="+strconv.Itoa(int(fyOf(a, form)))+"#s-"+standardID, say)
}

// readRuling takes a decision from the form: its select says "raise:<proposal>" or "merge:<standard>".
func readRuling(f web.Form) Ruling {
	choice, of, _ := strings.Cut(f.Get("decision"), ":")
	d := Ruling{Choice: Choice(choice), Reason: f.Text("reason"), Findings: map[string]Finding{}}
	if d.Choice == Merge {
		d.IntoID = of
	} else {
		d.ProposalID = of
	}
	return d
}

func (ss *Standards) drop(r *http.Request, a people.Actor, form string) error {
	return ss.DB.Write(r.Context(), func(tx *db.Tx) error { return drafts.Drop(r.Context(), tx, a.ID, form) })
}

// with adds a query field to an address of this room.
func with(r *http.Request, name, value string) string {
	u := url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}
	return web.With(&http.Request{URL: &u}, name, value)
}
