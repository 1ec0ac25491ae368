package textfile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// asSeen reads dates and numbers as Excel shows them on a Japanese computer; a packed file may not blow up.
var asSeen = excelize.Options{
	UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: 16 << 20,
	CultureInfo: excelize.CultureNameJaJP, ShortDatePattern: "yyyy/m/d",
}

const broken = "をExcelとして開けません。こわれているか、途中で切れています。Excelで開けるか確かめ、「.xlsx」で保存しなおしてください。"

// xlsx reads one sheet. A file made to break the reader is refused like any broken one.
func (r *reading) xlsx(data []byte) (t Table, err error) {
	defer func() {
		if p := recover(); p != nil {
			t, err = Table{}, r.refuseFor(fmt.Errorf("reading xlsx: %v", p), broken)
		}
	}()
	if err := r.unpackable(data); err != nil {
		return Table{}, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), asSeen)
	if err != nil {
		return Table{}, r.refuseFor(err, broken)
	}
	defer f.Close()
	sheets := visible(f)
	if r.sheet == "" && len(sheets) > 0 {
		r.sheet = sheets[0]
	}
	if !slices.Contains(sheets, r.sheet) {
		return Table{}, r.refuse("にシート「%s」がありません。あるのは「%s」です。シートの名前を確かめて選びなおしてください。", r.sheet, strings.Join(sheets, "」「"))
	}
	if err := r.xlsxRows(f); err != nil {
		return Table{}, err
	}
	t, err = r.table(r.sheet, "xlsx")
	t.Sheets = sheets
	return t, err
}

// unpackable looks into the package before anything is unpacked.
func (r *reading) unpackable(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return r.refuseFor(err, broken)
	}
	var size uint64
	workbook := false
	for _, f := range z.File {
		size += min(f.UncompressedSize64, MaxUnpacked+1)
		workbook = workbook || strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), "xl/workbook.xml")
		if size > MaxUnpacked {
			return r.refuse("は開くと%dMBをこえるので、読めません。使わないシート・画像・書式を消すか、分けて取り込んでください。", MaxUnpacked>>20)
		}
	}
	if !workbook {
		return r.refuse("はExcel（.xlsx）の中身ではないので、読めません。Excelで開き、「名前を付けて保存」で「.xlsx」を選んで保存しなおしてください。")
	}
	return nil
}

// visible are the sheets a person sees, in their order; when all are hidden, all of them.
func visible(f *excelize.File) []string {
	var out []string
	for _, name := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(name); err == nil && shown {
			out = append(out, name)
		}
	}
	if len(out) == 0 {
		return f.GetSheetList()
	}
	return out
}

func (r *reading) xlsxRows(f *excelize.File) error {
	rows, err := f.Rows(r.sheet)
	if err != nil {
		return r.refuseFor(err, broken)
	}
	defer rows.Close()
	line := 0
	for rows.Next() {
		line++
		cells, err := rows.Columns()
		if err != nil || line > excelize.TotalRows {
			return r.refuseFor(err, "の%d行目を読めません。その行がこわれているようです。打ちなおして保存してください。", line)
		}
		if err := r.add(line, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return r.refuseFor(err, broken)
	}
	return nil
}
