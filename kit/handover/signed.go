package handover

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The lines that give every file its shape. What lies above sumField is signed: each line without its end and
// without white space behind it, blank lines left out, a line feed after each. So a file survives what
// gateways and editors do to the ends of lines.
const (
	magic     = "KANAME-HANDOVER"
	beginLine = "BEGIN"
	sumField  = "sha256"
	endLine   = "END"
)

// writer writes a signed text line by line; the first error stays and comes out of end.
type writer struct {
	w   *bufio.Writer
	sum hash.Hash
}

func begin(w io.Writer, k kind, head ...string) *writer {
	t := &writer{bufio.NewWriterSize(w, 64<<10), sha256.New()}
	t.line(magic + " 1 " + k.word)
	for i := 0; i < len(head); i += 2 {
		t.line(head[i] + ": " + head[i+1])
	}
	t.line(beginLine)
	return t
}

// line writes one line; Windows editors of any age show CRLF as an end of line.
func (t *writer) line(s string) {
	io.WriteString(t.sum, s)
	t.sum.Write([]byte{'\n'})
	t.w.WriteString(s)
	t.w.WriteString("\r\n")
}

// end signs what was written and returns its sum.
func (t *writer) end(k *Key) (string, error) {
	sum := hex.EncodeToString(t.sum.Sum(nil))
	for _, s := range []string{sumField + ": " + sum, "signer: " + k.SignID(), "signature: " + k.signature(sum), endLine} {
		t.w.WriteString(s + "\r\n")
	}
	if err := t.w.Flush(); err != nil {
		return "", fmt.Errorf("write hand-over file: %w", err)
	}
	return sum, nil
}

// breaks are the bytes that end a line: those of every system, and the zeros and Ctrl-Z with which broken
// copies and old editors fill the end of a file.
const breaks = "\r\n\x00\x1a"

// scanLines reads lines of at most maxLine bytes without trailing white space, leaving out blank ones. A byte
// order mark is obeyed, for editors that save anew as UTF-8 or UTF-16 with one.
func scanLines(r io.Reader) *bufio.Scanner {
	sc := bufio.NewScanner(transform.NewReader(r, unicode.BOMOverride(encoding.Nop.NewDecoder())))
	sc.Buffer(make([]byte, 64<<10), maxLine)
	sc.Split(splitLine)
	return sc
}

func splitLine(data []byte, atEOF bool) (int, []byte, error) {
	start := 0
	for start < len(data) && (data[start] <= ' ' && strings.IndexByte(breaks+" \t", data[start]) >= 0) {
		start++
	}
	if i := bytes.IndexAny(data[start:], breaks); i >= 0 {
		return start + i + 1, bytes.TrimRight(data[start:start+i], " \t"), nil
	}
	if atEOF && start < len(data) {
		return len(data), bytes.TrimRight(data[start:], " \t"), nil
	}
	return start, nil, nil
}

// read copes with an error of the source that scanned: nil where it simply ended.
func (k kind) read(err error) error {
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		return k.altered("行が長すぎます")
	case errors.Is(err, TooLarge):
		return k.tooLarge()
	case err != nil:
		return fmt.Errorf("read hand-over file: %w", err)
	}
	return nil
}

// fields reads exactly the named fields, each on a line of its own, in their order.
func fields(lines []string, names ...string) (map[string]string, error) {
	if len(lines) != len(names) {
		return nil, fmt.Errorf("%d fields instead of %d", len(lines), len(names))
	}
	got := map[string]string{}
	for i, name := range names {
		value, ok := strings.CutPrefix(lines[i], name+": ")
		if !ok {
			return nil, fmt.Errorf("field %s is missing in line %d", name, i+1)
		}
		got[name] = value
	}
	return got, nil
}

// stamp writes an instant to the second, in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// unstamp reads what stamp wrote and nothing else.
func unstamp(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err == nil && stamp(t) != s {
		err = fmt.Errorf("instant %.40q is not written as 2026-09-30T00:04:11Z", s)
	}
	return t.UTC(), err
}
