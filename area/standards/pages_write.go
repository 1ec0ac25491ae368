package standards

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/web"
	"kaname/people"
)

// readDraft takes a standard's wording from the form; a number that cannot be read is named.
func readDraft(f web.Form) (Draft, error) {
	var c fault.Check
	d := Draft{Code: strings.ReplaceAll(web.Digits(f.Text("code")), "ー", "-"), PrincipleID: f.Get("principle"), Title: f.Text("title"), Promise: f.Text("promise"), Text: f.Text("text"),
		Axis: f.Get("axis"), Level: f.Get("level"), Applies: f.Get("applies"), ChangeableBy: f.Get("changeable_by"), Outside: f.Text("outside"),
		Measure: f.Get("measure"), How: f.Text("how"), Unit: f.Text("unit"), Direction: f.Get("direction"), Attained: f.Text("attained")}
	if t := f.Text("threshold"); t != "" && d.Measure != "yesno" {
		v, ok := f.Number("threshold")
		c.That(ok, "threshold", "「"+t+"」を数として読めません。数字だけを入れてください。")
		d.Threshold = &v
	}
	if d.Measure == "yesno" {
		d.Unit, d.Direction = "", ""
	}
	return d, c.Err()
}

// wordingForm is one form for three ways: a new standard, the next wording of one, and a proposal's wording.
type wordingForm struct {
	Title, Sub, Action, Back, BackName, Key string
	Seen                                    clock.Instant
	D                                       Draft
	Before                                  *Version
	Reason                                  string
	AsksReason                              bool
	Principles                              []Principle
	Kept                                    clock.Instant
	FY                                      clock.FY
}

func (ss *Standards) newPage(w http.ResponseWriter, r *http.Request) error {
	return ss.writeForm(w, r, nil, "", Draft{Axis: "soft", Level: "minimum", Applies: "all", ChangeableBy: "city", Measure: "yesno"}, "")
}

func (ss *Standards) editPage(w http.ResponseWriter, r *http.Request) error {
	return ss.writeForm(w, r, nil, r.PathValue("id"), Draft{}, "")
}

// writeForm shows the city office's form; problem is what was wrong with what was typed.
func (ss *Standards) writeForm(w http.ResponseWriter, r *http.Request, problem error, standardID string, d Draft, reason string) error {
	a := people.From(r)
	f := wordingForm{Title: "基準を書く", Sub: "部長会議が決めるまで、どの年度にも効きません。", Action: "/standards", Back: "/standards", BackName: "基準", Key: "standard:new", D: d, Reason: reason, AsksReason: true, FY: a.FY + 1}
	var err error
	if standardID == "" {
		f.Principles, err = ss.Principles(r.Context(), a, a.FY)
	} else {
		var v View
		if v, err = ss.View(r.Context(), a, a.FY, wardOf(a, web.Query(r)), standardID, Filter{}); err == nil {
			f.Principles, f.Before = v.Principles, v.One
			f.Title, f.Sub = "つぎの文を書く", "いまの文は、"+a.FY.Era()+"の終わりまでそのまま効きます。"
			f.Action, f.Back, f.BackName, f.Key = "/standards/"+standardID, "/standards/"+standardID, v.One.Name(), "standard:"+standardID
			if problem == nil {
				f.D = v.One.Draft
			}
		}
	}
	if err != nil {
		return err
	}
	if problem != nil {
		return web.Again(w, r, problem, func(p fault.Problems) templ.Component { return draftPage(f, p) })
	}
	f.Kept, err = drafts.Kept(r.Context(), ss.DB, a.ID, f.Key, func(k web.Form) { f.D, _ = readDraft(k); f.Reason = k.Text("reason") })
	if err != nil {
		return err
	}
	return web.OK(w, r, draftPage(f, fault.Problems{}))
}

func (ss *Standards) create(w http.ResponseWriter, r *http.Request) error { return ss.save(w, r, "") }

func (ss *Standards) redraft(w http.ResponseWriter, r *http.Request) error {
	return ss.save(w, r, r.PathValue("id"))
}

func (ss *Standards) save(w http.ResponseWriter, r *http.Request, standardID string) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	d, err := readDraft(form)
	proposalID := ""
	if err == nil {
		proposalID, err = ss.Write(r.Context(), a, standardID, d, form.Text("reason"), false)
	}
	if err != nil {
		return ss.writeForm(w, r, err, standardID, d, form.Text("reason"))
	}
	key := "standard:" + standardID
	if standardID == "" {
		key = "standard:new"
	}
	if err := ss.drop(r, a, key); err != nil {
		return err
	}
	return web.See(w, r, "/proposals/"+proposalID, "文をととのえました。部長会議の検証を待ちます。")
}

