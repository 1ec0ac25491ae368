package roster_test

import (
	"bytes"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"

	"kaname/area/roster"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// newcomersFile adds two people, moves one on 1 July, and repeats one as is.
const newcomersFile = "職員番号,姓,名,セイ,メイ,表示名,雇用区分,所属コード,職,役割,本務/兼務,発令日,退職日\r\n" +
	"770001,髙橋,花子,タカハシ,ハナコ,,正規,110201,主事,,本務,2026/7/1,\r\n" +
	"770002,,,,,グエン ティ ラン,会計年度任用職員,1102,会計年度任用職員,,,R8.7.1,2027/3/31\r\n" +
	"004101,,,,,,,1103,係長,,本務,2026/7/1,\r\n" +
	"770001,,,,,,,1101,主事,,兼務,2026/7/1,\r\n" +
	"904102,太田,太郎,オオタ,タロウ,,会計年度任用,1102,会計年度任用職員,職員,本務,2020/4/1,\r\n"

func TestAnImportShowsWhatItWouldDoAndWritesNothingUntilConfirmed(t *testing.T) {
	h := newRoom(t)
	before := h.picture(t)
	w := h.send(h.Kanri, "/imports", "staff", "四月.csv", []byte(newcomersFile))
	if w.Code != 303 {
		t.Fatal(w.Code, text(w.Body.String()))
	}
	at := w.Header().Get("Location")
	page := h.get(h.Kanri, at+"?show=all").Body.String()
	for _, want := range []string{"取り込む前の確認", "追加 2 行", "変更 2 行", "そのまま 1 行", "エラー 0 行", "窓口担当 → 保険年金課", "主事 → 係長", "職員 → 管理監督者", "グエン ティ ラン", "兼務 総務課 主事"} {
		has(t, text(page), want)
	}
	if !reflect.DeepEqual(before, h.picture(t)) {
		t.Fatal("looking at the preview changed the roster")
	}
	_, rest, _ := strings.Cut(page, `name="seen" value="`)
	seen, _, _ := strings.Cut(rest, `"`)
	if w := h.post(h.Kanri, at+"/application", url.Values{"seen": {seen}}); w.Code != 303 {
		t.Fatal(w.Code, text(w.Body.String()))
	}
	for number, want := range map[string]string{"004101": "保険年金課 係長", "770001": "窓口担当 主事", "770002": "区民課 会計年度任用職員", "904102": "区民課 会計年度任用職員"} {
		if got := h.placeOn(t, number, "2026-07-01"); got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
	if got := h.placeOn(t, "004101", "2026-06-30"); got != "窓口担当 主事" {
		t.Error(got)
	}
	if got := h.placeOn(t, "770002", "2027-04-01"); got != "" {
		t.Error("somebody whose term ended still has a post: ", got)
	}
	has(t, h.get(h.Kanri, at).Body.String(), "2人分の番号を出す")
	has(t, text(h.post(h.Kanri, at+"/codes", nil).Body.String()), "職員番号 770002")
}

func TestUndoPutsEveryRecordBackExactly(t *testing.T) {
	h := newRoom(t)
	before := h.picture(t)
	im := h.apply(t, "staff", newcomersFile)
	if reflect.DeepEqual(before, h.picture(t)) {
		t.Fatal("nothing was imported")
	}
	if w := h.post(h.Kanri, "/imports/"+im.ID+"/undoing", nil); w.Code != 303 {
		t.Fatal(w.Code, text(w.Body.String()))
	}
	if !reflect.DeepEqual(before, h.picture(t)) {
		t.Error("the roster is not what it was before")
	}
	has(t, h.get(h.Kanri, "/imports").Body.String(), "取り消した")
	if err := h.Undo(ctx, h.Kanri, im.ID); fault.Of(err) != fault.Conflict {
		t.Errorf("undone twice: %v", err)
	}
}

func TestUndoRefusesWhatHasChangedSinceAndNamesIt(t *testing.T) {
	h := newRoom(t)
	im := h.apply(t, "staff", newcomersFile)
	h.Must(h.People.Transfer(ctx, h.Kanri, people.Post{StaffID: h.Hana.ID, OfficeID: h.Kumin.ID, Role: people.Staff, Main: true, From: "2026-08-01"}))
	after := h.picture(t)
	w := h.post(h.Kanri, "/imports/"+im.ID+"/undoing", nil)
	if w.Code != 409 {
		t.Fatal(w.Code)
	}
	has(t, w.Body.String(), "花田 はな（004101）")
	hasNot(t, text(w.Body.String()), "太田 太郎")
	if !reflect.DeepEqual(after, h.picture(t)) {
		t.Error("a refused undo changed something")
	}
}

func TestUndoIsOpenForSevenDaysAndFilesAreForgottenThen(t *testing.T) {
	h := newRoom(t)
	im := h.apply(t, "staff", newcomersFile)
	left, err := h.Bring(ctx, h.Kanri, "staff", "left.csv", []byte(newcomersFile))
	h.Must(err)
	h.At("2026-04-09")
	kanri := h.Act(h.Kanri.ID)
	if err := h.Undo(ctx, kanri, im.ID); fault.Of(err) != fault.Conflict || !strings.Contains(err.Error(), "2026/04/08") {
		t.Error(err)
	}
	h.At("2026-04-10")
	h.Must(h.Forget(ctx))
	has(t, h.get(h.Act(h.Kanri.ID), "/imports/"+left.ID).Body.String(), "ファイルの中身は消しました")
	var n int
	h.Must(h.DB().Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT (SELECT COUNT(*) FROM import_traces) + (SELECT COUNT(*) FROM imports WHERE rows <> '[]')`).Scan(&n)
	}))
	if n != 0 {
		t.Errorf("%d pieces of personal data are still kept", n)
	}
}

func TestABrokenFileNamesRowColumnAndRemedyAndWritesNothing(t *testing.T) {
	h := newRoom(t)
	before := h.picture(t)
	file := "職員番号,姓,セイ,雇用区分,所属コード,職,役割,本務/兼務,発令日\n" +
		"770001,良,リョウ,正規,1102,主事,,本務,2026/7/1\n" +
		",無,ム,正規,1102,主事,,本務,2026/7/1\n" +
		"770003,遠,エン,正規,9999,主事,,本務,2026/7/1\n" +
		"770004,日,ニチ,正規,1102,主事,,本務,2026/2/30\n" +
		"770005,雇,ヤトイ,臨時,1102,主事,殿様,どちらか,2026/7/1\n" +
		"770001,良,リョウ,正規,1103,主事,,本務,2026/7/1\n" +
		"4101,花田,ハナダ,正規,1102,主事,,本務,2026/7/1\n" +
		"904102,太田,オオタ,,1103,,,本務,\n" +
		"770009,所,トコロ,正規,1102,主事,,兼務,2026/7/1\n"
	im, err := h.Bring(ctx, h.Kanri, "staff", "broken.csv", []byte(file))
	h.Must(err)
	w := h.get(h.Kanri, "/imports/"+im.ID)
	page := text(w.Body.String())
	for _, want := range []string{
		"追加 1 行", "エラー 8 行", "取り込めません",
		"3行目", "職員番号 職員番号が空です。だれのことか決められません。職員番号を入れるか、この行を消してください。",
		"所属コード 所属コード「9999」の所属は名簿にありません。先に所属を取り込むか、コードをなおしてください。",
		"5行目", "発令日 2026年2月30日という日はありません。",
		"雇用区分 「臨時」は知らない言葉です。正規・再任用・任期付・会計年度任用・委託 のどれかにしてください。", "役割 「殿様」という役割はありません。", "「どちらか」は本務か兼務か決められません。",
		"「770001」の本務の行が2行目にもあります。", "「4101」は先頭の0が落ちているようです（名簿には「004101」があります）。",
		"9行目", "所属か職が変わりますが、発令日が空です。", "この人は名簿になく、本務の行もありません。",
	} {
		has(t, page, want)
	}
	hasNot(t, page, "件を取り込む")
	_, plan, err := h.Preview(ctx, h.Kanri, im.ID)
	h.Must(err)
	if _, err := h.Apply(ctx, h.Kanri, im.ID, plan.Digest()); fault.Of(err) != fault.Invalid {
		t.Error(err)
	}
	if !reflect.DeepEqual(before, h.picture(t)) {
		t.Error("a broken file wrote something")
	}
}

func TestFilesInEveryEncodingReadTheSame(t *testing.T) {
	h := newRoom(t)
	sjis, err := japanese.ShiftJIS.NewEncoder().String(newcomersFile)
	h.Must(err)
	var digests []string
	for name, data := range map[string][]byte{"utf8.csv": []byte(newcomersFile), "bom.csv": []byte("\ufeff" + newcomersFile), "cp932.csv": []byte(sjis), "book.xlsx": book(t, newcomersFile)} {
		im, err := h.Bring(ctx, h.Kanri, "staff", name, data)
		h.Must(err)
		_, plan, err := h.Preview(ctx, h.Kanri, im.ID)
		h.Must(err)
		if plan.Count(roster.Adds) != 2 || plan.Of("")[0].Name != "髙橋 花子" {
			t.Errorf("%s: %+v", name, plan.Of("")[0])
		}
		digests = append(digests, plan.Digest())
	}
	for _, d := range digests {
		if d != digests[0] {
			t.Error(digests)
		}
	}
}

// book is a workbook as an office makes one: dates are real date cells, everything else is text.
func book(t *testing.T, csv string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(csv), "\r\n") {
		for j, cell := range strings.Split(line, ",") {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			var v any = cell
			if day, err := time.Parse("2006/1/2", cell); err == nil {
				v = day
			}
			if err := f.SetCellValue("Sheet1", at, v); err != nil {
				t.Fatal(err)
			}
			if _, isDay := v.(time.Time); isDay { // as Excel stores 2026/7/1 typed into a cell
				style, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
				f.SetCellStyle("Sheet1", at, at, style)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestColumnsThatAreNotRecognisedAreMatchedByHand(t *testing.T) {
	h := newRoom(t)
	file := "人事台帳\n管理№,氏名,フリガナ,課,電話\n770001,髙橋 花子,タカハシ ハナコ,1102,123\n"
	w := h.send(h.Kanri, "/imports", "staff", "台帳.csv", []byte(file))
	at := w.Header().Get("Location")
	if !strings.HasSuffix(at, "/columns") {
		t.Fatal(at)
	}
	has(t, h.get(h.Kanri, at).Body.String(), "1列目　管理№")
	if w := h.post(h.Kanri, at, url.Values{"column-name": {"1"}}); w.Code != 422 {
		t.Error(w.Code)
	}
	if w := h.post(h.Kanri, at, url.Values{"column-number": {"0"}, "column-name": {"1"}, "column-name_kana": {"2"}, "column-office": {"3"}}); w.Code != 303 {
		t.Fatal(text(w.Body.String()))
	}
	page := text(h.get(h.Kanri, strings.TrimSuffix(at, "/columns")).Body.String())
	for _, want := range []string{"追加 1 行", "髙橋 花子", "セイ タカハシ", "発令日 2026/04/01", "使わない列: 電話"} {
		has(t, page, want)
	}
}

func TestWhatIsConfirmedIsWhatWasShown(t *testing.T) {
	h := newRoom(t)
	im, err := h.Bring(ctx, h.Kanri, "staff", "a.csv", []byte(newcomersFile))
	h.Must(err)
	_, plan, err := h.Preview(ctx, h.Kanri, im.ID)
	h.Must(err)
	h.Must(h.People.Transfer(ctx, h.Kanri, people.Post{StaffID: h.Hana.ID, OfficeID: h.Kumin.ID, Title: "主任", Role: people.Staff, Main: true, From: "2026-06-01"}))
	w := h.post(h.Kanri, "/imports/"+im.ID+"/application", url.Values{"seen": {plan.Digest()}})
	if w.Code != 409 {
		t.Fatal(w.Code)
	}
	has(t, w.Body.String(), "確かめたあとに名簿が変わったため")
	has(t, w.Body.String(), "主任")
}

func TestTheListOfStaffWrittenOutComesBackAsTheSame(t *testing.T) {
	h := newRoom(t)
	h.apply(t, "staff", newcomersFile)
	h.At("2026-07-02")
	kanri := h.Act(h.Kanri.ID)
	for _, as := range []string{"xlsx", "csv", "cp932"} {
		for kind, path := range map[string]string{"staff": "/staff", "offices": "/offices"} {
			w := h.get(kanri, path+"?as="+as)
			im, err := h.Bring(ctx, kanri, kind, "back."+as, w.Body.Bytes())
			h.Must(err)
			_, plan, err := h.Preview(ctx, kanri, im.ID)
			h.Must(err)
			if plan.Count(roster.Same) != len(plan.Steps) || len(plan.Steps) < 6 {
				t.Errorf("%s %s: %+v", as, kind, append(plan.Of(roster.Changes), append(plan.Of(roster.Adds), plan.Of(roster.Broken)...)...))
			}
		}
	}
}

func TestOfficesAreOpenedRenamedAndMergedByOneFile(t *testing.T) {
	h := newRoom(t)
	before := h.picture(t)
	file := "所属コード,所属名,段,上の所属コード,窓口,始まりの日,終わりの日,引きつぐ所属コード\n" +
		"110501,相談担当,担当,1105,○,2027/4/1,,\n" + // below an office that comes later in the file
		"1105,福祉課,課,11,○,2027/4/1,,\n" +
		"1102,市民課,課,11,○,2027/4/1,,\n" +
		"110201,総合窓口,担当,1102,○,2027/4/1,,\n" +
		"1103,保険年金課,課,11,○,,2027/3/31,1105、1102\n" +
		"1101,総務課,課,11,,,,\n"
	im := h.apply(t, "offices", file)
	for number, want := range map[string]string{"001103": "市民課 課長", "004101": "総合窓口 主事", "001104": "福祉課 課長", "002106": "総務課 係長"} {
		if got := h.placeOn(t, number, "2027-04-01"); got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
	if got := h.placeOn(t, "004101", "2027-03-31"); got != "窓口担当 主事" {
		t.Error(got)
	}
	inOrder(t, text(h.get(h.Kanri, "/offices?on=2027/4/1").Body.String()), "総務課", "市民課", "総合窓口", "福祉課", "相談担当")
	h.Must(h.Undo(ctx, h.Kanri, im.ID))
	if !reflect.DeepEqual(before, h.picture(t)) {
		t.Error("the tree is not what it was before")
	}
}

func TestAFileOfOfficesThatCannotStandIsToldByLine(t *testing.T) {
	h := newRoom(t)
	for file, want := range map[string]string{
		"所属コード,名前,上の所属コード\n1199,迷子課,8888\n":                             "2行目「上の所属コード」: 「8888」は2026/04/01の所属にも、このファイルにもありません。",
		"所属コード,名前,終わりの日\n1103,保険年金課,2027/3/31\n":                        "2行目: 「保険年金課」には、2027/03/31のあとも続く発令が1件あります。",
		"所属コード,名前,上の所属コード\n1103,保険年金課,12\n":                             "2行目「始まりの日」: 上の所属が変わりますが、いつからか決められません。",
		"所属コード,名前,上の所属コード\n1199,同じ課,11\n1199,同じ課,11\n":                  "3行目「所属コード」: 「1199」は2行目にもあります。",
		"所属コード,名前,上の所属コード,並び\n1199,順課,11,三番\n":                          "2行目「並び」: 「三番」は数ではありません。",
		"所属コード,名前,終わりの日,引きつぐ所属コード\n1103,保険年金課,2027/3/31,7777\n":         "2行目「引きつぐ所属コード」: 「7777」は、終わりの日の翌日の所属にも、このファイルにもありません。",
		"所属コード,名前,上の所属コード\n1188,輪の一,1189\n1189,輪の二,1188\n":              "所属コード「1189」は2026/04/01にはありません。",
		"所属コード,名前,終わりの日,引きつぐ所属コード\n1102,区民課,2027/3/31,1103\n":           "「区民課」の下に、2027/03/31のあとも続く所属が1あります",
		"所属コード,名前,上の所属コード,始まりの日\n1199,未来課,11,2026年13月1日\n":              "2行目「始まりの日」: 2026年13月1日という日はありません。",
		"所属コード,名前,上の所属コード,始まりの日,終わりの日\n1199,逆さ課,11,2026/4/1,2026/3/1\n": "2行目「終わりの日」: 終わりの日が始まりの日より前です。",
		"所属コード,名前,上の所属コード\n,名なし課,11\n":                                  "2行目「所属コード」: 所属コードが空です。",
		"所属コード,名前,上の所属コード\n1199,,11\n":                                  "2行目「名前」: 名前が空です。",
		"所属コード,名前,上の所属コード\n1199,自分課,1199\n":                             "2行目「上の所属コード」: 自分の上に自分を置くことはできません。",
		"所属コード,名前,上の所属コード\n1199,孤児課,\n":                                 "2行目「上の所属コード」: 上の所属コードが空です。",
	} {
		before := h.picture(t)
		im, err := h.Bring(ctx, h.Kanri, "offices", "a.csv", []byte(file))
		h.Must(err)
		_, plan, err := h.Preview(ctx, h.Kanri, im.ID)
		h.Must(err)
		if got := plan.Problems().String(); !strings.Contains(got, want) {
			t.Errorf("%q\n says %q\n want %q", file, got, want)
		}
		if !reflect.DeepEqual(before, h.picture(t)) {
			t.Error("the preview wrote something")
		}
	}
}

func TestFilesThatCannotBeReadSayWhy(t *testing.T) {
	h := newRoom(t)
	for name, data := range map[string]string{"空.csv": "", "old.xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxx", "ごみ.csv": "\xff\xfe\x00\x01\x80"} {
		w := h.send(h.Kanri, "/imports", "staff", name, []byte(data))
		if w.Code != 422 {
			t.Errorf("%s: %d", name, w.Code)
		}
		has(t, w.Body.String(), "「"+name+"」")
	}
	if w := h.send(h.Kanri, "/imports", "", "a.csv", []byte("職員番号\n1\n")); w.Code != 422 {
		t.Error(w.Code)
	}
}

func TestAnImportDoesNotTakeTheLastAdministratorAway(t *testing.T) {
	h := newRoom(t)
	im, err := h.Bring(ctx, h.Kanri, "staff", "a.csv", []byte("職員番号,所属コード,職,発令日\n000001,1102,主事,2026/4/1\n"))
	h.Must(err)
	_, plan, err := h.Preview(ctx, h.Kanri, im.ID)
	h.Must(err)
	if _, err := h.Apply(ctx, h.Kanri, im.ID, plan.Digest()); fault.Of(err) != fault.Conflict || !strings.Contains(err.Error(), "管理者が一人もいなくなり") {
		t.Error(err)
	}
}

// TestFiveThousandLinesAreReadShownAndWrittenInTime measures the largest roster that comes in one request.
func TestFiveThousandLinesAreReadShownAndWrittenInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	h := newRoom(t)
	var b strings.Builder
	b.WriteString("職員番号,姓,名,セイ,メイ,雇用区分,所属コード,職,発令日\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "8%05d,姓%d,名%d,セイ,メイ,正規,1102,主事,2026/4/1\n", i, i, i)
	}
	start := time.Now()
	im, err := h.Bring(ctx, h.Kanri, "staff", "a.csv", []byte(b.String()))
	h.Must(err)
	read := time.Since(start)
	start = time.Now()
	_, plan, err := h.Preview(ctx, h.Kanri, im.ID)
	h.Must(err)
	shown := time.Since(start)
	start = time.Now()
	_, err = h.Apply(ctx, h.Kanri, im.ID, plan.Digest())
	h.Must(err)
	written := time.Since(start)
	start = time.Now()
	h.Must(h.Undo(ctx, h.Kanri, im.ID))
	t.Logf("5,000 lines: read %v, shown %v, written %v, undone %v", read, shown, written, time.Since(start))
	if read+shown+written > 60*time.Second {
		t.Error("too slow for one request")
	}
}
