package questionnaire_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaname/kit/clock"
	"kaname/kit/cube"
	"kaname/kit/fault"
	. "kaname/kit/questionnaire"
)

func ja(s string) Words { return Words{Origin: s} }

func options(labels ...string) []Option {
	var out []Option
	for i, l := range labels {
		out = append(out, Option{Code: byte(i + 1), Label: ja(l)})
	}
	return out
}

// counter is a short form with every kind and a branch: who waited says how long, and what would have helped.
func counter() Form {
	scale := options("よくない", "ふつう", "よい")
	for i := range scale {
		scale[i].Score = i + 1
	}
	scale = append(scale, Option{Code: 9, Label: ja("わからない"), Out: true})
	return Form{[]Question{
		{ID: "setumei", Version: 1, Kind: Scale, Ask: ja("説明はわかりやすかったですか"), Options: scale},
		{ID: "waited", Version: 1, Kind: Single, Ask: ja("待ちましたか"), Options: options("はい", "いいえ")},
		{ID: "minutes", Version: 1, Kind: Number, Ask: ja("何分ですか"), Low: 0, High: 600, If: []Condition{{"waited", []byte{1}}}},
		{ID: "helped", Version: 1, Kind: Multi, Ask: ja("何があればよかったですか"), Options: options("いす", "番号の案内", "本"), Most: 2, If: []Condition{{"waited", []byte{1}}}},
		{ID: "head", Version: 1, Kind: Section, Ask: ja("あなたのこと")},
		{ID: "nps", Version: 1, Kind: Likelihood, Ask: ja("人にすすめますか")},
		{ID: "order", Version: 1, Kind: Rank, Ask: ja("大事な順は"), Options: options("早さ", "ていねいさ", "場所"), Most: 2},
		{ID: "day", Version: 1, Kind: Date, Ask: ja("来た日")},
		{ID: "free", Version: 1, Kind: Text, Ask: ja("ひとこと"), Most: 20},
	}}
}

func read(f Form, pairs ...string) (Sheet, []Wrong) {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return f.Read(func(name string) []string { return v[name] }, "2026-10-20")
}

func TestASheetKeepsEveryKindOfAnswer(t *testing.T) {
	f := counter()
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	s, wrong := read(f, "q.setumei", "9", "q.waited", "1", "q.minutes", "１２", "q.helped", "1", "q.helped", "3", "q.nps", "0",
		"q.order.1", "2", "q.order.2", "1", "q.day", "R8.10.1", "q.free", "早かった")
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if want := []byte{9, 1, 1, 0, 1, 1, 2, 1, 0}; !slices.Equal(s.Marks, want) {
		t.Errorf("%v, want %v", s.Marks, want)
	}
	if want := map[string]string{"minutes": "12", "day": "2026-10-01", "free": "早かった"}; !reflect.DeepEqual(s.Words, want) {
		t.Errorf("%v, want %v", s.Words, want)
	}
	if again := f.Marks(s.Text()); !slices.Equal(again, s.Marks) {
		t.Errorf("stored as %q and read as %v", s.Text(), again)
	}
}

func TestAnAnswerToAQuestionThatIsNotAskedIsNotKept(t *testing.T) {
	s, _ := read(counter(), "q.waited", "2", "q.minutes", "30", "q.helped", "1")
	if len(s.Words) != 0 || s.Marks[2] != 0 {
		t.Errorf("%v %v", s.Marks, s.Words)
	}
}

func TestWordsThatCannotBeKeptStayOnTheSheetAndSayWhy(t *testing.T) {
	f := counter()
	s, wrong := read(f, "q.waited", "1", "q.minutes", "たくさん", "q.day", "きのうごろ", "q.free", strings.Repeat("長", 21))
	why := map[string]string{}
	for _, w := range wrong {
		why[f.Questions[w.Question].ID] = w.Why
	}
	if want := map[string]string{"minutes": "number", "day": "date", "free": "long"}; !reflect.DeepEqual(why, want) {
		t.Errorf("%v, want %v", why, want)
	}
	if s.Words["minutes"] != "たくさん" || s.Words["day"] != "きのうごろ" {
		t.Error("what was typed is lost")
	}
	for _, odd := range []string{"601", "-1", "NaN", "Inf", "1e400"} {
		if _, wrong := read(f, "q.waited", "1", "q.minutes", odd); len(wrong) != 1 {
			t.Errorf("%s is taken as minutes", odd)
		}
	}
}

