package ratings_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kaname/area/ratings"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/people"
)

// form is a new rating as a person fills it in.
func (o *office) form() url.Values {
	return url.Values{"ward": {o.Minato.ID}, "fy": {"令和8"}, "name": {"格付け調査"}, "by": {"市が委託した調査会社"}, "from": {"R8.11.1"}, "to": {"2026/12/10"}, "low": {"1"}, "top": {"５"},
		"fields": {counters}, "average": {"item"}, "rounding": {"half_up"}, "decimals": {"1"}, "levels": {"★★ 3.5 平均を上回る\n★ 3\nなし"}, "announced": {"★★"}, "form": {"rating:new:" + o.Minato.ID}}
}

func TestAReportIsCopiedThroughTheFormAndReadByTheWard(t *testing.T) {
	o := newOffice(t)
	if page := o.get(o.Hana, "/ratings"); !strings.Contains(page, "加えるのは区の事務局です") {
		t.Error("an empty room does not say what will stand in it")
	}
	if page := o.get(o.Jimu, "/ratings/new"); !strings.Contains(page, "全国に誇れる高度なレベル") || !strings.Contains(page, "しきい値の数は公表されていません") {
		t.Error("the published levels are not offered")
	}
	w := o.ask(o.Jimu, http.MethodPost, "/ratings", o.form())
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body.String())
	}
	path := w.Header().Get("Location")
	for _, who := range []people.Actor{o.Hana, o.Taro, o.Kucho} {
		page := o.get(who, path)
		for _, want := range []string{"令和8年度のきまり", "まだ評点がありません", "3.5点以上", "この画面は庁内だけで読めます"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is missing", want)
			}
		}
		if strings.Contains(page, "/entry") || strings.Contains(page, "改善を書く") {
			t.Error("who may not write is offered to write")
		}
	}
	if page := o.get(o.Hana, "/ratings"); !strings.Contains(page, path) {
		t.Error("it is not in the list")
	}
	for _, p := range []string{path, path + "/marks?as=csv", "/ratings?ward=" + o.Minato.ID} {
		if w := o.ask(o.Yuki, http.MethodGet, p, nil); w.Code != http.StatusNotFound {
			t.Errorf("another ward reads %s: %d", p, w.Code)
		}
	}
	if page := o.get(o.Jimu, "/ratings/new?from="+strings.TrimPrefix(path, "/ratings/")); !strings.Contains(page, `value="2027"`) || !strings.Contains(page, "聞き取りやすい話し方 ＝ 職員の説明") {
		t.Error("next year does not begin from this one")
	}
}

func TestAFormThatCannotStandKeepsEveryWord(t *testing.T) {
	o := newOffice(t)
	for field, bad := range map[string]string{"fy": "いつか", "name": "", "by": "", "from": "13月", "to": "2025/1/1", "top": "1", "fields": "[訪問] 窓口だけ", "average": "", "rounding": "", "decimals": "7", "levels": "★ 9", "announced": "たくさん"} {
		f := o.form()
		f.Set(field, bad)
		f.Set("source", "報告書 3ページ")
		w := o.ask(o.Jimu, http.MethodPost, "/ratings", f)
		body := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#`+field+`"`) || !strings.Contains(body, "報告書 3ページ") || bad != "" && field != "average" && field != "decimals" && !strings.Contains(body, bad) {
			t.Errorf("%s %q: %d", field, bad, w.Code)
		}
	}
}

func TestTwoPeopleGetBothVersions(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	f := o.form()
	f.Set("seen", "2026-01-01T00:00:00.000Z")
	f.Set("by", "わたしの書いた会社")
	w := o.ask(o.Jimu, http.MethodPost, "/ratings/"+x.ID, f)
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, "ほかの人が先に保存しました") || !strings.Contains(body, "わたしの書いた会社") || !strings.Contains(body, `name="seen" value="`+string(x.UpdatedAt)+`"`) {
		t.Error(w.Code)
	}
	o.mark(x, 0, 1, 1, 4, 5)
	m := url.Values{"field": {x.Fields[0].Key}, "investigator": {"1"}, "visit": {"1"}, "seen": {""}, "m-" + x.Fields[0].Items[0].Key: {"２"}}
	w = o.ask(o.Jimu, http.MethodPost, "/ratings/"+x.ID+"/entry", m)
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, `value="２"`) || !strings.Contains(body, `<td class="text">4</td>`) {
		t.Error(w.Code)
	}
	w = o.ask(o.Jimu, http.MethodPost, "/ratings/"+x.ID+"/others", url.Values{"seen": {"x"}, "others": {"みどり区,,3.5"}})
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "みどり区,,3.5") {
		t.Error(w.Code)
	}
}

