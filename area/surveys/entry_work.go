package surveys

import (
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
)

// keyedSheet is one sheet as one person keyed it.
type keyedSheet struct {
	Pass, Sheet  int
	cells        keyed
	ByID, ByName string
	At           clock.Instant
}

// difference is one cell that two people keyed differently.
type difference struct {
	Sheet   int
	Cell    cell
	Keys    [2]string
	By      [2]string
	Decided string // "" while open; "-" for nothing
}

// words are what a pass says, as it stands on the paper.
func (d difference) words(pass int) string { return d.Cell.words(d.Keys[pass-1]) }

func (c cell) words(kept string) string {
	switch {
	case kept == "":
		return "書いてない"
	case kept == keyUnread:
		return "判読不能"
	case !c.Kind.Closed():
		return kept
	}
	var words []string
	for _, k := range kept {
		for _, o := range c.options {
			if o.Key == string(k) {
				words = append(words, o.Label.Plain())
			}
		}
	}
	return strings.Join(words, "・")
}

// batchWork is a batch on the table: what is keyed, what is missing, where two people disagree.
type batchWork struct {
	Cells         []cell
	First, Second map[int]keyedSheet
	decided       map[int]keyed
	Missing       []int
	Differences   []difference
	last          [2]keyedSheet // of each pass
	day           clock.Date
	form          questionnaire.Form
}

func batchOf(f questionnaire.Form, b Batch, all []keyedSheet) batchWork {
	w := batchWork{Cells: cellsOf(f), First: map[int]keyedSheet{}, Second: map[int]keyedSheet{}, decided: map[int]keyed{}, day: b.Day, form: f}
	for _, k := range all {
		switch k.Pass {
		case 1:
			w.First[k.Sheet] = k
		case 2:
			w.Second[k.Sheet] = k
		default:
			w.decided[k.Sheet] = k.cells
		}
		if k.Pass < 3 && k.At >= w.last[k.Pass-1].At {
			w.last[k.Pass-1] = k
		}
	}
	for n := b.First; n < b.First+b.Sheets; n++ {
		one, ok := w.First[n]
		if !ok {
			w.Missing = append(w.Missing, n)
			continue
		}
		if two, ok := w.Second[n]; ok {
			w.compare(one, two)
		}
	}
	return w
}

func (w *batchWork) compare(one, two keyedSheet) {
	for _, c := range w.Cells {
		if a, b := one.cells[c.ID], two.cells[c.ID]; a != b {
			w.Differences = append(w.Differences, difference{Sheet: one.Sheet, Cell: c, Keys: [2]string{a, b},
				By: [2]string{one.ByName, two.ByName}, Decided: w.decided[one.Sheet][c.ID]})
		}
	}
}

func (w batchWork) find(sheet int, question string) *difference {
	for _, d := range w.Differences {
		if d.Sheet == sheet && d.Cell.ID == question {
			return &d
		}
	}
	return nil
}

// undecided are the differences that nobody has settled.
func (w batchWork) undecided() (out []difference) {
	for _, d := range w.Differences {
		if d.Decided == "" {
			out = append(out, d)
		}
	}
	return out
}

// everyNth is how many of the sheets are keyed twice: one in five, as a batch is large or small.
const everyNth = 5

// todo are the numbers still to key in a pass: what is missing, or one in five of the sheets that somebody else keyed.
func (w batchWork) todo(pass int, b Batch, by string) (out []int) {
	if pass == 1 {
		return w.Missing
	}
	for n := b.First; n < b.First+b.Sheets; n++ {
		one, ok := w.First[n]
		_, again := w.Second[n]
		if ok && !again && one.ByID != by && (n-b.First)%everyNth == everyNth/2 {
			out = append(out, n)
		}
	}
	return out
}

// MostDiffering is the share of cells that may differ before the whole batch is keyed again.
const MostDiffering = 0.02

// unreliable says whether so many cells differ that the batch should be keyed again.
func (w batchWork) unreliable() bool {
	cells := len(w.Second) * len(w.Cells)
	return cells > 0 && float64(len(w.Differences)) > MostDiffering*float64(cells)
}

func (w batchWork) closable(without bool) error {
	switch open := w.undecided(); {
	case len(w.First) == 0:
		return fault.New(fault.Invalid, "まだ1枚も入っていません。紙を入れてから閉じてください。")
	case len(open) > 0:
		return fault.New(fault.Invalid, fmt.Sprintf("2回めとちがう所が%dか所、決まっていません。紙を見て決めてから閉じてください。", len(open)))
	case len(w.Missing) > 0 && !without:
		return fault.New(fault.Invalid, "入っていない番号があります（"+sheetNos(w.Missing)+"）。入れるか、「ない番号はそのまま」に印をつけて閉じてください。")
	}
	return nil
}

// answers are the sheets as answers; a sheet on which nothing is marked is kept in no figure.
func (w batchWork) answers(s Survey, b Batch) ([]Answer, error) {
	var out []Answer
	for n := b.First; n < b.First+b.Sheets; n++ {
		one, ok := w.First[n]
		if !ok {
			continue
		}
		sheet, wrong := one.cells.with(w.decided[n]).sheet(s.Form, b.Day)
		if len(wrong) > 0 {
			return nil, fault.New(fault.Invalid, sheetNo(n)+"の答えが用紙に合いません。開いて入れなおしてください。")
		}
		if sheet.Empty() {
			continue
		}
		out = append(out, Answer{Key: sheetKey(s.ID, b.Name, n), SurveyID: s.ID, CounterID: b.CounterID, Mode: "paper", Lang: Ja, Sheet: sheet, Day: b.Day, Hour: noHour})
	}
	return out, nil
}

// noHour stands where the hour is not known: paper lies in the box until it is opened.
const noHour = 12

// total is how often each key was pressed for a question.
type total struct {
	Key, Name string
	N         []int // by cell
}

// totals are the running sums of the first pass; the words typed are counted as written or not.
func (w batchWork) totals() (rows []total, sums []int) {
	names := map[string]string{keyOut: "利用していない等", keyNone: "書いてない", keyUnread: "判読不能"}
	order, at := "", map[string]int{}
	for _, c := range w.Cells {
		for _, o := range c.options {
			if !strings.Contains(order, o.Key) && o.Key != keyOut {
				order += o.Key
			}
		}
	}
	for _, k := range order + keyOut + keyNone + keyUnread {
		at[string(k)] = len(rows)
		rows = append(rows, total{Key: string(k), Name: names[string(k)], N: make([]int, len(w.Cells))})
	}
	sums = make([]int, len(w.Cells))
	for _, sheet := range w.First {
		for i, c := range w.Cells {
			kept := sheet.cells[c.ID]
			switch {
			case kept == "":
				rows[at[keyNone]].N[i]++
			case c.Kind.Closed():
				for _, k := range kept {
					rows[at[string(k)]].N[i]++
				}
			}
			sums[i]++
		}
	}
	return rows, sums
}

// sheetNo is a sheet's number as it stands on paper.
func sheetNo(n int) string { return fmt.Sprintf("%04d", n) }

// sheetNos writes sheet numbers, the first few of many.
func sheetNos(all []int) string {
	var words []string
	for i, n := range all {
		if i == 12 {
			return strings.Join(words, "、") + fmt.Sprintf(" など%d枚", len(all))
		}
		words = append(words, sheetNo(n))
	}
	return strings.Join(words, "、")
}