func TestWhatNoFormCanSendIsUnanswered(t *testing.T) {
	for _, pairs := range [][]string{{"q.setumei", "4"}, {"q.setumei", "-1"}, {"q.nps", "11"}, {"q.order.1", "3"}, {"q.helped", "9"}, {"q.head", "1"}} {
		if s, _ := read(counter(), pairs...); !s.Empty() {
			t.Errorf("%v is kept: %v", pairs, s.Marks)
		}
	}
	s, _ := read(counter(), "q.order.1", "1", "q.order.2", "1")
	if s.Text()[6:9] != "100" {
		t.Errorf("one place was given twice: %s", s.Text())
	}
	s, _ = read(counter(), "q.waited", "1", "q.helped", "1", "q.helped", "2", "q.helped", "3")
	if s.Text()[2:5] != "110" {
		t.Errorf("more were chosen than asked for: %s", s.Text())
	}
}

func TestEveryPathThroughAFormIsListed(t *testing.T) {
	f := counter()
	paths, more := f.Paths()
	if len(paths) != 2 || more {
		t.Fatalf("%d paths: %v", len(paths), paths)
	}
	if got := paths[0].Answers[0].Labels; !slices.Equal(got, []string{"はい"}) || len(paths[0].Asked) != 8 || len(paths[1].Asked) != 6 {
		t.Errorf("%+v", paths)
	}
	wide := Form{}
	for i := range 40 {
		wide.Questions = append(wide.Questions, Question{ID: fmt.Sprintf("a%d", i), Kind: Single, Ask: ja("問い"), Options: options("はい", "いいえ")},
			Question{ID: fmt.Sprintf("b%d", i), Kind: Text, Ask: ja("なぜ"), If: []Condition{{fmt.Sprintf("a%d", i), []byte{1}}}})
	}
	if paths, more := wide.Paths(); len(paths) != MostPaths || !more {
		t.Errorf("%d paths, more: %v", len(paths), more)
	}
}

// Whatever is answered, the questions that are asked are those of one of the listed paths.
func TestWhateverIsAnsweredIsOneOfTheListedPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		f := Form{}
		for i := range 2 + r.IntN(6) {
			q := Question{ID: fmt.Sprintf("q%d", i), Kind: []Kind{Single, Text, Likelihood}[r.IntN(3)], Ask: ja("問い")}
			if q.Kind == Single {
				q.Options = options("ア", "イ", "ウ")
			}
			if i > 0 && r.IntN(2) == 0 {
				if before := f.Questions[r.IntN(i)]; before.Kind.Closed() {
					q.If = []Condition{{before.ID, []byte{byte(1 + r.IntN(3))}}}
				}
			}
			f.Questions = append(f.Questions, q)
		}
		if err := f.Check(); err != nil {
			t.Fatal(err)
		}
		paths, more := f.Paths()
		v := url.Values{}
		for _, q := range f.Questions {
			v.Set(q.FieldOf(), fmt.Sprint(r.IntN(4)))
		}
		s, _ := f.Read(func(n string) []string { return v[n] }, "2026-10-20")
		var asked []int
		for i := range f.Questions {
			if f.Asks(i, s) {
				asked = append(asked, i)
			}
		}
		if !more && !slices.ContainsFunc(paths, func(p Path) bool { return slices.Equal(p.Asked, asked) }) {
			t.Fatalf("%v is none of %v", asked, paths)
		}
	}
}

