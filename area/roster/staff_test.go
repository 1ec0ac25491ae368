package roster_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
	"kaname/people"
)

func TestTheDirectoryTellsNamesOfficesAndTitlesOfOnesWardAndNothingMore(t *testing.T) {
	h := newRoom(t)
	page := h.get(h.Hana, "/staff").Body.String()
	has(t, page, "花田 はな")
	has(t, page, "区民課")
	for _, not := range []string{"雪野", "001103", "会計年度任用</td>", "職員番号", "書き出す", "/staff/" + h.Kacho.ID} {
		hasNot(t, page, not)
	}
	hasNot(t, h.get(h.Hana, "/staff?q=001103").Body.String(), "森本 恵")
	if w := h.get(h.Hana, "/staff?as=xlsx"); w.Code != 403 {
		t.Error(w.Code)
	}
	has(t, h.get(h.Kanri, "/staff?q=００１１０３").Body.String(), "森本 恵")
}

func TestStaffStandInTheOrderOfTheOrganisationThenTitleThenNumber(t *testing.T) {
	h := newRoom(t)
	h.hire(t, "000009", "係長 山", h.Kumin, "係長")
	h.hire(t, "000008", "主事 川", h.Kumin, "主事")
	page := text(h.get(h.Jimu, "/staff").Body.String())
	inOrder(t, page, "港 泉", "木村 直", "森本 恵", "係長 山", "主事 川", "太田 太郎", "花田 はな", "北川 学")
	page = text(h.get(h.Jimu, "/staff?order=kana").Body.String())
	inOrder(t, page, "太田 太郎", "北川 学", "木村 直", "花田 はな", "港 泉", "森本 恵")
	page = text(h.get(h.Jimu, "/staff?order=kana&head=か").Body.String())
	inOrder(t, page, "北川 学", "木村 直")
	hasNot(t, page, "花田 はな")
}

func TestNamesOfEveryKindAreKeptAndFoundHoweverTheyAreTyped(t *testing.T) {
	h := newRoom(t)
	for number, d := range map[string]people.PersonDraft{
		"1": {Family: "髙橋", Given: "花子", FamilyKana: "ﾀｶﾊｼ", GivenKana: "はなこ"},
		"2": {Family: "山﨑", Given: "𠮷男", FamilyKana: "ヤマザキ", GivenKana: "ヨシオ"},
		"3": {Called: "NGUYEN THI LAN"},
	} {
		d.Number, d.Employment = "7700"+number, "regular"
		w := h.post(h.Kanri, "/staff", url.Values{"number": {d.Number}, "family": {d.Family}, "given": {d.Given}, "family_kana": {d.FamilyKana}, "given_kana": {d.GivenKana},
			"called": {d.Called}, "employment": {d.Employment}, "office": {h.Kumin.ID}, "title": {"主事"}, "role": {"staff"}, "from": {"R8.4.1"}, "main": {"1"}})
		if w.Code != 303 {
			t.Fatal(d, w.Code, text(w.Body.String()))
		}
	}
	for words, want := range map[string]string{"高橋": "髙橋 花子", "たかはし": "髙橋 花子", "山崎": "山﨑 𠮷男", "吉男": "山﨑 𠮷男", "ﾔﾏｻﾞｷ": "山﨑 𠮷男", "nguyen": "NGUYEN THI LAN"} {
		has(t, h.get(h.Hana, "/staff?q="+url.QueryEscape(words)).Body.String(), want)
	}
	page := h.get(h.Kanri, "/staff?as=cp932").Body.String()
	has(t, page, "書き出すまえに")
	has(t, page, "<b>𠮷</b>")
	if w := h.get(h.Kanri, "/staff?as=cp932&sure=1"); !strings.Contains(w.Header().Get("Content-Disposition"), ".csv") {
		t.Error("the file is not sent although it was asked for all the same")
	}
	inOrder(t, text(h.get(h.Kanri, "/staff?order=kana&q=7700").Body.String()), "髙橋", "山﨑", "NGUYEN")
	if head := kana.Head(""); head != "他" {
		t.Error(head)
	}
	has(t, h.get(h.Kanri, "/staff?order=kana&head=他").Body.String(), "NGUYEN THI LAN")
}

