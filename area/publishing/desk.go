package publishing

import (
	"context"
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
		if d.Wards = slices.DeleteFunc(slices.Clone(wards), func(o people.Office) bool { return !a.MayInWard(people.Publish, o.ID) }); wardID == "" && len(d.Wards) > 0 {
			wardID = d.Wards[0].ID
		}
		i := slices.IndexFunc(d.Wards, func(o people.Office) bool { return o.ID == wardID })
		if i < 0 {
			return refuse(a, wardID)
		}
		d.Office = d.Wards[i]
		if d.Site, err = p.load(ctx, tx, max(fy, a.FY), want{wardID: wardID, years: []clock.FY{fy}, announced: true, among: wards}); err != nil {
			return err
		}
		d.Ward = &d.Site.Wards[0]
		d.Year, _ = d.Ward.year(fy)
		d.Lacks = d.Ward.missing(fy)
		d.Written, err = publicationsOf(ctx, tx, wardID, fy)
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
