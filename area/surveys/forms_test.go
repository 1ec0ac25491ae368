package surveys_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kaname/area/surveys"
	"kaname/kit/fault"
	q "kaname/kit/questionnaire"
)

func ja(s string) q.Words { return q.Words{q.Origin: s} }

func options(labels ...string) []q.Option {
	var out []q.Option
	for i, l := range labels {
		out = append(out, q.Option{Code: byte(i + 1), Label: ja(l)})
	}
	return out
}

// townMeeting is a form of an office's own: every kind of question, one of the standard items, and a branch.
func townMeeting() q.Form {
	four := options("役に立たない", "あまり役に立たない", "役に立つ", "とても役に立つ")
	for i := range four {
		four[i].Score = i + 1
	}
	return q.Form{Questions: []q.Question{
		surveys.BankItem("setumei"),
		{ID: "useful", Version: 1, Kind: q.Scale, Ask: ja("この集まりは役に立ちましたか"), Options: four},
		{ID: "came", Version: 1, Kind: q.Single, Ask: ja("また来ますか"), Options: options("はい", "いいえ")},
		{ID: "why", Version: 1, Kind: q.Text, Ask: ja("来ないわけ"), Most: 20, If: []q.Condition{{Question: "came", Codes: []byte{2}}}},
		{ID: "themes", Version: 1, Kind: q.Multi, Ask: ja("聞きたいこと"), Options: options("ごみ", "防災", "子育て")},
		{ID: "friends", Version: 1, Kind: q.Likelihood, Ask: ja("友だちにすすめますか")},
		{ID: "first", Version: 1, Kind: q.Rank, Ask: ja("大事な順"), Options: options("時間", "場所", "話"), Most: 2},
		{ID: "minutes", Version: 1, Kind: q.Number, Ask: ja("何分いましたか"), High: 300},
	}}
}

// asking is an office whose survey asks a form.
func asking(t *testing.T, f q.Form) (*office, surveys.Survey, surveys.Counter) {
	t.Helper()
	o := newOffice(t)
	s, err := o.Room.Open(ctx, o.Jimu, o.Minato.ID, surveys.Draft{Title: "区政の集まり", From: "2026-04-01", To: "2027-03-31", Keeper: "総務課　電話 000-000-0000"}, false)
	o.Must(err)
	o.Must(o.Room.Ask(ctx, o.Jimu, s.ID, f))
	c, err := o.Room.AddCounter(ctx, o.Jimu, s.ID, surveys.CounterDraft{OfficeID: o.Kumin.ID, Place: "3階 会議室"})
	o.Must(err)
	o.Must(o.Room.Start(ctx, o.Jimu, s.ID))
	return o, s, c
}

