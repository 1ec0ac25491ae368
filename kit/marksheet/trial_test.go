package marksheet_test

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"kaname/kit/marksheet"
	"kaname/kit/marksheet/marktest"
)

// spoiling is one way in which sheets are marked and come out of the copier.
type spoiling struct {
	name string
	dpi  float64
	mark func(p *marktest.Paper, q, o int, r *rand.Rand)                  // instead of filling in by ballpoint
	more func(p *marktest.Paper, truth [][]int, r *rand.Rand)             // on the paper, once marked
	scan func(p *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image // in the copier
	hard bool                                                             // pale marks vanish in this copier, or the marks are as pale as that
}

func fill(pen marktest.Pen) func(*marktest.Paper, int, int, *rand.Rand) {
	return func(p *marktest.Paper, q, o int, _ *rand.Rand) { p.Fill(q, o, pen) }
}

// other is an option of question q that is not among those marked.
func other(p *marktest.Paper, truth [][]int, q int, r *rand.Rand) (int, bool) {
	n := len(p.Layout.Items[q].Bubbles)
	o := r.IntN(n)
	return o, !slices.Contains(truth[q], o)
}

// someOthers calls fn for an unmarked option of about one question in three.
func someOthers(p *marktest.Paper, truth [][]int, r *rand.Rand, fn func(q, o int)) {
	for q := range truth {
		if o, ok := other(p, truth, q, r); ok && r.IntN(3) == 0 {
			fn(q, o)
		}
	}
}

var spoilings = []spoiling{
	{name: "そのまま"},
	{name: "150dpi JPEG40", dpi: 150, scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Packed(marktest.Noisy(g, 4, r), 40)
	}},
	{name: "向きと傾き", scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Turned(g, 90*float64(r.IntN(4))+r.Float64()*6-3, 235)
	}},
	{name: "10度の傾き", scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		big := marktest.Moved(g, g.Rect.Dx()*5/4, g.Rect.Dy()*5/4, 40, func(x, y float64) (float64, float64) {
			return x - float64(g.Rect.Dx()/8), y - float64(g.Rect.Dy()/8)
		})
		return marktest.Turned(big, 20*float64(r.IntN(2))-10, 40)
	}},
	{name: "斜めから", scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Slanted(g, 0.02+0.1*r.Float64())
	}},
	{name: "そった紙", scan: func(p *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Curled(g, 0.5+r.Float64(), p.Grain())
	}},
	{name: "うすい印刷", hard: true, scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Noisy(marktest.Faint(g, 0.35+0.25*r.Float64()), 5, r)
	}},
	{name: "濃いコピー", hard: true, scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Photocopied(g, 185+30*r.Float64(), 0.003, r)
	}},
	{name: "コピーのコピー", hard: true, scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		g = marktest.Photocopied(g, 170, 0.001, r)
		return marktest.Photocopied(marktest.Turned(g, r.Float64()-0.5, 255), 170, 0.001, r)
	}},
	{name: "灰色の地", scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Coloured(marktest.Noisy(marktest.Toned(g, func(v float64) float64 { return 40 + v*0.55 }), 5, r))
	}},
	{name: "ざらつき", scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image { return marktest.Noisy(g, 18, r) }},
	{name: "細かい汚れ", more: func(p *marktest.Paper, _ [][]int, _ *rand.Rand) { p.Dirty(150, 0.6) }},
	{name: "角の折れ", more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) { p.Folded(r.IntN(4), 26+20*r.Float64()) }},
	{name: "大きな折れ", more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) { p.Folded(r.IntN(4), 60+40*r.Float64()) }},
	{name: "角の折れと斜め", more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) { p.Folded(r.IntN(4), 28) },
		scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
			return marktest.Slanted(g, 0.03*r.Float64())
		}},
	{name: "コーヒー", more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) {
		p.Stained(marksheet.Point{X: 30 + 150*r.Float64(), Y: 30 + 230*r.Float64()}, 20+25*r.Float64())
	}},
	{name: "鉛筆", mark: fill(marktest.Pencil)},
	{name: "うすい鉛筆", hard: true, mark: fill(marktest.LightPencil)},
	{name: "ごくうすい鉛筆", hard: true, mark: func(p *marktest.Paper, q, o int, r *rand.Rand) {
		p.Fill(q, o, marktest.Pen{Dark: 0.12 + 0.2*r.Float64(), Thick: 0.4})
	}},
	{name: "✓", mark: func(p *marktest.Paper, q, o int, _ *rand.Rand) { p.Tick(q, o, marktest.Ballpoint) }},
	{name: "うすい✓", hard: true, mark: func(p *marktest.Paper, q, o int, _ *rand.Rand) { p.Tick(q, o, marktest.LightPencil) }},
	{name: "×", mark: func(p *marktest.Paper, q, o int, _ *rand.Rand) { p.Cross(q, o, marktest.Ballpoint) }},
	{name: "太いペン", mark: fill(marktest.Felt)},
	{name: "○でかこむ", mark: func(p *marktest.Paper, q, o int, _ *rand.Rand) { p.Circle(q, o, marktest.Ballpoint, 0) }},
	{name: "言葉ごとかこむ", mark: func(p *marktest.Paper, q, o int, _ *rand.Rand) { p.Circle(q, o, marktest.Ballpoint, 14) }},
	{name: "言葉だけかこむ", mark: func(p *marktest.Paper, q, o int, _ *rand.Rand) { p.CircleWords(q, o, marktest.Ballpoint, 12) }},
	{name: "ずれた✓", mark: func(p *marktest.Paper, q, o int, r *rand.Rand) {
		p.Missed(q, o, marktest.Ballpoint, 6*r.Float64()-3, 3*r.Float64()-1.5)
	}},
	{name: "長い✓", mark: func(p *marktest.Paper, q, o int, r *rand.Rand) { p.LongTick(q, o, marktest.Ballpoint, 3+5*r.Float64()) }},
	{name: "点", mark: func(p *marktest.Paper, q, o int, r *rand.Rand) { p.Dot(q, o, marktest.Pencil, 0.45+1.4*r.Float64()) }},
	{name: "修正液", more: func(p *marktest.Paper, truth [][]int, r *rand.Rand) {
		someOthers(p, truth, r, func(q, o int) {
			p.Fill(q, o, marktest.Ballpoint)
			p.Whitened(q, o, 2+1.5*r.Float64())
		})
	}},
	{name: "消しゴム", mark: fill(marktest.Pencil), more: func(p *marktest.Paper, truth [][]int, r *rand.Rand) {
		someOthers(p, truth, r, func(q, o int) {
			p.Fill(q, o, marktest.Pencil)
			p.Erase(q, o, 0.05+0.2*r.Float64())
		})
	}},
	{name: "書きなおし", more: func(p *marktest.Paper, truth [][]int, r *rand.Rand) {
		someOthers(p, truth, r, func(q, o int) {
			p.Fill(q, o, marktest.Ballpoint)
			p.Cancel(q, o, marktest.Ballpoint)
		})
	}},
	{name: "こすれ", mark: fill(marktest.Pencil), more: func(p *marktest.Paper, truth [][]int, r *rand.Rand) {
		for q, os := range truth {
			for _, o := range os {
				p.Smear(q, o, 0.05+0.15*r.Float64())
			}
		}
	}},
	{name: "ガラスの筋", more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) { // through a column of bubbles
		b := p.Layout.Items[r.IntN(len(p.Layout.Items))].Bubbles
		p.Streak(b[r.IntN(len(b))].X+r.Float64()*3-1.5, 0.1+0.5*r.Float64(), 0.2+0.8*r.Float64())
	}},
	{name: "受付印", more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) {
		p.Stamp(marksheet.Point{X: 40 + 130*r.Float64(), Y: 60 + 150*r.Float64()}, 8+8*r.Float64())
	}},
	{name: "折り目", more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) {
		for _, it := range p.Layout.Items[:2] {
			p.Crease(it.Bubbles[0].Y+4*r.Float64()-2, 0.1+0.3*r.Float64())
		}
	}},
	{name: "縮めて印刷", scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		k := 1.04 + 0.06*r.Float64()
		return marktest.Moved(g, g.Rect.Dx(), g.Rect.Dy(), 246, func(x, y float64) (float64, float64) { return x*k - 30, y*k*1.01 - 50 })
	}},
	{name: "紙送りのずれ", scan: func(p *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		from, by := 50+180*r.Float64(), p.Grain()*(0.3+1.2*r.Float64())
		return marktest.Moved(g, g.Rect.Dx(), g.Rect.Dy(), 246, func(x, y float64) (float64, float64) {
			if y > from*p.Grain() {
				return x, y + by
			}
			return x, y
		})
	}},
	{name: "手の影", scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		return marktest.Shaded(g, 0.4+0.3*r.Float64(), r)
	}},
	{name: "網点", hard: true, scan: func(_ *marktest.Paper, g *image.Gray, _ *rand.Rand) image.Image { return marktest.Dithered(g) }},
	{name: "上から下まで全部", mark: func(p *marktest.Paper, q, o int, r *rand.Rand) {
		[]func(){func() { p.Fill(q, o, marktest.Pencil) }, func() { p.Tick(q, o, marktest.Ballpoint) }, func() { p.Fill(q, o, marktest.LightPencil) }}[r.IntN(3)]()
	}, more: func(p *marktest.Paper, _ [][]int, r *rand.Rand) {
		p.Dirty(40, 0.5)
		p.Stained(marksheet.Point{X: 100, Y: 200 * r.Float64()}, 30)
	}, scan: func(_ *marktest.Paper, g *image.Gray, r *rand.Rand) image.Image {
		g = marktest.Slanted(marktest.Faint(marktest.Noisy(g, 6, r), 0.7), 0.02*r.Float64())
		return marktest.Packed(marktest.Turned(g, 180*float64(r.IntN(2))+4*r.Float64()-2, 200), 50)
	}},
	{name: "いろいろ"}, // any two or three of the others: see mixed
}

