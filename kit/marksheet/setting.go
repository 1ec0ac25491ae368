package marksheet

import (
	"fmt"
	"math"
	"slices"

	"kaname/kit/fault"
)

// setting places one form at one density, from the top down.
type setting struct {
	density
	l    *Layout
	y    float64 // what is below is free
	used float64 // height of all questions
}

const (
	textAt    = left + 8.5 // where a question's text begins, after its number
	inset     = 0.5        // of a bubble in its cell
	labelRoom = 2*Radius + inset + 2*Clear
)

func (s *setting) all() error {
	s.y = top
	s.head()
	s.notice()
	from := s.y
	for i := 0; i < len(s.l.Form.Questions); {
		n := s.alike(i)
		if !s.grid || n < 2 || !s.table(i, n) {
			if err := s.alone(i); err != nil {
				return err
			}
			n = 1
		}
		i += n
	}
	s.used = s.y - from
	s.foot()
	return nil
}

// say prints lines below one another from y down and returns the free y below them.
func (s *setting) say(x, y, size float64, bold bool, anchor string, lines []string) float64 {
	for _, line := range lines {
		s.l.Texts = append(s.l.Texts, Text{At: Point{x, y + size}, Size: size, Bold: bold, Anchor: anchor, Say: line, Width: width(line) * size})
		y += lead * size
	}
	return y
}

func (s *setting) head() {
	size, side := 17*pt, 9.5*pt
	from := wrap(s.l.Form.From, 50/side)
	free := right - left
	if len(from) > 0 {
		free -= 54
	}
	y := s.say(left, s.y, size, true, "start", wrap(s.l.Form.Title, free/size))
	s.y = max(y, s.say(right, s.y+0.5, side, false, "end", from)) + 1.5
}

// notice has the office's words at the left and drawn examples of good marks at the right.
func (s *setting) notice() {
	size := s.text * pt
	lines := wrap(s.l.Form.Notice, (right-left-46)/size)
	h := max(float64(len(lines))*lead*size+3, 11)
	s.l.Frames = append(s.l.Frames, Rect{left, s.y, right - left, h})
	s.say(left+3, s.y+1.5, size, false, "start", lines)
	s.l.Examples = Point{right - 38, s.y + h/2}
	s.y += h + s.gap + 1
}

// number prints a question's number and text and returns the free y below.
func (s *setting) number(q Question, y, w float64) float64 {
	size := s.text * pt
	s.say(left, y, size, true, "start", []string{q.No})
	return s.say(textAt, y, size, true, "start", s.asked(q, w))
}

// asked is a question's text in lines of w mm.
func (s *setting) asked(q Question, w float64) []string {
	text := q.Text
	if q.Many {
		text += "（いくつでも）"
	}
	return wrap(text, w/(s.text*pt))
}

// alone places a question with its options, each beside its bubble, below the text.
func (s *setting) alone(i int) error {
	q, start := s.l.Form.Questions[i], s.y
	y := s.number(q, s.y, right-textAt) + Clear - 0.4
	columns, labels := s.columnsFor(q)
	if columns == 0 {
		return fault.New(fault.Invalid, fmt.Sprintf("問%sに、紙に入らない長さの選択肢があります。選択肢を%d文字までに短くしてください。",
			q.No, int((right-left-labelRoom)/(s.label*pt))*s.tall))
	}
	for from := 0; from < len(q.Options); from += columns {
		y = s.options(i, labels[from:min(from+columns, len(labels))], (right-left)/float64(columns), y)
	}
	s.l.Items[i].Row = Rect{left, start, right - left, y - start}
	s.rule(y)
	return nil
}

// options places one row of bubbles with their labels in cells of that width, and returns the free y below.
func (s *setting) options(i int, row [][]string, cell, y float64) float64 {
	size, h := s.label*pt, 2*Radius
	for _, lines := range row {
		h = max(h, float64(len(lines))*lead*size)
	}
	for k, lines := range row {
		x := left + cell*float64(k)
		s.l.Items[i].Bubbles = append(s.l.Items[i].Bubbles, Point{round(x + inset + Radius), round(y + h/2)})
		s.say(x+inset+2*Radius+Clear, y+h/2-float64(len(lines))*lead*size/2, size, false, "start", lines)
	}
	return y + h + Clear
}

