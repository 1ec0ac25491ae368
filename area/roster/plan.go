package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
)

// What a line of a file would do.
const (
	Adds    = "add"
	Changes = "change"
	Same    = "same"
	Broken  = "error"
)

// Step is what one line of a file would do, told before anything is written.
type Step struct {
	Line     int
	Key      string // staff number or office code
	Name     string
	Kind     string
	Changes  []ui.Change
	Problems textfile.Problems
	first    int // what has to be done earlier has the smaller number
	do       func(context.Context, *db.Tx) error
}

// broken adds a problem to the step.
func (s *Step) broken(column, what, remedy string) {
	s.Kind = Broken
	s.Problems = append(s.Problems, textfile.Problem{Line: s.Line, Column: column, What: what, Remedy: remedy})
}

// differs notes a change, if it is one.
func (s *Step) differs(label, before, after string) {
	if before != after {
		s.Changes = append(s.Changes, ui.Change{Label: label, Before: before, After: after})
	}
}

// settle gives the step its kind once everything is known.
func (s *Step) settle(known bool) {
	switch {
	case len(s.Problems) > 0:
		s.Kind, s.Changes = Broken, nil
	case !known:
		s.Kind = Adds
	case len(s.Changes) > 0:
		s.Kind = Changes
	default:
		s.Kind = Same
	}
}

// Plan is the whole file, line by line.
type Plan struct{ Steps []Step }

// Count says how many lines are of a kind.
func (p Plan) Count(kind string) int {
	n := 0
	for _, s := range p.Steps {
		if s.Kind == kind {
			n++
		}
	}
	return n
}

// Of lists the steps of a kind; "" is all.
func (p Plan) Of(kind string) []Step {
	var out []Step
	for _, s := range p.Steps {
		if kind == "" || s.Kind == kind {
			out = append(out, s)
		}
	}
	return out
}

// Problems lists what is wrong, in the order of the file.
func (p Plan) Problems() textfile.Problems {
	var out textfile.Problems
	for _, s := range p.Steps {
		out = append(out, s.Problems...)
	}
	return out
}

// Digest tells two plans apart: what is confirmed must be what was shown.
func (p Plan) Digest() string {
	h := sha256.New()
	for _, s := range p.Steps {
		fmt.Fprintf(h, "%d|%s|%s|%v\n", s.Line, s.Key, s.Kind, s.Changes)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// run does the steps in their order; the first that fails is told by its line.
func (p Plan) run(ctx context.Context, tx *db.Tx) error {
	for turn := range 4 {
		for _, s := range p.Steps {
			if s.first != turn || s.do == nil || s.Kind != Adds && s.Kind != Changes {
				continue
			}
			if err := s.do(ctx, tx); err != nil {
				return atLine(s.Line, err)
			}
		}
	}
	return nil
}

// lineFault is a fault of one line, so that the preview can put it there.
type lineFault struct {
	line int
	err  error
}

func (l *lineFault) Error() string { return fmt.Sprintf("line %d: %v", l.line, l.err) }
func (l *lineFault) Unwrap() error { return l.err }

// atLine names the line of a file in a fault that a person can mend.
func atLine(line int, err error) error {
	if fault.Of(err) == fault.Internal {
		return err
	}
	return &lineFault{line, err}
}

// saying is the sentence of a fault with those of its fields.
func saying(err error) string {
	f := fault.As(err)
	if !f.Problems.Any() {
		return f.Say
	}
	say := ""
	f.Problems.Each(func(_, s string) { say += s })
	return say
}

// day reads a date cell; an unreadable one is a problem of the step.
func (s *Step) day(column, text string, today clock.Date) clock.Date {
	if text == "" {
		return ""
	}
	d, err := clock.ParseDate(text, today)
	if err != nil {
		s.broken(column, err.Error(), "")
	}
	return d
}