func TestAFormThatCannotStandSaysWhere(t *testing.T) {
	for at, spoil := range map[string]func(*Form){
		"form":       func(f *Form) { f.Questions = nil },
		"q1.ask":     func(f *Form) { f.Questions[0].Ask = nil },
		"q2.options": func(f *Form) { f.Questions[1].Options = f.Questions[1].Options[:1] },
		"q1.options": func(f *Form) { f.Questions[0].Options[0].Code = 2 },
		"q3.id":      func(f *Form) { f.Questions[2].ID = "waited" },
		"q3.if":      func(f *Form) { f.Questions[2].If[0].Question = "order" },
		"q4.if":      func(f *Form) { f.Questions[3].If[0].Codes = []byte{3} },
		"q6.kind":    func(f *Form) { f.Questions[5].Kind = "matrix" },
	} {
		f := counter()
		spoil(&f)
		err := f.Check()
		if fault.Of(err) != fault.Invalid || fault.ProblemsOf(err).Of(at) == "" {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestAnotherWordingOrScaleBreaksTheLine(t *testing.T) {
	a := counter().Questions[0]
	if d := Difference(a, a); d != "" {
		t.Error(d)
	}
	b := a
	b.Version = 2
	c := a
	c.Options = a.Options[1:]
	d := a
	d.Ask = ja("説明は十分でしたか")
	if Difference(a, b) == "" || Difference(a, c) == "" || Difference(a, d) == "" || Difference(a, counter().Questions[1]) == "" {
		t.Error("figures that do not belong together would be drawn as one line")
	}
	d.Ask = ja("{説明|せつめい}は_わかりやすかったですか")
	if Difference(a, d) != "" {
		t.Error("ruby and a place to break the line are taken for another wording")
	}
}

func TestAFormIsStoredAsItWasAndSaysWhatIsUntranslated(t *testing.T) {
	f := counter()
	again, err := Parse(f.Text())
	if err != nil || again.Text() != f.Text() || !again.Asks(2, Sheet{Marks: []byte{0, 1, 0, 0, 0, 0, 0, 0, 0}}) {
		t.Fatalf("%v\n%s", err, f.Text())
	}
	f.Questions = f.Questions[1:2]
	f.Questions[0].Ask = Words{Origin: "待ちましたか", "en": "Did you wait?"}
	if got := f.Untranslated("en"); !slices.Equal(got, []string{"はい", "いいえ"}) {
		t.Error(got)
	}
}

func TestAReaderWhoseLanguageIsMissingReadsEasyJapanese(t *testing.T) {
	w := Words{Origin: "用件は済みましたか", Easy: "{用事|ようじ}は おわりましたか"}
	for l, want := range map[Lang]Lang{Origin: Origin, Easy: Easy, "vi": Easy} {
		if _, of := w.In(l); of != want {
			t.Errorf("%s is answered in %s", l, of)
		}
	}
	if again := w.With("vi", "Xong chưa?").With("vi", ""); len(again) != 2 || again[Origin] != w[Origin] {
		t.Error(again)
	}
}

func TestQuestionsAreNumberedWithoutTheHeadings(t *testing.T) {
	f := counter()
	if f.NumberOf(0) != 1 || f.NumberOf(4) != 0 || f.NumberOf(5) != 5 {
		t.Errorf("%d %d %d", f.NumberOf(0), f.NumberOf(4), f.NumberOf(5))
	}
}

func TestAShortFormIsEstimatedAtAMinute(t *testing.T) {
	f := Form{}
	for i := range 8 {
		f.Questions = append(f.Questions, Question{ID: fmt.Sprintf("q%d", i), Kind: Scale, Ask: ja("職員の説明はわかりやすかったですか"), Options: options("とてもわかりやすかった", "わかりやすかった", "ふつう", "わかりにくかった", "とてもわかりにくかった", "説明は受けていない")})
	}
	if s := f.Seconds(); s < 40 || s > 80 {
		t.Errorf("%d seconds", s)
	}
}

func FuzzReadingASheet(f *testing.F) {
	f.Add("q.setumei=1&q.waited=1&q.minutes=3")
	f.Add("q.order.1=1&q.order.1=2&q.free=\x00\xff")
	form := counter()
	f.Fuzz(func(t *testing.T, query string) {
		v, _ := url.ParseQuery(query)
		s, _ := form.Read(func(n string) []string { return v[n] }, clock.Date("2026-10-20"))
		if again := form.Marks(s.Text()); !slices.Equal(again, s.Marks) {
			t.Errorf("%v is kept as %q", s.Marks, s.Text())
		}
	})
}

func FuzzAStoredForm(f *testing.F) {
	f.Add(counter().Text())
	f.Fuzz(func(t *testing.T, text string) {
		if form, err := Parse(text); err == nil {
			if form.Check() == nil {
				form.Paths()
				form.Seconds()
			}
			if again, err := Parse(form.Text()); err != nil || again.Text() != form.Text() {
				t.Errorf("%v", err)
			}
		}
	})
}

func TestEveryCodeHasItsSign(t *testing.T) {
	if len(Signs) != MostCode+1 || Signs != cube.Alphabet {
		t.Errorf("%d signs for %d codes", len(Signs), MostCode+1)
	}
}
