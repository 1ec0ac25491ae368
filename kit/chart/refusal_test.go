package chart

import (
	"io"
	"strings"
	"testing"
)

func TestNoFigureIsShownWithoutNBaseAndPeriod(t *testing.T) {
	for _, spoil := range []func(*Note){
		func(n *Note) { n.N = 0 }, func(n *Note) { n.N = -1; n.Empty = "まだです。" }, func(n *Note) { n.Base = " " },
		func(n *Note) { n.Period = "" }, func(n *Note) { n.Finding = "" }, func(n *Note) { n.ID = `x" onload="` }, func(n *Note) { n.Width = 700 },
	} {
		c := aBars()
		spoil(&c.Note)
		err := c.Check()
		if err == nil {
			t.Errorf("accepted: %+v", c.Note)
			continue
		}
		if html := page(t, c); strings.Contains(html, "<svg") || strings.Contains(html, "<table") || !strings.Contains(html, err.Error()) {
			t.Errorf("drawn in spite of %v", err)
		}
		if c.CSV(io.Discard) == nil {
			t.Error("a CSV was written without them")
		}
	}
}

func TestAPointWithoutItsNIsRefused(t *testing.T) {
	l, s, b := aLine(), aScatter(), aBars()
	l.Series[0].Points[2].N = 0
	s.Items[0].N = 0
	b.Unit = "%"
	for _, f := range []Figure{l, s, b} {
		if f.Check() == nil {
			t.Errorf("%T accepts a value without n", f)
		}
	}
}

func TestNothingYetShowsOneSentenceAndNoDrawing(t *testing.T) {
	c := aLine()
	c.N, c.Empty = 0, "まだ届いていません。"
	html := page(t, c)
	if strings.Contains(html, "<svg") || !strings.Contains(html, "<p>まだ届いていません。</p>") || c.Sentence() != c.Empty {
		t.Error(html)
	}
}

func TestTextFromPeopleCannotBecomeMarkup(t *testing.T) {
	evil := `<script>alert("1")</script>&'` + "\x01\xff"
	n := Note{ID: "x", Title: evil, Finding: evil, Unit: evil, Period: evil, Base: evil, N: 3, AsOf: evil, Source: evil, Remark: evil}
	for _, f := range []Figure{
		Stacked{Note: n, Segments: []string{evil, evil}, Shown: 1, ShownLabel: evil, RowName: evil, Rows: []Row{{Label: evil, Counts: []int{1, 2}}, {Label: evil, Hidden: evil}}},
		Line{Note: n, AxisName: evil, Periods: []string{evil}, Aim: []Value{Of(1)}, AimLabel: evil, Series: []Series{{evil, []Point{{Value: Of(1), N: 3}}}, {evil, []Point{{Value: Of(2), N: 3}}}}},
		Bullet{Note: n, Now: Of(1), Aim: Of(2), NowLabel: evil, AimLabel: evil}, inlineOnly{Bullet{Note: n, Now: Of(1), NowLabel: evil}},
		Steps{Note: n, Items: []Step{{Inside: evil, Detail: evil, Top: evil, Label: evil, Word: evil}}},
		Matrix{Note: n, RowName: evil, Columns: []string{evil}, Rows: []MatrixRow{{evil, []Cell{{Whole, evil}}}}},
		Bars{Note: n, Items: []Bar{{Label: evil, Value: Of(1)}, {Label: evil, Hidden: evil}}},
		Scatter{Note: n, XName: evil, YName: evil, Quadrants: [4]string{evil, evil, evil, evil}, MeanLabel: evil, FocusWhy: evil, Items: []Dot{{evil, evil, 1, 1, 3}}},
	} {
		if err := f.Check(); err != nil {
			t.Fatalf("%T: %v", f, err)
		}
		html := page(t, f)
		noJunk(t, html)
		drawings(t, html)
		if !strings.Contains(html, "&lt;script&gt;") {
			t.Errorf("%T lost the text", f)
		}
	}
}