// columnsFor finds the fewest rows on which every label fits; 0 columns when none does.
func (s *setting) columnsFor(q Question) (int, [][]string) {
	for rows := 1; rows <= len(q.Options); rows++ {
		columns := (len(q.Options) + rows - 1) / rows
		room := ((right-left)/float64(columns) - labelRoom) / (s.label * pt)
		labels := s.labels(q, room)
		broken := slices.ContainsFunc(labels, func(lines []string) bool { return len(lines) > 1 })
		// A scale stays on one row even if its labels break; a long list rather takes two.
		if labels != nil && (!broken || rows > 1 || len(q.Options) < 8) {
			return columns, labels
		}
	}
	return 0, nil
}

// labels are the options broken into lines of room em, or nil where one does not fit.
func (s *setting) labels(q Question, room float64) (labels [][]string) {
	for _, o := range q.Options {
		lines := wrap(o, room)
		if len(lines) > s.tall || slices.ContainsFunc(lines, func(l string) bool { return width(l) > room }) {
			return nil
		}
		labels = append(labels, lines)
	}
	return labels
}

// alike counts the questions from i on that have the same options.
func (s *setting) alike(i int) int {
	qs, n := s.l.Form.Questions, 1
	for i+n < len(qs) && slices.Equal(qs[i].Options, qs[i+n].Options) && qs[i].Many == qs[i+n].Many {
		n++
	}
	return n
}

// cells are the widths of a grid's columns that are tried, in mm.
var cells = []float64{20, 17, 15, 13, 11, 9.2, 2*Radius + Clear}

// leastText is the room in mm that a question's text has beside a grid.
const leastText = 45

// cell is the width of columns that leaves the texts of n questions on one line each; where none does, the widest
// on which the labels fit. It is 0 where they fit on none.
func (s *setting) cell(i, n int) (best float64) {
	qs := s.l.Form.Questions[i : i+n]
	for _, cell := range cells {
		room := right - cell*float64(len(qs[0].Options)) - textAt
		if s.labels(qs[0], (cell-0.8)/(s.label*pt)) == nil || room < leastText {
			continue
		}
		if best == 0 {
			best = cell
		}
		if !slices.ContainsFunc(qs, func(q Question) bool { return len(s.asked(q, room)) > 1 }) {
			return cell
		}
	}
	return best
}

// table places n questions with one row of labels above them; false, having placed nothing, when the labels do not fit.
func (s *setting) table(i, n int) bool {
	q, cell := s.l.Form.Questions[i], s.cell(i, n)
	if cell == 0 {
		return false
	}
	size, x := s.label*pt, right-cell*float64(len(q.Options))
	labels := s.labels(q, (cell-0.8)/size)
	most := 0
	for _, lines := range labels {
		most = max(most, len(lines))
	}
	h := float64(most) * lead * size
	for k, lines := range labels {
		s.say(x+cell*(float64(k)+0.5), s.y+h-float64(len(lines))*lead*size, size, false, "middle", lines)
	}
	s.y += h + Clear/2
	for j := i; j < i+n; j++ {
		s.tableRow(j, x, cell)
	}
	s.rule(s.y + Clear/2)
	return true
}

// rule closes a question with a thin line at y.
func (s *setting) rule(y float64) {
	s.l.Lines = append(s.l.Lines, Rect{left, y, right - left, 0.15})
	s.y = y + 0.8 + s.gap
}

// tableRow places one question of a grid whose columns begin at x.
func (s *setting) tableRow(j int, x, cell float64) {
	q := s.l.Form.Questions[j]
	before := len(s.l.Texts)
	below := s.number(q, s.y, x-textAt)
	h := max(below-s.y+0.8, 2*Radius+Clear) + s.row
	shift := (h - (below - s.y)) / 2
	for k := before; k < len(s.l.Texts); k++ {
		s.l.Texts[k].At.Y += shift
	}
	for k := range q.Options {
		s.l.Items[j].Bubbles = append(s.l.Items[j].Bubbles, Point{round(x + cell*(float64(k)+0.5)), round(s.y + h/2)})
	}
	s.l.Items[j].Row = Rect{left, s.y, right - left, h}
	s.y += h
}

// foot has the box for free text and the thanks.
func (s *setting) foot() {
	size := s.text * pt
	if s.l.Form.FreeText != "" {
		y := s.say(left, s.y, size, true, "start", wrap(s.l.Form.FreeText, (right-left)/size)) + 0.8
		s.l.Box = Rect{left, round(y), right - left, s.box}
		s.l.Frames = append(s.l.Frames, s.l.Box)
		s.y = y + s.box + 1
	}
	s.y = s.say(right, s.y, size, true, "end", wrap(s.l.Form.Thanks, (right-left)/size))
}

func round(mm float64) float64 { return math.Round(mm*100) / 100 }
