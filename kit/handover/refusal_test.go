package handover_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaname/kit/fault"
	"kaname/kit/handover"
)

// resummed puts the right sum under a text that was changed, as a forger without the key would.
func resummed(b []byte) []byte {
	text := strings.ReplaceAll(string(b), "\r\n", "\n")
	signed, foot, _ := strings.Cut(text, "sha256: ")
	sum := sha256.Sum256([]byte(signed))
	_, rest, _ := strings.Cut(foot, "\n")
	return []byte(signed + "sha256: " + hex.EncodeToString(sum[:]) + "\n" + rest)
}

func replaced(b []byte, old, anew string) []byte {
	return bytes.Replace(b, []byte(old), []byte(anew), 1)
}

func without(b []byte, prefixes ...string) []byte {
	var out []string
	for line := range strings.Lines(string(b)) {
		keep := true
		for _, p := range prefixes {
			keep = keep && !strings.HasPrefix(line, p)
		}
		if keep {
			out = append(out, line)
		}
	}
	return []byte(strings.Join(out, ""))
}

func TestEachWayAChunkCanBeWrongHasItsOwnCaseAndSentence(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()) // what is left behind in it is ours
	o, c := pair(t)
	_, files := c.chunks(t, 4)
	good := files[0]
	other := o.joined(t, c, "uketsuke-1") // the same name, another key
	_, foreignKey := other.chunks(t, 1)
	o.cards = o.cards[:1]
	stranger := o.joined(t, c, "tameshi")
	_, foreign := stranger.chunks(t, 1)
	o.cards = o.cards[:1]
	elsewhere := *o
	elsewhere.keys = handover.Keys{key(t, handover.Office, "another")}
	receipt, err := o.receiptFile(c.stream.Stream)
	must(t, err)
	var issue bytes.Buffer
	must(t, handover.Pack(&issue, o.keys[0], 1, day, pages()))
	record := bytes.Index(good, []byte("answer "))
	bit := bytes.Clone(good)
	bit[record+200] ^= 1
	for _, x := range []struct {
		name string
		file []byte
		want handover.Case
	}{
		{"nothing", nil, handover.Empty},
		{"blank lines", []byte("\r\n \n\n"), handover.Empty},
		{"zeros, as after a pulled stick", make([]byte, 10_000), handover.Empty},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), handover.NotHandover},
		{"a table", []byte("氏名,課\n"), handover.NotHandover},
		{"one endless line", bytes.Repeat([]byte("x"), 2<<20), handover.NotHandover},
		{"a receipt", receipt, handover.OtherKind},
		{"an issue of published files", issue.Bytes(), handover.OtherKind},
		{"a newer format", replaced(good, "KANAME-HANDOVER 1", "KANAME-HANDOVER 2"), handover.Newer},
		{"no signature", without(good, "signer", "signature"), handover.Unsigned},
		{"a bit", bit, handover.Altered},
		{"its sum alone", replaced(good, "sha256: ", "sha256: 0"), handover.Altered},
		{"a bit, of somebody unknown", replaced(foreign[0], "count: 1", "count: 2"), handover.Altered},
		{"a line left out", without(good, "answer x7k2m/2026-09-28"), handover.Altered},
		{"words behind the end", append(bytes.Clone(good), "see you\n"...), handover.Altered},
		{"another count, with its sum", resummed(replaced(good, "count: 4", "count: 3")), handover.Altered},
		{"a line grown endless", replaced(good, "answer", strings.Repeat("answer", 100_000)), handover.Altered},
		{"a bit, with its sum", resummed(bit), handover.Altered},
		{"a broken header, with its sum", resummed(replaced(good, "collector: ", "collector ")), handover.Altered},
		{"a broken signature", replaced(good, "signature: ", "signature: !"), handover.Altered},
		{"half a footer", without(good, "signature"), handover.Altered},
		{"a collector nobody knows", foreign[0], handover.ForeignCollector},
		{"a known name with another key", foreignKey[0], handover.UnknownSigner},
	} {
		if _, err := o.take(x.file); !errors.Is(err, x.want) || handover.CaseOf(err) != x.want {
			t.Errorf("%s: %v, want %s", x.name, err, x.want)
		} else {
			speaks(t, x.name, err)
		}
	}
	if _, err := elsewhere.take(good); !errors.Is(err, handover.ForeignOffice) {
		t.Errorf("sealed to another office: %v", err)
	}
	if n := o.count(t); n != 0 {
		t.Errorf("%d records were stored from refused files", n)
	}
	if _, err := o.take(good); err != nil {
		t.Error(err)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "kaname-handover-*"))
	must(t, err)
	if len(left) > 0 {
		t.Errorf("%s were left behind", left)
	}
}

// speaks checks that an error is for a person: a kind of fault, Japanese, and more than one sentence.
func speaks(t *testing.T, name string, err error) {
	t.Helper()
	if say := fault.As(err).Say; fault.Of(err) != fault.Invalid || strings.Count(say, "。") < 2 {
		t.Errorf("%s says only %q", name, say)
	}
}

