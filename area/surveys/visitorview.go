package surveys

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/questionnaire"
	"kaname/kit/web"
)

// choice is one of the sizes or colours: what is stored and the key of its name.
type choice struct{ value, key string }

var (
	sizes     = []choice{{"", "text.standard"}, {"large", "text.large"}, {"xlarge", "text.xlarge"}}
	contrasts = []choice{{"", "text.normal"}, {"high", "text.high"}}
)

func oneOf(all []choice, v string) string {
	for _, c := range all {
		if c.value == v {
			return v
		}
	}
	return ""
}

func (v view) in(l Lang) view         { v.Lang, v.Unknown = l, false; return v }
func (v view) sized(s string) view    { v.Text = s; return v }
func (v view) coloured(s string) view { v.Contrast = s; return v }

// code is the view as the value of a button: en.large.high.
func (v view) code() string { return string(v.Lang) + "." + v.Text + "." + v.Contrast }

// query is the view as the end of an address.
func (v view) query() string {
	q := url.Values{"lang": {string(v.Lang)}}
	if v.Text != "" {
		q.Set("text", v.Text)
	}
	if v.Contrast != "" {
		q.Set("contrast", v.Contrast)
	}
	return "?" + q.Encode()
}

// viewOf reads a view from fields; a language that is not ours falls back to that of the phone.
func viewOf(f web.Form, accept string) view {
	if code := f.Get("view"); code != "" {
		p := append(strings.Split(code, "."), "", "")
		f = web.Form{Values: url.Values{"lang": {p[0]}, "text": {p[1]}, "contrast": {p[2]}}}
	}
	v := view{Lang: Lang(f.Get("lang")), Text: oneOf(sizes, f.Get("text")), Contrast: oneOf(contrasts, f.Get("contrast"))}
	if v.Lang == "" || !v.Lang.Known() {
		l, known := ForPhone(accept)
		v.Lang, v.Unknown = l, !known
	}
	return v
}

// nearLangs is how many languages have a button of their own at the head of the form; the others are one touch away.
const nearLangs = 3

func wrongTitle(v view, s sheet) string {
	if s.Wrong == "" {
		return ""
	}
	return Say(v.Lang, "error.title").Plain()
}

