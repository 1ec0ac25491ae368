package surveys

import (
	"context"
	"net/http"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/disclosure"
	"kaname/kit/questionnaire"
	"kaname/kit/stat"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// CrossTab is two questions of one survey against each other, over those who answered both within their bases.
type CrossTab struct {
	By, Of   questionnaire.Question
	Rows     []string // answers to By
	Cols     []string // answers to Of
	N        [][]int
	Shown    [][]bool // one row and one column more than N: the totals
	Test     *stat.Crosstab
	WhyNot   string // why there is no test
	Total    int
	RowSums  []int
	ColSums  []int
	Findings []string // cells that stand out, in words
	Folded   bool     // the answers to Of are put together: the two best, and the others
}

// foldable says whether a question's answers can be put together as 上の2つ and the others: those of more than three steps.
func foldable(q questionnaire.Question) bool {
	return q.Kind == questionnaire.Scale && len(q.Scored()) > 3
}

// fold puts the answers of a line together: the two best, and the others.
func fold(line []int) []int {
	return []int{line[0] + line[1], sum(line[2:])}
}

// crossable are the questions that can be crossed: those with one answer, that can be counted.
func crossable(f questionnaire.Form) []questionnaire.Question {
	var out []questionnaire.Question
	for _, q := range f.Questions {
		if q.Kind == questionnaire.Single || q.Kind == questionnaire.Scale || q.Kind == questionnaire.Likelihood {
			out = append(out, q)
		}
	}
	return out
}

// CrossTab crosses two questions. Cells of fewer than the limit, and what would give them away, are not shown; with any
// cell hidden there is no test, because its figure would tell of it.
func (r Results) CrossTab(by, of string, two bool) (x CrossTab, err error) {
	f := r.Survey.Form
	a, b := f.At(by), f.At(of)
	x = CrossTab{By: f.Questions[a], Of: f.Questions[b]}
	rowCodes, colCodes := based(x.By), based(x.Of)
	cross := r.columns.Cross(f.ColumnOf(a), f.ColumnOf(b), Part{})
	for _, code := range colCodes {
		x.Cols = append(x.Cols, x.Of.Label(code))
	}
	if x.Folded = two && foldable(x.Of); x.Folded {
		x.Cols = []string{"上の2つ", "それ以外"}
	}
	x.ColSums = make([]int, len(x.Cols))
	for _, row := range rowCodes {
		line := make([]int, len(colCodes))
		for k, col := range colCodes {
			line[k] = cross.At(int(row), int(col))
		}
		if x.Folded {
			line = fold(line)
		}
		for k, n := range line {
			x.ColSums[k] += n
		}
		x.Rows, x.N, x.RowSums, x.Total = append(x.Rows, x.By.Label(row)), append(x.N, line), append(x.RowSums, sum(line)), x.Total+sum(line)
	}
	if x.Shown, err = disclosure.Table(x.N, max(r.Limit, disclosure.LowestLimit)); err != nil {
		return x, err
	}
	x.test(r.Limit)
	return x, nil
}

// based are the codes of the answers that count, as the question lists them; a scale from its best.
func based(q questionnaire.Question) []byte {
	if q.Kind == questionnaire.Likelihood {
		return q.Codes()
	}
	options := q.Options
	if q.Kind == questionnaire.Scale {
		options = q.Scored()
	}
	var out []byte
	for _, o := range options {
		if !o.Out {
			out = append(out, o.Code)
		}
	}
	return out
}

func (x *CrossTab) test(limit int) {
	for _, row := range x.Shown {
		for _, shown := range row {
			if !shown {
				x.WhyNot = "隠したますがあるので、関係の検定は出しません。検定の数から、隠した数がわかってしまうためです。"
				return
			}
		}
	}
	if x.Total < BarsFrom {
		x.WhyNot = itoa(BarsFrom) + "件に届くまで、関係の検定は出しません。"
		return
	}
	t, err := stat.Cross(x.N)
	if err != nil {
		x.WhyNot = "どちらかの問いの答えが少なすぎて、関係は調べられません。"
		return
	}
	x.Test = &t
	if !t.Clear {
		return
	}
	for i, row := range t.Residual {
		for k, v := range row {
			switch {
			case v >= z95:
				x.Findings = append(x.Findings, "「"+x.Rows[i]+"」は「"+x.Cols[k]+"」が多い（調整済み残差 "+weight(v)+"）")
			case v <= -z95:
				x.Findings = append(x.Findings, "「"+x.Rows[i]+"」は「"+x.Cols[k]+"」が少ない（調整済み残差 "+weight(v)+"）")
			}
		}
	}
}

// share is a cell as a share of its row.
func (x CrossTab) share(row, col int) string {
	if x.RowSums[row] == 0 {
		return "–"
	}
	return Percent(x.N[row][col], x.RowSums[row]).String() + "%"
}

// sheet is the table as a file, hidden cells as hidden as on the page.
func (x CrossTab) sheet(r Results, now clock.Instant) textfile.Sheet {
	s := textfile.Sheet{Title: "かけ合わせ", Columns: []textfile.Column{{Name: x.By.Name()}}, Notes: []string{r.Survey.Title + "　" + r.Survey.WardName, r.AsOf(now), "両方の問いに答えた人の数です。" + itoa(r.Limit) + "件未満のますと、引き算でわかるますは空です。"}}
	for _, c := range append(x.Cols, "計") {
		s.Columns = append(s.Columns, textfile.Column{Name: c, Number: true})
	}
	put := func(name string, n []int, sum int, shown []bool) {
		row := []string{name}
		for k, v := range append(n[:len(n):len(n)], sum) {
			if shown[k] {
				row = append(row, itoa(v))
			} else {
				row = append(row, "")
			}
		}
		s.Rows = append(s.Rows, row)
	}
	for i, name := range x.Rows {
		put(name, x.N[i], x.RowSums[i], x.Shown[i])
	}
	put("計", x.ColSums, x.Total, x.Shown[len(x.Rows)])
	if x.Test != nil {
		s.Notes = append(s.Notes, x.Test.Sentence(), x.Test.Note)
	}
	return s
}

// crossPage crosses two questions of a survey: ?by= and ?of= are their ids.
func (ss *Surveys) crossPage(w http.ResponseWriter, r *http.Request) error {
	a, q := people.From(r), web.Query(r)
	res, x, ok, err := ss.Crossed(r.Context(), a, r.PathValue("id"), q.Get("by"), q.Get("of"), q.Yes("two"))
	if err != nil {
		return err
	}
	if ok && q.Get("as") != "" {
		return ui.SendList(w, r, x.sheet(res, a.Now), textfile.FileName(textfile.Ext(q.Get("as")), res.Survey.Title, "かけ合わせ", strings.ReplaceAll(string(a.Today), "-", "")))
	}
	return web.OK(w, r, crossTabPage(res, a, x, ok, r))
}

// Crossed is a survey with two of its questions crossed; ok is false where it has not two that can be. An id that is
// not one of them stands for the first attribute, or the overall item.
func (ss *Surveys) Crossed(ctx context.Context, a people.Actor, surveyID, by, of string, two bool) (res Results, x CrossTab, ok bool, err error) {
	if res, err = ss.Results(ctx, a, surveyID); err != nil {
		return res, x, false, err
	}
	all := crossable(res.Survey.Form)
	if len(all) < 2 {
		return res, x, false, nil
	}
	has := func(id string) bool {
		for _, q := range all {
			if q.ID == id {
				return true
			}
		}
		return false
	}
	if !has(of) {
		of = all[0].ID
		if has(overallID) {
			of = overallID
		}
	}
	if !has(by) || by == of {
		by = ""
		for _, q := range all {
			if q.ID != of && (by == "" || q.Kind == questionnaire.Single && res.Survey.Form.Questions[res.Survey.Form.At(by)].Kind != questionnaire.Single) {
				by = q.ID
			}
		}
	}
	x, err = res.CrossTab(by, of, two)
	return res, x, err == nil, err
}