func TestASurveyAsksAFormOfTheOfficesOwnAndCountsEveryKindOfAnswer(t *testing.T) {
	o, s, c := asking(t, townMeeting())
	page := want(t, o.get("/a/"+c.Code), http.StatusOK, "区政の集まり", "ぜんぶで8問", "この集まりは役に立ちましたか", "「また来ますか」で", `type="checkbox"`, `name="q.first.1"`, `data-if="q.came=2"`)
	for i := range 12 {
		f := o.form(t, page)
		f.Set("key", strings.Repeat(string(rune('a'+i)), 21)+"A")
		f.Set("q.setumei", "5")
		f.Set("q.useful", "4")
		f.Set("q.came", "1")
		f.Set("q.why", "行けない") // not asked of who comes again
		f.Add("q.themes", "1")
		f.Add("q.themes", "3")
		f.Set("q.friends", "10")
		f.Set("q.first.2", "1")
		f.Set("q.first.1", "2")
		f.Set("q.minutes", "４０")
		want(t, o.send(c.Code, f), http.StatusSeeOther)
	}
	r, err := o.Room.Results(ctx, o.Jimu, s.ID)
	o.Must(err)
	if r.N != 12 || len(r.Items) != 1 || r.Items[0].Of[4] != 12 {
		t.Fatalf("%d forms, items %+v", r.N, r.Items)
	}
	for i, want := range []struct {
		n    int
		rows []int
		say  string
	}{{12, []int{0, 0, 0, 12}, "平均 4.00（4段階"}, {12, []int{12, 0}, ""}, {12, []int{12, 0, 12}, "足しても100%になりません"}, {12, []int{10: 12}, "NPS +100"}, {12, []int{0, 12, 0}, "1位に選んだ人"}} {
		tally := r.Others[i]
		if tally.N != want.n || !strings.Contains(tally.Remark, want.say) || len(tally.Rows) != len(want.rows) {
			t.Errorf("%s: %+v", tally.Name(), tally)
			continue
		}
		for k, n := range want.rows {
			if tally.Rows[k].N != n {
				t.Errorf("%s, %s: %d, want %d", tally.Name(), tally.Rows[k].Label, tally.Rows[k].N, n)
			}
		}
	}
	want(t, o.ask(o.Hana, http.MethodGet, "/voices/"+s.ID, nil), http.StatusOK, "聞きたいこと", "100.0%", "「職員の説明」で上2つを選んだ人は12人中12人です。")
	if body := o.ask(o.Jimu, http.MethodGet, "/voices/"+s.ID+"/comments", nil).Body.String(); strings.Contains(body, "行けない") {
		t.Error("an answer to a question that was not asked is kept")
	}
	json, err := o.Room.ResultsJSON(ctx, o.Jimu, c.Code)
	o.Must(err)
	if !strings.Contains(string(json), `"other_questions"`) || !strings.Contains(string(json), "子育て") {
		t.Error("scripts are not told of the other questions")
	}
}

func TestAWrongNumberComesBackAtItsQuestionWithEverythingElseKept(t *testing.T) {
	o, _, c := asking(t, townMeeting())
	f := o.form(t, want(t, o.get("/a/"+c.Code), http.StatusOK))
	f.Set("q.minutes", "1000")
	f.Set("q.themes", "2")
	want(t, o.send(c.Code, f), http.StatusUnprocessableEntity, `href="#minutes-text"`, "0から 300までの", `value="1000"`, `name="q.themes" value="2" checked`)
}

func TestAnOwnTextAndThePosterNameTheirOwnLimits(t *testing.T) {
	o, s, c := asking(t, townMeeting())
	f := o.form(t, want(t, o.get("/a/"+c.Code), http.StatusOK))
	f.Set("q.came", "2")
	f.Set("q.why", strings.Repeat("長", 21))
	page := want(t, o.send(c.Code, f), http.StatusUnprocessableEntity, "20字まで", "21字／20字")
	if strings.Contains(page, "500字") {
		t.Error("another question's limit is named")
	}
	poster := want(t, o.ask(o.Jimu, http.MethodGet, "/voices/"+s.ID+"/counters/"+c.ID+"/poster", nil), http.StatusOK, "区政の集まり", "<b>8問</b>")
	if strings.Contains(poster, "Tiếng Việt") {
		t.Error("the poster promises a language the form does not speak")
	}
}

func TestWhatASurveyAsksStandsOnceItWasOpened(t *testing.T) {
	o, s, _ := asking(t, townMeeting())
	err := o.Room.Ask(ctx, o.Jimu, s.ID, surveys.Standard())
	if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "次のアンケートに写して") {
		t.Error(err)
	}
	if err := o.Room.Ask(ctx, o.Hana, s.ID, surveys.Standard()); fault.Of(err) != fault.Forbidden {
		t.Error(err)
	}
}

func TestAnAnswerThatIsNotOfTheFormIsRefused(t *testing.T) {
	o, s, c := asking(t, townMeeting())
	a := surveys.Answer{CounterID: c.ID, Mode: "paper", Lang: surveys.Ja, Day: "2026-04-01", Hour: 10}
	for _, sheet := range []q.Sheet{{Marks: []byte{5, 4, 3}}, {Marks: townMeeting().NewSheet().Marks, Words: map[string]string{"free": "ない問い"}},
		{Marks: []byte{5, 9, 0, 0, 0, 0, 0, 0, 0, 0}}} {
		a.Sheet = sheet
		if err := o.Room.Enter(ctx, o.Jimu, s.ID, []surveys.Answer{a}); fault.Of(err) != fault.Invalid {
			t.Errorf("%v is taken: %v", sheet, err)
		}
	}
}

