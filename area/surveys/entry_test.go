package surveys_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kaname/area/surveys"
	"kaname/kit/fault"
	"kaname/people"
)

// row answers the fields of one row of the grid: question id and keys in pairs.
func row(pairs ...string) func(string) string {
	return func(field string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if field == "q."+pairs[i] {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// box opens a batch of n sheets of 区民課's counter.
func (o *office) box(t testing.TB, n int) surveys.Batch {
	t.Helper()
	b, err := o.Room.OpenBatch(ctx, o.Taro, o.Survey.ID, surveys.BatchDraft{CounterID: o.Counter.ID, Name: "K-01", First: 1, Sheets: n, Day: "2026-04-01"})
	o.Must(err)
	return b
}

func TestPaperIsCountedOnceItsBatchIsClosed(t *testing.T) {
	o := newOffice(t)
	b := o.box(t, 3)
	o.Must(o.Room.KeySheet(ctx, o.Taro, b.ID, 1, 1, false, row("setumei", "1", "taido", "5", "zentai", "2", "age", "3", "free", "字が小さい")))
	o.Must(o.Room.KeySheet(ctx, o.Taro, b.ID, 1, 2, false, row("setumei", "0", "taido", "*", "zentai", "２")))
	if n := o.results(t).N; n != 0 {
		t.Fatalf("%d answers count before the batch is closed", n)
	}
	if _, err := o.Room.CloseBatch(ctx, o.Taro, b.ID, false); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "0003") {
		t.Errorf("a batch closes over a missing sheet: %v", err)
	}
	n, err := o.Room.CloseBatch(ctx, o.Taro, b.ID, true)
	o.Must(err)
	r := o.results(t)
	if n != 2 || r.N != 2 || r.Items[0].Of[4] != 1 || r.Items[0].N() != 1 || r.Items[1].N() != 1 || r.Items[1].Of[0] != 1 || r.Items[7].Of[3] != 2 {
		t.Errorf("%d sheets, %+v", n, r.Items)
	}
	if _, err := o.Room.CloseBatch(ctx, o.Taro, b.ID, true); fault.Of(err) != fault.Conflict {
		t.Errorf("a batch closes twice: %v", err)
	}
	if _, err := o.Room.OpenBatch(ctx, o.Taro, o.Survey.ID, b.BatchDraft); fault.Of(err) != fault.Invalid {
		t.Errorf("the same batch can be keyed once more: %v", err)
	}
	want(t, o.ask(o.Kacho, http.MethodGet, "/voices/"+o.Survey.ID+"/comments", nil), http.StatusOK, "字が小さい")
}

func TestASheetNumberIsKeyedOnceAndTakenBackByItsClerk(t *testing.T) {
	o := newOffice(t)
	b := o.box(t, 2)
	o.Must(o.Room.KeySheet(ctx, o.Taro, b.ID, 1, 1, false, row("setumei", "1")))
	if err := o.Room.KeySheet(ctx, o.Kacho, b.ID, 1, 1, false, row("setumei", "2")); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "もう入っています") {
		t.Error(err)
	}
	if err := o.Room.KeySheet(ctx, o.Taro, b.ID, 1, 3, false, row()); fault.Of(err) != fault.Invalid {
		t.Errorf("a number outside the batch: %v", err)
	}
	if _, err := o.Room.TakeBack(ctx, o.Kacho, b.ID, 1); fault.Of(err) != fault.Invalid {
		t.Errorf("somebody takes back a sheet of another: %v", err)
	}
	if n, err := o.Room.TakeBack(ctx, o.Taro, b.ID, 1); n != 1 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	o.Must(o.Room.KeySheet(ctx, o.Kacho, b.ID, 1, 1, false, row("setumei", "2")))
	o.Must(o.Room.KeySheet(ctx, o.Kacho, b.ID, 1, 1, true, row("setumei", "3")))
}

func TestAWrongKeyIsNamedByItsQuestion(t *testing.T) {
	o, s, c := asking(t, townMeeting())
	b, err := o.Room.OpenBatch(ctx, o.Taro, s.ID, surveys.BatchDraft{CounterID: c.ID, Name: "S-01", First: 1, Sheets: 12, Day: "2026-04-01"})
	o.Must(err)
	for field, typed := range map[string]string{"setumei": "6", "came": "12", "themes": "14", "first": "123", "friends": "b", "minutes": "301", "useful": "x"} {
		err := o.Room.KeySheet(ctx, o.Taro, b.ID, 1, 1, false, row(field, typed))
		if p := fault.ProblemsOf(err); p.Of("q."+field) == "" {
			t.Errorf("%s %s is taken: %v", field, typed, err)
		}
	}
	for n := 1; n <= 12; n++ {
		o.Must(o.Room.KeySheet(ctx, o.Taro, b.ID, 1, n, false, row("setumei", "1", "useful", "4", "came", "1", "themes", "13", "friends", "A", "first", "21", "minutes", "４０")))
	}
	_, err = o.Room.CloseBatch(ctx, o.Taro, b.ID, false)
	o.Must(err)
	r, err := o.Room.Results(ctx, o.Jimu, s.ID)
	o.Must(err)
	for i, rows := range [][]int{{0, 0, 0, 12}, {12, 0}, {12, 0, 12}, {10: 12}, {0, 12, 0}} {
		for k, n := range rows {
			if r.Others[i].Rows[k].N != n {
				t.Errorf("%s: %+v", r.Others[i].Name(), r.Others[i].Rows)
				break
			}
		}
	}
}

func TestTheSecondPassIsBlindByAnotherPersonAndItsDifferencesAreDecided(t *testing.T) {
	o := newOffice(t)
	b := o.box(t, 3)
	for n := 1; n <= 3; n++ {
		o.Must(o.Room.KeySheet(ctx, o.Taro, b.ID, 1, n, false, row("setumei", "2", "taido", "1")))
	}
	if err := o.Room.KeySheet(ctx, o.Taro, b.ID, 2, 3, false, row()); !strings.Contains(fault.ProblemsOf(err).Of("sheet"), "ほかの人") {
		t.Errorf("the same person checks: %v", err)
	}
	path := "/voices/" + o.Survey.ID + "/entry/" + b.ID
	page := want(t, o.ask(o.Kacho, http.MethodGet, path+"?pass=2", nil), http.StatusOK, "たしかめる紙", "0003", `value="0003"`)
	if strings.Contains(page, `class="pe-c">2<`) || strings.Contains(page, "ここまでの合計") {
		t.Error("the second pass shows the first")
	}
	o.Must(o.Room.KeySheet(ctx, o.Kacho, b.ID, 2, 3, false, row("setumei", "3", "taido", "1")))
	if _, err := o.Room.CloseBatch(ctx, o.Kacho, b.ID, false); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "1か所") {
		t.Errorf("it closes with a difference open: %v", err)
	}
	want(t, o.ask(o.Kacho, http.MethodGet, path, nil), http.StatusOK, "0003 の 問1「説明」", "わかりやすかった", "ふつう", "ちがいは1か所", "2%をこえました")
	want(t, o.ask(o.Kacho, http.MethodPost, path+"/decisions", url.Values{"sheet": {"3"}, "question": {"setumei"}, "take": {"2"}, "pass": {"1"}}), http.StatusSeeOther)
	want(t, o.ask(o.Kacho, http.MethodPost, path+"/closure", url.Values{}), http.StatusSeeOther)
	if r := o.results(t); r.N != 3 || r.Items[0].Of[3] != 2 || r.Items[0].Of[2] != 1 {
		t.Errorf("%+v", r.Items[0])
	}
}

