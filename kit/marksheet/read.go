package marksheet

import (
	"errors"
	"fmt"
	"image"

	"kaname/kit/fault"
)

// Why a sheet was refused; errors.Is tells them apart.
var (
	ErrCorners = errors.New("fewer than three corner marks")
	ErrCode    = errors.New("no code that holds")
	ErrUnknown = errors.New("no layout for this survey")
	ErrVersion = errors.New("another version of the sheet")
	ErrTwo     = errors.New("two sheets on one scan")
	ErrPrint   = errors.New("the printed bubbles are not where they should be")
)

// Sheet is what one scan says.
type Sheet struct {
	Code    Code
	Layout  *Layout
	Place   Place    // on the scan that was read
	Corners int      // found: 4, or 3 where one is folded, torn or dirty
	Answers []Answer // in the order of the form's questions
	Free    Free
	// BlackAndWhite says that the scan has no greys: light pencil is then gone before anybody can read it.
	BlackAndWhite bool
}

// Uncertain counts the answers that a person must decide.
func (s Sheet) Uncertain() (n int) {
	for _, a := range s.Answers {
		if a.State == Uncertain {
			n++
		}
	}
	return n
}

// Read finds the sheet on a scan, however it is turned, and reads it against the layout its code names.
// An Invalid fault says why the sheet must go to a person as a whole; its Code is then filled in if it could be read.
func Read(img image.Image, known Layouts) (Sheet, error) {
	p, err := planeOf(img)
	if err != nil {
		return Sheet{}, err
	}
	g, code, err := p.locate()
	if err != nil {
		return Sheet{}, err
	}
	s := Sheet{Code: code, Corners: len(g.pairs), BlackAndWhite: blackAndWhite(img)}
	if s.Layout, err = known.of(code); err != nil {
		return s, err
	}
	r := &reading{plane: p, l: s.Layout, place: g.place, reach: 0.9}
	if s.Corners == 3 {
		r.reach = 2.1 // without the fourth corner a slanting sheet is off by as much
	}
	if err := r.settle(g.pairs); err != nil {
		return s, err
	}
	r.measure()
	s.Answers, s.Free = r.answers(), r.free()
	s.Place = r.place.scaled(float64(p.by))
	return s, nil
}

// of finds the layout a code names, and refuses a sheet printed from any other.
func (ls Layouts) of(c Code) (*Layout, error) {
	if l := ls[key{c.Key, c.Version}]; l != nil {
		if l.Fingerprint == c.Fingerprint && c.Page == 1 {
			return l, nil
		}
		return nil, fault.Wrap(fault.Invalid, fmt.Sprintf("用紙%sは、印刷したあとで設問か並びが変わっているため、いまの版では読めません。印刷したときの版で読むか、手で入れてください。", c), ErrVersion)
	}
	for k := range ls {
		if k.survey == c.Key {
			return nil, fault.Wrap(fault.Invalid, fmt.Sprintf("用紙%sは第%d版で、その版の設問がここにありません。版を確かめるか、手で入れてください。", c, c.Version), ErrVersion)
		}
	}
	return nil, fault.Wrap(fault.Invalid, fmt.Sprintf("用紙%sは、ここで読むアンケートのものではありません。ほかの紙が混ざっていないか、確かめてください。", c), ErrUnknown)
}

// locate finds the corner marks and the code. Each way of telling ink from paper is tried until a code holds.
func (p *plane) locate() (guess, Code, error) {
	q := p.seeking()
	side := max(8, max(q.w, q.h)/70) // about 4 mm
	most := 0
	for _, threshold := range []func(int) []uint8{q.middling, q.meaning} {
		marks := q.judge(side, threshold(side)).corners()
		for i := range marks {
			marks[i] = marks[i].scaled(float64(q.by))
		}
		most = max(most, len(marks))
		for _, g := range guesses(marks) {
			code, ok, err := p.code(g)
			if ok || err != nil {
				return g, code, err
			}
		}
	}
	if most < 3 {
		return guess{}, Code{}, fault.Wrap(fault.Invalid, fmt.Sprintf("用紙のすみの■が%dしか見つかりません。3つ以上写るように、折れや汚れをのばしてスキャンしなおすか、手で入れてください。", most), ErrCorners)
	}
	return guess{}, Code{}, fault.Wrap(fault.Invalid, "用紙の番号を読めません。このアンケートの用紙でないか、番号のところが汚れています。紙を確かめ、手で入れてください。", ErrCode)
}
