package handover

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"filippo.io/age"
)

// Changing keys. The office makes a new key, puts it first in its Keys, keeps the old one behind it, and carries
// its card to the collector, which from then on seals to the new one; records sealed before stay readable as
// long as the old key is kept. A collector makes a new key under its old name and carries its card to the office,
// which accepts both cards until nothing signed with the old one is on its way. A card that is no longer trusted
// is taken out of the list: what it signed is then refused (UnknownSigner).
//
// Losing keys. A collector's key is replaced as above, and nothing is lost: what was not confirmed is written and
// signed anew. The office's key opens everything sealed to it: without a copy, records that were not yet taken in
// can be read by nobody, ever; records already taken in are safe, for the office's database holds them opened.
// Its signing half is replaced by a new key whose card goes to the collectors. So print the office's key file on
// the day it is made, and keep the paper in the safe. Who gets hold of a copy can read boxes sealed to it, past
// ones too: change the key. Who gets hold of a collector's key can hand over invented records, but read none.

// Role says which side a key belongs to.
type Role string

// The two sides.
const (
	Office    Role = "office"    // opens records; signs receipts and published files
	Collector Role = "collector" // signs chunks
)

// Card is the public half of a key, to be carried to the other side and compared by telephone (Number).
// Several cards under one name are accepted side by side, so that keys can be changed without a pause.
type Card struct {
	Role Role
	Name string    // 1 to 40 of a–z 0–9 -, beginning with a letter or digit
	Made time.Time // UTC, whole seconds
	Sign ed25519.PublicKey
	Seal string // the office's age recipient, "age1…"; "" on a collector's card
}

// Key is the secret half: its owner signs with it, and an office opens with it what was sealed to it.
type Key struct {
	Card
	sign ed25519.PrivateKey
	seal *age.X25519Identity // nil for a collector
}

// Keys are the keys of an office, the newest first. Older ones stay in the list as long as anything sealed to
// them may arrive.
type Keys []*Key

// Make makes a new key.
func Make(role Role, name string, now time.Time) (*Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	seal := ""
	if role == Office {
		id, err := age.GenerateX25519Identity()
		if err != nil {
			return nil, fmt.Errorf("make a sealing key: %w", err)
		}
		seal = id.String()
	}
	return newKey(role, name, now, seed, seal)
}

func newKey(role Role, name string, made time.Time, seed []byte, seal string) (*Key, error) {
	if !goodName.MatchString(name) {
		return nil, refuse(BadKey, "鍵の名前「", fmt.Sprintf("%.60s", name), "」は使えません。英小文字・数字・ハイフンで40字までにしてください（例: minato-1）。")
	}
	if role != Office && role != Collector || len(seed) != ed25519.SeedSize {
		return nil, badKey("署名の鍵がありません")
	}
	k := &Key{sign: ed25519.NewKeyFromSeed(seed)}
	k.Card = Card{Role: role, Name: name, Made: made.UTC().Truncate(time.Second), Sign: k.sign.Public().(ed25519.PublicKey)}
	if role == Office {
		var err error
		if k.seal, err = age.ParseX25519Identity(seal); err != nil {
			return nil, badKey("封を開ける鍵がありません")
		}
		k.Seal = k.seal.Recipient().String()
	}
	return k, nil
}

// Number is what two people compare by telephone: thirty digits in six groups (about 99 bits) over the whole card.
func (c Card) Number() string {
	sum := sha256.Sum256([]byte(c.body()))
	groups := make([]string, 6)
	for i := range groups { // five bytes a group: the digits are even to one part in ten million
		b := append([]byte{0, 0, 0}, sum[5*i:5*i+5]...)
		groups[i] = fmt.Sprintf("%05d", binary.BigEndian.Uint64(b)%100_000)
	}
	return strings.Join(groups, " ")
}

// SignID names the signing key in a file's footer: 32 hexadecimal digits.
func (c Card) SignID() string { return keyID(c.Sign) }

// SealID names the sealing key in a chunk's header: 32 hexadecimal digits; "" where the card has none.
func (c Card) SealID() string {
	if c.Seal == "" {
		return ""
	}
	return keyID([]byte(c.Seal))
}

func keyID(public []byte) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:16])
}

// sealedTo finds the key with a SealID, or nil.
func (ks Keys) sealedTo(sealID string) *Key {
	for _, k := range ks {
		if sealID != "" && k.SealID() == sealID {
			return k
		}
	}
	return nil
}

// message is what is signed of a file: the sum of its canonical text, which begins with its kind and version.
func message(sum string) []byte { return []byte("kaname handover signature 1\n" + sum + "\n") }

func (k *Key) signature(sum string) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(k.sign, message(sum)))
}

func badKey(why string) error {
	return refuse(BadKey, "鍵のファイルを読めません（", why, "）。控えの紙かファイルから戻してください。書きかえて直そうとはしないでください。")
}
