package publishing_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"kaname/area/publishing"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

func itoa(n int) string { return strconv.Itoa(n) }

func quiet(int, int) {}

// export writes the pages into a folder of the test and reads them back.
func (r *room) export(t *testing.T) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if _, _, err := r.Export(ctx, people.System(clock.At(r.City.Now()), clock.April), dir, 2026, quiet); err != nil {
		t.Fatal(err)
	}
	return files(t, dir)
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		name, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d files, %v", len(out), err)
	}
	return out
}

func TestWhatWasNotApprovedNeverAppears(t *testing.T) {
	r := newRoom(t)
	hidden := r.items[1].Text.Title
	r.items = append(r.items[:1], r.items[2:]...)
	for name, body := range r.export(t) {
		if strings.Contains(body, hidden) {
			t.Errorf("%s shows %s", name, hidden)
		}
	}
	if w := r.get(people.Actor{}, "/public/11/2026/"); w.Code != 200 || strings.Contains(w.Body.String(), hidden) || !strings.Contains(w.Body.String(), r.items[0].Text.Title) {
		t.Errorf("the live page: %d", w.Code)
	}
}

func TestAMissedPromiseIsShownWithItsReasonAndWhatComesNext(t *testing.T) {
	r := newRoom(t)
	site := r.export(t)
	for _, name := range []string{"11/2026/index.html", "11/2025/index.html", "11/2025/y00000000aa06.html"} {
		for _, want := range []string{"できませんでした", "受け持ちの係がわからないまま電話を回すことが多くありました。", "よくある用件50件の受け持ち表を4月に作り"} {
			if !strings.Contains(site[name], want) {
				t.Errorf("%s does not say %s", name, want)
			}
		}
	}
	r.items[7].Text.Issue = ""
	if site := r.export(t); !strings.Contains(site["11/2025/index.html"], "理由とこれからは、いま公表の準備をしています。") {
		t.Error("a missed promise without a reason says nothing about it")
	}
}

func TestAPromiseWithoutAResultIsUnderWay(t *testing.T) {
	r := newRoom(t)
	body := r.export(t)["11/2026/index.html"]
	if !strings.Contains(body, "すすんでいます") || !strings.Contains(body, "22.4</b>分") || !strings.Contains(body, "去年 25.0分") || !strings.Contains(body, "目ざす 20分以内") {
		t.Error("the promise stands without its state or figures")
	}
	r.items = append(r.items, result(r.items[2], "off", "矢印をふやしました。", "色の数が多く、かえって迷わせました。", "12月に作り直します。"))
	if body := r.export(t)["11/2026/index.html"]; !strings.Contains(body, "むずかしい") || !strings.Contains(body, "なぜ うまくいっていないか") {
		t.Error("a promise that will be missed while the year runs is not called difficult")
	}
	r.items[1].Text.Revised = true
	if body := r.export(t)["11/2026/index.html"]; !strings.Contains(body, "見直しました") {
		t.Error("a promise that was changed is not called revised")
	}
}

func TestCountsOfAYearAreAddedUp(t *testing.T) {
	r := newRoom(t)
	m := &r.items[0].Text.Measures[0]
	m.Shape, m.Name, m.Unit, m.Aim, m.Decimals = "count", "朝の応援に入った日", "日", "年に60日以上", 0
	m.Points = []publishing.Point{{FY: 2026, From: "2026-04-01", To: "2026-04-30", Value: 5, N: 20, Source: "当番表"}, {FY: 2026, From: "2026-05-01", To: "2026-05-31", Value: 7, N: 19, Source: "当番表"}}
	if body := r.export(t)["11/2026/index.html"]; !strings.Contains(body, "<b>12</b>日") {
		t.Error("5 days in April and 7 in May do not make 12")
	}
}

var addresses = regexp.MustCompile(`(?i)(?:href|src|action|srcset|data|poster)="([^"]*)"|url\(([^)]*)\)|@import\s+([^;]*)`)

func TestNoPageReachesOutsideTheFolderAndEveryLinkLeadsSomewhere(t *testing.T) {
	r := newRoom(t)
	r.ready()
	site := r.export(t)
	looked := 0
	for name, body := range site {
		bare := strings.ReplaceAll(strings.ReplaceAll(body, "http://www.w3.org/2000/svg", ""), "http%3A//www.w3.org/2000/svg", "")
		for _, bad := range []string{"http://", "https://", "<script", "javascript:", " on" + "click=", "style=\"", "\"//"} {
			if strings.Contains(strings.ToLower(bare), bad) {
				t.Errorf("%s holds %s", name, bad)
			}
		}
		for _, m := range addresses.FindAllStringSubmatch(body, -1) {
			to := strings.Trim(m[1]+m[2]+m[3], `"'`)
			if strings.HasPrefix(to, "data:image/svg+xml") || strings.HasPrefix(to, "#") {
				continue
			}
			looked++
			file, mark, _ := strings.Cut(to, "#")
			target := path.Join(path.Dir(name), file)
			page, there := site[target]
			if strings.HasPrefix(file, "/") || !there {
				t.Errorf("%s leads to %s, which is not in the folder", name, to)
			} else if mark != "" && !strings.Contains(page, `id="`+mark+`"`) {
				t.Errorf("%s leads to %s, where no such place is", name, to)
			}
		}
	}
	if looked < 200 {
		t.Fatalf("only %d links looked at", looked)
	}
}