func TestMarksAreTypedWithTheKeyboardAlone(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	f := x.Fields[1]
	form := url.Values{"field": {f.Key}, "investigator": {"２"}, "visit": {"1"}, "seen": {""}, "m-" + f.Items[0].Key: {"４．５"}, "m-" + f.Items[1].Key: {""}}
	w := o.ask(o.Jimu, http.MethodPost, "/ratings/"+x.ID+"/entry", form)
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body.String())
	}
	page := o.get(o.Jimu, w.Header().Get("Location"))
	if !strings.Contains(page, `value="4.5"`) || !strings.Contains(page, "1 / 2項目") || !strings.Contains(page, "investigator=3") {
		t.Error("what was typed does not stand there, or the next one is not offered")
	}
	form.Set("m-"+f.Items[1].Key, "9")
	form.Set("seen", f.Items[0].Key+"=450")
	if w := o.ask(o.Jimu, http.MethodPost, "/ratings/"+x.ID+"/entry", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="9"`) || !strings.Contains(w.Body.String(), "1点から5点") {
		t.Error(w.Code)
	}
	form.Del("m-" + f.Items[1].Key)
	form.Del("m-" + f.Items[0].Key)
	if w := o.ask(o.Jimu, http.MethodPost, "/ratings/"+x.ID+"/entry", form); w.Code != http.StatusSeeOther || o.view(x.ID).Whole.N != 0 {
		t.Error("an emptied record is still counted")
	}
	if w := o.ask(o.Jimu, http.MethodGet, "/ratings/"+x.ID+"/entry?investigator=山田", nil); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "氏名は入れません") {
		t.Error("a name is taken for an investigator")
	}
}

func TestHalfFilledFormsComeBack(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	f := x.Fields[0]
	sheet := "rating-marks:" + x.ID + ":" + f.Key + ":1:1"
	for name, path := range map[string]string{"rating:" + x.ID: "/edit", "rating-others:" + x.ID: "/others", "rating-action:" + x.ID: "", sheet: "/entry"} {
		o.Must(o.DB.Write(ctx, func(tx *db.Tx) error {
			return drafts.Keep(ctx, tx, o.Jimu.ID, name, url.Values{"by": {"書きかけ"}, "others": {"書きかけ"}, "what": {"書きかけ"}, "m-" + f.Items[0].Key: {"書きかけ"}, "seen": {string(x.UpdatedAt)}}, o.Jimu.Now)
		}))
		if page := o.get(o.Jimu, "/ratings/"+x.ID+path); !strings.Contains(page, "書きかけを戻しました") || !regexp.MustCompile(`(value="|>)書きかけ["<]`).MatchString(page) || !strings.Contains(page, `data-draft="`+name+`"`) {
			t.Errorf("%s: what was typed is lost", path)
		}
	}
}

func TestAFileGoesThroughThePagesAndBack(t *testing.T) {
	o := newOffice(t)
	x := o.open(draft(t, 2026))
	form := o.ask(o.Jimu, http.MethodGet, "/ratings/"+x.ID+"/template?as=csv", nil).Body.String()
	if strings.Count(form, "\r\n") != 5 {
		t.Errorf("%q", form)
	}
	w := o.send(o.Jimu, x.ID, "marks.csv", strings.ReplaceAll(form, "1,1,\r\n", "1,1,4\r\n"))
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body.String())
	}
	path := w.Header().Get("Location")
	page := o.get(o.Jimu, path)
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(page)
	if seen == nil || !strings.Contains(page, "4個を取り込む") {
		t.Fatal(page)
	}
	o.mark(x, 0, 1, 1, 2, 2)
	if w := o.ask(o.Jimu, http.MethodPost, path+"/application", url.Values{"seen": {seen[1]}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "確かめたあとに評点が変わった") {
		t.Error(w.Code)
	}
	seen = regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(o.get(o.Jimu, path))
	if w := o.ask(o.Jimu, http.MethodPost, path+"/application", url.Values{"seen": {seen[1]}}); w.Code != http.StatusSeeOther || o.view(x.ID).Whole.String() != "4.0" {
		t.Error(w.Code)
	}
	if body := o.get(o.Hana, "/ratings/"+x.ID+"/marks?as=csv"); !strings.Contains(body, "証明の窓口,物品の扱いの丁寧さ,1,1,4") {
		t.Error(body)
	}
	if body := o.get(o.Hana, "/ratings/"+x.ID+"?as=csv"); !strings.Contains(body, "電話応対,電話,（分野の平均）,4.0,1,1,2,,") {
		t.Error(body)
	}
	if page := o.get(o.Jimu, path); !strings.Contains(page, "この取り込みを取り消す") {
		t.Error("it cannot be taken back")
	}
	if w := o.ask(o.Jimu, http.MethodPost, path+"/undoing", nil); w.Code != http.StatusSeeOther || o.view(x.ID).Results.Fields[0].Mean.String() != "2.0" {
		t.Error(w.Code)
	}
	if w := o.ask(o.Jimu, http.MethodPost, path+"/undoing", nil); w.Code != http.StatusConflict {
		t.Error(w.Code)
	}
	for name, text := range map[string]string{"a.csv": "", "b.xlsx": "not a workbook", "c.csv": "分野,項目,調査員,評点\n"} {
		if w := o.send(o.Jimu, x.ID, name, text); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `id="file-err"`) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	w = o.send(o.Jimu, x.ID, "d.csv", "a,b,c\n1,2,3\n")
	if body := o.ask(o.Jimu, http.MethodGet, w.Header().Get("Location"), nil).Body.String(); !strings.Contains(body, "列を合わせる") || !strings.Contains(body, "1列目　a") {
		t.Error("unknown headers are not asked for")
	}
}

// idAttr finds what must be unique in a page.
var idAttr = regexp.MustCompile(` id="([^"]+)"`)