func TestTwoPeopleSavingOnePersonSeeBothVersions(t *testing.T) {
	h := newRoom(t)
	var p people.Person
	h.Must(h.DB().Read(ctx, func(tx *db.Tx) (err error) { p, err = people.PersonIn(ctx, tx, h.Hana.ID); return err }))
	form := url.Values{"seen": {string(p.UpdatedAt)}, "number": {p.Number}, "family": {"旗田"}, "given": {"はな"}, "family_kana": {"ハタダ"}, "given_kana": {"ハナ"}, "employment": {"regular"}}
	if w := h.post(h.Kanri, "/staff/"+p.ID, form); w.Code != 303 {
		t.Fatal(text(w.Body.String()))
	}
	form.Set("family", "畑田")
	w := h.post(h.Kanri, "/staff/"+p.ID, form)
	if w.Code != 409 {
		t.Fatal(w.Code)
	}
	for _, want := range []string{"ほかの人が先に保存しました", "旗田", "畑田", h.Kanri.Name} {
		has(t, w.Body.String(), want)
	}
	form.Set("seen", "")
	if err := h.People.RevisePerson(ctx, h.Kanri, p.ID, p.UpdatedAt, p.PersonDraft); fault.Of(err) != fault.Conflict {
		t.Error(err)
	}
}

func TestAFormWithSlipsSaysEachOfThemAndKeepsWhatWasTyped(t *testing.T) {
	h := newRoom(t)
	w := h.post(h.Kanri, "/staff", url.Values{"given": {"花子"}, "from": {"2026/13/1"}})
	if w.Code != 422 {
		t.Fatal(w.Code)
	}
	for _, want := range []string{"職員番号を入れてください", "姓を入れてください", "雇用の形を選んでください", "発令日を入れてください", "所属を選んでください", `value="花子"`} {
		has(t, w.Body.String(), want)
	}
	w = h.post(h.Kanri, "/staff", url.Values{"number": {"004101"}, "family": {"別"}, "family_kana": {"ベツ"}, "employment": {"regular"}, "office": {h.Kumin.ID}, "role": {"staff"}, "from": {"2026/4/1"}})
	has(t, w.Body.String(), "この職員番号の人がもういます")
}

func TestTransferEndsTheMainPostTheDayBeforeAndConcurrentPostsStand(t *testing.T) {
	h := newRoom(t)
	form := url.Values{"office": {h.Hoken.ID}, "title": {"係長"}, "role": {"supervisor"}, "from": {"2026/7/1"}, "main": {"1"}}
	if w := h.post(h.Kanri, "/staff/"+h.Hana.ID+"/posts", form); w.Code != 303 {
		t.Fatal(text(w.Body.String()))
	}
	form = url.Values{"office": {h.Soumu.ID}, "title": {""}, "role": {"staff"}, "from": {"2026/5/1"}, "main": {"0"}}
	if w := h.post(h.Kanri, "/staff/"+h.Hana.ID+"/posts", form); w.Code != 303 {
		t.Fatal(text(w.Body.String()))
	}
	if a, b := h.placeOn(t, "004101", "2026-06-30"), h.placeOn(t, "004101", "2026-07-01"); a != "窓口担当 主事" || b != "保険年金課 係長" {
		t.Error(a, b)
	}
	h.At("2026-07-01")
	a := h.Act(h.Hana.ID)
	if len(a.Posts()) != 2 || a.OfficeName != "保険年金課" {
		t.Errorf("%+v", a.Posts())
	}
	// The same day once more, with another office: the later word counts, and nobody has two main posts.
	form = url.Values{"office": {h.Kumin.ID}, "title": {"係長"}, "role": {"supervisor"}, "from": {"2026/7/1"}, "main": {"1"}}
	h.post(h.Kanri, "/staff/"+h.Hana.ID+"/posts", form)
	if a = h.Act(h.Hana.ID); len(a.Posts()) != 2 || a.OfficeName != "区民課" {
		t.Errorf("%+v", a.Posts())
	}
}

func TestWhoLeavesDoesNotSignInTheNextDayAndRecordsStay(t *testing.T) {
	h := newRoom(t)
	h.Must(h.People.SetPassword(ctx, h.Hana.ID, "correct horse battery"))
	if w := h.post(h.Kanri, "/staff/"+h.Hana.ID+"/leaving", url.Values{"last": {"2026/6/30"}}); w.Code != 303 {
		t.Fatal(text(w.Body.String()))
	}
	h.At("2026-07-01")
	if _, err := h.People.SignIn(ctx, "004101", "correct horse battery", "1.2.3.4", ""); fault.Of(err) != fault.Invalid {
		t.Error(err)
	}
	if got := h.placeOn(t, "004101", "2026-06-30"); got != "窓口担当 主事" {
		t.Error(got)
	}
	kanri := h.Act(h.Kanri.ID)
	has(t, h.get(kanri, "/staff/"+h.Hana.ID).Body.String(), "に退職しました")
	hasNot(t, h.get(kanri, "/staff").Body.String(), "花田 はな")
	has(t, h.get(kanri, "/staff?on=2026/6/30").Body.String(), "花田 はな")
	if w := h.post(kanri, "/staff/"+h.Hana.ID+"/leaving", url.Values{"back": {"1"}}); w.Code != 303 {
		t.Fatal(text(w.Body.String()))
	}
	if got := h.placeOn(t, "004101", "2026-07-01"); got != "窓口担当 主事" {
		t.Error(got)
	}
}

