package marksheet_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"kaname/kit/fault"
	"kaname/kit/marksheet"
	"kaname/kit/marksheet/marktest"
)

func jpegOf(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 80}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sized is the part of an image's dictionary that every kind has.
func sized(g *image.Gray, bits int, space string) string {
	return fmt.Sprintf("/Width %d /Height %d /BitsPerComponent %d /ColorSpace %s", g.Rect.Dx(), g.Rect.Dy(), bits, space)
}

// bilevel packs g as one bit a pixel, dark ones 0, rows padded to bytes.
func bilevel(g *image.Gray) []byte {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	row := (w + 7) / 8
	out := make([]byte, row*h)
	for y := range h {
		for x := range w {
			if g.Pix[y*g.Stride+x] > 128 {
				out[y*row+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	return out
}

// upPredicted is g with every row as the difference from the one above (PNG filter 2).
func upPredicted(g *image.Gray) []byte {
	w := g.Rect.Dx()
	out := []byte{}
	for y := range g.Rect.Dy() {
		out = append(out, 2)
		for x := range w {
			v := g.Pix[y*w+x]
			if y > 0 {
				v -= g.Pix[(y-1)*w+x]
			}
			out = append(out, v)
		}
	}
	return out
}

func invert(b []byte) []byte {
	out := slices.Clone(b)
	for i := range out {
		out[i] ^= 255
	}
	return out
}

func TestAScanIsReadFromEveryKindOfFileThatCopiersWrite(t *testing.T) {
	p, truth := filledIn(t)
	g := p.Gray
	rgb := make([]byte, 0, 3*len(g.Pix))
	for _, v := range g.Pix {
		rgb = append(rgb, v, v, v)
	}
	j := jpegOf(t, g)
	newer := pdfInStreams(j, g)
	for name, data := range map[string][]byte{
		"PNG":       pngOf(t, g),
		"JPEG":      j,
		"PDF JPEG":  scanned(streamOf(sized(g, 8, "/DeviceGray")+" /Filter /DCTDecode", j)),
		"JPEGを圧縮":   scanned(streamOf(sized(g, 8, "/DeviceGray")+" /Filter [/FlateDecode /DCTDecode]", deflated(j))),
		"灰色":        scanned(streamOf(sized(g, 8, "/DeviceGray")+" /Filter /FlateDecode", deflated(g.Pix))),
		"逆の灰色":      scanned(streamOf(sized(g, 8, "/DeviceGray")+" /Decode [1 0] /Filter /FlateDecode", deflated(invert(g.Pix)))),
		"予測":        scanned(streamOf(sized(g, 8, "/DeviceGray")+fmt.Sprintf(" /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 1 /Columns %d >>", g.Rect.Dx()), deflated(upPredicted(g)))),
		"カラー":       scanned(streamOf(sized(g, 8, "[/ICCBased << /N 3 >>]")+" /Filter [/FlateDecode]", deflated(rgb))),
		"白黒":        scanned(streamOf(sized(g, 1, "/DeviceGray")+" /Filter /FlateDecode", deflated(bilevel(g)))),
		"白黒の型":      scanned(streamOf(sized(g, 1, "/DeviceGray")+" /ImageMask true /Filter /FlateDecode", deflated(bilevel(g)))),
		"色の表":       scanned(streamOf(sized(g, 1, "[/Indexed /DeviceRGB 1 <000000 FFFFFF>]")+" /Filter /FlateDecode", deflated(bilevel(g)))),
		"圧縮なし":      scanned(streamOf(sized(g, 8, "/CalGray"), g.Pix)),
		"新しいPDF":    newer,
		"目次のないPDF":  bytes.Replace(scanned(streamOf(sized(g, 8, "/DeviceGray")+" /Filter /DCTDecode", j)), []byte("startxref\n0\n%%EOF\n"), nil, 1),
		"前に別の行":     append([]byte("scanner 1.0\r\n"), newer...),
		"長さのまちがい":   bytes.Replace(scanned(streamOf(sized(g, 8, "/DeviceGray")+" /Filter /DCTDecode", j)), fmt.Appendf(nil, "/Length %d", len(j)), []byte("/Length 7"), 1),
		"二重のフォーム":   formed(streamOf(sized(g, 8, "/DeviceGray")+" /Filter /DCTDecode", j)),
		"小さい印のある紙面": twoPictures(streamOf(sized(g, 8, "/DeviceGray")+" /Filter /DCTDecode", j), streamOf("/Width 9 /Height 9 /ImageMask true", make([]byte, 18))),
	} {
		t.Run(name, func(t *testing.T) {
			stack, err := marksheet.Open(name, data)
			if err != nil || stack.Len() != 1 {
				t.Fatal(stack.Len(), err)
			}
			img, err := stack.Page(0)
			if err != nil {
				t.Fatal(err)
			}
			s, err := marksheet.Read(img, known)
			if err != nil {
				t.Fatal(err)
			}
			for q, a := range s.Answers {
				if a.State == marksheet.Uncertain || !slices.Equal(a.Options, truth[q]) {
					t.Errorf("問%d: %v, %v", q+1, a.Options, a.Reason)
				}
			}
		})
	}
}

func TestAFileThatCannotBeReadSaysWhatWhyAndWhatToDo(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 20, 20))
	small := sized(g, 8, "/DeviceGray")
	many := make([]string, marksheet.MaxPages+1)
	for i := range many {
		many[i] = streamOf(small, g.Pix)
	}
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"空":      {nil, "には何も入っていません。スキャンしたファイルを選びなおしてください。"},
		"文字":     {[]byte("こんにちは"), "はPNGでもJPEGでもPDFでもないので、読めません。"},
		"TIFF":   {[]byte("II*\x00\x08\x00"), "はTIFFなので、読めません。JPEG、PNGかPDFで保存しなおしてください。"},
		"大きい":    {make([]byte, marksheet.MaxBytes+1), "は200MBをこえていて、一度に読めません。分けてスキャンしてください。"},
		"途中まで":   {pngOf(t, g)[:60], "の1ページめの画像がこわれているか、途中で切れていて、開けません。"},
		"JPEGの頭": {[]byte("\xff\xd8\xff"), "の画像がこわれているか、途中で切れていて"},
		"鍵":      {pdfOf("/Encrypt 9 0 R", "<< /Pages 2 0 R >>", "<< /Kids [] >>"), "には暗号かパスワードが付いていて、開けません。"},
		"空のPDF":  {pdfOf("", "<< /Pages 2 0 R >>", "<< /Kids [] >>"), "にはページが見つかりません。"},
		"文字のPDF": {pdfOf("", "<< /Pages 2 0 R >>", "<< /Kids [3 0 R] >>", "<< /Type /Page >>"), "の1ページめにスキャンした画像がありません。"},
		"G4":     {scanned(streamOf(small+" /Filter /CCITTFaxDecode /DecodeParms << /K -1 >>", []byte("x"))), "の画像は、読めない形（白黒FAX・MMR・G4）です。スキャナーの設定で「グレー」か「カラー」を選んでスキャンするか、JPEGかPNGで保存しなおしてください。"},
		"JBIG2":  {scanned(streamOf(small+" /Filter [/FlateDecode /JBIG2Decode]", deflated([]byte("x")))), "（白黒JBIG2）"},
		"CMYK":   {scanned(streamOf(sized(g, 8, "/DeviceCMYK"), make([]byte, 1600))), "（\"DeviceCMYK\"）"},
		"高圧縮":    {twoPictures(streamOf(small, g.Pix), streamOf(small, g.Pix)), "は画像が何枚にも分かれていて、読めません。"},
		"ふくらむ":   {scanned(streamOf("/Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode", deflated(make([]byte, 1000)))), "は100000×100000画素で、大きすぎて読めません。"},
		"足りない":   {scanned(streamOf("/Width 1000 /Height 1000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode", deflated(make([]byte, 1000)))), "の画像がこわれているか"},
		"多い":     {scanned(many...), "は500ページをこえていて、一度に読めません。"},
		"輪のページ":  {pdfOf("", "<< /Pages 2 0 R >>", "<< /Kids [2 0 R 2 0 R] >>"), "にはページが見つかりません。"},
		"自分を含む":  {pdfOf("", "<< /Pages << /Kids 2 0 R >> >>", "[ << /Kids 2 0 R >> << /Kids 2 0 R >> ]"), "は500ページをこえていて"},
		"大きいPNG": {bigPNG(t), "画素で、大きすぎて読めません。"},
	} {
		t.Run(name, func(t *testing.T) {
			stack, err := marksheet.Open("scan", c.data)
			if err == nil {
				_, err = stack.Page(0)
			}
			if fault.Of(err) != fault.Invalid || !strings.HasPrefix(fault.As(err).Say, "「scan」") || !strings.Contains(fault.As(err).Say, c.say) {
				t.Errorf("%v", err)
			}
		})
	}
}

// bigPNG says that it is 7,000 by 5,000 pixels of four channels of 16 bits.
func bigPNG(t testing.TB) []byte {
	b := pngOf(t, image.NewNRGBA64(image.Rect(0, 0, 1, 1)))
	head := b[12:29] // the kind of chunk and what it holds
	copy(head[4:], []byte{0, 0, 0x1b, 0x58, 0, 0, 0x13, 0x88})
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(head))
	return b
}

