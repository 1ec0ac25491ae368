package people

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"kaname/kit/fault"
)

// argon2id with 19 MiB, 2 passes, 1 lane: the smaller of OWASP's recommended settings, so that old
// servers stay responsive. Two computations at once at most: 38 MiB.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
)

var argonSeats = make(chan struct{}, 2)

func argon(pass string, salt []byte) []byte {
	argonSeats <- struct{}{}
	defer func() { <-argonSeats }()
	return argon2.IDKey([]byte(pass), salt, argonTime, argonMemory, argonLanes, 32)
}

// HashPassword returns the argon2id hash of pass in the usual $-separated form.
func HashPassword(pass string) string { return hashPassword(pass) }

func hashPassword(pass string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", argonMemory, argonTime, argonLanes, b64.EncodeToString(salt), b64.EncodeToString(argon(pass, salt)))
}

// matches compares in constant time; an empty hash (no password yet) matches nothing but costs the same.
func matches(hash, pass string) bool {
	part := strings.Split(hash, "$")
	if len(part) != 6 {
		argon(pass, make([]byte, 16))
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(part[4])
	want, err2 := base64.RawStdEncoding.DecodeString(part[5])
	if err1 != nil || err2 != nil {
		return false
	}
	return subtle.ConstantTimeCompare(argon(pass, salt), want) == 1
}

// checkPassword asks for length, not for kinds of characters (NIST SP 800-63B).
func checkPassword(c *fault.Check, field, pass string) {
	n := utf8.RuneCountInString(pass)
	c.That(n >= 12, field, "パスワードは12字以上にしてください。覚えやすい言葉を3つつなぐと、長くて強くなります。")
	c.That(n <= 200, field, "パスワードは200字までです。")
}
