package sav

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"kaname/kit/fault"
)

// column is a variable as it is written.
type column struct {
	Variable
	name     string
	segments []segment // one; a text of more than 255 bytes has several
}

// segment is what the format takes for a variable of its own.
type segment struct {
	name  string // at most eight bytes
	width int    // of text, up to 255; 0 for numbers
	units int    // of eight bytes in a row
}

// columns checks a dictionary and cuts what is too long.
func columns(d *Dictionary) ([]column, []Change, error) {
	if len(d.Variables) == 0 {
		return nil, nil, fault.New(fault.Invalid, "書き出す変数がありません。問いを1つ以上えらんでください。")
	}
	if d.Rows < 0 || d.Rows > math.MaxInt32 {
		return nil, nil, fault.New(fault.Invalid, fmt.Sprintf("行の数が%dになっています。0〜%dにしてください（0は「わからない」です）。", d.Rows, math.MaxInt32))
	}
	given := make([]string, len(d.Variables))
	for i, v := range d.Variables {
		given[i] = v.Name
	}
	names, changes := Names(given)
	cut := func(variable, what, s string, n int) string {
		s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
		now := cutTo(s, n)
		if now != s {
			changes = append(changes, Change{variable, what, s, now, fmt.Sprintf("%sは%dバイト（かな・漢字で%d字）までなので切りました。", what, n, n/3)})
		}
		return now
	}
	d.Title = cut("", "表題", d.Title, MaxTitle)
	cols := make([]column, len(d.Variables))
	for i, v := range d.Variables {
		if err := v.check(); err != nil {
			return nil, nil, err
		}
		v.Label = cut(v.Name, "ラベル", v.Label, MaxLabel)
		labels := make([]Label, len(v.Labels))
		for j, l := range v.Labels {
			labels[j] = Label{l.Value, cut(v.Name, "値ラベル", l.Text, MaxValueLabel)}
		}
		v.Labels = labels
		cols[i] = column{Variable: v, name: names[i], segments: v.cuts()}
	}
	shortNames(cols)
	return cols, changes, nil
}

// cuts divides a variable: each 252 bytes of a very long text begin a segment, and all but the last are 255 wide.
func (v Variable) cuts() []segment {
	if v.Kind != Text {
		return []segment{{units: 1}}
	}
	if v.Width <= 255 {
		return []segment{{width: v.Width, units: (v.Width + 7) / 8}}
	}
	list := make([]segment, (v.Width+251)/252)
	for i := range list {
		list[i] = segment{width: 255, units: 32}
	}
	last := v.Width - 252*(len(list)-1)
	list[len(list)-1] = segment{width: last, units: (last + 7) / 8}
	return list
}

// check refuses a variable that cannot be written.
func (v Variable) check() error {
	wrong := func(say string) error { return fault.New(fault.Invalid, "変数「"+v.Name+"」: "+say) }
	if v.Kind == Text && (v.Width < 1 || v.Width > MaxText) {
		return wrong(fmt.Sprintf("文字の長さが%dバイトになっています。1〜%dバイトにしてください。", v.Width, MaxText))
	}
	if v.Kind == Number && (v.Decimals < 0 || v.Decimals > 16) {
		return wrong(fmt.Sprintf("小数の桁数が%dになっています。0〜16にしてください。", v.Decimals))
	}
	seen := map[Value]bool{}
	for _, l := range v.Labels {
		if err := v.takes(l.Value); err != nil || l.Value.kind == none {
			return wrong("値ラベル「" + l.Text + "」の値がこの変数の値になりません。値を確かめてください。")
		}
		if seen[l.Value] {
			return wrong("値ラベル「" + l.Text + "」の値に、ラベルが2つあります。1つにしてください。")
		}
		seen[l.Value] = true
	}
	return v.checkMissing(wrong)
}

func (v Variable) checkMissing(wrong func(string) error) error {
	m := v.Missing
	room := 3
	if m.Range != nil {
		room = 1
		if low, high := m.Range[0], m.Range[1]; v.Kind == Text || !finite(low) || !finite(high) || low >= high {
			return wrong("欠損値の範囲は、数の変数に、小さい値から大きい値の順で指定してください。")
		}
	}
	if len(m.Values) > room {
		return wrong("欠損値は3つまで、または範囲と1つまでです。数を減らしてください。")
	}
	for _, x := range m.Values {
		if err := v.takes(x); err != nil || x.kind == none || len(x.text) > 8 {
			return wrong("欠損値がこの変数の値になりません（文字は8バイトまで）。値を確かめてください。")
		}
	}
	return nil
}

// takes says why a value cannot stand in this variable; nil where it can.
func (v Variable) takes(x Value) error {
	switch {
	case x.kind == none:
		return nil
	case (x.kind == text) != (v.Kind == Text):
		return fault.New(fault.Invalid, "変数「"+v.Name+"」: 数と文字がまざっています。変数の種類に合う値にしてください。")
	case x.kind == number && !finite(x.num):
		return fault.New(fault.Invalid, "変数「"+v.Name+"」: 大きすぎて書けない数があります。値を確かめてください。")
	case v.Kind != Text && v.Kind != Number && x.num < 86_400:
		return fault.New(fault.Invalid, "変数「"+v.Name+"」: 1582年10月15日より前の日付は書けません。日付を確かめてください。")
	case len(x.text) > v.Width && v.Kind == Text:
		return fault.New(fault.Invalid, fmt.Sprintf("変数「%s」: 文字が%dバイトあり、幅の%dバイトをこえています。幅を広げて書き出しなおしてください。", v.Name, len(x.text), v.Width))
	case !utf8.ValidString(x.text) || strings.IndexByte(x.text, 0) >= 0:
		return fault.New(fault.Invalid, "変数「"+v.Name+"」: 文字として読めない部分があります。もとのデータを確かめてください。")
	}
	return nil
}

// finite numbers are those that do not stand for something else: the largest are system-missing, lowest and highest.
func finite(f float64) bool { return math.Abs(f) < math.MaxFloat64 }
