package handover

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Receipt is what the office confirms to a collector: these chunks were taken and noted, with these counts.
type Receipt struct {
	Office string // the name on the office's card
	Stream Stream
	Made   time.Time // UTC, whole seconds
	High   int64     // the chunk up to which none is missing
	Chunks []Stamp   // every chunk that was taken, in the order of their numbers
	Counts []Count   // of those chunks, by type and key
}

// Stamp names a chunk by number and content.
type Stamp struct {
	Number int64
	Hash   string
}

// NewReceipt makes the receipt of a stream from all its noted marks. stored is what truly stands in the
// database: N records of a type and key whose origin is the Hash of one of these marks, counted in the
// transaction that read the marks. Where both disagree, records are missing or were added, and there is no receipt
// (Unreconciled): the collector must not wipe what the office has lost.
func NewReceipt(office string, s Stream, marks []Mark, stored []Count, at time.Time) (Receipt, error) {
	r := Receipt{Office: office, Stream: s, Made: at.UTC().Truncate(time.Second), High: HighWater(marks)}
	t := newTally()
	for _, m := range marks {
		if m.Stream != s {
			return r, fmt.Errorf("the mark of %s/%s stands among those of %s/%s", m.Collector, m.Stream.ID, s.Collector, s.ID)
		}
		r.Chunks = append(r.Chunks, Stamp{m.Number, m.Hash})
		t.add(m.Counts)
	}
	slices.SortFunc(r.Chunks, func(a, b Stamp) int { return cmp.Compare(a.Number, b.Number) })
	r.Counts = t.counts()
	off := newTally() // what stands there beyond what was taken
	off.add(stored)
	for _, c := range r.Counts {
		off.of(c.Type, c.Key).N -= c.N - c.Repeated
	}
	for _, c := range off.counts() {
		if c.N != 0 {
			return r, refuse(Unreconciled, fmt.Sprintf("受領書を出せません。%s %s の答えが、取り込んだ数と%+d件ちがいます。受け口の答えを消さずに残し、管理者に知らせてください。控えから戻したあとなら、受け口でもう一度書き出して取り込みます。", c.Type, c.Key, c.N))
		}
	}
	return r, nil
}

// Write writes the receipt, signed by the office.
func (r Receipt) Write(w io.Writer, k *Key) error {
	if k.Role != Office || k.Name != r.Office {
		return refuse(BadKey, "受領書には、庁内「", r.Office, "」の鍵で署名してください。")
	}
	t := begin(w, receipts, "office", r.Office, "collector", r.Stream.Collector, "stream", r.Stream.ID,
		"high", strconv.FormatInt(r.High, 10), "total", strconv.FormatInt(totals(r.Counts).N, 10), "made", stamp(r.Made))
	for _, c := range r.Chunks {
		t.line(fmt.Sprintf("chunk %d %s", c.Number, c.Hash))
	}
	for _, c := range r.Counts {
		t.line(fmt.Sprintf("count %s %s %d %d %d", c.Type, c.Key, c.N, c.Repeated, c.Unreadable))
	}
	_, err := t.end(k)
	return err
}

// FileName is the name under which a receipt goes back: kaname-juryo-minato-6f2c-0419.txt, by its high water.
func (r Receipt) FileName() string {
	return fmt.Sprintf("kaname-juryo-%s-%.4s-%04d.txt", r.Stream.Collector, r.Stream.ID, r.High)
}

// ReadReceipt reads and verifies a receipt at the collector, signed by one of the office's cards.
func ReadReceipt(r io.Reader, offices []Card) (Receipt, error) {
	f, err := readFile(r, receipts)
	if err != nil {
		return Receipt{}, err
	}
	defer f.Close()
	rec, total, bad := readReceiptHead(f.head)
	if _, err := f.verified(offices, Office, rec.Office); err != nil {
		return Receipt{}, err
	}
	if bad == nil {
		bad = rec.readBody(f)
	}
	if n := totals(rec.Counts).N; bad == nil && n != total {
		bad = fmt.Errorf("counts of %d records, the header says %d", n, total)
	}
	if bad != nil {
		return Receipt{}, receipts.malformed(bad.Error())
	}
	return rec, nil
}

