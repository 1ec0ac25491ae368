package forms_test

import (
	"strings"
	"testing"

	"kaname/kit/db"
	"kaname/kit/fault"
	. "kaname/kit/questionnaire"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/forms"
)

func TestWhoRunsTheSurveyWritesItsQuestionsAndNobodyElse(t *testing.T) {
	o := begun(t)
	deeds := map[string]func(a people.Actor) error{
		"begin": func(a people.Actor) error { return o.forms.Begin(ctx, a, o.other, forms.From{}) },
		"add": func(a people.Actor) error {
			_, err := o.forms.AddQuestion(ctx, a, o.this, Text, forms.Draft{Ask: "ひとこと"})
			return err
		},
		"bank": func(a people.Actor) error { return o.forms.AddFromBank(ctx, a, o.this, "free") },
		"copy": func(a people.Actor) error { _, err := o.forms.CopyQuestion(ctx, a, o.this, "setumei"); return err },
		"save": func(a people.Actor) error {
			_, err := o.forms.SaveQuestion(ctx, a, o.this, "waited", forms.Mark(o.question(t, "waited")), forms.Draft{Ask: "お待ちになりましたか", Rows: rows("はい", "いいえ")})
			return err
		},
		"when": func(a people.Actor) error {
			return o.forms.SaveConditions(ctx, a, o.this, "minutes", forms.Mark(o.question(t, "minutes")), nil)
		},
		"move":    func(a people.Actor) error { return o.forms.MoveQuestion(ctx, a, o.this, "setumei", 1) },
		"drop":    func(a people.Actor) error { return o.forms.DropQuestion(ctx, a, o.this, "setumei") },
		"offer":   func(a people.Actor) error { return o.forms.Offer(ctx, a, o.this, nil) },
		"words":   func(a people.Actor) error { return o.forms.SaveWords(ctx, a, o.this, "en", o.markOf(t, "en"), nil) },
		"freeze":  func(a people.Actor) error { return o.forms.Freeze(ctx, a, o.this) },
		"discard": func(a people.Actor) error { return o.forms.Discard(ctx, a, o.other) },
	}
	order := []string{"begin", "add", "bank", "copy", "save", "when", "move", "drop", "offer", "words", "freeze", "discard"}
	may := map[string]bool{"事務局": true, "市の事務局": true}
	foreign := map[string]bool{"ほかの区の職員": true, "ほかの区の区長": true}
	for who, a := range o.Cast() {
		if may[who] {
			continue
		}
		for name, deed := range deeds {
			want := fault.Forbidden
			if foreign[who] {
				want = fault.NotFound
			}
			if err := deed(a); fault.Of(err) != want {
				t.Errorf("%s, %s: %v, want %s", who, name, err, want)
			}
		}
	}
	for _, name := range order {
		if err := deeds[name](o.Jimu); err != nil {
			t.Errorf("the secretariat, %s: %v", name, err)
		}
	}
}

func rows(labels ...string) []forms.Row {
	var out []forms.Row
	for i, l := range labels {
		out = append(out, forms.Row{Code: string(rune('1' + i)), Label: l, In: true})
	}
	return out
}

func (o office) markOf(t *testing.T, l Lang) string {
	t.Helper()
	f, _, _ := o.form(t)
	return forms.Record{Form: f}.MarkOf(l)
}

