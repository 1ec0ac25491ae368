package marksheet

// State is what is known of a bubble or a question.
type State int

// A bubble is Blank, Marked or Uncertain; so is a question, which is Blank only when each of its bubbles is.
const (
	Uncertain State = iota
	Blank
	Marked
)

// Reason says why a person must look; String is the sentence for the person.
type Reason int

// The reasons, the gravest first: the first that holds is given.
const (
	None     Reason = iota
	Hidden          // a printed bubble cannot be seen
	Crossed         // a filled bubble with strokes through it
	Faint           // too dark for empty and too light for a mark
	Double          // more than one mark where one is asked for
	Scribble        // ink beside a bubble, or a line through it
)

func (r Reason) String() string {
	return [...]string{"", "印刷の○が、汚れ・折れ・紙の外にあって見えません。", "ぬった○の上に、消すような線があります。", "しるしがうすく、書いたのか消したのか決められません。",
		"1つ選ぶ問いに、しるしが2つ以上あります。", "○のすぐ外に、書きこみか、通りぬける線があります。"}[r]
}

// Answer is what was read of one question.
type Answer struct {
	State   State
	Options []int // marked, from 0, in order; nil unless Marked
	Reason  Reason
	Bubbles []Bubble
	Crop    Rect // what to show a person
}

// Limits between empty and marked, found on drawn and degraded sheets (docs/decisions/0033).
const (
	markDark   = 0.30 // mean darkness from which a bubble is marked
	strokeDark = 0.13 // the same where strokes are inked through
	strokeInk  = 0.13 // share inked that makes strokes
	darkLeast  = 0.03 // mean darkness above the usual up to which a bubble is empty on a clean scan
	darkMost   = 0.05 // and on a noisy one
	peakLeast  = 0.06 // the same for the darkest spot
	peakMost   = 0.14
	filled     = 0.62 // share inked from which a bubble counts as filled in
	strayArea  = 0.2  // mm² beside an empty bubble
	crossArea  = 1.6  // mm² beside a marked bubble
	hiddenArea = 14.0 // mm² beside a bubble that is dark all around
)

func (r *reading) answers() []Answer {
	u := r.usual()
	out := make([]Answer, len(r.l.Items))
	for i, bs := range r.bubbles {
		for k := range bs {
			bs[k].State = r.state(bs[k], u)
		}
		out[i] = r.answer(bs, r.l.Form.Questions[i].Many)
		out[i].Crop = r.l.Items[i].Row
	}
	return out
}

// state is Blank or Marked only well away from the limit between them.
func (r *reading) state(b Bubble, u usual) State {
	switch {
	case !r.shown(b):
		return Uncertain
	case b.strayed():
		return Uncertain
	case b.Dark >= markDark, b.Dark >= strokeDark && b.Cover >= strokeInk:
		return Marked
	case b.Dark <= u.dark+u.darkMore && b.Peak <= u.peak+u.peakMore:
		return Blank
	}
	return Uncertain
}

// strayed says that the ink in a bubble may belong to something that only passes: a stamp, a scratch on the glass,
// words written over the sheet. What fills the bubble is its own.
func (b Bubble) strayed() bool {
	return b.Cover < filled && (b.Through || b.Beside > crossArea)
}

// shown says whether the printed line is there: a fold, a stain or a wrong place must not pass for an answer.
func (r *reading) shown(b Bubble) bool {
	if b.Ring < 0 || b.Beside > hiddenArea {
		return false
	}
	// A filled bubble has no line of its own any more; its edge is the line.
	return b.Ring >= 0.45*r.ring || b.Cover > filled && b.Ring >= 0.25*r.ring
}

func (r *reading) answer(bs []Bubble, many bool) Answer {
	a := Answer{Bubbles: bs}
	var because [Scribble + 1]bool
	for k, b := range bs {
		switch {
		case !r.shown(b):
			because[Hidden] = true
		case b.State == Marked:
			a.Options = append(a.Options, k)
			because[Crossed] = because[Crossed] || b.Cover >= filled && b.Beside > crossArea
		case b.strayed():
			because[Scribble] = true
		case b.State == Uncertain:
			because[Faint] = true
		default:
			because[Scribble] = because[Scribble] || b.Beside > strayArea
		}
	}
	because[Double] = !many && len(a.Options) > 1
	for reason := Hidden; reason <= Scribble; reason++ {
		if because[reason] {
			a.State, a.Reason, a.Options = Uncertain, reason, nil
			return a
		}
	}
	a.State = Blank
	if len(a.Options) > 0 {
		a.State = Marked
	}
	return a
}
