package textfile

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"kaname/kit/fault"
)

var cols = []Column{{Key: "number", Name: "職員番号", Aliases: []string{"番号"}, Required: true}, {Key: "name", Name: "氏名"}, {Key: "score", Name: "点", Number: true}}

func sheet(rows ...[]string) Sheet { return Sheet{Title: "名簿", Columns: cols, Rows: rows} }

func TestAnExcelFileWrittenHereIsReadBackTheSame(t *testing.T) {
	rows := [][]string{{"004127", "髙橋 𠮷", "3.5"}, {"000001", "=1+1", "-2"}, {"9", "二行\nあり", ""}}
	var b bytes.Buffer
	if err := WriteXLSX(&b, sheet(rows...)); err != nil {
		t.Fatal(err)
	}
	got, err := Read("名簿.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	m, err := Match(got.Header, cols)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range rows {
		r := got.Rows[i]
		if r.Line != i+2 || m.Get(r, "number") != want[0] || m.Get(r, "name") != want[1] || m.Get(r, "score") != want[2] {
			t.Errorf("row %d: %+v", i, r)
		}
	}
}

func TestCP932KeepsWhatItCanAndNamesWhatItCannot(t *testing.T) {
	s := sheet([]string{"1", "9時〜17時 − — 髙﨑①㈱ 𠮷♡é", ""})
	if got := string(Unmappable(s)); got != "𠮷♡é" {
		t.Errorf("unmappable: %q", got)
	}
	var b bytes.Buffer
	if err := WriteCSV(&b, s, CP932); err != nil {
		t.Fatal(err)
	}
	if bytes.IndexByte(b.Bytes(), 0x1a) >= 0 {
		t.Error("a control character stands in for what cannot be written")
	}
	got, err := Read("名簿.csv", b.Bytes())
	if err != nil || got.Encoding != "CP932" {
		t.Fatal(err, got.Encoding)
	}
	if want := "9時～17時 － ― 髙﨑①㈱ 〓〓〓"; got.Rows[0].Cells[1] != want {
		t.Errorf("got %q, want %q", got.Rows[0].Cells[1], want)
	}
}

func TestACellNeverRunsAsAFormula(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCSV(&b, sheet([]string{"=cmd()", "+81", "-1.5"}, []string{"@x", "-a", "=2"}), UTF8BOM); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\r\n")
	if lines[1] != `" =cmd()"," +81",-1.5` || lines[2] != `" @x"," -a"," =2"` {
		t.Errorf("%q", lines[1:3])
	}
}

func TestTheHeaderIsFoundBelowATitleAndHoweverItIsTyped(t *testing.T) {
	got, err := Read("a.csv", []byte("令和8年度 名簿,,\n,,\n 番　号 ,氏名（漢字）,点※\n007,山,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	got = got.FindHeader(cols)
	m, err := Match(got.Header, cols)
	if err != nil || got.HeaderLine != 3 || m.Get(got.Rows[0], "number") != "007" || m.Get(got.Rows[0], "name") != "山" {
		t.Fatalf("%v %+v", err, got)
	}
	if _, err := Match([]string{"氏名", "氏名"}, cols); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "職員番号") || !strings.Contains(err.Error(), "2列目") {
		t.Errorf("%v", err)
	}
}

func TestWhatCannotBeReadSaysWhatWhyAndWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"empty":   {[]byte(" \n"), "何も入っていません"},
		"old":     {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "xlsx"},
		"broken":  {[]byte("PK\x03\x04broken"), "こわれている"},
		"binary":  {[]byte{0xff, 0xfe, 0xfd, 0x80, 0xa0, 0x00, 0xff}, "文字を読めません"},
		"quote":   {[]byte("a,b\n1,\"2\n3,4"), "引用符"},
		"columns": {[]byte(strings.Repeat("a,", MaxColumns+1)), "列まで"},
	} {
		_, err := Read(name, c.data)
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFileNameIsTakenByEverySystem(t *testing.T) {
	if got := FileName("xlsx", "令和8年度", "来庁者 アンケート", "区民課/窓口：1"); got != "令和8年度_来庁者アンケート_区民課窓口1.xlsx" {
		t.Error(got)
	}
	if got := ContentDisposition("名簿.csv"); got != `attachment; filename=kaname.csv; filename*=UTF-8''%E5%90%8D%E7%B0%BF.csv` {
		t.Error(got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n1,2"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0x82, 0xa0, ',', 0x82, 0xa2})
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read("f", data)
		if err == nil && len(got.Rows) > MaxRows {
			t.Fatal("too many rows")
		}
	})
}

func FuzzWriteCSV(f *testing.F) {
	f.Add("a", "=b", "c\"\n,d")
	f.Fuzz(func(t *testing.T, x, y, z string) {
		var b bytes.Buffer
		if err := WriteCSV(&b, sheet([]string{x, y, z}), UTF8BOM); err != nil {
			t.Fatal(err)
		}
		if _, err := Read("f", b.Bytes()); err != nil {
			t.Fatal(fmt.Sprintf("%q %q %q", x, y, z), err)
		}
	})
}
