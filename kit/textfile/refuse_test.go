package textfile

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kaname/kit/fault"
)

func zipOf(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a small file that unpacks to more than is read.
func bomb(t testing.TB) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	zeros := make([]byte, 1<<20)
	for range MaxUnpacked>>20 + 1 {
		if err == nil {
			_, err = w.Write(zeros)
		}
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatCannotBeReadSaysWhatWhyAndWhatToDo(t *testing.T) {
	locked := bookOf(t, func(f *excelize.File) { f.SetCellValue("Sheet1", "A1", "秘密") }, excelize.Options{Password: "pass"})
	whole := xlsxOf(t, sheet([]string{"1", "山", "1"}))
	const open = "をExcelとして開けません。こわれているか、途中で切れています。Excelで開けるか確かめ、「.xlsx」で保存しなおしてください。"
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"何もない":    {nil, "には何も入っていません。中身のあるファイルを選びなおしてください。"},
		"空白だけ":    {[]byte("\ufeff \r\n"), "には何も入っていません。中身のあるファイルを選びなおしてください。"},
		"コンマだけ":   {[]byte(",,\n,,\n"), "には文字の入った行がないので、取り込めません。1行目に見出し、2行目から中身を書いてください。"},
		"空のシート":   {bookOf(t, func(*excelize.File) {}), "のシート「Sheet1」には文字の入った行がないので、取り込めません。1行目に見出し、2行目から中身を書いてください。"},
		"大きい":     {bytes.Repeat([]byte("a"), MaxBytes+1), "は20MBをこえていて、一度に読めません。分けて取り込んでください。"},
		"古いExcel": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\x00o\x00r\x00k\x00"), "は古い形のExcel（.xls）で、読めません。Excelで開き、「名前を付けて保存」で「.xlsx」を選んで保存しなおしてください。"},
		"パスワード":   {locked, "にはパスワードが付いていて、開けません。Excelで開き、「ファイル」→「情報」→「ブックの保護」でパスワードを外して保存しなおしてください。"},
		"PDF":     {[]byte("%PDF-1.7\n"), "はPDFなので、表として読めません。もとのExcelかCSVを選びなおしてください。"},
		"こわれたZIP": {[]byte("PK\x03\x04broken"), open},
		"途中まで":    {whole[:len(whole)/2], open},
		"中身が変":    {zipOf(t, map[string]string{"xl/workbook.xml": "<", "[Content_Types].xml": "<"}), open},
		"Word":    {zipOf(t, map[string]string{"word/document.xml": "<a/>"}), "はExcel（.xlsx）の中身ではないので、読めません。Excelで開き、「名前を付けて保存」で「.xlsx」を選んで保存しなおしてください。"},
		"ふくらむ":    {bomb(t), "は開くと200MBをこえるので、読めません。使わないシート・画像・書式を消すか、分けて取り込んでください。"},
		"文字が不明":   {[]byte("a,b\n1,\x82\xa0\n2,\x80\xff"), "の3行目の文字を読めません。UTF-8でもShift_JIS（CP932）でもないようです。Excelで「.xlsx」か「CSV UTF-8」として保存しなおしてください。"},
		"EUC":     {[]byte("\xb6\xe8\xcc\xb1\xb2\xdd\xa4\xfd\n"), "の1行目の文字を読めません。UTF-8でもShift_JIS（CP932）でもないようです。Excelで「.xlsx」か「CSV UTF-8」として保存しなおしてください。"},
		"Unicode": {[]byte("\xff\xfea\x00\n\x00"), "は「Unicodeテキスト」（UTF-16）で保存されていて、読めません。Excelで「.xlsx」か「CSV UTF-8」として保存しなおしてください。"},
		"引用符":     {[]byte("a,b\n1,\"2\n3,4"), "の2行目から読めません。引用符（\"）が閉じていないか、余分にあります。文字としての \" は \"\" と2つ並べるか、消してください。"},
		"列が多い":    {[]byte("a\n" + strings.Repeat("a,", MaxColumns) + "a"), "の2行目は201列あり、読める200列をこえています。使わない列を消してください。"},
		"行が多い":    {[]byte(strings.Repeat("a\n", MaxRows+2)), "は100000行をこえていて、一度に読めません。分けて取り込んでください。"},
		"中身が多い":   {[]byte(strings.Repeat(strings.Repeat("1,", 139)+"1\n", 29_000)), "は中身が多すぎて、一度に読めません。使わない列を消すか、行を分けて取り込んでください。"},
	} {
		_, err := Read(name, c.data)
		if fault.Of(err) != fault.Invalid || fault.As(err).Say != "「"+name+"」"+c.say {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASheetThatIsAChartIsNotTakenForATable(t *testing.T) {
	data := bookOf(t, func(f *excelize.File) {
		f.SetCellValue("Sheet1", "A1", 1)
		if err := f.AddChartSheet("図", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$1"}}}); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := Read("a.xlsx", data, InSheet("図")); fault.As(err).Say != "「a.xlsx」のシート「図」には文字の入った行がないので、取り込めません。1行目に見出し、2行目から中身を書いてください。" {
		t.Error(err)
	}
}

// rawBook is a workbook written by hand, as programs other than ours save it.
func rawBook(t testing.TB, rows, shared string) []byte {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const list = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel
	return zipOf(t, map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                list + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels": list + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook ` + ns + ` xmlns:r="` + rel + `"><sheets><sheet name="名簿" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml":   `<worksheet ` + ns + `><sheetData>` + rows + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":       `<sst ` + ns + `>` + shared + `</sst>`,
	})
}

// TestFuriganaIsNotPartOfAName reads a cell as Japanese Excel saves it: the reading of a name stands beside it.
func TestFuriganaIsNotPartOfAName(t *testing.T) {
	data := rawBook(t, `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<si><t>髙橋</t><rPh sb="0" eb="2"><t>タカハシ</t></rPh><phoneticPr fontId="1"/></si>`)
	if got := read(t, "a.xlsx", data); got.Header[0] != "髙橋" {
		t.Errorf("%q", got.Header[0])
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n1,2"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0x82, 0xa0, ',', 0x82, 0xa2})
	f.Add([]byte("\xf0\x40\xed\x95\"\n\""))
	f.Add([]byte("\ufeff番号\t氏名\r\n\"1\"\t=\r\n"))
	f.Add(xlsxOf(f, sheet([]string{"007", "=1", "2"})))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read("f", data)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		last := got.HeaderLine
		for _, r := range got.Rows {
			if r.Blank() || len(r.Cells) > MaxColumns || r.Line <= last {
				t.Fatalf("line %d after %d: %q", r.Line, last, r.Cells)
			}
			last = r.Line
		}
		if len(got.Rows) > MaxRows || got.Encoding == "" {
			t.Fatal(len(got.Rows), got.Encoding)
		}
	})
}

func FuzzWriteCSV(f *testing.F) {
	f.Add("a", "=b", "c\"\n,d")
	f.Add("\r\n", "\t", " ")
	f.Add("-1.5", "\xff\x00", "＝1")
	f.Add("a", "\r", "\t\t\t\t\t\t\t")
	f.Fuzz(func(t *testing.T, x, y, z string) {
		row := []string{x, y, z}
		got, err := Read("f", csvOf(t, sheet(row), UTF8BOM))
		if err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		for i, v := range row {
			back := ""
			if len(got.Rows) == 1 {
				back = got.Rows[0].Cell(i)
			}
			if back != trim(clean(v)) || len(got.Rows) > 1 {
				t.Fatalf("%q came back as %+v", v, got.Rows)
			}
		}
		if data := csvOf(t, sheet(row), CP932); bytes.IndexByte(data, 0x1a) >= 0 {
			t.Fatalf("%q: 0x1A", row)
		} else if _, err := Read("f", data); err != nil {
			t.Fatalf("%q in CP932: %v", row, err)
		}
	})
}
