package sav

import (
	"bytes"
	"errors"
	"flag"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kaname/kit/fault"
)

var update = flag.Bool("update", false, "rewrite testdata/sample.sav")

var made = time.Date(2026, 4, 1, 9, 30, 0, 0, time.FixedZone("JST", 9*3600))

// sample is an invented survey with everything that a file can hold.
func sample() Dictionary {
	five := []Label{{Of(1), "とてもよくない"}, {Of(2), "よくない"}, {Of(3), "ふつう"}, {Of(4), "よい"}, {Of(5), "とてもよい"}, {Of(9), "利用していない"}}
	return Dictionary{Title: "来庁者アンケート（見本）", Made: made, Notes: []string{"見本データです。無作為抽出ではありません。\n" + strings.Repeat("長い注記。", 12)},
		Variables: []Variable{
			{Name: "問1 説明", Label: "職員の説明はわかりやすかったですか", Measure: Ordinal, Labels: five, Missing: Missing{Values: []Value{Of(9), Of(-1)}}},
			{Name: "Q2", Label: "待ち時間（分）", Decimals: 1, Missing: Missing{Range: &[2]float64{900, 999}, Values: []Value{Of(-1)}}},
			{Name: "q2", Kind: Text, Width: 4, Label: "窓口", Labels: []Label{{Say("A1"), "住民票"}, {Say("B2"), "国民健康保険"}}, Missing: Missing{Values: []Value{Say("ZZ")}}},
			{Name: "自由記述", Kind: Text, Width: 3000, Label: "お気づきのこと", Missing: Missing{Values: []Value{Say("なし")}}},
			{Name: "来庁日", Kind: Day, Label: "来庁した日"},
			{Name: "用件", Kind: Text, Width: 30, Labels: []Label{{Say("転入・転出の届け出"), "引っこし"}}, Missing: Missing{Values: []Value{Say("不明")}}},
			{Name: "受付時刻", Kind: Moment},
			{Name: "重み", Decimals: 6},
		}}
}

var longText = strings.Repeat("窓口の方がていねいでした。", 60) + "おわり"

// answers are the sample's rows.
func answers() [][]Value {
	day := time.Date(2026, 9, 15, 23, 59, 0, 0, time.FixedZone("JST", 9*3600))
	return [][]Value{
		{Of(5), Of(12.5), Say("A1"), Say(longText), On(day), Say("転入・転出の届け出"), At(day), Of(0.123456)},
		{Of(9), Of(999), Say("ZZ"), Say("なし"), {}, Say("不明"), {}, Of(-99)},
		{{}, {}, {}, {}, {}, {}, {}, {}},
		{Of(1), Of(151), Say("B2"), Say(strings.Repeat("a", 255) + "b"), On(day), Say("x"), At(day), Of(152)},
		{Of(0), Of(-100), Say("日"), Say(strings.Repeat("あ", 1000)), On(day), Say(""), At(day), Of(1e300)},
	}
}

// shown are the rows as the tests' own reader shows them.
func shown() [][]string {
	return [][]string{
		{"5", "12.5", "A1", longText, "1.40088096e+10", "転入・転出の届け出", "1.400889594e+10", "0.123456"},
		{"9", "999", "ZZ", "なし", ".", "不明", ".", "-99"},
		{".", ".", "", "", ".", "", ".", "."},
		{"1", "151", "B2", strings.Repeat("a", 255) + "b", "1.40088096e+10", "x", "1.400889594e+10", "152"},
		{"0", "-100", "日", strings.Repeat("あ", 1000), "1.40088096e+10", "", "1.400889594e+10", "1e+300"},
	}
}

func written(t testing.TB, d Dictionary, rows [][]Value) ([]byte, []Change) {
	t.Helper()
	var b bytes.Buffer
	w, changes, err := NewWriter(&b, d)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), changes
}

func TestWhatWasWrittenIsReadBack(t *testing.T) {
	file, changes := written(t, sample(), answers())
	f, rows := read(t, file)
	if f.title != "来庁者アンケート（見本）" || f.encoding != "UTF-8" || f.cases != -1 || !strings.HasPrefix(strings.Join(f.notes, ""), "見本データです。") {
		t.Errorf("%q %q %d %q", f.title, f.encoding, f.cases, f.notes)
	}
	for i, want := range shown() {
		if i >= len(rows) || !slices.Equal(rows[i], want) {
			t.Errorf("row %d is\n%q, want\n%q", i+1, rows[i], want)
		}
	}
	var names []string
	for _, v := range f.vars {
		names = append(names, v.name)
	}
	if want := []string{"問1_説明", "Q2", "q2_2", "自由記述", "来庁日", "用件", "受付時刻", "重み"}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
	if len(changes) != 2 || changes[0].Now != "問1_説明" || changes[1].Now != "q2_2" || changes[1].Why == "" {
		t.Errorf("%+v", changes)
	}
}

