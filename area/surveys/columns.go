package surveys

import (
	"slices"
	"time"

	"kaname/kit/cube"
	"kaname/kit/questionnaire"
)

// Modes are the ways an answer can come in.
var Modes = [6]string{"phone", "paper", "kiosk", "scan", "interview", "import"}

// ModeNames are the words for Modes.
var ModeNames = [6]string{"スマホ", "紙", "窓口端末", "読み取り", "聞き取り", "取り込み"}

// layout says where what stands in the columns of a survey: the form's own first, then for each question with several
// answers whether it was answered at all, then what is known of every sheet.
type layout struct {
	form                     questionnaire.Form
	items                    []Item
	overall                  int              // place in items of the overall item; -1 where the form has none
	width                    int              // columns of the form
	several                  []int            // questions with several answers
	answered                 map[int]cube.Col // by question
	counter, mode, day, hour cube.Col
}

func layoutOf(f questionnaire.Form) (l layout, columns []cube.Column) {
	l = layout{form: f, items: Items(f), answered: map[int]cube.Col{}}
	l.overall = item(l.items, overallID)
	add := func(name string, k cube.Kind) cube.Col {
		columns = append(columns, cube.Column{Name: name, Kind: k})
		return cube.Col(len(columns) - 1)
	}
	for i := range f.Columns() {
		add("c"+itoa(i), cube.Byte)
	}
	l.width = len(columns)
	for i, q := range f.Questions {
		if q.Kind == questionnaire.Multi || q.Kind == questionnaire.Rank {
			l.several = append(l.several, i)
			l.answered[i] = add("a"+itoa(i), cube.Byte)
		}
	}
	l.counter, l.mode, l.day, l.hour = add("counter", cube.Word), add("mode", cube.Byte), add("day", cube.Word), add("hour", cube.Byte)
	return l, columns
}

// Row is what the columns keep of one answer.
type Row struct {
	Counter, Mode, Day []byte // Day is YYYY-MM-DD
	Marks              []byte // one of questionnaire.Signs a column of the form
	Hour               int
}

// firstDay is day 0 of the columns.
var firstDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func dayNumber(day string) uint32 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return uint32(min(max(0, int(t.Sub(firstDay)/(24*time.Hour))), 65535))
}

func dayOf(n int) time.Time { return firstDay.AddDate(0, 0, n) }

// add puts a sheet into the columns. One whose marks do not fit the form counts as unanswered.
func (l layout) add(rows *cube.Rows, r Row) error {
	marks := r.Marks
	if len(marks) != l.width {
		marks = slices.Repeat([]byte{questionnaire.Signs[0]}, l.width)
	}
	rest := make([]uint32, 0, len(l.several)+4)
	for _, q := range l.several {
		at, answered := l.form.ColumnOf(q), uint32(0)
		for _, m := range marks[at : at+l.form.Questions[q].Width()] {
			if m != questionnaire.Signs[0] {
				answered = 1
			}
		}
		rest = append(rest, answered)
	}
	mode := max(0, slices.Index(Modes[:], string(r.Mode)))
	return rows.Add(marks, append(rest, rows.Code(l.counter, r.Counter), uint32(mode), dayNumber(string(r.Day)), uint32(r.Hour))...)
}

// Columns are a survey's answers as one byte an answer, from which every figure of a results page is counted. They
// never change while they are held.
type Columns struct {
	layout
	rows cube.Snapshot
}

// must is a count that cannot fail: its columns are those of the layout.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Items are the form's five-point questions.
func (c *Columns) Items() []Item { return c.items }

// N is the number of forms sent.
func (c *Columns) N() int { return c.rows.Rows() }

// Latest is the day of the newest answer, or "".
func (c *Columns) Latest() string {
	days := c.Days(Part{})
	if len(days) == 0 {
		return ""
	}
	return days[len(days)-1]
}

// Days are the days that have answers, oldest first.
func (c *Columns) Days(p Part) (days []string) {
	x := must(c.rows.Cross(c.filter(p), c.day, c.mode))
	for n := range x.Groups {
		if x.Group(n).N(0, len(Modes)) > 0 {
			days = append(days, dayOf(n).Format(time.DateOnly))
		}
	}
	return days
}

// ByMode is the number of forms per place in Modes.
func (c *Columns) ByMode() (n [len(Modes)]int) {
	h := must(c.rows.Histograms(nil, c.mode))[0]
	for i := range n {
		n[i] = h.At(i)
	}
	return n
}

// Counters are the ids of the counters that have answers.
func (c *Columns) Counters() []string {
	names := c.rows.Names(c.counter)
	return names[min(1, len(names)):]
}

// Part limits what is counted; the zero Part is everything.
type Part struct {
	Counter  string // id; "" all
	From, To string // months YYYY-MM, both included; "" open
}

