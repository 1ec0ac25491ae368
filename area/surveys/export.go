package surveys

import (
	"net/http"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/people"
)

// exportColumns are the columns of an exported result.
var exportColumns = []textfile.Column{
	{Name: "区分", Help: "全体・窓口・月のどれか"}, {Name: "名前", Help: "窓口か月の名前"}, {Name: "項目", Help: "標準の8項目"},
	{Name: "満足（%）", Number: true, Help: "上2つの答え÷n。小数第2位を四捨五入"}, {Name: "いちばん上（%）", Number: true, Help: "いちばんよい答え÷n"},
	{Name: "不満（%）", Number: true, Help: "下2つの答え÷n"}, {Name: "満足−不満", Number: true, Help: "ポイント"},
	{Name: "平均", Number: true, Help: "5点満点。小数第3位を四捨五入"}, {Name: "95%の幅", Help: "満足の割合の幅（ウィルソンの方法）"},
	{Name: "とてもよい", Number: true}, {Name: "よい", Number: true}, {Name: "ふつう", Number: true}, {Name: "よくない", Number: true}, {Name: "とてもよくない", Number: true},
	{Name: "n", Number: true, Help: "有効回答の数。無回答と利用していない等は入れない"}, {Name: "利用していない等", Number: true}, {Name: "無回答", Number: true},
	{Name: "注", Help: "表示しない理由"},
}

// exportRows are the figures of a results page, hidden cells as hidden as there.
func (r Results) exportRows() [][]string {
	var rows [][]string
	for _, row := range r.Items {
		rows = append(rows, r.exportRow("全体", r.Survey.Title, row.Item, row.Counts, row.Hidden))
	}
	for i, it := range r.columns.items {
		for _, kind := range []struct {
			name string
			g    Groups
		}{{"窓口", r.ByCounter(i)}, {"月", r.ByMonth(i)}} {
			for _, row := range kind.g.Rows {
				rows = append(rows, r.exportRow(kind.name, row.Name, it, row.Counts, row.Hidden))
			}
		}
	}
	return rows
}

func (r Results) exportRow(kind, name string, it Item, c Counts, hidden bool) []string {
	row := []string{kind, name, it.Short(Ja).Plain()}
	if hidden {
		row = append(row, make([]string, len(exportColumns)-len(row)-1)...)
		return append(row, HiddenWord(r.Limit))
	}
	if c.N() == 0 {
		row = append(row, "", "", "", "", "", "")
	} else {
		row = append(row, c.Top2Rate().String(), c.TopBoxRate().String(), c.Bottom2Rate().String(), plainMinus(c.Net().String()), c.Mean().String(), width(c))
	}
	for _, n := range c.bars() {
		row = append(row, itoa(n))
	}
	return append(row, itoa(c.N()), itoa(c.Outside), itoa(c.Blank), "")
}

// plainMinus writes a number as other programs read it.
func plainMinus(s string) string { return strings.Replace(s, "−", "-", 1) }

// sheet is the result as a file, with what must be known to read it.
func (r Results) sheet(now clock.Instant) textfile.Sheet {
	notes := []string{r.Survey.Title + "　" + r.Survey.WardName, r.AsOf(now)}
	for _, n := range r.Notes() {
		notes = append(notes, n.Word+": "+n.Say)
	}
	return textfile.Sheet{Title: "結果", Columns: exportColumns, Rows: r.exportRows(), Notes: notes}
}

func (ss *Surveys) export(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	res, err := ss.Results(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	as := r.URL.Query().Get("as")
	return ui.SendList(w, r, res.sheet(a.Now), textfile.FileName(textfile.Ext(as), res.Survey.Title, res.Survey.WardName, strings.ReplaceAll(string(a.Today), "-", "")))
}
