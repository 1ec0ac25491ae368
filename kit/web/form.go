package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kaname/kit/fault"
)

// Form is what a person sent, with reading that never fails on spaces or width.
type Form struct{ url.Values }

// ReadForm reads a posted form of at most MaxForm bytes.
func ReadForm(w http.ResponseWriter, r *http.Request) (Form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxForm)
	if err := r.ParseForm(); err != nil {
		return Form{}, fault.Wrap(fault.Invalid, "送られた内容が大きすぎるか、途中で切れました。短くしてもう一度送ってください。", err)
	}
	return Form{r.PostForm}, nil
}

// Text returns a field without the spaces around it (full-width ones too); line ends are \n.
func (f Form) Text(name string) string {
	return strings.Trim(strings.ReplaceAll(f.Get(name), "\r\n", "\n"), " \t\n　")
}

// Yes says whether a check box was ticked.
func (f Form) Yes(name string) bool { v := f.Get(name); return v != "" && v != "0" && v != "false" }

// Whole reads a whole number in any width, or 0 and false.
func (f Form) Whole(name string) (int, bool) {
	n, err := strconv.Atoi(Digits(f.Get(name)))
	return n, err == nil
}

// Number reads a decimal number in any width, with or without thousands commas; ok is false where it is none.
func (f Form) Number(name string) (v float64, ok bool) {
	v, err := strconv.ParseFloat(Digits(f.Get(name)), 64)
	return v, err == nil
}

// Digits makes full-width digits, signs and stops plain and drops commas and spaces.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '－' || r == '−' || r == 'ー':
			return '-'
		case r == ',' || r == '，' || r == ' ' || r == '　' || r == '%' || r == '％':
			return -1
		}
		return r
	}, s)
}

// Query is the address's query as a Form.
func Query(r *http.Request) Form { return Form{r.URL.Query()} }

// With returns r's address with the query field name set to value; an empty value drops it.
func With(r *http.Request, name, value string) string {
	q := r.URL.Query()
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return r.URL.Path
	}
	return r.URL.Path + "?" + q.Encode()
}
