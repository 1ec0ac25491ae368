package sav

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pspp finds a program of PSPP, the free reader of SPSS files. Without it the test is skipped; where nothing may be skipped, it fails.
func pspp(t *testing.T, program string) string {
	t.Helper()
	bin, err := exec.LookPath(program)
	if err == nil {
		return bin
	}
	why := "no " + program + " was found: no other program has opened the files (Debian: pspp)"
	if os.Getenv("KANAME_NO_SKIP") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
	return ""
}

func run(t *testing.T, bin string, args ...string) string {
	t.Helper()
	cmd := exec.Command(bin, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "warning") || strings.Contains(string(out), "error") {
		t.Fatalf("%s %q: %v\n%s", bin, args, err, out)
	}
	return string(out)
}

func TestPSPPReadsTheRowsAsTheyWereWritten(t *testing.T) {
	bin := pspp(t, "pspp-convert")
	dir := t.TempDir()
	in, out := filepath.Join(dir, "sample.sav"), filepath.Join(dir, "sample.csv")
	file, _ := written(t, sample(), answers())
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, bin, in, out)
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"問1_説明", "Q2", "q2_2", "自由記述", "来庁日", "用件", "受付時刻", "重み"},
		{"5", "12.5", "A1", longText, "09/15/2026", "転入・転出の届け出", "09/15/2026 23:59:00", "0.123456"},
		{"9", "999", "ZZ", "なし", " ", "不明", " ", "-99"},
		{" ", " ", "", "", " ", "", " ", " "},
		{"1", "151", "B2", strings.Repeat("a", 255) + "b", "09/15/2026", "x", "09/15/2026 23:59:00", "152"},
		{"0", "-100", "日", strings.Repeat("あ", 1000), "09/15/2026", "", "09/15/2026 23:59:00", "1e+300"},
	}
	for i := range want {
		if i >= len(got) || !slices.Equal(got[i], want[i]) {
			t.Errorf("PSPP shows line %d as\n%q, want\n%q", i+1, got[i], want[i])
		}
	}
}

func TestPSPPShowsTheLabelsAndLeavesTheMissingValuesOut(t *testing.T) {
	bin := pspp(t, "pspp")
	dir := t.TempDir()
	in, syntax := filepath.Join(dir, "sample.sav"), filepath.Join(dir, "look.sps")
	file, _ := written(t, sample(), answers())
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	commands := "GET FILE='" + in + "'.\nDISPLAY DICTIONARY.\nDISPLAY DOCUMENTS.\nFREQUENCIES VARIABLES=問1_説明 /FORMAT=NOTABLE.\n"
	if err := os.WriteFile(syntax, []byte(commands), 0o600); err != nil {
		t.Fatal(err)
	}
	got := run(t, bin, "-O", "format=csv", syntax)
	for _, want := range []string{
		"問1_説明,1,職員の説明はわかりやすかったですか,Ordinal,Input,8,Right,F8.0,F8.0,9; -1", "900 THRU 999; -1", "q2_2,3,窓口,Nominal,Input,8,Left,A4,A4,\"\"\"ZZ",
		"自由記述,4,お気づきのこと,Nominal,Input,40,Left,A3000", "来庁日,5,来庁した日,Scale,Input,20,Right,SDATE10", "DATETIME20.0",
		"5,とてもよい", "9[a],利用していない", "国民健康保険", "転入・転出の届け出,引っこし", "見本データです。", "N,Valid,3", ",Missing,2",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("PSPP does not show %q:\n%s", want, got)
		}
	}
}
