package surveys

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/fault"
	"kaname/kit/kana"
	"kaname/kit/questionnaire"
)

// The keys that mean the same for every question.
const (
	keyOut    = "0" // 利用していない・わからない
	keyNone   = "-" // nothing is marked on the paper
	keyUnread = "*" // something is, and nobody can read it: counted as unanswered
)

// optionKeys are the keys of options in the order of the paper, from the left.
const optionKeys = "123456789abcdefghijklmnopqrstuvwxyz"

// paperOption is one circle of the paper form, with the key that stands in it and that the clerk presses.
type paperOption struct {
	Key   string
	Value string // of the field on a visitor's page
	Label Text
	Out   bool
}

// paperOptions are the circles of a closed question: 1, 2 … from the left, 0 for the first that is out of the base.
// From 0 to 10 the key is the number itself, and a for 10.
func paperOptions(q questionnaire.Question) []paperOption {
	var out []paperOption
	if q.Kind == questionnaire.Likelihood {
		for n := range 11 {
			key := strconv.Itoa(n)
			if n == 10 {
				key = "a"
			}
			out = append(out, paperOption{Key: key, Value: strconv.Itoa(n), Label: Text(strconv.Itoa(n))})
		}
		return out
	}
	next, outUsed := 0, false
	for _, o := range q.Options {
		p := paperOption{Value: strconv.Itoa(int(o.Code)), Label: in(o.Label, Ja), Out: o.Out}
		if o.Out && !outUsed {
			p.Key, outUsed = keyOut, true
		} else {
			p.Key = optionKeys[next : next+1]
			next++
		}
		out = append(out, p)
	}
	return out
}

// cell is one place of the entry grid: a question that takes an answer.
type cell struct {
	questionnaire.Question
	No      int
	options []paperOption
}

// cellsOf are the cells of a form, in the order of the paper.
func cellsOf(f questionnaire.Form) []cell {
	var out []cell
	for i, q := range f.Questions {
		if q.Kind == questionnaire.Section {
			continue
		}
		c := cell{Question: q, No: f.NumberOf(i)}
		if q.Kind.Closed() {
			c.options = paperOptions(q)
		}
		out = append(out, c)
	}
	return out
}

// many says whether several keys may be pressed in the cell.
func (c cell) many() bool { return c.Kind == questionnaire.Multi || c.Kind == questionnaire.Rank }

// keys are the keys the cell takes, for the script; "" where words are typed.
func (c cell) keys() string {
	if !c.Kind.Closed() {
		return ""
	}
	all := ""
	for _, o := range c.options {
		all += o.Key
	}
	if !strings.Contains(all, keyOut) && !c.many() {
		all += keyOut // 0 is none where the paper has no circle for it
	}
	return all + keyNone + keyUnread
}

// tidy is the cell as it is kept: "" for nothing; why is the sentence where it cannot be.
func (c cell) tidy(typed string) (kept, why string) {
	if !c.Kind.Closed() {
		return strings.TrimSpace(typed), ""
	}
	kept = strings.ToLower(strings.Join(strings.Fields(kana.Code(typed)), ""))
	switch {
	case kept == "" || kept == keyNone || kept == keyOut && !c.has(keyOut):
		return "", ""
	case kept == keyUnread:
		return kept, ""
	case !c.many() && len(kept) > 1:
		return kept, "1つだけ選ぶ問いです。キーを1つ押してください。2つに印がある紙は * （判読不能）です。"
	}
	seen := map[rune]bool{}
	for _, k := range kept {
		if !c.has(string(k)) {
			return kept, "「" + string(k) + "」の答えは用紙にありません。○の中の番号を押してください。"
		}
		if seen[k] {
			return kept, "「" + string(k) + "」が2回あります。1回にしてください。"
		}
		seen[k] = true
	}
	if c.many() && c.Most > 0 && len(kept) > c.Most {
		return kept, "選べるのは" + strconv.Itoa(c.Most) + "つまでです。多く選んである紙は * （判読不能）です。"
	}
	return kept, ""
}

func (c cell) has(key string) bool {
	return slices.ContainsFunc(c.options, func(o paperOption) bool { return o.Key == key })
}

// fields puts a kept cell as a visitor's page would send it.
func (c cell) fields(kept string, to url.Values) {
	name := c.FieldOf()
	if kept == "" || kept == keyUnread && c.Kind.Closed() {
		return
	}
	if !c.Kind.Closed() {
		to.Set(name, kept)
		return
	}
	for place, k := range kept {
		at := slices.IndexFunc(c.options, func(o paperOption) bool { return o.Key == string(k) })
		switch {
		case at < 0:
		case c.Kind == questionnaire.Rank:
			to.Set(name+"."+c.options[at].Value, strconv.Itoa(place+1))
		default:
			to.Add(name, c.options[at].Value)
		}
	}
}

// keyed is one sheet as keyed in: what was pressed, by question.
type keyed map[string]string

// readKeyed reads the row of the grid; a cell that cannot stand is named by its field.
func readKeyed(f questionnaire.Form, get func(field string) string, day clock.Date) (keyed, error) {
	k := keyed{}
	var c fault.Check
	for _, cell := range cellsOf(f) {
		kept, why := cell.tidy(get(cell.FieldOf()))
		c.That(why == "", cell.FieldOf(), "問"+strconv.Itoa(cell.No)+"　"+why)
		if kept != "" {
			k[cell.ID] = kept
		}
	}
	_, wrong := k.sheet(f, day)
	for _, w := range wrong {
		q := f.Questions[w.Question]
		c.That(false, q.FieldOf(), "問"+strconv.Itoa(f.NumberOf(w.Question))+"　"+Say(Ja, "error."+w.Why, "n", q.Over(k[q.ID]), "low", number(q.Low), "high", number(q.High)).Plain()+"。紙のとおりに直せないときは空にしてください。")
	}
	return k, c.Err()
}

// sheet is what was keyed as an answer; what nobody could read is unanswered.
func (k keyed) sheet(f questionnaire.Form, day clock.Date) (questionnaire.Sheet, []questionnaire.Wrong) {
	fields := url.Values{}
	for _, c := range cellsOf(f) {
		c.fields(k[c.ID], fields)
	}
	return f.Read(func(field string) []string { return fields[field] }, day)
}

// text is how the keys are stored.
func (k keyed) text() string {
	v := url.Values{}
	for id, kept := range k {
		v.Set(id, kept)
	}
	return v.Encode()
}

func parseKeyed(text string) (keyed, error) {
	v, err := url.ParseQuery(text)
	k := keyed{}
	for id := range v {
		k[id] = v.Get(id)
	}
	return k, err
}

// with is the sheet with what was decided over it.
func (k keyed) with(decided keyed) keyed {
	out := keyed{}
	for id, kept := range k {
		out[id] = kept
	}
	for id, kept := range decided {
		if kept == keyNone {
			delete(out, id)
		} else {
			out[id] = kept
		}
	}
	return out
}
