package marksheet

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"kaname/kit/fault"
)

// Limits of a file of scans; what is beyond them is refused before it is unpacked.
const (
	MaxBytes    = 200 << 20
	MaxPages    = 500
	MaxPixels   = 40_000_000 // a page: A4 at 600 dpi has 35 million
	maxUnpacked = 160 << 20  // bytes of one unpacked page
)

// Stack is one file of scanned pages.
type Stack struct {
	name  string
	pages []func() (image.Image, error)
}

// Open looks into a PNG, a JPEG, or a PDF as copiers write it, without unpacking a page.
// What cannot be read is refused with what, why and remedy (Invalid).
func Open(name string, data []byte) (*Stack, error) {
	s := &Stack{name: name}
	one := func(decode func([]byte) (image.Image, error)) {
		s.pages = []func() (image.Image, error){func() (image.Image, error) { return decode(data) }}
	}
	switch {
	case len(data) == 0:
		return nil, s.refuse("には何も入っていません。スキャンしたファイルを選びなおしてください。")
	case len(data) > MaxBytes:
		return nil, s.refuse(fmt.Sprintf("は%dMBをこえていて、一度に読めません。分けてスキャンしてください。", MaxBytes>>20))
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		one(decodePNG)
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		one(decodeJPEG)
	case bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")):
		pages, err := pdfPages(data)
		if err != nil {
			return nil, s.refuse(fault.As(err).Say)
		}
		s.pages = pages
	case bytes.HasPrefix(data, []byte("II*\x00")) || bytes.HasPrefix(data, []byte("MM\x00*")):
		return nil, s.refuse("はTIFFなので、読めません。JPEG、PNGかPDFで保存しなおしてください。")
	default:
		return nil, s.refuse("はPNGでもJPEGでもPDFでもないので、読めません。スキャナーの設定でPDFかJPEGを選び、スキャンしなおしてください。")
	}
	return s, nil
}

func (s *Stack) refuse(say string) error { return fault.New(fault.Invalid, "「"+s.name+"」"+say) }

// Len is the number of pages.
func (s *Stack) Len() int { return len(s.pages) }

// Page unpacks page i, from 0. A page that cannot be unpacked is Invalid; the others still can.
func (s *Stack) Page(i int) (image.Image, error) {
	if i < 0 || i >= len(s.pages) {
		return nil, fault.New(fault.NotFound, fmt.Sprintf("「%s」に%dページめはありません。%dページあります。", s.name, i+1, len(s.pages)))
	}
	img, err := s.pages[i]()
	if err != nil {
		f := fault.As(err)
		return nil, fault.Wrap(fault.Invalid, fmt.Sprintf("「%s」の%dページめ", s.name, i+1)+f.Say, f.Cause)
	}
	return img, nil
}

func tooLarge(w, h int) bool { return w <= 0 || h <= 0 || w > MaxPixels/h }

func tooManyPixels(w, h int) error {
	return fault.New(fault.Invalid, fmt.Sprintf("は%d×%d画素で、大きすぎて読めません。200dpiか300dpiでスキャンしなおしてください。", w, h))
}

func broken(cause error) error {
	return fault.Wrap(fault.Invalid, "の画像がこわれているか、途中で切れていて、開けません。もう一度スキャンしてください。", cause)
}

func decodePNG(data []byte) (image.Image, error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	if tooLarge(c.Width, c.Height) || c.Width*c.Height*pixelBytes(c.ColorModel) > maxUnpacked {
		return nil, tooManyPixels(c.Width, c.Height)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	return img, nil
}

// pixelBytes is how much memory the standard library takes for a pixel.
func pixelBytes(m color.Model) int {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBAModel, color.NRGBAModel:
		return 4
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	return 1 // a palette
}

func decodeJPEG(data []byte) (image.Image, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	if tooLarge(c.Width, c.Height) {
		return nil, tooManyPixels(c.Width, c.Height)
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	return img, nil
}