func TestAFrozenFormRefusesEveryChangeAndSaysWhatToDo(t *testing.T) {
	o := begun(t)
	o.Must(o.forms.Offer(ctx, o.Jimu, o.this, nil))
	o.Must(o.DB.Write(ctx, func(tx *db.Tx) error { return o.forms.FreezeIn(ctx, tx, o.Jimu, o.this) }))
	f, _, frozen := o.form(t)
	if !frozen {
		t.Fatal("it is not frozen")
	}
	refused := func(err error) {
		t.Helper()
		if fault.Of(err) != fault.Forbidden || !strings.Contains(err.Error(), "次の回のアンケートに写して") {
			t.Errorf("%v", err)
		}
	}
	refused(o.forms.AddFromBank(ctx, o.Jimu, o.this, "free"))
	refused(o.forms.DropQuestion(ctx, o.Jimu, o.this, "minutes"))
	refused(o.forms.MoveQuestion(ctx, o.Jimu, o.this, "waited", -1))
	refused(o.forms.Offer(ctx, o.Jimu, o.this, []Lang{"en"}))
	refused(o.forms.SaveWords(ctx, o.Jimu, o.this, "en", o.markOf(t, "en"), map[string]string{"waited.ask": "Did you wait?"}))
	_, err := o.forms.SaveQuestion(ctx, o.Jimu, o.this, "waited", forms.Mark(f.Questions[1]), forms.Draft{Ask: "長く待ちましたか", Rows: rows("はい", "いいえ")})
	refused(err)
	says(t, o.Get(o.Jimu, o.path()).Body.String(), "言葉は決まりました", "次の回のアンケートに写して", "!なおす</a>", "!問いを足す")
	if w := o.Get(o.Jimu, o.path()+"/questions/waited"); w.Code != 403 {
		t.Errorf("the editor of a frozen form opens: %d", w.Code)
	}
	refused(o.forms.Discard(ctx, o.Jimu, o.this))
	if again, _, _ := o.form(t); again.Text() != f.Text() {
		t.Error("a frozen form changed")
	}
}

func TestTheFormOfASampleSurveyGoesWithTheSampleData(t *testing.T) {
	o := open(t)
	o.Must(o.DB.Write(ctx, func(tx *db.Tx) error {
		return o.forms.BeginIn(ctx, tx, o.Jimu, o.other, forms.From{Template: "standard"}, true)
	}))
	o.Must(o.forms.Begin(ctx, o.Jimu, o.this, forms.From{CopyID: o.other.ID}))
	_, err := o.App.RemoveSample(ctx, o.Kanri)
	o.Must(err)
	if n := o.rowsIn(t, "forms"); n != 1 {
		t.Errorf("%d forms are left, want the office's own", n)
	}
	if f, _, _ := o.form(t); len(f.Questions) != 3 {
		t.Error("the office's own form lost its questions")
	}
}

func TestAFormThatCannotStandIsNotFrozen(t *testing.T) {
	o := open(t)
	o.Must(o.forms.Begin(ctx, o.Jimu, o.this, forms.From{}))
	if err := o.forms.Freeze(ctx, o.Jimu, o.this); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "問いが1つもありません") {
		t.Errorf("an empty form: %v", err)
	}
	o.Must(o.forms.AddFromBank(ctx, o.Jimu, o.this, "free"))
	o.Must(o.forms.Offer(ctx, o.Jimu, o.this, []Lang{"vi"}))
	if err := o.forms.Freeze(ctx, o.Jimu, o.this); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "Tiếng Việtで、まだ入っていない言葉が1か所") {
		t.Errorf("an offered language without words: %v", err)
	}
	o.Must(o.forms.SaveWords(ctx, o.Jimu, o.this, "vi", o.markOf(t, "vi"), map[string]string{"free.ask": "Ý kiến của bạn"}))
	o.Must(o.forms.Freeze(ctx, o.Jimu, o.this))
}

func TestAQuestionOfTheBankInOtherWordsIsANewVersionAndInItsOldWordsTheOldOne(t *testing.T) {
	o := begun(t)
	d := draft(o.question(t, "setumei"))
	save := func(want int, wantBroken bool) {
		t.Helper()
		broken, err := o.forms.SaveQuestion(ctx, o.Jimu, o.this, "setumei", forms.Mark(o.question(t, "setumei")), d)
		o.Must(err)
		if q := o.question(t, "setumei"); q.ID != "setumei" || q.Version != want || broken != wantBroken {
			t.Errorf("version %d, broken %v; want %d, %v", q.Version, broken, want, wantBroken)
		}
	}
	d.Ask = "職員の説明は、十分でしたか"
	save(2, true)
	d.Ask = "職員の説明は、よくわかりましたか" // still before anybody answered: no third version
	save(2, true)
	d.Ask = "{職員|しょくいん}の説明は、_わかりやすかったですか" // ruby is no other wording
	save(1, false)
	d.Rows[0].Score = "6"
	save(2, true)
	if q := o.question(t, "setumei"); Difference(bank()[0], q) == "" || q.Ask[Easy] == "" {
		t.Errorf("figures of two wordings would stand in one line, or a translation is lost: %+v", q)
	}
}

