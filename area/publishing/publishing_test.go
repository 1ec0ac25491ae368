package publishing_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

func TestLastYearsResultOfTheSameMeasureStandsBesideThisYears(t *testing.T) {
	r := newRoom(t)
	m := &r.items[0].Text.Measures[0]
	m.Points = m.Points[3:]
	if body := r.export(t)["11/2026/index.html"]; !strings.Contains(body, "去年 25.0分") {
		t.Error("last year's figure is not shown, though its result was published")
	}
	m.Base = "発券機の前に立った人"
	if body := r.export(t)["11/2026/index.html"]; strings.Contains(body, "去年 25.0分") {
		t.Error("a figure of another base is set beside this year's")
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
