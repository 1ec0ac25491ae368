package surveys

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// Measure is what a reading says of an item.
type Measure string

// The measures another room may ask for.
const (
	ReadTop2   Measure = "top2"   // 満足率, percent
	ReadTopBox Measure = "topbox" // the best answer, percent
	ReadMean   Measure = "mean"   // 1 to 5
	ReadNet    Measure = "net"    // 満足 − 不満, points
)

// Source says which figure of which survey a reading is.
type Source struct {
	Survey   string // id
	Item     string // id of an item, such as jikan
	Measure  Measure
	Counter  string     // id; "" all counters
	From, To clock.Date // whole months are read: those that the two days lie in; "" open
}

// Reading is one figure with all that must stand beside it.
type Reading struct {
	Value  float64
	Unit   string // %, 点, ポイント
	N      int
	Hidden bool // too few, or it would give a small group away: Value and N are then 0
	Base   string
	Period string
	AsOf   clock.Instant
	Link   string // the page it can be seen on
	Label  string // 来庁者アンケート「職員の説明」満足
}

// ReadingIn reads one figure in the caller's transaction, for those in whose reach the survey is.
// A figure below the city's limit, and one from which a smaller one could be worked out, comes back Hidden.
func (ss *Surveys) ReadingIn(ctx context.Context, tx *db.Tx, a people.Actor, src Source) (Reading, error) {
	s, err := ss.surveyIn(ctx, tx, a, src.Survey)
	if err != nil {
		return Reading{}, err
	}
	place := item(Items(s.Form), src.Item)
	if place < 0 {
		return Reading{}, fault.New(fault.Invalid, "このアンケートにない項目です。5段階の問いから選んでください。")
	}
	res, err := ss.resultsIn(ctx, tx, s)
	if err != nil {
		return Reading{}, err
	}
	r := Reading{AsOf: ss.now(), Base: res.base(), Period: monthsOf(src), Link: "/voices/" + s.ID + "/moves?item=" + src.Item}
	part := Part{From: month(src.From), To: month(src.To)}
	c, hidden := res.columns.Count(place, part), false
	if src.Counter != "" {
		c, hidden = counterCell(res, place, part, src.Counter)
		r.Link = "/voices/" + s.ID + "/compare?item=" + src.Item
		r.Base = placeOf(res, src.Counter) + "に来て、この問いに答えた人"
	}
	if r.Value, r.Unit, r.Label, err = figure(c, src.Measure); err != nil {
		return Reading{}, err
	}
	r.N, r.Label = c.N(), s.Title+"「"+res.columns.items[place].Short(Ja).Plain()+"」"+r.Label
	if hidden || r.N < res.Limit {
		r.Hidden, r.Value, r.N = true, 0, 0
	}
	return r, nil
}

// counterCell is one counter's answers; hidden where the counters of that time, shown together, would have to hide it.
func counterCell(res Results, item int, p Part, counterID string) (Counts, bool) {
	groups := res.columns.ByCounter(item, p)
	n := make([]int, len(groups))
	for i, g := range groups {
		n[i] = g.N()
	}
	h := Hide(n, res.Limit)
	for i, g := range groups {
		if g.Key == counterID {
			return g.Counts, h.Cells[i]
		}
	}
	return Counts{}, false
}

func placeOf(res Results, counterID string) string {
	for _, c := range res.counters {
		if c.ID == counterID {
			return c.Place
		}
	}
	return "この窓口"
}

func month(d clock.Date) string {
	if !d.Valid() {
		return ""
	}
	return string(d)[:7]
}

func monthsOf(src Source) string {
	from, to := month(src.From), month(src.To)
	switch {
	case from == "" && to == "":
		return "始まりからいままで"
	case from == to:
		return monthName(from)
	case from == "":
		return monthName(to) + "まで"
	case to == "":
		return monthName(from) + "から"
	}
	return monthName(from) + "から" + monthName(to)
}

func figure(c Counts, m Measure) (v float64, unit, word string, err error) {
	switch m {
	case ReadTop2:
		return c.Top2Rate().Float(), "%", "満足（上2つ）", nil
	case ReadTopBox:
		return c.TopBoxRate().Float(), "%", "いちばん上", nil
	case ReadMean:
		return c.Mean().Float(), "点", "平均（5点満点）", nil
	case ReadNet:
		return c.Net().Float(), "ポイント", "満足−不満", nil
	}
	return 0, "", "", fault.New(fault.Invalid, fmt.Sprintf("「%s」という読み方はありません。top2・topbox・mean・net から選んでください。", m))
}

