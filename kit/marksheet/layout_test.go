package marksheet_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"kaname/kit/fault"
	"kaname/kit/marksheet"
)

var forms = map[string]func() marksheet.Form{"来庁者": counterForm, "職員": staffForm, "短い": shortForm}

func TestTheSameFormAlwaysGivesTheSameSheet(t *testing.T) {
	for name, form := range forms {
		a, b := laid(t, form()), laid(t, form())
		if !reflect.DeepEqual(a, b) || a.Fingerprint == 0 {
			t.Errorf("%s: two layouts differ", name)
		}
	}
}

func TestALayoutIsKeptAsItWasPrinted(t *testing.T) {
	for name, form := range forms {
		was := laid(t, form())
		data, err := json.Marshal(was)
		if err != nil {
			t.Fatal(err)
		}
		var kept marksheet.Layout
		if err := json.Unmarshal(data, &kept); err != nil || !reflect.DeepEqual(*was, kept) {
			t.Errorf("%s: the layout differs after keeping: %v", name, err)
		}
	}
}

func TestAChangedQuestionChangesTheFingerprint(t *testing.T) {
	was := laid(t, counterForm()).Fingerprint
	for name, change := range map[string]func(f *marksheet.Form){
		"文": func(f *marksheet.Form) { f.Questions[0].Text = "職員の説明は、どうでしたか" },
		"順": func(f *marksheet.Form) { f.Questions[0], f.Questions[1] = f.Questions[1], f.Questions[0] },
		"選択肢": func(f *marksheet.Form) {
			f.Questions[9].Options = []string{"市外", "市内のほかの区", "みなと区"}
		},
		"いくつでも": func(f *marksheet.Form) { f.Questions[9].Many = true },
		"○の位置":  func(f *marksheet.Form) { f.Notice += strings.Repeat("、書かなくてよい", 12) },
	} {
		f := counterForm()
		if change(&f); laid(t, f).Fingerprint == was {
			t.Errorf("%s: the fingerprint stays %04x", name, was)
		}
	}
}

// gap is the distance from a point to a part of the sheet.
func gap(p marksheet.Point, r marksheet.Rect) float64 {
	return math.Hypot(max(r.X-p.X, p.X-r.X-r.W, 0), max(r.Y-p.Y, p.Y-r.Y-r.H, 0))
}

func textBox(x marksheet.Text) marksheet.Rect {
	left := x.At.X
	switch x.Anchor {
	case "middle":
		left -= x.Width / 2
	case "end":
		left -= x.Width
	}
	return marksheet.Rect{X: left, Y: x.At.Y - 0.86*x.Size, W: x.Width, H: 0.98 * x.Size}
}

func TestNothingIsPrintedCloseToABubble(t *testing.T) {
	if 2*marksheet.Radius < 4.5 || marksheet.Clear < 2.5 {
		t.Error("the bubbles are too small or too close")
	}
	for name, form := range forms {
		l := laid(t, form())
		var all []marksheet.Point
		for _, it := range l.Items {
			all = append(all, it.Bubbles...)
		}
		const free = marksheet.Radius + marksheet.Clear - 0.02
		for i, b := range all {
			for _, o := range all[:i] {
				if math.Hypot(b.X-o.X, b.Y-o.Y) < free+marksheet.Radius {
					t.Errorf("%s: bubbles at %v and %v", name, b, o)
				}
			}
			for _, x := range l.Texts {
				if gap(b, textBox(x)) < free {
					t.Errorf("%s: 「%s」 is %.2f mm from the bubble at %v", name, x.Say, gap(b, textBox(x))-marksheet.Radius, b)
				}
			}
			for _, r := range l.Lines {
				if gap(b, r) < free {
					t.Errorf("%s: a line at %v is close to the bubble at %v", name, r, b)
				}
			}
			if l.Box.W > 0 && gap(b, l.Box) < free {
				t.Errorf("%s: the box is close to the bubble at %v", name, b)
			}
		}
	}
}

func TestEverythingStaysOnTheSheet(t *testing.T) {
	for name, form := range forms {
		l := laid(t, form())
		for _, x := range l.Texts {
			if r := textBox(x); r.X < 19.9 || r.X+r.W > 190.1 || r.Y < 18 || r.Y+r.H > 279 {
				t.Errorf("%s: 「%s」 at %v", name, x.Say, r)
			}
		}
		for i, it := range l.Items {
			if len(it.Bubbles) != len(l.Form.Questions[i].Options) {
				t.Errorf("%s: 問%d has %d bubbles", name, i+1, len(it.Bubbles))
			}
			for _, b := range it.Bubbles {
				if gap(b, it.Row) > 0 || b.X < 20 || b.X > 190 {
					t.Errorf("%s: a bubble of 問%d lies at %v, outside %v", name, i+1, b, it.Row)
				}
			}
		}
	}
}

