package handover_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"kaname/kit/handover"
)

func TestAKeyIsKeptForItsOwnerAloneAndNeverOverwritten(t *testing.T) {
	for _, role := range []handover.Role{handover.Office, handover.Collector} {
		file := filepath.Join(t.TempDir(), "kagi.txt")
		k := key(t, role, "minato-1")
		must(t, k.Save(file))
		if err := k.Save(file); !errors.Is(err, handover.BadKey) {
			t.Errorf("a key was overwritten: %v", err)
		}
		back, err := handover.Load(file)
		must(t, err)
		if back.Number() != k.Number() || back.SignID() != k.SignID() || back.SealID() != k.SealID() || (role == handover.Office) != (k.SealID() != "") {
			t.Errorf("%s: the key came back as another", role)
		}
		if role == handover.Office {
			s, err := handover.Seal(k.Card, answer(0))
			must(t, err)
			_, err = handover.Keys{back}.Open(s)
			must(t, err)
		}
		if runtime.GOOS != "windows" {
			st, err := os.Stat(file)
			must(t, err)
			if st.Mode().Perm() != 0o600 {
				t.Errorf("mode %v", st.Mode())
			}
			must(t, os.Chmod(file, 0o640))
			if _, err := handover.Load(file); !errors.Is(err, handover.BadKey) || !strings.Contains(err.Error(), "chmod 600") {
				t.Errorf("a key others may read: %v", err)
			}
			must(t, os.Chmod(file, 0o600))
		}
		b, err := os.ReadFile(file)
		must(t, err)
		must(t, os.WriteFile(file, []byte(strings.Replace(string(b), "made: 2026", "made: 2025", 1)), 0o600))
		if _, err := handover.Load(file); !errors.Is(err, handover.BadKey) {
			t.Errorf("a key with a slip of the pen: %v", err)
		}
	}
	if _, err := handover.Load(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a key that is not there was loaded")
	}
	for _, name := range []string{"", "みなと", "A", "a b", "-a", strings.Repeat("a", 41)} {
		if _, err := handover.Make(handover.Collector, name, day); !errors.Is(err, handover.BadKey) {
			t.Errorf("name %q: %v", name, err)
		}
	}
}

func TestACardCanBeReadOverTheTelephone(t *testing.T) {
	k := key(t, handover.Office, "minato")
	if !regexp.MustCompile(`^(\d{5} ){5}\d{5}$`).MatchString(k.Number()) {
		t.Errorf("number %q", k.Number())
	}
	if strings.Contains(k.Card.String(), "SECRET") {
		t.Error("the card carries the secret")
	}
	c, err := handover.ReadCard(strings.NewReader(strings.ReplaceAll(k.Card.String(), "\n", "\r\n")))
	must(t, err)
	if c.Number() != k.Number() {
		t.Error("the card came back as another")
	}
	for _, change := range [][2]string{{"minato", "minami"}, {"office", "collector"}, {"seal: age1", "seal: age2"}, {"made: 2026", "made: 2027"}, {"sign: ", "sign: A"}, {"name: minato\n", ""}, {"CARD", "KEY"}} {
		if _, err := handover.ReadCard(strings.NewReader(strings.Replace(k.Card.String(), change[0], change[1], 1))); !errors.Is(err, handover.BadKey) {
			t.Errorf("a card with %q for %q: %v", change[1], change[0], err)
		}
	}
	seen := map[string]bool{}
	for range 50 {
		seen[key(t, handover.Collector, "minato").Number()] = true
	}
	if len(seen) != 50 {
		t.Error("two keys have one number")
	}
}

func TestEachSideSignsOnlyItsOwnFiles(t *testing.T) {
	o, c := pair(t)
	marks, _ := c.chunks(t, 1)
	r := handover.Receipt{Office: o.keys[0].Name, Stream: c.stream.Stream, Made: day}
	_, chunk := handover.Write(new(strings.Builder), o.keys[0], marks[0].Header, nil)
	for name, err := range map[string]error{
		"a chunk by the office":      chunk,
		"a receipt by the collector": r.Write(new(strings.Builder), c.key),
		"an issue by the collector":  handover.Pack(new(strings.Builder), c.key, 1, day, pages()),
	} {
		if !errors.Is(err, handover.BadKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
