package stat

import (
	"fmt"
	"strings"
)

// Test names the test that a cross-table's verdict rests on.
type Test string

// The tests, in the words of a report.
const (
	NoTest     Test = ""
	ChiSquared Test = "カイ二乗検定"
	Fisher     Test = "フィッシャーの正確確率検定"
	Halton     Test = "フィッシャー・フリーマン・ハルトンの正確確率検定"
	HaltonMC   Test = "フィッシャー・フリーマン・ハルトンの検定（乱数による）"
)

// Crosstab is a cross-table with the verdict that may be printed below it.
type Crosstab struct {
	Independence
	Test  Test
	Of    float64  // p of Test; 1 for NoTest
	Exact *Exactly // where Test is not χ²
	Clear bool     // Of is below 0.05
	Note  string   // which test was used and why, a sentence
}

// Cross tests a cross-table: by χ² where the expected counts carry it (see Thin), else exactly. Where one of the questions
// has one answer only, Test is NoTest. It refuses what Independent refuses.
func Cross(t Table) (Crosstab, error) {
	x, err := Independent(t)
	if err != nil {
		return Crosstab{}, err
	}
	c := Crosstab{Independence: x, Of: 1}
	if x.DF == 0 {
		c.Note = "どちらかの問いの答えが1種類だけなので、関係は調べられません。"
		return c, nil
	}
	if !x.Thin() {
		c.Test, c.Of, c.Note = ChiSquared, x.P, "期待度数が足りているので、カイ二乗検定（補正なし）を使いました。"
		c.Clear = c.Of < 0.05
		return c, nil
	}
	e, err := Exact(t)
	if err != nil {
		return Crosstab{}, err
	}
	c.Exact, c.Of, c.Clear = &e, e.P, e.P < 0.05
	c.Test = Halton
	switch {
	case e.Simulated:
		c.Test = HaltonMC
	case x.DF == 1:
		c.Test = Fisher
	}
	c.Note = fmt.Sprintf("期待度数が5より小さいマスが%dマス中%dマスあるので、%sを使いました。", x.Cells, x.Small, c.Test)
	if e.Simulated {
		c.Note += fmt.Sprintf("同じ合計の表を%d回つくって数えたので、pには%.4f〜%.4fの幅があります。", e.Draws, e.Width.Low, e.Width.High)
	}
	return c, nil
}

// Sentence is the verdict with its figures, such as 「はっきりした関係があります（χ²=30.07、自由度2、p<0.001、クラメールのV=0.10、n=2757）。」.
func (c Crosstab) Sentence() string {
	if c.Test == NoTest {
		return c.Note
	}
	say := "関係ははっきりしません"
	if c.Clear {
		say = "はっきりした関係があります"
	}
	var b strings.Builder
	b.WriteString(say + "（")
	if c.Test == ChiSquared {
		fmt.Fprintf(&b, "χ²=%.2f、自由度%d、", c.Chi, c.DF)
	}
	fmt.Fprintf(&b, "%s、クラメールのV=%.2f、n=%d）。", ShowP(c.Of), c.V, c.N)
	return b.String()
}

// ShowP writes a p value as reports do: p=0.023, p<0.001. It never rounds across 0.05.
func ShowP(p float64) string {
	if p < 0.001 {
		return "p<0.001"
	}
	s := fmt.Sprintf("p=%.3f", p)
	if s == "p=0.050" && p < 0.05 {
		return "p<0.05"
	}
	return s
}
