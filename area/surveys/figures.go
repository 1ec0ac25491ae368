package surveys

import (
	"fmt"

	"kaname/kit/chart"
	"kaname/kit/clock"
)

// segments name the five points when items stand side by side, good to bad.
var segments = []string{"とてもよい", "よい", "ふつう", "よくない", "とてもよくない"}

// bars turns counts into the five lengths, good to bad.
func (c Counts) bars() []int { return []int{c.Of[4], c.Of[3], c.Of[2], c.Of[1], c.Of[0]} }

// note is what every figure of these results says of itself.
func (r Results) note(id, finding string, n int, now clock.Instant) chart.Note {
	return chart.Note{ID: id, Finding: finding, Unit: "%", Period: r.period(), Base: r.base(), N: n, AsOf: now.Show(),
		Source: r.Survey.Title, Empty: "答えが届くと、ここに図が出ます。"}
}

func (r Results) period() string {
	to := r.Survey.Ended()
	if r.Latest != "" && r.Latest < to {
		to = r.Latest
	}
	if to < r.Survey.From {
		to = r.Survey.To
	}
	return r.Survey.From.Slash() + "〜" + to.Slash()
}

func (r Results) base() string {
	return r.Survey.WardName + "の窓口に来て、この問いに答えた人"
}

// itemBars are the eight items as asked.
func (r Results) itemBars(now clock.Instant) chart.Stacked {
	f := chart.Stacked{Segments: segments, Shown: 2, ShownLabel: "満足", RowName: "項目", Decimals: 1}
	for _, row := range r.Items {
		bar := chart.Row{Label: row.Short(Ja).Plain(), Counts: row.bars(), Strong: row.ID == overallID}
		if row.Hidden {
			bar.Hidden, bar.Counts = HiddenWord(r.Limit), nil
		}
		f.Rows = append(f.Rows, bar)
	}
	f.Note = r.note("items", "項目ごとの答え", r.shownN(), now)
	return f
}

// shownN is the number of forms, or 0 where not one item may be drawn.
func (r Results) shownN() int {
	for _, row := range r.Items {
		if !row.Hidden && row.N() > 0 {
			return r.N
		}
	}
	return 0
}

// groupBars set the groups of one item side by side, with the total last.
func (r Results) groupBars(id, finding, rowName string, g Groups, now clock.Instant) chart.Stacked {
	f := chart.Stacked{Segments: segments, Shown: 2, ShownLabel: "満足", RowName: rowName, Decimals: 1}
	for _, row := range append(g.Rows, GroupRow{Name: "あわせて", Counts: g.Total, Hidden: g.Hidden}) {
		bar := chart.Row{Label: row.Name, Counts: row.bars(), Strong: row.Name == "あわせて"}
		if row.Hidden {
			bar.Hidden, bar.Counts = HiddenWord(r.Limit), nil
		}
		f.Rows = append(f.Rows, bar)
	}
	n := g.Total.N()
	if g.Hidden {
		n = 0
	}
	f.Note = r.note(id, finding, n, now)
	return f
}

// line follows the satisfaction of one item over the months; hidden months are gaps.
func (r Results) line(g Groups, now clock.Instant) chart.Line {
	f := chart.Line{AxisName: "満足の割合", PeriodName: "月", IntervalName: "95%の幅", Better: chart.Higher, Decimals: 1,
		Series: []chart.Series{{Name: "満足"}}}
	n := 0
	for _, row := range g.Rows {
		f.Periods = append(f.Periods, row.Name)
		p := chart.Point{}
		if !row.Hidden && row.N() > 0 {
			low, high := Wilson(row.Top2(), row.N())
			p = chart.Point{Value: chart.Of(row.Top2Rate().Float()), N: row.N(), Low: chart.Of(100 * low), High: chart.Of(100 * high)}
			n += row.N()
		}
		f.Series[0].Points = append(f.Series[0].Points, p)
	}
	f.Note = r.note("months", "「"+r.columns.items[g.Item].Short(Ja).Plain()+"」の満足の月ごとのうごき", n, now)
	f.Remark = "帯は95%の幅。表示しない月は線を切っています"
	return f
}

// drawable says whether the months are enough for a line: three that may be shown.
func (g Groups) drawable() bool {
	n := 0
	for _, row := range g.Rows {
		if !row.Hidden && row.N() > 0 {
			n++
		}
	}
	return n >= 3
}

// portfolio draws satisfaction against weight.
func (r Results) portfolio(now clock.Instant) chart.Scatter {
	p := r.Portfolio
	f := chart.Scatter{XName: "全体の満足への重み（相関）", YName: "満足の割合", XDecimals: 2, YDecimals: 1, YUnit: "%", XMean: p.MeanWeight, YMean: p.MeanTop2,
		MeanLabel: "平均", Quadrants: [4]string{string(Keep), string(KeepFirst), string(Fix), string(FixFirst)}, Focus: 3,
		FocusWhy: "重みが平均より高く、満足が平均より低いためです", ItemName: "項目", QuadrantName: "区分"}
	for _, pl := range p.asAsked() {
		it := r.columns.items[pl.Item]
		f.Items = append(f.Items, chart.Dot{Label: it.Short(Ja).Plain(), Short: it.Mark(Ja).Plain(), X: pl.Weight, Y: pl.Top2.Float(), N: pl.N})
	}
	f.Note = r.note("portfolio", p.finding(r.columns.items), r.overall().N(), now)
	f.Unit = ""
	return f
}

func (p Portfolio) finding(items []Item) string {
	fix := p.In(FixFirst)
	switch len(fix) {
	case 0:
		return "重みが高いのに満足が低い項目はありません"
	case 1:
		return fmt.Sprintf("いま先に見なおすのは「%s」です", items[fix[0].Item].Mark(Ja).Plain())
	}
	return fmt.Sprintf("いま先に見なおすのは「%s」と「%s」です", items[fix[0].Item].Mark(Ja).Plain(), items[fix[1].Item].Mark(Ja).Plain())
}

// ranked draws the weights alone, where a portfolio would say too much.
func (r Results) ranked(now clock.Instant) chart.Bars {
	f := chart.Bars{RowName: "項目", ValueName: "重み（相関）", Decimals: 2}
	for _, pl := range r.Portfolio.Places {
		f.Items = append(f.Items, chart.Bar{Label: r.columns.items[pl.Item].Short(Ja).Plain(), Value: chart.Of(max(0, pl.Weight)), N: pl.Both})
	}
	f.Note = r.note("weights", "全体の満足と強くつながる項目の順（参考）", r.overall().N(), now)
	f.Unit = ""
	f.Remark = fmt.Sprintf("%d件に届くと、満足と重みを1枚の図にします", PortfolioFrom)
	return f
}
