// Package id makes the names under which records are kept: time-ordered and unguessable.
package id

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
)

// New returns a UUIDv7 as text (RFC 9562), ordered by the time it was made.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Valid says whether s has the form of an id, so that junk in an address is simply not found.
func Valid(s string) bool { return len(s) == 36 && uuid.Validate(s) == nil }

// Secret returns 32 random bytes as 64 hexadecimal letters, for sessions and form keys.
func Secret() string {
	var b [32]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// letters leaves out what is misread on paper: 0 o 1 l i.
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

// Code returns n letters and digits that can be read aloud and typed from paper.
func Code(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	var s strings.Builder
	for _, c := range b {
		s.WriteByte(letters[int(c)%len(letters)])
	}
	return s.String()
}