// first sends the whole first set to the directors' meeting.
func (ss *Standards) first(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	requestID, err := ss.Begin(r.Context(), a, fyOf(a, form), false)
	if err != nil {
		return err
	}
	return web.See(w, r, "/approvals/"+requestID, "基準1を部長会議に出しました。")
}

func (ss *Standards) proposals(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	all, names, err := ss.ListProposals(r.Context(), a)
	if err != nil {
		return err
	}
	return web.OK(w, r, proposalsPage(a, all, names))
}

func (ss *Standards) newProposal(w http.ResponseWriter, r *http.Request) error {
	d := ProposalDraft{Kind: "new", StandardID: web.Query(r).Get("standard")}
	if d.StandardID != "" {
		d.Kind = "change"
	}
	a := people.From(r)
	kept, err := drafts.Kept(r.Context(), ss.DB, a.ID, "proposal:new", func(f web.Form) { d = readProposal(f) })
	if err != nil {
		return err
	}
	return ss.proposalForm(w, r, nil, d, kept)
}

func readProposal(f web.Form) ProposalDraft {
	d := ProposalDraft{Kind: "change", StandardID: f.Get("standard"), Title: f.Text("title"), Text: f.Text("text"), Reason: f.Text("reason")}
	if d.StandardID == "" {
		d.Kind = "new"
	}
	return d
}

func (ss *Standards) proposalForm(w http.ResponseWriter, r *http.Request, problem error, d ProposalDraft, kept clock.Instant) error {
	v, err := ss.ViewProposal(r.Context(), people.From(r), "")
	if err != nil {
		return err
	}
	page := func(p fault.Problems) templ.Component { return proposalFormPage(v, d, kept, p) }
	if problem != nil {
		return web.Again(w, r, problem, page)
	}
	return web.OK(w, r, page(fault.Problems{}))
}

func (ss *Standards) putProposal(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := readProposal(form)
	proposalID, err := ss.Propose(r.Context(), people.From(r), d, false)
	if err != nil {
		return ss.proposalForm(w, r, err, d, "")
	}
	return web.See(w, r, "/proposals/"+proposalID, "上げる案を出しました。市の事務局が文をととのえ、3月の検証にかけます。")
}

func (ss *Standards) proposal(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	v, err := ss.ViewProposal(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, proposalPage(a, v))
}

func (ss *Standards) wordingPage(w http.ResponseWriter, r *http.Request) error {
	return ss.wordingAgain(w, r, nil, Draft{}, "")
}

func (ss *Standards) wordingAgain(w http.ResponseWriter, r *http.Request, problem error, d Draft, seen clock.Instant) error {
	a := people.From(r)
	v, err := ss.ViewProposal(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if !a.May(people.WriteStandards) && !a.May(people.DecideStandards) {
		return denyWrite("案の文をととのえる")
	}
	f := wordingForm{Title: "案の文をととのえる", Sub: "「" + v.Title + "」　" + v.Text, Action: "/proposals/" + v.ID, Back: "/proposals/" + v.ID, BackName: "案", Key: "proposal:" + v.ID,
		Seen: v.UpdatedAt, D: d, Principles: v.Principles, FY: a.FY + 1}
	if v.Standard.ID != "" {
		f.Before = &v.Standard
	}
	if problem != nil {
		f.Seen = seen
		return web.Again(w, r, problem, func(p fault.Problems) templ.Component { return draftPage(f, p) })
	}
	switch {
	case v.Next.ID != "":
		f.D = v.Next.Draft
	case v.Standard.ID != "":
		f.D = v.Standard.Draft
	default:
		f.D = Draft{Title: cut(v.Title, 24), Promise: cut(v.Text, 80), Axis: "soft", Level: "minimum", Applies: "all", ChangeableBy: "city", Measure: "yesno"}
	}
	f.Kept, err = drafts.Kept(r.Context(), ss.DB, a.ID, f.Key, func(k web.Form) { f.D, _ = readDraft(k) })
	if err != nil {
		return err
	}
	return web.OK(w, r, draftPage(f, fault.Problems{}))
}

func (ss *Standards) wording(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	seen := clock.Instant(form.Get("seen"))
	d, err := readDraft(form)
	if err == nil {
		err = ss.Prepare(r.Context(), people.From(r), r.PathValue("id"), seen, d)
	}
	if err != nil {
		return ss.wordingAgain(w, r, err, d, seen)
	}
	return web.See(w, r, "/proposals/"+r.PathValue("id"), "文をととのえました。部長会議の検証を待ちます。")
}
