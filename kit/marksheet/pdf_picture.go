package marksheet

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"io"

	"kaname/kit/fault"
)

// filters are the names of a stream's filters, outermost first, and the parameters of the last.
func (f *pdfFile) filters(d dict) (names []name, parms dict) {
	switch v := f.of(d["Filter"]).(type) {
	case name:
		names = []name{v}
	case []any:
		for _, e := range v {
			n, _ := f.of(e).(name)
			names = append(names, n)
		}
	}
	parms = f.dictOf(d["DecodeParms"])
	if list, ok := f.of(d["DecodeParms"]).([]any); ok && len(list) > 0 {
		parms = f.dictOf(list[len(list)-1])
	}
	return names, parms
}

// unpacked is what a stream of objects holds, at most limit bytes.
func (f *pdfFile) unpacked(st *stream, limit int) ([]byte, error) {
	names, parms := f.filters(st.dict)
	switch {
	case len(names) == 0:
		return st.raw[:min(len(st.raw), limit)], nil
	case len(names) > 1 || names[0] != "FlateDecode" || f.number(parms["Predictor"], 1) > 1:
		return nil, broken(nil)
	}
	r, err := zlib.NewReader(bytes.NewReader(st.raw))
	if err != nil {
		return nil, broken(err)
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)))
	if len(data) == 0 && err != nil {
		return nil, broken(err)
	}
	return data, nil
}

func (f *pdfFile) number(v any, or float64) float64 {
	if n, ok := f.of(v).(float64); ok {
		return n
	}
	return or
}

// picture unpacks an image (ISO 32000-1, 8.9.5).
func (f *pdfFile) picture(st *stream) (image.Image, error) {
	names, parms := f.filters(st.dict)
	raw := io.Reader(bytes.NewReader(st.raw))
	for len(names) > 1 && names[0] == "FlateDecode" {
		z, err := zlib.NewReader(raw)
		if err != nil {
			return nil, broken(err)
		}
		raw, names = io.LimitReader(z, maxUnpacked), names[1:]
	}
	if len(names) > 1 {
		return nil, otherPacking(names[0])
	}
	if len(names) == 0 {
		return f.samples(st.dict, nil, raw)
	}
	switch names[0] {
	case "DCTDecode":
		data, err := io.ReadAll(raw)
		if err != nil {
			return nil, broken(err)
		}
		return decodeJPEG(data)
	case "FlateDecode":
		z, err := zlib.NewReader(raw)
		if err != nil {
			return nil, broken(err)
		}
		return f.samples(st.dict, parms, z)
	}
	return nil, otherPacking(names[0])
}

// otherPacking refuses what we cannot unpack; black and white scans of copiers are mostly CCITTFaxDecode.
func otherPacking(n name) error {
	say := map[name]string{"CCITTFaxDecode": "白黒FAX・MMR・G4", "JBIG2Decode": "白黒JBIG2", "JPXDecode": "JPEG 2000"}[n]
	if say == "" {
		say = fmt.Sprintf("%.20q", string(n))
	}
	return fault.New(fault.Invalid, "の画像は、読めない形（"+say+"）です。スキャナーの設定で「グレー」か「カラー」を選んでスキャンするか、JPEGかPNGで保存しなおしてください。")
}

// samples reads an image that is not a JPEG, a row at a time, into grey.
func (f *pdfFile) samples(d dict, parms dict, r io.Reader) (image.Image, error) {
	w, h := int(f.number(d["Width"], 0)), int(f.number(d["Height"], 0))
	if tooLarge(w, h) {
		return nil, tooManyPixels(w, h)
	}
	s, err := f.shades(d)
	if err != nil {
		return nil, err
	}
	rows, err := f.rows(parms, r, (w*s.bits*s.colours+7)/8)
	if err != nil {
		return nil, err
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		row, err := rows.next()
		if err != nil {
			return nil, broken(err)
		}
		s.grey(row, out.Pix[y*out.Stride:y*out.Stride+w])
	}
	return out, nil
}

// shades says how samples become grey.
type shades struct {
	bits, colours int
	table         [256]uint8 // of one sample, where colours is 1
}

// shades reads the colour space. CalGray and ICC profiles are taken for their plain counterparts: ink stays ink.
func (f *pdfFile) shades(d dict) (s shades, err error) {
	s.bits, s.colours = int(f.number(d["BitsPerComponent"], 1)), 1
	var palette []byte
	base := 0
	space := f.of(d["ColorSpace"])
	if d["ImageMask"] == true {
		s.bits = 1
	}
	if list, ok := space.([]any); ok && len(list) > 0 {
		if space = f.of(list[0]); space == name("Indexed") && len(list) > 3 {
			base, palette = f.channels(list[1]), f.palette(list[3])
		} else {
			space = name([]string{"?", "DeviceGray", "?", "DeviceRGB"}[f.channels(list)&3])
		}
	}
	if n, _ := space.(name); n == "DeviceRGB" || n == "CalRGB" {
		s.colours = 3
	} else if n != "" && n != "DeviceGray" && n != "CalGray" && n != "Indexed" {
		return s, otherPacking(n)
	}
	if s.bits != 8 && (s.colours == 3 || s.bits != 1 && s.bits != 2 && s.bits != 4) {
		return s, otherPacking(name(fmt.Sprintf("%dbit", s.bits)))
	}
	s.fill(palette, base, f.inverted(d))
	return s, nil
}

// channels is the number of colours of a space: 1, 3, or 0 for another.
func (f *pdfFile) channels(v any) int {
	v = f.of(v)
	if list, ok := v.([]any); ok && len(list) > 0 {
		if f.of(list[0]) == name("ICCBased") && len(list) > 1 {
			if n := int(f.number(f.dictOf(list[1])["N"], 0)); n == 1 || n == 3 {
				return n
			}
			return 0
		}
		v = f.of(list[0])
	}
	switch v {
	case name("DeviceGray"), name("CalGray"):
		return 1
	case name("DeviceRGB"), name("CalRGB"):
		return 3
	}
	return 0
}

func (f *pdfFile) palette(v any) []byte {
	switch p := f.of(v).(type) {
	case text:
		return []byte(p)
	case *stream:
		data, _ := f.unpacked(p, 1024)
		return data
	}
	return nil
}

// inverted says whether the lowest sample is white.
func (f *pdfFile) inverted(d dict) bool {
	list, _ := f.of(d["Decode"]).([]any)
	return len(list) > 0 && f.number(list[0], 0) > 0
}

func (s *shades) fill(palette []byte, base int, inverted bool) {
	most := 1<<s.bits - 1
	for i := range s.table {
		v := min(i, most)
		if inverted {
			v = most - v
		}
		switch {
		case palette == nil:
			s.table[i] = uint8(v * 255 / most)
		case base == 3 && 3*v+2 < len(palette):
			s.table[i] = luminance(uint32(palette[3*v]), uint32(palette[3*v+1]), uint32(palette[3*v+2]))
		case base == 1 && v < len(palette):
			s.table[i] = palette[v]
		}
	}
}

// grey turns one packed row of samples into grey.
func (s *shades) grey(row []byte, out []uint8) {
	for x := range out {
		if s.colours == 3 {
			v := luminance(uint32(row[3*x]), uint32(row[3*x+1]), uint32(row[3*x+2]))
			if s.table[0] == 255 { // an inverted picture
				v = 255 - v
			}
			out[x] = v
			continue
		}
		at := x * s.bits
		out[x] = s.table[row[at/8]>>(8-s.bits-at%8)&(1<<s.bits-1)]
	}
}