func TestTheLastAdministratorCannotLeaveOrBeMovedAway(t *testing.T) {
	h := newRoom(t)
	has(t, h.post(h.Kanri, "/staff/"+h.Kanri.ID+"/leaving", url.Values{"last": {"2026/6/30"}}).Body.String(), "管理者が一人もいなくなり")
	w := h.post(h.Kanri, "/staff/"+h.Kanri.ID+"/posts", url.Values{"office": {h.Kumin.ID}, "title": {"主事"}, "role": {"staff"}, "from": {"2026/7/1"}})
	has(t, w.Body.String(), "管理者が一人もいなくなり")
	if got := h.placeOn(t, "000001", "2026-07-01"); got != "さくら川市 管理者" {
		t.Error(got)
	}
}

func TestACodeIsShownOnceAndOpensTheDoor(t *testing.T) {
	h := newRoom(t)
	w := h.post(h.Kanri, "/staff/"+h.Hana.ID+"/code", nil)
	page := text(w.Body.String())
	if w.Code != 200 || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatal(w.Code, w.Header())
	}
	_, rest, _ := strings.Cut(page, "一度きりの番号 ")
	code, _, _ := strings.Cut(rest, " ")
	if _, err := h.People.SignInWithCode(ctx, "004101", code, "three words together", "1.2.3.4", ""); err != nil {
		t.Fatalf("%q: %v", code, err)
	}
	hasNot(t, h.get(h.Kanri, "/staff/"+h.Hana.ID).Body.String(), code)
}

func TestLooksAtAPersonAndExportsAreNoted(t *testing.T) {
	h := newRoom(t)
	h.get(h.Kanri, "/staff/"+h.Hana.ID)
	if w := h.get(h.Kanri, "/staff?as=csv"); !strings.HasPrefix(w.Body.String(), "\ufeff職員番号,姓,") {
		t.Errorf("%.60q", w.Body.String())
	}
	all, _, err := h.Log.List(ctx, h.Kanri, "", "", 10, 0)
	h.Must(err)
	var saw []string
	for _, e := range all {
		if e.Deed == "saw" {
			saw = append(saw, e.Kind)
		}
	}
	if fmt.Sprint(saw) != "[staff person]" {
		t.Error(saw)
	}
	has(t, h.get(h.Kanri, "/audit").Body.String(), "この記録")
	has(t, h.post(h.Kanri, "/audit/verification", nil).Body.String(), "書きかえられていません")
	h.Must(h.DB().Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `UPDATE audit SET detail = 'x' WHERE seq = 3`) }))
	has(t, h.post(h.Kanri, "/audit/verification", nil).Body.String(), "3行目の内容が書きかえられています")
}

func TestWhoMayDoWhat(t *testing.T) {
	h := newRoom(t)
	paths := map[string][2]int{ // status for who keeps the roster, for everybody else
		"GET /offices": {200, 200}, "GET /staff": {200, 200},
		"GET /offices/new": {200, 403}, "GET /offices/" + h.Kumin.ID: {200, 403}, "GET /offices/" + h.Kumin.ID + "/edit": {200, 403}, "GET /offices/" + h.Kumin.ID + "/ending": {200, 403},
		"GET /staff/new": {200, 403}, "GET /staff/" + h.Hana.ID: {200, 403}, "GET /staff/" + h.Hana.ID + "/edit": {200, 403}, "GET /staff/" + h.Hana.ID + "/posts/new": {200, 403},
		"GET /imports": {200, 403}, "GET /templates/staff": {200, 403}, "GET /settings": {200, 403}, "GET /settings/holidays": {200, 403}, "GET /audit": {200, 403},
	}
	for name, a := range h.Cast() {
		want := 1
		if name == "管理者" {
			want = 0
		}
		for path, codes := range paths {
			if w := h.get(a, strings.TrimPrefix(path, "GET ")); w.Code != codes[want] {
				t.Errorf("%s %s: %d", name, path, w.Code)
			}
		}
		for deed, err := range h.deeds(a) {
			if refused := fault.Of(err) == fault.Forbidden; refused != (want == 1) {
				t.Errorf("%s %s: %v", name, deed, err)
			}
		}
	}
	for path := range paths {
		if w := h.get(people.Actor{}, strings.TrimPrefix(path, "GET ")); w.Code != 303 {
			t.Errorf("a stranger at %s: %d", path, w.Code)
		}
	}
}

