// Package plans keeps the plans a city or ward has drawn up for its staff and its service: what they say, what they promise, and what became of each promise.
package plans

// Plan is one version of a plan as its document states it. Years are fiscal years (年度) by the year they begin in; 0 means the document does not say.
type Plan struct {
	ID           string      `json:"id"`
	Version      string      `json:"version"`
	Title        string      `json:"title"`
	Municipality string      `json:"municipality"`
	Ward         string      `json:"ward,omitempty"`
	From         int         `json:"from,omitempty"`
	To           int         `json:"to,omitempty"`
	Source       Source      `json:"source,omitzero"`
	Slogan       string      `json:"slogan,omitempty"`
	Vision       []string    `json:"vision,omitempty"`
	Background   []string    `json:"background,omitempty"`
	Staff        []string    `json:"staff,omitempty"`
	Workplace    []string    `json:"workplace,omitempty"`
	Principles   []Principle `json:"principles,omitempty"`
	Roles        []Role      `json:"roles,omitempty"`
	Levels       []string    `json:"levels,omitempty"`
	Items        []Item      `json:"items,omitempty"`
	Indicators   []Indicator `json:"indicators,omitempty"`
	Revisions    []Revision  `json:"revisions,omitempty"`

	marks
}

// Source says which document the plan was taken from, so that a reader can go back to it.
type Source struct {
	Title  string `json:"title,omitempty"`
	Issuer string `json:"issuer,omitempty"`
	Date   string `json:"date,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Principle is one sentence of the philosophy (理念) or attitude (行動姿勢) the plan rests on.
type Principle struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	Room  Room   `json:"room,omitempty"`

	marks
}

// Role says what a group of people owes the plan (職員, 管理監督者, 所属長, 委員会 …).
type Role struct {
	Who    string   `json:"who"`
	Duties []string `json:"duties,omitempty"`

	marks
}

// Item is one entry of the plan's tree under the plan's own name for its level (柱, 方針, 取組 …). Key stays the same through every version.
type Item struct {
	Key         string      `json:"key"`
	Level       string      `json:"level"`
	Number      string      `json:"number,omitempty"`
	Title       string      `json:"title"`
	Text        string      `json:"text,omitempty"`
	Before      string      `json:"before,omitempty"`
	After       string      `json:"after,omitempty"`
	Responsible []string    `json:"responsible,omitempty"`
	From        int         `json:"from,omitempty"`
	To          int         `json:"to,omitempty"`
	Room        Room        `json:"room,omitempty"`
	Statement   bool        `json:"statement,omitempty"`
	Serves      []string    `json:"serves,omitempty"`
	Targets     []Target    `json:"targets,omitempty"`
	Indicators  []Indicator `json:"indicators,omitempty"`
	Revisions   []Revision  `json:"revisions,omitempty"`
	Ended       *Ending     `json:"ended,omitempty"`
	Items       []Item      `json:"items,omitempty"`

	marks
}

// Runs says whether the item is an initiative that someone carries out: it has nothing below it, is not a mere statement, and has not ended.
func (i Item) Runs() bool { return len(i.Items) == 0 && !i.Statement && i.Ended == nil }

// RunsIn says whether the item runs and fy lies within its own years (an open end has none).
func (i Item) RunsIn(fy int) bool {
	return i.Runs() && (i.From == 0 || fy >= i.From) && (i.To == 0 || fy <= i.To)
}

// Shape is one of the six forms in which plans promise something.
type Shape string

// The six shapes of a target; an item may also have none.
const (
	Ratio       Shape = "ratio"       // a share reaches a threshold: 90%以上
	Count       Shape = "count"       // so many in a period: 年5人以上
	Cadence     Shape = "cadence"     // again and again: 毎日, 月2回
	Coverage    Shape = "coverage"    // everyone, every section: 全課
	Milestone   Shape = "milestone"   // done by a fiscal year: 平成26年度まで
	Conditional Shape = "conditional" // if this, then that: 格付け結果により見直し
)

// Period is the span in which a count or cadence is reckoned.
type Period string

// The spans that plans use.
const (
	Daily     Period = "day"
	Weekly    Period = "week"
	Monthly   Period = "month"
	Quarterly Period = "quarter"
	Yearly    Period = "year"
)

// Direction says which way is better.
type Direction string

// Up is the default: more is better.
const (
	Up   Direction = "up"
	Down Direction = "down"
)

// Target is one promise of an item. Value is in Unit; Of is what is counted over (母数, or 全職員 for a coverage).
type Target struct {
	Shape     Shape     `json:"shape"`
	Value     *float64  `json:"value,omitempty"`
	Stretch   *float64  `json:"stretch,omitempty"`
	Unit      string    `json:"unit,omitempty"`
	Of        string    `json:"of,omitempty"`
	Every     Period    `json:"every,omitempty"`
	Direction Direction `json:"direction,omitempty"`
	From      int       `json:"from,omitempty"`
	By        int       `json:"by,omitempty"`
	What      string    `json:"what,omitempty"`
	When      string    `json:"when,omitempty"`
	Then      string    `json:"then,omitempty"`
	Indicator string    `json:"indicator,omitempty"`

	marks
}

// Indicator is a figure the plan follows through the years. Base says whose figure it is (母数): 来庁者アンケート回答者, never 区民 where only respondents were asked.
type Indicator struct {
	Key       string    `json:"key"`
	Title     string    `json:"title"`
	Unit      string    `json:"unit"`
	Base      string    `json:"base"`
	Direction Direction `json:"direction,omitempty"`
	Source    Origin    `json:"source,omitzero"`
	Baseline  []Reading `json:"baseline,omitempty"`
	Targets   []Reading `json:"targets,omitempty"`
	Ended     *Ending   `json:"ended,omitempty"`

	marks
}

// The kinds of origin an indicator may be read from.
const (
	VisitorSurvey = "visitor-survey" // 来庁者アンケート
	StaffSurvey   = "staff-survey"   // 職員アンケート
	OutsideSurvey = "outside-survey" // a survey another body makes: 市民意識調査 …
	OutsideRating = "outside-rating" // 区役所格付け …
	OfficeRecord  = "record"         // counted from the office's own records
)

// Origin says which survey, rating or record an indicator is read from, and who makes it.
type Origin struct {
	Kind     string `json:"kind,omitempty"`
	Name     string `json:"name,omitempty"`
	By       string `json:"by,omitempty"`
	Question string `json:"question,omitempty"`

	marks
}

// IsZero says that nothing is known of the origin.
func (o Origin) IsZero() bool { return o.Kind == "" && o.Name == "" && o.By == "" && o.Question == "" }

// Survey says whether the figure is a share of those who answered, not of everyone.
func (o Origin) Survey() bool {
	return o.Kind == VisitorSurvey || o.Kind == StaffSurvey || o.Kind == OutsideSurvey
}

// Reading is the value of an indicator in one fiscal year: a past one in a baseline, a promised one in a target.
type Reading struct {
	FY      int      `json:"fy"`
	Value   *float64 `json:"value"`
	Stretch *float64 `json:"stretch,omitempty"`
	N       int      `json:"n,omitempty"`

	marks
}

// Revision is a review foreseen or made in the middle of the plan (中間見直し).
type Revision struct {
	FY   int    `json:"fy"`
	Text string `json:"text"`

	marks
}

// Ending says when and why an item stopped; the item stays in the plan so that nothing disappears.
type Ending struct {
	FY  int    `json:"fy"`
	Why string `json:"why"`

	marks
}

// Node is an item on its way through the tree: Depth 0 is the top, Parent is "" there.
type Node struct {
	Item   *Item
	Parent string
	Depth  int
}

// All lists every item of the tree, parents before children, in the order of the document.
func (p *Plan) All() []Node {
	var all []Node
	var walk func(items []Item, parent string, depth int)
	walk = func(items []Item, parent string, depth int) {
		for i := range items {
			all = append(all, Node{&items[i], parent, depth})
			walk(items[i].Items, items[i].Key, depth+1)
		}
	}
	walk(p.Items, "", 0)
	return all
}

// Initiatives lists the items that are carried out in fiscal year fy; with fy 0, in any year.
func (p *Plan) Initiatives(fy int) []Node {
	var run []Node
	for _, n := range p.All() {
		if fy == 0 && n.Item.Runs() || fy != 0 && n.Item.RunsIn(fy) {
			run = append(run, n)
		}
	}
	return run
}

// Find returns the item with the key, or nil.
func (p *Plan) Find(key string) *Item {
	for _, n := range p.All() {
		if n.Item.Key == key {
			return n.Item
		}
	}
	return nil
}

// Owned is an indicator and the key of the item it belongs to; "" for the plan's own.
type Owned struct {
	Item string
	*Indicator
}

// AllIndicators lists the plan's own indicators and those of its items.
func (p *Plan) AllIndicators() []Owned {
	var all []Owned
	add := func(item string, in []Indicator) {
		for i := range in {
			all = append(all, Owned{item, &in[i]})
		}
	}
	add("", p.Indicators)
	for _, n := range p.All() {
		add(n.Item.Key, n.Item.Indicators)
	}
	return all
}