// complain puts what cannot be kept at the head of the page and at its field.
func (s *sheet) complain(l Lang, f questionnaire.Form, w questionnaire.Wrong) {
	q := f.Questions[w.Question]
	s.At = q.ID
	switch w.Why {
	case "long":
		s.Wrong = Say(l, "error.long", "n", q.Over(s.Words[q.ID]))
		if most(q) != MostFree { // the sentence of the standard text names its own limit
			s.Wrong = Say(l, "words.limit", "most", most(q)) + Text("　") + Say(l, "words.count", "n", len([]rune(s.Words[q.ID])), "most", most(q))
		}
	case "range":
		s.Wrong = Say(l, "error.range", "low", number(q.Low), "high", number(q.High))
	default:
		s.Wrong = Say(l, "error."+w.Why)
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// bad says whether the sentence is about this question.
func (s sheet) bad(q questionnaire.Question) bool { return s.Wrong != "" && s.At == q.ID }

func (s sheet) anchor() string {
	if s.At == "" {
		return "#send"
	}
	return "#" + s.At + "-text"
}

func (s sheet) describes(q questionnaire.Question) string {
	if s.bad(q) {
		return q.ID + "-help " + q.ID + "-err " + q.ID + "-count"
	}
	return q.ID + "-help " + q.ID + "-count"
}

// most is how many characters a text may have.
func most(q questionnaire.Question) int {
	if q.Most == 0 {
		return questionnaire.MostWritten
	}
	return q.Most
}

// block is a question as it stands on the page; of a heading, it is also the run of choices that follows it.
type block struct {
	questionnaire.Question
	at      int  // of the first mark
	no      int  // among what is numbered
	near    bool // the second last of the scales: あと2問
	choices []block
}

// blocks lays a form out. The choices directly after a heading stand together in one box with it.
func blocks(f questionnaire.Form) []block {
	var out []block
	no, at, scales := 0, 0, 0
	for _, q := range f.Questions {
		if q.Kind == questionnaire.Scale {
			scales++
		}
	}
	seen := 0
	for _, q := range f.Questions {
		b := block{Question: q, at: at}
		at += q.Width()
		last := len(out) - 1
		if q.Kind == questionnaire.Single && last >= 0 && out[last].Kind == questionnaire.Section {
			out[last].choices = append(out[last].choices, b)
			continue
		}
		if q.Kind != questionnaire.Section && q.Kind != questionnaire.Text {
			no++
			b.no = no
		}
		if q.Kind == questionnaire.Scale {
			seen++
			b.near = scales > 4 && seen == scales-1
		}
		out = append(out, b)
	}
	return out
}

// mark is the code in the question's own column.
func (b block) mark(s sheet) byte {
	if b.at < len(s.Marks) && b.Width() == 1 {
		return s.Marks[b.at]
	}
	return 0
}

// chosen is the mark of the question's i-th option.
func (b block) chosen(s sheet, i int) byte {
	if b.at+i < len(s.Marks) {
		return s.Marks[b.at+i]
	}
	return 0
}

// condition is when the question is asked, for the script: earlier question and codes.
func (b block) condition() string {
	var parts []string
	for _, c := range b.If {
		var codes []string
		for _, code := range c.Codes {
			codes = append(codes, strconv.Itoa(int(code)))
		}
		parts = append(parts, "q."+c.Question+"="+strings.Join(codes, ","))
	}
	return strings.Join(parts, ";")
}

// boxID is where the question stands on the page: q1, q2 … by its number, else by its id.
func (b block) boxID() string {
	if b.no > 0 {
		return "q" + strconv.Itoa(b.no)
	}
	return b.ID
}

// optional is the key of the remark that nothing need be answered: a text is written, choices are answered.
func (b block) optional() string {
	if b.Kind == questionnaire.Text {
		return "free.optional"
	}
	return "about.optional"
}

func (b block) inputMode() string {
	if b.Kind == questionnaire.Number {
		return "decimal"
	}
	return "text"
}

// only says in words who is asked: 「待ちましたか」で「はい」と答えた人.
func (b block) only(f questionnaire.Form, l Lang) Text {
	var out Text
	for _, c := range b.If {
		at := f.At(c.Question)
		if at < 0 {
			continue
		}
		var labels []string
		for _, code := range c.Codes {
			if o, ok := f.Questions[at].Option(code); ok {
				labels = append(labels, string(in(o.Label, l)))
			} else {
				labels = append(labels, strconv.Itoa(int(code)-1))
			}
		}
		out += Say(l, "if.only", "question", in(f.Questions[at].Ask, l), "answer", Text(strings.Join(labels, "／")))
	}
	return out
}

// minutes is how long the form takes, in whole minutes, at least one.
func minutes(f questionnaire.Form) int { return max(1, (f.Seconds()+30)/60) }

// days are how a language writes a day: the layout of time.Format, and its own names of the months where it
// needs them (an order of figures such as 4/1 would be read as January by some).
var days = map[Lang]struct{ layout, months string }{
	Easy:      {"2006{年|ねん}1{月|がつ}2{日|にち}", ""},
	En:        {"2 January 2006", ""},
	"zh-Hans": {"2006年1月2日", ""},
	"ko":      {"2006년 1월 2일", ""},
	"vi":      {"2/1/2006", ""},
	"ne":      {"2006 January 2", "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर"},
	"fil":     {"January 2, 2006", "Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre Nobyembre Disyembre"},
	"pt":      {"2 de January de 2006", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"},
	"es":      {"2 de January de 2006", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"},
	"id":      {"2 January 2006", "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"},
}

// dateFor writes a day for visitors: 2026年9月30日（水曜日）, 30 September 2026, 30 de setembro de 2026.
func dateFor(d clock.Date, l Lang) Text {
	if form, ok := days[l]; ok {
		return dayIn(d, form.layout, form.months)
	}
	return Text(d.West())
}

func dayIn(d clock.Date, layout, months string) Text {
	t := d.Time()
	day := t.Format(layout)
	if months != "" {
		day = strings.Replace(day, t.Month().String(), strings.Fields(months)[t.Month()-1], 1)
	}
	return Text(day)
}

// sinceFor is dateFor without the weekday.
func sinceFor(d clock.Date, l Lang) Text {
	if l == Ja {
		return dayIn(d, "2006年1月2日", "")
	}
	return dateFor(d, l)
}

// meters are the five small marks beside a label: how many of five are filled.
var meters = func() (all [6]string) {
	for score := 1; score <= 5; score++ {
		var b strings.Builder
		b.WriteString(`<svg class="meter" viewBox="0 0 54 10" aria-hidden="true" focusable="false">`)
		for i := range 5 {
			class, r := "on", "4"
			if i >= score {
				class, r = "off", "3.5"
			}
			fmt.Fprintf(&b, `<circle cx="%d" cy="5" r="%s" class="%s"/>`, 5+11*i, r, class)
		}
		all[score] = b.String() + `</svg>`
	}
	return all
}()

// ics are the line icons of the visitor's pages.
var ics = map[string]string{
	"place": `<path d="M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>`,
	"clock": `<circle cx="12" cy="12" r="9"/><path d="M12 7v5.500l3.500 2"/>`,
	"lock":  `<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
	"check": `<path d="m5 12.500 4.500 4.500L19 7.500"/>`,
	"text":  `<path d="M3 19 8.500 6 14 19M5 15h7M15 19l3-7.500L21 19M16 16.600h4"/>`,
	"eye":   `<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z"/><circle cx="12" cy="12" r="2.8"/>`,
	"warn":  `<path d="M12 3.500 22 20.500H2z"/><path d="M12 10v5M12 17.600v.2"/>`,
	"globe": `<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3.600 6 3.600 9s-.6 6-3.600 9c-3-3-3.600-6-3.600-9s.6-6 3.600-9z"/>`,
	"next":  `<path d="M4 12h15M13 6l6 6-6 6"/>`,
}
