package chart

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

type inlineOnly struct{ Bullet }

func (i inlineOnly) Figure() templ.Component { return i.Inline() }

func page(t testing.TB, f Figure) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Figure().Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type written struct {
	area
	size float64
	text string
}

var svgPart = regexp.MustCompile(`(?s)<svg viewBox.*?</svg>`)

// drawings reads back the text of every drawing of a page with the room it takes.
func drawings(t testing.TB, html string) (views []area, texts [][]written) {
	t.Helper()
	for _, s := range svgPart.FindAllString(html, -1) {
		dec := xml.NewDecoder(strings.NewReader(s))
		var view area
		var in []written
		var open *written
		var anchor string
		var x, y float64
		for {
			tok, err := dec.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("the drawing is not well-formed: %v\n%s", err, s)
			}
			switch e := tok.(type) {
			case xml.StartElement:
				at := map[string]string{}
				for _, a := range e.Attr {
					at[a.Name.Local] = a.Value
				}
				get := func(k string) float64 { v, _ := strconv.ParseFloat(at[k], 64); return v }
				switch e.Name.Local {
				case "svg":
					p := strings.Fields(at["viewBox"])
					view.x1, _ = strconv.ParseFloat(p[2], 64)
					view.y1, _ = strconv.ParseFloat(p[3], 64)
				case "text":
					open, anchor, x, y = &written{size: get("font-size")}, at["text-anchor"], get("x"), get("y")
				}
			case xml.CharData:
				if open != nil {
					open.text += string(e)
				}
			case xml.EndElement:
				if e.Name.Local == "text" {
					open.area = box(x, y, open.size, anchor, open.text)
					in, open = append(in, *open), nil
				}
			}
		}
		views, texts = append(views, view), append(texts, in)
	}
	return views, texts
}

func noJunk(t testing.TB, html string) {
	t.Helper()
	for _, bad := range []string{"NaN", "Inf", "style=", "<script", "\x00", "%!"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

var anID = regexp.MustCompile(` id="([^"]*)"`)

func uniqueIDs(t testing.TB, html string) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range anID.FindAllStringSubmatch(html, -1) {
		if seen[m[1]] {
			t.Errorf("the id %q stands twice in the page", m[1])
		}
		seen[m[1]] = true
	}
}

func TestTextInDrawingsIsLargeEnoughInsideTheDrawingAndNeverOverOtherText(t *testing.T) {
	checked := 0
	for _, f := range gallery() {
		views, texts := drawings(t, page(t, f))
		for k, in := range texts {
			for i, a := range in {
				checked++
				if a.size < 14 {
					t.Errorf("%T: %q is %g px", f, a.text, a.size)
				}
				if a.x0 < -0.5 || a.x1 > views[k].x1+0.5 || a.y0 < -0.5 || a.y1 > views[k].y1+0.5 {
					t.Errorf("%T: %q at %v leaves the drawing %v", f, a.text, a.area, views[k])
				}
				for _, b := range in[:i] {
					small := area{a.x0 + 1, a.y0 + 1, a.x1 - 1, a.y1 - 1}
					if small.hits(b.area) {
						t.Errorf("%T (%gpx): %q lies over %q", f, views[k].x1, a.text, b.text)
					}
				}
			}
		}
	}
	if checked < 300 {
		t.Fatalf("only %d texts were looked at", checked)
	}
}

func TestSentenceTableAndDrawingShowTheSameNumbers(t *testing.T) {
	number := regexp.MustCompile(`[0-9][0-9,.]*%|[0-9]+\.[0-9]+`)
	for _, f := range []Figure{aStacked(), aLine(), aBullet(), aBars(), aScatter(), aSpark()} {
		said := f.Sentence()
		_, rows := f.Table()
		flat := ""
		for _, r := range rows {
			flat += strings.Join(r, " ") + "\n"
		}
		for _, n := range number.FindAllString(said, -1) {
			if _, isScatter := f.(Scatter); isScatter && strings.Contains("73%0.45", n) {
				continue // the means stand in the drawing, not in the table
			}
			if _, isBullet := f.(Bullet); isBullet && (n == "2.4" || n == "2.6") {
				continue // differences are said only
			}
			if !strings.Contains(flat, n) {
				t.Errorf("%T says %s, which its table does not hold:\n%s", f, n, flat)
			}
		}
	}
	_, rows := aStacked().Table()
	html := page(t, aStacked())
	for _, r := range rows[:4] {
		for _, want := range []string{r[1], r[7]} {
			if n := strings.Count(html, ">"+want+"<"); n < 2 {
				t.Errorf("%s of %s stands %d times, want it in drawing and table", want, r[0], n)
			}
		}
		if !strings.Contains(html, "満足 "+r[1]+"　n="+r[7]) {
			t.Errorf("the phone's drawing lacks %s n=%s", r[1], r[7])
		}
		if !strings.Contains(aStacked().Sentence(), r[0]+" "+r[1]+"（n="+r[7]+"）") {
			t.Errorf("the sentence lacks %v", r)
		}
	}
}

func TestTheShownPercentageIsCountedNotAddedFromRoundedParts(t *testing.T) {
	c := aStacked()
	c.Rows = []Row{{Label: "半端", Counts: []int{1, 1, 1, 0, 0}}}
	_, rows := c.Table()
	if got := strings.Join(rows[0], " "); got != "半端 67% 33% 33% 33% 0% 0% 3" {
		t.Errorf("row is %q", got)
	}
}

func TestAHiddenRowNeverShowsItsNumbers(t *testing.T) {
	c := aStacked()
	c.Rows = []Row{{Label: "29歳以下", Counts: []int{777, 0, 0, 0, 0}, Hidden: "10件未満のため表示しません"}, c.Rows[0]}
	var b bytes.Buffer
	if err := c.CSV(&b); err != nil {
		t.Fatal(err)
	}
	all := page(t, c) + b.String() + c.Sentence()
	if strings.Contains(all, "777") || strings.Contains(all, "100%") {
		t.Error("the hidden count is shown")
	}
	if strings.Count(all, "10件未満のため表示しません") < 5 {
		t.Error("the reason for hiding is missing from drawing, sentence, table or CSV")
	}
}

func TestEveryDrawingHasAnAlternativeAndATable(t *testing.T) {
	for _, f := range []Figure{aStacked(), aLine(), aBullet(), aSteps(), aBars(), aScatter()} {
		html := page(t, f)
		said := strings.Count(html, `-d">`+esc(f.Sentence())+`</desc>`)
		if said != 2 || !strings.Contains(html, "<summary>表で見る</summary>") || !strings.Contains(html, `class="only-narrow"`) {
			t.Errorf("%T: sentence %d times in its drawings", f, said)
		}
	}
	for _, m := range regexp.MustCompile(`aria-labelledby="(\S+) (\S+)"`).FindAllStringSubmatch(page(t, aLine()), -1) {
		if !strings.Contains(page(t, aLine()), `id="`+m[1]+`"`) || !strings.Contains(page(t, aLine()), `id="`+m[2]+`"`) {
			t.Errorf("%s or %s does not exist", m[1], m[2])
		}
	}
}

func TestTheCSVIsTheTable(t *testing.T) {
	for _, f := range gallery() {
		if f.Check() != nil {
			continue
		}
		var b bytes.Buffer
		if err := f.CSV(&b); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		header, rows := f.Table()
		for i, want := range append([][]string{header}, rows...) {
			if strings.Join(got[i], "|") != strings.Join(want, "|") {
				t.Errorf("%T row %d: %v, want %v", f, i, got[i], want)
			}
		}
	}
	c := aBars()
	c.Items = []Bar{{Label: "=HYPERLINK(1)", Value: Of(1)}}
	var b bytes.Buffer
	if err := c.CSV(&b); err != nil || !strings.Contains(b.String(), "\r\n\" =HYPERLINK(1)\",") {
		t.Errorf("a formula is written as it is: %q", b.String())
	}
}

func TestPercentagesAreRoundedHalfUp(t *testing.T) {
	for _, c := range []struct {
		num, den, d int
		want        string
	}{{1, 8, 0, "13%"}, {1, 8, 1, "12.5%"}, {1, 3, 1, "33.3%"}, {2, 3, 0, "67%"}, {0, 5, 0, "0%"}, {5, 5, 0, "100%"}, {1, 0, 0, "–"}, {201, 400, 0, "50%"}, {1005, 2000, 1, "50.3%"}} {
		if got := PercentText(c.num, c.den, c.d); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.num, c.den, got, c.want)
		}
	}
	for _, c := range []struct {
		v    float64
		d    int
		want string
	}{{0.285, 2, "0.29"}, {1.005, 2, "1.01"}, {4812, 0, "4,812"}, {-2.5, 0, "−3"}, {-0.04, 1, "0.0"}, {22.35, 1, "22.4"}, {999.95, 1, "1,000.0"}, {math.NaN(), 1, "–"}, {math.Inf(1), 0, "–"}, {1e-9, 2, "0.00"}} {
		if got := Number(c.v, c.d); got != c.want {
			t.Errorf("%v to %d places: %s, want %s", c.v, c.d, got, c.want)
		}
	}
}

