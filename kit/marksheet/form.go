// Package marksheet prints the paper of a survey, and reads what people marked on it from the copier's scans.
//
// All lengths are millimetres on an upright A4 sheet, from its upper left corner, unless a name says px.
// What cannot be read for certain is never guessed: it comes back Uncertain, with the reason and the part of the sheet to show.
package marksheet

import (
	"fmt"
	"hash/crc32"
	"strings"

	"kaname/kit/fault"
)

// Limits of a form.
const (
	MaxQuestions = 30
	MinOptions   = 2
	MaxOptions   = 11
	MaxKey       = 6         // characters of a survey's key
	MaxVersion   = 255       // versions of a survey's paper
	MaxNumber    = 1<<20 - 1 // sheets of a version
)

// KeyLetters are the characters of a survey's key: those that are not mistaken for one another.
const KeyLetters = "abcdefghjkmnpqrstuvwxyz23456789"

// Form is what one sheet asks, as the office wrote it.
type Form struct {
	Key       string // of the survey: 1 to MaxKey of KeyLetters
	Version   int    // of this survey's paper, from 1; a changed question needs a new one
	Title     string
	From      string // who asks, at the right of the title
	Notice    string // how to fill the sheet in
	Questions []Question
	FreeText  string // what to write in the box; "" for no box
	Thanks    string // the last line; "" for none
}

// Question is one row of bubbles.
type Question struct {
	No      string // as printed before the text
	Text    string
	Options []string
	Many    bool // several options may be marked
}

// check says everything that keeps the form from being laid out, by field.
func (f Form) check() error {
	var c fault.Check
	c.That(keyOK(f.Key), "key", fmt.Sprintf("アンケートの番号は、%s のうちの%d文字までにしてください。見まちがえやすい文字は、紙に使えません。", KeyLetters, MaxKey))
	c.That(f.Version >= 1 && f.Version <= MaxVersion, "version", fmt.Sprintf("用紙の版は1から%dまでです。版が足りないときは、新しいアンケートをつくってください。", MaxVersion))
	c.That(strings.TrimSpace(f.Title) != "", "title", "題がありません。何のアンケートかを、紙の上に書く題にしてください。")
	c.That(len(f.Questions) > 0, "questions", "設問がありません。1つ以上入れてください。")
	c.That(len(f.Questions) <= MaxQuestions, "questions", fmt.Sprintf("設問が%dあり、1枚に置ける%dをこえています。減らすか、2枚に分けてください。", len(f.Questions), MaxQuestions))
	for i, q := range f.Questions {
		q.check(&c, fmt.Sprintf("q%d", i+1), i+1)
	}
	return c.Err()
}

func (q Question) check(c *fault.Check, field string, n int) {
	c.That(strings.TrimSpace(q.Text) != "", field, fmt.Sprintf("%d番めの設問に文がありません。問う文を書いてください。", n))
	c.That(len(q.Options) >= MinOptions && len(q.Options) <= MaxOptions, field,
		fmt.Sprintf("%d番めの設問の選択肢が%dあります。%dから%dまでにしてください。", n, len(q.Options), MinOptions, MaxOptions))
	for i, o := range q.Options {
		c.That(strings.TrimSpace(o) != "", field, fmt.Sprintf("%d番めの設問の%d番めの選択肢に言葉がありません。書くか、消してください。", n, i+1))
	}
}

func keyOK(key string) bool {
	return key != "" && len(key) <= MaxKey && strings.Trim(key, KeyLetters) == ""
}

// fingerprint changes with everything that decides what a mark means: the questions, and where their bubbles are.
func fingerprint(f Form, items []Item, box Rect) uint16 {
	h := crc32.NewIEEE()
	fmt.Fprintf(h, "%d|%.2f", geometry, box)
	for i, q := range f.Questions {
		fmt.Fprintf(h, "|%q%q%t%.2f", q.Text, q.Options, q.Many, items[i].Bubbles)
	}
	sum := h.Sum32()
	return uint16(sum>>16) ^ uint16(sum)
}
