package surveys

import (
	"slices"

	"kaname/kit/questionnaire"
)

// Columns are a survey's answers as one byte an answer, from which every figure of a results page is counted.
// They are never changed: With makes the next ones.
type Columns struct {
	items    []Item   // of the form, which never changes while there are answers
	overall  int      // place in items of the overall item; -1 where the form has none
	marks    [][]byte // a column of the form each
	counter  []uint16 // place in counters
	month    []uint16 // place in months
	mode     []byte   // place in Modes
	counters []string // ids
	months   []string // YYYY-MM, in order of arrival
	modes    [len(Modes)]int
	latest   string // day of the newest answer
	last     int64  // seq of the newest answer
}

// Modes are the ways an answer can come in.
var Modes = [6]string{"phone", "paper", "kiosk", "scan", "interview", "import"}

// ModeNames are the words for Modes.
var ModeNames = [6]string{"スマホ", "紙", "窓口端末", "読み取り", "聞き取り", "取り込み"}

// NewColumns are the columns of a form without any answer.
func NewColumns(f questionnaire.Form) *Columns {
	c := &Columns{items: Items(f), marks: make([][]byte, len(f.Columns()))}
	c.overall = item(c.items, overallID)
	return c
}

// Items are the form's five-point questions.
func (c *Columns) Items() []Item { return c.items }

// Row is what the columns keep of one answer.
type Row struct {
	Seq     int64
	Counter string
	Mode    string
	Day     string // YYYY-MM-DD
	Marks   string // one character a column of the form, from '0'
}

// With is the columns with more rows, in the order of their Seq. Only one caller at a time may extend the same columns.
func (c *Columns) With(rows []Row) *Columns {
	next := *c
	next.marks = slices.Clone(c.marks)
	counters, months := indexOf(c.counters), indexOf(c.months)
	for _, r := range rows {
		for i := range next.marks {
			m := byte(0)
			if i < len(r.Marks) {
				m = r.Marks[i] - '0'
			}
			next.marks[i] = append(next.marks[i], m)
		}
		next.counters, next.counter = put(counters, next.counters, next.counter, r.Counter)
		next.months, next.month = put(months, next.months, next.month, r.Day[:7])
		m := max(0, slices.Index(Modes[:], r.Mode))
		next.mode = append(next.mode, byte(m))
		next.modes[m]++
		next.latest = max(next.latest, r.Day)
		next.last = max(next.last, r.Seq)
	}
	return &next
}

func indexOf(names []string) map[string]uint16 {
	m := make(map[string]uint16, len(names))
	for i, n := range names {
		m[n] = uint16(i)
	}
	return m
}

func put(index map[string]uint16, names []string, column []uint16, name string) ([]string, []uint16) {
	i, ok := index[name]
	if !ok {
		i = uint16(len(names))
		index[name] = i
		names = append(slices.Clip(names), name)
	}
	return names, append(column, i)
}

// N is the number of forms sent.
func (c *Columns) N() int { return len(c.counter) }

// Forms counts the forms sent in a part.
func (c *Columns) Forms(p Part) (n int) {
	counters, months, all := c.keep(p)
	if all {
		return c.N()
	}
	for i, m := range c.month {
		if months[m] && counters[c.counter[i]] {
			n++
		}
	}
	return n
}

// Latest is the day of the newest answer, or "".
func (c *Columns) Latest() string { return c.latest }

// ByMode is the number of forms per place in Modes.
func (c *Columns) ByMode() [len(Modes)]int { return c.modes }

// Counters are the ids of the counters that have answers.
func (c *Columns) Counters() []string { return c.counters }

// Months are the months that have answers, oldest first.
func (c *Columns) Months() []string { return slices.Sorted(slices.Values(c.months)) }

// Part limits what is counted; the zero Part is everything.
type Part struct {
	Counter  string // id; "" all
	From, To string // months YYYY-MM, both included; "" open
}

// keep says for each counter and month whether it belongs to the part.
func (c *Columns) keep(p Part) (counters, months []bool, all bool) {
	all = p == Part{}
	counters, months = make([]bool, len(c.counters)), make([]bool, len(c.months))
	for i, id := range c.counters {
		counters[i] = p.Counter == "" || p.Counter == id
	}
	for i, m := range c.months {
		months[i] = (p.From == "" || m >= p.From) && (p.To == "" || m <= p.To)
	}
	return counters, months, all
}

// Count counts one item over a part.
func (c *Columns) Count(item int, p Part) Counts {
	hist := c.Column(c.items[item].column, p)
	return c.items[item].counts(hist[:])
}

// Column counts the codes in one column of the form over a part.
func (c *Columns) Column(at int, p Part) (hist [256]int) {
	counters, months, all := c.keep(p)
	column := c.marks[at]
	if all {
		for _, v := range column {
			hist[v]++
		}
		return hist
	}
	for i, v := range column {
		if counters[c.counter[i]] && months[c.month[i]] {
			hist[v]++
		}
	}
	return hist
}

// CountAll counts every item over a part.
func (c *Columns) CountAll(p Part) []Counts {
	all := make([]Counts, len(c.items))
	for i := range all {
		all[i] = c.Count(i, p)
	}
	return all
}

// counts reads the codes of an item as scores; a code without one is out of the base.
func (i Item) counts(hist []int) Counts {
	c := Counts{Blank: hist[Blank]}
	for k, code := range i.codes {
		c.Of[k] = hist[code]
	}
	for _, o := range i.Options {
		if o.Out || o.Score == 0 {
			c.Outside += hist[o.Code]
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
	return c.cross(item, c.counter, c.counters, p)
}

// ByMonth counts one item for each month, oldest first.
func (c *Columns) ByMonth(item int, p Part) []Group {
	groups := c.cross(item, c.month, c.months, p)
	slices.SortFunc(groups, func(a, b Group) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	return groups
}

func (c *Columns) cross(item int, group []uint16, names []string, p Part) []Group {
	hist := make([]int, 128*len(names))
	counters, months, all := c.keep(p)
	column := c.marks[c.items[item].column]
	for i, g := range group {
		if all || counters[c.counter[i]] && months[c.month[i]] {
			hist[int(g)<<7|int(column[i]&127)]++
		}
	}
	groups := make([]Group, len(names))
	for i, name := range names {
		groups[i] = Group{Key: name, Counts: c.items[item].counts(hist[128*i : 128*i+128])}
	}
	return groups
}

// Pairs crosses an item with the overall item over those who answered both.
func (c *Columns) Pairs(item int, p Part) (pairs Pairs) {
	if c.overall < 0 {
		return pairs
	}
	counters, months, all := c.keep(p)
	one, other := c.items[item].scores(), c.items[c.overall].scores()
	a, b := c.marks[c.items[item].column], c.marks[c.items[c.overall].column]
	var hist [6][6]int
	for i := range a {
		if all || counters[c.counter[i]] && months[c.month[i]] {
			hist[one[a[i]&127]][other[b[i]&127]]++
		}
	}
	for x := range 5 {
		copy(pairs[x][:], hist[x+1][1:])
	}
	return pairs
}

// scores is the score of each code; 0 for what has none.
func (i Item) scores() (of [128]byte) {
	for k, code := range i.codes {
		of[code] = byte(k + 1)
	}
	return of
}

// AllPairs is Pairs for every item.
func (c *Columns) AllPairs(p Part) []Pairs {
	all := make([]Pairs, len(c.items))
	for i := range all {
		all[i] = c.Pairs(i, p)
	}
	return all
}
