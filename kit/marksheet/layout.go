package marksheet

import (
	"fmt"
	"math"

	"kaname/kit/fault"
)

// geometry is the version of the rules below; sheets printed by other rules have another fingerprint and are refused.
const geometry = 1

// The sheet. A corner mark is a dark ring around a dark square, 1:1:3:1:1 modules on every line through its centre,
// which copiers leave recognisable and handwriting does not imitate.
const (
	PageW, PageH = 210.0, 297.0
	module       = 1.2
	cornerAt     = 8 + 3.5*module // centre of a corner mark, from both edges
	left, right  = 20.0, 190.0
	top, bottom  = 19.0, 278.5
	Radius       = 2.4 // of a bubble, to the outside of its line
	stroke       = 0.35
	Clear        = 2.5 // free of print around a bubble
)

// Point is a place on the sheet.
type Point struct{ X, Y float64 }

// Rect is an upright part of the sheet.
type Rect struct{ X, Y, W, H float64 }

// Text is one printed line, its base line at At. Anchor is start, middle or end.
type Text struct {
	At     Point
	Size   float64 // em
	Bold   bool
	Code   bool // in letters of one width
	Anchor string
	Say    string
	Width  float64 // estimated
}

// Item is the place of one question.
type Item struct {
	Row     Rect    // what to show a person: text and bubbles
	Bubbles []Point // centres, in the order of the options
}

// Layout is where everything is on a sheet. The same form always gives the same layout.
type Layout struct {
	Form        Form
	Items       []Item // in the order of Form.Questions
	Texts       []Text
	Lines       []Rect // printed thin lines, drawn filled
	Frames      []Rect // printed frames
	Examples    Point  // where the drawn examples of good marks begin
	Box         Rect   // of the free text; zero without one
	Fingerprint uint16
}

// Corners are the centres of the corner marks: upper left, upper right, lower right, lower left.
func Corners() [4]Point {
	r, b := PageW-cornerAt, PageH-cornerAt
	return [4]Point{{cornerAt, cornerAt}, {r, cornerAt}, {r, b}, {cornerAt, b}}
}

// density is how closely a sheet is set: sizes of text in pt, distances in mm.
type density struct {
	text, label   float64
	gap, row, box float64 // below a question, more between the rows of a grid, height of the box
	grid          bool    // questions with the same options share one row of labels
	tall          int     // lines of a label at most
}

// densities are tried in this order; the first that fits one side is taken.
var densities = []density{
	{11, 10, 2, 0, 24, false, 2},
	{11, 10, 2, 0, 24, true, 3},
	{10, 9, 0.8, 0, 20, false, 3},
	{10, 9, 0.8, 0, 20, true, 3},
	{9.5, 8.5, 0.3, 0, 16, true, 3},
}

// looser is the density with share of the most room that is given where the sheet is not full.
func (d density) looser(share float64) density {
	d.gap, d.row, d.box = d.gap+5*share, d.row+3*share, d.box+40*share
	return d
}

// LayOut places the form on one side of A4. It is Invalid when a field is missing or the form is too long for one side.
func LayOut(f Form) (*Layout, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	var s *setting
	var err error
	for _, d := range densities {
		for share := 1.0; share >= 0; share -= 0.125 {
			s = &setting{density: d.looser(share), l: &Layout{Form: f, Items: make([]Item, len(f.Questions))}}
			if err = s.all(); err == nil && s.y <= bottom {
				s.l.Fingerprint = fingerprint(f, s.l.Items, s.l.Box)
				return s.l, nil
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return nil, tooLong(f, s.y-bottom, s.used/float64(len(f.Questions)))
}

func tooLong(f Form, over, each float64) error {
	say := fmt.Sprintf("A4の片面に、あと%.0fmm入りきりません。設問を%d減らすか、設問と選択肢の文を短くしてください（設問1つは、およそ%.0fmmです）。",
		math.Ceil(over), int(math.Ceil(over/each)), each)
	if f.FreeText != "" {
		say += fmt.Sprintf("自由に書く欄をなくすと、%.0fmmあきます。", densities[len(densities)-1].box+4)
	}
	return fault.New(fault.Invalid, say)
}

// key is the survey and version of a layout, as read from a sheet's code.
type key struct {
	survey  string
	version int
}

// Layouts are those a scan may show.
type Layouts map[key]*Layout

// Known gathers layouts for Read. Of two with the same survey and version, the later one stands.
func Known(ls ...*Layout) Layouts {
	known := Layouts{}
	for _, l := range ls {
		known[key{l.Form.Key, l.Form.Version}] = l
	}
	return known
}