func TestAPageReadsTheDatabaseAFewTimesHoweverMuchItShows(t *testing.T) {
	o := newOffice(t)
	var x ratings.Rating
	for _, fy := range []clock.FY{2023, 2024, 2025, 2026} {
		x = o.open(draft(t, fy))
		o.full(x, 3)
		for i := range 3 {
			o.Must(o.Room.Act(ctx, o.Jimu, x.ID, ratings.ActionDraft{Field: x.Fields[i%2].Key, What: "すること", Who: "区民課", Due: "2027-06-30"}))
		}
	}
	for _, path := range []string{"/ratings", "/ratings/" + x.ID, "/ratings/" + x.ID + "/edit", "/ratings/" + x.ID + "/entry", "/ratings/" + x.ID + "/imports", "/ratings/" + x.ID + "/others", "/ratings/new?from=" + x.ID} {
		counted, n := db.Counting(ctx)
		r, err := http.NewRequestWithContext(counted, http.MethodGet, path, nil)
		o.Must(err)
		w := httptest.NewRecorder()
		o.door.ServeHTTP(w, people.As(r, o.Jimu))
		if w.Code != http.StatusOK || n.Load() > 6 {
			t.Errorf("%s: %d, %d statements", path, w.Code, n.Load())
		}
		seen := map[string]bool{}
		for _, id := range idAttr.FindAllStringSubmatch(w.Body.String(), -1) {
			if seen[id[1]] {
				t.Errorf("%s: id %s stands twice", path, id[1])
			}
			seen[id[1]] = true
		}
		if strings.Contains(w.Body.String(), " style=") {
			t.Errorf("%s: a style that the headers forbid", path)
		}
	}
}

// BenchmarkTheLargestRating is Bunkyo's size: 54 counters would be fields; here 20 fields, 3 visits and 3 calls, 12 items, 6 years.
func BenchmarkTheLargestRating(b *testing.B) {
	o := newOffice(b)
	var text, file strings.Builder
	for f := range 20 {
		fmt.Fprintf(&text, "[訪問] 窓口%d\n", f)
		for i := range 12 {
			fmt.Fprintf(&text, "- 項目%d\n", i)
			fmt.Fprintf(&file, "窓口%d,項目%d,3,4,5,2,3,4\n", f, i)
		}
	}
	var x ratings.Rating
	for fy := clock.FY(2020); fy <= 2026; fy++ {
		d := draft(b, fy)
		d.Fields = fieldsOf(b, text.String(), nil)
		x = o.open(d)
		im, err := o.Room.Bring(ctx, o.Jimu, x.ID, "a.csv", []byte("分野,項目,調査員1,調査員2,調査員3,調査員1（2回目）,調査員2（2回目）,調査員3（2回目）\n"+file.String()))
		o.Must(err)
		_, _, p, err := o.Room.Preview(ctx, o.Jimu, x.ID, im.ID)
		o.Must(err)
		_, err = o.Room.Apply(ctx, o.Jimu, x.ID, im.ID, p.Digest())
		o.Must(err)
	}
	for b.Loop() {
		o.get(o.Hana, "/ratings/"+x.ID)
	}
}
