package handover_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kaname/kit/handover"
)

func files(all ...handover.Published) iter.Seq2[handover.Published, error] {
	return func(yield func(handover.Published, error) bool) {
		for _, f := range all {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func pages() iter.Seq2[handover.Published, error] {
	return files(
		handover.Published{Name: "index.html", Media: "text/html; charset=utf-8", Bytes: []byte("<p>8月の待ち時間</p>")},
		handover.Published{Name: "surveys/x7k2m.json", Media: "application/json", Bytes: bytes.Repeat([]byte("0123456789"), 1000)},
		handover.Published{Name: "surveys/音声.txt", Media: "text/plain", Bytes: nil},
	)
}

func packed(t testing.TB, k *handover.Key, issue int64, all iter.Seq2[handover.Published, error]) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, handover.Pack(&b, k, issue, day, all))
	return b.Bytes()
}

func TestPublishedFilesArriveWholeAndSwitchAtOnce(t *testing.T) {
	k, root := key(t, handover.Office, "minato"), filepath.Join(t.TempDir(), "public")
	for issue := int64(41); issue <= 44; issue++ {
		b := packed(t, k, issue, pages())
		is, c, err := handover.Unpack(bytes.NewReader(b), root, []handover.Card{k.Card})
		must(t, err)
		now, err := handover.Current(root)
		must(t, err)
		if c != handover.InOrder || now.Number != issue || now.Dir != is.Dir || len(now.Files) != 3 || now.Files[0].Media != "text/html; charset=utf-8" {
			t.Fatalf("issue %d: %s, %+v", issue, c, now)
		}
		for f := range pages() {
			got, err := os.ReadFile(filepath.Join(now.Dir, filepath.FromSlash(f.Name)))
			must(t, err)
			if !bytes.Equal(got, f.Bytes) {
				t.Errorf("%s arrived changed", f.Name)
			}
		}
		if _, c, err := handover.Unpack(bytes.NewReader(b), root, []handover.Card{k.Card}); err != nil || c != handover.Repeated {
			t.Errorf("the same issue again: %s, %v", c, err)
		}
	}
	entries, err := os.ReadDir(root)
	must(t, err)
	if len(entries) != 3 { // current, and the last two issues
		t.Errorf("%v are left in the folder", entries)
	}
}

func TestAnIssueThatIsWrongLeavesThePublicPagesAsTheyAre(t *testing.T) {
	k, root := key(t, handover.Office, "minato"), t.TempDir()
	cards := []handover.Card{k.Card}
	good := packed(t, k, 42, pages())
	_, _, err := handover.Unpack(bytes.NewReader(good), root, cards)
	must(t, err)
	next := packed(t, k, 43, pages())
	for name, x := range map[string]struct {
		file []byte
		want handover.Case
	}{
		"older":                   {packed(t, k, 41, pages()), handover.Older},
		"same number, other text": {packed(t, k, 42, files()), handover.Forked},
		"cut":                     {next[:len(next)-10], handover.Truncated},
		"changed":                 {replaced(next, "data ", "data A"), handover.Altered},
		"forged":                  {resummed(replaced(next, "data ", "data A")), handover.Altered},
		"unsigned":                {without(next, "signer", "signature"), handover.Unsigned},
		"of another office":       {packed(t, key(t, handover.Office, "tonari"), 43, pages()), handover.ForeignOffice},
		"of an unknown key":       {packed(t, key(t, handover.Office, "minato"), 43, pages()), handover.UnknownSigner},
		"empty":                   {nil, handover.Empty},
	} {
		if _, _, err := handover.Unpack(bytes.NewReader(x.file), root, cards); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		} else {
			speaks(t, name, err)
		}
		now, err := handover.Current(root)
		must(t, err)
		if now.Number != 42 {
			t.Fatalf("%s: issue %d is public", name, now.Number)
		}
	}
}

