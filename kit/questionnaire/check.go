package questionnaire

import (
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf8"

	"kaname/kit/fault"
)

// The limits of a form: what a person answers in some minutes, and what a sheet can keep.
const (
	MostQuestions = 120
	MostOptions   = 30
	MostAsk       = 200 // characters of a question
	MostLabel     = 80  // characters of an answer
)

var goodID = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

func itoa(n int) string { return strconv.Itoa(n) }

// Check returns a fault that names each place that cannot stand: q<number>.ask, q<number>.options, q<number>.if and so
// on, numbers from 1; or form for the whole.
func (f Form) Check() error {
	var c fault.Check
	c.That(len(f.Asked()) > 0, "form", "問いが1つもありません。1つ以上入れてください。")
	c.That(len(f.Questions) <= MostQuestions, "form", fmt.Sprintf("問いは%dまでです。分けるか、減らしてください。", MostQuestions))
	seen := map[string]int{}
	for i, q := range f.Questions {
		at := "q" + itoa(i+1)
		c.That(goodID.MatchString(q.ID), at+".id", "問いの番号は、英小文字で始まる32字までの英数字です。")
		if before, twice := seen[q.ID]; twice {
			c.That(false, at+".id", fmt.Sprintf("問%dと同じ問いが2つあります。どちらかを外してください。", before))
		}
		seen[q.ID] = i + 1
		q.check(&c, at)
		f.checkConditions(&c, at, i)
	}
	return c.Err()
}

func (q Question) check(c *fault.Check, at string) {
	c.That(q.Ask[Origin] != "", at+".ask", "問いの文を入れてください。")
	for _, t := range q.Ask {
		c.That(utf8.RuneCountInString(t) <= MostAsk, at+".ask", fmt.Sprintf("問いの文は%d字までです。短くしてください。", MostAsk))
	}
	known := false
	for _, k := range Kinds {
		known = known || k.Kind == q.Kind
	}
	c.That(known, at+".kind", "答え方を選んでください。")
	c.That(q.Most >= 0, at+".most", "上限は0か、それより大きい数です。")
	c.That(q.Low <= q.High, at+".low", "数の下限が上限より大きくなっています。どちらかをなおしてください。")
	if q.Kind == Single || q.Kind == Multi || q.Kind == Scale || q.Kind == Rank {
		q.checkOptions(c, at)
	}
}

func (q Question) checkOptions(c *fault.Check, at string) {
	c.That(len(q.Options) >= 2, at+".options", "答えを2つ以上入れてください。")
	c.That(len(q.Options) <= MostOptions, at+".options", fmt.Sprintf("答えは%dまでです。まとめるか、文を書く問いにしてください。", MostOptions))
	codes, labels, scored := map[byte]bool{}, map[string]bool{}, 0
	for _, o := range q.Options {
		label := o.Label[Origin]
		c.That(label != "", at+".options", "空の答えがあります。言葉を入れるか、行を消してください。")
		c.That(label == "" || !labels[label], at+".options", "答え「"+label+"」が2つあります。どちらかを変えてください。")
		c.That(utf8.RuneCountInString(label) <= MostLabel, at+".options", fmt.Sprintf("答えは%d字までです。短くしてください。", MostLabel))
		c.That(o.Code >= 1 && o.Code <= MostCode && !codes[o.Code], at+".options", "答えの番号が重なっています。作りなおしてください。")
		codes[o.Code], labels[label] = true, true
		if o.Score != 0 && !o.Out {
			scored++
		}
	}
	if q.Kind == Scale {
		c.That(scored >= 2, at+".options", "段階の点がついた答えが2つ以上要ります。点をつけるか、「1つ選ぶ」に変えてください。")
	}
}