func TestLabelsAndMissingValuesAreReadBack(t *testing.T) {
	file, _ := written(t, sample(), nil)
	f, rows := read(t, file)
	if len(rows) != 0 {
		t.Errorf("%d rows", len(rows))
	}
	v := f.vars
	if v[0].label != "職員の説明はわかりやすかったですか" || v[0].labels["5"] != "とてもよい" || len(v[0].labels) != 6 || v[2].labels["B2"] != "国民健康保険" {
		t.Errorf("%+v %+v", v[0], v[2])
	}
	if v[5].labels["転入・転出の届け出"] != "引っこし" || v[3].width != 3000 || len(v[3].rest) != 11 {
		t.Errorf("%+v %+v", v[5], v[3])
	}
	for i, want := range [][]string{{"9", "-1"}, {"900", "999", "-1"}, {"ZZ"}, {"なし"}, nil, {"不明"}, nil, nil} {
		if !slices.Equal(v[i].missing, want) || v[i].ranged != (i == 1) {
			t.Errorf("missing values of %s: %q, want %q", v[i].name, v[i].missing, want)
		}
	}
	if len(f.display) != 3*(8+11) || !slices.Equal(f.display[:3], []int32{2, 8, 1}) || f.display[6] != 1 {
		t.Errorf("display %v", f.display)
	}
	if v[1].format != 5<<16|8<<8|1 || v[4].format != 39<<16|10<<8 || v[6].format != 22<<16|20<<8 {
		t.Errorf("formats %x %x %x", v[1].format, v[4].format, v[6].format)
	}
}