func (c *Columns) filter(p Part) (f cube.Filter) {
	if p.Counter != "" {
		code, known := c.rows.CodeOf(c.counter, p.Counter)
		if !known {
			return cube.Filter{cube.In(c.counter)}
		}
		f = append(f, cube.In(c.counter, code))
	}
	if p.From != "" || p.To != "" {
		from, to := uint32(0), uint32(65535)
		if p.From != "" {
			from = dayNumber(p.From + "-01")
		}
		if t, err := time.Parse("2006-01", p.To); err == nil {
			to = dayNumber(t.AddDate(0, 1, -1).Format(time.DateOnly))
		}
		f = append(f, cube.Between(c.day, from, to))
	}
	return f
}

// Forms counts the forms sent in a part.
func (c *Columns) Forms(p Part) int { return must(c.rows.Count(c.filter(p))) }

// Column counts the codes in one column of the form over a part.
func (c *Columns) Column(at int, p Part) cube.Hist {
	return must(c.rows.Histograms(c.filter(p), cube.Col(at)))[0]
}

// Answered counts who gave any of several answers to a question.
func (c *Columns) Answered(question int, p Part) int {
	return must(c.rows.Histograms(c.filter(p), c.answered[question]))[0].At(1)
}

// Count counts one item over a part.
func (c *Columns) Count(item int, p Part) Counts {
	return c.items[item].counts(c.Column(c.items[item].column, p))
}

// CountAll counts every item over a part, in one pass.
func (c *Columns) CountAll(p Part) []Counts {
	if len(c.items) == 0 {
		return nil
	}
	all := make([]Counts, len(c.items))
	for i, h := range must(c.rows.Histograms(c.filter(p), c.itemColumns()...)) {
		all[i] = c.items[i].counts(h)
	}
	return all
}

func (c *Columns) itemColumns() []cube.Col {
	cols := make([]cube.Col, len(c.items))
	for i, it := range c.items {
		cols[i] = cube.Col(it.column)
	}
	return cols
}

// counts reads the codes of an item as scores; a code without one is out of the base.
func (i Item) counts(h cube.Hist) Counts {
	c := Counts{Blank: h.At(int(Blank))}
	for k, code := range i.codes {
		c.Of[k] = h.At(int(code))
	}
	for _, o := range i.Options {
		if o.Out || o.Score == 0 {
			c.Outside += h.At(int(o.Code))
		}
	}
	return c
}

// Group is the answers of one counter or month to one item.
type Group struct {
	Key string // counter id or YYYY-MM
	Counts
}

// ByCounter counts one item for each counter, in the order their first answers came.
func (c *Columns) ByCounter(item int, p Part) []Group {
	x := must(c.rows.Cross(c.filter(p), c.counter, cube.Col(c.items[item].column)))
	groups := make([]Group, len(c.Counters()))
	for i, id := range c.Counters() {
		groups[i] = Group{Key: id, Counts: c.items[item].counts(x.Group(i + 1))}
	}
	return groups
}

// ByMonth counts one item for each month that has answers, oldest first.
func (c *Columns) ByMonth(item int, p Part) []Group {
	x := must(c.rows.Cross(c.filter(p), c.day, cube.Col(c.items[item].column)))
	var groups []Group
	for _, day := range c.Days(p) {
		if n := len(groups); n == 0 || groups[n-1].Key != day[:7] {
			groups = append(groups, Group{Key: day[:7]})
		}
		g := &groups[len(groups)-1]
		g.Counts = g.Counts.Add(c.items[item].counts(x.Group(int(dayNumber(day)))))
	}
	return groups
}

// Pairs crosses an item with the overall item over those who answered both.
func (c *Columns) Pairs(item int, p Part) Pairs {
	if c.overall < 0 {
		return Pairs{}
	}
	return c.pairs(item, must(c.rows.Cross(c.filter(p), cube.Col(c.items[item].column), cube.Col(c.items[c.overall].column))))
}

func (c *Columns) pairs(item int, x cube.Cross) (pairs Pairs) {
	for i, a := range c.items[item].codes {
		for k, b := range c.items[c.overall].codes {
			pairs[i][k] = x.At(int(a), int(b))
		}
	}
	return pairs
}

// AllPairs is Pairs for every item.
func (c *Columns) AllPairs(p Part) []Pairs {
	all := make([]Pairs, len(c.items))
	for i := range all {
		all[i] = c.Pairs(i, p)
	}
	return all
}

// Hours counts the forms by day of the week (0 Sunday) and hour.
func (c *Columns) Hours(p Part) (n [7][24]int) {
	x := must(c.rows.Cross(c.filter(p), c.day, c.hour))
	for day := range x.Groups {
		for hour := range 24 {
			n[dayOf(day).Weekday()][hour] += x.At(day, hour)
		}
	}
	return n
}

// Cross is a cross-tab of two columns of the form over a part.
func (c *Columns) Cross(by, of int, p Part) cube.Cross {
	return must(c.rows.Cross(c.filter(p), cube.Col(by), cube.Col(of)))
}
