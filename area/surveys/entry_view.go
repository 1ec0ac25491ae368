package surveys

import (
	"strconv"

	"kaname/kit/questionnaire"
)

func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func sheetValue(n int) string {
	if n == 0 {
		return ""
	}
	return sheetNo(n)
}

func intList(all []int) string {
	s := ""
	for i, n := range all {
		if i > 0 {
			s += " "
		}
		s += strconv.Itoa(n)
	}
	return s
}

// short is the cell's name at the head of its column.
func (c cell) short() string {
	for _, w := range []questionnaire.Words{c.Mark, c.Short} {
		if t := w[questionnaire.Origin]; t != "" {
			return Text(t).Plain()
		}
	}
	r := []rune(in(c.Ask, Ja).Plain())
	return string(r[:min(len(r), 8)])
}

// show is a kept cell in the grid: words typed are only said to be there.
func (c cell) show(kept string) string {
	switch {
	case kept == "":
		return keyNone
	case !c.Kind.Closed():
		return "あり"
	}
	return kept
}
