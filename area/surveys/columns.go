package surveys

import "slices"

// Columns are a survey's answers as one byte an answer, from which every figure of a results page is counted.
// They are never changed: With makes the next ones.
type Columns struct {
	items    [8][]byte // Blank, 1–5 or Outside
	counter  []uint16  // place in counters
	month    []uint16  // place in months
	mode     []byte    // place in Modes
	counters []string  // ids
	months   []string  // YYYY-MM, in order of arrival
	modes    [len(Modes)]int
	latest   string // day of the newest answer
	last     int64  // seq of the newest answer
}

// Modes are the ways an answer can come in.
var Modes = [3]string{"phone", "paper", "kiosk"}

// ModeNames are the words for Modes.
var ModeNames = [3]string{"スマホ", "紙", "窓口端末"}

// Row is what the columns keep of one answer.
type Row struct {
	Seq     int64
	Counter string
	Mode    string
	Day     string // YYYY-MM-DD
	Marks   string // one digit an item: 0 unanswered, 1–5, 9 outside
}

// With is the columns with more rows, in the order of their Seq. Only one caller at a time may extend the same columns.
func (c *Columns) With(rows []Row) *Columns {
	next := *c
	counters, months := indexOf(c.counters), indexOf(c.months)
	for _, r := range rows {
		for i := range next.items {
			next.items[i] = append(next.items[i], r.Marks[i]-'0')
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
	var hist [256]int
	counters, months, all := c.keep(p)
	column := c.items[item]
	if all {
		for _, v := range column {
			hist[v]++
		}
		return countsOf(hist[:])
	}
	for i, v := range column {
		if counters[c.counter[i]] && months[c.month[i]] {
			hist[v]++
		}
	}
	return countsOf(hist[:])
}

// CountAll counts the eight items over a part.
func (c *Columns) CountAll(p Part) [8]Counts {
	var all [8]Counts
	for i := range all {
		all[i] = c.Count(i, p)
	}
	return all
}

func countsOf(hist []int) Counts {
	return Counts{Of: [5]int(hist[1:6]), Outside: hist[Outside], Blank: hist[Blank]}
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
	hist := make([]int, 16*len(names))
	counters, months, all := c.keep(p)
	column := c.items[item]
	for i, g := range group {
		if all || counters[c.counter[i]] && months[c.month[i]] {
			hist[int(g)<<4|int(column[i]&15)]++
		}
	}
	groups := make([]Group, len(names))
	for i, name := range names {
		groups[i] = Group{Key: name, Counts: countsOf(hist[16*i:])}
	}
	return groups
}

// Pairs crosses an item with the overall item over those who answered both.
func (c *Columns) Pairs(item int, p Part) Pairs {
	var hist [256]int
	counters, months, all := c.keep(p)
	a, b := c.items[item], c.items[Overall]
	for i := range a {
		if all || counters[c.counter[i]] && months[c.month[i]] {
			hist[a[i]<<4|b[i]&15]++
		}
	}
	var pairs Pairs
	for x := range 5 {
		for y := range 5 {
			pairs[x][y] = hist[(x+1)<<4|(y+1)]
		}
	}
	return pairs
}

// AllPairs is Pairs for the eight items.
func (c *Columns) AllPairs(p Part) [8]Pairs {
	var all [8]Pairs
	for i := range all {
		all[i] = c.Pairs(i, p)
	}
	return all
}
