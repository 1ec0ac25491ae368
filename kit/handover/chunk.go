package handover

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"iter"
)

// Chunk is a verified chunk of records at the office, still sealed. Close it after use.
type Chunk struct {
	Mark
	Signer Card // the card whose key signed it
	file   *file
	keys   Keys
}

// OpenChunk reads a chunk to its end and verifies all of it before it returns: that it is whole and unchanged,
// signed by one of the collectors' cards, sealed to one of the office's keys, and well formed. Its memory does
// not grow with the file but for 16 bytes an id. Every error but one of the machine has a Case and a sentence.
func OpenChunk(r io.Reader, keys Keys, collectors []Card) (*Chunk, error) {
	f, err := readFile(r, records)
	if err != nil {
		return nil, err
	}
	c := &Chunk{file: f, keys: keys}
	if err := c.verify(collectors); err != nil {
		f.Close()
		return nil, err
	}
	return c, nil
}

func (c *Chunk) verify(collectors []Card) (err error) {
	h, bad := readHeader(c.file.head)
	if c.Signer, err = c.file.verified(collectors, Collector, h.Collector); err != nil {
		return err
	}
	if bad != nil {
		return records.malformed(bad.Error())
	}
	if c.keys.sealedTo(h.Office) == nil {
		return foreignOffice(h.Office)
	}
	c.Header = h
	t := newTally()
	for s, err := range c.Records() {
		if err == nil {
			err = t.seen(s)
		}
		if err != nil {
			return records.malformed(err.Error())
		}
	}
	c.Hash, c.Counts = c.file.sum, t.counts()
	if n := totals(c.Counts).N; n != h.Count {
		return records.malformed(fmt.Sprintf("%d records, the header says %d", n, h.Count))
	}
	return nil
}

// Records yields the sealed records in the order of the file; it may be ranged over again.
func (c *Chunk) Records() iter.Seq2[Sealed, error] {
	return func(yield func(Sealed, error) bool) {
		for line, err := range c.file.lines() {
			var s Sealed
			if err == nil {
				s, err = readRecord(line)
				s.Office = c.Office
			}
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// Close removes the spooled copy of the file.
func (c *Chunk) Close() error { return c.file.Close() }

// readRecord reads one line of a chunk.
func readRecord(line []byte) (s Sealed, err error) {
	part := bytes.Split(line, []byte{' '})
	if len(part) != 4 {
		return s, fmt.Errorf("a record of %d parts instead of 4", len(part))
	}
	s = Sealed{Type: string(part[0]), Key: string(part[1]), ID: string(part[2])}
	if err := labels(s.ID, s.Type, s.Key); err != nil {
		return s, err
	}
	s.Box, err = base64.StdEncoding.Strict().AppendDecode(nil, part[3])
	if err != nil || len(s.Box) == 0 {
		return s, fmt.Errorf("record %s is not base64", s.ID)
	}
	return s, nil
}