func TestOneBadPageDoesNotSpoilTheStack(t *testing.T) {
	p, _ := filledIn(t)
	good := streamOf(sized(p.Gray, 8, "/DeviceGray")+" /Filter /DCTDecode", jpegOf(t, p))
	stack, err := marksheet.Open("束", scanned(good, streamOf(sized(p.Gray, 8, "/DeviceGray")+" /Filter /JPXDecode", []byte("x")), good))
	if err != nil || stack.Len() != 3 {
		t.Fatal(err)
	}
	for i := range 3 {
		if _, err := stack.Page(i); (err == nil) != (i != 1) {
			t.Errorf("page %d: %v", i+1, err)
		}
	}
	if _, err := stack.Page(3); fault.Of(err) != fault.NotFound {
		t.Errorf("page 4: %v", err)
	}
}

func TestAnUncertainAnswerIsShownUprightHoweverItWasScanned(t *testing.T) {
	p, _ := filledIn(t)
	want := cropOf(t, p.Gray)
	for _, degrees := range []float64{90, 180, 272} {
		if off := difference(want, cropOf(t, marktest.Turned(p.Gray, degrees, 240))); off > 9 {
			t.Errorf("turned by %v, the crop differs by %.1f greys", degrees, off)
		}
	}
	s, _ := marksheet.Read(p, known)
	if _, err := s.Crop(p, marksheet.Rect{X: 200, Y: 1, W: 20, H: 20}); fault.Of(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}

func cropOf(t testing.TB, img image.Image) *image.Gray {
	s, err := marksheet.Read(img, known)
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.Crop(img, s.Answers[2].Crop)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 40_000 {
		t.Errorf("a crop of %d bytes", len(data))
	}
	got, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return got.(*image.Gray)
}

// difference is the mean difference of two pictures in greys.
func difference(a, b *image.Gray) float64 {
	if a.Rect != b.Rect {
		return 255
	}
	sum := 0
	for i, v := range a.Pix {
		sum += max(int(v)-int(b.Pix[i]), int(b.Pix[i])-int(v))
	}
	return float64(sum) / float64(len(a.Pix))
}

func FuzzAnyFileIsOpenedOrRefused(f *testing.F) {
	g := image.NewGray(image.Rect(0, 0, 9, 9))
	f.Add(scanned(streamOf(sized(g, 8, "/DeviceGray")+" /Filter /FlateDecode", deflated(g.Pix))))
	f.Add(scanned(streamOf(sized(g, 1, "[/Indexed /DeviceRGB 1 (\\000\\(\\)abc)]"), bilevel(g))))
	f.Add(scanned(streamOf(sized(g, 8, "/DeviceRGB")+" /Filter /FlateDecode /DecodeParms << /Predictor 12 /Colors 3 >>", deflated(make([]byte, 9*28)))))
	f.Add(pdfInStreams(jpegOf(f, g), g))
	f.Add(formed(streamOf(sized(g, 8, "/DeviceGray"), g.Pix)))
	f.Add([]byte("%PDF-1.4 1 0 obj<</Pages 1 0 R/Kids[1 0 R]>>endobj trailer<</Root 1 0 R>>"))
	f.Add([]byte("%PDF-<<<<[[[[((((/a"))
	f.Add(pngOf(f, g))
	f.Add(jpegOf(f, g))
	f.Fuzz(func(t *testing.T, data []byte) {
		stack, err := marksheet.Open("f", data)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		for i := range min(stack.Len(), 5) {
			img, err := stack.Page(i)
			if err != nil && fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			if err == nil {
				marksheet.Read(img, nil)
			}
		}
	})
}
