package staffsurveys

import (
	"strconv"
	"strings"

	"kaname/kit/chart"
	"kaname/kit/clock"
	"kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/people"
)

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

func dayOr(d clock.Date, instead string) string {
	if d == "" {
		return instead
	}
	return d.Slash()
}

func join(names []string) string { return strings.Join(names, "、") }

func draftTitle(s Survey) string {
	if s.ID == "" {
		return "アンケートを準備する"
	}
	return "アンケートをなおす"
}

func draftAction(s Survey) string {
	if s.ID == "" {
		return "/staff-surveys"
	}
	return "/staff-surveys/" + s.ID
}

func made(k Keeper) string {
	if k.Public == "" {
		return "まだ"
	}
	return k.MadeOn.Slash() + "に作りました"
}

func partChoices() []ui.Choice {
	var out []ui.Choice
	for _, p := range Parts {
		out = append(out, ui.Choice{Value: string(p.Part), Name: p.Name})
	}
	return out
}

func partsOn(r Rule) map[string]bool {
	on := map[string]bool{}
	for _, p := range r.By {
		on[string(p)] = true
	}
	return on
}

func employmentChoices() []ui.Choice {
	out := []ui.Choice{{Name: "選ばない"}}
	for _, e := range people.Employments {
		out = append(out, ui.Choice{Value: e.Value, Name: e.Name})
	}
	return out
}

// choice is one option on the answer page.
type choice struct {
	kind, value, name string
	on                bool
}

// choices are the options of the question at a place, with what is chosen on the sheet.
func (p paper) choices(i int) (out []choice) {
	q, at := p.Form.Questions[i], p.Form.ColumnOf(i)
	switch q.Kind {
	case questionnaire.Likelihood:
		for n := range 11 {
			out = append(out, choice{"radio", itoa(n), itoa(n), int(p.Sheet.Marks[at]) == n+1})
		}
	case questionnaire.Multi:
		for k, o := range q.Options {
			out = append(out, choice{"checkbox", itoa(int(o.Code)), q.Label(o.Code), p.Sheet.Marks[at+k] == 1})
		}
	default:
		for _, o := range q.Options {
			out = append(out, choice{"radio", itoa(int(o.Code)), q.Label(o.Code), p.Sheet.Marks[at] == o.Code})
		}
	}
	return out
}

func mostOf(q question) int {
	if q.Most > 0 {
		return q.Most
	}
	return questionnaire.MostWritten
}

// countOr is a figure's n, or a dash where it is hidden.
func countOr(f Figure) string {
	if !f.Shown {
		return "—"
	}
	return strconv.Itoa(f.N)
}

// spread lists a figure's answers by option, or says why there are none.
func (f Figure) spread(q question) string {
	switch {
	case !f.Shown:
		return f.Why
	case f.Banded:
		return "ほとんど全員が同じ答えなので、数は出しません。"
	}
	var parts []string
	for i, n := range f.Counts {
		parts = append(parts, optionName(q, i)+" "+itoa(n))
	}
	return strings.Join(parts, "・")
}

// bars are the statements as bars of 100 %, in the order asked.
func (r Results) bars() chart.Stacked {
	f := r.Of("", Ward, "")
	c := chart.Stacked{Note: chart.Note{ID: "statements", Finding: "問いごとの答え", Unit: "%", Period: r.Period(), Base: r.Base(), N: f.N,
		AsOf: r.ClosedAt.Show(), Source: r.Title}, Shown: 2, ShownLabel: "上2つ", RowName: "問い"}
	for _, q := range r.Scales() {
		if c.Segments == nil {
			for _, o := range q.Scored() {
				c.Segments = append(c.Segments, q.Label(o.Code))
			}
		}
		f := r.Of(q.ID, Ward, "")
		row := chart.Row{Label: q.Name()}
		if _, _, ok := f.Score(q); !ok || len(q.Scored()) != len(c.Segments) {
			row.Hidden = or(f.Why, f.Say(q))
		} else {
			for _, o := range q.Scored() {
				row.Counts = append(row.Counts, f.Counts[placeOf(q, o.Code)])
			}
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

func placeOf(q question, code byte) int {
	for i, o := range q.Options {
		if o.Code == code {
			return i
		}
	}
	return 0
}
