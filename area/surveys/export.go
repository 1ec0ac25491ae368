package surveys

import (
	"encoding/csv"
	"net/http"

	"kaname/kit/web"
	"kaname/people"
)

// exportHead names the columns of an exported result.
var exportHead = []string{"区分", "名前", "項目", "満足(%)", "いちばん上(%)", "不満(%)", "満足−不満", "平均", "95%の幅",
	"とてもよい", "よい", "ふつう", "よくない", "とてもよくない", "n", "利用していない等", "無回答"}

// exportRows are the figures of a results page, hidden cells as hidden as there.
func (r Results) exportRows() [][]string {
	var rows [][]string
	for _, row := range r.Items {
		rows = append(rows, r.exportRow("全体", r.Survey.Title, row.Item, row.Counts, row.Hidden))
	}
	for i, it := range Items {
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
		row = append(row, HiddenWord(r.Limit))
		return append(row, make([]string, len(exportHead)-len(row))...)
	}
	if c.N() == 0 {
		row = append(row, "", "", "", "", "", "")
	} else {
		row = append(row, c.Top2Rate().String(), c.TopBoxRate().String(), c.Bottom2Rate().String(), c.Net().String(), c.Mean().String(), width(c))
	}
	for _, n := range c.bars() {
		row = append(row, itoa(n))
	}
	return append(row, itoa(c.N()), itoa(c.Outside), itoa(c.Blank))
}

func (ss *Surveys) export(w http.ResponseWriter, r *http.Request) error {
	res, err := ss.Results(r.Context(), people.From(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.File(w, "text/csv; charset=utf-8", `attachment; filename="results.csv"`, func(w http.ResponseWriter) error {
		out := csv.NewWriter(w)
		out.UseCRLF = true
		if err := out.Write(exportHead); err != nil {
			return err
		}
		return out.WriteAll(res.exportRows())
	})
}
