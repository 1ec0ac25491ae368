package plans

import (
	"os"
	"strings"
	"testing"
)

func sample(t testing.TB) Plan {
	t.Helper()
	data, err := os.ReadFile("testdata/sample-city.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, ps := ParseYAML(data)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	return p
}

func TestAnyOtherCitysPlanIsEnteredWithoutCode(t *testing.T) {
	p := sample(t)
	if p.From != 2024 || p.To != 2028 || len(p.Revisions) != 1 || p.Revisions[0].FY != 2026 {
		t.Errorf("years %d-%d, revisions %v", p.From, p.To, p.Revisions)
	}
	deep := p.Find("1-1-1-a-1")
	if deep == nil || deep.Level != "小さな取組" || deep.Targets[0].Sentence() != "年1200枚以下" {
		t.Errorf("%+v", deep)
	}
	form := p.Find("1-1-1")
	if form.Before == "" || form.After == "" || form.From != 2024 || form.To != 2026 || len(form.Responsible) != 2 || len(form.Revisions) != 1 {
		t.Errorf("%+v", form)
	}
	if got := form.TargetWords(); got != "転入手続きの件数の80%以上（できれば90%）（令和8年度まで）" {
		t.Error(got)
	}
	in := p.Indicators[0]
	if len(in.Baseline) != 2 || *in.Baseline[1].Value != 63 || in.Baseline[0].N != 1204 || in.Targets[1].FY != 2028 || !in.Source.Survey() {
		t.Errorf("%+v", in)
	}
	if p.Find("1-1-1-b").Runs() || p.Find("2").Level != "施策" || p.Find("2-1").Level != "取組" {
		t.Error("an ended item runs, or a skipped level is lost")
	}
}

// broken holds one slip each; the message must stand on its line and give the remedy.
var broken = []struct {
	name, from, to string
	line           int
	what, remedy   string
}{
	{"an unknown key", "title: 湊市", "titel: 湊市", 4, "「titel」という名はありません", "「title」ではありませんか"},
	{"a key in Japanese", "before: 3枚", "現状: 3枚", 45, "「現状」という名はありません", "「before」ではありませんか"},
	{"a key written twice", "version: \"1.1\"", "version: \"1.1\"\nid: x-1", 4, "「id」が二度書かれています", "一つにしてください"},
	{"a tab", "  - {fy: 2026, text: 中間", "\t- {fy: 2026, text: 中間", 0, "YAMLとして読めません", "字下げ"},
	{"a share of everyone that only respondents gave", "応対に満足した回答者の割合", "応対に満足した市民の割合", 17, "「市民の割合」とありますが、出典はアンケート", "回答者の割合"},
	{"a survey base that is not its respondents", "base: 市民意識調査の回答者", "base: 市民", 19, "アンケートに答えた人を指していません", "アンケート回答者"},
	{"a missing base", "    base: 発券機を使った来庁者\n", "", 28, "指標の母数がありません", "base（母数）"},
	{"an outside survey without a name", "name: 市民意識調査, ", "", 21, "外部の調査の名がありません", "name"},
	{"a year that cannot be read", "to: 令和10年度", "to: そのうち", 7, "年度「そのうち」が読めません", "平成25年度"},
	{"an end before the start", "to: 令和10年度", "to: 令和2年度", 7, "始まりの令和6年度より前", "順をたしかめて"},
	{"words in place of a number", "value: 68", "value: 約68", 26, "数「約68」が読めません", "unit"},
	{"a value beyond all", "value: 80%", "value: 180%", 50, "割合が 180% です", "0から100"},
	{"infinity", "value: 68", "value: .inf", 26, "数「.inf」が読めません", "数だけ"},
	{"a shape nobody knows", "shape: 割合", "shape: なんとなく", 50, "「なんとなく」を知りません", "割合 ratio"},
	{"a share of nothing", ", of: 転入手続きの件数", "", 50, "割合の母数がありません", "母数"},
	{"a stretch that is easier", "stretch: 20", "stretch: 35", 35, "挑戦値 35 が目標値 30 よりやさしく", "向き"},
	{"a key used twice", "key: 1-1-1-b", "key: 1-1-1-a", 57, "番号「1-1-1-a」が二度出ています（先は52行目）", "別の番号"},
	{"a key that is missing", "{key: \"2\", level", "{level", 60, "項目の番号（key）がありません", "1-1"},
	{"a level nobody declared", "level: 施策", "level: 作戦", 60, "段の名「作戦」が levels にありません", "章、節"},
	{"an end without a reason", ", why: 台を使う人がいるため、残すことにした", "", 59, "終了の理由がありません", "理由を書いて"},
	{"a room nobody has", "room: kaizen", "room: kitchen", 54, "しくみ「kitchen」を知りません", "goals"},
	{"a reference", "vision: また来て", "vision: *x\nslogan: &x また来て", 0, "", ""},
	{"an item outside the plan's years", "years: 令和6〜8年度", "years: 令和元年度", 48, "計画の期間の外", "計画の期間"},
	{"a goal before its baseline", "{fy: 2025, value: 30", "{fy: 2023, value: 30", 35, "実績の最後の令和5年度より後になっていません", "たしかめて"},
	{"two documents", "id: minato-2024", "id: minato-2024\n---\nid: other", 0, "一つのファイルに計画が二つ", "ファイルを分けて"},
	{"a version that is not one", "version: \"1.1\"", "version: 改訂版", 3, "版「改訂版」が読めません", "1.0"},
}

func TestEverySlipIsToldWithItsLineAndRemedy(t *testing.T) {
	data, err := os.ReadFile("testdata/sample-city.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range broken {
		t.Run(b.name, func(t *testing.T) {
			if !strings.Contains(string(data), b.from) {
				t.Fatalf("the sample has no %q", b.from)
			}
			_, ps := ParseYAML([]byte(strings.Replace(string(data), b.from, b.to, 1)))
			if len(ps) == 0 {
				t.Fatal("accepted")
			}
			for _, p := range ps {
				if (b.line == 0 || p.Line == b.line) && strings.Contains(p.What, b.what) && strings.Contains(p.Remedy, b.remedy) {
					return
				}
			}
			t.Errorf("want line %d %s %s, got:\n%v", b.line, b.what, b.remedy, ps)
		})
	}
}

func TestAllSlipsOfAFileAreToldAtOnce(t *testing.T) {
	_, ps := ParseYAML([]byte("id: A B\nversion: x\ntitle: \"\"\nitems:\n  - titel: a\n  - {key: k, title: t, targets: {shape: ratio}}\n"))
	lines := map[int]bool{}
	for _, p := range ps {
		lines[p.Line] = true
	}
	for _, want := range []int{1, 2, 3, 5, 6} {
		if !lines[want] {
			t.Errorf("line %d is not told of:\n%v", want, ps)
		}
	}
}

func TestHundredsOfSmallInitiativesAreEntered(t *testing.T) {
	var b strings.Builder
	b.WriteString("id: big-1\nversion: 1.0\ntitle: 小さな改善三百\nmunicipality: 湊市\nlevels: [課, 取組]\nitems:\n")
	for section := range 30 {
		b.WriteString("  - key: s" + Number(float64(section)) + "\n    title: 課\n    items:\n")
		for item := range 20 {
			k := Number(float64(section)) + "-" + Number(float64(item))
			b.WriteString("      - {key: i" + k + ", title: 小さな取組" + k + ", before: 前, after: 後}\n")
		}
	}
	p, ps := ParseYAML([]byte(b.String()))
	if len(ps) > 0 || len(p.Initiatives(2026)) != 600 {
		t.Fatalf("%d initiatives, %v", len(p.Initiatives(2026)), ps)
	}
	again, ps := parseRows(rowsOf(p))
	if len(ps) > 0 || asJSON(t, p) != asJSON(t, again) {
		t.Error("the sheet says something else", ps)
	}
}

// firstDifference shows the first line in which two texts part.
func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return "one of them ends early"
}