// deeds tries every deed of the room with things that are not there, so that only the right to it counts.
func (h *room) deeds(a people.Actor) map[string]error {
	_, open := h.People.OpenOffice(ctx, a, people.OfficeDraft{}, false)
	_, reorganise := h.People.Reorganise(ctx, a, people.Reorganisation{})
	_, hire := h.Hire(ctx, a, people.PersonDraft{Number: "1", Family: "一", FamilyKana: "イチ", Employment: "regular"}, people.Post{OfficeID: h.Kumin.ID, Role: people.Staff, From: "1999-04-01"})
	_, issue := h.People.IssueCode(ctx, a, "none")
	_, bring := h.Bring(ctx, a, "cats", "a.csv", nil)
	_, _, preview := h.Preview(ctx, a, "none")
	_, apply := h.Apply(ctx, a, "none", "")
	_, days := h.People.SetDays(ctx, a, nil)
	return map[string]error{"open": open, "reorganise": reorganise, "issue": issue, "bring": bring, "preview": preview, "apply": apply, "days": days,
		"hire": mayOnly(a, hire), "correct": h.People.CorrectOffice(ctx, a, "none", "", people.OfficeDraft{}), "revise": h.People.RevisePerson(ctx, a, "none", "", people.PersonDraft{}),
		"transfer": h.People.Transfer(ctx, a, people.Post{}), "end post": h.People.EndPost(ctx, a, "none", ""), "leave": h.People.Leave(ctx, a, "none", ""),
		"undo": h.Undo(ctx, a, "none"), "city": h.People.ReviseCity(ctx, a, "", people.CityDraft{}), "drop": h.People.DropDay(ctx, a, "none"), "match": h.MatchColumns(ctx, a, "none", nil)}
}

// mayOnly lets what is wrong with the form pass: hiring checks the form before the right, so a right person sees Invalid.
func mayOnly(a people.Actor, err error) error {
	if fault.Of(err) == fault.Invalid && !a.May(people.WriteRoster) {
		return fault.Denied("", "")
	}
	return err
}

func TestEveryPageAsksTheDatabaseTwelveTimesAtMost(t *testing.T) {
	h := newRoom(t)
	im, err := h.Bring(ctx, h.Kanri, "staff", "a.csv", []byte("職員番号,姓,セイ,所属コード\n5001,新,シン,1102\n"))
	h.Must(err)
	for _, path := range []string{"/offices", "/offices/" + h.Kumin.ID, "/offices/" + h.Kumin.ID + "/edit", "/offices/" + h.Kumin.ID + "/ending", "/staff", "/staff?order=kana", "/staff/" + h.Hana.ID,
		"/staff/" + h.Hana.ID + "/edit", "/staff/new", "/staff/" + h.Hana.ID + "/posts/new", "/imports", "/imports/" + im.ID, "/imports/" + im.ID + "/columns", "/settings", "/settings/holidays", "/audit"} {
		c, n := db.Counting(ctx)
		w := h.do(h.Kanri, newGet(path).WithContext(c))
		if w.Code != 200 || n.Load() > 12 {
			t.Errorf("%s: %d, %d statements", path, w.Code, n.Load())
		}
	}
}

func TestThePagesOfTheStaffListAreTheWholeListCutUp(t *testing.T) {
	h := newRoom(t)
	h.Must(h.City.DB.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE posts SET to_date = '2026-01-01' WHERE staff_id IN ($1, $2)`, h.Hana.ID, h.Taro.ID) // two without a post today
	}))
	h.Must(h.City.DB.Read(ctx, func(tx *db.Tx) error {
		offices, err := people.WardOffices(ctx, tx, "", h.Kanri.Today)
		h.Must(err)
		for _, known := range [][]people.Office{offices, offices[:2]} {
			for _, byKana := range []bool{false, true} {
				q := people.StaffQuery{On: h.Kanri.Today, ByKana: byKana}
				whole, err := people.StaffOn(ctx, tx, h.Kanri, known, q, 1000, 0)
				h.Must(err)
				if len(whole.All) < 8 || whole.Total != len(whole.All) || !byKana && len(known) > 2 && whole.All[len(whole.All)-1].Post.ID != "" {
					t.Fatalf("%d people, %d in all", len(whole.All), whole.Total)
				}
				for size := 1; size < 5; size++ {
					var names, want []string
					for at := 0; at < whole.Total; at += size {
						page, err := people.StaffOn(ctx, tx, h.Kanri, known, q, size, at)
						h.Must(err)
						for _, l := range page.All {
							names = append(names, l.Number)
						}
					}
					for _, l := range whole.All {
						want = append(want, l.Number)
					}
					if !slices.Equal(names, want) {
						t.Errorf("%d a page, by kana %v: %v, want %v", size, byKana, names, want)
					}
				}
			}
		}
		return nil
	}))
}