func TestTheNextWaveCountsItsVersionsFromTheOneItWasCopiedFrom(t *testing.T) {
	o := begun(t)
	d := draft(o.question(t, "setumei"))
	d.Ask = "職員の説明は、十分でしたか"
	_, err := o.forms.SaveQuestion(ctx, o.Jimu, o.this, "setumei", forms.Mark(o.question(t, "setumei")), d)
	o.Must(err)
	own, err := o.forms.AddQuestion(ctx, o.Jimu, o.this, Text, forms.Draft{Ask: "うれしかったこと"})
	o.Must(err)
	next := office{o.City, o.forms, o.other, o.this}
	o.Must(o.forms.Begin(ctx, o.Jimu, next.this, forms.From{CopyID: o.this.ID}))
	if a, b := o.question(t, own), next.question(t, own); Difference(a, b) != "" {
		t.Error("an own question that was copied does not go on in one line")
	}
	d.Ask = "職員の説明は、役に立ちましたか"
	_, err = o.forms.SaveQuestion(ctx, o.Jimu, next.this, "setumei", forms.Mark(next.question(t, "setumei")), d)
	o.Must(err)
	_, err = o.forms.SaveQuestion(ctx, o.Jimu, next.this, own, forms.Mark(next.question(t, own)), forms.Draft{Ask: "よかったこと"})
	o.Must(err)
	if a, b := next.question(t, "setumei").Version, next.question(t, own).Version; a != 3 || b != 2 {
		t.Errorf("versions %d and %d, want 3 and 2", a, b)
	}
	if err := o.forms.Begin(ctx, o.Jimu, next.this, forms.From{}); fault.Of(err) != fault.Conflict {
		t.Errorf("begun twice: %v", err)
	}
	stranger := shared.Subject{Kind: "survey", ID: "00000000-0000-7000-8000-000000000000"}
	if err := o.forms.Begin(ctx, o.Jimu, stranger, forms.From{}); fault.Of(err) != fault.NotFound {
		t.Errorf("a form for no survey: %v", err)
	}
}

// draft is a question as its editor gives it back unchanged.
func draft(q Question) forms.Draft {
	d := forms.Draft{Ask: q.Ask[Origin], Short: q.Short[Origin], Help: q.Help[Origin], Unit: q.Unit}
	for _, p := range q.Options {
		r := forms.Row{Code: string('0' + rune(p.Code)), Label: p.Label[Origin], In: !p.Out}
		if p.Score > 0 {
			r.Score = string('0' + rune(p.Score))
		}
		d.Rows = append(d.Rows, r)
	}
	return d
}

func TestANewAnswerNeverTakesTheCodeOfOneThatWasAskedBefore(t *testing.T) {
	o := begun(t)
	d := draft(o.question(t, "setumei"))
	d.Rows[5] = forms.Row{Label: "説明は受けていない"} // instead of わからない, code 9
	_, err := o.forms.SaveQuestion(ctx, o.Jimu, o.this, "setumei", forms.Mark(o.question(t, "setumei")), d)
	o.Must(err)
	if q := o.question(t, "setumei"); q.Options[5].Code != 10 || !q.Options[5].Out {
		t.Errorf("%+v", q.Options[5])
	}
}

func TestLogicThatWouldLookAheadIsRefusedWithTheNumbers(t *testing.T) {
	o := begun(t)
	for _, move := range []struct {
		id string
		by int
	}{{"minutes", -1}, {"waited", 1}} {
		err := o.forms.MoveQuestion(ctx, o.Jimu, o.this, move.id, move.by)
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "問3は、問2で「はい」と答えた人にだけきく問いです。問2より前には置けません。") {
			t.Errorf("%v", err)
		}
	}
	if err := o.forms.DropQuestion(ctx, o.Jimu, o.this, "waited"); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "問3をきくかどうかが、問2の答えで決まっています") {
		t.Errorf("%v", err)
	}
	_, err := o.forms.SaveQuestion(ctx, o.Jimu, o.this, "waited", forms.Mark(o.question(t, "waited")), forms.Draft{Ask: "待ちましたか", Rows: append(rows("", "いいえ"), forms.Row{Label: "少し", In: true})})
	if p := fault.ProblemsOf(err).Of("options"); !strings.Contains(p, "答え「はい」は、問3をきくかどうかに使われています") {
		t.Errorf("%v", err)
	}
	if err := o.forms.SaveConditions(ctx, o.Jimu, o.this, "waited", forms.Mark(o.question(t, "waited")), []Condition{{Question: "minutes", Codes: []byte{1}}}); fault.ProblemsOf(err).Of("if") == "" {
		t.Errorf("a condition on a later question: %v", err)
	}
	o.Must(o.forms.SaveConditions(ctx, o.Jimu, o.this, "minutes", forms.Mark(o.question(t, "minutes")), nil))
	o.Must(o.forms.MoveQuestion(ctx, o.Jimu, o.this, "minutes", -1))
	o.Must(o.forms.DropQuestion(ctx, o.Jimu, o.this, "waited"))
}

