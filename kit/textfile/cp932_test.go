package textfile

import (
	"bytes"
	"strings"
	"testing"
)

func TestCP932KeepsWhatItCanAndNamesWhatItCannot(t *testing.T) {
	s := sheet([]string{"1", "9時〜17時 − — ‖ ¢£¬ ¥ 髙﨑①㈱ 𠮷♡é𠮷 か\u3099e\u0301 葛\U000e0100\x1a\u200b", ""})
	if got := string(Unmappable(s)); got != "𠮷♡é葛" {
		t.Errorf("unmappable: %q", got)
	}
	if got := Lost(s); got != "𠮷♡é葛" {
		t.Errorf("lost: %q", got)
	}
	data := csvOf(t, s, CP932)
	if bytes.IndexByte(data, 0x1a) >= 0 {
		t.Error("a control character stands in for what cannot be written")
	}
	got := read(t, "名簿.csv", data)
	if want := "9時～17時 － ― ∥ ￠￡￢ ￥ 髙﨑①㈱ 〓〓〓〓 が〓 葛"; got.Encoding != "CP932" || got.Rows[0].Cells[1] != want {
		t.Errorf("%s: got %q, want %q", got.Encoding, got.Rows[0].Cells[1], want)
	}
	if bytes.Count(data, []byte("\r\n")) != 2 || bytes.Count(data, []byte("\n")) != 2 {
		t.Error("lines do not end with CRLF")
	}
}

func TestCP932IsWrittenByteByByteAsWindowsWritesIt(t *testing.T) {
	for text, want := range map[string]string{
		"髙": "\xfb\xfc", "﨑": "\xfa\xb1", "\ufa19": "\xfb\x7e", "纊": "\xfa\x5c", "ⅰ": "\xfa\x40", "①": "\x87\x40", "㈱": "\x87\x8a",
		"№": "\x87\x82", "∵": "\x81\xe6", "￢": "\x81\xca", "Ⅰ": "\x87\x54", "〜": "\x81\x60", "−": "\x81\x7c", "‖": "\x81\x61",
		"—": "\x81\x5c", "𠮷": "\x81\xac", "\ue000": "\xf0\x40", "\ue757": "\xf9\xfc", "\ue758": "\x81\xac", "ｱ": "\xb1", "~\\": "~\\",
	} {
		if got := newEncoder().bytes(text); got != want {
			t.Errorf("%s: got % x, want % x", text, got, want)
		}
	}
}

func TestNECAndIBMKanjiAndAnOfficesOwnCharactersAreRead(t *testing.T) {
	for data, want := range map[string]string{
		"\xee\xe0": "髙", "\xfb\xfc": "髙", "\xed\x95": "﨑", "\xfa\xb1": "﨑", "\x87\x40\x87\x8a": "①㈱", "\xfa\x58": "㈱", "\xf0\x40": "\ue000", "\xf0\x80\x41": "\ue03fA", "\xf9\xfc": "\ue757",
		"\x81\x60\x81\x7c": "～－", "\xb1\xb2": "ｱｲ", "\x83\x5c\x95\x5c": "ソ表",
	} {
		got := read(t, "a.csv", []byte(data+"\n\x82\xa0\n"))
		if got.Encoding != "CP932" || got.Header[0] != want {
			t.Errorf("% x: got %q (%s), want %q", data, got.Header[0], got.Encoding, want)
		}
	}
}

func TestEveryCharacterOfCP932ComesBack(t *testing.T) {
	for lead := 0x81; lead <= 0xfc; lead++ {
		for trail := 0x40; trail <= 0xfc; trail++ {
			b := []byte{byte(lead), byte(trail)}
			text, bad := fromCP932(b)
			if lead >= 0xa0 && lead < 0xe0 || bad >= 0 {
				continue
			}
			if again, _ := fromCP932([]byte(newEncoder().bytes(text))); again != text {
				t.Errorf("% x is %q, then %q", b, text, again)
			}
		}
	}
}

func TestACellNeverRunsAsAFormula(t *testing.T) {
	data := csvOf(t, sheet([]string{"=cmd()", "+81", "-1.5"}, []string{"@x", "-a", "=2"}, []string{"\t=1", "＝1+1", "-Inf"}, []string{"－", "-1.5", "+1"}, []string{"\r=1", "1-2", "-1e5"}), UTF8BOM)
	want := "\ufeff職員番号,氏名,点\r\n" +
		"\" =cmd()\",\" +81\",-1.5\r\n\" @x\",\" -a\",\" =2\"\r\n\" \t=1\",\" ＝1+1\",\" -Inf\"\r\n－,\" -1.5\",\" +1\"\r\n\" \n=1\",1-2,\" -1e5\"\r\n"
	if got := string(data); got != want {
		t.Errorf("got %q,\nwant %q", got, want)
	}
	s := sheet()
	s.Columns = []Column{{Name: "=1+1"}}
	if got := string(csvOf(t, s, CP932)); got != "\" =1+1\"\r\n" {
		t.Errorf("a header runs: %q", strings.TrimSpace(got))
	}
}
