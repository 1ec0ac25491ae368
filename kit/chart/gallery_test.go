package chart

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func note(id, finding, unit string) Note {
	return Note{ID: id, Finding: finding, Unit: unit, Period: "令和8年9月1日〜30日", Base: "区民課の来庁者で答えた人", N: 409,
		AsOf: "9月30日 17:00 ", Source: "来庁者アンケート"}
}

var steps5 = []string{"とてもよい", "よい", "ふつう", "よくない", "とてもよくない"}

func aStacked() Stacked {
	return Stacked{Note: note("st", "説明と態度は8割をこえ、時間だけが6割台前半です", "%"), Segments: steps5, Shown: 2, ShownLabel: "満足", Rows: []Row{
		{Label: "全体として", Counts: []int{131, 180, 61, 25, 12}, Strong: true},
		{Label: "2 職員の言葉づかい・態度", Counts: []int{143, 200, 41, 16, 8}},
		{Label: "1 職員の説明", Counts: []int{138, 190, 49, 20, 8}},
		{Label: "3 用件が済むまでの時間", Counts: []int{104, 144, 96, 40, 17}},
		{Label: "29歳以下", Counts: []int{3, 2, 0, 0, 0}, Hidden: "10件未満のため表示しません"},
	}}
}

func aLine() Line {
	return Line{Note: note("li", "5年で66%から76%へ。引き上げた基準75%をこえました", "%"), AxisName: "満足の割合", PeriodName: "年度", IntervalName: "95%の幅",
		Periods: []string{"R4", "R5", "R6", "R7", "R8"}, AimLabel: "基準", Better: Higher, Aim: []Value{{}, Of(65), Of(70), Of(70), Of(75)},
		Series: []Series{{Name: "みなと区", Points: []Point{
			{Of(66), 148, Of(58.4), Of(73.6)}, {Of(69), 171, Of(62.1), Of(75.9)}, {Of(71), 186, Of(64.5), Of(77.5)},
			{Of(74), 390, Of(69.6), Of(78.4)}, {Of(76), 409, Of(71.9), Of(80.1)}}}}}
}

func manyLines() Line {
	c := Line{Note: note("ml", "待ち時間は4つの窓口のうち3つで短くなりました", "分"), AxisName: "平均の待ち時間", PeriodName: "月", Better: Lower, AimLabel: "目安", Decimals: 1,
		Periods: []string{"4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月", "1月", "2月", "3月"}}
	for k, name := range []string{"住民票の窓口", "戸籍", "国民健康保険と年金の相談の窓口", "税"} {
		s := Series{Name: name}
		for i := range c.Periods {
			p := Point{Value: Of(25.25 - float64(i*(k+1))/4 + float64((i*7+k*3)%5)/2), N: 300 + i}
			if k == 1 && (i == 4 || i == 5) {
				p = Point{}
			}
			s.Points = append(s.Points, p)
		}
		c.Series = append(c.Series, s)
	}
	for range c.Periods {
		c.Aim = append(c.Aim, Of(20))
	}
	return c
}

func aBullet() Bullet {
	return Bullet{Note: note("bu", "待ち時間は去年より短くなりましたが、目安にはあと少しです", "分"), Now: Of(22.4), Aim: Of(20), Last: Of(25), LastLabel: "去年", Better: Lower, Decimals: 1}
}

func aSpark() Spark {
	return Spark{Unit: "分", Periods: []string{"R6", "R7", "R8"}, Values: []Value{Of(27.8), Of(25), Of(22.4)}, Aim: Of(20), Decimals: 1}
}

func aSteps() Steps {
	return Steps{Note: note("sp", "3年で30分から20分へ。つぎは「混む曜日の予告」を足す案です", ""), StepName: "基準", Items: []Step{
		{Inside: "基準1", Detail: "平均", Top: "30分以内", Label: "R6年度", Word: "達成"},
		{Inside: "基準2", Detail: "平均", Top: "25分以内", Label: "R7年度", Word: "達成"},
		{Inside: "基準3", Detail: "平均", Top: "20分以内", Label: "R8年度", Word: "いま一部", State: Hatched, Now: true},
		{Inside: "基準4案", Detail: "混む曜日", Top: "20分＋予告", Label: "R9年度", Word: "これから", State: Outline}}}
}

func aMatrix() Matrix {
	return Matrix{Note: note("ma", "待ち時間の基準は、7区のうち4区が達成しています", ""), RowName: "区", Columns: []string{"3-1 手続", "3-2 待ち時間", "6-3 筆談"}, Rows: []MatrixRow{
		{"みどり区", []Cell{{Whole, "達成"}, {Whole, "達成"}, {NotYet, "これから"}}},
		{"みなと区", []Cell{{Whole, "達成"}, {Partly, "一部"}, {NotYet, "これから"}}},
		{"はま区", []Cell{{Whole, "達成"}, {NotApplicable, "対象外"}, {}}}}}
}

