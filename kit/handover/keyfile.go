package handover

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"filippo.io/age"

	"kaname/kit/fault"
)

const (
	cardMagic = "KANAME-CARD 1"
	keyMagic  = "KANAME-KEY 1"
)

// body is a card's text without its number, over which the number is computed.
func (c Card) body() string {
	t := cardMagic + " " + string(c.Role) + "\nname: " + c.Name + "\nmade: " + stamp(c.Made) + "\nsign: " + base64.StdEncoding.EncodeToString(c.Sign) + "\n"
	if c.Role == Office {
		t += "seal: " + c.Seal + "\n"
	}
	return t
}

// String is the card as text, to be kept and carried.
func (c Card) String() string { return c.body() + "number: " + c.Number() + "\n" }

// ReadCard reads a card's text back; a slip of the pen shows in its number. Whether it is the right card, only
// the telephone tells.
func ReadCard(r io.Reader) (Card, error) {
	c, f, err := readHalf(r, cardMagic, badCard)
	if err != nil {
		return c, err
	}
	if c.Sign, err = base64.StdEncoding.DecodeString(f["sign"]); err != nil || len(c.Sign) != ed25519.PublicKeySize {
		return c, badCard("署名の鍵がありません")
	}
	if c.Seal = f["seal"]; c.Role == Office {
		if _, err := age.ParseX25519Recipient(c.Seal); err != nil {
			return c, badCard("封をする鍵がありません")
		}
	}
	if f["number"] != c.Number() {
		return c, badCard("番号が中身と合いません")
	}
	return c, nil
}

// Save writes the key into a new file that only its owner may read (mode 0600); a file that is there already is
// left as it is. The file is short text: print the office's and keep it in the safe, for without it what was
// sealed to it cannot be read by anybody.
func (k *Key) Save(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if os.IsExist(err) {
		return refuse(BadKey, "「", file, "」はもうあります。鍵は上書きしません。ほかの名前にしてください。")
	}
	if err != nil {
		return fault.Wrap(fault.Invalid, "鍵を「"+file+"」に書けません。フォルダーがあるか、書いてよいかを確かめてください。", err)
	}
	_, err = io.WriteString(f, k.secret())
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(file)
		return fmt.Errorf("write key %s: %w", file, err)
	}
	return syncDir(filepath.Dir(file))
}

// secret is the text of a key file.
func (k *Key) secret() string {
	t := keyMagic + " " + string(k.Role) + "\nname: " + k.Name + "\nmade: " + stamp(k.Made) + "\nsign: " + base64.StdEncoding.EncodeToString(k.sign.Seed()) + "\n"
	if k.Role == Office {
		t += "seal: " + k.seal.String() + "\n"
	}
	return t + "number: " + k.Number() + "\n"
}

// Load reads a key file; one that others on the machine may read is refused (not looked at on Windows, where
// the mode says nothing).
func Load(file string) (*Key, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "鍵のファイル「"+file+"」を開けません。名前と場所を確かめてください。", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" && st.Mode().Perm()&0o077 != 0 {
		return nil, refuse(BadKey, "鍵のファイル「", file, "」を、ほかの利用者も読めます。chmod 600 で直し、読まれたおそれがあれば鍵を替えてください。")
	}
	return readKey(f)
}

func readKey(r io.Reader) (*Key, error) {
	c, f, err := readHalf(r, keyMagic, badKey)
	if err != nil {
		return nil, err
	}
	seed, err := base64.StdEncoding.DecodeString(f["sign"])
	if err != nil {
		return nil, badKey("署名の鍵がありません")
	}
	k, err := newKey(c.Role, c.Name, c.Made, seed, f["seal"])
	if err != nil {
		return nil, err
	}
	if f["number"] != k.Number() {
		return nil, badKey("番号が中身と合いません")
	}
	return k, nil
}

// readHalf reads what a card and a key file have in common, and their fields by name.
func readHalf(r io.Reader, magic string, bad func(string) error) (Card, map[string]string, error) {
	sc := scanLines(io.LimitReader(r, 16<<10))
	if !sc.Scan() || !strings.HasPrefix(sc.Text(), magic+" ") {
		return Card{}, nil, bad("初めの行がちがいます")
	}
	c := Card{Role: Role(strings.TrimPrefix(sc.Text(), magic+" "))}
	names := []string{"name", "made", "sign", "number"}
	if c.Role == Office {
		names = []string{"name", "made", "sign", "seal", "number"}
	}
	var lines []string
	for sc.Scan() {
		lines = append(lines, sc.Text())
	}
	f, err := fields(lines, names...)
	if err != nil || c.Role != Office && c.Role != Collector {
		return c, nil, bad("行が足りないか、多すぎます")
	}
	if c.Made, err = unstamp(f["made"]); err != nil {
		return c, nil, bad("日付を読めません")
	}
	if c.Name = f["name"]; !goodName.MatchString(c.Name) {
		return c, nil, bad("名前を読めません")
	}
	return c, f, nil
}

func badCard(why string) error {
	return refuse(BadKey, "鍵の札を読めません（", why, "）。相手にもう一度札を書き出してもらってください。")
}