// mixed is one way of marking, another of what befalls the paper and a third of scanning.
func mixed(r *rand.Rand) (s spoiling) {
	for s.hard = true; s.hard; {
		pick := func() spoiling { return spoilings[r.IntN(len(spoilings))] }
		mark, more, scan := pick(), pick(), pick()
		s = spoiling{fmt.Sprint(mark.name, "・", more.name, "・", scan.name), scan.dpi, mark.mark, more.more, scan.scan, mark.hard && scan.hard}
	}
	return s
}

// tally counts what came of sheets spoilt in one way.
type tally struct{ sheets, refused, questions, person, wrong int }

func (t tally) String() string {
	return fmt.Sprintf("%4d枚  読めない用紙%4d  設問%6d  人が見る%6.2f%%  まちがい%d", t.sheets, t.refused, t.questions, 100*float64(t.person)/float64(max(t.questions, 1)), t.wrong)
}

var (
	once   sync.Once
	prints map[float64][]*marktest.Paper
	known  marksheet.Layouts
)

// blankSheets are prints of every form, made once.
func blankSheets(t testing.TB, dpi float64) []*marktest.Paper {
	once.Do(func() {
		prints = map[float64][]*marktest.Paper{}
		var all []*marksheet.Layout
		for _, f := range []marksheet.Form{counterForm(), staffForm(), shortForm()} {
			all = append(all, laid(t, f))
		}
		known = marksheet.Known(all...)
		for _, dpi := range []float64{150, 200} {
			for i, l := range all {
				prints[dpi] = append(prints[dpi], marktest.Print(l, 1000+i, dpi, nil))
			}
		}
	})
	return prints[dpi]
}

