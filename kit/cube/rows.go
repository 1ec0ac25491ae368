package cube

import (
	"fmt"
	"slices"

	"kaname/kit/fault"
)

// Alphabet are the signs that stand for the codes 0 to 61 in a row's text, one for each column.
const Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

const noCode = 255

var codeOf = func() (codes [256]byte) {
	for i := range codes {
		codes[i] = noCode
	}
	for i, sign := range []byte(Alphabet) {
		codes[sign] = byte(i)
	}
	return codes
}()

// Rows takes rows that are being added. It is valid only inside the call of Append that made it.
type Rows struct {
	t        *Table
	next     state
	cur      *chunk
	at, room int // place of the next row in cur; cur's size
	err      error
}

// Append adds the rows that fill gives, all at once: they are seen when fill has returned nil, and none of them where
// fill, or a row, failed. A second caller waits.
func (t *Table) Append(fill func(*Rows) error) error {
	t.write.Lock()
	defer t.write.Unlock()
	old := t.now.Load()
	r := &Rows{t: t, next: state{rows: old.rows, chunks: slices.Clone(old.chunks), top: slices.Clone(old.top), names: slices.Clone(old.names)}}
	if n := len(r.next.chunks); n > 0 {
		r.cur = r.next.chunks[n-1]
		r.at, r.room = old.rows-(n-1)*chunkRows, r.cur.size
	}
	done := false
	defer func() {
		if !done {
			t.forget(r.next.names, old.names)
		}
	}()
	if err := fill(r); err != nil {
		return err
	}
	if r.err != nil {
		return r.err
	}
	t.now.Store(&r.next)
	done = true
	return nil
}

// Add adds one row: marks are the first columns, one sign of Alphabet each, rest the values of all others in their order.
// After an error, which is also what Append will return, no further row is taken.
func (r *Rows) Add(marks []byte, rest ...uint32) error {
	if r.err != nil {
		return r.err
	}
	if len(marks)+len(rest) != len(r.t.columns) || len(marks) > r.t.marks {
		return r.refuse("列の数が合いません（印が%d、ほかの値が%d、表の列は%d、印で書けるのは%dまで）。問いの数を変えたときは、はじめから読みなおしてください。", len(marks), len(rest), len(r.t.columns), r.t.marks)
	}
	if r.at == r.room {
		r.grow()
	}
	cols, top, worst := r.cur.bytes[:len(marks)], r.next.top[:len(marks)], uint32(0)
	for i, m := range marks {
		v := codeOf[m]
		cols[i][r.at] = v
		top[i] = max(top[i], uint32(v))
		worst = max(worst, uint32(v))
	}
	if worst == noCode {
		return r.refuse("印「%s」に、答えの番号でない字があります。0–9・A–Z・a–z だけを使ってください。", printable(marks))
	}
	for i, v := range rest {
		if !r.put(len(marks)+i, v) {
			return r.refuse("列「%s」の値%dは大きすぎます。Byteの列は%d、Wordの列は65535までです。", r.t.columns[len(marks)+i].Name, v, TopCode)
		}
	}
	r.at++
	r.next.rows++
	return nil
}

func (r *Rows) put(c int, v uint32) bool {
	switch r.t.columns[c].Kind {
	case Byte:
		if v > TopCode {
			return false
		}
		r.cur.bytes[c][r.at] = byte(v)
	case Word:
		if v > 1<<16-1 {
			return false
		}
		r.cur.words[c][r.at] = uint16(v)
	default:
		r.cur.longs[c][r.at] = v
	}
	r.next.top[c] = max(r.next.top[c], v)
	return true
}

// grow makes room for the next row: the first chunk grows until it is full, later ones are made whole.
func (r *Rows) grow() {
	columns, last := r.t.columns, len(r.next.chunks)-1
	switch {
	case last < 0:
		r.cur = newChunk(columns, firstRows)
		r.next.chunks = append(r.next.chunks, r.cur)
	case r.room < chunkRows:
		r.cur = r.cur.grown(columns)
		r.next.chunks[last] = r.cur
	default:
		r.cur, r.at = newChunk(columns, chunkRows), 0
		r.next.chunks = append(r.next.chunks, r.cur)
	}
	r.room = r.cur.size
}

func (r *Rows) refuse(say string, args ...any) error {
	r.err = fault.New(fault.Invalid, fmt.Sprintf("集計の%d行目を読めません。", r.next.rows+1)+fmt.Sprintf(say, args...))
	return r.err
}

// printable is what a message shows of a row's text.
func printable(marks []byte) string {
	s := fmt.Sprintf("%q", marks[:min(len(marks), 80)])
	return s[1 : len(s)-1]
}