// rowsOf is the plan as filled rows, as they come out of a file.
func rowsOf(p Plan) []sheetRow {
	var rows []sheetRow
	for i, c := range sheetCells(p) {
		rows = append(rows, sheetRow{line: i + 2, get: func(key string) string { return c[key] }})
	}
	return rows
}

func FuzzParseYAML(f *testing.F) {
	for _, name := range files(f) {
		data, _ := libraryFile(name)
		f.Add(data)
	}
	if data, err := os.ReadFile("testdata/sample-city.yaml"); err == nil {
		f.Add(data)
	}
	f.Add([]byte("id: a-1\nversion: 1.0\ntitle: a\nmunicipality: b\nlevels: [x, y]\nitems: [{key: k, title: t, items: [{key: l, title: u, targets: {shape: count, value: 5, unit: n, from: 2013, by: 2014}}]}]\n"))
	for _, s := range []string{"", "a", "- 1", "id: [", "items: {items: {items: 1}}", "id: &a 1\nversion: *a", "{a: 1, a: 2}", "\xff", "items:\n- targets: [[1]]", "? [a]\n: b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, ps := ParseYAML(data)
		for _, x := range ps {
			if x.What == "" || x.Remedy == "" {
				t.Errorf("a problem without words: %+v", x)
			}
		}
		if len(ps) > 0 {
			return
		}
		if again := p.Check(); len(again) > 0 {
			t.Error(again)
		}
		for _, n := range p.All() {
			n.Item.TargetWords()
		}
		if d, ps := Compare(p, p); len(ps) > 0 || !d.Nothing() {
			t.Error("a plan differs from itself", ps)
		}
		again, ps := parseRows(rowsOf(p))
		if len(ps) > 0 {
			t.Errorf("the plan's own sheet is refused: %v", ps)
		} else if a, b := asJSON(t, p), asJSON(t, again); a != b {
			t.Errorf("the sheet says something else:\n%s", firstDifference(a, b))
		}
	})
}