func TestTheBytesOfAFileStayAsTheyWere(t *testing.T) {
	file, _ := written(t, sample(), answers())
	if *update {
		if err := os.WriteFile("testdata/sample.sav", file, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/sample.sav")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, want) {
		t.Errorf("the file changed (%d bytes, was %d); open it with PSPP, then run with -update", len(file), len(want))
	}
	if text := string(file[:176]); !strings.HasPrefix(text, "$FL2@(#) SPSS DATA FILE Kaname  ") || text[92:118] != "01 Apr 2609:30:00来庁者" {
		t.Errorf("%q", text)
	}
}

func TestTextsOfEveryLengthComeBack(t *testing.T) {
	for _, width := range []int{1, 7, 8, 9, 252, 254, 255, 256, 257, 504, 505, 507, 508, 510, 511, 512, 1000, 20000, MaxText} {
		d := Dictionary{Variables: []Variable{{Name: "a", Kind: Text, Width: width}, {Name: "b"}}}
		var rows [][]Value
		var want []string
		for _, n := range []int{0, 1, width / 2, width - 1, width} {
			s := strings.Repeat("0123456789abcdefghijklmnopqrstuvw", n/33+1)[:n]
			rows, want = append(rows, []Value{Say(s), Of(1)}), append(want, s)
		}
		file, _ := written(t, d, rows)
		_, got := read(t, file)
		for i := range want {
			if got[i][0] != want[i] || got[i][1] != "1" {
				t.Fatalf("width %d: %q came back as %q", width, want[i], got[i])
			}
		}
	}
}

func FuzzARowComesBackOrIsRefused(f *testing.F) {
	f.Add(1.0, "あ", 300)
	f.Add(-99.0, strings.Repeat("x", 700), 511)
	f.Add(151.5, "a\x00b", 8)
	f.Add(math.Inf(1), " ", 256)
	f.Fuzz(func(t *testing.T, n float64, s string, width int) {
		width = 1 + max(width, -(width+1))%2000
		var b bytes.Buffer
		w, _, err := NewWriter(&b, Dictionary{Variables: []Variable{{Name: "n"}, {Name: "s", Kind: Text, Width: width}}})
		if err != nil {
			t.Fatal(err)
		}
		refused := w.Write([]Value{Of(n), Say(s)})
		if refused != nil && fault.Of(refused) != fault.Invalid {
			t.Fatal(refused)
		}
		if err := w.Write([]Value{Of(7), Say("z")}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, rows := read(t, b.Bytes())
		if refused == nil && (len(rows) != 2 || rows[0][1] != strings.TrimRight(s, " ")) || refused != nil && len(rows) != 1 {
			t.Fatalf("%v %q of width %d: %q %v", n, s, width, rows, refused)
		}
	})
}

func TestADictionaryThatSPSSCouldNotTakeIsRefused(t *testing.T) {
	only := func(v Variable) Dictionary { v.Name = "問"; return Dictionary{Variables: []Variable{v}} }
	for why, d := range map[string]Dictionary{
		"rows below none":       {Rows: -1, Variables: []Variable{{Name: "x"}}},
		"no variable":           {},
		"no width":              only(Variable{Kind: Text}),
		"too wide":              only(Variable{Kind: Text, Width: MaxText + 1}),
		"decimals":              only(Variable{Decimals: 17}),
		"label of other kind":   only(Variable{Labels: []Label{{Say("1"), "x"}}}),
		"label of nothing":      only(Variable{Labels: []Label{{Value{}, "x"}}}),
		"two labels":            only(Variable{Labels: []Label{{Of(1), "x"}, {Of(1), "y"}}}),
		"four missing":          only(Variable{Missing: Missing{Values: []Value{Of(1), Of(2), Of(3), Of(4)}}}),
		"range and two":         only(Variable{Missing: Missing{Range: &[2]float64{1, 2}, Values: []Value{Of(3), Of(4)}}}),
		"range turned round":    only(Variable{Missing: Missing{Range: &[2]float64{2, 1}}}),
		"range of text":         only(Variable{Kind: Text, Width: 3, Missing: Missing{Range: &[2]float64{1, 2}}}),
		"missing text too long": only(Variable{Kind: Text, Width: 30, Missing: Missing{Values: []Value{Say("わからない")}}}),
	} {
		var b bytes.Buffer
		if _, _, err := NewWriter(&b, d); fault.Of(err) != fault.Invalid || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", why, err, b.Len())
		}
	}
}

func TestARowThatDoesNotFitIsRefusedWholeAndTheNextFollows(t *testing.T) {
	var b bytes.Buffer
	w, _, err := NewWriter(&b, Dictionary{Variables: []Variable{{Name: "数"}, {Name: "文", Kind: Text, Width: 6}, {Name: "日", Kind: Day}}})
	if err != nil {
		t.Fatal(err)
	}
	for why, row := range map[string][]Value{
		"short":          {Of(1)},
		"text too long":  {Of(1), Say("あいう"), {}},
		"text in number": {Say("1"), Say(""), {}},
		"number in text": {Of(1), Of(1), {}},
		"not UTF-8":      {Of(1), Say("\xe3\x81"), {}},
		"endless":        {Of(math.Inf(1)), Say(""), {}},
		"too early":      {Of(1), Say(""), On(time.Date(1582, 10, 14, 0, 0, 0, 0, time.UTC))},
	} {
		err := w.Write(row)
		if fault.Of(err) != fault.Invalid || !strings.Contains(fault.As(err).Say, "1行目") {
			t.Errorf("%s: %v", why, err)
		}
	}
	if err := w.Write([]Value{Of(3), Say("あい"), On(made)}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(nil); err == nil {
		t.Error("a closed file takes rows")
	}
	if _, rows := read(t, b.Bytes()); len(rows) != 1 || rows[0][0] != "3" || rows[0][1] != "あい" || w.Rows() != 1 {
		t.Errorf("%q", rows)
	}
}

func TestAnAnnouncedNumberOfRowsIsKept(t *testing.T) {
	d := Dictionary{Rows: 2, Variables: []Variable{{Name: "x"}}}
	file, _ := written(t, d, [][]Value{{Of(1)}, {Of(2)}})
	if f, rows := read(t, file); f.cases != 2 || len(rows) != 2 {
		t.Errorf("%d announced, %d there", f.cases, len(rows))
	}
	w, _, err := NewWriter(&bytes.Buffer{}, d)
	if err == nil {
		err = w.Write([]Value{Of(1)})
	}
	if err != nil || fault.Of(w.Close()) != fault.Conflict {
		t.Errorf("a file with a row too few is ended: %v", err)
	}
	if err := w.Write([]Value{Of(2)}); err != nil || fault.Of(w.Write([]Value{Of(3)})) != fault.Conflict || w.Close() != nil {
		t.Errorf("%v", err)
	}
}

type brokenDisk struct{ left int }

func (d *brokenDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestAFullDiskIsSaid(t *testing.T) {
	w, _, err := NewWriter(&brokenDisk{left: 200_000}, Dictionary{Variables: []Variable{{Name: "x"}}})
	for range 100_000 {
		if err == nil {
			err = w.Write([]Value{Of(0.5)})
		}
	}
	if err == nil || err.Error() != "disk full" || w.Close() == nil {
		t.Errorf("%v", err)
	}
}
