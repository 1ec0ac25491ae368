package forms

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/web"
)

// Row is one answer of a question as it is typed; Code is empty for a new one.
type Row struct {
	Code, Label, Score string
	In                 bool // counts in the base
}

// Draft is a question as it is typed in the original language: what the editor shows, keeps and gives to be saved.
type Draft struct {
	Ask, Short, Help      string
	Most, Low, High, Unit string
	Rows                  []Row
	After                 string // of a new question: the id of the one before it; "" stands for the last, "-" for none
}

// draftOf is a question as its editor shows it.
func draftOf(q questionnaire.Question) Draft {
	o := questionnaire.Origin
	d := Draft{Ask: q.Ask[o], Short: q.Short[o], Help: q.Help[o], Unit: q.Unit, Most: whole(q.Most)}
	if q.Low != 0 || q.High != 0 { // both 0 is any number
		d.Low, d.High = decimal(q.Low), decimal(q.High)
	}
	for _, p := range q.Options {
		d.Rows = append(d.Rows, Row{strconv.Itoa(int(p.Code)), p.Label[o], whole(p.Score), !p.Out})
	}
	return d
}

func whole(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// readDraft takes what was typed from the form; rows are numbered from 0 in its field names.
func readDraft(f web.Form) Draft {
	d := Draft{Ask: f.Text("ask"), Short: f.Text("short"), Help: f.Text("help"), Most: f.Text("most"), Low: f.Text("low"), High: f.Text("high"), Unit: f.Text("unit"), After: f.Get("after")}
	for i := range questionnaire.MostOptions + 1 {
		at := rowField(i)
		if !f.Has(at + ".label") {
			break
		}
		d.Rows = append(d.Rows, Row{f.Get(at + ".code"), f.Text(at + ".label"), f.Text(at + ".score"), f.Yes(at + ".in")})
	}
	return d
}

func rowField(i int) string { return "row" + strconv.Itoa(i) }

// onto puts the draft onto a question: its texts in other languages, its answers' codes and who is asked stay. An answer
// without words is left out; a new one gets a code that the question never had in known. Its fault names fields of the editor.
func (d Draft) onto(q questionnaire.Question, known []questionnaire.Question) (questionnaire.Question, error) {
	var c fault.Check
	o := questionnaire.Origin
	out := q
	out.Ask, out.Short, out.Help, out.Unit = q.Ask.With(o, d.Ask), q.Short.With(o, d.Short), q.Help.With(o, d.Help), d.Unit
	out.Most = number(&c, "most", d.Most, func(s string) (int, error) { return strconv.Atoi(s) })
	out.Low = number(&c, "low", d.Low, parseFloat)
	out.High = number(&c, "high", d.High, parseFloat)
	c.That(d.Low == "" || d.High != "", "high", "下限を決めるときは、上限も入れてください。")
	c.That(utf8.RuneCountInString(d.Short) <= 20, "short", "表での名前は20字までです。短くしてください。")
	c.That(utf8.RuneCountInString(d.Help) <= questionnaire.MostAsk, "help", "説明は"+strconv.Itoa(questionnaire.MostAsk)+"字までです。短くしてください。")
	c.That(utf8.RuneCountInString(d.Unit) <= 10, "unit", "単位は10字までです。短くしてください。")
	out.Options = d.options(&c, q, known)
	return out, c.Err()
}

func parseFloat(s string) (float64, error) { return strconv.ParseFloat(s, 64) }

// number reads a number a person typed; nothing is 0.
func number[T int | float64](c *fault.Check, field, typed string, parse func(string) (T, error)) T {
	if typed == "" {
		return 0
	}
	n, err := parse(web.Digits(typed))
	bad := err != nil || n != n || n > 1e9 || n < -1e9
	c.That(!bad, field, "「"+typed+"」は数として読めません。数字だけで入れてください（例 10）。")
	if bad {
		return 0
	}
	return n
}

func (d Draft) options(c *fault.Check, q questionnaire.Question, known []questionnaire.Question) []questionnaire.Option {
	var out []questionnaire.Option
	next := freeCode(q, known)
	for i, r := range d.Rows {
		if r.Label == "" {
			c.That(r.Score == "", rowField(i)+".label", "点だけが入っています。答えの言葉を入れるか、点を消してください。")
			continue
		}
		var p questionnaire.Option
		if n, err := strconv.Atoi(r.Code); err == nil && n > 0 && n <= questionnaire.MostCode {
			p, _ = q.Option(byte(n))
		}
		if p.Code == 0 {
			c.That(next <= questionnaire.MostCode, rowField(i)+".label", "答えを作りかえた回数が多すぎます。この問いを写して、新しい問いにしてください。")
			p.Code = byte(min(next, questionnaire.MostCode))
			next++
		}
		p.Label = p.Label.With(questionnaire.Origin, r.Label)
		p.Score = number(c, rowField(i)+".score", r.Score, func(s string) (int, error) { return strconv.Atoi(s) })
		c.That(p.Score >= 0 && p.Score <= 100, rowField(i)+".score", "点は1から100までの整数です。よい答えほど大きくします。")
		p.Out = !r.In
		out = append(out, p)
	}
	return out
}

// freeCode is the first code above all that the question has, or had wherever it came from.
func freeCode(q questionnaire.Question, known []questionnaire.Question) int {
	top := 0
	for _, k := range append(slices.Clone(known), q) {
		if k.ID == q.ID {
			for _, o := range k.Options {
				top = max(top, int(o.Code))
			}
		}
	}
	return top + 1
}

// step is the draft after a button of its rows: one more answer, one up, one away, or a ready scale.
func (d Draft) step(do string) Draft {
	verb, at, _ := strings.Cut(do, ".")
	i, _ := strconv.Atoi(at)
	d.Rows = slices.Clone(d.Rows)
	switch {
	case verb == "row" && len(d.Rows) < questionnaire.MostOptions:
		d.Rows = append(d.Rows, Row{In: true})
	case verb == "up" && i > 0 && i < len(d.Rows):
		d.Rows[i-1], d.Rows[i] = d.Rows[i], d.Rows[i-1]
	case verb == "away" && i >= 0 && i < len(d.Rows):
		d.Rows = slices.Delete(d.Rows, i, i+1)
	case verb == "levels":
		d.Rows = levels(i)
	}
	return d
}

// levels is a ready scale of five or four answers, best first, with one that is out of the base.
func levels(n int) []Row {
	words := []string{"とてもよい", "よい", "ふつう", "よくない", "とてもよくない"}
	if n == 4 {
		words = []string{"とてもよい", "よい", "よくない", "とてもよくない"}
	}
	var out []Row
	for i, w := range words {
		out = append(out, Row{Label: w, Score: strconv.Itoa(len(words) - i), In: true})
	}
	return append(out, Row{Label: "わからない"})
}

// blank is the editor of a new question of a kind before anything is typed.
func blank(k questionnaire.Kind) Draft {
	switch k {
	case questionnaire.Scale:
		return Draft{Rows: levels(5)}
	case questionnaire.Single, questionnaire.Multi, questionnaire.Rank:
		return Draft{Rows: []Row{{In: true}, {In: true}, {In: true}}}
	}
	return Draft{}
}

// chosen says whether the kind is answered by choosing among rows.
func chosen(k questionnaire.Kind) bool {
	return k == questionnaire.Single || k == questionnaire.Multi || k == questionnaire.Scale || k == questionnaire.Rank
}

// version is that of the known question with the same words; other words are one above all versions that are known of
// the question. A question that is known nowhere is at its first.
func version(q questionnaire.Question, known []questionnaire.Question) int {
	top := 0
	for _, k := range known {
		if k.ID != q.ID {
			continue
		}
		if questionnaire.SameWords(k, q) {
			return k.Version
		}
		top = max(top, k.Version)
	}
	return top + 1
}

// breaks says whether the question is known from the bank or an earlier survey, but not in these words: its line of
// figures ends there and another begins. was is the newest wording that is known.
func breaks(q questionnaire.Question, known []questionnaire.Question) (was questionnaire.Question, broken bool) {
	for _, k := range known {
		if k.ID != q.ID {
			continue
		}
		if questionnaire.SameWords(k, q) {
			return k, false
		}
		if k.Version >= was.Version {
			was, broken = k, true
		}
	}
	return was, broken
}