func TestWritingOutTwiceGivesTheSameBytesAndTheManifestIsTrue(t *testing.T) {
	r := newRoom(t)
	r.ready()
	one := r.export(t)
	r.City.At("2026-06-03")
	two := r.export(t)
	if len(one) != len(two) {
		t.Errorf("%d files, then %d", len(one), len(two))
	}
	for name, body := range one {
		if two[name] != body {
			t.Errorf("%s differs", name)
		}
	}
	lines := strings.Split(strings.TrimSpace(one["manifest.txt"]), "\n")
	if len(lines) != len(one)-1 {
		t.Errorf("the manifest lists %d of %d files", len(lines), len(one)-1)
	}
	for _, line := range lines {
		want, name, _ := strings.Cut(line, "  ")
		if got := sha256.Sum256([]byte(one[name])); hex.EncodeToString(got[:]) != want {
			t.Errorf("%s: the manifest lies", name)
		}
	}
}

func TestTheLivePagesAreTheFilesByteForByte(t *testing.T) {
	r := newRoom(t)
	r.ready()
	looked := 0
	for name, body := range r.export(t) {
		if name == "manifest.txt" {
			continue
		}
		w := r.get(people.Actor{}, "/public/"+name)
		if w.Code != 200 || w.Body.String() != body {
			t.Errorf("%s: %d, not the same", name, w.Code)
		}
		looked++
	}
	if looked < 40 {
		t.Fatalf("only %d files", looked)
	}
	for _, odd := range []string{"/public/11/2027/index.html", "/public/11/1999/index.html", "/public/99/2026/index.html", "/public/../publishing.html", "/public/x/y/z/index.html", "/public/data/.csv", "/public/data/x.csv"} {
		if w := r.get(people.Actor{}, odd); w.Code == 200 || w.Code == 500 {
			t.Errorf("%s: %d", odd, w.Code)
		}
	}
}

func TestNoNameOfAnyoneWhoWorksHereIsInAnyFile(t *testing.T) {
	r := newRoom(t)
	r.ready()
	r.items[0].Text.Words = "花田 はなの提案です。"
	r.changes[0].Text = "森本恵が番号札の字を大きくしました。"
	site := r.export(t)
	for who, a := range r.Cast() {
		for name, body := range site {
			if strings.Contains(body, a.Name) || strings.Contains(body, strings.ReplaceAll(a.Name, " ", "")) {
				t.Errorf("%s（%s） stands in %s", a.Name, who, name)
			}
		}
	}
	body := r.get(r.Act(r.Jimu.ID), "/publishing").Body.String()
	if !strings.Contains(body, "職員の名前「花田はな」が入っています") {
		t.Error("the secretariat does not hear what is kept back and why")
	}
	err := r.PutPlainly(ctx, r.Act(r.Jimu.ID), r.Minato.ID, 2026, signID, r.seen(signID), publishing.Plain{EasyTitle: "森本 恵が します"})
	if fault.Of(err) != fault.Invalid {
		t.Errorf("a name was taken into a plain sentence: %v", err)
	}
}

