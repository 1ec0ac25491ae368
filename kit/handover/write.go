package handover

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"strconv"
	"time"
)

// Begin begins a new stream of a collector: the Mark before its first chunk. A collector does so once when it is
// set up, and again after its data were brought back from a backup (see Forked).
func Begin(collector string) Mark {
	var b [8]byte
	rand.Read(b[:])
	return Mark{Header: Header{Stream: Stream{collector, hex.EncodeToString(b[:])}}}
}

// frameSize is more than the lines of a chunk that are not records ever need, in bytes.
const frameSize = 1200

// Cut says what the next chunk after last will hold: as many of the waiting records, from the first on, as fit
// into limit bytes of file and are sealed to the same key, but at least one. ok is false where none waits.
//
// The collector notes the header, and which records belong to it, in the transaction in which it cut, before
// any file leaves: then the chunk can be written again, byte for byte, as often as it gets lost.
func Cut(last Mark, waiting iter.Seq2[Sealed, error], limit int64, now time.Time) (h Header, ok bool, err error) {
	h = Header{Stream: last.Stream, Number: last.Number + 1, Previous: last.Hash, Total: last.Total, Made: now.UTC().Truncate(time.Second)}
	size := int64(frameSize)
	for s, err := range waiting {
		if err != nil {
			return h, false, err
		}
		size += int64(len(s.Type)+len(s.Key)+len(s.ID)+base64.StdEncoding.EncodedLen(len(s.Box))) + 5
		if h.Count > 0 && (size > limit || s.Office != h.Office) {
			break
		}
		h.Office = s.Office
		h.Count++
		h.Total++
	}
	return h, h.Count > 0, nil
}

// Write writes the chunk of a header that Cut made, with its records in the same order; the same input gives
// the same bytes. The collector keeps the Mark.
func Write(w io.Writer, k *Key, h Header, rows iter.Seq2[Sealed, error]) (Mark, error) {
	if err := h.check(); err != nil {
		return Mark{}, err
	}
	if k.Role != Collector || k.Name != h.Collector {
		return Mark{}, refuse(BadKey, "受け口「", h.Collector, "」の鍵で署名してください。いまの鍵は「", k.Name, "」のものです。")
	}
	t, ta, n := begin(w, records, h.fields()...), newTally(), int64(0)
	for s, err := range rows {
		if err == nil {
			err = labels(s.ID, s.Type, s.Key)
		}
		if err == nil && (s.Office != h.Office || len(s.Box) == 0) {
			err = fmt.Errorf("record %s is sealed to %q, its chunk to %q", s.ID, s.Office, h.Office)
		}
		if err == nil {
			err = ta.seen(s)
		}
		if err != nil {
			return Mark{}, err
		}
		t.line(s.Type + " " + s.Key + " " + s.ID + " " + base64.StdEncoding.EncodeToString(s.Box))
		n++
	}
	if n != h.Count {
		return Mark{}, fmt.Errorf("chunk %d has %d records, its header says %d", h.Number, n, h.Count)
	}
	sum, err := t.end(k)
	return Mark{h, sum, ta.counts()}, err
}

// FileName is the name under which a chunk leaves: kaname-kotae-minato-6f2c-0419.txt. The four digits after the
// collector are the stream's first, so that a new stream does not overwrite the files of an old one.
func (h Header) FileName() string {
	return fmt.Sprintf("kaname-kotae-%s-%.4s-%04d.txt", h.Collector, h.Stream.ID, h.Number)
}

// fields lists a header's names and values in the order of the file.
func (h Header) fields() []string {
	previous := h.Previous
	if previous == "" {
		previous = "-"
	}
	return []string{
		"collector", h.Collector, "stream", h.Stream.ID, "office", h.Office,
		"number", strconv.FormatInt(h.Number, 10), "previous", previous,
		"count", strconv.FormatInt(h.Count, 10), "total", strconv.FormatInt(h.Total, 10), "made", stamp(h.Made),
	}
}

// readHeader reads what fields wrote.
func readHeader(lines []string) (h Header, err error) {
	f, err := fields(lines, "collector", "stream", "office", "number", "previous", "count", "total", "made")
	if err != nil {
		return h, err
	}
	h = Header{Stream: Stream{f["collector"], f["stream"]}, Office: f["office"], Previous: f["previous"]}
	if h.Previous == "-" {
		h.Previous = ""
	}
	for _, n := range []struct {
		to   *int64
		name string
	}{{&h.Number, "number"}, {&h.Count, "count"}, {&h.Total, "total"}} {
		if *n.to, err = whole(f[n.name]); err != nil {
			return h, err
		}
	}
	if h.Made, err = unstamp(f["made"]); err != nil {
		return h, err
	}
	return h, h.check()
}

// check says what cannot stand in a header, or nil.
func (h Header) check() error {
	switch {
	case !goodName.MatchString(h.Collector):
		return fmt.Errorf("collector %.60q is not a name", h.Collector)
	case !goodStream.MatchString(h.Stream.ID):
		return fmt.Errorf("stream %.60q is not 16 hexadecimal digits", h.Stream.ID)
	case !goodKeyID.MatchString(h.Office):
		return fmt.Errorf("office key %.60q is not 32 hexadecimal digits", h.Office)
	case h.Number < 1 || h.Count < 1 || h.Total < h.Count:
		return fmt.Errorf("number %d, count %d and total %d do not fit together", h.Number, h.Count, h.Total)
	case h.Number == 1 && (h.Previous != "" || h.Total != h.Count):
		return fmt.Errorf("the first chunk names one before it")
	case h.Number > 1 && !goodHash.MatchString(h.Previous):
		return fmt.Errorf("chunk %d does not name the one before it", h.Number)
	}
	return nil
}

// whole reads a number as FormatInt writes it: no sign, no leading zero, at most 15 digits.
func whole(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || len(s) > 15 || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("%.40q is not a whole number", s)
	}
	return n, nil
}