func TestTwentyQuestionsOfElevenOptionsFitOneSide(t *testing.T) {
	f := shortForm()
	for len(f.Questions) < 20 {
		f.Questions = append(f.Questions, marksheet.Question{No: fmt.Sprint(len(f.Questions) + 1), Text: "この講座は役に立ちましたか", Options: f.Questions[0].Options})
	}
	f.FreeText = "ひとこと"
	laid(t, f)
}

func TestAFormThatIsTooLongSaysHowMuchToShorten(t *testing.T) {
	f := counterForm()
	for i := range 12 {
		f.Questions = append(f.Questions, marksheet.Question{No: "x", Text: fmt.Sprint(i, strings.Repeat("とても長い問いの文です。", 8)), Options: []string{"はい", "いいえ" + fmt.Sprint(i)}})
	}
	_, err := marksheet.LayOut(f)
	say := fault.As(err).Say
	if fault.Of(err) != fault.Invalid || !strings.Contains(say, "mm入りきりません。設問を") || !strings.Contains(say, "自由に書く欄をなくすと、20mmあきます。") {
		t.Errorf("%v", err)
	}
	f = shortForm()
	f.Questions[1].Options[0] = strings.Repeat("長", 200)
	f.Questions[1].Options[0] = strings.Repeat("長", 110) // too long for two lines of the largest letters alone
	laid(t, f)
	f.Questions[1].Options[0] = strings.Repeat("長", 200)
	if _, err = marksheet.LayOut(f); !strings.Contains(fault.As(err).Say, "問2に、紙に入らない長さの選択肢があります。") {
		t.Errorf("%v", err)
	}
}

func TestAFormWithoutWhatItNeedsSaysWhat(t *testing.T) {
	for field, spoil := range map[string]func(f *marksheet.Form){
		"key":       func(f *marksheet.Form) { f.Key = "a0b" },
		"version":   func(f *marksheet.Form) { f.Version = 256 },
		"title":     func(f *marksheet.Form) { f.Title = "　" },
		"questions": func(f *marksheet.Form) { f.Questions = nil },
		"q1":        func(f *marksheet.Form) { f.Questions[0].Options = f.Questions[0].Options[:1] },
		"q2":        func(f *marksheet.Form) { f.Questions[1].Text = "" },
		"q3":        func(f *marksheet.Form) { f.Questions[2].Options[1] = "" },
	} {
		f := shortForm()
		spoil(&f)
		if _, err := marksheet.LayOut(f); fault.ProblemsOf(err).Of(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestTheDrawingIsWellFormedAndKeepsEveryWord(t *testing.T) {
	f := counterForm()
	f.Title = "<b>&\x00\"かなめ\""
	l := laid(t, f)
	svg, err := marksheet.Draw(l, 42)
	if err != nil {
		t.Fatal(err)
	}
	d, words := xml.NewDecoder(strings.NewReader(svg)), ""
	circles := 0
	for {
		tok, err := d.Token()
		if tok == nil {
			if err.Error() != "EOF" {
				t.Fatal(err)
			}
			break
		}
		switch x := tok.(type) {
		case xml.CharData:
			words += string(x)
		case xml.StartElement:
			if x.Name.Local == "circle" {
				circles++
			}
			for _, a := range x.Attr {
				if a.Name.Local == "style" {
					t.Error("a style attribute, which the page's policy forbids")
				}
			}
		}
	}
	for _, x := range l.Texts {
		if say := strings.ReplaceAll(x.Say, "\x00", ""); !strings.Contains(words, say) {
			t.Errorf("「%s」 is missing", say)
		}
	}
	if !strings.Contains(words, "k3f9m2-1-0042") || circles != 59+4 {
		t.Errorf("%d circles, or no code: %s", circles, words)
	}
	for _, n := range []int{0, marksheet.MaxNumber + 1} {
		if _, err := marksheet.Draw(l, n); fault.Of(err) != fault.Invalid {
			t.Errorf("number %d: %v", n, err)
		}
	}
}

func FuzzAnyFormIsLaidOutOrRefused(f *testing.F) {
	f.Add("題", "知らせ", "問い", "選択肢", uint8(5), uint8(8), true)
	f.Add("", "\n\n", "a a a", "（", uint8(2), uint8(1), false)
	f.Add(strings.Repeat("長", 99), strings.Repeat("Verylongword", 9), "!", "ー", uint8(11), uint8(30), true)
	f.Fuzz(func(t *testing.T, title, notice, text, option string, options, questions uint8, free bool) {
		form := marksheet.Form{Key: "ab", Version: 1, Title: title, Notice: notice}
		if free {
			form.FreeText = notice
		}
		for i := range questions % 32 {
			q := marksheet.Question{No: fmt.Sprint(i), Text: text, Many: i%2 == 1}
			for k := range options % 13 {
				q.Options = append(q.Options, option[:min(len(option), int(k)*3)]+option)
			}
			form.Questions = append(form.Questions, q)
		}
		l, err := marksheet.LayOut(form)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if svg, err := marksheet.Draw(l, 1); err != nil || xml.Unmarshal([]byte(svg), new(struct{})) != nil {
			t.Fatalf("%v\n%s", err, svg)
		}
	})
}
