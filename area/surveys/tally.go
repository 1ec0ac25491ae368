package surveys

import (
	"fmt"
	"slices"
	"strconv"

	"kaname/kit/questionnaire"
	"kaname/kit/stat"
)

// Tally is the answers to one question that is not on five points: how many said what.
type Tally struct {
	questionnaire.Question
	Rows   []TallyRow
	N      int  // who answered; out-of-base answers of a choice are not in it
	Out    int  // who said 利用していない・わからない
	Hidden bool // answered by at least one and fewer than the limit
	Remark string
}

// TallyRow is one answer with how many gave it; of a ranking, how many put it first and its mean place.
type TallyRow struct {
	Label string
	N     int
	Mean  Hundredths // of a ranking: the mean place among those who gave it one
}

// tallies are the figures of the form's questions that are not on five points, in their order. Texts have their own page.
func tallies(f questionnaire.Form, c *Columns, limit int) []Tally {
	var out []Tally
	for i, q := range f.Questions {
		if !q.Kind.Closed() || q.Kind == questionnaire.Scale && len(q.Scored()) == 5 {
			continue
		}
		at := f.ColumnOf(i)
		t := Tally{Question: q}
		switch q.Kind {
		case questionnaire.Multi:
			t.multi(c, i, at)
		case questionnaire.Rank:
			t.rank(c, i, at)
		default:
			t.one(c, at)
		}
		t.Hidden = few(t.N, limit)
		if t.Hidden {
			t.Rows, t.Remark = nil, ""
		}
		out = append(out, t)
	}
	return out
}

// one counts a question with one answer: a choice, a scale of other than five points, 0 to 10.
func (t *Tally) one(c *Columns, at int) {
	hist := c.Column(at, Part{})
	if t.Kind == questionnaire.Likelihood {
		for n := range 11 {
			t.Rows = append(t.Rows, TallyRow{Label: strconv.Itoa(n), N: hist.At(n + 1)})
			t.N += hist.At(n + 1)
		}
		t.Remark = nps(t.Rows, t.N)
		return
	}
	sum, scored := 0, 0
	for _, o := range t.Options {
		if o.Out {
			t.Out += hist.At(int(o.Code))
			continue
		}
		t.Rows = append(t.Rows, TallyRow{Label: in(o.Label, Ja).Plain(), N: hist.At(int(o.Code))})
		t.N += hist.At(int(o.Code))
		if o.Score != 0 {
			sum, scored = sum+o.Score*hist.At(int(o.Code)), scored+hist.At(int(o.Code))
		}
	}
	if t.Kind == questionnaire.Scale && scored > 0 {
		t.Remark = fmt.Sprintf("平均 %s（%d段階、n=%d）。段階の数がちがうほかの問いとは、くらべません。", Hundredths(round(100*sum, scored)), len(t.Scored()), scored)
	}
}

// note is what must stand below the table.
func (t Tally) note() string {
	s := fmt.Sprintf("n=%d。", t.N)
	if t.Out > 0 {
		s += fmt.Sprintf("もとに入れない答え %d件。", t.Out)
	}
	return s + t.Remark
}

// place is a mean place in words; nobody may have given one.
func place(mean Hundredths) string {
	if mean == 0 {
		return "–"
	}
	return mean.String()
}

// nps is すすめたい人（9・10）の割合から すすめない人（0〜6）の割合を引いた数, with its interval.
func nps(rows []TallyRow, n int) string {
	if n == 0 {
		return ""
	}
	var of [11]int
	for i := range of {
		of[i] = rows[i].N
	}
	p, err := stat.NPS(of)
	if err != nil {
		return ""
	}
	return "NPS " + p.Sentence()
}

// multi counts each option; the base is who chose at least one.
func (t *Tally) multi(c *Columns, question, at int) {
	for i, o := range t.Options {
		t.Rows = append(t.Rows, TallyRow{Label: in(o.Label, Ja).Plain(), N: c.Column(at+i, Part{}).At(1)})
	}
	t.N = c.Answered(question, Part{})
	t.Remark = "1つ以上選んだ人をもとにしています。いくつでも選べるので、足しても100%になりません。"
}

// rank counts first places; the base is who gave at least one place.
func (t *Tally) rank(c *Columns, question, at int) {
	for i, o := range t.Options {
		h := c.Column(at+i, Part{})
		m := h.Moments(1, len(t.Options))
		t.Rows = append(t.Rows, TallyRow{Label: in(o.Label, Ja).Plain(), N: h.At(1), Mean: Hundredths(round(100*m.Sum, m.N))})
	}
	t.N = c.Answered(question, Part{})
	t.Remark = "数は1位に選んだ人です。平均の順位は、その答えに順位をつけた人の平均です。"
}

// textIDs are the ids of a form's questions that are answered in words.
func textIDs(f questionnaire.Form) []string {
	var ids []string
	for _, q := range f.Questions {
		if q.Kind == questionnaire.Text {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

// asks says in one line what the survey asks.
func (r Results) asks() string {
	if r.Survey.formText == "" {
		return fmt.Sprintf("標準の来庁者アンケート 第%d版（7問と全体、ひとこと、年代と住んでいる所）", r.Survey.BankVersion)
	}
	standard := 0
	for _, q := range r.Survey.Form.Questions {
		if slices.Contains(standardIDs[:], q.ID) {
			standard++
		}
	}
	return fmt.Sprintf("%d問（うち標準の問い %d問）", len(r.Survey.Form.Asked()), standard)
}

type jsonTally struct {
	Key    string      `json:"key"`
	Name   string      `json:"name"`
	Kind   string      `json:"kind"`
	Hidden bool        `json:"hidden,omitempty"`
	N      *int        `json:"n,omitempty"`
	Counts []jsonCount `json:"counts,omitempty"`
}

type jsonCount struct {
	Label string `json:"label"`
	N     int    `json:"n"`
}

func (t Tally) forScripts() jsonTally {
	j := jsonTally{Key: t.ID, Name: t.Name(), Kind: string(t.Kind), Hidden: t.Hidden}
	if t.Hidden {
		return j
	}
	j.N = &t.N
	for _, row := range t.Rows {
		j.Counts = append(j.Counts, jsonCount{row.Label, row.N})
	}
	return j
}
