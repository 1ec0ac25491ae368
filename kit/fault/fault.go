// Package fault gives every error that a person may see one of five kinds and a sentence.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Kind says what went wrong in words that HTTP, the command line and tests share.
type Kind string

// The five kinds. What is not a Fault is Internal.
const (
	Invalid   Kind = "invalid"
	NotFound  Kind = "not found"
	Forbidden Kind = "forbidden"
	Conflict  Kind = "conflict"
	Internal  Kind = "internal"
)

// Problems holds one sentence per form field, in the order they were found.
type Problems struct {
	order []string
	by    map[string]string
}

// Of returns the sentence for a field, or "".
func (p Problems) Of(field string) string { return p.by[field] }

// Any says whether there is at least one problem.
func (p Problems) Any() bool { return len(p.order) > 0 }

// Each calls fn for every problem in the order in which it was found.
func (p Problems) Each(fn func(field, say string)) {
	for _, f := range p.order {
		fn(f, p.by[f])
	}
}

// Fields lists the fields that have a problem, in the order found.
func (p Problems) Fields() []string { return p.order }

// Fault is an error with a kind, a sentence for the person (what, why, remedy), and messages by field.
type Fault struct {
	Kind     Kind
	Say      string
	Problems Problems
	Cause    error
}

func (f *Fault) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", f.Kind, f.Say)
	f.Problems.Each(func(field, say string) { fmt.Fprintf(&b, " [%s: %s]", field, say) })
	if f.Cause != nil {
		fmt.Fprintf(&b, ": %v", f.Cause)
	}
	return b.String()
}

// Unwrap gives errors.Is and errors.As the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// New makes a fault of kind k that says say.
func New(k Kind, say string) error { return &Fault{Kind: k, Say: say} }

// Wrap is New with the error that led to it, kept for the log only.
func Wrap(k Kind, say string, cause error) error { return &Fault{Kind: k, Say: say, Cause: cause} }

// Missing is the NotFound that also covers what the actor may not see.
func Missing(what string) error {
	return New(NotFound, what+"は見つかりません。消されたか、見られる範囲の外にあります。一覧から開きなおしてください。")
}

// Denied is the Forbidden that names who can help.
func Denied(what, who string) error {
	return New(Forbidden, what+"ことはできません。"+who+"にたのんでください。")
}

// Of returns the kind of err; nil has no kind, and what is not a Fault is Internal.
func Of(err error) Kind {
	if err == nil {
		return ""
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}

// As returns err as a Fault, making an Internal one where it is none.
func As(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return &Fault{Kind: Internal, Say: "思わぬことが起きました。書いた内容は残っています。もう一度ためし、続くときは管理者に知らせてください。", Cause: err}
}

// Check collects field messages while a draft is read. The zero Check is ready to use.
type Check struct{ p Problems }

// That notes say for field unless ok; the first message of a field stands.
func (c *Check) That(ok bool, field, say string) {
	if ok {
		return
	}
	if c.p.by == nil {
		c.p.by = map[string]string{}
	}
	if _, seen := c.p.by[field]; seen {
		return
	}
	c.p.by[field] = say
	c.p.order = append(c.p.order, field)
}

// Err is nil when nothing was wrong, else an Invalid fault with every message.
func (c *Check) Err() error {
	if !c.p.Any() {
		return nil
	}
	return &Fault{Kind: Invalid, Say: "なおす所があります。", Problems: c.p}
}

// ProblemsOf takes the field messages out of err; it is empty for other errors.
func ProblemsOf(err error) Problems {
	var f *Fault
	if errors.As(err, &f) {
		return f.Problems
	}
	return Problems{}
}

// ByName is for tests and JSON: the problems sorted by field.
func (p Problems) ByName() []string {
	out := make([]string, 0, len(p.order))
	for f, say := range p.by {
		out = append(out, f+": "+say)
	}
	sort.Strings(out)
	return out
}
