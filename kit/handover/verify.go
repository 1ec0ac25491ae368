package handover

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
)

// file is a signed text that has been read to its end: its sum is right, its lines lie in a file of our own, so
// that what is used is what was verified even where the stick is pulled or changed meanwhile.
type file struct {
	kind      kind
	head      []string // the lines between the first and beginLine
	sum       string
	signer    string // SignID; "" where unsigned
	signature []byte
	spool     *os.File // the lines after beginLine
}

// mostHead bounds the lines of a header, of any version.
const mostHead = 32

// readFile spools r and checks it up to its sum. Nothing in it is believed before verified has passed.
func readFile(r io.Reader, k kind) (*file, error) {
	sc := scanLines(&limited{r, maxFile})
	if !sc.Scan() {
		if errors.Is(sc.Err(), bufio.ErrTooLong) { // our first line is short
			return nil, k.foreign()
		}
		if err := k.read(sc.Err()); err != nil {
			return nil, err
		}
		return nil, k.empty()
	}
	if err := k.opening(sc); err != nil {
		return nil, err
	}
	spool, err := os.CreateTemp("", "kaname-handover-")
	if err != nil {
		return nil, fmt.Errorf("make room for a hand-over file: %w", err)
	}
	f := &file{kind: k, spool: spool}
	if err := f.fill(sc); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// opening judges the first line, which sc has just read.
func (k kind) opening(sc *bufio.Scanner) error {
	first := sc.Text()
	words := strings.Split(first, " ")
	if words[0] == magic && len(words) > 1 && words[1] != "1" && len(words[1]) < 6 && strings.Trim(words[1], "0123456789") == "" {
		return k.newer(words[1])
	}
	for _, o := range []kind{records, receipts, published} {
		if first != magic+" 1 "+o.word {
			continue
		}
		if o != k {
			return k.other(o)
		}
		return nil
	}
	if cut := magic + " 1 " + k.word; strings.HasPrefix(cut, first) && !sc.Scan() {
		return k.truncated()
	}
	return k.foreign()
}

// fill reads the rest: header, body into the spool, footer.
func (f *file) fill(sc *bufio.Scanner) error {
	sum, out := sha256.New(), bufio.NewWriterSize(f.spool, 64<<10)
	fmt.Fprintln(sum, magic+" 1 "+f.kind.word)
	body := false
	for sc.Scan() {
		line := sc.Bytes()
		if want, ok := bytes.CutPrefix(line, []byte(sumField+": ")); ok {
			return f.foot(sc, string(want), hex.EncodeToString(sum.Sum(nil)), out)
		}
		sum.Write(line)
		sum.Write([]byte{'\n'})
		switch {
		case body:
			out.Write(line)
			out.WriteByte('\n')
		case string(line) == beginLine:
			body = true
		case len(f.head) < mostHead:
			f.head = append(f.head, string(line[:min(len(line), 200)]))
		}
	}
	if err := f.kind.read(sc.Err()); err != nil {
		return err
	}
	return f.kind.truncated()
}

// foot reads what follows the sum and compares.
func (f *file) foot(sc *bufio.Scanner, want, got string, out *bufio.Writer) error {
	var tail []string
	for sc.Scan() {
		if tail = append(tail, sc.Text()); len(tail) > 3 {
			return f.kind.altered("終わりの行のあとに、ほかの文字が続いています")
		}
	}
	if err := f.kind.read(sc.Err()); err != nil {
		return err
	}
	last := len(tail) - 1
	switch {
	case !slices.Contains(tail, endLine):
		return f.kind.truncated()
	case tail[last] != endLine:
		return f.kind.altered("終わりの行のあとに、ほかの文字が続いています")
	case want != got:
		return f.kind.altered("SHA-256が合いません")
	case last > 0:
		foot, err := fields(tail[:last], "signer", "signature")
		if err != nil || !goodKeyID.MatchString(foot["signer"]) {
			return f.kind.altered("署名の行を読めません")
		}
		if f.signature, err = base64.StdEncoding.DecodeString(foot["signature"]); err != nil {
			return f.kind.altered("署名の行を読めません")
		}
		f.signer = foot["signer"]
	}
	f.sum = got
	if err := out.Flush(); err != nil {
		return fmt.Errorf("spool hand-over file: %w", err)
	}
	return nil
}

// verified checks that one of the cards of this role and name signed the file, and returns that card.
func (f *file) verified(cards []Card, role Role, name string) (Card, error) {
	if !goodName.MatchString(name) {
		return Card{}, f.kind.altered("初めの数行を読めません")
	}
	if f.signer == "" {
		return Card{}, f.kind.unsigned()
	}
	known := false
	for _, c := range cards {
		if c.Role != role || c.Name != name {
			continue
		}
		known = true
		if c.SignID() != f.signer {
			continue
		}
		if len(c.Sign) != ed25519.PublicKeySize || !ed25519.Verify(c.Sign, message(f.sum), f.signature) {
			return Card{}, f.kind.altered("署名が中身と合いません")
		}
		return c, nil
	}
	if known {
		return Card{}, f.kind.unknownSigner(name, f.signer)
	}
	if role == Office {
		return Card{}, refuse(ForeignOffice, "「", name, "」という庁内のファイルですが、その札はここに登録されていません。ほかの役所のファイルでないか確かめ、そうでなければ、庁内の札を電話で番号を確かめてから登録してください。")
	}
	return Card{}, refuse(ForeignCollector, "「", name, "」という受け口のファイルですが、その受け口はここに登録されていません。ほかの役所や試しの受け口のファイルでないか確かめ、そうでなければ、受け口の札を電話で番号を確かめてから登録してください。")
}

// lines yields the lines of the body, each good until the next; it may be ranged over again.
func (f *file) lines() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if _, err := f.spool.Seek(0, io.SeekStart); err != nil {
			yield(nil, fmt.Errorf("read spooled file: %w", err))
			return
		}
		sc := bufio.NewScanner(f.spool)
		sc.Buffer(make([]byte, 64<<10), maxLine+2)
		for sc.Scan() {
			if !yield(sc.Bytes(), nil) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			yield(nil, fmt.Errorf("read spooled file: %w", err))
		}
	}
}

// Close removes the spooled copy.
func (f *file) Close() error {
	err := f.spool.Close()
	if rerr := os.Remove(f.spool.Name()); err == nil {
		err = rerr
	}
	return err
}

// limited is a reader that refuses, instead of ending quietly, after n bytes.
type limited struct {
	r io.Reader
	n int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.n <= 0 {
		return 0, TooLarge
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.n)])
	l.n -= int64(n)
	return n, err
}
