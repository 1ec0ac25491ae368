package standards

import (
	"context"
	"encoding/json"
	"strconv"

	"kaname/kit/chart"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/textfile"
	"kaname/people"
)

// Matrix loads where every ward stands with every standard of fy, in the wards' own order and never by score.
func (ss *Standards) Matrix(ctx context.Context, a people.Actor, fy clock.FY) (s Set, m chart.Matrix, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error { s, err = ss.load(ctx, tx, a, fy, scope{}); return err })
	m = chart.Matrix{RowName: "基準", Note: chart.Note{ID: "matrix", Period: fy.Era(), Base: "各区の点検と検証", N: len(s.Items) * len(s.Wards),
		Finding: EditionName(s.First, fy) + "に各区がどこまで来ているか", Remark: "区の番号順で、順位ではありません", AsOf: a.Today.Slash(), Empty: "基準が定まると、ここに表が出ます。"}}
	for _, w := range s.Wards {
		m.Columns = append(m.Columns, w.Name)
	}
	marks := map[State]chart.Mark{Met: chart.Whole, Part: chart.Partly, Coming: chart.NotYet, Outside: chart.NotApplicable}
	for _, v := range s.Items {
		r := chart.MatrixRow{Label: v.Code + " " + v.Title}
		for _, w := range s.Wards {
			st := s.Of(v, w.ID).State
			r.Cells = append(r.Cells, chart.Cell{Mark: marks[st], Word: st.Show().Word})
		}
		m.Rows = append(m.Rows, r)
	}
	return s, m, err
}

// Sheet lists the year's standards with a ward's states ("" is the city), for export.
func (s Set) Sheet(wardID, ward string) textfile.Sheet {
	if ward == "" {
		ward = "全市"
	}
	out := textfile.Sheet{Title: EditionName(s.First, s.FY) + " " + s.FY.Era(), Notes: []string{s.FY.Era() + "に効いている基準と、" + ward + "の状態です。"}}
	for _, c := range [][2]string{{"番号", "理念の番号と項目の番号"}, {"名前", ""}, {"理念", ""}, {"約束", "基準の文"}, {"説明", ""}, {"種類", "ソフトかハードか"}, {"水準", "最低基準か目指すべき姿か"},
		{"守る所", ""}, {"確かめ方", ""}, {"目安", "達成とみる値"}, {"効く年度から", ""}, {"状態", ward + "の状態。達成・一部・これから・対象外"}, {"適合した所属", ""}, {"対象の所属", ""}} {
		out.Columns = append(out.Columns, textfile.Column{Key: c[0], Name: c[0], Help: c[1], Number: c[0] == "適合した所属" || c[0] == "対象の所属"})
	}
	for _, v := range s.Items {
		st := s.Of(v, wardID)
		out.Rows = append(out.Rows, []string{v.Code, v.Title, v.Principle, v.Promise, v.Text, v.AxisName(), v.LevelName(), v.AppliesName(), v.How, v.Reached(),
			v.FromFY.Era(), st.State.Show().Word, strconv.Itoa(st.Fit), strconv.Itoa(st.Units)})
	}
	return out
}

// ListJSON writes the standards of fy with every ward's state, for scripts: names of the fields are stable.
func (ss *Standards) ListJSON(ctx context.Context, a people.Actor, fy clock.FY) ([]byte, error) {
	type ward struct {
		Ward     string `json:"ward"`
		State    string `json:"state"`
		Verified bool   `json:"verified"`
		Fit      int    `json:"fit"`
		Offices  int    `json:"offices"`
	}
	type standard struct {
		ID        string `json:"id"`
		Code      string `json:"code"`
		Title     string `json:"title"`
		Promise   string `json:"promise"`
		Principle string `json:"principle"`
		Axis      string `json:"axis"`
		Level     string `json:"level"`
		Applies   string `json:"applies"`
		Measure   string `json:"measure"`
		How       string `json:"how"`
		Reached   string `json:"reached"`
		FromFY    int    `json:"from_fy"`
		ToFY      int    `json:"to_fy"`
		Wards     []ward `json:"wards"`
	}
	out := struct {
		FY        int        `json:"fy"`
		Edition   int        `json:"edition"`
		Standards []standard `json:"standards"`
	}{FY: int(fy), Standards: []standard{}}
	err := ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := ss.load(ctx, tx, a, fy, scope{})
		out.Edition, out.Standards = Edition(s.First, fy), []standard{}
		for _, v := range s.Items {
			x := standard{ID: v.StandardID, Code: v.Code, Title: v.Title, Promise: v.Promise, Principle: v.Principle, Axis: v.Axis, Level: v.Level, Applies: v.Applies,
				Measure: v.Measure, How: v.How, Reached: v.Reached(), FromFY: int(v.FromFY), ToFY: int(v.ToFY), Wards: []ward{}}
			for _, w := range s.Wards {
				st := s.Of(v, w.ID)
				x.Wards = append(x.Wards, ward{w.Name, string(st.State), st.Found, st.Fit, st.Units})
			}
			out.Standards = append(out.Standards, x)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(out, "", "  ")
}