func (f Form) checkConditions(c *fault.Check, at string, place int) {
	for _, cond := range f.Questions[place].If {
		before := f.At(cond.Question)
		switch {
		case before < 0:
			c.That(false, at+".if", "きく条件の問いがもうありません。条件を外すか、選びなおしてください。")
		case before >= place:
			c.That(false, at+".if", "きく条件は、前にある問いからだけ選べます。並びを変えるか、条件を外してください。")
		case !f.Questions[before].Kind.Closed():
			c.That(false, at+".if", "きく条件には、選んで答える問いだけが使えます。")
		case len(cond.Codes) == 0:
			c.That(false, at+".if", "どの答えのときにきくかを選んでください。")
		}
		if before >= 0 && before < place {
			for _, code := range cond.Codes {
				c.That(f.Questions[before].holdsCode(code), at+".if", "きく条件の答えがもうありません。選びなおしてください。")
			}
		}
	}
}

func (q Question) holdsCode(code byte) bool {
	for _, k := range q.Codes() {
		if k == code {
			return true
		}
	}
	return false
}

// Untranslated lists the texts that a language still lacks, as the original says them.
func (f Form) Untranslated(l Lang) []string {
	var out []string
	need := func(w Words) {
		if w[Origin] != "" && w[l] == "" {
			out = append(out, Ruby(w[Origin]).Plain())
		}
	}
	for _, q := range f.Questions {
		need(q.Ask)
		need(q.Help)
		for _, o := range q.Options {
			need(o.Label)
		}
	}
	return out
}

// Difference says why the figures of a question in two forms must not stand in one line, or "" where they may: the
// wording, the kind of answer, or the scale is another.
func Difference(a, b Question) string {
	switch {
	case a.ID != b.ID:
		return "別の問い"
	case a.Kind != b.Kind:
		return "答え方がちがう"
	}
	as, bs := a.Scored(), b.Scored()
	if len(as) != len(bs) {
		return itoa(len(as)) + "段階と" + itoa(len(bs)) + "段階"
	}
	for i := range as {
		if as[i].Code != bs[i].Code || as[i].Score != bs[i].Score {
			return "段階の点がちがう"
		}
	}
	switch {
	case a.Version != b.Version:
		return "問いの文がちがう（第" + itoa(a.Version) + "版と第" + itoa(b.Version) + "版）"
	case !SameWords(a, b): // two offices changed the same question, each in its own way
		return "問いの文がちがう"
	}
	return ""
}

// SameWords says whether two questions read the same in the original language: the same question, help, answers with
// their scores and order, and limits. Ruby and places of line breaks are not words; neither is who is asked.
func SameWords(a, b Question) bool {
	if a.Kind != b.Kind || a.Most != b.Most || a.Low != b.Low || a.High != b.High || a.Unit != b.Unit || len(a.Options) != len(b.Options) {
		return false
	}
	for i, o := range a.Options {
		p := b.Options[i]
		if o.Code != p.Code || o.Score != p.Score || o.Out != p.Out || !sameText(o.Label, p.Label) {
			return false
		}
	}
	return sameText(a.Ask, b.Ask) && sameText(a.Help, b.Help)
}

func sameText(a, b Words) bool { return Ruby(a[Origin]).Plain() == Ruby(b[Origin]).Plain() }

// Seconds estimates how long a person takes to answer the whole form, in seconds: reading at 7 characters a second
// (about 400 a minute, slow silent reading of Japanese) and, for each answer, a time to decide and touch that grows
// with the answers to choose from. Texts count as a quarter of those who read them writing for a minute.
func (f Form) Seconds() int {
	t := 5.0 // the heading
	for _, q := range f.Questions {
		read := utf8.RuneCountInString(Ruby(q.Ask[Origin]).Plain()) + utf8.RuneCountInString(Ruby(q.Help[Origin]).Plain())
		for _, o := range q.Options {
			read += utf8.RuneCountInString(Ruby(o.Label[Origin]).Plain()) / 2 // answers are skimmed
		}
		t += float64(read) / 7
		switch q.Kind {
		case Single, Scale:
			t += 2
		case Likelihood:
			t += 3
		case Multi:
			t += 3 + float64(len(q.Options))/3
		case Rank:
			t += 3 * float64(q.Places())
		case Number, Date:
			t += 6
		case Text:
			t += 15
		}
	}
	return int(t + .5)
}