func aBars() Bars {
	return Bars{Note: note("ba", "いちばん多いのは「案内表示」の18件です", "件"), RowName: "札", ValueName: "件数", Items: []Bar{
		{Label: "待つ場所", Value: Of(7)}, {Label: "案内表示", Value: Of(18), Strong: true}, {Label: "職員へのお礼や、うれしかったこと", Value: Of(12)},
		{Label: "駐車場", Value: Of(0)}, {Label: "そのほか", Hidden: "3件未満のため表示しません"}}}
}

func aScatter() Scatter {
	return Scatter{Note: note("sc", "いま先に見なおすのは「時間」と「案内」です", ""), XName: "全体の満足への重み（順位相関）", YName: "満足の割合", YUnit: "%", XDecimals: 2,
		XMean: 0.454, YMean: 73.3, Quadrants: [4]string{"維持", "重点維持", "改善", "重点改善"}, Focus: 3, FocusWhy: "重みが平均より高く、満足が平均より低いためです", Items: []Dot{
			{"職員の説明", "説明", .58, 81, 405}, {"職員の言葉づかい・態度", "態度", .55, 84, 408}, {"用件が済むまでの時間", "時間", .52, 62, 401},
			{"待つ場所の快適さ", "場所", .31, 74, 396}, {"庁内の案内表示", "案内", .46, 66, 388}, {"書類の書き方", "書類", .41, 68, 352}, {"プライバシーへの配慮", "配慮", .35, 78, 379}}}
}

// gallery is every kind of figure, at its usual size and at its edges.
func gallery() []Figure {
	huge := strings.Repeat("とても長い名前の窓口と相談（夜間をふくむ）", 5)
	one := aLine()
	one.ID, one.Periods, one.Aim = "l1", one.Periods[:1], one.Aim[:1]
	one.Series = []Series{{Points: one.Series[0].Points[:1]}}
	empty := aStacked()
	empty.ID, empty.N, empty.Empty = "em", 0, "まだ届いていません。掲示は入口と記入台が届きやすいです。"
	refused := aBars()
	refused.ID, refused.N, refused.Period = "rf", 0, ""
	all := aStacked()
	all.ID, all.Decimals, all.Rows = "al", 1, []Row{{Label: "みな満足", Counts: []int{40, 0, 0, 0, 0}}, {Label: "だれもまだ", Counts: []int{0, 0, 0, 0, 0}}, {Label: huge, Counts: []int{0, 0, 0, 0, 12}}}
	long := aStacked()
	long.ID, long.Segments, long.ShownLabel, long.Width = "lg", []string{huge, "b", "c", huge, "e"}, "満足した人としなかった人の割合", 540
	modes := Stacked{Kinds: true, Note: note("md", "紙が半分近くです", "%"), Segments: []string{"紙", "スマホ", "窓口の端末"}, Rows: []Row{{Label: "答え方", Counts: []int{188, 151, 73}}}}
	tall := aSteps()
	tall.ID = "th"
	for i := range tall.Items {
		tall.Items[i].Inside, tall.Items[i].Top, tall.Items[i].Label, tall.Items[i].Word, tall.Items[i].Detail = huge, huge, huge, huge, huge
	}
	tall.Items = append(tall.Items, tall.Items...)
	lineHuge := manyLines()
	lineHuge.ID, lineHuge.AxisName, lineHuge.AimLabel = "lh", huge, huge
	for i := range lineHuge.Series {
		lineHuge.Series[i].Name = huge
	}
	same := aScatter()
	same.ID = "sm"
	for i := range same.Items {
		same.Items[i].X, same.Items[i].Y = .5, 100
	}
	same.Quadrants, same.XName, same.YName = [4]string{huge, huge, huge, huge}, huge, huge
	barHuge := aBars()
	barHuge.ID, barHuge.Items = "bh", []Bar{{Label: huge, Value: Of(987654321), Hidden: ""}, {Label: huge, Hidden: huge}, {Label: "なし"}}
	bulHuge := aBullet()
	bulHuge.ID, bulHuge.NowLabel, bulHuge.AimLabel = "bl", huge, huge
	return []Figure{aScatter(), aStacked(), aLine(), manyLines(), aBullet(), aSteps(), aMatrix(), aBars(), modes, one, empty, refused, all, long, tall, lineHuge, same, barHuge, bulHuge, aSpark()}
}

func TestEveryFigureCanBeLaidOutInOnePage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="ja"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>図の見本帳</title><link rel="stylesheet" href="kaname.css"><body><main class="wrap">`)
	for _, f := range gallery() {
		b.WriteString(`<section class="sec">` + page(t, f) + `</section>`)
	}
	b.WriteString(page(t, inlineOnly{aBullet()}) + `</main></body></html>`)
	dir := t.TempDir()
	if to := os.Getenv("CHART_GALLERY"); to != "" {
		dir = to
	}
	if err := os.WriteFile(filepath.Join(dir, "gallery.html"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	noJunk(t, b.String())
	uniqueIDs(t, b.String())
}