func TestTwoQuestionsAreCrossedAndSmallCellsGiveNothingAway(t *testing.T) {
	o := newOffice(t)
	o.various(t, 300)
	page := want(t, o.ask(o.Hana, http.MethodGet, "/voices/"+o.Survey.ID+"/cross?by=live&of=zentai", nil), http.StatusOK, "行の中の割合", "10件未満のますと")
	if strings.Contains(page, "クラメール") && strings.Contains(page, `class="n masked"`) {
		t.Error("a test of a table with hidden cells tells of what is hidden")
	}
	res, err := o.Room.Results(ctx, o.Jimu, o.Survey.ID)
	o.Must(err)
	x, err := res.CrossTab("live", "setumei", false)
	o.Must(err)
	for i, row := range x.N {
		for k, n := range row {
			if n > 0 && n < 10 && x.Shown[i][k] {
				t.Errorf("%s × %s shows %d", x.Rows[i], x.Cols[k], n)
			}
		}
	}
	folded, err := res.CrossTab("live", "setumei", true)
	o.Must(err)
	if len(folded.Cols) != 2 || folded.Total != x.Total || folded.ColSums[0] != x.ColSums[0]+x.ColSums[1] {
		t.Errorf("put together: %+v", folded)
	}
	if sheet := o.ask(o.Hana, http.MethodGet, "/voices/"+o.Survey.ID+"/cross?by=live&of=zentai&as=csv", nil); sheet.Code != http.StatusOK || !strings.Contains(sheet.Header().Get("Content-Disposition"), ".csv") {
		t.Errorf("the table is not given as a file: %d", sheet.Code)
	}
}

func TestAClearRelationIsSaidInWordsWithItsTest(t *testing.T) {
	o := newOffice(t)
	all := make([]surveys.Answer, 200)
	for i := range all {
		mark, live := byte(5), 0
		if i%2 == 0 {
			mark, live = 1, 1
		}
		if i%10 == 0 {
			mark = 6 - mark
		}
		all[i] = surveys.Answer{CounterID: o.Counter.ID, Mode: "paper", Lang: surveys.Ja, Sheet: surveys.StandardSheet([8]byte{7: mark}, "", -1, live), Day: "2026-04-01", Hour: 10}
	}
	o.Must(o.Room.Enter(ctx, o.Jimu, o.Survey.ID, all))
	want(t, o.ask(o.Hana, http.MethodGet, "/voices/"+o.Survey.ID+"/cross?by=live&of=zentai", nil), http.StatusOK, "はっきりした関係があります", "χ²=", "目立つ組み合わせ", "調整済み残差")
}

// promise is what an office says when it closes a survey.
var promise = surveys.Closing{ReleaseOn: "2027-03-31", FirstStep: "番号札の字を大きくする"}

func TestASurveyIsNotClosedWithoutADayForItsResultAndAFirstStep(t *testing.T) {
	o := newOffice(t)
	for field, c := range map[string]surveys.Closing{"release_on": {FirstStep: "案内を足す"}, "first_step": {ReleaseOn: "2027-03-31"}} {
		if err := o.Room.Close(ctx, o.Jimu, o.Survey.ID, c); fault.ProblemsOf(err).Of(field) == "" {
			t.Errorf("closed without %s: %v", field, err)
		}
	}
	want(t, o.ask(o.Jimu, http.MethodPost, "/voices/"+o.Survey.ID+"/closure", url.Values{"release_on": {"きのう"}, "first_step": {"案内を足す"}}), http.StatusUnprocessableEntity, "結果を出す日を入れてください", `value="きのう"`, `value="案内を足す"`)
	o.Must(o.Room.Close(ctx, o.Jimu, o.Survey.ID, promise))
	want(t, o.get("/a/"+o.Counter.Code), http.StatusOK, "番号札の字を大きくする", "2027年3月31日")
	want(t, o.get("/a/"+o.Counter.Code+"?lang=en"), http.StatusOK, "The results come out on 31 March 2027.")
}