func TestTheGridWorksWithoutScriptOneSheetAPage(t *testing.T) {
	o := newOffice(t)
	base := "/voices/" + o.Survey.ID + "/entry"
	want(t, o.ask(o.Taro, http.MethodGet, base, nil), http.StatusOK, "まとまりを始める", strings.ToUpper(o.Counter.Code))
	w := o.ask(o.Taro, http.MethodPost, base, url.Values{"counter": {o.Counter.ID}, "name": {"K-02"}, "first": {"１１"}, "sheets": {"2"}, "day": {"2026/4/1"}})
	want(t, w, http.StatusSeeOther)
	grid, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	want(t, o.ask(o.Taro, http.MethodGet, grid, nil), http.StatusOK, `value="0011"`, "まだ入っていない番号: 0011、0012", `name="q.setumei"`, `data-keys="123450-*"`, "entry.")
	want(t, o.ask(o.Taro, http.MethodPost, grid+"/sheets", url.Values{"pass": {"1"}, "sheet": {"11"}, "q.setumei": {"9"}, "q.taido": {"2"}}), http.StatusUnprocessableEntity, "「9」の答えは用紙にありません", `name="q.taido" value="2"`)
	want(t, o.ask(o.Taro, http.MethodPost, grid+"/sheets", url.Values{"pass": {"1"}, "sheet": {"11"}, "q.setumei": {"1"}}), http.StatusSeeOther)
	want(t, o.ask(o.Taro, http.MethodGet, grid, nil), http.StatusOK, `value="0012"`, "まだ入っていない番号: 0012")
	want(t, o.ask(o.Taro, http.MethodPost, grid+"/removal", url.Values{"pass": {"1"}}), http.StatusSeeOther)
	want(t, o.ask(o.Taro, http.MethodGet, grid, nil), http.StatusOK, `value="0011"`)
	want(t, o.ask(o.Taro, http.MethodPost, base, url.Values{"counter": {o.Counter.ID}, "name": {""}, "first": {"x"}, "day": {"2027/4/2"}}), http.StatusUnprocessableEntity, "まとまりの名前を入れてください", "きょうより先")
}

