// Package handover carries records between two networks that are not connected, as signed plain-text files on
// a USB stick or through a gateway: sealed answers go in, receipts and published pages come back.
//
// The collector stands outside. It seals each record to the office's key on arrival ([Seal]), so that it cannot
// read what it has accepted; it cuts what waits into numbered chunks ([Cut], [Write]). The office opens a chunk
// ([OpenChunk]), takes it in as often as anybody likes with the same result ([Chunk.Take]), and answers with a
// receipt ([NewReceipt]) that lets the collector wipe what was confirmed and only that ([Receipt.Confirm]).
// Published files travel the other way ([Pack], [Unpack]).
package handover

import (
	"fmt"
	"regexp"
	"time"
)

// Record is what is handed over, in the clear: only the form that made it and the office see one.
type Record struct {
	ID   string // 16 to 64 of A–Z a–z 0–9 _ -, random, made by the form: the same id is the same record
	Type string // what it is, such as "answer": 1 to 32 of a–z 0–9 -
	Key  string // under what it is counted, such as "x7k2m/2026-09-30": 1 to 100 of A–Z a–z 0–9 . _ / -
	Body []byte // at most MaxBody bytes
}

// Sealed is a Record that only the office can read; its id, type and key stay legible for counting.
type Sealed struct {
	ID, Type, Key string
	Office        string // SealID of the key it is sealed to
	Box           []byte // an age file
}

// Stream is one unbroken row of chunks of one collector. A collector whose data were lost or brought back from
// a backup begins a new one.
type Stream struct {
	Collector string `json:"collector"` // the name on the collector's card
	ID        string `json:"stream"`    // 16 hexadecimal digits, random
}

// Header stands at the top of a chunk.
type Header struct {
	Stream
	Office   string    `json:"office"`   // SealID of the key to which every record of the chunk is sealed
	Number   int64     `json:"number"`   // 1, 2, 3, … within the stream
	Previous string    `json:"previous"` // Hash of the chunk before; "" for the first
	Count    int64     `json:"count"`    // records in this chunk, at least 1
	Total    int64     `json:"total"`    // records in the stream up to and with this chunk
	Made     time.Time `json:"made"`     // UTC, whole seconds
}

// Mark is what either side remembers of a chunk; it can be kept as JSON.
type Mark struct {
	Header
	Hash   string  `json:"hash"` // SHA-256 of the chunk's canonical text, hexadecimal
	Counts []Count `json:"counts"`
}

// Count is how many records of a type and key there are, in the order of type and key.
type Count struct {
	Type       string `json:"type"`
	Key        string `json:"key"`
	N          int64  `json:"n"`                    // all of them
	Repeated   int64  `json:"repeated,omitempty"`   // those that the office had already from another chunk
	Unreadable int64  `json:"unreadable,omitempty"` // those kept sealed because they could not be opened
}

// Limits of what is written and accepted, in bytes.
const (
	MaxBody      = 200_000   // of one record: about 65,000 Japanese characters
	DefaultLimit = 5_000_000 // of one chunk file, so that gateways made for mail let it pass
	maxFile      = 1 << 30   // of a file that is read
	maxLine      = 512 << 10 // of one line that is read; a record of MaxBody has about 350,000
)

var (
	goodID     = regexp.MustCompile(`^[A-Za-z0-9_-]{16,64}$`)
	goodType   = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)
	goodKey    = regexp.MustCompile(`^[A-Za-z0-9._/-]{1,100}$`)
	goodName   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	goodStream = regexp.MustCompile(`^[0-9a-f]{16}$`)
	goodKeyID  = regexp.MustCompile(`^[0-9a-f]{32}$`)
	goodHash   = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// labels says what is wrong with the legible part of a record, or nil.
func labels(id, typ, key string) error {
	switch {
	case !goodID.MatchString(id):
		return fmt.Errorf("record id %.80q is not 16 to 64 letters, digits, _ or -", id)
	case !goodType.MatchString(typ):
		return fmt.Errorf("record type %.80q is not 1 to 32 small letters, digits or -", typ)
	case !goodKey.MatchString(key):
		return fmt.Errorf("record key %.120q is not 1 to 100 letters, digits, . _ / or -", key)
	}
	return nil
}
