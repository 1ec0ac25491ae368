package handover

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"
)

// smallest is the smallest length of what is sealed, in bytes. Each is padded to the next power of two, so that
// a box tells of its length only which doubling it falls in; most answers fall in the first.
const smallest = 512

// Seal encrypts a record to the sealing key on the office's card (age, X25519). Its labels are sealed in with
// it, so that a box cannot be passed off under another id or counted under another key.
func Seal(office Card, r Record) (Sealed, error) {
	if err := labels(r.ID, r.Type, r.Key); err != nil {
		return Sealed{}, err
	}
	if len(r.Body) > MaxBody {
		return Sealed{}, fmt.Errorf("record %s has %d bytes; at most %d can be sealed: shorten it", r.ID, len(r.Body), MaxBody)
	}
	to, err := age.ParseX25519Recipient(office.Seal)
	if err != nil {
		return Sealed{}, refuse(BadKey, "「", office.Name, "」の札に、封をする鍵がありません。庁内の札を登録しなおしてください。")
	}
	top := envelope(r.ID, r.Type, r.Key, len(r.Body))
	plain := make([]byte, padded(len(top)+len(r.Body)))
	copy(plain[copy(plain, top):], r.Body)
	var box bytes.Buffer
	w, err := age.Encrypt(&box, to)
	if err == nil {
		if _, err = w.Write(plain); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		return Sealed{}, fmt.Errorf("seal record %s: %w", r.ID, err)
	}
	return Sealed{r.ID, r.Type, r.Key, office.SealID(), box.Bytes()}, nil
}

// Open decrypts a record with whichever of the office's keys it was sealed to. The error has the case
// ForeignOffice where that key is not there, and Unreadable where the box is damaged or not the record it claims.
func (ks Keys) Open(s Sealed) (Record, error) {
	k := ks.sealedTo(s.Office)
	if k == nil {
		return Record{}, foreignOffice(s.Office)
	}
	r, err := age.Decrypt(bytes.NewReader(s.Box), k.seal)
	if err != nil {
		return Record{}, unreadable(s, "封を開けられません")
	}
	plain, err := io.ReadAll(io.LimitReader(r, 2*MaxBody))
	if err != nil {
		return Record{}, unreadable(s, "封の中がこわれています")
	}
	top, body, found := bytes.Cut(plain, []byte("\n"))
	n, err := strconv.Atoi(string(top[bytes.LastIndexByte(top, ' ')+1:]))
	if err != nil || !found || string(top)+"\n" != envelope(s.ID, s.Type, s.Key, n) {
		return Record{}, unreadable(s, "封の中の名札が外とちがいます")
	}
	if n < 0 || n > min(len(body), MaxBody) {
		return Record{}, unreadable(s, "封の中の長さが合いません")
	}
	return Record{s.ID, s.Type, s.Key, body[:n:n]}, nil
}

// envelope is the first line of what is sealed.
func envelope(id, typ, key string, n int) string {
	return id + " " + typ + " " + key + " " + strconv.Itoa(n) + "\n"
}

func padded(n int) int {
	size := smallest
	for size < n {
		size *= 2
	}
	return size
}

func unreadable(s Sealed, why string) error {
	return refuse(Unreadable, "記録 ", s.ID, " を読めません（", why, "）。封をしたまま残してあります。ほかの記録は取り込めます。管理者に知らせてください。")
}

func foreignOffice(sealID string) error {
	return refuse(ForeignOffice, "この庁内の鍵では開けられません（封をした鍵は ", sealID, "）。ほかの役所のファイルか、前の鍵で封をしたものです。前の鍵の控えがあれば戻してから、同じファイルを入れてください。何も消えていません。")
}
