package publishing

import (
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/ui"
	"kaname/people"
)

// switches are the choice of ward, for those who publish for the city, and of year.
func (d desk) switches(a people.Actor) []ui.Switch {
	var out []ui.Switch
	if len(d.Wards) > 1 {
		s := ui.Switch{Name: "区", Now: d.Office.Name}
		for _, w := range d.Wards {
			s.Ways = append(s.Ways, ui.Link{Name: w.Name, Href: "/publishing?ward=" + w.ID + "&fy=" + num(int(d.FY)), On: w.ID == d.Office.ID})
		}
		out = append(out, s)
	}
	s := ui.Switch{Name: "年度", Now: d.FY.Era()}
	for _, fy := range back(a.FY, Back) {
		s.Ways = append(s.Ways, ui.Link{Name: fy.Era(), Href: "/publishing?ward=" + d.Office.ID + "&fy=" + num(int(fy)), On: fy == d.FY})
	}
	return append(out, s)
}

// plainWord says how far the sentences in l are: あり, 見なおす, まだ.
func (p Promise) plainWord(l Lang) string {
	title := map[Lang]string{Easy: p.EasyTitle, En: p.EnTitle}[l]
	result := map[Lang]string{Easy: p.EasyResult, En: p.EnResult}[l]
	switch {
	case title == "":
		return "まだ"
	case !p.freshWords():
		return "見なおす"
	case p.Result != nil && result == "":
		return "まだ"
	case p.Result != nil && !p.freshResult():
		return "見なおす"
	}
	return "あり"
}

// approved are the approved texts beside the form.
func (p Promise) approved() [][2]string {
	t := p.text()
	var out [][2]string
	add := func(label, text string) {
		if strings.TrimSpace(text) != "" {
			out = append(out, [2]string{label, text})
		}
	}
	add("約束", t.Title)
	add("わたしたちの言葉", t.Words)
	add("現状", t.Situation)
	for _, m := range t.Measures {
		add("ものさし", m.Name+"　"+m.Aim+"（"+m.Base+"）")
	}
	add("したこと", t.Summary)
	add("足りないところ", t.Issue)
	add("これから", t.Remedy)
	add("公表を決めた日", p.at().Date().West())
	return out
}

// who wrote the pages out.
func (p Publication) who() string {
	if p.By == "" {
		return "コマンド（kaname publish）"
	}
	return p.By
}

// countOf counts the differences in a sentence.
func countOf(diff []difference) string {
	n := map[string]int{}
	for _, d := range diff {
		n[d.kind]++
	}
	var out []string
	for _, k := range []string{"新しい", "変わった", "なくなった"} {
		if n[k] > 0 {
			out = append(out, fmt.Sprintf("%sファイル %d", k, n[k]))
		}
	}
	return strings.Join(out, "、")
}

// pageName is what a file of the site is called on the check page.
func (d desk) pageName(b bundle, path string) string {
	w := &b.site.Wards[0]
	names := map[string]string{"index.html": "トップ", "how.html": "この数の読み方", "about.html": "アクセシビリティ方針",
		"data/columns.html": "列の説明", "data/columns.csv": "列の説明（CSV）", w.Slug + "/index.html": w.Name + " これまでの年度"}
	if n := names[path]; n != "" {
		return n
	}
	for fy := range b.site.Standards {
		if path == standardsPath(fy) {
			return "市の基準 " + fy.Era()
		}
	}
	for _, y := range w.Years {
		if n := y.pageName(w, path); n != "" {
			return n
		}
	}
	return path
}

func (y Year) pageName(w *Ward, path string) string {
	year := func(fy clock.FY) string { return " " + fy.Era() }
	switch path {
	case yearPath(w, y.FY):
		return w.Name + "の約束と結果" + year(y.FY)
	case voicesPath(w, y.FY):
		return "声から変わったこと" + year(y.FY)
	case yearData(w, y.FY):
		return "約束と結果" + year(y.FY) + "（CSV）"
	}
	for _, p := range y.Promises {
		switch path {
		case promisePath(w, y.FY, p):
			return p.text().Title + year(y.FY)
		case promiseData(w, y.FY, p):
			return p.text().Title + year(y.FY) + "（CSV）"
		}
	}
	return ""
}