// marked marks random answers, one question in ten left out.
func marked(p *marktest.Paper, s spoiling, r *rand.Rand) (truth [][]int) {
	mark := s.mark
	if mark == nil {
		mark = fill(marktest.Ballpoint)
	}
	for q, question := range p.Layout.Form.Questions {
		var os []int
		for o := range question.Options {
			if question.Many && r.IntN(3) == 0 {
				os = append(os, o)
			}
		}
		if !question.Many && r.IntN(10) > 0 {
			os = []int{r.IntN(len(question.Options))}
		}
		for _, o := range os {
			mark(p, q, o, r)
		}
		truth = append(truth, os)
	}
	return truth
}

// trial marks, spoils and reads one sheet.
func (s spoiling) trial(t testing.TB, seed uint64) (n tally) {
	r := rand.New(rand.NewPCG(seed, 7))
	if s.name == "いろいろ" {
		s = mixed(r)
	}
	dpi := s.dpi
	if dpi == 0 {
		dpi = []float64{150, 150, 150, 200}[r.IntN(4)]
	}
	blanks := blankSheets(t, dpi)
	p := blanks[r.IntN(len(blanks))].Copy(r)
	truth := marked(p, s, r)
	if s.more != nil {
		s.more(p, truth, r)
	}
	img := image.Image(p.Gray)
	if s.scan != nil {
		img = s.scan(p, p.Gray, r)
	}
	sheet, err := marksheet.Read(img, known)
	n.sheets, n.questions = 1, len(truth)
	if err != nil {
		n.refused, n.person = 1, len(truth)
		return n
	}
	if sheet.Layout != p.Layout || sheet.Code.Number != p.Number {
		t.Errorf("%s %d: read as %s", s.name, seed, sheet.Code)
	}
	for q, a := range sheet.Answers {
		switch {
		case a.State == marksheet.Uncertain:
			n.person++
		case !slices.Equal(a.Options, truth[q]):
			n.wrong++
			t.Errorf("%s %d: 問%d is read as %v for certain, marked was %v: %+v", s.name, seed, q+1, a.Options, truth[q], a.Bubbles)
		}
	}
	return n
}

func (a tally) plus(b tally) tally {
	return tally{a.sheets + b.sheets, a.refused + b.refused, a.questions + b.questions, a.person + b.person, a.wrong + b.wrong}
}

// sheetsEach is how many sheets are spoilt in each way in the tests, and ten times as many in mixed ways;
// BenchmarkShareForAPerson takes more.
const sheetsEach = 4

func TestNoWrongAnswerIsEverCertain(t *testing.T) {
	for _, s := range spoilings {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var all tally
			sheets := uint64(sheetsEach)
			if s.name == "いろいろ" {
				sheets *= 10
			}
			for seed := range sheets {
				all = all.plus(s.trial(t, seed))
			}
			t.Log(s.name, all)
		})
	}
}
