package staffsurveys

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"

	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"
	"golang.org/x/crypto/nacl/secretbox"

	"kaname/kit/fault"
	"kaname/kit/kana"
)

// Three people keep a key each, and two of the three open the ballot box. A filled-in sheet is sealed as soon as it
// arrives (secretbox under a fresh key c); c lies on the line f(x) = c + a·x modulo 2^127−1 (Shamir 1979), and f(1),
// f(2), f(3) are each sealed to one keeper (NaCl sealed boxes: Curve25519, XSalsa20, Poly1305). Two points give the
// line and so c; one point says nothing of c. The private keys are shown once to their keepers and never stored.

// Keepers is how many keys a survey has; Needed how many open the box.
const (
	Keepers = 3
	Needed  = 2
)

// field is the prime 2^127−1; point is the length of one of its numbers in bytes.
var field = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 127), big.NewInt(1))

const (
	point      = 16
	pointShut  = point + box.AnonymousOverhead
	seedBytes  = 16
	checkBytes = 2 // of which 12 bits are kept
)

// alphabet leaves i, l, o and u out, so that whoever reads 1 as l or 0 as o can be understood (Crockford's base 32).
var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

var misread = strings.NewReplacer("-", "", "ー", "", " ", "", "o", "0", "i", "1", "l", "1")

// Key is a keeper's private key as printed: 28 signs in groups of four, the last ones a check.
type Key string

// newKey makes a private key.
func newKey() Key {
	var seed [seedBytes]byte
	rand.Read(seed[:])
	return keyOf(seed[:])
}

func keyOf(seed []byte) Key {
	sum := sha256.Sum256(append([]byte("kaname staff survey key check "), seed...))
	text := alphabet.EncodeToString(append(append([]byte{}, seed...), sum[:checkBytes]...))[:28]
	var groups []string
	for i := 0; i < len(text); i += 4 {
		groups = append(groups, text[i:i+4])
	}
	return Key(strings.Join(groups, "-"))
}

// pair is the key's private and public half; a fault where the key was not typed as printed.
func (k Key) pair() (private, public *[32]byte, err error) {
	text := misread.Replace(strings.ToLower(kana.Code(string(k))))
	wrong := fault.New(fault.Invalid, "鍵が読めません。紙の28字をそのまま入れてください（4字ごとの-はなくてもかまいません）。")
	if len(text) != 28 {
		return nil, nil, wrong
	}
	raw, err := alphabet.DecodeString(text) // 28 signs are 140 bits: 128 of the seed, 12 of its sum
	if err != nil || keyOf(raw[:seedBytes]).plain() != text {
		return nil, nil, wrong
	}
	private = new([32]byte)
	*private = sha256.Sum256(append([]byte("kaname staff survey key "), raw[:seedBytes]...))
	out, err := curve25519.X25519(private[:], curve25519.Basepoint)
	if err != nil {
		return nil, nil, err
	}
	public = new([32]byte)
	copy(public[:], out)
	return private, public, nil
}

func (k Key) plain() string { return strings.ReplaceAll(string(k), "-", "") }

// fingerprint is a public key's sign: eight letters that its keeper finds on the paper and everybody on the notice.
func fingerprint(public string) string {
	sum := sha256.Sum256([]byte(public))
	h := hex.EncodeToString(sum[:4])
	return h[:4] + " " + h[4:]
}

// seal shuts content for the three public keys. Equal lengths of content give equal lengths of envelope.
func seal(content []byte, public [Keepers]*[32]byte) (string, error) {
	c, err := rand.Int(rand.Reader, field)
	if err != nil {
		return "", err
	}
	a, err := rand.Int(rand.Reader, field)
	if err != nil {
		return "", err
	}
	var out []byte
	for i, p := range public {
		y := new(big.Int).Mul(a, big.NewInt(int64(i+1)))
		y.Add(y, c).Mod(y, field)
		if out, err = box.SealAnonymous(out, y.FillBytes(make([]byte, point)), p, rand.Reader); err != nil {
			return "", err
		}
	}
	out = secretbox.Seal(out, content, &[24]byte{}, contentKey(c)) // the key is used once, so the nonce may stand still
	return base64.RawStdEncoding.EncodeToString(out), nil
}

func contentKey(c *big.Int) *[32]byte {
	sum := sha256.Sum256(append([]byte("kaname staff survey sheet "), c.FillBytes(make([]byte, point))...))
	return &sum
}

// share takes a keeper's point out of an envelope; place counts from 1.
func share(sealed string, place int, private, public *[32]byte) (string, bool) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < Keepers*pointShut {
		return "", false
	}
	y, ok := box.OpenAnonymous(nil, raw[(place-1)*pointShut:place*pointShut], public, private)
	return hex.EncodeToString(y), ok && len(y) == point
}

// unseal opens an envelope with the points of two keepers.
func unseal(sealed string, place [Needed]int, shares [Needed]string) ([]byte, bool) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < Keepers*pointShut || place[0] == place[1] {
		return nil, false
	}
	var x, y [Needed]*big.Int
	for i := range x {
		b, err := hex.DecodeString(shares[i])
		if err != nil {
			return nil, false
		}
		x[i], y[i] = big.NewInt(int64(place[i])), new(big.Int).SetBytes(b)
	}
	// c = (y0·x1 − y1·x0) / (x1 − x0)
	c := new(big.Int).Mul(y[0], x[1])
	c.Sub(c, new(big.Int).Mul(y[1], x[0]))
	c.Mul(c, new(big.Int).ModInverse(new(big.Int).Mod(new(big.Int).Sub(x[1], x[0]), field), field)).Mod(c, field)
	return secretbox.Open(nil, raw[Keepers*pointShut:], &[24]byte{}, contentKey(c))
}

func publicOf(text string) (*[32]byte, bool) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != 32 {
		return nil, false
	}
	return (*[32]byte)(b), true
}
