// Package questionnaire is what a survey asks: questions with their answers in every language, who is shown which, and how a filled-in sheet is kept.
package questionnaire

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Lang is a language of a form, as in an HTML lang attribute; やさしい日本語 is ja-easy.
type Lang string

// Origin is the language every text must have; the others are versions of it. Easy is やさしい日本語, which stands in
// where a text is missing in a reader's own language.
const (
	Origin Lang = "ja"
	Easy   Lang = "ja-easy"
)

// HTML is the value of a lang attribute.
func (l Lang) HTML() string {
	if l == Easy {
		return string(Origin)
	}
	return string(l)
}

// Words is one text by language. {漢字|かな} is ruby and _ a place where a line may break.
type Words map[Lang]string

// In is the text in a language; where nobody wrote one, in easy Japanese, else the original. of says which it is.
func (w Words) In(l Lang) (text string, of Lang) {
	if t := w[l]; t != "" {
		return t, l
	}
	if t := w[Easy]; t != "" && l != Origin {
		return t, Easy
	}
	return w[Origin], Origin
}

// With is a copy of the words in which the text of one language is another; an empty text takes the language out.
func (w Words) With(l Lang, text string) Words {
	out := Words{}
	for k, v := range w {
		out[k] = v
	}
	if out[l] = text; text == "" {
		delete(out, l)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// Kind is the kind of a question.
type Kind string

// The kinds of questions.
const (
	Single     Kind = "single"     // one of the options
	Multi      Kind = "multi"      // any of the options
	Scale      Kind = "scale"      // one of the options, whose scores can be averaged
	Likelihood Kind = "likelihood" // 0 to 10, for NPS and eNPS
	Rank       Kind = "rank"       // the options in order, the first ones enough
	Number     Kind = "number"
	Date       Kind = "date"
	Text       Kind = "text"
	Section    Kind = "section" // a heading; nothing is asked
)

// Kinds are the kinds in the order of the builder's list, with their names and an example.
var Kinds = []struct {
	Kind       Kind
	Name, Help string
}{
	{Scale, "段階で選ぶ", "とてもよい〜とてもよくない のように、並びに意味がある選び方。平均や満足の割合が出ます。"},
	{Single, "1つ選ぶ", "どれか1つ。例 年代、来た用件"},
	{Multi, "いくつでも選ぶ", "あてはまるものすべて。例 困ったこと"},
	{Likelihood, "0から10", "すすめたい気持ちを0から10で。NPSが出ます。"},
	{Rank, "順に選ぶ", "大事な順に1位から。例 力を入れてほしいこと"},
	{Number, "数を書く", "例 待った時間（分）"},
	{Date, "日を書く", "例 来た日"},
	{Text, "文を書く", "例 気づいたこと"},
	{Section, "見出し", "問いのまとまりの頭に置きます。"},
}

// Name is the kind as the builder says it.
func (k Kind) Name() string {
	for _, x := range Kinds {
		if x.Kind == k {
			return x.Name
		}
	}
	return string(k)
}

// Closed says whether answers are codes, one byte a column, that can be counted.
func (k Kind) Closed() bool {
	return k == Single || k == Multi || k == Scale || k == Likelihood || k == Rank
}

// Written says whether answers are words, kept as they were written.
func (k Kind) Written() bool { return k == Number || k == Date || k == Text }

// Option is one answer that can be chosen.
type Option struct {
	Code  byte  `json:"code"`            // 1 to MostCode, never used again for another answer of the question
	Label Words `json:"label"`           // as chosen
	Score int   `json:"score,omitempty"` // of a scale, higher is better; 0 where it has none
	Out   bool  `json:"out,omitempty"`   // said, but out of every base: 利用していない・わからない
}

// MostCode is the largest code of an option: a kept sheet has one sign of Signs for each.
const MostCode = 61

// Signs stand for the codes 0 to MostCode in a kept sheet; kit/cube reads the same alphabet.
const Signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// Condition is met where the answer to an earlier closed question is one of Codes.
type Condition struct {
	Question string `json:"question"`
	Codes    []byte `json:"-"`
}

// Question is one thing that is asked. Its ID is the same for ever; Version goes up when its wording changes.
type Question struct {
	ID      string      `json:"id"`
	Version int         `json:"version"`
	Kind    Kind        `json:"kind"`
	Ask     Words       `json:"ask"`
	Short   Words       `json:"short,omitempty"` // its name in tables
	Mark    Words       `json:"mark,omitempty"`  // its shortest name, on charts
	Help    Words       `json:"help,omitempty"`
	Options []Option    `json:"options,omitempty"`
	Most    int         `json:"most,omitempty"` // options chosen at most, places of a ranking, or characters of a text; 0: no limit of its own
	Low     float64     `json:"low,omitempty"`  // a number's least
	High    float64     `json:"high,omitempty"` // a number's greatest; Low = High = 0: any
	Unit    string      `json:"unit,omitempty"` // of a number
	If      []Condition `json:"if,omitempty"`   // all must be met for the question to be asked
}

// Name is the question's name in tables: its short one, or what is asked.
func (q Question) Name() string {
	t := q.Short[Origin]
	if t == "" {
		t = q.Ask[Origin]
	}
	return Ruby(t).Plain()
}

// Option finds the option of a code.
func (q Question) Option(code byte) (Option, bool) {
	for _, o := range q.Options {
		if o.Code == code {
			return o, true
		}
	}
	return Option{}, false
}

// Scored are the options that carry a score, best first.
func (q Question) Scored() []Option {
	var out []Option
	for _, o := range q.Options {
		if o.Score != 0 && !o.Out {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Option) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// Form is what one survey asks, in order.
type Form struct {
	Questions []Question `json:"questions"`
}

// At is the place of the question with an id, or -1.
func (f Form) At(id string) int {
	for i, q := range f.Questions {
		if q.ID == id {
			return i
		}
	}
	return -1
}

// NumberOf is the number under which the question at a place stands, from 1; headings have none and are 0.
func (f Form) NumberOf(place int) int {
	n := 0
	for _, q := range f.Questions[:place+1] {
		if q.Kind != Section {
			n++
		}
	}
	if f.Questions[place].Kind == Section {
		return 0
	}
	return n
}

// Asked are the questions that can be answered: all but the headings.
func (f Form) Asked() []Question {
	var out []Question
	for _, q := range f.Questions {
		if q.Kind != Section {
			out = append(out, q)
		}
	}
	return out
}

// Text writes the form as it is stored; the same form is always the same text.
func (f Form) Text() string {
	b, err := json.Marshal(f)
	if err != nil {
		panic(err) // maps of strings and numbers cannot fail
	}
	return string(b)
}

// Parse reads a stored form.
func Parse(text string) (f Form, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	err = d.Decode(&f)
	return f, err
}

// conditionJSON keeps codes as numbers: encoding/json would write a []byte as base64.
type conditionJSON struct {
	Question string `json:"question"`
	Codes    []int  `json:"codes"`
}

// MarshalJSON writes the condition with its codes as numbers.
func (c Condition) MarshalJSON() ([]byte, error) {
	out := conditionJSON{Question: c.Question}
	for _, b := range c.Codes {
		out.Codes = append(out.Codes, int(b))
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Condition) UnmarshalJSON(b []byte) error {
	var in conditionJSON
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	*c = Condition{Question: in.Question}
	for _, n := range in.Codes {
		if n >= 1 && n <= MostCode {
			c.Codes = append(c.Codes, byte(n))
		}
	}
	return nil
}
