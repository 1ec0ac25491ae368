package marksheet_test

import (
	"errors"
	"image"
	"math/rand/v2"
	"strings"
	"testing"

	"kaname/kit/fault"
	"kaname/kit/marksheet"
	"kaname/kit/marksheet/marktest"
)

// filledIn is a sheet of the counter's form with answers by ballpoint, at 150 dpi.
func filledIn(t testing.TB) (*marktest.Paper, [][]int) {
	r := rand.New(rand.NewPCG(5, 5))
	p := blankSheets(t, 150)[0].Copy(r)
	return p, marked(p, spoiling{}, r)
}

func cut(g *image.Gray, r image.Rectangle) *image.Gray {
	return marktest.Moved(g, r.Dx(), r.Dy(), 246, func(x, y float64) (float64, float64) { return x + float64(r.Min.X), y + float64(r.Min.Y) })
}

func TestASheetThatCannotBeReadGoesToAPersonWithTheReason(t *testing.T) {
	p, _ := filledIn(t)
	w, h := p.Rect.Dx(), p.Rect.Dy()
	white := marktest.Toned(p.Gray, func(float64) float64 { return 240 })
	later, changed := counterForm(), counterForm()
	later.Version = 2
	changed.Questions[0], changed.Questions[1] = changed.Questions[1], changed.Questions[0]
	two := p.Copy(nil)
	for i, v := range cut(marktest.Print(p.Layout, 7, 150, nil).Gray, p.Rect).Pix[:len(p.Pix)/2] {
		two.Pix[i] = v // another sheet's upper half lies on this one
	}
	for name, c := range map[string]struct {
		img   image.Image
		known marksheet.Layouts
		why   error
		say   string
	}{
		"白い紙":     {white, known, marksheet.ErrCorners, "用紙のすみの■が0しか見つかりません。"},
		"ほかの用紙":   {marktest.Turned(p.Gray, 45, 240), known, marksheet.ErrCorners, "しか見つかりません。"},
		"上半分":     {cut(p.Gray, image.Rect(0, 0, w, h*2/3)), known, marksheet.ErrCorners, "用紙のすみの■が2しか見つかりません。"},
		"左半分":     {cut(p.Gray, image.Rect(0, 0, w*2/3, h)), known, marksheet.ErrCorners, "用紙のすみの■が2しか見つかりません。"},
		"左右が逆":    {marktest.Moved(p.Gray, w, h, 246, func(x, y float64) (float64, float64) { return float64(w) - 1 - x, y }), known, marksheet.ErrCode, "用紙の番号を読めません。"},
		"別の調査":    {p, marksheet.Known(laid(t, staffForm())), marksheet.ErrUnknown, "用紙k3f9m2-1-1000は、ここで読むアンケートのものではありません。"},
		"別の版":     {p, marksheet.Known(laid(t, later)), marksheet.ErrVersion, "用紙k3f9m2-1-1000は第1版で、その版の設問がここにありません。"},
		"印刷後に変えた": {p, marksheet.Known(laid(t, changed)), marksheet.ErrVersion, "印刷したあとで設問か並びが変わっている"},
		"重なった2枚":  {two, known, marksheet.ErrTwo, "k3f9m2-1-0007とk3f9m2-1-1000の2つの番号があります。"},
		"○のない紙":   {codeOnly(p), known, marksheet.ErrPrint, "印刷した○の多くが見つかりません。"},
		"粗い画像":    {image.NewGray(image.Rect(0, 0, 600, 800)), known, nil, "画像が粗く（600×800画素）"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := marksheet.Read(c.img, c.known)
			if fault.Of(err) != fault.Invalid || c.why != nil && !errors.Is(err, c.why) || !strings.Contains(fault.As(err).Say, c.say) {
				t.Errorf("%v", err)
			}
		})
	}
}

// codeOnly is a sheet with its marks and code, and other print between them.
func codeOnly(p *marktest.Paper) *image.Gray {
	g := p.Copy(nil).Gray
	for y := g.Rect.Dy() / 12; y < g.Rect.Dy()*11/12; y++ {
		for x := range g.Rect.Dx() {
			g.Pix[y*g.Stride+x] = 246
			if y%24 < 3 && x%40 < 25 {
				g.Pix[y*g.Stride+x] = 60
			}
		}
	}
	return g
}

