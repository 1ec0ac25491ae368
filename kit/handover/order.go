package handover

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// place finds a chunk's place among the noted ones of its stream.
func place(marks []Mark, m Mark) (Case, error) {
	newest := int64(0)
	for _, o := range marks {
		newest = max(newest, o.Number)
		fits := true
		switch o.Number {
		case m.Number:
			if o.Hash == m.Hash {
				return Repeated, nil
			}
			fits = false
		case m.Number - 1:
			fits = m.Previous == o.Hash && m.Total == o.Total+m.Count
		case m.Number + 1:
			fits = o.Previous == m.Hash
		}
		if !fits {
			return "", refuse(Forked, fmt.Sprintf("第%d号は、前に取り込んだ第%d号とつながりません。受け口が古い控えから戻されたか、受け口が2つ動いていると思われます。何も取り込んでいません。受け口で「新しい流れ」を始めて、受領されていない答えを書き出しなおしてください。前に取り込んだ答えは、二重にはなりません。", m.Number, o.Number))
		}
	}
	switch {
	case m.Number < newest:
		return Late, nil
	case m.Number > newest+1 || len(Missing(marks)) > 0:
		return Early, nil
	}
	return InOrder, nil
}

// Span is a row of chunk numbers, both ends within.
type Span struct{ From, To int64 }

// Missing lists the numbers that are missing before the highest of the marks, which are in any order.
func Missing(marks []Mark) []Span {
	var gaps []Span
	last := int64(0)
	for _, m := range slices.SortedFunc(slices.Values(marks), func(a, b Mark) int { return cmp.Compare(a.Number, b.Number) }) {
		if m.Number > last+1 {
			gaps = append(gaps, Span{last + 1, m.Number - 1})
		}
		last = m.Number
	}
	return gaps
}

// HighWater is the number up to which no chunk is missing; 0 where not even the first is there.
func HighWater(marks []Mark) int64 {
	if gaps := Missing(marks); len(gaps) > 0 {
		return gaps[0].From - 1
	}
	newest := int64(0)
	for _, m := range marks {
		newest = max(newest, m.Number)
	}
	return newest
}

// Say is the sentence for the person who took the file in.
func (t Taking) Say() string {
	var b strings.Builder
	switch t.Case {
	case Repeated:
		fmt.Fprintf(&b, "第%d号は、もう取り込んであります。何も変わりません。することはありません。", t.Mark.Number)
	default:
		fmt.Fprintf(&b, "第%d号の%d件（新しい %d・前に入れた %d・読めない %d）。", t.Mark.Number, t.Mark.Count, t.New, t.Before, totals(t.Mark.Counts).Unreadable)
	}
	switch {
	case len(t.Missing) > 0:
		fmt.Fprintf(&b, "まだ %s が届いていません。受け口でその号を書き出して、持ってきてください。届いた号は先に取り込めます。", spans(t.Missing))
	case t.Case == Late:
		b.WriteString("これで抜けはなくなりました。")
	case t.Case == InOrder && t.Mark.Number > 1:
		fmt.Fprintf(&b, "第%d号のつぎで、抜けはありません。", t.Mark.Number-1)
	}
	return b.String()
}

func spans(ss []Span) string {
	words := make([]string, len(ss))
	for i, s := range ss {
		if words[i] = fmt.Sprintf("第%d号", s.From); s.To > s.From {
			words[i] += fmt.Sprintf("〜第%d号", s.To)
		}
	}
	return strings.Join(words, "、")
}