// ResultsJSON are the results of the survey that bears a code, or whose counter does, for scripts.
// Hidden cells stand as {"hidden": true} and nothing else.
func (ss *Surveys) ResultsJSON(ctx context.Context, a people.Actor, code string) ([]byte, error) {
	var res Results
	err := ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := findByCode(ctx, tx, a.Sees(), tidyCode(code))
		if fault.Of(err) == fault.NotFound || err == nil && !a.SignedIn() {
			return fault.Missing("合言葉「" + code + "」のアンケート")
		}
		if err != nil {
			return err
		}
		res, err = ss.resultsIn(ctx, tx, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(res.forScripts(ss.now()), "", "  ")
}

type jsonResults struct {
	Code       string         `json:"code"`
	Title      string         `json:"title"`
	Ward       string         `json:"ward"`
	From       clock.Date     `json:"from"`
	To         clock.Date     `json:"to"`
	AsOf       clock.Instant  `json:"as_of"`
	Sample     bool           `json:"sample"`
	N          int            `json:"n"`
	ByMode     map[string]int `json:"by_mode"`
	Limit      int            `json:"hidden_below"`
	Sentence   string         `json:"sentence"`
	Items      []jsonFigures  `json:"items"`
	ByCounter  []jsonFigures  `json:"overall_by_counter"`
	ByMonth    []jsonFigures  `json:"overall_by_month"`
	Importance []jsonWeight   `json:"importance"`
	Others     []jsonTally    `json:"other_questions"`
}

type jsonFigures struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Hidden  bool     `json:"hidden,omitempty"`
	N       *int     `json:"n,omitempty"`
	Of      []int    `json:"counts_5_to_1,omitempty"`
	Outside *int     `json:"outside,omitempty"`
	Blank   *int     `json:"blank,omitempty"`
	TopBox  *float64 `json:"topbox_percent,omitempty"`
	Top2    *float64 `json:"top2_percent,omitempty"`
	Bottom2 *float64 `json:"bottom2_percent,omitempty"`
	Net     *float64 `json:"net_points,omitempty"`
	Mean    *float64 `json:"mean,omitempty"`
}

type jsonWeight struct {
	Item     string  `json:"item"`
	R        float64 `json:"r"`
	N        int     `json:"n"`
	Quadrant string  `json:"quadrant,omitempty"`
}

func figuresOf(key, name string, c Counts, hidden bool) jsonFigures {
	f := jsonFigures{Key: key, Name: name, Hidden: hidden}
	if hidden {
		return f
	}
	n, out, blank := c.N(), c.Outside, c.Blank
	f.N, f.Of, f.Outside, f.Blank = &n, c.bars(), &out, &blank
	if n > 0 {
		top, top2, bottom, net, mean := c.TopBoxRate().Float(), c.Top2Rate().Float(), c.Bottom2Rate().Float(), c.Net().Float(), c.Mean().Float()
		f.TopBox, f.Top2, f.Bottom2, f.Net, f.Mean = &top, &top2, &bottom, &net, &mean
	}
	return f
}

func (r Results) forScripts(now clock.Instant) jsonResults {
	j := jsonResults{Code: r.Survey.Code, Title: r.Survey.Title, Ward: r.Survey.WardName, From: r.Survey.From, To: r.Survey.To, AsOf: now,
		Sample: r.Survey.Sample, N: r.N, ByMode: map[string]int{}, Limit: r.Limit, Sentence: r.Sentence()}
	for i, n := range r.ByMode {
		j.ByMode[Modes[i]] = n
	}
	for _, row := range r.Items {
		j.Items = append(j.Items, figuresOf(row.ID, row.Short(Ja).Plain(), row.Counts, row.Hidden))
	}
	if len(r.Items) > 0 {
		for _, row := range r.ByCounter(r.first()).Rows {
			j.ByCounter = append(j.ByCounter, figuresOf(row.Key, row.Name, row.Counts, row.Hidden))
		}
	}
	for _, row := range r.Months.Rows {
		j.ByMonth = append(j.ByMonth, figuresOf(row.Key, row.Name, row.Counts, row.Hidden))
	}
	for _, p := range r.Portfolio.Places {
		j.Importance = append(j.Importance, jsonWeight{r.columns.items[p.Item].ID, math.Round(p.Weight*1000) / 1000, p.Both, string(p.Quadrant)})
	}
	for _, t := range r.Others {
		j.Others = append(j.Others, t.forScripts())
	}
	return j
}