func readReceiptHead(lines []string) (r Receipt, total int64, err error) {
	f, err := fields(lines, "office", "collector", "stream", "high", "total", "made")
	if err != nil {
		return r, 0, err
	}
	r = Receipt{Office: f["office"], Stream: Stream{f["collector"], f["stream"]}}
	if r.High, err = whole(f["high"]); err != nil {
		return r, 0, err
	}
	if r.Made, err = unstamp(f["made"]); err != nil {
		return r, 0, err
	}
	total, err = whole(f["total"])
	return r, total, err
}

func (r *Receipt) readBody(f *file) error {
	t := newTally()
	for line, err := range f.lines() {
		if err == nil {
			err = r.readLine(string(line), t)
		}
		if err != nil {
			return err
		}
	}
	r.Counts = t.counts()
	return nil
}

// readLine reads a chunk or a count.
func (r *Receipt) readLine(line string, t *tally) (err error) {
	part := strings.Split(line, " ")
	switch {
	case part[0] == "chunk" && len(part) == 3 && goodHash.MatchString(part[2]):
		s := Stamp{Hash: part[2]}
		if s.Number, err = whole(part[1]); err == nil {
			r.Chunks = append(r.Chunks, s)
		}
		return err
	case part[0] == "count" && len(part) == 6 && goodType.MatchString(part[1]) && goodKey.MatchString(part[2]):
		c := Count{Type: part[1], Key: part[2]}
		for i, to := range []*int64{&c.N, &c.Repeated, &c.Unreadable} {
			if *to, err = whole(part[3+i]); err != nil {
				return err
			}
		}
		t.add([]Count{c})
		return nil
	}
	return fmt.Errorf("the line %.60q is neither a chunk nor a count", line)
}

// Confirm compares the receipt with the marks of everything the collector has sent in the stream. Only the
// records of the chunks in confirmed may be wiped, and the marks themselves stay; waiting are the chunks to be
// written and carried again. On any disagreement nothing may be wiped.
func (r Receipt) Confirm(s Stream, sent []Mark) (confirmed, waiting []Mark, err error) {
	if r.Stream != s {
		return nil, nil, refuse(ForeignCollector, fmt.Sprintf("これは受け口「%s」（流れ %.4s）への受領書です。ここは「%s」（流れ %.4s）です。何も消していません。合う受領書を入れてください。", r.Stream.Collector, r.Stream.ID, s.Collector, s.ID))
	}
	taken := map[int64]string{}
	for _, c := range r.Chunks {
		taken[c.Number] = c.Hash
	}
	t := newTally()
	for _, m := range sent {
		hash, ok := taken[m.Number]
		if !ok {
			waiting = append(waiting, m)
			continue
		}
		if hash != m.Hash {
			return nil, nil, r.fork(m.Number)
		}
		delete(taken, m.Number)
		confirmed = append(confirmed, m)
		t.add(m.Counts)
	}
	for n := range taken {
		return nil, nil, r.fork(n)
	}
	ours, theirs := t.counts(), r.Counts
	if !slices.EqualFunc(ours, theirs, func(a, b Count) bool { return a.Type == b.Type && a.Key == b.Key && a.N == b.N }) {
		return nil, nil, refuse(Unreconciled, fmt.Sprintf("受領書の件数（%d件）が、ここで書き出した件数（%d件）と種類ごとに合いません。何も消していません。管理者に知らせてください。", totals(theirs).N, totals(ours).N))
	}
	return confirmed, waiting, nil
}

func (r Receipt) fork(n int64) error {
	return refuse(Forked, fmt.Sprintf("受領書の第%d号は、ここで書き出したものではありません。この受け口が古い控えから戻されたか、受け口が2つ動いていると思われます。何も消していません。「新しい流れ」を始めて、受領されていない答えを書き出しなおしてください。", n))
}