func TestASwitchThatWasCutShortIsRepeatedWithoutHarm(t *testing.T) {
	k, root := key(t, handover.Office, "minato"), t.TempDir()
	must(t, os.MkdirAll(filepath.Join(root, ".unpacking-123", "half"), 0o755)) // power went while files were written
	must(t, os.MkdirAll(filepath.Join(root, "issue-42", "old"), 0o755))        // … or before the switch
	must(t, os.WriteFile(filepath.Join(root, ".unpacking-current"), []byte("iss"), 0o600))
	if now, err := handover.Current(root); err != nil || now.Number != 0 {
		t.Fatalf("issue %d is public, %v", now.Number, err)
	}
	is, _, err := handover.Unpack(bytes.NewReader(packed(t, k, 42, pages())), root, []handover.Card{k.Card})
	must(t, err)
	if _, err := os.Stat(filepath.Join(is.Dir, "old")); !os.IsNotExist(err) {
		t.Error("files of the switch that was cut short are public")
	}
	entries, err := os.ReadDir(root)
	must(t, err)
	if len(entries) != 2 {
		t.Errorf("%v are left in the folder", entries)
	}
}

func TestNoPublishedFileLeavesItsFolder(t *testing.T) {
	k := key(t, handover.Office, "minato")
	for _, name := range []string{
		"", ".", "..", "../x", "a/../../x", "/etc/passwd", "a//b", "a/./b", `a\b`, `..\x`, "C:x", "x:stream", ".issue.json", ".htaccess", "a/.b",
		"nul", "a/COM1.txt", "lpt¹.html", "aux .txt", "x.", "x ", " x", "a\x00b", "a\nb", "a\u202eb", "\xff", "<x>", strings.Repeat("n", 101), strings.Repeat("a/", 100) + "b",
	} {
		err := handover.Pack(new(bytes.Buffer), k, 1, day, files(handover.Published{Name: name, Media: "text/plain"}))
		if !errors.Is(err, handover.BadName) {
			t.Errorf("%q: %v", name, err)
			continue
		}
		speaks(t, name, err)
	}
	for _, two := range [][2]string{{"a.html", "A.html"}, {"a", "a/b"}, {"a/b", "A"}, {"x/y/z", "x/Y"}} {
		err := handover.Pack(new(bytes.Buffer), k, 1, day, files(handover.Published{Name: two[0], Media: "text/plain"}, handover.Published{Name: two[1], Media: "text/plain"}))
		if !errors.Is(err, handover.BadName) {
			t.Errorf("%q beside %q: %v", two[1], two[0], err)
		}
	}
	for _, media := range []string{"", "text", "text/html\nx", strings.Repeat("a/", 60)} {
		if err := handover.Pack(new(bytes.Buffer), k, 1, day, files(handover.Published{Name: "x", Media: media})); !errors.Is(err, handover.BadName) {
			t.Errorf("media type %q: %v", media, err)
		}
	}
}

// The collector does not rely on the office's program having looked.
func TestTheCollectorRefusesNamesThatWereSignedAllTheSame(t *testing.T) {
	k := key(t, handover.Office, "minato")
	for i, name := range []string{"../x", "/x", "a/../../x", ".issue.json", "con"} {
		root := filepath.Join(t.TempDir(), "a", "b")
		b := handover.SignedIssue(k, int64(i+1), fmt.Sprintf("file %s %s 1", handover.B64(name), handover.B64("text/plain")), "data eA==")
		if _, _, err := handover.Unpack(bytes.NewReader(b), root, []handover.Card{k.Card}); !errors.Is(err, handover.BadName) {
			t.Errorf("%q: %v", name, err)
		}
		if now, err := handover.Current(root); err != nil || now.Number != 0 {
			t.Errorf("%q: issue %d is public, %v", name, now.Number, err)
		}
	}
	for _, lines := range [][]string{{"data eA=="}, {"file eA== dGV4dC9wbGFpbg== 2", "data eA=="}, {"file eA== dGV4dC9wbGFpbg== 0", "data eA=="}, {"nonsense"}} {
		b := handover.SignedIssue(k, 1, lines...)
		if _, _, err := handover.Unpack(bytes.NewReader(b), t.TempDir(), []handover.Card{k.Card}); !errors.Is(err, handover.Malformed) {
			t.Errorf("%q: %v", lines, err)
		}
	}
}
