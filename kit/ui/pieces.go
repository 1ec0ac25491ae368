package ui

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"
)

// PageSize is how many rows a list shows at once (ux §4.4).
const PageSize = 50

// HeadOf describes the head of a screen: where we are, its name, what one can do.
type HeadOf struct {
	Path     []Link
	Title    string
	Sub      string
	State    *State
	Meta     string
	Switches []Switch
	Seg      []Link // 図|表
}

// Pager says which rows of a list are shown.
type Pager struct {
	Total, Page int // Page counts from 1
	Href        func(page int) string
}

// PageOf reads ?page= from a query.
func PageOf(q url.Values) int {
	n, err := strconv.Atoi(q.Get("page"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// Offset is the number of rows before this page.
func (p Pager) Offset() int { return (p.Page - 1) * PageSize }

func (p Pager) last() int { return max(1, (p.Total+PageSize-1)/PageSize) }

func (p Pager) from() string { return strconv.Itoa(min(p.Total, p.Offset()+1)) }
func (p Pager) to() string   { return strconv.Itoa(min(p.Total, p.Offset()+PageSize)) }

// near lists the page numbers worth a link: first, last, and two around here; 0 stands for a gap.
func (p Pager) near() []int {
	var out []int
	for n := 1; n <= p.last(); n++ {
		switch {
		case n == 1, n == p.last(), n >= p.Page-2 && n <= p.Page+2:
			out = append(out, n)
		case out[len(out)-1] != 0:
			out = append(out, 0)
		}
	}
	return out
}

func place(f Furniture) string {
	if f.Ward != "" {
		return f.Ward
	}
	if f.City != "" {
		return f.City
	}
	return "かなめ"
}

func mode(f Furniture, name, value string) templ.SafeURL {
	return templ.URL("/modes?" + url.Values{name: {value}, "to": {f.Path}}.Encode())
}

// Input describes one field of a form.
type Input struct {
	Name, Label, Value string
	Help, Echo         string
	Type               string // text (default), password, number, date, search
	Need               bool
	NoNeedMark         bool // neither 必須 nor 任意
	Problem            string
	Rows               int // textarea
	Most               int // characters, shown as typed
	Mode               string
	Auto               string
	Class              string
}

func (in Input) typ() string {
	if in.Type == "" {
		return "text"
	}
	return in.Type
}

func (in Input) described() string {
	s := ""
	if in.Help != "" {
		s += in.Name + "-help "
	}
	if in.Problem != "" {
		s += in.Name + "-err "
	}
	if in.Most > 0 {
		s += in.Name + "-count"
	}
	return s
}

func (in Input) rows() string { return strconv.Itoa(max(3, in.Rows)) }

// Pair is one field of two versions of a record.
type Pair struct{ Label, Theirs, Mine string }

// Change is one field before and after.
type Change struct{ Label, Before, After string }

func withAs(href, as string) string {
	sep := "?"
	for _, c := range href {
		if c == '?' {
			sep = "&"
		}
	}
	return href + sep + "as=" + as
}

func failureTitle(status int) string {
	switch status {
	case 403:
		return "開けない画面です"
	case 404:
		return "見つかりません"
	case 409:
		return "ほかの変更とぶつかりました"
	case 422:
		return "なおす所があります"
	}
	return "うまく動きませんでした"
}

// counting lets the script tell how many characters are left, where there is a limit.
func (in Input) counting() templ.Attributes {
	if in.Most == 0 {
		return nil
	}
	return templ.Attributes{"data-count": in.Name + "-count", "data-most": strconv.Itoa(in.Most)}
}