func TestAFileCutAtAnyByteIsCalledTruncatedAndNothingOfItIsTaken(t *testing.T) {
	o, c := pair(t)
	_, files := c.chunks(t, 1)
	whole := len(bytes.TrimRight(files[0], "\r\n"))
	for n := 1; n < whole; n++ {
		_, err := handover.OpenChunk(bytes.NewReader(files[0][:n]), o.keys, o.cards)
		if !errors.Is(err, handover.Truncated) {
			t.Fatalf("cut at byte %d of %d: %v", n, whole, err)
		}
		speaks(t, "truncated", err)
	}
}

func TestAnyChangedByteIsNoticedOrMeansTheSame(t *testing.T) {
	o, c := pair(t)
	marks, files := c.chunks(t, 1)
	for i := range files[0] {
		for _, flip := range []byte{1, 0x20, 0x80} {
			b := bytes.Clone(files[0])
			b[i] ^= flip
			ch, err := handover.OpenChunk(bytes.NewReader(b), o.keys, o.cards)
			if err == nil {
				if ch.Hash != marks[0].Hash {
					t.Fatalf("byte %d: another content was accepted", i)
				}
				ch.Close()
			} else if handover.CaseOf(err) == "" {
				t.Fatalf("byte %d: %v has no case", i, err)
			}
		}
	}
}

func TestAReceiptIsBelievedOnlyWholeAndSigned(t *testing.T) {
	o, c := pair(t)
	_, files := c.chunks(t, 4)
	_, err := o.take(files[0])
	must(t, err)
	good, err := o.receiptFile(c.stream.Stream)
	must(t, err)
	for name, x := range map[string]struct {
		file []byte
		want handover.Case
	}{
		"cut":          {good[:len(good)/2], handover.Truncated},
		"changed":      {replaced(good, "count answer", "count antwer"), handover.Altered},
		"forged":       {resummed(replaced(good, "chunk 1", "chunk 2")), handover.Altered},
		"unsigned":     {without(good, "signer", "signature"), handover.Unsigned},
		"not one":      {files[0], handover.OtherKind},
		"empty":        {nil, handover.Empty},
		"a newer form": {replaced(good, "HANDOVER 1", "HANDOVER 12"), handover.Newer},
	} {
		if _, err := c.confirm(x.file); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		} else {
			speaks(t, name, err)
		}
	}
	stranger := *c
	stranger.office = key(t, handover.Office, "another").Card
	if _, err := stranger.confirm(good); !errors.Is(err, handover.ForeignOffice) {
		t.Errorf("the receipt of an office nobody knows: %v", err)
	}
	if c.left(t) != 4 {
		t.Errorf("%d of 4 records left: something was wiped without a receipt", c.left(t))
	}
}

func TestCountsThatDisagreeLetNothingBeWiped(t *testing.T) {
	o, c := pair(t)
	marks, files := c.chunks(t, 4)
	_, err := o.take(files[0])
	must(t, err)
	r, err := o.receipt(ctx, c.stream.Stream)
	must(t, err)
	r.Counts[0].N++
	if done, _, err := r.Confirm(c.stream.Stream, marks); !errors.Is(err, handover.Unreconciled) || done != nil {
		t.Errorf("%d chunks confirmed, %v", len(done), err)
	}
}

// A collector's program may be faulty, or its key stolen: what it signed is still read with care.
func TestASignedFileThatIsMalformedIsRefusedWhole(t *testing.T) {
	o, c := pair(t)
	marks, files := c.chunks(t, 2)
	two := strings.Split(strings.ReplaceAll(string(files[0]), "\r\n", "\n"), "\n")[10:12]
	if !strings.HasPrefix(two[0], "answer ") || !strings.HasPrefix(two[1], "answer ") {
		t.Fatalf("%.30q and %.30q are no records", two[0], two[1])
	}
	for name, lines := range map[string][]string{
		"an id twice":        {two[0], two[0]},
		"one too few":        {two[0]},
		"one too many":       {two[0], two[1], strings.Replace(two[1], "/2026-09-29 ", "/2026-09-29 A", 1)},
		"a strange type":     {two[0], "ANSWER" + two[1][6:]},
		"an empty box":       {two[0], two[1][:strings.LastIndexByte(two[1], ' ')]},
		"a box not base64":   {two[0], two[1] + "!"},
		"a second beginning": {two[0], "BEGIN"},
	} {
		_, err := o.take(handover.SignedChunk(c.key, marks[0].Header, lines...))
		if !errors.Is(err, handover.Malformed) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		speaks(t, name, err)
	}
	h := marks[0].Header
	h.Total = 7
	if _, err := o.take(handover.SignedChunk(c.key, h, two...)); !errors.Is(err, handover.Malformed) {
		t.Errorf("a header that does not add up: %v", err)
	}
	for _, line := range []string{"chunk 1", "chunk -1 " + marks[0].Hash, "count answer k 1 0", "count answer k 1 0 x", "count answer k 1 0 0", "wipe everything"} {
		if _, err := c.confirm(handover.SignedReceipt(o.keys[0], c.stream.Stream, line)); !errors.Is(err, handover.Malformed) {
			t.Errorf("a receipt with %q: %v", line, err)
		}
	}
	if o.count(t) != 0 || c.left(t) != 2 {
		t.Error("a malformed file changed something")
	}
}
