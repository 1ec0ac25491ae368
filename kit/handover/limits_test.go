package handover

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

// A file that was written once must be read by every later program, and tests hold what it looks like.
func TestTheFormatOfEachFileStaysWhatItIs(t *testing.T) {
	o, c := fuzzKeys(t)
	chunk, receipt, issue := fuzzFiles(t, o, c)
	for name, b := range map[string][]byte{"records.txt": chunk, "receipt.txt": receipt, "published.txt": issue, "card.txt": []byte(o.Card.String())} {
		file, text := filepath.Join("testdata", name), strings.ReplaceAll(string(b), "\r\n", "\n")
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if text != strings.ReplaceAll(string(want), "\r\n", "\n") {
			t.Errorf("%s is written otherwise than in the releases before:\n%s", name, text)
		}
	}
}

func TestAFileBeyondTheLimitIsRefusedAndNotCutShort(t *testing.T) {
	b, err := io.ReadAll(&limited{strings.NewReader("0123456789"), 4})
	if string(b) != "0123" || !errors.Is(records.read(err), TooLarge) {
		t.Errorf("%q, %v", b, err)
	}
	if b, err := io.ReadAll(&limited{strings.NewReader("0123"), 5}); string(b) != "0123" || err != nil {
		t.Errorf("%q, %v", b, err)
	}
}

func TestARecordOfTheLongestBodyAndLabelsFitsOnALine(t *testing.T) {
	o, _ := fuzzKeys(t)
	r := Record{ID: strings.Repeat("i", 64), Type: strings.Repeat("t", 32), Key: strings.Repeat("k", 100), Body: make([]byte, MaxBody)}
	s, err := Seal(o.Card, r)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.Type + " " + s.Key + " " + s.ID + " " + b64(string(s.Box))); n > maxLine-2 {
		t.Errorf("a line of %d bytes; %d can be read", n, maxLine)
	}
}
