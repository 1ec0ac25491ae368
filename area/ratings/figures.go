package ratings

import (
	"slices"

	"kaname/kit/chart"
	"kaname/kit/textfile"
)

// bars draws the means of the fields.
func (v View) bars() chart.Bars {
	b := chart.Bars{Note: chart.Note{ID: "fields", Title: "分野ごとの平均", Finding: v.finding(), Unit: "点", Period: v.period(), Base: v.By + "の評点", N: v.Whole.N,
		Remark: v.Scale.Words() + "。" + v.Rule.Words(), Source: v.Name, Empty: "評点が入ると、ここに分野ごとの平均が並びます。"}, RowName: "分野", ValueName: "平均", AsGiven: true, Decimals: v.Rule.Decimals}
	for _, f := range v.Results.Fields {
		bar := chart.Bar{Label: f.Name, N: f.Mean.N}
		if f.Mean.Value != nil {
			bar.Value = chart.Of(f.Mean.Float())
		}
		b.Items = append(b.Items, bar)
	}
	return b
}

// finding says which field stands lowest and which highest.
func (v View) finding() string {
	var known []FieldResult
	for _, f := range v.Results.Fields {
		if f.Mean.Value != nil {
			known = append(known, f)
		}
	}
	if len(known) < 2 {
		return "分野ごとの平均"
	}
	order := func(a, b FieldResult) int { return a.Mean.Value.Cmp(b.Mean.Value) }
	high, low := slices.MaxFunc(known, order), slices.MinFunc(known, order)
	if high.Mean.Value.Cmp(low.Mean.Value) == 0 {
		return "どの分野も" + high.Mean.String() + "点"
	}
	return "高いのは" + high.Name + " " + high.Mean.String() + "点、低いのは" + low.Name + " " + low.Mean.String() + "点"
}

// line draws the whole over the years that may be compared, the oldest first; ok is false with fewer than two.
func (v View) line() (l chart.Line, ok bool) {
	l = chart.Line{Note: chart.Note{ID: "years", Title: "全体の平均の動き", Finding: "全体の平均の動き", Unit: "点", Base: "格付け調査の評点", N: v.Whole.N,
		Remark: "物差しと項目が同じ年だけを結んでいます。" + v.Scale.Words() + "。", Source: v.Name}, AxisName: "全体の平均", PeriodName: "年度", Better: chart.Higher, Decimals: v.Rule.Decimals}
	points := []chart.Point{{Value: chart.Of(v.Whole.Float()), N: v.Whole.N}}
	l.Periods = []string{v.FY.Short()}
	for _, e := range v.Earlier {
		if m, why := e.Of(Field{}); why == "" && m.Value != nil && e.Remark == "" {
			points, l.Periods = append(points, chart.Point{Value: chart.Of(m.Float()), N: m.N}), append(l.Periods, e.Rating.FY.Short())
			l.Note.N += m.N
		}
	}
	slices.Reverse(points)
	slices.Reverse(l.Periods)
	l.Period = l.Periods[0] + "〜" + l.Periods[len(l.Periods)-1]
	l.Series = []chart.Series{{Points: points}}
	return l, v.Whole.Value != nil && len(points) > 1
}

// sheetOf is a rating's results as a file: every item with its mean, and what stands beside it.
func sheetOf(v View) textfile.Sheet {
	s := textfile.Sheet{Title: v.Name, Columns: []textfile.Column{{Key: "field", Name: "分野"}, {Key: "kind", Name: "調べ方"}, {Key: "item", Name: "項目"}, {Key: "mean", Name: "平均", Number: true},
		{Key: "investigators", Name: "調査員数", Number: true}, {Key: "times", Name: "回数", Number: true}, {Key: "n", Name: "評点の数", Number: true},
		{Key: "survey", Name: "来庁者アンケートの満足（%）", Number: true}, {Key: "survey_n", Name: "アンケートのn", Number: true}},
		Notes: []string{v.WardName + "　" + v.FY.Era() + "　" + v.By + "　" + v.period(), v.Scale.Words() + "。" + v.Rule.Words(), "星の段階: " + WriteLevels(v.Rule.Levels), "来庁者アンケートは別の調査です。平均し合わせた数はありません。"}}
	row := func(f FieldResult, item string, m Mean) []string {
		return []string{f.Name, f.Kind.Word(), item, m.plain(), itoa(m.Investigators), itoa(m.Times), itoa(m.N), "", ""}
	}
	for _, f := range v.Results.Fields {
		s.Rows = append(s.Rows, row(f, "（分野の平均）", f.Mean))
		for _, it := range f.Items {
			r := row(f, it.Name, it.Mean)
			if own, ok := v.figure(it.Item); ok {
				r[7], r[8] = chart.Number(own.Share, 1), itoa(own.N)
			}
			s.Rows = append(s.Rows, r)
		}
	}
	s.Rows = append(s.Rows, []string{"全体", "", "", v.Whole.plain(), "", itoa(v.Whole.Times), itoa(v.Whole.N), "", ""})
	return s
}

// marksSheet is every mark as a file that can be brought in again.
func marksSheet(x Rating, scores []Score) textfile.Sheet {
	s := textfile.Sheet{Title: x.Name + " 評点", Columns: fileColumns, Notes: []string{x.WardName + "　" + x.FY.Era() + "　" + x.By, "評点は" + x.Scale.Words() + "の数です。"}}
	for _, k := range scores {
		f, _ := x.Field(k.Field)
		it, _ := f.Item(k.Item)
		s.Rows = append(s.Rows, []string{f.Name, it.Name, itoa(k.Investigator), itoa(k.Visit), points(k.Value)})
	}
	return s
}

// plain is the mean for a file; nothing where there is none.
func (m Mean) plain() string {
	if m.Value == nil {
		return ""
	}
	return m.String()
}
