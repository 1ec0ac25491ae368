package calendar

import (
	"context"
	"sort"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Bar is one bar of the double loop's year: lane 市 or 区, first month as column 1–12 of the fiscal year, months long.
type Bar struct {
	Lane, Name, Href string
	Column, Span     int
	Past, Now        bool
}

// Strip is the year of the double loop as it comes with the program, for the PDCA board: 市の輪 and 区の輪.
func (c *Calendar) Strip(fy clock.FY, today clock.Date) []Bar {
	y := Year{FY: fy, Start: c.Start(context.Background()), Today: today}
	y.merge(append([]Step{}, Shipped()...), nil, nil)
	return c.bars(y)
}

// StripIn is Strip as a ward has arranged it: moved and hidden steps, and what is recorded as done.
func (c *Calendar) StripIn(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, fy clock.FY) ([]Bar, error) {
	y, err := c.YearIn(ctx, tx, a, wardID, fy)
	return c.bars(y), err
}

func (c *Calendar) bars(y Year) []Bar {
	var out []Bar
	for _, s := range y.Used() {
		if s.Loop == "" {
			continue
		}
		b := Bar{Lane: s.Loop.Name(), Name: s.Strip, Column: column(s.From, y.Start)}
		b.Span = column(s.To, y.Start) - b.Column + 1
		st := s.State(y.Today)
		b.Past, b.Now = st == Finished || st == Past, st == Now
		if r, ok := c.door(y, s.Link); ok {
			b.Href = r.Path
		}
		out = append(out, b)
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Lane != out[j].Lane {
			return out[i].Lane == City.Name()
		}
		return out[i].Column < out[j].Column
	})
	return out
}

// Box is a step laid into the year's grid: row counted from 1 within its lane, column 1–12, months long.
type Box struct {
	Step
	Row, Column, Span int
	State             State
}

// Band is a lane of the grid with its boxes; it begins at Row (counted from 2, under the months) and is Rows high.
type Band struct {
	Lane      Lane
	Row, Rows int
	Boxes     []Box
}

// Bands lays the steps into rows so that no two boxes of a lane touch: the longest first, each in the first row with room.
func (y Year) Bands(all bool) []Band {
	row := 2
	var out []Band
	for _, l := range Lanes {
		b := Band{Lane: l, Row: row, Rows: 1}
		var boxes []Box
		for _, s := range y.Used() {
			if s.Lane != l || !all && !s.Main {
				continue
			}
			from := column(s.From, y.Start)
			boxes = append(boxes, Box{Step: s, Column: from, Span: column(s.To, y.Start) - from + 1, State: s.State(y.Today)})
		}
		b.Boxes, b.Rows = pack(boxes)
		out = append(out, b)
		row += b.Rows
	}
	return out
}

func pack(boxes []Box) ([]Box, int) {
	sort.SliceStable(boxes, func(i, j int) bool {
		long, other := boxes[i].Span == 12, boxes[j].Span == 12
		if long != other {
			return long
		}
		return boxes[i].Column < boxes[j].Column
	})
	var ends []int // the last column taken in each row
	for i, b := range boxes {
		r := 0
		for r < len(ends) && ends[r] >= b.Column {
			r++
		}
		if r == len(ends) {
			ends = append(ends, 0)
		}
		ends[r] = b.Column + b.Span - 1
		boxes[i].Row = r + 1
	}
	return boxes, max(1, len(ends))
}
