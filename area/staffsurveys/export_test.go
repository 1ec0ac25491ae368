package staffsurveys

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"

	"kaname/kit/db"
)

// The careless ways that the attacks must catch.

// Plainly leaves envelopes open.
func (ss *StaffSurveys) Plainly() {
	ss.shut = func(content []byte, _ [Keepers]*[32]byte) (string, error) {
		return base64.RawStdEncoding.EncodeToString(content), nil
	}
}

// AtItsLength seals a sheet at the length it has.
func (ss *StaffSurveys) AtItsLength() {
	ss.shut = func(content []byte, public [Keepers]*[32]byte) (string, error) {
		return seal(bytes.TrimRight(content, " "), public)
	}
}

// InOrder lays envelopes one after another.
func (ss *StaffSurveys) InOrder() {
	ss.lay = func(ctx context.Context, tx *db.Tx, s Survey, sealed string) error {
		return tx.Exec(ctx, `INSERT INTO staff_survey_envelopes (id, survey_id, box, sealed) VALUES ($1, $2, 0, $3)`, rand.Text(), s.ID, sealed)
	}
}

// Failing lets sealing fail.
func (ss *StaffSurveys) Failing(err error) {
	ss.shut = func([]byte, [Keepers]*[32]byte) (string, error) { return "", err }
}

// MarksIn reads the marks of an envelope that was left open.
func MarksIn(sealed string) (string, bool) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	var n filled
	return n.Marks, err == nil && json.Unmarshal(raw, &n) == nil
}

// MarksWith reads the marks of a sealed envelope with two keys.
func MarksWith(sealed string, place [Needed]int, keys [Needed]Key) (string, bool) {
	var shares [Needed]string
	for i, k := range keys {
		private, public, err := k.pair()
		if err != nil {
			return "", false
		}
		shares[i], _ = share(sealed, place[i], private, public)
	}
	content, ok := unseal(sealed, place, shares)
	var n filled
	return n.Marks, ok && json.Unmarshal(content, &n) == nil
}

// Sealed seals a text for three new keys.
func Sealed(text string) (string, [Keepers]Key) {
	var public [Keepers]*[32]byte
	var keys [Keepers]Key
	for i := range keys {
		keys[i] = newKey()
		_, public[i], _ = keys[i].pair()
	}
	sealed, err := seal([]byte(text), public)
	if err != nil {
		panic(err)
	}
	return sealed, keys
}

// Unsealed opens with two keys in the places given.
func Unsealed(sealed string, place [Needed]int, keys [Needed]Key) (string, bool) {
	var shares [Needed]string
	for i, k := range keys {
		private, public, err := k.pair()
		if err != nil {
			return "", false
		}
		shares[i], _ = share(sealed, place[i], private, public)
	}
	content, ok := unseal(sealed, place, shares)
	return string(content), ok
}

// Readable says whether a key can be read as typed.
func Readable(k Key) bool { _, _, err := k.pair(); return err == nil }
