package stat

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

// Item is what a portfolio needs of one question.
type Item struct {
	No        int    // as the caller numbers it
	N         int    // valid answers of the item
	Satisfied Tenths // % top-2
	Weight    Weight // from Pearson; a partial correlation or a stated importance may stand in its R
}

// Place is one item in the portfolio.
type Place struct {
	Item
	Quadrant Quadrant // "" below FullPortfolio
}

// Portfolio sets each item's satisfaction beside its weight in the overall answer.
type Portfolio struct {
	View          View
	Places        []Place // heaviest first
	MeanSatisfied float64 // percent, mean of the places
	MeanWeight    float64
	Ceiling       bool // nine of ten gave one and the same overall answer, so the weights are shaky
}

// MakePortfolio places items by their weights. Below 30 overall answers it is Words; items without a known
// weight, or that fewer than 30 (or fewer than limit, the house's limit for small groups) answered together with the overall
// question, are left out; it is a FullPortfolio where at least 5 items carry 100 such answers, and then only those are in it; else RankedBars.
func MakePortfolio(items []Item, overall Answers, limit int) Portfolio {
	p := Portfolio{View: RankedBars}
	for _, it := range items {
		if it.Weight.Known && it.Weight.N >= max(limit, BarsFrom) {
			p.Places = append(p.Places, Place{Item: it})
		}
	}
	n := overall.N()
	if n < BarsFrom || len(p.Places) == 0 {
		return Portfolio{}
	}
	slices.SortStableFunc(p.Places, func(a, b Place) int { return cmp.Compare(b.Weight.R, a.Weight.R) })
	p.Ceiling = Percent(slices.Max(overall.Of), n) >= 900
	strong := slices.DeleteFunc(slices.Clone(p.Places), func(pl Place) bool { return pl.Weight.N < PortfolioFrom })
	if len(strong) >= PortfolioMin {
		p.View, p.Places = FullPortfolio, strong
	}
	for _, pl := range p.Places {
		p.MeanSatisfied += pl.Satisfied.Float() / float64(len(p.Places))
		p.MeanWeight += pl.Weight.R / float64(len(p.Places))
	}
	for i, pl := range p.Places {
		if p.View == FullPortfolio {
			p.Places[i].Quadrant = p.quadrant(pl)
		}
	}
	return p
}

func (p Portfolio) quadrant(pl Place) Quadrant {
	heavy, good := pl.Weight.R >= p.MeanWeight, pl.Satisfied.Float() >= p.MeanSatisfied
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