// seen is the version of a promise's plain sentences that stands now.
func (r *room) seen(itemID string) (at clock.Instant) {
	r.T.Helper()
	r.Must(r.City.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT updated_at FROM publishing_items WHERE item_id = $1`, itemID).Scan(&at)
	}))
	return at
}

func TestWhoMayDoWhatWithThePublicPages(t *testing.T) {
	r := newRoom(t)
	r.ready()
	fine, no, hidden := fault.Kind(""), fault.Forbidden, fault.NotFound
	deeds := map[string]func(people.Actor) error{
		"やさしく書く": func(a people.Actor) error {
			return r.PutPlainly(ctx, a, r.Minato.ID, 2026, waitID, r.seen(waitID), publishing.Plain{EasyTitle: "{待|ま}つ {時間|じかん}を {短|みじか}く します"})
		},
		"並べる":    func(a people.Actor) error { return r.Move(ctx, a, r.Minato.ID, 2026, signID, -1) },
		"はじめに出す": func(a people.Actor) error { return r.SetTop(ctx, a, r.Minato.ID, 2026, signID, true) },
		"日を決める": func(a people.Actor) error {
			var at clock.Instant
			r.Must(r.City.DB.Read(ctx, func(tx *db.Tx) error {
				return tx.Row(ctx, `SELECT updated_at FROM publishing_years WHERE ward_id = $1`, r.Minato.ID).Scan(&at)
			}))
			return r.Announce(ctx, a, r.Minato.ID, 2026, at, publishing.Announced{NextOn: "2026-12-01", Contact: "総務課"}, false)
		},
		"書き出す": func(a people.Actor) error { _, err := r.WriteOut(ctx, a, r.Minato.ID, io.Discard); return err },
	}
	want := map[string]fault.Kind{"職員": no, "会計年度任用職員": no, "課長": no, "ほかの課長": no, "区長": fine, "事務局": fine, "ほかの区の職員": hidden, "ほかの区の区長": hidden,
		"部長会議": no, "市の事務局": fine, "管理者": no}
	for who, a := range r.Cast() {
		for deed, do := range deeds {
			if got := fault.Of(do(a)); got != want[who] {
				t.Errorf("%s・%s: got %q, want %q", who, deed, got, want[who])
			}
		}
	}
	if _, err := r.WriteOut(ctx, r.Act(r.Jimu.ID), "", io.Discard); fault.Of(err) != no {
		t.Errorf("a ward's secretariat wrote the whole city out: %v", err)
	}
}

func TestTheWardWritesOutOnceResidentsHaveWhatTheyNeedAndItIsRecorded(t *testing.T) {
	r := newRoom(t)
	a := r.Act(r.Jimu.ID)
	var b bytes.Buffer
	_, err := r.WriteOut(ctx, a, r.Minato.ID, &b)
	for _, want := range []string{"やさしい日本語の名前がない約束が6件", "問合せ先が決まっていません", "次に新しくする日が決まっていません"} {
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), want) {
			t.Fatalf("does not say %s: %v", want, err)
		}
	}
	r.ready()
	w := r.post(r.Act(r.Jimu.ID), "/publishing/files", "ward", r.Minato.ID, "fy", "2026")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if w.Code != 200 || err != nil || !strings.Contains(w.Header().Get("Content-Disposition"), ".zip") {
		t.Fatalf("%d %v", w.Code, err)
	}
	manifest, midori := "", false
	for _, f := range z.File {
		midori = midori || strings.Contains(f.Name, "12/")
		if f.Name == "manifest.txt" {
			in, err := f.Open()
			r.Must(err)
			all, err := io.ReadAll(in)
			r.Must(err)
			sum := sha256.Sum256(all)
			manifest = hex.EncodeToString(sum[:])
		}
	}
	if midori {
		t.Error("another ward's pages are in the bundle")
	}
	body := r.get(r.Act(r.Jimu.ID), "/publishing").Body.String()
	if manifest == "" || !strings.Contains(body, manifest) || !strings.Contains(body, "木村 直") {
		t.Error("the writing-out is not recorded with who and what")
	}
	if body := r.get(r.Act(r.Jimu.ID), "/publishing/check").Body.String(); !strings.Contains(body, "前に書き出したものと同じです。") {
		t.Error("the check page does not say that nothing changed")
	}
	r.items[0].Text.Words = "列をなくします。"
	if body := r.get(r.Act(r.Jimu.ID), "/publishing/check").Body.String(); !strings.Contains(body, "変わった") || !strings.Contains(body, "待つ時間を短くします 令和8年度") {
		t.Error("the check page does not say what changed")
	}
}

func TestPlainSentencesWaitWhenTheApprovedTextChanges(t *testing.T) {
	r := newRoom(t)
	r.ready()
	const plain = `<ruby>約束<rt>やくそく</rt></ruby>です`
	if body := r.export(t)["easy/11/2026/index.html"]; !strings.Contains(body, plain) {
		t.Fatal("the plain sentence is not on the page")
	}
	for i := range r.items {
		r.items[i].Approval += "-again"
	}
	if body := r.export(t)["easy/11/2026/index.html"]; strings.Contains(body, plain) {
		t.Error("a sentence about an older text still stands")
	}
	if body := r.get(r.Act(r.Jimu.ID), "/publishing").Body.String(); !strings.Contains(body, "見なおす") {
		t.Error("the secretariat is not asked to look again")
	}
}

func TestASecondSaveDoesNotOverwriteTheFirst(t *testing.T) {
	r := newRoom(t)
	a := r.Act(r.Jimu.ID)
	r.Must(r.PutPlainly(ctx, a, r.Minato.ID, 2026, waitID, "", publishing.Plain{EasyTitle: "はじめの ことば"}))
	if err := r.PutPlainly(ctx, a, r.Minato.ID, 2026, waitID, "", publishing.Plain{EasyTitle: "あとの ことば"}); fault.Of(err) != fault.Conflict {
		t.Errorf("the second save went through: %v", err)
	}
}

func TestThreePromisesAtMostStandAtTheHeadInTheOrderChosen(t *testing.T) {
	r := newRoom(t)
	a := r.Act(r.Jimu.ID)
	for _, id := range []string{greetID, signID, explainID} {
		r.Must(r.SetTop(ctx, a, r.Minato.ID, 2026, id, true))
	}
	if err := r.SetTop(ctx, a, r.Minato.ID, 2026, waitID, true); fault.Of(err) != fault.Invalid {
		t.Errorf("a fourth promise stands at the head: %v", err)
	}
	for range 3 {
		r.Must(r.Move(ctx, a, r.Minato.ID, 2026, greetID, -1))
	}
	body := r.get(people.Actor{}, "/public/11/2026/").Body.String()
	head, _, _ := strings.Cut(body, `class="pr-sec"`)
	if first, second := strings.Index(head, "こちらから声をかけます"), strings.Index(head, "わかりやすく説明します"); first < 0 || second < first {
		t.Error("the order is not the one chosen")
	}
	if strings.Contains(head, "待つ時間を短くします") {
		t.Error("a promise that was not chosen stands at the head")
	}
}

func TestSampleDataIsMarkedOnEveryPage(t *testing.T) {
	r := newRoom(t)
	r.Must(r.City.DB.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `UPDATE municipality SET has_sample = TRUE`) }))
	r.Publishing.City = func(context.Context) (people.City, error) {
		return people.City{Name: "さくら川市", HasSample: true}, nil
	}
	for name, body := range r.export(t) {
		if strings.HasSuffix(name, ".html") && !strings.Contains(body, `class="mihon"`) {
			t.Errorf("%s does not say that it is a sample", name)
		}
	}
}

func TestAFolderWithSomebodysFilesIsNotReplaced(t *testing.T) {
	r := newRoom(t)
	dir := t.TempDir()
	r.Must(os.WriteFile(filepath.Join(dir, "大事.txt"), []byte("x"), 0o600))
	_, _, err := r.Export(ctx, people.System(clock.At(r.City.Now()), clock.April), dir, 2026, quiet)
	if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "空のフォルダー") {
		t.Errorf("replaced, or without a remedy: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "大事.txt")); err != nil {
		t.Error("the file is gone")
	}
}

func TestAnEarlierExportIsReplacedAsAWhole(t *testing.T) {
	r := newRoom(t)
	dir := filepath.Join(t.TempDir(), "site")
	a := people.System(clock.At(r.City.Now()), clock.April)
	_, lacks, err := r.Export(ctx, a, dir, 2026, quiet)
	r.Must(err)
	if len(lacks) == 0 {
		t.Error("what residents will miss is not said")
	}
	r.items = r.items[1:]
	_, _, err = r.Export(ctx, a, dir, 2026, quiet)
	r.Must(err)
	if _, old := files(t, dir)["11/2026/y00000000aa01.html"]; old {
		t.Error("a page of the earlier export is still there")
	}
	if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) != 1 {
		t.Errorf("half-written folders are left: %v %v", left, err)
	}
}

func TestTheDataFilesSayTheirColumnsAndBeginWithAMark(t *testing.T) {
	r := newRoom(t)
	site := r.export(t)
	data := site["data/11-2026.csv"]
	if !strings.HasPrefix(data, "\ufeff区,年度,") || !strings.Contains(data, "番号札を取った人") || !strings.Contains(data, "22.4,4812") {
		t.Error(data)
	}
	for _, col := range strings.Split(strings.TrimSpace(strings.TrimPrefix(strings.SplitN(data, "\r\n", 2)[0], "\ufeff")), ",") {
		if !strings.Contains(site["data/columns.csv"], "\n"+col+",") && !strings.Contains(site["data/columns.html"], ">"+col+"<") {
			t.Errorf("column %s is not explained", col)
		}
	}
}

func TestAnEmptyYearSaysWhatWillStandThere(t *testing.T) {
	r := newRoom(t)
	r.items = nil
	if body := r.get(people.Actor{}, "/public/11/2026/").Body.String(); !strings.Contains(body, "ここに、ことしの約束と") {
		t.Error("an empty page")
	}
	if body := r.get(r.Act(r.Jimu.ID), "/publishing").Body.String(); !strings.Contains(body, "公表が承認された約束が、まだありません。") {
		t.Error("an empty desk")
	}
}