func TestASheetSaysWhichItIsEvenWhereItsLayoutIsNotKnown(t *testing.T) {
	p, _ := filledIn(t)
	s, err := marksheet.Read(p, marksheet.Layouts{})
	if err == nil || s.Code.Key != "k3f9m2" || s.Code.Number != 1000 || s.Code.Version != 1 {
		t.Errorf("%+v %v", s.Code, err)
	}
}

func TestWritingInTheBoxIsSeen(t *testing.T) {
	for name, c := range map[string]struct {
		characters int
		pen        marktest.Pen
		noise      float64
		ink        bool
	}{
		"空":       {0, marktest.Ballpoint, 0, false},
		"空でざらつき":  {0, marktest.Ballpoint, 14, false},
		"2文字":     {2, marktest.Ballpoint, 0, true},
		"うすい鉛筆":   {6, marktest.LightPencil, 4, true},
		"鉛筆でざらつき": {12, marktest.Pencil, 10, true},
	} {
		p, _ := filledIn(t)
		p.Write(c.characters, c.pen)
		s, err := marksheet.Read(marktest.Noisy(p.Gray, c.noise, rand.New(rand.NewPCG(3, 3))), known)
		if err != nil || s.Free.Ink != c.ink || s.Free.Crop.W < 170 {
			t.Errorf("%s: %+v, %v", name, s.Free, err)
		}
	}
}

func TestABlackAndWhiteScanSaysSo(t *testing.T) {
	p, _ := filledIn(t)
	hard := marktest.Photocopied(p.Gray, 150, 0, nil)
	for img, want := range map[*image.Gray]bool{hard: true, p.Gray: false} {
		if s, err := marksheet.Read(img, known); err != nil || s.BlackAndWhite != want {
			t.Errorf("%v, not %v: %v", s.BlackAndWhite, want, err)
		}
	}
}

func TestAFoldedCornerIsDoneWithoutAndSaid(t *testing.T) {
	for c := range 4 {
		p, truth := filledIn(t)
		p.Folded(c, 26)
		s, err := marksheet.Read(p, known)
		if err != nil || s.Corners != 3 {
			t.Fatalf("corner %d: %d corners, %v", c, s.Corners, err)
		}
		for q, a := range s.Answers {
			if a.State == marksheet.Uncertain || len(a.Options) != len(truth[q]) {
				t.Errorf("corner %d, 問%d: %+v", c, q+1, a)
			}
		}
	}
}

func TestAnUncertainAnswerSaysWhy(t *testing.T) {
	p, _ := filledIn(t)
	p = marktest.Print(p.Layout, 3, 150, rand.New(rand.NewPCG(1, 2)))
	p.Fill(0, 1, marktest.Ballpoint)
	p.Fill(0, 2, marktest.Ballpoint)
	p.Fill(1, 1, marktest.Ballpoint)
	p.Cancel(1, 1, marktest.Ballpoint)
	p.Fill(2, 1, marktest.Pen{Dark: 0.12, Thick: 0.5})
	p.Circle(3, 1, marktest.Ballpoint, 0)
	p.Fill(4, 1, marktest.Ballpoint)
	s, err := marksheet.Read(p, known)
	if err != nil {
		t.Fatal(err)
	}
	for q, want := range []marksheet.Reason{marksheet.Double, marksheet.Crossed, marksheet.Faint, marksheet.Scribble, marksheet.None, marksheet.None} {
		if s.Answers[q].Reason != want || (want == marksheet.None) != (s.Answers[q].State != marksheet.Uncertain) {
			t.Errorf("問%d: %v, not %v: %+v", q+1, s.Answers[q].Reason, want, s.Answers[q].Bubbles)
		}
	}
	if a := s.Answers[4]; a.State != marksheet.Marked || len(a.Options) != 1 || a.Options[0] != 1 || s.Answers[5].State != marksheet.Blank {
		t.Errorf("%+v", s.Answers[4:6])
	}
	if s.Uncertain() != 4 {
		t.Errorf("%d uncertain", s.Uncertain())
	}
}
