package surveys

import (
	"fmt"

	"kaname/kit/disclosure"
)

// when is on which days of the week and at which hours answers were given.
type when struct {
	shown    bool
	sentence string
	days     []string
	rows     []hourRow
}

type hourRow struct {
	hour  string
	cells []hourCell
}

type hourCell struct{ text, class string }

var weekdays = [7]string{"日", "月", "火", "水", "木", "金", "土"}

// whenFrom is how many days must have answers before hours are drawn: about four weeks of counters.
const whenFrom = 20

// when counts the answers by weekday and hour; days and hours without any answer are left out.
func (r Results) when() (w when) {
	days := r.columns.Days(Part{})
	if len(days) < whenFrom {
		return w
	}
	n := r.columns.Hours(Part{})
	var which, hours []int
	for d := range 7 {
		if sum(n[d][:]) > 0 {
			which = append(which, d)
			w.days = append(w.days, weekdays[d])
		}
	}
	for h := range 24 {
		total := 0
		for _, d := range which {
			total += n[d][h]
		}
		if total > 0 {
			hours = append(hours, h)
		}
	}
	table, most, at := make([][]int, len(hours)), 0, [2]int{}
	for i, h := range hours {
		for k, d := range which {
			table[i] = append(table[i], n[d][h])
			if n[d][h] > most {
				most, at = n[d][h], [2]int{i, k}
			}
		}
	}
	shown, err := disclosure.Table(table, max(r.Limit, disclosure.LowestLimit))
	if err != nil || len(hours) == 0 {
		return w
	}
	for i, h := range hours {
		row := hourRow{hour: fmt.Sprintf("%d時", h)}
		for k := range which {
			c := hourCell{text: "―"}
			if shown[i][k] {
				c = hourCell{itoa(table[i][k]), fmt.Sprintf("heat--%d", min(4, 5*table[i][k]/max(1, most)))}
			}
			row.cells = append(row.cells, c)
		}
		w.rows = append(w.rows, row)
	}
	w.shown = true
	w.sentence = "曜日と時刻による片寄りは、数が少なくて言えません。"
	if shown[at[0]][at[1]] {
		w.sentence = fmt.Sprintf("回答がいちばん多いのは、%s曜日の%d時から%d時です（%d件）。", w.days[at[1]], hours[at[0]], hours[at[0]]+1, most)
	}
	return w
}

func sum(n []int) (s int) {
	for _, v := range n {
		s += v
	}
	return s
}
