package marksheet

import (
	"image"
	"math"
	"testing"
)

func TestACodeComesBackAsItWasPrinted(t *testing.T) {
	for _, c := range []Code{{"a", 1, 1, 1, 0}, {"aa", 1, 1, 1, 0xffff}, {"999999", MaxVersion, 1, MaxNumber, 0xbeef}, {"k3f9m2", 12, 1, 42, 7}} {
		if got, ok := codeOf(c.bits()); !ok || got != c {
			t.Errorf("%+v came back as %+v, %v", c, got, ok)
		}
	}
}

func TestACodeWithUpToThreeWrongCellsIsNeverTakenForAnother(t *testing.T) {
	cells := Code{"k3f9m2", 12, 1, 42, 7}.bits()
	for i := range cells {
		for j := i; j < len(cells); j++ {
			for k := j; k < len(cells); k += 7 {
				bad := cells
				bad[i] = !bad[i]
				if j > i {
					bad[j] = !bad[j]
				}
				if k > j {
					bad[k] = !bad[k]
				}
				if c, ok := codeOf(bad); ok {
					t.Fatalf("cells %d, %d and %d wrong: read as %+v", i, j, k, c)
				}
			}
		}
	}
}

func FuzzAnyCellsAreACodeOrNone(f *testing.F) {
	good := Code{"k3f9m2", 12, 1, 42, 7}.bits()
	packed := make([]byte, codeBits)
	for i, on := range good {
		if on {
			packed[i] = 1
		}
	}
	f.Add(packed)
	f.Add([]byte{1, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var cells [codeBits]bool
		for i := range min(len(b), codeBits) {
			cells[i] = b[i]&1 == 1
		}
		if c, ok := codeOf(cells); ok && c.bits() != cells {
			t.Fatalf("%+v is not what the cells say", c)
		}
	})
}

// FuzzTheStripIsReadFromAnyPicture lays the strip of a picture of noise anywhere on it.
func FuzzTheStripIsReadFromAnyPicture(f *testing.F) {
	f.Add([]byte{0, 255, 3}, 5.9, 0.0, 0.0, 0.0, 5.9, 0.0, 0.0, 0.0)
	f.Add([]byte{9}, math.NaN(), 1e300, -1e300, math.Inf(1), 0.0, 0.0, 1.0, 1.0)
	f.Fuzz(func(t *testing.T, pix []byte, a, b, c, d, e, g, h, i float64) {
		if len(pix) == 0 {
			return
		}
		p := &plane{w: 300, h: 200, by: 1, pix: make([]uint8, 300*200)}
		for k := range p.pix {
			p.pix[k] = pix[k%len(pix)]
		}
		p.code(guess{place: Place{a, b, c, d, e, g, h, i}, pairs: make([]pair, 3)})
	})
}

func FuzzAnyPictureIsReadOrRefused(f *testing.F) {
	l, err := LayOut(Form{Key: "ab", Version: 1, Title: "題", Questions: []Question{{No: "1", Text: "問い", Options: []string{"はい", "いいえ"}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{0, 255}, uint16(300), uint16(3))
	f.Add([]byte{0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255, 255}, uint16(17), uint16(5))
	f.Fuzz(func(t *testing.T, pix []byte, w, rows uint16) {
		if len(pix) == 0 || w == 0 || rows == 0 {
			return
		}
		img := image.NewGray(image.Rect(0, 0, 800, minSide))
		for i := range img.Pix { // a pattern repeated across and down
			x, y := i%800%int(w), i/800/int(rows)
			img.Pix[i] = pix[(y*int(w)+x)%len(pix)]
		}
		if s, err := Read(img, Known(l)); err == nil {
			t.Fatalf("noise was read as %s", s.Code)
		}
	})
}
