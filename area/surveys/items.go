package surveys

import (
	"strconv"

	"kaname/kit/questionnaire"
)

// The marks of the standard items' scales; any form's own codes are in its questions.
const (
	Blank   byte = 0
	Outside byte = 9 // 利用していない・わからない: said, but out of every base
)

// The choices of the standard attributes, asked last and never needed; the last choice of each is 答えない.
const (
	Ages  = 9
	Lives = 4
)

// overallID is the question that the others are weighed against.
const overallID = "zentai"

// freeID is the standard free text.
const freeID = "free"

// standardIDs are the seven standard items and the overall one, as asked.
var standardIDs = [8]string{"setumei", "taido", "jikan", "matsu", "annai", "shorui", "hairyo", overallID}

// Standard is the standard visitor survey in every language of the bank: seven items and the overall one on five
// points, a free text, and two attributes.
func Standard() questionnaire.Form { return standard }

var standard = func() questionnaire.Form {
	var f questionnaire.Form
	for _, id := range standardIDs {
		f.Questions = append(f.Questions, BankItem(id))
	}
	f.Questions = append(f.Questions,
		questionnaire.Question{ID: freeID, Version: BankVersion, Kind: questionnaire.Text, Ask: said("free.head"), Help: said("free.help"), Most: MostFree},
		questionnaire.Question{ID: "about", Version: BankVersion, Kind: questionnaire.Section, Ask: said("about.head")},
		attribute("age", Ages), attribute("live", Lives))
	return f
}()

// BankItem is a standard item: five points from 5 (best) to 1, and its own 利用していない・わからない.
func BankItem(id string) questionnaire.Question {
	key := "q." + id + "."
	q := questionnaire.Question{ID: id, Version: BankVersion, Kind: questionnaire.Scale, Ask: said(key + "ask"), Short: said(key + "short"), Mark: said(key + "mark")}
	for score := 5; score >= 1; score-- {
		q.Options = append(q.Options, questionnaire.Option{Code: byte(score), Label: said(key + strconv.Itoa(score)), Score: score})
	}
	q.Options = append(q.Options, questionnaire.Option{Code: Outside, Label: said(key + "na"), Out: true})
	return q
}

func attribute(id string, n int) questionnaire.Question {
	q := questionnaire.Question{ID: id, Version: BankVersion, Kind: questionnaire.Single, Ask: said("about." + id)}
	for i := range n {
		q.Options = append(q.Options, questionnaire.Option{Code: byte(i + 1), Label: said("about." + id + "." + strconv.Itoa(i))})
	}
	return q
}

// said is a text of the bank in all its languages.
func said(key string) questionnaire.Words {
	w := questionnaire.Words{}
	for _, l := range Langs() {
		w[questionnaire.Lang(l)] = string(Say(l, key))
	}
	return w
}

// StandardSheet is a filled-in standard form: the eight marks, the free text, and the places of the two attributes in
// their choices, -1 unanswered.
func StandardSheet(marks [8]byte, free string, age, live int) questionnaire.Sheet {
	s := standard.NewSheet()
	copy(s.Marks, marks[:])
	s.Marks[8], s.Marks[9] = byte(age+1), byte(live+1)
	if free != "" {
		s.Words[freeID] = free
	}
	return s
}

// Item is a question of a form that is answered on five points: the kind that satisfaction is read from.
type Item struct {
	questionnaire.Question
	No     int // place on the form among what is asked, from 1
	column int
	codes  [5]byte // of the scores 1 to 5
}

// Items are a form's five-point questions, as asked.
func Items(f questionnaire.Form) []Item {
	var items []Item
	no := 0
	for i, q := range f.Questions {
		if q.Kind != questionnaire.Section {
			no++
		}
		scored := q.Scored()
		if q.Kind != questionnaire.Scale || len(scored) != 5 {
			continue
		}
		it := Item{Question: q, No: no, column: f.ColumnOf(i)}
		for k, o := range scored {
			it.codes[4-k] = o.Code
		}
		items = append(items, it)
	}
	return items
}

// item is the place of the item with an id among items, or -1.
func item(items []Item, id string) int {
	for i, it := range items {
		if it.ID == id {
			return i
		}
	}
	return -1
}

// Ask is the question as a visitor reads it.
func (i Item) Ask(l Lang) Text { return in(i.Question.Ask, l) }

// Short is the item's name in tables.
func (i Item) Short(l Lang) Text {
	if len(i.Question.Short) == 0 {
		return i.Ask(l)
	}
	return in(i.Question.Short, l)
}

// Mark is the shortest name of the item, for charts.
func (i Item) Mark(l Lang) Text {
	if len(i.Question.Mark) == 0 {
		return i.Short(l)
	}
	return in(i.Question.Mark, l)
}

// in is a text of a form in a language; one that nobody translated is shown in the original.
func in(w questionnaire.Words, l Lang) Text {
	t, _ := w.In(questionnaire.Lang(l))
	return Text(t)
}
