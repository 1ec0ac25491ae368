package board

import (
	"net/http"

	"kaname/kit/clock"
	"kaname/kit/textfile"
	"kaname/kit/ui"
)

// sheet is the board as a file: the same rows as the table.
func (v View) sheet() textfile.Sheet {
	s := textfile.Sheet{Title: "ボード", Columns: []textfile.Column{{Key: "title", Name: "目標"}, {Key: "office", Name: "所属"}, {Key: "std", Name: "基準"}, {Key: "policy", Name: "方針"},
		{Key: "state", Name: "状態"}, {Key: "now", Name: "いま", Number: true}, {Key: "unit", Name: "単位"}, {Key: "rests", Name: "nと期間"}, {Key: "aim", Name: "目安"}, {Key: "updated", Name: "更新日"}},
		Notes: []string{"割合の n は、それぞれの調べに答えた人や件の数です。"}}
	for _, g := range v.Ward.Goals {
		s.Rows = append(s.Rows, []string{g.Title, g.Office, names(g.Standards), names(g.Policies), g.State.Word, g.Now, g.Unit, g.Rests, g.Aim, string(g.Updated)})
	}
	return s
}

func names(ls []ui.Link) string {
	out := ""
	for i, l := range ls {
		if i > 0 {
			out += "、"
		}
		out += l.Name
	}
	return out
}

func send(w http.ResponseWriter, r *http.Request, as string, v View, today clock.Date) error {
	return ui.SendList(w, r, v.sheet(), textfile.FileName(textfile.Ext(as), v.FY.Era(), "ボード", v.Name, string(today)))
}
