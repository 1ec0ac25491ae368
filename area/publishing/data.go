package publishing

import (
	"iter"
	"maps"
	"slices"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/textfile"
)

// sorted walks a map of years, the newest first.
func sorted[T any](m map[clock.FY]T) iter.Seq2[clock.FY, T] {
	return func(yield func(clock.FY, T) bool) {
		keys := slices.Sorted(maps.Keys(m))
		slices.Reverse(keys)
		for _, k := range keys {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// columns are the columns of the data files with what they mean.
var columns = []textfile.Column{
	{Name: "区", Help: "区の名前", Example: "みなと区"},
	{Name: "年度", Help: "約束の年度。4月に始まる年を西暦で書く（市が始まりの日を変えたときはその日から）", Example: "2026"},
	{Name: "約束の番号", Help: "約束ごとの変わらない番号。ページの名前と同じ", Example: "y3f2a9c1b77d0"},
	{Name: "約束", Help: "約束の名前", Example: "待つ時間を短くします"},
	{Name: "受け持ち", Help: "約束を受け持つ所属", Example: "区民課"},
	{Name: "状態", Help: "すすんでいます・できました・むずかしい（年度の途中）・できませんでした（年度のあと）・見直しました", Example: "すすんでいます"},
	{Name: "ものさし", Help: "何を測るか。数では測らない約束では空", Example: "平均待ち時間"},
	{Name: "測り方", Help: "数え方の決まり", Example: "番号札を引いてから呼ばれるまでの時間の平均"},
	{Name: "母数", Help: "だれの・何のうちか。割合はこの数で割る", Example: "番号札を取った人"},
	{Name: "期間の単位", Help: "1つの値が何についてのものか", Example: "月"},
	{Name: "端数", Help: "端数の扱い。値の列は丸める前の数", Example: "小数第2位を四捨五入"},
	{Name: "よい向き", Help: "大きいほどよいか、小さいほどよいか", Example: "小さいほどよい"},
	{Name: "単位", Help: "値の単位", Example: "分"},
	{Name: "目ざす", Help: "目安を言葉で", Example: "20分以内"},
	{Name: "始まり", Help: "値の期間の最初の日（年-月-日）", Example: "2026-08-01"},
	{Name: "終わり", Help: "値の期間の最後の日（年-月-日）", Example: "2026-08-31"},
	{Name: "値", Number: true, Help: "その期間の値", Example: "22.4"},
	{Name: "n", Number: true, Help: "数えた人や件の数", Example: "4812"},
	{Name: "出どころ", Help: "何で数えたか", Example: "番号発券機の記録"},
	{Name: "公表を決めた日", Help: "この内容の公表が承認された日（年-月-日）", Example: "2026-05-20"},
	{Name: "結果", Help: "年度末のふり返り。結果の公表の前は空", Example: "記入台の向きを変えました。"},
	{Name: "足りないところ", Help: "できなかった理由・課題", Example: "水曜日の午前がまだ長い。"},
	{Name: "これから", Help: "改善策", Example: "応援の職員をふやします。"},
}

// yearSheet lists promises with one line for each value of each measure, or one line where there is no number.
func yearSheet(w *Ward, y *Year, promises []Promise) textfile.Sheet {
	sh := textfile.Sheet{Title: "約束と結果", Columns: columns}
	for _, p := range promises {
		t := p.text()
		head := []string{w.Name, num(int(y.FY)), p.slug(), t.Title, t.Office, Ja.say("st." + p.state(y.Over))}
		tail := []string{string(p.at().Date()), t.Summary, t.Issue, t.Remedy}
		for _, m := range t.Measures {
			measure := []string{m.Name, m.Definition, m.Base, m.Period, m.Rounding, m.Direction, m.Unit, m.Aim}
			values := [][]string{{"", "", "", "", ""}}
			if len(m.Points) > 0 {
				values = nil
			}
			for _, x := range m.Points {
				values = append(values, []string{string(x.From), string(x.To), strconv.FormatFloat(x.Value, 'f', -1, 64), num(x.N), x.Source})
			}
			for _, v := range values {
				sh.Rows = append(sh.Rows, slices.Concat(head, measure, v, tail))
			}
		}
		if len(t.Measures) == 0 {
			sh.Rows = append(sh.Rows, slices.Concat(head, make([]string, 13), tail))
		}
	}
	return sh
}

// columnsSheet says what the columns of the data files mean.
func columnsSheet() textfile.Sheet {
	sh := textfile.Sheet{Title: "列の説明", Columns: []textfile.Column{{Name: "列"}, {Name: "意味"}, {Name: "例"}}}
	for _, c := range columns {
		sh.Rows = append(sh.Rows, []string{c.Name, c.Help, c.Example})
	}
	return sh
}
