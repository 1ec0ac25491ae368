package chart

import (
	"io"
	"math"
	"strings"
	"testing"
)

func FuzzNoNumberOrTextBreaksADrawing(f *testing.F) {
	f.Add(0.0, 0.0, 0.0, 0, "x", uint8(1))
	f.Add(math.NaN(), math.Inf(1), -1e300, 100, "<b>", uint8(12))
	f.Add(1e12, -1e12, 5e-324, 1, "あ\x00", uint8(3))
	f.Add(1e12, 1e12+1, 0.1, 7, strings.Repeat("長", 99), uint8(30))
	f.Fuzz(func(t *testing.T, a, b, d float64, k int, label string, many uint8) {
		n := Note{ID: "f", Finding: label + "。", Unit: "%", Period: "いま", Base: "みな", N: 9}
		n.Unit = []string{"%", "分", ""}[int(many)%3]
		line := Line{Note: n, Better: Direction(many % 3), Decimals: k, Series: []Series{{Name: label}}}
		steps := Steps{Note: n}
		scatter := Scatter{Note: n, XMean: a, YMean: d, XDecimals: k, Quadrants: [4]string{label, "b", "c", "d"}, Focus: int(many % 4)}
		bars := Bars{Note: n, Decimals: k}
		for i := range many % 13 {
			v := []float64{a, b, d}[i%3]
			line.Periods = append(line.Periods, label)
			line.Series[0].Points = append(line.Series[0].Points, Point{Of(v), 3, Of(v - 1), Of(b)})
			line.Aim = append(line.Aim, Of(d))
			steps.Items = append(steps.Items, Step{Inside: label, Top: label, Label: label, Word: label, State: State(i % 3)})
			scatter.Items = append(scatter.Items, Dot{label, label, v, b, 2})
			bars.Items = append(bars.Items, Bar{Label: label, Value: Of(v), N: 2})
		}
		stacked := Stacked{Note: n, Segments: []string{label, "x", "y"}, Shown: 1, ShownLabel: label, Decimals: k, Rows: []Row{{Label: label, Counts: []int{k, int(many), 0}}}}
		bullet := Bullet{Note: n, Now: Of(a), Aim: Of(b), Last: Of(d), Max: a, Decimals: k, NowLabel: label}
		for _, fig := range []Figure{line, steps, scatter, bars, stacked, bullet, inlineOnly{bullet}, line.Spark()} {
			html := page(t, fig)
			if strings.Contains(label, "NaN") || strings.Contains(label, "Inf") || strings.Contains(label, "style=") || strings.Contains(label, "%!") {
				continue
			}
			noJunk(t, html)
			views, texts := drawings(t, html)
			for i, in := range texts {
				for _, x := range in {
					if len(label) < 400 && (x.x0 < -1 || x.x1 > views[i].x1+1 || x.y1 > views[i].y1+1) {
						t.Errorf("%T: %q at %v leaves %v", fig, x.text, x.area, views[i])
					}
				}
			}
			if fig.Check() == nil {
				fig.Sentence()
				if err := fig.CSV(io.Discard); err != nil {
					t.Error(err)
				}
			}
		}
	})
}
