package surveys

import (
	"cmp"
	"slices"
)

// How much may be drawn from so many answers.
const (
	PortfolioFrom = 100 // answers that both count, for a portfolio
	BarsFrom      = 30  // for ranked bars; below it counts and words
	PortfolioMin  = 5   // items, for a portfolio
)

// View is how far the numbers carry: words, bars or a portfolio.
type View int

// The three views, from least to most.
const (
	Words View = iota
	RankedBars
	FullPortfolio
)

// Quadrant is an item's place in the portfolio.
type Quadrant string

// The four quadrants; their lines are the means of the items, not the middle of the scale.
const (
	FixFirst  Quadrant = "重点改善" // heavy and below
	KeepFirst Quadrant = "重点維持" // heavy and above
	Keep      Quadrant = "維持"   // light and above
	Fix       Quadrant = "改善"   // light and below
)

// Place is one item in the portfolio.
type Place struct {
	Item     int     // in Items
	N        int     // valid answers of the item
	Both     int     // who answered the item and the overall one
	Top2     Tenths  // satisfaction
	Weight   float64 // Pearson r with the overall item
	Quadrant Quadrant
}

// Portfolio sets each item's satisfaction beside its weight in the overall answer.
type Portfolio struct {
	View       View
	Places     []Place // heaviest first; without quadrants below FullPortfolio
	MeanTop2   float64 // percent
	MeanWeight float64
	Ceiling    bool // the overall answers hardly vary, so the weights are shaky
}

// MakePortfolio derives the weight of each item from who answered both (domain: derived importance).
// It draws nothing below 30 answers, bars below 100, and an item answered by fewer than limit is left out.
func MakePortfolio(items []Counts, both []Pairs, whole, limit int) Portfolio {
	var p Portfolio
	overall := items[whole]
	for i := range items {
		n := both[i].N()
		r, ok := both[i].Pearson()
		if i == whole || !ok || n < max(limit, BarsFrom) {
			continue
		}
		p.Places = append(p.Places, Place{Item: i, N: items[i].N(), Both: n, Top2: items[i].Top2Rate(), Weight: r})
	}
	if overall.N() < BarsFrom || len(p.Places) == 0 {
		return Portfolio{}
	}
	p.View = RankedBars
	slices.SortStableFunc(p.Places, func(a, b Place) int { return cmp.Compare(b.Weight, a.Weight) })
	p.Ceiling = Percent(max(overall.Of[0], overall.Of[1], overall.Of[2], overall.Of[3], overall.Of[4]), overall.N()) >= 900
	p.draw()
	return p
}

// draw adds the quadrants where at least five items carry 100 answers; an item with fewer leaves the drawing.
func (p *Portfolio) draw() {
	strong := slices.DeleteFunc(slices.Clone(p.Places), func(pl Place) bool { return pl.Both < PortfolioFrom })
	full := len(strong) >= PortfolioMin
	if full {
		p.View, p.Places = FullPortfolio, strong
	}
	for _, pl := range p.Places {
		p.MeanTop2 += pl.Top2.Float() / float64(len(p.Places))
		p.MeanWeight += pl.Weight / float64(len(p.Places))
	}
	for i := range p.Places {
		if full {
			p.Places[i].Quadrant = p.quadrant(p.Places[i])
		}
	}
}

func (p *Portfolio) quadrant(pl Place) Quadrant {
	heavy, good := pl.Weight >= p.MeanWeight, pl.Top2.Float() >= p.MeanTop2
	switch {
	case heavy && good:
		return KeepFirst
	case heavy:
		return FixFirst
	case good:
		return Keep
	}
	return Fix
}

// In are the items of one quadrant, the heaviest first.
func (p Portfolio) In(q Quadrant) []Place {
	var in []Place
	for _, pl := range p.Places {
		if pl.Quadrant == q {
			in = append(in, pl)
		}
	}
	return in
}

// asAsked are the places in the order of the form; a place's number on the drawing is its number here.
func (p Portfolio) asAsked() []Place {
	places := slices.Clone(p.Places)
	slices.SortFunc(places, func(a, b Place) int { return cmp.Compare(a.Item, b.Item) })
	return places
}

// number is the place's number on the drawing, from 1.
func (p Portfolio) number(pl Place) int {
	return 1 + slices.IndexFunc(p.asAsked(), func(x Place) bool { return x.Item == pl.Item })
}
