package textfile

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kaname/kit/fault"
)

var cols = []Column{
	{Key: "number", Name: "職員番号", Aliases: []string{"番号"}, Required: true, Help: "先頭の0も書きます。", Example: "004127"},
	{Key: "name", Name: "氏名"},
	{Key: "score", Name: "点", Number: true},
}

func sheet(rows ...[]string) Sheet {
	return Sheet{Title: "名簿", Columns: cols, Rows: rows, Notes: []string{"見本です。"}}
}

func csvOf(t testing.TB, s Sheet, e Encoding) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCSV(&b, s, e); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func xlsxOf(t testing.TB, s Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteXLSX(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func bookOf(t testing.TB, fill func(f *excelize.File), opts ...excelize.Options) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b, opts...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, name string, data []byte, opts ...Option) Table {
	t.Helper()
	got, err := Read(name, data, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAFileWrittenHereIsReadBackTheSame(t *testing.T) {
	rows := [][]string{
		{"004127", "髙橋 𠮷", "3.5"}, {"000001", "=1+1", "-2"}, {"9", "二行\nあり", ""}, {"10", `"引用", と`, "0012"},
		{"11", "_x0041_ <b>&amp;", "1234567890123456789"}, {"12", "'5", "NaN"}, {"13", "ﾊﾝｶｸ", "1e5"}, {"14", "葛󠄀城", "0.1"},
	}
	for name, data := range map[string][]byte{"名簿.xlsx": xlsxOf(t, sheet(rows...)), "名簿.csv": csvOf(t, sheet(rows...), UTF8BOM)} {
		got := read(t, name, data)
		m, err := Match(got.Header, cols)
		if err != nil || len(got.Rows) != len(rows) {
			t.Fatal(name, err, len(got.Rows))
		}
		for i, want := range rows {
			r := got.Rows[i]
			if m.Get(r, "number") != want[0] || m.Get(r, "name") != want[1] || m.Get(r, "score") != want[2] {
				t.Errorf("%s row %d: got %q, want %q", name, i, r.Cells, want)
			}
		}
		if r := got.Rows[0]; r.Line != 2 || r.Cells[0] != "004127" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestAnExcelFileHoldsRealNumbersTextAndASheetThatExplains(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(xlsxOf(t, sheet([]string{"007", "=HYPERLINK(1)", "-1.5"}))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if kind, _ := f.GetCellType("名簿", "C2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("the score is not a number: %v", kind)
	}
	for _, at := range []string{"A2", "B2"} {
		if kind, _ := f.GetCellType("名簿", at); kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s is not text: %v", at, kind)
		}
	}
	if formula, _ := f.GetCellFormula("名簿", "B2"); formula != "" {
		t.Errorf("a formula runs: %q", formula)
	}
	style, _ := f.GetCellStyle("名簿", "B2")
	if q := f.Styles.CellXfs.Xf[style].QuotePrefix; q == nil || !*q {
		t.Error("=HYPERLINK(1) would become a formula when the cell is edited")
	}
	if panes, _ := f.GetPanes("名簿"); !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header is not frozen: %+v", panes)
	}
	notes, _ := f.GetRows("_説明")
	if len(notes) != 5 || !slices.Equal(notes[1], []string{"職員番号", "○", "先頭の0も書きます。", "004127"}) || notes[4][2] != "見本です。" {
		t.Errorf("%q", notes)
	}
}

func TestDatesAndNumbersAreReadAsAPersonSeesThem(t *testing.T) {
	data := bookOf(t, func(f *excelize.File) {
		gannen, zeros := `[$-411]ggge"年"m"月"d"日"`, "000000"
		for i, c := range []struct {
			v any
			s excelize.Style
		}{
			{46113, excelize.Style{NumFmt: 14}}, {46113, excelize.Style{NumFmt: 31}}, {46113, excelize.Style{CustomNumFmt: &gannen}},
			{4127, excelize.Style{CustomNumFmt: &zeros}}, {0.1 + 0.2, excelize.Style{}}, {12345678901, excelize.Style{}}, {0.256, excelize.Style{NumFmt: 9}},
			{"0041", excelize.Style{}}, {46113.604166667, excelize.Style{NumFmt: 22}},
		} {
			at, _ := excelize.CoordinatesToCellName(i+1, 2)
			id, err := f.NewStyle(&c.s)
			if err != nil {
				t.Fatal(err)
			}
			f.SetCellValue("Sheet1", at, c.v)
			f.SetCellStyle("Sheet1", at, at, id)
		}
		f.SetCellValue("Sheet1", "A1", "見出し")
	})
	want := []string{"2026/4/1", "2026年4月1日", "令和8年4月1日", "004127", "0.3", "12345678901", "26%", "0041", "2026/4/1 14:30"}
	if got := read(t, "a.xlsx", data).Rows[0].Cells; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestASheetIsChosenByNameAndAHiddenOneIsNotTaken(t *testing.T) {
	data := bookOf(t, func(f *excelize.File) {
		f.SetCellValue("Sheet1", "A1", "集計用")
		for _, name := range []string{"名簿", "異動"} {
			f.NewSheet(name)
			f.SetCellValue(name, "A1", "番号")
			f.SetCellValue(name, "A3", name)
		}
		f.SetActiveSheet(1)
		f.SetSheetVisible("Sheet1", false)
	})
	if got := read(t, "a.xlsx", data); got.Sheet != "名簿" || !slices.Equal(got.Sheets, []string{"名簿", "異動"}) {
		t.Errorf("%+v", got)
	}
	if got := read(t, "a.xlsx", data, InSheet("異動")); len(got.Rows) != 1 || got.Rows[0].Cells[0] != "異動" || got.Rows[0].Line != 3 {
		t.Errorf("%+v", got)
	}
	if _, err := Read("a.xlsx", data, InSheet("配置")); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "あるのは「名簿」「異動」です") {
		t.Error(err)
	}
}

func TestASheetFormattedToTheLastRowAndColumnIsStillRead(t *testing.T) {
	data := rawBook(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>番号</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>007</t></is></c><c r="XFD2"/></row><row r="1048576" ht="20"><c r="A1048576"/></row>`, "")
	if got := read(t, "a.xlsx", data); len(got.Rows) != 1 || got.Rows[0].Cell(0) != "007" {
		t.Errorf("%d rows", len(got.Rows))
	}
}

func TestEveryKindOfCSVIsRead(t *testing.T) {
	for name, c := range map[string]struct{ data, encoding string }{
		"a.csv":     {"番号,氏名\n007,\"山, \"\"海\"\"\"\n", "UTF-8"},
		"bom.csv":   {"\ufeff番号,氏名\r\n\r\n007,\"山, \"\"海\"\"\"\r\n,\r\n\r\n", "UTF-8（BOM付き）"},
		"sjis.csv":  {"\x94\xd4\x8d\x86,\x8e\x81\x96\xbc\r\n007,\"\x8eR, \"\"\x8aC\"\"\"\r\n", "CP932"},
		"tab.txt":   {"名簿\n番号\t氏名\n007\t\"山, \"\"海\"\"\"\n", "UTF-8"},
		"a.tsv":     {"番号\t氏名\r\n007\t\"山, \"\"海\"\"\"\r\n", "UTF-8"},
		"mac.csv":   {"番号,氏名\r007,\"山, \"\"海\"\"\"\r", "UTF-8"},
		"tabs.csv":  {"番号,氏名,備考\n007,\"山, \"\"海\"\"\",\"\t\t\t\t\t\tx\"\n", "UTF-8"},
		"blank.csv": {"\n,,\n番号,氏名\n007,\"山, \"\"海\"\"\"\n,,\n,,", "UTF-8"},
	} {
		got := read(t, name, []byte(c.data)).FindHeader(cols)
		m, err := Match(got.Header, cols)
		if err != nil || len(got.Rows) != 1 || got.Encoding != c.encoding || m.Get(got.Rows[0], "number") != "007" || m.Get(got.Rows[0], "name") != `山, "海"` {
			t.Errorf("%s: %v %+v", name, err, got)
		}
	}
}

func TestTheHeaderIsFoundBelowATitleInExcelToo(t *testing.T) {
	data := bookOf(t, func(f *excelize.File) {
		f.SetCellValue("Sheet1", "A1", "令和8年度 職員名簿")
		f.MergeCell("Sheet1", "A1", "C1")
		f.SetSheetRow("Sheet1", "A3", &[]any{"ＮＯ．", "職員番号", "氏　名"})
		f.SetSheetRow("Sheet1", "A4", &[]any{1, "004127", "山"})
	})
	got := read(t, "a.xlsx", data).FindHeader(cols)
	m, err := Match(got.Header, cols)
	if err != nil || got.HeaderLine != 3 || len(got.Rows) != 1 || got.Rows[0].Line != 4 || m.Get(got.Rows[0], "number") != "004127" || !slices.Equal(m.Unknown, []string{"ＮＯ．"}) {
		t.Errorf("%v %+v %+v", err, got, m)
	}
}

func TestAHeaderIsKnownHoweverItIsTyped(t *testing.T) {
	with := append(slices.Clone(cols), Column{Key: "kana", Name: "氏名（フリガナ）"}, Column{Key: "mail", Name: "E-mail"})
	m, err := Match([]string{"氏名（ﾌﾘｶﾞﾅ）", " 番　号 ", "氏名", "点※", "", "備考", "氏名（旧姓）", "ｅ－ＭＡＩＬ"}, with)
	if err != nil {
		t.Fatal(err)
	}
	for key, at := range map[string]int{"kana": 0, "number": 1, "name": 2, "score": 3, "mail": 7} {
		if m.At(key) != at {
			t.Errorf("%s is at %d, not %d", key, m.At(key), at)
		}
	}
	if !slices.Equal(m.Unknown, []string{"備考", "氏名（旧姓）"}) {
		t.Errorf("%q", m.Unknown)
	}
	if m, _ := Match([]string{"【必須】職員番号（6けた）", "氏名(漢字)"}, cols); m.At("name") != 1 || m.At("number") != 0 {
		t.Errorf("%+v", m)
	}
}

func TestColumnsThatAreMissingOrStandTwiceAreNamed(t *testing.T) {
	_, err := Match([]string{"氏名", "氏 名"}, cols)
	p := fault.ProblemsOf(err)
	if p.Of("number") != "「職員番号」の列が見つかりません。どの列か分かるように、見出しの行に「職員番号」と書いてください。" {
		t.Error(p.Of("number"))
	}
	if p.Of("name") != "「氏 名」の列が2つあります（1列目と2列目）。どちらを使うか決められないので、いらない方を消してください。" {
		t.Error(p.Of("name"))
	}
	var none Matching
	if none.Get(Row{1, []string{"a"}}, "name") != "" || none.With("name", 0).Get(Row{1, []string{"a"}}, "name") != "a" {
		t.Error("a column chosen by hand is not read")
	}
}

func TestProblemsAreToldInTheOrderOfTheFile(t *testing.T) {
	ps := Problems{{12, "氏名", "空です。", "書いてください。"}, {3, "点", "「三」は数ではありません。", "3のように書いてください。"}, {0, "", "列が足りません。", ""}}
	ps.Sort()
	if got, want := ps.String(), "列が足りません。\n3行目「点」: 「三」は数ではありません。3のように書いてください。\n12行目「氏名」: 空です。書いてください。\n"; got != want {
		t.Errorf("%q", got)
	}
}

func TestAFileNameIsTakenByEverySystem(t *testing.T) {
	if got := FileName("xlsx", "令和8年度", "来庁者 アンケート", "", "区民課/窓口：1", "20260930"); got != "令和8年度_来庁者アンケート_区民課窓口1_20260930.xlsx" {
		t.Error(got)
	}
	if got := FileName("csv", "..", "　"); got != "一覧.csv" {
		t.Error(got)
	}
	if got := FileName("csv", strings.Repeat("区", 300)+"\u202e"); len(got) > 255 {
		t.Error(got)
	}
	if got := ContentDisposition("名 簿.csv"); got != `attachment; filename="kaname.csv"; filename*=UTF-8''%E5%90%8D%20%E7%B0%BF.csv` {
		t.Error(got)
	}
	if got := ContentDisposition("a\"\r\nX: .簿"); got != `attachment; filename="kaname"; filename*=UTF-8''a%22%0D%0AX%3A%20.%E7%B0%BF` {
		t.Error(got)
	}
}

func TestATemplateIsReadByWhatItIsFor(t *testing.T) {
	got := read(t, "様式.xlsx", xlsxOf(t, Template(cols, nil)))
	if m, err := Match(got.Header, cols); err != nil || got.Sheet != "様式" || m.Get(got.Rows[0], "number") != "004127" {
		t.Errorf("%v %+v", err, got)
	}
}
