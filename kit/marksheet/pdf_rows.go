package marksheet

import (
	"bufio"
	"fmt"
	"io"
)

// rows takes back the prediction that was made before packing.
type rows struct {
	in          *bufio.Reader
	png, tiff   bool
	back        int // bytes to the sample on the left
	now, before []byte
}

func (f *pdfFile) rows(parms dict, r io.Reader, length int) (*rows, error) {
	p := int(f.number(parms["Predictor"], 1))
	bits, colours := int(f.number(parms["BitsPerComponent"], 8)), int(f.number(parms["Colors"], 1))
	if p == 2 && bits != 8 || bits < 1 || bits > 16 || colours < 1 || colours > 8 {
		return nil, otherPacking(name(fmt.Sprintf("Predictor %d", p)))
	}
	return &rows{in: bufio.NewReader(r), png: p >= 10, tiff: p == 2, back: max(1, bits*colours/8),
		now: make([]byte, length), before: make([]byte, length)}, nil
}

func (r *rows) next() ([]byte, error) {
	r.now, r.before = r.before, r.now
	how := byte(0)
	if r.png {
		var err error
		if how, err = r.in.ReadByte(); err != nil {
			return nil, err
		}
	}
	if _, err := io.ReadFull(r.in, r.now); err != nil {
		return nil, err
	}
	if r.tiff {
		how = 1
	}
	if how > 4 {
		return nil, fmt.Errorf("PNG filter %d", how)
	}
	for i := range r.now {
		r.now[i] += r.predicted(how, i)
	}
	return r.now, nil
}

// predicted is what the PNG filter how (PNG 1.2, 6) expects at i.
func (r *rows) predicted(how byte, i int) byte {
	a, b, c := 0, int(r.before[i]), 0
	if i >= r.back {
		a, c = int(r.now[i-r.back]), int(r.before[i-r.back])
	}
	switch how {
	case 1:
		return byte(a)
	case 2:
		return byte(b)
	case 3:
		return byte((a + b) / 2)
	case 4:
		p := a + b - c
		pa, pb, pc := max(p-a, a-p), max(p-b, b-p), max(p-c, c-p)
		switch {
		case pa <= pb && pa <= pc:
			return byte(a)
		case pb <= pc:
			return byte(b)
		}
		return byte(c)
	}
	return 0
}
