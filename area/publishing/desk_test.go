package publishing_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"kaname/area/publishing"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

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
		"くらべる": func(a people.Actor) error { return r.Compare(ctx, a, r.Minato.ID, func(int, int) {}) },
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
	r.items[0].Text.Words, r.items[0].At = "列をなくします。", clock.At(r.City.Now())
	if body := r.get(r.Act(r.Jimu.ID), "/publishing/check").Body.String(); !strings.Contains(body, "くらべたあとに") {
		t.Error("the check page does not say that its comparison is old")
	}
	if w := r.post(r.Act(r.Jimu.ID), "/publishing/check", "ward", r.Minato.ID); w.Code != 303 {
		t.Fatal(w.Code)
	}
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