func TestOneWhoSavesOverAnothersChangeIsStoppedAndOneWhoChangedAnotherQuestionIsNot(t *testing.T) {
	o := begun(t)
	seen := forms.Mark(o.question(t, "waited"))
	_, err := o.forms.SaveQuestion(ctx, o.Shicho, o.this, "setumei", forms.Mark(o.question(t, "setumei")), forms.Draft{Ask: "説明", Rows: draft(bank()[0]).Rows})
	o.Must(err)
	_, err = o.forms.SaveQuestion(ctx, o.Jimu, o.this, "waited", seen, forms.Draft{Ask: "窓口で待ちましたか", Rows: rows("はい", "いいえ")})
	o.Must(err)
	_, err = o.forms.SaveQuestion(ctx, o.Shicho, o.this, "waited", seen, forms.Draft{Ask: "長く待ちましたか", Rows: rows("はい", "いいえ")})
	if fault.Of(err) != fault.Conflict {
		t.Errorf("%v", err)
	}
	if got := o.question(t, "waited").Ask[Origin]; got != "窓口で待ちましたか" {
		t.Errorf("overwritten: %s", got)
	}
}

func TestALanguageIsPendingUntilAPersonReadItAndAgainWhenItsWordsChange(t *testing.T) {
	o := open(t)
	o.Must(o.forms.Begin(ctx, o.Jimu, o.this, forms.From{}))
	o.Must(o.forms.AddFromBank(ctx, o.Jimu, o.this, "waited"))
	if err := o.forms.MarkReviewed(ctx, o.Jimu, o.this, "en", o.markOf(t, "en"), "国際交流員"); fault.ProblemsOf(err).Of("reader") == "" {
		t.Errorf("reviewed before it is complete: %v", err)
	}
	o.Must(o.forms.SaveWords(ctx, o.Jimu, o.this, "en", o.markOf(t, "en"), map[string]string{"waited.ask": "Did you wait?", "waited.1": "Yes", "waited.2": "No"}))
	if err := o.forms.MarkReviewed(ctx, o.Jimu, o.this, "en", o.markOf(t, "en"), ""); fault.ProblemsOf(err).Of("reader") == "" {
		t.Errorf("reviewed by nobody: %v", err)
	}
	o.Must(o.forms.MarkReviewed(ctx, o.Jimu, o.this, "en", o.markOf(t, "en"), "国際交流員"))
	reviewed := func() bool {
		return strings.Contains(o.Get(o.Jimu, o.path()+"/words/en").Body.String(), "国際交流員が")
	}
	if !reviewed() {
		t.Fatal("the page does not say who read it")
	}
	id, err := o.forms.CopyQuestion(ctx, o.Jimu, o.this, "waited") // the same words, read already
	o.Must(err)
	o.Must(o.forms.MoveQuestion(ctx, o.Jimu, o.this, id, -1))
	if !reviewed() {
		t.Error("a change of order asks for a new reading")
	}
	seen := o.markOf(t, "en")
	_, err = o.forms.SaveQuestion(ctx, o.Jimu, o.this, "waited", forms.Mark(o.question(t, "waited")), forms.Draft{Ask: "長く待ちましたか", Rows: rows("はい", "いいえ")})
	o.Must(err)
	if reviewed() {
		t.Error("other words stand there as read")
	}
	if err := o.forms.MarkReviewed(ctx, o.Jimu, o.this, "en", seen, "国際交流員"); fault.Of(err) != fault.Conflict {
		t.Errorf("reviewed what was not read: %v", err)
	}
}