func TestWhoMayKeyPaper(t *testing.T) {
	o := newOffice(t)
	b := o.box(t, 100)
	n := 0
	deeds := map[string]func(people.Actor) error{
		"まとまりを始める": func(a people.Actor) error {
			n++
			_, err := o.Room.OpenBatch(ctx, a, o.Survey.ID, surveys.BatchDraft{CounterID: o.Counter.ID, Name: fmt.Sprint("B-", n), First: 1, Sheets: 2, Day: "2026-04-01"})
			return err
		},
		"紙を入れる": func(a people.Actor) error {
			n++
			return o.Room.KeySheet(ctx, a, b.ID, 1, n, false, row("setumei", "1"))
		},
		"最後の1枚を取り消す": func(a people.Actor) error {
			_, err := o.Room.TakeBack(ctx, a, b.ID, 1)
			if fault.Of(err) == fault.Invalid {
				return nil // allowed, but nothing of one's own
			}
			return err
		},
		"まとまりを閉じる": func(a people.Actor) error {
			_, err := o.Room.CloseBatch(ctx, a, b.ID, false)
			if fault.Of(err) == fault.Invalid {
				return nil // allowed, but sheets are missing
			}
			return err
		},
	}
	may := []string{"職員", "会計年度任用職員", "課長", "区長", "事務局"}
	cast := o.Cast()
	cast["来た人"] = people.Actor{}
	for name, do := range deeds {
		for who, a := range cast {
			err := do(a)
			if ok := slices.Contains(may, who); ok != (err == nil) {
				t.Errorf("%sが%s: %v, want allowed %v", who, name, err, ok)
			}
			if k := fault.Of(err); err != nil && k != fault.Forbidden && k != fault.NotFound {
				t.Errorf("%sが%s: refused as %s", who, name, k)
			}
		}
	}
}

func TestThePaperFormShowsEveryAnswerWithItsKey(t *testing.T) {
	o := newOffice(t)
	want(t, o.ask(o.Hana, http.MethodGet, "/voices/"+o.Survey.ID+"/paper?counter="+o.Counter.ID, nil), http.StatusOK, "区民課 1階 2番窓口", strings.ToUpper(o.Survey.Code+"-"+o.Counter.Code),
		"職員の説明は、わかりやすかったですか", ">0</i>", ">5</i>", "機械での読み取りには使えません", "名前は いりません")
	o, s, _ := asking(t, townMeeting())
	want(t, o.ask(o.Hana, http.MethodGet, "/voices/"+s.ID+"/paper", nil), http.StatusOK, "あてはまる番号すべてに○", ">a</i>", "順位の数字")
}

func FuzzKeyedCells(f *testing.F) {
	for _, s := range []string{"", "1", "-", "*", "０", "１２", "a", "1 3", "%zz", "\x00", "ー", "123456789"} {
		f.Add(s)
	}
	form := townMeeting()
	f.Fuzz(func(t *testing.T, typed string) {
		sheet, err := surveys.ReadKeyed(form, func(string) string { return typed })
		if err == nil && string(form.Marks(sheet.Text())) != string(sheet.Marks) {
			t.Errorf("%q is taken as %v, which the form does not hold", typed, sheet.Marks)
		}
	})
}
