package publishing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/ui"
	"kaname/people"
)

// desk is what the secretariat's page shows of a ward and year.
type desk struct {
	Wards   []people.Office // to choose from, for those who publish for the city
	Office  people.Office
	Ward    *Ward
	Year    Year
	FY      clock.FY
	Lacks   []Lack
	Written []Publication
	Before  map[string]string // path → sha256 of the last writing-out
	Site    Site
}

// musts are what holds the writing-out back.
func (d desk) musts() int {
	n := 0
	for _, l := range d.Lacks {
		if l.Must {
			n++
		}
	}
	return n
}

func (d desk) query() string { return "?ward=" + d.Office.ID + "&fy=" + num(int(d.FY)) }

// Desk loads the secretariat's page. wardID "" is the actor's own ward, for the city the first.
func (p *Publishing) desk(ctx context.Context, a people.Actor, wardID string, fy clock.FY) (d desk, err error) {
	d.FY = fy
	if wardID == "" && !a.City() {
		wardID = a.WardID
	}
	err = p.DB.Read(ctx, func(tx *db.Tx) error {
		wards, err := people.Wards(ctx, tx, a.Today)
		if err != nil {
			return err
		}
		if d.Wards = slices.DeleteFunc(wards, func(o people.Office) bool { return !a.MayInWard(people.Publish, o.ID) }); wardID == "" && len(d.Wards) > 0 {
			wardID = d.Wards[0].ID
		}
		i := slices.IndexFunc(d.Wards, func(o people.Office) bool { return o.ID == wardID })
		if i < 0 {
			return refuse(a, wardID)
		}
		d.Office = d.Wards[i]
		if d.Site, err = p.load(ctx, tx, max(fy, a.FY), want{wardID: wardID, years: []clock.FY{fy}, whole: true}); err != nil {
			return err
		}
		d.Ward = &d.Site.Wards[0]
		d.Year, _ = d.Ward.year(fy)
		d.Lacks = d.Ward.missing(fy)
		if d.Written, err = publicationsOf(ctx, tx, wardID, fy); err != nil {
			return err
		}
		files, err := filesOf(ctx, tx, wardID, fy)
		if err == nil && files != "" {
			err = json.Unmarshal([]byte(files), &d.Before)
		}
		return err
	})
	return d, err
}

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

// difference is a page that is new, changed or gone since the last writing-out.
type difference struct{ kind, path string }

// compare lists how the bundle differs from the last one; languages and data follow their Japanese page.
func compare(before map[string]string, b bundle) []difference {
	var out []difference
	for _, f := range b.files {
		was, known := before[f.path]
		switch {
		case f.path == manifestName:
		case !known:
			out = append(out, difference{"新しい", f.path})
		case was != b.sums[f.path]:
			out = append(out, difference{"変わった", f.path})
		}
	}
	for path := range before {
		if _, still := b.sums[path]; !still {
			out = append(out, difference{"なくなった", path})
		}
	}
	slices.SortFunc(out, func(x, y difference) int { return strings.Compare(x.path, y.path) })
	return out
}