func TestTheSentenceSaysWhetherTheAimIsReached(t *testing.T) {
	b := aBullet()
	if got := b.Sentence(); got != "いま22.4分。目安20.0分まで、あと2.4分です。去年25.0分より2.6分短いです。" {
		t.Error(got)
	}
	b.Now = Of(20.04) // written as 20.0, so a reader sees it reached
	if got := b.Sentence(); !strings.Contains(got, "目安20.0分に届いています。") {
		t.Error(got)
	}
	if got := aLine().Sentence(); got != "みなと区は、R4 66%、R5 69%、R6 71%、R7 74%、R8 76%。R4より10ポイント高いです。基準75%に届いています。" {
		t.Error(got)
	}
	if got := aScatter().Sentence(); !strings.HasPrefix(got, "重点改善は「用件が済むまでの時間」と「庁内の案内表示」。重みが平均より高く") {
		t.Error(got)
	}
}

func TestAMissingPointIsAGapNotAZero(t *testing.T) {
	c := aLine()
	c.Series[0].Points[2] = Point{}
	html := page(t, c)
	if strings.Count(html, "<polyline") != 4 {
		t.Errorf("%d stretches in two drawings, want 2 each", strings.Count(html, "<polyline"))
	}
	_, rows := c.Table()
	if rows[2][1] != "–" || rows[2][3] != "" {
		t.Errorf("the gap's row is %v", rows[2])
	}
	if strings.Contains(c.Sentence(), "R6") {
		t.Error("the sentence speaks of a year without value")
	}
}

func TestSharesAreDrawnFromZero(t *testing.T) {
	if a := aLine().axis(); a[0] != 0 || a[len(a)-1] != 100 {
		t.Errorf("axis is %v", a)
	}
	if a := manyLines().axis(); a[0] != 0 {
		t.Errorf("axis is %v", a)
	}
}
