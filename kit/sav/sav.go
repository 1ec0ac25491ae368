// Package sav writes a survey's answers as an SPSS file (.sav), which SPSS, PSPP, R, jamovi and JASP open with all its labels.
//
// The format is that of "System File Format" in the GNU PSPP developers' guide.
package sav

import (
	"math"
	"time"
)

// Kind is what a variable holds.
type Kind int

// The kinds of variables.
const (
	Number Kind = iota
	Text
	Day    // a date
	Moment // a date with the time of day, to the second
)

// Measure is SPSS's measurement level.
type Measure int32

// The levels; Usual is Scale for what can be counted or dated and Nominal for text.
const (
	Usual Measure = iota
	Nominal
	Ordinal
	Scale
)

// What SPSS takes at most, in bytes of UTF-8 (a Japanese letter is three).
const (
	MaxName       = 64
	MaxLabel      = 255
	MaxValueLabel = 120
	MaxTitle      = 64
	MaxText       = 32766 // SPSS takes one more, but readers of ReadStat (R, Python) would lose it
)

// Dictionary describes a file: its variables in the order of a row, and what is said of the whole.
type Dictionary struct {
	Title     string    // one line, cut at MaxTitle
	Notes     []string  // any length; SPSS shows them with DISPLAY DOCUMENTS
	Made      time.Time // when, in the office's time
	Rows      int       // how many will come, where that is known; 0 is unknown, which all but the oldest readers (R's foreign) take
	Variables []Variable
}

// Variable is one column.
type Variable struct {
	Name     string // what cannot stand in SPSS is replaced and reported, see Names
	Label    string // the question, cut at MaxLabel
	Kind     Kind
	Width    int // of Text: bytes of UTF-8, 1 to MaxText; longer answers are refused by Write
	Decimals int // of Number, as shown, 0 to 16
	Measure  Measure
	Labels   []Label
	Missing  Missing
}

// Label names one value: 1 is 「とてもよい」.
type Label struct {
	Value Value
	Text  string // cut at MaxValueLabel
}

// Missing says which values count as no answer: up to three, or a range and up to one more (numbers only).
type Missing struct {
	Values []Value
	Range  *[2]float64 // both ends included
}

// Value is one answer; the zero Value is none (system-missing, in text an empty one).
type Value struct {
	text string
	num  float64
	kind valueKind
}

type valueKind uint8

const (
	none valueKind = iota
	number
	text
)

// Of is a number; NaN is none.
func Of(v float64) Value {
	if math.IsNaN(v) {
		return Value{}
	}
	return Value{num: v, kind: number}
}

// Say is a text. Spaces at its end are lost: the format fills texts up with them.
func Say(s string) Value { return Value{text: s, kind: text} }

// On is the date of t, the time of day left out.
func On(t time.Time) Value {
	y, m, d := t.Date()
	return At(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// At is the date and time of day of t as its own clock shows them, to the second. SPSS counts seconds from 14 October 1582.
func At(t time.Time) Value {
	_, offset := t.Zone()
	return Of(float64(t.Unix() + int64(offset) + 12_219_379_200))
}

// Change tells where the file says less or other than the dictionary asked for.
type Change struct {
	Variable string // name as given; "" for the whole file
	What     string // 変数名, ラベル, 値ラベル, 表題
	Was, Now string
	Why      string // a sentence
}
